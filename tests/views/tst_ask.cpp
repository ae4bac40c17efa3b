// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

#include <QProgressBar>
#include <QTest>

#include "tests/support/testprogram.h"
#include "views/shell/ask.h"

using namespace opal;

namespace {

Job<int> answering(int answer, JobLane lane = JobLane::Interactive)
{
    return { { QStringLiteral("test"), QStringLiteral("x"), lane },
             [answer](JobContext&) { return answer; } };
}

/// Answers when it is told to stop, as a job does that is cancelled too late.
Job<int> answeringLate(int answer, std::atomic<bool>& running)
{
    return { { QStringLiteral("test"), QStringLiteral("x") }, [answer, &running](JobContext& context) {
                running = true;
                std::mutex mutex;
                std::condition_variable_any wake;
                std::unique_lock lock(mutex);
                wake.wait(lock, context.stopToken(), [] { return false; });
                return answer;
            } };
}

/// Somebody who asks, and what was heard.
struct Asking
{
    explicit Asking(JobRunner& jobs)
        : ask(jobs,
              { .show = [this](int answer) { heard << QString::number(answer); },
                .failed = [this](ErrorCode, const QString& detail) { heard << detail; },
                .cancelled = [this] { heard << QStringLiteral("cancelled"); },
                .progressed = [this](const JobProgress& progress) { heard << progress.phase; },
                .busyChanged
                = [this] { heard << (ask.isBusy() ? QStringLiteral("busy") : QStringLiteral("idle")); } })
    {
    }

    QStringList heard;
    Ask<int> ask;
};

} // namespace

class TestAsk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void anAnswerIsShown()
    {
        JobRunner jobs;
        Asking asking(jobs);
        asking.ask(answering(7));
        QVERIFY(asking.ask.isBusy());
        QTRY_VERIFY(!asking.ask.isBusy());
        QCOMPARE(asking.heard,
                 QStringList({ QStringLiteral("busy"), QStringLiteral("7"), QStringLiteral("idle") }));
    }

    void anErrorIsTold()
    {
        JobRunner jobs;
        Asking asking(jobs);
        asking.ask({ { QStringLiteral("test"), QStringLiteral("x") }, [](JobContext& context) -> int {
                        JobProgress progress;
                        progress.phase = QStringLiteral("read");
                        context.progress(progress);
                        throw Error(ErrorCode::InvalidData, "line 3 is bad");
                    } });
        QTRY_VERIFY(!asking.ask.isBusy());
        QCOMPARE(asking.heard,
                 QStringList({ QStringLiteral("busy"), QStringLiteral("read"),
                               QStringLiteral("line 3 is bad"), QStringLiteral("idle") }));
    }

    void aNewQuestionCancelsTheOneBefore()
    {
        JobRunner jobs;
        Asking asking(jobs);
        std::atomic<bool> running { false };
        asking.ask(answeringLate(1, running));
        QTRY_VERIFY(running.load());
        asking.ask(answering(2, JobLane::Heavy));
        QTRY_VERIFY(!jobs.isBusy());
        // The first one did answer, and nobody heard it.
        QCOMPARE(asking.heard,
                 QStringList({ QStringLiteral("busy"), QStringLiteral("busy"), QStringLiteral("2"),
                               QStringLiteral("idle") }));
    }

    void whatIsCancelledIsBusyUntilItHasEnded()
    {
        JobRunner jobs;
        Asking asking(jobs);
        std::atomic<bool> running { false };
        asking.ask({ { QStringLiteral("test"), QStringLiteral("x") }, [&running](JobContext& context) -> int {
                        running = true;
                        std::mutex mutex;
                        std::condition_variable_any wake;
                        std::unique_lock lock(mutex);
                        wake.wait(lock, context.stopToken(), [] { return false; });
                        throw Cancelled();
                    } });
        QTRY_VERIFY(running.load());
        asking.ask.cancel();
        QVERIFY(asking.ask.isBusy());
        QTRY_VERIFY(!asking.ask.isBusy());
        QCOMPARE(
            asking.heard,
            QStringList({ QStringLiteral("busy"), QStringLiteral("cancelled"), QStringLiteral("idle") }));
        asking.ask.cancel();
        QVERIFY(!jobs.isBusy());
    }

    void whatIsDroppedIsCancelledAndNeverHeard()
    {
        JobRunner jobs;
        Asking asking(jobs);
        std::atomic<bool> running { false };
        asking.ask(answeringLate(1, running));
        QTRY_VERIFY(running.load());
        asking.ask.drop();
        QVERIFY(!asking.ask.isBusy());
        QTRY_VERIFY(!jobs.isBusy());
        QCOMPARE(asking.heard, QStringList { QStringLiteral("busy") });
    }

    void whatIsReleasedGoesOn()
    {
        JobRunner jobs;
        Asking asking(jobs);
        std::atomic<bool> ran { false };
        asking.ask({ { QStringLiteral("test"), QStringLiteral("x") }, [&ran](JobContext&) {
                        ran = true;
                        return 1;
                    } });
        asking.ask.release();
        QTRY_VERIFY(!jobs.isBusy());
        QVERIFY(ran.load());
        QCOMPARE(asking.heard, QStringList { QStringLiteral("busy") });
    }

    void whoIsGoneHearsNothing()
    {
        JobRunner jobs;
        std::atomic<bool> running { false };
        auto asking = std::make_unique<Asking>(jobs);
        asking->ask(answeringLate(1, running));
        QTRY_VERIFY(running.load());
        asking.reset();
        jobs.cancel(jobs.jobs().front().id);
        QTRY_VERIFY(!jobs.isBusy());
    }

    void anAnswerMayTakeTheAskerAway()
    {
        JobRunner jobs;
        std::unique_ptr<Ask<int>> ask;
        int told = 0;
        const auto tell = [&ask, &told](int /*answer*/) {
            ++told;
            ask.reset();
        };
        ask = std::make_unique<Ask<int>>(
            jobs, Ask<int>::Handlers { .show = tell, .busyChanged = [&told] { ++told; } });
        (*ask)(answering(1));
        QCOMPARE(told, 1);
        QTRY_VERIFY(!ask);
        QCOMPARE(told, 2);
    }

    void anUnknownShareLeavesTheBar()
    {
        QProgressBar bar;
        bar.setRange(0, 0);
        showShare(bar, -1);
        QCOMPARE(bar.maximum(), 0);
        showShare(bar, 0.5);
        QCOMPARE(bar.value() * 2, bar.maximum());
    }
};

OPAL_TEST(TestAsk)
#include "tst_ask.moc"
