// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QHeaderView>
#include <QProgressBar>
#include <QSpinBox>
#include <QWheelEvent>

#include "tests/app/analysiswalk.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/map/mapview.h"
#include "views/plot/qcp.h"

using namespace opal;
using namespace opal::test;

/// The item map.
class TestMapWalk final : public AnalysisWalk
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        begin();
        chooseUser();
    }

    void itemMap();
    void itemsAndViewOfTheMap();
    void layoutIsCancelled();
    void mapIsShownAgain();

    void cleanup() { keepPicture(); }

    void cleanupTestCase() { end(); }
};

void TestMapWalk::itemMap()
{
    m_studio->application.workspace().setRun(m_run);
    show("map");
    auto& panel = *m_studio->window.findChild<MapPanel*>();
    const auto compute = [&] {
        settle(*m_studio);
        if (!panel.shown())
            pressEmptyPage(panel);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), waitMs);
        settle(*m_studio);
    };
    compute();
    auto& projection = in<QComboBox>("map", "projection");
    pick(projection, static_cast<int>(MapMethod::Plane));
    settle(*m_studio);
    auto& right = in<QComboBox>("map", "firstCategory");
    auto& up = in<QComboBox>("map", "secondCategory");
    const auto press = [&](QComboBox& box, Qt::Key key) {
        box.setFocus();
        QTest::keyClick(&box, key);
        settle(*m_studio);
    };
    const auto planeIs = [&](int first, int second) {
        QCOMPARE(right.currentIndex(), first);
        QCOMPARE(up.currentIndex(), second);
    };
    QCOMPARE(right.count(), 4);
    planeIs(0, 1);
    press(right, Qt::Key_Down); // takes the other axis's category, which gets this one's
    planeIs(1, 0);
    press(up, Qt::Key_End);
    planeIs(1, 3);
    press(right, Qt::Key_End);
    planeIs(3, 1);
    press(up, Qt::Key_Home);
    planeIs(3, 0);
    noErrorIsShown(QStringLiteral("plane"));
    compute();
    QCOMPARE(panel.shown()->map->params.firstCategory, 3);
    QCOMPARE(panel.shown()->map->params.secondCategory, 0);
    pick(projection, static_cast<int>(MapMethod::Pca));
    compute();
    auto& colour = in<QComboBox>("map", "colourBy");
    const QString table = m_folder.filePath(QStringLiteral("items.csv"));
    QFile file(table);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("video_id,kind\n");
    const auto& ids = panel.shown()->items->ids;
    for (std::size_t item = 1; item < ids.size(); ++item)
        file.write(QByteArray::fromStdString(ids[item]) + (item % 3 == 0 ? ",Short\n" : ",Long\n"));
    file.close();
    m_studio->application.dialogs().nextFiles({ table });
    colour.setFocus();
    QTest::keyClick(&colour, Qt::Key_End);
    QTRY_COMPARE_WITH_TIMEOUT(panel.shown()->colourBy, QStringLiteral("kind"), waitMs);
    for (const char* key : { "category", "tag", "popularity" }) {
        pick(colour, QLatin1String(key));
        settle(*m_studio);
        QCOMPARE(panel.shown()->colourBy, QLatin1String(key));
    }
    pick(colour, QStringLiteral("tag"));
    settle(*m_studio);
    auto& legend = in<MapLegend>("map", "mapLegend");
    QTest::mouseClick(legend.viewport(), Qt::LeftButton, {},
                      legend.visualItemRect(legend.topLevelItem(1)).center());
    QCOMPARE(panel.shown()->hidden.size(), std::size_t { 1 });
    QTest::mouseClick(legend.viewport(), Qt::LeftButton, {},
                      legend.visualItemRect(legend.topLevelItem(1)).center());
    QTRY_VERIFY_WITH_TIMEOUT(panel.shown()->overlay.user, waitMs);
    for (const char* box : { "showHistory", "showRecall" })
        use(in<QCheckBox>("map", box));
    auto& view = in<MapView>("map", "mapView");
    const QRect area = view.plot().axisRect()->rect();
    QTest::mouseClick(&in<QPushButton>("map", "lasso"), Qt::LeftButton);
    QTest::mousePress(&view.plot(), Qt::LeftButton, {}, area.topLeft());
    for (const QPoint& at : { area.topRight(), area.bottomRight(), area.bottomLeft() }) {
        QMouseEvent move(QEvent::MouseMove, at, view.plot().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(&view.plot(), &move);
    }
    QTest::mouseRelease(&view.plot(), Qt::LeftButton, {}, area.bottomLeft());
    settle(*m_studio);
    QVERIFY(!m_studio->application.workspace().itemIds().isEmpty());
    QTest::mouseClick(&in<QPushButton>("map", "listAll"), Qt::LeftButton);
    QVERIFY(m_studio->application.workspace().itemIds().isEmpty());
    auto& user = in<QLineEdit>("map", "userLine");
    user.setFocus();
    user.selectAll();
    QTest::keyClicks(&user, m_studio->application.workspace().userId());
    QTest::keyClick(&user, Qt::Key_Return);
    settle(*m_studio);
    useTheRest(panel, QStringLiteral("map"));
}

void TestMapWalk::itemsAndViewOfTheMap()
{
    show("map");
    auto& panel = *m_studio->window.findChild<MapPanel*>();
    auto& view = in<MapView>("map", "mapView");
    auto& table = in<QTableView>("map", "mapItems");
    auto& model = dynamic_cast<MapItemModel&>(*table.model());
    auto& all = in<QPushButton>("map", "listAll");
    auto& reset = in<QPushButton>("map", "resetView");
    const auto& items = *panel.shown()->items;
    if (all.isVisible())
        QTest::mouseClick(&all, Qt::LeftButton);
    QTest::mouseClick(&reset, Qt::LeftButton);
    const auto count = static_cast<int>(items.ids.size()) - 1;
    QCOMPARE(model.rowCount(), count);
    auto& header = *table.horizontalHeader();
    for (const bool rising : { true, false }) {
        const int column = MapItemModel::Popularity;
        QTest::mouseClick(
            header.viewport(), Qt::LeftButton, {},
            { header.sectionViewportPosition(column) + header.sectionSize(column) / 2, header.height() / 2 });
        QCOMPARE(header.sortIndicatorOrder(), rising ? Qt::AscendingOrder : Qt::DescendingOrder);
        const auto popularity
            = [&](int row) { return items.popularity[static_cast<std::size_t>(model.itemAt(row))]; };
        for (int row = 1; row < count; ++row)
            QVERIFY(rising ? popularity(row) >= popularity(row - 1) : popularity(row) <= popularity(row - 1));
        QVERIFY(popularity(0) != popularity(count - 1));
    }
    // The item of the row gets a ring on the map.
    const std::int32_t item = model.itemAt(1);
    const QPoint place = view.positionOf(item).toPoint();
    const auto around = [&] { return view.grab({ place - QPoint(12, 12), QSize(24, 24) }).toImage(); };
    const QImage before = around();
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(model.index(1, 0)).center());
    QVERIFY(around() != before);
    // Enter asks for what is near it.
    QTest::keyClick(&table, Qt::Key_Return);
    settle(*m_studio);
    QCOMPARE(m_studio->application.workspace().itemIds(),
             QStringList { QString::fromStdString(items.ids[static_cast<std::size_t>(item)]) });
    QCOMPARE(model.rowCount(), 30);
    QVERIFY(!table.isColumnHidden(MapItemModel::Cosine));
    QTest::mouseClick(&all, Qt::LeftButton);
    QCOMPARE(model.rowCount(), count);
    QVERIFY(table.isColumnHidden(MapItemModel::Cosine));

    QCustomPlot& plot = view.plot();
    const QCPRange whole = plot.xAxis->range();
    QVERIFY(!view.shownArea());
    const QPointF middle(plot.rect().center());
    QWheelEvent wheel(middle, plot.mapToGlobal(middle), {}, { 0, 360 }, Qt::NoButton, {}, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&plot, &wheel);
    QVERIFY(view.shownArea());
    QVERIFY(plot.xAxis->range().size() < 0.7 * whole.size());
    QTest::mouseClick(&reset, Qt::LeftButton);
    QVERIFY(!view.shownArea());
    QCOMPARE(plot.xAxis->range(), whole);
    walkTables(panel);
}

void TestMapWalk::layoutIsCancelled()
{
    show("map");
    auto& panel = *m_studio->window.findChild<MapPanel*>();
    pick(in<QComboBox>("map", "projection"), static_cast<int>(MapMethod::Neighbours));
    settle(*m_studio);
    type(in<QSpinBox>("map", "neighbours"), "30");
    settle(*m_studio);
    type(in<QSpinBox>("map", "mapSeed"), "7");
    settle(*m_studio);
    QVERIFY(!panel.shown());
    const QDir runFolder(WorkspacePaths { m_folder.path() }.runFolder(m_run));
    const QStringList before = runFolder.entryList(QDir::Files);
    pressEmptyPage(panel);
    auto& cancel = in<QPushButton>("map", "mapCancel");
    auto& progress = in<QProgressBar>("map", "mapProgress");
    QTRY_VERIFY_WITH_TIMEOUT(cancel.isVisible() && progress.maximum() > 0 && progress.value() > 0, waitMs);
    QVERIFY(!panel.shown());
    QTest::mouseClick(&cancel, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!cancel.isVisible(), waitMs);
    settle(*m_studio);
    noErrorIsShown(QStringLiteral("cancel"));
    QVERIFY(!panel.shown());
    QCOMPARE(runFolder.entryList(QDir::Files), before);
    pressEmptyPage(panel);
    QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), waitMs);
    QCOMPARE(panel.shown()->map->params.seed, std::uint64_t { 7 });
    useTheRest(panel, QStringLiteral("map, layout"));
}

void TestMapWalk::mapIsShownAgain()
{
    QVERIFY(m_studio->window.close());
    m_studio.reset();
    m_uses.clear();
    m_studio = std::make_unique<Studio>(m_folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(m_studio->application.workspace().runId(), m_run, waitMs);
    show("map");
    auto& panel = *m_studio->window.findChild<MapPanel*>();
    QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), waitMs);
    QVERIFY(panel.shown()->map->params.method == MapMethod::Neighbours);
    QCOMPARE(panel.shown()->map->params.neighbours, 30);
    QCOMPARE(panel.shown()->map->params.seed, std::uint64_t { 7 });
    QCOMPARE(panel.shown()->colourBy, QStringLiteral("tag"));
}

OPAL_TEST(TestMapWalk)
#include "tst_mapwalk.moc"
