// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDockWidget>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

#include "app/layouts.h"
#include "app/settings.h"
#include "app/workspacebar.h"
#include "tests/app/studiofixture.h"
#include "tests/support/testprogram.h"
#include "views/shell/backgroundqueries.h"

using namespace opal;
using namespace opal::test;

/// Panels as docks: beside each other, torn off, closed and back, in layouts that are kept.
class TestDocks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onePanelTakesThePlaceOfAnother();
    void besideSplitsAndBothStay();
    void tornOffClosedAndBack();
    void closedPanelComesBackFromRailAndMenu();
    void layoutSurvivesARestart();
    void savedLayoutsComeBackAndGo();
    void foreignLayoutsFallBack();
    void namedLayoutsAndReset();
    void focusChoosesTheFront();
    void aHiddenPanelReadsTheStoreWhenItIsShown();

private:
    static bool isShown(Studio& studio, const char* id);
};

namespace {

QDockWidget* dockOf(Studio& studio, const char* id)
{
    return studio.window.docks().dock(QLatin1String(id));
}

} // namespace

bool TestDocks::isShown(Studio& studio, const char* id)
{
    auto* panel = studio.window.findChild<Panel*>(QLatin1String(id));
    return panel && panel->isVisible() && dockOf(studio, id)->isVisible();
}

void TestDocks::onePanelTakesThePlaceOfAnother()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    studio.click(QStringLiteral("rail_data"));
    QTRY_VERIFY(isShown(studio, "data"));
    const QSize size = dockOf(studio, "data")->size();
    studio.click(QStringLiteral("rail_runs"));
    QTRY_VERIFY(isShown(studio, "runs"));
    QVERIFY(!isShown(studio, "data"));
    QTRY_COMPARE(dockOf(studio, "runs")->size(), size);
    QCOMPARE(studio.front(), QStringLiteral("runs"));
}

void TestDocks::besideSplitsAndBothStay()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    QVERIFY(QTest::qWaitForWindowActive(&studio.window));
    studio.click(QStringLiteral("rail_data"));
    QTest::keyClick(&studio.window, Qt::Key_7, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY(isShown(studio, "data") && isShown(studio, "runs"));
    QCOMPARE(studio.front(), QStringLiteral("runs"));
    QTRY_VERIFY(dockOf(studio, "runs")->x() >= dockOf(studio, "data")->geometry().right());
    const int left = dockOf(studio, "data")->width();
    // The activity bar switches the front of the two.
    studio.click(QStringLiteral("rail_interests"));
    QTRY_VERIFY(isShown(studio, "data") && isShown(studio, "interests"));
    QVERIFY(!isShown(studio, "runs"));
    QTRY_VERIFY(std::abs(dockOf(studio, "data")->width() - left) <= 8);
    // The heading's menu offers every other panel.
    auto* beside = studio.child<QToolButton>("dock_interests_beside");
    QVERIFY(beside);
    Q_EMIT beside->menu()->aboutToShow();
    QCOMPARE(beside->menu()->actions().size(), studio.window.findChildren<Panel*>().size() - 1);
    beside->menu()->actions().at(1)->trigger();
    QTRY_VERIFY(isShown(studio, "data") && isShown(studio, "interests") && isShown(studio, "training"));
}

void TestDocks::tornOffClosedAndBack()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    studio.click(QStringLiteral("rail_runs"));
    studio.click(QStringLiteral("dock_runs_tearOff"));
    QTRY_VERIFY(dockOf(studio, "runs")->isFloating() && isShown(studio, "runs"));
    studio.click(QStringLiteral("dock_runs_close"));
    QTRY_VERIFY(!isShown(studio, "runs"));
    studio.click(QStringLiteral("rail_runs"));
    QTRY_VERIFY(isShown(studio, "runs"));
    QVERIFY(dockOf(studio, "runs")->isFloating());
    QCOMPARE(studio.front(), QStringLiteral("runs"));
    studio.click(QStringLiteral("dock_runs_tearOff"));
    QTRY_VERIFY(!dockOf(studio, "runs")->isFloating() && isShown(studio, "runs"));
    // What the window manager closes comes back, too.
    studio.click(QStringLiteral("dock_runs_tearOff"));
    QTRY_VERIFY(dockOf(studio, "runs")->isFloating());
    dockOf(studio, "runs")->close();
    QTRY_VERIFY(!isShown(studio, "runs"));
    studio.trigger("view.runs");
    QTRY_VERIFY(isShown(studio, "runs"));
}

void TestDocks::closedPanelComesBackFromRailAndMenu()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    QVERIFY(QTest::qWaitForWindowActive(&studio.window));
    for (Panel* panel : studio.window.findChildren<Panel*>()) {
        studio.click(QStringLiteral("rail_") % panel->id());
        QTRY_COMPARE(studio.front(), panel->id());
        QTest::keyClick(&studio.window, Qt::Key_W, Qt::ControlModifier);
        QTRY_VERIFY(!panel->isVisible());
        QTRY_COMPARE(studio.front(), QString());
        studio.window.actions().find(QStringLiteral("view.") % panel->id())->trigger();
        QTRY_VERIFY(panel->isVisible());
        QCOMPARE(studio.front(), panel->id());
    }
}

void TestDocks::layoutSurvivesARestart()
{
    const QTemporaryDir folder;
    makeDataset(folder.path());
    {
        Studio studio(folder.path());
        QTRY_VERIFY_WITH_TIMEOUT(studio.window.currentPanel(), patienceMs);
        studio.click(QStringLiteral("rail_interests"));
        studio.trigger("view.beside.runs");
        QTRY_VERIFY(isShown(studio, "interests") && isShown(studio, "runs"));
        QVERIFY(studio.window.close());
    }
    Studio studio(folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(isShown(studio, "interests") && isShown(studio, "runs"), patienceMs);
    QCOMPARE(studio.front(), QStringLiteral("runs"));
    QVERIFY(!isShown(studio, "training"));
}

void TestDocks::savedLayoutsComeBackAndGo()
{
    const QTemporaryDir folder;
    const QString name = QStringLiteral("Two & more / 双");
    Studio studio(folder.path());
    studio.click(QStringLiteral("rail_data"));
    studio.trigger("view.beside.runs");
    QTRY_VERIFY(isShown(studio, "data") && isShown(studio, "runs"));
    studio.application.dialogs().nextText(name);
    studio.trigger("view.layout.save");
    const QString id = QStringLiteral("view.layout.saved.") % name;
    QTRY_VERIFY(studio.window.actions().find(id));
    studio.trigger("view.layout.reset");
    QTRY_VERIFY(isShown(studio, "training") && !isShown(studio, "runs"));
    studio.window.actions().find(id)->trigger();
    QTRY_VERIFY(isShown(studio, "data") && isShown(studio, "runs") && !isShown(studio, "training"));

    auto* remove = studio.child<QMenu>("removeLayoutMenu");
    QVERIFY(remove);
    Q_EMIT studio.child<QMenu>("layoutMenu")->aboutToShow();
    QCOMPARE(remove->actions().size(), 1);
    remove->actions().front()->trigger();
    QVERIFY(!studio.window.actions().find(id));
}

void TestDocks::foreignLayoutsFallBack()
{
    const QTemporaryDir folder;
    makeDataset(folder.path());
    Settings(folder.path()).set(settings::layout, QByteArray("from another release"));
    Studio studio(folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(studio.window.currentPanel(), patienceMs);
    QCOMPARE(studio.front(), defaultLayout(1920).panels.front());
    QByteArray bytes = studio.window.docks().saveLayout();
    bytes[7] = static_cast<char>(bytes[7] + 1); // the number of the form
    QVERIFY(!studio.window.docks().restoreLayout(bytes));
    QVERIFY(!studio.window.docks().restoreLayout({}));
    QCOMPARE(studio.front(), defaultLayout(1920).panels.front());
}

void TestDocks::namedLayoutsAndReset()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    for (const LayoutEntry& entry : builtInLayouts()) {
        studio.window.actions().find(QStringLiteral("view.layout.") % entry.id)->trigger();
        for (const QString& id : entry.docks.panels)
            QTRY_VERIFY2(isShown(studio, qPrintable(id)), qPrintable(entry.id));
        for (Panel* panel : studio.window.findChildren<Panel*>())
            QCOMPARE(panel->isVisible(), entry.docks.panels.contains(panel->id()));
    }
    studio.click(QStringLiteral("dock_diversity_tearOff"));
    studio.trigger("view.layout.reset");
    QTRY_VERIFY(!dockOf(studio, "diversity")->isVisible());
    QTRY_VERIFY(isShown(studio, "training"));
    studio.click(QStringLiteral("rail_diversity"));
    QTRY_VERIFY(isShown(studio, "diversity"));
    QVERIFY(!dockOf(studio, "diversity")->isFloating());
}

void TestDocks::focusChoosesTheFront()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    QVERIFY(QTest::qWaitForWindowActive(&studio.window));
    studio.click(QStringLiteral("rail_data"));
    studio.trigger("view.beside.training");
    QTRY_COMPARE(studio.front(), QStringLiteral("training"));
    auto* data = studio.window.findChild<Panel*>(QStringLiteral("data"));
    QTRY_VERIFY(data->isVisible());
    for (QWidget* control : data->findChildren<QWidget*>())
        if (control->isVisible() && (control->focusPolicy() & Qt::ClickFocus) != 0) {
            QTest::mouseClick(control, Qt::LeftButton);
            control->setFocus();
            break;
        }
    QTRY_COMPARE(studio.front(), QStringLiteral("data"));
    QVERIFY(studio.window.actions().find(QStringLiteral("view.data"))->isChecked());
}

void TestDocks::aHiddenPanelReadsTheStoreWhenItIsShown()
{
    const QTemporaryDir folder;
    addRun(folder.path(), "first");
    Studio studio(folder.path());
    auto* table = studio.child<QTableView>("runs");
    auto* bar = studio.window.findChild<WorkspaceBar*>();
    studio.click(QStringLiteral("rail_runs"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    studio.click(QStringLiteral("rail_data"));
    QTRY_VERIFY(!isShown(studio, "runs"));
    QSignalSpy lists(bar, &WorkspaceBar::listsRead);
    addRun(folder.path(), "second");
    // The bar is always seen: when it knows both runs, a question of the panel would have been answered, too.
    const auto known = [&lists] {
        return lists.isEmpty() ? std::size_t { 0 }
                               : lists.back().front().value<std::vector<RunRecord>>().size();
    };
    QTRY_COMPARE(known(), std::size_t { 2 });
    bool answered = false;
    studio.application.context().queries.run(
        &studio.window, [] { return true; }, [&answered](bool value) { answered = value; });
    QTRY_VERIFY(answered);
    QCOMPARE(table->model()->rowCount(), 1);
    studio.click(QStringLiteral("rail_runs"));
    QTRY_COMPARE(table->model()->rowCount(), 2);
}

OPAL_TEST(TestDocks)
#include "tst_docks.moc"
