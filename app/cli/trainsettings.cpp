// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trainsettings.h"

#include <algorithm>

#include "app/cli/output.h"
#include "core/base/configfile.h"
#include "core/base/error.h"
#include "core/jobs/trainconfig.h"
#include "core/models/modelinfo.h"
#include "core/models/registry.h"

namespace opal {

std::pair<std::string, std::string> splitSetting(const std::string& pair)
{
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
        throw Error(ErrorCode::InvalidConfiguration,
                    "--set '" + pair + "' must be KEY=VALUE, e.g. interests=4");
    return { pair.substr(0, equals), pair.substr(equals + 1) };
}

namespace {

/// A key, its text and where it was written.
struct Setting
{
    std::string key;
    std::string text;
    std::string place;
};

std::vector<Setting> readSettings(const std::string& configFile, const std::vector<std::string>& pairs)
{
    std::vector<Setting> settings;
    if (!configFile.empty())
        for (const ConfigEntry& entry : readConfigFile(configFile))
            settings.push_back({ entry.key, entry.text, configPlace(configFile, entry.line) });
    for (const std::string& pair : pairs) {
        const auto [key, text] = splitSetting(pair);
        settings.push_back({ key, text, "--set " + pair });
    }
    return settings;
}

const ParamPreset& findPreset(const std::string& model, const std::string& name)
{
    std::string known;
    for (const ParamPreset& preset : modelPresets(model)) {
        if (preset.name == name)
            return preset;
        known += (known.empty() ? "" : ", ") + preset.name;
    }
    throw Error(ErrorCode::InvalidConfiguration,
                "there is no preset '" + name + "' for model '" + model
                    + "'; known: " + (known.empty() ? "none" : known));
}

std::string rangeText(const ParamSpec& spec)
{
    switch (spec.kind) {
    case ParamKind::Integer:
        return paramText(static_cast<std::int64_t>(spec.minimum)) + " to "
            + paramText(static_cast<std::int64_t>(spec.maximum));
    case ParamKind::Real:
        return (spec.minimumExclusive ? "above " : "") + paramText(spec.minimum) + " to "
            + paramText(spec.maximum);
    case ParamKind::Boolean:
        return "true or false";
    case ParamKind::Choice: {
        std::string joined;
        for (const std::string& choice : spec.choices)
            joined += (joined.empty() ? "" : ", ") + choice;
        return joined;
    }
    case ParamKind::Text:
        return "text";
    }
    return {};
}

} // namespace

TrainSettings gatherTrainSettings(const std::string& preset, const std::string& configFile,
                                  const std::vector<std::string>& settings, const std::string& model,
                                  const GlobalOptions& options)
{
    std::vector<std::pair<std::string, std::string>> given;
    std::string named = model;
    for (const std::string& pair : settings) {
        given.push_back(splitSetting(pair));
        if (given.back().first == "model" && model.empty())
            named = given.back().second;
    }
    TrainConfig config;
    if (!configFile.empty())
        config = readTrainConfig(configFile, named);
    else if (!named.empty())
        config.model = named;
    TrainSettings result { config.model, config.dataset, {} };
    const ParamSpecs& specs = findModel(result.model).params;
    if (!preset.empty())
        for (const auto& [key, text] : findPreset(result.model, preset).values)
            result.params[key] = text;
    for (const auto& [key, text] : config.params)
        result.params[key] = text;
    for (const auto& [key, text] : given) {
        if (key == "model")
            continue;
        try {
            parseParamValue(findTrainSetting(specs, key), text);
        } catch (const Error& error) {
            throw Error(error.code(), "--set " + key + "=" + text + ": " + error.detail());
        }
        result.params[key] = text;
    }
    if (options.seed)
        result.params["seed"] = std::to_string(*options.seed);
    if (options.threads > 0)
        result.params["threads"] = std::to_string(options.threads);
    for (const auto& [key, text] : result.params)
        parseParamValue(findTrainSetting(specs, key), text);
    return result;
}

std::map<std::string, std::string> gatherSweepSettings(const std::string& preset,
                                                       const std::string& configFile,
                                                       const std::vector<std::string>& settings,
                                                       const GlobalOptions& options)
{
    std::map<std::string, std::string> params;
    if (!preset.empty())
        for (const auto& [key, text] : findPreset("opal", preset).values)
            params[key] = text;
    for (const Setting& setting : readSettings(configFile, settings)) {
        if (setting.key == "model")
            throw Error(ErrorCode::InvalidConfiguration,
                        setting.place + ": a sweep takes its models from --models");
        if (setting.key == "dataset")
            throw Error(ErrorCode::InvalidConfiguration,
                        setting.place + ": a sweep takes its data set from --dataset");
        params[setting.key] = setting.text;
    }
    if (options.seed)
        params["seed"] = std::to_string(*options.seed);
    if (options.threads > 0)
        params["threads"] = std::to_string(options.threads);
    return params;
}

std::string parameterHelp(const std::string& model)
{
    const ModelInfo& info = findModel(model.empty() ? "opal" : model);
    std::string text = "Models:";
    for (const ModelInfo* const known : knownModels())
        text += " " + known->name;
    text += "\nPresets:";
    for (const ParamPreset& preset : modelPresets(info.name))
        text += " " + preset.name;
    text += "\n\nParameters of " + info.title + " for --set and the TOML file:\n";
    if (!info.note.empty())
        text += "(" + info.note + ")\n";
    std::string group;
    std::size_t width = 0;
    for (const ParamSpec& spec : info.params)
        width = std::max(width, spec.key.size());
    for (const ParamSpec& spec : info.params) {
        if (spec.inert)
            continue;
        if (spec.group != group)
            text += "  " + spec.group + "\n";
        group = spec.group;
        text += "    " + spec.key + std::string(width + 2 - spec.key.size(), ' ')
            + paramText(spec.defaultValue) + "  [" + rangeText(spec) + "]  " + spec.help + "\n";
    }
    return text;
}

} // namespace opal
