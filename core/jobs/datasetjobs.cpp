// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>

#include "core/data/datasetexport.h"
#include "core/data/datasetfile.h"
#include "core/data/datasetprofile.h"
#include "core/data/sideattach.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

constexpr double readShare = 0.3; ///< of attaching; the rest is checking the side table and its pictures

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

/// Tells of reading a log.
ImportProgressFunction tellOfRows(JobContext& context)
{
    return [&context](const ImportProgress& progress) {
        report(context, QString::fromStdString(progress.phase), progress.fraction, progress.rows);
    };
}

} // namespace

Job<DatasetResult> makeImportJob(RunStore& store, ImportRequest request, QString outFile)
{
    return { { QStringLiteral("import"), fileName(outFile) },
             [&store, request = std::move(request), outFile](JobContext& context) {
                 const auto data = importDataset(request, tellOfRows(context), context.stopToken());
                 return keepDataset(context, store, *data, outFile);
             } };
}

Job<DatasetResult> makeAttachSideJob(RunStore& store, QString file, std::string sideFile,
                                     std::string coversFolder)
{
    return { { QStringLiteral("attach"), fileName(file), JobLane::Interactive },
             [&store, file, sideFile = std::move(sideFile),
              coversFolder = std::move(coversFolder)](JobContext& context) {
                 report(context, QStringLiteral("read"), 0);
                 const auto data = openDataset(file.toStdString());
                 report(context, QStringLiteral("read"), readShare);
                 const auto attached = attachSide(data, sideFile, coversFolder, context.stopToken());
                 return keepDataset(context, store, *attached, file);
             } };
}

Job<DatasetExport> makeExportDatasetJob(RunStore& store, QString file, DatasetExportRequest request)
{
    return { { QStringLiteral("export"), fileName(file), JobLane::Files },
             [&store, file, request = std::move(request)](JobContext& context) {
                 report(context, QStringLiteral("read"), 0);
                 const auto data = openDataset(file.toStdString());
                 DatasetExport made { registerDataset(store, data->summary(), file), {} };
                 report(context, QStringLiteral("write"), readShare);
                 if (!request.form.empty())
                     made.files = exportDataset(*data, request.form, request.folder, context.stopToken());
                 if (!request.idsFolder.empty()) {
                     const std::vector<std::string> lists = exportIds(*data, request.idsFolder);
                     made.files.insert(made.files.end(), lists.begin(), lists.end());
                 }
                 return made;
             } };
}

Job<DatasetResult> makeSynthesiseJob(RunStore& store, SynthParams params, QString outFile)
{
    return { { QStringLiteral("synthesise"), fileName(outFile) },
             [&store, params = std::move(params), outFile](JobContext& context) {
                 const auto data = synthesiseDataset(
                     params,
                     [&](double fraction) { report(context, QStringLiteral("synthesise"), fraction); },
                     context.stopToken());
                 return keepDataset(context, store, *data, outFile);
             } };
}

Job<QString> makeSynthesiseLogJob(SynthLogParams params, QString outFile)
{
    return { { QStringLiteral("synthesise"), fileName(outFile) }, [params, outFile](JobContext& context) {
                writeWechatLog(
                    outFile.toStdString(), params,
                    [&context](double fraction) { report(context, QStringLiteral("synthesise"), fraction); },
                    context.stopToken());
                return outFile;
            } };
}

Job<ImportPreview> makePreviewJob(QString file)
{
    return { { QStringLiteral("preview"), fileName(file), JobLane::Interactive },
             [file](JobContext& /*context*/) { return previewLog(file.toStdString()); } };
}

Job<LogCheck> makeCheckLogJob(ImportRequest request, std::int64_t byteLimit)
{
    const QString first = request.files.empty() ? QString() : QString::fromStdString(request.files.front());
    return { { QStringLiteral("check"), fileName(first), JobLane::Interactive },
             [request = std::move(request), byteLimit](JobContext& context) {
                 return checkLog(request, byteLimit, tellOfRows(context), context.stopToken());
             } };
}

Job<DatasetProfile> makeProfileJob(QString file)
{
    return { { QStringLiteral("profile"), fileName(file), JobLane::Interactive },
             [file](JobContext& context) {
                 return profileDataset(*openDataset(file.toStdString()), context.stopToken());
             } };
}

Job<DatasetResult> makeOpenDatasetJob(RunStore& store, QString file)
{
    return { { QStringLiteral("open"), fileName(file), JobLane::Interactive },
             [&store, file](JobContext& /*context*/) {
                 return registerDataset(store, openDataset(file.toStdString())->summary(), file);
             } };
}

Job<std::vector<std::string>> makeUserListJob(RunStore& store, std::string run, std::string prefix, int limit)
{
    return { { QStringLiteral("users"), QString::fromStdString(run), JobLane::Interactive },
             [&store, run, prefix = std::move(prefix), limit](JobContext& /*context*/) {
                 const auto data = openRunDataset(store, store.run(run));
                 std::vector<std::string> ids;
                 for (const UserIndex user : data->evaluationUsers(Split::Test)) {
                     if (static_cast<int>(ids.size()) >= limit)
                         break;
                     if (const std::string_view id = data->userId(user); id.starts_with(prefix))
                         ids.emplace_back(id);
                 }
                 return ids;
             } };
}

} // namespace opal
