// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobsupport.h"

#include <chrono>
#include <utility>

#include <QFileInfo>

#include "core/base/error.h"
#include "core/data/datasetfile.h"
#include "core/jobs/ownmodels.h"
#include "core/models/registry.h"
#include "core/store/runstore.h"
#include "core/training/trainer.h"

namespace opal {

DatasetResult registerDataset(RunStore& store, const DatasetSummary& summary, const QString& file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    DatasetRecord record;
    record.hash = summary.hash;
    record.name = summary.name;
    record.path = path.toStdString();
    record.users = summary.users;
    record.items = summary.items;
    record.interactions = summary.interactions;
    // A name that a person gave it in the list stays when the file is opened again.
    for (const DatasetRecord& known : store.datasetFiles())
        if (known.hash == record.hash && known.path == record.path)
            record.name = known.name;
    store.addDataset(record);
    return { summary, path };
}

ParamMap runParams(const WorkspacePaths& paths, const RunRecord& run)
{
    return recordedParams(modelOfRun(paths, run), currentParams(run));
}

std::string runDatasetFile(const RunStore& store, const RunRecord& run)
{
    std::string path = run.datasetPath;
    if (!QFileInfo::exists(QString::fromStdString(path)))
        for (const DatasetRecord& record : store.datasetFiles())
            if (record.hash == run.datasetHash && QFileInfo::exists(QString::fromStdString(record.path)))
                path = record.path;
    return path;
}

std::shared_ptr<const Dataset> openRunDataset(const RunStore& store, const RunRecord& run)
{
    const std::string path = runDatasetFile(store, run);
    if (path.empty())
        throw Error(ErrorCode::NotFound,
                    "the run '" + run.id + "' came without its data set '" + run.datasetName
                        + "' and without weights, so its curves and results are all there is to see.");
    if (!QFileInfo::exists(QString::fromStdString(path))) {
        throw Error(ErrorCode::NotFound,
                    "the data set '" + run.datasetName + "' of run '" + run.id + "' is no longer at "
                        + run.datasetPath
                        + "; put it back, or open the moved file once so that it is known again.");
    }
    auto data = openDataset(path);
    if (data->summary().hash != run.datasetHash) {
        throw Error(ErrorCode::InvalidData,
                    "the data set " + path + " has hash " + data->summary().hash + ", but run '" + run.id
                        + "' was trained on " + run.datasetHash + "; open the original file.");
    }
    return data;
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void report(JobContext& context, const QString& phase, double fraction, std::int64_t done)
{
    JobProgress progress;
    progress.phase = phase;
    progress.fraction = fraction;
    progress.done = done;
    context.progress(progress);
}

std::function<void(double)> shareReporter(JobContext& context, const QString& phase)
{
    return [&context, phase, started = std::chrono::steady_clock::now()](double fraction) {
        JobProgress progress;
        progress.phase = phase;
        progress.fraction = fraction;
        if (fraction > 0)
            progress.secondsLeft = secondsSince(started) * (1 - fraction) / fraction;
        context.progress(progress);
    };
}

std::function<void(std::int64_t, std::int64_t)> countReporter(JobContext& context, const QString& phase)
{
    return
        [&context, phase, started = std::chrono::steady_clock::now()](std::int64_t done, std::int64_t total) {
            const double seconds = secondsSince(started);
            JobProgress progress;
            progress.phase = phase;
            progress.fraction = static_cast<double>(done) / static_cast<double>(total);
            progress.done = done;
            progress.total = total;
            if (seconds > 0)
                progress.perSecond = static_cast<double>(done) / seconds;
            if (progress.perSecond > 0)
                progress.secondsLeft = static_cast<double>(total - done) / progress.perSecond;
            context.progress(progress);
        };
}

std::shared_ptr<RankingModel> loadRunModel(const WorkspacePaths& paths, const RunRecord& run,
                                           const Dataset& data)
{
    requireScript(paths, run);
    return loadTrainedModel(paths.runFolder(QString::fromStdString(run.id)).toStdString(), run.model,
                            runParams(paths, run), data.itemCount());
}

UserMetrics userMetricsOfRun(const WorkspacePaths& paths, const RunRecord& run, const Dataset& data,
                             const std::vector<MetricAt>& metrics, JobContext& context, double done,
                             double share)
{
    const auto model = loadRunModel(paths, run, data);
    EvaluationParams evaluation;
    evaluation.split = Split::Test;
    evaluation.history = HistoryRule::of(runParams(paths, run));
    const auto progress = [&context, done, share](double fraction) {
        report(context, QStringLiteral("evaluate"), done + fraction * share);
    };
    return userMetrics(*model, data, evaluation, metrics, progress, context.stopToken());
}

} // namespace opal
