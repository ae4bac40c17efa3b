// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace opal {

struct CategorySnapshot;

/// Named scalar values in display order; the first one is the total loss.
using NamedValues = std::vector<std::pair<std::string, double>>;

/// One optimiser step.
struct StepReport
{
    std::string stage; ///< "soft", "hard", or a baseline's own stage name
    std::int64_t step = 0; ///< 1-based over the whole run, all stages
    NamedValues terms; ///< "loss" first, then every term
    double learningRate = 0;
};

/// How an approximate index compares with exact retrieval.
struct IndexReport
{
    std::string spec; ///< Faiss index_factory string
    std::map<int, double>
        recall; ///< by K: share of the exact K best items that the index finds, mean over users
    double milliseconds = 0; ///< mean time of one user's retrieval with the index
    double exactMilliseconds = 0; ///< the same without it
};

/// Ranking quality: the metrics of the table (results/rankingmetrics.h) at several lengths of the list.
struct MetricSet
{
    std::int64_t users = 0; ///< evaluated
    std::int64_t skippedUsers = 0; ///< no target or no history
    std::int64_t usersWithRepeats = 0; ///< with targets that their lists leave out: these cannot be hit
    /// By key of the metric, then by K. Only what was measured; a store may also hold what a later release
    /// measured.
    std::map<std::string, std::map<int, double>, std::less<>> values;
    std::vector<double>
        interestShare; ///< share of the merged list at the largest K by producing interest, [K]
    std::optional<IndexReport> index; ///< only where an index was asked for; not stored
    double seconds = 0;

    /// Values of a metric by K; empty if it was not measured.
    const std::map<int, double>& of(std::string_view metric) const;

    /// NaN if it was not measured.
    double at(std::string_view metric, int cutoff) const;

    /// Lengths at which anything was measured.
    std::set<int> cutoffs() const;
};

/// One evaluation on the validation day.
struct EvaluationReport
{
    std::string stage;
    std::int64_t epoch = 0; ///< 1-based within the stage; an epoch is `steps_per_epoch` steps
    std::int64_t step = 0; ///< global step at which it was made
    MetricSet metrics;
    bool best = false; ///< best of its stage so far
    int bad = 0; ///< evaluations without gain since the best one
    int patience = 0;
    /// How the items are spread over the hyper-categories (results/hypercategory.h); null if the model has
    /// none. Curves read from a store leave it out: RunStore::categoryCourse() gives it.
    std::shared_ptr<const CategorySnapshot> categories;
};

/// Something that happened to a run: shown in the event lane and kept in the store.
struct RunEvent
{
    std::string kind; ///< "started", "resumed", "stage", "pause", "stop_after_evaluation", "stop_keep_best",
                      ///< "next_stage", "changed", "finished", "failed", "interrupted", and
                      ///< the guards "not_finite", "collapse", "no_gain"
    std::string stage;
    std::int64_t step = 0;
    std::string detail; ///< English, machine-made
    std::int64_t timeMs = 0; ///< Unix time
};

} // namespace opal
