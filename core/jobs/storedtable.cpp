// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/storedtable.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/results/tableentries.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

ResultsTable datasetTable(const RunStore& store, bool restricted, const std::vector<RunRecord>& runs)
{
    std::vector<DatasetCounts> datasets;
    for (const DatasetRecord& record : store.datasets())
        if (!restricted || std::any_of(runs.begin(), runs.end(), [&](const RunRecord& run) {
                return run.datasetHash == record.hash;
            }))
            datasets.push_back({ record.name, record.users, record.items, record.interactions });
    if (datasets.empty())
        throw Error(ErrorCode::NotFound,
                    "the workspace knows no data set; import one first with opal import");
    return makeDatasetTable(datasets);
}

} // namespace

std::vector<RunRecord> tableRuns(const RunStore& store, const StoredTableQuery& query)
{
    std::vector<RunRecord> runs;
    if (query.runs.empty())
        runs = store.runs();
    for (const std::string& run : query.runs)
        runs.push_back(store.run(run));
    if (!query.tag.empty())
        std::erase_if(runs, [&query](const RunRecord& run) { return !hasTag(run, query.tag); });
    return runs;
}

ResultsTable makeStoredTable(const RunStore& store, const StoredTableQuery& query,
                             const std::vector<RunRecord>& runs)
{
    if (query.name == "table1")
        return datasetTable(store, query.isRestricted(), runs);
    const bool models = query.name == "table2";
    if (!models && query.name != "table3")
        throw Error(ErrorCode::InvalidArgument, "there is no table '" + query.name + "'");
    const std::vector<TableEntry> entries = models
        ? modelEntries(runs, tableModels(), !query.runs.empty(), query.measures)
        : ablationEntries(runs, query.measures);
    if (entries.empty())
        throw Error(ErrorCode::NotFound,
                    "none of the runs has been tested yet that " + query.name
                        + " would show; train some first with opal train or opal sweep");
    return models ? makeModelTable(entries) : makeAblationTable(entries);
}

StoredTable readStoredTable(const RunStore& store, const StoredTableQuery& query, bool onlyNamed)
{
    StoredTable result;
    std::vector<RunRecord> runs = store.runs();
    std::set<std::string> tags;
    for (const RunRecord& run : runs)
        tags.insert(run.tags.begin(), run.tags.end());
    result.tags.assign(tags.begin(), tags.end());
    std::erase_if(runs, [&](const RunRecord& run) {
        const bool isNamed = std::find(query.runs.begin(), query.runs.end(), run.id) != query.runs.end();
        return (onlyNamed && !isNamed) || (!query.tag.empty() && !hasTag(run, query.tag));
    });
    result.runs = runs.size();
    if (!onlyNamed || !runs.empty()) {
        try {
            result.table = makeStoredTable(store, query, runs);
        } catch (const Error& error) {
            // Nothing to show is an answer here.
            if (error.code() != ErrorCode::NotFound)
                throw;
        }
    }
    std::set<std::string> shown;
    for (const TableRow& row : result.table.rows)
        for (const TableCell& cell : row.cells)
            shown.insert(cell.runs.begin(), cell.runs.end());
    for (const RunRecord& run : runs)
        if (shown.contains(run.id))
            result.names[run.id] = run.name;
    return result;
}

} // namespace opal
