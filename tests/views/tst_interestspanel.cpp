// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include "tests/support/interesttesting.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/heldoutmodel.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/interestcard.h"
#include "views/panels/interests/interestspanel.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"

using namespace opal;

class TestInterestsPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_run = trainToyRun(m_fixture, makeToyDataset(m_fixture));
        QVERIFY(!m_run.isEmpty());
    }

    void init() { m_fixture.workspace.setRun({}); }

    void withoutARunItLeadsToTheRuns()
    {
        InterestsPanel panel(m_fixture.context);
        panel.show();
        QSignalSpy requests(&m_fixture.workspace, &Workspace::panelRequested);
        QVERIFY(!find<QLineEdit>(panel, u"userLine").isEnabled());
        const auto buttons = panel.findChildren<QPushButton*>();
        const auto choose = std::find_if(buttons.begin(), buttons.end(), [](QPushButton* button) {
            return button->text() == QStringLiteral("Choose a run");
        });
        QVERIFY(choose != buttons.end());
        QTest::mouseClick(*choose, Qt::LeftButton);
        QCOMPARE(requests.count(), 1);
        QCOMPARE(requests.front().front().toString(), QStringLiteral("runs"));
    }

    void aRandomUserIsShownWithHistoryInterestsAndLists()
    {
        InterestsPanel panel(m_fixture.context);
        panel.resize(1100, 700);
        panel.show();
        m_fixture.workspace.setRun(m_run);
        QTest::mouseClick(&find<QPushButton>(panel, u"randomUser"), Qt::LeftButton);
        auto& history = find<QTableView>(panel, u"history");
        QTRY_VERIFY_WITH_TIMEOUT(history.isVisible(), jobTimeout);
        QVERIFY(!m_fixture.workspace.userId().isEmpty());
        QCOMPARE(find<QLineEdit>(panel, u"userLine").text(), m_fixture.workspace.userId());
        QVERIFY(history.model()->rowCount() > 0);
        const QModelIndex weights = history.model()->index(0, HistoryTableModel::Weights);
        QCOMPARE(weights.data(HistoryTableModel::WeightsRole).value<QList<float>>().size(), 3);
        QCOMPARE(panel.findChildren<InterestCard*>().size(), 3);
        QCOMPARE(find<QTabBar>(panel, u"listTabs").count(), 4);
        QVERIFY(find<ElidedLabel>(panel, u"summary").fullText().startsWith(QStringLiteral("Test day: ")));
    }

    void cardsAndTabsChooseTheSameInterest()
    {
        InterestsPanel panel(m_fixture.context);
        panel.resize(1100, 700);
        panel.show();
        showAnyUser(panel);
        auto& tabs = find<QTabBar>(panel, u"listTabs");
        auto& list = find<QTableView>(panel, u"recall");
        QCOMPARE(tabs.currentIndex(), 3);
        int chosen = -1;
        for (int row = 0; row < list.model()->rowCount() && chosen < 0; ++row)
            chosen = list.model()->index(row, 0).data(RecallTableModel::InterestRole).toInt();
        QVERIFY(chosen >= 0);
        auto* card = panel.findChild<InterestCard*>(QStringLiteral("interestCard%1").arg(chosen));
        QTest::mouseClick(card, Qt::LeftButton);
        QCOMPARE(m_fixture.workspace.interest(), chosen);
        QCOMPARE(tabs.currentIndex(), chosen);
        QVERIFY(card->isChecked());
        QVERIFY(list.model()->rowCount() > 0);
        for (int row = 0; row < list.model()->rowCount(); ++row)
            QCOMPARE(list.model()->index(row, 0).data(RecallTableModel::InterestRole).toInt(), chosen);
        QTest::keyClick(card, Qt::Key_Space);
        QCOMPARE(m_fixture.workspace.interest(), -1);
        QCOMPARE(tabs.currentIndex(), 3);
        QVERIFY(!card->isChecked());
        tabs.setCurrentIndex(chosen);
        QCOMPARE(m_fixture.workspace.interest(), chosen);
        QVERIFY(card->isChecked());
    }

    void heldOutVideosAreListedWithTheirPlaces()
    {
        InterestsPanel panel(m_fixture.context);
        panel.resize(1100, 700);
        panel.show();
        showAnyUser(panel);
        auto& button = find<QPushButton>(panel, u"heldOutButton");
        auto& table = find<QTableView>(panel, u"heldOut");
        QTRY_VERIFY(button.isEnabled());
        QTest::mouseClick(&button, Qt::LeftButton);
        QVERIFY(table.isVisible());
        QVERIFY(!find<QTableView>(panel, u"recall").isVisible());
        const QAbstractItemModel& model = *table.model();
        QVERIFY(model.rowCount() > 0);
        QCOMPARE(model.columnCount(), HeldOutModel::FirstInterest + 3);
        int found = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            found += model.index(row, HeldOutModel::Merged).data(HeldOutModel::FoundRole).toBool() ? 1 : 0;
        const auto& recall = find<QTableView>(panel, u"recall");
        int hits = 0;
        for (int row = 0; row < recall.model()->rowCount(); ++row)
            hits += recall.model()->index(row, 0).data(RecallTableModel::HeldOutRole).toBool() ? 1 : 0;
        QCOMPARE(found, hits);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(model.index(0, HeldOutModel::Title)).center());
        QCOMPARE(m_fixture.workspace.itemIds(),
                 QStringList { model.index(0, 0).data(HeldOutModel::ItemIdRole).toString() });
        QTest::mouseClick(&button, Qt::LeftButton);
        QVERIFY(!table.isVisible());
        QVERIFY(recall.isVisible());
    }

    void namesStandOnCardsAndTabs()
    {
        m_fixture.store.setCategoryNames(m_run.toStdString(), { { 1, "Travel" } });
        InterestsPanel panel(m_fixture.context);
        panel.resize(1100, 700);
        panel.show();
        showAnyUser(panel);
        auto* card = panel.findChild<InterestCard*>(QStringLiteral("interestCard1"));
        QTRY_COMPARE(card->text(), QStringLiteral("Travel"));
        QCOMPARE(card->accessibleName(), QStringLiteral("2 Travel"));
        QVERIFY(card->accessibleDescription().contains(QStringLiteral("Most central: ")));
        QVERIFY(card->toolTip().startsWith(QStringLiteral("2 Travel\nMost central: ")));
        auto& tabs = find<QTabBar>(panel, u"listTabs");
        QCOMPARE(tabs.tabText(1), QStringLiteral("Travel"));
        QCOMPARE(tabs.tabToolTip(1), QStringLiteral("List of 2 Travel"));
        // Where names have no room, number and colour of the chip stay.
        panel.resize(760, 700);
        QTRY_VERIFY(tabs.tabText(1) != QStringLiteral("Travel"));
        QVERIFY(!tabs.tabIcon(1).isNull());
        m_fixture.store.setCategoryNames(m_run.toStdString(), { { 1, "" } });
    }

    void aLongNameTakesASecondLine()
    {
        InterestCard card(m_fixture.theme);
        InterestCardContent content;
        content.name = "football";
        card.setContent(content);
        const int one = card.heightForWidth(200);
        content.name = "football, fitness, dance, gymnastics";
        card.setContent(content);
        const int two = card.heightForWidth(200);
        QVERIFY(two > one);
        QCOMPARE(card.heightForWidth(600), one);
        content.name = "football, fitness, dance, gymnastics, and whatever else there is to be said of it";
        card.setContent(content);
        QCOMPARE(card.heightForWidth(200), two);
        content.topic.watched.emplace_back().title = "A title";
        card.setContent(content);
        QVERIFY(card.heightForWidth(200) > two);
        QVERIFY(card.toolTip().contains(QStringLiteral("Most watched: A title")));
    }

    void listLengthAsksAgain()
    {
        InterestsPanel panel(m_fixture.context);
        panel.resize(1100, 700);
        panel.show();
        showAnyUser(panel);
        auto& list = find<QTableView>(panel, u"recall");
        const int longer = list.model()->rowCount();
        auto& length = find<QComboBox>(panel, u"listLength");
        QVERIFY(longer > 50);
        length.setFocus();
        QTest::keyClick(&length, Qt::Key_Home);
        QTRY_COMPARE_WITH_TIMEOUT(list.model()->rowCount(), 50, jobTimeout);
    }

    void noCompletionsOpenAfterTheChoice()
    {
        InterestsPanel panel(m_fixture.context);
        panel.resize(1100, 700);
        panel.show();
        showAnyUser(panel);
        auto& line = find<QLineEdit>(panel, u"userLine");
        const QString user = line.text();
        panel.activateWindow();
        line.setFocus();
        QTRY_VERIFY(line.hasFocus());
        const auto type = [&] {
            line.selectAll();
            QTest::keyClicks(&line, user);
        };
        type();
        QTRY_VERIFY_WITH_TIMEOUT(line.completer()->popup()->isVisible(), jobTimeout);
        line.completer()->popup()->hide();
        QTRY_VERIFY_WITH_TIMEOUT(!m_fixture.jobs.isBusy(), jobTimeout);
        // Enter comes while the completions are looked up, and asks for the user itself.
        QSignalSpy finished(&m_fixture.jobs, &JobRunner::finished);
        connect(
            &m_fixture.jobs, &JobRunner::started, &line,
            [&line] {
                line.completer()->popup()->hide(); // what it knew from the first time
                QTest::keyClick(&line, Qt::Key_Return);
            },
            Qt::SingleShotConnection);
        type();
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty() && !m_fixture.jobs.isBusy(), jobTimeout);
        QVERIFY(!line.completer()->popup()->isVisible());
        QCOMPARE(m_fixture.jobs.jobs().size(), std::size_t { 0 });
    }

    void unknownUserIsAnError()
    {
        InterestsPanel panel(m_fixture.context);
        panel.resize(1100, 700);
        panel.show();
        m_fixture.workspace.setRun(m_run);
        auto& line = find<QLineEdit>(panel, u"userLine");
        QTest::keyClicks(&line, QStringLiteral("nobody"));
        QTest::keyClick(&line, Qt::Key_Return);
        auto* error = panel.findChild<ErrorBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(!error->isHidden(), jobTimeout);
        QVERIFY(!find<QTableView>(panel, u"history").isVisible());
    }

private:
    void showAnyUser(InterestsPanel& panel)
    {
        m_fixture.workspace.setRun(m_run);
        const auto users = resultOf<std::vector<std::string>>(
            m_fixture.jobs, makeUserListJob(m_fixture.store, m_run.toStdString(), {}, 1));
        QCOMPARE(users.size(), std::size_t { 1 });
        m_fixture.workspace.setUser(QString::fromStdString(users.front()));
        QTRY_VERIFY_WITH_TIMEOUT(find<QTableView>(panel, u"history").isVisible(), jobTimeout);
    }

    PanelFixture m_fixture;
    QString m_run;
};

OPAL_TEST(TestInterestsPanel)
#include "tst_interestspanel.moc"
