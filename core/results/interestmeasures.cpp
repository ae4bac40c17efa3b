// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/interestmeasures.h"

#include <algorithm>

#include "core/base/notanumber.h"

namespace opal {

namespace {

constexpr InterestMeasure table[] = {
    { "ami", "AMI", true,
      [](const RunRecord& run) { return run.agreement ? run.agreement->ami.value : notANumber; } },
    { "nmi", "NMI", true,
      [](const RunRecord& run) { return run.agreement ? run.agreement->nmi.value : notANumber; } },
    { "within", "SPPMI within", true,
      [](const RunRecord& run) { return run.sppmi ? run.sppmi->within : notANumber; } },
    { "between", "SPPMI between", false,
      [](const RunRecord& run) { return run.sppmi ? run.sppmi->between : notANumber; } },
    { "ratio", "Within / between", true,
      [](const RunRecord& run) { return run.sppmi ? run.sppmi->ratio() : notANumber; } },
};

} // namespace

std::span<const InterestMeasure> interestMeasures()
{
    return table;
}

const InterestMeasure* findInterestMeasure(std::string_view key)
{
    const auto* found = std::find_if(std::begin(table), std::end(table),
                                     [key](const InterestMeasure& measure) { return measure.key == key; });
    return found == std::end(table) ? nullptr : found;
}

} // namespace opal
