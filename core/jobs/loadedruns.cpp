// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/loadedruns.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <mutex>

#include "core/jobs/interesttopics.h"
#include "core/jobs/jobsupport.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

constexpr std::size_t keptRuns = 2;

struct LoadedRun
{
    std::string key;
    std::unique_ptr<Explorer> explorer;
};

struct LoadedRuns
{
    std::mutex mutex; ///< protects `runs` and serialises their models
    std::deque<LoadedRun> runs; ///< the last used first
};

LoadedRuns& loadedRuns()
{
    static LoadedRuns instance;
    return instance;
}

} // namespace

std::string weightsKey(const WorkspacePaths& paths, const RunRecord& run)
{
    const std::string folder = paths.runFolder(QString::fromStdString(run.id)).toStdString();
    // Not the clock's zero, which is a day of the year 2174 in libstdc++.
    auto newest = std::filesystem::file_time_type::min();
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".safetensors") // other files, such as maps, change no weights
            if (const auto time = entry.last_write_time(error); !error && time > newest)
                newest = time;
    return folder + "|" + run.id + "|" + run.datasetHash + "|"
        + std::to_string(newest.time_since_epoch().count());
}

UserExploration exploreRun(RunStore& store, const WorkspacePaths& paths, const Explorer& explorer,
                           const RunRecord& run, const ExploreQuery& query)
{
    UserExploration result = explorer.explore(query);
    result.run = run.id;
    nameInterests(store, explorer, weightsKey(paths, run), result);
    return result;
}

std::unique_ptr<Explorer> loadRun(RunStore& store, const WorkspacePaths& paths, const RunRecord& run)
{
    const auto data = openRunDataset(store, run);
    return std::make_unique<Explorer>(data, loadRunModel(paths, run, *data),
                                      HistoryRule::of(runParams(paths, run)));
}

void withLoadedRun(RunStore& store, const WorkspacePaths& paths, const std::string& run,
                   const std::function<void(const Explorer& explorer, const RunRecord& record)>& work)
{
    const RunRecord record = store.run(run);
    // Titles and covers may have been attached to the data set since.
    std::error_code missing;
    const auto written = std::filesystem::last_write_time(runDatasetFile(store, record), missing);
    const std::string key = weightsKey(paths, record) + "|"
        + (missing ? std::string {} : std::to_string(written.time_since_epoch().count()));
    const std::lock_guard lock(loadedRuns().mutex);
    auto& runs = loadedRuns().runs;
    const auto known
        = std::find_if(runs.begin(), runs.end(), [&key](const auto& each) { return each.key == key; });
    if (known == runs.end()) {
        // Room first: two item tables at once are enough memory.
        while (runs.size() >= keptRuns)
            runs.pop_back();
        auto explorer = loadRun(store, paths, record);
        runs.push_front({ key, std::move(explorer) });
    } else {
        std::rotate(runs.begin(), known, known + 1);
    }
    work(*runs.front().explorer, record);
}

} // namespace opal
