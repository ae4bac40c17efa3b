// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/mapjobs.h"

#include <chrono>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "core/analysis/hypercategories.h"
#include "core/analysis/itemmapfile.h"
#include "core/analysis/itemneighbours.h"
#include "core/analysis/projection.h"
#include "core/base/error.h"
#include "core/data/sidetable.h"
#include "core/jobs/interesttopics.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/loadedruns.h"
#include "core/retrieval/interests.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

void fillTexts(const Dataset& data, MapItems& items)
{
    const auto count = static_cast<std::size_t>(data.itemCount());
    const DatasetSummary& summary = data.summary();
    items.ids.resize(count + 1);
    if (summary.hasTitles)
        items.titles.resize(count + 1);
    if (summary.covers > 0) {
        items.covers.resize(count + 1);
        items.coversFolder = data.coversFolder();
    }
    if (summary.hasTags)
        items.tagOffsets.assign(2, 0);
    std::unordered_map<std::string_view, std::uint32_t> known;
    for (std::size_t item = 1; item <= count; ++item) {
        const auto index = static_cast<ItemIndex>(item);
        items.ids[item] = data.itemId(index);
        if (summary.hasTitles)
            items.titles[item] = data.title(index);
        if (summary.covers > 0)
            items.covers[item] = data.cover(index);
        if (!summary.hasTags)
            continue;
        for (const std::string_view tag : data.tags(index)) {
            const auto [place, fresh]
                = known.try_emplace(tag, static_cast<std::uint32_t>(items.tagNames.size()));
            if (fresh)
                items.tagNames.emplace_back(tag);
            items.tagIndices.push_back(place->second);
        }
        items.tagOffsets.push_back(items.tagIndices.size());
    }
    const auto popularity = data.popularity();
    items.popularity.assign(popularity.begin(), popularity.end());
}

class ItemMapJob final : public Job
{
public:
    ItemMapJob(RunStore& store, WorkspacePaths paths, ItemMapRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
        m_request.params = m_request.params.relevant();
    }

    QString kind() const override { return QStringLiteral("map"); }

    QString subject() const override { return QString::fromStdString(m_request.run); }

    std::any run(JobContext& context) override
    {
        auto items = std::make_shared<MapItems>();
        read(*items);
        if (context.stopToken().stop_requested())
            throw Cancelled();
        ItemMapAnswer answer;
        answer.items = items;
        readStored(answer);
        if (!answer.map && m_request.compute) {
            answer.map = computedMap(*items, context);
            answer.damage.reset();
        }
        return answer;
    }

private:
    /// Copies what is needed, so that a long layout does not keep other questions to the run waiting.
    void read(MapItems& items)
    {
        withLoadedRun(m_store, m_paths, m_request.run, [&](const Explorer& explorer, const RunRecord& run) {
            items.run = run.id;
            items.runName = run.name;
            items.model = run.model;
            items.datasetHash = run.datasetHash;
            fillTexts(explorer.data(), items);
            m_vectors = itemVectors(explorer.model());
            items.dim = static_cast<int>(m_vectors.size() / items.ids.size());
            if (const auto snapshot = snapshotOf(explorer.model(), explorer.data().popularity())) {
                items.categories = snapshot->categories;
                items.category = snapshot->itemCategory;
                m_categories = snapshot->vectors;
                items.categoryNames
                    = namesOf(m_store, run.id, explorer.model(), explorer.data(), weightsKey(m_paths, run));
            }
        });
    }

    ProjectionInput input(const MapItems& items) const { return { m_vectors, m_categories, items.dim }; }

    std::string fileOf(const MapItems& items) const
    {
        return m_paths.runFolder(QString::fromStdString(items.run)).toStdString() + "/"
            + itemMapFileName(m_request.params);
    }

    /// Leaves null where there is none or it shows other vectors, because the training went on.
    void readStored(ItemMapAnswer& answer) const
    {
        const std::string file = fileOf(*answer.items);
        if (!std::filesystem::exists(file))
            return;
        try {
            auto map = std::make_shared<const ItemMap>(readItemMap(file));
            if (map->vectorsHash == projectionHash(input(*answer.items)) && map->params == m_request.params
                && map->x.size() == answer.items->ids.size())
                answer.map = map;
        } catch (const Error& error) {
            answer.damage = error;
        }
    }

    std::shared_ptr<const ItemMap> computedMap(const MapItems& items, JobContext& context) const
    {
        const auto started = std::chrono::steady_clock::now();
        const auto progress = [&](double fraction) {
            const double seconds
                = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
            JobProgress report;
            report.phase = QStringLiteral("map");
            report.fraction = fraction;
            report.secondsLeft = fraction > 0 ? seconds * (1 - fraction) / fraction : -1;
            context.progress(report);
        };
        auto map = std::make_shared<ItemMap>(
            projectItems(input(items), m_request.params, progress, context.stopToken()));
        map->run = items.run;
        if (context.stopToken().stop_requested())
            throw Cancelled();
        writeItemMap(fileOf(items), *map);
        return map;
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    ItemMapRequest m_request;
    std::vector<float> m_vectors; ///< [N + 1, d]
    std::vector<float> m_categories; ///< [K, d]; empty if the model has none
};

/// The index of the last run that was asked about.
struct NeighboursCache
{
    std::mutex mutex; ///< protects both
    std::string key;
    std::shared_ptr<const ItemNeighbours> index;
};

NeighboursCache& neighboursCache()
{
    static NeighboursCache instance;
    return instance;
}

class NearItemsJob final : public Job
{
public:
    NearItemsJob(RunStore& store, WorkspacePaths paths, std::string run, std::string itemId, int count)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_run(std::move(run))
        , m_itemId(std::move(itemId))
        , m_count(count)
    {
    }

    QString kind() const override { return QStringLiteral("items"); }

    QString subject() const override { return QString::fromStdString(m_itemId); }

    std::any run(JobContext& /*context*/) override
    {
        ItemIndex item = 0;
        std::shared_ptr<const ItemNeighbours> index;
        withLoadedRun(m_store, m_paths, m_run, [&](const Explorer& explorer, const RunRecord& run) {
            const auto found = explorer.data().findItem(m_itemId);
            if (!found)
                throw Error(ErrorCode::NotFound,
                            "the data set of run '" + run.name + "' has no item '" + m_itemId
                                + "'; choose one of its own.");
            item = *found;
            index = indexOf(explorer, weightsKey(m_paths, run));
        });
        return NearItems { m_itemId, index->nearest(item, m_count) };
    }

private:
    static std::shared_ptr<const ItemNeighbours> indexOf(const Explorer& explorer, const std::string& key)
    {
        const std::lock_guard lock(neighboursCache().mutex);
        if (neighboursCache().key != key || !neighboursCache().index) {
            neighboursCache().index.reset(); // room first
            const std::int64_t count = explorer.data().itemCount();
            const std::vector<float> vectors = itemVectors(explorer.model());
            neighboursCache().index = std::make_shared<const ItemNeighbours>(
                vectors, count, static_cast<int>(static_cast<std::int64_t>(vectors.size()) / (count + 1)));
            neighboursCache().key = key;
        }
        return neighboursCache().index;
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    std::string m_run;
    std::string m_itemId;
    int m_count;
};

class SideTableJob final : public Job
{
public:
    explicit SideTableJob(std::string file)
        : m_file(std::move(file))
    {
    }

    QString kind() const override { return QStringLiteral("side_table"); }

    QString subject() const override { return QString::fromStdString(m_file); }

    std::any run(JobContext& /*context*/) override { return sideTableColumns(m_file); }

private:
    std::string m_file;
};

class SideColumnJob final : public Job
{
public:
    SideColumnJob(RunStore& store, std::string run, std::string file, std::string column)
        : m_store(store)
        , m_run(std::move(run))
        , m_file(std::move(file))
        , m_column(std::move(column))
    {
    }

    QString kind() const override { return QStringLiteral("side_table"); }

    QString subject() const override { return QString::fromStdString(m_file); }

    std::any run(JobContext& context) override
    {
        const auto data = openRunDataset(m_store, m_store.run(m_run));
        const auto find = [&data](std::string_view id) { return data->findItem(id); };
        return std::make_shared<const SideColumn>(
            readSideColumn(m_file, m_column, data->itemCount(), find, context.stopToken()));
    }

private:
    RunStore& m_store;
    std::string m_run;
    std::string m_file;
    std::string m_column;
};

} // namespace

std::unique_ptr<Job> makeSideTableJob(std::string file)
{
    return std::make_unique<SideTableJob>(std::move(file));
}

std::unique_ptr<Job> makeSideColumnJob(RunStore& store, std::string run, std::string file, std::string column)
{
    return std::make_unique<SideColumnJob>(store, std::move(run), std::move(file), std::move(column));
}

std::unique_ptr<Job> makeItemMapJob(RunStore& store, const WorkspacePaths& paths, ItemMapRequest request)
{
    return std::make_unique<ItemMapJob>(store, paths, std::move(request));
}

std::unique_ptr<Job> makeNearItemsJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                      std::string itemId, int count)
{
    return std::make_unique<NearItemsJob>(store, paths, std::move(run), std::move(itemId), count);
}

} // namespace opal
