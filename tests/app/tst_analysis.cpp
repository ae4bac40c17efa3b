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
#include <QWheelEvent>

#include "core/store/casestore.h"
#include "tests/app/analysisdata.h"
#include "tests/app/controluse.h"
#include "tests/app/figurereading.h"
#include "tests/app/studiowalk.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/mapitemmodel.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/itemmodels/userpropertymodel.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/diversity/tradeoffpage.h"
#include "views/panels/diversity/usersdiversitypage.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/map/mapview.h"
#include "views/plot/colourmap.h"
#include "views/plot/datatable.h"
#include "views/plot/exportdialog.h"
#include "views/plot/provenance.h"
#include "views/plot/qcp.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"

using namespace opal;
using namespace opal::test;

namespace {

constexpr int waitMs = 120'000; ///< a walk ends within the five minutes of a test function

QStringList texts(const QAbstractItemModel& model, int role)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result << model.index(row, 0).data(role).toString();
    return result;
}

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
    void itemsAndViewOfTheMap();
    void layoutIsCancelled();
    void exportFormIsObeyed();
    void colourMapIsObeyed();
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

    /// The button of a page that has nothing to show yet.
    static void pressEmptyPage(const QWidget& panel)
    {
        for (const auto* page : panel.findChildren<EmptyState*>())
            if (auto* button = page->findChild<QPushButton*>(); page->isVisible() && button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
    }

    /// From the list that a box opens.
    static void pickFromList(QComboBox& box, int row)
    {
        QTest::mouseClick(&box, Qt::LeftButton);
        QTRY_VERIFY(box.view()->isVisible());
        QTest::keyClick(box.view(), Qt::Key_Home);
        for (int step = 0; step < row; ++step)
            QTest::keyClick(box.view(), Qt::Key_Down);
        QTest::keyClick(box.view(), Qt::Key_Return);
        QTRY_VERIFY(!box.view()->isVisible());
    }

    /// Enter would press the default button of a dialog.
    static void fill(QAbstractSpinBox& number, const char* text)
    {
        number.setFocus();
        number.selectAll();
        QTest::keyClicks(&number, QLatin1String(text));
        QTest::keyClick(&number, Qt::Key_Tab);
    }

    /// Shows the numbers of each chart of a page in the chart's place, copies them, and shows the chart
    /// again.
    void walkTables(QWidget& page)
    {
        int walked = 0;
        for (DataTable* numbers : page.findChildren<DataTable*>()) {
            auto* toggle = numbers->buttons()->findChild<QPushButton*>(QStringLiteral("dataTableToggle"));
            auto* copy = numbers->buttons()->findChild<QPushButton*>(QStringLiteral("dataTableCopy"));
            auto* table = numbers->findChild<QTableView*>(QStringLiteral("dataTable"));
            if (!toggle->isVisible())
                continue;
            QVERIFY(!table->isVisible() && !copy->isVisible());
            QTest::mouseClick(toggle, Qt::LeftButton);
            QVERIFY(table->isVisible() && table->model()->rowCount() > 0);
            QGuiApplication::clipboard()->clear();
            QTest::mouseClick(copy, Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')),
                                      table->model()->rowCount() + 1, waitMs);
            QCOMPARE(QGuiApplication::clipboard()
                         ->text()
                         .section(QLatin1Char('\n'), 0, 0)
                         .count(QLatin1Char('\t')),
                     table->model()->columnCount() - 1);
            QTest::mouseClick(toggle, Qt::LeftButton);
            QVERIFY(!table->isVisible() && !copy->isVisible());
            ++walked;
        }
        QVERIFY(walked > 0);
    }

    ExportDialog& openExport(const char* panel)
    {
        show(panel);
        if (!QTest::qWaitFor([&] { return !m_studio->window.currentPanel()->figures().empty(); }, waitMs))
            qFatal("%s has no figures", panel);
        m_studio->trigger("file.exportFigure");
        ExportDialog* dialog = nullptr;
        if (!QTest::qWaitFor(
                [&] {
                    dialog = m_studio->window.findChild<ExportDialog*>();
                    return dialog && dialog->isVisible();
                },
                waitMs))
            qFatal("the form for figures does not open");
        settle(*m_studio);
        return *dialog;
    }

    void closeExport(ExportDialog& dialog)
    {
        QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("close")), Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTRY_VERIFY(!m_studio->window.findChild<ExportDialog*>()
                    || !m_studio->window.findChild<ExportDialog*>()->isVisible());
    }

    /// What the button writes.
    QByteArray exported(ExportDialog& dialog, const char* suffix)
    {
        QFile file(m_folder.filePath(QStringLiteral("form.") + QLatin1String(suffix)));
        file.remove();
        m_studio->application.dialogs().nextFiles({ file.fileName() });
        QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("export")), Qt::LeftButton);
        if (!QTest::qWaitFor([&] { return file.exists(); }, waitMs))
            qFatal("%s is not written", qPrintable(file.fileName()));
        settle(*m_studio);
        noErrorIsShown(QLatin1String(suffix));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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
                      recall.visualRect(recall.model()->index(1, RecallTableModel::Item)).center());
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
                          history.visualRect(history.model()->index(row, 1)).center());
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

void TestAnalysis::itemMap()
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

void TestAnalysis::itemsAndViewOfTheMap()
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

void TestAnalysis::exportFormIsObeyed()
{
    ExportDialog& dialog = openExport("training");
    const auto number = [&](const char* name) -> QAbstractSpinBox& {
        return *dialog.findChild<QAbstractSpinBox*>(QLatin1String(name));
    };
    const auto press = [&](const char* name) {
        QTest::mouseClick(dialog.findChild<QPushButton*>(QLatin1String(name)), Qt::LeftButton);
    };
    const auto preview
        = [&] { return dialog.findChild<QLabel*>(QStringLiteral("preview"))->pixmap().toImage(); };
    pick(*dialog.findChild<QComboBox*>(QStringLiteral("figure")), QStringLiteral("loss"));
    fill(number("width"), "120");
    fill(number("height"), "70");
    const QSize points = pointsOf({ 120, 70 });
    QCOMPARE(preview().size(),
             QSize(qRound(points.width() * 96 / 72.0), qRound(points.height() * 96 / 72.0)));
    QCOMPARE(pageOf(exported(dialog, "pdf")), points);

    fill(number("dpi"), "150");
    const QImage opaque = QImage::fromData(exported(dialog, "png"));
    QCOMPARE(opaque.size(), QSize(qRound(points.width() * 150 / 72.0), qRound(points.height() * 150 / 72.0)));
    QCOMPARE(qRound(opaque.dotsPerMeterX() * 0.0254), 150);
    QCOMPARE(opaque.pixelColor(0, 0), QColor(Qt::white));

    const QByteArray plain = exported(dialog, "svg");
    QVERIFY(plain.contains("id=\"background\""));
    auto& transparent = *dialog.findChild<QCheckBox*>(QStringLiteral("transparent"));
    const auto toggle = [&] {
        QTest::mouseClick(&transparent, Qt::LeftButton, {}, { 8, transparent.height() / 2 });
    };
    toggle();
    QVERIFY(transparent.isChecked());
    QCOMPARE(QImage::fromData(exported(dialog, "png")).pixelColor(0, 0).alpha(), 0);
    QCOMPARE(preview().pixelColor(0, 0).alpha(), 0);
    QVERIFY(!exported(dialog, "svg").contains("id=\"background\""));
    toggle();

    fill(number("fontSize"), "12"); // instead of 8
    const QByteArray larger = exported(dialog, "svg");
    const std::set<double> sizes = attributeValues(plain, "font-size");
    const std::set<double> largerSizes = attributeValues(larger, "font-size");
    QVERIFY(!sizes.empty() && !largerSizes.empty());
    // The ticks; the marks of events keep their size.
    QVERIFY(hasAbout(largerSizes, *sizes.begin() + 4) && !hasAbout(sizes, *sizes.begin() + 4));

    fill(number("lineWidth"), "2");
    const FigureStyle usual;
    const double strong = 2 * usual.strongLineWidth / usual.lineWidth;
    const auto hasWideLines = [&](const QByteArray& svg) {
        const std::set<double> widths = attributeValues(svg, "stroke-width");
        return hasAbout(widths, 2) || hasAbout(widths, strong);
    };
    QVERIFY(!hasWideLines(larger));
    const QByteArray wide = exported(dialog, "svg");
    QVERIFY(hasWideLines(wide));

    const QImage posterLook = preview();
    auto& style = *dialog.findChild<QComboBox*>(QStringLiteral("style"));
    m_studio->application.dialogs().nextText(QStringLiteral("poster"));
    press("saveStyle");
    QTRY_VERIFY_WITH_TIMEOUT(style.findText(QStringLiteral("poster")) > 0, waitMs);
    settle(*m_studio);
    pickFromList(style, style.findText(QStringLiteral("poster")));
    pickFromList(style, 0);
    QCOMPARE(dialog.findChild<QSpinBox*>(QStringLiteral("fontSize"))->value(), usual.fontSize);
    QCOMPARE(exported(dialog, "svg"), plain);
    pickFromList(style, style.findText(QStringLiteral("poster")));
    QCOMPARE(preview(), posterLook);
    QCOMPARE(exported(dialog, "svg"), wide);

    QGuiApplication::clipboard()->clear();
    press("copyFigure");
    const auto copied = [](const char* format) {
        const QMimeData* content = QGuiApplication::clipboard()->mimeData();
        return content ? content->data(QLatin1String(format)) : QByteArray();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!copied("image/svg+xml").isEmpty(), waitMs);
    QCOMPARE(copied("image/svg+xml"), wide);
    QCOMPARE(QImage::fromData(copied("image/png")).width(), qRound(points.width() * 2 * 96 / 72.0));
    press("copyData");
    for (const FigureRequest& request : m_studio->window.currentPanel()->figures())
        if (request.key == QLatin1String("loss"))
            QCOMPARE(QGuiApplication::clipboard()->text(), request.table().toTsv());
    QVERIFY(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')) > 2);
    closeExport(dialog);
}

void TestAnalysis::colourMapIsObeyed()
{
    ExportDialog& dialog = openExport("diversity");
    pick(*dialog.findChild<QComboBox*>(QStringLiteral("figure")), QStringLiteral("sppmi"));
    auto& maps = *dialog.findChild<QComboBox*>(QStringLiteral("colourMap"));
    QVERIFY(maps.count() >= 2);
    for (int chosen = 0; chosen < maps.count(); ++chosen) {
        pickFromList(maps, chosen);
        const QImage picture = QImage::fromData(exported(dialog, "png"));
        for (int other = 0; other < maps.count(); ++other)
            QCOMPARE(hasColour(picture, ColourMap(maps.itemText(other)).at(0.25)), other == chosen);
    }
    closeExport(dialog);
}

void TestAnalysis::figuresAreExported()
{
    for (const char* from : { "training", "categories", "interests", "diversity", "map" }) {
        ExportDialog& dialog = openExport(from);
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
            QTRY_VERIFY_WITH_TIMEOUT(
                dialog.findChild<QComboBox*>(QStringLiteral("style"))->findText(QStringLiteral("thesis")) > 0,
                waitMs);
            m_uses.add(*dialog.findChild<QPushButton*>(QStringLiteral("close")));
            useTheRest(dialog, QStringLiteral("export"));
            QVERIFY(QGuiApplication::clipboard()->mimeData());
        }
        closeExport(dialog);
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
