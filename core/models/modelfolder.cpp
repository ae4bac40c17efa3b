// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/modelfolder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/error.h"
#include "core/data/atomicfile.h"

namespace opal {

namespace {

constexpr int manifestFormat = 1;
constexpr double largestBound = 1e15; // exact as a whole number

std::mutex folderMutex;
std::string folderInUse; // NOLINT: guarded by the mutex

[[noreturn]] void refuseManifest(const std::string& place, const std::string& reason)
{
    throw Error(ErrorCode::InvalidData, place + " does not describe a model: " + reason + ".");
}

double realOf(const ParamValue& value)
{
    const auto* const whole = std::get_if<std::int64_t>(&value);
    return whole ? static_cast<double>(*whole) : std::get<double>(value);
}

bool isParamKey(const std::string& key)
{
    return !key.empty() && key.size() <= 40 && key.front() >= 'a' && key.front() <= 'z'
        && key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

ParamSpec scriptSpecOf(const nlohmann::json& entry, const std::string& place)
{
    ParamSpec spec;
    spec.key = entry.at("name").get<std::string>();
    if (!isParamKey(spec.key))
        refuseManifest(place,
                       "a parameter is called '" + spec.key + "'; use letters a-z, digits and underscores");
    const std::string where = "parameter '" + spec.key + "'";
    const auto kind = entry.at("kind").get<std::string>();
    const auto value = entry.at("default").get<double>();
    spec.minimum = entry.at("minimum").get<double>();
    spec.maximum = entry.at("maximum").get<double>();
    spec.help = entry.at("help").get<std::string>();
    spec.title = spec.key;
    const double numbers[] = { value, spec.minimum, spec.maximum };
    const auto inBounds = [](double number) { return std::abs(number) <= largestBound; }; // false for NaN
    if (!std::all_of(std::begin(numbers), std::end(numbers), inBounds))
        refuseManifest(place, where + " has a default or bound that is not a number up to 1e15");
    if (value < spec.minimum || value > spec.maximum)
        refuseManifest(place, where + " has a default outside of its range");
    if (kind == "integer") {
        spec.kind = ParamKind::Integer;
        if (std::any_of(std::begin(numbers), std::end(numbers),
                        [](double number) { return number != std::floor(number); }))
            refuseManifest(place, where + " is an integer with a default or bound that is none");
        spec.defaultValue = static_cast<std::int64_t>(value);
    } else if (kind == "real") {
        spec.kind = ParamKind::Real;
        spec.defaultValue = value;
    } else {
        refuseManifest(place, where + " is of kind '" + kind + "'; there are integer and real");
    }
    return spec;
}

} // namespace

void setModelFolder(const std::string& folder)
{
    const std::scoped_lock lock(folderMutex);
    folderInUse = folder;
}

std::string modelFolder()
{
    const std::scoped_lock lock(folderMutex);
    return folderInUse;
}

std::string scriptFile(const std::string& folder, const std::string& name)
{
    return folder + "/" + name + ".pt";
}

std::string manifestFile(const std::string& folder, const std::string& name)
{
    return folder + "/" + name + ".json";
}

bool isModelName(const std::string& name)
{
    return !name.empty() && name.size() <= 40 && name.front() >= 'a' && name.front() <= 'z'
        && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

std::vector<std::string> scriptNames(const std::string& folder)
{
    std::vector<std::string> names;
    std::error_code failure;
    if (!folder.empty())
        for (const auto& entry : std::filesystem::directory_iterator(folder, failure))
            if (entry.path().extension() == ".json" && isModelName(entry.path().stem().string()))
                names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string manifestText(const ScriptManifest& manifest)
{
    nlohmann::json params = nlohmann::json::array();
    for (const ParamSpec& spec : manifest.params)
        params.push_back({ { "name", spec.key },
                           { "kind", spec.kind == ParamKind::Integer ? "integer" : "real" },
                           { "default", realOf(spec.defaultValue) },
                           { "minimum", spec.minimum },
                           { "maximum", spec.maximum },
                           { "help", spec.help } });
    return nlohmann::json {
        { "format", manifestFormat },
        { "name", manifest.name },
        { "sha256", manifest.sha256 },
        { "own_loss", manifest.ownLoss },
        { "categories", manifest.hasCategories },
        { "params", params }
    }.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

ScriptManifest parseManifest(const std::string& text, const std::string& place)
{
    try {
        const auto json = nlohmann::json::parse(text);
        if (json.at("format").get<int>() > manifestFormat)
            throw Error(ErrorCode::NewerVersion,
                        place + " was written by a newer release; install that, or add the model again.");
        ScriptManifest manifest;
        manifest.name = json.at("name").get<std::string>();
        manifest.sha256 = json.at("sha256").get<std::string>();
        manifest.ownLoss = json.at("own_loss").get<bool>();
        manifest.hasCategories = json.at("categories").get<bool>();
        if (!isModelName(manifest.name))
            refuseManifest(place, "the name '" + manifest.name + "' is not one");
        if (manifest.sha256.size() != 64
            || manifest.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
            refuseManifest(place, "its SHA-256 is damaged");
        for (const auto& entry : json.at("params")) {
            manifest.params.push_back(scriptSpecOf(entry, place));
            const auto same
                = [&manifest](const ParamSpec& spec) { return spec.key == manifest.params.back().key; };
            if (std::count_if(manifest.params.begin(), manifest.params.end(), same) > 1)
                refuseManifest(place, "parameter '" + manifest.params.back().key + "' is there twice");
        }
        return manifest;
    } catch (const nlohmann::json::exception& failure) {
        refuseManifest(place, failure.what());
    }
}

ScriptManifest readManifest(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        std::error_code ignored;
        const bool there = std::filesystem::exists(file, ignored);
        throw Error(
            there ? ErrorCode::CannotRead : ErrorCode::NotFound,
            "'" + file + "', which describes a model, "
                + (there ? "cannot be read; check its permissions." : "is missing; add the model again."));
    }
    std::ostringstream text;
    text << stream.rdbuf();
    return parseManifest(text.str(), "'" + file + "'");
}

void writeManifest(const std::string& file, const ScriptManifest& manifest)
{
    const std::string text = manifestText(manifest) + "\n";
    AtomicFile out(file);
    out.write(text.data(), text.size());
    out.commit();
}

} // namespace opal
