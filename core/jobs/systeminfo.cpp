// SPDX-License-Identifier: GPL-3.0-or-later
#include <mutex>

#include <QtGlobal>

#include "core/base/threads.h"
#include "core/base/version.h"
#include "core/data/datasetexport.h"
#include "core/data/inputfile.h"
#include "core/data/splitrule.h"
#include "core/jobs/jobs.h"
#include "core/kernels/matrixproducts.h"
#include "core/models/engineinfo.h"
#include "core/models/modelnames.h"
#include "core/models/registry.h"

namespace opal {

SystemInfo systemInfo()
{
    const EngineInfo engine = engineInfo();
    SystemInfo info;
    info.version = applicationVersion;
    info.torch = engine.torch;
    info.faiss = engine.faiss;
    info.qt = qVersion();
    info.blas = engine.blas;
    info.blasKernels = engine.blasKernels;
    info.blasPath = engine.blasPath;
    info.referenceBlas = engine.blas == "reference";
    info.threads = engine.threads;
    info.devices = engine.devices;
    return info;
}

std::string SystemInfo::blasText() const
{
    return blas + (blasKernels.empty() ? "" : " for " + blasKernels)
        + (blasPath.empty() ? "" : " (" + blasPath + ")");
}

void prepareEngine()
{
    kernels::chooseMatrixProductKernels();
    flushDenormalsInMatrixProducts();
}

namespace {

/// What was last read of the folder of added models.
struct AddedModels
{
    std::mutex mutex;
    std::string folder;
    bool known = false;
    std::vector<std::string> names;
    std::vector<std::reference_wrapper<const ModelInfo>>
        infos; ///< with those of the table; empty until somebody asks for more than names
};

AddedModels& addedModelsOf(const std::string& folder)
{
    static AddedModels added;
    const std::scoped_lock lock(added.mutex);
    if (!added.known || added.folder != folder) {
        added.folder = folder;
        added.known = true;
        added.names = scriptNames(folder);
        added.infos.clear();
    }
    return added;
}

} // namespace

std::vector<std::reference_wrapper<const ModelInfo>> availableModels()
{
    AddedModels& added = addedModelsOf(modelFolder());
    const std::scoped_lock lock(added.mutex);
    if (added.infos.empty())
        for (const ModelInfo* const model : knownModels(added.folder))
            added.infos.emplace_back(*model);
    return added.infos;
}

void refreshModels()
{
    AddedModels& added = addedModelsOf(modelFolder());
    const std::scoped_lock lock(added.mutex);
    added.names = scriptNames(added.folder);
    added.infos.clear();
}

std::vector<TableModel> tableModels()
{
    std::vector<TableModel> models;
    for (const ModelName& model : modelNames)
        models.push_back({ model.key, model.title, model.scorer });
    AddedModels& added = addedModelsOf(modelFolder());
    const std::scoped_lock lock(added.mutex);
    for (const std::string& name : added.names)
        models.push_back({ name, name, false });
    return models;
}

std::vector<ParamPreset> availablePresets(const std::string& model)
{
    return modelPresets(model);
}

const std::vector<SplitEntry>& availableSplits()
{
    return splitTable();
}

std::vector<std::string> availableExportForms()
{
    return datasetExportForms();
}

std::vector<std::string> expandedLogFiles(const std::vector<std::string>& files)
{
    return expandedFiles(files);
}

bool isReadableLog(const std::string& path)
{
    return isReadableInput(path);
}

const std::vector<ImporterEntry>& availableImporters()
{
    return importerTable();
}

} // namespace opal
