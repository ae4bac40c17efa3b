// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>

#include <QFileInfo>
#include <QScopeGuard>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/data/datasetfile.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/ownmodels.h"
#include "core/jobs/runmeasures.h"
#include "core/models/engineinfo.h"
#include "core/models/externalfile.h"
#include "core/models/registry.h"
#include "core/store/runstore.h"
#include "core/training/trainer.h"

namespace opal {

namespace {

using Clock = std::chrono::steady_clock;

/// Forwards a training to the job's context at once and to the store once a second, at evaluations and at
/// checkpoints.
class Recorder final : public TrainObserver
{
public:
    Recorder(RunStore& store, JobContext& context, std::string run, const ParamMap& params,
             std::function<void(const std::string&)> beforeCheckpoint)
        : m_store(store)
        , m_context(context)
        , m_run(std::move(run))
        , m_stepsPerEpoch(params.integer("steps_per_epoch"))
        , m_patience(params.integer("patience"))
        , m_maxEpochs(params.integer("max_epochs"))
        , m_beforeCheckpoint(std::move(beforeCheckpoint))
    {
    }

    bool hasBegun() const { return m_begun; }

    void onStage(const std::string& stage, std::int64_t step) override
    {
        m_stage = stage;
        m_lastEvaluation = step;
        m_bad = 0;
        m_epoch = 0;
        m_progressStep = step;
        restartRate();
        send(progress());
    }

    void onStep(const StepReport& report) override
    {
        m_stage = report.stage;
        m_progressStep = report.step;
        m_steps.push_back(report);
        JobProgress next = progress();
        next.training.steps.push_back(report);
        send(next);
        if (secondsSince(m_committed) >= 1)
            commit();
    }

    void onProgress(double fraction) override
    {
        JobProgress next;
        next.phase = QString::fromStdString(m_stage);
        next.training.run = QString::fromStdString(m_run);
        next.fraction = fraction;
        if (fraction > 0)
            next.secondsLeft = secondsSince(m_rateStart) * (1 - fraction) / fraction;
        send(next);
    }

    void onEvaluation(const EvaluationReport& report) override
    {
        m_bad = report.bad;
        m_epoch = report.epoch;
        m_lastEvaluation = report.step;
        m_evaluations.push_back(report);
        JobProgress next = progress();
        next.training.evaluations.push_back(report);
        send(next);
        commit();
        restartRate();
    }

    void onEvent(const RunEvent& event) override
    {
        // The first event says from which step the work really goes on.
        if (!m_begun) {
            m_store.beginSegment(m_run, event.step);
            m_begun = true;
        }
        m_events.push_back(event);
        if (!event.stage.empty())
            m_stage = event.stage;
        JobProgress next = progress();
        next.training.events.push_back(event);
        send(next);
    }

    void onCheckpointDue(std::int64_t /*step*/) override
    {
        commit();
        if (m_beforeCheckpoint)
            m_beforeCheckpoint(m_run);
    }

    /// Shows what belongs to the beginning, and keeps it with the first rows.
    void announce(const RunEvent& event)
    {
        m_events.push_back(event);
        tell({ event });
    }

    /// Shows what is in the store already.
    void tell(const std::vector<RunEvent>& events)
    {
        JobProgress next = progress();
        next.training.events = events;
        send(next);
    }

    TrainRequest takeRequest() override { return m_context.takeRequest(); }

    void commit()
    {
        m_store.append(m_run, m_steps, m_evaluations, m_events);
        m_steps.clear();
        m_evaluations.clear();
        m_events.clear();
        m_committed = Clock::now();
    }

private:
    void restartRate()
    {
        m_rateStart = Clock::now();
        m_rateStep = m_progressStep;
    }

    void send(const JobProgress& next) { m_context.progress(next); }

    /// Of this stage: it ends soonest if nothing improves from now on, and at the latest at its cap.
    JobProgress progress() const
    {
        JobProgress next;
        next.phase = QString::fromStdString(m_stage);
        next.training.run = QString::fromStdString(m_run);
        const double seconds = secondsSince(m_rateStart);
        if (seconds > 0 && m_progressStep > m_rateStep)
            next.perSecond = static_cast<double>(m_progressStep - m_rateStep) / seconds;
        // The first evaluation is always the best so far.
        const std::int64_t patienceLeft
            = m_epoch == 0 ? m_patience + 1 : std::max<std::int64_t>(1, m_patience - m_bad);
        std::int64_t earliest = m_epoch + patienceLeft;
        if (m_maxEpochs > 0)
            earliest = std::min(earliest, m_maxEpochs);
        next.done = m_epoch * m_stepsPerEpoch + m_progressStep - m_lastEvaluation;
        next.total = std::max(next.done, earliest * m_stepsPerEpoch);
        if (m_maxEpochs > 0)
            next.fraction = std::min(
                1.0, static_cast<double>(next.done) / static_cast<double>(m_maxEpochs * m_stepsPerEpoch));
        if (next.perSecond > 0) {
            next.secondsLeft = static_cast<double>(next.total - next.done) / next.perSecond;
            if (m_maxEpochs > 0)
                next.secondsLeftAtMost
                    = static_cast<double>(m_maxEpochs * m_stepsPerEpoch - next.done) / next.perSecond;
        }
        return next;
    }

    RunStore& m_store;
    JobContext& m_context;
    std::string m_run;
    std::int64_t m_stepsPerEpoch;
    std::int64_t m_patience;
    std::int64_t m_maxEpochs;
    std::function<void(const std::string&)> m_beforeCheckpoint;

    bool m_begun = false;
    std::string m_stage;
    std::int64_t m_progressStep = 0;
    std::int64_t m_lastEvaluation = 0;
    std::int64_t m_epoch = 0;
    int m_bad = 0;
    Clock::time_point m_rateStart = Clock::now();
    std::int64_t m_rateStep = 0;

    std::vector<StepReport> m_steps; ///< not yet in the store, like the two below
    std::vector<EvaluationReport> m_evaluations;
    std::vector<RunEvent> m_events;
    Clock::time_point m_committed = Clock::now();
};

/// For work at the end of a training, whose progress is not that of the training.
class QuietContext final : public JobContext
{
public:
    explicit QuietContext(std::stop_token stop)
        : m_stop(std::move(stop))
    {
    }

    std::stop_token stopToken() const override { return m_stop; }

    void progress(const JobProgress& /*progress*/) override { }

private:
    std::stop_token m_stop;
};

/// Trains or resumes one run.
class Training final
{
public:
    Training(RunStore& store, WorkspacePaths paths, TrainJobRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
        if (!m_request.resumeRun.isEmpty()) {
            takeStoredRun();
            return;
        }
        const ModelInfo& model = findModel(m_request.model, m_paths.models().toStdString());
        if (model.name == externalModel)
            throw Error(ErrorCode::InvalidConfiguration,
                        "vectors of another program are not trained; make such a run with `opal adopt`.");
        m_params = ParamMap(model.params);
        for (const auto& [key, text] : m_request.params)
            setParam(m_params, model.params, key, text);
        if (model.scorer) // what it does not read is not recorded, so that equal fits are equal settings
            for (const ParamSpec& spec : model.params)
                if (spec.inert)
                    m_params.set(spec.key, spec.defaultValue);
    }

    JobHead head() const
    {
        JobHead head { QStringLiteral("train"),
                       m_record.id.empty() ? displayName() : QString::fromStdString(m_record.name) };
        head.resumedRun = QString::fromStdString(m_record.id);
        return head;
    }

    TrainJobResult run(JobContext& context)
    {
        const auto release = qScopeGuard([this] { m_store.release(m_record.id); });
        // While the job waited in the queue, others may have renamed, changed, resumed or ended the run; from
        // here on nobody else writes into its folder.
        if (!m_record.id.empty()) {
            m_store.claim(m_record.id);
            takeStoredRun();
            requireScript(m_paths, m_record);
        }
        const std::shared_ptr<const Dataset> data
            = m_record.id.empty() ? startRun() : openRunDataset(m_store, m_record);
        TrainPlan plan;
        plan.model = m_record.model;
        plan.params = m_params;
        plan.runFolder = m_paths.runFolder(QString::fromStdString(m_record.id)).toStdString();
        // A run that ended before its first checkpoint has nothing to go on from: it begins anew.
        plan.resume = QFileInfo::exists(QString::fromStdString(plan.runFolder + "/last.safetensors"));
        if (m_record.imported && m_record.step > 0 && !plan.resume)
            throw Error(ErrorCode::NotFound,
                        "run '" + m_record.id
                            + "' was imported without the checkpoint to go on from; export it again with its "
                              "optimiser's moments, or start a new run with its parameters.");
        plan.device = m_record.device;
        plan.threads = m_request.threads > 0 ? m_request.threads : m_record.threads;

        if (!m_changes.empty())
            recordChanges(plan);
        plan.changes = m_record.changes;
        Recorder recorder(m_store, context, m_record.id, m_params, m_request.beforeCheckpoint);
        recorder.tell(m_changeEvents);
        if (plan.resume && !sameWithOtherThreads() && plan.threads != m_record.threads)
            recorder.announce(
                { "threads", m_record.stage, m_record.step,
                  "trained with " + std::to_string(m_record.threads) + " thread(s) so far and with "
                      + std::to_string(plan.threads)
                      + " from here on: sums are made in another order, so the weights will not be "
                        "those of an undisturbed run to the last bit",
                  unixTimeMs() });
        const Clock::time_point started = Clock::now();
        TrainJobResult ended;
        try {
            requireScript(m_paths, m_record);
            const TrainResult result = train(data, plan, recorder, context.stopToken());
            recorder.commit();
            ended = finish(result, started);
        } catch (const Cancelled&) {
            end(recorder, RunState::Interrupted, {}, started);
            throw;
        } catch (const Error& error) {
            // A run that another program trains is not ours to mark.
            if (error.code() != ErrorCode::WorkspaceBusy)
                end(recorder, RunState::Failed, error.detail(), started);
            throw;
        } catch (const std::exception& error) {
            end(recorder, RunState::Failed, firstLine(error.what()), started);
            throw;
        }
        if (!ended.paused)
            ended.run = measured(*data, std::move(ended.run), context.stopToken());
        return ended;
    }

private:
    /// The run with what its interests mean. Whoever cancels now wants no more work, but has a trained run.
    RunRecord measured(const Dataset& data, RunRecord run, const std::stop_token& stop)
    {
        try {
            {
                const auto model = loadRunModel(m_paths, run, data);
                measureAgreement(m_store, run, *model, data, stop);
            }
            const auto users = static_cast<std::int64_t>(data.evaluationUsers(Split::Test).size());
            if (users > 0 && users <= mostUsersMeasuredInTraining) {
                QuietContext quiet(stop);
                makeAverageDiversityJob(m_store, m_paths, { run.id, {} }).run(quiet);
            }
        } catch (const Cancelled&) {
            // It is measured when it is evaluated next.
        }
        return m_store.run(run.id);
    }

    void takeStoredRun()
    {
        m_record = m_store.run(m_request.resumeRun.toStdString());
        if (m_record.state == RunState::Finished || m_record.state == RunState::Stopped) {
            throw Error(ErrorCode::InvalidArgument,
                        "run '" + m_record.id
                            + "' has ended; only an interrupted, paused or failed run can be resumed.");
        }
        m_params = runParams(m_paths, m_record);
        m_changes.clear();
        readChanges();
    }

    /// What is asked to be different from now on. Values that are as they were are no change.
    void readChanges()
    {
        const ParamSpecs& specs = modelOfRun(m_paths, m_record).params;
        for (const auto& [key, text] : m_request.params) {
            const ParamSpec& spec = findParam(specs, key);
            if (!spec.changeable)
                throw Error(ErrorCode::InvalidConfiguration,
                            "'" + key + "' cannot change in a run that has begun; start a new run, or change "
                                + changeableKeys(specs) + ".");
            const ParamValue value = parseParamValue(spec, text);
            const std::string before = paramText(m_params.values().at(key));
            if (paramText(value) == before)
                continue;
            m_changes.push_back({ 0, key, before, paramText(value), 0 });
            m_params.set(key, value);
        }
    }

    static std::string changeableKeys(const ParamSpecs& specs)
    {
        std::string list;
        for (const ParamSpec& spec : specs)
            if (spec.changeable)
                list += (list.empty() ? "" : ", ") + spec.key;
        return list;
    }

    /// Changes hold from the checkpoint on, which may be older than the last step in the store.
    void recordChanges(const TrainPlan& plan)
    {
        const std::int64_t step = plan.resume ? checkpointStep(plan.runFolder) : 0;
        for (ParamChange& change : m_changes) {
            change.step = step;
            change.timeMs = unixTimeMs();
            m_changeEvents.push_back(eventOf(change, m_record.stage));
        }
        m_store.addChanges(m_record.id, m_changes);
        m_record = m_store.run(m_record.id);
    }

    /// OPAL's kernels sum in one order whatever the threads are; LibTorch's do not.
    bool sameWithOtherThreads() const
    {
        return m_params.contains("kernels") && m_record.model == "opal"
            && m_params.text("kernels") == "fused";
    }

    QString displayName() const
    {
        if (!m_request.name.isEmpty())
            return m_request.name;
        const ModelInfo& model = findModel(m_request.model, m_paths.models().toStdString());
        if (model.scorer)
            return QString::fromStdString(scorerName(model));
        return QStringLiteral("%1-k%2-s%3")
            .arg(QString::fromStdString(m_request.model))
            .arg(m_params.integer("interests"))
            .arg(m_params.integer("seed"));
    }

    /// What a scorer does is in its own numbers: "item-knn-neighbours100-shrinkage10".
    std::string scorerName(const ModelInfo& model) const
    {
        std::string name = model.name;
        for (const ParamSpec& spec : model.params)
            if ((spec.kind == ParamKind::Integer || spec.kind == ParamKind::Real) && !spec.inert
                && !spec.advanced && spec.key != "max_length")
                name += "-" + spec.key + paramText(m_params.values().at(spec.key));
        return name;
    }

    std::shared_ptr<const Dataset> startRun()
    {
        if (!findModel(m_request.model, m_paths.models().toStdString()).sha256.empty())
            requireUsable(m_paths, m_request.model);
        const QString file = QFileInfo(m_request.datasetFile).absoluteFilePath();
        auto data = openDataset(file.toStdString());
        registerDataset(m_store, data->summary(), file);
        // Who imports seen items as targets to be recommended means it for the lists of its runs.
        if (data->summary().repeats == Repeats::Recommend && m_request.params.count("exclude") == 0)
            m_params.set("exclude", std::string(exclusionName(Exclusion::Nothing)));
        m_params = settledParams(m_request.model, std::move(m_params), data->itemCount());
        RunRecord record;
        record.name = displayName().toStdString();
        record.model = m_request.model;
        record.datasetName = data->summary().name;
        record.datasetHash = data->summary().hash;
        record.datasetPath = file.toStdString();
        record.state = RunState::Running;
        for (const auto& [key, value] : m_params.values())
            record.params[key] = paramText(value);
        record.seed = static_cast<std::uint64_t>(m_params.integer("seed"));
        record.threads
            = m_request.threads > 0 ? m_request.threads : static_cast<int>(m_params.integer("threads"));
        if (record.threads <= 0)
            record.threads = engineInfo().threads;
        record.device = m_params.text("device");
        record.appVersion = applicationVersion;
        record.tags = m_request.tags;
        m_record = m_store.run(m_store.createRun(record));
        return data;
    }

    TrainJobResult finish(const TrainResult& result, Clock::time_point started)
    {
        RunRecord record = m_store.run(m_record.id);
        const bool paused = result.end == TrainEnd::Paused;
        record.state = paused                 ? RunState::Paused
            : result.end == TrainEnd::Stopped ? RunState::Stopped
                                              : RunState::Finished;
        record.seconds += secondsSince(started);
        record.step = result.steps;
        record.bestEpoch = result.bestEpoch;
        record.bestMetric = result.bestMetric;
        record.error.clear();
        if (!paused) {
            record.finishedMs = unixTimeMs();
            record.test = result.test;
        }
        m_store.updateRun(record);
        return { m_store.run(record.id), paused };
    }

    void end(Recorder& recorder, RunState state, const std::string& error, Clock::time_point started)
    {
        const char* kind = state == RunState::Failed ? "failed" : "interrupted";
        const RunRecord before = m_store.run(m_record.id);
        if (recorder.hasBegun()) {
            recorder.onEvent({ kind, before.stage, before.step, error, unixTimeMs() });
            recorder.commit();
        }
        RunRecord record = m_store.run(m_record.id);
        record.state = state;
        record.seconds += secondsSince(started);
        record.finishedMs = state == RunState::Failed ? unixTimeMs() : 0;
        record.error = error;
        m_store.updateRun(record);
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    TrainJobRequest m_request;
    RunRecord m_record; ///< without an id until the run row exists
    ParamMap m_params; ///< as they are from now on
    std::vector<ParamChange> m_changes; ///< asked for with this request
    std::vector<RunEvent> m_changeEvents;
};

} // namespace

Job<TrainJobResult> makeTrainJob(RunStore& store, const WorkspacePaths& paths, TrainJobRequest request)
{
    Training training(store, paths, std::move(request));
    JobHead head = training.head();
    return { std::move(head), [training = std::move(training)](JobContext& context) mutable {
                return training.run(context);
            } };
}

} // namespace opal
