// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QByteArray>
#include <QKeySequence>
#include <QString>
#include <QStringList>
#include <QVariant>

#include "views/shell/theme.h"

class QSettings;

namespace opal {

/// One thing that the studio remembers between two starts.
struct Setting
{
    const char* key; ///< in the file
    const char* fallback; ///< while it was never set
};

/// THE table of settings.
namespace settings {
inline constexpr Setting theme { "look/theme", "system" }; ///< system, light, dark
inline constexpr Setting seriesPalette { "look/palette", "okabe-ito" }; ///< a key of Theme::seriesPalettes()
inline constexpr Setting figureStyle { "figures/style", "" }; ///< name of a style; empty: the built-in one
inline constexpr Setting trainingThreads { "training/threads", "0" }; ///< 0: all cores
inline constexpr Setting notifications { "training/notify", "yes" }; ///< yes, no
inline constexpr Setting language { "look/language", "system" }; ///< system, en, zh_CN
inline constexpr Setting tourSeen { "help/tour-seen", "" }; ///< "yes" once it was finished or skipped
inline constexpr Setting windowGeometry { "window/geometry", "" };
inline constexpr Setting layout { "window/layout", "" };
inline constexpr Setting datasetPath { "session/dataset", "" };
inline constexpr Setting runId { "session/run", "" };
inline constexpr Setting userId { "session/user", "" };
inline constexpr Setting sessionOpen { "session/open",
                                       "" }; ///< "yes" while a window is open: else it crashed
inline constexpr Setting trainingRun { "session/training", "" }; ///< being trained by the window
inline constexpr Setting recentFiles { "session/recent", "" }; ///< newest first
} // namespace settings

/// What a value of settings::theme means.
Theme::Mode themeMode(const QString& key);

/// Remembers the studio's settings in `studio.ini` of the workspace folder. Written atomically by QSettings.
class Settings final
{
public:
    explicit Settings(const QString& workspaceRoot);
    ~Settings();
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    QString text(const Setting& setting) const;
    QByteArray bytes(const Setting& setting) const;
    QStringList list(const Setting& setting) const;
    /// Within the limits; the fallback if the file holds no number.
    int number(const Setting& setting, int minimum, int maximum) const;
    void set(const Setting& setting, const QVariant& value);

    /// The person's own keys for an action; nothing while the default holds.
    std::optional<QKeySequence> shortcut(const QString& action) const;
    void setShortcut(const QString& action, const std::optional<QKeySequence>& keys);

    /// What a person zoomed a chart of a panel to; empty: everything is shown.
    QStringList zoom(const QString& chart) const;
    void setZoom(const QString& chart, const QStringList& view);

    /// Arrangements of the docks that the person named, in alphabetical order of the names.
    QStringList layoutNames() const;
    QByteArray layout(const QString& name) const;
    /// Null bytes take it away.
    void setLayout(const QString& name, const QByteArray& bytes);

private:
    std::unique_ptr<QSettings> m_file;
};

} // namespace opal
