// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtGlobal>

#include "core/base/threads.h"
#include "core/base/version.h"
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
        models.push_back({ info.name, info.title, info.scorer });
    return models;
}

std::vector<ParamPreset> availablePresets(const std::string& model)
{
    return modelPresets(model);
}

const std::vector<ImporterEntry>& availableImporters()
{
    return importerTable();
}

} // namespace opal
