// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/resultstable.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "core/results/interestmeasures.h"
#include "core/results/rankingmetrics.h"

namespace opal {

namespace {

TableCell textCell(const std::string& text)
{
    TableCell cell;
    cell.text = text;
    return cell;
}

TableCell numberCell(double value)
{
    TableCell cell;
    cell.value = value;
    return cell;
}

TableCell metricCell(const TableEntry* entry, const MetricAt& metric)
{
    TableCell cell;
    if (!entry || !entry->values.contains(metric))
        return cell;
    const SeedMean& value = entry->values.at(metric);
    cell.value = value.mean;
    cell.deviation = value.deviation;
    cell.seeds = value.runs;
    cell.runs = entry->runs;
    return cell;
}

/// Metrics in the order of their table, each by length; then measures of the interests in that of theirs.
std::vector<MetricAt> metricsOf(const std::vector<TableEntry>& entries)
{
    std::set<MetricAt> known;
    for (const TableEntry& entry : entries)
        for (const auto& value : entry.values)
            known.insert(value.first);
    std::vector<MetricAt> metrics(known.begin(), known.end());
    const auto rank = [](const MetricAt& at) -> std::ptrdiff_t {
        const auto behind = std::ssize(rankingMetrics());
        if (const InterestMeasure* measure = findInterestMeasure(at.first))
            return behind + 1 + (measure - interestMeasures().data());
        const RankingMetric* metric = findRankingMetric(at.first);
        return metric ? metric - rankingMetrics().data() : behind;
    };
    std::stable_sort(metrics.begin(), metrics.end(),
                     [&](const MetricAt& left, const MetricAt& right) { return rank(left) < rank(right); });
    return metrics;
}

template <class Text> std::vector<std::string> inOrder(const std::vector<TableEntry>& entries, Text text)
{
    std::vector<std::string> order;
    for (const TableEntry& entry : entries)
        if (std::find(order.begin(), order.end(), text(entry)) == order.end())
            order.push_back(text(entry));
    return order;
}

const TableEntry* findEntry(const std::vector<TableEntry>& entries, const std::string& dataset,
                            const std::string& label)
{
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const TableEntry& entry) {
        return entry.dataset == dataset && entry.label == label;
    });
    return found == entries.end() ? nullptr : &*found;
}

/// Compared as printed: figures that look the same are marked the same.
std::int64_t printed(double value)
{
    return std::llround(value * 1e4);
}

/// Marks the best and the second best of a column among rows [first, last).
void markColumn(ResultsTable& table, std::size_t column, std::size_t first, std::size_t last)
{
    std::set<std::int64_t, std::greater<>> values;
    std::size_t present = 0;
    for (std::size_t row = first; row < last; ++row) {
        if (const auto& value = table.rows[row].cells[column].value) {
            values.insert(printed(*value));
            ++present;
        }
    }
    if (present < 2 || values.size() < 2)
        return;
    for (std::size_t row = first; row < last; ++row) {
        TableCell& cell = table.rows[row].cells[column];
        if (!cell.value)
            continue;
        cell.best = printed(*cell.value) == *values.begin();
        cell.second = printed(*cell.value) == *std::next(values.begin());
    }
}

std::optional<double> improvementOf(const ResultsTable& table, std::size_t column)
{
    std::optional<double> reference;
    std::optional<double> others;
    for (const TableRow& row : table.rows) {
        const auto& value = row.cells[column].value;
        if (!value || row.scorer)
            continue;
        std::optional<double>& side = row.reference ? reference : others;
        side = std::max(side.value_or(*value), *value);
    }
    if (!reference || !others || *others <= 0)
        return std::nullopt;
    return (*reference - *others) / *others * 100;
}

void noteSeeds(ResultsTable& table)
{
    for (const TableRow& row : table.rows) {
        for (const TableCell& cell : row.cells) {
            if (cell.seeds > 1) {
                table.notes.emplace_back("Figures after ± are standard deviations over seeds.");
                return;
            }
        }
    }
}

} // namespace

std::vector<CellContest> cellContests(ResultsTable& table)
{
    std::vector<CellContest> contests;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto& metric = table.columns[column].metric;
        const RankingMetric* known = metric ? findRankingMetric(metric->first) : nullptr;
        if (!known || !known->ofUser)
            continue;
        std::map<std::string, CellContest> byGroup;
        for (TableRow& row : table.rows) {
            CellContest& contest = byGroup[row.group];
            contest.column = column;
            TableCell& cell = row.cells[column];
            if (cell.best && !cell.runs.empty())
                contest.best = &cell;
            if (cell.second && !cell.runs.empty())
                contest.second = &cell;
        }
        for (const auto& [group, contest] : byGroup)
            if (contest.best && contest.second)
                contests.push_back(contest);
    }
    return contests;
}

std::vector<ReferenceContest> referenceContests(const ResultsTable& table)
{
    std::vector<ReferenceContest> contests;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto& metric = table.columns[column].metric;
        const RankingMetric* known = metric ? findRankingMetric(metric->first) : nullptr;
        if (!known || !known->ofUser)
            continue;
        std::optional<std::size_t> best[2]; // of the models, of the reference recommenders
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            const TableCell& cell = table.rows[row].cells[column];
            auto& place = best[table.rows[row].scorer ? 1 : 0];
            if (cell.value && !cell.runs.empty()
                && (!place || *cell.value > *table.rows[*place].cells[column].value))
                place = row;
        }
        if (best[0] && best[1])
            contests.push_back({ column, *best[0], *best[1] });
    }
    return contests;
}

std::string metricTitle(const MetricAt& metric)
{
    if (const InterestMeasure* measure = findInterestMeasure(metric.first))
        return measure->title;
    const RankingMetric* known = findRankingMetric(metric.first);
    return (known ? known->title : metric.first) + "@" + std::to_string(metric.second);
}

bool higherIsBetter(const MetricAt& metric)
{
    if (const InterestMeasure* measure = findInterestMeasure(metric.first))
        return measure->higherIsBetter;
    const RankingMetric* known = findRankingMetric(metric.first);
    return !known || known->higherIsBetter;
}

double datasetDensity(const DatasetCounts& counts)
{
    const double cells = static_cast<double>(counts.users) * static_cast<double>(counts.items);
    return cells > 0 ? static_cast<double>(counts.interactions) / cells : 0;
}

ResultsTable makeDatasetTable(const std::vector<DatasetCounts>& datasets)
{
    ResultsTable table;
    table.name = "table1";
    table.columns = { { {}, "Dataset", CellFormat::Text, {} },
                      { {}, "#Users", CellFormat::Count, {} },
                      { {}, "#Micro-videos", CellFormat::Count, {} },
                      { {}, "#Interactions", CellFormat::Count, {} },
                      { {}, "Density", CellFormat::Share, {} } };
    for (const DatasetCounts& counts : datasets)
        table.rows.push_back(
            { {},
              false,
              { textCell(counts.name), numberCell(static_cast<double>(counts.users)),
                numberCell(static_cast<double>(counts.items)),
                numberCell(static_cast<double>(counts.interactions)), numberCell(datasetDensity(counts)) } });
    return table;
}

ResultsTable makeModelTable(const std::vector<TableEntry>& entries)
{
    ResultsTable table;
    table.name = "table2";
    const std::vector<MetricAt> metrics = metricsOf(entries);
    const auto datasets = inOrder(entries, [](const TableEntry& entry) { return entry.dataset; });
    table.columns.push_back({ {}, "Model", CellFormat::Text, {} });
    for (const std::string& dataset : datasets) {
        table.columns.push_back({ dataset, "#I.", CellFormat::Count, {} });
        for (const MetricAt& metric : metrics)
            table.columns.push_back({ dataset, metricTitle(metric), CellFormat::Metric, metric });
    }
    for (const std::string& label : inOrder(entries, [](const TableEntry& entry) { return entry.label; })) {
        TableRow row;
        row.cells.push_back(textCell(label));
        for (const std::string& dataset : datasets) {
            const TableEntry* entry = findEntry(entries, dataset, label);
            row.reference = row.reference || (entry && entry->reference);
            row.scorer = row.scorer || (entry && entry->scorer);
            TableCell interests;
            if (entry && entry->interests)
                interests.value = static_cast<double>(*entry->interests);
            row.cells.push_back(interests);
            for (const MetricAt& metric : metrics)
                row.cells.push_back(metricCell(entry, metric));
        }
        table.rows.push_back(std::move(row));
    }
    std::stable_partition(table.rows.begin(), table.rows.end(),
                          [](const TableRow& row) { return !row.reference; });
    const auto scorers = std::stable_partition(table.rows.begin(), table.rows.end(),
                                               [](const TableRow& row) { return !row.scorer; });
    const auto compared = static_cast<std::size_t>(scorers - table.rows.begin());
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto& metric = table.columns[column].metric;
        if (metric && higherIsBetter(*metric)) {
            markColumn(table, column, 0, compared);
            table.improvement.push_back(improvementOf(table, column));
        } else {
            table.improvement.emplace_back();
        }
    }
    // A row of nothing but gaps (one model, or none of them the reference) says nothing.
    if (std::none_of(table.improvement.begin(), table.improvement.end(),
                     [](const std::optional<double>& gain) { return gain.has_value(); }))
        table.improvement.clear();
    noteSeeds(table);
    return table;
}

ResultsTable makeAblationTable(const std::vector<TableEntry>& entries)
{
    ResultsTable table;
    table.name = "table3";
    const std::vector<MetricAt> metrics = metricsOf(entries);
    table.columns.push_back({ {}, "Dataset", CellFormat::Text, {} });
    table.columns.push_back({ {}, "Variant", CellFormat::Text, {} });
    for (const MetricAt& metric : metrics)
        table.columns.push_back({ {}, metricTitle(metric), CellFormat::Metric, metric });
    for (const std::string& dataset :
         inOrder(entries, [](const TableEntry& entry) { return entry.dataset; })) {
        const std::size_t first = table.rows.size();
        for (const TableEntry& entry : entries) {
            if (entry.dataset != dataset)
                continue;
            TableRow row { dataset, entry.reference, { textCell(dataset), textCell(entry.label) } };
            for (const MetricAt& metric : metrics)
                row.cells.push_back(metricCell(&entry, metric));
            table.rows.push_back(std::move(row));
        }
        for (std::size_t column = 2; column < table.columns.size(); ++column)
            if (higherIsBetter(*table.columns[column].metric))
                markColumn(table, column, first, table.rows.size());
    }
    noteSeeds(table);
    return table;
}

} // namespace opal
