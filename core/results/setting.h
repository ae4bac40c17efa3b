// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "core/results/runrecord.h"

namespace opal {

/// True for a parameter that changes where and how fast a run is computed, but not what it computes: runs
/// that differ in nothing else are the same point.
bool isMachineParam(const std::string& key);

/// Parameters of a run, those changed on its way included, without its seed and its machine.
std::map<std::string, std::string> settingOf(const RunRecord& run);

/// Equal for trainings that compute the same: data, model and parameters without those of the machine.
std::string trainingKey(const std::string& datasetHash, const std::string& model,
                        const std::map<std::string, std::string>& params);

/// Equal for runs that differ in seed and machine alone.
std::string settingKey(const RunRecord& run);

} // namespace opal
