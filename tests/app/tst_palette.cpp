// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <condition_variable>
#include <mutex>

#include <QListView>
#include <QTimer>
#include <QTreeWidget>

#include "app/inspector.h"
#include "core/base/fuzzymatch.h"
#include "core/data/datasetfile.h"
#include "tests/app/studiofixture.h"
#include "tests/support/testprogram.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"

using namespace opal;
using namespace opal::test;

/// Finding things by a few letters, going back and forward, and the tools around the panels.
class TestPalette final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fuzzyScoresRank_data();
    void fuzzyScoresRank();
    void keysAloneReachAPanel();
    void actionsAndRuns();
    void usersAndItems();
    void escapeGivesTheKeyboardBack();
    void backAndForward();
    void inspectorFollowsTheSelection();
    void queueMovesAndCancels();
    void theStripShowsACopyBesideATraining();

private:
    /// Types into the open palette and waits until a row reads `wanted`; returns the row, -1 if none does.
    static int typeAndFind(Studio& studio, const QString& text, const QString& wanted);

    QString titleOf(ItemIndex item) const
    {
        const auto data = openDataset(m_dataset.toStdString());
        const std::string_view title = data->title(item);
        return QString::fromUtf8(title.data(), qsizetype(title.size()));
    }

    QTemporaryDir m_folder;
    QString m_dataset;
    std::string m_run;
};

namespace {

/// Runs until it is cancelled.
Job<bool> endlessJob(const QString& subject, JobLane lane = JobLane::Heavy)
{
    return { { QStringLiteral("evaluate"), subject, lane }, [](JobContext& context) -> bool {
                std::mutex mutex;
                std::condition_variable_any wake;
                std::unique_lock lock(mutex);
                wake.wait(lock, context.stopToken(), [] { return false; });
                throw Cancelled();
            } };
}

/// Lets the event loop come to everything that waits for its next turn.
bool nextTurn()
{
    bool done = false;
    QObject context;
    QTimer::singleShot(0, &context, [&done] { done = true; });
    return QTest::qWaitFor([&done] { return done; });
}

} // namespace

void TestPalette::initTestCase()
{
    m_dataset = makeDataset(m_folder.path());
    QVERIFY(!m_dataset.isEmpty());
    addRun(m_folder.path(), "older-run");
    m_run = addRun(m_folder.path(), "opal-k4-violet");
}

int TestPalette::typeAndFind(Studio& studio, const QString& text, const QString& wanted)
{
    auto* field = studio.child<QLineEdit>("paletteField");
    const auto* list = studio.child<QListView>("paletteList");
    field->clear();
    QTest::keyClicks(field, text);
    int found = -1;
    const bool there = QTest::qWaitFor(
        [&] {
            for (int row = 0; row < list->model()->rowCount(); ++row)
                if (list->model()->index(row, 0).data().toString() == wanted)
                    found = row;
            return found >= 0;
        },
        patienceMs / 20);
    return there ? found : -1;
}

void TestPalette::fuzzyScoresRank_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("better");
    QTest::addColumn<QByteArray>("worse");
    const auto row = [](const char* query, const char* better, const char* worse) {
        QTest::newRow(query) << QByteArray(query) << QByteArray(better) << QByteArray(worse);
    };
    row("run", "Runs", "Training run");
    row("train", "Pause training", "xtrain");
    row("712", "712", "7123");
    row("rns", "Runs", "Training");
    row("k4 opal", "opal-k4-s1", "opal-k8-s1");
    row("旅行", "旅行 042", "美食 042");
}

void TestPalette::fuzzyScoresRank()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, better);
    QFETCH(const QByteArray, worse);
    const auto score
        = [&](const QByteArray& text) { return fuzzyScore(text.toStdString(), query.toStdString()); };
    QVERIFY(score(better) > 0);
    QVERIFY(score(better) > score(worse));
    QCOMPARE(fuzzyScore(better.toStdString(), ""), 1);
}

void TestPalette::keysAloneReachAPanel()
{
    Studio studio(m_folder.path());
    QVERIFY(QTest::qWaitForWindowActive(&studio.window));
    QTRY_VERIFY_WITH_TIMEOUT(studio.window.currentPanel(), patienceMs);
    QTest::keyClick(&studio.window, Qt::Key_K, Qt::ControlModifier);
    auto* field = studio.child<QLineEdit>("paletteField");
    QTRY_VERIFY(field->isVisible() && field->hasFocus());
    const QString title = studio.window.findChild<Panel*>(QStringLiteral("interests"))->title();
    QVERIFY(typeAndFind(studio, title, title) == 0);
    QTest::keyClick(field, Qt::Key_Down);
    QTest::keyClick(field, Qt::Key_Up);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(!field->isVisible());
    QCOMPARE(studio.front(), QStringLiteral("interests"));
}

void TestPalette::actionsAndRuns()
{
    Studio studio(m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(studio.window.currentPanel(), patienceMs);
    studio.click(QStringLiteral("searchField"));
    QVERIFY(typeAndFind(studio, QStringLiteral("dark"), QStringLiteral("Theme: Dark")) == 0);
    QTest::keyClick(studio.child<QLineEdit>("paletteField"), Qt::Key_Return);
    QVERIFY(studio.application.theme().isDark());
    studio.trigger("go.search");
    const int row = typeAndFind(studio, QStringLiteral("olderrun"), QStringLiteral("older-run"));
    QVERIFY(row >= 0);
    auto* list = studio.child<QListView>("paletteList");
    const QModelIndex index = list->model()->index(row, 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
    QCOMPARE(studio.application.store().run(studio.application.workspace().runId().toStdString()).name,
             std::string("older-run"));
    studio.application.theme().setMode(Theme::Mode::Light);
}

void TestPalette::usersAndItems()
{
    Studio studio(m_folder.path());
    const Workspace& workspace = studio.application.workspace();
    QTRY_VERIFY_WITH_TIMEOUT(!workspace.datasetPath().isEmpty(), patienceMs);
    studio.trigger("go.search");
    auto* field = studio.child<QLineEdit>("paletteField");
    auto* list = studio.child<QListView>("paletteList");
    const int user = typeAndFind(studio, QStringLiteral("17"), QStringLiteral("17"));
    QVERIFY(user >= 0);
    list->setCurrentIndex(list->model()->index(user, 0));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(workspace.userId(), QStringLiteral("17"));
    QCOMPARE(studio.front(), QStringLiteral("interests"));

    studio.trigger("go.search");
    const QString title = titleOf(17);
    QTest::keyClicks(field, title);
    const auto itemRow = [&] {
        for (int row = 0; row < list->model()->rowCount(); ++row)
            if (list->model()->index(row, 0).data().toString().contains(title))
                return row;
        return -1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(itemRow() >= 0, patienceMs);
    list->setCurrentIndex(list->model()->index(itemRow(), 0));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(workspace.itemIds().size(), 1);
}

void TestPalette::escapeGivesTheKeyboardBack()
{
    Studio studio(m_folder.path());
    QVERIFY(QTest::qWaitForWindowActive(&studio.window));
    QTRY_VERIFY_WITH_TIMEOUT(!studio.application.workspace().runId().isEmpty(), patienceMs);
    auto* user = studio.child<QLineEdit>("userField");
    user->setFocus();
    studio.trigger("go.search");
    auto* field = studio.child<QLineEdit>("paletteField");
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_Escape);
    QTRY_VERIFY(user->hasFocus());
    QVERIFY(!field->isVisible());
}

void TestPalette::backAndForward()
{
    Studio studio(m_folder.path());
    QVERIFY(QTest::qWaitForWindowActive(&studio.window));
    Workspace& workspace = studio.application.workspace();
    QTRY_VERIFY_WITH_TIMEOUT(!workspace.datasetPath().isEmpty() && !workspace.runId().isEmpty(), patienceMs);
    studio.click(QStringLiteral("rail_runs"));
    workspace.setItems({ QStringLiteral("3") });
    QVERIFY(nextTurn());
    studio.click(QStringLiteral("rail_data"));
    QVERIFY(nextTurn());
    workspace.setItems({ QStringLiteral("4"), QStringLiteral("5") });
    QVERIFY(nextTurn());
    QVERIFY(studio.child<QAbstractButton>("backButton")->isEnabled());
    QTest::keyClick(&studio.window, Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(workspace.itemIds(), QStringList { QStringLiteral("3") });
    QCOMPARE(studio.front(), QStringLiteral("data"));
    QTest::keyClick(&studio.window, Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(studio.front(), QStringLiteral("runs"));
    QTest::keyClick(&studio.window, Qt::Key_Right, Qt::AltModifier);
    studio.click(QStringLiteral("forwardButton"));
    QTRY_COMPARE(workspace.itemIds().size(), 2);
    QVERIFY(!studio.window.actions().find(QStringLiteral("go.forward"))->isEnabled());
}

void TestPalette::inspectorFollowsTheSelection()
{
    Studio studio(m_folder.path());
    Workspace& workspace = studio.application.workspace();
    QTRY_VERIFY_WITH_TIMEOUT(!workspace.datasetPath().isEmpty() && studio.window.currentPanel(), patienceMs);
    const QAction* toggle = studio.window.actions().find(QStringLiteral("view.tool.inspector"));
    auto* inspector = studio.child<Inspector>("inspector");
    if (!inspector->isVisible())
        studio.trigger("view.tool.inspector");
    QTRY_VERIFY(inspector->isVisible() && toggle->isChecked());
    workspace.setRun(QString::fromStdString(m_run));
    QTRY_VERIFY(inspector->sectionText(QStringLiteral("run")).contains(QStringLiteral("opal-k4-violet")));
    QVERIFY(inspector->sectionText(QStringLiteral("run")).contains(QStringLiteral("interests")));
    workspace.setItems({ QStringLiteral("7") });
    QTRY_VERIFY(inspector->sectionText(QStringLiteral("items")).contains(titleOf(7)));
    QVERIFY(inspector->sectionText(QStringLiteral("items")).contains(QStringLiteral("80")));
    workspace.setUser(QStringLiteral("12"));
    QTRY_VERIFY(inspector->sectionText(QStringLiteral("user")).contains(QStringLiteral("User 12")));
    workspace.setCategory(2);
    QVERIFY(inspector->sectionText(QStringLiteral("category")).contains(QLatin1Char('3')));
    workspace.setItems({});
    QVERIFY(inspector->sectionText(QStringLiteral("items")).isEmpty());
    studio.click(QStringLiteral("dock_inspector_close"));
    QTRY_VERIFY(!inspector->isVisible() && !toggle->isChecked());
}

void TestPalette::queueMovesAndCancels()
{
    Studio studio(m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(studio.window.currentPanel(), patienceMs);
    JobRunner& jobs = studio.application.jobs();
    QTRY_VERIFY(!jobs.isBusy());
    for (const char* subject : { "first", "second", "third" })
        jobs.submit(endlessJob(QLatin1String(subject)));
    auto* tree = studio.child<QTreeWidget>("jobsTree");
    if (!tree->isVisible())
        QTest::mouseClick(studio.child<QWidget>("jobsStrip"), Qt::LeftButton, {}, { 8, 20 });
    QTRY_VERIFY(tree->isVisible());
    QTRY_COMPARE(tree->topLevelItemCount(), 3);
    QTRY_VERIFY(jobs.jobs().front().running);
    tree->setCurrentItem(tree->topLevelItem(2));
    studio.click(QStringLiteral("jobUp"));
    QCOMPARE(jobs.jobs().at(1).subject, QStringLiteral("third"));
    QVERIFY(tree->topLevelItem(1)->text(0).contains(QStringLiteral("third")));
    QVERIFY(!studio.child<QAbstractButton>("jobUp")->isEnabled());
    studio.click(QStringLiteral("jobDown"));
    QCOMPARE(jobs.jobs().at(1).subject, QStringLiteral("second"));
    for (int left = 3; left > 0; --left) {
        tree->setCurrentItem(tree->topLevelItem(0));
        studio.click(QStringLiteral("jobCancel"));
        QTRY_COMPARE(static_cast<int>(jobs.jobs().size()), left - 1);
    }
    QTRY_COMPARE(tree->topLevelItemCount(), 3);
    for (int row = 0; row < 3; ++row)
        QCOMPARE(tree->topLevelItem(row)->text(1), QStringLiteral("cancelled"));
}

void TestPalette::theStripShowsACopyBesideATraining()
{
    Studio studio(m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(studio.window.currentPanel(), patienceMs);
    JobRunner& jobs = studio.application.jobs();
    QTRY_VERIFY(!jobs.isBusy());
    auto* strip = studio.child<QWidget>("jobsStrip");
    const auto says = [strip](const char* words) {
        const auto labels = strip->findChildren<ElidedLabel*>();
        return std::any_of(labels.begin(), labels.end(), [words](const ElidedLabel* label) {
            return label->fullText().contains(QLatin1String(words));
        });
    };
    jobs.submit(endlessJob(QStringLiteral("heavy work")));
    QTRY_VERIFY(says("heavy work"));
    jobs.submit(endlessJob(QStringLiteral("bundle"), JobLane::Files));
    QTRY_VERIFY(says("bundle"));
    QVERIFY(says("1 more running"));
    QCOMPARE(jobs.jobs().size(), std::size_t { 2 });
    QVERIFY(jobs.jobs().at(0).running && jobs.jobs().at(1).running);
    studio.click(QStringLiteral("stripStop"));
    QTRY_COMPARE(jobs.jobs().size(), std::size_t { 1 });
    QTRY_VERIFY(says("heavy work"));
    studio.click(QStringLiteral("stripStop"));
    QTRY_VERIFY(!jobs.isBusy());
}

OPAL_TEST(TestPalette)
#include "tst_palette.moc"
