// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/mapjobs.h"

#include <filesystem>
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
#include "core/jobs/lastanswers.h"
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

/// Reads or makes the map of a run.
class MapMaking final
{
public:
    MapMaking(RunStore& store, WorkspacePaths paths, ItemMapRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
        m_request.params = m_request.params.relevant();
    }

    ItemMapAnswer run(JobContext& context)
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
        auto map = std::make_shared<ItemMap>(projectItems(input(items), m_request.params,
                                                          shareReporter(context, QStringLiteral("map")),
                                                          context.stopToken()));
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

/// That of the last run that was asked about stays.
std::shared_ptr<const ItemNeighbours> neighboursOf(const Explorer& explorer, const std::string& key)
{
    static LastAnswers<ItemNeighbours, 1> answers;
    return answers.get(key, [&explorer] {
        const std::int64_t count = explorer.data().itemCount();
        const std::vector<float> vectors = itemVectors(explorer.model());
        return ItemNeighbours(vectors, count,
                              static_cast<int>(static_cast<std::int64_t>(vectors.size()) / (count + 1)));
    });
}

} // namespace

Job<ItemMapAnswer> makeItemMapJob(RunStore& store, const WorkspacePaths& paths, ItemMapRequest request)
{
    // Only the layout takes long; beside a training it would slow both.
    const bool heavy = request.compute && request.params.method == MapMethod::Neighbours;
    JobHead head { QStringLiteral("map"), QString::fromStdString(request.run),
                   heavy ? JobLane::Heavy : JobLane::Interactive };
    return { std::move(head),
             [making = MapMaking(store, paths, std::move(request))](JobContext& context) mutable {
                 return making.run(context);
             } };
}

Job<NearItems> makeNearItemsJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                std::string itemId, int count)
{
    JobHead head { QStringLiteral("items"), QString::fromStdString(itemId), JobLane::Interactive };
    return { std::move(head),
             [&store, paths, run = std::move(run), itemId = std::move(itemId),
              count](JobContext& /*context*/) {
                 ItemIndex item = 0;
                 std::shared_ptr<const ItemNeighbours> index;
                 withLoadedRun(store, paths, run, [&](const Explorer& explorer, const RunRecord& record) {
                     const auto found = explorer.data().findItem(itemId);
                     if (!found)
                         throw Error(ErrorCode::NotFound,
                                     "the data set of run '" + record.name + "' has no item '" + itemId
                                         + "'; choose one of its own.");
                     item = *found;
                     index = neighboursOf(explorer, weightsKey(paths, record));
                 });
                 return NearItems { itemId, index->nearest(item, count) };
             } };
}

Job<std::vector<std::string>> makeSideTableJob(std::string file)
{
    JobHead head { QStringLiteral("side_table"), QString::fromStdString(file), JobLane::Interactive };
    return { std::move(head),
             [file = std::move(file)](JobContext& /*context*/) { return sideTableColumns(file); } };
}

Job<std::shared_ptr<const SideColumn>> makeSideColumnJob(RunStore& store, std::string run, std::string file,
                                                         std::string column)
{
    JobHead head { QStringLiteral("side_table"), QString::fromStdString(file), JobLane::Interactive };
    return { std::move(head),
             [&store, run = std::move(run), file = std::move(file),
              column = std::move(column)](JobContext& context) {
                 const auto data = openRunDataset(store, store.run(run));
                 const auto find = [&data](std::string_view id) { return data->findItem(id); };
                 return std::make_shared<const SideColumn>(
                     readSideColumn(file, column, data->itemCount(), find, context.stopToken()));
             } };
}

} // namespace opal
