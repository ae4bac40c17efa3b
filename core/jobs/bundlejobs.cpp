// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/bundlejobs.h"

#include <chrono>
#include <utility>

#include <QFileInfo>

#include "core/base/error.h"
#include "core/jobs/runbundle.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// Tells the context how far a bundle is, and ends it when that is asked.
BundleProgress tellTo(JobContext& context, const QString& phase)
{
    using Clock = std::chrono::steady_clock;
    return [&context, phase, token = context.stopToken(), start = Clock::now()](std::int64_t done,
                                                                                std::int64_t total) {
        if (token.stop_requested())
            throw Cancelled();
        JobProgress next;
        next.phase = phase;
        next.fraction = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        if (next.fraction > 0)
            next.secondsLeft = seconds * (1 - next.fraction) / next.fraction;
        context.progress(next);
    };
}

class ExportBundleJob final : public Job
{
public:
    ExportBundleJob(RunStore& store, WorkspacePaths paths, std::string run, QString file)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_run(std::move(run))
        , m_file(std::move(file))
    {
    }

    QString kind() const override { return QStringLiteral("export_run"); }

    QString subject() const override { return QFileInfo(m_file).fileName(); }

    std::any run(JobContext& context) override
    {
        exportRunBundle(m_store, m_paths, m_run, m_file, tellTo(context, QStringLiteral("write")));
        return m_file;
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    std::string m_run;
    QString m_file;
};

class ImportBundleJob final : public Job
{
public:
    ImportBundleJob(RunStore& store, WorkspacePaths paths, QString file)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_file(std::move(file))
    {
    }

    QString kind() const override { return QStringLiteral("import_run"); }

    QString subject() const override { return QFileInfo(m_file).fileName(); }

    std::any run(JobContext& context) override
    {
        return importRunBundle(m_store, m_paths, m_file, tellTo(context, QStringLiteral("read")));
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    QString m_file;
};

} // namespace

std::unique_ptr<Job> makeExportBundleJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                         QString file)
{
    return std::make_unique<ExportBundleJob>(store, paths, std::move(run), std::move(file));
}

std::unique_ptr<Job> makeImportBundleJob(RunStore& store, const WorkspacePaths& paths, QString file)
{
    return std::make_unique<ImportBundleJob>(store, paths, std::move(file));
}

} // namespace opal
