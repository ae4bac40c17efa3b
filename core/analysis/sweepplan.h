// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/results/sweep.h"

namespace opal {

/// The points of a sweep in the order in which they are trained: seed by seed, so that every setting has a
/// run before any has two, then model by model. Parameters and axes that a model does not have are left out
/// for it; points that would compute the same are one.
///
/// Throws Error{InvalidConfiguration, UnknownKey} for a sweep without models, an unknown model, a parameter
/// that none of the models has, a value out of range, an axis without values or given twice.
std::vector<SweepPoint> expandSweep(const SweepRequest& request);

/// "opal, mind over interests": name of a sweep that was given none.
std::string sweepName(const SweepRequest& request);

} // namespace opal
