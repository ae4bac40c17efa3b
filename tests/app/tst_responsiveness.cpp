#include <QTemporaryDir>
#include <QTest>

#include "app/application.h"
#include "app/mainwindow.h"
#include "core/jobs/jobs.h"
#include "views/shell/eventloopmeter.h"
#include "views/shell/panel.h"

using namespace opal;

/// Drives the window while a training runs on all cores and prints how late its event loop comes. The figures
/// are for people to read (they depend on the machine and what else it does); what is asserted is that the
/// training ran all the time, that the loop went on, and that every panel was shown.
class TestResponsiveness final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowDuringTraining();

private:
    /// The demo's data set, then a training that does not end by itself; returns its job.
    static JobId startEndlessTraining(Application& application);
};

namespace {

constexpr int patienceMs = 300'000;
constexpr std::size_t wantedSamples = 1000;

} // namespace

JobId TestResponsiveness::startEndlessTraining(Application& application)
{
    application.window().startDemo();
    const auto demoTrains = [&application] { return !application.workspace().runId().isEmpty(); };
    if (!QTest::qWaitFor(demoTrains, patienceMs))
        return 0;
    for (const JobInfo& job : application.jobs().jobs())
        application.jobs().cancel(job.id);
    const QString demoRun = application.workspace().runId();
    TrainJobRequest request;
    request.datasetFile = application.workspace().datasetPath();
    request.params = { { "patience", "1000" }, { "steps_per_epoch", "200" } };
    const PanelContext context = application.context();
    const JobId id = application.jobs().submit(makeTrainJob(context.store, context.paths, request));
    const auto runs = [&application, &demoRun] { return application.workspace().runId() != demoRun; };
    return QTest::qWaitFor(runs, patienceMs) ? id : 0;
}

void TestResponsiveness::windowDuringTraining()
{
    const QTemporaryDir folder;
    Application application({ folder.path() });
    MainWindow& window = application.window();
    window.resize(1440, 900);
    window.show();
    const JobId training = startEndlessTraining(application);
    QVERIFY(training != 0);

    EventLoopMeter meter;
    meter.start();
    const QStringList panels { QStringLiteral("training"), QStringLiteral("runs"), QStringLiteral("data"),
                               QStringLiteral("interests") };
    int shown = 0;
    while (meter.samples() < wantedSamples) {
        const QString panel = panels[shown++ % panels.size()];
        window.showPanel(panel);
        QCOMPARE(window.currentPanel()->id(), panel);
        window.resize(1440 - shown % 5 * 40, 900);
        if (shown % 10 == 0)
            application.theme().setMode(shown % 20 == 0 ? Theme::Mode::Dark : Theme::Mode::Light);
        const std::size_t before = meter.samples();
        QVERIFY(QTest::qWaitFor([&] { return meter.samples() >= before + 20; }, patienceMs));
        QVERIFY(application.jobs().isBusy());
    }
    meter.stop();
    qInfo("event loop delay, %zu samples: median %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms",
          meter.samples(), meter.percentile(50), meter.percentile(95), meter.percentile(99),
          meter.percentile(100));
    QVERIFY(shown >= panels.size());

    application.jobs().cancel(training);
    QTRY_VERIFY_WITH_TIMEOUT(!application.jobs().isBusy(), patienceMs);
}

QTEST_MAIN(TestResponsiveness)
#include "tst_responsiveness.moc"
