// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/hypercategory.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr double deadShare = 0.1; ///< of the equal share
constexpr double collapsedPart = 0.5; ///< of all categories
constexpr double twinCosine = 0.9;

} // namespace

double CategorySnapshot::similarity(int first, int second) const
{
    const float* a = vectors.data() + static_cast<std::ptrdiff_t>(first) * dim;
    const float* b = vectors.data() + static_cast<std::ptrdiff_t>(second) * dim;
    return std::min(1.0, std::abs(std::inner_product(a, a + dim, b, 0.0)));
}

std::vector<double> CategorySnapshot::shares() const
{
    const double total = std::accumulate(mass.begin(), mass.end(), 0.0);
    std::vector<double> result(mass.size(), 1.0 / static_cast<double>(mass.size()));
    if (total > 0)
        for (std::size_t j = 0; j < mass.size(); ++j)
            result[j] = mass[j] / total;
    return result;
}

double CategorySnapshot::massVariation() const
{
    const auto count = static_cast<double>(mass.size());
    const double mean = std::accumulate(mass.begin(), mass.end(), 0.0) / count;
    if (mass.size() < 2 || mean <= 0)
        return 0;
    double squares = 0;
    for (const double value : mass)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / (count - 1)) / mean;
}

double CategorySnapshot::effectiveCategories() const
{
    double entropy = 0;
    for (const double share : shares())
        if (share > 0)
            entropy -= share * std::log(share);
    return std::exp(entropy);
}

std::vector<CategoryAlarm> categoryAlarms(const CategorySnapshot& snapshot)
{
    std::vector<CategoryAlarm> alarms;
    const int count = snapshot.categories;
    if (count < 2)
        return alarms;
    // With K = 2 half of the categories is one: nothing but a single used category would count as collapsed.
    const double limit = std::max(collapsedPart * count, 1.5);
    if (const double effective = snapshot.effectiveCategories(); effective <= limit)
        alarms.push_back({ CategoryAlarm::Kind::Collapse, -1, -1, effective });
    const std::vector<double> shares = snapshot.shares();
    for (int j = 0; j < count; ++j) {
        if (const double share = shares[static_cast<std::size_t>(j)]; share < deadShare / count)
            alarms.push_back({ CategoryAlarm::Kind::Dead, j, -1, share });
        for (int other = j + 1; other < count; ++other)
            if (const double cosine = snapshot.similarity(j, other); cosine > twinCosine)
                alarms.push_back({ CategoryAlarm::Kind::Twin, j, other, cosine });
    }
    return alarms;
}

CategoryFlow categoryFlow(const CategorySnapshot& before, const CategorySnapshot& after)
{
    if (before.categories != after.categories || before.itemCategory.size() != after.itemCategory.size()
        || before.itemCategory.empty())
        throw Error(ErrorCode::InvalidArgument,
                    "only two evaluations of the same run can be compared item by item");
    CategoryFlow flow;
    flow.categories = before.categories;
    flow.counts.assign(static_cast<std::size_t>(flow.categories) * static_cast<std::size_t>(flow.categories),
                       0);
    for (std::size_t item = 1; item < before.itemCategory.size(); ++item) {
        const std::size_t from = before.itemCategory[item];
        const std::size_t to = after.itemCategory[item];
        ++flow.counts[from * static_cast<std::size_t>(flow.categories) + to];
        flow.moved += from != to ? 1 : 0;
    }
    flow.items = static_cast<std::int64_t>(before.itemCategory.size()) - 1;
    return flow;
}

} // namespace opal
