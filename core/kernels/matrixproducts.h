// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace opal::kernels {

/// For which processor the kernels were written that OpenBLAS multiplies matrices with: "SkylakeX",
/// "Haswell",
/// ...; empty where another BLAS stands behind LibTorch.
std::string matrixProductKernels();

/// OpenBLAS chooses its kernels by the processor's model number. A release older than the processor knows no
/// such number and falls back to kernels without AVX, several times slower. Where that happened, this makes
/// it take the widest kernels that the processor executes. The environment variable OPENBLAS_CORETYPE goes
/// first. Returns whether the kernels changed. Nothing may multiply meanwhile: call it before other threads
/// start.
bool chooseMatrixProductKernels();

} // namespace opal::kernels
