// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <set>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/oneagainstseveral.h"
#include "core/store/runstore.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

using Found = std::shared_ptr<const OneAgainstSeveral>;

struct WatchingContext final : JobContext
{
    std::stop_token stopToken() const override { return stop.get_token(); }

    void progress(const JobProgress& progress) override
    {
        all.push_back(progress);
        if (look)
            look(progress);
    }

    std::stop_source stop;
    std::vector<JobProgress> all;
    std::function<void(const JobProgress&)> look;
};

} // namespace

/// The two runs of the paper's Fig. 4 and its user: what is there is taken, what is not is trained.
class TestOneAgainstSeveral final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_paths = WorkspacePaths::locate(m_folder->filePath(QStringLiteral("workspace")));
        m_paths.create();
        m_store = std::make_unique<RunStore>(m_paths.database());
        m_file = makeData("toy", 3);
    }

    void runsAreTrainedOnceAndTakenThen()
    {
        WatchingContext context;
        const Found first = make(request("3"), context);
        QCOMPARE(first->trained.size(), std::size_t { 2 });
        QCOMPARE(first->one->interests, 1);
        QCOMPARE(first->several->interests, 3);
        QCOMPARE(first->one->run, first->trained[0]);
        QCOMPARE(first->several->run, first->trained[1]);
        const RunRecord one = m_store->run(first->one->run);
        RunRecord several = m_store->run(first->several->run);
        for (const RunRecord& run : { one, several }) {
            QCOMPARE(run.state, RunState::Finished);
            QVERIFY(run.test);
        }
        several.params["interests"] = "1"; // otherwise they are equal, seed and data included
        QCOMPARE(several.params, one.params);
        QCOMPARE(several.datasetHash, one.datasetHash);
        // The whole only goes forward, and trainings say which they are.
        QVERIFY(std::is_sorted(context.all.begin(), context.all.end(),
                               [](const auto& a, const auto& b) { return a.fraction < b.fraction; }));
        QCOMPARE(context.all.back().fraction, 1.0);
        std::set<std::int64_t> points;
        for (const JobProgress& progress : context.all)
            if (!progress.training.run.isEmpty())
                points.insert(progress.training.point);
        QCOMPARE(points, (std::set<std::int64_t> { 0, 1 }));

        const Found again = make(request("3"));
        QVERIFY(again->trained.empty());
        QCOMPARE(again->one->run, first->one->run);
        QCOMPARE(again->several->run, first->several->run);
        QCOMPARE(again->choice.userId, first->choice.userId);
        QCOMPARE(again->several->itemIds, first->several->itemIds);

        // One interest is there for any number of several; another seed is another pair.
        const Found two = make(request("2"));
        QCOMPARE(two->one->run, first->one->run);
        QCOMPARE(two->trained, std::vector<std::string> { two->several->run });
        OneAgainstSeveralRequest seeded = request("2");
        seeded.params["seed"] = "7";
        QCOMPARE(make(seeded)->trained.size(), std::size_t { 2 });
        QCOMPARE(m_store->runs().size(), std::size_t { 5 });
    }

    void theUserIsTheOneOfTheRule()
    {
        OneAgainstSeveralRequest wanted = request("3");
        const Found typical = make(wanted);
        DiversityJobRequest all { typical->several->run, {}, wanted.k, wanted.shift, wanted.minimumCount };
        WatchingContext context;
        const auto average = makeAverageDiversityJob(*m_store, m_paths, all).run(context);
        std::vector<double> ratios;
        for (const UserSppmi& user : average->perUser)
            if (!std::isnan(user.ratio()))
                ratios.push_back(user.ratio());
        std::sort(ratios.begin(), ratios.end());
        QVERIFY(ratios.size() > 10);
        QCOMPARE(typical->choice.pick, UserPick::Typical);
        QCOMPARE(typical->choice.users, static_cast<std::int64_t>(ratios.size()));
        QCOMPARE(typical->choice.median, ratios[(ratios.size() - 1) / 2]);
        // The sum runs in another order there.
        QVERIFY(std::abs(typical->choice.ratio - typical->choice.median) < 1e-9);
        QCOMPARE(typical->one->userId, typical->choice.userId);
        QCOMPARE(typical->several->userId, typical->choice.userId);

        wanted.pick = UserPick::Clearest;
        const Found clearest = make(wanted);
        QVERIFY(std::abs(clearest->choice.ratio - ratios.back()) < 1e-9);
        QCOMPARE(clearest->choice.median, typical->choice.median);
        QVERIFY(clearest->choice.userId != typical->choice.userId);

        wanted.pick = UserPick::Named;
        wanted.user = clearest->choice.userId;
        const Found named = make(wanted);
        QCOMPARE(named->choice.pick, UserPick::Named);
        QCOMPARE(named->choice.ratio, clearest->choice.ratio);
        QCOMPARE(named->several->itemIds, clearest->several->itemIds);
        wanted.user = "nobody";
        QVERIFY_EXCEPTION_THROWN(make(wanted), Error);
        QCOMPARE(m_store->runs().size(), std::size_t { 2 });
    }

    /// Stopped while the second run trains, both stay as ordinary runs, and the next figure goes on with it.
    void cancelledTrainingIsGoneOnWith()
    {
        OneAgainstSeveralRequest wanted = request("3");
        wanted.params["max_epochs"] = "3";
        WatchingContext context;
        context.look = [&context](const JobProgress& progress) {
            if (progress.training.point == 1 && !progress.training.evaluations.empty())
                context.stop.request_stop();
        };
        QVERIFY_EXCEPTION_THROWN(make(wanted, context), Cancelled);
        std::vector<RunRecord> runs = m_store->runs();
        QCOMPARE(runs.size(), std::size_t { 2 });
        QCOMPARE(runs[0].state, RunState::Interrupted); // newest first
        QVERIFY(isResumable(runs[0]));
        QCOMPARE(runs[1].state, RunState::Finished);
        QVERIFY(QDir(m_paths.figures()).isEmpty());

        const auto outlook = contrastRuns(*m_store, m_paths, runs[0].datasetHash, wanted.params);
        QCOMPARE(outlook.size(), std::size_t { 2 });
        QCOMPARE(outlook[0].interests, std::int64_t { 1 });
        QVERIFY(outlook[0].finished && outlook[0].finished->id == runs[1].id);
        QCOMPARE(outlook[1].interests, std::int64_t { 3 });
        QVERIFY(!outlook[1].finished);
        QVERIFY(outlook[1].begun && outlook[1].begun->id == runs[0].id);

        const Found found = make(wanted);
        QCOMPARE(found->trained, std::vector<std::string> { runs[0].id });
        QCOMPARE(found->one->run, runs[1].id);
        runs = m_store->runs();
        QCOMPARE(runs.size(), std::size_t { 2 });
        QCOMPARE(runs[0].state, RunState::Finished);
    }

    void runsWithoutWeightsAndChangedOnesDoNotQualify()
    {
        const Found first = make(request("3"));
        QVERIFY(QDir(m_paths.runFolder(QString::fromStdString(first->several->run))).removeRecursively());
        const Found second = make(request("3"));
        QCOMPARE(second->one->run, first->one->run);
        QVERIFY(second->several->run != first->several->run);
        m_store->addChanges(second->one->run, { { 2, "learning_rate", "0.001", "0.002", 0 } });
        const Found third = make(request("3"));
        QVERIFY(third->one->run != second->one->run);
        QCOMPARE(third->several->run, second->several->run);
        m_store->setArchived(third->several->run, true);
        QCOMPARE(make(request("3"))->trained.size(), std::size_t { 1 });
    }

    void namedRunsAreTakenInTheirOrder()
    {
        const Found first = make(request("3"));
        OneAgainstSeveralRequest named;
        named.k = 20;
        named.runs = { first->several->run, first->one->run };
        const Found found = make(named);
        QVERIFY(found->trained.empty());
        QCOMPARE(found->one->run, first->one->run);
        QCOMPARE(found->several->run, first->several->run);
        QCOMPARE(found->choice.userId, first->choice.userId);

        named.runs = { first->several->run };
        QVERIFY_EXCEPTION_THROWN(make(named), Error);
        named.runs = { first->several->run, first->several->run };
        QVERIFY_EXCEPTION_THROWN(make(named), Error);
        OneAgainstSeveralRequest elsewhere = request("3");
        elsewhere.datasetFile = makeData("other", 4);
        named.runs = { first->one->run, make(elsewhere)->several->run };
        QVERIFY_EXCEPTION_THROWN(make(named), Error);
    }

    void wrongRequestsAreRefusedBeforeAnythingIsTrained()
    {
        QVERIFY_EXCEPTION_THROWN(make(request("1")), Error);
        OneAgainstSeveralRequest wrong = request("3");
        wrong.params["intrests"] = "3";
        QVERIFY_EXCEPTION_THROWN(make(wrong), Error);
        wrong = request("3");
        wrong.datasetFile += QStringLiteral(".missing");
        QVERIFY_EXCEPTION_THROWN(make(wrong), Error);
        QVERIFY(m_store->runs().empty());
    }

private:
    QString makeData(const char* name, std::uint64_t seed)
    {
        SynthParams synth;
        synth.users = 60;
        synth.items = 80;
        synth.interactions = 1800;
        synth.days = 6;
        synth.topics = 4;
        synth.seed = seed;
        const QString file = m_paths.datasets() + u'/' + QLatin1String(name) + QStringLiteral(".opaldata");
        WatchingContext context;
        makeSynthesiseJob(*m_store, synth, file).run(context);
        return file;
    }

    OneAgainstSeveralRequest request(const char* interests) const
    {
        OneAgainstSeveralRequest request;
        request.datasetFile = m_file;
        request.params = { { "interests", interests },
                           { "dim", "8" },
                           { "batch_size", "16" },
                           { "steps_per_epoch", "2" },
                           { "max_epochs", "1" } };
        request.k = 20;
        return request;
    }

    Found make(const OneAgainstSeveralRequest& request, WatchingContext& context)
    {
        return makeOneAgainstSeveralJob(*m_store, m_paths, request).run(context);
    }

    Found make(const OneAgainstSeveralRequest& request)
    {
        WatchingContext context;
        return make(request, context);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    WorkspacePaths m_paths;
    std::unique_ptr<RunStore> m_store;
    QString m_file;
};

OPAL_TEST(TestOneAgainstSeveral)
#include "tst_oneagainstseveral.moc"
