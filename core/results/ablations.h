// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace opal {

/// A way to take one part of OPAL away (paper, Table III).
struct Ablation
{
    std::string letter; ///< "A" to "F"
    std::string title; ///< English, context "Ablations"
    std::string key; ///< parameter that makes it
    std::string value; ///< as paramText() writes it
};

/// THE table of ablations, in the order of the paper.
const std::vector<Ablation>& ablationTable();

/// The parameters with the part taken away.
std::map<std::string, std::string> withAblation(std::map<std::string, std::string> params,
                                                const Ablation& ablation);

/// The ablations that parameters amount to; empty for the whole model.
std::vector<const Ablation*> ablationsOf(const std::map<std::string, std::string>& params);

/// "(A) w/o L_unique": how a table calls it.
std::string ablationLabel(const Ablation& ablation);

} // namespace opal
