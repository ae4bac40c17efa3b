// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QTabBar>
#include <QTest>

#include "views/plot/qcp.h"
#include "views/widgets/errorbar.h"

/// Finds the controls of a page, uses them as a person would, and remembers which were used.
namespace opal::test {

/// Remembers what was clicked or typed into.
class Uses final : public QObject
{
public:
    Uses() { qApp->installEventFilter(this); }

    bool contains(const QWidget& control) const { return m_widgets.contains(&control); }

    void add(const QWidget& control) { m_widgets.insert(&control); }

    void clear() { m_widgets.clear(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto type = event->type();
        if (type == QEvent::MouseButtonRelease || type == QEvent::KeyPress)
            for (const auto* at = qobject_cast<QWidget*>(watched); at; at = at->parentWidget())
                m_widgets.insert(at); // a viewport is its view's
        return false;
    }

private:
    std::set<const QWidget*> m_widgets; ///< some are gone
};

template <typename Parent> bool isInside(const QWidget& widget)
{
    for (const QWidget* at = widget.parentWidget(); at; at = at->parentWidget())
        if (qobject_cast<const Parent*>(at))
            return true;
    return false;
}

/// Everything on a page that a person can use now.
inline QList<QWidget*> controlsOn(const QWidget& root)
{
    QList<QWidget*> controls;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget)
            || qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QLineEdit*>(widget)
            || qobject_cast<QTabBar*>(widget) || qobject_cast<QCustomPlot*>(widget)
            || qobject_cast<QAbstractItemView*>(widget);
        const bool part = isInside<QComboBox>(*widget) || isInside<QAbstractSpinBox>(*widget)
            || isInside<QLineEdit>(*widget) || isInside<QTabBar>(*widget)
            || isInside<QAbstractItemView>(*widget) || isInside<ErrorBar>(*widget);
        if (control && !part && widget->isVisible() && widget->isEnabled())
            controls << widget;
    }
    return controls;
}

/// Uses a control as a person would and puts it back, where it has a state.
inline void use(QWidget& control)
{
    if (auto* button = qobject_cast<QAbstractButton*>(&control)) {
        const QPoint at(std::min(8, button->width() / 2), button->height() / 2);
        QTest::mouseClick(button, Qt::LeftButton, {}, at);
        if (button->isCheckable() && !button->autoExclusive())
            QTest::mouseClick(button, Qt::LeftButton, {}, at);
    } else if (auto* tabs = qobject_cast<QTabBar*>(&control)) {
        const int before = tabs->currentIndex();
        for (int tab = 0; tab <= tabs->count(); ++tab)
            QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab % tabs->count()).center());
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(before).center());
    } else if (auto* view = qobject_cast<QAbstractItemView*>(&control)) {
        const QModelIndex first = view->model()->index(0, 0);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(first).center());
    } else if (qobject_cast<QCustomPlot*>(&control)) {
        QTest::mouseClick(&control, Qt::LeftButton, {}, control.rect().center());
    } else {
        control.setFocus();
        for (const Qt::Key key : { Qt::Key_Up, Qt::Key_Down, Qt::Key_Up })
            QTest::keyClick(&control, key);
    }
}

} // namespace opal::test
