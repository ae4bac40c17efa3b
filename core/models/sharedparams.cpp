// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/sharedparams.h"

#include "core/base/translate.h"

namespace opal {

namespace {

constexpr const char* groupModel = QT_TRANSLATE_NOOP("Parameters", "Model");
constexpr const char* groupObjective = QT_TRANSLATE_NOOP("Parameters", "Objective (OPAL)");
constexpr const char* groupTraining = QT_TRANSLATE_NOOP("Parameters", "Training");
constexpr const char* groupMachine = QT_TRANSLATE_NOOP("Parameters", "Machine");
constexpr const char* groupVariant = QT_TRANSLATE_NOOP("Parameters", "Variants");

ParamSpec makeParam(const char* key, ParamKind kind, ParamValue value, const ParamText& text)
{
    ParamSpec spec;
    spec.key = key;
    spec.kind = kind;
    spec.defaultValue = std::move(value);
    spec.group = text.group;
    spec.title = text.title;
    spec.help = text.help;
    return spec;
}

void appendModelParams(ParamSpecs& specs)
{
    specs.push_back(integerParam(
        "interests", 4, 1, 16,
        { groupModel, QT_TRANSLATE_NOOP("Parameters", "Interests (K)"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "How many interest vectors every user gets; the paper tries 1, 2, 4, 8 and 16.") }));
    specs.push_back(
        integerParam("dim", 64, 2, 512,
                     { groupModel, QT_TRANSLATE_NOOP("Parameters", "Dimension (d)"),
                       QT_TRANSLATE_NOOP("Parameters", "Length of the item and interest vectors.") }));
    specs.push_back(integerParam(
        "max_length", 100, 1, 1000,
        { groupModel, QT_TRANSLATE_NOOP("Parameters", "History length (L)"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Only the most recent items of a history, up to this many, are read.") }));
    specs.push_back(advancedParam(choiceParam(
        "exclude", { "history", "window", "nothing" },
        { groupModel, QT_TRANSLATE_NOOP("Parameters", "Left out of lists"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "What is never recommended: all that a user had before, only the items that "
              "the model reads, as the released code does, or nothing, where people watch again.") })));
    specs.back().formerValue = std::string("window");
}

void appendObjectiveParams(ParamSpecs& specs)
{
    specs.push_back(positiveParam(
        "epsilon", 0.1, 10,
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Temperature (ε)"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "Sharpness of the assignment to categories and of the main loss; smaller is sharper.") }));
    specs.push_back(realParam(
        "lambda_orth", 10, 0, 1e6,
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Orthogonality (λo)"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Weight of the term that keeps the hyper-categories apart; 0 is ablation B.") }));
    specs.push_back(realParam(
        "lambda_unif", 1, 0, 1e6,
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Uniformity (λf)"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "Weight of the term that keeps the hyper-categories equally full; 0 is ablation C.") }));
    specs.push_back(realParam(
        "lambda_unique", 1, 0, 1e6,
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Uniqueness (λq)"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "Weight of the term that gives each item one category in the hard stage; 0 is ablation A.") }));
    specs.push_back(choiceParam(
        "stages", { "both", "soft", "hard" },
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Stages"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "Soft pre-training and hard fine-tuning, or one of them alone (ablations D and E).") }));
}

void appendTrainingParams(ParamSpecs& specs)
{
    specs.push_back(choiceParam(
        "target", { "future", "next" },
        { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Target"),
          QT_TRANSLATE_NOOP("Parameters",
                            "What is predicted: any item after the cut, or the next one (ablation F).") }));
    specs.push_back(
        integerParam("batch_size", 1024, 1, 65536,
                     { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Batch size"),
                       QT_TRANSLATE_NOOP("Parameters", "Users per step, and as many shared negatives.") }));
    specs.push_back(positiveParam("learning_rate", 0.001, 10,
                                  { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Learning rate"),
                                    QT_TRANSLATE_NOOP("Parameters", "Step size of Adam.") }));
    specs.push_back(realParam(
        "weight_decay", 0, 0, 10,
        { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Weight decay"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "L2 penalty inside Adam; the lazy optimiser applies it to the rows of the step only.") }));
    specs.push_back(integerParam(
        "steps_per_epoch", 1000, 1, 1000000,
        { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Steps per epoch"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Optimiser steps between two evaluations on the validation day.") }));
    specs.push_back(integerParam(
        "patience", 5, 1, 1000,
        { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Patience"),
          QT_TRANSLATE_NOOP("Parameters",
                            "A stage ends after this many evaluations without a better Recall@200.") }));
    specs.push_back(integerParam(
        "max_epochs", 0, 0, 1000000,
        { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Most epochs"),
          QT_TRANSLATE_NOOP("Parameters",
                            "A stage ends after this many epochs at the latest; 0 means no limit.") }));
    // Integers have to survive a double (TOML, JSON and the form).
    specs.push_back(integerParam(
        "seed", 19, 0, 9007199254740991,
        { groupTraining, QT_TRANSLATE_NOOP("Parameters", "Seed"),
          QT_TRANSLATE_NOOP("Parameters", "Same seed, data, settings and machine give the same numbers.") }));
}

/// How OPAL's hyper-categories begin and which weights a run keeps.
void appendStartParams(ParamSpecs& specs)
{
    specs.push_back(choiceParam(
        "category_start", { "random", "orthogonal", "coherent" },
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Start of the categories"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "At random as in the paper, orthogonal to each other, or coherent: from groups of "
              "videos that the same users watch, so that categories mean something. One interest has nothing "
              "to be coherent about.") }));
    specs.back().formerValue = std::string("random");
    specs.push_back(
        integerParam("warmup_epochs", 20, 0, 1000000,
                     { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Warm-up epochs"),
                       QT_TRANSLATE_NOOP("Parameters",
                                         "A coherent start is preceded by at most so many epochs with one "
                                         "interest; 0 begins from vectors at random.") }));
    specs.push_back(advancedParam(realParam(
        "group_pull", 0.5, 0, 2,
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Pull to the group"),
          QT_TRANSLATE_NOOP("Parameters",
                            "How far a coherent start moves every video towards the category of its group; "
                            "what it is otherwise has length 1.") })));
    specs.push_back(choiceParam(
        "keep_stage", { "last", "best" },
        { groupObjective, QT_TRANSLATE_NOOP("Parameters", "Kept stage"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Which stage's weights stand for the run: the last one's, as in the paper, or "
                            "those that the validation day prefers.") }));
    specs.back().formerValue = std::string("last");
}

void appendMachineParams(ParamSpecs& specs)
{
    specs.push_back(advancedParam(
        choiceParam("optimiser", { "lazy", "dense" },
                    { groupMachine, QT_TRANSLATE_NOOP("Parameters", "Optimiser"),
                      QT_TRANSLATE_NOOP("Parameters",
                                        "Lazy Adam moves only the item rows of the step; dense Adam moves "
                                        "all of them, as the released code does.") })));
    specs.push_back(advancedParam(
        choiceParam("kernels", { "fused", "plain" },
                    { groupMachine, QT_TRANSLATE_NOOP("Parameters", "Kernels"),
                      QT_TRANSLATE_NOOP("Parameters",
                                        "Fused CPU kernels, or the plain LibTorch form that defines the "
                                        "model; the numbers agree within rounding.") })));
    specs.push_back(advancedParam(
        integerParam("threads", 0, 0, 1024,
                     { groupMachine, QT_TRANSLATE_NOOP("Parameters", "Threads"),
                       QT_TRANSLATE_NOOP("Parameters", "Processor threads to use; 0 means all cores.") })));
    specs.push_back(advancedParam(textParam(
        "device", "cpu",
        { groupMachine, QT_TRANSLATE_NOOP("Parameters", "Device"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Where to train: cpu, or cuda:0 and so on where LibTorch has CUDA.") })));
}

} // namespace

ParamSpec integerParam(const char* key, std::int64_t value, std::int64_t minimum, std::int64_t maximum,
                       const ParamText& text)
{
    ParamSpec spec = makeParam(key, ParamKind::Integer, value, text);
    spec.minimum = static_cast<double>(minimum);
    spec.maximum = static_cast<double>(maximum);
    return spec;
}

ParamSpec realParam(const char* key, double value, double minimum, double maximum, const ParamText& text)
{
    ParamSpec spec = makeParam(key, ParamKind::Real, value, text);
    spec.minimum = minimum;
    spec.maximum = maximum;
    return spec;
}

ParamSpec positiveParam(const char* key, double value, double maximum, const ParamText& text)
{
    ParamSpec spec = realParam(key, value, 0, maximum, text);
    spec.minimumExclusive = true;
    return spec;
}

ParamSpec flagParam(const char* key, bool value, const ParamText& text)
{
    return makeParam(key, ParamKind::Boolean, value, text);
}

ParamSpec choiceParam(const char* key, std::vector<std::string> choices, const ParamText& text)
{
    ParamSpec spec = makeParam(key, ParamKind::Choice, choices.front(), text);
    spec.choices = std::move(choices);
    return spec;
}

ParamSpec textParam(const char* key, const char* value, const ParamText& text)
{
    return makeParam(key, ParamKind::Text, std::string(value), text);
}

ParamSpec advancedParam(ParamSpec spec)
{
    spec.advanced = true;
    return spec;
}

ParamSpecs sharedParams()
{
    ParamSpecs specs;
    appendModelParams(specs);
    appendObjectiveParams(specs);
    appendTrainingParams(specs);
    appendMachineParams(specs);
    // What steers the optimiser but shapes neither the model nor the batches.
    for (ParamSpec& spec : specs)
        spec.changeable = spec.key == "learning_rate" || spec.key.starts_with("lambda_");
    return specs;
}

ParamSpecs withoutObjective(ParamSpecs specs)
{
    for (ParamSpec& spec : specs) {
        spec.inert = spec.inert || spec.group == groupObjective;
        spec.changeable = spec.changeable && !spec.inert;
    }
    return specs;
}

ParamSpecs opalParams()
{
    ParamSpecs specs;
    specs.push_back(flagParam("normalise_interests", true,
                              { groupVariant, QT_TRANSLATE_NOOP("Parameters", "Unit interests"),
                                QT_TRANSLATE_NOOP("Parameters",
                                                  "Interest vectors are brought to length 1, as in the "
                                                  "released code; off is the paper's letter.") }));
    specs.push_back(choiceParam(
        "gru_head", { "linear_relu", "linear", "none" },
        { groupVariant, QT_TRANSLATE_NOOP("Parameters", "Head behind the GRU"),
          QT_TRANSLATE_NOOP("Parameters", "What turns the last GRU state into the hard interest.") }));
    specs.push_back(
        flagParam("orth_mean", false,
                  { groupVariant, QT_TRANSLATE_NOOP("Parameters", "Mean orthogonality"),
                    QT_TRANSLATE_NOOP("Parameters",
                                      "Divides the orthogonality term by K², as the released code does.") }));
    specs.push_back(choiceParam(
        "hard_uniformity", { "none", "categories", "positions" },
        { groupVariant, QT_TRANSLATE_NOOP("Parameters", "Hard uniformity"),
          QT_TRANSLATE_NOOP("Parameters",
                            "A further uniformity term of the hard stage on winner-only assignments, per "
                            "category or per position as in the released code.") }));
    specs.push_back(choiceParam(
        "unique_mean", { "users", "items" },
        { groupVariant, QT_TRANSLATE_NOOP("Parameters", "Uniqueness averaged over"),
          QT_TRANSLATE_NOOP(
              "Parameters",
              "Each history first, as in the paper, or all items of the batch, as in the released code.") }));
    specs.push_back(flagParam(
        "drop_empty_interests", false,
        { groupVariant, QT_TRANSLATE_NOOP("Parameters", "Drop empty interests"),
          QT_TRANSLATE_NOOP("Parameters",
                            "Interests to which no item of the history is assigned are not searched.") }));
    for (ParamSpec& spec : specs)
        spec.advanced = true;
    appendStartParams(specs);
    return specs;
}

ParamSpecs withDefault(ParamSpecs specs, std::string_view key, const ParamValue& value)
{
    for (ParamSpec& spec : specs) {
        if (spec.key == key)
            spec.defaultValue = value;
    }
    return specs;
}

} // namespace opal
