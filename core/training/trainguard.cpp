// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainguard.h"

#include <cstdio>
#include <optional>

#include "core/results/hypercategory.h"

namespace opal {

namespace {

std::string oneDecimal(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

/// In words; nothing while every category holds its share.
std::optional<std::string> collapseOf(const CategorySnapshot& snapshot)
{
    for (const CategoryAlarm& alarm : categoryAlarms(snapshot)) {
        if (alarm.kind == CategoryAlarm::Kind::Collapse)
            return "the interactions are shared by only " + oneDecimal(alarm.value) + " of "
                + std::to_string(snapshot.categories) + " hyper-categories";
        if (alarm.kind == CategoryAlarm::Kind::Dead)
            return "hyper-category " + std::to_string(alarm.category + 1) + " of "
                + std::to_string(snapshot.categories) + " holds only " + oneDecimal(100 * alarm.value)
                + " % of the interactions";
    }
    return std::nullopt;
}

} // namespace

void TrainGuard::onStage()
{
    m_toldCollapse = m_toldNoGain = false;
}

std::vector<TrainGuard::Finding> TrainGuard::onEvaluation(const EvaluationReport& report)
{
    std::vector<Finding> findings;
    const auto collapse
        = report.categories && !m_toldCollapse ? collapseOf(*report.categories) : std::nullopt;
    if (collapse) {
        m_toldCollapse = true;
        findings.push_back({ "collapse", *collapse });
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

} // namespace opal
