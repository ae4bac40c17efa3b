// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/data/dataset.h"

namespace opal {

class RankingModel;

/// Key of the model whose vectors another program made (External, models/external.h).
inline constexpr const char* externalModel = "external";

/// File of such a run below its folder, written by adoptVectors() (exchange/adoption.h).
std::string externalFile(const std::string& runFolder);

/// Throws as the constructor of External.
std::shared_ptr<RankingModel> openExternal(const std::string& file, int interests, int dim,
                                           std::int64_t itemCount);

/// From now on a model that knows users gives their interests before the day of `split`, the test day unless
/// told. Others make them from histories: nothing changes.
void setDay(RankingModel& model, Split split);

} // namespace opal
