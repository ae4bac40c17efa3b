// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/notanumber.h"
#include "core/retrieval/mergerule.h"

namespace opal {

namespace {

bool isTarget(std::span<const std::int32_t> targets, std::int32_t item)
{
    return std::binary_search(targets.begin(), targets.end(), item);
}

std::int64_t hitsOf(std::span<const RecallEntry> list, std::span<const std::int32_t> targets)
{
    return std::count_if(list.begin(), list.end(),
                         [&targets](const RecallEntry& entry) { return isTarget(targets, entry.item); });
}

std::vector<std::int32_t> sortedItems(const std::vector<RecallEntry>& list)
{
    std::vector<std::int32_t> items;
    items.reserve(list.size());
    for (const RecallEntry& entry : list)
        items.push_back(entry.item);
    std::sort(items.begin(), items.end());
    return items;
}

/// Interests from the strongest to the weakest.
std::vector<std::size_t> byStrength(std::span<const float> intensity, std::size_t count)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    if (!intensity.empty())
        std::stable_sort(order.begin(), order.end(),
                         [&intensity](std::size_t a, std::size_t b) { return intensity[a] > intensity[b]; });
    return order;
}

} // namespace

double effectiveNumber(std::span<const double> masses)
{
    const double total = std::accumulate(masses.begin(), masses.end(), 0.0);
    if (!(total > 0))
        return notANumber;
    double entropy = 0;
    for (const double mass : masses)
        if (mass > 0)
            entropy -= mass / total * std::log(mass / total);
    return std::exp(entropy);
}

double assignmentDrift(std::span<const float> weights, int interests)
{
    const auto count = static_cast<std::size_t>(interests);
    const std::size_t items = weights.size() / count;
    if (items < 2)
        return 0;
    std::vector<double> older(count, 0.0);
    std::vector<double> newer(count, 0.0);
    for (std::size_t row = 0; row < items; ++row)
        for (std::size_t j = 0; j < count; ++j)
            (row < items / 2 ? older : newer)[j] += static_cast<double>(weights[row * count + j]);
    const double olderTotal = std::accumulate(older.begin(), older.end(), 0.0);
    const double newerTotal = std::accumulate(newer.begin(), newer.end(), 0.0);
    if (!(olderTotal > 0) || !(newerTotal > 0))
        return 0;
    double difference = 0;
    for (std::size_t j = 0; j < count; ++j)
        difference += std::abs(newer[j] / newerTotal - older[j] / olderTotal);
    return difference / 2;
}

double vectorDiversity(std::span<const float> vectors, std::span<const std::uint8_t> valid, int dim)
{
    const auto width = static_cast<std::size_t>(dim);
    const auto product = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (std::size_t i = 0; i < width; ++i)
            sum += static_cast<double>(vectors[a * width + i]) * static_cast<double>(vectors[b * width + i]);
        return sum;
    };
    double sum = 0;
    int pairs = 0;
    for (std::size_t a = 0; a < valid.size(); ++a) {
        for (std::size_t b = a + 1; b < valid.size(); ++b) {
            const double norms = std::sqrt(product(a, a) * product(b, b));
            if (valid[a] == 0 || valid[b] == 0 || !(norms > 0))
                continue;
            sum += 1 - product(a, b) / norms;
            ++pairs;
        }
    }
    return pairs > 0 ? sum / pairs : 0;
}

AttributionSums::AttributionSums(int interests, int k)
{
    const auto count = static_cast<std::size_t>(interests);
    m_sums.interests = interests;
    m_sums.k = k;
    m_sums.perInterest.resize(count);
    m_sums.marginalRecall.assign(count, 0.0);
    m_sums.overlap.assign(count * count, 0.0);
    m_overlapUsers.assign(count * count, 0.0);
}

std::int64_t AttributionSums::add(std::span<const std::vector<RecallEntry>> lists,
                                  std::span<const std::int32_t> targets, std::span<const float> intensity)
{
    const std::size_t count = lists.size();
    const auto targetCount = static_cast<double>(targets.size());
    const std::vector<RecallEntry> merged = mergeLists(lists, m_sums.k, {});
    const std::int64_t hits = hitsOf(merged, targets);
    ++m_sums.users;
    m_sums.targets += static_cast<std::int64_t>(targets.size());
    m_sums.hits += hits;
    m_sums.recall += static_cast<double>(hits) / targetCount;

    std::vector<std::vector<std::int32_t>> items;
    for (const auto& list : lists)
        items.push_back(sortedItems(list));
    std::vector<double> given(count, 0.0);
    for (const RecallEntry& entry : merged) {
        const auto source = static_cast<std::size_t>(entry.interest);
        Attribution::Interest& interest = m_sums.perInterest[source];
        ++interest.given;
        ++given[source];
        if (!isTarget(targets, entry.item))
            continue;
        ++interest.found;
        interest.creditedRecall += 1 / targetCount;
        const auto holders = std::count_if(items.begin(), items.end(), [&entry](const auto& list) {
            return std::binary_search(list.begin(), list.end(), entry.item);
        });
        interest.alone += holders == 1 ? 1 : 0;
    }

    std::vector<double> weights(count, 1.0);
    for (std::size_t j = 0; j < count; ++j) {
        m_sums.perInterest[j].ownHits += hitsOf(lists[j], targets);
        weights[j] = 0;
        m_sums.perInterest[j].recallWithout
            += static_cast<double>(
                   hitsOf(mergeLists(lists, m_sums.k, { .weights = weights, .shares = {} }), targets))
            / targetCount;
        weights[j] = 1;
    }
    weights.assign(count, 0.0);
    double before = 0;
    const std::vector<std::size_t> order = byStrength(intensity, count);
    for (std::size_t place = 0; place < count; ++place) {
        weights[order[place]] = 1;
        const double recall = static_cast<double>(hitsOf(
                                  mergeLists(lists, m_sums.k, { .weights = weights, .shares = {} }), targets))
            / targetCount;
        m_sums.marginalRecall[place] += recall - before;
        before = recall;
    }

    addOverlap(lists);
    if (const double sources = effectiveNumber(given); !std::isnan(sources)) {
        m_sums.effectiveSources += sources;
        ++m_sourceUsers;
    }
    const std::vector<double> masses(intensity.begin(), intensity.end());
    if (const double effective = effectiveNumber(masses); !std::isnan(effective)) {
        m_sums.effectiveInterests += effective;
        ++m_intensityUsers;
    }
    return hits;
}

void AttributionSums::addOverlap(std::span<const std::vector<RecallEntry>> lists)
{
    std::vector<std::vector<std::int32_t>> items;
    for (const auto& list : lists)
        items.push_back(sortedItems(list));
    const std::size_t count = lists.size();
    for (std::size_t a = 0; a < count; ++a) {
        for (std::size_t b = a + 1; b < count; ++b) {
            if (items[a].empty() || items[b].empty())
                continue;
            std::vector<std::int32_t> common;
            std::set_intersection(items[a].begin(), items[a].end(), items[b].begin(), items[b].end(),
                                  std::back_inserter(common));
            const auto shared = static_cast<double>(common.size());
            m_sums.overlap[a * count + b]
                += shared / (static_cast<double>(items[a].size() + items[b].size()) - shared);
            m_overlapUsers[a * count + b] += 1;
        }
    }
}

Attribution AttributionSums::result() const
{
    Attribution result = m_sums;
    const auto mean = [](double sum, double count) { return count > 0 ? sum / count : notANumber; };
    const auto users = static_cast<double>(m_sums.users);
    result.recall = mean(m_sums.recall, users);
    for (Attribution::Interest& interest : result.perInterest) {
        interest.creditedRecall = mean(interest.creditedRecall, users);
        interest.recallWithout = mean(interest.recallWithout, users);
    }
    for (double& gain : result.marginalRecall)
        gain = mean(gain, users);
    const auto count = static_cast<std::size_t>(m_sums.interests);
    double sum = 0;
    double pairs = 0;
    for (std::size_t a = 0; a < count; ++a) {
        result.overlap[a * count + a] = 1;
        for (std::size_t b = a + 1; b < count; ++b) {
            sum += m_sums.overlap[a * count + b];
            pairs += m_overlapUsers[a * count + b];
            const double value = mean(m_sums.overlap[a * count + b], m_overlapUsers[a * count + b]);
            result.overlap[a * count + b] = result.overlap[b * count + a] = value;
        }
    }
    result.meanOverlap = mean(sum, pairs);
    result.effectiveInterests = mean(m_sums.effectiveInterests, static_cast<double>(m_intensityUsers));
    result.effectiveSources = mean(m_sums.effectiveSources, static_cast<double>(m_sourceUsers));
    return result;
}

} // namespace opal
