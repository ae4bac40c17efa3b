// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/trainingcurve.h"

#include "core/base/notanumber.h"

namespace opal {

const std::map<int, double>& MetricSet::of(std::string_view metric) const
{
    static const std::map<int, double> none;
    const auto found = values.find(metric);
    return found == values.end() ? none : found->second;
}

double MetricSet::at(std::string_view metric, int cutoff) const
{
    const std::map<int, double>& known = of(metric);
    const auto found = known.find(cutoff);
    return found == known.end() ? notANumber : found->second;
}

std::set<int> MetricSet::cutoffs() const
{
    std::set<int> cutoffs;
    for (const auto& [metric, known] : values)
        for (const auto& [cutoff, value] : known)
            cutoffs.insert(cutoff);
    return cutoffs;
}

} // namespace opal
