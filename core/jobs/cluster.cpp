// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/cluster.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/data/datasetfile.h"
#include "core/jobs/jobs.h"
#include "core/jobs/ownmodels.h"
#include "core/jobs/runbundle.h"
#include "core/jobs/savefile.h"
#include "core/kernels/hot.h"
#include "core/results/setting.h"
#include "core/store/ownerlock.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"

namespace opal {

namespace {

using PlanJson = nlohmann::json;

constexpr int planFormat = 1;
const QString progressName = QStringLiteral("progress.opalrun");
const QString resultName = QStringLiteral("result.opalrun");
const QString failedName = QStringLiteral("failed.json");
const QString damagedName = QStringLiteral("result.damaged");
const QString workerName = QStringLiteral("worker.json");

QString planFile(const QString& plan)
{
    return QFileInfo(plan).isDir() ? plan + QStringLiteral("/plan.json") : plan;
}

QDir pointFolder(const QString& plan, std::int64_t point)
{
    return QDir(QFileInfo(planFile(plan)).absolutePath() + QStringLiteral("/points/%1").arg(point));
}

QByteArray planText(const ClusterPlan& plan)
{
    PlanJson points = PlanJson::array();
    for (const SweepPoint& point : plan.points)
        points.push_back({ { "number", point.number },
                           { "label", point.label },
                           { "model", point.model },
                           { "params", point.params } });
    const PlanJson json { { "format", planFormat },
                          { "sweep", plan.sweep },
                          { "name", plan.name },
                          { "dataset", { { "hash", plan.datasetHash }, { "path", plan.datasetPath } } },
                          { "version", plan.version },
                          { "points", points } };
    return QByteArray::fromStdString(json.dump(1, ' ', false, PlanJson::error_handler_t::replace) + "\n");
}

std::string lockFile(const QDir& folder)
{
    return folder.filePath(QStringLiteral("owner.lock")).toStdString();
}

/// The last worker of a point.
struct Worker
{
    std::string host;
    std::string instructions;
};

Worker workerOf(const QDir& folder)
{
    QFile file(folder.filePath(workerName));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const PlanJson json = PlanJson::parse(file.readAll().toStdString(), nullptr, false);
    if (!json.is_object())
        return {};
    return { json.value("host", std::string()), json.value("instructions", std::string()) };
}

/// Widths of vectors differ in their last bits: results of machines with different ones are not the same.
const char* instructionSet()
{
    using kernels::InstructionSet;
    return kernels::available(InstructionSet::Avx512) ? "AVX-512"
        : kernels::available(InstructionSet::Avx2)    ? "AVX2"
                                                      : "baseline";
}

QByteArray ownDescription()
{
    // Slurm's name of the node is the one that its commands take.
    const QString node = qEnvironmentVariable("SLURMD_NODENAME", QSysInfo::machineHostName());
    const PlanJson json { { "host", node.toStdString() }, { "instructions", instructionSet() } };
    return QByteArray::fromStdString(json.dump());
}

/// A disk of this machine alone.
QString localDisk()
{
    for (const char* name : { "SLURM_TMPDIR", "TMPDIR" })
        if (const QString folder = qEnvironmentVariable(name); QFileInfo(folder).isWritable())
            return folder;
    return QDir::tempPath();
}

const SweepPoint& pointOf(const ClusterPlan& plan, std::int64_t number)
{
    const auto found = std::find_if(plan.points.begin(), plan.points.end(),
                                    [number](const SweepPoint& point) { return point.number == number; });
    if (found == plan.points.end())
        throw Error(ErrorCode::NotFound,
                    "the plan of '" + plan.name + "' has no point " + std::to_string(number) + "; it has "
                        + std::to_string(plan.points.size()) + ", from 0.");
    return *found;
}

/// Files can be put into the wrong folder.
bool isRunOf(const RunRecord& run, const std::string& datasetHash, const SweepPoint& point)
{
    return trainingKey(run.datasetHash, run.model, run.params)
        == trainingKey(datasetHash, point.model, point.params);
}

/// The result of a point as its bundle describes it. Throws as readRunBundle(), Error{InvalidData} for one of
/// something else.
RunRecord resultIn(const QDir& folder, const std::string& datasetHash, const SweepPoint& point)
{
    const QString file = folder.filePath(resultName);
    RunRecord run = readRunBundle(file).run;
    if (!isRunOf(run, datasetHash, point))
        throw Error(ErrorCode::InvalidData,
                    "'" + file.toStdString() + "' holds the run '" + run.name + "' and not point "
                        + std::to_string(point.number));
    return run;
}

void setResultAside(const QDir& folder)
{
    QFile::remove(folder.filePath(damagedName));
    QFile::rename(folder.filePath(resultName), folder.filePath(damagedName));
}

/// One worker's work.
class PointWork final
{
public:
    PointWork(QString plan, std::int64_t number, int threads, IfBusy ifBusy)
        : m_planFile(std::move(plan))
        , m_number(number)
        , m_threads(threads)
        , m_ifBusy(ifBusy)
    {
    }

    RunRecord run(JobContext& context)
    {
        m_plan = readClusterPlan(m_planFile);
        const SweepPoint& point = pointOf(m_plan, m_number);
        m_folder = pointFolder(m_planFile, m_number);
        if (!QDir().mkpath(m_folder.path()))
            throw Error(ErrorCode::CannotWrite,
                        "the folder '" + m_folder.path().toStdString()
                            + "' cannot be made: check the plan's folder");
        const std::unique_ptr<OwnerLock> lock = takePoint(context);
        m_lock = lock.get();
        if (m_folder.exists(resultName)) {
            try {
                return resultIn(m_folder, m_plan.datasetHash, point);
            } catch (const Error& error) {
                if (error.code() != ErrorCode::InvalidData)
                    throw;
                setResultAside(m_folder);
            }
        }
        try {
            QFile::remove(m_folder.filePath(failedName));
            removePartialFiles();
            saveFile(m_folder.filePath(workerName), ownDescription());
            return trainOrBeginAnew(point, context);
        } catch (const Cancelled&) {
            throw;
        } catch (const Error& error) {
            if (error.code()
                != ErrorCode::WorkspaceBusy) // a point of another worker does not fail for this one
                fail(error.detail());
            throw;
        } catch (const std::exception& failure) {
            fail(firstLine(failure.what()));
            throw;
        }
    }

private:
    std::unique_ptr<OwnerLock> takePoint(JobContext& context) const
    {
        constexpr std::chrono::seconds pause { 1 };
        while (true) {
            if (auto lock = OwnerLock::take(lockFile(m_folder)))
                return lock;
            if (m_ifBusy == IfBusy::Fail)
                throwBusy();
            JobProgress waiting;
            waiting.phase = QStringLiteral("wait");
            context.progress(waiting);
            if (context.stopToken().stop_requested())
                throw Cancelled();
            std::this_thread::sleep_for(pause);
        }
    }

    [[noreturn]] void throwBusy() const
    {
        throw Error(ErrorCode::WorkspaceBusy,
                    "point " + std::to_string(m_number) + " is being trained by another worker, "
                        + OwnerLock::ownerOf(lockFile(m_folder)) + "; wait for it or stop it there first.");
    }

    /// Whoever was silent for so long that another worker has the point now must not write any more.
    void requireOwnership() const
    {
        if (!m_lock->isStillOurs())
            throwBusy();
    }

    /// What a worker was writing when it was killed.
    void removePartialFiles()
    {
        for (const QString& name : { progressName, resultName, failedName, workerName })
            for (const QString& part : m_folder.entryList({ name + QStringLiteral(".*") }, QDir::Files))
                QFile::remove(m_folder.filePath(part));
    }

    /// Training is a pure function of the point, so what cannot be gone on from is only lost time.
    RunRecord trainOrBeginAnew(const SweepPoint& point, JobContext& context)
    {
        try {
            return train(point, context);
        } catch (const Error& error) {
            const bool damaged
                = error.code() == ErrorCode::InvalidCheckpoint || error.code() == ErrorCode::InvalidData;
            if (!m_wentOn || !damaged)
                throw;
        }
        requireOwnership();
        QFile::remove(m_folder.filePath(progressName));
        return train(point, context);
    }

    RunRecord train(const SweepPoint& point, JobContext& context)
    {
        const QTemporaryDir local(localDisk() + QStringLiteral("/opal-point-XXXXXX"));
        const WorkspacePaths paths { local.path() };
        const QString checkpoints = m_folder.filePath(QStringLiteral("runs"));
        // The checkpoints outlive this machine, the database need not.
        if (!local.isValid() || !QDir().mkpath(checkpoints)
            || !QFile::link(checkpoints, local.filePath(QStringLiteral("runs"))))
            throw Error(ErrorCode::CannotWrite,
                        "'" + localDisk().toStdString() + "' or '" + checkpoints.toStdString()
                            + "' cannot be written: set TMPDIR to a folder of this machine's own disk");
        const QString models = QFileInfo(planFile(m_planFile)).absolutePath() + QStringLiteral("/models");
        if (QFileInfo::exists(models) && !QFile::link(models, paths.models()))
            throw Error(ErrorCode::CannotWrite,
                        "'" + local.path().toStdString() + "' cannot be written: check the disk");
        paths.create();
        RunStore store(paths.database());
        TrainJobRequest request;
        request.threads = m_threads;
        if (const auto begun = goOn(point, store, paths)) {
            request.resumeRun = QString::fromStdString(*begun);
        } else {
            if (openDataset(m_plan.datasetPath)->summary().hash != m_plan.datasetHash)
                throw Error(ErrorCode::InvalidData,
                            "the data set '" + m_plan.datasetPath
                                + "' is not the one that the sweep was planned with; submit it anew.");
            request.datasetFile = QString::fromStdString(m_plan.datasetPath);
            request.model = point.model;
            request.params = point.params;
            request.name = QString::fromStdString(point.label);
            request.tags = { "sweep", m_plan.name };
        }
        request.beforeCheckpoint = [&](const std::string& run) {
            requireOwnership();
            exportRunBundle(store, paths, run, m_folder.filePath(progressName), {}, BundleContent::Complete,
                            BundleFiles::None);
        };
        const TrainJobResult trained = makeTrainJob(store, paths, std::move(request)).run(context);
        if (trained.paused)
            throw Cancelled();
        requireOwnership();
        exportRunBundle(store, paths, trained.run.id, m_folder.filePath(resultName), {},
                        BundleContent::Complete, BundleFiles::Weights);
        QDir(checkpoints).removeRecursively();
        QFile::remove(m_folder.filePath(progressName));
        return trained.run;
    }

    /// The run that an earlier worker began, in this worker's store; nothing if it had no checkpoint yet.
    std::optional<std::string> goOn(const SweepPoint& point, RunStore& store, const WorkspacePaths& paths)
    {
        QDir checkpoints(m_folder.filePath(QStringLiteral("runs")));
        const QStringList begun = checkpoints.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        const auto usable = std::find_if(begun.begin(), begun.end(), [&](const QString& run) {
            return checkpoints.exists(run + QStringLiteral("/last.safetensors"));
        });
        if (usable == begun.end() || !m_folder.exists(progressName)) {
            for (const QString& run : begun)
                QDir(checkpoints.filePath(run)).removeRecursively();
            return std::nullopt;
        }
        m_wentOn = true;
        const QString progress = m_folder.filePath(progressName);
        if (!isRunOf(readRunBundle(progress).run, m_plan.datasetHash, point))
            throw Error(ErrorCode::InvalidData, "'" + progress.toStdString() + "' is not of this point");
        const std::string run = importRunBundle(store, paths, progress);
        const QString own = QString::fromStdString(run);
        QDir(checkpoints.filePath(own)).removeRecursively();
        if (!checkpoints.rename(*usable, own))
            throw Error(ErrorCode::CannotWrite,
                        "the checkpoints in '" + checkpoints.path().toStdString()
                            + "' cannot be renamed: check the folder");
        // Of the earlier worker; who may train here is said by the lock of the point.
        QFile::remove(checkpoints.filePath(own + QStringLiteral("/owner.lock")));
        return run;
    }

    void fail(const std::string& reason) const
    {
        const PlanJson json { { "message", reason } };
        saveFile(m_folder.filePath(failedName),
                 QByteArray::fromStdString(json.dump(-1, ' ', false, PlanJson::error_handler_t::replace)));
    }

    QString m_planFile;
    std::int64_t m_number;
    int m_threads;
    IfBusy m_ifBusy;
    ClusterPlan m_plan;
    QDir m_folder;
    const OwnerLock* m_lock = nullptr;
    bool m_wentOn = false; ///< from what an earlier worker has left
};

std::string failureIn(const QDir& folder)
{
    QFile file(folder.filePath(failedName));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const PlanJson json = PlanJson::parse(file.readAll().toStdString(), nullptr, false);
    return json.is_object() ? json.value("message", std::string("unknown")) : "unknown";
}

/// Brings a finished point into the store.
void takeResult(RunStore& store, const WorkspacePaths& paths, const QDir& folder,
                const std::string& datasetHash, SweepPoint& point)
{
    try {
        resultIn(folder, datasetHash, point);
        point.run = importRunBundle(store, paths, folder.filePath(resultName));
        point.state = SweepPointState::Finished;
        point.error.clear();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::InvalidData)
            throw;
        setResultAside(folder);
        point.state = SweepPointState::Failed;
        point.error = error.detail();
    }
}

void readProgress(const QDir& folder, ClusterPoint& status)
{
    if (!folder.exists(progressName))
        return;
    try {
        const RunRecord run = readRunBundle(folder.filePath(progressName)).run;
        status.stage = run.stage;
        status.step = run.step;
        if (const auto best = run.bestMetric.find(decisiveStage(run)); best != run.bestMetric.end())
            status.recall = best->second;
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): it is gone or damaged; the next one comes soon
    }
}

} // namespace

void writeClusterPlan(const QString& folder, const ClusterPlan& plan)
{
    const QByteArray text = planText(plan);
    const QString name = folder + QStringLiteral("/plan.json");
    if (QFile file(name); file.exists()) {
        if (!file.open(QIODevice::ReadOnly) || file.readAll() != text)
            throw Error(ErrorCode::InvalidArgument,
                        "'" + folder.toStdString()
                            + "' holds the plan of another sweep; choose another folder.");
        return;
    }
    if (!QDir().mkpath(folder))
        throw Error(ErrorCode::CannotWrite, "the folder '" + folder.toStdString() + "' cannot be made");
    // Nodes have the plan's folder and not the workspace.
    std::set<std::string> models;
    for (const SweepPoint& point : plan.points)
        models.insert(point.model);
    for (const std::string& model : models)
        copyModel(modelFolder(), model, folder.toStdString() + "/models");
    saveFile(name, text);
}

ClusterPlan readClusterPlan(const QString& plan)
{
    QFile file(planFile(plan));
    if (!file.exists())
        throw Error(ErrorCode::NotFound,
                    "there is no plan '" + file.fileName().toStdString()
                        + "'; 'opal sweep submit' writes one.");
    if (!file.open(QIODevice::ReadOnly))
        throw Error(ErrorCode::CannotRead, "the plan '" + file.fileName().toStdString() + "' cannot be read");
    try {
        const PlanJson json = PlanJson::parse(file.readAll().toStdString());
        if (json.at("format").get<int>() != planFormat)
            throw Error(ErrorCode::NewerVersion,
                        "the plan '" + file.fileName().toStdString()
                            + "' was written by another version of the program; submit the sweep anew.");
        ClusterPlan result;
        json.at("sweep").get_to(result.sweep);
        json.at("name").get_to(result.name);
        json.at("dataset").at("hash").get_to(result.datasetHash);
        json.at("dataset").at("path").get_to(result.datasetPath);
        json.at("version").get_to(result.version);
        for (const PlanJson& entry : json.at("points")) {
            SweepPoint& point = result.points.emplace_back();
            entry.at("number").get_to(point.number);
            entry.at("label").get_to(point.label);
            entry.at("model").get_to(point.model);
            entry.at("params").get_to(point.params);
        }
        return result;
    } catch (const PlanJson::exception& failure) {
        throw Error(ErrorCode::InvalidData,
                    "the plan '" + file.fileName().toStdString() + "' is damaged: " + failure.what());
    }
}

Job<RunRecord> makeClusterPointJob(QString plan, std::int64_t point, int threads, IfBusy ifBusy)
{
    return { { QStringLiteral("train"), plan },
             [work = PointWork(plan, point, threads, ifBusy)](JobContext& context) mutable {
                 return work.run(context);
             } };
}

std::vector<ClusterPoint> collectCluster(RunStore& store, const WorkspacePaths& paths, const QString& plan)
{
    const ClusterPlan planned = readClusterPlan(plan);
    SweepStore sweeps(store);
    std::vector<ClusterPoint> result;
    for (const SweepPoint& stored : sweeps.sweep(planned.sweep).points) {
        ClusterPoint& status = result.emplace_back();
        SweepPoint& point = status.point;
        point = stored;
        const QDir folder = pointFolder(plan, point.number);
        if (folder.exists()) {
            const Worker worker = workerOf(folder);
            status.host = worker.host;
            status.instructions = worker.instructions;
        }
        if (point.state == SweepPointState::Finished)
            continue;
        point.state = SweepPointState::Waiting;
        point.error.clear();
        if (folder.exists(resultName)) {
            takeResult(store, paths, folder, planned.datasetHash, point);
        } else if (folder.exists(failedName)) {
            point.state = SweepPointState::Failed;
            point.error = failureIn(folder);
        } else if (folder.exists(damagedName) && stored.state == SweepPointState::Failed) {
            point = stored;
        } else if (folder.exists()) {
            readProgress(folder, status);
        }
        if (point.state != stored.state || point.run != stored.run || point.error != stored.error)
            sweeps.update(planned.sweep, point);
        // Shown, not stored: whoever asks next sees for himself whether the worker is still there.
        if (point.state == SweepPointState::Waiting && OwnerLock::isHeld(lockFile(folder)).value_or(false))
            point.state = SweepPointState::Running;
    }
    return result;
}

void retryClusterPoints(const QString& plan, const std::vector<std::int64_t>& points)
{
    for (const std::int64_t point : points) {
        const QDir folder = pointFolder(plan, point);
        QFile::remove(folder.filePath(failedName));
        QFile::remove(folder.filePath(damagedName));
    }
}

QString clusterFolder(const WorkspacePaths& paths, const std::string& sweep)
{
    return paths.root + QStringLiteral("/cluster/") + QString::fromStdString(sweep);
}

} // namespace opal
