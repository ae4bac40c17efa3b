// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/analysis/tagagreement.h"
#include "core/data/dataset.h"
#include "core/results/agreement.h"

namespace opal {

/// Mutual information of two partitions that chance would give, in nats: its exact expectation over all ways
/// to spread the items of groups of these sizes (hypergeometric model; Vinh, Epps and Bailey, JMLR 2010, Eq.
/// 24a). The sums of `rows` and `columns` are the same number of items; O(sum over cells of their smaller
/// size). Throws Error{InvalidArgument}.
double expectedMutualInformation(std::span<const std::int64_t> rows, std::span<const std::int64_t> columns);

/// Adjusted mutual information of two partitions of the same items by the number of items in every cell
/// [rows, columns], normalised by the arithmetic mean of both entropies: 0 is what chance gives, 1 identical.
/// 1 if both are a single group, NaN of no items. Throws Error{InvalidArgument} if the sizes disagree.
double adjustedMutualInformation(std::span<const std::int64_t> counts, int rows, int columns);

/// How many times the categories are shuffled for means, deviations and bands.
constexpr int agreementShuffles = 500;

/// How far categories and labels agree: every measure beside its mean, deviation and 95 % band over
/// `agreementShuffles` permutations of the categories over the items that have a label.
///
/// An item with n labels counts 1/n to each of them, so that every item counts once; items without one are
/// left out. Chance is taken out of the mutual information by its exact expectation where no item has several
/// labels, and by the mean over the permutations (the same model, sampled) where some have. `itemCategory` is
/// [N + 1], entry 0 unused; `with` is left empty. The same arguments give the same result with any number of
/// threads. All values are NaN if no item has a label. Throws Error{InvalidArgument}, Cancelled.
Agreement agreementOf(const TagTable& labels, std::span<const std::uint8_t> itemCategory, int categories,
                      const std::stop_token& stop = {});

/// Groups of items as labels, one an item: group 0 is named "1". `itemGroup` is [N + 1], entry 0 unused.
TagTable groupLabels(std::span<const std::uint8_t> itemGroup);

} // namespace opal
