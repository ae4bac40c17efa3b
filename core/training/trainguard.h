// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/results/trainingcurve.h"

namespace opal {

/// Watches a training for what a person would want to hear of at once, and says each thing once a stage. It
/// changes nothing and is not part of a checkpoint.
class TrainGuard final
{
public:
    /// What was noticed: the kind of a RunEvent and its English detail.
    struct Finding
    {
        const char* kind; ///< "collapse", "no_gain"
        std::string detail;
    };

    void onStage();
    /// "collapse": a hyper-category is dead, or few hold all (categoryAlarms()). "no_gain": the first
    /// evaluation of the stage is still its best after half of the patience.
    std::vector<Finding> onEvaluation(const EvaluationReport& report);

private:
    bool m_toldCollapse = false;
    bool m_toldNoGain = false;
};

} // namespace opal
