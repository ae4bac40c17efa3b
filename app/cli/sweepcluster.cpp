// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweepcluster.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <set>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "core/analysis/sweepplan.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/jobs/cluster.h"
#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"

namespace opal {

namespace {

ClusterPlan planOf(const SweepRecord& sweep)
{
    return { sweep.id, sweep.name, sweep.datasetHash, sweep.datasetPath, applicationVersion, sweep.points };
}

/// The folder of a sweep's plan; a link in the workspace leads to one elsewhere.
QString makeClusterFolder(const WorkspacePaths& paths, const std::string& sweep, const std::string& wanted)
{
    const QString own = clusterFolder(paths, sweep);
    QDir().mkpath(QFileInfo(own).path());
    if (!wanted.empty() && !QFileInfo::exists(own)) {
        const QString target = QFileInfo(QString::fromStdString(wanted)).absoluteFilePath();
        if (!QDir().mkpath(target) || !QFile::link(target, own))
            throw Error(ErrorCode::CannotWrite, "the folder '" + wanted + "' cannot be made");
    }
    if (!QDir().mkpath(own))
        throw Error(ErrorCode::CannotWrite, "the folder '" + own.toStdString() + "' cannot be made");
    return QFileInfo(own).canonicalFilePath();
}

/// Points that finished runs of the workspace answer are not trained again.
void reuseFinishedRuns(RunStore& store, const SweepRecord& sweep)
{
    SweepStore sweeps(store);
    const auto known = sweeps.finishedRuns(sweep.datasetHash, sweep.points);
    for (std::size_t at = 0; at < sweep.points.size(); ++at) {
        SweepPoint point = sweep.points[at];
        if (point.state == SweepPointState::Finished || !known[at])
            continue;
        point.run = *known[at];
        point.reused = true;
        point.state = SweepPointState::Finished;
        sweeps.update(sweep.id, point);
    }
}

using SlurmTasks = std::optional<std::map<std::int64_t, SlurmTask>>;

/// What Slurm has of a sweep; nothing if it has never had it or cannot be asked, which is told.
SlurmTasks tasksOf(Output& output, const QString& folder)
{
    try {
        return slurmTasks(folder);
    } catch (const Error& error) {
        output.complain("Slurm's queue is not shown: " + error.detail());
        return std::nullopt;
    }
}

/// Nobody works on the point, and no task of Slurm's will.
bool isLeftAlone(const SweepPoint& point, const SlurmTasks& tasks)
{
    return tasks && point.state == SweepPointState::Waiting && !tasks->contains(point.number);
}

/// "waiting", with what Slurm says: "waiting, 17_4 PENDING (Resources)".
std::string stateText(const SweepPoint& point, const SlurmTasks& tasks)
{
    const std::string state = sweepPointStateName(point.state);
    if (point.state != SweepPointState::Waiting || !tasks)
        return state;
    const auto task = tasks->find(point.number);
    if (task == tasks->end())
        return state + ", no task";
    const SlurmTask& found = task->second;
    return state + ", " + found.job + " " + found.state
        + (found.reason.empty() ? "" : " (" + found.reason + ")");
}

Json pointJson(const ClusterPoint& status, const SlurmTasks& tasks)
{
    const SweepPoint& point = status.point;
    Json json { { "point", point.number },
                { "label", point.label },
                { "state", sweepPointStateName(point.state) },
                { "run", point.run } };
    if (!point.error.empty())
        json["error"] = point.error;
    if (!status.host.empty()) {
        json["host"] = status.host;
        json["instructions"] = status.instructions;
    }
    if (tasks) {
        const auto task = tasks->find(point.number);
        json["task"] = task == tasks->end() ? Json()
                                            : Json { { "job", task->second.job },
                                                     { "state", task->second.state },
                                                     { "reason", task->second.reason } };
    }
    if (!status.stage.empty()) {
        json["stage"] = status.stage;
        json["step"] = status.step;
        json["recall"] = status.recall ? Json(*status.recall) : Json();
    }
    return json;
}

/// Where each point stands, from its folder or, for a sweep of this machine, from the store.
std::vector<ClusterPoint> statusOf(CommandContext& context, const SweepRecord& sweep, const QString& folder)
{
    if (QFileInfo::exists(folder))
        return collectCluster(context.store(), context.paths(), folder);
    std::vector<ClusterPoint> points;
    for (const SweepPoint& point : sweep.points)
        points.emplace_back().point = point;
    return points;
}

std::int64_t countState(const std::vector<ClusterPoint>& points, SweepPointState state)
{
    return std::count_if(points.begin(), points.end(),
                         [state](const ClusterPoint& status) { return status.point.state == state; });
}

void warnOfMixedInstructions(Output& output, const std::vector<ClusterPoint>& points)
{
    std::map<std::string, std::set<std::string>> hosts;
    for (const ClusterPoint& status : points)
        if (!status.instructions.empty())
            hosts[status.instructions].insert(status.host);
    if (hosts.size() < 2)
        return;
    std::string text;
    for (const auto& [instructions, names] : hosts)
        text += (text.empty() ? "" : ", ") + instructions + " on " + *names.begin();
    output.complain("warning: the workers have different instruction sets (" + text
                    + "): their last bits differ; choose one kind of node with --sbatch=--constraint=...");
}

} // namespace

CLI::App* SweepCluster::addAction(CLI::App& sweep, const char* name, const char* help, Action action)
{
    CLI::App* child = sweep.add_subcommand(name, help);
    m_actions.emplace_back(child, action);
    return child;
}

void SweepCluster::declare(CLI::App& sweep)
{
    sweep.require_subcommand(0, 1);
    CLI::App* submitting = addAction(sweep, "submit", "Hand the points to a cluster", &SweepCluster::submit);
    submitting->fallthrough(); // the sweep itself is described with the options of 'opal sweep'
    submitting->add_option("--on", m_on, "Who queues and places them: slurm")
        ->type_name("NAME")
        ->required()
        ->check(CLI::IsMember({ "slurm" }));
    submitting->add_option("--folder", m_folder, "Folder that all nodes see (default: in the workspace)")
        ->type_name("DIR");
    submitting->add_option("--partition", m_slurm.partition, "Partition of the cluster")->type_name("NAME");
    submitting->add_option("--time", m_slurm.time, "Time limit of a point")->type_name("H:MM:SS");
    submitting->add_option("--memory", m_slurm.memory, "Memory of a point")->type_name("SIZE");
    submitting->add_option("--cpus", m_slurm.cpus, "Cores of a point (default: 1)")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    submitting->add_option("--at-once", m_slurm.atOnce, "Train at most so many points at once")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    submitting->add_option("--sbatch", m_slurm.extra, "A further option of sbatch, may be repeated")
        ->type_name("OPTION")
        ->allow_extra_args(false);
    submitting->add_option("--program", m_program, "'opal' as the nodes find it (default: this one)")
        ->type_name("FILE");
    submitting->add_flag("--dry-run", m_dryRun, "Show the batch script and do nothing");
    submitting->footer("The same command again submits what failed or was cancelled.");

    CLI::App* working
        = addAction(sweep, "work", "Train one point of a plan, on any machine", &SweepCluster::work);
    working->add_option("plan", m_plan, "plan.json or its folder")->type_name("PLAN")->required();
    working->add_option("--point", m_point, "Number of the point, from 0")
        ->type_name("I")
        ->required()
        ->check(CLI::NonNegativeNumber);
    working->add_flag("--wait", m_wait, "Wait while another worker has the point");

    for (const auto& [name, help, action] :
         { std::tuple { "status", "Take over what is finished, and tell where every point stands",
                        &SweepCluster::status },
           std::tuple { "cancel", "End all points on the cluster; they can be submitted again",
                        &SweepCluster::cancel } })
        addAction(sweep, name, help, action)
            ->add_option("sweep", m_sweep, "Sweep: id or name (default: the newest)")
            ->type_name("SWEEP");
}

bool SweepCluster::run(CommandContext& context, const std::function<Wish()>& wish)
{
    for (const auto& [child, action] : m_actions) {
        if (child->parsed()) {
            (this->*action)(context, wish);
            return true;
        }
    }
    return false;
}

bool SweepCluster::describesSweep() const
{
    return std::all_of(m_actions.begin(), m_actions.end(), [](const auto& action) {
        return !action.first->parsed() || action.second == &SweepCluster::submit;
    });
}

void SweepCluster::submit(CommandContext& context, const std::function<Wish()>& wish)
{
    const Wish wanted = wish();
    m_slurm.program
        = m_program.empty() ? QCoreApplication::applicationFilePath() : QString::fromStdString(m_program);
    if (m_dryRun) {
        SweepRecord sweep;
        sweep.id = "opal-sweep";
        sweep.points = expandSweep(wanted.request);
        sweep.name = sweepName(wanted.request);
        const QString folder = m_folder.empty()
            ? clusterFolder(context.paths(), sweep.id)
            : QFileInfo(QString::fromStdString(m_folder)).absoluteFilePath();
        const std::string script = slurmScript(planOf(sweep), folder, m_slurm);
        context.output().result({ { "script", script }, { "points", sweep.points.size() } });
        context.output().text(script);
        return;
    }
    RunStore& store = context.store();
    SweepStore sweeps(store);
    const std::string id = prepareSweep(store, wanted.request, wanted.dataset);
    // What the cluster has, this machine leaves alone.
    sweeps.setPaused(id, true);
    reuseFinishedRuns(store, sweeps.sweep(id));
    const SweepRecord sweep = sweeps.sweep(id);
    const QString folder = makeClusterFolder(context.paths(), id, m_folder);
    ClusterPlan plan = planOf(sweep);
    writeClusterPlan(folder, plan);

    std::vector<std::int64_t> failed;
    for (const ClusterPoint& status : collectCluster(store, context.paths(), folder))
        if (status.point.state == SweepPointState::Failed)
            failed.push_back(status.point.number);
    retryClusterPoints(folder, failed);
    sweeps.retry(id);
    const auto queued = slurmTasks(folder).value_or(std::map<std::int64_t, SlurmTask> {});
    std::vector<std::int64_t> wantedPoints;
    for (const ClusterPoint& status : collectCluster(store, context.paths(), folder))
        if (status.point.state == SweepPointState::Waiting && !queued.contains(status.point.number))
            wantedPoints.push_back(status.point.number);
    if (!wantedPoints.empty())
        submitToSlurm(plan, folder, wantedPoints, m_slurm);
    context.output().result({ { "event", "finished" },
                              { "sweep", id },
                              { "folder", folder.toStdString() },
                              { "points", sweep.points.size() },
                              { "submitted", wantedPoints } });
    context.output().text("sweep " + id + " (" + sweep.name + "): " + std::to_string(wantedPoints.size())
                          + " of " + std::to_string(sweep.points.size()) + " points submitted");
    context.output().text("See how they go: opal sweep status " + id);
}

void SweepCluster::work(CommandContext& context, const std::function<Wish()>& /*wish*/)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    m_kept = "The next worker of point " + std::to_string(m_point) + " goes on from its last checkpoint.";
    const RunRecord run = makeClusterPointJob(QString::fromStdString(m_plan), m_point,
                                              context.options().threads, m_wait ? IfBusy::Wait : IfBusy::Fail)
                              .run(reporter);
    reporter.finish();
    context.output().result({ { "event", "finished" },
                              { "point", m_point },
                              { "name", run.name },
                              { "state", runStateName(run.state) },
                              { "steps", run.step },
                              { "test", run.test ? metricsJson(*run.test) : Json() } });
    context.output().text("point " + std::to_string(m_point) + " (" + run.name
                          + "): " + runStateName(run.state));
}

SweepRecord SweepCluster::chosenSweep(CommandContext& context) const
{
    const SweepStore sweeps(context.store());
    const std::vector<SweepRecord> all = sweeps.sweeps();
    if (all.empty())
        throw Error(ErrorCode::NotFound, "this workspace has no sweeps yet; 'opal sweep' makes one.");
    if (m_sweep.empty())
        return sweeps.sweep(all.front().id);
    const auto named = std::find_if(all.begin(), all.end(),
                                    [this](const SweepRecord& sweep) { return sweep.name == m_sweep; });
    return sweeps.sweep(named == all.end() ? m_sweep : named->id);
}

void SweepCluster::status(CommandContext& context, const std::function<Wish()>& /*wish*/)
{
    const SweepRecord sweep = chosenSweep(context);
    const QString folder = clusterFolder(context.paths(), sweep.id);
    // Before the folders are read: a task that ends in between has left its result there.
    const SlurmTasks tasks = tasksOf(context.output(), folder);
    const std::vector<ClusterPoint> points = statusOf(context, sweep, folder);
    const std::int64_t alone
        = std::count_if(points.begin(), points.end(),
                        [&tasks](const ClusterPoint& status) { return isLeftAlone(status.point, tasks); });
    Json states = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const ClusterPoint& status : points) {
        states.push_back(pointJson(status, tasks));
        rows.push_back({ status.point.label, stateText(status.point, tasks), status.point.run, status.host,
                         status.stage, status.step > 0 ? grouped(status.step) : "",
                         status.recall ? decimals(*status.recall, 4) : "" });
    }
    Json json { { "sweep", sweep.id },
                { "name", sweep.name },
                { "points", points.size() },
                { "finished", countState(points, SweepPointState::Finished) },
                { "running", countState(points, SweepPointState::Running) },
                { "failed", countState(points, SweepPointState::Failed) },
                { "waiting", countState(points, SweepPointState::Waiting) },
                { "states", states } };
    if (tasks)
        json["without_task"] = alone;
    context.output().result(json);
    context.output().text("sweep " + sweep.id + " (" + sweep.name + ")");
    context.output().table({ "point", "state", "run", "host", "stage", "steps", "Recall@200" }, rows);
    for (const ClusterPoint& status : points)
        if (!status.point.error.empty())
            context.output().complain(status.point.label + ": " + status.point.error);
    if (alone > 0)
        context.output().complain(std::to_string(alone)
                                  + " of the waiting points have no task on Slurm any more: they were "
                                    "cancelled, or their workers were "
                                    "killed too often ("
                                  + folder.toStdString()
                                  + "/log). The same 'opal sweep submit' hands them over again.");
    warnOfMixedInstructions(context.output(), points);
}

void SweepCluster::cancel(CommandContext& context, const std::function<Wish()>& /*wish*/)
{
    const SweepRecord sweep = chosenSweep(context);
    cancelOnSlurm(clusterFolder(context.paths(), sweep.id));
    context.output().result({ { "event", "finished" }, { "sweep", sweep.id } });
    context.output().text("Cancelled on the cluster: sweep " + sweep.id);
}

} // namespace opal
