// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/celltext.h"

#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>
#include <QPalette>

#include "views/widgets/numbers.h"

namespace opal {

namespace {

struct CellTexts
{
    Q_DECLARE_TR_FUNCTIONS(CellText)
};

constexpr char16_t narrowNoBreakSpace = u'\u202F';

} // namespace

QString metricOrDash(double value)
{
    return std::isfinite(value) ? metricText(value) : missingText();
}

QString percentText(double fraction)
{
    if (!std::isfinite(fraction))
        return missingText();
    return QString::number(100 * fraction, 'f', 2) + QChar(narrowNoBreakSpace) + u'%';
}

QString dateTimeText(std::int64_t timeMs)
{
    if (timeMs == 0)
        return missingText();
    return QDateTime::fromMSecsSinceEpoch(timeMs).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString bytesText(double bytes)
{
    static const QString units[] = { QStringLiteral("B"), QStringLiteral("kB"), QStringLiteral("MB"),
                                     QStringLiteral("GB"), QStringLiteral("TB") };
    std::size_t unit = 0;
    while (bytes >= 1000 && unit + 1 < std::size(units)) {
        bytes /= 1000;
        ++unit;
    }
    return QString::number(bytes, 'f', unit == 0 || bytes >= 100 ? 0 : 1) + QChar(narrowNoBreakSpace)
        + units[unit];
}

QString joinedDetails(const std::vector<std::string>& parts)
{
    QStringList texts;
    for (const std::string& part : parts)
        texts << QString::fromStdString(part);
    texts.removeAll(QString());
    return texts.join(QStringLiteral(" \u00B7 "));
}

QString joinedLines(QStringList lines)
{
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString missingText()
{
    return QStringLiteral("\u2014");
}

QColor secondaryTextColor()
{
    return QGuiApplication::palette().color(QPalette::PlaceholderText);
}

QString runStateText(RunState state)
{
    switch (state) {
    case RunState::Queued:
        return CellTexts::tr("queued");
    case RunState::Running:
        return CellTexts::tr("running");
    case RunState::Paused:
        return CellTexts::tr("paused");
    case RunState::Interrupted:
        return CellTexts::tr("interrupted");
    case RunState::Finished:
        return CellTexts::tr("finished");
    case RunState::Stopped:
        return CellTexts::tr("stopped");
    case RunState::Failed:
        return CellTexts::tr("failed");
    }
    return missingText();
}

} // namespace opal
