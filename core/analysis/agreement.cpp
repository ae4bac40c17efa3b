// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/agreement.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/base/random.h"

namespace opal {

namespace {

constexpr std::uint64_t shuffleSeed = 1;

template <typename Number> double entropyOf(std::span<const Number> sizes, double total)
{
    double entropy = 0;
    for (const Number size : sizes)
        if (size > 0)
            entropy -= static_cast<double>(size) / total * std::log(static_cast<double>(size) / total);
    return entropy;
}

/// Mutual information over what it can exceed chance by. Partitions that leave nothing to exceed are a single
/// group each, or all items alone in both: the same.
double adjusted(double information, double expected, double meanEntropy)
{
    const double room = meanEntropy - expected;
    return room > 1e-12 ? (information - expected) / room : 1;
}

/// The items that have a label, and what no shuffling changes.
struct LabelledItems
{
    std::vector<std::uint8_t> category; ///< [n]
    std::vector<std::int64_t> offsets { 0 }; ///< [n + 1] into `labels`
    std::vector<std::int32_t> labels;
    std::vector<double> share; ///< [n] one over the number of its labels
    std::vector<std::int64_t> categorySize; ///< [K]
    std::vector<double> labelSize; ///< [T]
    bool oneEach = true; ///< no item has several labels

    std::size_t size() const { return category.size(); }
};

LabelledItems labelledItems(const TagTable& table, std::span<const std::uint8_t> itemCategory, int categories)
{
    if (categories < 1 || table.offsets.size() != itemCategory.size() + 1)
        throw Error(ErrorCode::InvalidArgument, "labels and categories are not of the same items");
    LabelledItems items;
    items.categorySize.assign(static_cast<std::size_t>(categories), 0);
    items.labelSize.assign(table.names.size(), 0.0);
    for (std::size_t item = 1; item < itemCategory.size(); ++item) {
        if (itemCategory[item] >= categories)
            throw Error(ErrorCode::InvalidArgument, "an item is in a category that does not exist");
        const auto own = table.of(static_cast<ItemIndex>(item));
        if (own.empty())
            continue;
        items.category.push_back(itemCategory[item]);
        ++items.categorySize[itemCategory[item]];
        items.share.push_back(1.0 / static_cast<double>(own.size()));
        items.oneEach = items.oneEach && own.size() == 1;
        for (const std::int32_t label : own) {
            items.labels.push_back(label);
            items.labelSize[static_cast<std::size_t>(label)] += items.share.back();
        }
        items.offsets.push_back(static_cast<std::int64_t>(items.labels.size()));
    }
    return items;
}

/// Measures of one way to spread the categories over the items.
struct Measured
{
    double information = 0; ///< nats
    double purity = 0;
};

/// Remembers what is the same for every permutation; `weight` [K, T] is working memory.
class Comparison final
{
public:
    explicit Comparison(const LabelledItems& items)
        : m_items(items)
        , m_total(static_cast<double>(items.size()))
    {
        // Sum of n log n over the cells is all that a permutation changes of the information.
        for (const std::int64_t size : items.categorySize)
            m_margins += logTerm(static_cast<double>(size));
        for (const double size : items.labelSize)
            m_margins += logTerm(size);
    }

    Measured measure(std::span<const std::uint8_t> category, std::vector<double>& weight) const
    {
        const std::size_t labels = m_items.labelSize.size();
        weight.assign(m_items.categorySize.size() * labels, 0.0);
        for (std::size_t item = 0; item < category.size(); ++item) {
            double* row = weight.data() + category[item] * labels;
            const auto end = static_cast<std::size_t>(m_items.offsets[item + 1]);
            for (auto at = static_cast<std::size_t>(m_items.offsets[item]); at < end; ++at)
                row[m_items.labels[at]] += m_items.share[item];
        }
        Measured result;
        double cells = 0;
        for (std::size_t row = 0; row < weight.size(); row += labels) {
            double most = 0;
            for (std::size_t cell = row; cell < row + labels; ++cell) {
                cells += logTerm(weight[cell]);
                most = std::max(most, weight[cell]);
            }
            result.purity += most / m_total;
        }
        result.information = std::max(0.0, (cells - m_margins) / m_total + std::log(m_total));
        return result;
    }

private:
    static double logTerm(double size) { return size > 0 ? size * std::log(size) : 0; }

    const LabelledItems& m_items;
    double m_total;
    double m_margins = 0;
};

/// Uniform permutation (Fisher and Yates), a pure function of `number`.
void shuffle(std::vector<std::uint8_t>& category, int number)
{
    Random random(shuffleSeed, RandomPurpose::Analysis, static_cast<std::uint64_t>(number));
    for (auto left = static_cast<std::uint32_t>(category.size()); left > 1; --left)
        std::swap(category[left - 1], category[random.below(left)]);
}

std::vector<Measured> measureShuffled(const LabelledItems& items, const Comparison& comparison,
                                      const std::stop_token& stop)
{
    std::vector<Measured> measured(agreementShuffles);
    std::atomic<bool> cancelled = false; // no exception may leave a parallel region
#pragma omp parallel
    {
        std::vector<std::uint8_t> category;
        std::vector<double> weight;
#pragma omp for schedule(static)
        for (int number = 0; number < agreementShuffles; ++number) {
            if (cancelled || stop.stop_requested()) {
                cancelled = true;
                continue;
            }
            category = items.category;
            shuffle(category, number);
            measured[static_cast<std::size_t>(number)] = comparison.measure(category, weight);
        }
    }
    if (cancelled)
        throw Cancelled();
    return measured;
}

/// Value at a share of the sorted values, between neighbours in proportion.
double quantile(const std::vector<double>& sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

ShuffledMeasure besideChance(double value, std::vector<double> shuffled)
{
    ShuffledMeasure result;
    result.value = value;
    const auto count = static_cast<double>(shuffled.size());
    result.shuffledMean = std::accumulate(shuffled.begin(), shuffled.end(), 0.0) / count;
    double squares = 0;
    for (const double one : shuffled)
        squares += (one - result.shuffledMean) * (one - result.shuffledMean);
    result.shuffledDeviation = std::sqrt(squares / (count - 1));
    std::sort(shuffled.begin(), shuffled.end());
    result.low = quantile(shuffled, 0.025);
    result.high = quantile(shuffled, 0.975);
    return result;
}

/// By applying `measure` to the real partition and to the shuffled ones.
template <typename Measure>
ShuffledMeasure besideChance(const Measured& real, const std::vector<Measured>& shuffled, Measure measure)
{
    std::vector<double> values;
    values.reserve(shuffled.size());
    for (const Measured& one : shuffled)
        values.push_back(measure(one));
    return besideChance(measure(real), std::move(values));
}

} // namespace

double expectedMutualInformation(std::span<const std::int64_t> rows, std::span<const std::int64_t> columns)
{
    const std::int64_t total = std::accumulate(rows.begin(), rows.end(), std::int64_t { 0 });
    if (total != std::accumulate(columns.begin(), columns.end(), std::int64_t { 0 })
        || std::any_of(rows.begin(), rows.end(), [](std::int64_t size) { return size < 0; })
        || std::any_of(columns.begin(), columns.end(), [](std::int64_t size) { return size < 0; }))
        throw Error(ErrorCode::InvalidArgument, "two partitions are not of the same items");
    std::vector<double> logFactorial(static_cast<std::size_t>(total) + 1, 0.0);
    for (std::size_t n = 1; n < logFactorial.size(); ++n)
        logFactorial[n] = logFactorial[n - 1] + std::log(static_cast<double>(n));
    const auto factorial = [&](std::int64_t n) { return logFactorial[static_cast<std::size_t>(n)]; };
    const auto all = static_cast<double>(total);
    double expected = 0;
    for (const std::int64_t row : rows) {
        for (const std::int64_t column : columns) {
            const double fixed = factorial(row) + factorial(column) + factorial(total - row)
                + factorial(total - column) - factorial(total);
            const double scale
                = std::log(all) - std::log(static_cast<double>(row)) - std::log(static_cast<double>(column));
            const std::int64_t last = std::min(row, column);
            for (std::int64_t both = std::max<std::int64_t>(1, row + column - total); both <= last; ++both) {
                const double probability
                    = std::exp(fixed - factorial(both) - factorial(row - both) - factorial(column - both)
                               - factorial(total - row - column + both));
                expected += static_cast<double>(both) / all * (std::log(static_cast<double>(both)) + scale)
                    * probability;
            }
        }
    }
    return expected;
}

double adjustedMutualInformation(std::span<const std::int64_t> counts, int rows, int columns)
{
    if (rows < 0 || columns < 0
        || counts.size() != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns))
        throw Error(ErrorCode::InvalidArgument, "the counts to compare by are not rows times columns");
    std::vector<std::int64_t> rowSizes(static_cast<std::size_t>(rows), 0);
    std::vector<std::int64_t> columnSizes(static_cast<std::size_t>(columns), 0);
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
        rowSizes[cell / columnSizes.size()] += counts[cell];
        columnSizes[cell % columnSizes.size()] += counts[cell];
    }
    const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t { 0 }));
    if (total == 0)
        return notANumber;
    const double entropies
        = entropyOf<std::int64_t>(rowSizes, total) + entropyOf<std::int64_t>(columnSizes, total);
    double information = 0;
    for (std::size_t cell = 0; cell < counts.size(); ++cell)
        if (counts[cell] > 0)
            information += static_cast<double>(counts[cell]) / total
                * std::log(static_cast<double>(counts[cell]) * total
                           / (static_cast<double>(rowSizes[cell / columnSizes.size()])
                              * static_cast<double>(columnSizes[cell % columnSizes.size()])));
    return adjusted(information, expectedMutualInformation(rowSizes, columnSizes), entropies / 2);
}

Agreement agreementOf(const TagTable& labels, std::span<const std::uint8_t> itemCategory, int categories,
                      const std::stop_token& stop)
{
    const LabelledItems items = labelledItems(labels, itemCategory, categories);
    Agreement result;
    result.items = static_cast<std::int64_t>(items.size());
    if (items.size() == 0) {
        const ShuffledMeasure nothing { notANumber, notANumber, notANumber, notANumber, notANumber };
        result.ami = result.nmi = result.purity = nothing;
        return result;
    }
    const Comparison comparison(items);
    std::vector<double> weight;
    const Measured real = comparison.measure(items.category, weight);
    const std::vector<Measured> shuffled = measureShuffled(items, comparison, stop);
    const auto total = static_cast<double>(items.size());
    const double meanEntropy
        = (entropyOf<std::int64_t>(items.categorySize, total) + entropyOf<double>(items.labelSize, total))
        / 2;
    double expected = 0;
    if (items.oneEach) {
        std::vector<std::int64_t> sizes;
        for (const double size : items.labelSize)
            sizes.push_back(std::llround(size));
        expected = expectedMutualInformation(items.categorySize, sizes);
    } else {
        for (const Measured& one : shuffled)
            expected += one.information / agreementShuffles;
    }
    result.ami = besideChance(real, shuffled, [&](const Measured& one) {
        return adjusted(one.information, expected, meanEntropy);
    });
    result.nmi = besideChance(real, shuffled, [&](const Measured& one) {
        return meanEntropy > 0 ? std::min(1.0, one.information / meanEntropy) : 1;
    });
    result.purity = besideChance(real, shuffled, [](const Measured& one) { return one.purity; });
    return result;
}

TagTable groupLabels(std::span<const std::uint8_t> itemGroup)
{
    TagTable table;
    std::uint8_t last = 0;
    for (std::size_t item = 1; item < itemGroup.size(); ++item) {
        last = std::max(last, itemGroup[item]);
        table.ids.push_back(itemGroup[item]);
        table.offsets.push_back(static_cast<std::int64_t>(table.ids.size()));
    }
    for (int group = 0; group <= last; ++group)
        table.names.push_back(std::to_string(group + 1));
    return table;
}

} // namespace opal
