// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <mutex>
#include <span>

#include "core/base/error.h"
#include "core/base/translate.h"
#include "core/models/externalfile.h"
#include "core/models/modelparams.h"
#include "core/models/registry.h"
#include "core/models/sharedparams.h"

namespace opal {

namespace {

using Presets = std::vector<ParamPreset>;

/// What is known of a model before there is one.
struct DescribedModel
{
    ModelInfo info;
    Presets presets = {};
};

DescribedModel reference(const char* name, const char* title, const char* note, ParamSpecs params)
{
    return { { name, title, note, std::move(params), false, true } };
}

ParamSpecs withShared(ParamSpecs own)
{
    ParamSpecs specs = sharedParams();
    specs.insert(specs.end(), own.begin(), own.end());
    return specs;
}

/// The paper's settings for its two data sets (interest numbers of Table II) and a quick one for the sample
/// data.
Presets presetsWith(const char* wechatInterests, const char* takatakInterests,
                    const char* demoTitle = QT_TRANSLATE_NOOP("Presets", "Demo: done in about a minute"))
{
    const auto paper = [](const char* interests) -> decltype(ParamPreset::values) {
        return { { "interests", interests },    { "dim", "64" },
                 { "max_length", "100" },       { "exclude", "window" },
                 { "batch_size", "1024" },      { "learning_rate", "0.001" },
                 { "epsilon", "0.1" },          { "lambda_orth", "10" },
                 { "lambda_unif", "1" },        { "lambda_unique", "1" },
                 { "steps_per_epoch", "1000" }, { "patience", "5" },
                 { "max_epochs", "0" } };
    };
    return { { "paper-wechat", QT_TRANSLATE_NOOP("Presets", "Paper: WeChat-Channels"),
               paper(wechatInterests) },
             { "paper-takatak", QT_TRANSLATE_NOOP("Presets", "Paper: MX-TakaTak"), paper(takatakInterests) },
             { "demo",
               demoTitle,
               { { "interests", "4" },
                 { "batch_size", "512" },
                 { "learning_rate", "0.003" },
                 { "steps_per_epoch", "50" },
                 { "patience", "3" },
                 { "max_epochs", "16" } } } };
}

/// The demo shows what categories that mean something look like, which the paper's random start seldom finds.
Presets opalPresets()
{
    Presets presets
        = presetsWith("4", "8", QT_TRANSLATE_NOOP("Presets", "Demo: both stages in under a minute"));
    // Large steps, and many, lead the items out of their groups again.
    for (auto& [key, value] : presets.back().values) {
        if (key == "learning_rate")
            value = "0.001";
        else if (key == "max_epochs")
            value = "12";
    }
    for (ParamPreset& paper : std::span(presets).first(presets.size() - 1)) {
        paper.values.emplace_back("category_start", "random");
        paper.values.emplace_back("keep_stage", "last");
    }
    for (const auto& [key, value] :
         { std::pair("category_start", "coherent"), std::pair("warmup_epochs", "10"),
           std::pair("group_pull", "0.7"), std::pair("keep_stage", "best") })
        presets.back().values.emplace_back(key, value);
    // Fine-tuning loses what coherent interests gain where L_unique weighs as much as the loss
    // (MODELS.md, 2.5).
    presets.insert(presets.begin(),
                   { "coherent",
                     QT_TRANSLATE_NOOP("Presets", "Coherent interests"),
                     { { "interests", "4" },
                       { "category_start", "coherent" },
                       { "warmup_epochs", "20" },
                       { "group_pull", "0.5" },
                       { "lambda_unique", "0.3" },
                       { "keep_stage", "best" } } });
    return presets;
}

/// One row a model.
const std::vector<DescribedModel>& entries()
{
    static const std::vector<DescribedModel> table {
        { { "opal", "OPAL", "", withShared(opalParams()), true }, opalPresets() },
        { { "mind", "MIND", "", mindParams(), true }, presetsWith("1", "8") },
        { { "comirec-dr", "ComiRec-DR", "", comiRecDrParams(), true }, presetsWith("1", "1") },
        { { "comirec-sa", "ComiRec-SA",
            QT_TRANSLATE_NOOP("Models",
                              "Interests attend to the history side by side, so no item is "
                              "assigned to one of them."),
            comiRecSaParams() },
          presetsWith("1", "1") },
        { { "octopus", "Octopus",
            QT_TRANSLATE_NOOP("Models",
                              "Reconstructed from published descriptions: no code of the original "
                              "was released."),
            octopusParams(), true },
          presetsWith("1", "1") },
        { { "dssrec", "DSSRec", "", dssRecParams(), true }, presetsWith("8", "1") },
        { { "re4", "Re4",
            QT_TRANSLATE_NOOP("Models",
                              "Interests attend to the history side by side, so no item is "
                              "assigned to one of them."),
            re4Params() },
          presetsWith("1", "4") },
        reference(
            "popularity", "Popularity",
            QT_TRANSLATE_NOOP("Models", "What most had on the training days: the same list for everybody."),
            popularityParams()),
        reference("recent-popularity", "Recent popularity",
                  QT_TRANSLATE_NOOP("Models", "What most had on the last training days."),
                  recentPopularityParams()),
        reference("item-knn", "Item-kNN",
                  QT_TRANSLATE_NOOP("Models",
                                    "Scores an item by its similarity to the items of the history. "
                                    "Computed in seconds."),
                  itemKnnParams()),
        reference("ease", "EASE",
                  QT_TRANSLATE_NOOP("Models",
                                    "Predicts every item from all others by a linear model in closed "
                                    "form. Computed in seconds."),
                  easeParams()),
    };
    return table;
}

/// Runs have it, but it is not trained, so it is in no list to choose from.
const DescribedModel& externalEntry()
{
    static const DescribedModel entry { { externalModel, "External", "", externalParams() } };
    return entry;
}

const DescribedModel* entryOfTable(std::string_view name)
{
    if (name == externalModel)
        return &externalEntry();
    for (const DescribedModel& entry : entries())
        if (entry.info.name == name)
            return &entry;
    return nullptr;
}

/// Throws what readManifest() and scriptParams() throw.
const DescribedModel& scriptEntry(const std::string& file)
{
    const ScriptManifest manifest = readManifest(file);
    // Whoever has the info of a model keeps it, whatever becomes of the file.
    static std::mutex mutex;
    static std::map<std::string, DescribedModel> known;
    const std::scoped_lock lock(mutex);
    const std::string text = manifestText(manifest);
    const auto found = known.find(text);
    if (found != known.end())
        return found->second;
    ModelInfo info { manifest.name,
                     manifest.name,
                     QT_TRANSLATE_NOOP("Models", "A TorchScript file that was added to this workspace."),
                     scriptParams(manifest),
                     manifest.hasCategories,
                     false,
                     manifest.sha256 };
    return known.emplace(text, DescribedModel { std::move(info), {} }).first->second;
}

const DescribedModel& findEntry(std::string_view name, const std::string& folder)
{
    if (const DescribedModel* const entry = entryOfTable(name))
        return *entry;
    std::vector<std::string> names = scriptNames(folder);
    if (std::find(names.begin(), names.end(), name) != names.end())
        return scriptEntry(manifestFile(folder, std::string(name)));
    for (const DescribedModel& entry : entries())
        names.push_back(entry.info.name);
    throw Error(ErrorCode::UnknownKey,
                "there is no model '" + std::string(name) + "'; did you mean '" + nearestWord(name, names)
                    + "'?");
}

} // namespace

const std::vector<ModelInfo>& modelTable()
{
    static const std::vector<ModelInfo> table = [] {
        std::vector<ModelInfo> infos;
        for (const DescribedModel& entry : entries())
            infos.push_back(entry.info);
        return infos;
    }();
    return table;
}

const ModelInfo& findModel(std::string_view name, const std::string& folder)
{
    return findEntry(name, folder).info;
}

const ModelInfo& findScript(const std::string& manifestFile)
{
    return scriptEntry(manifestFile).info;
}

std::vector<const ModelInfo*> knownModels(const std::string& folder)
{
    std::vector<const ModelInfo*> models;
    for (const DescribedModel& entry : entries())
        models.push_back(&entry.info);
    for (const std::string& name : scriptNames(folder)) {
        try {
            models.push_back(&findEntry(name, folder).info);
        } catch (const Error&) {
            // Whoever asks for this model by its name is told what is wrong with it.
        }
    }
    return models;
}

const std::vector<ParamPreset>& modelPresets(std::string_view model, const std::string& folder)
{
    return findEntry(model, folder).presets;
}

ParamMap recordedParams(const ModelInfo& model, const std::map<std::string, std::string>& recorded)
{
    // A release without these parameters did what these values say.
    ParamMap params(model.params);
    for (const ParamSpec& spec : model.params)
        if (spec.formerValue)
            params.set(spec.key, *spec.formerValue);
    for (const auto& [key, text] : recorded) {
        if (key == "orthogonal_init" && !recorded.contains("category_start"))
            setParam(params, model.params, "category_start", text == "true" ? "orthogonal" : "random");
        else if (key != "orthogonal_init")
            setParam(params, model.params, key, text);
    }
    return params;
}

} // namespace opal
