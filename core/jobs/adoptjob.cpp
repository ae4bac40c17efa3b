// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/adoptjob.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QUuid>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/data/datasetfile.h"
#include "core/evaluation/evaluator.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/runmeasures.h"
#include "core/models/engineinfo.h"
#include "core/models/externalfile.h"
#include "core/models/registry.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

constexpr double copiedShare = 0.4; ///< of a job; the rest goes into evaluations

/// SHA-256 of every file, "name hash" separated by semicolons.
std::string checksumsOf(const std::vector<std::string>& files, const std::stop_token& stop)
{
    std::string text;
    for (const std::string& name : files) {
        QFile file(QString::fromStdString(name));
        if (!file.open(QIODevice::ReadOnly))
            throw Error(ErrorCode::CannotRead,
                        "cannot read '" + name + "': " + file.errorString().toStdString() + ".");
        QCryptographicHash hash(QCryptographicHash::Sha256);
        constexpr qint64 part = 4 << 20;
        while (!file.atEnd()) {
            if (stop.stop_requested())
                throw Cancelled();
            const QByteArray bytes = file.read(part);
            if (bytes.isEmpty())
                throw Error(ErrorCode::CannotRead, "cannot read '" + name + "' to its end.");
            hash.addData(bytes);
        }
        text += (text.empty() ? "" : "; ") + QFileInfo(file).fileName().toStdString() + " "
            + hash.result().toHex().toStdString();
    }
    return text;
}

/// As in a training: who imports seen items as targets to be recommended means it for the lists of its runs.
Exclusion exclusionFor(const AdoptJobRequest& request, const Dataset& data)
{
    const bool again = data.summary().repeats == Repeats::Recommend;
    return request.exclusion.value_or(again ? Exclusion::Nothing : Exclusion::History);
}

RunRecord recordOf(const AdoptJobRequest& request, const Dataset& data, const AdoptionReport& report)
{
    RunRecord record;
    record.name = request.name.isEmpty()
        ? QFileInfo(QString::fromStdString(request.vectors.test.vectors)).completeBaseName().toStdString()
        : request.name.toStdString();
    record.model = externalModel;
    record.datasetName = data.summary().name;
    record.datasetHash = data.summary().hash;
    record.datasetPath = QFileInfo(request.datasetFile).absoluteFilePath().toStdString();
    record.state = RunState::Running;
    record.threads = engineInfo().threads;
    record.device = "cpu";
    record.appVersion = applicationVersion;
    record.tags = request.tags;
    ParamMap params(findModel(externalModel).params);
    params.set("interests", std::int64_t { report.interests });
    params.set("dim", std::int64_t { report.dim });
    params.set("max_length", request.maxLength);
    params.set("exclude", std::string(exclusionName(exclusionFor(request, data))));
    params.set("score", std::string(request.vectors.cosine ? "cosine" : "dot"));
    params.set("items", request.vectors.items);
    params.set("users", request.vectors.test.vectors);
    for (const auto& [key, value] : params.values())
        record.params[key] = paramText(value);
    return record;
}

class VectorAdoption final
{
public:
    VectorAdoption(RunStore& store, WorkspacePaths paths, AdoptJobRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
    }

    AdoptResult run(JobContext& context) const
    {
        const auto started = std::chrono::steady_clock::now();
        const auto data = openDataset(m_request.datasetFile.toStdString());
        // Beside the folders of runs, so that the file is moved into one in one step.
        const QString folder = m_paths.runFolder(QStringLiteral(".adopt-")
                                                 + QUuid::createUuid().toString(QUuid::WithoutBraces));
        if (!QDir().mkpath(folder))
            throw Error(ErrorCode::CannotWrite, "cannot make the folder '" + folder.toStdString() + "'.");
        const auto remove = qScopeGuard([&folder] { QDir(folder).removeRecursively(); });
        const std::string file = externalFile(folder.toStdString());
        AdoptResult result;
        const auto copied = [tell = shareReporter(context, QStringLiteral("read"))](double fraction) {
            tell(fraction * copiedShare);
        };
        result.report = adoptVectors(*data, m_request.vectors, file, copied, context.stopToken());
        RunRecord record = recordOf(m_request, *data, result.report);
        record.params["sha256"] = checksumsOf(result.report.files, context.stopToken());
        MetricSet test;
        {
            const auto model
                = openExternal(file, result.report.interests, result.report.dim, data->itemCount());
            if (!data->evaluationUsers(Split::Valid).empty())
                result.validation = evaluated(*model, *data, Split::Valid, context, copiedShare);
            test = evaluated(*model, *data, Split::Test, context, (1 + copiedShare) / 2);
        }
        registerDataset(m_store, data->summary(), m_request.datasetFile);
        record.id = m_store.createRun(record);
        const auto release = qScopeGuard([this, &record] { m_store.release(record.id); });
        const QString home = m_paths.runFolder(QString::fromStdString(record.id));
        const bool moved = QDir().mkpath(home)
            && QFile::rename(QString::fromStdString(file),
                             QString::fromStdString(externalFile(home.toStdString())));
        m_store.beginSegment(record.id, 0);
        EvaluationReport evaluation;
        evaluation.stage = "adopted";
        evaluation.epoch = 1;
        evaluation.step = 1;
        evaluation.metrics = result.validation;
        evaluation.best = true;
        std::vector<EvaluationReport> evaluations;
        if (result.validation.users > 0)
            evaluations.push_back(evaluation);
        m_store.append(
            record.id, {}, evaluations,
            { { "started", evaluation.stage, 0,
                "adopted from " + m_request.vectors.items + " and " + m_request.vectors.test.vectors,
                unixTimeMs() } });
        record = m_store.run(record.id);
        record.state = moved ? RunState::Finished : RunState::Failed;
        record.step = 1;
        record.stage = evaluation.stage;
        record.seconds = secondsSince(started);
        record.finishedMs = unixTimeMs();
        record.test = test;
        if (!moved)
            record.error = "the vectors could not be moved to " + home.toStdString();
        m_store.updateRun(record);
        if (!moved)
            throw Error(ErrorCode::CannotWrite, record.error + "; check the folder and its permissions.");
        result.run = m_store.run(record.id);
        return result;
    }

private:
    MetricSet evaluated(RankingModel& model, const Dataset& data, Split split, JobContext& context,
                        double begin) const
    {
        setDay(model, split);
        EvaluationParams params;
        params.split = split;
        params.history = { m_request.maxLength, exclusionFor(m_request, data) };
        return evaluate(
            model, data, params,
            [&context, begin](double fraction) {
                report(context, QStringLiteral("evaluate"), begin + fraction * (1 - copiedShare) / 2);
            },
            context.stopToken());
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    AdoptJobRequest m_request;
};

} // namespace

Job<AdoptResult> makeAdoptJob(RunStore& store, const WorkspacePaths& paths, AdoptJobRequest request)
{
    JobHead head { QStringLiteral("adopt"),
                   request.name.isEmpty()
                       ? QFileInfo(QString::fromStdString(request.vectors.test.vectors)).fileName()
                       : request.name };
    VectorAdoption adoption(store, paths, std::move(request));
    return { std::move(head),
             [adoption = std::move(adoption)](JobContext& context) { return adoption.run(context); } };
}

Job<AdoptionReport> makeInspectVectorsJob(QString datasetFile, AdoptionRequest request)
{
    JobHead head { QStringLiteral("inspect_vectors"),
                   QFileInfo(QString::fromStdString(request.test.vectors)).fileName(), JobLane::Interactive };
    return { std::move(head),
             [datasetFile = std::move(datasetFile), request = std::move(request)](JobContext& /*context*/) {
                 return inspectVectors(*openDataset(datasetFile.toStdString()), request);
             } };
}

} // namespace opal
