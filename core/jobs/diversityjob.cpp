// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "core/analysis/diversity.h"
#include "core/analysis/hypercategories.h"
#include "core/analysis/listdiversity.h"
#include "core/jobs/interesttopics.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/lastanswers.h"
#include "core/jobs/loadedruns.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

struct DatasetIndex
{
    explicit DatasetIndex(const Dataset& data)
        : together(data)
        , tags(tagTable(data))
    {
    }

    CooccurrenceIndex together;
    TagTable tags;
};

/// That of the last data set stays, so that the next user is answered at once.
std::shared_ptr<const DatasetIndex> indexOf(const Dataset& data)
{
    static LastAnswers<DatasetIndex, 1> answers;
    return answers.get(data.contentKey(), [&data] { return DatasetIndex(data); });
}

std::shared_ptr<const UserDiversity> diversityOfUser(RunStore& store, const WorkspacePaths& paths,
                                                     const DiversityJobRequest& request)
{
    auto result = std::make_shared<UserDiversity>();
    UserExploration user;
    std::vector<ItemIndex> items;
    std::vector<std::int32_t> interest;
    std::vector<std::int32_t> category;
    std::shared_ptr<const DatasetIndex> index;
    withLoadedRun(store, paths, request.run, [&](const Explorer& explorer, const RunRecord& run) {
        result->run = run.id;
        result->runName = run.name;
        ExploreQuery query;
        query.userId = request.userId;
        query.k = request.k;
        user = exploreRun(store, paths, explorer, run, query);
        for (const RecallEntry& entry : user.recall.merged) {
            items.push_back(entry.item);
            interest.push_back(entry.interest);
        }
        category = categoriesOf(explorer.model(), items);
        index = indexOf(explorer.data());
    });
    const SppmiMatrix ranked
        = sppmiMatrix(index->together, items, interest, { request.shift, request.minimumCount });
    const auto order = rowOrder(request.order, user.recall.merged, category, ranked);

    result->userId = request.userId;
    result->k = request.k;
    result->interests = static_cast<int>(user.interests.size());
    result->order = request.order;
    result->interestNames = user.interestNames();
    result->categoryNames = user.categoryNames;
    for (const std::size_t at : order) {
        result->itemIds.push_back(user.mergedItems[at].id);
        result->titles.push_back(user.mergedItems[at].title);
        result->tags.push_back(user.mergedItems[at].tags);
        result->covers.push_back(user.mergedItems[at].cover);
        if (!category.empty())
            result->category.push_back(category[at]);
    }
    result->matrix = reordered(ranked, order);
    result->statistics = sppmiStatistics(result->matrix);
    result->within = pairMean(result->matrix, true);
    result->between = pairMean(result->matrix, false);
    result->ratio = pairRatio(result->matrix);
    result->tagDiversity = tagDiversity(index->tags, items);
    result->sppmiDiversity = sppmiDiversity(result->matrix, index->together.pairCount());
    return result;
}

std::shared_ptr<const AverageDiversity> diversityOfUsers(RunStore& store, const WorkspacePaths& paths,
                                                         const DiversityJobRequest& request,
                                                         JobContext& context)
{
    const RunRecord run = store.run(request.run);
    const auto data = openRunDataset(store, run);
    const auto model = loadRunModel(paths, run, *data);
    const AverageDiversityParams wanted { request.k,
                                          HistoryRule::of(runParams(paths, run)),
                                          { request.shift, request.minimumCount },
                                          request.users };
    auto result = std::make_shared<AverageDiversity>(
        averageDiversity(*model, *data, indexOf(*data)->together, wanted,
                         countReporter(context, QStringLiteral("diversity")), context.stopToken()));
    result->run = run.id;
    result->runName = run.name;
    result->categoryNames = namesOf(store, run.id, *model, *data, weightsKey(paths, run));
    if (request.users == UserSet())
        DiversityStore(store).save(runDiversityOf(*result, run.step));
    return result;
}

} // namespace

Job<std::shared_ptr<const UserDiversity>> makeDiversityJob(RunStore& store, const WorkspacePaths& paths,
                                                           DiversityJobRequest request)
{
    JobHead head { QStringLiteral("diversity"), QString::fromStdString(request.userId),
                   JobLane::Interactive };
    return { std::move(head), [&store, paths, request = std::move(request)](JobContext& /*context*/) {
                return diversityOfUser(store, paths, request);
            } };
}

Job<std::shared_ptr<const AverageDiversity>>
makeAverageDiversityJob(RunStore& store, const WorkspacePaths& paths, DiversityJobRequest request)
{
    JobHead head { QStringLiteral("diversity"), QString::fromStdString(request.run) };
    return { std::move(head), [&store, paths, request = std::move(request)](JobContext& context) {
                return diversityOfUsers(store, paths, request, context);
            } };
}

} // namespace opal
