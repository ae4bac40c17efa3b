// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

#include <algorithm>

#include <QSettings>

namespace opal {

namespace {

QString shortcutKey(const QString& action)
{
    return QStringLiteral("shortcuts/") % action;
}

QString zoomKey(const QString& chart)
{
    return QStringLiteral("zooms/") % chart;
}

/// Names are the person's own and may hold anything; keys may not.
QString layoutKey(const QString& name)
{
    return QStringLiteral("layouts/") % QString::fromLatin1(name.toUtf8().toHex());
}

} // namespace

Theme::Mode themeMode(const QString& key)
{
    if (key == QLatin1String("dark"))
        return Theme::Mode::Dark;
    return key == QLatin1String("light") ? Theme::Mode::Light : Theme::Mode::System;
}

Settings::Settings(const QString& workspaceRoot)
    : m_file(std::make_unique<QSettings>(workspaceRoot % QStringLiteral("/studio.ini"), QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QString Settings::text(const Setting& setting) const
{
    return m_file->value(QLatin1String(setting.key), QLatin1String(setting.fallback)).toString();
}

QByteArray Settings::bytes(const Setting& setting) const
{
    return m_file->value(QLatin1String(setting.key)).toByteArray();
}

QStringList Settings::list(const Setting& setting) const
{
    return m_file->value(QLatin1String(setting.key)).toStringList();
}

int Settings::number(const Setting& setting, int minimum, int maximum) const
{
    bool ok = false;
    const int value = text(setting).toInt(&ok);
    return std::clamp(ok ? value : QByteArray(setting.fallback).toInt(), minimum, maximum);
}

void Settings::set(const Setting& setting, const QVariant& value)
{
    m_file->setValue(QLatin1String(setting.key), value);
}

std::optional<QKeySequence> Settings::shortcut(const QString& action) const
{
    const QVariant kept = m_file->value(shortcutKey(action));
    if (!kept.isValid())
        return std::nullopt;
    return QKeySequence::fromString(kept.toString(), QKeySequence::PortableText);
}

void Settings::setShortcut(const QString& action, const std::optional<QKeySequence>& keys)
{
    if (keys)
        m_file->setValue(shortcutKey(action), keys->toString(QKeySequence::PortableText));
    else
        m_file->remove(shortcutKey(action));
}

QStringList Settings::zoom(const QString& chart) const
{
    return m_file->value(zoomKey(chart)).toStringList();
}

void Settings::setZoom(const QString& chart, const QStringList& view)
{
    if (view.isEmpty())
        m_file->remove(zoomKey(chart));
    else
        m_file->setValue(zoomKey(chart), view);
}

QStringList Settings::layoutNames() const
{
    m_file->beginGroup(QStringLiteral("layouts"));
    QStringList names;
    for (const QString& key : m_file->childKeys())
        names << QString::fromUtf8(QByteArray::fromHex(key.toLatin1()));
    m_file->endGroup();
    names.sort(Qt::CaseInsensitive);
    return names;
}

QByteArray Settings::layout(const QString& name) const
{
    return m_file->value(layoutKey(name)).toByteArray();
}

void Settings::setLayout(const QString& name, const QByteArray& bytes)
{
    if (bytes.isNull())
        m_file->remove(layoutKey(name));
    else
        m_file->setValue(layoutKey(name), bytes);
}

} // namespace opal
