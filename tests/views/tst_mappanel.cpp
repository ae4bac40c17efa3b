// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <ctime>
#include <set>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolTip>

#include "core/base/random.h"
#include "core/jobs/mapjobs.h"
#include "tests/support/datatabletesting.h"
#include "tests/support/interesttesting.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/map/mapview.h"
#include "views/plot/pointclouditem.h"
#include "views/plot/qcp.h"

using namespace opal;

namespace {

class Context final : public JobContext
{
public:
    explicit Context(double stopAt = 2)
        : m_stopAt(stopAt)
    {
    }

    std::stop_token stopToken() const override { return m_stop.get_token(); }

    void progress(const JobProgress& progress) override
    {
        if (progress.fraction >= m_stopAt)
            m_stop.request_stop();
    }

private:
    double m_stopAt;
    std::stop_source m_stop;
};

/// Text of the button that is to be clicked on an empty page.
QPushButton* buttonOf(QWidget& panel, const QString& text)
{
    for (QPushButton* button : panel.findChildren<QPushButton*>())
        if (button->text() == text && button->isVisible())
            return button;
    return nullptr;
}

bool says(QWidget& panel, const QString& text)
{
    for (const QLabel* label : panel.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(text))
            return true;
    return false;
}

/// `count` items in a few clouds, coloured by popularity.
std::shared_ptr<const MapFigure> largeFigure(std::size_t count)
{
    auto items = std::make_shared<MapItems>();
    auto map = std::make_shared<ItemMap>();
    Random random(5, RandomPurpose::Synthesis);
    items->ids.resize(count + 1);
    items->popularity.resize(count + 1);
    map->x.resize(count + 1);
    map->y.resize(count + 1);
    for (std::size_t item = 1; item <= count; ++item) {
        const float turn = 6.2832F * random.uniform();
        const float length = 3 * std::sqrt(random.uniform());
        items->popularity[item] = static_cast<std::int32_t>(random.below(1U << random.below(12)));
        map->x[item] = static_cast<float>(item % 8) * 4 + length * std::cos(turn);
        map->y[item] = static_cast<float>(item % 5) * 4 + length * std::sin(turn);
    }
    auto figure = std::make_shared<MapFigure>();
    figure->items = items;
    figure->map = map;
    figure->colouring = std::make_shared<const ItemColouring>(colourByPopularity(*items));
    return figure;
}

void drag(QWidget& widget, const std::vector<QPoint>& way, Qt::KeyboardModifiers modifiers = {})
{
    QTest::mousePress(&widget, Qt::LeftButton, modifiers, way.front());
    for (const QPoint& at : way) {
        QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                         modifiers);
        QApplication::sendEvent(&widget, &move);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, modifiers, way.back());
}

} // namespace

/// The item map on small trained runs, by real clicks and keys.
class TestMapPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        const QString dataset = makeToyDataset(m_fixture);
        m_run = trainToyRun(m_fixture, dataset);
        QVERIFY(!m_run.isEmpty());
        TrainJobRequest request;
        request.datasetFile = dataset;
        request.model = "mind";
        request.params = { { "interests", "2" },
                           { "dim", "8" },
                           { "batch_size", "16" },
                           { "steps_per_epoch", "2" },
                           { "max_epochs", "1" } };
        const auto trained = resultOf<TrainJobResult>(
            m_fixture.jobs, makeTrainJob(m_fixture.store, m_fixture.paths, std::move(request)));
        m_baseline = QString::fromStdString(trained.run.id);
        QVERIFY(!m_baseline.isEmpty());
    }

    void init()
    {
        m_fixture.workspace.setRun({});
        m_fixture.workspace.setItems({});
        // Nothing is chosen from an earlier test.
        bool forgotten = false;
        m_fixture.context.queries.run(
            &m_fixture.workspace,
            [this] {
                m_fixture.store.setViewState("map.choice", {});
                return true;
            },
            [&forgotten](bool done) { forgotten = done; });
        QTRY_VERIFY(forgotten);
    }

    void withoutARunItLeadsToTheRuns()
    {
        MapPanel panel(m_fixture.context);
        panel.show();
        QVERIFY(panel.figures().empty());
        QSignalSpy requests(&m_fixture.workspace, &Workspace::panelRequested);
        QTest::mouseClick(buttonOf(panel, QStringLiteral("Choose a run")), Qt::LeftButton);
        QCOMPARE(requests.count(), 1);
    }

    void nothingIsComputedUnasked()
    {
        MapPanel panel(m_fixture.context);
        panel.resize(1200, 800);
        panel.show();
        m_fixture.workspace.setRun(m_run);
        QTRY_VERIFY_WITH_TIMEOUT(buttonOf(panel, QStringLiteral("Compute the map")), jobTimeout);
        QVERIFY(!panel.shown());
        QVERIFY(maps().isEmpty());
        QTest::mouseClick(buttonOf(panel, QStringLiteral("Compute the map")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), jobTimeout);
        QCOMPARE(maps(), QStringList { QStringLiteral("map-pca.opalmap") });
        QVERIFY(panel.shown()->map->explainedX > 0);
        QVERIFY(says(panel, QStringLiteral("largest variance")));

        // Another panel reads what was stored.
        MapPanel second(m_fixture.context);
        second.show();
        QTRY_VERIFY_WITH_TIMEOUT(second.shown(), jobTimeout);
        QVERIFY(second.shown()->map->x == panel.shown()->map->x);
    }

    void everyProjectionHasAMapOfItsOwn()
    {
        MapPanel panel(m_fixture.context);
        open(panel);
        auto& projection = find<QComboBox>(panel, u"projection");
        projection.setFocus();
        QTest::keyClick(&projection, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(buttonOf(panel, QStringLiteral("Compute the map")), jobTimeout);
        QVERIFY(find<QSpinBox>(panel, u"neighbours").isVisible());
        QTest::mouseClick(buttonOf(panel, QStringLiteral("Compute the map")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), jobTimeout);
        QVERIFY(panel.shown()->map->params.method == MapMethod::Neighbours);
        projection.setFocus();
        QTest::keyClick(&projection, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(buttonOf(panel, QStringLiteral("Compute the map")), jobTimeout);
        auto& second = find<QComboBox>(panel, u"secondCategory");
        QVERIFY(second.isVisible());
        second.setFocus();
        QTest::keyClick(&second, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(buttonOf(panel, QStringLiteral("Compute the map")), jobTimeout);
        QTest::mouseClick(buttonOf(panel, QStringLiteral("Compute the map")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), jobTimeout);
        QCOMPARE(panel.shown()->map->params.secondCategory, 2);
        QVERIFY(maps().contains(QStringLiteral("map-plane-0-2.opalmap")));
        QVERIFY(maps().contains(QStringLiteral("map-neighbours-15-200-1.opalmap")));
    }

    void whatWasChosenIsChosenAgain()
    {
        {
            MapPanel panel(m_fixture.context);
            open(panel);
            auto& projection = find<QComboBox>(panel, u"projection");
            projection.setFocus();
            QTest::keyClick(&projection, Qt::Key_End); // the plane of two categories
            auto& second = find<QComboBox>(panel, u"secondCategory");
            QTRY_COMPARE_WITH_TIMEOUT(second.count(), 3, jobTimeout);
            QTest::keyClick(&second, Qt::Key_End);
            QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), jobTimeout); // stored by an earlier test
            QCOMPARE(panel.shown()->map->params.secondCategory, 2);
            auto& colour = find<QComboBox>(panel, u"colourBy");
            colour.setFocus();
            while (colour.currentData() != QStringLiteral("popularity"))
                QTest::keyClick(&colour, Qt::Key_Down);
        }
        MapPanel again(m_fixture.context);
        again.show();
        QTRY_VERIFY_WITH_TIMEOUT(again.shown() && again.shown()->map->params.method == MapMethod::Plane,
                                 jobTimeout);
        QCOMPARE(again.shown()->map->params.secondCategory, 2);
        QCOMPARE(again.shown()->colourBy, QStringLiteral("popularity"));
        // A run without categories takes what it can; going back brings the choice again.
        m_fixture.workspace.setRun(m_baseline);
        QTRY_VERIFY_WITH_TIMEOUT(find<QComboBox>(again, u"projection").currentIndex() == 0, jobTimeout);
        QTRY_VERIFY(says(again, QStringLiteral("MIND has no hyper-categories")));
        MapPanel third(m_fixture.context);
        third.show();
        m_fixture.workspace.setRun(m_run);
        QTRY_VERIFY_WITH_TIMEOUT(third.shown() && third.shown()->map->params.method == MapMethod::Plane,
                                 jobTimeout);
        QCOMPARE(third.shown()->map->params.secondCategory, 2);
        QCOMPARE(third.shown()->colourBy, QStringLiteral("popularity"));
    }

    void damagedMapIsReportedAndComputedAgain()
    {
        QFile file(folder() + QStringLiteral("/map-pca.opalmap"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() / 2));
        file.close();
        MapPanel panel(m_fixture.context);
        panel.resize(1200, 800);
        panel.show();
        m_fixture.workspace.setRun(m_run);
        QTRY_VERIFY_WITH_TIMEOUT(says(panel, QStringLiteral("invalid_data")), jobTimeout);
        QVERIFY(!panel.shown());
        QTest::mouseClick(buttonOf(panel, QStringLiteral("Compute the map")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), jobTimeout);
        QTRY_VERIFY(!says(panel, QStringLiteral("invalid_data")));
    }

    void cancellingLeavesNothing()
    {
        const QStringList before = QDir(folder()).entryList(QDir::Files);
        MapParams params;
        params.method = MapMethod::Neighbours;
        params.seed = 99;
        const auto job
            = makeItemMapJob(m_fixture.store, m_fixture.paths, { m_run.toStdString(), params, true });
        Context context(0.5);
        QVERIFY_EXCEPTION_THROWN((void)job.run(context), Cancelled);
        QCOMPARE(QDir(folder()).entryList(QDir::Files), before);
    }

    void mapOfOtherWeightsIsNotShown()
    {
        // As if the training had gone on: the file of one run under the name of another.
        const QString other = trainToyRun(
            m_fixture, QString::fromStdString(m_fixture.store.run(m_run.toStdString()).datasetPath), "2");
        QVERIFY(QFile::copy(folder() + QStringLiteral("/map-pca.opalmap"),
                            m_fixture.paths.runFolder(other) + QStringLiteral("/map-pca.opalmap")));
        const auto answer = resultOf<ItemMapAnswer>(
            m_fixture.jobs,
            makeItemMapJob(m_fixture.store, m_fixture.paths, { other.toStdString(), {}, false }));
        QVERIFY(answer.items);
        QVERIFY(!answer.map);
    }

    void legendIsAFilter()
    {
        MapPanel panel(m_fixture.context);
        open(panel);
        auto& legend = find<MapLegend>(panel, u"mapLegend");
        auto& table = find<QTableView>(panel, u"mapItems");
        QCOMPARE(legend.topLevelItemCount(), 3); // hyper-categories
        QCOMPARE(table.model()->rowCount(), 80);
        const auto count = panel.shown()->colouring->values[1].count;
        QVERIFY(count > 0);
        QTest::mouseClick(legend.viewport(), Qt::LeftButton, {},
                          legend.visualItemRect(legend.topLevelItem(1)).center());
        QCOMPARE(panel.shown()->hidden, std::set<int> { 1 });
        QCOMPARE(table.model()->rowCount(), 80 - static_cast<int>(count));
        QVERIFY(legend.topLevelItem(1)
                    ->data(0, Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("hidden")));
        const QString behind = panel.figures().front().table().toTsv();
        const QStringList lines = linesBehind(find<MapView>(panel, u"mapView"));
        QCOMPARE(lines.size(), 1 + 80 - static_cast<int>(count));
        QCOMPARE(lines, behind.split(QLatin1Char('\n'), Qt::SkipEmptyParts));
        legend.setFocus();
        QTest::keyClick(&legend, Qt::Key_Space); // the row that was clicked
        QVERIFY(panel.shown()->hidden.empty());

        auto& colour = find<QComboBox>(panel, u"colourBy");
        colour.setFocus();
        QTest::keyClick(&colour, Qt::Key_Down);
        QCOMPARE(panel.shown()->colourBy, QStringLiteral("tag"));
        QTest::keyClick(&colour, Qt::Key_Down);
        QCOMPARE(panel.shown()->colourBy, QStringLiteral("popularity"));
        QVERIFY(panel.shown()->colouring->sequential);
    }

    void anyColumnOfASideTableColours()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("items.csv"));
        MapPanel panel(m_fixture.context);
        open(panel);
        const auto& items = *panel.shown()->items;
        QFile table(file);
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("video_id,kind,duration\n");
        for (std::size_t item = 1; item <= 79; ++item)
            table.write(QByteArray::fromStdString(items.ids[item]) + (item % 4 == 0 ? ",Short," : ",Long,")
                        + QByteArray::number(static_cast<int>(item) * 10) + "\n");
        table.close();
        auto& colour = find<QComboBox>(panel, u"colourBy");
        m_fixture.dialogs.nextFiles({ file });
        colour.setFocus();
        QTest::keyClick(&colour, Qt::Key_End);
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown()->colourBy, QStringLiteral("kind"), jobTimeout);
        const auto& values = panel.shown()->colouring->values;
        QCOMPARE(values.size(), std::size_t { 3 });
        QCOMPARE(values[0].text, std::string("Long"));
        QCOMPARE(values[0].count, 60);
        QCOMPARE(values[1].count, 19);
        QVERIFY(values[2].kind == ItemColouring::Value::Kind::Missing);
        QCOMPARE(values[2].count, 1);
        QTest::keyClick(&colour, Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown()->colourBy, QStringLiteral("duration"), jobTimeout);
        QVERIFY(panel.shown()->colouring->sequential);
        QCOMPARE(panel.shown()->colouring->values.front().low, 10.0);

        // The command line draws the same, and another panel knows the table.
        const FigureRequest request = panel.figures().front();
        Context context;
        const FigureRequest loaded = loadFigure(*findFigure(request.key), request.subject,
                                                { m_fixture.store, m_fixture.paths, context });
        QCOMPARE(loaded.table().toCsv(), request.table().toCsv());
        MapPanel second(m_fixture.context);
        second.show();
        QTRY_VERIFY_WITH_TIMEOUT(
            find<QComboBox>(second, u"colourBy").findText(QStringLiteral("duration")) > 0, jobTimeout);

        // What is no table is told, and the colours stay.
        QVERIFY(table.open(QIODevice::WriteOnly | QIODevice::Truncate));
        table.write("nothing\n1\n");
        table.close();
        m_fixture.dialogs.nextFiles({ file });
        QTest::keyClick(&colour, Qt::Key_End);
        QTRY_VERIFY_WITH_TIMEOUT(says(panel, QStringLiteral("invalid_data")), jobTimeout);
        QCOMPARE(panel.shown()->colourBy, QStringLiteral("duration"));
        m_fixture.store.setViewState("map.sidetable." + items.datasetHash, {});
    }

    void aClickedItemShowsItsNearestItems()
    {
        MapPanel panel(m_fixture.context);
        open(panel);
        auto& view = find<MapView>(panel, u"mapView");
        const std::int32_t item = visibleItem(view);
        QVERIFY(item > 0);
        const QPoint at = view.positionOf(item).toPoint();
        const QString id = QString::fromStdString(panel.shown()->items->ids[static_cast<std::size_t>(item)]);
        hover(view.plot(), at + QPoint(40, 0));
        hover(view.plot(), at);
        QTRY_VERIFY(QToolTip::text().startsWith(id));
        QTest::mouseClick(&view.plot(), Qt::LeftButton, {}, at);
        QCOMPARE(m_fixture.workspace.itemIds(), QStringList { id });
        QCOMPARE(m_fixture.workspace.category(),
                 static_cast<int>(panel.shown()->items->category[static_cast<std::size_t>(item)]));
        auto& table = find<QTableView>(panel, u"mapItems");
        QTRY_COMPARE_WITH_TIMEOUT(table.model()->rowCount(), 30, jobTimeout);
        QVERIFY(!table.isColumnHidden(MapItemModel::Cosine));
        const auto near = resultOf<NearItems>(
            m_fixture.jobs,
            makeNearItemsJob(m_fixture.store, m_fixture.paths, m_run.toStdString(), id.toStdString(), 30));
        for (int row = 0; row < 30; ++row)
            QCOMPARE(static_cast<const MapItemModel*>(table.model())->itemAt(row),
                     near.items[static_cast<std::size_t>(row)].item);
        QVERIFY(view.points()->cloud().emphasised[static_cast<std::size_t>(near.items.front().item)]);
        QTest::mouseClick(&find<QPushButton>(panel, u"listAll"), Qt::LeftButton);
        QCOMPARE(table.model()->rowCount(), 80);
        QVERIFY(m_fixture.workspace.itemIds().isEmpty());
    }

    void lassoListsWhatIsInside_data()
    {
        QTest::addColumn<bool>("withShift");
        QTest::newRow("Shift") << true;
        QTest::newRow("lasso mode") << false;
    }

    void lassoListsWhatIsInside()
    {
        QFETCH(bool, withShift);
        MapPanel panel(m_fixture.context);
        open(panel);
        auto& view = find<MapView>(panel, u"mapView");
        auto& table = find<QTableView>(panel, u"mapItems");
        const QRect area = view.plot().axisRect()->rect();
        const QRect half(area.topLeft(), QSize(area.width() / 2, area.height()));
        if (!withShift)
            QTest::mouseClick(&find<QPushButton>(panel, u"lasso"), Qt::LeftButton);
        drag(view.plot(), { half.topLeft(), half.topRight(), half.bottomRight(), half.bottomLeft() },
             withShift ? Qt::ShiftModifier : Qt::NoModifier);
        std::set<QString> inside;
        for (std::int32_t item = 1; item <= 80; ++item)
            if (view.positionOf(item).x() < half.right())
                inside.insert(
                    QString::fromStdString(panel.shown()->items->ids[static_cast<std::size_t>(item)]));
        QVERIFY(inside.size() > 5 && inside.size() < 75);
        const QStringList chosen = m_fixture.workspace.itemIds();
        QVERIFY(std::set<QString>(chosen.begin(), chosen.end()) == inside);
        QCOMPARE(table.model()->rowCount(), static_cast<int>(inside.size()));
        table.sortByColumn(MapItemModel::Popularity, Qt::DescendingOrder);
        const auto& popularity = panel.shown()->items->popularity;
        for (int row = 1; row < table.model()->rowCount(); ++row) {
            const auto* model = static_cast<const MapItemModel*>(table.model());
            QVERIFY(popularity[static_cast<std::size_t>(model->itemAt(row - 1))]
                    >= popularity[static_cast<std::size_t>(model->itemAt(row))]);
        }
        view.plot().setFocus();
        QTest::keyClick(&view.plot(), Qt::Key_Escape);
        QCOMPARE(table.model()->rowCount(), 80);
        QVERIFY(m_fixture.workspace.itemIds().isEmpty());
        QVERIFY(view.points()->cloud().emphasised.empty());
    }

    void mouseAndKeysMoveTheView()
    {
        MapPanel panel(m_fixture.context);
        open(panel);
        auto& view = find<MapView>(panel, u"mapView");
        QCPAxis& x = *view.plot().axisRect()->axis(QCPAxis::atBottom);
        QCPAxis& y = *view.plot().axisRect()->axis(QCPAxis::atLeft);
        const auto isSquare = [&] {
            const QRect rect = view.plot().axisRect()->rect();
            return std::abs(x.range().size() / rect.width() / (y.range().size() / rect.height()) - 1) < 1e-6;
        };
        QTRY_VERIFY(isSquare()); // once the panel is laid out
        const QRect area = view.plot().axisRect()->rect();
        const QCPRange whole = x.range();
        QVERIFY(!view.shownArea());
        view.plot().setFocus();
        QTest::keyClick(&view.plot(), Qt::Key_Right);
        QVERIFY(x.range().lower > whole.lower);
        QTest::keyClick(&view.plot(), Qt::Key_Left);
        QVERIFY(std::abs(x.range().lower - whole.lower) < 1e-6);
        QTest::keyClick(&view.plot(), Qt::Key_Plus);
        QVERIFY(x.range().size() < whole.size());
        QTest::keyClick(&view.plot(), Qt::Key_Minus);
        QVERIFY(std::abs(x.range().size() - whole.size()) < 1e-6);
        QTest::keyClick(&view.plot(), Qt::Key_Up);
        QVERIFY(view.shownArea());
        QTest::keyClick(&view.plot(), Qt::Key_0);
        QVERIFY(!view.shownArea());
        drag(view.plot(), { area.center(), area.center() + QPoint(30, 0), area.center() + QPoint(60, 0) });
        QVERIFY(std::abs(whole.lower - x.range().lower - 60 * whole.size() / area.width()) < 1e-6);
        QVERIFY(QString::fromStdString(panel.figures().front().subject.option("view")).count(u',') == 3);
        QTest::mouseClick(&find<QPushButton>(panel, u"resetView"), Qt::LeftButton);
        QCOMPARE(x.range().lower, whole.lower);
    }

    void theUserLiesOverTheMap()
    {
        MapPanel panel(m_fixture.context);
        open(panel);
        const std::string user = usersOf(m_fixture, m_run, 1).front();
        m_fixture.workspace.setUser(QString::fromStdString(user));
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown()->overlay.user, jobTimeout);
        QVERIFY(!historyOn(*panel.shown()).empty());
        const auto merged = recallOn(*panel.shown());
        QVERIFY(merged.size() > 1);
        m_fixture.workspace.setInterest(1);
        for (const RecallEntry& entry : recallOn(*panel.shown()))
            QCOMPARE(entry.interest, 1);
        auto& view = find<MapView>(panel, u"mapView");
        const auto marks = [&view] {
            std::size_t count = 0;
            for (int i = 0; i < view.plot().itemCount(); ++i)
                if (const auto* item = dynamic_cast<MapMarksItem*>(view.plot().item(i)))
                    count += item->marks().size();
            return count;
        };
        QCOMPARE(marks(), historyOn(*panel.shown()).size() + recallOn(*panel.shown()).size());
        QTest::mouseClick(&find<QCheckBox>(panel, u"showHistory"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(historyOn(*panel.shown()).empty());
        QTest::mouseClick(&find<QCheckBox>(panel, u"showRecall"), Qt::LeftButton, {}, QPoint(8, 8));
        QCOMPARE(marks(), std::size_t { 0 });
        m_fixture.workspace.setUser({});
        QVERIFY(!panel.shown()->overlay.user);
    }

    void itemsChosenElsewhereAreFollowed()
    {
        MapPanel panel(m_fixture.context);
        open(panel);
        auto& table = find<QTableView>(panel, u"mapItems");
        const auto& ids = panel.shown()->items->ids;
        m_fixture.workspace.setItems({ QString::fromStdString(ids[3]), QString::fromStdString(ids[9]) });
        QCOMPARE(table.model()->rowCount(), 2);
        m_fixture.workspace.setItems({ QString::fromStdString(ids[5]) });
        QTRY_COMPARE_WITH_TIMEOUT(table.model()->rowCount(), 30, jobTimeout);
        m_fixture.workspace.setItems({});
        QCOMPARE(table.model()->rowCount(), 80);
        m_fixture.workspace.setCategory(2);
        auto& legend = find<MapLegend>(panel, u"mapLegend");
        QVERIFY(legend.topLevelItem(2)->font(0).bold());
        m_fixture.store.setCategoryNames(m_run.toStdString(), { { 2, "Travel" } });
        QTRY_COMPARE_WITH_TIMEOUT(legend.topLevelItem(2)->text(0), QStringLiteral("3 Travel"), jobTimeout);
        m_fixture.store.setCategoryNames(m_run.toStdString(), { { 2, "" } });
    }

    void baselinesHaveAMapWithoutCategories()
    {
        MapPanel panel(m_fixture.context);
        open(panel, m_baseline);
        QCOMPARE(panel.shown()->colourBy, QStringLiteral("popularity"));
        QVERIFY(says(panel, QStringLiteral("MIND has no hyper-categories")));
        const auto enabled = [&panel](const char16_t* box, int row) {
            const auto& combo = find<QComboBox>(panel, box);
            return combo.model()->flags(combo.model()->index(row, 0)).testFlag(Qt::ItemIsEnabled);
        };
        QVERIFY(!enabled(u"colourBy", 0));
        QVERIFY(enabled(u"colourBy", 1));
        QVERIFY(!enabled(u"projection", 2));
        MapParams plane;
        plane.method = MapMethod::Plane;
        Context context;
        const auto job
            = makeItemMapJob(m_fixture.store, m_fixture.paths, { m_baseline.toStdString(), plane, true });
        QVERIFY_EXCEPTION_THROWN((void)job.run(context), Error);
    }

    void figureIsTheOneOfTheCommandLine()
    {
        MapPanel panel(m_fixture.context);
        open(panel);
        m_fixture.workspace.setUser(QString::fromStdString(usersOf(m_fixture, m_run, 1).front()));
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown()->overlay.user, jobTimeout);
        auto& legend = find<MapLegend>(panel, u"mapLegend");
        QTest::mouseClick(legend.viewport(), Qt::LeftButton, {},
                          legend.visualItemRect(legend.topLevelItem(0)).center());
        const FigureRequest request = panel.figures().front();
        const FigureEntry& entry = *findFigure(request.key);
        Context context;
        const FigureRequest loaded
            = loadFigure(entry, request.subject, { m_fixture.store, m_fixture.paths, context });
        QCOMPARE(loaded.table().toCsv(), request.table().toCsv());
        const auto figure = loadMap(request.subject, { m_fixture.store, m_fixture.paths, context });
        QCOMPARE(figure->overlay.user->userId, request.subject.user);
        for (const auto& [key, value] : std::map<std::string, std::string> { { "projection", "tsne" },
                                                                             { "colour", "mood" },
                                                                             { "hide", "9" },
                                                                             { "view", "1,2,3" },
                                                                             { "seed", "-1" },
                                                                             { "history", "maybe" } }) {
            FigureSubject wrong = request.subject;
            wrong.options[key] = value;
            QVERIFY2(refused([&] {
                         loadFigure(entry, wrong, { m_fixture.store, m_fixture.paths, context });
                     }),
                     key.c_str());
        }
    }

    /// Prints what a person sees while dragging; the machine decides how fast it is.
    void benchPanning()
    {
        MapView view;
        view.resize(1200, 800);
        view.applyTheme(PlotTheme::screen(Theme::lightTokens()));
        view.setFigure(largeFigure(158000));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QPoint middle = view.plot().axisRect()->rect().center();
        QTest::mousePress(&view.plot(), Qt::LeftButton, {}, middle);
        QElapsedTimer clock;
        clock.start();
        const std::clock_t work = std::clock();
        constexpr int frames = 60;
        for (int frame = 1; frame <= frames; ++frame) {
            const QPoint at = middle + QPoint(3 * frame, frame);
            QMouseEvent move(QEvent::MouseMove, at, view.plot().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(&view.plot(), &move);
            QCoreApplication::sendPostedEvents();
            view.plot().replot(QCustomPlot::rpImmediateRefresh);
        }
        const double seconds = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
        const double busy = static_cast<double>(std::clock() - work) / CLOCKS_PER_SEC;
        QTest::mouseRelease(&view.plot(), Qt::LeftButton, {}, middle);
        qInfo("158,000 points, 1200 x 800: %.0f frames a second while panning, %.0f a second of work",
              frames / seconds, frames / busy);
        QVERIFY(view.shownArea());
    }

private:
    template <typename Call> static bool refused(Call call)
    {
        try {
            call();
        } catch (const Error& error) {
            return error.code() == ErrorCode::InvalidArgument;
        }
        return false;
    }

    QString folder() const { return m_fixture.paths.runFolder(m_run); }

    QStringList maps() const { return QDir(folder()).entryList({ QStringLiteral("*.opalmap") }); }

    /// Shows the principal components of a run.
    void open(MapPanel& panel) { open(panel, m_run); }

    void open(MapPanel& panel, const QString& run)
    {
        panel.resize(1200, 800);
        panel.show();
        m_fixture.workspace.setRun(run);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown() || buttonOf(panel, QStringLiteral("Compute the map")),
                                 jobTimeout);
        if (!panel.shown())
            QTest::mouseClick(buttonOf(panel, QStringLiteral("Compute the map")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), jobTimeout);
        QTRY_VERIFY(find<MapView>(panel, u"mapView").points());
        QTRY_VERIFY(visibleItem(find<MapView>(panel, u"mapView")) > 0); // it is painted
    }

    /// Straight to the widget: the pointer itself goes to whatever window happens to be in front.
    static void hover(QWidget& widget, const QPoint& at)
    {
        QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&widget, &move);
    }

    /// An item that the mouse finds at its own place.
    static std::int32_t visibleItem(const MapView& view)
    {
        for (std::int32_t item = 1; item <= 80; ++item)
            if (view.points()->itemAt(view.positionOf(item), 7) == item)
                return item;
        return 0;
    }

    PanelFixture m_fixture;
    QString m_run;
    QString m_baseline;
};

OPAL_TEST(TestMapPanel)
#include "tst_mappanel.moc"
