// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainsession.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/analysis/hypercategories.h"
#include "core/analysis/itemgroups.h"
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/models/registry.h"

namespace opal {

namespace {

constexpr int decidingCutoff = 200;

BatchParams batchParams(const ParamMap& params, const Recommender& model)
{
    BatchParams result;
    result.batchSize = params.integer("batch_size");
    result.maxLength = params.integer("max_length");
    result.nextItemTarget = params.text("target") == "next";
    result.withFuture = model.readsFuture();
    result.seed = static_cast<std::uint64_t>(params.integer("seed"));
    return result;
}

/// The total is checked last, because it is never the cause.
void requireFiniteTerms(const NamedValues& terms, const std::string& stage, std::int64_t step)
{
    for (std::size_t i = 1; i <= terms.size(); ++i) {
        const auto& [name, value] = terms[i % terms.size()];
        if (!std::isfinite(value))
            failNonFinite(placeText(stage, step, "term " + name));
    }
}

/// Identity as this release writes it for a checkpoint that an earlier one wrote.
std::string upgradedIdentity(const std::string& model, const std::string& lines)
{
    std::map<std::string, std::string> recorded;
    std::istringstream text(lines);
    for (std::string line; std::getline(text, line);)
        if (const std::size_t sign = line.find('='); sign != std::string::npos)
            recorded[line.substr(0, sign)] = line.substr(sign + 1);
    const auto& table = modelTable();
    const bool known = std::any_of(table.begin(), table.end(),
                                   [&model](const ModelInfo& info) { return info.name == model; });
    return known ? paramsIdentity(recordedParams(findModel(model), recorded)) : lines;
}

double decidingMetric(const MetricSet& metrics)
{
    const double value = metrics.at("recall", decidingCutoff);
    if (std::isnan(value))
        throw Error(ErrorCode::Internal, "the evaluation lacks Recall@200");
    return value;
}

} // namespace

TrainSession::TrainSession(std::shared_ptr<const Dataset> data, const TrainPlan& plan, Recommender& model,
                           Evaluate evaluate, TrainObserver& observer, std::stop_token stop)
    : m_data(std::move(data))
    , m_plan(plan)
    , m_model(model)
    , m_evaluate(std::move(evaluate))
    , m_observer(observer)
    , m_stop(std::move(stop))
    , m_stages(model.stages())
    , m_batches(Batcher(m_data, batchParams(plan.params, model)))
    , m_writer(plan.runFolder)
{
    if (m_data->evaluationUsers(Split::Valid).empty())
        throw Error(
            ErrorCode::InvalidData,
            "no user has both a history and a target on the validation day, so training could not tell "
            "when to stop; import more days");
    if (model.interestCount() > m_data->itemCount())
        throw Error(ErrorCode::InvalidConfiguration,
                    "interests is " + std::to_string(model.interestCount()) + " but the data set has only "
                        + std::to_string(m_data->itemCount()) + " items; ask for fewer interests");
    const ParamMap& params = plan.params;
    m_stepsPerEpoch = params.integer("steps_per_epoch");
    m_optimiserOptions.learningRate = params.real("learning_rate");
    m_optimiserOptions.weightDecay = params.real("weight_decay");
    m_optimiserOptions.lazy = params.text("optimiser") == "lazy";
    m_optimiserOptions.fused = params.text("kernels") == "fused";
    m_identity = { plan.model, m_data->itemCount(), paramsIdentity(params), m_data->summary().hash,
                   static_cast<std::uint64_t>(params.integer("seed")) };
}

TrainResult TrainSession::run()
{
    m_started = m_saved = std::chrono::steady_clock::now();
    if (m_plan.resume)
        resume();
    else
        startFresh();
    try {
        return trainStages() ? finish() : resultSoFar(TrainEnd::Paused);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::NonFiniteLoss)
            report("not_finite", error.detail());
        throw;
    }
}

void TrainSession::startFresh()
{
    startRunFolder(m_plan.runFolder);
    m_model.initialise(m_identity.seed);
    m_model.project();
    report("started");
    enterStage(0);
    saveLast();
}

void TrainSession::resume()
{
    const Checkpoint checkpoint = loadCheckpoint(lastFile(m_plan.runFolder));
    if (!isOurs(checkpoint))
        throw Error(
            ErrorCode::InvalidCheckpoint,
            "'" + lastFile(m_plan.runFolder)
                + "' belongs to another model, data set or parameters; resume with the ones the run was "
                  "started with");
    m_state = checkpoint.state;
    m_model.setStage(m_stages[stageNumber(m_state.stage)].name);
    // Stored weights already obey the model's constraints; projecting them again could change their last
    // bits.
    applyWeights(m_model, checkpoint.weights);
    makeOptimiser();
    m_optimiser->restore(m_state.stageStep, checkpoint.moments);
    report("resumed");
    m_observer.onStage(m_state.stage, m_state.step);
    removeSuperseded(m_plan.runFolder, m_state);
}

bool TrainSession::isOurs(const Checkpoint& checkpoint) const
{
    CheckpointIdentity identity = checkpoint.identity;
    if (belongsTo(identity, checkpoint.state.step, m_identity, m_plan.changes))
        return true;
    identity.params = upgradedIdentity(identity.model, identity.params);
    return belongsTo(identity, checkpoint.state.step, m_identity, m_plan.changes);
}

void TrainSession::makeOptimiser()
{
    m_optimiser = std::make_unique<Optimiser>(m_model, m_optimiserOptions);
}

void TrainSession::enterStage(std::size_t number)
{
    if (number > 0 && m_state.best.contains(m_stages[number - 1].name))
        loadBest(m_stages[number - 1].name);
    m_state.stage = m_stages[number].name;
    m_state.stageStep = 0;
    m_state.epoch = 0;
    m_state.bad = 0;
    m_model.setStage(m_state.stage);
    if (m_stages[number].fromItemGroups)
        m_model.startFromGroups(spectralItemGroups(*m_data, m_model.interestCount(), m_stop),
                                m_data->popularity());
    m_guard.onStage();
    makeOptimiser();
    m_observer.onStage(m_state.stage, m_state.step);
    report("stage");
}

/// Runs until the training has ended; false if it was paused.
bool TrainSession::trainStages()
{
    while (!m_state.ended) {
        tellWritten();
        if (m_stop.stop_requested()) {
            saveLast();
            throw Cancelled();
        }
        if (!obey(m_observer.takeRequest()))
            return false;
        if (m_state.ended)
            break;
        if (evaluationIsDue())
            evaluateStage();
        else if (stageIsOver())
            leaveStage();
        else
            trainStep();
    }
    return true;
}

/// Does what a person asked for; false if the training is to pause.
bool TrainSession::obey(TrainRequest request)
{
    switch (request) {
    case TrainRequest::None:
        break;
    case TrainRequest::Pause:
        report("pause");
        saveLast();
        return false;
    case TrainRequest::StopAfterEvaluation:
        report("stop_after_evaluation");
        m_stopAfterEvaluation = true;
        if (m_state.epoch > 0 && m_state.stageStep == m_state.epoch * m_stepsPerEpoch)
            endTraining(true);
        break;
    case TrainRequest::StopKeepBest:
        report("stop_keep_best");
        if (m_state.best.empty())
            evaluateStage();
        endTraining(true);
        break;
    case TrainRequest::NextStage:
        report("next_stage");
        if (m_state.best.empty())
            evaluateStage();
        leaveStage();
        break;
    }
    return true;
}

void TrainSession::trainStep()
{
    const std::int64_t step = m_state.step + 1;
    const Batch& batch = m_batches.take(step);
    const NamedValues& terms = m_model.lossAndGradients(batch, m_rows);
    requireFiniteTerms(terms, m_state.stage, step);
    m_optimiser->step(m_rows);
    m_state.step = step;
    ++m_state.stageStep;
    m_report.stage = m_state.stage;
    m_report.step = step;
    m_report.terms = terms;
    m_report.learningRate = m_optimiserOptions.learningRate;
    m_observer.onStep(m_report);
    orderCheckpointIfDue();
}

void TrainSession::evaluateStage()
{
    requireFiniteState();
    EvaluationReport evaluation;
    try {
        evaluation.metrics = m_evaluate(m_model, Split::Valid);
    } catch (const Cancelled&) {
        saveLast();
        throw;
    }
    ++m_state.epoch;
    const double metric = decidingMetric(evaluation.metrics);
    const auto previous = m_state.best.find(m_state.stage);
    evaluation.best = previous == m_state.best.end() || metric > previous->second.metric;
    std::optional<TrainState> bestState;
    if (evaluation.best) {
        m_state.best[m_state.stage] = { m_state.epoch, m_state.step, metric };
        m_state.bad = 0;
        bestState = m_state;
    } else {
        ++m_state.bad;
    }
    evaluation.stage = m_state.stage;
    evaluation.epoch = m_state.epoch;
    evaluation.step = m_state.step;
    evaluation.bad = m_state.bad;
    evaluation.patience = m_stages[stageNumber(m_state.stage)].patience;
    if (const auto snapshot = snapshotOf(m_model, m_data->popularity())) {
        snapshot->stage = evaluation.stage;
        snapshot->epoch = evaluation.epoch;
        snapshot->step = evaluation.step;
        evaluation.categories = snapshot;
    }
    m_observer.onEvaluation(evaluation);
    for (const auto& [kind, detail] : m_guard.onEvaluation(evaluation))
        report(kind, detail);
    if (m_stopAfterEvaluation)
        m_state.ended = m_state.stopped = true;
    orderCheckpoint(bestState);
}

void TrainSession::leaveStage()
{
    const std::size_t next = stageNumber(m_state.stage) + 1;
    if (m_state.ended)
        return;
    if (next == m_stages.size()) {
        endTraining(false);
        return;
    }
    enterStage(next);
    saveLast();
}

void TrainSession::endTraining(bool stopped)
{
    m_state.ended = true;
    m_state.stopped = stopped;
    saveLast();
}

TrainResult TrainSession::finish()
{
    const std::optional<std::string> stage = standingStage(m_stages, m_state.best, m_plan.params);
    if (!stage)
        throw Error(ErrorCode::InvalidCheckpoint,
                    "'" + lastFile(m_plan.runFolder) + "' has ended without an evaluation; train again");
    loadBest(*stage);
    m_model.setStage(*stage);
    const BestOfStage& best = m_state.best.at(*stage);
    TrainState state;
    state.stage = *stage;
    state.step = best.step;
    state.epoch = best.epoch;
    state.ended = true;
    state.best[*stage] = best;
    saveCheckpoint(finalFile(m_plan.runFolder), { m_identity, state, modelWeights(m_model), {} });

    const MetricSet test
        = m_data->evaluationUsers(Split::Test).empty() ? MetricSet {} : m_evaluate(m_model, Split::Test);
    m_state.stage = *stage; // what is told of the end is told of the weights that stand for the run
    report("finished", "best of stage " + *stage + ", epoch " + std::to_string(best.epoch));
    TrainResult result = resultSoFar(m_state.stopped ? TrainEnd::Stopped : TrainEnd::Finished);
    result.test = test;
    result.finalStage = *stage;
    return result;
}

bool TrainSession::evaluationIsDue() const
{
    return m_state.stageStep >= (m_state.epoch + 1) * m_stepsPerEpoch;
}

bool TrainSession::stageIsOver() const
{
    const Stage& stage = m_stages[stageNumber(m_state.stage)];
    return m_state.bad >= stage.patience || (stage.maxEpochs > 0 && m_state.epoch >= stage.maxEpochs);
}

std::size_t TrainSession::stageNumber(const std::string& name) const
{
    const auto found = std::find_if(m_stages.begin(), m_stages.end(),
                                    [&name](const Stage& stage) { return stage.name == name; });
    if (found == m_stages.end())
        throw Error(ErrorCode::InvalidCheckpoint,
                    "the model has no stage '" + name + "' that the checkpoint names");
    return static_cast<std::size_t>(found - m_stages.begin());
}

TrainResult TrainSession::resultSoFar(TrainEnd end) const
{
    TrainResult result;
    result.end = end;
    result.steps = m_state.step;
    for (const auto& [stage, best] : m_state.best) {
        result.bestEpoch[stage] = best.epoch;
        result.bestMetric[stage] = best.metric;
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_started).count();
    return result;
}

void TrainSession::loadBest(const std::string& stage)
{
    finishWriting();
    const Checkpoint best = loadCheckpoint(bestFile(m_plan.runFolder, stage, m_state.best.at(stage)));
    if (!isOurs(best))
        throw Error(ErrorCode::InvalidCheckpoint,
                    "the best weights of stage " + stage + " belong to another run; train again");
    applyWeights(m_model, best.weights);
}

/// The copy is taken now, the files are written while the training goes on.
void TrainSession::orderCheckpoint(const std::optional<TrainState>& best)
{
    m_observer.onCheckpointDue(m_state.step);
    m_writer.write({ m_identity, m_state, modelWeights(m_model), m_optimiser->moments() }, best);
    m_saved = std::chrono::steady_clock::now();
}

void TrainSession::orderCheckpointIfDue()
{
    const std::chrono::duration<double> age = std::chrono::steady_clock::now() - m_saved;
    if (age.count() >= m_plan.checkpointSeconds)
        orderCheckpoint();
}

void TrainSession::tellWritten()
{
    for (const std::int64_t step : m_writer.takeWritten())
        m_observer.onCheckpoint(step);
}

void TrainSession::finishWriting()
{
    m_writer.finish();
    tellWritten();
}

void TrainSession::saveLast()
{
    orderCheckpoint();
    finishWriting();
}

void TrainSession::requireFiniteState() const
{
    for (const auto& tensors : { modelWeights(m_model), m_optimiser->moments() }) {
        if (const auto name = firstNonFinite(tensors))
            failNonFinite(placeText(m_state.stage, m_state.step, "weights '" + *name + "'"));
    }
}

void TrainSession::report(const char* kind, const std::string& detail)
{
    m_observer.onEvent({ kind, m_state.stage, m_state.step, detail, unixTimeMs() });
}

} // namespace opal
