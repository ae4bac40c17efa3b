// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace opal {

/// What of a user's past never enters a list of recommendations. A parameter of every run (`exclude`), so
/// that whoever makes lists with it leaves the same out.
enum class Exclusion {
    History, ///< everything from before the day that is predicted, as a product must
    Nothing, ///< lists may hold what a user has had: people watch again
    Window ///< the last `max_length` items, which the model reads, as the released code of the paper does
};

/// Stable lower-case name: "history", "window", "nothing".
const char* exclusionName(Exclusion exclusion);
/// Throws Error{InvalidArgument} naming the names there are.
Exclusion exclusionFromName(const std::string& name);

} // namespace opal
