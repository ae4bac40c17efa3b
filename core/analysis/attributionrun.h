// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

#include "core/results/attribution.h"

namespace opal {

class Explorer;

/// Attribution and properties of every user of the test day with the lists of length `k`, as evaluate() makes
/// them. Throws Error{InvalidData} if the data set has no such user, Cancelled.
RunAttribution attributeRun(const Explorer& explorer, int k,
                            const std::function<void(std::int64_t done, std::int64_t total)>& progress,
                            std::stop_token stop);

} // namespace opal
