// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <thread>

#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/results/rankingmetrics.h"
#include "core/store/database.h"
#include "core/store/diversitystore.h"
#include "core/store/ownerlock.h"
#include "core/store/processidentity.h"
#include "core/store/runstore.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

RunRecord exampleRun()
{
    RunRecord record;
    record.name = "first try";
    record.model = "opal";
    record.datasetName = "toy";
    record.datasetHash = "0123456789abcdef";
    record.datasetPath = "/data/toy.opds";
    record.state = RunState::Running;
    record.params = { { "interests", "4" }, { "learning_rate", "0.001" } };
    record.seed = 1;
    record.threads = 2;
    record.device = "cpu";
    record.appVersion = "0.1.0";
    record.tags = { "paper", "a, b" };
    return record;
}

StepReport stepOf(std::int64_t step, double loss, const std::string& stage = "soft")
{
    return {
        stage,
        step,
        { { "loss", loss }, { "softmax", loss / 2 }, { "orth", 0.1 }, { "unif", -1.0 }, { "unique", 0.0 } },
        0.001
    };
}

std::vector<StepReport> stepsOf(std::int64_t first, std::int64_t last, double loss)
{
    std::vector<StepReport> steps;
    for (std::int64_t step = first; step <= last; ++step)
        steps.push_back(stepOf(step, loss));
    return steps;
}

EvaluationReport evaluationOf(std::int64_t epoch, std::int64_t step, double recall, bool best)
{
    EvaluationReport report;
    report.stage = "soft";
    report.epoch = epoch;
    report.step = step;
    report.metrics.users = 100;
    report.metrics.values["recall"] = { { 50, recall / 4 }, { 100, recall / 2 }, { 200, recall } };
    report.metrics.values["hit_rate"] = { { 200, recall * 1.5 } };
    report.metrics.values["ndcg"] = { { 200, recall / 3 } };
    report.best = best;
    report.bad = best ? 0 : 1;
    report.patience = 5;
    return report;
}

CategorySnapshot exampleSnapshot(int categories, std::size_t items)
{
    CategorySnapshot snapshot;
    snapshot.categories = categories;
    snapshot.dim = 3;
    for (int j = 0; j < categories; ++j) {
        snapshot.mass.push_back(1.5 + j);
        snapshot.sizes.push_back(100 - j);
        snapshot.vectors.insert(snapshot.vectors.end(), { 0.25F, -0.5F, static_cast<float>(j) });
    }
    snapshot.confidence.assign(confidenceBins, 7);
    snapshot.meanConfidence = 0.75;
    snapshot.meanEntropy = 0.125;
    for (std::size_t item = 0; item <= items; ++item)
        snapshot.itemCategory.push_back(
            static_cast<std::uint8_t>(item * 7 % static_cast<std::size_t>(categories)));
    return snapshot;
}

EvaluationReport withCategories(EvaluationReport report, const CategorySnapshot& snapshot)
{
    report.categories = std::make_shared<CategorySnapshot>(snapshot);
    return report;
}

constexpr std::int64_t stepsInTurn = 30;

/// The program run by the tests that need a second process: writes steps to the run `id` until it is killed.
int writeUntilKilled(const QString& file, const std::string& id)
{
    RunStore store(file);
    store.beginSegment(id, 0);
    for (std::int64_t step = 1;; ++step) {
        store.append(id, { stepOf(step, 1.0) }, {}, {});
        std::printf("%lld\n", static_cast<long long>(step));
        std::fflush(stdout);
        // In step with the other process at first, then as fast as the file allows until the kill.
        char answer[8];
        if (step <= stepsInTurn && !std::fgets(answer, sizeof answer, stdin))
            return 1;
    }
}

const RegisteredMode writingUntilKilled("--write-until-killed", [](const QStringList& arguments) {
    return writeUntilKilled(arguments.value(0), arguments.value(1).toStdString());
});

} // namespace

class TestRunStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<RunStore>(file());
    }

    void cleanup()
    {
        m_store.reset();
        m_folder.reset();
    }

    void everyFieldComesBack()
    {
        RunRecord record = exampleRun();
        const std::string id = m_store->createRun(record);
        QVERIFY2(QString::fromStdString(id).contains(
                     QRegularExpression(QStringLiteral("^opal-k4-s1-[0-9a-f]{4}$"))),
                 id.c_str());

        record = m_store->run(id);
        QCOMPARE(record.params, exampleRun().params);
        QCOMPARE(record.tags, exampleRun().tags);
        QVERIFY(record.createdMs > 0);
        QVERIFY(!record.test);
        record.state = RunState::Finished;
        record.finishedMs = 123;
        record.seconds = 1.5;
        record.seed = std::numeric_limits<std::uint64_t>::max();
        record.stage = "hard";
        record.step = 42;
        record.bestEpoch = { { "soft", 3 }, { "hard", 1 } };
        record.bestMetric = { { "soft", 0.125 }, { "hard", 1.0 / 3 } };
        record.test = evaluationOf(1, 1, 0.3, true).metrics;
        record.test->interestShare = { 0.5, 0.25, 0.25 };
        record.test->values["gini"] = { { 200, std::numeric_limits<double>::quiet_NaN() } };
        record.error = "läuft nicht \"quoted\"\n次";
        record.name = "must not be written";
        m_store->updateRun(record);
        const RunRecord stored = m_store->run(id);
        QCOMPARE(stored.name, std::string("first try"));
        QCOMPARE(stored.state, RunState::Finished);
        QCOMPARE(stored.finishedMs, std::int64_t { 123 });
        QCOMPARE(stored.seed, record.seed);
        QCOMPARE(stored.step, std::int64_t { 42 });
        QCOMPARE(stored.bestEpoch, record.bestEpoch);
        QVERIFY(stored.bestMetric == record.bestMetric);
        QVERIFY(stored.test->of("recall") == record.test->of("recall"));
        QVERIFY(stored.test->interestShare == record.test->interestShare);
        QVERIFY(std::isnan(stored.test->of("gini").at(200)));
        QCOMPARE(stored.error, record.error);
    }

    void everyMetricIsKept()
    {
        RunRecord record = exampleRun();
        record.test = MetricSet {};
        double value = 0;
        for (const RankingMetric& metric : rankingMetrics())
            record.test->values[metric.key] = { { 20, value += 0.01 }, { 200, value / 3 } };
        record.test->values["of_a_later_release"] = { { 50, 0.75 } };
        const RunRecord stored = m_store->run(m_store->createRun(record));
        QVERIFY(stored.test->values == record.test->values);
    }

    void whatInterestsMeanIsKeptUntilTheRunGoesOn()
    {
        RunRecord record = exampleRun();
        record.step = 42;
        const std::string id = m_store->createRun(record);
        QVERIFY(!m_store->run(id).agreement && !m_store->run(id).sppmi);
        Agreement agreement { "tags", 5736, { 0.05, 1e-5, 0.0004, -0.0007, 0.0008 }, {}, {} };
        agreement.purity.value = std::numeric_limits<double>::quiet_NaN();
        m_store->setAgreement(id, 42, agreement);
        RunDiversity diversity;
        diversity.run = id;
        diversity.k = 200;
        diversity.step = 42;
        diversity.within = 0.6;
        diversity.between = 0.25;
        DiversityStore(*m_store).save(diversity);
        diversity.shift = 5; // other settings are not what runs are compared at
        diversity.within = 0.1;
        DiversityStore(*m_store).save(diversity);
        const std::int64_t before = m_store->statementCount();
        const RunRecord stored = m_store->runs().front();
        QCOMPARE(m_store->statementCount() - before, std::int64_t { 1 });
        QCOMPARE(stored.agreement->with, std::string("tags"));
        QCOMPARE(stored.agreement->items, std::int64_t { 5736 });
        QVERIFY(stored.agreement->ami == agreement.ami);
        QVERIFY(std::isnan(stored.agreement->purity.value));
        QCOMPARE(stored.sppmi->within, 0.6);
        QVERIFY(std::abs(stored.sppmi->ratio() - 2.4) < 1e-12);
        record = stored;
        record.step = 50;
        m_store->updateRun(record);
        QVERIFY(!m_store->run(id).agreement && !m_store->run(id).sppmi);
        m_store->setAgreement(id, 50, agreement);
        QVERIFY(m_store->run(id).agreement);
        m_store->setAgreement(id, 50, std::nullopt);
        QVERIFY(!m_store->run(id).agreement);
        QVERIFY_EXCEPTION_THROWN(m_store->setAgreement("nobody", 1, agreement), Error);
    }

    void peoplesEditsAreKept()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->setName(id, "renamed");
        m_store->setNote(id, "a *note*");
        m_store->setTags(id, { "x" });
        m_store->setStar(id, true);
        m_store->setArchived(id, true);
        const RunRecord record = m_store->run(id);
        QCOMPARE(record.name, std::string("renamed"));
        QCOMPARE(record.note, std::string("a *note*"));
        QCOMPARE(record.tags, std::vector<std::string> { "x" });
        QVERIFY(record.star && record.archived);
        QVERIFY(m_store->runs().empty());
        QCOMPARE(m_store->runs(true).size(), std::size_t { 1 });
        m_store->setArchived(id, false);
        QCOMPARE(m_store->runs().size(), std::size_t { 1 });
        QVERIFY_EXCEPTION_THROWN(m_store->setName(id, "  "), Error);
        QVERIFY_EXCEPTION_THROWN(m_store->setStar("nobody", true), Error);
    }

    void runsAreFoundByIdPrefixAndName()
    {
        const std::string first = m_store->createRun(exampleRun());
        RunRecord other = exampleRun();
        other.model = "mind";
        other.name = "second";
        const std::string second = m_store->createRun(other);
        QCOMPARE(m_store->run(first).id, first);
        QCOMPARE(m_store->run("min").id, second);
        QCOMPARE(m_store->run("first try").id, first);
        QCOMPARE(m_store->run("second").id, second);
        m_store->createRun(exampleRun());
        try {
            m_store->run("opal-k4");
            QFAIL("an ambiguous prefix was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
            QVERIFY2(error.detail().find(first) != std::string::npos, error.what());
        }
        try {
            m_store->run("secnd");
            QFAIL("an unknown run was found");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
            QVERIFY2(error.detail().find("'second'") != std::string::npos, error.what());
        }
        QVERIFY_EXCEPTION_THROWN(m_store->run(""), Error);
    }

    void idsAreUnique()
    {
        std::set<std::string> ids;
        for (int index = 0; index < 300; ++index)
            ids.insert(m_store->createRun(exampleRun()));
        QCOMPARE(ids.size(), std::size_t { 300 });
    }

    void curvesComeBackExactly()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        m_store->append(id, { stepOf(1, 0.1), stepOf(2, std::numeric_limits<double>::infinity()) }, {},
                        { { "started", "soft", 0, "x", 5 } });
        // A term that nobody knew before, and another stage, need no change of the store.
        StepReport more = stepOf(3, 1.0 / 3, "hard");
        more.terms.emplace_back("brand_new", 7);
        m_store->append(id, { more }, { evaluationOf(1, 3, 0.2, true) }, {});
        const RunCurves curves = m_store->curves(id);
        QCOMPARE(curves.steps.size(), std::size_t { 3 });
        QCOMPARE(curves.steps[0].terms, stepOf(1, 0.1).terms);
        QVERIFY(std::isinf(curves.steps[1].terms[0].second));
        QCOMPARE(curves.steps[2].terms, more.terms);
        QCOMPARE(curves.steps[2].stage, std::string("hard"));
        QCOMPARE(curves.steps[2].learningRate, 0.001);
        QCOMPARE(curves.evaluations.size(), std::size_t { 1 });
        QVERIFY(curves.evaluations[0].metrics.of("hit_rate")
                == evaluationOf(1, 3, 0.2, true).metrics.of("hit_rate"));
        QCOMPARE(curves.events.size(), std::size_t { 1 });
        QCOMPARE(curves.events[0].detail, std::string("x"));
        QCOMPARE(m_store->curvesAfter(id, 2).steps.size(), std::size_t { 1 });
        QCOMPARE(m_store->run(id).step, std::int64_t { 3 });
        QCOMPARE(m_store->run(id).stage, std::string("hard"));
        QCOMPARE(m_store->run(id).bestMetric.at("soft"), 0.2);
        QVERIFY_EXCEPTION_THROWN(m_store->append("nobody", { stepOf(1, 1) }, {}, {}), Error);
        QVERIFY_EXCEPTION_THROWN(m_store->curves("nobody"), Error);
    }

    void aResumedSegmentShadowsWhatItRepeats()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        m_store->append(id, stepsOf(1, 30, 1.0),
                        { evaluationOf(1, 10, 0.1, true), evaluationOf(2, 25, 0.2, true) },
                        { { "started", "soft", 0, "", 0 } });
        m_store->beginSegment(id, 20);
        QCOMPARE(m_store->run(id).step, std::int64_t { 20 });
        QCOMPARE(m_store->run(id).bestMetric.at("soft"), 0.1);
        QCOMPARE(m_store->run(id).bestEpoch.at("soft"), std::int64_t { 1 });
        QCOMPARE(m_store->curves(id).steps.size(), std::size_t { 20 });
        m_store->append(id, stepsOf(21, 26, 2.0), { evaluationOf(2, 25, 0.3, true) },
                        { { "resumed", "soft", 20, "", 0 } });
        const RunCurves curves = m_store->curves(id);
        QCOMPARE(curves.steps.size(), std::size_t { 26 });
        for (std::size_t index = 0; index < curves.steps.size(); ++index) {
            QCOMPARE(curves.steps[index].step, static_cast<std::int64_t>(index) + 1);
            QCOMPARE(curves.steps[index].terms[0].second, index < 20 ? 1.0 : 2.0);
        }
        QCOMPARE(curves.evaluations.size(), std::size_t { 2 });
        QCOMPARE(curves.evaluations[1].metrics.of("recall").at(200), 0.3);
        QCOMPARE(curves.events.size(), std::size_t { 2 });

        // The old rows are history: they stay in the file.
        const Database database(file());
        Query query(database, QStringLiteral("SELECT sum(count) FROM step_chunk"));
        query.run();
        QVERIFY(query.next());
        QCOMPARE(query.integer(0), std::int64_t { 36 });
    }

    void longCurvesAreFewRows()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        QElapsedTimer timer;
        timer.start();
        for (std::int64_t first = 1; first <= 100000; first += 200)
            m_store->append(id, stepsOf(first, first + 199, 0.5), {}, {});
        qInfo("100,000 steps of 5 terms in 500 appends: %lld ms", static_cast<long long>(timer.restart()));
        QCOMPARE(m_store->curves(id).steps.size(), std::size_t { 100000 });
        qInfo("reading them: %lld ms", static_cast<long long>(timer.restart()));
        const std::int64_t before = m_store->statementCount();
        QCOMPARE(m_store->curvesAfter(id, 99990).steps.size(), std::size_t { 10 });
        qInfo("reading the tail: %lld ms", static_cast<long long>(timer.elapsed()));
        QCOMPARE(m_store->statementCount() - before, std::int64_t { 4 });
        const Database database(file());
        Query query(database, QStringLiteral("SELECT count(*) FROM step_chunk"));
        query.run();
        QVERIFY(query.next());
        QVERIFY(query.integer(0) <= 100);
        QVERIFY(plan(QStringLiteral("SELECT data FROM step_chunk WHERE run='x' AND last_step>5"))
                    .contains(QStringLiteral("step_chunk_by_step")));
    }

    void twoThousandRunsAreListedWithOneStatement()
    {
        const int runCount = 2000;
        RunRecord record = exampleRun();
        for (int index = 0; index < 24; ++index)
            record.params["parameter_" + std::to_string(index)] = std::to_string(index * 0.1);
        record.state = RunState::Finished;
        record.test = evaluationOf(1, 1, 0.3, true).metrics;
        std::vector<EvaluationReport> evaluations;
        for (int epoch = 1; epoch <= 50; ++epoch)
            evaluations.push_back(evaluationOf(epoch, epoch * 10, 0.001 * epoch, true));
        for (int index = 0; index < runCount; ++index) {
            record.createdMs = 1700000000000 + (index * 7919) % runCount;
            record.name = "run " + std::to_string(index);
            m_store->append(m_store->createRun(record), {}, evaluations, {});
        }
        const std::int64_t before = m_store->statementCount();
        QElapsedTimer timer;
        timer.start();
        std::vector<RunRecord> runs = m_store->runs();
        std::sort(runs.begin(), runs.end(), [](const RunRecord& left, const RunRecord& right) {
            return left.bestMetric.at("soft") > right.bestMetric.at("soft") || (left.name < right.name);
        });
        qInfo("listing and sorting %d runs with 50 evaluations each: %lld ms", runCount,
              static_cast<long long>(timer.elapsed()));
        QCOMPARE(runs.size(), std::size_t { runCount });
        QCOMPARE(m_store->statementCount() - before, std::int64_t { 1 });
        const QString listPlan = plan(
            QStringLiteral("SELECT * FROM run WHERE archived=0 ORDER BY created_ms DESC, number DESC"));
        QVERIFY2(listPlan.contains(QStringLiteral("run_by_time"))
                     && !listPlan.contains(QStringLiteral("TEMP B-TREE")),
                 qPrintable(listPlan));
        const auto listed = m_store->runs();
        QVERIFY(
            std::is_sorted(listed.begin(), listed.end(), [](const RunRecord& left, const RunRecord& right) {
                return left.createdMs > right.createdMs;
            }));
    }

    void threadsWriteAtTheSameTime()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        std::atomic<int> failures { 0 };
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread) {
                threads.emplace_back([&, thread] {
                    try {
                        for (int round = 0; round < 50; ++round) {
                            if (thread == 0)
                                m_store->append(id, { stepOf(round + 1, 1) }, {}, {});
                            else
                                m_store->setNote(id, std::to_string(round));
                            m_store->run(id);
                        }
                    } catch (const std::exception& error) {
                        qWarning("%s", error.what());
                        ++failures;
                    }
                });
            }
        }
        QCOMPARE(failures.load(), 0);
        QCOMPARE(m_store->curves(id).steps.size(), std::size_t { 50 });
    }

    void aKilledProcessLosesNothingThatWasCommitted()
    {
        RunRecord queued = exampleRun();
        queued.state = RunState::Queued;
        const std::string id = m_store->createRun(queued);
        QProcess writer;
        startWriter(writer, id);
        std::int64_t reported = 0;
        // This process writes at the same time.
        const auto readReports = [&] {
            if (!writer.canReadLine() && !writer.waitForReadyRead(20000))
                return false;
            while (writer.canReadLine())
                reported = writer.readLine().trimmed().toLongLong();
            return true;
        };
        for (int round = 0; reported < stepsInTurn; ++round) {
            if (round > 0)
                writer.write("\n");
            m_store->setNote(id, std::to_string(round));
            QVERIFY(readReports());
        }

        // While it lives nobody may take its run.
        QVERIFY(m_store->recoverInterrupted().empty());
        try {
            m_store->beginSegment(id, 0);
            QFAIL("the run of another process was taken");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::WorkspaceBusy);
        }

        writer.write("\n");
        while (reported < 2 * stepsInTurn)
            QVERIFY(readReports());
        writer.kill();
        QVERIFY(writer.waitForFinished(20000));
        while (writer.canReadLine())
            reported = writer.readLine().trimmed().toLongLong();
        const RunStore reopened(file());
        QVERIFY(static_cast<std::int64_t>(reopened.curves(id).steps.size()) >= reported);
        QCOMPARE(m_store->recoverInterrupted(), std::vector<std::string> { id });
        QCOMPARE(m_store->run(id).state, RunState::Interrupted);
        QCOMPARE(m_store->curves(id).events.back().kind, std::string("interrupted"));
        QVERIFY(m_store->recoverInterrupted().empty());
        m_store->beginSegment(id, 10);
        QCOMPARE(m_store->run(id).state, RunState::Running);
    }

    void ownRunningRunsAreNotRecovered()
    {
        m_store->createRun(exampleRun());
        QVERIFY(m_store->recoverInterrupted().empty());
    }

    /// A second store is what another program is to the first one: its lock is not ours.
    void aClaimedRunIsNobodyElses()
    {
        const std::string id = m_store->createRun(exampleRun());
        RunStore other(file());
        QVERIFY(other.recoverInterrupted().empty());
        const auto refused = [&](const auto& action) {
            try {
                action();
                return false;
            } catch (const Error& error) {
                return error.code() == ErrorCode::WorkspaceBusy;
            }
        };
        QVERIFY(refused([&] { other.claim(id); }));
        QVERIFY(refused([&] { other.addChanges(id, { { 0, "learning_rate", "1", "2", 0 } }); }));
        RunRecord ended = m_store->run(id);
        ended.state = RunState::Paused;
        m_store->updateRun(ended);
        other.claim(id);
        QVERIFY(refused([&] { m_store->claim(id); }));
        other.release(id);
        m_store->claim(id);
    }

    void theLockDecidesAndNoProcessNumber_data()
    {
        QTest::addColumn<QString>("boot");
        QTest::addColumn<QString>("process");
        QTest::addColumn<int>("secondsAgo");
        QTest::addColumn<bool>("lives");
        const QString here = QString::fromStdString(bootIdentity());
        const QString self = QString::fromStdString(currentProcessIdentity());
        QTest::newRow("killed here, its number used again") << here << self << 0 << false;
        QTest::newRow("killed in a container") << here << QStringLiteral("b:1:1") << 0 << false;
        QTest::newRow("another machine, beating")
            << QStringLiteral("b") << QStringLiteral("b:1:1") << 5 << true;
        QTest::newRow("another machine, silent")
            << QStringLiteral("b") << QStringLiteral("b:1:1") << 2 * OwnerLock::silenceSeconds << false;
        QTest::newRow("ended before it could say who it was") << QString() << QString() << 0 << false;
    }

    void theLockDecidesAndNoProcessNumber()
    {
        QFETCH(QString, boot);
        QFETCH(QString, process);
        QFETCH(int, secondsAgo);
        QFETCH(bool, lives);
        const std::string id = m_store->createRun(exampleRun());
        m_store->release(id);
        const QString lock = QFileInfo(file()).absolutePath() + QStringLiteral("/runs/")
            + QString::fromStdString(id) + QStringLiteral("/owner.lock");
        QFile owner(lock);
        QVERIFY(owner.open(QIODevice::WriteOnly));
        if (!boot.isEmpty())
            owner.write(QStringLiteral("%1\npid:[1]\n%2\nhost\nunique\n").arg(boot, process).toUtf8());
        owner.flush();
        QVERIFY(owner.setFileTime(QDateTime::currentDateTime().addSecs(-secondsAgo),
                                  QFileDevice::FileModificationTime));
        owner.close();
        QCOMPARE(m_store->recoverInterrupted().empty(), lives);
        QCOMPARE(m_store->run(id).state, lives ? RunState::Running : RunState::Interrupted);
        if (lives)
            QVERIFY_EXCEPTION_THROWN(m_store->claim(id), Error);
        else
            m_store->claim(id);
    }

    void whoLostItsRunWritesNothingMore()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->append(id, stepsOf(1, 5, 1.0), {}, {});
        // What a machine does that has found this one silent.
        const QString lock = QFileInfo(file()).absolutePath() + QStringLiteral("/runs/")
            + QString::fromStdString(id) + QStringLiteral("/owner.lock");
        QFile owner(lock);
        QVERIFY(owner.open(QIODevice::WriteOnly));
        owner.write("b\npid:[1]\nb:1:1\nelsewhere\nunique\n");
        owner.close();
        try {
            m_store->append(id, stepsOf(6, 7, 1.0), {}, {});
            QFAIL("two programs write one run");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::WorkspaceBusy);
            QVERIFY2(error.detail().find("elsewhere") != std::string::npos, error.what());
        }
        QCOMPARE(m_store->curves(id).steps.size(), std::size_t { 5 });
    }

    void anEmptyFileBesideRunsIsNoNewStore()
    {
        const QTemporaryDir folder;
        const QString database = folder.filePath(QStringLiteral("runs.sqlite"));
        QVERIFY(QFile(database).open(QIODevice::WriteOnly));
        {
            const RunStore fresh(database);
        } // without runs it is one
        QVERIFY(QFile::resize(database, 0));
        QFile::remove(database + QStringLiteral("-wal"));
        QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("runs/opal-k4-s1-aaaa"))));
        try {
            const RunStore lost(database);
            QFAIL("a lost store was replaced by an empty one");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Database);
            QVERIFY2(error.detail().find("holds 1 run;") != std::string::npos, error.what());
        }
        QCOMPARE(QFileInfo(database).size(), 0);
    }

    void processIdentityIsExact()
    {
        const std::string self = currentProcessIdentity();
        QVERIFY(isProcessAlive(self));
        QVERIFY(!isProcessAlive(self + "1"));
        QVERIFY(!isProcessAlive(""));
        QVERIFY(!isProcessAlive("a:b:c"));
        QVERIFY(!isProcessAlive("boot:1:1"));
    }

    void datasetsAreReplacedByHash()
    {
        m_store->addDataset({ "aa", "one", "/one", 1, 2, 3, 10 });
        m_store->addDataset({ "bb", "two", "/two", 4, 5, 6, 20 });
        m_store->addDataset({ "aa", "one again", "/one", 1, 2, 3, 30 });
        const auto datasets = m_store->datasets();
        QCOMPARE(datasets.size(), std::size_t { 2 });
        QCOMPARE(datasets[0].name, std::string("one again"));
        QCOMPARE(datasets[1].users, std::int64_t { 4 });
    }

    void datasetsAreRenamedAndTakenOffTheList()
    {
        m_store->addDataset({ "aa", "one", "/one", 1, 2, 3, 10 });
        m_store->addDataset({ "bb", "two", "/two", 4, 5, 6, 20 });
        const std::int64_t before = m_store->changeCounter();
        m_store->renameDataset("bb", "second");
        QVERIFY(m_store->changeCounter() > before);
        QCOMPARE(m_store->datasets()[0].name, std::string("second"));
        const DatasetRecord first = m_store->datasets()[1];
        m_store->removeDataset("aa");
        QCOMPARE(m_store->datasets().size(), std::size_t { 1 });
        m_store->addDataset(first); // undone: at its place again
        QCOMPARE(m_store->datasets()[1].name, std::string("one"));
        QVERIFY_EXCEPTION_THROWN(m_store->renameDataset("cc", "none"), Error);
        QVERIFY_EXCEPTION_THROWN(m_store->removeDataset("cc"), Error);
    }

    void everyChangeIsCounted()
    {
        const RunStore other(file());
        std::int64_t last = other.changeCounter();
        const auto grew = [&] {
            const std::int64_t now = other.changeCounter();
            const bool result = now > last;
            last = now;
            return result;
        };
        const std::string id = m_store->createRun(exampleRun());
        QVERIFY(grew());
        m_store->beginSegment(id, 0);
        QVERIFY(grew());
        m_store->append(id, { stepOf(1, 1) }, {}, {});
        QVERIFY(grew());
        m_store->setStar(id, true);
        QVERIFY(grew());
        m_store->updateRun(m_store->run(id));
        QVERIFY(grew());
        m_store->addDataset({ "aa", "one", "/one", 1, 2, 3, 10 });
        QVERIFY(grew());
        m_store->runs();
        QVERIFY(!grew());
    }

    void severalRunsAreArchivedTogetherOrNotAtAll()
    {
        const std::string first = m_store->createRun(exampleRun());
        const std::string second = m_store->createRun(exampleRun());
        m_store->setArchived({ first, second }, true);
        QVERIFY(m_store->runs().empty());
        QVERIFY_EXCEPTION_THROWN(m_store->setArchived({ first, "nothing", second }, false), Error);
        QVERIFY(m_store->run(first).archived);
        m_store->setArchived({ first, second }, false);
        QCOMPARE(m_store->runs().size(), std::size_t { 2 });
    }

    void consecutiveRunsLookDifferentAndKeepTheirLook()
    {
        const std::string first = m_store->createRun(exampleRun());
        const std::string second = m_store->createRun(exampleRun());
        const int before = m_store->run(first).color;
        QVERIFY(before != m_store->run(second).color);
        m_store->setColor(first, 11);
        QCOMPARE(m_store->run(first).color, 11);
        m_store->updateRun(m_store->run(first));
        QCOMPARE(RunStore(file()).run(first).color, 11);
        RunRecord chosen = exampleRun();
        chosen.color = 7;
        QCOMPARE(m_store->run(m_store->createRun(chosen)).color, 7);
    }

    void viewStateIsKeptWithoutCountingAsAChange()
    {
        const std::int64_t counter = m_store->changeCounter();
        QCOMPARE(m_store->viewState("columns"), std::string());
        m_store->setViewState("columns", "a");
        m_store->setViewState("columns", "b");
        QCOMPARE(RunStore(file()).viewState("columns"), std::string("b"));
        QCOMPARE(m_store->changeCounter(), counter);
    }

    void keepsHyperCategories_data()
    {
        QTest::addColumn<int>("categories");
        for (const int count : { 1, 2, 3, 16, 17 })
            QTest::addRow("K = %d", count) << count;
    }

    void keepsHyperCategories()
    {
        QFETCH(int, categories);
        const CategorySnapshot snapshot = exampleSnapshot(categories, 1001);
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        m_store->append(id, {}, { evaluationOf(1, 10, 0.1, true) }, {});
        QVERIFY(m_store->categoryCourse(id).empty());
        m_store->append(id, {}, { withCategories(evaluationOf(2, 20, 0.2, true), snapshot) }, {});
        const std::vector<CategorySnapshot> course = m_store->categoryCourse(id);
        QCOMPARE(course.size(), std::size_t { 1 });
        QVERIFY(course[0].itemCategory.empty());
        const CategorySnapshot read = m_store->categorySnapshot(id, 20);
        QCOMPARE(read.stage, std::string("soft"));
        QCOMPARE(read.epoch, std::int64_t { 2 });
        QCOMPARE(read.step, std::int64_t { 20 });
        QCOMPARE(read.categories, categories);
        QCOMPARE(read.dim, 3);
        QVERIFY(read.mass == snapshot.mass);
        QVERIFY(read.sizes == snapshot.sizes);
        QVERIFY(read.confidence == snapshot.confidence);
        QVERIFY(read.vectors == snapshot.vectors);
        QVERIFY(read.itemCategory == snapshot.itemCategory);
        QCOMPARE(read.meanConfidence, 0.75);
        QCOMPARE(read.meanEntropy, 0.125);
        QVERIFY_EXCEPTION_THROWN(m_store->categorySnapshot(id, 10), Error);
    }

    void repeatedEvaluationsReplaceHyperCategories()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        CategorySnapshot snapshot = exampleSnapshot(2, 10);
        m_store->append(id, {}, { withCategories(evaluationOf(1, 10, 0.1, true), snapshot) }, {});
        m_store->append(id, {}, { withCategories(evaluationOf(2, 20, 0.2, true), snapshot) }, {});
        m_store->beginSegment(id, 10);
        QCOMPARE(m_store->categoryCourse(id).size(), std::size_t { 1 });
        snapshot.mass = { 9, 9 };
        m_store->append(id, {}, { withCategories(evaluationOf(2, 20, 0.3, true), snapshot) }, {});
        QCOMPARE(m_store->categoryCourse(id).size(), std::size_t { 2 });
        QVERIFY(m_store->categorySnapshot(id, 20).mass == snapshot.mass);
    }

    void hyperCategoriesAreSmall()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        m_store->append(id, {},
                        { withCategories(evaluationOf(1, 10, 0.1, true), exampleSnapshot(4, 157691)) }, {});
        const Database database(file());
        Query query(database,
                    QStringLiteral("SELECT length(summary) + length(items) FROM category_snapshot"));
        query.run();
        QVERIFY(query.next());
        QVERIFY(query.integer(0) < 41000); // the item table of a checkpoint has 40 MB
    }

    void damagedHyperCategoriesAreRefused()
    {
        const std::string id = m_store->createRun(exampleRun());
        m_store->beginSegment(id, 0);
        m_store->append(id, {}, { withCategories(evaluationOf(1, 10, 0.1, true), exampleSnapshot(3, 50)) },
                        {});
        const Database database(file());
        Query(database, QStringLiteral("UPDATE category_snapshot SET items=substr(items, 1, 9)")).run();
        QVERIFY_EXCEPTION_THROWN(m_store->categorySnapshot(id, 10), Error);
        QCOMPARE(m_store->categoryCourse(id).size(), std::size_t { 1 });
        Query(database, QStringLiteral("UPDATE category_snapshot SET summary=substr(summary, 1, 60)")).run();
        QVERIFY_EXCEPTION_THROWN(m_store->categoryCourse(id), Error);
    }

    void categoriesHaveNames()
    {
        const std::string id = m_store->createRun(exampleRun());
        QVERIFY(m_store->categoryNames(id).empty());
        m_store->setCategoryNames(id, { { 0, "Travel" }, { 2, "Pets" } });
        m_store->setCategoryNames(id, { { 0, "Reisen" }, { 2, " " } });
        QCOMPARE(m_store->categoryNames(id), (std::map<int, std::string> { { 0, "Reisen" } }));
        QVERIFY_EXCEPTION_THROWN(m_store->setCategoryNames("nothing", { { 0, "a" } }), Error);
    }

private:
    QString file() const { return m_folder->filePath(QStringLiteral("runs.sqlite")); }

    void startWriter(QProcess& writer, const std::string& id) const
    {
        writer.setProcessChannelMode(QProcess::SeparateChannels);
        writer.start(QCoreApplication::applicationFilePath(),
                     { QStringLiteral("--write-until-killed"), file(), QString::fromStdString(id) });
        QVERIFY(writer.waitForStarted(20000));
    }

    QString plan(const QString& sql) const
    {
        const Database database(file());
        Query query(database, QStringLiteral("EXPLAIN QUERY PLAN ") + sql);
        query.run();
        QString text;
        while (query.next())
            text += QString::fromStdString(query.text(3)) + QLatin1Char('\n');
        return text;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RunStore> m_store;
};

OPAL_TEST(TestRunStore)

#include "tst_runstore.moc"
