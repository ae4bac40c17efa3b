// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/models/recommender.h"
#include "core/training/tensorfile.h"

namespace opal {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view formatName = "opal-checkpoint";
constexpr std::string_view momentPrefix = "adam.";
constexpr std::string_view bestPrefix = "best_";
constexpr std::string_view temporarySuffix = ".tmp";

[[noreturn]] void invalid(const std::string& path, const std::string& reason)
{
    throw Error(ErrorCode::InvalidCheckpoint,
                "'" + path + "' is not a usable checkpoint: " + reason
                    + "; restore it from a copy or train again");
}

json stateJson(const TrainState& state)
{
    json best = json::object();
    for (const auto& [stage, entry] : state.best)
        best[stage] = { { "epoch", entry.epoch }, { "step", entry.step }, { "metric", entry.metric } };
    return { { "stage", state.stage },     { "step", state.step }, { "stage_step", state.stageStep },
             { "epoch", state.epoch },     { "bad", state.bad },   { "ended", state.ended },
             { "stopped", state.stopped }, { "best", best } };
}

/// Reads members of one JSON object with their types checked.
class Reader
{
public:
    Reader(const std::string& path, const json& object)
        : m_path(path)
        , m_object(object)
    {
        if (!object.is_object())
            invalid(path, "its training state is damaged");
    }

    std::int64_t count(const char* key) const
    {
        const json& value = member(key);
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > maxCount)
            invalid(m_path, std::string("its '") + key + "' is not a count");
        return value.get<std::int64_t>();
    }

    double real(const char* key) const
    {
        const json& value = member(key);
        if (!value.is_number())
            invalid(m_path, std::string("its '") + key + "' is not a number");
        return value.get<double>();
    }

    bool flag(const char* key) const
    {
        const json& value = member(key);
        if (!value.is_boolean())
            invalid(m_path, std::string("its '") + key + "' is not true or false");
        return value.get<bool>();
    }

    std::string text(const char* key) const
    {
        const json& value = member(key);
        if (!value.is_string())
            invalid(m_path, std::string("its '") + key + "' is not a text");
        return value.get<std::string>();
    }

    const json& member(const char* key) const
    {
        const auto found = m_object.find(key);
        if (found == m_object.end())
            invalid(m_path, std::string("its '") + key + "' is missing");
        return *found;
    }

private:
    static constexpr std::uint64_t maxCount = std::uint64_t { 1 } << 53U;

    const std::string& m_path;
    const json& m_object;
};

TrainState parseState(const std::string& path, const std::string& text)
{
    const json object = json::parse(text, nullptr, false);
    const Reader reader(path, object);
    TrainState state;
    state.stage = reader.text("stage");
    state.step = reader.count("step");
    state.stageStep = reader.count("stage_step");
    state.epoch = reader.count("epoch");
    const std::int64_t bad = reader.count("bad");
    if (bad > state.epoch || state.stageStep > state.step || bad > std::numeric_limits<int>::max())
        invalid(path, "its counters contradict each other");
    state.bad = static_cast<int>(bad);
    state.ended = reader.flag("ended");
    state.stopped = reader.flag("stopped");
    const json& best = reader.member("best");
    if (!best.is_object())
        invalid(path, "its best evaluations are damaged");
    for (const auto& [stage, value] : best.items()) {
        const Reader entry(path, value);
        if (stage.find('/') != std::string::npos)
            invalid(path, "it names a stage '" + stage + "'");
        state.best[stage] = { entry.count("epoch"), entry.count("step"), entry.real("metric") };
    }
    return state;
}

const std::string& metadataOf(const std::string& path, const TensorFile& file, const std::string& key)
{
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end())
        invalid(path, "its metadata lacks '" + key + "'");
    return found->second;
}

template <typename Number>
Number numberOf(const std::string& path, const TensorFile& file, const std::string& key)
{
    const std::string& text = metadataOf(path, file, key);
    Number number = 0;
    const char* const end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end)
        invalid(path, "its metadata '" + key + "' is not a number");
    return number;
}

void requireOurVersion(const std::string& path, const TensorFile& file)
{
    const auto format = file.metadata.find("format");
    if (format == file.metadata.end() || format->second != formatName)
        invalid(path, "another program wrote it");
    const int version = numberOf<int>(path, file, "version");
    if (version > checkpointVersion)
        throw Error(ErrorCode::NewerVersion,
                    "'" + path + "' has checkpoint version " + std::to_string(version)
                        + ", this release reads " + std::to_string(checkpointVersion)
                        + "; install a newer release");
    if (version < 1)
        invalid(path, "its version is " + std::to_string(version));
}

/// Gives the line of the changed key its value of before.
void undo(const ParamChange& change, std::string& params)
{
    const std::string line = "\n" + change.key + "=" + change.after + "\n";
    const std::size_t at = ("\n" + params).find(line);
    if (at != std::string::npos)
        params.replace(at, line.size() - 1, change.key + "=" + change.before + "\n");
}

} // namespace

std::string paramsIdentity(const ParamMap& params)
{
    std::string text;
    for (const auto& [key, value] : params.values()) {
        if (key != "threads" && key != "device")
            text += key + "=" + paramText(value) + "\n";
    }
    return text;
}

bool belongsTo(const CheckpointIdentity& stored, std::int64_t step, CheckpointIdentity current,
               const std::vector<ParamChange>& changes)
{
    auto change = changes.rbegin();
    for (; change != changes.rend() && change->step > step; ++change)
        undo(*change, current.params);
    for (;; ++change) {
        if (stored == current)
            return true;
        if (change == changes.rend() || change->step < step)
            return false;
        undo(*change, current.params);
    }
}

std::optional<std::string> standingStage(const std::vector<Stage>& stages,
                                         const std::map<std::string, BestOfStage>& best,
                                         const ParamMap& params)
{
    const bool keepBest = params.contains("keep_stage") && params.text("keep_stage") == "best";
    const Stage* standing = nullptr;
    for (const Stage& stage : stages) {
        const auto found = best.find(stage.name);
        if (found == best.end())
            continue;
        const bool prepared = standing == nullptr || standing->preparatory;
        if (prepared || !keepBest || found->second.metric >= best.at(standing->name).metric)
            standing = &stage;
    }
    return standing == nullptr ? std::nullopt : std::optional(standing->name);
}

TrainState loadTrainState(const std::string& path)
{
    const TensorFile file = readTensorMetadata(path);
    requireOurVersion(path, file);
    return parseState(path, metadataOf(path, file, "state"));
}

std::string placeText(const std::string& stage, std::int64_t step, const std::string& what)
{
    return "stage " + stage + ", step " + std::to_string(step) + ", " + what;
}

void failNonFinite(const std::string& place)
{
    throw Error(
        ErrorCode::NonFiniteLoss,
        place
            + " is not a finite number; lower the learning rate or the weight of that term and resume "
              "from the last checkpoint");
}

std::map<std::string, torch::Tensor> modelWeights(Recommender& model)
{
    std::map<std::string, torch::Tensor> weights;
    for (const auto& parameter : model.named_parameters())
        weights.emplace(parameter.key(), parameter.value().detach());
    for (const auto& buffer : model.named_buffers())
        weights.emplace(buffer.key(), buffer.value().detach());
    return weights;
}

void applyWeights(Recommender& model, const std::map<std::string, torch::Tensor>& weights)
{
    const std::map<std::string, torch::Tensor> live = modelWeights(model);
    for (const auto& [name, tensor] : live) {
        const auto found = weights.find(name);
        if (found == weights.end())
            throw Error(ErrorCode::InvalidCheckpoint,
                        "the checkpoint lacks the tensor '" + name + "' of the model");
        if (found->second.sizes() != tensor.sizes() || found->second.scalar_type() != tensor.scalar_type())
            throw Error(
                ErrorCode::InvalidCheckpoint,
                "the tensor '" + name
                    + "' of the checkpoint has another shape or type than the model; it was trained with "
                      "other parameters or data");
    }
    for (const auto& [name, tensor] : weights) {
        if (!live.contains(name))
            throw Error(ErrorCode::InvalidCheckpoint,
                        "the checkpoint holds a tensor '" + name + "' that the model does not have");
    }
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : live) {
        torch::Tensor target = tensor;
        target.copy_(weights.at(name));
    }
}

std::optional<std::string> firstNonFinite(const std::map<std::string, torch::Tensor>& tensors)
{
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : tensors) {
        // A sum is finite only if every summand is; the exact test runs where large numbers overflow it.
        if (tensor.is_floating_point() && !std::isfinite(tensor.sum().item<double>())
            && !torch::isfinite(tensor).all().item<bool>())
            return name;
    }
    return std::nullopt;
}

void saveCheckpoint(const std::string& path, const Checkpoint& checkpoint)
{
    const CheckpointIdentity& identity = checkpoint.identity;
    TensorFile file;
    file.metadata = { { "format", std::string(formatName) },
                      { "version", std::to_string(checkpointVersion) },
                      { "model", identity.model },
                      { "items", std::to_string(identity.itemCount) },
                      { "params", identity.params },
                      { "data", identity.dataHash },
                      { "seed", std::to_string(identity.seed) },
                      { "state", stateJson(checkpoint.state).dump() } };
    file.tensors = checkpoint.weights;
    file.tensors.insert(checkpoint.moments.begin(), checkpoint.moments.end());
    writeTensorFile(path, file);
}

Checkpoint loadCheckpoint(const std::string& path)
{
    TensorFile file = readTensorFile(path);
    requireOurVersion(path, file);
    Checkpoint checkpoint;
    checkpoint.identity = { metadataOf(path, file, "model"), numberOf<std::int64_t>(path, file, "items"),
                            metadataOf(path, file, "params"), metadataOf(path, file, "data"),
                            numberOf<std::uint64_t>(path, file, "seed") };
    checkpoint.state = parseState(path, metadataOf(path, file, "state"));
    if (const auto name = firstNonFinite(file.tensors))
        invalid(path, "tensor '" + *name + "' holds a number that is not finite");
    for (auto& [name, tensor] : file.tensors) {
        auto& group = name.starts_with(momentPrefix) ? checkpoint.moments : checkpoint.weights;
        group.emplace(name, std::move(tensor));
    }
    return checkpoint;
}

std::string lastFile(const std::string& runFolder)
{
    return (fs::path(runFolder) / "last.safetensors").string();
}

std::string finalFile(const std::string& runFolder)
{
    return (fs::path(runFolder) / "final.safetensors").string();
}

std::string bestFile(const std::string& runFolder, const std::string& stage, const BestOfStage& best)
{
    const std::string name
        = std::string(bestPrefix) + stage + "-" + std::to_string(best.step) + ".safetensors";
    return (fs::path(runFolder) / name).string();
}

void startRunFolder(const std::string& runFolder)
{
    std::error_code failure;
    fs::create_directories(runFolder, failure);
    if (failure)
        throw Error(ErrorCode::CannotWrite,
                    "the run folder '" + runFolder + "' could not be made: " + failure.message());
    fs::remove(finalFile(runFolder), failure);
    fs::remove(lastFile(runFolder), failure);
    removeSuperseded(runFolder, {});
}

void removeSuperseded(const std::string& runFolder, const TrainState& state)
{
    std::set<std::string> kept;
    for (const auto& [stage, best] : state.best)
        kept.insert(fs::path(bestFile(runFolder, stage, best)).filename().string());
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(runFolder, ignored)) {
        const std::string name = entry.path().filename().string();
        const bool ours = name.ends_with(".safetensors") || name.ends_with(".safetensors.tmp");
        const bool superseded = name.starts_with(bestPrefix) && !kept.contains(name);
        if (ours && (superseded || name.ends_with(temporarySuffix)))
            fs::remove(entry.path(), ignored);
    }
}

} // namespace opal
