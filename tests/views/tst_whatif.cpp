// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>

#include "core/base/error.h"
#include "core/store/casestore.h"
#include "tests/support/interesttesting.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/interestspanel.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"

using namespace opal;

/// The what-if bench by real clicks and keys: every edit, undo and redo, the difference, saved cases.
class TestWhatIf final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_run = trainToyRun(m_fixture, makeToyDataset(m_fixture));
        QVERIFY(!m_run.isEmpty());
        const auto users = usersOf(m_fixture, m_run, 2);
        QCOMPARE(users.size(), std::size_t { 2 });
        m_user = QString::fromStdString(users[0]);
        m_otherUser = QString::fromStdString(users[1]);
    }

    void init()
    {
        m_fixture.workspace.setRun({});
        m_fixture.workspace.setItems({});
        m_panel = std::make_unique<InterestsPanel>(m_fixture.context);
        m_panel->resize(1400, 800);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        m_fixture.workspace.setRun(m_run);
        m_fixture.workspace.setUser(m_user);
        QTRY_VERIFY_WITH_TIMEOUT(history().isVisible(), jobTimeout);
        QVERIFY(history().model()->rowCount() >= 3);
        m_items = historyItems();
    }

    void cleanup() { m_panel.reset(); }

    void droppingUndoingAndRedoing()
    {
        clickRow(1);
        QStringList shorter = m_items;
        shorter.removeAt(1);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"dropItem"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), shorter, jobTimeout);
        QVERIFY(!difference().isEmpty());
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"undoEdit"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), m_items, jobTimeout);
        QVERIFY(difference().isEmpty());
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"redoEdit"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), shorter, jobTimeout);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"resetEdits"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), m_items, jobTimeout);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"undoEdit"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), shorter, jobTimeout);
    }

    void keysEditToo()
    {
        clickRow(0);
        QStringList swapped = m_items;
        swapped.swapItemsAt(0, 1);
        QTest::keyClick(&history(), Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), swapped, jobTimeout);
        QTRY_COMPARE(history().currentIndex().row(), 1);
        QTest::keyClick(&history(), Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), m_items, jobTimeout);
        QStringList shorter = m_items;
        shorter.removeAt(0);
        QTest::keyClick(&history(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), shorter, jobTimeout);
        QTest::keyClick(&history(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), m_items, jobTimeout);
        QTest::keyClick(&history(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), shorter, jobTimeout);
    }

    void buttonsMoveAnItem()
    {
        clickRow(2);
        QStringList swapped = m_items;
        swapped.swapItemsAt(1, 2);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"moveUp"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), swapped, jobTimeout);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"moveDown"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), m_items, jobTimeout);
    }

    void anotherDayMovesTheItem()
    {
        clickRow(0);
        auto& day = find<QComboBox>(*m_panel, u"itemDay");
        QVERIFY(day.count() >= 4);
        QVERIFY(day.isEnabled());
        const QString last = day.itemText(day.count() - 1);
        day.setFocus();
        QTest::keyClick(&day, Qt::Key_End);
        QStringList moved = m_items;
        moved.append(moved.takeFirst());
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), moved, jobTimeout);
        const int row = static_cast<int>(moved.size()) - 1;
        QCOMPARE(
            history().model()->index(row, HistoryTableModel::Day).data(Qt::AccessibleTextRole).toString(),
            last);
    }

    void anItemIsAddedByItsId()
    {
        const QString item = find<QTableView>(*m_panel, u"recall")
                                 .model()
                                 ->index(0, 0)
                                 .data(RecallTableModel::ItemIdRole)
                                 .toString();
        auto& line = find<QLineEdit>(*m_panel, u"addItem");
        line.setFocus();
        QTest::keyClicks(&line, item);
        QTest::keyClick(&line, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), QStringList(m_items) << item, jobTimeout);
        QTRY_VERIFY(line.text().isEmpty());
        // It is watched now, so it is not recommended.
        QCOMPARE(list()->index(0, 0).data(RecallTableModel::ItemIdRole).toString() == item, false);
        QVERIFY(difference().contains(QStringLiteral("\u22121 out")) || !difference().isEmpty());
    }

    void anUnknownItemIsAnError()
    {
        auto& line = find<QLineEdit>(*m_panel, u"addItem");
        QTest::keyClicks(&line, QStringLiteral("nothing"));
        QTest::keyClick(&line, Qt::Key_Return);
        auto* error = m_panel->findChild<ErrorBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(!error->isHidden(), jobTimeout);
        QCOMPARE(historyItems(), m_items);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"undoEdit"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(error->isHidden(), jobTimeout);
    }

    void aMutedInterestGivesNothing()
    {
        const int interest = list()->index(0, 0).data(RecallTableModel::InterestRole).toInt();
        auto& mute
            = find<QCheckBox>(*m_panel, QStringLiteral("mute%1").arg(interest).toStdU16String().c_str());
        mute.setFocus();
        QTest::keyClick(&mute, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!givesAny(interest), jobTimeout);
        QVERIFY(difference().contains(QStringLiteral("in")));
        QTest::keyClick(&mute, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(givesAny(interest), jobTimeout);
    }

    void aHeavyInterestGivesMore()
    {
        int counts[3] {};
        for (int row = 0; row < list()->rowCount(); ++row)
            ++counts[list()->index(row, 0).data(RecallTableModel::InterestRole).toInt()];
        const int interest = static_cast<int>(std::min_element(counts, counts + 3) - counts);
        auto& weight = find<QDoubleSpinBox>(
            *m_panel, QStringLiteral("weight%1").arg(interest).toStdU16String().c_str());
        weight.setFocus();
        weight.selectAll();
        QTest::keyClicks(&weight, QStringLiteral("9"));
        QTest::keyClick(&weight, Qt::Key_Return);
        const auto given = [&] {
            int count = 0;
            for (int row = 0; row < list()->rowCount(); ++row)
                count += list()->index(row, 0).data(RecallTableModel::InterestRole).toInt() == interest
                    && list()->index(row, RecallTableModel::Change).data().toString()
                        != QStringLiteral("out");
            return count;
        };
        QTRY_VERIFY_WITH_TIMEOUT(given() > counts[interest], jobTimeout);
    }

    void mergeRuleAndEpsilon()
    {
        auto& rule = find<QComboBox>(*m_panel, u"mergeRule");
        rule.setFocus();
        QTest::keyClick(&rule, Qt::Key_End);
        QTRY_VERIFY_WITH_TIMEOUT(!difference().isEmpty(), jobTimeout);
        // Taking turns, the first three places come from three interests.
        QSet<int> first;
        for (int row = 0; row < 3; ++row)
            first << list()->index(row, 0).data(RecallTableModel::InterestRole).toInt();
        QCOMPARE(first.size(), 3);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"resetEdits"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(difference().isEmpty(), jobTimeout);
        auto& epsilon = find<QDoubleSpinBox>(*m_panel, u"epsilon");
        QCOMPARE(epsilon.value(), 0.1);
        epsilon.setFocus();
        epsilon.selectAll();
        QTest::keyClicks(&epsilon, QStringLiteral("0.001"));
        QTest::keyClick(&epsilon, Qt::Key_Return);
        const auto sharp = [&] {
            const auto weights
                = history().model()->index(0, 0).data(HistoryTableModel::WeightsRole).value<QList<float>>();
            return *std::max_element(weights.begin(), weights.end()) > 0.9999F;
        };
        QTRY_VERIFY_WITH_TIMEOUT(sharp() && !difference().isEmpty(), jobTimeout);
    }

    void theListShowsWhatLeftIt()
    {
        const int interest = list()->index(0, 0).data(RecallTableModel::InterestRole).toInt();
        auto& length = find<QComboBox>(*m_panel, u"listLength");
        length.setFocus();
        QTest::keyClick(&length, Qt::Key_Home);
        QTRY_COMPARE_WITH_TIMEOUT(list()->rowCount(), 50, jobTimeout);
        auto& mute
            = find<QCheckBox>(*m_panel, QStringLiteral("mute%1").arg(interest).toStdU16String().c_str());
        QTest::mouseClick(&mute, Qt::LeftButton, Qt::NoModifier, QPoint(8, mute.height() / 2));
        QTRY_VERIFY_WITH_TIMEOUT(!difference().isEmpty(), jobTimeout);
        QSet<QString> kinds;
        for (int row = 0; row < list()->rowCount(); ++row)
            kinds << list()->index(row, RecallTableModel::Change).data().toString().left(1);
        QVERIFY(!find<QTableView>(*m_panel, u"recall").isColumnHidden(RecallTableModel::Change));
        const int out = list()->rowCount() - 50;
        QVERIFY(out >= 0);
        QCOMPARE(kinds.contains(QStringLiteral("o")), out > 0);
    }

    void aCaseIsSavedAndOpenedAgain()
    {
        clickRow(1);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"dropItem"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems().size(), m_items.size() - 1, jobTimeout);
        const QStringList shorter = historyItems();
        m_fixture.dialogs.nextText(QStringLiteral("without the second"));
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"saveCase"), Qt::LeftButton);
        auto& cases = find<QComboBox>(*m_panel, u"cases");
        QTRY_COMPARE_WITH_TIMEOUT(cases.count(), 2, jobTimeout);
        QCOMPARE(CaseStore(m_fixture.store).cases(m_run.toStdString()).front().name,
                 std::string("without the second"));
        m_fixture.workspace.setUser(m_otherUser);
        QTRY_VERIFY_WITH_TIMEOUT(historyItems() != shorter, jobTimeout);
        cases.setFocus();
        QTest::keyClick(&cases, Qt::Key_End);
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.workspace.userId(), m_user, jobTimeout);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), shorter, jobTimeout);
        const CaseStore store(m_fixture.store);
        auto* menu = find<QPushButton>(*m_panel, u"removeCase").menu();
        QCOMPARE(menu->actions().size(), 1);
        m_fixture.dialogs.nextChoice(QStringLiteral("keep"));
        menu->actions().front()->trigger();
        QTRY_VERIFY(!m_fixture.dialogs.hasUnusedAnswers());
        QCOMPARE(store.cases(m_run.toStdString()).size(), std::size_t { 1 });
        m_fixture.dialogs.nextChoice(QStringLiteral("delete"));
        menu->popup(m_panel->mapToGlobal(QPoint(200, 200)));
        QTRY_VERIFY(menu->isVisible());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().front()).center());
        QTRY_COMPARE_WITH_TIMEOUT(cases.count(), 1, jobTimeout);
        QVERIFY(store.cases(m_run.toStdString()).empty());
        QVERIFY(!find<QPushButton>(*m_panel, u"removeCase").isEnabled());
    }

    void editsTravelWithTheFigure()
    {
        clickRow(1);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"dropItem"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems().size(), m_items.size() - 1, jobTimeout);
        QTest::keyClick(&find<QComboBox>(*m_panel, u"mergeRule"), Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(m_panel->figures().front().subject.option("rule"), std::string("quota"),
                                  jobTimeout);

        SilentContext context;

        for (const FigureRequest& request : m_panel->figures()) {
            if (request.subject.user.empty())
                continue; // of all users
            QVERIFY(!request.subject.option("history").empty());
            const FigureEntry& entry = *findFigure(request.key);
            const FigureRequest again
                = loadFigure(entry, request.subject, { m_fixture.store, m_fixture.paths, context });
            QCOMPARE(again.table().toCsv(), request.table().toCsv());
            FigureSubject asHeIs = request.subject;
            asHeIs.options.erase("history");
            const FigureRequest before
                = loadFigure(entry, asHeIs, { m_fixture.store, m_fixture.paths, context });
            QVERIFY(before.table().toCsv() != request.table().toCsv());
        }
        FigureSubject wrong = m_panel->figures().front().subject;
        for (const auto& [key, value] : { std::pair("history", "nothing"), std::pair("history", "[[1]]"),
                                          std::pair("weights", "1,-2"), std::pair("weights", "much") }) {
            FigureSubject broken = wrong;
            broken.options[key] = value;
            QVERIFY_EXCEPTION_THROWN(loadFigure(*findFigure(QStringLiteral("lens")), broken,
                                                { m_fixture.store, m_fixture.paths, context }),
                                     Error);
        }
    }

    void roomFollowsTheTime()
    {
        auto& spaced = find<QCheckBox>(*m_panel, u"spaceByTime");
        QVERIFY(spaced.isEnabled());
        // Videos with titles or tags have two lines.
        const int rowHeight = history().verticalHeader()->defaultSectionSize();
        QVERIFY(rowHeight > Theme::rowHeight);
        for (int row = 0; row < history().model()->rowCount(); ++row)
            QCOMPARE(history().rowHeight(row), rowHeight);
        QTest::mouseClick(&spaced, Qt::LeftButton, {}, QPoint(8, spaced.height() / 2));
        QVERIFY(spaced.isChecked());
        const auto* model = qobject_cast<HistoryTableModel*>(history().model());
        QVERIFY(model);
        double longest = 0;
        for (int row = 1; row < model->rowCount(); ++row)
            longest = std::max(longest,
                               static_cast<double>(model->entry(row).timeMs - model->entry(row - 1).timeMs));
        QVERIFY(longest > 0);
        for (int row = 1; row < model->rowCount(); ++row) {
            const double pause
                = static_cast<double>(model->entry(row).timeMs - model->entry(row - 1).timeMs) / longest;
            QVERIFY(std::abs(history().rowHeight(row) - rowHeight * (1 + 4 * pause)) <= 1);
        }
        // The figure that is exported has the same gaps.
        const FigureRequest spacedFigure = m_panel->figures()[1];
        QCOMPARE(spacedFigure.key, QStringLiteral("timeline"));
        QCOMPARE(spacedFigure.subject.option("space"), std::string("time"));
        const std::vector<double> places = placesDrawn(spacedFigure);
        QCOMPARE(places.size(), static_cast<std::size_t>(model->rowCount()));
        for (int row = 1; row < model->rowCount(); ++row) {
            const double pause
                = static_cast<double>(model->entry(row).timeMs - model->entry(row - 1).timeMs) / longest;
            const auto place = static_cast<std::size_t>(row);
            QVERIFY(std::abs(places[place] - places[place - 1] - 1 - 4 * pause) < 1e-9);
        }
        QTest::mouseClick(&spaced, Qt::LeftButton, {}, QPoint(8, spaced.height() / 2));
        QCOMPARE(history().rowHeight(model->rowCount() - 1), rowHeight);
        QVERIFY(m_panel->figures()[1].subject.option("space").empty());
        const std::vector<double> even = placesDrawn(m_panel->figures()[1]);
        for (std::size_t row = 0; row < even.size(); ++row)
            QCOMPARE(even[row], static_cast<double>(row + 1));
    }

    void anotherUserForgetsTheEdits()
    {
        clickRow(1);
        QTest::mouseClick(&find<QPushButton>(*m_panel, u"dropItem"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems().size(), m_items.size() - 1, jobTimeout);
        m_fixture.workspace.setUser(m_otherUser);
        m_fixture.workspace.setUser(m_user);
        QTRY_COMPARE_WITH_TIMEOUT(historyItems(), m_items, jobTimeout);
        QVERIFY(!find<QPushButton>(*m_panel, u"undoEdit").isEnabled());
    }

private:
    QTableView& history() { return find<QTableView>(*m_panel, u"history"); }

    QAbstractItemModel* list() { return find<QTableView>(*m_panel, u"recall").model(); }

    QString difference() { return find<ElidedLabel>(*m_panel, u"difference").fullText(); }

    bool givesAny(int interest)
    {
        for (int row = 0; row < list()->rowCount(); ++row)
            if (list()->index(row, 0).data(RecallTableModel::InterestRole).toInt() == interest
                && list()->index(row, RecallTableModel::Change).data().toString() != QStringLiteral("out"))
                return true;
        return false;
    }

    QStringList historyItems()
    {
        QStringList items;
        for (int row = 0; row < history().model()->rowCount(); ++row)
            items << history().model()->index(row, 0).data(HistoryTableModel::ItemIdRole).toString();
        return items;
    }

    /// Where the items of the history stand on the axis of a figure.
    static std::vector<double> placesDrawn(const FigureRequest& figure)
    {
        QCustomPlot plot;
        figure.draw(plot, PlotTheme::paper());
        std::set<double> places;
        for (int i = 0; i < plot.plottableCount(); ++i)
            if (auto* bars = qobject_cast<QCPBars*>(plot.plottable(i)))
                for (const QCPBarsData& bar : *bars->data())
                    places.insert(bar.key);
        return { places.begin(), places.end() };
    }

    void clickRow(int row)
    {
        history().scrollTo(history().model()->index(row, 0));
        QTest::mouseClick(
            history().viewport(), Qt::LeftButton, Qt::NoModifier,
            history().visualRect(history().model()->index(row, HistoryTableModel::Title)).center());
        QCOMPARE(history().currentIndex().row(), row);
    }

    PanelFixture m_fixture;
    QString m_run;
    QString m_user;
    QString m_otherUser;
    std::unique_ptr<InterestsPanel> m_panel;
    QStringList m_items;
};

OPAL_TEST(TestWhatIf)
#include "tst_whatif.moc"
