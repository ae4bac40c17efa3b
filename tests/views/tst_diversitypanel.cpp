// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QToolTip>

#include "core/jobs/jobs.h"
#include "tests/support/datatabletesting.h"
#include "tests/support/findwidget.h"
#include "tests/support/jobresult.h"
#include "tests/support/panelfixture.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmifigure.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/diversity/tradeoffpage.h"
#include "views/panels/diversity/usersdiversitypage.h"
#include "views/plot/qcp.h"

using namespace opal;

namespace {

/// Middle of a cell of a matrix in the plot's pixels.
QPoint cellPosition(QCustomPlot& plot, int side, int row, int column)
{
    for (QCPAxisRect* rect : plot.axisRects())
        if (rect->objectName() == QStringLiteral("matrix-%1").arg(side))
            return { qRound(rect->axis(QCPAxis::atBottom)->coordToPixel(column + 0.5)),
                     qRound(rect->axis(QCPAxis::atLeft)->coordToPixel(row + 0.5)) };
    qFatal("no matrix %d", side);
}

void choosePage(DiversityPanel& panel, int page)
{
    auto& tabs = find<QTabBar>(panel, u"diversityPages");
    QTest::mouseClick(&tabs, Qt::LeftButton, {}, tabs.tabRect(page).center());
}

} // namespace

/// The diversity studio on two small trained runs, by real clicks.
class TestDiversityPanel final : public QObject
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
        const auto dataset = resultOf<DatasetResult>(
            m_fixture.jobs,
            makeSynthesiseJob(m_fixture.store, synth,
                              m_fixture.paths.datasets() + QStringLiteral("/toy.opaldata")));
        for (const char* interests : { "1", "3" }) {
            TrainJobRequest request;
            request.datasetFile = dataset.path;
            request.name = QStringLiteral("k") + QLatin1String(interests);
            request.params = { { "interests", interests },
                               { "dim", "8" },
                               { "batch_size", "16" },
                               { "steps_per_epoch", "2" },
                               { "max_epochs", "1" } };
            const auto trained = resultOf<TrainJobResult>(
                m_fixture.jobs, makeTrainJob(m_fixture.store, m_fixture.paths, std::move(request)));
            m_runs << QString::fromStdString(trained.run.id);
        }
        QVERIFY(!m_runs.contains(QString()));
    }

    void init() { m_fixture.workspace.setRun({}); }

    void withoutARunItLeadsToTheRuns()
    {
        DiversityPanel panel(m_fixture.context);
        panel.show();
        QVERIFY(panel.figures().empty());
        QSignalSpy requests(&m_fixture.workspace, &Workspace::panelRequested);
        for (QPushButton* button : panel.findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("Choose a run"))
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(requests.count(), 1);
    }

    void controlsChangeWhatIsShown()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        QCOMPARE(panel.shown().sides.size(), std::size_t { 1 });
        const UserDiversity first = *panel.shown().sides.front();
        QCOMPARE(first.userId, m_fixture.workspace.userId().toStdString());

        QSignalSpy changed(&panel, &DiversityPanel::shownChanged);
        auto& length = find<QSpinBox>(panel, u"listLength");
        length.setFocus();
        length.selectAll();
        QTest::keyClicks(&length, QStringLiteral("20"));
        QTest::keyClick(&length, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown().sides.front()->k == 20, jobTimeout);
        QCOMPARE(panel.shown().sides.front()->itemIds.size(), std::size_t { 20 });

        const double before = panel.shown().sides.front()->statistics.mean;
        QTest::keyClick(&find<QComboBox>(panel, u"shift"), Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown().sides.front()->matrix.shift == 5.0, jobTimeout);
        QVERIFY(panel.shown().sides.front()->statistics.mean <= before);
        QTest::keyClick(&find<QSpinBox>(panel, u"minimumCount"), Qt::Key_Up);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown().sides.front()->matrix.minimumCount == 2, jobTimeout);

        auto& other = find<QComboBox>(panel, u"otherRun");
        QTRY_COMPARE(other.count(), 2);
        QTest::keyClick(&other, Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown().sides.size(), std::size_t { 2 }, jobTimeout);
        // The run of the workspace has more, and stands second as in the paper's figure.
        QCOMPARE(panel.shown().sides[0]->interests, 1);
        QCOMPARE(panel.shown().sides[1]->interests, 3);

        QVERIFY(linesBehind(find<QCustomPlot>(panel, u"sppmi")).size() > 20);
        // The figure of the panel is the one that the command line makes from the same subject.
        const FigureRequest request = panel.figures().front();
        QCOMPARE(request.key, QStringLiteral("sppmi"));
        QCOMPARE(request.subject.option("shift"), std::string("5"));
        const FigureEntry& entry = *findFigure(request.key);
        SilentContext context;
        const FigureRequest loaded
            = loadFigure(entry, request.subject, { m_fixture.store, m_fixture.paths, context });
        QCOMPARE(loaded.table().toCsv(), request.table().toCsv());
    }

    void aCellTellsAndABlockListsItsItems()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        auto& plot = find<QCustomPlot>(panel, u"sppmi");
        const UserDiversity& side = *panel.shown().sides.front();
        const auto last = static_cast<int>(side.itemIds.size()) - 1;
        const QPoint place = cellPosition(plot, 0, 0, last);
        QTest::mouseMove(&plot, place + QPoint(1, 0));
        QTest::mouseMove(&plot, place);
        QTRY_VERIFY(QToolTip::text().contains(QString::fromStdString(side.itemIds.back())));
        QVERIFY(QToolTip::text().contains(QString::fromStdString(side.itemIds.front())));
        QTest::mouseClick(&plot, Qt::LeftButton, {}, place);
        const std::set<std::int32_t> wanted { side.matrix.interest.front(), side.matrix.interest.back() };
        int expected = 0;
        for (const std::int32_t interest : side.matrix.interest)
            expected += wanted.contains(interest) ? 1 : 0;
        QCOMPARE(find<QTableWidget>(panel, u"block").rowCount(), expected);
        QCOMPARE(m_fixture.workspace.interest(), side.matrix.interest.front());
        QCOMPARE(m_fixture.workspace.itemIds(),
                 QStringList({ QString::fromStdString(side.itemIds.front()),
                               QString::fromStdString(side.itemIds.back()) }));
    }

    void ordersAreWrittenUnderTheFigure()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        auto& plot = find<QCustomPlot>(panel, u"sppmi");
        const auto caption = [&plot] {
            QString words;
            for (const auto* text : plot.findChildren<QCPTextElement*>())
                words += text->text().simplified() + QLatin1Char(' ');
            return words;
        };
        QVERIFY(caption().contains(QStringLiteral("ordered by interest")));
        auto& order = find<QComboBox>(panel, u"order");
        QTest::keyClick(&order, Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown().sides.front()->order, DiversityOrder::Category, jobTimeout);
        const UserDiversity byCategory = *panel.shown().sides.front();
        QVERIFY(std::is_sorted(byCategory.category.begin(), byCategory.category.end()));
        QVERIFY(caption().contains(QStringLiteral("ordered by hyper-category")));
        const auto last = static_cast<int>(byCategory.itemIds.size()) - 1;
        QTest::mouseClick(&plot, Qt::LeftButton, {}, cellPosition(plot, 0, last, last));
        const auto expected
            = std::count(byCategory.category.begin(), byCategory.category.end(), byCategory.category.back());
        QCOMPARE(find<QTableWidget>(panel, u"block").rowCount(), static_cast<int>(expected));

        QTest::keyClick(&order, Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown().sides.front()->order, DiversityOrder::Clustered, jobTimeout);
        QVERIFY(caption().contains(QStringLiteral("average linkage")));
        QCOMPARE(panel.figures().front().subject.option("order"), std::string("clustered"));
        SilentContext context;
        const FigureEntry& entry = *findFigure(QStringLiteral("sppmi"));
        const FigureRequest loaded = loadFigure(entry, panel.figures().front().subject,
                                                { m_fixture.store, m_fixture.paths, context });
        QCOMPARE(loaded.table().toCsv(), panel.figures().front().table().toCsv());
    }

    void setsOfUsersAreComputedAndCopied()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        choosePage(panel, 1);
        auto& page = find<UsersDiversityPage>(panel, u"usersPage");
        QTRY_VERIFY(find<QPushButton>(panel, u"computeUsers").isEnabled());
        auto& set = find<QComboBox>(panel, u"userSet");
        QTest::keyClick(&set, Qt::Key_Down);
        auto& count = find<QSpinBox>(panel, u"userCount");
        QVERIFY(count.isVisible());
        count.setFocus();
        count.selectAll();
        QTest::keyClicks(&count, QStringLiteral("9"));
        QTest::keyClick(&count, Qt::Key_Return);
        QTest::mouseClick(&find<QPushButton>(panel, u"computeUsers"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(page.shown().sides.size(), std::size_t { 1 }, jobTimeout);
        QCOMPARE(page.shown().sides.front()->users, std::int64_t { 9 });

        auto& groups = find<QTableWidget>(panel, u"groups");
        QVERIFY(groups.rowCount() >= 5); // every user, three terciles, at least one number of interests
        QCOMPARE(groups.item(0, 1)->text(), QStringLiteral("9"));
        QTest::mouseClick(&find<QPushButton>(panel, u"copyGroups"), Qt::LeftButton);
        const QStringList lines
            = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(static_cast<int>(lines.size()), groups.rowCount() + 1);
        QCOMPARE(lines[1].split(QLatin1Char('\t')).size(), lines[0].split(QLatin1Char('\t')).size());

        auto& plot = find<QCustomPlot>(panel, u"usersSppmi");
        QTRY_VERIFY(plot.findChild<QCPAxisRect*>(QStringLiteral("blocks-0")));
        const auto* rect = plot.findChild<QCPAxisRect*>(QStringLiteral("blocks-0"));
        const QPoint place(qRound(rect->axis(QCPAxis::atBottom)->coordToPixel(1.5)),
                           qRound(rect->axis(QCPAxis::atLeft)->coordToPixel(0.5)));
        QTest::mouseMove(&plot, place + QPoint(1, 0));
        QTest::mouseMove(&plot, place);
        const QRegularExpression twoInterests(
            QStringLiteral("^Between (Interest )?1\\b.* and (Interest )?2\\b"));
        QTRY_VERIFY2(twoInterests.match(QToolTip::text()).hasMatch(), qPrintable(QToolTip::text()));

        // What is listed is what is asked for, from the keyboard alone.
        set.setCurrentIndex(set.count() - 1);
        auto& ids = find<QLineEdit>(panel, u"userIds");
        QVERIFY(ids.isVisible());
        ids.setFocus();
        QTest::keyClicks(&ids, QStringLiteral("3, 5 3"));
        QTest::keyClick(&ids, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(page.shown().sides.front()->users, std::int64_t { 2 }, jobTimeout);
        const FigureRequest request = panel.figures().front();
        QCOMPARE(request.key, QStringLiteral("diversity-users"));
        QCOMPARE(request.subject.option("users"), std::string("ids:3,5"));
        SilentContext context;
        const FigureEntry& entry = *findFigure(request.key);
        const FigureRequest loaded
            = loadFigure(entry, request.subject, { m_fixture.store, m_fixture.paths, context });
        QCOMPARE(loaded.table().toCsv(), request.table().toCsv());

        // The other run comes beside, with the same scales.
        auto& other = find<QComboBox>(panel, u"otherRun");
        QTRY_COMPARE(other.count(), 2);
        QTest::keyClick(&other, Qt::Key_Down);
        QTRY_VERIFY(page.shown().sides.empty());
        QTRY_VERIFY(find<QPushButton>(panel, u"computeUsers").isEnabled());
        QTest::mouseClick(&find<QPushButton>(panel, u"computeUsers"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(page.shown().sides.size(), std::size_t { 2 }, jobTimeout);
        std::vector<QCPRange> ranges;
        for (auto* bars : plot.findChildren<QCPBars*>())
            ranges.push_back(bars->keyAxis()->range());
        QCOMPARE(ranges.size(), std::size_t { 2 });
        QVERIFY(ranges[0] == ranges[1]);

        ids.setFocus();
        ids.selectAll();
        QTest::keyClicks(&ids, QStringLiteral("nobody"));
        QTest::keyClick(&ids, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(errorIsShown(panel), jobTimeout);
    }

    void runsAreMeasuredOnceAndSelectedByAClick()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        auto& length = find<QSpinBox>(panel, u"listLength");
        length.setValue(15);
        choosePage(panel, 2);
        auto& page = find<TradeoffPage>(panel, u"runsPage");
        auto& measure = find<QPushButton>(panel, u"measureRuns");
        QTRY_VERIFY(measure.isVisible() && measure.text().contains(QLatin1Char('2')));
        QTest::mouseClick(&measure, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(page.shown().points.size(), std::size_t { 2 }, jobTimeout);
        QTRY_VERIFY(!measure.isVisible());
        QCOMPARE(panel.figures().front().key, QStringLiteral("tradeoff"));

        auto& plot = find<QCustomPlot>(panel, u"tradeoff");
        for (const Tradeoff::Point& point : page.shown().points) {
            const QPoint place(qRound(plot.axisRect()
                                          ->axis(QCPAxis::atBottom)
                                          ->coordToPixel(tradeoffValue(point.values, page.shown().x))),
                               qRound(plot.axisRect()
                                          ->axis(QCPAxis::atLeft)
                                          ->coordToPixel(tradeoffValue(point.values, page.shown().y))));
            QTest::mouseMove(&plot, place + QPoint(1, 0));
            QTest::mouseMove(&plot, place);
            QTRY_VERIFY(QToolTip::text().contains(QString::fromStdString(point.name)));
            QTest::mouseClick(&plot, Qt::LeftButton, {}, place);
            QCOMPARE(m_fixture.workspace.runId(), QString::fromStdString(point.values.run));
            QTRY_COMPARE(page.shown().points.size(), std::size_t { 2 });
        }
        QTest::keyClick(&find<QComboBox>(panel, u"diversityMeasure"), Qt::Key_End);
        QCOMPARE(page.shown().y, std::string("popularity"));
        QCOMPARE(panel.figures().front().subject.option("y"), std::string("popularity"));

        // Another panel finds the values in the store.
        DiversityPanel second(m_fixture.context);
        second.show();
        find<QSpinBox>(second, u"listLength").setValue(15);
        QTRY_COMPARE(find<TradeoffPage>(second, u"runsPage").shown().points.size(), std::size_t { 2 });
    }

    void pagesWithoutARunLeadToTheRuns()
    {
        DiversityPanel panel(m_fixture.context);
        panel.show();
        QSignalSpy requests(&m_fixture.workspace, &Workspace::panelRequested);
        for (const int page : { 1, 2 }) {
            choosePage(panel, page);
            for (QPushButton* button : panel.findChildren<QPushButton*>())
                if (button->isVisible() && button->text() == QStringLiteral("Choose a run"))
                    QTest::mouseClick(button, Qt::LeftButton);
            QCOMPARE(requests.count(), page);
        }
    }

    void unknownUsersAreToldApart()
    {
        DiversityPanel panel(m_fixture.context);
        panel.show();
        m_fixture.workspace.setRun(m_runs.last());
        m_fixture.workspace.setUser(QStringLiteral("nobody"));
        QTRY_VERIFY_WITH_TIMEOUT(errorIsShown(panel), jobTimeout);
        // What is known of runs is there without him.
        for (const FigureRequest& figure : panel.figures())
            QVERIFY2(!figure.key.startsWith(QStringLiteral("sppmi")), qPrintable(figure.key));
    }

private:
    static bool errorIsShown(const QWidget& panel)
    {
        for (const QLabel* label : panel.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(QStringLiteral("not_found")))
                return true;
        return false;
    }

    /// Shows any user of the run with three interests.
    void open(DiversityPanel& panel)
    {
        panel.resize(1200, 800);
        panel.show();
        m_fixture.workspace.setRun(m_runs.last());
        QTest::mouseClick(&find<QPushButton>(panel, u"randomUser"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!panel.shown().sides.empty(), jobTimeout);
    }

    PanelFixture m_fixture;
    QStringList m_runs;
};

OPAL_TEST(TestDiversityPanel)
#include "tst_diversitypanel.moc"
