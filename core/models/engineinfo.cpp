// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/engineinfo.h"

#include <dlfcn.h>
#include <filesystem>
#include <omp.h>

#include <faiss/Index.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include "core/kernels/matrixproducts.h"

namespace opal {

namespace {

/// The file that holds the matrix product which this process really calls, links resolved.
std::string loadedBlas()
{
    void* product = ::dlsym(RTLD_DEFAULT, "sgemm_");
    Dl_info info {};
    if (product == nullptr || ::dladdr(product, &info) == 0 || info.dli_fname == nullptr)
        return {};
    std::error_code error;
    const auto path = std::filesystem::canonical(info.dli_fname, error);
    return error ? std::string(info.dli_fname) : path.string();
}

std::string blasName(const std::string& path)
{
    for (const char* name : { "openblas", "mkl", "atlas", "blis" })
        if (path.find(name) != std::string::npos)
            return name;
    return path.find("libblas") != std::string::npos ? "reference" : "unknown";
}

} // namespace

EngineInfo engineInfo()
{
    EngineInfo info;
    info.torch = TORCH_VERSION;
    info.faiss = std::to_string(FAISS_VERSION_MAJOR) + "." + std::to_string(FAISS_VERSION_MINOR) + "."
        + std::to_string(FAISS_VERSION_PATCH);
    info.devices.emplace_back("cpu");
    if (torch::cuda::is_available())
        for (std::size_t index = 0; index < torch::cuda::device_count(); ++index)
            info.devices.push_back("cuda:" + std::to_string(index));
    info.blasPath = loadedBlas();
    info.blas = blasName(info.blasPath);
    info.blasKernels = kernels::matrixProductKernels();
    info.threads = omp_get_num_procs();
    return info;
}

} // namespace opal
