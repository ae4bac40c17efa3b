// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/results/agreement.h"
#include "core/results/exclusion.h"
#include "core/results/trainingcurve.h"

namespace opal {

/// Life of a run. Leftover `Running` rows whose process is gone become `Interrupted` when a workspace is
/// opened.
enum class RunState { Queued, Running, Paused, Interrupted, Finished, Stopped, Failed };

/// Stable lower-case name, as stored and as printed by `opal runs --json`.
const char* runStateName(RunState state);

/// Inverse of runStateName(). Throws Error{Database} on an unknown name.
RunState runStateFromName(const std::string& name);

/// A parameter that got another value while its run was paused.
struct ParamChange
{
    std::int64_t step = 0; ///< last step that was made with `before`
    std::string key;
    std::string before; ///< as paramText() writes it
    std::string after;
    std::int64_t timeMs = 0; ///< Unix time

    bool operator==(const ParamChange&) const = default;
};

/// A run as stored. `params` holds every parameter of the model's table as text, so that the run can be
/// repeated.
struct RunRecord
{
    std::string id; ///< short, unique in the workspace, usable as a folder name
    std::string name; ///< what people call it
    std::string model; ///< key of the model registry
    std::string datasetName;
    std::string datasetHash;
    std::string datasetPath;
    RunState state = RunState::Queued;
    std::int64_t createdMs = 0; ///< Unix time
    std::int64_t finishedMs = 0; ///< 0 while not ended
    double seconds = 0; ///< of work, pauses excluded, all segments
    std::map<std::string, std::string> params; ///< as the run was started
    std::vector<ParamChange> changes; ///< oldest first
    std::uint64_t seed = 0;
    int threads = 0;
    std::string device;
    std::string appVersion;
    std::string stage; ///< last known
    std::int64_t step = 0; ///< last committed step
    std::map<std::string, std::int64_t> bestEpoch; ///< by stage
    std::map<std::string, double> bestMetric; ///< validation Recall@200 of that epoch, by stage
    std::optional<MetricSet> test; ///< of the final model on the test day
    std::optional<Agreement> agreement; ///< of its hyper-categories; nothing if it has none or that was not
                                        ///< measured at the last step
    std::optional<InterestSppmi> sppmi; ///< of the first 200 items a user, if measured at the last step
    std::vector<std::string> tags;
    std::string note;
    bool star = false;
    bool archived = false;
    int color = -1; ///< which look its curves have everywhere, from 0; -1: the store chooses at creation
    bool imported = false; ///< came in a bundle: its name is theirs
    std::string bundle; ///< identity of that bundle, kept by the store from creation on; not read back
    std::string error; ///< for Failed
};

/// Stage whose best epoch describes the run: the last one that was evaluated, or with `keep_stage` = best the
/// one with the largest metric, a preparing one apart. Empty before the first evaluation.
std::string decisiveStage(const RunRecord& record);

/// True if work on the run can go on from its last checkpoint. One of a study has neither data set nor
/// checkpoints.
bool isResumable(const RunRecord& run);

bool hasTag(const RunRecord& run, const std::string& tag);

/// The parameters of a run with all of its changes made.
std::map<std::string, std::string> currentParams(const RunRecord& run);

/// What the lists of the run leave out, `exclude`; the window in a record of a release that had no such
/// parameter.
Exclusion exclusionOf(const RunRecord& run);

/// The event that tells of a change: kind "changed", detail "learning_rate: 0.001 -> 0.0005".
RunEvent eventOf(const ParamChange& change, const std::string& stage);

/// A registered data set.
struct DatasetRecord
{
    std::string hash;
    std::string name;
    std::string path;
    std::int64_t users = 0;
    std::int64_t items = 0;
    std::int64_t interactions = 0;
    std::int64_t addedMs = 0;
};

} // namespace opal
