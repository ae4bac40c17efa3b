// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/models/linearscorer.h"

namespace opal {

/// How EASE is solved: exactly, or each item from its nearest items alone.
enum class EaseSolution { Automatic, Exact, Sparse };

struct EaseOptions
{
    double lambda = 500;
    EaseSolution solution = EaseSolution::Automatic;
    double memory = 4e9; ///< bytes that the exact solution may take
    std::int64_t neighbours = 200; ///< of the sparse solution

    static EaseOptions from(const ParamMap& params);

    /// The solution for so many items.
    EaseSolution solutionFor(std::int64_t itemCount) const;
};

/// EASE (Steck, WWW 2019; core/models/MODELS.md section 13): the linear model of an item from all others that
/// has a closed form. Exact, it needs 12 N^2 bytes; above the memory allowed, each item is regressed on the
/// `neighbours` most similar ones, an approximation that says so.
class Ease final : public LinearScorer
{
public:
    Ease(const EaseOptions& options, std::int64_t itemCount);

    std::string fit(const Dataset& data, const std::function<void(double fraction)>& progress,
                    std::stop_token stop) override;

private:
    LinearWeights exact(const TrainingMatrix& matrix, const std::function<void(double fraction)>& progress,
                        const std::stop_token& stop) const;
    LinearWeights sparse(const TrainingMatrix& matrix, const std::function<void(double fraction)>& progress,
                         const std::stop_token& stop) const;

    EaseOptions m_options;
};

} // namespace opal
