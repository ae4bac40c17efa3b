// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attributionrun.h"

#include <algorithm>

#include "core/analysis/attribution.h"
#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/evaluation/userblock.h"
#include "core/models/rankingmodel.h"
#include "core/retrieval/explorer.h"
#include "core/retrieval/interests.h"

namespace opal {

namespace {

constexpr std::size_t usersAttributedTogether = 256;

/// The assignment [length, K] of one user of a block; empty if the model has none.
std::span<const float> weightsOf(const std::vector<float>& weights, const RaggedHistories& windows,
                                 std::size_t user, int interests)
{
    if (weights.empty())
        return {};
    const auto first = static_cast<std::size_t>(windows.offsets[user] * interests);
    const auto last = static_cast<std::size_t>(windows.offsets[user + 1] * interests);
    return std::span(weights).subspan(first, last - first);
}

} // namespace

RunAttribution attributeRun(const Explorer& explorer, int k,
                            const std::function<void(std::int64_t done, std::int64_t total)>& progress,
                            std::stop_token stop)
{
    const Dataset& data = explorer.data();
    const std::vector<UserIndex> users = data.evaluationUsers(Split::Test);
    if (users.empty())
        throw Error(ErrorCode::InvalidData,
                    "no user of the data set '" + data.summary().name
                        + "' has a history and an item on the test day; use a log with interactions on its "
                          "last day.");
    const int interests = explorer.model().interestCount();
    const auto count = static_cast<std::size_t>(interests);
    AttributionSums sums(interests, k);
    RunAttribution result;
    std::vector<float> weights;
    for (std::size_t first = 0; first < users.size(); first += usersAttributedTogether) {
        if (stop.stop_requested())
            throw Cancelled();
        const auto part
            = std::span(users).subspan(first, std::min(usersAttributedTogether, users.size() - first));
        const UserBlock block = gatherBlock(data, Split::Test, explorer.rule(), part);
        const InterestSet set = extractInterestsAndWeights(explorer.model(), block.windows, weights);
        const std::vector<InterestLists> lists = explorer.searcher().lists(set, k, block.filters());
        for (std::size_t user = 0; user < part.size(); ++user) {
            const auto intensity = set.intensity.empty()
                ? std::span<const float>()
                : std::span(set.intensity).subspan(user * count, count);
            UserProperties& row = result.users.emplace_back();
            row.userId = std::string(data.userId(part[user]));
            row.historyLength = static_cast<std::int64_t>(data.history(part[user], Split::Test).size());
            row.targets = static_cast<std::int64_t>(block.targets[user].size());
            row.hits = sums.add(lists[user], block.targets[user], intensity);
            row.recall = static_cast<double>(row.hits) / static_cast<double>(row.targets);
            row.diversity = vectorDiversity(std::span(set.vectors)
                                                .subspan(user * count * static_cast<std::size_t>(set.dim),
                                                         count * static_cast<std::size_t>(set.dim)),
                                            std::span(set.valid).subspan(user * count, count), set.dim);
            const auto own = weightsOf(weights, block.windows, user, interests);
            row.drift = own.empty() ? notANumber : assignmentDrift(own, interests);
            row.effectiveInterests = effectiveNumber(std::vector<double>(intensity.begin(), intensity.end()));
        }
        if (progress)
            progress(static_cast<std::int64_t>(first + part.size()), static_cast<std::int64_t>(users.size()));
    }
    result.attribution = sums.result();
    return result;
}

} // namespace opal
