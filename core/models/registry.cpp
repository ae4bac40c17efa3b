// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/registry.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/models/comirecdr.h"
#include "core/models/comirecsa.h"
#include "core/models/dssrec.h"
#include "core/models/ease.h"
#include "core/models/externalfile.h"
#include "core/models/itemknn.h"
#include "core/models/mind.h"
#include "core/models/octopus.h"
#include "core/models/opal.h"
#include "core/models/popularity.h"
#include "core/models/re4.h"
#include "core/models/scriptmodel.h"

namespace opal {

namespace {

using Factory = std::shared_ptr<Recommender> (*)(const ParamMap& params, std::int64_t itemCount);
using ScorerFactory = std::shared_ptr<Scorer> (*)(const ParamMap& params, std::int64_t itemCount);

template <class Model, class Options>
std::shared_ptr<Recommender> make(const ParamMap& params, std::int64_t itemCount)
{
    return std::make_shared<Model>(Options::from(params), itemCount);
}

std::shared_ptr<Scorer> makePopularity(const ParamMap& params, std::int64_t itemCount)
{
    return std::make_shared<Popularity>(params.contains("days") ? params.integer("days") : 0, itemCount);
}

template <class Model, class Options>
std::shared_ptr<Scorer> makeScorerOf(const ParamMap& params, std::int64_t itemCount)
{
    return std::make_shared<Model>(Options::from(params), itemCount);
}

/// What makes the models of modelTable(), by name.
template <typename Make> struct MadeBy
{
    std::string_view name;
    Make make;
};

constexpr MadeBy<Factory> factories[] {
    { "opal", &make<Opal, OpalOptions> },
    { "mind", &make<Mind, MindOptions> },
    { "comirec-dr", &make<ComiRecDr, ComiRecDrOptions> },
    { "comirec-sa", &make<ComiRecSa, ComiRecSaOptions> },
    { "octopus", &make<Octopus, OctopusOptions> },
    { "dssrec", &make<DssRec, DssRecOptions> },
    { "re4", &make<Re4, Re4Options> },
};

constexpr MadeBy<ScorerFactory> scorerFactories[] {
    { "popularity", &makePopularity },
    { "recent-popularity", &makePopularity },
    { "item-knn", &makeScorerOf<ItemKnn, ItemKnnOptions> },
    { "ease", &makeScorerOf<Ease, EaseOptions> },
};

/// Null if `table` does not make it.
template <typename Table> auto factoryOf(const Table& table, std::string_view name)
{
    const auto found = std::find_if(std::begin(table), std::end(table),
                                    [name](const auto& entry) { return entry.name == name; });
    return found == std::end(table) ? nullptr : found->make;
}

} // namespace

std::shared_ptr<Recommender> makeModel(std::string_view name, const ParamMap& params, std::int64_t itemCount,
                                       const std::string& script)
{
    if (name == externalModel)
        throw Error(ErrorCode::InvalidConfiguration,
                    "vectors of another program are not trained; make such a run with `opal adopt`");
    const Factory factory = factoryOf(factories, name);
    if (factory == nullptr && (script.empty() || factoryOf(scorerFactories, name) != nullptr))
        throw Error(ErrorCode::Unsupported,
                    "the model '" + findModel(name, {}).name
                        + "' is not trained in steps; choose one that is, e.g. 'opal'.");
    std::shared_ptr<Recommender> model = factory != nullptr
        ? factory(params, itemCount)
        : std::make_shared<ScriptModel>(script, params, itemCount);
    model->initialise(static_cast<std::uint64_t>(params.integer("seed")));
    model->project();
    return model;
}

std::shared_ptr<Scorer> makeScorer(std::string_view name, const ParamMap& params, std::int64_t itemCount)
{
    const ScorerFactory factory = factoryOf(scorerFactories, name);
    return factory != nullptr ? factory(params, itemCount) : nullptr;
}

ParamMap settledParams(std::string_view name, ParamMap params, std::int64_t itemCount)
{
    if (name == "ease")
        params.set("solution",
                   EaseOptions::from(params).solutionFor(itemCount) == EaseSolution::Exact
                       ? std::string("exact")
                       : std::string("sparse"));
    return params;
}

} // namespace opal
