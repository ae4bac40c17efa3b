// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/trainconfig.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/configfile.h"
#include "core/base/error.h"
#include "core/data/atomicfile.h"
#include "core/models/modelinfo.h"
#include "core/models/registry.h"

namespace opal {

namespace {

const std::string modelKey = "model";
const std::string datasetKey = "dataset";

/// A TOML basic string.
std::string quoted(const std::string& text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result = "\"";
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\')
            result += { '\\', letter };
        else if (code < 0x20 || code == 0x7f)
            result += { '\\', 'u', '0', '0', digits[code >> 4], digits[code & 15] };
        else
            result += letter;
    }
    return result + '"';
}

/// Written out by its kind, so that TOML reads an exponent or a sign as the parameter table does.
std::string valueText(const ParamSpec& spec, const std::string& text)
{
    const ParamValue value = parseParamValue(spec, text);
    if (spec.kind == ParamKind::Choice || spec.kind == ParamKind::Text)
        return quoted(std::get<std::string>(value));
    return paramText(value);
}

std::string resolved(const std::string& dataset, const std::string& file)
{
    const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    return (folder / dataset).lexically_normal().string();
}

} // namespace

const ParamSpec& findTrainSetting(const ParamSpecs& specs, std::string_view key)
{
    const auto found
        = std::find_if(specs.begin(), specs.end(), [&key](const ParamSpec& spec) { return spec.key == key; });
    if (found != specs.end())
        return *found;
    std::vector<std::string> keys { modelKey };
    for (const ParamSpec& spec : specs)
        keys.push_back(spec.key);
    throw Error(ErrorCode::UnknownKey,
                "there is no parameter '" + std::string(key) + "'; did you mean '" + nearestWord(key, keys)
                    + "'?");
}

TrainConfig readTrainConfig(const std::string& file, const std::string& model)
{
    const std::vector<ConfigEntry> entries = readConfigFile(file);
    const auto placed = [&file](const ConfigEntry& entry, const auto& read) {
        try {
            return read();
        } catch (const Error& error) {
            throw Error(error.code(), configPlace(file, entry.line) + ": " + error.detail());
        }
    };
    TrainConfig config;
    for (const ConfigEntry& entry : entries) {
        if (entry.key == modelKey && model.empty())
            config.model = placed(entry, [&] { return findModel(entry.text).name; });
        else if (entry.key == datasetKey && !entry.text.empty())
            config.dataset = resolved(entry.text, file);
    }
    if (!model.empty())
        config.model = model;
    const ParamSpecs& specs = findModel(config.model).params;
    for (const ConfigEntry& entry : entries) {
        if (entry.key == modelKey || entry.key == datasetKey)
            continue;
        placed(entry, [&] { return parseParamValue(findTrainSetting(specs, entry.key), entry.text); });
        config.params[entry.key] = entry.text;
    }
    return config;
}

std::string trainConfigText(const TrainConfig& config)
{
    const ModelInfo& info = findModel(config.model);
    std::string text = "# " + info.title + ". What is not named here has its default.\n";
    text += modelKey + " = " + quoted(config.model) + "\n";
    if (!config.dataset.empty())
        text += datasetKey + " = " + quoted(config.dataset) + "\n";
    // In the order of the form, a heading a group.
    std::string group;
    for (const ParamSpec& spec : info.params) {
        const auto given = config.params.find(spec.key);
        if (given == config.params.end())
            continue;
        if (spec.group != group)
            text += "\n# " + spec.group + "\n";
        group = spec.group;
        text += spec.key + " = " + valueText(spec, given->second) + "\n";
    }
    return text;
}

void writeTrainConfig(const std::string& file, const TrainConfig& config)
{
    const std::string text = trainConfigText(config);
    AtomicFile out(file);
    out.write(text.data(), text.size());
    out.commit();
}

} // namespace opal
