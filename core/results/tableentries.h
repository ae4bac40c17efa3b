// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/results/resultstable.h"
#include "core/results/runrecord.h"

namespace opal {

/// A model as tables name it, in their order.
struct TableModel
{
    std::string key; ///< of the model registry
    std::string title;
    bool scorer = false; ///< a reference recommender, which stands under a rule
};

/// The model whose improvement tables compute.
inline constexpr const char* referenceModel = "opal";

/// How many interests a run gives every user; nothing if its parameters do not say.
std::optional<std::int64_t> interestsOf(const RunRecord& run);

/// A setting and its runs, one a seed.
struct SeedFold
{
    std::vector<const RunRecord*> runs; ///< of distinct seeds, the newest of each
    std::map<std::string, std::string> setting; ///< parameters without seed and machine
    double validation = 0; ///< mean of the best validation Recall@200 of the decisive stage
};

/// Tested runs that are equal in data, model and every parameter but seed and machine, in order of first
/// appearance. The pointers are into `runs`, newest first as RunStore::runs() gives them.
std::vector<SeedFold> seedFolds(const std::vector<RunRecord>& runs);

/// Mean and sample deviation of the runs of a setting.
SeedMean seedMean(const std::vector<double>& values);

/// Names of the data sets of `runs` by hash; those of one name but different content carry the beginning of
/// their hash.
std::map<std::string, std::string> datasetTitles(const std::vector<RunRecord>& runs);

/// Table II from runs: of each model on each data set the setting that was best on the validation day, with
/// the mean and deviation over its seeds. Runs with a part of the model taken away (results/ablations.h) are
/// passed over, unless `withAblations`. `withMeasures` adds the measures of the interests
/// (results/interestmeasures.h).
std::vector<TableEntry> modelEntries(const std::vector<RunRecord>& runs,
                                     const std::vector<TableModel>& models, bool withAblations = false,
                                     bool withMeasures = false);

/// Table III from runs: of each data set the setting of OPAL that was best on the validation day and has
/// variants, and those variants that differ from it in their one switch only; the whole model, "(G) OPAL",
/// last.
std::vector<TableEntry> ablationEntries(const std::vector<RunRecord>& runs, bool withMeasures = false);

} // namespace opal
