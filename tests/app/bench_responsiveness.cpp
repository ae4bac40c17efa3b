// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <vector>

#include <QAction>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include "app/application.h"
#include "app/mainwindow.h"
#include "core/jobs/jobs.h"
#include "tests/support/firstpaint.h"
#include "tests/support/manyruns.h"
#include "tests/support/testprogram.h"
#include "views/plot/chartwidget.h"
#include "views/plot/qcp.h"
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
    void benchStart();
    void benchWindowDuringTraining();
    void benchLongCurvesDuringTraining();

private:
    /// A stored run with `curveCount` loss terms of `curveSteps` steps.
    static QString addLongRun(RunStore& store);
    static void tell(const char* what, const EventLoopMeter& meter);
    /// The demo's data set, then a training that does not end by itself; returns its job.
    static JobId startEndlessTraining(Application& application);
};

namespace {

constexpr int studioPatienceMs = 300'000;
constexpr std::size_t wantedSamples = 1000;
constexpr int curveCount = 20;
constexpr int runCount = 2000;
constexpr std::int64_t curveSteps = 100'000;

} // namespace

void TestResponsiveness::benchStart()
{
    const QTemporaryDir folder;
    const WorkspacePaths paths { folder.path() };
    paths.create();
    RunStore(paths.database()).changeCounter();
    fillStore(paths.database(), runCount);
    std::vector<qint64> wall;
    std::vector<qint64> processor;
    constexpr int startCount = 11;
    for (int start = 0; start < startCount; ++start) {
        const auto first = test::firstPaintOf(QStringLiteral(OPAL_STUDIO),
                                              { QStringLiteral("--workspace"), folder.path() });
        QVERIFY(first);
        wall.push_back(first->wallMs);
        processor.push_back(first->processorMs);
    }
    for (auto* times : { &wall, &processor })
        std::sort(times->begin(), times->end());
    qInfo(
        "start to the first painted window: median %lld ms, %lld ms of processors; fastest %lld and %lld ms",
        wall[startCount / 2], processor[startCount / 2], wall.front(), processor.front());
}

JobId TestResponsiveness::startEndlessTraining(Application& application)
{
    application.window().startDemo();
    const auto demoTrains = [&application] { return !application.workspace().runId().isEmpty(); };
    if (!QTest::qWaitFor(demoTrains, studioPatienceMs))
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
    return QTest::qWaitFor(runs, studioPatienceMs) ? id : 0;
}

void TestResponsiveness::benchWindowDuringTraining()
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
        QVERIFY(QTest::qWaitFor([&] { return meter.samples() >= before + 20; }, studioPatienceMs));
        QVERIFY(application.jobs().isBusy());
    }
    meter.stop();
    tell("panels", meter);
    QVERIFY(shown >= panels.size());

    application.jobs().cancel(training);
    QTRY_VERIFY_WITH_TIMEOUT(!application.jobs().isBusy(), studioPatienceMs);
}

void TestResponsiveness::tell(const char* what, const EventLoopMeter& meter)
{
    qInfo("event loop delay, %s, %zu samples: median %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms", what,
          meter.samples(), meter.percentile(50), meter.percentile(95), meter.percentile(99),
          meter.percentile(100));
}

QString TestResponsiveness::addLongRun(RunStore& store)
{
    RunRecord record;
    record.name = "long";
    record.model = "opal";
    record.state = RunState::Finished;
    const std::string id = store.createRun(record);
    std::vector<StepReport> steps;
    for (std::int64_t step = 1; step <= curveSteps; ++step) {
        StepReport report { "soft", step, { { "loss", 0 } }, 0.001 };
        for (int curve = 1; curve < curveCount; ++curve) {
            const double noise = static_cast<double>((step * 7919 + curve * 104729) % 1000) / 1000;
            report.terms.emplace_back("term" + std::to_string(curve), curve + noise);
            report.terms.front().second += curve + noise;
        }
        steps.push_back(std::move(report));
        if (steps.size() == 10'000) {
            store.append(id, steps, {}, {});
            steps.clear();
        }
    }
    return QString::fromStdString(id);
}

void TestResponsiveness::benchLongCurvesDuringTraining()
{
    const QTemporaryDir folder;
    Application application({ folder.path() });
    MainWindow& window = application.window();
    window.resize(1440, 900);
    window.show();
    fillStore(WorkspacePaths { folder.path() }.database(), runCount);
    const QString longRun = addLongRun(application.store());
    const JobId training = startEndlessTraining(application);
    QVERIFY(training != 0);
    window.showPanel(QStringLiteral("training"));
    window.actions().find(QStringLiteral("view.beside.runs"))->trigger();
    auto* table = window.findChild<QTableView*>(QStringLiteral("runs"));
    auto* filter = window.findChild<QLineEdit*>(QStringLiteral("runFilter"));
    QTRY_VERIFY_WITH_TIMEOUT(table && table->isVisible() && table->model()->rowCount() > runCount,
                             studioPatienceMs);
    auto* chart = window.findChild<ChartWidget*>(QStringLiteral("lossChart"));
    QVERIFY(chart);

    EventLoopMeter meter;
    meter.start();
    application.workspace().setRun(longRun); // the arrival of the curves is part of what is measured
    const auto complete = [chart] {
        return chart->plot().graphCount() == curveCount
            && chart->plot().graph(curveCount - 1)->dataCount() == curveSteps;
    };
    QVERIFY(QTest::qWaitFor(complete, studioPatienceMs));
    tell("20 curves of 100,000 points arrive", meter);
    meter.stop();
    EventLoopMeter shown;
    shown.start();
    for (int round = 0; shown.samples() < wantedSamples; ++round) {
        QCustomPlot& plot = chart->plot();
        const QPoint at(plot.width() / 4 + round * 37 % (plot.width() / 2), plot.height() / 2);
        QTest::mouseMove(&plot, at);
        QWheelEvent wheel(at, plot.mapToGlobal(at), {}, { 0, round % 8 < 4 ? 120 : -120 }, Qt::NoButton,
                          Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&plot, &wheel);
        if (round % 10 == 9)
            QTest::mouseDClick(&plot, Qt::LeftButton, {}, at);
        // The table of all runs beside it is filtered and sorted meanwhile.
        if (round % 6 == 0)
            filter->setText(round % 12 == 0 ? QStringLiteral("recall > 0.1") : QString());
        else if (round % 6 == 3)
            table->sortByColumn(round % 16, round % 4 < 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
        const std::size_t before = shown.samples();
        QVERIFY(QTest::qWaitFor([&] { return shown.samples() >= before + 20; }, studioPatienceMs));
        QVERIFY(application.jobs().isBusy());
    }
    shown.stop();
    QVERIFY(chart->isVisible() && table->isVisible());
    tell("2,000 runs and 20 curves of 100,000 points on screen, zoomed, filtered, sorted", shown);
    QElapsedTimer clock;
    clock.start();
    chart->plot().replot(QCustomPlot::rpImmediateRefresh);
    qInfo("one repaint of 20 curves of 100,000 points: %.1f ms", 1e-6 * double(clock.nsecsElapsed()));

    application.jobs().cancel(training);
    QTRY_VERIFY_WITH_TIMEOUT(!application.jobs().isBusy(), studioPatienceMs);
}

OPAL_TEST(TestResponsiveness)
#include "bench_responsiveness.moc"
