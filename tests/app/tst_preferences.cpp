#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "app/aboutdialog.h"
#include "app/actionregistry.h"
#include "app/language.h"
#include "app/logfile.h"
#include "app/preferencesdialog.h"
#include "app/problemreport.h"
#include "app/settings.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "views/shell/theme.h"

using namespace opal;

namespace {

/// The dialog on settings of its own with two actions.
struct Fixture
{
    Fixture()
    {
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
        dialog = std::make_unique<PreferencesDialog>(settings, language, theme, actions);
        dialog->open();
    }

    ~Fixture() { language.set(QStringLiteral("en")); }

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

    QTemporaryDir folder;
    Settings settings { folder.path() };
    Language language;
    Theme theme;
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

QTEST_MAIN(TestPreferences)
#include "tst_preferences.moc"
