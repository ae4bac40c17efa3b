#include "core/jobs/jobsupport.h"

#include <QFileInfo>

#include "core/base/error.h"
#include "core/data/datasetfile.h"
#include "core/models/registry.h"
#include "core/store/runstore.h"

namespace opal {

DatasetResult registerDataset(RunStore& store, const DatasetSummary& summary, const QString& file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    DatasetRecord record;
    record.hash = summary.hash;
    record.name = summary.name;
    record.path = path.toStdString();
    record.users = summary.users;
    record.items = summary.items;
    record.interactions = summary.interactions;
    store.addDataset(record);
    return { summary, path };
}

ParamMap runParams(const RunRecord& run)
{
    const ModelInfo& model = findModel(run.model);
    ParamMap params(model.params);
    for (const auto& [key, text] : currentParams(run))
        setParam(params, model.params, key, text);
    return params;
}

std::shared_ptr<const Dataset> openRunDataset(const RunStore& store, const RunRecord& run)
{
    std::string path = run.datasetPath;
    if (!QFileInfo::exists(QString::fromStdString(path)))
        for (const DatasetRecord& record : store.datasets())
            if (record.hash == run.datasetHash && QFileInfo::exists(QString::fromStdString(record.path)))
                path = record.path;
    if (!QFileInfo::exists(QString::fromStdString(path))) {
        throw Error(ErrorCode::NotFound,
                    "the data set '" + run.datasetName + "' of run '" + run.id + "' is no longer at "
                        + run.datasetPath
                        + "; put it back, or open the moved file once so that it is known again.");
    }
    auto data = openDataset(path);
    if (data->summary().hash != run.datasetHash) {
        throw Error(ErrorCode::InvalidData,
                    "the data set " + path + " has hash " + data->summary().hash + ", but run '" + run.id
                        + "' was trained on " + run.datasetHash + "; open the original file.");
    }
    return data;
}

} // namespace opal
