// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "core/analysis/sppmi.h"
#include "core/base/error.h"
#include "core/benchmark/measure.h"
#include "core/data/datasetfile.h"
#include "core/data/importer.h"
#include "core/data/synth.h"
#include "core/data/synthlog.h"

namespace opal {

namespace {

/// A file that is gone when the benchmark ends, however it ends.
class TemporaryFile final
{
public:
    TemporaryFile(const std::string& folder, const char* name)
        : m_path((std::filesystem::path(folder) / name).string())
    {
    }

    ~TemporaryFile()
    {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

/// The form in which one would write it first: a line at a time, cut at commas, no rule, no data set.
std::int64_t splitLines(const std::string& path)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    std::vector<std::vector<std::int64_t>> columns(13);
    while (std::getline(file, line)) {
        std::size_t begin = 0;
        for (auto& column : columns) {
            const std::size_t end = std::min(line.find(',', begin), line.size());
            column.push_back(std::atoll(line.substr(begin, end - begin).c_str()));
            begin = end + 1;
        }
    }
    return static_cast<std::int64_t>(columns.front().size());
}

/// #(i, j) by walking through two sorted lists of users, pair by pair.
std::vector<std::int32_t> countPlainly(const CooccurrenceIndex& index, std::span<const ItemIndex> items)
{
    std::vector<std::int32_t> counts(items.size() * items.size(), 0);
    for (std::size_t row = 0; row < items.size(); ++row) {
        for (std::size_t column = row + 1; column < items.size(); ++column) {
            const auto a = index.users(items[row]);
            const auto b = index.users(items[column]);
            std::int32_t joint = 0;
            for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
                joint += a[i] == b[j] ? 1 : 0;
                const bool stepA = a[i] <= b[j];
                const bool stepB = b[j] <= a[i];
                i += stepA ? 1 : 0;
                j += stepB ? 1 : 0;
            }
            counts[row * items.size() + column] = counts[column * items.size() + row] = joint;
        }
    }
    return counts;
}

std::vector<ItemIndex> mostPopular(const Dataset& data, std::size_t count)
{
    const auto popularity = data.popularity();
    std::vector<ItemIndex> items(static_cast<std::size_t>(data.itemCount()));
    std::iota(items.begin(), items.end(), 1);
    std::stable_sort(items.begin(), items.end(), [popularity](ItemIndex a, ItemIndex b) {
        return popularity[static_cast<std::size_t>(a)] > popularity[static_cast<std::size_t>(b)];
    });
    items.resize(std::min(items.size(), count));
    return items;
}

} // namespace

BenchmarkResult benchmarkImport(const BenchmarkRequest& request, const BenchmarkContext& context)
{
    SynthLogParams log;
    const SynthParams size = synthSize(request.size);
    log.users = size.users;
    log.days = size.days;
    log.items = size.items;
    log.rows = size.interactions * 73 / 26; // WeChat: 7.3 M exposures for 2.6 M positives
    log.seed = request.seed;
    const TemporaryFile raw(request.folder, "bench-user_action.csv");
    const TemporaryFile imported(request.folder, "bench-import.opaldata");
    writeWechatLog(
        raw.path(), log, [&context](double fraction) { context.report("synthesise", fraction); },
        context.stop);
    ImportRequest import;
    import.preset = "wechat2021";
    import.files = { raw.path() };
    const int repeats = request.steps > 0 ? request.steps : 3;
    std::vector<double> fastTimes;
    std::vector<double> plainTimes;
    bool identical = true;
    std::int64_t positives = 0;
    std::int64_t kept = 0;
    for (int i = 0; i < repeats; ++i) {
        context.report("import", static_cast<double>(i) / repeats);
        fastTimes.push_back(milliseconds([&] {
            const auto data = importDataset(import, {}, context.stop);
            saveDataset(*data, imported.path());
            positives = data->summary().report.positives;
            kept = data->summary().interactions;
            identical = identical && data->summary().report.rows == log.rows;
        }));
        context.check();
        plainTimes.push_back(
            milliseconds([&] { identical = splitLines(raw.path()) == log.rows && identical; }));
    }
    BenchmarkResult result;
    result.comparisons.push_back(compare({}, fastTimes, plainTimes));
    const double seconds = result.comparisons.front().fastMs / 1000;
    const auto bytes = static_cast<double>(std::filesystem::file_size(raw.path()));
    result.figures = { { "rows", static_cast<double>(log.rows) },
                       { "positives", static_cast<double>(positives) },
                       { "interactions", static_cast<double>(kept) },
                       { "megabytes", bytes / 1e6 },
                       { "seconds", seconds },
                       { "rows_per_second", static_cast<double>(log.rows) / seconds },
                       { "megabytes_per_second", bytes / 1e6 / seconds },
                       { "peak_rss_mb", peakMemoryMiB() } };
    result.checks.emplace_back("all_rows_read", identical);
    result.setting = { { "users", std::to_string(log.users) }, { "items", std::to_string(log.items) } };
    return result;
}

BenchmarkResult benchmarkSppmi(const BenchmarkRequest& request, const BenchmarkContext& context)
{
    const auto data = benchmarkData(request, context);
    double indexMs = 0;
    std::unique_ptr<CooccurrenceIndex> index;
    indexMs = milliseconds([&] { index = std::make_unique<CooccurrenceIndex>(*data); });
    const std::vector<ItemIndex> items = mostPopular(*data, 200);
    const int repeats = request.steps > 0 ? request.steps : 15;
    std::vector<double> fastTimes;
    std::vector<double> plainTimes;
    bool identical = true;
    for (int i = 0; i < repeats; ++i) {
        context.check();
        context.report("sppmi", static_cast<double>(i) / repeats);
        SppmiMatrix matrix;
        fastTimes.push_back(milliseconds([&] { matrix = sppmiMatrix(*index, items, {}, {}); }));
        std::vector<std::int32_t> counts;
        plainTimes.push_back(milliseconds([&] { counts = countPlainly(*index, items); }));
        identical = identical && counts == matrix.counts;
    }
    BenchmarkResult result;
    result.comparisons.push_back(compare({}, fastTimes, plainTimes));
    result.figures = { { "items", static_cast<double>(items.size()) },
                       { "index_ms", indexMs },
                       { "peak_rss_mb", peakMemoryMiB() } };
    result.checks.emplace_back("identical", identical);
    result.setting = settingOf(request, *data);
    return result;
}

} // namespace opal
