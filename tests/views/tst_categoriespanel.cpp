// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

#include "core/jobs/categoryjobs.h"
#include "core/jobs/jobs.h"
#include "tests/support/datatabletesting.h"
#include "tests/support/findwidget.h"
#include "tests/support/jobresult.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/figures/categoryfigures.h"
#include "views/figures/figureregistry.h"
#include "views/panels/categories/categoriespanel.h"
#include "views/panels/categories/categorytablemodel.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/metrictile.h"
#include "views/widgets/numbers.h"

using namespace opal;

namespace {

/// Words of the page that stands in for the pictures.
QString emptyText(QWidget& panel)
{
    QStringList words;
    for (const QLabel* label : panel.findChildren<QLabel*>())
        if (label->isVisible())
            words << label->text();
    return words.join(QLatin1Char(' '));
}

} // namespace

class TestCategoriesPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        SynthParams synth;
        synth.users = 60;
        synth.items = 80;
        synth.interactions = 1800;
        synth.days = 6;
        synth.topics = 4;
        m_dataset = resultOf<DatasetResult>(
                        m_fixture.jobs,
                        makeSynthesiseJob(m_fixture.store, synth,
                                          m_fixture.paths.datasets() + QStringLiteral("/toy.opaldata")))
                        .path;
        m_run = trained({ { "interests", "3" }, { "max_epochs", "2" } });
        m_other = trained({ { "interests", "3" }, { "max_epochs", "1" }, { "seed", "5" } });
        QVERIFY(!m_run.isEmpty() && !m_other.isEmpty());
    }

    void init()
    {
        m_fixture.workspace.setRun({});
        for (const QString& run : { m_run, m_other })
            m_fixture.store.setCategoryNames(run.toStdString(), { { 0, "" }, { 1, "" }, { 2, "" } });
    }

    void withoutARunItLeadsToTheRuns()
    {
        CategoriesPanel panel(m_fixture.context);
        panel.show();
        QSignalSpy requests(&m_fixture.workspace, &Workspace::panelRequested);
        const auto buttons = panel.findChildren<QPushButton*>();
        const auto choose = std::find_if(buttons.begin(), buttons.end(), [](QPushButton* button) {
            return button->text() == QStringLiteral("Choose a run");
        });
        QVERIFY(choose != buttons.end());
        QTest::mouseClick(*choose, Qt::LeftButton);
        QCOMPARE(requests.count(), 1);
        QCOMPARE(requests.front().front().toString(), QStringLiteral("runs"));
        QVERIFY(panel.figures().empty());
    }

    void aStoredRunShowsTheEvaluationThatItKeeps()
    {
        auto panel = shown(m_run);
        auto& evaluation = find<QComboBox>(*panel, u"evaluation");
        const auto course = m_fixture.store.categoryCourse(m_run.toStdString());
        QCOMPARE(course.size(), std::size_t { 4 }); // two epochs a stage
        QCOMPARE(evaluation.count(), 4);
        const RunRecord run = m_fixture.store.run(m_run.toStdString());
        const CategorySnapshot& kept = course[static_cast<std::size_t>(evaluation.currentIndex())];
        QCOMPARE(kept.stage, decisiveStage(run));
        QCOMPARE(kept.epoch, run.bestEpoch.at(kept.stage));
        QCOMPARE(find<MetricTile>(*panel, u"variationTile").value(),
                 QString::number(kept.massVariation(), 'f', 4));
        QCOMPARE(find<MetricTile>(*panel, u"confidenceTile").value(),
                 QString::number(kept.meanConfidence, 'f', 4));
        auto& bars = find<QCustomPlot>(*panel, u"massChart");
        QCOMPARE(bars.plottableCount(), 3);
        const auto* bar = qobject_cast<QCPBars*>(bars.plottable(1));
        QCOMPARE(bar->data()->constBegin()->value, 100 * kept.shares()[1]);
        QVERIFY(!bars.accessibleDescription().isEmpty());
        QCOMPARE(find<QCustomPlot>(*panel, u"courseChart").graphCount(), 3);
        QTRY_VERIFY(find<QCustomPlot>(*panel, u"flowChart").isVisible());
    }

    void everyChartHasItsNumbers()
    {
        auto panel = shown(m_run);
        QTRY_VERIFY(find<QCustomPlot>(*panel, u"flowChart").isVisible());
        QCOMPARE(linesBehind(find<QCustomPlot>(*panel, u"massChart")).size(), 4);
        QVERIFY(linesBehind(find<QCustomPlot>(*panel, u"confidenceChart")).size() > 2);
        QCOMPARE(linesBehind(find<QCustomPlot>(*panel, u"similarityChart")).size(), 10);
        auto& course = find<QCustomPlot>(*panel, u"courseChart");
        QCOMPARE(linesBehind(course).size(), 13); // four evaluations of three categories
        QTest::keyClick(&find<QComboBox>(*panel, u"courseMeasure"), Qt::Key_Down);
        const QStringList measures = linesBehind(course);
        QCOMPARE(measures.size(), 5);
        const auto snapshots = m_fixture.store.categoryCourse(m_run.toStdString());
        QCOMPARE(measures.last().section(u'\t', 3, 3).toDouble(), snapshots.back().massVariation());
        const QStringList moves = linesBehind(find<QCustomPlot>(*panel, u"flowChart"));
        int items = 0;
        for (const QString& move : moves.mid(1))
            items += move.section(u'\t', 2).toInt();
        QVERIFY(items > 0 && items <= 80);
    }

    void anEarlierEvaluationIsChosenByKeys()
    {
        auto panel = shown(m_run);
        auto& evaluation = find<QComboBox>(*panel, u"evaluation");
        auto& newest = find<QCheckBox>(*panel, u"followNewest");
        auto& since = find<QComboBox>(*panel, u"since");
        QVERIFY(newest.isChecked());
        // Of an ended run the evaluation is shown whose weights it keeps.
        const RunRecord run = m_fixture.store.run(m_run.toStdString());
        const auto course = m_fixture.store.categoryCourse(m_run.toStdString());
        const std::string stage = decisiveStage(run);
        const int kept = evaluation.currentIndex();
        QCOMPARE(course[static_cast<std::size_t>(kept)].stage, stage);
        QCOMPARE(course[static_cast<std::size_t>(kept)].epoch, run.bestEpoch.at(stage));
        QCOMPARE(since.count(), kept);
        QCOMPARE(since.currentIndex(), kept - 1);
        QTest::keyClick(&evaluation, Qt::Key_Home);
        QCOMPARE(evaluation.currentIndex(), 0);
        QVERIFY(!newest.isChecked());
        QVERIFY(!since.isEnabled());
        QTRY_VERIFY(find<QLabel>(*panel, u"noFlow").isVisible());
        QCOMPARE(find<MetricTile>(*panel, u"entropyTile").value(),
                 QString::number(course.front().meanEntropy, 'f', 4));
        QTest::mouseClick(&newest, Qt::LeftButton, {}, { 8, newest.height() / 2 });
        QCOMPARE(evaluation.currentIndex(), kept);
    }

    void movesAreCountedBetweenTwoEvaluations()
    {
        auto panel = shown(m_run);
        auto& since = find<QComboBox>(*panel, u"since");
        QTest::keyClick(&since, Qt::Key_Home);
        const std::string run = m_run.toStdString();
        const auto course = m_fixture.store.categoryCourse(run);
        const CategoryFlow flow = categoryFlow(m_fixture.store.categorySnapshot(run, course.front().step),
                                               m_fixture.store.categorySnapshot(run, course.back().step));
        QTRY_COMPARE(find<QCustomPlot>(*panel, u"flowChart").accessibleDescription(),
                     categoryFlowSummary(flow));
    }

    void clicksOnTheChartsSelect()
    {
        auto panel = shown(m_run);
        auto& bars = find<QCustomPlot>(*panel, u"massChart");
        const auto at = [&bars](double category) {
            return QPoint(static_cast<int>(bars.xAxis->coordToPixel(category)), bars.height() / 2);
        };
        QTest::mouseClick(&bars, Qt::LeftButton, {}, at(1));
        QCOMPARE(m_fixture.workspace.category(), 1);
        auto& similarity = find<QCustomPlot>(*panel, u"similarityChart");
        QTest::mouseClick(&similarity, Qt::LeftButton, {},
                          { similarity.width() / 2, static_cast<int>(similarity.yAxis->coordToPixel(2.5)) });
        QCOMPARE(m_fixture.workspace.category(), 2);
        auto& over = find<QCustomPlot>(*panel, u"courseChart");
        const auto course = m_fixture.store.categoryCourse(m_run.toStdString());
        QTest::mouseClick(&over, Qt::LeftButton, {},
                          { static_cast<int>(over.xAxis->coordToPixel(static_cast<double>(course[1].step))),
                            over.height() / 2 });
        QCOMPARE(find<QComboBox>(*panel, u"evaluation").currentIndex(), 1);
        auto& measure = find<QComboBox>(*panel, u"courseMeasure");
        const QString shares = over.accessibleDescription();
        QTest::keyClick(&measure, Qt::Key_Down);
        QCOMPARE(measure.currentIndex(), 1);
        QVERIFY(over.accessibleDescription() != shares);
    }

    void contentsDescribeTheChosenCategory()
    {
        auto panel = shown(m_run);
        openContents(*panel);
        auto& table = find<QTableView>(*panel, u"categories");
        auto& items = find<QTableWidget>(*panel, u"centralItems");
        QTRY_VERIFY_WITH_TIMEOUT(items.rowCount() > 0, jobTimeout);
        const auto details = resultOf<CategoryDetails>(
            m_fixture.jobs,
            makeCategoryDetailsJob(m_fixture.store, m_fixture.paths, m_run.toStdString(),
                                   m_fixture.store.categoryCourse(m_run.toStdString()).back().step));
        const Agreement agreement = *details.agreement;
        QCOMPARE(agreement.with, std::string("tags"));
        const QString summary = find<QLabel>(*panel, u"agreement").text();
        for (const ShuffledMeasure& measure : { agreement.ami, agreement.nmi, agreement.purity })
            for (const double value : { measure.value, measure.shuffledMean, measure.low, measure.high })
                QVERIFY2(summary.contains(metricText(value)), qPrintable(summary));
        QCOMPARE(find<MetricTile>(*panel, u"agreementTile").value(), metricText(agreement.ami.value));
        // Some steps of training leave the categories where they started.
        QCOMPARE(find<QLabel>(*panel, u"alarms").text().contains(QStringLiteral("no better than chance")),
                 agreement.isAtChance());
        QCOMPARE(table.model()->rowCount(), 3);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(table.model()->index(2, CategoryTableModel::Items)).center());
        QCOMPARE(m_fixture.workspace.category(), 2);
        QVERIFY(items.rowCount() > 0);
        QTest::mouseClick(items.viewport(), Qt::LeftButton, {},
                          items.visualItemRect(items.item(0, 1)).center()); // its title
        QCOMPARE(m_fixture.workspace.itemIds(), QStringList(items.item(0, 0)->text()));
        double last = 2;
        for (int row = 0; row < items.rowCount(); ++row) {
            const double cosine = items.item(row, 3)->text().toDouble();
            QVERIFY(cosine <= last);
            last = cosine;
        }
        m_fixture.workspace.setCategory(0);
        QCOMPARE(table.currentIndex().row(), 0);
    }

    void aNameIsTypedAndKept()
    {
        auto panel = shown(m_run);
        openContents(*panel);
        auto& table = find<QTableView>(*panel, u"categories");
        typeName(table, 1, QStringLiteral("Travel"));
        QTRY_COMPARE(m_fixture.store.categoryNames(m_run.toStdString()),
                     (std::map<int, std::string> { { 1, "Travel" } }));
        auto again = shown(m_run);
        openContents(*again);
        QCOMPARE(find<QTableView>(*again, u"categories")
                     .model()
                     ->index(1, CategoryTableModel::Name)
                     .data()
                     .toString(),
                 QStringLiteral("Travel"));
    }

    void aLabelStandsWhereNobodyGaveAName()
    {
        CategoryTableModel model;
        CategorySnapshot snapshot;
        snapshot.categories = 2;
        snapshot.mass = { 1, 1 };
        snapshot.sizes = { 1, 1 };
        model.setSnapshot(snapshot, { { { 1, "Travel" } }, { { 0, "football" }, { 1, "food" } } });
        const QModelIndex generated = model.index(0, CategoryTableModel::Name);
        const QModelIndex given = model.index(1, CategoryTableModel::Name);
        QCOMPARE(generated.data().toString(), QStringLiteral("football"));
        QCOMPARE(given.data().toString(), QStringLiteral("Travel"));
        // It looks otherwise and is not what an editor begins with.
        QCOMPARE(generated.data(Qt::EditRole).toString(), QString());
        QVERIFY(generated.data(Qt::ForegroundRole).isValid());
        QVERIFY(!given.data(Qt::ForegroundRole).isValid());
        QSignalSpy edited(&model, &CategoryTableModel::nameEdited);
        QVERIFY(!model.setData(generated, QString(), Qt::EditRole));
        QVERIFY(model.setData(given, QString(), Qt::EditRole));
        QCOMPARE(given.data().toString(), QStringLiteral("food"));
        QCOMPARE(edited.count(), 1);
    }

    void namesAreCarriedToARunWithTheSameCategories()
    {
        // The same data and seed: the first evaluation of both is the same, the categories only differ in
        // what further epochs moved.
        const QString twin = trained({ { "interests", "3" }, { "max_epochs", "2" } });
        m_fixture.store.setCategoryNames(m_run.toStdString(), { { 0, "Pets" }, { 2, "Food" } });
        auto panel = shown(twin);
        openContents(*panel);
        auto& from = find<QComboBox>(*panel, u"namesFrom");
        QTRY_COMPARE(from.count(), 1);
        QTest::mouseClick(&find<QPushButton>(*panel, u"carryNames"), Qt::LeftButton);
        const std::map<int, std::string> expected { { 0, "Pets" }, { 2, "Food" } };
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.store.categoryNames(twin.toStdString()), expected, jobTimeout);
        QVERIFY(find<ElidedLabel>(*panel, u"carryMessage").fullText().startsWith(QLatin1Char('2')));
    }

    void aTrainingIsFollowedLive()
    {
        CategoriesPanel panel(m_fixture.context);
        panel.resize(1100, 760);
        panel.show();
        QString run;
        QObject context;
        QObject::connect(&m_fixture.jobs, &JobRunner::progressed, &context,
                         [&](const JobInfo&, const JobProgress& progress) {
                             if (run.isEmpty() && !progress.training.run.isEmpty()) {
                                 run = progress.training.run;
                                 m_fixture.workspace.setRun(run);
                             }
                         });
        trained({ { "interests", "2" }, { "max_epochs", "3" } });
        QVERIFY(!run.isEmpty());
        auto& evaluation = find<QComboBox>(panel, u"evaluation");
        QTRY_COMPARE_WITH_TIMEOUT(evaluation.count(), 6, jobTimeout);
        // It has ended: the evaluation whose weights it keeps.
        const RunRecord ended = m_fixture.store.run(run.toStdString());
        const std::string stage = decisiveStage(ended);
        const auto course = m_fixture.store.categoryCourse(run.toStdString());
        QTRY_COMPARE(course[static_cast<std::size_t>(evaluation.currentIndex())].epoch,
                     ended.bestEpoch.at(stage));
        QCOMPARE(course[static_cast<std::size_t>(evaluation.currentIndex())].stage, stage);
    }

    void aModelWithoutCategoriesSaysSo()
    {
        const auto& models = availableModels();
        const auto plain = std::find_if(models.begin(), models.end(),
                                        [](const ModelInfo& info) { return !info.hasCategories; });
        RunRecord record;
        record.name = "other";
        record.model = plain == models.end() ? "unknown-model" : plain->get().name;
        record.state = RunState::Finished;
        const std::string run = m_fixture.store.createRun(record);
        CategoriesPanel panel(m_fixture.context);
        panel.show();
        m_fixture.workspace.setRun(QString::fromStdString(run));
        QTRY_VERIFY(emptyText(panel).contains(plain == models.end()
                                                  ? QStringLiteral("No hyper-categories are recorded")
                                                  : QStringLiteral("has no hyper-categories")));
    }

    void aSingleCategoryIsNoAlarm()
    {
        auto panel = shown(trained({ { "interests", "1" }, { "max_epochs", "1" } }));
        QVERIFY(!find<QLabel>(*panel, u"alarms").isVisible());
        QCOMPARE(find<MetricTile>(*panel, u"variationTile").value(), QStringLiteral("0.0000"));
        QCOMPARE(find<QCustomPlot>(*panel, u"massChart").plottableCount(), 1);
    }

    void aCollapseIsSaid()
    {
        CategorySnapshot snapshot;
        snapshot.categories = 4;
        snapshot.dim = 4;
        snapshot.vectors.assign(16, 0.0F);
        for (std::size_t j = 0; j < 4; ++j)
            snapshot.vectors[5 * j] = 1;
        snapshot.mass = { 970, 10, 10, 10 };
        snapshot.sizes = { 70, 1, 1, 8 };
        snapshot.confidence.assign(confidenceBins, 4);
        snapshot.meanConfidence = 0.8;
        snapshot.meanEntropy = 0.3;
        snapshot.itemCategory.assign(81, 0);
        EvaluationReport report;
        report.stage = "soft";
        report.epoch = 1;
        report.step = 5;
        report.categories = std::make_shared<CategorySnapshot>(snapshot);
        RunRecord record;
        record.name = "collapsed";
        record.model = "opal";
        record.state = RunState::Running;
        const std::string run = m_fixture.store.createRun(record);
        m_fixture.store.beginSegment(run, 0);
        m_fixture.store.append(run, {}, { report }, {});
        auto panel = shown(QString::fromStdString(run));
        auto& alarms = find<QLabel>(*panel, u"alarms");
        QVERIFY(alarms.isVisible());
        QVERIFY(alarms.text().contains(QStringLiteral("Collapse")));
        QCOMPARE(alarms.text().count(QStringLiteral("is dead")), 3);
    }

    void figuresAreThoseOfTheTable()
    {
        auto panel = shown(m_run);
        const auto figures = panel->figures();
        QCOMPARE(figures.size(), std::size_t { 2 });
        for (const FigureRequest& figure : figures) {
            QVERIFY(findFigure(figure.key) != nullptr);
            QCustomPlot plot;
            plot.resize(500, 300);
            figure.draw(plot, PlotTheme::paper());
            QVERIFY(plot.plottableCount() + plot.itemCount() > 0);
            QVERIFY(!figure.table().rows.empty());
        }
        QCOMPARE(figures[0].table().rows.size(), std::size_t { 4 * 3 });
        QCOMPARE(figures[1].table().rows.size(), std::size_t { 9 });
    }

    void everyControlHasAName()
    {
        auto panel = shown(m_run);
        for (QWidget* widget : panel->findChildren<QWidget*>()) {
            const bool control = qobject_cast<QComboBox*>(widget) || qobject_cast<QCustomPlot*>(widget)
                || qobject_cast<QAbstractItemView*>(widget);
            if (!control || widget->objectName().isEmpty()
                || widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }

private:
    QString trained(std::map<std::string, std::string> params)
    {
        TrainJobRequest request;
        request.datasetFile = m_dataset;
        request.params = { { "dim", "8" }, { "batch_size", "16" }, { "steps_per_epoch", "4" } };
        request.params.merge(params);
        return QString::fromStdString(
            resultOf<TrainJobResult>(m_fixture.jobs,
                                     makeTrainJob(m_fixture.store, m_fixture.paths, std::move(request)))
                .run.id);
    }

    /// A panel on the run, after the store has answered.
    std::unique_ptr<CategoriesPanel> shown(const QString& run)
    {
        auto panel = std::make_unique<CategoriesPanel>(m_fixture.context);
        panel->resize(1100, 760);
        panel->show();
        m_fixture.workspace.setRun(run);
        auto* evaluation = &find<QComboBox>(*panel, u"evaluation");
        (void)QTest::qWaitFor([evaluation] { return evaluation->count() > 0 && evaluation->isVisible(); },
                              jobTimeout);
        return panel;
    }

    static void openContents(CategoriesPanel& panel)
    {
        auto* tabs = find<QTabWidget>(panel, u"categoryTabs").tabBar();
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
        QVERIFY(find<QTableView>(panel, u"categories").isVisible());
    }

    static void typeName(QTableView& table, int row, const QString& name)
    {
        const QPoint at = table.visualRect(table.model()->index(row, CategoryTableModel::Name)).center();
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(table.viewport(), Qt::LeftButton, {}, at);
        auto* editor = table.viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        QTest::keyClicks(editor, name);
        QTest::keyClick(editor, Qt::Key_Return);
    }

    PanelFixture m_fixture;
    QString m_dataset;
    QString m_run;
    QString m_other;
};

OPAL_TEST(TestCategoriesPanel)

#include "tst_categoriespanel.moc"
