// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

#include "core/jobs/jobs.h"
#include "tests/support/findwidget.h"
#include "tests/support/jobresult.h"
#include "tests/support/manyruns.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/runfilterproxymodel.h"
#include "views/itemmodels/runlook.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/runs/adoptdialog.h"
#include "views/panels/runs/runspanel.h"
#include "views/plot/chartwidget.h"
#include "views/plot/qcp.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/messagebar.h"

using namespace opal;

namespace {

std::string addRun(RunStore& store, const std::string& name, const std::string& interests)
{
    RunRecord record;
    record.name = name;
    record.model = "opal";
    record.datasetName = "toy";
    record.params = { { "interests", interests } };
    return store.createRun(record);
}

QTableView& table(RunsPanel& panel)
{
    return *panel.findChild<QTableView*>(QStringLiteral("runs"));
}

int rows(RunsPanel& panel)
{
    return table(panel).model()->rowCount();
}

int rowOf(RunsPanel& panel, const QString& name)
{
    for (int row = 0; row < rows(panel); ++row) {
        if (table(panel).model()->index(row, RunTableModel::Name).data().toString() == name)
            return row;
    }
    return -1;
}

void select(RunsPanel& panel, const QString& name, Qt::KeyboardModifiers modifiers = {})
{
    const QModelIndex index = table(panel).model()->index(rowOf(panel, name), RunTableModel::Name);
    QTest::mouseClick(table(panel).viewport(), Qt::LeftButton, modifiers,
                      table(panel).visualRect(index).center());
}

void showWithRuns(RunsPanel& panel, int count)
{
    panel.resize(1200, 700);
    panel.show();
    QTRY_COMPARE(rows(panel), count);
}

StepReport step(std::int64_t number)
{
    return { "soft", number, { { "loss", 1.0 / static_cast<double>(number) } }, 0.001 };
}

EvaluationReport evaluation(std::int64_t number, double recall)
{
    EvaluationReport report;
    report.stage = "soft";
    report.epoch = number / 10;
    report.step = number;
    report.metrics.values["recall"] = { { 50, recall / 4 }, { 200, recall } };
    report.best = true;
    return report;
}

void chooseInMenu(RunsPanel& panel, const QString& action)
{
    const QPoint position = table(panel).visualRect(table(panel).currentIndex()).center();
    Q_EMIT table(panel).customContextMenuRequested(position);
    auto* menu = panel.findChild<QMenu*>(QStringLiteral("runMenu"));
    QVERIFY(menu);
    QAction* entry = menu->findChild<QAction*>(action);
    QVERIFY(entry && entry->isEnabled());
    if (auto* inner = qobject_cast<QMenu*>(entry->parent()); inner && inner != menu) {
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(inner->menuAction()).center());
        QTRY_VERIFY(inner->isVisible());
        menu = inner;
    }
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entry).center());
    QTRY_VERIFY(!panel.findChild<QMenu*>(QStringLiteral("runMenu")));
}

/// An array of `count` small numbers of this shape as NumPy saves it; the file.
QString writeVectors(const QString& path, const char* shape, int count)
{
    QByteArray header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + QByteArray(shape) + "), }\n";
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(QByteArray("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header);
    for (int i = 0; i < count; ++i) {
        const float number = static_cast<float>(i * 37 % 101) / 101 - 0.5F;
        file.write(reinterpret_cast<const char*>(&number), sizeof number);
    }
    return path;
}

} // namespace

class TestRunsPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void emptyWorkspaceLeadsToTraining()
    {
        PanelFixture fixture;
        RunsPanel panel(fixture.context);
        QSignalSpy requests(&fixture.workspace, &Workspace::panelRequested);
        panel.show();
        QPushButton* button = nullptr;
        for (QPushButton* candidate : panel.findChildren<QPushButton*>()) {
            if (candidate->isVisible())
                button = candidate;
        }
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(requests.count(), 1);
        QCOMPARE(requests.front().front().toString(), QStringLiteral("training"));
    }

    void runsOfOthersAppear()
    {
        PanelFixture fixture;
        addRun(fixture.store, "first", "4");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 1);
        RunStore other(fixture.paths.database());
        addRun(other, "second", "8");
        QTRY_COMPARE_WITH_TIMEOUT(rows(panel), 2, 2000);
    }

    void enterAndDoubleClickOpenARun()
    {
        PanelFixture fixture;
        const std::string first = addRun(fixture.store, "first", "4");
        const std::string second = addRun(fixture.store, "second", "8");
        RunsPanel panel(fixture.context);
        panel.resize(1000, 600);
        panel.show();
        QTRY_COMPARE(rows(panel), 2);
        select(panel, QStringLiteral("first"));
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("runTitle"))->text(), QStringLiteral("first"));
        QTest::keyClick(&table(panel), Qt::Key_Return);
        QCOMPARE(fixture.workspace.runId().toStdString(), first);
        select(panel, QStringLiteral("second"));
        const QModelIndex index = table(panel).currentIndex();
        QTest::mouseDClick(table(panel).viewport(), Qt::LeftButton, {},
                           table(panel).visualRect(index).center());
        QCOMPARE(fixture.workspace.runId().toStdString(), second);
    }

    void filterLineNarrowsTheTable()
    {
        PanelFixture fixture;
        addRun(fixture.store, "first", "4");
        addRun(fixture.store, "second", "8");
        RunsPanel panel(fixture.context);
        panel.show();
        QTRY_COMPARE(rows(panel), 2);
        QTest::keyClicks(panel.findChild<QLineEdit*>(QStringLiteral("runFilter")),
                         QStringLiteral("interests>4"));
        QCOMPARE(rows(panel), 1);
        QCOMPARE(rowOf(panel, QStringLiteral("second")), 0);
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("runCount"))->text(),
                 QStringLiteral("runs: 1 of 2"));
    }

    void menuMarksRenamesAndArchives()
    {
        PanelFixture fixture;
        const std::string id = addRun(fixture.store, "first", "4");
        RunsPanel panel(fixture.context);
        panel.resize(1000, 600);
        panel.show();
        QTRY_COMPARE(rows(panel), 1);
        select(panel, QStringLiteral("first"));

        chooseInMenu(panel, QStringLiteral("star"));
        QTRY_VERIFY(fixture.store.run(id).star);
        fixture.dialogs.nextText(QStringLiteral("  better  "));
        chooseInMenu(panel, QStringLiteral("rename"));
        QTRY_COMPARE(rowOf(panel, QStringLiteral("better")), 0);
        fixture.dialogs.nextText(QStringLiteral("paper, , seed 1"));
        chooseInMenu(panel, QStringLiteral("tags"));
        QTRY_COMPARE(fixture.store.run(id).tags, (std::vector<std::string> { "paper", "seed 1" }));
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("editNote")), Qt::LeftButton);
        auto* editor = panel.findChild<QPlainTextEdit*>(QStringLiteral("noteEditor"));
        QVERIFY(editor->isVisible());
        QTest::keyClicks(editor, QStringLiteral("A **note**."));
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("saveNote")), Qt::LeftButton);
        QTRY_COMPARE(fixture.store.run(id).note, std::string("A **note**."));
        auto* note = panel.findChild<QLabel*>(QStringLiteral("runNote"));
        QTRY_COMPARE(note->text(), QStringLiteral("A **note**."));
        QVERIFY(note->isVisible() && note->textFormat() == Qt::MarkdownText);

        chooseInMenu(panel, QStringLiteral("archive"));
        QTRY_COMPARE(rows(panel), 0);
        panel.findChild<QCheckBox*>(QStringLiteral("showArchived"))->setChecked(true);
        QTRY_COMPARE(rows(panel), 1);
        select(panel, QStringLiteral("better"));
        chooseInMenu(panel, QStringLiteral("archive"));
        QTRY_VERIFY(!fixture.store.run(id).archived);
    }

    void aNoteIsDiscardedWithEscapeAndKeptWithCtrlEnter()
    {
        PanelFixture fixture;
        const std::string id = addRun(fixture.store, "first", "4");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 1);
        select(panel, QStringLiteral("first"));
        auto* edit = panel.findChild<QPushButton*>(QStringLiteral("editNote"));
        auto* editor = panel.findChild<QPlainTextEdit*>(QStringLiteral("noteEditor"));
        QTest::mouseClick(edit, Qt::LeftButton);
        QTest::keyClicks(editor, QStringLiteral("no"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(!editor->isVisible());
        QTest::mouseClick(edit, Qt::LeftButton);
        QVERIFY(editor->toPlainText().isEmpty());
        QTest::keyClicks(editor, QStringLiteral("nor this"));
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("cancelNote")), Qt::LeftButton);
        QVERIFY(!editor->isVisible());
        QTest::mouseClick(edit, Qt::LeftButton);
        QVERIFY(editor->toPlainText().isEmpty());
        QTest::keyClicks(editor, QStringLiteral("yes"));
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(fixture.store.run(id).note, std::string("yes"));
    }

    void theButtonOfTheDetailsOpensTheRun()
    {
        PanelFixture fixture;
        const std::string id = addRun(fixture.store, "first", "4");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 1);
        select(panel, QStringLiteral("first"));
        QVERIFY(fixture.workspace.runId().isEmpty());
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("openRun")), Qt::LeftButton);
        QCOMPARE(fixture.workspace.runId().toStdString(), id);
    }

    void archivingSeveralRunsCanBeUndone()
    {
        PanelFixture fixture;
        addRun(fixture.store, "first", "4");
        addRun(fixture.store, "second", "8");
        addRun(fixture.store, "third", "8");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 3);
        select(panel, QStringLiteral("first"));
        select(panel, QStringLiteral("second"), Qt::ControlModifier);
        QTest::keyClick(&table(panel), Qt::Key_Delete);
        QTRY_COMPARE(rows(panel), 1);
        auto* bar = panel.findChild<MessageBar*>();
        QVERIFY(bar->isVisible());
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("messageText"))->text(),
                 QStringLiteral("Archived 2 runs"));
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("messageAction")), Qt::LeftButton);
        QTRY_COMPARE(rows(panel), 3);
        QVERIFY(!bar->isVisible());
        panel.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        table(panel).setFocus();
        QTest::keyClick(&table(panel), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(rows(panel), 1);
        QTest::keyClick(&table(panel), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(rows(panel), 3);
    }

    void everyEditCanBeUndone()
    {
        PanelFixture fixture;
        const std::string id = addRun(fixture.store, "first", "4");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 1);
        select(panel, QStringLiteral("first"));
        const int color = fixture.store.run(id).color;
        chooseInMenu(panel, QStringLiteral("star"));
        QTRY_VERIFY(fixture.store.run(id).star);
        chooseInMenu(panel, QStringLiteral("color5"));
        QTRY_COMPARE(fixture.store.run(id).color, 5);
        fixture.dialogs.nextText(QStringLiteral("better"));
        table(panel).activateWindow(); // the menu had the keyboard
        QTRY_VERIFY(table(panel).hasFocus());
        QTest::keyClick(&table(panel), Qt::Key_F2);
        QTRY_COMPARE(rowOf(panel, QStringLiteral("better")), 0);
        fixture.dialogs.nextText(QStringLiteral("paper"));
        chooseInMenu(panel, QStringLiteral("tags"));
        QTRY_COMPARE(fixture.store.run(id).tags, std::vector<std::string> { "paper" });
        auto* bar = panel.findChild<MessageBar*>();
        QTRY_VERIFY(bar->isVisible());
        auto* undo = panel.findChild<QAction*>(QStringLiteral("undoEdit"));
        QTRY_VERIFY(undo->text().contains(QStringLiteral("Changed tags")));
        undo->trigger();
        QTRY_VERIFY(fixture.store.run(id).tags.empty());
        undo->trigger();
        QTRY_COMPARE(fixture.store.run(id).name, std::string("first"));
        undo->trigger();
        QTRY_COMPARE(fixture.store.run(id).color, color);
        undo->trigger();
        QTRY_VERIFY(!fixture.store.run(id).star);
        QVERIFY(!undo->isEnabled());
    }

    void tagsOfSeveralRunsKeepTheirOwn()
    {
        PanelFixture fixture;
        const std::string first = addRun(fixture.store, "first", "4");
        const std::string second = addRun(fixture.store, "second", "8");
        fixture.store.setTags(first, { "paper", "mine" });
        fixture.store.setTags(second, { "paper" });
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 2);
        table(panel).setFocus();
        QTest::keyClick(&table(panel), Qt::Key_A, Qt::ControlModifier);
        table(panel).selectionModel()->setCurrentIndex(table(panel).model()->index(0, 1),
                                                       QItemSelectionModel::NoUpdate);
        fixture.dialogs.nextText(QStringLiteral("final"));
        chooseInMenu(panel, QStringLiteral("tags"));
        QTRY_COMPARE(fixture.store.run(first).tags, (std::vector<std::string> { "final", "mine" }));
        QCOMPARE(fixture.store.run(second).tags, std::vector<std::string> { "final" });
    }

    void mistakesInTheFilterAreShown()
    {
        PanelFixture fixture;
        addRun(fixture.store, "first", "4");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 1);
        auto* filter = panel.findChild<QLineEdit*>(QStringLiteral("runFilter"));
        auto* error = panel.findChild<QLabel*>(QStringLiteral("filterError"));
        QTest::keyClicks(filter, QStringLiteral("model = opal and recal@50 > 1"));
        QVERIFY(error->isVisible());
        QVERIFY2(error->text().contains(QStringLiteral("18")), qPrintable(error->text()));
        filter->selectAll();
        QTest::keyClicks(filter, QStringLiteral("model = opal and interests > 3"));
        QVERIFY(!error->isVisible());
        QCOMPARE(panel.findChild<RunFilterProxyModel*>()->runCount(), 1);
    }

    void runsAreGroupedUnderHeadings()
    {
        PanelFixture fixture;
        fixture.store.setTags(addRun(fixture.store, "first", "4"), { "paper" });
        addRun(fixture.store, "second", "8");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 2);
        auto* group = panel.findChild<QComboBox*>(QStringLiteral("groupRuns"));
        group->setFocus();
        QTest::keyClick(group, Qt::Key_Down);
        QCOMPARE(rows(panel), 3);
        QVERIFY(table(panel).model()->index(0, 0).data().toString().startsWith(QStringLiteral("toy")));
        QCOMPARE(table(panel).columnSpan(0, 0), RunTableModel::columns());
        QTest::keyClick(group, Qt::Key_Down);
        QCOMPARE(rows(panel), 4);
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("runCount"))->text(), QStringLiteral("runs: 2"));
        QTest::keyClick(group, Qt::Key_Home);
        QCOMPARE(rows(panel), 2);
    }

    void severalRunsShowDifferencesAndCurves()
    {
        PanelFixture fixture;
        const std::string first = addRun(fixture.store, "first", "4");
        const std::string second = addRun(fixture.store, "second", "8");
        for (const std::string& id : { first, second }) {
            fixture.store.beginSegment(id, 0);
            fixture.store.append(id, {}, { evaluation(10, 0.2), evaluation(20, 0.3) }, {});
        }
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 2);
        select(panel, QStringLiteral("first"));
        select(panel, QStringLiteral("second"), Qt::ControlModifier);
        auto* differences = panel.findChild<QTableWidget*>(QStringLiteral("differences"));
        QVERIFY(differences->isVisible());
        QCOMPARE(differences->item(0, 0)->text(), QStringLiteral("interests"));
        QCOMPARE(differences->columnCount(), 3);
        auto& plot = panel.findChild<ChartWidget*>()->plot();
        QTRY_COMPARE(plot.graphCount(), 2);
        QVERIFY(plot.graph(0)->pen().color() != plot.graph(1)->pen().color());
        const RunRecord record = fixture.store.run(first);
        int own = 0;
        for (int graph = 0; graph < 2; ++graph)
            own += plot.graph(graph)->pen().color() == runLook(record).color ? 1 : 0;
        QCOMPARE(own, 1);
        auto* metric = panel.findChild<QComboBox*>(QStringLiteral("curveMetric"));
        metric->setFocus();
        QTest::keyClick(metric, Qt::Key_End);
        QCOMPARE(plot.graphCount(), 0);
        QTest::keyClick(metric, Qt::Key_Home);
        QCOMPARE(plot.graphCount(), 2);
    }

    void curvesOfARunTrainedElsewhereGrow()
    {
        PanelFixture fixture;
        RunsPanel panel(fixture.context);
        RunStore other(fixture.paths.database());
        const std::string id = addRun(other, "elsewhere", "4");
        other.beginSegment(id, 0);
        other.append(id, { step(10) }, { evaluation(10, 0.2) }, {});
        panel.resize(1200, 700);
        panel.show();
        QTRY_COMPARE_WITH_TIMEOUT(rows(panel), 1, 2000);
        select(panel, QStringLiteral("elsewhere"));
        auto& plot = panel.findChild<ChartWidget*>()->plot();
        QTRY_COMPARE(plot.graphCount(), 1);
        QTRY_COMPARE(plot.graph(0)->dataCount(), 1);
        other.append(id, { step(20) }, {}, {});
        other.append(id, {}, { evaluation(20, 0.3) }, {});
        QTRY_COMPARE_WITH_TIMEOUT(plot.graphCount() == 1 ? plot.graph(0)->dataCount() : 0, 2, 2000);
        other.append(id, { step(30) }, { evaluation(30, 0.4) }, {});
        QTRY_COMPARE_WITH_TIMEOUT(plot.graphCount() == 1 ? plot.graph(0)->dataCount() : 0, 3, 2000);
    }

    void columnsAreChosenAndRemembered()
    {
        PanelFixture fixture;
        addRun(fixture.store, "first", "4");
        {
            RunsPanel panel(fixture.context);
            showWithRuns(panel, 1);
            auto* menu = panel.findChild<QMenu*>(QStringLiteral("columnsMenu"));
            for (QAction* action : menu->actions())
                if (action->data().toInt() == RunTableModel::columnOf("hit_rate@50"))
                    action->trigger();
            QVERIFY(table(panel).isColumnHidden(RunTableModel::columnOf("hit_rate@50")));
            QVERIFY(table(panel).isColumnHidden(RunTableModel::columnOf("nmi")));
            QVERIFY(!table(panel).isColumnHidden(RunTableModel::columnOf("ami")));
        }
        QTRY_VERIFY(
            !fixture.store.viewState("runs.columns.results." + std::to_string(RunTableModel::columns()))
                 .empty());
        RunsPanel again(fixture.context);
        QTRY_VERIFY(table(again).isColumnHidden(RunTableModel::columnOf("hit_rate@50")));
        QVERIFY(!table(again).isColumnHidden(RunTableModel::columnOf("hit_rate@100")));
    }

    void rowsAreCopiedAndSaved()
    {
        PanelFixture fixture;
        addRun(fixture.store, "first", "4");
        addRun(fixture.store, "second", "8");
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 2);
        select(panel, QStringLiteral("second"));
        QTest::keyClick(&table(panel), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines
            = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        int columns = 0;
        for (int column = 0; column < RunTableModel::columns(); ++column)
            columns += RunTableModel::isShownAtFirst(column) ? 1 : 0;
        QCOMPARE(lines[0].count(QLatin1Char('\t')), columns - 1);
        QVERIFY(lines[1].contains(QStringLiteral("\tsecond\t")));
        const QString file = fixture.folder.filePath(QStringLiteral("runs.csv"));
        fixture.dialogs.nextFiles({ file });
        panel.findChild<QAction*>(QStringLiteral("saveCsv"))->trigger();
        QTRY_VERIFY(QFile::exists(file));
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QByteArray text = csv.readAll();
        QCOMPARE(text.count('\n'), 3);
        QVERIFY(text.contains("first") && text.contains("second"));
    }

    void aBundleIsExportedAndOpensReadOnly()
    {
        PanelFixture fixture;
        RunRecord record;
        record.name = "shared";
        record.model = "opal";
        record.state = RunState::Interrupted;
        fixture.store.createRun(record);
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 1);
        select(panel, QStringLiteral("shared"));
        const QString file = fixture.folder.filePath(QStringLiteral("shared.opalrun"));
        fixture.dialogs.nextFiles({ file });
        panel.findChild<QAction*>(QStringLiteral("exportBundle"))->trigger();
        QTRY_VERIFY(QFile::exists(file));
        QTRY_VERIFY(panel.findChild<MessageBar*>()->isVisible());

        PanelFixture elsewhere;
        RunsPanel other(elsewhere.context);
        other.resize(1200, 700);
        other.show();
        elsewhere.dialogs.nextFiles({ file });
        other.findChild<QAction*>(QStringLiteral("importBundle"))->trigger();
        QTRY_COMPARE(rows(other), 1);
        select(other, QStringLiteral("shared"));
        QVERIFY(other.findChild<QLabel*>(QStringLiteral("importedNotice"))->isVisible());
        QVERIFY(!other.findChild<QPushButton*>(QStringLiteral("resumeRun"))->isVisible());
        QVERIFY(table(other)
                    .model()
                    ->index(0, RunTableModel::State)
                    .data()
                    .toString()
                    .contains(QStringLiteral("imported")));
        Q_EMIT table(other).customContextMenuRequested({ 40, 10 });
        auto* menu = other.findChild<QMenu*>(QStringLiteral("runMenu"));
        QVERIFY(menu);
        QVERIFY(!menu->findChild<QAction*>(QStringLiteral("rename"))->isEnabled());
        QVERIFY(!menu->findChild<QAction*>(QStringLiteral("resume"))->isEnabled());
        QVERIFY(menu->findChild<QAction*>(QStringLiteral("tags"))->isEnabled());
        menu->close();

        // The table knows the run before the import has said that it is done.
        QTRY_VERIFY_WITH_TIMEOUT(!elsewhere.jobs.isBusy(), 30'000);
        elsewhere.dialogs.nextFiles({ elsewhere.paths.database() });
        other.findChild<QAction*>(QStringLiteral("importBundle"))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(other.findChild<ErrorBar*>()->isVisible(), 30'000);
    }

    void curvesLeaveForTensorBoard()
    {
        PanelFixture fixture;
        RunRecord record;
        record.name = "shared";
        record.model = "opal";
        record.state = RunState::Finished;
        const std::string id = fixture.store.createRun(record);
        RunsPanel panel(fixture.context);
        showWithRuns(panel, 1);
        select(panel, QStringLiteral("shared"));
        const QString out = fixture.folder.filePath(QStringLiteral("out"));
        QVERIFY(QDir().mkpath(out));
        fixture.dialogs.nextFiles({ out });
        panel.findChild<QAction*>(QStringLiteral("export_tensorboard"))->trigger();
        QTRY_VERIFY(QFile::exists(out + QStringLiteral("/README.md")));
        QTRY_VERIFY(panel.findChild<MessageBar*>()->isVisible());
        QCOMPARE(QDir(out + QLatin1Char('/') + QString::fromStdString(id)).entryList(QDir::Files).size(), 1);

        // Vectors need a trained model, which this run has not.
        fixture.dialogs.nextFiles({ out });
        panel.findChild<QAction*>(QStringLiteral("export_npz"))->trigger();
        QTRY_VERIFY(panel.findChild<ErrorBar*>()->isVisible());
    }

    void vectorsAreAdoptedAfterALook()
    {
        PanelFixture fixture;
        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1800;
        params.days = 6;
        params.topics = 4;
        const QString data = fixture.paths.datasets() + QStringLiteral("/toy.opaldata");
        QVERIFY(!resultOf(fixture.jobs, makeSynthesiseJob(fixture.store, params, data)).path.isEmpty());
        fixture.workspace.setDataset(data, nullptr);
        const QString items
            = writeVectors(fixture.folder.filePath(QStringLiteral("items.npy")), "80, 4", 80 * 4);
        const QString users
            = writeVectors(fixture.folder.filePath(QStringLiteral("users.npy")), "60, 2, 4", 60 * 8);
        const QString other
            = writeVectors(fixture.folder.filePath(QStringLiteral("other.npy")), "7, 4", 7 * 4);
        RunsPanel panel(fixture.context);
        panel.resize(1200, 700);
        panel.show();
        panel.findChild<QAction*>(QStringLiteral("adoptVectors"))->trigger();
        auto* dialog = panel.findChild<AdoptDialog*>();
        QVERIFY(dialog);
        auto& adopt = find<QPushButton>(*dialog, u"adoptVectors");
        QTRY_VERIFY(find<QComboBox>(*dialog, u"adoptDataset").count() > 0);
        QVERIFY(!adopt.isEnabled());
        const auto choose = [&](const char16_t* button, const QString& file) {
            fixture.dialogs.nextFiles({ file });
            find<QPushButton>(*dialog, button).click();
        };
        choose(u"adoptUsersChoose", users);
        choose(u"adoptItemsChoose", other);
        QTRY_VERIFY(dialog->findChild<ErrorBar*>()->isVisible()); // seven rows for eighty items
        QVERIFY(!adopt.isEnabled());
        choose(u"adoptItemsChoose", items);
        auto& preview = find<QLabel>(*dialog, u"adoptPreview");
        QTRY_VERIFY(preview.text().contains(QStringLiteral("80")));
        QVERIFY(!dialog->findChild<ErrorBar*>()->isVisible());
        QTRY_VERIFY(adopt.isEnabled());
        find<QLineEdit>(*dialog, u"adoptName").setText(QStringLiteral("mine"));
        adopt.click();
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.workspace.runId().isEmpty(), jobTimeout);
        const RunRecord run = fixture.store.run(fixture.workspace.runId().toStdString());
        QCOMPARE(run.name, std::string("mine"));
        QCOMPARE(run.model, std::string("external"));
        QVERIFY(run.test && run.test->users > 0);
        QTRY_COMPARE(rows(panel), 1);
    }

    void twoThousandRunsOfAStoreAreFilteredAndSorted()
    {
        PanelFixture fixture;
        fillStore(fixture.paths.database(), 2000);
        RunsPanel panel(fixture.context);
        panel.resize(1200, 700);
        panel.show();
        QTRY_COMPARE_WITH_TIMEOUT(rows(panel), 2000, 20000);
        auto* filter = panel.findChild<QLineEdit*>(QStringLiteral("runFilter"));
        filter->setText(QStringLiteral("model = opal and recall > 0.2 and interests >= 4"));
        QVERIFY(rows(panel) > 100 && rows(panel) < 2000);
        filter->clear();
        table(panel).sortByColumn(RunTableModel::BestRecall, Qt::AscendingOrder);
        for (int row = 1; row < 2000; ++row)
            QVERIFY(table(panel).model()->index(row - 1, RunTableModel::BestRecall).data().toString()
                    <= table(panel).model()->index(row, RunTableModel::BestRecall).data().toString());
        panel.findChild<QComboBox*>(QStringLiteral("groupRuns"))->setCurrentIndex(1);
        QCOMPARE(panel.findChild<RunFilterProxyModel*>()->runCount(), 2000);
    }

    void detailsShowWhatDiffersFromTheDefaults()
    {
        PanelFixture fixture;
        RunRecord record;
        record.name = "tested";
        record.model = "opal";
        record.params = { { "interests", "7" } };
        record.id = fixture.store.createRun(record);
        record.state = RunState::Finished;
        record.test = MetricSet {};
        record.test->users = 10;
        record.test->values["recall"] = { { 50, 0.25 } };
        fixture.store.updateRun(record);
        RunsPanel panel(fixture.context);
        panel.resize(1000, 600);
        panel.show();
        QTRY_COMPARE(rows(panel), 1);
        select(panel, QStringLiteral("tested"));
        const QString params = panel.findChild<QLabel*>(QStringLiteral("runParams"))->text();
        QVERIFY2(params.contains(QStringLiteral("interests")) && params.contains(QStringLiteral(">7<")),
                 qPrintable(params));
        QVERIFY(
            panel.findChild<QLabel*>(QStringLiteral("runTest"))->text().contains(QStringLiteral("0.2500")));
    }
};

OPAL_TEST(TestRunsPanel)
#include "tst_runspanel.moc"
