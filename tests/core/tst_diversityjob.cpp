// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

struct SilentContext final : JobContext
{
    std::stop_token stopToken() const override { return stop.get_token(); }

    void progress(const JobProgress& progress) override { last = progress; }

    std::stop_source stop;
    JobProgress last;
};

bool near(double a, double b)
{
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-9;
}

/// Sum and count of what is there.
struct Sum
{
    void add(double value)
    {
        if (std::isnan(value))
            return;
        sum += value;
        ++count;
    }

    double mean() const { return count > 0 ? sum / static_cast<double>(count) : std::nan(""); }

    double sum = 0;
    std::int64_t count = 0;
};

} // namespace

/// The average over a set of users equals the mean of what one user after another gives, and is kept.
class TestDiversityJob final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_paths = WorkspacePaths::locate(m_folder.filePath(QStringLiteral("workspace")));
        m_paths.create();
        m_store = std::make_unique<RunStore>(m_paths.database());
        SynthParams synth;
        synth.users = 60;
        synth.items = 80;
        synth.interactions = 1800;
        synth.days = 6;
        synth.topics = 4;
        const QString file = m_paths.datasets() + QStringLiteral("/toy.opaldata");
        makeSynthesiseJob(*m_store, synth, file).run(m_context);
        for (const char* model : { "opal", "mind" }) {
            TrainJobRequest request;
            request.datasetFile = file;
            request.name = QLatin1String(model);
            request.model = model;
            request.params = { { "interests", "3" },
                               { "dim", "8" },
                               { "batch_size", "16" },
                               { "steps_per_epoch", "2" },
                               { "max_epochs", "1" } };
            m_runs[model] = makeTrainJob(*m_store, m_paths, std::move(request)).run(m_context).run.id;
        }
    }

    void averageEqualsOneUserAfterAnother_data()
    {
        QTest::addColumn<QString>("set");
        for (const char* set : { "all", "most_active:7", "ids:3,8,15", "ids:5" })
            QTest::newRow(set) << QString::fromLatin1(set);
    }

    void averageEqualsOneUserAfterAnother()
    {
        QFETCH(QString, set);
        const auto average = averageOf("opal", set.toStdString());
        // The lens tells whom the set holds: every user of the test day by id, or the named ones.
        const auto people = peopleOf(average->set, average->users);
        QCOMPARE(static_cast<std::int64_t>(people.size()), average->users);
        QCOMPARE(average->perUser.size(), people.size());
        Sum within;
        Sum zeros;
        Sum tag;
        Sum sppmi;
        std::map<std::size_t, Sum> blocks;
        std::vector<double> histogram(sppmiBins, 0.0);
        for (const std::string& person : people) {
            const auto user = userOf("opal", person, DiversityOrder::Interest);
            const auto own = std::find_if(average->perUser.begin(), average->perUser.end(),
                                          [&](const UserSppmi& each) { return each.userId == person; });
            QVERIFY(own != average->perUser.end());
            QVERIFY(near(own->within, user->statistics.within));
            QVERIFY(near(own->between, user->statistics.between));
            within.add(user->statistics.within);
            zeros.add(user->statistics.zeroShare);
            tag.add(user->tagDiversity);
            sppmi.add(user->sppmiDiversity);
            const SppmiMatrix& matrix = user->matrix;
            std::map<std::size_t, Sum> sums;
            for (std::size_t row = 0; row < matrix.size(); ++row)
                for (std::size_t column = 0; column < matrix.size(); ++column) {
                    if (row == column)
                        continue;
                    sums[static_cast<std::size_t>(matrix.interest[row] * 3 + matrix.interest[column])].add(
                        matrix.value(row, column));
                    if (matrix.value(row, column) > 0)
                        histogram[static_cast<std::size_t>(matrix.value(row, column) / sppmiBinWidth)]
                            += 1.0 / static_cast<double>(matrix.size() * (matrix.size() - 1) * people.size());
                }
            for (const auto& [block, sum] : sums)
                blocks[block].add(sum.mean());
        }
        QVERIFY(near(average->within.mean, within.mean()));
        QVERIFY(near(average->zeroShare.mean, zeros.mean()));
        QVERIFY(near(average->groups.front().tagDiversity.mean, tag.mean()));
        QVERIFY(near(average->groups.front().sppmiDiversity.mean, sppmi.mean()));
        QCOMPARE(average->blocks.size(), std::size_t { 9 });
        for (std::size_t block = 0; block < 9; ++block) {
            QVERIFY(near(average->blocks[block], blocks[block].mean()));
            QCOMPARE(average->blockUsers[block], blocks[block].count);
        }
        QCOMPARE(average->histogram.size(), histogram.size());
        double total = average->zeroShare.mean;
        for (std::size_t bin = 0; bin < histogram.size(); ++bin) {
            QVERIFY(near(average->histogram[bin], histogram[bin]));
            total += histogram[bin];
        }
        QVERIFY(near(total, 1));
    }

    void ordersShowTheSameItems()
    {
        const auto byInterest = userOf("opal", "5", DiversityOrder::Interest);
        for (const DiversityOrder order : { DiversityOrder::Category, DiversityOrder::Clustered }) {
            const auto other = userOf("opal", "5", order);
            QCOMPARE(other->order, order);
            QVERIFY(near(other->statistics.mean, byInterest->statistics.mean));
            QVERIFY(near(other->within.low, byInterest->within.low));
            std::multiset<std::string> first(byInterest->itemIds.begin(), byInterest->itemIds.end());
            QCOMPARE(std::multiset<std::string>(other->itemIds.begin(), other->itemIds.end()), first);
            if (order == DiversityOrder::Category)
                QVERIFY(std::is_sorted(other->category.begin(), other->category.end()));
            // What belongs to an item goes with it.
            for (std::size_t row = 0; row < other->itemIds.size(); ++row) {
                const auto at = static_cast<std::size_t>(
                    std::find(byInterest->itemIds.begin(), byInterest->itemIds.end(), other->itemIds[row])
                    - byInterest->itemIds.begin());
                QCOMPARE(other->matrix.items[row], byInterest->matrix.items[at]);
                QCOMPARE(other->category[row], byInterest->category[at]);
            }
        }
        QVERIFY(userOf("mind", "5", DiversityOrder::Interest)->category.empty());
        QVERIFY_EXCEPTION_THROWN(userOf("mind", "5", DiversityOrder::Category), Error);
    }

    void groupsByActiveInterestsAreTheSetsOfThatNumber()
    {
        const auto all = averageOf("opal", "all");
        int found = 0;
        for (const GroupDiversity& group : all->groups) {
            if (group.kind != GroupDiversity::Kind::ActiveInterests)
                continue;
            const auto own = averageOf("opal", "interests:" + std::to_string(group.index));
            QCOMPARE(own->users, group.users);
            QVERIFY(near(own->groups.front().gini, group.gini));
            QVERIFY(near(own->groups.front().recall.mean, group.recall.mean));
            ++found;
        }
        QVERIFY(found > 0);
        QVERIFY_EXCEPTION_THROWN(averageOf("opal", "interests:9"), Error);
    }

    void allUsersAreKeptUntilTheRunGoesOn()
    {
        const DiversityStore kept(*m_store);
        QVERIFY(kept.rows(7, 5, 2).empty());
        DiversityJobRequest request { m_runs["mind"], {}, 7, 5, 2 };
        request.users = userSetFromText("most_active:3");
        makeAverageDiversityJob(*m_store, m_paths, request).run(m_context);
        QVERIFY(kept.rows(7, 5, 2).empty()); // a part of the users says nothing of the run
        request.users = {};
        const auto average = makeAverageDiversityJob(*m_store, m_paths, request).run(m_context);
        const auto rows = kept.rows(7, 5, 2);
        QCOMPARE(rows.size(), std::size_t { 1 });
        QCOMPARE(rows.front().run, m_runs["mind"]);
        QCOMPARE(rows.front().users, average->users);
        QVERIFY(near(rows.front().recall, average->groups.front().recall.mean));
        QVERIFY(near(rows.front().hitRate, average->groups.front().hitRate.mean));
        QVERIFY(near(rows.front().coverage, average->groups.front().coverage));
        QVERIFY(near(rows.front().zeroShare, average->zeroShare.mean));
        EvaluateJobRequest evaluate;
        evaluate.run = m_runs["mind"];
        evaluate.cutoffs = { 7 };
        const auto metrics = makeEvaluateJob(*m_store, m_paths, evaluate).run(m_context);
        QVERIFY(near(rows.front().recall, metrics.of("recall").at(7)));
        QVERIFY(near(rows.front().hitRate, metrics.of("hit_rate").at(7)));
        QVERIFY(near(rows.front().gini, metrics.of("gini").at(7)));
        QVERIFY(kept.rows(8, 5, 2).empty());

        RunRecord run = m_store->run(m_runs["mind"]);
        run.step += 1;
        m_store->updateRun(run);
        QVERIFY(kept.rows(7, 5, 2).empty());
        run.step -= 1;
        m_store->updateRun(run);
        QCOMPARE(kept.rows(7, 5, 2).size(), std::size_t { 1 });
        DiversityStore(*m_store).save(rows.front());
        QCOMPARE(kept.rows(7, 5, 2).size(), std::size_t { 1 });
    }

    void cancelStopsIt()
    {
        SilentContext context;
        context.stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(
            makeAverageDiversityJob(*m_store, m_paths, { m_runs["opal"], {}, 20, 1, 1 }).run(context),
            Cancelled);
    }

private:
    std::shared_ptr<const AverageDiversity> averageOf(const char* run, const std::string& set)
    {
        DiversityJobRequest request { m_runs[run], {}, 20, 1, 1 };
        request.users = userSetFromText(set);
        return makeAverageDiversityJob(*m_store, m_paths, request).run(m_context);
    }

    std::shared_ptr<const UserDiversity> userOf(const char* run, const std::string& user,
                                                DiversityOrder order)
    {
        return makeDiversityJob(*m_store, m_paths, { m_runs[run], user, 20, 1, 1, order }).run(m_context);
    }

    /// Ids of the users of a set, found through the attribution of the run and not through the set itself.
    std::vector<std::string> peopleOf(const UserSet& set, std::int64_t count)
    {
        if (set.kind == UserSet::Kind::Ids)
            return set.ids;
        const auto known = makeAttributionJob(*m_store, m_paths, m_runs["opal"], 20).run(m_context);
        auto users = known->users;
        std::stable_sort(users.begin(), users.end(), [](const UserProperties& a, const UserProperties& b) {
            return a.historyLength > b.historyLength;
        });
        std::vector<std::string> ids;
        for (std::size_t at = 0; at < users.size() && at < static_cast<std::size_t>(count); ++at)
            ids.push_back(users[at].userId);
        return ids;
    }

    QTemporaryDir m_folder;
    WorkspacePaths m_paths;
    std::unique_ptr<RunStore> m_store;
    SilentContext m_context;
    std::map<std::string, std::string> m_runs;
};

OPAL_TEST(TestDiversityJob)
#include "tst_diversityjob.moc"
