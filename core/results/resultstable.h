// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace opal {

/// A metric at a length of the list, e.g. { "recall", 50 }; 0 for a measure of the interests of a run
/// (results/interestmeasures.h), e.g. { "ami", 0 }.
using MetricAt = std::pair<std::string, int>;

/// Mean of a metric over the seeds of a setting.
struct SeedMean
{
    double mean = 0;
    double deviation = 0; ///< sample standard deviation; 0 for one run
    int runs = 1;
};

/// What a results table says of one model (or variant) on one data set.
struct TableEntry
{
    std::string dataset;
    std::string label; ///< of the model or the variant
    bool reference = false; ///< the model whose improvement over the others is of interest
    std::optional<std::int64_t> interests;
    std::map<MetricAt, SeedMean> values;
    std::vector<std::string> runs; ///< ids, one a seed; empty for typed figures
    bool scorer = false; ///< a reference recommender: under a rule, and in no contest
};

/// Counts of a data set, for the table of data sets.
struct DatasetCounts
{
    std::string name;
    std::int64_t users = 0;
    std::int64_t items = 0;
    std::int64_t interactions = 0;
};

/// How a cell is written.
enum class CellFormat {
    Text,
    Count, ///< whole number
    Metric, ///< four decimals
    Share, ///< percent with two decimals
};

struct TableCell
{
    std::string text; ///< for Text
    std::optional<double> value; ///< nothing where there is no figure
    double deviation = 0; ///< over `seeds` runs
    int seeds = 1;
    bool best = false; ///< in its column of its group
    bool second = false;
    bool significant = false; ///< best, and different from the second by both tests
    std::vector<std::string> runs; ///< ids behind the figure
};

struct TableColumn
{
    std::string group; ///< heading above several columns: the data set; may be empty
    std::string title; ///< "Recall@50"
    CellFormat format = CellFormat::Metric;
    std::optional<MetricAt> metric; ///< which metric its cells are
};

struct TableRow
{
    std::string group; ///< the data set, where rows are grouped
    bool reference = false;
    std::vector<TableCell> cells; ///< one a column
    bool scorer = false; ///< a reference recommender: the first of them has a rule above it
};

/// A finished table: every writer, view and test sees the same cells.
struct ResultsTable
{
    std::string name; ///< "table1", "table2", "table3"
    std::vector<TableColumn> columns;
    std::vector<TableRow> rows;
    /// By column: gain of the reference model over the best of the others in percent, negative where it is
    /// behind; nothing where it cannot be computed. Empty for tables without the row,
    /// and where it would hold nothing.
    std::vector<std::optional<double>> improvement;
    std::vector<std::string> notes; ///< English sentences under the table
};

/// The best and the second best of a column of a group, which a test of significance compares.
struct CellContest
{
    std::size_t column = 0;
    TableCell* best = nullptr;
    const TableCell* second = nullptr;
};

/// The best figure of the reference recommenders beside the best of the models, in a column.
struct ReferenceContest
{
    std::size_t column = 0;
    std::size_t modelRow = 0; ///< of the best model
    std::size_t scorerRow = 0; ///< of the best reference recommender
};

/// Those of every column over a metric of users of which runs are known on both sides.
std::vector<ReferenceContest> referenceContests(const ResultsTable& table);

/// Every contest over a metric of users of which runs are known on both sides. The pointers are into
/// `table`.
std::vector<CellContest> cellContests(ResultsTable& table);

/// "Recall@50", "HitRate@200", "NDCG@100", "AMI": proper names, the same in every language.
std::string metricTitle(const MetricAt& metric);

/// False for a measure of which less is better.
bool higherIsBetter(const MetricAt& metric);

/// Number of interactions over users times items, 0 to 1; 0 for an empty data set.
double datasetDensity(const DatasetCounts& counts);

/// Table I: counts and density.
ResultsTable makeDatasetTable(const std::vector<DatasetCounts>& datasets);

/// Table II: a row a label, a block of columns a data set, best and second best of each column marked as
/// printed, the improvement of the reference model; not where less is better. Labels and data sets in order
/// of first appearance, reference rows last; under a rule the reference recommenders, which take part in no
/// comparison.
ResultsTable makeModelTable(const std::vector<TableEntry>& entries);

/// Table III: rows grouped by data set, best of each group and column marked.
ResultsTable makeAblationTable(const std::vector<TableEntry>& entries);

} // namespace opal
