// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace opal {

/// Values that a parameter takes in turn.
struct SweepAxis
{
    std::string key;
    std::vector<std::string> values; ///< as texts

    bool operator==(const SweepAxis&) const = default;
};

/// What a sweep is asked to train: every model with every combination of the axes' values and every seed.
struct SweepRequest
{
    std::string name; ///< empty: made from models and axes
    std::vector<std::string> models; ///< keys of the model registry
    std::map<std::string, std::string> params; ///< of all points, where a model has them
    std::vector<SweepAxis> axes;
    std::vector<std::uint64_t> seeds; ///< empty: the seed of `params`
    bool ablations = false; ///< every point of OPAL with each part taken away (results/ablations.h), too
    int fairBudget = 0; ///< above 0 a fair comparison (analysis/fairsearch.h): the most settings that the
                        ///< search of one model with one number of interests tries

    bool operator==(const SweepRequest&) const = default;
};

enum class SweepPointState { Waiting, Running, Finished, Failed };

/// Stable lower-case name, as stored and printed.
const char* sweepPointStateName(SweepPointState state);
/// Throws Error{Database} on an unknown name.
SweepPointState sweepPointStateFromName(const std::string& name);

/// One training of a sweep.
struct SweepPoint
{
    std::int64_t number = 0; ///< 0-based, as expanded; its name within the sweep
    std::string model;
    std::map<std::string, std::string> params; ///< all of the model's, as texts
    std::string label; ///< "OPAL interests=4 seed=1", "OPAL interests=4 (A)"
    SweepPointState state = SweepPointState::Waiting;
    std::string run; ///< id, once there is one
    bool reused = false; ///< the run was there before the sweep needed it
    bool abandoned = false; ///< for Running: the program that trained it is gone
    std::string error; ///< for Failed
};

/// A sweep as stored, with its points in the order in which they are trained.
struct SweepRecord
{
    std::string id; ///< short, unique in the workspace
    std::string name;
    std::string datasetName;
    std::string datasetHash;
    std::string datasetPath;
    std::int64_t createdMs = 0; ///< Unix time
    bool paused = false; ///< no further point is begun
    std::optional<SweepRequest> fair; ///< of a fair comparison, whose points grow with what is found
    std::vector<SweepPoint> points;
};

/// Points in a state.
std::int64_t countPoints(const SweepRecord& sweep, SweepPointState state);

} // namespace opal
