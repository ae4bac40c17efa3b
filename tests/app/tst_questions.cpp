// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLockFile>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QTableView>

#include "app/instancelock.h"
#include "app/launcher.h"
#include "app/settings.h"
#include "core/store/presetstore.h"
#include "core/store/sweepstore.h"
#include "tests/app/studiofixture.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/runtablemodel.h"

using namespace opal;
using namespace opal::test;

namespace {

template <typename Type> Type* shown()
{
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* found = qobject_cast<Type*>(widget); found && found->isVisible())
            return found;
    return nullptr;
}

QAbstractButton* choice(const QMessageBox& box, const QString& key)
{
    for (QAbstractButton* button : box.buttons())
        if (button->property("key").toString() == key)
            return button;
    return nullptr;
}

/// Waits for a question and clicks the button with the key.
void answer(const char* key)
{
    QTRY_VERIFY2_WITH_TIMEOUT(shown<QMessageBox>(), key, patienceMs);
    const QPointer<QMessageBox> box(shown<QMessageBox>());
    QAbstractButton* button = choice(*box, QLatin1String(key));
    QVERIFY2(button, key);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(box.isNull(), key, patienceMs);
}

/// Waits for a text to be asked for, types it, and takes or refuses it with a click.
void enter(const QString& text, QDialogButtonBox::StandardButton button)
{
    QTRY_VERIFY2_WITH_TIMEOUT(shown<QInputDialog>(), qPrintable(text), patienceMs);
    const QPointer<QInputDialog> dialog(shown<QInputDialog>());
    auto* field = dialog->findChild<QLineEdit*>();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(button), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(dialog.isNull(), qPrintable(text), patienceMs);
}

constexpr auto ok = QDialogButtonBox::Ok;
constexpr auto cancel = QDialogButtonBox::Cancel;

/// Opens the menu of the selected runs and clicks the entry.
void chooseInRunMenu(Studio& studio, const char* action)
{
    auto* table = studio.child<QTableView>("runs");
    Q_EMIT table->customContextMenuRequested(table->visualRect(table->currentIndex()).center());
    auto* menu = studio.child<QMenu>("runMenu");
    QVERIFY(menu);
    auto* entry = menu->findChild<QAction*>(QLatin1String(action));
    QVERIFY2(entry && entry->isEnabled(), action);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entry).center());
    QTRY_VERIFY(!studio.child<QMenu>("runMenu"));
}

bool isRunning(Studio& studio)
{
    const auto jobs = studio.application.jobs().jobs();
    return std::any_of(jobs.begin(), jobs.end(),
                       [](const JobInfo& job) { return job.running && job.isWork(); });
}

} // namespace

/// Every question of the program as it is shown, answered with clicks: what each answer does, and that a
/// refusal does nothing.
class TestQuestions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void buttonsGiveTheirAnswers();
    void returnDestroysNothing();
    void markupInNamesIsText();
    void heldWorkspaceOffersThreeWays();
    void silentHolderIsCalledAgain();
    void unusableWorkspaceIsRefused();
    void questionsSpeakTheLanguageOfTheWorkspace();
    void runsAreRenamedAndTagged();
    void layoutsAreSaved();
    void presetsAreSavedAndRemoved();
    void sweepsAreRemoved();
    void withoutAFigureThereIsNothingToExport();
    void reportsAreAnnounced();
    void closingDiscardsAHalfMadeDataSet();
    void closingStopsATraining();
};

void TestQuestions::buttonsGiveTheirAnswers()
{
    using Role = Dialogs::Choice::Role;
    Dialogs dialogs;
    QStringList answers;
    const auto ask = [&] {
        dialogs.ask(nullptr, QStringLiteral("Which?"), QStringLiteral("One of three."),
                    { { QStringLiteral("first"), QStringLiteral("First"), Role::Accept },
                      { QStringLiteral("second"), QStringLiteral("Second"), Role::Destructive },
                      { QStringLiteral("none"), QStringLiteral("None"), Role::Reject } },
                    [&answers](const QString& key) { answers << key; });
    };
    for (const char* key : { "first", "second", "none" }) {
        ask();
        answer(key);
    }
    ask();
    QTest::keyClick(shown<QMessageBox>(), Qt::Key_Escape);
    QTRY_COMPARE(answers.size(), 4);
    ask();
    QTest::keyClick(shown<QMessageBox>(), Qt::Key_Return);
    QTRY_COMPARE(answers.size(), 5);
    QCOMPARE(answers,
             (QStringList { QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("none"),
                            QStringLiteral("none"), QStringLiteral("first") }));
    QTRY_VERIFY(!shown<QMessageBox>());
}

void TestQuestions::returnDestroysNothing()
{
    using Role = Dialogs::Choice::Role;
    Dialogs dialogs;
    QString chosen;
    dialogs.ask(nullptr, QStringLiteral("Delete"), QStringLiteral("It cannot be brought back."),
                { { QStringLiteral("delete"), QStringLiteral("Delete"), Role::Destructive },
                  { QStringLiteral("keep"), QStringLiteral("Keep"), Role::Reject } },
                [&chosen](const QString& key) { chosen = key; });
    QTest::keyClick(shown<QMessageBox>(), Qt::Key_Return);
    QTRY_COMPARE(chosen, QStringLiteral("keep"));
    QTRY_VERIFY(!shown<QMessageBox>());
}

void TestQuestions::markupInNamesIsText()
{
    Dialogs dialogs;
    dialogs.inform(nullptr, QStringLiteral("A <i>title</i>"), QStringLiteral("The run <b>best</b>."));
    const QPointer<QMessageBox> box(shown<QMessageBox>());
    QVERIFY(box);
    QVERIFY(box->text().contains(QStringLiteral("&lt;i&gt;")));
    QVERIFY(box->informativeText().contains(QStringLiteral("&lt;b&gt;best")));
    QTest::mouseClick(box->buttons().constFirst(), Qt::LeftButton);
    QTRY_VERIFY(box.isNull());
}

void TestQuestions::heldWorkspaceOffersThreeWays()
{
    const QTemporaryDir folder;
    const QTemporaryDir other;
    InstanceLock holder(folder.path());
    QVERIFY(holder.tryLock());
    QSignalSpy called(&holder, &InstanceLock::called);
    const Launcher::Options options { folder.path(), {}, false };
    {
        Launcher launcher(options);
        QSignalSpy finished(&launcher, &Launcher::finished);
        launcher.start();
        answer("quit");
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.front().front().toInt(), 0);
        QVERIFY(!launcher.application());
        QVERIFY(called.isEmpty());
    }
    {
        Launcher launcher(options);
        QSignalSpy finished(&launcher, &Launcher::finished);
        launcher.start();
        answer("front");
        QTRY_COMPARE_WITH_TIMEOUT(called.size(), 1, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patienceMs);
        QVERIFY(!launcher.application());
    }
    {
        // Who chooses no folder ends the program.
        Launcher launcher(options);
        QSignalSpy finished(&launcher, &Launcher::finished);
        launcher.start();
        answer("other");
        QTRY_VERIFY(shown<QFileDialog>());
        shown<QFileDialog>()->reject();
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!launcher.application());
    }
    Launcher launcher(options);
    launcher.start();
    launcher.dialogs().nextFiles({ other.path() });
    answer("other");
    QTRY_VERIFY_WITH_TIMEOUT(launcher.application(), patienceMs);
    QCOMPARE(launcher.application()->context().paths.root, other.path());
    QCOMPARE(called.size(), 1);
}

void TestQuestions::silentHolderIsCalledAgain()
{
    const QTemporaryDir folder;
    const QTemporaryDir other;
    // Held, and nobody there who could be called.
    QLockFile holder(folder.filePath(QStringLiteral("studio.lock")));
    QVERIFY(holder.tryLock());
    const Launcher::Options options { folder.path(), {}, false };
    {
        Launcher launcher(options);
        QSignalSpy finished(&launcher, &Launcher::finished);
        launcher.start();
        answer("front");
        answer("again");
        answer("quit");
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.front().front().toInt(), 1);
        QVERIFY(!launcher.application());
    }
    Launcher launcher(options);
    launcher.start();
    answer("front");
    QTRY_VERIFY_WITH_TIMEOUT(shown<QMessageBox>(), patienceMs);
    launcher.dialogs().nextFiles({ other.path() });
    answer("other");
    QTRY_VERIFY_WITH_TIMEOUT(launcher.application(), patienceMs);
    QCOMPARE(launcher.application()->context().paths.root, other.path());
}

void TestQuestions::unusableWorkspaceIsRefused()
{
    const QTemporaryDir folder;
    const QTemporaryDir other;
    QFile file(folder.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QString inAFile = folder.filePath(QStringLiteral("file/workspace"));
    {
        Launcher launcher({ inAFile, {}, false });
        QSignalSpy finished(&launcher, &Launcher::finished);
        launcher.start();
        answer("quit");
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.front().front().toInt(), 1);
        QVERIFY(!launcher.application());
    }
    Launcher launcher({ inAFile, {}, false });
    launcher.start();
    QVERIFY(shown<QMessageBox>()->informativeText().contains(QStringLiteral("file")));
    // Another one that cannot be used asks again.
    launcher.dialogs().nextFiles({ inAFile });
    answer("other");
    QTRY_VERIFY_WITH_TIMEOUT(shown<QMessageBox>(), patienceMs);
    QVERIFY(!launcher.application());
    launcher.dialogs().nextFiles({ other.path() });
    answer("other");
    QTRY_VERIFY_WITH_TIMEOUT(launcher.application(), patienceMs);
    QVERIFY(launcher.application()->window().isVisible());
}

void TestQuestions::questionsSpeakTheLanguageOfTheWorkspace()
{
    const QTemporaryDir folder;
    const QTemporaryDir other;
    {
        Settings chinese(folder.path());
        chinese.set(settings::language, QStringLiteral("zh_CN"));
        chinese.set(settings::theme, QStringLiteral("dark"));
        Settings(other.path()).set(settings::language, QStringLiteral("en"));
        Settings(other.path()).set(settings::theme, QStringLiteral("light"));
    }
    InstanceLock holder(folder.path());
    QVERIFY(holder.tryLock());
    Launcher launcher({ folder.path(), {}, false });
    launcher.start();
    QTRY_VERIFY(shown<QMessageBox>());
    QCOMPARE(choice(*shown<QMessageBox>(), QStringLiteral("quit"))->text(), QStringLiteral("退出"));
    QCOMPARE(shown<QMessageBox>()->palette().color(QPalette::Window), Theme::darkTokens().window);
    // The window that opens after it has its own.
    launcher.dialogs().nextFiles({ other.path() });
    answer("other");
    QTRY_VERIFY_WITH_TIMEOUT(launcher.application(), patienceMs);
    QCOMPARE(launcher.application()->window().actions().find(QStringLiteral("file.open"))->text(),
             QStringLiteral("&Open…"));
    QCOMPARE(qApp->palette().color(QPalette::Window), Theme::lightTokens().window);
}

void TestQuestions::runsAreRenamedAndTagged()
{
    const QTemporaryDir folder;
    const std::string run = addRun(folder.path(), "first");
    const std::string other = addRun(folder.path(), "second");
    Studio studio(folder.path());
    RunStore& store = studio.application.store();
    studio.click(QStringLiteral("rail_runs"));
    auto* table = studio.child<QTableView>("runs");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, patienceMs);
    const auto select = [&](const QString& name) {
        for (int row = 0; row < table->model()->rowCount(); ++row)
            for (int column = 0; column < table->model()->columnCount(); ++column)
                if (table->model()->index(row, column).data().toString() == name)
                    table->selectRow(row);
    };
    select(QStringLiteral("first"));
    chooseInRunMenu(studio, "rename");
    enter(QStringLiteral("dropped"), cancel);
    QCOMPARE(store.run(run).name, std::string("first"));
    chooseInRunMenu(studio, "rename");
    enter(QStringLiteral("better"), ok);
    QTRY_COMPARE_WITH_TIMEOUT(store.run(run).name, std::string("better"), patienceMs);
    QCOMPARE(store.run(other).name, std::string("second"));

    chooseInRunMenu(studio, "tags");
    enter(QStringLiteral("dropped"), cancel);
    QVERIFY(store.run(run).tags.empty());
    chooseInRunMenu(studio, "tags");
    enter(QStringLiteral("paper, seed 1"), ok);
    QTRY_COMPARE_WITH_TIMEOUT(store.run(run).tags, (std::vector<std::string> { "paper", "seed 1" }),
                              patienceMs);
    // The next edit begins with what the table holds.
    QTRY_VERIFY_WITH_TIMEOUT(!table->model()
                                  ->match(table->model()->index(0, RunTableModel::columnOf("tags")),
                                          Qt::DisplayRole, QStringLiteral("paper"))
                                  .isEmpty(),
                             patienceMs);
    table->selectAll();
    chooseInRunMenu(studio, "tags");
    enter(QStringLiteral("common"), ok);
    QTRY_COMPARE_WITH_TIMEOUT(store.run(other).tags, (std::vector<std::string> { "common" }), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(store.run(run).tags.size(), std::size_t { 3 }, patienceMs);
}

void TestQuestions::layoutsAreSaved()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    const auto saved = [&] { return studio.window.actions().find(QStringLiteral("view.layout.saved.mine")); };
    studio.trigger("view.layout.save");
    enter(QStringLiteral("mine"), cancel);
    QVERIFY(!saved());
    studio.trigger("view.layout.save");
    enter(QStringLiteral("mine"), ok);
    QTRY_VERIFY(saved());
}

void TestQuestions::presetsAreSavedAndRemoved()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    studio.click(QStringLiteral("rail_training"));
    auto* panel = studio.child<QWidget>("training");
    auto* presets = panel->findChild<QComboBox*>(QStringLiteral("presetCombo"));
    const auto action = [panel](const char* name) { return panel->findChild<QAction*>(QLatin1String(name)); };
    const auto stored
        = [&] { return PresetStore(WorkspacePaths { folder.path() }.database()).presets("opal").size(); };
    action("savePreset")->trigger();
    enter(QStringLiteral("small"), cancel);
    QCOMPARE(presets->findText(QStringLiteral("small")), -1);
    action("savePreset")->trigger();
    enter(QStringLiteral("small"), ok);
    QTRY_COMPARE_WITH_TIMEOUT(presets->currentText(), QStringLiteral("small"), patienceMs);
    QCOMPARE(stored(), std::size_t { 1 });
    action("removePreset")->trigger();
    answer("keep");
    QCOMPARE(stored(), std::size_t { 1 });
    QVERIFY(presets->findText(QStringLiteral("small")) > 0);
    action("removePreset")->trigger();
    answer("remove");
    QTRY_COMPARE_WITH_TIMEOUT(presets->findText(QStringLiteral("small")), -1, patienceMs);
    QCOMPARE(stored(), std::size_t { 0 });
}

void TestQuestions::sweepsAreRemoved()
{
    const QTemporaryDir folder;
    const QString file = makeDataset(folder.path());
    QVERIFY(!file.isEmpty());
    Studio studio(folder.path());
    SweepRequest request;
    request.name = "to be removed";
    request.models = { "opal" };
    request.axes = { { "interests", { "1", "2" } } };
    RunStore& store = studio.application.store();
    prepareSweep(store, request, file);
    studio.click(QStringLiteral("rail_sweeps"));
    studio.click(QStringLiteral("removeSweep"));
    answer("keep");
    QCOMPARE(SweepStore(store).sweeps().size(), std::size_t { 1 });
    studio.click(QStringLiteral("removeSweep"));
    answer("remove");
    QTRY_VERIFY_WITH_TIMEOUT(SweepStore(store).sweeps().empty(), patienceMs);
}

void TestQuestions::withoutAFigureThereIsNothingToExport()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    studio.trigger("file.exportFigure");
    const QPointer<QMessageBox> box(shown<QMessageBox>());
    QVERIFY(box);
    QTest::mouseClick(box->buttons().constFirst(), Qt::LeftButton);
    QTRY_VERIFY(box.isNull());
    QVERIFY(!shown<QDialog>());
}

void TestQuestions::reportsAreAnnounced()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    const QString report = folder.filePath(QStringLiteral("report.txt"));
    studio.trigger("help.report");
    QTRY_VERIFY(shown<QFileDialog>());
    const QPointer<QFileDialog> dialog(shown<QFileDialog>());
    dialog->reject();
    QTRY_VERIFY(dialog.isNull());
    QVERIFY(!QFile::exists(report));
    studio.application.dialogs().nextFiles({ report });
    studio.trigger("help.report");
    QTRY_VERIFY_WITH_TIMEOUT(shown<QMessageBox>(), patienceMs);
    QVERIFY(QFile::exists(report));
    const QPointer<QMessageBox> box(shown<QMessageBox>());
    QVERIFY(box->informativeText().contains(QStringLiteral("report.txt")));
    QTest::mouseClick(box->buttons().constFirst(), Qt::LeftButton);
    QTRY_VERIFY(box.isNull());
}

void TestQuestions::closingDiscardsAHalfMadeDataSet()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    const PanelContext context = studio.application.context();
    SynthParams large;
    large.users = 20'000;
    large.interactions = 20'000'000; // not done before the answers
    const QString file = context.paths.datasets() + QStringLiteral("/large.opaldata");
    context.jobs.submit(makeSynthesiseJob(context.store, large, file));
    QTRY_VERIFY_WITH_TIMEOUT(isRunning(studio), patienceMs);
    QVERIFY(!studio.window.close());
    answer("stay");
    QVERIFY(studio.window.isVisible());
    QVERIFY(isRunning(studio));
    QVERIFY(!studio.window.close());
    answer("cancel-job");
    QTRY_VERIFY_WITH_TIMEOUT(!studio.window.isVisible(), patienceMs);
    QVERIFY(!studio.application.jobs().isBusy());
    QVERIFY(QDir(context.paths.datasets()).isEmpty());
}

void TestQuestions::closingStopsATraining()
{
    const QTemporaryDir folder;
    const QString file = makeDataset(folder.path());
    QVERIFY(!file.isEmpty());
    Studio studio(folder.path());
    const PanelContext context = studio.application.context();
    TrainJobRequest request;
    request.datasetFile = file;
    request.name = QStringLiteral("to be stopped");
    request.params = { { "steps_per_epoch", "10" },
                       { "batch_size", "16" },
                       { "dim", "8" },
                       { "patience", "1000" },
                       { "max_epochs", "100000" } };
    context.jobs.submit(makeTrainJob(context.store, context.paths, request));
    QTRY_VERIFY_WITH_TIMEOUT(!studio.application.workspace().runId().isEmpty(), patienceMs);
    const std::string run = studio.application.workspace().runId().toStdString();
    QTRY_VERIFY_WITH_TIMEOUT(!context.store.curves(run).evaluations.empty(), patienceMs);
    QVERIFY(!studio.window.close());
    answer("stay");
    QVERIFY(studio.window.isVisible());
    QCOMPARE(context.store.run(run).state, RunState::Running);
    QVERIFY(!studio.window.close());
    answer("stop");
    QTRY_VERIFY_WITH_TIMEOUT(!studio.window.isVisible(), patienceMs);
    QCOMPARE(context.store.run(run).state, RunState::Stopped);
}

OPAL_TEST(TestQuestions)
#include "tst_questions.moc"
