// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <stop_token>

#include <QString>

#include "core/results/trainingcurve.h"
#include "core/training/trainobserver.h"

namespace opal {

/// Progress of any job. Texts are stable English keys; views translate them.
struct JobProgress
{
    QString phase; ///< "read", "soft", "evaluate", ...
    double fraction = -1; ///< 0..1; negative: unknown
    std::int64_t done = 0; ///< steps, rows, users; 0 if meaningless
    std::int64_t total = 0; ///< 0: unknown
    double perSecond = 0; ///< rate of `done`
    double secondsLeft = -1; ///< negative: unknown
    /// New since the last progress; only a training job fills them.
    std::vector<StepReport> steps;
    std::vector<EvaluationReport> evaluations;
    std::vector<RunEvent> events;
    QString run; ///< id of the run a training job works on; empty otherwise
    std::int64_t point = -1; ///< of a sweep: number of the point that is trained; -1 otherwise
    QString pointLabel; ///< what that point is
};

/// What a job sees of the world. Implemented by the runner (gathers, flushes at most 10 times a second) and
/// by the command line (prints). Thread: the job's own.
class JobContext
{
public:
    virtual ~JobContext() = default;
    virtual std::stop_token stopToken() const = 0;
    virtual void progress(const JobProgress& progress) = 0;

    virtual TrainRequest takeRequest() { return TrainRequest::None; }
};

/// One piece of long work: reads its request, calls the engine, writes the store, returns a result value.
/// Throws Error or Cancelled.
class Job
{
public:
    virtual ~Job() = default;
    /// Stable key of the kind: "import", "train", "evaluate", "recommend", "synthesise".
    virtual QString kind() const = 0;
    /// What it works on, for the jobs strip: a file or run name.
    virtual QString subject() const = 0;

    /// Id of the stored run that it goes on with; empty if it makes a new one or is about none.
    virtual QString resumedRun() const { return {}; }

    /// Id of the stored sweep whose points it trains; empty for every other kind.
    virtual QString sweep() const { return {}; }

    virtual std::any run(JobContext& context) = 0;
};

} // namespace opal
