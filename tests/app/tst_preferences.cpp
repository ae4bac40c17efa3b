// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "app/aboutdialog.h"
#include "app/actionregistry.h"
#include "app/generalpage.h"
#include "app/language.h"
#include "app/logfile.h"
#include "app/preferencesdialog.h"
#include "app/problemreport.h"
#include "app/settings.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/trainconfig.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/panels/training/setupform.h"
#include "views/plot/figurestyle.h"
#include "views/shared/exportdialog.h"
#include "views/shell/panelkeys.h"
#include "views/shell/theme.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"

using namespace opal;

namespace {

/// The dialog on settings of its own with two actions.
struct Fixture : PanelFixture
{
    Fixture()
    {
        qputenv("XDG_CONFIG_HOME", folder.filePath(QStringLiteral("config")).toLocal8Bit());
        qunsetenv("OPAL_WORKSPACE");
        context.trainingThreads
            = [this] { return settings.number(settings::trainingThreads, 0, mostThreads()); };
        context.figureStyle = [this] { return settings.text(settings::figureStyle); };
        actions.add({ QStringLiteral("file.first"),
                      ActionGroup::File,
                      [] { return QStringLiteral("&First"); },
                      {},
                      QKeySequence(QStringLiteral("Ctrl+1")) });
        actions.add({ QStringLiteral("help.second"),
                      ActionGroup::Help,
                      [] { return QStringLiteral("Se&cond"); },
                      {},
                      QKeySequence(QStringLiteral("Ctrl+2")) });
        dialog = std::make_unique<PreferencesDialog>(context, settings, language, actions);
        dialog->open();
    }

    ~Fixture()
    {
        language.set(QStringLiteral("en"));
        theme.setSeriesPalette({});
    }

    template <typename Type> Type* child(const char* name)
    {
        return dialog->findChild<Type*>(QLatin1String(name));
    }

    /// Chooses by keys, as a person does.
    void choose(const char* box, int row)
    {
        auto* combo = child<QComboBox>(box);
        QTest::keyClick(combo, Qt::Key_Home);
        for (int step = 0; step < row; ++step)
            QTest::keyClick(combo, Qt::Key_Down);
    }

    void selectAction(const QString& id)
    {
        auto* tree = child<QTreeWidget>("shortcutTree");
        for (QTreeWidgetItemIterator item(tree); *item; ++item)
            if ((*item)->data(0, Qt::UserRole) == id)
                tree->setCurrentItem(*item);
    }

    Settings settings { folder.path() };
    Language language;
    ActionRegistry actions { settings, theme };
    std::unique_ptr<PreferencesDialog> dialog;
};

QByteArray contentsOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestPreferences final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void themeHoldsAtOnceAndIsRemembered()
    {
        Fixture fixture;
        fixture.choose("themeBox", 2);
        QVERIFY(fixture.theme.isDark());
        QCOMPARE(fixture.settings.text(settings::theme), QStringLiteral("dark"));
        fixture.choose("themeBox", 1);
        QVERIFY(!fixture.theme.isDark());
    }

    void languageHoldsAtOnce()
    {
        Fixture fixture;
        fixture.choose("languageBox", 2);
        QCOMPARE(fixture.settings.text(settings::language), QStringLiteral("zh_CN"));
        QCOMPARE(QCoreApplication::translate("opal::MainWindow", "&File").contains(QStringLiteral("文件")),
                 true);
    }

    void coloursHoldAtOnce()
    {
        Fixture fixture;
        const QColor before = Theme::categoryColor(0);
        const QSignalSpy changed(&fixture.theme, &Theme::changed);
        fixture.choose("paletteBox", 1);
        QVERIFY(Theme::categoryColor(0) != before);
        QVERIFY(!changed.isEmpty());
        QCOMPARE(fixture.settings.text(settings::seriesPalette), Theme::seriesPalette());
        // A curve on the screen and an exported one have the new colour, too.
        QCOMPARE(PlotTheme::screen(fixture.theme.tokens()).seriesColour(0), Theme::categoryColor(0));
        QCOMPARE(PlotTheme::paper().seriesColour(0), Theme::categoryColor(0));
    }

    void threadsAreThoseOfTheNextTraining()
    {
        Fixture fixture;
        auto* threads = fixture.child<QSpinBox>("threadsBox");
        QCOMPARE(threads->text(), QStringLiteral("All cores"));
        const auto labels = fixture.dialog->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [threads](const QLabel* label) {
            return label->isVisible() && label->buddy() == threads
                && label->text() == QStringLiteral("Threads:");
        }));
        QCOMPARE(fixture.context.trainingThreads(), 0);
        threads->setFocus();
        threads->selectAll();
        QTest::keyClicks(threads, QStringLiteral("1"));
        QTest::keyClick(threads, Qt::Key_Return);
        QCOMPARE(fixture.context.trainingThreads(), 1);
        SetupForm form(fixture.context);
        fixture.workspace.setDataset(QStringLiteral("/some.opaldata"), nullptr);
        QCOMPARE(form.request()->threads, 1);
        // What the form itself says wins.
        TrainConfig config;
        config.params = { { "threads", "2" } };
        form.takeFrom(config, QStringLiteral("two"));
        QCOMPARE(form.request()->threads, 0);
        QCOMPARE(form.request()->params.at("threads"), std::string("2"));
        // No number that somebody wrote into the file does harm.
        fixture.settings.set(settings::trainingThreads, QStringLiteral("many"));
        QCOMPARE(fixture.context.trainingThreads(), 0);
        fixture.settings.set(settings::trainingThreads, QStringLiteral("-5"));
        QCOMPARE(fixture.context.trainingThreads(), 0);
        fixture.settings.set(settings::trainingThreads, QStringLiteral("100000"));
        QCOMPARE(fixture.context.trainingThreads(), mostThreads());
    }

    void exportsBeginWithTheChosenStyle()
    {
        Fixture fixture;
        FigureStyle poster;
        poster.name = QStringLiteral("poster");
        poster.fontSize = 20;
        writeFigureStyle(figureStyleFile(fixture.paths.figures(), poster.name), poster);
        fixture.dialog.reset();
        fixture.dialog = std::make_unique<PreferencesDialog>(fixture.context, fixture.settings,
                                                             fixture.language, fixture.actions);
        fixture.dialog->open();
        QTRY_COMPARE(fixture.child<QComboBox>("figureStyleBox")->count(), 2);
        fixture.choose("figureStyleBox", 1);
        QCOMPARE(fixture.settings.text(settings::figureStyle), poster.name);
        const FigureRequest figure { QStringLiteral("loss"), QStringLiteral("Loss"),
                                     [](QCustomPlot&, const PlotTheme&) {} };
        ExportDialog dialog(fixture.context, { figure });
        QTRY_COMPARE(dialog.findChild<QComboBox*>(QStringLiteral("style"))->currentText(), poster.name);
        QCOMPARE(dialog.findChild<QSpinBox*>(QStringLiteral("fontSize"))->value(), 20);
    }

    void workspaceFolderHoldsForTheNextStart()
    {
        Fixture fixture;
        const QString before = WorkspacePaths::locate().root;
        const QString other = fixture.folder.filePath(QStringLiteral("elsewhere"));
        auto* error = fixture.child<ErrorBar>("errorBar");
        fixture.dialogs.nextFiles({ other });
        QTest::mouseClick(fixture.child<QPushButton>("chooseWorkspace"), Qt::LeftButton);
        QTRY_VERIFY(error->isVisible()); // it does not exist
        QCOMPARE(WorkspacePaths::locate().root, before);
        QVERIFY(QDir().mkpath(other));
        fixture.dialogs.nextFiles({ other });
        QTest::mouseClick(fixture.child<QPushButton>("chooseWorkspace"), Qt::LeftButton);
        QTRY_COMPARE(WorkspacePaths::locate().root, other);
        QVERIFY(!error->isVisible());
        QCOMPARE(fixture.child<ElidedLabel>("workspaceFolder")->fullText(), other);
        // An option and the environment are nearer than a preference.
        QCOMPARE(WorkspacePaths::locate(QStringLiteral("/option")).root, QStringLiteral("/option"));
        qputenv("OPAL_WORKSPACE", "/environment");
        QCOMPARE(WorkspacePaths::locate().root, QStringLiteral("/environment"));
        qunsetenv("OPAL_WORKSPACE");
        QTest::mouseClick(fixture.child<QPushButton>("resetPreferences"), Qt::LeftButton);
        QCOMPARE(WorkspacePaths::locate().root, before);
    }

    void resetTakesEverythingBack()
    {
        Fixture fixture;
        fixture.choose("themeBox", 2);
        fixture.choose("paletteBox", 1);
        QTest::mouseClick(fixture.child<QCheckBox>("notifyBox"), Qt::LeftButton, {},
                          { 8, fixture.child<QCheckBox>("notifyBox")->height() / 2 });
        QCOMPARE(fixture.settings.text(settings::notifications), QStringLiteral("no"));
        fixture.child<QSpinBox>("threadsBox")->stepUp();
        QTest::mouseClick(fixture.child<QPushButton>("resetPreferences"), Qt::LeftButton);
        QVERIFY(!fixture.theme.isDark());
        QCOMPARE(Theme::seriesPalette(), QStringLiteral("okabe-ito"));
        QCOMPARE(fixture.settings.text(settings::notifications), QStringLiteral("yes"));
        QVERIFY(fixture.child<QCheckBox>("notifyBox")->isChecked());
        QCOMPARE(fixture.context.trainingThreads(), 0);
        QCOMPARE(fixture.child<QSpinBox>("threadsBox")->value(), 0);
        QCOMPARE(fixture.child<QComboBox>("themeBox")->currentIndex(), 0);
    }

    void shortcutsChangeConflictAndReset()
    {
        Fixture fixture;
        fixture.dialog->showShortcuts();
        fixture.selectAction(QStringLiteral("help.second"));
        auto* keys = fixture.child<QKeySequenceEdit>("shortcutKeys");
        keys->setKeySequence(QKeySequence(QStringLiteral("Ctrl+1")));
        QTest::mouseClick(fixture.child<QPushButton>("shortcutSet"), Qt::LeftButton);
        QVERIFY(fixture.child<QLabel>("shortcutProblem")->text().contains(QStringLiteral("First")));
        const QAction* second = fixture.actions.find(QStringLiteral("help.second"));
        QCOMPARE(second->shortcut(), QKeySequence(QStringLiteral("Ctrl+2")));

        keys->setKeySequence(QKeySequence(QStringLiteral("Ctrl+3")));
        QTest::mouseClick(fixture.child<QPushButton>("shortcutSet"), Qt::LeftButton);
        QCOMPARE(second->shortcut(), QKeySequence(QStringLiteral("Ctrl+3")));
        QVERIFY(fixture.child<QLabel>("shortcutProblem")->text().isEmpty());
        QTest::mouseClick(fixture.child<QPushButton>("shortcutReset"), Qt::LeftButton);
        QCOMPARE(second->shortcut(), QKeySequence(QStringLiteral("Ctrl+2")));
    }

    void keysOfPanelsAreListedChangedAndKeptApart()
    {
        Fixture fixture;
        QWidget panel;
        auto* page = new QWidget(&panel);
        auto* table = new QTreeWidget(page);
        auto* other = new QTreeWidget(page);
        int removed = 0;
        const auto add = [](QWidget& where, const char* name, const QList<QKeySequence>& keys,
                            const std::function<void()>& done) -> PanelKeys& {
            return *new PanelKeys(
                where, QLatin1String(name), keys, PanelKeys::Reach::WithChildren,
                [name] { return QLatin1String(name); }, done);
        };
        const auto nothing = [] {};
        const QList<QKeySequence> both { Qt::Key_Delete, Qt::Key_Backspace };
        for (const PanelKeys* keys : { &add(*table, "remove", both, [&removed] { ++removed; }),
                                       &add(*other, "empty", { Qt::Key_F6 }, nothing),
                                       &add(*page, "undo", { Qt::CTRL | Qt::Key_Z }, nothing) })
            fixture.actions.adopt(
                QStringLiteral("runs"), [] { return QStringLiteral("Runs"); }, *keys);
        fixture.dialog->showShortcuts();
        auto* tree = fixture.child<QTreeWidget>("shortcutTree");
        const QTreeWidgetItem* heading = tree->topLevelItem(tree->topLevelItemCount() - 1);
        QCOMPARE(heading->childCount(), 3);
        QCOMPARE(heading->child(0)->text(0), QStringLiteral("Runs: remove"));
        QCOMPARE(heading->child(0)->text(1), QStringLiteral("Del; Backspace"));

        auto* keys = fixture.child<QKeySequenceEdit>("shortcutKeys");
        const auto set = [&](const char* id, const char* wanted) {
            fixture.selectAction(QLatin1String(id));
            keys->setKeySequence(QKeySequence(QLatin1String(wanted)));
            QTest::mouseClick(fixture.child<QPushButton>("shortcutSet"), Qt::LeftButton);
            return fixture.child<QLabel>("shortcutProblem")->text().isEmpty();
        };
        QVERIFY(!set("panel.runs.remove", "Ctrl+1")); // of the window
        QVERIFY(!set("panel.runs.remove", "Ctrl+Z")); // of the page around the table
        QVERIFY(!set("file.first", "F6"));
        QVERIFY(set("panel.runs.remove", "F6")); // the other table never has the keyboard together with it
        panel.show();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(removed, 0);
        QTest::keyClick(table, Qt::Key_F6);
        QCOMPARE(removed, 1);
        QTest::mouseClick(fixture.child<QPushButton>("shortcutReset"), Qt::LeftButton);
        QCOMPARE(fixture.actions.find(QStringLiteral("panel.runs.remove"))->shortcuts(), both);
    }

    void shortcutsAreFiltered()
    {
        Fixture fixture;
        fixture.dialog->showShortcuts();
        QTest::keyClicks(fixture.child<QLineEdit>("shortcutFilter"), QStringLiteral("first"));
        auto* tree = fixture.child<QTreeWidget>("shortcutTree");
        QCOMPARE(tree->topLevelItemCount(), 2);
        QVERIFY(!tree->topLevelItem(0)->isHidden());
        QVERIFY(tree->topLevelItem(1)->isHidden());
    }

    void aboutNamesEveryLibraryWithItsLicence()
    {
        const SystemInfo info = systemInfo();
        AboutDialog about(info);
        about.open();
        const auto* table = about.findChild<QTableWidget*>(QStringLiteral("libraries"));
        QVERIFY(table && table->rowCount() >= 14);
        for (int row = 0; row < table->rowCount(); ++row)
            for (int column = 0; column < 3; ++column)
                QVERIFY(!table->item(row, column)->text().isEmpty());
        QTest::mouseClick(about.findChild<QPushButton*>(QStringLiteral("closeButton")), Qt::LeftButton);
        QVERIFY(!about.isVisible());
    }

    void logRotatesAndKeepsTheLastErrors()
    {
        const QTemporaryDir folder;
        {
            const LogFile log(folder.path(), 2000);
            for (int line = 0; line < 60; ++line)
                qWarning("line %d of a log that grows", line);
            QCOMPARE(log.lastErrors().size(), 20);
            QVERIFY(log.lastErrors().constLast().contains(QStringLiteral("line 59")));
        }
        const QByteArray newer = contentsOf(LogFile::path(folder.path()));
        const QByteArray older = contentsOf(LogFile::olderPath(folder.path()));
        QVERIFY(newer.size() <= 2000 && older.size() <= 2000);
        QVERIFY(newer.contains("line 59"));
        QVERIFY(!older.isEmpty());
    }

    void reportHoldsWhatHelpsAndNothingPrivate()
    {
        const QTemporaryDir folder;
        {
            Settings settings(folder.path());
            settings.set(settings::theme, QStringLiteral("dark"));
            settings.set(settings::userId, QStringLiteral("secret-user"));
            const LogFile log(folder.path());
            qInfo("a line of the log in %s", qPrintable(QDir::homePath()));
        }
        const QString file = folder.filePath(QStringLiteral("report.txt"));
        saveProblemReport(folder.path(), { QStringLiteral("the last error") }, file);
        const QByteArray report = contentsOf(file);
        for (const char* wanted :
             { "LibTorch: 1.13", "look/theme = dark", "the last error", "a line of the log" })
            QVERIFY2(report.contains(wanted), wanted);
        QVERIFY(!report.contains("secret-user"));
        QVERIFY(!report.contains(QDir::homePath().toUtf8()));
        QVERIFY_THROWS_EXCEPTION(
            Error, saveProblemReport(folder.path(), {}, folder.path() + QStringLiteral("/no/x")));
    }
};

OPAL_TEST(TestPreferences)
#include "tst_preferences.moc"
