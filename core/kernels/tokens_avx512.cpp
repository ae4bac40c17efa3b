// SPDX-License-Identifier: GPL-3.0-or-later
#define OPAL_VECTOR_FLOATS 16
#define OPAL_TOKEN_LOOPS tokensAvx512
#include "core/kernels/tokens.inc"
