#include "app/settings.h"

#include <QSettings>

namespace opal {

namespace {

struct Row
{
    const char* key;
    const char* defaultValue;
};

/// THE table of settings.
const Row& row(Setting setting)
{
    static const Row table[] = {
        { "look/theme", "system" }, // Theme: system, light, dark
        { "look/language", "system" }, // Language: system, en, zh_CN
        { "window/geometry", "" }, // WindowGeometry
        { "session/panel", "" }, // Panel
        { "session/dataset", "" }, // DatasetPath
        { "session/run", "" }, // RunId
        { "session/user", "" }, // UserId
    };
    return table[static_cast<std::size_t>(setting)];
}

} // namespace

Settings::Settings(const QString& workspaceRoot)
    : m_file(std::make_unique<QSettings>(workspaceRoot % QStringLiteral("/studio.ini"), QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QString Settings::text(Setting setting) const
{
    return m_file->value(QLatin1String(row(setting).key), QLatin1String(row(setting).defaultValue))
        .toString();
}

QByteArray Settings::bytes(Setting setting) const
{
    return m_file->value(QLatin1String(row(setting).key)).toByteArray();
}

void Settings::set(Setting setting, const QVariant& value)
{
    m_file->setValue(QLatin1String(row(setting).key), value);
}

} // namespace opal
