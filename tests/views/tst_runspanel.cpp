#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "tests/support/panelfixture.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/panels/runs/runspanel.h"

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

void select(RunsPanel& panel, const QString& name)
{
    const QModelIndex index = table(panel).model()->index(rowOf(panel, name), RunTableModel::Name);
    QTest::mouseClick(table(panel).viewport(), Qt::LeftButton, {}, table(panel).visualRect(index).center());
}

void chooseInMenu(RunsPanel& panel, const QString& action)
{
    const QPoint position = table(panel).visualRect(table(panel).currentIndex()).center();
    Q_EMIT table(panel).customContextMenuRequested(position);
    auto* menu = panel.findChild<QMenu*>(QStringLiteral("runMenu"));
    QVERIFY(menu);
    menu->findChild<QAction*>(action)->trigger();
    menu->close();
    QTRY_VERIFY(!panel.findChild<QMenu*>(QStringLiteral("runMenu")));
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
        QTRY_COMPARE(rows(panel), 1);
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
        fixture.dialogs.nextText(QStringLiteral("A note."));
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("editNote")), Qt::LeftButton);
        QTRY_COMPARE(panel.findChild<QLabel*>(QStringLiteral("runNote"))->text(), QStringLiteral("A note."));

        chooseInMenu(panel, QStringLiteral("archive"));
        QTRY_COMPARE(rows(panel), 0);
        panel.findChild<QCheckBox*>(QStringLiteral("showArchived"))->setChecked(true);
        QTRY_COMPARE(rows(panel), 1);
        select(panel, QStringLiteral("better"));
        chooseInMenu(panel, QStringLiteral("archive"));
        QTRY_VERIFY(!fixture.store.run(id).archived);
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
        record.test->recall = { { 50, 0.25 } };
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

QTEST_MAIN(TestRunsPanel)
#include "tst_runspanel.moc"
