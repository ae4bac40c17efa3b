// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QTabBar>
#include <QTableView>
#include <QTableWidget>

#include "core/results/listdifference.h"
#include "tests/support/datatabletesting.h"
#include "tests/support/interesttesting.h"
#include "tests/support/testprogram.h"
#include "views/figures/attributionfigure.h"
#include "views/figures/userfigures.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/itemmodels/userpropertymodel.h"
#include "views/panels/interests/attributionview.h"
#include "views/panels/interests/interestspanel.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/widgets/elidedlabel.h"

using namespace opal;

namespace {

/// An answer of a model without assignments, categories or titles.
UserExploration bareUser()
{
    UserExploration user;
    user.userId = "u";
    user.history.push_back({ 1, "a", {}, {}, {}, 0, {}, -1, {} });
    user.interests.resize(1);
    user.recall.perInterest = { { { 2, 0.5F, 0, false } } };
    user.recall.merged = user.recall.perInterest.front();
    user.perInterestItems = { { { "b", {}, {}, {} } } };
    user.mergedItems = user.perInterestItems.front();
    return user;
}

} // namespace

/// The pages beside the lens: comparing runs, attribution, users; the selection that all follow; figures.
class TestInterestPages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        const QString dataset = makeToyDataset(m_fixture);
        m_run = trainToyRun(m_fixture, dataset);
        m_single = trainToyRun(m_fixture, dataset, "1");
        QVERIFY(!m_run.isEmpty() && !m_single.isEmpty());
        m_user = QString::fromStdString(usersOf(m_fixture, m_run, 1).front());
    }

    void init()
    {
        m_fixture.workspace.setRun({});
        m_fixture.workspace.setItems({});
        m_panel = std::make_unique<InterestsPanel>(m_fixture.context);
        m_panel->resize(1400, 800);
        m_panel->show();
    }

    void cleanup() { m_panel.reset(); }

    void theSelectionIsTheWorkspaces()
    {
        showUser(m_run);
        auto& list = find<QTableView>(*m_panel, u"recall");
        QTest::mouseClick(list.viewport(), Qt::LeftButton, Qt::NoModifier,
                          list.visualRect(list.model()->index(2, RecallTableModel::Title)).center());
        const QString item = list.model()->index(2, 0).data(RecallTableModel::ItemIdRole).toString();
        QCOMPARE(m_fixture.workspace.itemIds(), QStringList { item });
        QVERIFY(find<ElidedLabel>(*m_panel, u"itemDetail").fullText().startsWith(item));
        QVERIFY(
            find<ElidedLabel>(*m_panel, u"itemDetail").fullText().contains(QStringLiteral("interest 3: ")));
        const QString why = find<ElidedLabel>(*m_panel, u"itemReason").fullText();
        QVERIFY2(why.contains(QStringLiteral("near ")) && why.contains(QStringLiteral(" %)")),
                 qPrintable(why));
        const QString other = list.model()->index(5, 0).data(RecallTableModel::ItemIdRole).toString();
        m_fixture.workspace.setItems({ other });
        QCOMPARE(list.currentIndex().row(), 5);
        m_fixture.workspace.setItems({});
        QVERIFY(!list.currentIndex().isValid());
    }

    void twoRunsSideBySide()
    {
        showUser(m_run);
        clickTab(1);
        auto& other = find<QComboBox>(*m_panel, u"otherRun");
        QTRY_COMPARE_WITH_TIMEOUT(other.count(), 1, jobTimeout);
        auto& right = find<QTableView>(*m_panel, u"duelRight");
        auto& left = find<QTableView>(*m_panel, u"duelLeft");
        QTRY_VERIFY_WITH_TIMEOUT(right.model()->rowCount() > 0, jobTimeout);
        QCOMPARE(left.model()->rowCount(), right.model()->rowCount());
        for (int row = 0; row < right.model()->rowCount(); ++row)
            QCOMPARE(right.model()->index(row, 0).data(RecallTableModel::InterestRole).toInt(), 0);
        QVERIFY(find<ElidedLabel>(*m_panel, u"duelNote").fullText().startsWith(QStringLiteral("Hits: ")));
        left.setFocus();
        left.selectRow(0);
        const QString item = left.model()->index(0, 0).data(RecallTableModel::ItemIdRole).toString();
        QCOMPARE(m_fixture.workspace.itemIds(), QStringList { item });
    }

    void attributionAddsUp()
    {
        showUser(m_run);
        clickTab(2);
        auto& table = find<QTableWidget>(*m_panel, u"attribution");
        QTRY_COMPARE_WITH_TIMEOUT(table.rowCount(), 3, jobTimeout);
        QVERIFY(find<ElidedLabel>(*m_panel, u"attributionSummary")
                    .fullText()
                    .contains(QStringLiteral("Recall@200")));
        table.setFocus();
        table.setCurrentCell(1, 0);
        QCOMPARE(m_fixture.workspace.interest(), 1);
        auto* numbers = m_panel->findChild<AttributionView*>()->findChild<DataTable*>();
        const QStringList lines = linesBehind(*numbers->findChild<QCustomPlot*>());
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[2].section(u'\t', 1, 1), table.item(1, 1)->text());
    }

    void usersByProperty()
    {
        m_fixture.workspace.setRun(m_run);
        auto& property = find<QComboBox>(*m_panel, u"userProperty");
        property.setFocus();
        QTest::keyClick(&property, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(!m_fixture.workspace.userId().isEmpty(), jobTimeout);
        auto& users = find<QTableView>(*m_panel, u"users");
        const auto value = [&users](int row, int column) {
            return users.model()->index(row, column).data(UserPropertyModel::SortRole).toDouble();
        };
        const QString diverse = m_fixture.workspace.userId();
        QCOMPARE(users.model()->index(0, 0).data().toString(), diverse);
        for (int row = 1; row < users.model()->rowCount(); ++row)
            QVERIFY(value(row - 1, UserPropertyModel::Diversity) >= value(row, UserPropertyModel::Diversity));
        property.setFocus();
        QTest::keyClick(&property, Qt::Key_End);
        for (int row = 1; row < users.model()->rowCount(); ++row)
            QVERIFY(value(row - 1, UserPropertyModel::Recall) <= value(row, UserPropertyModel::Recall));
        QTRY_COMPARE(m_fixture.workspace.userId(), users.model()->index(0, 0).data().toString());
        clickTab(3);
        users.setFocus();
        users.selectRow(4);
        QTest::keyClick(&users, Qt::Key_Return);
        QCOMPARE(m_fixture.workspace.userId(), users.model()->index(4, 0).data().toString());
        QCOMPARE(find<QTabBar>(*m_panel, u"lensPages").currentIndex(), 0);
    }

    void oneInterestHasAllPages()
    {
        showUser(m_single);
        QVERIFY(find<QTableView>(*m_panel, u"recall").isColumnHidden(RecallTableModel::Scores));
        clickTab(2);
        QTRY_COMPARE_WITH_TIMEOUT(find<QTableWidget>(*m_panel, u"attribution").rowCount(), 1, jobTimeout);
        QCOMPARE(m_panel->figures().size(), std::size_t { 3 });
        for (const FigureRequest& request : m_panel->figures()) {
            QCustomPlot plot;
            request.draw(plot, PlotTheme::paper());
            QVERIFY(!plot.toPixmap(400, 200).isNull());
            QVERIFY(!request.table().rows.empty());
        }
    }

    void aModelWithoutAssignmentsIsDrawnInWords()
    {
        const UserFigure user { bareUser() };
        QCustomPlot plot;
        drawUserTimeline(plot, user, PlotTheme::paper());
        QCOMPARE(plot.itemCount(), 1); // the sentence
        drawInterestLens(plot, user, PlotTheme::paper());
        QVERIFY(!plot.toPixmap(400, 200).isNull());
        QCOMPARE(timelineTable(user).rows.size(), std::size_t { 1 });
        QCOMPARE(lensTable(user).rows.front().at(1), QStringLiteral("b"));
    }

    void differencesAreCounted()
    {
        const std::vector<RecallEntry> before { { 1, 3, 0, false }, { 2, 2, 0, false }, { 3, 1, 0, false } };
        const std::vector<RecallEntry> after { { 2, 3, 0, false }, { 4, 2, 0, false }, { 3, 1, 0, false } };
        const ListDifference difference = compareLists(before, after);
        QVERIFY(difference.in == std::vector<std::int32_t> { 4 });
        QVERIFY(difference.out == std::vector<std::int32_t> { 1 });
        QCOMPARE(difference.moved, std::int64_t { 1 });
        QVERIFY(compareLists(before, before).isEmpty());
    }

private:
    void showUser(const QString& run)
    {
        m_fixture.workspace.setRun(run);
        m_fixture.workspace.setUser(m_user);
        QTRY_VERIFY_WITH_TIMEOUT(find<QTableView>(*m_panel, u"history").isVisible(), jobTimeout);
    }

    void clickTab(int page)
    {
        auto& tabs = find<QTabBar>(*m_panel, u"lensPages");
        QTest::mouseClick(&tabs, Qt::LeftButton, Qt::NoModifier, tabs.tabRect(page).center());
        QCOMPARE(tabs.currentIndex(), page);
    }

    PanelFixture m_fixture;
    QString m_run;
    QString m_single;
    QString m_user;
    std::unique_ptr<InterestsPanel> m_panel;
};

OPAL_TEST(TestInterestPages)
#include "tst_interestpages.moc"
