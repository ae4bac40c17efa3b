// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QSet>
#include <QShortcut>
#include <QToolButton>
#include <QTreeWidget>

#include "app/preferencesdialog.h"
#include "tests/app/studiowalk.h"
#include "tests/support/testprogram.h"

using namespace opal;
using namespace opal::test;

namespace {

bool isInteractive(QAccessible::Role role)
{
    static const QSet<QAccessible::Role> roles {
        QAccessible::Button,         QAccessible::CheckBox,     QAccessible::RadioButton,
        QAccessible::ComboBox,       QAccessible::Slider,       QAccessible::SpinBox,
        QAccessible::Dial,           QAccessible::EditableText, QAccessible::Link,
        QAccessible::ButtonDropDown, QAccessible::ButtonMenu,   QAccessible::Table,
        QAccessible::Tree,           QAccessible::List,         QAccessible::PageTab,
        QAccessible::MenuItem,       QAccessible::HotkeyField
    };
    return roles.contains(role);
}

/// Adds what is shown, can be used and has no name; `seen` counts what was looked at.
void findUnnamed(QAccessibleInterface* control, const QString& path, QStringList& unnamed, int& seen)
{
    if (!control || !control->isValid() || control->state().invisible)
        return;
    const QAccessible::Role role = control->role();
    const QString object = control->object() ? control->object()->objectName() : QString();
    // Parts that Qt puts into its own widgets are read with them.
    if ((object.startsWith(QLatin1String("qt_")) && object != QLatin1String("qt_msgbox_buttonbox"))
        || role == QAccessible::ScrollBar)
        return;
    const QString type = control->object() ? QLatin1String(control->object()->metaObject()->className())
                                           : QStringLiteral("role %1").arg(role);
    const QString here
        = path + QLatin1Char('/') + type + (object.isEmpty() ? QString() : QLatin1Char('#') + object);
    if (isInteractive(role)) {
        ++seen;
        if (control->text(QAccessible::Name).trimmed().isEmpty())
            unnamed << here;
    }
    // Cells and entries are named by their contents.
    if (role == QAccessible::Table || role == QAccessible::Tree || role == QAccessible::List
        || role == QAccessible::ComboBox || role == QAccessible::SpinBox)
        return;
    for (int child = 0; child < control->childCount(); ++child)
        findUnnamed(control->child(child), here, unnamed, seen);
}

void collectActions(const QMenu& menu, QSet<const QAction*>& actions)
{
    for (const QAction* action : menu.actions()) {
        actions.insert(action);
        if (action->menu())
            collectActions(*action->menu(), actions);
    }
}

/// Line edits bring actions, key sequence edits and menus shortcuts of their own.
bool isPartOfQt(const QObject& object)
{
    for (const QObject* at = &object; at && !qobject_cast<const Panel*>(at); at = at->parent())
        if (at->objectName().startsWith(QLatin1String("qt_"))
            || at->objectName().startsWith(QLatin1String("_q_")))
            return true;
    return false;
}

} // namespace

/// What somebody needs who works without a mouse or without seeing.
class TestAccessibility final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        makeTrainedWorkspace(m_folder.path());
    }

    void everyControlHasAName()
    {
        QStringList unnamed;
        QSet<QString> places;
        int seen = 0;
        const Look look = [&](const QString& place, QWidget& root) {
            places.insert(place);
            const int before = seen;
            findUnnamed(QAccessible::queryAccessibleInterface(&root), place, unnamed, seen);
            QVERIFY2(seen > before || qobject_cast<Panel*>(&root) || !root.isWindow(), qPrintable(place));
        };
        {
            Studio studio(m_folder.path());
            walk(studio, look);
        }
        walkEmpty(look);
        for (const char* place : { "palette", "tour, step 5", "welcome", "rename", "closing", "empty map" })
            QVERIFY2(places.contains(QLatin1String(place)), place);
        unnamed.removeDuplicates();
        QVERIFY2(unnamed.isEmpty(), qPrintable(QLatin1Char('\n') + unnamed.join(QLatin1Char('\n'))));
        QVERIFY2(seen > 100, qPrintable(QString::number(seen)));
    }

    /// Tab goes through everything of a panel that can be used, in the order of reading, and out again.
    void tabVisitsEveryControlOfAPanel()
    {
        Studio studio(m_folder.path());
        QVERIFY(QTest::qWaitForWindowActive(&studio.window));
        QStringList problems;
        walk(studio, [&](const QString& place, QWidget& root) {
            auto* panel = qobject_cast<Panel*>(&root);
            if (!panel)
                return;
            QWidgetList wanted;
            for (QWidget* widget : panel->findChildren<QWidget*>())
                if (widget->isVisible() && widget->isEnabled()
                    && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && !widget->focusProxy())
                    wanted << widget;
            if (wanted.isEmpty())
                return;
            wanted.front()->setFocus(Qt::TabFocusReason);
            QSet<QWidget*> visited;
            QWidget* previous = nullptr;
            for (qsizetype step = 0; step < 3 * wanted.size() + 60; ++step) {
                QWidget* focus = QApplication::focusWidget();
                if (!focus || (visited.contains(focus) && focus == wanted.front()))
                    break;
                if (previous == focus) {
                    problems << place + QStringLiteral(": Tab stays in ")
                            + QLatin1String(focus->metaObject()->className()) + QLatin1Char('#')
                            + focus->objectName();
                    break;
                }
                if (previous && previous->parentWidget() == focus->parentWidget() && !visited.contains(focus)
                    && focus->geometry().bottom() < previous->geometry().top())
                    problems << place + QStringLiteral(": Tab goes up from ") + previous->objectName()
                            + QStringLiteral(" to ") + focus->objectName();
                visited.insert(focus);
                previous = focus;
                QTest::keyClick(focus, Qt::Key_Tab);
            }
            for (const QWidget* widget : std::as_const(wanted))
                if (!visited.contains(const_cast<QWidget*>(widget)))
                    problems << place + QStringLiteral(": Tab never reaches ")
                            + QLatin1String(widget->metaObject()->className()) + QLatin1Char('#')
                            + widget->objectName();
        });
        QVERIFY2(problems.isEmpty(), qPrintable(QLatin1Char('\n') + problems.join(QLatin1Char('\n'))));
    }

    void everyActionIsInAMenuAndOnTheShortcutsPage()
    {
        Studio studio(m_folder.path());
        settle(studio);
        QSet<const QAction*> inMenus;
        for (const QAction* top : studio.window.menuBar()->actions())
            collectActions(*top->menu(), inMenus);
        studio.trigger("help.shortcuts");
        auto* dialog = studio.window.findChild<PreferencesDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QSet<QString> listed;
        for (QTreeWidgetItemIterator item(dialog->findChild<QTreeWidget*>(QStringLiteral("shortcutTree")));
             *item; ++item)
            listed.insert((*item)->data(0, Qt::UserRole).toString());
        QSet<QKeySequence> keys;
        for (const ActionRegistry::Entry& entry : studio.window.actions().entries()) {
            QVERIFY2(listed.contains(entry.spec.id), qPrintable(entry.spec.id));
            QVERIFY2(entry.keys || inMenus.contains(entry.action), qPrintable(entry.spec.id));
            QVERIFY2(!ActionRegistry::plainText(entry).isEmpty(), qPrintable(entry.spec.id));
            for (const QKeySequence& sequence : entry.action->shortcuts()) {
                QVERIFY2(!keys.contains(sequence), qPrintable(entry.spec.id));
                if (!entry.keys) // panels come after the window
                    keys.insert(sequence);
            }
        }
        // Nothing is in a menu only; what changes with the files and layouts is found under its menu.
        for (const QAction* action : std::as_const(inMenus)) {
            const bool own = !action->isSeparator() && !action->menu() && action->isEnabled();
            QVERIFY2(!own || studio.window.actions().find(action->objectName()), qPrintable(action->text()));
        }
        dialog->close();
    }

    /// A panel has no keys that the shortcuts page does not know.
    void everyKeyOfAPanelIsOnTheShortcutsPage()
    {
        Studio studio(m_folder.path());
        QSet<const QAction*> known;
        for (const ActionRegistry::Entry& entry : studio.window.actions().entries())
            known.insert(entry.action);
        int seen = 0;
        walk(studio, [&](const QString& place, QWidget& root) {
            if (!qobject_cast<Panel*>(&root))
                return;
            for (const QShortcut* shortcut : root.findChildren<QShortcut*>())
                QVERIFY2(isPartOfQt(*shortcut), qPrintable(place + u' ' + shortcut->key().toString()));
            for (const QAction* action : root.findChildren<QAction*>()) {
                if (action->shortcut().isEmpty() || isPartOfQt(*action))
                    continue;
                ++seen;
                QVERIFY2(known.contains(action), qPrintable(place + u' ' + action->shortcut().toString()));
            }
        });
        QVERIFY2(seen >= 20, qPrintable(QString::number(seen)));
        studio.trigger("help.shortcuts");
        auto* tree = studio.window.findChild<QTreeWidget*>(QStringLiteral("shortcutTree"));
        QVERIFY(tree);
        const auto listed = tree->findItems(QStringLiteral("Interests: Undo the last what-if change"),
                                            Qt::MatchRecursive | Qt::MatchExactly);
        QCOMPARE(listed.size(), 1);
        QCOMPARE(listed.front()->text(1), QStringLiteral("Ctrl+Z"));
    }

    void everyPanelButtonIsInReachOfALowWindow()
    {
        Studio studio(m_folder.path());
        studio.window.resize(1024, 600);
        QTRY_COMPARE(studio.window.size(), QSize(1024, 600));
        settle(studio);
        for (const Panel* panel : studio.window.findChildren<Panel*>()) {
            auto* button = studio.window.findChild<QToolButton*>(QStringLiteral("rail_") + panel->id());
            QVERIFY(button);
            studio.window.showPanel(panel->id());
            QTRY_COMPARE(button->visibleRegion().boundingRect(), button->rect());
            QVERIFY(QRect(QPoint(0, 0), studio.window.size())
                        .contains(QRect(button->mapTo(&studio.window, QPoint()), button->size())));
            QTest::mouseClick(button, Qt::LeftButton);
            QCOMPARE(studio.front(), panel->id());
        }
    }

private:
    QTemporaryDir m_folder;
};

OPAL_TEST(TestAccessibility)
#include "tst_accessibility.moc"
