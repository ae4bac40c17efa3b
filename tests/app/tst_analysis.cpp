#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTableView>
#include <QTableWidget>

#include "core/store/casestore.h"
#include "tests/app/analysisdata.h"
#include "tests/app/controluse.h"
#include "tests/app/studiowalk.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/diversity/tradeoffpage.h"
#include "views/panels/diversity/usersdiversitypage.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/map/mapview.h"
#include "views/plot/exportdialog.h"
#include "views/plot/provenance.h"
#include "views/plot/qcp.h"
#include "views/widgets/errorbar.h"

using namespace opal;
using namespace opal::test;

namespace {

constexpr int waitMs = 120'000; ///< a walk ends within the five minutes of a test function

} // namespace

/// A walk through the analysis panels and the export dialog of the real window that uses every control once:
/// on KuaiRand-Pure with its side table where OPAL_TEST_DATA names the folder, else on a synthetic data set.
class TestAnalysis final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hyperCategories();
    void interestLens();
    void whatIf();
    void duelAttributionAndUsers();
    void diversity();
    void itemMap();
    void layoutIsCancelled();
    void figuresAreExported();
    void mapIsShownAgain();
    void cleanupTestCase();

private:
    template <typename Widget> Widget& in(const char* panel, const char* name)
    {
        auto* widget = m_studio->window.findChild<Panel*>(QLatin1String(panel))
                           ->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("no %s in %s", name, panel);
        return *widget;
    }

    void show(const char* panel)
    {
        m_studio->click(QStringLiteral("rail_") + QLatin1String(panel));
        settle(*m_studio);
        QCOMPARE(m_studio->front(), QLatin1String(panel));
    }

    void clickTab(QTabBar& tabs, int tab)
    {
        QTest::mouseClick(&tabs, Qt::LeftButton, {}, tabs.tabRect(tab).center());
        QCOMPARE(tabs.currentIndex(), tab);
        settle(*m_studio);
    }

    static void pick(QComboBox& box, const QVariant& data)
    {
        box.setFocus();
        QTest::keyClick(&box, Qt::Key_Home);
        for (int row = 0; row < box.count() && box.currentData() != data; ++row)
            QTest::keyClick(&box, Qt::Key_Down);
        QCOMPARE(box.currentData(), data);
    }

    static void type(QAbstractSpinBox& number, const char* text)
    {
        number.setFocus();
        number.selectAll();
        QTest::keyClicks(&number, QLatin1String(text));
        QTest::keyClick(&number, Qt::Key_Return);
    }

    void noErrorIsShown(const QString& after)
    {
        for (const auto* bar : m_studio->window.findChildren<ErrorBar*>())
            if (bar->isVisible())
                for (const QLabel* label : bar->findChildren<QLabel*>())
                    QVERIFY2(label->text().isEmpty(),
                             qPrintable(after % QStringLiteral(": ") % label->text()));
    }

    /// Uses what no step has used so far; a text to type and a way out of the page need a step of their own.
    void useTheRest(QWidget& root, const QString& page)
    {
        for (QWidget* control : controlsOn(root)) {
            if (m_uses.contains(*control) || !control->isVisible() || !control->isEnabled())
                continue;
            const QString name = page % QStringLiteral(": ")
                % QLatin1String(control->metaObject()->className()) % QLatin1Char(' ') % control->objectName()
                % QLatin1Char(' ') % control->accessibleName();
            QVERIFY2(!qobject_cast<QLineEdit*>(control), qPrintable(name));
            m_rest << name;
            use(*control);
            settle(*m_studio);
            QVERIFY2(m_uses.contains(*control), qPrintable(name));
            noErrorIsShown(name);
        }
        for (QWidget* control : controlsOn(root))
            QVERIFY2(m_uses.contains(*control) || qobject_cast<QLineEdit*>(control) == nullptr,
                     qPrintable(control->objectName()));
    }

    QTemporaryDir m_folder { QDir::tempPath() + QStringLiteral("/workspace-XXXXXX") };
    std::unique_ptr<Studio> m_studio;
    Uses m_uses;
    QString m_run; ///< four interests
    QStringList m_rest; ///< used without a question of their own
};

void TestAnalysis::initTestCase()
{
    const WorkspacePaths paths { m_folder.path() };
    paths.create();
    Settings(m_folder.path()).set(settings::tourSeen, QStringLiteral("yes"));
    {
        RunStore store(paths.database());
        SilentContext context;
        const QString dataset = makeAnalysisData(store, paths);
        for (const char* interests : { "1", "4" }) {
            TrainJobRequest request;
            request.datasetFile = dataset;
            request.name = QStringLiteral("walk-k") + QLatin1String(interests);
            request.params = { { "interests", interests },
                               { "dim", "16" },
                               { "batch_size", "256" },
                               { "max_epochs", "2" },
                               { "steps_per_epoch", "20" } };
            m_run = QString::fromStdString(
                std::any_cast<TrainJobResult>(makeTrainJob(store, paths, request)->run(context)).run.id);
        }
    }
    m_studio = std::make_unique<Studio>(m_folder.path());
    m_studio->window.resize(1440, 900);
    QTRY_VERIFY_WITH_TIMEOUT(!m_studio->application.workspace().runId().isEmpty(), waitMs);
    m_studio->application.workspace().setRun(m_run);
    settle(*m_studio);
}

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
    QTest::mouseClick(&in<QPushButton>("interests", "randomUser"), Qt::LeftButton);
    settle(*m_studio);
    const QString user = m_studio->application.workspace().userId();
    QVERIFY(!user.isEmpty());
    auto& property = in<QComboBox>("interests", "userProperty");
    for (int row = 1; row < property.count(); ++row) {
        property.setFocus();
        for (int step = 0; step < row; ++step) // goes back to the first by itself
            QTest::keyClick(&property, Qt::Key_Down);
        settle(*m_studio);
    }
    QVERIFY(!m_studio->application.workspace().userId().isEmpty());
    auto& line = in<QLineEdit>("interests", "userLine");
    line.setFocus();
    line.selectAll();
    QTest::keyClicks(&line, user);
    QTest::keyClick(&line, Qt::Key_Return);
    settle(*m_studio);
    QCOMPARE(m_studio->application.workspace().userId(), user);
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
                      recall.visualRect(recall.model()->index(1, RecallTableModel::Item)).center());
    QCOMPARE(m_studio->application.workspace().itemIds().size(), 1);
}

void TestAnalysis::whatIf()
{
    auto& history = in<QTableView>("interests", "history");
    const int items = history.model()->rowCount();
    QVERIFY(items >= 4);
    const auto choose = [&](int row) {
        QTest::mouseClick(history.viewport(), Qt::LeftButton, {},
                          history.visualRect(history.model()->index(row, 1)).center());
    };
    const auto press = [&](const char* name) {
        auto& button = in<QAbstractButton>("interests", name);
        QVERIFY2(button.isEnabled(), name);
        QTest::mouseClick(&button, Qt::LeftButton, {}, { 8, button.height() / 2 });
        settle(*m_studio);
        noErrorIsShown(QLatin1String(name));
    };
    choose(1);
    press("dropItem");
    QCOMPARE(history.model()->rowCount(), items - 1);
    press("undoEdit");
    QCOMPARE(history.model()->rowCount(), items);
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
    QTRY_COMPARE_WITH_TIMEOUT(in<QTableWidget>("interests", "attribution").rowCount(), 4, waitMs);
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("attribution"));
    clickTab(pages, 3);
    auto& users = in<QTableView>("interests", "users");
    QTRY_VERIFY_WITH_TIMEOUT(users.model()->rowCount() > 10, waitMs);
    useTheRest(*m_studio->window.currentPanel(), QStringLiteral("users"));
    clickTab(pages, 0);
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
    useTheRest(panel, QStringLiteral("diversity, runs"));
    clickTab(pages, 0);
}

void TestAnalysis::itemMap()
{
    m_studio->application.workspace().setRun(m_run);
    show("map");
    auto& panel = *m_studio->window.findChild<MapPanel*>();
    const auto compute = [&] {
        settle(*m_studio);
        for (auto* button : panel.findChildren<QPushButton*>())
            if (!panel.shown() && button->isVisible() && button->text() == QStringLiteral("Compute the map"))
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), waitMs);
        settle(*m_studio);
    };
    compute();
    auto& projection = in<QComboBox>("map", "projection");
    pick(projection, static_cast<int>(MapMethod::Plane));
    settle(*m_studio);
    for (const auto& [box, key] :
         { std::pair("firstCategory", Qt::Key_End), std::pair("secondCategory", Qt::Key_Home) }) {
        QTest::keyClick(&in<QComboBox>("map", box), key);
        settle(*m_studio);
    }
    compute();
    QCOMPARE(panel.shown()->map->params.firstCategory, 3);
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

void TestAnalysis::layoutIsCancelled()
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
    const auto start = [&] {
        for (auto* button : panel.findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("Compute the map"))
                QTest::mouseClick(button, Qt::LeftButton);
    };
    start();
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
    start();
    QTRY_VERIFY_WITH_TIMEOUT(panel.shown(), waitMs);
    QCOMPARE(panel.shown()->map->params.seed, std::uint64_t { 7 });
    useTheRest(panel, QStringLiteral("map, layout"));
}

void TestAnalysis::figuresAreExported()
{
    for (const char* from : { "training", "categories", "interests", "diversity", "map" }) {
        show(from);
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->window.currentPanel()->figures().empty(), waitMs);
        m_studio->trigger("file.exportFigure");
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->window.findChild<ExportDialog*>(), waitMs);
        auto& dialog = *m_studio->window.findChild<ExportDialog*>();
        QTRY_VERIFY(dialog.isVisible());
        auto& figure = *dialog.findChild<QComboBox*>(QStringLiteral("figure"));
        for (int row = 0; row < figure.count(); ++row) {
            figure.setFocus();
            QTest::keyClick(&figure, row == 0 ? Qt::Key_Home : Qt::Key_Down);
            settle(*m_studio);
            for (const char* suffix : { "pdf", "svg", "png" }) {
                const QString file = m_folder.filePath(QStringLiteral("figure.") + QLatin1String(suffix));
                QFile::remove(file);
                m_studio->application.dialogs().nextFiles({ file });
                QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("export")), Qt::LeftButton);
                QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), waitMs);
                settle(*m_studio);
                QCOMPARE(readProvenance(file)->figure, figure.currentData().toString());
            }
        }
        if (QLatin1String(from) == QLatin1String("diversity")) {
            const QString csv = m_folder.filePath(QStringLiteral("figure.csv"));
            m_studio->application.dialogs().nextFiles({ csv });
            QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("saveData")), Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(csv), waitMs);
            m_studio->application.dialogs().nextText(QStringLiteral("thesis"));
            QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("saveStyle")), Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(dialog.findChild<QComboBox*>(QStringLiteral("style"))->count(), 2,
                                      waitMs);
            m_uses.add(*dialog.findChild<QPushButton*>(QStringLiteral("close")));
            useTheRest(dialog, QStringLiteral("export"));
            QVERIFY(QGuiApplication::clipboard()->mimeData());
        }
        QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("close")), Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTRY_VERIFY(!m_studio->window.findChild<ExportDialog*>()
                    || !m_studio->window.findChild<ExportDialog*>()->isVisible());
    }
}

void TestAnalysis::mapIsShownAgain()
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

void TestAnalysis::cleanupTestCase()
{
    for (const QString& control : m_rest)
        qInfo("used without a question of its own: %s", qPrintable(control));
}

QTEST_MAIN(TestAnalysis)
#include "tst_analysis.moc"
