#include <QTemporaryDir>
#include <QTest>

#include "app/application.h"
#include "app/mainwindow.h"
#include "views/shell/eventloopmeter.h"
#include "views/shell/panel.h"

using namespace opal;

/// Drives the window while a training runs and prints how late its event loop comes. The figures are for
/// people to read (they depend on the machine and what else it does); what is asserted is that the loop went
/// on at all and every panel was shown.
class TestResponsiveness final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void windowDuringTraining()
    {
        constexpr int startMs = 600'000;
        const QTemporaryDir folder;
        Application application({ folder.path() });
        MainWindow& window = application.window();
        window.resize(1440, 900);
        window.show();
        window.startDemo();
        QTRY_VERIFY_WITH_TIMEOUT(!application.workspace().runId().isEmpty(), startMs);

        EventLoopMeter meter;
        meter.start();
        const QStringList panels { QStringLiteral("training"), QStringLiteral("runs"), QStringLiteral("data"),
                                   QStringLiteral("interests") };
        QElapsedTimer clock;
        clock.start();
        int shown = 0;
        while (clock.elapsed() < 20'000 && application.jobs().isBusy()) {
            window.showPanel(panels[shown++ % panels.size()]);
            QCOMPARE(window.currentPanel()->id(), panels[(shown - 1) % panels.size()]);
            window.resize(1440 - shown % 5 * 40, 900);
            if (shown % 10 == 0)
                application.theme().setMode(shown % 20 == 0 ? Theme::Mode::Dark : Theme::Mode::Light);
            QTest::qWait(200);
        }
        meter.stop();
        qInfo("event loop delay over %lld ms, %zu samples: median %.1f ms, p95 %.1f ms, p99 %.1f ms, max "
              "%.1f ms",
              static_cast<long long>(clock.elapsed()), meter.samples(), meter.percentile(50),
              meter.percentile(95), meter.percentile(99), meter.percentile(100));
        QVERIFY(shown >= panels.size());
        QVERIFY(meter.samples() > 100);

        for (const JobInfo& job : application.jobs().jobs())
            application.jobs().cancel(job.id);
        QTRY_VERIFY_WITH_TIMEOUT(!application.jobs().isBusy(), startMs);
    }
};

QTEST_MAIN(TestResponsiveness)
#include "tst_responsiveness.moc"
