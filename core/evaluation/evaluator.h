// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/trainingcurve.h"
#include "core/retrieval/historyrule.h"

namespace opal {

class RankingModel;

struct EvaluationParams
{
    Split split = Split::Valid;
    std::vector<int> cutoffs { 50, 100, 200 };
    HistoryRule history; ///< what the model reads of a user and what the lists leave out
    std::string indexSpec; ///< empty: exact blocked search; otherwise a Faiss index_factory string ("Flat" is
                           ///< exact, too)
    bool rankingOnly = false; ///< only the essential metrics (what training needs)
};

/// Ranks all items for every user of the split that has targets and a history, the last batch included, and
/// averages in double (core/models/MODELS.md section 10). Throws Cancelled, Error{InvalidData} if no user can
/// be evaluated.
MetricSet evaluate(RankingModel& model, const Dataset& data, const EvaluationParams& params,
                   const std::function<void(double fraction)>& progress, std::stop_token stop);

} // namespace opal
