#pragma once

#include <cstdint>
#include <deque>
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

    /// `categories`: hyper-categories of the model; fewer than 2 cannot collapse.
    explicit TrainGuard(int categories);

    void onStage();
    void onStep(const NamedValues& terms);
    std::vector<Finding> onEvaluation(const EvaluationReport& report);

    /// How many of `categories` share the history items, from the uniformity term (sample deviation of their
    /// masses over the mean): K when all are equally full, 1 when one has everything (inverse Simpson index).
    static double effectiveCategories(double uniformity, int categories);

private:
    int m_categories;
    std::deque<double> m_uniformity; ///< of the latest steps
    bool m_toldCollapse = false;
    bool m_toldNoGain = false;
};

} // namespace opal
