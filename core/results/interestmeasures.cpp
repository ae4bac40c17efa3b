#include "core/results/interestmeasures.h"

#include <algorithm>
#include <limits>

namespace opal {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

constexpr InterestMeasure table[] = {
    { "ami", "AMI", true,
      [](const RunRecord& run) { return run.agreement ? run.agreement->ami.value : missing; } },
    { "nmi", "NMI", true,
      [](const RunRecord& run) { return run.agreement ? run.agreement->nmi.value : missing; } },
    { "within", "SPPMI within", true,
      [](const RunRecord& run) { return run.sppmi ? run.sppmi->within : missing; } },
    { "between", "SPPMI between", false,
      [](const RunRecord& run) { return run.sppmi ? run.sppmi->between : missing; } },
    { "ratio", "Within / between", true,
      [](const RunRecord& run) { return run.sppmi ? run.sppmi->ratio() : missing; } },
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
