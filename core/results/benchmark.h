// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/notanumber.h"

namespace opal {

/// Two forms of the same work, timed in alternation in one process.
struct BenchmarkComparison
{
    std::string name; ///< "soft", "hard", ...; empty for a benchmark that compares one thing
    double fastMs = 0; ///< median
    double fastLowMs = 0; ///< quickest
    double fastHighMs = 0; ///< slowest
    double plainMs = notANumber; ///< median; NaN if there is no plain form

    double ratio() const { return plainMs / fastMs; }
};

/// What one benchmark measured. Names are stable keys.
struct BenchmarkResult
{
    std::string name;
    std::vector<BenchmarkComparison> comparisons;
    std::vector<std::pair<std::string, double>> figures; ///< "users_per_second", "peak_rss_mb", ...
    std::vector<std::pair<std::string, bool>> checks; ///< "identical": do both forms give the same?
    std::vector<std::pair<std::string, std::string>> setting; ///< data, model, sizes, threads, processor
};

} // namespace opal
