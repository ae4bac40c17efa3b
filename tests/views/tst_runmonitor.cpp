// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QTableView>
#include <QToolButton>

#include "tests/support/testprogram.h"
#include "tests/support/trainingfixture.h"
#include "views/figures/lossfigure.h"
#include "views/panels/training/outcomebar.h"
#include "views/plot/chartwidget.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"

using namespace opal;

/// What the panel shows of a run: curves, crosshair, smoothing, events and what the guards have found.
class TestRunMonitor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void curvesKeepEveryPointAndShareTheCrosshair()
    {
        TrainingFixture studio;
        const QString run = addRun(studio, RunState::Finished, 9000, {});
        studio.workspace.setRun(run);
        auto& loss = studio.find<ChartWidget>("lossChart");
        auto& ranking = studio.find<ChartWidget>("rankingChart");
        QTRY_COMPARE(loss.plot().graphCount(), 2);
        QTRY_COMPARE(loss.plot().graph(0)->dataCount(), 9000); // handed on in slices
        QCOMPARE(studio.find<QLabel>("pointCount").text().section(u' ', -4), u"steps, each one drawn"_qs);
        const auto line = [](ChartWidget& chart) {
            for (int index = 0; index < chart.plot().itemCount(); ++index)
                if (auto* item = qobject_cast<QCPItemStraightLine*>(chart.plot().item(index)))
                    return item;
            return static_cast<QCPItemStraightLine*>(nullptr);
        };
        QVERIFY(!line(ranking)->visible());
        loss.plot().replot();
        const QPoint centre = loss.plot().axisRect()->center();
        QTest::mouseMove(&loss.plot(), centre);
        QTRY_VERIFY(line(loss)->visible());
        QVERIFY(line(ranking)->visible());
        QCOMPARE(line(ranking)->point1->key(), line(loss)->point1->key());
        QTest::mouseMove(&loss.plot(), loss.plot().axisRect()->topLeft() - QPoint(20, 0));
        QTRY_VERIFY(!line(ranking)->visible());
    }

    void smoothingIsOffUntilAskedFor()
    {
        TrainingFixture studio;
        studio.workspace.setRun(addRun(studio, RunState::Finished, 500, {}));
        auto& plot = studio.find<ChartWidget>("lossChart").plot();
        QTRY_COMPARE(plot.graphCount(), 2);
        QTRY_COMPARE(plot.graph(0)->dataCount(), 500);
        auto& smoothing = studio.find<QComboBox>("smoothingCombo");
        QCOMPARE(smoothing.currentIndex(), 0);
        const int opaque = plot.graph(0)->pen().color().alpha();
        smoothing.setFocus();
        QTest::keyClick(&smoothing, Qt::Key_Down);
        QCOMPARE(plot.graphCount(), 4);
        QCOMPARE(plot.graph(0)->dataCount(), 500); // the raw curve stays, fainter
        QVERIFY(plot.graph(0)->visible());
        QVERIFY(plot.graph(0)->pen().color().alpha() < opaque);
        QCOMPARE(plot.graph(2)->dataCount(), 500);
        // A constant stays what it is, and the mean of a spike is less than the spike.
        QVERIFY(std::abs(plot.graph(3)->data()->at(499)->value - 0.5) < 1e-12);
        QVERIFY(plot.graph(2)->data()->at(249)->value < plot.graph(0)->data()->at(249)->value);
        QCOMPARE(plot.legend->itemCount(), 2);
        QTest::keyClick(&smoothing, Qt::Key_Up);
        QCOMPARE(plot.graphCount(), 2);
        QCOMPARE(plot.graph(0)->pen().color().alpha(), opaque);
        QCOMPARE(plot.legend->itemCount(), 2);
    }

    void aTermHasOneColourInEveryRun()
    {
        TrainingFixture studio;
        auto& loss = studio.find<ChartWidget>("lossChart").plot();
        auto& ranking = studio.find<ChartWidget>("rankingChart").plot();
        for (const int color : { 3, 9 }) {
            const QString run = addRun(studio, RunState::Finished, 50, {});
            studio.store.setColor(run.toStdString(), color);
            studio.workspace.setRun(run);
            QTRY_COMPARE(loss.graphCount(), 2);
            QCOMPARE(loss.graph(0)->pen().color(), Theme::categoryColor(0));
            QCOMPARE(loss.graph(1)->pen().color(), Theme::categoryColor(1));
            QTRY_VERIFY(ranking.graphCount() > 0);
            for (int index = 0; index < ranking.graphCount(); ++index)
                if (ranking.graph(index)->name() == QLatin1String("Recall@200"))
                    QCOMPARE(ranking.graph(index)->pen().color(), Theme::categoryColor(0));
        }
    }

    void regularisersHaveAnAxisOfTheirOwn()
    {
        QCustomPlot plot;
        LossFigure figure(plot);
        RunCurves curves;
        curves.steps = { { "soft", 1, { { "loss", 9.0 }, { "main", 8.5 }, { "orth", 0.01 } }, 0.1 },
                         { "soft", 2, { { "loss", 8.0 }, { "main", 7.5 }, { "orth", 0.02 } }, 0.1 } };
        figure.append(curves);
        figure.fit();
        QVERIFY(plot.yAxis2->visible());
        QCOMPARE(plot.graph(0)->valueAxis(), plot.yAxis);
        QCOMPARE(plot.graph(2)->valueAxis(), plot.yAxis2);
        QVERIFY(plot.yAxis->range().upper > 9);
        QVERIFY(plot.yAxis2->range().upper < 1);
        figure.toggle(plot.graph(2));
        figure.fit();
        QVERIFY(!plot.yAxis2->visible());
    }

    void anEndedTrainingSaysHowItCameOut()
    {
        RunRecord run;
        run.state = RunState::Finished;
        run.stage = "hard";
        run.bestMetric = { { "soft", 0.5331 }, { "hard", 0.5172 } };
        run.bestEpoch = { { "soft", 7 }, { "hard", 3 } };
        QString said = OutcomeBar::verdict(run);
        QVERIFY2(said.contains(QStringLiteral("0.0159")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("keep_stage")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("0.5172")), qPrintable(said)); // what the run has
        run.params["keep_stage"] = "best";
        said = OutcomeBar::verdict(run);
        QVERIFY2(!said.contains(QStringLiteral("keep_stage")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("0.5331")), qPrintable(said));
        run.bestMetric["hard"] = 0.54;
        QVERIFY(OutcomeBar::verdict(run).contains(QStringLiteral("0.0069")));
        run.state = RunState::Running;
        QVERIFY(OutcomeBar::verdict(run).isEmpty());
        run.state = RunState::Finished;
        run.bestMetric.clear();
        QVERIFY(OutcomeBar::verdict(run).isEmpty());
    }

    void theOutcomeLeadsOn()
    {
        TrainingFixture studio;
        const QString id = addRun(studio, RunState::Finished, 50, {});
        RunRecord run = studio.store.run(id.toStdString());
        run.stage = "hard";
        run.bestMetric = { { "soft", 0.5 }, { "hard", 0.6 } };
        run.bestEpoch = { { "soft", 1 }, { "hard", 2 } };
        run.params["interests"] = "4";
        run.datasetPath = "/somewhere/log.opaldata";
        studio.store.updateRun(run);
        QStringList panels;
        QObject::connect(&studio.workspace, &Workspace::panelRequested, &studio.panel,
                         [&panels](const QString& panel) { panels << panel; });
        studio.workspace.setRun(id);
        auto& bar = studio.find<QFrame>("outcomeBar");
        QTRY_VERIFY(bar.isVisible());
        studio.click("outcomeUser");
        studio.click("outcomeFigure");
        QCOMPARE(panels, QStringList({ QStringLiteral("interests"), QStringLiteral("diversity") }));
    }

    void theNumbersAreATableThatIsCopied()
    {
        TrainingFixture studio;
        studio.workspace.setRun(addRun(studio, RunState::Finished, 9000, {}));
        auto& plot = studio.find<ChartWidget>("lossChart").plot();
        QTRY_COMPARE(plot.graphCount(), 2);
        QTRY_COMPARE(plot.graph(0)->dataCount(), 9000);
        auto* loss = studio.find<ChartWidget>("lossChart").parentWidget();
        auto* table = loss->findChild<QTableView*>(QStringLiteral("dataTable"));
        QVERIFY(table->isHidden());
        auto* card = loss->parentWidget();
        auto* toggle = card->findChild<QPushButton*>(QStringLiteral("dataTableToggle"));
        auto* copy = card->findChild<QPushButton*>(QStringLiteral("dataTableCopy"));
        QCOMPARE(toggle->accessibleName(), QStringLiteral("Loss as a table"));
        QVERIFY(!copy->isVisible());
        QTest::mouseClick(toggle, Qt::LeftButton);
        QTRY_VERIFY(table->isVisible());
        QVERIFY(!plot.isVisible());
        QCOMPARE(table->model()->rowCount(), 9000);
        QCOMPARE(table->model()->headerData(1, Qt::Horizontal).toString(), QStringLiteral("Step"));
        QCOMPARE(table->model()->index(4499, 2).data().toString(), QStringLiteral("100"));

        QApplication::clipboard()->setText(QStringLiteral("before"));
        QTest::mouseClick(copy, Qt::LeftButton);
        QTRY_VERIFY(QApplication::clipboard()->text() != QLatin1String("before"));
        const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 9001);
        QCOMPARE(lines[0], QStringLiteral("stage\tstep\tloss\tmain"));
        QCOMPARE(lines[4500], QStringLiteral("soft\t4500\t100\t0.5"));
        // A few rows alone, by keys.
        table->setFocus();
        table->setCurrentIndex(table->model()->index(1, 0));
        QTest::keyClick(table, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::clipboard()->text().count(u'\n'), 3);
        QTest::mouseClick(toggle, Qt::LeftButton);
        QTRY_VERIFY(plot.isVisible());
    }

    void logScaleShowsPowers()
    {
        TrainingFixture studio;
        studio.workspace.setRun(addRun(studio, RunState::Finished, 500, {}));
        auto& plot = studio.find<ChartWidget>("lossChart").plot();
        QTRY_COMPARE(plot.graphCount(), 2);
        studio.click("logScaleButton");
        QCOMPARE(plot.yAxis->scaleType(), QCPAxis::stLogarithmic);
        QVERIFY(plot.yAxis->range().lower > 0 && plot.yAxis->range().lower <= 0.5);
        QVERIFY(plot.yAxis->range().upper >= 100);
        studio.click("logScaleButton");
        QCOMPARE(plot.yAxis->scaleType(), QCPAxis::stLinear);
    }

    void aGuardOffersARemedy_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<RunState>("state");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("not a number")
            << u"not_finite"_qs << RunState::Failed << u"param_learning_rate"_qs << u"0.0005"_qs;
        QTest::newRow("collapse") << u"collapse"_qs << RunState::Paused << u"param_lambda_unif"_qs << u"2"_qs;
        QTest::newRow("no gain") << u"no_gain"_qs << RunState::Interrupted << u"param_learning_rate"_qs
                                 << u"0.0005"_qs;
    }

    void aGuardOffersARemedy()
    {
        QFETCH(QString, kind);
        QFETCH(RunState, state);
        QFETCH(QString, field);
        QFETCH(QString, value);
        TrainingFixture studio;
        auto* bar = studio.panel.findChild<QWidget*>(QStringLiteral("guardBar"));
        studio.workspace.setRun(
            addRun(studio, state, 100, { { kind.toStdString(), "soft", 90, "what was seen", 77 } }));
        QTRY_VERIFY(bar->isVisible());
        QVERIFY(!studio.find<QLabel>("guardSentence").text().isEmpty());
        QCOMPARE(studio.find<QPushButton>("guardAction").text(), QStringLiteral("Change and resume"));
        studio.click("guardAction");
        auto* change = studio.panel.findChild<QWidget*>(QStringLiteral("changeForm"));
        auto* edit = change->findChild<QLineEdit*>(field);
        QTRY_VERIFY(edit->isVisible());
        QCOMPARE(edit->text(), value);
        QCOMPARE(studio.find<QPushButton>("resumeButton").text(), QStringLiteral("Resume with changes"));
        QTest::mouseClick(&studio.find<QToolButton>("guardClose"), Qt::LeftButton);
        QVERIFY(bar->isHidden());
    }

    void oldAndEndedFindingsAreQuiet()
    {
        TrainingFixture studio;
        auto* bar = studio.panel.findChild<QWidget*>(QStringLiteral("guardBar"));
        auto& log = studio.find<QListWidget>("runLog");
        studio.workspace.setRun(
            addRun(studio, RunState::Finished, 100, { { "collapse", "soft", 90, "few", 77 } }));
        QTRY_VERIFY(log.count() > 0);
        QVERIFY(bar->isHidden());
        studio.workspace.setRun(
            addRun(studio, RunState::Paused, 100,
                   { { "collapse", "soft", 50, "few", 77 }, { "resumed", "soft", 60, "", 78 } }));
        QTRY_COMPARE(log.count(), 3);
        QVERIFY(bar->isHidden());
    }

    void aRunningCollapseIsPausedForTheChange()
    {
        TrainingFixture studio;
        QVERIFY(studio.chooseDataset());
        studio.typeEndlessTraining();
        studio.type("param_lambda_unif", QStringLiteral("0"));
        studio.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("pauseButton").isVisible(), trainingPatienceMs);
        const QString run = studio.workspace.runId();
        // The store is one of the two ways by which the panel hears of events.
        studio.store.append(run.toStdString(), {}, {}, { { "collapse", "soft", 1'000'000, "few", 77 } });
        studio.click("pauseButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("resumeButton").isVisible(), trainingPatienceMs);
        auto* bar = studio.panel.findChild<QWidget*>(QStringLiteral("guardBar"));
        QTRY_VERIFY(bar->isVisible());
        studio.click("guardAction");
        auto* change = studio.panel.findChild<QWidget*>(QStringLiteral("changeForm"));
        QTRY_COMPARE(change->findChild<QLineEdit*>(u"param_lambda_unif"_qs)->text(), QStringLiteral("1"));
    }

private:
    /// A stored run with a spike in the middle of its loss.
    static QString addRun(TrainingFixture& studio, RunState state, std::int64_t steps,
                          const std::vector<RunEvent>& events)
    {
        RunRecord record;
        record.name = "stored";
        record.model = "opal";
        record.state = state;
        record.params = { { "learning_rate", "0.001" },
                          { "lambda_unif", "1" },
                          { "lambda_orth", "10" },
                          { "lambda_unique", "1" } };
        const std::string id = studio.store.createRun(record);
        std::vector<StepReport> reports;
        for (std::int64_t step = 1; step <= steps; ++step)
            reports.push_back(
                { "soft", step, { { "loss", step == steps / 2 ? 100.0 : 1.0 }, { "main", 0.5 } }, 0.001 });
        EvaluationReport evaluation;
        evaluation.stage = "soft";
        evaluation.epoch = 1;
        evaluation.step = steps;
        evaluation.best = true;
        evaluation.patience = 5;
        evaluation.metrics.values["recall"] = { { 50, 0.1 }, { 100, 0.2 }, { 200, 0.3 } };
        evaluation.metrics.values["hit_rate"] = evaluation.metrics.of("recall");
        studio.store.append(id, reports, { evaluation }, events);
        return QString::fromStdString(id);
    }
};

OPAL_TEST(TestRunMonitor)
#include "tst_runmonitor.moc"
