// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/synth.h"

namespace opal {

/// The picture that stands for an item: one for every topic and style.
struct SynthCover
{
    std::string file; ///< "street-food-3.png"
    std::int64_t topic = 0; ///< in synthTopics()
    std::int64_t style = 0;
};

/// The covers of all items in the order of their ids, "1" first. Nothing is drawn. Throws
/// Error{InvalidArgument}.
std::vector<SynthCover> synthCovers(const SynthParams& params);

} // namespace opal
