// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/cluster.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <set>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

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

/// The lock of a point, held as long as the object lives and its process does, wherever that is: locks of
/// flock() belong to the file, also over NFS.
class PointLock final
{
public:
    explicit PointLock(const QDir& folder)
        : m_file(::open(folder.filePath(QStringLiteral("lock")).toLocal8Bit().constData(),
                        O_RDWR | O_CREAT | O_CLOEXEC, 0666))
    {
        if (m_file < 0)
            throw Error(ErrorCode::CannotWrite,
                        "the folder '" + folder.path().toStdString() + "' cannot be written: check it");
    }

    ~PointLock() { ::close(m_file); }

    PointLock(const PointLock&) = delete;
    PointLock& operator=(const PointLock&) = delete;

    bool tryLock() const { return ::flock(m_file, LOCK_EX | LOCK_NB) == 0; }

    /// Waits a moment for those who only look whether it is locked.
    bool lock() const
    {
        constexpr int attempts = 20;
        for (int attempt = 0; attempt < attempts; ++attempt) {
            if (tryLock())
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }

    void write(const QByteArray& owner) const
    {
        if (::ftruncate(m_file, 0) != 0
            || ::pwrite(m_file, owner.constData(), owner.size(), 0) != owner.size())
            throw Error(ErrorCode::CannotWrite, "the lock of a point cannot be written: check its folder");
    }

private:
    int m_file;
};

/// Who works on a point, as its lock tells.
struct Owner
{
    std::string host;
    std::string instructions;
    std::string job; ///< of the queue that started it; empty without one
};

Owner ownerOf(const QDir& folder)
{
    QFile file(folder.filePath(QStringLiteral("lock")));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const PlanJson json = PlanJson::parse(file.readAll().toStdString(), nullptr, false);
    if (!json.is_object())
        return {};
    return { json.value("host", std::string()), json.value("instructions", std::string()),
             json.value("job", std::string()) };
}

/// Widths of vectors differ in their last bits: results of machines with different ones are not the same.
const char* instructionSet()
{
    using kernels::InstructionSet;
    return kernels::available(InstructionSet::Avx512) ? "AVX-512"
        : kernels::available(InstructionSet::Avx2)    ? "AVX2"
                                                      : "baseline";
}

QByteArray ownText()
{
    const QByteArray job = qgetenv("SLURM_ARRAY_JOB_ID") + "_" + qgetenv("SLURM_ARRAY_TASK_ID");
    const PlanJson json { { "host", QSysInfo::machineHostName().toStdString() },
                          { "pid", ::getpid() },
                          { "instructions", instructionSet() },
                          { "job", job.size() > 1 ? job.toStdString() : std::string() } };
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

/// One worker's work.
class PointWork final
{
public:
    PointWork(QString plan, std::int64_t number, int threads)
        : m_planFile(std::move(plan))
        , m_number(number)
        , m_threads(threads)
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
        const PointLock lock(m_folder);
        if (!lock.lock())
            throw Error(ErrorCode::WorkspaceBusy,
                        "point " + std::to_string(m_number) + " is being trained by another worker, on "
                            + ownerOf(m_folder).host + "; wait for it or stop it there first.");
        if (m_folder.exists(resultName))
            return readRunBundle(m_folder.filePath(resultName)).run;
        lock.write(ownText());
        QFile::remove(m_folder.filePath(failedName));
        try {
            return train(point, context);
        } catch (const Cancelled&) {
            throw;
        } catch (const Error& error) {
            fail(error.detail());
            throw;
        } catch (const std::exception& failure) {
            fail(firstLine(failure.what()));
            throw;
        }
    }

private:
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
        if (const auto begun = goOn(store, paths)) {
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
            exportRunBundle(store, paths, run, m_folder.filePath(progressName), {}, BundleContent::Complete,
                            BundleFiles::None);
        };
        const TrainJobResult trained = makeTrainJob(store, paths, std::move(request)).run(context);
        if (trained.paused)
            throw Cancelled();
        exportRunBundle(store, paths, trained.run.id, m_folder.filePath(resultName), {},
                        BundleContent::Complete, BundleFiles::Weights);
        QDir(checkpoints).removeRecursively();
        return trained.run;
    }

    /// The run that an earlier worker began, in this worker's store; nothing if it had no checkpoint yet.
    std::optional<std::string> goOn(RunStore& store, const WorkspacePaths& paths)
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
        const std::string run = importRunBundle(store, paths, m_folder.filePath(progressName));
        const QString own = QString::fromStdString(run);
        QDir(checkpoints.filePath(own)).removeRecursively();
        if (!checkpoints.rename(*usable, own))
            throw Error(ErrorCode::CannotWrite,
                        "the checkpoints in '" + checkpoints.path().toStdString()
                            + "' cannot be renamed: check the folder");
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
    ClusterPlan m_plan;
    QDir m_folder;
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
void takeResult(RunStore& store, const WorkspacePaths& paths, const QDir& folder, SweepPoint& point)
{
    try {
        point.run = importRunBundle(store, paths, folder.filePath(resultName));
        point.state = SweepPointState::Finished;
        point.error.clear();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::InvalidData)
            throw;
        QFile::remove(folder.filePath(damagedName));
        QFile::rename(folder.filePath(resultName), folder.filePath(damagedName));
        point.state = SweepPointState::Failed;
        point.error = error.detail();
    }
}

void readProgress(const QDir& folder, ClusterPoint& status)
{
    if (!folder.exists(progressName))
        return;
    const RunRecord run = readRunBundle(folder.filePath(progressName)).run;
    status.stage = run.stage;
    status.step = run.step;
    if (const auto best = run.bestMetric.find(decisiveStage(run)); best != run.bestMetric.end())
        status.recall = best->second;
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

Job<RunRecord> makeClusterPointJob(QString plan, std::int64_t point, int threads)
{
    return { { QStringLiteral("train"), plan },
             [work = PointWork(plan, point, threads)](JobContext& context) mutable {
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
            const Owner owner = ownerOf(folder);
            status.host = owner.host;
            status.instructions = owner.instructions;
        }
        if (point.state == SweepPointState::Finished)
            continue;
        point.state = SweepPointState::Waiting;
        point.error.clear();
        if (folder.exists(resultName)) {
            takeResult(store, paths, folder, point);
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
        if (point.state == SweepPointState::Waiting && folder.exists() && !PointLock(folder).tryLock())
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
