// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "core/results/datasetprofile.h"

namespace opal {

class Dataset;

/// Walks once over all interactions. The time zone of the hours follows from the day labels: the whole hour
/// nearest to the middle of what all of them allow. Throws Cancelled.
DatasetProfile profileDataset(const Dataset& data, const std::stop_token& stop);

} // namespace opal
