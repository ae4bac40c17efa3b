// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/paramchoices.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

namespace opal {

namespace {

struct ChoiceRow
{
    const char* key;
    const char* value;
    const char* text; ///< English, context "ParameterChoices"
};

/// THE table of choices that people read in words.
constexpr std::array choiceRows {
    ChoiceRow { "stages", "both", QT_TRANSLATE_NOOP("ParameterChoices", "Both") },
    ChoiceRow { "stages", "soft", QT_TRANSLATE_NOOP("ParameterChoices", "Pre-training") },
    ChoiceRow { "stages", "hard", QT_TRANSLATE_NOOP("ParameterChoices", "Fine-tuning") },
    ChoiceRow { "category_start", "random", QT_TRANSLATE_NOOP("ParameterChoices", "Random") },
    ChoiceRow { "category_start", "orthogonal", QT_TRANSLATE_NOOP("ParameterChoices", "Orthogonal") },
    ChoiceRow { "category_start", "coherent", QT_TRANSLATE_NOOP("ParameterChoices", "Coherent") },
    ChoiceRow { "keep_stage", "last", QT_TRANSLATE_NOOP("ParameterChoices", "The last one") },
    ChoiceRow { "keep_stage", "best", QT_TRANSLATE_NOOP("ParameterChoices", "The best one") },
    ChoiceRow { "exclude", "history", QT_TRANSLATE_NOOP("ParameterChoices", "The whole history") },
    ChoiceRow { "exclude", "window", QT_TRANSLATE_NOOP("ParameterChoices", "What the model reads") },
    ChoiceRow { "exclude", "nothing", QT_TRANSLATE_NOOP("ParameterChoices", "Nothing") },
    ChoiceRow { "target", "future", QT_TRANSLATE_NOOP("ParameterChoices", "Any later") },
    ChoiceRow { "target", "next", QT_TRANSLATE_NOOP("ParameterChoices", "Next item") },
    ChoiceRow { "optimiser", "lazy", QT_TRANSLATE_NOOP("ParameterChoices", "Lazy Adam") },
    ChoiceRow { "optimiser", "dense", QT_TRANSLATE_NOOP("ParameterChoices", "Dense Adam") },
    ChoiceRow { "kernels", "fused", QT_TRANSLATE_NOOP("ParameterChoices", "Fused") },
    ChoiceRow { "kernels", "plain", QT_TRANSLATE_NOOP("ParameterChoices", "Plain") },
    ChoiceRow { "routing_axis", "interests", QT_TRANSLATE_NOOP("ParameterChoices", "Interests") },
    ChoiceRow { "routing_axis", "items", QT_TRANSLATE_NOOP("ParameterChoices", "Items") },
    ChoiceRow { "label_power", "infinite", QT_TRANSLATE_NOOP("ParameterChoices", "Infinite") },
    ChoiceRow { "backward_mean", "slots", QT_TRANSLATE_NOOP("ParameterChoices", "All slots") },
    ChoiceRow { "backward_mean", "positives", QT_TRANSLATE_NOOP("ParameterChoices", "Own items") },
    ChoiceRow { "gru_head", "linear_relu", QT_TRANSLATE_NOOP("ParameterChoices", "Linear, ReLU") },
    ChoiceRow { "gru_head", "linear", QT_TRANSLATE_NOOP("ParameterChoices", "Linear") },
    ChoiceRow { "gru_head", "none", QT_TRANSLATE_NOOP("ParameterChoices", "None") },
    ChoiceRow { "hard_uniformity", "none", QT_TRANSLATE_NOOP("ParameterChoices", "None") },
    ChoiceRow { "hard_uniformity", "categories", QT_TRANSLATE_NOOP("ParameterChoices", "Per category") },
    ChoiceRow { "hard_uniformity", "positions", QT_TRANSLATE_NOOP("ParameterChoices", "Per position") },
    ChoiceRow { "unique_mean", "users", QT_TRANSLATE_NOOP("ParameterChoices", "Histories") },
    ChoiceRow { "unique_mean", "items", QT_TRANSLATE_NOOP("ParameterChoices", "Items") },
};

} // namespace

QString choiceText(const std::string& key, const std::string& value)
{
    const auto row = std::find_if(choiceRows.begin(), choiceRows.end(), [&](const ChoiceRow& candidate) {
        return key == candidate.key && value == candidate.value;
    });
    return row == choiceRows.end() ? QString::fromStdString(value)
                                   : QCoreApplication::translate("ParameterChoices", row->text);
}

} // namespace opal
