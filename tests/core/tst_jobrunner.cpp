// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <type_traits>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "core/jobs/jobrunner.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// A job made of a function.
template <typename Function>
Job<std::invoke_result_t<Function, JobContext&>>
job(Function function, const QString& subject = QStringLiteral("x"), JobLane lane = JobLane::Heavy)
{
    return { { QStringLiteral("test"), subject, lane }, std::move(function) };
}

/// Runs until its stop token is triggered.
bool waitForStop(JobContext& context)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, context.stopToken(), [] { return false; });
    throw Cancelled();
}

/// Nothing but a context: keeps what it is told.
struct QuietContext final : JobContext
{
    std::stop_source stop;
    std::vector<double> fractions;

    std::stop_token stopToken() const override { return stop.get_token(); }

    void progress(const JobProgress& progress) override { fractions.push_back(progress.fraction); }
};

/// Everything that a runner said, in order.
struct Listener final : QObject
{
    explicit Listener(JobRunner& runner)
    {
        connect(&runner, &JobRunner::started, this,
                [this](const JobInfo& job) { log.push_back("started " + std::to_string(job.id)); });
        connect(&runner, &JobRunner::progressed, this,
                [this](const JobInfo& job, const JobProgress& progress) {
                    ++flushes;
                    if (finishedCount[job.id] > 0)
                        ++late;
                    steps.insert(steps.end(), progress.training.steps.begin(), progress.training.steps.end());
                    evaluations += progress.training.evaluations.size();
                    events += progress.training.events.size();
                    last = progress;
                });
        connect(&runner, &JobRunner::finished, this, [this](const JobInfo& job, const JobOutcome& outcome) {
            ++finishedCount[job.id];
            outcomes[job.id] = outcome;
            log.push_back("finished " + std::to_string(job.id));
        });
    }

    bool isFinished(JobId id) const { return outcomes.contains(id); }

    std::vector<std::string> log;
    std::map<JobId, int> finishedCount;
    std::map<JobId, JobOutcome> outcomes;
    std::vector<StepReport> steps;
    std::size_t evaluations = 0;
    std::size_t events = 0;
    int flushes = 0;
    int late = 0;
    JobProgress last;
};

} // namespace

class TestJobRunner final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void aResultComesBack()
    {
        JobRunner runner;
        Listener listener(runner);
        std::optional<int> result;
        JobListener<int> asking;
        asking.ended = [&](const JobOutcome& outcome, int* made) {
            QVERIFY(outcome.succeeded());
            result = *made;
        };
        const JobId id = runner.submit(job([](JobContext&) { return 42; }), asking);
        QVERIFY(runner.isBusy());
        QTRY_VERIFY(listener.isFinished(id));
        QVERIFY(listener.outcomes[id].succeeded());
        QCOMPARE(result, std::optional(42));
        QVERIFY(!runner.isBusy());
    }

    void jobsOfALaneRunInOrder()
    {
        JobRunner runner;
        Listener listener(runner);
        std::atomic<int> running { 0 };
        std::atomic<int> most { 0 };
        JobId lastId = 0;
        for (int index = 0; index < 5; ++index) {
            lastId = runner.submit(job([&](JobContext&) {
                most = std::max(most.load(), ++running);
                --running;
                return true;
            }));
        }
        QCOMPARE(runner.jobs().size(), std::size_t { 5 });
        QTRY_VERIFY(listener.isFinished(lastId));
        QCOMPARE(most.load(), 1);
        const std::vector<std::string> expected { "started 1", "finished 1", "started 2", "finished 2",
                                                  "started 3", "finished 3", "started 4", "finished 4",
                                                  "started 5", "finished 5" };
        QCOMPARE(listener.log, expected);
    }

    void theInteractiveLaneDoesNotWait()
    {
        JobRunner runner;
        Listener listener(runner);
        const JobId heavy = runner.submit(job(&waitForStop));
        const JobId quick
            = runner.submit(job([](JobContext&) { return 1; }, QStringLiteral("x"), JobLane::Interactive));
        QTRY_VERIFY(listener.isFinished(quick));
        QVERIFY(!listener.isFinished(heavy));
        runner.cancel(heavy);
        QTRY_VERIFY(listener.isFinished(heavy));
    }

    void aRunningJobIsCancelled()
    {
        JobRunner runner;
        Listener listener(runner);
        const JobId id = runner.submit(job(&waitForStop));
        QTRY_COMPARE(listener.log.size(), std::size_t { 1 });
        runner.cancel(id);
        QVERIFY(runner.jobs().at(0).stopping);
        runner.cancel(id);
        QTRY_VERIFY(listener.isFinished(id));
        QCOMPARE(listener.outcomes[id].kind, JobOutcome::Kind::Cancelled);
        QCOMPARE(listener.finishedCount[id], 1);
    }

    void subjectsAreCalledByTheirNames()
    {
        JobRunner runner;
        runner.submit(job(waitForStop, QStringLiteral("opal-k4-s19-24cf")));
        runner.submit(job(waitForStop, QStringLiteral("log.csv")));
        const auto subject = [&runner](std::size_t at) { return runner.jobs().at(at).subject; };
        QCOMPARE(subject(0), QStringLiteral("opal-k4-s19-24cf"));
        QSignalSpy changes(&runner, &JobRunner::queueChanged);
        runner.setSubjectNames({ { QStringLiteral("opal-k4-s19-24cf"), QStringLiteral("the best one") } });
        QCOMPARE(changes.count(), 1);
        QCOMPARE(subject(0), QStringLiteral("the best one"));
        QCOMPARE(subject(1), QStringLiteral("log.csv"));
    }

    void aQueuedJobIsCancelledWithoutRunning()
    {
        JobRunner runner;
        Listener listener(runner);
        std::atomic<bool> ran { false };
        const JobId first = runner.submit(job(&waitForStop));
        const JobId second = runner.submit(job([&](JobContext&) {
            ran = true;
            return true;
        }));
        runner.cancel(second);
        QVERIFY(!listener.isFinished(second));
        QTRY_VERIFY(listener.isFinished(second));
        QCOMPARE(listener.outcomes[second].kind, JobOutcome::Kind::Cancelled);
        runner.cancel(first);
        QTRY_VERIFY(listener.isFinished(first));
        QVERIFY(!ran);
        QCOMPARE(listener.finishedCount[second], 1);
    }

    void nothingEscapes()
    {
        JobRunner runner;
        Listener listener(runner);
        const JobId own = runner.submit(
            job([](JobContext&) -> bool { throw Error(ErrorCode::InvalidData, "line 3 is bad"); }));
        const JobId memory = runner.submit(job([](JobContext&) -> bool { throw std::bad_alloc(); }));
        const JobId library = runner.submit(
            job([](JobContext&) -> bool { throw std::runtime_error("shapes differ\nframe #0: x"); }));
        const JobId strange = runner.submit(job([](JobContext&) -> bool { throw 7; }));
        QTRY_VERIFY(listener.isFinished(strange));
        QCOMPARE(listener.outcomes[own].kind, JobOutcome::Kind::Failed);
        QCOMPARE(listener.outcomes[own].errorCode, ErrorCode::InvalidData);
        QCOMPARE(listener.outcomes[own].errorDetail, QStringLiteral("line 3 is bad"));
        QCOMPARE(listener.outcomes[memory].errorCode, ErrorCode::Unsupported);
        QCOMPARE(listener.outcomes[library].errorCode, ErrorCode::Internal);
        QCOMPARE(listener.outcomes[library].errorDetail, QStringLiteral("shapes differ"));
        QCOMPARE(listener.outcomes[strange].errorCode, ErrorCode::Internal);
        for (const auto& [id, count] : listener.finishedCount)
            QCOMPARE(count, 1);
    }

    void progressIsGatheredAndNothingIsLost()
    {
        constexpr int stepCount = 50000;
        JobRunner runner;
        Listener listener(runner);
        QElapsedTimer timer;
        timer.start();
        const JobId id = runner.submit(job([](JobContext& context) {
            for (int step = 1; step <= stepCount; ++step) {
                JobProgress progress;
                progress.phase = QStringLiteral("soft");
                progress.done = step;
                progress.training.steps.push_back({ "soft", step, { { "loss", 1.0 } }, 0.001 });
                if (step % 1000 == 0) {
                    progress.training.evaluations.emplace_back();
                    progress.training.events.emplace_back();
                    progress.training.run = QStringLiteral("run");
                }
                context.progress(progress);
            }
            return true;
        }));
        QTRY_VERIFY_WITH_TIMEOUT(listener.isFinished(id), 60000);
        const double seconds = static_cast<double>(timer.elapsed()) / 1000;
        qInfo("%d steps in %.2f s reached the listener in %d flushes", stepCount, seconds, listener.flushes);
        QVERIFY(listener.flushes >= 1);
        QVERIFY(listener.flushes <= 10 * seconds + 2);
        QCOMPARE(listener.late, 0);
        QCOMPARE(listener.steps.size(), std::size_t { stepCount });
        for (std::size_t index = 0; index < listener.steps.size(); ++index)
            QCOMPARE(listener.steps[index].step, static_cast<std::int64_t>(index) + 1);
        QCOMPARE(listener.evaluations, std::size_t { 50 });
        QCOMPARE(listener.events, std::size_t { 50 });
        QCOMPARE(listener.last.done, std::int64_t { stepCount });
        QCOMPARE(listener.last.training.run, QStringLiteral("run"));
    }

    void progressOfAFailedJobComesBeforeItsEnd()
    {
        JobRunner runner;
        Listener listener(runner);
        const JobId id = runner.submit(job([](JobContext& context) -> bool {
            JobProgress progress;
            progress.training.events.push_back({ "failed", "soft", 1, "x", 1 });
            context.progress(progress);
            throw Error(ErrorCode::NonFiniteLoss, "x");
        }));
        QTRY_VERIFY(listener.isFinished(id));
        QCOMPARE(listener.events, std::size_t { 1 });
        QCOMPARE(listener.late, 0);
    }

    void requestsReachTheRunningJobOnce()
    {
        JobRunner runner;
        Listener listener(runner);
        bool once = false;
        JobListener<bool> asking;
        asking.ended = [&once](const JobOutcome& outcome, const bool* result) {
            once = outcome.succeeded() && *result;
        };
        const auto waiting = job([](JobContext& context) -> bool {
            TrainRequest request = TrainRequest::None;
            while (request == TrainRequest::None && !context.stopToken().stop_requested()) {
                request = context.takeRequest();
                std::this_thread::yield();
            }
            return request == TrainRequest::Pause && context.takeRequest() == TrainRequest::None;
        });
        const JobId id = runner.submit(waiting, asking);
        QTRY_COMPARE(listener.log.size(), std::size_t { 1 });
        runner.request(id, TrainRequest::Pause);
        QVERIFY(runner.jobs().at(0).stopping);
        QTRY_VERIFY(listener.isFinished(id));
        QVERIFY(once);
    }

    void whoAsksHearsOfItsJobAlone()
    {
        JobRunner runner;
        std::vector<std::string> heard;
        JobListener<int> asking;
        asking.progressed
            = [&heard](const JobProgress& progress) { heard.push_back(progress.phase.toStdString()); };
        asking.ended = [&heard](const JobOutcome& outcome, const int* result) {
            heard.push_back(outcome.succeeded() ? std::to_string(*result) : "none");
        };
        connect(&runner, &JobRunner::finished, this, [&heard](const JobInfo& info, const JobOutcome&) {
            heard.push_back("finished " + std::to_string(info.id));
        });
        const auto saying = [](const char* phase, int result) {
            return job([phase, result](JobContext& context) {
                JobProgress progress;
                progress.phase = QLatin1String(phase);
                context.progress(progress);
                return result;
            });
        };
        runner.submit(saying("other", 1));
        runner.submit(saying("own", 2), asking);
        runner.cancel(runner.submit(saying("never", 3), asking));
        QTRY_COMPARE(heard.size(), std::size_t { 6 });
        // What waits is cancelled at once, the others run in turn.
        QCOMPARE(heard,
                 (std::vector<std::string> { "none", "finished 3", "finished 1", "own", "2", "finished 2" }));
    }

    void theRunsOfAJobAreKnown()
    {
        JobRunner runner;
        QStringList runs;
        connect(&runner, &JobRunner::finished, this,
                [&runs](const JobInfo& info, const JobOutcome&) { runs = info.runs; });
        QSignalSpy trained(&runner, &JobRunner::trained);
        runner.submit(job([](JobContext& context) {
            JobProgress progress;
            progress.training.run = QStringLiteral("ab12");
            context.progress(progress);
            TrainJobResult result;
            result.run.id = "ab12";
            return result;
        }));
        QTRY_COMPARE(runs, QStringList { QStringLiteral("ab12") });
        QCOMPARE(trained.size(), 1);
        QCOMPARE(trained.front().front().value<TrainJobResult>().run.id, std::string("ab12"));
    }

    void jobsInTurnAreOneJob()
    {
        const auto half = [](int result) {
            return job(
                [result](JobContext& context) {
                    JobProgress progress;
                    progress.fraction = 0.5;
                    context.progress(progress);
                    progress.fraction = -1;
                    context.progress(progress);
                    return result;
                },
                QString::number(result), JobLane::Interactive);
        };
        const Job<std::vector<int>> both = inTurn(std::vector { half(3), half(4) });
        QCOMPARE(both.head.subject, QStringLiteral("3"));
        QCOMPARE(both.head.lane, JobLane::Interactive);
        QuietContext context;
        QCOMPARE(both.run(context), (std::vector { 3, 4 }));
        QCOMPARE(context.fractions, (std::vector { 0.25, -1.0, 0.75, -1.0 }));
        context.stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(both.run(context), Cancelled);
        QuietContext other;
        QCOMPARE(then(half(5), [](int value) { return std::to_string(value); }).run(other), std::string("5"));
    }

    void destructionStopsAndJoins()
    {
        std::atomic<bool> ended { false };
        std::atomic<bool> begun { false };
        {
            JobRunner runner;
            runner.submit(job([&](JobContext& context) -> bool {
                begun = true;
                try {
                    return waitForStop(context);
                } catch (const Cancelled&) {
                    ended = true;
                    throw;
                }
            }));
            runner.submit(job([](JobContext&) { return true; }));
            QTRY_VERIFY(begun.load());
        }
        QVERIFY(ended.load());
    }
};

OPAL_TEST(TestJobRunner)
#include "tst_jobrunner.moc"
