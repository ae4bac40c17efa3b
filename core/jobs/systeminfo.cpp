// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtGlobal>

#include "core/base/threads.h"
#include "core/base/version.h"
#include "core/data/datasetexport.h"
#include "core/data/inputfile.h"
#include "core/data/splitrule.h"
#include "core/jobs/jobs.h"
#include "core/kernels/matrixproducts.h"
#include "core/models/engineinfo.h"
#include "core/models/registry.h"
#include "core/training/tensormemory.h"

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
    installTensorMemory();
}

const std::vector<ModelInfo>& availableModels()
{
    return modelTable();
}

std::vector<TableModel> tableModels()
{
    std::vector<TableModel> models;
    for (const ModelInfo& info : modelTable())
        models.push_back({ info.name, info.title });
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
