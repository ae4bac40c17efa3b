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

} // namespace

const std::vector<PanelEntry>& panelRegistry()
{
    static const std::vector<PanelEntry> table {
        { &makePanel<DataPanel> },      { &makePanel<TrainingPanel> },  { &makePanel<CategoriesPanel> },
        { &makePanel<InterestsPanel> }, { &makePanel<DiversityPanel> }, { &makePanel<MapPanel> },
        { &makePanel<RunsPanel> },      { &makePanel<SweepsPanel> },    { &makePanel<ComparePanel> },
        { &makePanel<TablesPanel> },
    };
    return table;
}

} // namespace opal
