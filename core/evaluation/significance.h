// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace opal {

/// Two-sided p-value of the Wilcoxon signed-rank test that paired `first` and `second` do not differ. Pairs
/// without a difference are left out, ties share their mean rank; normal approximation with correction for
/// ties, so meant for more than about 20 pairs. 1 if nothing differs.
/// Throws Error{InvalidArgument} if the lengths differ.
double wilcoxonSignedRank(std::span<const double> first, std::span<const double> second);

/// Two-sided p-value of the paired bootstrap: twice the smaller share of `resamples` resamplings of the pairs
/// whose mean difference is at most (at least) zero, counted with one added, so never 0. Deterministic for
/// the seed, whatever the number of threads. 1 if nothing differs.
/// Throws Error{InvalidArgument} if the lengths differ.
double pairedBootstrap(std::span<const double> first, std::span<const double> second, int resamples,
                       std::uint64_t seed);

} // namespace opal
