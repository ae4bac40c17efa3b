// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/matrixproducts.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include "core/base/libraryfunction.h"
#include "core/kernels/hot.h"

namespace opal::kernels {

namespace {

constexpr const char* kChoice = "OPENBLAS_CORETYPE";

/// Names of OpenBLAS's kernels that use AVX2 at least.
bool areWide(std::string_view kernels)
{
    constexpr std::array<std::string_view, 6> wide { "Haswell",  "Zen",        "Excavator",
                                                     "SkylakeX", "Cooperlake", "SapphireRapids" };
    for (const std::string_view name : wide)
        if (kernels == name)
            return true;
    return false;
}

} // namespace

std::string matrixProductKernels()
{
    const auto name = libraryFunction<char*()>("openblas_get_corename");
    return name != nullptr ? name() : "";
}

bool chooseMatrixProductKernels()
{
    // What OpenBLAS itself calls when it is loaded and unloaded: forget the kernels, choose them.
    const auto forget = libraryFunction<void()>("gotoblas_dynamic_quit");
    const auto choose = libraryFunction<void()>("gotoblas_dynamic_init");
    const std::string before = matrixProductKernels();
    if (forget == nullptr || choose == nullptr || before.empty() || areWide(before)
        || std::getenv(kChoice) != nullptr)
        return false;
    const auto take = [&](const char* kernels) {
        ::setenv(kChoice, kernels, 1);
        forget();
        choose();
        ::unsetenv(kChoice);
        return areWide(matrixProductKernels());
    };
    if (!(available(InstructionSet::Avx512) && take("SkylakeX")) && available(InstructionSet::Avx2))
        take("Haswell");
    return matrixProductKernels() != before;
}

} // namespace opal::kernels
