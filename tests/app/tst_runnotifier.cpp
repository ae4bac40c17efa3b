// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

#include "app/runnotifier.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

TrainJobResult finishedRun(bool paused)
{
    TrainJobResult result;
    result.run.name = "opal-k4-s1";
    result.run.test = MetricSet {};
    result.run.test->values["recall"][200] = 0.12345;
    result.paused = paused;
    return result;
}

/// Ends as it is told.
Job<TrainJobResult> endingTraining(const QString& end)
{
    return { { QStringLiteral("train"), QStringLiteral("opal-k4-s1") }, [end](JobContext&) {
                if (end == QLatin1String("failed"))
                    throw Error(ErrorCode::InvalidData, "no data.");
                if (end == QLatin1String("cancelled"))
                    throw Cancelled();
                return finishedRun(end == QLatin1String("paused"));
            } };
}

Job<RunRecord> endingMeasurement(const QString& end)
{
    return { { QStringLiteral("evaluate"), QStringLiteral("opal-k4-s1") }, [end](JobContext&) {
                if (end == QLatin1String("failed"))
                    throw Error(ErrorCode::InvalidData, "no data.");
                return finishedRun(false).run;
            } };
}

} // namespace

class TestRunNotifier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void endsAreToldInTheBackground_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("title");
        QTest::newRow("finished") << u"train"_qs << u"finished"_qs << u"opal-k4-s1 has finished"_qs;
        QTest::newRow("failed") << u"train"_qs << u"failed"_qs << u"opal-k4-s1 has failed"_qs;
        QTest::newRow("paused by the person") << u"train"_qs << u"paused"_qs << QString();
        QTest::newRow("cancelled by the person") << u"train"_qs << u"cancelled"_qs << QString();
        QTest::newRow("no training") << u"evaluate"_qs << u"finished"_qs << QString();
        QTest::newRow("no training, failed") << u"evaluate"_qs << u"failed"_qs << QString();
    }

    void endsAreToldInTheBackground()
    {
        QFETCH(QString, kind);
        QFETCH(QString, end);
        QFETCH(QString, title);
        QWidget window; // never shown: in the background
        JobRunner jobs;
        RunNotifier notifier(jobs, window);
        QSignalSpy told(&notifier, &RunNotifier::notified);
        run(jobs, kind, end);
        QCOMPARE(told.size(), title.isEmpty() ? 0 : 1);
        if (!title.isEmpty())
            QCOMPARE(told.front().front().toString(), title);
        if (end == QLatin1String("finished") && !title.isEmpty())
            QVERIFY(told.front().back().toString().contains(QLatin1String("0.1235")));
    }

    void whoLooksAtTheWindowIsNotDisturbed()
    {
        QWidget window;
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        JobRunner jobs;
        RunNotifier notifier(jobs, window);
        QSignalSpy told(&notifier, &RunNotifier::notified);
        run(jobs, QStringLiteral("train"), QStringLiteral("finished"));
        QCOMPARE(told.size(), 0);
    }

    void whoWantsNoMessageGetsNone()
    {
        QWidget window; // never shown: in the background
        JobRunner jobs;
        bool wanted = false;
        RunNotifier notifier(jobs, window, [&wanted] { return wanted; });
        QSignalSpy told(&notifier, &RunNotifier::notified);
        run(jobs, QStringLiteral("train"), QStringLiteral("finished"));
        QCOMPARE(told.size(), 0);
        wanted = true;
        run(jobs, QStringLiteral("train"), QStringLiteral("finished"));
        QCOMPARE(told.size(), 1);
    }

private:
    static void run(JobRunner& jobs, const QString& kind, const QString& end)
    {
        QSignalSpy finished(&jobs, &JobRunner::finished);
        if (kind == QLatin1String("train"))
            jobs.submit(endingTraining(end));
        else
            jobs.submit(endingMeasurement(end));
        QTRY_COMPARE(finished.size(), 1);
    }
};

OPAL_TEST(TestRunNotifier)
#include "tst_runnotifier.moc"
