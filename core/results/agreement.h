// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/base/notanumber.h"

namespace opal {

/// A measure of how far two partitions agree, beside the same of one of them shuffled over the items.
struct ShuffledMeasure
{
    double value = 0;
    double shuffledMean = 0;
    double shuffledDeviation = 0; ///< sample standard deviation of the shuffled values
    double low = 0; ///< the middle 95 % of the shuffled values
    double high = 0;

    bool operator==(const ShuffledMeasure&) const = default;
};

/// How far the hyper-categories of a model say the same as something that is known of the items.
struct Agreement
{
    std::string with; ///< "tags", or "spectral": the log's own groups, where the data set has no tags
    std::int64_t items = 0; ///< compared: those that have a tag
    ShuffledMeasure ami; ///< adjusted mutual information: 0 is chance, 1 identical, below 0 possible
    ShuffledMeasure nmi; ///< mutual information over the arithmetic mean of both entropies, 0 to 1
    ShuffledMeasure purity; ///< share of the items that have the most frequent tag of their category

    /// The shuffled categories agree as well.
    bool isAtChance() const { return ami.value <= ami.high; }

    bool operator==(const Agreement&) const = default;
};

/// What is kept of the SPPMI of a run's lists over all users of the test day; NaN where there are no such
/// pairs.
struct InterestSppmi
{
    double within = 0; ///< mean between items of the same interest
    double between = 0; ///< mean between items of different ones

    /// How many times more the items of one interest belong together; NaN if nothing can be said.
    double ratio() const { return between > 0 ? within / between : notANumber; }
};

} // namespace opal
