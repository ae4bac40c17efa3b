// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include <QFileInfo>

#include "core/analysis/sweepplan.h"
#include "core/base/error.h"
#include "core/data/datasetfile.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/oneagainstseveral.h"
#include "core/models/modelinfo.h"
#include "core/models/registry.h"
#include "core/results/setting.h"
#include "core/results/tableentries.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

using Params = std::map<std::string, std::string>;

/// Share of the whole that training is told to be, where anything is trained.
constexpr double trainingShare = 0.9;

/// For a part that begins at `from`: while it does not know how far it is, it stands where it stood.
std::function<void(JobProgress&)> goForward(double from)
{
    return [highest = from](JobProgress& progress) mutable {
        highest = std::max(highest, progress.fraction);
        progress.fraction = highest;
    };
}

/// The two trainings, that with one interest first.
std::vector<SweepPoint> pointsOf(Params params)
{
    const ParamSpecs& specs = findModel(referenceModel).params;
    ParamMap parsed(specs);
    const auto given = params.find("interests");
    if (given != params.end())
        setParam(parsed, specs, given->first, given->second);
    const std::int64_t several = parsed.integer("interests");
    if (several < 2)
        throw Error(ErrorCode::InvalidConfiguration,
                    "'interests' is the number that one interest is set against, so it is at least 2, not "
                        + std::to_string(several));
    params.erase("interests");
    SweepRequest request;
    request.models = { referenceModel };
    request.params = std::move(params);
    request.axes = { { "interests", { "1", std::to_string(several) } } };
    return expandSweep(request);
}

/// Runs also come without weights.
bool hasWeights(const WorkspacePaths& paths, const RunRecord& run)
{
    return QFileInfo::exists(paths.runFolder(QString::fromStdString(run.id))
                             + QStringLiteral("/final.safetensors"));
}

std::vector<ContrastRun> findRuns(const RunStore& store, const WorkspacePaths& paths, const std::string& hash,
                                  const std::vector<SweepPoint>& points)
{
    std::vector<ContrastRun> found;
    const std::vector<RunRecord> runs = store.runs();
    for (const SweepPoint& point : points) {
        ContrastRun& one = found.emplace_back();
        one.interests = std::stoll(point.params.at("interests"));
        const std::string key = trainingKey(hash, point.model, point.params);
        for (const RunRecord& run : runs) {
            // A run whose parameters were changed on the way is another one.
            if (one.finished || !run.changes.empty()
                || trainingKey(run.datasetHash, run.model, run.params) != key)
                continue;
            if (run.state == RunState::Finished && run.test && hasWeights(paths, run))
                one.finished = run;
            else if (isResumable(run) && !one.begun)
                one.begun = run;
        }
        if (one.finished)
            one.begun.reset();
    }
    return found;
}

/// Finds or trains the runs, chooses the user and compares.
class Contrasting final
{
public:
    Contrasting(RunStore& store, WorkspacePaths paths, OneAgainstSeveralRequest request)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_request(std::move(request))
    {
        if (m_request.runs.empty())
            m_points = pointsOf(m_request.params);
    }

    QString subject() const
    {
        return m_request.runs.empty() ? QFileInfo(m_request.datasetFile).completeBaseName()
                                      : QString::fromStdString(m_request.runs.back());
    }

    std::shared_ptr<const OneAgainstSeveral> run(JobContext& context)
    {
        auto result = std::make_shared<OneAgainstSeveral>();
        const std::vector<std::string> runs
            = m_request.runs.empty() ? findOrTrain(context, result->trained) : namedRuns();
        PartContext measuring(context, m_measureFrom, 1 - m_measureFrom, goForward(m_measureFrom));
        const auto average
            = makeAverageDiversityJob(m_store, m_paths, diversityOf(runs[1], {})).run(measuring);
        result->choice = chooseUser(average->perUser, m_request.pick, m_request.user);
        PartContext ending(context, 1, 0, goForward(1));
        const auto matrixOf = [&](const std::string& run) {
            return makeDiversityJob(m_store, m_paths, diversityOf(run, result->choice.userId)).run(ending);
        };
        result->one = matrixOf(runs[0]);
        result->several = matrixOf(runs[1]);
        // Of a named user who is not of the test day, too.
        const SppmiStatistics& shown = result->several->statistics;
        result->choice.ratio = UserSppmi { {}, shown.within, shown.between }.ratio();
        return result;
    }

private:
    DiversityJobRequest diversityOf(const std::string& run, const std::string& user) const
    {
        return { run, user, m_request.k, m_request.shift, m_request.minimumCount, m_request.order };
    }

    std::vector<std::string> namedRuns() const
    {
        std::vector<RunRecord> runs;
        for (const std::string& run : m_request.runs)
            runs.push_back(m_store.run(run));
        const auto interests = [](const RunRecord& run) { return interestsOf(run).value_or(0); };
        std::stable_sort(runs.begin(), runs.end(), [&](const RunRecord& first, const RunRecord& second) {
            return interests(first) < interests(second);
        });
        if (runs.size() != 2 || interests(runs[0]) != 1 || interests(runs[1]) < 2)
            throw Error(ErrorCode::InvalidArgument,
                        "one interest against several needs two runs, one with one interest and one with "
                        "several; name two such runs, or a data set alone to have them found or trained");
        if (runs[0].datasetHash != runs[1].datasetHash)
            throw Error(ErrorCode::InvalidArgument,
                        "the runs '" + runs[0].name + "' and '" + runs[1].name
                            + "' are of different data sets; name two of the same");
        return { runs[0].id, runs[1].id };
    }

    std::vector<std::string> findOrTrain(JobContext& context, std::vector<std::string>& trained)
    {
        const QString file = QFileInfo(m_request.datasetFile).absoluteFilePath();
        const DatasetSummary summary = openDataset(file.toStdString())->summary();
        registerDataset(m_store, summary, file);
        const std::vector<ContrastRun> found = findRuns(m_store, m_paths, summary.hash, m_points);
        const auto missing = std::count_if(found.begin(), found.end(),
                                           [](const ContrastRun& one) { return !one.finished.has_value(); });
        m_measureFrom = missing > 0 ? trainingShare : 0;
        std::vector<std::string> runs;
        for (std::size_t at = 0; at < found.size(); ++at) {
            if (found[at].finished) {
                runs.push_back(found[at].finished->id);
                continue;
            }
            const double share = trainingShare / static_cast<double>(missing);
            const auto after = static_cast<double>(missing) - static_cast<double>(trained.size()) - 1;
            const double from = share * static_cast<double>(trained.size());
            const auto adapt = [&, after, advance = goForward(from),
                                started = std::chrono::steady_clock::now()](JobProgress& progress) {
                advance(progress);
                progress.done = progress.total = 0; // of one stage
                progress.training.point = static_cast<std::int64_t>(at);
                progress.training.pointLabel = QString::fromStdString(m_points[at].label);
                // The next training is taken to be as long as this one.
                if (progress.secondsLeft >= 0)
                    progress.secondsLeft += after * (secondsSince(started) + progress.secondsLeft);
            };
            // What a training leaves paused makes no figure, and cancelling keeps as much.
            PartContext training(context, from, share, adapt, false);
            runs.push_back(train(found[at], m_points[at], training));
            trained.push_back(runs.back());
        }
        return runs;
    }

    std::string train(const ContrastRun& known, const SweepPoint& point, JobContext& context)
    {
        TrainJobRequest request;
        request.threads = m_request.threads;
        if (known.begun) {
            request.resumeRun = QString::fromStdString(known.begun->id);
        } else {
            request.datasetFile = m_request.datasetFile;
            request.model = point.model;
            request.params = point.params;
        }
        return makeTrainJob(m_store, m_paths, std::move(request)).run(context).run.id;
    }

    RunStore& m_store;
    WorkspacePaths m_paths;
    OneAgainstSeveralRequest m_request;
    std::vector<SweepPoint> m_points; ///< empty where runs are named
    double m_measureFrom = 0; ///< share of the whole before users are measured
};

} // namespace

std::vector<ContrastRun> contrastRuns(const RunStore& store, const WorkspacePaths& paths,
                                      const std::string& datasetHash, const Params& params)
{
    return findRuns(store, paths, datasetHash, pointsOf(params));
}

Job<std::shared_ptr<const OneAgainstSeveral>>
makeOneAgainstSeveralJob(RunStore& store, const WorkspacePaths& paths, OneAgainstSeveralRequest request)
{
    Contrasting contrasting(store, paths, std::move(request));
    JobHead head { QStringLiteral("one_against_several"), contrasting.subject() };
    return { std::move(head), [contrasting = std::move(contrasting)](JobContext& context) mutable {
                return contrasting.run(context);
            } };
}

} // namespace opal
