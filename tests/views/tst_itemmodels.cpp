// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <set>

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "core/results/rankingmetrics.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/celltext.h"
#include "views/itemmodels/comparisontablemodel.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/previewtablemodel.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/itemmodels/rejectstablemodel.h"
#include "views/itemmodels/runfilterproxymodel.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/shell/theme.h"
#include "views/widgets/expressionerrors.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/tablesetup.h"

using namespace opal;

namespace {

constexpr auto testerMode = QAbstractItemModelTester::FailureReportingMode::QtTest;

RunRecord makeRun(const std::string& id, double recall, int interests)
{
    RunRecord record;
    record.id = id;
    record.name = "opal-k" + std::to_string(interests) + "-" + id;
    record.model = "opal";
    record.datasetName = "KuaiRand";
    record.state = RunState::Finished;
    record.createdMs = 1'700'000'000'000;
    record.params = { { "interests", std::to_string(interests) }, { "learning_rate", "0.001" } };
    record.stage = "hard";
    record.bestEpoch = { { "soft", 9 }, { "hard", 14 } };
    record.bestMetric = { { "soft", recall - 0.01 }, { "hard", recall } };
    return record;
}

QString shown(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class TestItemModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void runsShowMetricsWithFourDecimalsAndMissingAsDash()
    {
        RunTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        RunRecord done = makeRun("aa", 0.51751, 4);
        done.test = MetricSet {};
        done.test->values["recall"] = { { 50, 0.2396 }, { 200, 0.5 } };
        done.star = true;
        done.tags = { "paper", "seed 1" };
        RunRecord fresh = makeRun("bb", 0, 8);
        fresh.bestEpoch.clear();
        fresh.bestMetric.clear();
        model.setRuns({ done, fresh });

        QCOMPARE(shown(model, 0, RunTableModel::BestRecall), QStringLiteral("0.5175"));
        QCOMPARE(shown(model, 0, RunTableModel::BestEpoch), QStringLiteral("Fine-tuning 14"));
        QCOMPARE(shown(model, 0, RunTableModel::columnOf("recall@50")), QStringLiteral("0.2396"));
        QCOMPARE(shown(model, 0, RunTableModel::columnOf("recall@100")), missingText());
        QCOMPARE(shown(model, 0, RunTableModel::Interests), QStringLiteral("4"));
        QCOMPARE(shown(model, 0, RunTableModel::columnOf("tags")), QStringLiteral("paper, seed 1"));
        QCOMPARE(shown(model, 1, RunTableModel::BestRecall), missingText());
        QCOMPARE(shown(model, 1, RunTableModel::BestEpoch), missingText());
        QCOMPARE(model.index(1, RunTableModel::BestRecall).data(Qt::ForegroundRole).value<QColor>(),
                 secondaryTextColor());
        QCOMPARE(model.index(0, RunTableModel::BestRecall).data(Qt::TextAlignmentRole).value<Qt::Alignment>(),
                 Qt::AlignRight | Qt::AlignVCenter);
        QVERIFY(
            !model.index(1, RunTableModel::columnOf("recall@200")).data(RunTableModel::SortRole).isValid());
    }

    void everyMetricOfTheTableHasColumns()
    {
        RunTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        RunRecord run = makeRun("aa", 0.5, 4);
        run.test = MetricSet {};
        double value = 0.01;
        for (const RankingMetric& metric : rankingMetrics())
            run.test->values[metric.key][100] = value += 0.01;
        model.setRuns({ run });
        QCOMPARE(model.columnCount(), RunTableModel::columns());
        std::set<QString> shownValues;
        for (int column = 0; column < model.columnCount(); ++column) {
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
            shownValues.insert(shown(model, 0, column));
        }
        for (const RankingMetric& metric : rankingMetrics())
            QVERIFY2(shownValues.contains(metricOrDash(run.test->at(metric.key, 100))), metric.key);
        // What nobody has asked for is hidden, what changes is announced.
        QVERIFY(!RunTableModel::isShownAtFirst(RunTableModel::columnOf("mrr@50")));
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setRuns({ run });
        QCOMPARE(changes.count(), 0);
        run.test->values["mrr"][100] = 0.9;
        model.setRuns({ run });
        QCOMPARE(changes.count(), 1);
    }

    void newerListKeepsRowsInPlace()
    {
        RunTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        model.setRuns({ makeRun("c", 0.3, 4), makeRun("b", 0.2, 4), makeRun("a", 0.1, 4) });
        const QPersistentModelIndex middle = model.index(1, 0);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        RunRecord starred = makeRun("b", 0.2, 4);
        starred.star = true;
        model.setRuns({ makeRun("d", 0.4, 4), makeRun("c", 0.3, 4), starred });

        QCOMPARE(resets.count(), 0);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(middle.isValid());
        QCOMPARE(middle.row(), 2);
        QCOMPARE(middle.data(RunTableModel::IdRole).toString(), QStringLiteral("b"));
        QCOMPARE(middle.data().toString(), QStringLiteral("\u2605"));
        QCOMPARE(model.rowOf("d"), 0);
        QCOMPARE(model.rowOf("a"), -1);
    }

    void otherOrderResets()
    {
        RunTableModel model;
        model.setRuns({ makeRun("a", 0.1, 4), makeRun("b", 0.2, 4) });
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRuns({ makeRun("b", 0.2, 4), makeRun("a", 0.1, 4) });
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.rowOf("b"), 0);
    }

    void missingValuesSortLastInBothDirections()
    {
        RunTableModel model;
        RunRecord fresh = makeRun("fresh", 0, 4);
        fresh.bestMetric.clear();
        model.setRuns({ fresh, makeRun("low", 0.1, 4), makeRun("high", 0.9, 4) });
        RunFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        const QAbstractItemModelTester tester(&proxy, testerMode);
        const auto ids = [&] {
            QStringList list;
            for (int row = 0; row < proxy.rowCount(); ++row)
                list << proxy.index(row, 0).data(RunTableModel::IdRole).toString();
            return list;
        };
        proxy.sort(RunTableModel::BestRecall, Qt::AscendingOrder);
        QCOMPARE(ids(),
                 (QStringList { QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("fresh") }));
        proxy.sort(RunTableModel::BestRecall, Qt::DescendingOrder);
        QCOMPARE(ids(),
                 (QStringList { QStringLiteral("high"), QStringLiteral("low"), QStringLiteral("fresh") }));
    }

    void filterLine_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("rows");
        QTest::newRow("empty") << QString() << 3;
        QTest::newRow("word") << QStringLiteral("K8") << 1;
        QTest::newRow("two words") << QStringLiteral("opal kuairand") << 3;
        QTest::newRow("no such word") << QStringLiteral("opal mind") << 0;
        QTest::newRow("parameter") << QStringLiteral("interests=4") << 2;
        QTest::newRow("parameter range") << QStringLiteral("interests>4") << 1;
        QTest::newRow("parameter differs") << QStringLiteral("interests!=8") << 2;
        QTest::newRow("metric") << QStringLiteral("recall>=0.5") << 2;
        QTest::newRow("metric and word") << QStringLiteral("recall>=0.5 k8") << 1;
        QTest::newRow("missing metric") << QStringLiteral("r200>0") << 0;
        QTest::newRow("state") << QStringLiteral("state:finish") << 3;
        QTest::newRow("tag") << QStringLiteral("tag:paper") << 1;
        QTest::newRow("star") << QStringLiteral("is:star") << 1;
        QTest::newRow("unknown field") << QStringLiteral("colour=red") << 3;
        QTest::newRow("not a number") << QStringLiteral("recall>much") << 3;
        QTest::newRow("either") << QStringLiteral("tag = paper or is = star") << 2;
        QTest::newRow("neither") << QStringLiteral("not (tag = paper or is = star)") << 1;
    }

    void filterLine()
    {
        QFETCH(QString, line);
        QFETCH(int, rows);
        RunTableModel model;
        RunRecord tagged = makeRun("a", 0.6, 8);
        tagged.tags = { "paper" };
        RunRecord starred = makeRun("b", 0.5, 4);
        starred.star = true;
        model.setRuns({ tagged, starred, makeRun("c", 0.4, 4) });
        RunFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        proxy.setFilterLine(line);
        QCOMPARE(proxy.rowCount(), rows);
    }

    void mistakesInTheFilterPointAtTheirColumn()
    {
        RunTableModel model;
        model.setRuns({ makeRun("a", 0.6, 8) });
        RunFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        proxy.setFilterLine(QStringLiteral("interests=8 interest>3"));
        QVERIFY(proxy.error().has_value());
        QCOMPARE(proxy.error()->column, 13);
        QVERIFY(expressionErrorText(*proxy.error()).contains(QStringLiteral("interests")));
        proxy.setFilterLine(QStringLiteral("interests=8"));
        QVERIFY(!proxy.error().has_value());
    }

    void groupsStandUnderTheirHeadings()
    {
        RunTableModel model;
        RunRecord first = makeRun("a", 0.6, 8);
        first.datasetName = "wechat";
        RunRecord second = makeRun("b", 0.5, 4);
        second.datasetName = "takatak";
        RunRecord third = makeRun("c", 0.7, 4);
        third.datasetName = "wechat";
        model.setRuns({ first, second, third });
        RunFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        const QAbstractItemModelTester tester(&proxy, testerMode);
        const auto ids = [&proxy] {
            QStringList list;
            for (int row = 0; row < proxy.rowCount(); ++row)
                list << (proxy.sourceRun(row) < 0
                             ? QStringLiteral("#")
                             : proxy.index(row, 0).data(RunTableModel::IdRole).toString());
            return list.join(u' ');
        };
        model.setGrouping(RunGrouping::Dataset);
        proxy.sort(RunTableModel::BestRecall, Qt::DescendingOrder);
        QCOMPARE(ids(), QStringLiteral("# b # c a"));
        proxy.sort(RunTableModel::BestRecall, Qt::AscendingOrder);
        QCOMPARE(ids(), QStringLiteral("# b # a c"));
        QVERIFY(proxy.index(2, 0).data().toString().contains(QStringLiteral("0.7000")));
        proxy.setFilterLine(QStringLiteral("interests=8"));
        QCOMPARE(ids(), QStringLiteral("# a"));
        QCOMPARE(proxy.runCount(), 1);
        third.datasetName = "takatak";
        proxy.setFilterLine({});
        model.setRuns({ first, second, third, makeRun("d", 0.1, 4) });
        proxy.sort(RunTableModel::BestRecall, Qt::AscendingOrder);
        QCOMPARE(proxy.runCount(), 4);
        model.setGrouping(RunGrouping::None);
        QCOMPARE(proxy.rowCount(), 4);
    }

    void benchTwoThousandRuns()
    {
        std::vector<RunRecord> runs;
        for (int i = 0; i < 2000; ++i)
            runs.push_back(makeRun(std::to_string(i), 0.3 + (i * 7919 % 2000) / 10000.0, 1 << (i % 5)));
        RunTableModel model;
        RunFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        QElapsedTimer timer;
        timer.start();
        model.setRuns(runs);
        proxy.sort(RunTableModel::BestRecall, Qt::DescendingOrder);
        proxy.setFilterLine(QStringLiteral("interests>=4 and recall>0.35 opal"));
        const qint64 milliseconds = timer.elapsed();
        QVERIFY(proxy.rowCount() > 0);
        qInfo("2,000 runs set, sorted and filtered in %lld ms", milliseconds);
    }

    void recallListShowsSourceScoreAndHits()
    {
        RecallTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        model.setList({ { 1, 0.91304F, 0, true }, { 2, 0.5F, 3, false } },
                      { { "4259", "Cats", "pets", "" }, { "1694", "", "", "" } });
        QCOMPARE(shown(model, 0, RecallTableModel::Rank), QStringLiteral("1"));
        QCOMPARE(shown(model, 0, RecallTableModel::Item), QStringLiteral("4259"));
        QCOMPARE(shown(model, 0, RecallTableModel::Score), QStringLiteral("0.9130"));
        QCOMPARE(shown(model, 0, RecallTableModel::HeldOut), QStringLiteral("hit"));
        QCOMPARE(shown(model, 1, RecallTableModel::Interest), QStringLiteral("4"));
        QCOMPARE(shown(model, 1, RecallTableModel::Title), missingText());
        QCOMPARE(shown(model, 1, RecallTableModel::HeldOut), QString());
        QCOMPARE(model.index(1, 0).data(RecallTableModel::InterestRole).toInt(), 3);
        QCOMPARE(model.hitRows(), std::vector<int> { 0 });
    }

    void historyWritesTheDayOnce()
    {
        HistoryTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        const auto entry = [](const char* id, const char* day) {
            HistoryEntry result;
            result.itemId = id;
            result.day = day;
            result.weights = { 0.75F, 0.25F };
            result.category = 0;
            return result;
        };
        model.setHistory(
            { entry("7136", "2022-04-25"), entry("909", "2022-04-25"), entry("12", "2022-04-26") });
        QCOMPARE(shown(model, 0, HistoryTableModel::Day), QStringLiteral("2022-04-25"));
        QCOMPARE(shown(model, 1, HistoryTableModel::Day), QString());
        QCOMPARE(shown(model, 2, HistoryTableModel::Day), QStringLiteral("2022-04-26"));
        QVERIFY(!model.index(1, 0).data(HistoryTableModel::LaneStartRole).toBool());
        QCOMPARE(model.index(0, 0).data(HistoryTableModel::WeightsRole).value<QList<float>>(),
                 (QList<float> { 0.75F, 0.25F }));
        QCOMPARE(model.index(0, HistoryTableModel::Weights).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Interest 1: 0.7500\nInterest 2: 0.2500"));
        model.setInterestNames({ "football, fitness", "" });
        QCOMPARE(model.index(0, HistoryTableModel::Weights).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("1 football, fitness: 0.7500\nInterest 2: 0.2500"));
    }

    void titlesTellNumbersAndNames()
    {
        QCOMPARE(interestTitle(2, {}), QStringLiteral("Interest 3"));
        QCOMPARE(interestTitle(2, "football"), QStringLiteral("football"));
        QCOMPARE(numberedInterest(2, "football"), QStringLiteral("3 football"));
        QCOMPARE(categoryTitle(0, {}), QStringLiteral("Category 1"));
        QCOMPARE(numberedCategory(0, "football"), QStringLiteral("1 football"));
        QCOMPARE(numberedTitle(0, {}), QStringLiteral("1"));
    }

    void titlesLoseWholeTermsFirst()
    {
        const QFontMetricsF metrics { QFont() };
        const QString title = QStringLiteral("football, fitness, dance");
        const auto width = [&metrics](const QString& text) { return metrics.horizontalAdvance(text) + 0.5; };
        QCOMPARE(elidedTitle(title, metrics, width(title)), title);
        QCOMPARE(elidedTitle(title, metrics, width(title) - 1), QStringLiteral("football, fitness\u2026"));
        QCOMPARE(elidedTitle(title, metrics, width(QStringLiteral("football\u2026"))),
                 QStringLiteral("football\u2026"));
        const QString part = elidedTitle(title, metrics, width(QStringLiteral("footb\u2026")));
        QVERIFY(part.startsWith(QStringLiteral("foot")) && part.size() < 8);
        QVERIFY(elidedTitle(title, metrics, width(QStringLiteral("f\u2026"))).isEmpty());
        QCOMPARE(fittedTitle(1, "football, fitness", metrics, 1000), QStringLiteral("2 football, fitness"));
        QCOMPARE(fittedTitle(1, "football, fitness", metrics, width(QStringLiteral("2 f"))),
                 QStringLiteral("2"));
        QCOMPARE(fittedTitle(1, {}, metrics, 1000), QStringLiteral("2"));
    }

    void historyWithoutTimesCountsItsItems()
    {
        HistoryTableModel model;
        model.setHistory(std::vector<HistoryEntry>(2));
        QCOMPARE(shown(model, 1, HistoryTableModel::Day), QStringLiteral("no. 2"));
    }

    void previewTintsRolesAndRejectedRowsAndSurvivesShortRows()
    {
        PreviewTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        model.setColors(Theme::lightTokens());
        LogCheck check;
        check.columns = { "user_id", "video_id", "tab" };
        check.ownColumns = 3;
        check.roles = { UserRole, ItemRole, NoRole };
        check.rows = { { "1", "2", "x" }, { "3" } };
        check.verdicts = { { 2, false, true, -1, "" }, { 3, true, false, 1, "the row is cut short" } };
        model.setCheck(check);
        constexpr int user = PreviewTableModel::FirstField;
        constexpr int tab = PreviewTableModel::FirstField + 2;
        QCOMPARE(model.headerData(user, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("user_id: user"));
        QCOMPARE(model.headerData(tab, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("tab"));
        QCOMPARE(shown(model, 0, PreviewTableModel::Verdict), QStringLiteral("positive"));
        QCOMPARE(shown(model, 1, PreviewTableModel::Verdict),
                 QStringLiteral("rejected: the row is cut short"));
        QCOMPARE(shown(model, 1, PreviewTableModel::Line), QStringLiteral("3"));
        QCOMPARE(shown(model, 1, tab), missingText());
        QCOMPARE(model.index(0, user).data(Qt::TextAlignmentRole).value<Qt::Alignment>(),
                 Qt::AlignRight | Qt::AlignVCenter);
        QCOMPARE(model.index(0, tab).data(Qt::TextAlignmentRole).value<Qt::Alignment>(),
                 Qt::AlignLeft | Qt::AlignVCenter);
        const auto tint = [&](int row, int column) {
            return model.index(row, column).data(Qt::BackgroundRole).value<QBrush>();
        };
        QCOMPARE(tint(0, user).color().rgb(), PreviewTableModel::roleColor(UserRole).rgb());
        QCOMPARE(tint(0, tab).style(), Qt::NoBrush);
        QCOMPARE(tint(1, user).color().rgb(), Theme::lightTokens().bad.rgb());
        QVERIFY(tint(1, user + 1).color().alpha() > tint(1, user).color().alpha());
    }

    void comparisonTellsDifferences()
    {
        ComparisonTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        QCOMPARE(model.rowCount(), 0);
        auto first = std::make_shared<DatasetProfile>();
        first->summary.name = "one";
        first->summary.users = 100;
        first->summary.items = 7;
        auto second = std::make_shared<DatasetProfile>(*first);
        second->summary.name = "two";
        second->summary.users = 125;
        model.setProfiles(first, second);
        QCOMPARE(model.headerData(ComparisonTableModel::Second, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("two"));
        QCOMPARE(shown(model, 0, ComparisonTableModel::First), QStringLiteral("100"));
        QCOMPARE(shown(model, 0, ComparisonTableModel::Difference), QStringLiteral("+25 (+25.0 %)"));
        QCOMPARE(shown(model, 1, ComparisonTableModel::Difference), QStringLiteral("="));
    }

    void everyTableIsCopied()
    {
        QTableView view;
        setupTable(view);
        RunTableModel model;
        model.setRuns({ makeRun("aa", 0.5, 4), makeRun("bb", 0.25, 2) });
        view.setModel(&model);
        view.resize(600, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.selectRow(1);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[1].contains(QStringLiteral("bb")));
        QCOMPARE(lines[0].count(u'\t'), lines[1].count(u'\t'));

        const QPoint at = view.visualRect(model.index(0, 1)).center();
        QContextMenuEvent asked(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(view.viewport(), &asked);
        auto* menu = view.findChild<QMenu*>(QStringLiteral("tableMenu"));
        QVERIFY(menu);
        menu->findChild<QAction*>(QStringLiteral("copyTable"))->trigger();
        lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        menu->close();
    }

    void rejectsNameLineColumnAndReason()
    {
        RejectsTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        model.setRejects({ { "log.csv", 1'234'567, "time_ms", "not a number: \"-\"" },
                           { "log.csv", 2, "", "row is cut short" } });
        QCOMPARE(shown(model, 0, RejectsTableModel::Line), QStringLiteral("1\u202F234\u202F567"));
        QCOMPARE(shown(model, 0, RejectsTableModel::ColumnName), QStringLiteral("time_ms"));
        QCOMPARE(shown(model, 1, RejectsTableModel::ColumnName), missingText());
        QCOMPARE(shown(model, 1, RejectsTableModel::Reason), QStringLiteral("row is cut short"));
    }

    void filterStepsShowBeforeAndAfter()
    {
        FilterStepsTableModel model;
        const QAbstractItemModelTester tester(&model, testerMode);
        model.setSteps({ { "unseen_items", 100, 90, 2000, 1500, 12345, 12000 } });
        QCOMPARE(shown(model, 0, FilterStepsTableModel::Filter), QStringLiteral("Items unseen in training"));
        QCOMPARE(shown(model, 0, FilterStepsTableModel::Interactions),
                 QStringLiteral("12\u202F345 \u2192 12\u202F000"));
    }

    void textsOfCells()
    {
        QCOMPARE(percentText(0.0043), QStringLiteral("0.43\u202F%"));
        QCOMPARE(metricOrDash(std::nan("")), missingText());
        QCOMPARE(bytesText(1'400'000), QStringLiteral("1.4\u202FMB"));
        QCOMPARE(dateTimeText(0), missingText());
    }
};

OPAL_TEST(TestItemModels)
#include "tst_itemmodels.moc"
