// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/itemcolouring.h"
#include "core/results/itemmap.h"

namespace opal {

class RunStore;

struct ItemMapRequest
{
    std::string run;
    MapParams params;
    bool compute = false; ///< if there is no map with these parameters yet; nothing long starts unasked
};

struct ItemMapAnswer
{
    std::shared_ptr<const MapItems> items;
    std::shared_ptr<const ItemMap> map; ///< null if none is stored for the run's present weights
    std::optional<Error> damage; ///< why the stored file cannot be read, if that is why `map` is null
};

/// The items of a run and their map, read from the run's folder or computed and kept there. To
/// lay neighbours out takes a minute and is heavy work; all else is answered at once. Throws Error as
/// loading a run, projectItems() and writeItemMap() do; a damaged map is replaced if `compute` is set. A
/// cancelled one leaves nothing.
Job<ItemMapAnswer> makeItemMapJob(RunStore& store, const WorkspacePaths& paths, ItemMapRequest request);

struct NearItems
{
    std::string itemId; ///< original, as asked for
    std::vector<ItemNeighbour> items; ///< nearest first
};

/// The `count` items nearest to an item by cosine. Quick after the first call for a run.
/// Throws Error{NotFound}.
Job<NearItems> makeNearItemsJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                std::string itemId, int count);

/// Columns of a table about items, for colouring a map. Throws as
/// sideTableColumns().
Job<std::vector<std::string>> makeSideTableJob(std::string file);

/// One column for the items of a run. Throws as readSideColumn().
Job<std::shared_ptr<const SideColumn>> makeSideColumnJob(RunStore& store, std::string run, std::string file,
                                                         std::string column);

} // namespace opal
