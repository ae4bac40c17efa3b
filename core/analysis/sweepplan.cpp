// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sweepplan.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/models/modelinfo.h"
#include "core/models/registry.h"
#include "core/results/ablations.h"
#include "core/results/setting.h"
#include "core/results/tableentries.h"

namespace opal {

namespace {

using Params = std::map<std::string, std::string>;

bool hasParam(const ModelInfo& model, const std::string& key)
{
    return std::any_of(model.params.begin(), model.params.end(),
                       [&key](const ParamSpec& spec) { return spec.key == key && !spec.inert; });
}

/// The first model that has the parameter says what it may be; without one, the nearest known name is named.
void requireKnown(const std::vector<const ModelInfo*>& models, const std::string& key)
{
    if (std::any_of(models.begin(), models.end(),
                    [&key](const ModelInfo* model) { return hasParam(*model, key); }))
        return;
    findParam(models.front()->params, key);
}

std::vector<const ModelInfo*> modelsOf(const SweepRequest& request)
{
    if (request.models.empty())
        throw Error(ErrorCode::InvalidConfiguration, "a sweep needs at least one model");
    std::vector<const ModelInfo*> models;
    for (const std::string& name : request.models) {
        const ModelInfo* model = &findModel(name);
        if (std::find(models.begin(), models.end(), model) == models.end())
            models.push_back(model);
    }
    return models;
}

void checkRequest(const SweepRequest& request, const std::vector<const ModelInfo*>& models)
{
    for (const auto& [key, value] : request.params)
        requireKnown(models, key);
    std::set<std::string> axes;
    for (const SweepAxis& axis : request.axes) {
        requireKnown(models, axis.key);
        if (axis.values.empty())
            throw Error(ErrorCode::InvalidConfiguration, "the axis '" + axis.key + "' has no values");
        if (!axes.insert(axis.key).second)
            throw Error(ErrorCode::InvalidConfiguration, "the axis '" + axis.key + "' is given twice");
        if (axis.key == "seed" && !request.seeds.empty())
            throw Error(ErrorCode::InvalidConfiguration, "seeds are given twice, as an axis and as seeds");
    }
}

/// A setting on its way through the axes.
struct Draft
{
    ParamMap params;
    std::string label;
};

std::vector<Draft> crossed(const ModelInfo& model, const SweepRequest& request)
{
    Draft start { ParamMap(model.params), model.title };
    for (const auto& [key, value] : request.params)
        if (hasParam(model, key))
            setParam(start.params, model.params, key, value);
    std::vector<Draft> drafts { start };
    for (const SweepAxis& axis : request.axes) {
        if (!hasParam(model, axis.key))
            continue;
        std::vector<Draft> next;
        for (const Draft& draft : drafts) {
            for (const std::string& value : axis.values) {
                next.push_back(draft);
                setParam(next.back().params, model.params, axis.key, value);
                next.back().label += " " + axis.key + "=" + value;
            }
        }
        drafts = std::move(next);
    }
    return drafts;
}

void addAblations(const ModelInfo& model, std::vector<Draft>& drafts)
{
    const std::size_t whole = drafts.size();
    for (std::size_t i = 0; i < whole; ++i) {
        for (const Ablation& ablation : ablationTable()) {
            Draft draft = drafts[i];
            setParam(draft.params, model.params, ablation.key, ablation.value);
            draft.label += " (" + ablation.letter + ")";
            drafts.push_back(std::move(draft));
        }
    }
}

Params textsOf(const ParamMap& params)
{
    Params texts;
    for (const auto& [key, value] : params.values())
        texts[key] = paramText(value);
    return texts;
}

} // namespace

std::vector<SweepPoint> expandSweep(const SweepRequest& request)
{
    const std::vector<const ModelInfo*> models = modelsOf(request);
    checkRequest(request, models);
    std::vector<std::pair<const ModelInfo*, Draft>> settings;
    for (const ModelInfo* model : models) {
        std::vector<Draft> drafts = crossed(*model, request);
        if (request.ablations && model->name == referenceModel)
            addAblations(*model, drafts);
        for (Draft& draft : drafts)
            settings.emplace_back(model, std::move(draft));
    }
    std::vector<SweepPoint> points;
    std::set<std::string> known;
    const auto add = [&](const ModelInfo& model, const Draft& draft) {
        SweepPoint point;
        point.number = static_cast<std::int64_t>(points.size());
        point.model = model.name;
        point.params = textsOf(draft.params);
        point.label = draft.label;
        if (known.insert(trainingKey({}, point.model, point.params)).second)
            points.push_back(std::move(point));
    };
    if (request.seeds.empty())
        for (const auto& [model, draft] : settings)
            add(*model, draft);
    for (const std::uint64_t seed : request.seeds) {
        for (const auto& [model, draft] : settings) {
            if (!hasParam(*model, "seed")) {
                add(*model, draft);
                continue;
            }
            Draft seeded = draft;
            setParam(seeded.params, model->params, "seed", std::to_string(seed));
            if (request.seeds.size() > 1)
                seeded.label += " seed=" + std::to_string(seed);
            add(*model, seeded);
        }
    }
    return points;
}

std::string sweepName(const SweepRequest& request)
{
    if (!request.name.empty())
        return request.name;
    std::string name;
    for (const std::string& model : request.models)
        name += (name.empty() ? "" : ", ") + model;
    for (std::size_t i = 0; i < request.axes.size(); ++i)
        name += (i == 0 ? " over " : ", ") + request.axes[i].key;
    if (request.fairBudget > 0)
        name = "fair: " + name;
    return request.ablations ? name + " with ablations" : name;
}

} // namespace opal
