// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/runrecord.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr std::array<std::pair<RunState, const char*>, 7> stateNames { {
    { RunState::Queued, "queued" },
    { RunState::Running, "running" },
    { RunState::Paused, "paused" },
    { RunState::Interrupted, "interrupted" },
    { RunState::Finished, "finished" },
    { RunState::Stopped, "stopped" },
    { RunState::Failed, "failed" },
} };

} // namespace

const char* runStateName(RunState state)
{
    for (const auto& [value, name] : stateNames)
        if (value == state)
            return name;
    throw Error(ErrorCode::Internal, "unknown run state");
}

RunState runStateFromName(const std::string& name)
{
    for (const auto& [value, known] : stateNames)
        if (name == known)
            return value;
    throw Error(ErrorCode::Database, "unknown run state '" + name + "' in the run store");
}

bool hasTag(const RunRecord& run, const std::string& tag)
{
    return std::find(run.tags.begin(), run.tags.end(), tag) != run.tags.end();
}

std::string decisiveStage(const RunRecord& record)
{
    // As standingStage() of core/training/checkpoint.h chooses the weights.
    const auto keep = record.params.find("keep_stage");
    if (keep != record.params.end() && keep->second == "best") {
        const std::pair<const std::string, double>* best = nullptr;
        for (const auto& stage : record.bestMetric)
            if (stage.first != "warmup" && (!best || stage.second > best->second))
                best = &stage;
        if (best)
            return best->first;
    }
    if (record.bestMetric.contains(record.stage))
        return record.stage;
    if (record.bestMetric.contains("hard"))
        return "hard";
    return record.bestMetric.empty() ? std::string() : record.bestMetric.begin()->first;
}

bool isResumable(const RunRecord& run)
{
    return !(run.imported && run.datasetPath.empty())
        && (run.state == RunState::Paused || run.state == RunState::Interrupted
            || run.state == RunState::Failed);
}

RunEvent eventOf(const ParamChange& change, const std::string& stage)
{
    return { "changed", stage, change.step, change.key + ": " + change.before + " -> " + change.after,
             change.timeMs };
}

std::map<std::string, std::string> currentParams(const RunRecord& run)
{
    std::map<std::string, std::string> params = run.params;
    for (const ParamChange& change : run.changes)
        params[change.key] = change.after;
    return params;
}

Exclusion exclusionOf(const RunRecord& run)
{
    const auto params = currentParams(run);
    const auto found = params.find("exclude");
    return found == params.end() ? Exclusion::Window : exclusionFromName(found->second);
}

} // namespace opal
