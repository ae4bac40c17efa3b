// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/results/resultstable.h"
#include "core/results/runrecord.h"

namespace opal {

class RunStore;

/// Which results table of the workspace is wanted.
struct StoredTableQuery
{
    std::string name; ///< "table1" (data sets), "table2" (models) or "table3" (ablations)
    std::vector<std::string> runs; ///< only these: id, beginning of one, or name; empty: all
    std::string tag; ///< only runs with this tag; empty: all
    bool measures = false; ///< tables II and III with the measures of the interests

    bool isRestricted() const { return !runs.empty() || !tag.empty(); }
};

/// The runs that a table is made of, newest first. Throws Error{NotFound} for a run that is not there.
std::vector<RunRecord> tableRuns(const RunStore& store, const StoredTableQuery& query);

/// The table over runs that were read already. A table of data sets shows those of the runs if the query is
/// restricted, else all that the workspace knows; one of models shows runs with a part taken away only if
/// they are named. Throws Error{NotFound} if there is nothing to show, Error{InvalidArgument} for another
/// name.
ResultsTable makeStoredTable(const RunStore& store, const StoredTableQuery& query,
                             const std::vector<RunRecord>& runs);

/// A table with what is known of the runs in it.
struct StoredTable
{
    ResultsTable table; ///< without columns if there is nothing to show
    std::map<std::string, std::string> names; ///< of the runs in its cells, by id
    std::vector<std::string> tags; ///< of all runs
    std::size_t runs = 0; ///< that were looked at
};

/// As makeStoredTable() over the runs of the workspace that the query asks for; `onlyNamed` takes no runs
/// where none are named instead of all. Throws Error{InvalidArgument} for another name.
StoredTable readStoredTable(const RunStore& store, const StoredTableQuery& query, bool onlyNamed);

} // namespace opal
