// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>

#include "core/data/datasetfile.h"
#include "core/data/datasetprofile.h"
#include "core/data/sideattach.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

void report(JobContext& context, const QString& phase, double fraction, std::int64_t done = 0)
{
    JobProgress progress;
    progress.phase = phase;
    progress.fraction = fraction;
    progress.done = done;
    context.progress(progress);
}

QString fileName(const QString& path)
{
    return QFileInfo(path).fileName();
}

/// The common end of making a data set: the file, then its row in the store.
DatasetResult keepDataset(JobContext& context, RunStore& store, const Dataset& data, const QString& outFile)
{
    report(context, QStringLiteral("write"), 1);
    saveDataset(data, outFile.toStdString());
    return registerDataset(store, data.summary(), outFile);
}

class ImportJob final : public Job
{
public:
    ImportJob(RunStore& store, ImportRequest request, QString outFile)
        : m_store(store)
        , m_request(std::move(request))
        , m_outFile(std::move(outFile))
    {
    }

    QString kind() const override { return QStringLiteral("import"); }

    QString subject() const override { return fileName(m_outFile); }

    std::any run(JobContext& context) override
    {
        const auto data = importDataset(
            m_request,
            [&](const ImportProgress& progress) {
                report(context, QString::fromStdString(progress.phase), progress.fraction, progress.rows);
            },
            context.stopToken());
        return keepDataset(context, m_store, *data, m_outFile);
    }

private:
    RunStore& m_store;
    ImportRequest m_request;
    QString m_outFile;
};

class AttachSideJob final : public Job
{
public:
    AttachSideJob(RunStore& store, QString file, std::string sideFile, std::string coversFolder)
        : m_store(store)
        , m_file(std::move(file))
        , m_sideFile(std::move(sideFile))
        , m_coversFolder(std::move(coversFolder))
    {
    }

    QString kind() const override { return QStringLiteral("attach"); }

    QString subject() const override { return fileName(m_file); }

    std::any run(JobContext& context) override
    {
        report(context, QStringLiteral("read"), 0);
        const auto data = openDataset(m_file.toStdString());
        report(context, QStringLiteral("read"), readShare);
        const auto attached = attachSide(data, m_sideFile, m_coversFolder, context.stopToken());
        return keepDataset(context, m_store, *attached, m_file);
    }

private:
    static constexpr double readShare = 0.3; ///< checking the file against the side table and its pictures

    RunStore& m_store;
    QString m_file;
    std::string m_sideFile;
    std::string m_coversFolder;
};

class SynthesiseJob final : public Job
{
public:
    SynthesiseJob(RunStore& store, SynthParams params, QString outFile)
        : m_store(store)
        , m_params(std::move(params))
        , m_outFile(std::move(outFile))
    {
    }

    QString kind() const override { return QStringLiteral("synthesise"); }

    QString subject() const override { return fileName(m_outFile); }

    std::any run(JobContext& context) override
    {
        const auto data = synthesiseDataset(
            m_params, [&](double fraction) { report(context, QStringLiteral("synthesise"), fraction); },
            context.stopToken());
        return keepDataset(context, m_store, *data, m_outFile);
    }

private:
    RunStore& m_store;
    SynthParams m_params;
    QString m_outFile;
};

class SynthesiseLogJob final : public Job
{
public:
    SynthesiseLogJob(const SynthLogParams& params, QString outFile)
        : m_params(params)
        , m_outFile(std::move(outFile))
    {
    }

    QString kind() const override { return QStringLiteral("synthesise"); }

    QString subject() const override { return fileName(m_outFile); }

    std::any run(JobContext& context) override
    {
        writeWechatLog(
            m_outFile.toStdString(), m_params,
            [&context](double fraction) { report(context, QStringLiteral("synthesise"), fraction); },
            context.stopToken());
        return m_outFile;
    }

private:
    SynthLogParams m_params;
    QString m_outFile;
};

class PreviewJob final : public Job
{
public:
    explicit PreviewJob(QString file)
        : m_file(std::move(file))
    {
    }

    QString kind() const override { return QStringLiteral("preview"); }

    QString subject() const override { return fileName(m_file); }

    std::any run(JobContext& /*context*/) override { return previewLog(m_file.toStdString()); }

private:
    QString m_file;
};

class CheckLogJob final : public Job
{
public:
    CheckLogJob(ImportRequest request, std::int64_t byteLimit)
        : m_request(std::move(request))
        , m_byteLimit(byteLimit)
    {
    }

    QString kind() const override { return QStringLiteral("check"); }

    QString subject() const override
    {
        return m_request.files.empty() ? QString()
                                       : fileName(QString::fromStdString(m_request.files.front()));
    }

    std::any run(JobContext& context) override
    {
        return checkLog(
            m_request, m_byteLimit,
            [&](const ImportProgress& progress) {
                report(context, QString::fromStdString(progress.phase), progress.fraction, progress.rows);
            },
            context.stopToken());
    }

private:
    ImportRequest m_request;
    std::int64_t m_byteLimit;
};

class ProfileJob final : public Job
{
public:
    explicit ProfileJob(QString file)
        : m_file(std::move(file))
    {
    }

    QString kind() const override { return QStringLiteral("profile"); }

    QString subject() const override { return fileName(m_file); }

    std::any run(JobContext& context) override
    {
        return profileDataset(*opal::openDataset(m_file.toStdString()), context.stopToken());
    }

private:
    QString m_file;
};

class OpenDatasetJob final : public Job
{
public:
    OpenDatasetJob(RunStore& store, QString file)
        : m_store(store)
        , m_file(std::move(file))
    {
    }

    QString kind() const override { return QStringLiteral("open"); }

    QString subject() const override { return fileName(m_file); }

    std::any run(JobContext& /*context*/) override
    {
        return registerDataset(m_store, openDataset(m_file.toStdString())->summary(), m_file);
    }

private:
    RunStore& m_store;
    QString m_file;
};

class UserListJob final : public Job
{
public:
    UserListJob(RunStore& store, std::string run, std::string prefix, int limit)
        : m_store(store)
        , m_run(std::move(run))
        , m_prefix(std::move(prefix))
        , m_limit(limit)
    {
    }

    QString kind() const override { return QStringLiteral("users"); }

    QString subject() const override { return QString::fromStdString(m_run); }

    std::any run(JobContext& /*context*/) override
    {
        const auto data = openRunDataset(m_store, m_store.run(m_run));
        std::vector<std::string> ids;
        for (const UserIndex user : data->evaluationUsers(Split::Test)) {
            if (static_cast<int>(ids.size()) >= m_limit)
                break;
            if (const std::string_view id = data->userId(user); id.starts_with(m_prefix))
                ids.emplace_back(id);
        }
        return ids;
    }

private:
    RunStore& m_store;
    std::string m_run;
    std::string m_prefix;
    int m_limit;
};

} // namespace

std::unique_ptr<Job> makeImportJob(RunStore& store, ImportRequest request, QString outFile)
{
    return std::make_unique<ImportJob>(store, std::move(request), std::move(outFile));
}

std::unique_ptr<Job> makeAttachSideJob(RunStore& store, QString file, std::string sideFile,
                                       std::string coversFolder)
{
    return std::make_unique<AttachSideJob>(store, std::move(file), std::move(sideFile),
                                           std::move(coversFolder));
}

std::unique_ptr<Job> makeSynthesiseJob(RunStore& store, SynthParams params, QString outFile)
{
    return std::make_unique<SynthesiseJob>(store, std::move(params), std::move(outFile));
}

std::unique_ptr<Job> makeSynthesiseLogJob(SynthLogParams params, QString outFile)
{
    return std::make_unique<SynthesiseLogJob>(params, std::move(outFile));
}

std::unique_ptr<Job> makePreviewJob(QString file)
{
    return std::make_unique<PreviewJob>(std::move(file));
}

std::unique_ptr<Job> makeCheckLogJob(ImportRequest request, std::int64_t byteLimit)
{
    return std::make_unique<CheckLogJob>(std::move(request), byteLimit);
}

std::unique_ptr<Job> makeProfileJob(QString file)
{
    return std::make_unique<ProfileJob>(std::move(file));
}

std::unique_ptr<Job> makeOpenDatasetJob(RunStore& store, QString file)
{
    return std::make_unique<OpenDatasetJob>(store, std::move(file));
}

std::unique_ptr<Job> makeUserListJob(RunStore& store, std::string run, std::string prefix, int limit)
{
    return std::make_unique<UserListJob>(store, std::move(run), std::move(prefix), limit);
}

} // namespace opal
