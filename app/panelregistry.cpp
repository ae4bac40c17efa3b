// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panelregistry.h"

#include "views/panels/categories/categoriespanel.h"
#include "views/panels/compare/comparepanel.h"
#include "views/panels/data/datapanel.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/interests/interestspanel.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/runs/runspanel.h"
#include "views/panels/sweeps/sweepspanel.h"
#include "views/panels/tables/tablespanel.h"
#include "views/panels/training/trainingpanel.h"

namespace opal {

namespace {

template <typename PanelType> Panel* makePanel(const PanelContext& context, QWidget* parent)
{
    return new PanelType(context, parent);
}

std::vector<PanelEntry>& panelTable()
{
    static std::vector<PanelEntry> table {
        { "data", &makePanel<DataPanel> },
        { "training", &makePanel<TrainingPanel> },
        { "categories", &makePanel<CategoriesPanel> },
        { "interests", &makePanel<InterestsPanel> },
        { "diversity", &makePanel<DiversityPanel> },
        { "map", &makePanel<MapPanel> },
        { "runs", &makePanel<RunsPanel> },
        { "sweeps", &makePanel<SweepsPanel> },
        { "compare", &makePanel<ComparePanel> },
        { "tables", &makePanel<TablesPanel> },
    };
    return table;
}

} // namespace

const std::vector<PanelEntry>& panelRegistry()
{
    return panelTable();
}

void addPanel(const PanelEntry& entry)
{
    panelTable().push_back(entry);
}

QKeySequence panelKey(Qt::KeyboardModifiers modifiers, qsizetype place)
{
    if (place >= 20)
        return {};
    if (place >= 10)
        modifiers |= Qt::ShiftModifier;
    const qsizetype digit = place % 10;
    const Qt::Key key = digit == 9 ? Qt::Key_0 : static_cast<Qt::Key>(Qt::Key_1 + digit);
    return QKeyCombination(modifiers, key);
}

} // namespace opal
