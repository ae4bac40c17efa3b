// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layouts.h"

#include <QCoreApplication>

namespace opal {

namespace {

QString trainTitle()
{
    return QCoreApplication::translate("Layouts", "Train");
}

QString exploreTitle()
{
    return QCoreApplication::translate("Layouts", "Explore");
}

QString figuresTitle()
{
    return QCoreApplication::translate("Layouts", "Figures");
}

} // namespace

const std::vector<LayoutEntry>& builtInLayouts()
{
    static const std::vector<LayoutEntry> table {
        { QStringLiteral("train"),
          &trainTitle,
          { { QStringLiteral("training") }, { QStringLiteral("jobs") } } },
        { QStringLiteral("explore"),
          &exploreTitle,
          { { QStringLiteral("interests") }, { QStringLiteral("inspector") } } },
        { QStringLiteral("figures"),
          &figuresTitle,
          { { QStringLiteral("compare"), QStringLiteral("diversity") }, {} } },
    };
    return table;
}

DockLayout defaultLayout(int windowWidth)
{
    constexpr int roomForInspector = 1500;
    DockLayout layout { { QStringLiteral("training") }, {} };
    if (windowWidth >= roomForInspector)
        layout.tools << QStringLiteral("inspector");
    return layout;
}

} // namespace opal
