// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/slurm.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/jobs/savefile.h"

namespace opal {

namespace {

using SlurmJson = nlohmann::json;

/// A job array: task t trains point t + offset.
struct SlurmArray
{
    std::string job;
    std::int64_t offset = 0;
};

QString arraysFile(const QString& folder)
{
    return folder + QStringLiteral("/slurm.json");
}

std::vector<SlurmArray> readArrays(const QString& folder)
{
    QFile file(arraysFile(folder));
    std::vector<SlurmArray> arrays;
    if (!file.open(QIODevice::ReadOnly))
        return arrays;
    const SlurmJson json = SlurmJson::parse(file.readAll().toStdString(), nullptr, false);
    if (!json.is_array())
        throw Error(ErrorCode::InvalidData,
                    "'" + file.fileName().toStdString() + "' is damaged; submit the sweep anew");
    for (const SlurmJson& entry : json)
        arrays.push_back({ entry.value("job", std::string()), entry.value("offset", std::int64_t { 0 }) });
    return arrays;
}

void writeArrays(const QString& folder, const std::vector<SlurmArray>& arrays)
{
    SlurmJson json = SlurmJson::array();
    for (const SlurmArray& array : arrays)
        json.push_back({ { "job", array.job }, { "offset", array.offset } });
    saveFile(arraysFile(folder), QByteArray::fromStdString(json.dump() + "\n"));
}

/// What a command of Slurm prints.
std::string ask(const QString& command, const QStringList& arguments)
{
    if (QStandardPaths::findExecutable(command).isEmpty())
        throw Error(
            ErrorCode::NotFound,
            "this machine has no '" + command.toStdString()
                + "'; run the command on a machine of the cluster, or see the script with --dry-run.");
    QProcess process;
    process.start(command, arguments);
    constexpr int patienceMs = 60'000;
    if (!process.waitForFinished(patienceMs) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0) {
        const std::string said = process.readAllStandardError().trimmed().toStdString();
        throw Error(ErrorCode::Unsupported,
                    command.toStdString() + " refused: " + (said.empty() ? "no answer" : firstLine(said)));
    }
    return process.readAllStandardOutput().toStdString();
}

/// Within single quotes.
std::string shellQuoted(const std::string& text)
{
    std::string result = "'";
    for (const char sign : text)
        result += sign == '\'' ? std::string("'\\''") : std::string(1, sign);
    return result + "'";
}

/// Seconds of a time limit as sbatch takes it: minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S; 0 for anything
/// else.
std::int64_t secondsOf(const std::string& limit)
{
    const QString text = QString::fromStdString(limit);
    const bool hasDays = text.contains(QLatin1Char('-'));
    const QStringList parts = text.section(QLatin1Char('-'), hasDays ? 1 : 0).split(QLatin1Char(':'));
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    std::int64_t unit = hasDays || parts.size() == 3 ? hour : minute;
    std::int64_t seconds = hasDays ? text.section(QLatin1Char('-'), 0, 0).toLongLong() * day : 0;
    for (const QString& part : parts) {
        bool isNumber = false;
        seconds += part.toLongLong(&isNumber) * unit;
        if (!isNumber || unit == 0)
            return 0;
        unit /= minute;
    }
    return seconds;
}

/// How long before the time limit a task is warned, in seconds. More than a part of a short limit would leave
/// no time for training between two restarts.
std::int64_t warningSeconds(const std::string& limit)
{
    constexpr std::int64_t usual = 120;
    const std::int64_t seconds = secondsOf(limit);
    return seconds > 0 ? std::clamp<std::int64_t>(seconds / 4, 1, usual) : usual;
}

/// The largest number of tasks of one array that the cluster allows.
std::int64_t largestArray()
{
    constexpr std::int64_t usual = 1001;
    const QString config = QString::fromStdString(
        ask(QStringLiteral("scontrol"), { QStringLiteral("show"), QStringLiteral("config") }));
    for (const QString& line : config.split(QLatin1Char('\n')))
        if (line.startsWith(QStringLiteral("MaxArraySize")))
            return std::max<qint64>(1, line.section(QLatin1Char('='), 1).trimmed().toLongLong());
    return usual;
}

} // namespace

std::string slurmScript(const ClusterPlan& plan, const QString& folder, const SlurmOptions& options)
{
    const std::string place = folder.toStdString();
    std::string script = "#!/bin/bash\n"
                         "#SBATCH --job-name="
        + plan.sweep
        + "\n"
          // Slurm takes no quotes here; a folder with spaces would be cut.
          "#SBATCH --output=log/%A_%a.txt\n"
          "#SBATCH --open-mode=append\n"
          "#SBATCH --requeue\n"
          "#SBATCH --signal=B:USR1@"
        + std::to_string(warningSeconds(options.time))
        + "\n"
          "#SBATCH --ntasks=1\n"
          "#SBATCH --cpus-per-task="
        + std::to_string(options.cpus) + "\n";
    const std::pair<const char*, const std::string*> optional[] { { "partition", &options.partition },
                                                                  { "time", &options.time },
                                                                  { "mem", &options.memory } };
    for (const auto& [key, value] : optional)
        if (!value->empty())
            script += std::string("#SBATCH --") + key + "=" + *value + "\n";
    for (const std::string& line : options.extra)
        script += "#SBATCH " + line + "\n";
    script += "# " + plan.name + ", " + std::to_string(plan.points.size()) + " points\n"
        + "point=$((SLURM_ARRAY_TASK_ID + ${OPAL_POINT_OFFSET:-0}))\n"
          "export OPENBLAS_NUM_THREADS=$SLURM_CPUS_PER_TASK OMP_NUM_THREADS=$SLURM_CPUS_PER_TASK\n"
          "worker= again= stop=\n"
          "# USR1: the task will be taken away and should come back. TERM: it was cancelled, or Slurm "
          "requeues it itself.\n"
          "trap 'again=yes; [ -n \"$worker\" ] && kill -TERM $worker' USR1\n"
          "trap 'stop=yes; [ -n \"$worker\" ] && kill -TERM $worker' TERM\n"
        + shellQuoted(options.program.toStdString()) + " sweep work " + shellQuoted(place + "/plan.json")
        + " --point \"$point\" --wait --threads \"$SLURM_CPUS_PER_TASK\" &\n"
          "worker=$!\n"
          "[ -n \"$again$stop\" ] && kill -TERM $worker\n"
          "# A trapped signal ends wait, not the worker.\n"
          "wait $worker; code=$?\n"
          "while kill -0 $worker 2>/dev/null; do wait $worker; code=$?; done\n"
          "# Killed, for instance for want of memory: again, but not for ever. 130 is a worker that was "
          "asked to stop.\n"
          "if [ $code -gt 128 ] && [ $code -ne 130 ] && [ -z \"$stop\" ] && [ \"${SLURM_RESTART_COUNT:-0}\" "
          "-lt 5 ]; then\n"
          "    again=yes\n"
          "fi\n"
          "if [ -n \"$again\" ] && [ $code -ne 0 ]; then\n"
          "    scontrol requeue \"${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}\"\n"
          "fi\n"
          "exit $code\n";
    return script;
}

std::string slurmArray(const std::vector<std::int64_t>& tasks)
{
    std::string text;
    for (std::size_t first = 0; first < tasks.size();) {
        std::size_t last = first;
        while (last + 1 < tasks.size() && tasks[last + 1] == tasks[last] + 1)
            ++last;
        text += (text.empty() ? "" : ",") + std::to_string(tasks[first]);
        if (last > first)
            text += "-" + std::to_string(tasks[last]);
        first = last + 1;
    }
    return text;
}

void submitToSlurm(const ClusterPlan& plan, const QString& folder, const std::vector<std::int64_t>& points,
                   const SlurmOptions& options)
{
    const QString script = folder + QStringLiteral("/array.sbatch");
    if (!QDir().mkpath(folder + QStringLiteral("/log")))
        throw Error(ErrorCode::CannotWrite, "the folder '" + folder.toStdString() + "' cannot be written");
    saveFile(script, QByteArray::fromStdString(slurmScript(plan, folder, options)));
    const std::int64_t size = largestArray();
    std::map<std::int64_t, std::vector<std::int64_t>> tasks; // by offset
    for (const std::int64_t point : points)
        tasks[point / size * size].push_back(point % size);
    std::vector<SlurmArray> arrays = readArrays(folder);
    for (const auto& [offset, numbers] : tasks) {
        const std::string limit = options.atOnce > 0 ? "%" + std::to_string(options.atOnce) : "";
        const std::string answer
            = ask(QStringLiteral("sbatch"),
                  { QStringLiteral("--parsable"), QStringLiteral("--chdir=") + folder,
                    QStringLiteral("--array=") + QString::fromStdString(slurmArray(numbers) + limit),
                    QStringLiteral("--export=ALL,OPAL_POINT_OFFSET=%1").arg(offset), script });
        arrays.push_back({ firstLine(answer).substr(0, answer.find_first_of(";\n")), offset });
        // Noted at once: what was submitted must be found again even if the next array is refused.
        writeArrays(folder, arrays);
    }
}

std::optional<std::map<std::int64_t, SlurmTask>> slurmTasks(const QString& folder)
{
    std::map<std::string, std::int64_t> offsets;
    for (const SlurmArray& array : readArrays(folder))
        offsets[array.job] = array.offset;
    if (offsets.empty())
        return std::nullopt;
    const QString queue = QString::fromStdString(ask(
        QStringLiteral("squeue"),
        { QStringLiteral("--me"), QStringLiteral("--array"), QStringLiteral("--noheader"),
          QStringLiteral("--states=PENDING,CONFIGURING,RUNNING,COMPLETING,SUSPENDED,REQUEUED,REQUEUE_HOLD"),
          QStringLiteral("--format=%F|%K|%T|%r") }));
    std::map<std::int64_t, SlurmTask> tasks;
    for (const QString& line : queue.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QStringList fields = line.split(QLatin1Char('|'));
        bool isTask = false;
        const qint64 number = fields.value(1).toLongLong(&isTask);
        const auto offset = offsets.find(fields.front().toStdString());
        if (offset == offsets.end() || !isTask)
            continue;
        const QString reason = fields.value(3);
        tasks[offset->second + number]
            = { fields[0].toStdString() + "_" + fields[1].toStdString(), fields.value(2).toStdString(),
                reason == QLatin1String("None") ? std::string() : reason.toStdString() };
    }
    return tasks;
}

void cancelOnSlurm(const QString& folder)
{
    QStringList jobs { QStringLiteral("--full") };
    for (const SlurmArray& array : readArrays(folder))
        jobs.push_back(QString::fromStdString(array.job));
    if (jobs.size() > 1)
        ask(QStringLiteral("scancel"), jobs);
}

} // namespace opal
