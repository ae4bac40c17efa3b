// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/ablations.h"

#include <utility>

#include "core/base/translate.h"

namespace opal {

const std::vector<Ablation>& ablationTable()
{
    static const std::vector<Ablation> table {
        { "A", QT_TRANSLATE_NOOP("Ablations", "w/o L_unique"), "lambda_unique", "0" },
        { "B", QT_TRANSLATE_NOOP("Ablations", "w/o L_orth"), "lambda_orth", "0" },
        { "C", QT_TRANSLATE_NOOP("Ablations", "w/o L_unif"), "lambda_unif", "0" },
        { "D", QT_TRANSLATE_NOOP("Ablations", "w/o pre-train"), "stages", "hard" },
        { "E", QT_TRANSLATE_NOOP("Ablations", "w/o fine-tune"), "stages", "soft" },
        { "F", QT_TRANSLATE_NOOP("Ablations", "next-item"), "target", "next" },
    };
    return table;
}

std::map<std::string, std::string> withAblation(std::map<std::string, std::string> params,
                                                const Ablation& ablation)
{
    params[ablation.key] = ablation.value;
    return params;
}

std::vector<const Ablation*> ablationsOf(const std::map<std::string, std::string>& params)
{
    std::vector<const Ablation*> found;
    for (const Ablation& ablation : ablationTable()) {
        const auto param = params.find(ablation.key);
        if (param != params.end() && param->second == ablation.value)
            found.push_back(&ablation);
    }
    return found;
}

std::string ablationLabel(const Ablation& ablation)
{
    return "(" + ablation.letter + ") " + ablation.title;
}

} // namespace opal
