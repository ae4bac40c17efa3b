// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>

#include <QBoxLayout>
#include <QSplitter>
#include <QTabBar>
#include <QWidget>

#include "views/shell/literals.h"

namespace opal {

/// A widget with the object name that tests and the style find it by, and the role that the style gives it.
template <typename Widget> Widget* make(QWidget* parent, const char* name, const char* role = nullptr)
{
    auto* widget = new Widget(parent);
    widget->setObjectName(QLatin1String(name));
    if (role)
        widget->setProperty("role", QLatin1String(role));
    return widget;
}

/// A widget that only the style needs to know.
template <typename Widget> Widget* makeStyled(QWidget* parent, const char* role)
{
    return make<Widget>(parent, "", role);
}

/// Tabs over the pages of a panel, with `count` tabs still without words.
inline QTabBar* makeTabs(QWidget* parent, const char* name, int count, const char* role = nullptr)
{
    auto* tabs = make<QTabBar>(parent, name, role);
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    for (int page = 0; page < count; ++page)
        tabs->addTab({});
    return tabs;
}

/// Of the heading rows of columns that stand side by side, with or without controls in them.
inline constexpr int headingHeight = 32;

inline QHBoxLayout* rowOf(std::initializer_list<QWidget*> parts, int spacing = 8)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing);
    for (QWidget* part : parts)
        row->addWidget(part);
    return row;
}

/// The layout of a widget, from top to bottom.
inline QVBoxLayout* columnOn(QWidget* widget, int spacing, QMargins margins = {})
{
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(margins);
    column->setSpacing(spacing);
    return column;
}

/// Parts beside or below each other that the person divides the room between.
inline QSplitter* makeSplitter(Qt::Orientation orientation, QWidget* parent,
                               std::initializer_list<QWidget*> parts)
{
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    for (QWidget* part : parts)
        splitter->addWidget(part);
    return splitter;
}

} // namespace opal
