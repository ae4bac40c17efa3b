// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace opal {

struct RunCurves;
struct RunRecord;

/// Writes the curves of a run as a TensorBoard event file: `train/...` for every loss term and the learning
/// rate, `validation/recall@50` and the like for every evaluation, `test/...` at the last step. The store has
/// no clock for a step: wall times share the run's time of work evenly. Atomic; throws Error{CannotWrite}.
void writeEventFile(const std::string& path, const RunRecord& run, const RunCurves& curves);

} // namespace opal
