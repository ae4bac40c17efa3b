// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/results/diversity.h"
#include "core/results/resultstable.h"
#include "core/results/runrecord.h"
#include "core/results/tableentries.h"

namespace opal {

enum class ClaimVerdict { Holds, DoesNotHold, NotDecidable };

/// "holds", "does not hold", "not decidable here".
const char* claimVerdictName(ClaimVerdict verdict);

/// One run behind a claim.
struct ClaimValue
{
    bool claimed = false; ///< of the side that is claimed to be ahead
    std::string run; ///< id
    std::string name;
    std::uint64_t seed = 0;
    double value = 0;
};

/// One claim of the paper on one data set.
struct Claim
{
    std::string id; ///< stable, e.g. "ahead-of-mind", "loss-orth", "blocks-appear"
    std::string topic; ///< heading that it stands under
    std::string text; ///< what is claimed, English
    std::string dataset;
    std::string metric; ///< "Recall@50", "SPPMI"
    std::string claimed; ///< the setting that is claimed to be ahead
    std::string other; ///< what it is compared with
    std::vector<ClaimValue> values;
    std::vector<std::string> parts; ///< of a claim that others make up: their ids
    bool fixed = false; ///< the other side has no seeds: one value is all there is
    double claimedMean = 0; ///< NaN without runs, as the next four
    double otherMean = 0;
    double effect = 0; ///< difference of the means
    double low = 0; ///< 95 % interval of the effect over seeds
    double high = 0;
    double margin = 0; ///< smallest effect that is worth a claim
    int seeds = 0; ///< of the side with fewer
    ClaimVerdict verdict = ClaimVerdict::NotDecidable;
    std::string reason; ///< why it cannot be decided; otherwise empty
};

/// A smallest effect worth a claim: this share of the other side's mean.
inline constexpr double claimMargin = 0.01;

/// The paper's claims, one by one, against tested runs, on every data set that they have. Accuracy is
/// compared by `metric`, diversity by what is kept of the runs' lists, `diversity` by run id.
///
/// The settings are those that tables show: of each model the best on the validation day; where a fair
/// comparison has tagged winners on a data set, only those and OPAL's variants. The interval is Welch's over
/// seeds, with Satterthwaite's degrees of freedom; a scorer, which has no seed, is a fixed number. A claim
/// holds if the whole interval is above 0, does not hold if the whole interval is below `margin`, and is not
/// decidable otherwise or with fewer than two seeds. A claim of several parts holds if all of them hold and
/// does not if any does not; its numbers are those of the part with the smallest effect.
std::vector<Claim> claimsOf(const std::vector<RunRecord>& runs, const std::vector<TableModel>& models,
                            const std::vector<std::string>& scorers, const MetricAt& metric,
                            const std::map<std::string, RunDiversity>& diversity);

/// One row a run of each claim: everything that a verdict is computed from.
std::string claimValuesCsv(const std::vector<Claim>& claims);

/// One row a claim: effect, interval, seeds, margin, verdict.
std::string claimVerdictsCsv(const std::vector<Claim>& claims);

/// A page to be read, complete in one file of HTML.
std::string claimPage(const std::vector<Claim>& claims);

} // namespace opal
