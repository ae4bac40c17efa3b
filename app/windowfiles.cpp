// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowfiles.h"

#include <algorithm>
#include <initializer_list>
#include <memory>

#include <QFileInfo>
#include <QMimeData>
#include <QStringBuilder>
#include <QUrl>

#include "app/settings.h"
#include "core/jobs/bundlejobs.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/plot/provenance.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/literals.h"
#include "views/shell/workspace.h"

namespace opal {

namespace {

bool endsWithAny(const QString& file, std::initializer_list<const char*> suffixes)
{
    return std::any_of(suffixes.begin(), suffixes.end(), [&](const char* suffix) {
        return file.endsWith(QLatin1String(suffix), Qt::CaseInsensitive);
    });
}

constexpr qsizetype recentCount = 10;

} // namespace

WindowFiles::WindowFiles(const PanelContext& context, Settings& settings, QWidget* window)
    : QObject(window)
    , m_context(context)
    , m_settings(settings)
    , m_window(window)
    , m_recentMenu(new QMenu(window))
    , m_askDataset(
          m_context.jobs,
          { .show =
                [this](DatasetResult dataset) {
                    m_context.workspace.setDataset(
                        dataset.path, std::make_shared<const DatasetSummary>(std::move(dataset.summary)));
                },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_askBundle(
          m_context.jobs,
          { .show =
                [this](const std::string& run) {
                    m_context.workspace.setRun(QString::fromStdString(run));
                    Q_EMIT panelWanted(u"runs"_s);
                },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
{
    m_recentMenu->setObjectName(u"recentFiles"_s);
    connect(m_recentMenu, &QMenu::aboutToShow, this, &WindowFiles::fillRecentMenu);
}

QStringList WindowFiles::localFiles(const QMimeData& data)
{
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

void WindowFiles::openDataset(const QString& path)
{
    m_askDataset.release(); // each of several that were dropped is registered, the last one shown
    m_askDataset(makeOpenDatasetJob(m_context.store, path));
}

void WindowFiles::importBundle(const QString& file)
{
    m_askBundle.release(); // each of several that were dropped is added, the last one shown
    m_askBundle(makeImportBundleJob(m_context.store, m_context.paths, file));
}

/// The figure's run and user become the selection and its panel comes to the front.
void WindowFiles::openFigure(const QString& file)
{
    m_context.queries.run(
        this,
        [&store = m_context.store, file] {
            auto provenance = readProvenance(file);
            if (!provenance)
                throw Error(
                    ErrorCode::InvalidData,
                    "'" + file.toStdString()
                        + "' does not say which run it was drawn from; only figures that were exported "
                          "here can be opened");
            for (std::string& run : provenance->subject.runs)
                run = store.run(run).id;
            return *provenance;
        },
        [this](const FigureProvenance& provenance) {
            if (!provenance.subject.datasetFile.isEmpty())
                openDataset(provenance.subject.datasetFile);
            if (!provenance.subject.runs.empty())
                m_context.workspace.setRun(QString::fromStdString(provenance.subject.runs.back()));
            if (!provenance.subject.user.empty())
                m_context.workspace.setUser(QString::fromStdString(provenance.subject.user));
            if (const FigureEntry* figure = findFigure(provenance.figure))
                Q_EMIT panelWanted(figure->panel);
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void WindowFiles::openConfig(const QString& file)
{
    m_context.queries.run(
        this, [file = file.toStdString()] { return readTrainConfig(file); },
        [this, title = QFileInfo(file).completeBaseName()](const TrainConfig& config) {
            if (!config.dataset.empty())
                openDataset(QString::fromStdString(config.dataset));
            Q_EMIT configRead(config, title);
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT configFailed(code, detail); });
}

void WindowFiles::choose()
{
    m_context.dialogs.openFiles(m_window, tr("Open"),
                                tr("All files (*)") % QStringLiteral(";;") % tr("Data sets (*.opaldata)")
                                    % QStringLiteral(";;") % tr("Run bundles (*.opalrun)")
                                    % QStringLiteral(";;") % tr("Configurations (*.toml)")
                                    % QStringLiteral(";;") % tr("Figures (*.pdf *.svg *.png)"),
                                [this](const QStringList& files) { open(files); });
}

void WindowFiles::fillRecentMenu()
{
    m_recentMenu->clear();
    const QStringList files = m_settings.list(settings::recentFiles);
    for (const QString& file : files) {
        // An ampersand in a name is no mnemonic.
        QAction* action = m_recentMenu->addAction(
            QFileInfo(file).fileName().replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setToolTip(file);
        connect(action, &QAction::triggered, this, [this, file] { open({ file }); });
    }
    if (files.isEmpty())
        m_recentMenu->addAction(tr("No file was opened yet"))->setEnabled(false);
}

void WindowFiles::open(const QStringList& files)
{
    Q_EMIT opening();
    QStringList logs;
    QStringList recent = m_settings.list(settings::recentFiles);
    for (const QString& file : files) {
        recent.removeAll(file);
        recent.prepend(file);
        if (endsWithAny(file, { ".opaldata" }))
            openDataset(file);
        else if (endsWithAny(file, { ".opalrun" }))
            importBundle(file);
        else if (endsWithAny(file, { ".pdf", ".svg", ".png" }))
            openFigure(file);
        else if (endsWithAny(file, { ".toml" }))
            openConfig(file);
        else
            logs << file;
    }
    m_settings.set(settings::recentFiles, QStringList(recent.mid(0, recentCount)));
    if (!logs.isEmpty())
        Q_EMIT logsChosen(logs);
}

} // namespace opal
