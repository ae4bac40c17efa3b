// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <stop_token>

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/jobs/cluster.h"
#include "core/jobs/jobs.h"
#include "core/jobs/runbundle.h"
#include "core/jobs/slurm.h"
#include "core/store/ownerlock.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"
#include "tests/support/codeof.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// A worker that is told to stop at a step.
class StoppedWorker final : public JobContext
{
public:
    explicit StoppedWorker(std::int64_t step)
        : m_step(step)
    {
    }

    std::stop_token stopToken() const override { return m_source.get_token(); }

    void progress(const JobProgress& progress) override
    {
        if (!progress.training.steps.empty() && progress.training.steps.back().step >= m_step)
            m_source.request_stop();
    }

private:
    std::stop_source m_source;
    std::int64_t m_step;
};

QByteArray contentOf(const QString& file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

} // namespace

/// Sweeps that workers train in a folder, each with a store of its own.
class TestCluster final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    WorkspacePaths m_paths;
    QString m_dataset;
    QString m_plan;
    std::unique_ptr<RunStore> m_store;
    std::string m_sweep;

    QString inPoint(int point, const char* name) const
    {
        return m_plan + QStringLiteral("/points/%1/").arg(point) + QString::fromLatin1(name);
    }

    std::vector<ClusterPoint> collect() { return collectCluster(*m_store, m_paths, m_plan); }

    QByteArray finalWeights(const std::string& run) const
    {
        return contentOf(m_paths.runFolder(QString::fromStdString(run))
                         + QStringLiteral("/final.safetensors"));
    }

    void work(int point)
    {
        SilentContext context;
        makeClusterPointJob(m_plan, point, 1).run(context);
    }

private Q_SLOTS:

    void init()
    {
        const QString place = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        m_paths = WorkspacePaths { place };
        m_paths.create();
        m_store = std::make_unique<RunStore>(m_paths.database());
        m_dataset = place + QStringLiteral("/small.opaldata");
        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1500;
        SilentContext context;
        makeSynthesiseJob(*m_store, params, m_dataset).run(context);
        SweepRequest request;
        request.models = { "opal" };
        request.axes = { { "interests", { "1", "2" } } };
        request.params = { { "steps_per_epoch", "3" },
                           { "max_epochs", "2" },
                           { "batch_size", "16" },
                           { "dim", "8" },
                           { "max_length", "10" } };
        m_sweep = prepareSweep(*m_store, request, m_dataset);
        SweepStore(*m_store).setPaused(m_sweep, true);
        const SweepRecord sweep = SweepStore(*m_store).sweep(m_sweep);
        m_plan = clusterFolder(m_paths, m_sweep);
        writeClusterPlan(m_plan,
                         { sweep.id, sweep.name, sweep.datasetHash, sweep.datasetPath, "1", sweep.points });
    }

    void cleanup() { m_store.reset(); }

    void aPointThatWasInterruptedEndsInTheSameBytes()
    {
        StoppedWorker first(4);
        QVERIFY_EXCEPTION_THROWN(makeClusterPointJob(m_plan, 1, 1).run(first), Cancelled);
        QVERIFY(!QFile::exists(inPoint(1, "result.opalrun")));
        QVERIFY(!QFile::exists(inPoint(1, "failed.json")));
        const auto between = collect();
        QCOMPARE(between[1].point.state, SweepPointState::Waiting);
        QVERIFY(between[1].step > 0);
        QVERIFY(!between[1].host.empty() && !between[1].instructions.empty());

        StoppedWorker second(8); // in the second stage
        QVERIFY_EXCEPTION_THROWN(makeClusterPointJob(m_plan, 1, 1).run(second), Cancelled);
        work(1);
        const auto after = collect();
        QCOMPARE(after[1].point.state, SweepPointState::Finished);
        const RunRecord run = m_store->run(after[1].point.run);
        QCOMPARE(run.name, after[1].point.label);

        TrainJobRequest alone;
        alone.datasetFile = m_dataset;
        alone.params = after[1].point.params;
        alone.threads = 1;
        SilentContext context;
        const RunRecord undisturbed = makeTrainJob(*m_store, m_paths, alone).run(context).run;
        QVERIFY(!finalWeights(run.id).isEmpty());
        QVERIFY(finalWeights(run.id) == finalWeights(undisturbed.id));
        QCOMPARE(run.test->of("recall"), undisturbed.test->of("recall"));
        const RunCurves curves = m_store->curves(run.id);
        const RunCurves expected = m_store->curves(undisturbed.id);
        QCOMPARE(curves.steps.size(), expected.steps.size());
        for (std::size_t at = 0; at < curves.steps.size(); ++at)
            QCOMPARE(curves.steps[at].step, expected.steps[at].step);
        QCOMPARE(curves.evaluations.size(), expected.evaluations.size());
        QVERIFY(!QFile::exists(inPoint(1, "runs")));
    }

    void aResultComesOnce()
    {
        work(0);
        const QByteArray delivered = contentOf(inPoint(0, "result.opalrun"));
        work(0); // the same point handed out twice
        QVERIFY(contentOf(inPoint(0, "result.opalrun")) == delivered);
        const std::string run = collect()[0].point.run;
        QCOMPARE(collect()[0].point.run, run);
        const QString copy = inPoint(0, "copy.opalrun");
        QVERIFY(QFile::copy(inPoint(0, "result.opalrun"), copy));
        QCOMPARE(importRunBundle(*m_store, m_paths, copy), run);
        QCOMPARE(m_store->runs(true).size(), std::size_t { 1 });
        m_store->setArchived(run, true);
        QCOMPARE(importRunBundle(*m_store, m_paths, copy), run);
        QVERIFY(!m_store->run(run).archived);
        QCOMPARE(SweepStore(*m_store).sweep(m_sweep).points[0].run, run);
    }

    void aDamagedResultIsSetAsideAndTrainedAgain()
    {
        work(0);
        QFile result(inPoint(0, "result.opalrun"));
        QVERIFY(result.open(QIODevice::ReadWrite));
        result.seek(result.size() - 100);
        result.write("damage");
        result.close();
        const auto damaged = collect();
        QCOMPARE(damaged[0].point.state, SweepPointState::Failed);
        QVERIFY(damaged[0].point.error.find("checksum") != std::string::npos);
        QCOMPARE(collect()[0].point.state, SweepPointState::Failed);
        QVERIFY(m_store->runs(true).empty());
        retryClusterPoints(m_plan, { 0 });
        SweepStore(*m_store).retry(m_sweep);
        QCOMPARE(collect()[0].point.state, SweepPointState::Waiting);
        work(0);
        QCOMPARE(collect()[0].point.state, SweepPointState::Finished);
    }

    void oneWorkerHasAPoint()
    {
        /// Asks at its first step what another worker and the studio see.
        struct Asking final : JobContext
        {
            std::function<void()> ask;
            bool asked = false;

            std::stop_token stopToken() const override { return {}; }

            void progress(const JobProgress& progress) override
            {
                if (!progress.training.steps.empty() && !std::exchange(asked, true))
                    ask();
            }
        } first;

        ErrorCode refusal = ErrorCode::Internal;
        SweepPointState seen = SweepPointState::Waiting;
        first.ask = [&] {
            refusal = codeOf([&] { work(0); });
            seen = collect()[0].point.state;
        };
        makeClusterPointJob(m_plan, 0, 1).run(first);
        QVERIFY(first.asked);
        QCOMPARE(refusal, ErrorCode::WorkspaceBusy);
        QCOMPARE(seen, SweepPointState::Running);
        QCOMPARE(collect()[0].point.state, SweepPointState::Finished);
    }

    void whoWaitsForAPointHasIt()
    {
        auto other = OwnerLock::take(inPoint(0, "owner.lock").toStdString());
        QVERIFY(other);

        struct Waiting final : JobContext
        {
            std::function<void(std::stop_source&)> wait;
            std::stop_source source;

            std::stop_token stopToken() const override { return source.get_token(); }

            void progress(const JobProgress& progress) override
            {
                if (progress.phase == QLatin1String("wait"))
                    wait(source);
            }
        };

        Waiting impatient;
        impatient.wait = [](std::stop_source& source) { source.request_stop(); };
        QVERIFY_EXCEPTION_THROWN(makeClusterPointJob(m_plan, 0, 1, IfBusy::Wait).run(impatient), Cancelled);
        Waiting patient;
        patient.wait = [&other](std::stop_source&) { other.reset(); };
        makeClusterPointJob(m_plan, 0, 1, IfBusy::Wait).run(patient);
        QVERIFY(!other);
        QCOMPARE(collect()[0].point.state, SweepPointState::Finished);
    }

    /// Its locks do not reach this machine.
    static void writeForeignLock(const QString& file, int secondsAgo)
    {
        QFile lock(file);
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.write("boot\npid:[1]\nboot:1:1\nnode7\nunique\n");
        lock.flush();
        QVERIFY(lock.setFileTime(QDateTime::currentDateTime().addSecs(-secondsAgo),
                                 QFileDevice::FileModificationTime));
    }

    void aWorkerOnAnotherMachineHasItsPointWhileItsHeartBeats()
    {
        StoppedWorker stopped(4);
        QVERIFY_EXCEPTION_THROWN(makeClusterPointJob(m_plan, 1, 1).run(stopped), Cancelled);
        QDir runs(inPoint(1, "runs"));
        const QString begun = runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
        QVERIFY(runs.exists(begun + QStringLiteral("/last.safetensors")));
        // What a machine leaves that lost its power.
        writeForeignLock(runs.filePath(begun + QStringLiteral("/owner.lock")), 1);
        writeForeignLock(inPoint(1, "owner.lock"), 1);
        QCOMPARE(collect()[1].point.state, SweepPointState::Running);
        QCOMPARE(codeOf([&] { work(1); }), ErrorCode::WorkspaceBusy);
        writeForeignLock(inPoint(1, "owner.lock"), 2 * OwnerLock::silenceSeconds);
        QCOMPARE(collect()[1].point.state, SweepPointState::Waiting);
        work(1);
        QCOMPARE(collect()[1].point.state, SweepPointState::Finished);
    }

    void whoWasTakenOverLeavesThePointToTheOther()
    {
        struct Overtaken final : JobContext
        {
            QString lock;

            std::stop_token stopToken() const override { return {}; }

            void progress(const JobProgress& progress) override
            {
                if (!progress.training.steps.empty() && progress.training.steps.back().step >= 5)
                    writeForeignLock(lock, 1);
            }
        } context;

        context.lock = inPoint(0, "owner.lock");
        QCOMPARE(codeOf([&] { makeClusterPointJob(m_plan, 0, 1).run(context); }), ErrorCode::WorkspaceBusy);
        QVERIFY(!QFile::exists(inPoint(0, "result.opalrun")));
        QVERIFY(!QFile::exists(inPoint(0, "failed.json")));
        QVERIFY(QFile::exists(inPoint(0, "owner.lock")));
        QCOMPARE(collect()[0].point.state, SweepPointState::Running);
    }

    void whatAWorkerLeftDamagedIsBegunAnew_data()
    {
        QTest::addColumn<bool>("checkpoint");
        QTest::newRow("its record and curves") << false;
        QTest::newRow("its checkpoint") << true;
    }

    void whatAWorkerLeftDamagedIsBegunAnew()
    {
        QFETCH(bool, checkpoint);
        const int point = checkpoint ? 1 : 0; // the rows share a folder
        StoppedWorker stopped(4);
        QVERIFY_EXCEPTION_THROWN(makeClusterPointJob(m_plan, point, 1).run(stopped), Cancelled);
        const QDir runs(inPoint(point, "runs"));
        const QString begun = runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
        QFile file(checkpoint ? runs.filePath(begun + QStringLiteral("/last.safetensors"))
                              : inPoint(point, "progress.opalrun"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(checkpoint ? file.size() - 100 : 30) && file.write("damage") > 0);
        file.close();
        QVERIFY(QFile::copy(file.fileName(), inPoint(point, "result.opalrun.AbCdEf"))); // of a killed worker
        QCOMPARE(collect()[static_cast<std::size_t>(point)].point.state, SweepPointState::Waiting);
        work(point);
        const std::string run = collect()[static_cast<std::size_t>(point)].point.run;
        QCOMPARE(
            QDir(inPoint(point, "")).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name),
            QStringList({ QStringLiteral("result.opalrun"), QStringLiteral("worker.json") }));
        QVERIFY(!run.empty());
        TrainJobRequest alone;
        alone.datasetFile = m_dataset;
        alone.params = readClusterPlan(m_plan).points[static_cast<std::size_t>(point)].params;
        alone.threads = 1;
        SilentContext context;
        QVERIFY(finalWeights(run)
                == finalWeights(makeTrainJob(*m_store, m_paths, alone).run(context).run.id));
    }

    void theResultOfAnotherPointIsNotTaken()
    {
        work(0);
        QVERIFY(QDir().mkpath(inPoint(1, "")));
        QVERIFY(QFile::copy(inPoint(0, "result.opalrun"), inPoint(1, "result.opalrun")));
        QCOMPARE(collect()[1].point.state, SweepPointState::Failed);
        retryClusterPoints(m_plan, { 1 });
        QVERIFY(QFile::copy(inPoint(0, "result.opalrun"), inPoint(1, "result.opalrun")));
        work(1);
        const auto points = collect();
        QCOMPARE(points[1].point.state, SweepPointState::Finished);
        QVERIFY(points[0].point.run != points[1].point.run);
        QCOMPARE(m_store->run(points[1].point.run).name, points[1].point.label);
    }

    void aShortTimeLimitLeavesTimeForTraining()
    {
        const ClusterPlan plan = readClusterPlan(m_plan);
        for (const auto& [limit, warning] :
             std::vector<std::pair<std::string, std::string>> { { "", "120" },
                                                                { "4", "60" },
                                                                { "2:00", "30" },
                                                                { "0:04:00", "60" },
                                                                { "2:00:00", "120" },
                                                                { "1-0", "120" },
                                                                { "1-0:00:00", "120" },
                                                                { "UNLIMITED", "120" } }) {
            SlurmOptions options;
            options.time = limit;
            const std::string script = slurmScript(plan, m_plan, options);
            QVERIFY2(script.find("--signal=B:USR1@" + warning + "\n") != std::string::npos, limit.c_str());
        }
    }

    void whatCannotBeTrainedSaysWhy()
    {
        QVERIFY(QFile::remove(m_dataset));
        QCOMPARE(codeOf([&] { work(0); }), ErrorCode::NotFound);
        const auto points = collect();
        QCOMPARE(points[0].point.state, SweepPointState::Failed);
        QVERIFY(!points[0].point.error.empty());
        QCOMPARE(codeOf([&] { work(7); }), ErrorCode::NotFound);
        QCOMPARE(codeOf([&] { readClusterPlan(m_paths.root); }), ErrorCode::NotFound);
        ClusterPlan other = readClusterPlan(m_plan);
        other.points.pop_back();
        QCOMPARE(codeOf([&] { writeClusterPlan(m_plan, other); }), ErrorCode::InvalidArgument);
    }

    void anImportedRunIsTrainedOnIfItsMomentsCame()
    {
        StoppedWorker stopped(4);
        TrainJobRequest request;
        request.datasetFile = m_dataset;
        request.params = readClusterPlan(m_plan).points[1].params;
        QVERIFY_EXCEPTION_THROWN(makeTrainJob(*m_store, m_paths, request).run(stopped), Cancelled);
        const std::string begun = m_store->runs().front().id;
        const QString whole = m_paths.root + QStringLiteral("/whole.opalrun");
        const QString light = m_paths.root + QStringLiteral("/light.opalrun");
        exportRunBundle(*m_store, m_paths, begun, whole);
        exportRunBundle(*m_store, m_paths, begun, light, {}, BundleContent::Complete, BundleFiles::Weights);
        QVERIFY(QFile(light).size() < QFile(whole).size());

        const WorkspacePaths elsewhere { m_paths.root + QStringLiteral("/elsewhere") };
        elsewhere.create();
        RunStore store(elsewhere.database());
        TrainJobRequest resume;
        SilentContext context;
        resume.resumeRun = QString::fromStdString(importRunBundle(store, elsewhere, light));
        QCOMPARE(codeOf([&] { makeTrainJob(store, elsewhere, resume).run(context); }), ErrorCode::NotFound);
        resume.resumeRun = QString::fromStdString(importRunBundle(store, elsewhere, whole));
        QCOMPARE(makeTrainJob(store, elsewhere, resume).run(context).run.state, RunState::Finished);
        TrainJobRequest here;
        here.resumeRun = QString::fromStdString(begun);
        QCOMPARE(makeTrainJob(*m_store, m_paths, here).run(context).run.state, RunState::Finished);
        QVERIFY(contentOf(elsewhere.runFolder(resume.resumeRun) + QStringLiteral("/final.safetensors"))
                == finalWeights(begun));
    }

    void arraysAreWrittenShort()
    {
        QCOMPARE(slurmArray({ 0, 1, 2, 5, 7, 8 }), std::string("0-2,5,7-8"));
        QCOMPARE(slurmArray({ 4 }), std::string("4"));
        QCOMPARE(slurmArray({}), std::string());
    }
};

OPAL_TEST(TestCluster)
#include "tst_cluster.moc"
