// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "core/analysis/attributionrun.h"
#include "core/jobs/interesttopics.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/lastanswers.h"
#include "core/jobs/loadedruns.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// A pass over all users is made once for each state of a run.
LastAnswers<RunAttribution, 8>& attributions()
{
    static LastAnswers<RunAttribution, 8> answers;
    return answers;
}

} // namespace

Job<std::shared_ptr<const RunAttribution>> makeAttributionJob(RunStore& store, const WorkspacePaths& paths,
                                                              std::string run, int k)
{
    JobHead head { QStringLiteral("attribution"), QString::fromStdString(run) };
    return { std::move(head), [&store, paths, run = std::move(run), k](JobContext& context) {
                const RunRecord record = store.run(run);
                const std::string weights = weightsKey(paths, record);
                std::string key = weights + "|" + std::to_string(k);
                for (const auto& [category, name] : store.categoryNames(record.id))
                    key += "|" + std::to_string(category) + name;
                return attributions().get(key, [&] {
                    const auto explorer = loadRun(store, paths, record);
                    RunAttribution made
                        = attributeRun(*explorer, k, countReporter(context, QStringLiteral("evaluate")),
                                       context.stopToken());
                    made.run = record.id;
                    made.categoryNames
                        = namesOf(store, record.id, explorer->model(), explorer->data(), weights);
                    return made;
                });
            } };
}

Job<std::vector<UserExploration::ItemText>> makeItemSearchJob(RunStore& store, const WorkspacePaths& paths,
                                                              std::string run, std::string text, int limit)
{
    JobHead head { QStringLiteral("items"), QString::fromStdString(text), JobLane::Interactive };
    return { std::move(head),
             [&store, paths, run = std::move(run), text = std::move(text),
              limit = static_cast<std::size_t>(limit)](JobContext& /*context*/) {
                 std::vector<UserExploration::ItemText> found;
                 withLoadedRun(store, paths, run, [&](const Explorer& explorer, const RunRecord&) {
                     found = explorer.findItems(text, limit);
                 });
                 return found;
             } };
}

} // namespace opal
