// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/popularity.h"

#include <algorithm>

#include "core/base/error.h"

namespace opal {

namespace {

/// Index of the last day that any training item has.
std::int32_t lastTrainingDay(const Dataset& data)
{
    std::int32_t last = 0;
    for (UserIndex user = 0; user < data.userCount(); ++user)
        if (const std::size_t length = data.train(user).size(); length > 0)
            last = std::max(last, data.days(user)[length - 1]);
    return last;
}

} // namespace

Popularity::Popularity(std::int64_t days, std::int64_t itemCount)
    : LinearScorer(itemCount)
    , m_days(days)
{
}

std::string Popularity::fit(const Dataset& data, const std::function<void(double fraction)>& /*progress*/,
                            std::stop_token /*stop*/)
{
    LinearWeights weights;
    weights.base = torch::zeros({ itemCount() + 1 });
    auto* scores = weights.base.data_ptr<float>();
    if (m_days == 0) {
        const auto counts = data.popularity();
        std::copy(counts.begin(), counts.end(), scores);
        set(std::move(weights));
        return {};
    }
    if (data.summary().dayLabels.empty())
        throw Error(ErrorCode::InvalidData,
                    "the data set '" + data.summary().name
                        + "' has no days, so nothing is recent in it; train the model 'popularity'.");
    const std::int64_t first = lastTrainingDay(data) - m_days + 1;
    for (UserIndex user = 0; user < data.userCount(); ++user) {
        const auto items = data.train(user);
        const auto days = data.days(user);
        for (std::size_t row = 0; row < items.size(); ++row)
            if (days[row] >= first)
                ++scores[items[row]];
    }
    set(std::move(weights));
    return {};
}

} // namespace opal
