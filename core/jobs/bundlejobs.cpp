#include "core/jobs/bundlejobs.h"

#include <utility>

#include <QFileInfo>

#include "core/jobs/runbundle.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

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

    std::any run(JobContext& /*context*/) override
    {
        exportRunBundle(m_store, m_paths, m_run, m_file);
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

    std::any run(JobContext& /*context*/) override { return importRunBundle(m_store, m_paths, m_file); }

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
