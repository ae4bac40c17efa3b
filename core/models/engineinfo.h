// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace opal {

/// Versions of the numeric libraries and the devices they can use; torch-free for its readers.
struct EngineInfo
{
    std::string torch;
    std::string faiss;
    std::vector<std::string> devices; ///< "cpu", "cuda:0", ...
    std::string blas; ///< "openblas", "mkl", "atlas", "blis", "reference" or "unknown"
    std::string blasKernels; ///< the processor they were written for, "SkylakeX"; empty where not known
    std::string blasPath; ///< file of the library in use; empty if unknown
    int threads = 0; ///< cores that this process may use
};

EngineInfo engineInfo();

} // namespace opal
