// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/tables/paperkitmaker.h"

#include <any>
#include <utility>

#include <QTimer>

#include "views/figures/figureregistry.h"
#include "views/shell/backgroundqueries.h"

namespace opal {

namespace {

/// Result: std::shared_ptr<const PaperKit>.
class PaperKitJob final : public Job
{
public:
    PaperKitJob(RunStore& store, const WorkspacePaths& paths, PaperKitRequest request)
        : m_store(store)
        , m_paths(paths)
        , m_request(std::move(request))
    {
    }

    QString kind() const override { return QStringLiteral("kit"); }

    QString subject() const override { return QString::fromStdString(m_request.runs.tag); }

    std::any run(JobContext& context) override
    {
        return std::make_shared<const PaperKit>(gatherPaperKit(m_request, { m_store, m_paths, context }));
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    PaperKitRequest m_request;
};

} // namespace

PaperKitMaker::PaperKitMaker(const PanelContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    connect(&m_context.jobs, &JobRunner::finished, this, &PaperKitMaker::finish);
}

void PaperKitMaker::make(const PaperKitRequest& request, const QString& folder)
{
    if (isBusy())
        return;
    m_folder = folder;
    m_job = m_context.jobs.submit(std::make_unique<PaperKitJob>(m_context.store, m_context.paths, request));
}

void PaperKitMaker::finish(JobId id, const JobOutcome& outcome)
{
    if (id != m_job)
        return;
    m_job = 0;
    if (!outcome.succeeded()) {
        if (outcome.kind == JobOutcome::Kind::Failed)
            Q_EMIT failed(outcome.errorCode, outcome.errorDetail);
        else
            Q_EMIT stopped();
        return;
    }
    m_kit = std::any_cast<std::shared_ptr<const PaperKit>>(outcome.result);
    m_files = m_kit->files;
    m_drawn = 0;
    drawNext();
}

void PaperKitMaker::drawNext()
{
    const auto suffixes = static_cast<std::size_t>(kitFigureSuffixes().size());
    if (m_drawn == m_kit->figures.size() * suffixes) {
        write();
        return;
    }
    const PaperKitFigure& figure = m_kit->figures[m_drawn / suffixes];
    const QString& suffix = kitFigureSuffixes()[static_cast<qsizetype>(m_drawn % suffixes)];
    try {
        m_files[figure.name + u'.' + suffix] = renderKitFigure(figure, suffix);
    } catch (const Error& error) {
        m_kit.reset();
        Q_EMIT failed(error.code(), QString::fromStdString(error.detail()));
        return;
    }
    ++m_drawn;
    QTimer::singleShot(0, this, &PaperKitMaker::drawNext);
}

void PaperKitMaker::write()
{
    m_context.queries.runVoid(
        this, [folder = m_folder, files = std::exchange(m_files, {})] { writePaperKit(folder, files); },
        [this] {
            m_kit.reset();
            Q_EMIT written(m_folder);
        },
        [this](ErrorCode code, const QString& detail) {
            m_kit.reset();
            Q_EMIT failed(code, detail);
        });
}

} // namespace opal
