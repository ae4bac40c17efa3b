// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/modelparams.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/base/translate.h"
#include "core/models/sharedparams.h"

namespace opal {

namespace {

/// Of the rows that belong to one model alone.
constexpr const char* groupOwn = QT_TRANSLATE_NOOP("Parameters", "This model");
constexpr const char* groupReference = QT_TRANSLATE_NOOP("Parameters", "Reference recommender");

/// The parameters of all baselines beyond the shared ones, and then `own`.
ParamSpecs baselineParams(ParamSpecs own)
{
    ParamSpecs specs = withoutObjective(sharedParams());
    specs.push_back(advancedParam(positiveParam(
        "initial_scale", 1, 100,
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Initial scale"),
          QT_TRANSLATE_NOOP("Parameters", "Factor on the item vectors that a training starts from.") })));
    specs.insert(specs.end(), own.begin(), own.end());
    return specs;
}

/// The two rows of the parameter table that decide the routing.
ParamSpecs routingParams()
{
    ParamSpecs specs;
    specs.push_back(integerParam(
        "routing_iterations", 3, 1, 20,
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Routing iterations"),
          QT_TRANSLATE_NOOP("Parameters",
                            "How often the shares of the history items in the interests are settled.") }));
    specs.push_back(choiceParam(
        "routing_axis", { "interests", "items" },
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Routing competes over"),
          QT_TRANSLATE_NOOP("Parameters",
                            "The interests share each item, as in the original, or the items share each "
                            "interest, as in some public ports.") }));
    for (ParamSpec& spec : specs)
        spec.advanced = true;
    return specs;
}

/// One row a shared parameter, as accepted as in every model, but inert where nothing is trained in steps;
/// and `own` above. The whole history is read by default.
ParamSpecs scorerParams(ParamSpecs own)
{
    const std::set<std::string, std::less<>> acting { "exclude", "threads" };
    ParamSpecs specs = std::move(own);
    for (ParamSpec& spec : sharedParams()) {
        spec.inert = !acting.contains(spec.key);
        spec.changeable = false;
        if (spec.key == "interests")
            spec.defaultValue = std::int64_t { 1 };
        if (spec.key == "max_length") {
            spec.inert = false;
            spec.minimum = 0;
            spec.defaultValue = std::int64_t { 0 };
            spec.help = QT_TRANSLATE_NOOP(
                "Parameters",
                "Only the most recent items of a history, up to this many, are read; 0 reads all of it.");
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

} // namespace

ParamSpecs mindParams()
{
    ParamSpecs specs = routingParams();
    specs.push_back(advancedParam(choiceParam(
        "label_power", { "infinite", "1", "2" },
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Label-aware power (p)"),
          QT_TRANSLATE_NOOP("Parameters",
                            "How sharply training attends to the interest nearest to the target; infinite "
                            "takes that interest alone.") })));
    specs.push_back(advancedParam(flagParam(
        "dynamic_interests", false,
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Interests by history length"),
          QT_TRANSLATE_NOOP("Parameters",
                            "A user gets only as many interests as the logarithm (base 2) of the history "
                            "length allows.") })));
    return baselineParams(specs);
}

ParamSpecs comiRecDrParams()
{
    return baselineParams(routingParams());
}

ParamSpecs comiRecSaParams()
{
    return baselineParams({});
}

ParamSpecs octopusParams()
{
    ParamSpecs specs;
    specs.push_back(advancedParam(
        realParam("lambda_channels", 1, 0, 1e6,
                  { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Orthogonal channels (w1)"),
                    QT_TRANSLATE_NOOP("Parameters", "Weight of the term that keeps the channels apart.") })));
    specs.push_back(advancedParam(realParam(
        "lambda_basis", 0, 0, 1e6,
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Basis of the items (w2)"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Weight of the term that lets the channels rebuild the history items.") })));
    return baselineParams(specs);
}

ParamSpecs dssRecParams()
{
    ParamSpecs specs;
    specs.push_back(
        realParam("dropout", 0.5, 0, 0.95,
                  { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Dropout"),
                    QT_TRANSLATE_NOOP("Parameters",
                                      "Share of the encoder's values that a training step leaves out.") }));
    specs.push_back(advancedParam(
        realParam("confident_share", 0.5, 0, 1,
                  { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Confident samples (λ)"),
                    QT_TRANSLATE_NOOP("Parameters",
                                      "Share of the pairs of past and future intentions that is learnt "
                                      "from: those predicted best.") })));
    return baselineParams(specs);
}

ParamSpecs re4Params()
{
    ParamSpecs specs;
    specs.push_back(
        realParam("lambda_attend", 0.001, 0, 1e6,
                  { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Re-attend"),
                    QT_TRANSLATE_NOOP(
                        "Parameters",
                        "Weight of the term that makes attention agree with nearness to the interest.") }));
    specs.push_back(realParam(
        "lambda_contrast", 0.1, 0, 1e6,
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Re-contrast"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Weight of the term that sets an interest apart from other interests and from "
                            "items that are not its own.") }));
    specs.push_back(
        realParam("lambda_construct", 0.1, 0, 1e6,
                  { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Re-construct"),
                    QT_TRANSLATE_NOOP("Parameters",
                                      "Weight of the term that rebuilds an interest's items from it.") }));
    specs.push_back(advancedParam(
        positiveParam("contrast_temperature", 0.02, 10,
                      { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Contrast temperature (τ)"),
                        QT_TRANSLATE_NOOP("Parameters", "Sharpness of re-contrast; smaller is sharper.") })));
    specs.push_back(advancedParam(realParam(
        "positive_gate", 0, 0, 1,
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Gate of own items"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Items with more attention than this belong to an interest; 0 means 1 divided by "
                            "the history length.") })));
    specs.push_back(advancedParam(choiceParam(
        "backward_mean", { "slots", "positives" },
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Backward terms averaged over"),
          QT_TRANSLATE_NOOP("Parameters",
                            "All slots of the padded batch, as in the original code, or the own items "
                            "alone.") })));
    return withDefault(baselineParams(specs), "weight_decay", 1e-6);
}

ParamSpecs popularityParams()
{
    return scorerParams({});
}

ParamSpecs recentPopularityParams()
{
    return scorerParams({ integerParam(
        "days", 2, 1, 36500,
        { groupReference, QT_TRANSLATE_NOOP("Parameters", "Days"),
          QT_TRANSLATE_NOOP("Parameters", "How many of the last training days are counted.") }) });
}

ParamSpecs itemKnnParams()
{
    return scorerParams(
        { integerParam("neighbours", 100, 1, 100000,
                       { groupReference, QT_TRANSLATE_NOOP("Parameters", "Neighbours"),
                         QT_TRANSLATE_NOOP("Parameters", "How many nearest items of every item count.") }),
          realParam("shrinkage", 10, 0, 1e6,
                    { groupReference, QT_TRANSLATE_NOOP("Parameters", "Shrinkage"),
                      QT_TRANSLATE_NOOP("Parameters",
                                        "Added to the denominator of the cosine, so that few common users "
                                        "make no neighbours.") }) });
}

ParamSpecs easeParams()
{
    return scorerParams(
        { positiveParam("lambda", 500, 1e9,
                        { groupReference, QT_TRANSLATE_NOOP("Parameters", "Regularisation (λ)"),
                          QT_TRANSLATE_NOOP("Parameters",
                                            "Weight of the L2 penalty; larger trusts rare items less.") }),
          choiceParam(
              "solution", { "auto", "exact", "sparse" },
              { groupReference, QT_TRANSLATE_NOOP("Parameters", "Solution"),
                QT_TRANSLATE_NOOP("Parameters",
                                  "Exact in closed form, or each item from its most similar ones alone, "
                                  "which is an approximation; auto is exact where the memory suffices.") }),
          advancedParam(positiveParam(
              "memory_gb", 4, 1e6,
              { groupReference, QT_TRANSLATE_NOOP("Parameters", "Memory (GB)"),
                QT_TRANSLATE_NOOP("Parameters",
                                  "What the solution may take; the exact one needs 12 bytes a pair of "
                                  "items.") })),
          advancedParam(integerParam(
              "sparse_neighbours", 200, 1, 5000,
              { groupReference, QT_TRANSLATE_NOOP("Parameters", "Neighbours, sparse"),
                QT_TRANSLATE_NOOP("Parameters",
                                  "From how many items the sparse solution predicts each one.") })) });
}

ParamSpecs externalParams()
{
    const ParamSpecs shared = sharedParams();
    ParamSpecs specs;
    for (const char* const key : { "interests", "dim", "max_length", "exclude" })
        specs.push_back(findParam(shared, key));
    specs[1].minimum = 1;
    specs[1].maximum = 4096;
    for (ParamSpec& spec : specs)
        spec.changeable = false;
    specs.push_back(choiceParam(
        "score", { "dot", "cosine" },
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Score"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Items are ranked by inner product, or by cosine with the interest.") }));
    specs.push_back(textParam(
        "items", "",
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Item vectors"),
          QT_TRANSLATE_NOOP("Parameters", "File and array that the item vectors were adopted from.") }));
    specs.push_back(textParam(
        "users", "",
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Interests"),
          QT_TRANSLATE_NOOP("Parameters", "File and array that the interests were adopted from.") }));
    specs.push_back(textParam(
        "sha256", "",
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "SHA-256 of the files"),
          QT_TRANSLATE_NOOP("Parameters", "Checksums of everything that was read at the adoption.") }));
    return specs;
}

ParamSpecs scriptParams(const ScriptManifest& manifest)
{
    ParamSpecs specs = baselineParams({});
    if (!manifest.ownLoss) {
        specs.push_back(choiceParam(
            "readout", { "hard", "maximum" },
            { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Readout"),
              QT_TRANSLATE_NOOP("Parameters",
                                "Which interest scores a candidate in the loss: the one nearest to the "
                                "positive, or the best of each candidate.") }));
        specs.push_back(
            positiveParam("temperature", 1, 100,
                          { groupOwn, QT_TRANSLATE_NOOP("Parameters", "Temperature"),
                            QT_TRANSLATE_NOOP("Parameters", "What scores are divided by in the loss.") }));
    }
    for (const ParamSpec& own : manifest.params) {
        const auto ours = std::find_if(specs.begin(), specs.end(),
                                       [&own](const ParamSpec& spec) { return spec.key == own.key; });
        if (ours == specs.end()) {
            specs.push_back(own);
            specs.back().group = groupOwn;
            continue;
        }
        if (ours->kind != own.kind || own.minimum < ours->minimum || own.maximum > ours->maximum
            || (ours->minimumExclusive && own.minimum == ours->minimum))
            throw Error(ErrorCode::InvalidData,
                        "the model file gives the parameter '" + own.key
                            + "' of every model a range beyond its own, " + paramText(ours->minimum) + " to "
                            + paramText(ours->maximum) + scriptContract + ".");
        ours->inert = false;
        ours->defaultValue = own.defaultValue;
        ours->minimum = own.minimum;
        ours->maximum = own.maximum;
        ours->minimumExclusive = false;
    }
    specs.push_back(advancedParam(choiceParam(
        "sha256", { manifest.sha256 },
        { groupOwn, QT_TRANSLATE_NOOP("Parameters", "SHA-256 of the file"),
          QT_TRANSLATE_NOOP("Parameters", "Checksum of the TorchScript file that is the model.") })));
    return specs;
}

} // namespace opal
