// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QMenu>
#include <QSpinBox>
#include <QTableWidget>

#include "core/store/casestore.h"
#include "tests/app/analysiswalk.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmifigure.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/itemmodels/userpropertymodel.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/diversity/tradeoffpage.h"
#include "views/panels/diversity/usersdiversitypage.h"
#include "views/plot/qcp.h"
#include "views/widgets/elidedlabel.h"

using namespace opal;
using namespace opal::test;

namespace {

QStringList texts(const QAbstractItemModel& model, int role)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result << model.index(row, 0).data(role).toString();
    return result;
}

} // namespace

/// The panels of hyper-categories, of a user's interests and of diversity.
class TestAnalysis final : public AnalysisWalk
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { begin(); }

    void hyperCategories();
    void interestLens();
    void whatIf();
    void duelAttributionAndUsers();
    void diversity();

    void cleanup() { keepPicture(); }

    void cleanupTestCase() { end(); }
};

void TestAnalysis::hyperCategories()
{
    show("categories");
    auto& evaluation = in<QComboBox>("categories", "evaluation");
    QVERIFY(evaluation.count() >= 4); // two epochs of both stages
    evaluation.setFocus();
    QTest::keyClick(&evaluation, Qt::Key_Home);
    settle(*m_studio);
    auto& tabs = *in<QTabWidget>("categories", "categoryTabs").tabBar();
    useTheRest(in<QWidget>("categories", "categoryTabs"), QStringLiteral("categories"));
    clickTab(tabs, 1);
    auto& table = in<QTableView>("categories", "categories");
    QCOMPARE(table.model()->rowCount(), 4);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                      table.visualRect(table.model()->index(2, 0)).center());
    QCOMPARE(m_studio->application.workspace().category(), 2);
    const QModelIndex name = table.model()->index(2, 1);
    table.setCurrentIndex(name);
    table.edit(name);
    auto* editor = table.findChild<QLineEdit*>();
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("Travel"));
    QTest::keyClick(editor, Qt::Key_Return);
    settle(*m_studio);
    QTRY_COMPARE(m_studio->application.store().categoryNames(m_run.toStdString()),
                 (std::map<int, std::string> { { 2, "Travel" } }));
    QVERIFY(in<QTableView>("categories", "centralItems").model()->rowCount() > 0);
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("categories, contents"));
    clickTab(tabs, 0);
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("categories, charts"));
}

void TestAnalysis::interestLens()
{
    show("interests");
    const Workspace& workspace = m_studio->application.workspace();
    auto& line = in<QLineEdit>("interests", "userLine");
    const auto historyItems = [&] {
        return texts(*in<QTableView>("interests", "history").model(), HistoryTableModel::ItemIdRole);
    };
    const auto random = [&] {
        QTest::mouseClick(&in<QPushButton>("interests", "randomUser"), Qt::LeftButton);
        settle(*m_studio);
        QVERIFY(!workspace.userId().isEmpty());
        QCOMPARE(line.text(), workspace.userId());
    };
    random();
    const QString user = workspace.userId();
    const QStringList items = historyItems();
    QVERIFY(!items.isEmpty());
    for (int draw = 0; draw < 20 && workspace.userId() == user; ++draw)
        random();
    QVERIFY(workspace.userId() != user);
    QVERIFY(historyItems() != items);
    auto& property = in<QComboBox>("interests", "userProperty");
    const QAbstractItemModel& users = *in<QTableView>("interests", "users").model();
    static constexpr int columns[] { UserPropertyModel::Diversity, UserPropertyModel::Drift,
                                     UserPropertyModel::Interests, UserPropertyModel::Recall,
                                     UserPropertyModel::Recall };
    QCOMPARE(property.count(), 6); // its name and five properties
    for (int row = 1; row < property.count(); ++row) {
        pickFromList(property, row);
        settle(*m_studio);
        QCOMPARE(property.currentIndex(), 0);
        const int column = columns[row - 1];
        const auto value
            = [&](int at) { return users.index(at, column).data(UserPropertyModel::SortRole).toDouble(); };
        QVERIFY(users.rowCount() > 10);
        const bool least = row == 5; // the worst hit
        for (int other = 1; other < users.rowCount(); ++other)
            QVERIFY2(!(least ? value(other) < value(0) : value(other) > value(0)),
                     qPrintable(property.itemText(row)));
        QCOMPARE(workspace.userId(), users.index(0, UserPropertyModel::User).data().toString());
        QCOMPARE(line.text(), workspace.userId());
        noErrorIsShown(property.itemText(row));
    }
    line.setFocus();
    line.selectAll();
    QTest::keyClicks(&line, user);
    QTest::keyClick(&line, Qt::Key_Return);
    settle(*m_studio);
    QCOMPARE(workspace.userId(), user);
    QCOMPARE(historyItems(), items);
    auto& lists = in<QTabBar>("interests", "listTabs");
    QCOMPARE(lists.count(), 5); // four interests and the merged one
    clickTab(lists, 1);
    QCOMPARE(m_studio->application.workspace().interest(), 1);
    clickTab(lists, 4);
    for (int interest = 0; interest < 4; ++interest) {
        auto& card = in<QWidget>("interests", qPrintable(QStringLiteral("interestCard%1").arg(interest)));
        QTest::mouseClick(&card, Qt::LeftButton, {}, { 20, 10 });
        settle(*m_studio);
        QCOMPARE(m_studio->application.workspace().interest(), interest);
    }
    auto& recall = in<QTableView>("interests", "recall");
    QTest::mouseClick(recall.viewport(), Qt::LeftButton, {},
                      recall.visualRect(recall.model()->index(1, RecallTableModel::Title)).center());
    const QString item = recall.model()->index(1, 0).data(RecallTableModel::ItemIdRole).toString();
    QCOMPARE(workspace.itemIds(), QStringList { item });
    QCOMPARE(recall.currentIndex().row(), 1);
    QVERIFY(in<ElidedLabel>("interests", "itemDetail").fullText().contains(item));
    QTest::keyClick(&recall, Qt::Key_Down);
    QCOMPARE(workspace.itemIds(),
             QStringList { recall.model()->index(2, 0).data(RecallTableModel::ItemIdRole).toString() });
}

void TestAnalysis::whatIf()
{
    auto& history = in<QTableView>("interests", "history");
    const int items = history.model()->rowCount();
    QVERIFY(items >= 4);
    const auto choose = [&](int row) {
        QTest::mouseClick(history.viewport(), Qt::LeftButton, {},
                          history.visualRect(history.model()->index(row, HistoryTableModel::Title)).center());
    };
    const auto press = [&](const char* name) {
        auto& button = in<QAbstractButton>("interests", name);
        QVERIFY2(button.isEnabled(), name);
        QTest::mouseClick(&button, Qt::LeftButton, {}, { 8, button.height() / 2 });
        settle(*m_studio);
        noErrorIsShown(QLatin1String(name));
    };
    if (!m_studio->window.actions().find(QStringLiteral("view.tool.inspector"))->isChecked())
        m_studio->trigger("view.tool.inspector");
    QCOMPARE(m_studio->window.width(), 1440);
    choose(1);
    press("dropItem");
    QCOMPARE(history.model()->rowCount(), items - 1);
    // Beside the inspector the difference is still told in full.
    auto& difference = in<ElidedLabel>("interests", "difference");
    QVERIFY(difference.isVisible() && !difference.fullText().isEmpty());
    QCOMPARE(difference.text(), difference.fullText());
    press("undoEdit");
    QCOMPARE(history.model()->rowCount(), items);
    QCOMPARE(difference.text(), QString());
    press("redoEdit");
    QCOMPARE(history.model()->rowCount(), items - 1);
    choose(1);
    press("moveDown");
    press("moveUp");
    auto& day = in<QComboBox>("interests", "itemDay");
    QVERIFY(day.isEnabled());
    day.setFocus();
    QTest::keyClick(&day, Qt::Key_End);
    settle(*m_studio);
    const QString added = in<QTableView>("interests", "recall")
                              .model()
                              ->index(0, 0)
                              .data(RecallTableModel::ItemIdRole)
                              .toString();
    auto& item = in<QLineEdit>("interests", "addItem");
    item.setFocus();
    QTest::keyClicks(&item, added);
    QTest::keyClick(&item, Qt::Key_Return);
    settle(*m_studio);
    QCOMPARE(history.model()->rowCount(), items);
    press("mute0");
    type(in<QDoubleSpinBox>("interests", "weight1"), "2");
    settle(*m_studio);
    auto& length = in<QComboBox>("interests", "listLength");
    length.setFocus();
    QTest::keyClick(&length, Qt::Key_Home);
    settle(*m_studio);
    QVERIFY(in<QTableView>("interests", "recall").model()->rowCount() < 200); // with what has left it
    auto& rule = in<QComboBox>("interests", "mergeRule");
    for (const Qt::Key key : { Qt::Key_Down, Qt::Key_Down, Qt::Key_Home }) {
        QTest::keyClick(&rule, key);
        settle(*m_studio);
    }
    type(in<QDoubleSpinBox>("interests", "epsilon"), "0.5");
    settle(*m_studio);
    m_studio->application.dialogs().nextText(QStringLiteral("walked"));
    press("saveCase");
    auto& cases = in<QComboBox>("interests", "cases");
    QTRY_COMPARE_WITH_TIMEOUT(cases.count(), 2, waitMs);
    press("resetEdits");
    QCOMPARE(history.model()->rowCount(), items);
    cases.setFocus();
    QTest::keyClick(&cases, Qt::Key_End);
    settle(*m_studio);
    auto* menu = in<QPushButton>("interests", "removeCase").menu();
    for (const char* answer : { "keep", "delete" }) {
        QCOMPARE(cases.count(), 2);
        m_studio->application.dialogs().nextChoice(QLatin1String(answer));
        menu->popup(m_studio->window.mapToGlobal(QPoint(200, 200)));
        QTRY_VERIFY(menu->isVisible());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().front()).center());
        QTRY_VERIFY(!m_studio->application.dialogs().hasUnusedAnswers());
        settle(*m_studio);
    }
    m_uses.add(in<QPushButton>("interests", "removeCase"));
    QTRY_COMPARE_WITH_TIMEOUT(cases.count(), 1, waitMs);
    press("resetEdits");
    press("spaceByTime");
    QCOMPARE(m_studio->window.currentPanel()->figures()[1].subject.option("space"), std::string("time"));
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("lens"));
}

void TestAnalysis::duelAttributionAndUsers()
{
    show("interests");
    auto& pages = in<QTabBar>("interests", "lensPages");
    clickTab(pages, 1);
    auto& right = in<QTableView>("interests", "duelRight");
    QTRY_VERIFY_WITH_TIMEOUT(right.model()->rowCount() > 0, waitMs);
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("duel"));
    clickTab(pages, 2);
    auto& attribution = in<QTableWidget>("interests", "attribution");
    QTRY_COMPARE_WITH_TIMEOUT(attribution.rowCount(), 4, waitMs);
    QTest::mouseClick(attribution.viewport(), Qt::LeftButton, {},
                      attribution.visualRect(attribution.model()->index(2, 1)).center());
    QCOMPARE(m_studio->application.workspace().interest(), 2);
    walkTables(*m_studio->window.currentPanel());
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("attribution"));
    clickTab(pages, 3);
    auto& users = in<QTableView>("interests", "users");
    QTRY_VERIFY_WITH_TIMEOUT(users.model()->rowCount() > 10, waitMs);
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("users"));
    const QModelIndex third = users.model()->index(2, UserPropertyModel::User);
    QTest::mouseClick(users.viewport(), Qt::LeftButton, {}, users.visualRect(third).center());
    const QString chosen = third.data().toString();
    QTest::keyClick(&users, Qt::Key_Return);
    settle(*m_studio);
    QCOMPARE(m_studio->application.workspace().userId(), chosen);
    QCOMPARE(in<QLineEdit>("interests", "userLine").text(), chosen);
    QCOMPARE(pages.currentIndex(), 0);
    QVERIFY(in<QTableView>("interests", "history").isVisible());
}

void TestAnalysis::diversity()
{
    show("diversity");
    auto& panel = *m_studio->window.findChild<DiversityPanel*>();
    QTRY_VERIFY_WITH_TIMEOUT(!panel.shown().sides.empty(), waitMs);
    pick(in<QComboBox>("diversity", "otherRun"), in<QComboBox>("diversity", "otherRun").itemData(1));
    QTRY_COMPARE_WITH_TIMEOUT(panel.shown().sides.size(), std::size_t { 2 }, waitMs);
    type(in<QSpinBox>("diversity", "listLength"), "100");
    pick(in<QComboBox>("diversity", "shift"), 5);
    type(in<QSpinBox>("diversity", "minimumCount"), "2");
    QTRY_VERIFY_WITH_TIMEOUT(panel.shown().sides.front()->matrix.minimumCount == 2
                                 && panel.shown().sides.front()->k == 100
                                 && panel.shown().sides.front()->matrix.shift == 5.0,
                             waitMs);
    auto& order = in<QComboBox>("diversity", "order");
    for (const Qt::Key key : { Qt::Key_Down, Qt::Key_Down, Qt::Key_Home }) {
        QTest::keyClick(&order, key);
        settle(*m_studio);
    }
    auto& user = in<QLineEdit>("diversity", "userLine");
    user.setFocus();
    user.selectAll();
    QTest::keyClicks(&user, m_studio->application.workspace().userId());
    QTest::keyClick(&user, Qt::Key_Return);
    settle(*m_studio);
    useTheRest(panel, QStringLiteral("diversity, user"));
    auto& pages = in<QTabBar>("diversity", "diversityPages");
    clickTab(pages, 1);
    auto& users = in<UsersDiversityPage>("diversity", "usersPage");
    const auto compute = [&] {
        auto& button = in<QPushButton>("diversity", "computeUsers");
        QTRY_VERIFY_WITH_TIMEOUT(button.isEnabled(), waitMs);
        QTest::mouseClick(&button, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(users.shown().sides.size(), std::size_t { 2 }, waitMs);
        settle(*m_studio);
    };
    auto& set = in<QComboBox>("diversity", "userSet");
    set.setFocus();
    QTest::keyClick(&set, Qt::Key_Down);
    type(in<QSpinBox>("diversity", "userCount"), "20");
    compute();
    QCOMPARE(users.shown().sides.front()->users, std::int64_t { 20 });
    useTheRest(panel, QStringLiteral("diversity, set of users"));
    QTest::keyClick(&set, Qt::Key_End);
    auto& ids = in<QLineEdit>("diversity", "userIds");
    ids.setFocus();
    QTest::keyClicks(&ids, m_studio->application.workspace().userId());
    QTest::keyClick(&ids, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!users.shown().sides.empty() && users.shown().sides.front()->users == 1, waitMs);
    clickTab(pages, 2);
    auto& measure = in<QPushButton>("diversity", "measureRuns");
    QTRY_VERIFY_WITH_TIMEOUT(measure.isVisible(), waitMs);
    QTest::mouseClick(&measure, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(in<TradeoffPage>("diversity", "runsPage").shown().points.size(),
                              std::size_t { 2 }, waitMs);
    // The measures are those of the list length that was typed above.
    for (const auto* box : in<TradeoffPage>("diversity", "runsPage").findChildren<QComboBox*>())
        for (int row = 0; row < box->count(); ++row)
            QVERIFY2(!box->itemText(row).contains(QStringLiteral("@200")), qPrintable(box->itemText(row)));
    useTheRest(panel, QStringLiteral("diversity, runs"));
    clickTab(pages, 0);
}

OPAL_TEST(TestAnalysis)
#include "tst_analysis.moc"
