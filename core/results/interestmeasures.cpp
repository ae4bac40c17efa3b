// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/interestmeasures.h"

#include <algorithm>

#include "core/base/notanumber.h"
#include "core/base/translate.h"

namespace opal {

namespace {

const ShuffledMeasure* notShuffled(const RunRecord& /*run*/)
{
    return nullptr;
}

constexpr InterestMeasure table[] = {
    { "ami", QT_TRANSLATE_NOOP("InterestMeasures", "AMI"),
      QT_TRANSLATE_NOOP(
          "InterestMeasures",
          "Adjusted mutual information of the hyper-categories with the tags of the items, or with "
          "the log's own groups where there are no tags: 0 is chance, 1 identical (higher is "
          "better)"),
      true, true, [](const RunRecord& run) { return run.agreement ? run.agreement->ami.value : notANumber; },
      [](const RunRecord& run) { return run.agreement ? &run.agreement->ami : nullptr; } },
    { "nmi", QT_TRANSLATE_NOOP("InterestMeasures", "NMI"),
      QT_TRANSLATE_NOOP("InterestMeasures",
                        "Normalised mutual information of the same; look at its shuffled value before "
                        "believing it (higher is better)"),
      true, false, [](const RunRecord& run) { return run.agreement ? run.agreement->nmi.value : notANumber; },
      [](const RunRecord& run) { return run.agreement ? &run.agreement->nmi : nullptr; } },
    { "within", QT_TRANSLATE_NOOP("InterestMeasures", "SPPMI within"),
      QT_TRANSLATE_NOOP(
          "InterestMeasures",
          "Mean SPPMI between items that the same interest recalled, all users of the test day"),
      true, false, [](const RunRecord& run) { return run.sppmi ? run.sppmi->within : notANumber; },
      &notShuffled },
    { "between", QT_TRANSLATE_NOOP("InterestMeasures", "SPPMI between"),
      QT_TRANSLATE_NOOP(
          "InterestMeasures",
          "Mean SPPMI between items that different interests recalled, all users of the test day"),
      false, false, [](const RunRecord& run) { return run.sppmi ? run.sppmi->between : notANumber; },
      &notShuffled },
    { "ratio", QT_TRANSLATE_NOOP("InterestMeasures", "Within / between"),
      QT_TRANSLATE_NOOP(
          "InterestMeasures",
          "SPPMI within interests over SPPMI between them: 1 is no difference (higher is better)"),
      true, true, [](const RunRecord& run) { return run.sppmi ? run.sppmi->ratio() : notANumber; },
      &notShuffled },
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
