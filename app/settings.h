#pragma once

#include <memory>

#include <QByteArray>
#include <QString>
#include <QVariant>

class QSettings;

namespace opal {

/// Everything that the studio remembers between two starts.
enum class Setting { Theme, Language, WindowGeometry, Panel, DatasetPath, RunId, UserId };

/// Remembers the studio's settings in `studio.ini` of the workspace folder. Written atomically by QSettings.
class Settings final
{
public:
    explicit Settings(const QString& workspaceRoot);
    ~Settings();
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    QString text(Setting setting) const;
    QByteArray bytes(Setting setting) const;
    void set(Setting setting, const QVariant& value);

private:
    std::unique_ptr<QSettings> m_file;
};

} // namespace opal
