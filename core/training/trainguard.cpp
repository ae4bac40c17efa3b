#include "core/training/trainguard.h"

#include <cstdio>
#include <numeric>

namespace opal {

namespace {

constexpr std::size_t stepsLookedAt = 50;

std::string oneDecimal(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

} // namespace

TrainGuard::TrainGuard(int categories)
    : m_categories(categories)
{
}

void TrainGuard::onStage()
{
    m_uniformity.clear();
    m_toldCollapse = m_toldNoGain = false;
}

void TrainGuard::onStep(const NamedValues& terms)
{
    for (const auto& [name, value] : terms)
        if (name == "unif") {
            m_uniformity.push_back(value);
            if (m_uniformity.size() > stepsLookedAt)
                m_uniformity.pop_front();
        }
}

std::vector<TrainGuard::Finding> TrainGuard::onEvaluation(const EvaluationReport& report)
{
    std::vector<Finding> findings;
    if (!m_toldCollapse && m_categories >= 2 && !m_uniformity.empty()) {
        const double mean = std::accumulate(m_uniformity.begin(), m_uniformity.end(), 0.0)
            / static_cast<double>(m_uniformity.size());
        const double effective = effectiveCategories(mean, m_categories);
        // Half of the categories empty and the others equally full gives exactly half.
        if (effective <= 0.5 * m_categories) {
            m_toldCollapse = true;
            findings.push_back({ "collapse",
                                 "the history items are shared by only " + oneDecimal(effective) + " of "
                                     + std::to_string(m_categories) + " hyper-categories" });
        }
    }
    const bool onlyFirstWasBest = report.bad > 0 && report.bad == report.epoch - 1;
    if (!m_toldNoGain && onlyFirstWasBest && report.bad >= (report.patience + 1) / 2) {
        m_toldNoGain = true;
        findings.push_back({ "no_gain",
                             std::to_string(report.bad)
                                 + " evaluations in a row were not better than the "
                                   "first one of the stage" });
    }
    return findings;
}

double TrainGuard::effectiveCategories(double uniformity, int categories)
{
    const double count = categories;
    return count / (1 + (count - 1) / count * uniformity * uniformity);
}

} // namespace opal
