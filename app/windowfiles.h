// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <QStringList>

#include "core/jobs/jobs.h"
#include "core/jobs/trainconfig.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QMimeData;

namespace opal {

class Settings;

/// Opens what the person dropped, chose or gave to the program: a data set becomes the current one, a run
/// bundle is added, an exported figure leads back to its run and panel, a configuration fills the form of a
/// training, logs go to the import form. Belongs to the window.
class WindowFiles final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowFiles)

public:
    WindowFiles(const PanelContext& context, Settings& settings, QWidget* window);

    void open(const QStringList& files);
    void openDataset(const QString& path);
    /// The person is asked for them.
    void choose();

    /// Those that were opened last; filled whenever it is to be seen.
    QMenu& recentMenu() { return *m_recentMenu; }

    static QStringList localFiles(const QMimeData& data);

Q_SIGNALS:
    void opening(); ///< before each opening
    void logsChosen(const QStringList& files);
    void configRead(const opal::TrainConfig& config, const QString& title);
    void configFailed(opal::ErrorCode code, const QString& detail); ///< which says the line that is wrong
    void panelWanted(const QString& id);
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void importBundle(const QString& file);
    void openFigure(const QString& file);
    void openConfig(const QString& file);
    void fillRecentMenu();

    PanelContext m_context;
    Settings& m_settings;
    QWidget* m_window;
    QMenu* m_recentMenu;
    Ask<DatasetResult> m_askDataset; ///< reads its card for the workspace
    Ask<std::string> m_askBundle; ///< adds a dropped run bundle
};

} // namespace opal
