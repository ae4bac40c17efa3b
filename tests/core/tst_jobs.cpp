// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/jobs/bundlejobs.h"
#include "core/jobs/compareusersjob.h"
#include "core/jobs/jobs.h"
#include "core/jobs/loadedruns.h"
#include "core/jobs/runbundle.h"
#include "core/jobs/runmeasures.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"
#include "tests/support/codeof.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// Runs a job in the test's thread; asks for a pause once `pauseAtStep` is passed.
struct TestContext final : JobContext
{
    std::stop_token stopToken() const override { return stop.get_token(); }

    void progress(const JobProgress& progress) override
    {
        for (const StepReport& step : progress.training.steps) {
            ++steps;
            lastStep = step.step;
            if (step.step == stopAtStep)
                stop.request_stop();
        }
        if (!progress.training.run.isEmpty())
            run = progress.training.run.toStdString();
    }

    TrainRequest takeRequest() override
    {
        if (pauseAtStep == 0 || lastStep < pauseAtStep)
            return TrainRequest::None;
        pauseAtStep = 0;
        return TrainRequest::Pause;
    }

    std::stop_source stop;
    std::int64_t steps = 0;
    std::int64_t lastStep = 0;
    std::int64_t pauseAtStep = 0;
    std::int64_t stopAtStep = 0;
    std::string run;
};

} // namespace

class TestJobs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_paths = WorkspacePaths::locate(m_folder.filePath(QStringLiteral("workspace")));
        m_paths.create();
        m_store = std::make_unique<RunStore>(m_paths.database());
        m_dataset = m_paths.datasets() + QStringLiteral("/toy.opds");
        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1800;
        params.days = 6;
        params.topics = 4;
        TestContext context;
        const auto result = makeSynthesiseJob(*m_store, params, m_dataset).run(context);
        QVERIFY(result.summary.testUsers > 0);
        QCOMPARE(m_store->datasets().size(), std::size_t { 1 });
        QCOMPARE(m_store->datasets()[0].hash, result.summary.hash);
    }

    void changedWeightsAreReadAgain()
    {
        RunRecord run;
        run.id = "changing";
        const QString folder = m_paths.runFolder(QStringLiteral("changing"));
        QVERIFY(QDir().mkpath(folder));
        QFile weights(folder + QStringLiteral("/last.safetensors"));
        QVERIFY(weights.open(QIODevice::WriteOnly));
        weights.close();
        const std::string before = weightsKey(m_paths, run);
        QCOMPARE(weightsKey(m_paths, run), before);
        const std::filesystem::path file = weights.fileName().toStdString();
        std::filesystem::last_write_time(file,
                                         std::filesystem::last_write_time(file) + std::chrono::seconds(1));
        QVERIFY(weightsKey(m_paths, run) != before);
    }

    void anImportIsRegistered()
    {
        QFile log(m_folder.filePath(QStringLiteral("log.csv")));
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write("user,item,timestamp\n");
        for (int day = 0; day < 6; ++day)
            for (int user = 0; user < 5; ++user)
                for (int item = 0; item < 3; ++item)
                    log.write(QByteArray::number(user) + ",i"
                              + QByteArray::number((user + item * 2 + day) % 7) + ","
                              + QByteArray::number(1650000000 + day * 86400 + item) + "\n");
        log.close();
        ImportRequest request;
        request.preset = "csv";
        request.files = { log.fileName().toStdString() };
        TestContext context;
        const QString out = m_paths.datasets() + QStringLiteral("/log.opds");
        const auto result = makeImportJob(*m_store, request, out).run(context);
        QCOMPARE(result.summary.users, std::int64_t { 5 });
        QVERIFY(QFileInfo::exists(result.path));
        const auto opened = makeOpenDatasetJob(*m_store, out).run(context);
        QCOMPARE(opened.summary.hash, result.summary.hash);
        QCOMPARE(m_store->datasets().size(), std::size_t { 2 });
    }

    void badParametersAreRefusedBeforeARowExists()
    {
        const auto make = [this](const std::string& key, const std::string& value) {
            TrainJobRequest request = toyRequest();
            request.params[key] = value;
            makeTrainJob(*m_store, m_paths, request);
        };
        QCOMPARE(codeOf([&] { make("intrests", "4"); }), ErrorCode::UnknownKey);
        QCOMPARE(codeOf([&] { make("interests", "many"); }), ErrorCode::InvalidConfiguration);
        QVERIFY(m_store->runs(true).empty());
    }

    void aRunIsTrainedPausedResumedAndExplored()
    {
        TestContext context;
        context.pauseAtStep = 7;
        const auto paused = makeTrainJob(*m_store, m_paths, toyRequest()).run(context);
        QVERIFY(paused.paused);
        QCOMPARE(paused.run.state, RunState::Paused);
        QCOMPARE(m_store->curves(paused.run.id).steps.size(), static_cast<std::size_t>(context.lastStep));

        TrainJobRequest resume;
        resume.resumeRun = QString::fromStdString(paused.run.id);
        TestContext second;
        const auto ended = makeTrainJob(*m_store, m_paths, resume).run(second);
        QCOMPARE(ended.run.id, paused.run.id);
        QCOMPARE(ended.run.state, RunState::Finished);
        QVERIFY(ended.run.test && ended.run.test->users > 0);
        QVERIFY(!paused.run.agreement && !paused.run.sppmi);
        QVERIFY(ended.run.agreement && ended.run.sppmi); // what the interests mean is measured at the end
        QCOMPARE(ended.run.agreement->with, std::string("tags"));
        QCOMPARE(ended.run.agreement->items, std::int64_t { 80 });
        QCOMPARE(ended.run.params.at("interests"), std::string("3"));
        const RunCurves curves = m_store->curves(ended.run.id);
        for (std::size_t index = 0; index < curves.steps.size(); ++index)
            QCOMPARE(curves.steps[index].step, static_cast<std::int64_t>(index) + 1);
        QVERIFY(!curves.evaluations.empty());
        QCOMPARE(codeOf([&] { makeTrainJob(*m_store, m_paths, resume); }), ErrorCode::InvalidArgument);

        // The same training in one piece gives the same curve.
        TestContext whole;
        const auto straight = makeTrainJob(*m_store, m_paths, toyRequest()).run(whole);
        const RunCurves straightCurves = m_store->curves(straight.run.id);
        QCOMPARE(straightCurves.steps.size(), curves.steps.size());
        for (std::size_t index = 0; index < curves.steps.size(); ++index)
            QCOMPARE(curves.steps[index].terms, straightCurves.steps[index].terms);

        TestContext quiet;
        EvaluateJobRequest evaluation;
        evaluation.run = ended.run.id;
        const auto metrics = makeEvaluateJob(*m_store, m_paths, evaluation).run(quiet);
        QCOMPARE(metrics.users, ended.run.test->users);
        QCOMPARE(metrics.of("recall").at(200), ended.run.test->of("recall").at(200));
        const Agreement measured = *ended.run.agreement;
        m_store->setAgreement(ended.run.id, ended.run.step, std::nullopt);
        makeEvaluateJob(*m_store, m_paths, evaluation).run(quiet);
        QVERIFY(m_store->run(ended.run.id).agreement == measured);
        const double within = ended.run.sppmi->within;
        QCOMPARE(makeMeasureJob(*m_store, m_paths, ended.run.id).run(quiet).sppmi->within, within);
        // The same training twice finds the same categories.
        const auto stability = categoryStability(*m_store, { ended.run.id, straight.run.id });
        QCOMPARE(stability.size(), std::size_t { 1 });
        QCOMPARE(stability.front().items, std::int64_t { 80 });
        QVERIFY(std::abs(stability.front().ami - 1) < 1e-9);
        explore(ended.run.id);
    }

    void aCancelledRunIsInterruptedAndMayGoOn()
    {
        TestContext context;
        context.stopAtStep = 5;
        QVERIFY_EXCEPTION_THROWN(makeTrainJob(*m_store, m_paths, toyRequest()).run(context), Cancelled);
        const RunRecord run = m_store->run(context.run);
        QCOMPARE(run.state, RunState::Interrupted);
        QCOMPARE(run.step, std::int64_t { 5 });
        QCOMPARE(m_store->curves(run.id).events.back().kind, std::string("interrupted"));
    }

    void twoRunsAreComparedUserByUser()
    {
        TestContext context;
        const auto first = makeTrainJob(*m_store, m_paths, toyRequest()).run(context).run;
        TrainJobRequest other = toyRequest();
        other.params["interests"] = "1";
        other.params["max_epochs"] = "1";
        const auto second = makeTrainJob(*m_store, m_paths, other).run(context).run;
        const auto compare = [&](const std::string& left, const std::string& right, int cutoff) {
            return makeCompareUsersJob(*m_store, m_paths, left, right, cutoff).run(context);
        };
        const UserComparison result = compare(first.id, second.id, 10);
        QCOMPARE(result.firstRun, first.id);
        QCOMPARE(result.secondRun, second.id);
        QCOMPARE(static_cast<std::int64_t>(result.users.size()), first.test->users);
        QCOMPARE(result.wins + result.ties + result.losses, first.test->users);
        QVERIFY(result.wins + result.losses > 0);
        double largest = 1;
        double firstMean = 0;
        double secondMean = 0;
        std::int64_t wins = 0;
        for (const UserOutcome& user : result.users) {
            const double difference = std::abs(user.second - user.first);
            QVERIFY(difference <= largest);
            largest = difference;
            firstMean += user.first / static_cast<double>(result.users.size());
            secondMean += user.second / static_cast<double>(result.users.size());
            wins += user.second > user.first ? 1 : 0;
        }
        QCOMPARE(result.wins, wins);
        // The mean over users is what an evaluation reports.
        EvaluateJobRequest evaluation;
        evaluation.cutoffs = { 10 };
        for (const auto& [run, mean] : { std::pair(first.id, firstMean), std::pair(second.id, secondMean) }) {
            evaluation.run = run;
            const auto metrics = makeEvaluateJob(*m_store, m_paths, evaluation).run(context);
            QVERIFY(std::abs(metrics.of("recall").at(10) - mean) < 1e-12);
        }
        const UserComparison swapped = compare(second.id, first.id, 10);
        QCOMPARE(swapped.wins, result.losses);
        const UserComparison same = compare(first.id, first.id, 10);
        QCOMPARE(same.ties, first.test->users);

        QVERIFY_EXCEPTION_THROWN(compare(first.id, second.id, 0), Error);
        RunRecord foreign = m_store->run(first.id);
        foreign.datasetHash = "another";
        const std::string foreignId = m_store->createRun(foreign);
        QVERIFY_EXCEPTION_THROWN(compare(first.id, foreignId, 10), Error);
        QVERIFY(!second.agreement); // a single category
        QVERIFY(categoryStability(*m_store, { first.id, second.id }).empty());
        TestContext stopped;
        stopped.stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(makeCompareUsersJob(*m_store, m_paths, first.id, second.id, 10).run(stopped),
                                 Cancelled);
    }

    void anImportedBundleKeepsItsNameAndMayGoOn()
    {
        TestContext context;
        context.pauseAtStep = 7;
        const auto paused = makeTrainJob(*m_store, m_paths, toyRequest()).run(context).run;
        const QString file = m_folder.filePath(QStringLiteral("paused.opalrun"));
        makeExportBundleJob(*m_store, m_paths, paused.id, file).run(context);
        const auto id = makeImportBundleJob(*m_store, m_paths, file).run(context);
        const RunRecord run = m_store->run(id);
        QVERIFY(run.imported);
        QVERIFY(isResumable(run));
        QVERIFY(isResumable(m_store->run(paused.id)));
        QCOMPARE(m_store->curves(id).steps.size(), m_store->curves(paused.id).steps.size());
        QCOMPARE(codeOf([&] { m_store->setName(id, "mine"); }), ErrorCode::InvalidArgument);
        m_store->setTags(id, { "theirs" });
        m_store->setNote(id, "from a colleague");
        QCOMPARE(m_store->run(id).tags, std::vector<std::string> { "theirs" });
        QCOMPARE(m_store->run(id).note, std::string("from a colleague"));
        QCOMPARE(m_store->run(id).state, RunState::Paused);
        TrainJobRequest resume;
        resume.resumeRun = QString::fromStdString(id);
        TestContext toTheEnd;
        QCOMPARE(makeTrainJob(*m_store, m_paths, resume).run(toTheEnd).run.state, RunState::Finished);
    }

    void bundlesCarryWhatWasMeasured()
    {
        TestContext context;
        const RunRecord trained = makeTrainJob(*m_store, m_paths, toyRequest()).run(context).run;
        DiversityStore measured(*m_store);
        QCOMPARE(measured.rowsOf(trained.id).size(), std::size_t { 1 }); // by the training
        const QString file = m_folder.filePath(QStringLiteral("measured.opalrun"));
        exportRunBundle(*m_store, m_paths, trained.id, file);
        const std::string id = importRunBundle(*m_store, m_paths, file);
        const auto before = measured.rowsOf(trained.id);
        const auto after = measured.rowsOf(id);
        QCOMPARE(after.size(), before.size());
        QCOMPARE(after[0].users, before[0].users);
        QCOMPARE(after[0].k, before[0].k);
        for (const DiversityValue& value : diversityValues) {
            const double one = before[0].*value.member;
            const double other = after[0].*value.member;
            QVERIFY2(one == other || (std::isnan(one) && std::isnan(other)), value.key);
        }
        QVERIFY(m_store->run(id).sppmi);
        QCOMPARE(m_store->run(id).sppmi->within, m_store->run(trained.id).sppmi->within);
    }

    void bundlesTellHowFarTheyAreAndStop()
    {
        TestContext context;
        context.pauseAtStep = 7;
        const auto paused = makeTrainJob(*m_store, m_paths, toyRequest()).run(context).run;
        const QString file = m_folder.filePath(QStringLiteral("told.opalrun"));
        // Files larger than a block, so that there is something to stop.
        QFile large(m_paths.runFolder(QString::fromStdString(paused.id)) + QStringLiteral("/z.safetensors"));
        QVERIFY(large.open(QIODevice::WriteOnly));
        large.write(QByteArray(5 << 20, 'x'));
        large.close();

        std::vector<double> shares;
        const BundleProgress note = [&shares](std::int64_t done, std::int64_t total) {
            shares.push_back(static_cast<double>(done) / static_cast<double>(total));
        };
        exportRunBundle(*m_store, m_paths, paused.id, file, note);
        QVERIFY(shares.size() >= 10);
        QVERIFY(std::is_sorted(shares.begin(), shares.end()));
        QCOMPARE(shares.back(), 1.0);
        shares.clear();
        importRunBundle(*m_store, m_paths, file, note);
        QVERIFY(shares.size() >= 5);
        QCOMPARE(shares.back(), 1.0);

        const auto folders = [this] {
            return QDir(m_folder.filePath(QStringLiteral("runs")))
                .entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
        };
        const auto runs = m_store->runs(true).size();
        const QStringList before = folders();
        QVERIFY(large.open(QIODevice::Append)); // the same bundle again would not be read
        large.write("more");
        large.close();
        exportRunBundle(*m_store, m_paths, paused.id, file);
        TestContext stopped;
        stopped.stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(makeImportBundleJob(*m_store, m_paths, file).run(stopped), Cancelled);
        QCOMPARE(m_store->runs(true).size(), runs);
        QCOMPARE(folders(), before);
        const QString other = m_folder.filePath(QStringLiteral("stopped.opalrun"));
        QVERIFY_EXCEPTION_THROWN(makeExportBundleJob(*m_store, m_paths, paused.id, other).run(stopped),
                                 Cancelled);
        QVERIFY(!QFile::exists(other));
    }

    void aWaitingResumeLooksAtTheRunAgain()
    {
        TestContext context;
        context.pauseAtStep = 7;
        const auto paused = makeTrainJob(*m_store, m_paths, toyRequest()).run(context).run;
        TrainJobRequest resume;
        resume.resumeRun = QString::fromStdString(paused.id);
        const auto waiting = makeTrainJob(*m_store, m_paths, resume);
        QCOMPARE(waiting.head.resumedRun, resume.resumeRun);
        RunRecord ended = m_store->run(paused.id);
        ended.state = RunState::Finished; // by another program, while the job stood in the queue
        m_store->updateRun(ended);
        TestContext later;
        QCOMPARE(codeOf([&] { waiting.run(later); }), ErrorCode::InvalidArgument);
        QCOMPARE(m_store->run(paused.id).state, RunState::Finished);
    }

    void theSystemIsDescribed()
    {
        const SystemInfo info = systemInfo();
        QVERIFY(!info.torch.empty() && !info.faiss.empty() && !info.qt.empty());
        QVERIFY(info.threads >= 1);
        QVERIFY(!info.devices.empty());
        QVERIFY(!availableModels().empty());
        QVERIFY(!availableImporters().empty());
    }

private:
    TrainJobRequest toyRequest() const
    {
        TrainJobRequest request;
        request.datasetFile = m_dataset;
        request.params = { { "interests", "3" },        { "dim", "8" },      { "batch_size", "16" },
                           { "steps_per_epoch", "10" }, { "patience", "1" }, { "max_epochs", "2" },
                           { "max_length", "10" } };
        request.threads = 1;
        return request;
    }

    void explore(const std::string& run)
    {
        TestContext context;
        const auto users = makeUserListJob(*m_store, run, "", 5).run(context);
        QCOMPARE(users.size(), std::size_t { 5 });
        RecommendJobRequest request;
        request.run = run;
        request.userId = users[0];
        request.k = 10;
        const auto answer = makeRecommendJob(*m_store, m_paths, request).run(context);
        QCOMPARE(answer.run, run);
        QCOMPARE(answer.interests.size(), std::size_t { 3 });
        QVERIFY(!answer.history.empty() && answer.history.size() <= 10);
        QVERIFY(answer.targets > 0);
        QCOMPARE(answer.recall.merged.size(), std::size_t { 10 });
        QCOMPARE(answer.mergedItems.size(), std::size_t { 10 });
        std::int64_t assigned = 0;
        for (const auto& interest : answer.interests)
            assigned += interest.items;
        QCOMPARE(assigned, static_cast<std::int64_t>(answer.history.size()));

        request.userId.clear();
        request.historyItems = std::vector<std::string> { answer.history[0].itemId };
        const auto madeUp = makeRecommendJob(*m_store, m_paths, request).run(context);
        QCOMPARE(madeUp.history.size(), std::size_t { 1 });
        QCOMPARE(madeUp.user, -1);
        request.historyItems = std::vector<std::string> { "no such item" };
        QCOMPARE(codeOf([&] { makeRecommendJob(*m_store, m_paths, request).run(context); }),
                 ErrorCode::NotFound);
        request.historyItems.reset();
        request.userId = "nobody";
        QCOMPARE(codeOf([&] { makeRecommendJob(*m_store, m_paths, request).run(context); }),
                 ErrorCode::NotFound);
    }

    QTemporaryDir m_folder;
    WorkspacePaths m_paths;
    std::unique_ptr<RunStore> m_store;
    QString m_dataset;
};

OPAL_TEST(TestJobs)
#include "tst_jobs.moc"
