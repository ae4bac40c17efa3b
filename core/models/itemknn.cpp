// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/itemknn.h"

#include <algorithm>
#include <cmath>

#include "core/models/fitloop.h"

namespace opal {

namespace {

} // namespace

ItemKnnOptions ItemKnnOptions::from(const ParamMap& params)
{
    return { params.integer("neighbours"), params.real("shrinkage") };
}

ItemKnn::ItemKnn(const ItemKnnOptions& options, std::int64_t itemCount)
    : LinearScorer(itemCount)
    , m_options(options)
{
}

std::string ItemKnn::fit(const Dataset& data, const std::function<void(double fraction)>& progress,
                         std::stop_token stop)
{
    const TrainingMatrix matrix(data);
    std::vector<std::vector<ItemWeight>> byItem(static_cast<std::size_t>(itemCount()) + 1);
    forItems(matrix, progress, stop, [&](std::int32_t item, TrainingMatrix::Together& together) {
        together.gather(item);
        auto& nearest = byItem[static_cast<std::size_t>(item)];
        for (const std::int32_t other : together.items()) {
            if (other == item)
                continue;
            const double norm = std::sqrt(static_cast<double>(matrix.count(item))
                                          * static_cast<double>(matrix.count(other)));
            nearest.push_back({ other, item,
                                static_cast<float>(static_cast<double>(together.count(other))
                                                   / (norm + m_options.shrinkage)) });
        }
        const auto kept = std::min(nearest.size(), static_cast<std::size_t>(m_options.neighbours));
        std::partial_sort(nearest.begin(), nearest.begin() + static_cast<std::ptrdiff_t>(kept), nearest.end(),
                          [](const ItemWeight& a, const ItemWeight& b) {
                              return a.weight != b.weight ? a.weight > b.weight : a.history < b.history;
                          });
        nearest.resize(kept);
        nearest.shrink_to_fit();
    });
    set(sparseWeights(byItem));
    return {};
}

} // namespace opal
