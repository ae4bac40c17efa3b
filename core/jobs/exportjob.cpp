// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/exportjob.h"

#include <algorithm>

#include <QDir>

#include "core/base/error.h"
#include "core/base/translate.h"
#include "core/exchange/vectorexport.h"
#include "core/jobs/eventfile.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/savefile.h"
#include "core/retrieval/interests.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

const ExportForm& exportForm(const std::string& name)
{
    const auto& forms = exportForms();
    const auto found = std::find_if(forms.begin(), forms.end(),
                                    [&name](const ExportForm& form) { return form.name == name; });
    if (found != forms.end())
        return *found;
    std::string list;
    for (const ExportForm& form : forms)
        list += (list.empty() ? "" : ", ") + form.name;
    throw Error(ErrorCode::InvalidArgument, "there is no form '" + name + "'; choose one of " + list + ".");
}

std::vector<std::string> exportVectors(RunStore& store, const WorkspacePaths& paths,
                                       const ExportJobRequest& request, JobContext& context)
{
    const RunRecord run = store.run(request.runs.front());
    const auto data = openRunDataset(store, run);
    const auto model = loadRunModel(paths, run, *data);
    VectorExport what { *data, vectorsOf(*model), HistoryRule::of(runParams(paths, run)), run.name };
    what.k = request.k;
    what.perInterest = request.perInterest;
    what.indexSpec = request.indexSpec;
    for (const VectorFormat& format : vectorFormats())
        if (format.name == request.form)
            return format.write(what, request.folder.toStdString(),
                                shareReporter(context, QStringLiteral("write")), context.stopToken());
    throw Error(ErrorCode::Internal, "a form of vectors is in no table");
}

/// One folder a run, as TensorBoard tells runs apart.
std::vector<std::string> exportCurves(RunStore& store, const ExportJobRequest& request, JobContext& context)
{
    std::vector<std::string> files;
    std::string rows;
    const auto tell = shareReporter(context, QStringLiteral("write"));
    for (const std::string& id : request.runs) {
        if (context.stopToken().stop_requested())
            throw Cancelled();
        const RunRecord run = store.run(id);
        const QString folder = request.folder + QLatin1Char('/') + QString::fromStdString(run.id);
        if (!QDir().mkpath(folder))
            throw Error(ErrorCode::CannotWrite,
                        "cannot make the folder '" + folder.toStdString() + "'; choose another one.");
        files.push_back(folder.toStdString() + "/events.out.tfevents." + std::to_string(run.createdMs / 1000)
                        + ".opal");
        writeEventFile(files.back(), run, store.curves(run.id));
        rows += "| `" + run.id + "` | " + run.name + " | " + run.model + " | " + run.datasetName + " |\n";
        tell(static_cast<double>(files.size()) / static_cast<double>(request.runs.size()));
    }
    files.push_back(request.folder.toStdString() + "/README.md");
    saveFile(
        QString::fromStdString(files.back()),
        QByteArray::fromStdString(
            "# Curves of runs of OPAL Studio\n\n| folder | run | model | data set |\n|---|---|---|---|\n"
            + rows
            + "\nEvery folder holds one event file with `train/...` (loss terms and learning rate of every "
              "step), `validation/...` (every evaluation) and `test/...` (the model that was kept). Wall "
              "times share the run's time of work evenly.\n\n```\ntensorboard --logdir .\n```\n"));
    return files;
}

} // namespace

const std::vector<ExportForm>& exportForms()
{
    // Written out beside the engine's table (vectorFormats()), which is not loaded to list them.
    static const std::vector<ExportForm> table {
        { "npz", QT_TRANSLATE_NOOP("Exports", "NumPy arrays (.npz)"), true },
        { "safetensors", QT_TRANSLATE_NOOP("Exports", "safetensors"), true },
        { "csv", QT_TRANSLATE_NOOP("Exports", "Comma-separated values (.csv)"), true },
        { "faiss", QT_TRANSLATE_NOOP("Exports", "Faiss index"), true },
        { "torchscript", QT_TRANSLATE_NOOP("Exports", "User encoder as TorchScript"), true },
        { "tensorboard", QT_TRANSLATE_NOOP("Exports", "Curves for TensorBoard"), false },
    };
    return table;
}

Job<std::vector<std::string>> makeExportJob(RunStore& store, const WorkspacePaths& paths,
                                            ExportJobRequest request)
{
    const ExportForm& form = exportForm(request.form);
    if (request.runs.empty() || (form.ofWeights && request.runs.size() > 1))
        throw Error(ErrorCode::InvalidArgument,
                    "'" + form.name + "' is made of one run; name one, or use tensorboard for several.");
    request.folder = QDir(request.folder).absolutePath();
    JobHead head { QStringLiteral("export_vectors"), QDir(request.folder).dirName(),
                   form.ofWeights ? JobLane::Heavy : JobLane::Files };
    return { std::move(head),
             [&store, paths, ofWeights = form.ofWeights, request = std::move(request)](JobContext& context) {
                 return ofWeights ? exportVectors(store, paths, request, context)
                                  : exportCurves(store, request, context);
             } };
}

} // namespace opal
