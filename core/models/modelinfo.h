// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/params.h"

namespace opal {

/// What everybody but the engine needs to know of a recommender. Torch-free.
struct ModelInfo
{
    std::string name; ///< key, as in `--model`
    std::string title; ///< "OPAL"
    std::string note; ///< English, context "Models": e.g. that it is a reconstruction; empty otherwise
    ParamSpecs params; ///< shared parameters first, then the model's own
    bool hasCategories = false; ///< every history item has shares in the interests that sum to 1: OPAL's
                                ///< assignments, routing weights, channels or intentions
    bool scorer = false; ///< a reference recommender: fitted in one go, not in steps, and without vectors
    std::string sha256 = {}; ///< of the TorchScript file that is the model, hexadecimal; empty: one of ours
};

/// A named set of parameter values, e.g. the paper's settings for one data set.
struct ParamPreset
{
    std::string name; ///< key
    std::string title; ///< English, context "Presets"
    std::vector<std::pair<std::string, std::string>> values;
};

} // namespace opal
