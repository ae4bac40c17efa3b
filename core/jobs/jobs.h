// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/benchmark/benchmark.h"
#include "core/data/importer.h"
#include "core/data/synth.h"
#include "core/data/synthlog.h"
#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"
#include "core/models/modelinfo.h"
#include "core/results/attribution.h"
#include "core/results/datasetprofile.h"
#include "core/results/datasetsummary.h"
#include "core/results/diversity.h"
#include "core/results/exclusion.h"
#include "core/results/logcheck.h"
#include "core/results/recalllist.h"
#include "core/results/resultstable.h"
#include "core/results/runrecord.h"
#include "core/results/sweep.h"
#include "core/results/tableentries.h"

namespace opal {

class RunStore;

/// The kinds of job. The command line calls `run` in its own thread, the studio hands them to a JobRunner,
/// mostly through an Ask (views/shell/ask.h).

struct DatasetResult
{
    DatasetSummary summary;
    QString path;
};

/// Imports logs into a data-set file and registers it.
Job<DatasetResult> makeImportJob(RunStore& store, ImportRequest request, QString outFile);

/// Attaches titles, tags and covers of a side table to a data-set file (attachSide()): the file is replaced
/// in one step, its hash and its runs stay. An empty `coversFolder` is the table's own. Beside a
/// training: who has the file open keeps the old one.
Job<DatasetResult> makeAttachSideJob(RunStore& store, QString file, std::string sideFile,
                                     std::string coversFolder);

/// What is written of a data set for other programs.
struct DatasetExportRequest
{
    std::string form; ///< of availableExportForms(); empty: no data
    std::string folder;
    std::string idsFolder; ///< for lists of ids (exportIds()); empty: none
};

struct DatasetExport
{
    DatasetResult dataset;
    std::vector<std::string> files;
};

/// Writes a data set in another form, with its exact split (exportDataset()), or its ids.
Job<DatasetExport> makeExportDatasetJob(RunStore& store, QString file, DatasetExportRequest request);

/// Synthesises a data set into a file and registers it.
Job<DatasetResult> makeSynthesiseJob(RunStore& store, SynthParams params, QString outFile);

/// Head of a log file with guesses. Quick.
Job<ImportPreview> makePreviewJob(QString file);

/// Tries an import out on the first `byteLimit` bytes of its logs.
Job<LogCheck> makeCheckLogJob(ImportRequest request, std::int64_t byteLimit);

/// Distributions of a data-set file and what its leak guard found. Reads every interaction once.
Job<DatasetProfile> makeProfileJob(QString file);

/// Card of a data-set file; registers it.
Job<DatasetResult> makeOpenDatasetJob(RunStore& store, QString file);

struct TrainJobRequest
{
    QString datasetFile;
    std::string model = "opal";
    std::map<std::string, std::string>
        params; ///< only what differs from the defaults, or, to resume, from the run as it is now (only
                ///< parameters that are `changeable`); validated before anything starts
    QString name; ///< empty: "<model>-k<interests>-s<seed>"
    std::vector<std::string> tags;
    QString resumeRun; ///< id: continue this run; everything else but `params` and `threads` is then ignored
    int threads = 0; ///< 0: all cores
    /// Called with the run's id before each checkpoint, when the store holds all that led to it.
    std::function<void(const std::string& run)> beforeCheckpoint = {};
};

/// Trains (or resumes) a run with row, events, curves and checkpoints in the workspace; one that has ended is
/// measured as by makeMeasureJob(), SPPMI up to mostUsersMeasuredInTraining. Throws
/// Error{InvalidConfiguration, UnknownKey} from the constructor function already, before a run row exists.
Job<TrainJobResult> makeTrainJob(RunStore& store, const WorkspacePaths& paths, TrainJobRequest request);

/// Trains the points of a sweep that wait, one after the other, until none is left, the sweep is paused or
/// the job is cancelled; a point whose run was interrupted is resumed, one that a finished run already
/// answers is given that run. A point that fails is marked and the next one begun.
Job<SweepRecord> makeSweepJob(RunStore& store, const WorkspacePaths& paths, std::string sweep, int threads);

/// Stores a sweep over a data-set file for makeSweepJob(), or finds the one with the same points, whose
/// failed points wait again. Returns its id. Throws what expandSweep() and reading a data set throw.
std::string prepareSweep(RunStore& store, const SweepRequest& request, const QString& datasetFile);

struct EvaluateJobRequest
{
    std::string run;
    bool testSplit = true;
    std::vector<int> cutoffs { 50, 100, 200 };
    std::string indexSpec; ///< empty: exact
    int threads = 0;
    std::optional<Exclusion> exclusion = {}; ///< what the lists leave out; nothing: as the run's `exclude`
};

/// Recomputes the metrics of a stored run, and the agreement of its hyper-categories, which the store keeps.
Job<MetricSet> makeEvaluateJob(RunStore& store, const WorkspacePaths& paths, EvaluateJobRequest request);

struct RecommendJobRequest
{
    std::string run;
    std::string userId; ///< original id
    std::optional<std::vector<std::string>>
        historyItems; ///< original ids: a made-up history instead of the user's
    int k = 200;
    std::optional<std::vector<HistoryItem>> editedHistory; ///< in place of the user's window
    std::vector<double> weights; ///< as in ExploreQuery
    std::optional<double> epsilon; ///< as in ExploreQuery
    MergeRule mergeRule = MergeRule::Maximum;
};

/// One user's history, interests and recall lists. Quick after the first call: data
/// set, model and item table of the last runs stay cached in the process.
Job<UserExploration> makeRecommendJob(RunStore& store, const WorkspacePaths& paths,
                                      RecommendJobRequest request);

struct DiversityJobRequest
{
    std::string run;
    std::string userId; ///< original id
    int k = 200;
    double shift = 1; ///< k of SPPMI, >= 1
    std::int64_t minimumCount = 1; ///< >= 1
    DiversityOrder order = DiversityOrder::Interest; ///< of one user's matrix
    UserSet users = {}; ///< of the average
};

/// SPPMI of a user's merged list. Quick after the first call.
Job<std::shared_ptr<const UserDiversity>> makeDiversityJob(RunStore& store, const WorkspacePaths& paths,
                                                           DiversityJobRequest request);

/// The same over a set of users; `userId` and `order` are ignored. An average over all users is kept in the
/// store, to compare runs by (DiversityStore).
Job<std::shared_ptr<const AverageDiversity>>
makeAverageDiversityJob(RunStore& store, const WorkspacePaths& paths, DiversityJobRequest request);

/// Attribution and properties of every user of the test day with lists of length `k`. Long the first time for
/// each run, then remembered.
Job<std::shared_ptr<const RunAttribution>> makeAttributionJob(RunStore& store, const WorkspacePaths& paths,
                                                              std::string run, int k);

/// The table with `significant` set: the best of a column is compared with the second best over the users of
/// the test day, by Wilcoxon's signed-rank test and a paired bootstrap, their metrics averaged over seeds.
/// Cells without runs stay unmarked. Throws Error{NotFound} for a run without weights.
Job<ResultsTable> makeSignificanceJob(RunStore& store, const WorkspacePaths& paths, ResultsTable table);

/// Items of a run's data set whose id or title holds the text, ids that begin with it first;
/// at most `limit`.
Job<std::vector<UserExploration::ItemText>> makeItemSearchJob(RunStore& store, const WorkspacePaths& paths,
                                                              std::string run, std::string text, int limit);

/// Times fused forms beside plain ones. `datasetFile` may be empty.
Job<BenchmarkResult> makeBenchmarkJob(BenchmarkRequest request, QString datasetFile);

/// Writes a synthetic raw log of WeChat's form and returns the file.
Job<QString> makeSynthesiseLogJob(SynthLogParams params, QString outFile);

/// Versions, devices and libraries. Result type of systemInfo().
struct SystemInfo
{
    std::string version, torch, faiss, qt, blas, blasKernels, blasPath;
    bool referenceBlas = false; ///< the slow one is loaded
    int threads = 0;
    std::vector<std::string> devices;

    /// "openblas for SkylakeX (/usr/lib/.../libblas.so.3)", as far as known.
    std::string blasText() const;
};

SystemInfo systemInfo();

/// What the numeric libraries want to be told once. For the beginning of main(), before there are threads.
void prepareEngine();

/// Table of models and presets for views and command line: copies of the engine's registry and of what was
/// added to modelFolder() (core/models/modelfolder.h), as it was at the last refreshModels() or when it was
/// first asked for. What they refer to stays where it is.
std::vector<std::reference_wrapper<const ModelInfo>> availableModels();
/// Reads the folder of added models anew. Threads: any.
void refreshModels();
/// The same models as results tables name and order them.
std::vector<TableModel> tableModels();
std::vector<ParamPreset> availablePresets(const std::string& model);
/// Table of splits, and of the forms that data sets are written in.
const std::vector<SplitEntry>& availableSplits();
std::vector<std::string> availableExportForms();
/// Files that names with wildcards stand for (expandedFiles()).
std::vector<std::string> expandedLogFiles(const std::vector<std::string>& files);
/// True for a log that can be read: a file, a member of an archive, a query.
bool isReadableLog(const std::string& path);
/// Table of import presets.
const std::vector<ImporterEntry>& availableImporters();

/// Ids of users for the pickers: at most `limit` users of the test day whose id starts with `prefix`.
Job<std::vector<std::string>> makeUserListJob(RunStore& store, std::string run, std::string prefix,
                                              int limit);

} // namespace opal
