// SPDX-License-Identifier: GPL-3.0-or-later
#define OPAL_VECTOR_FLOATS 8
#define OPAL_TOKEN_LOOPS tokensAvx2
#include "core/kernels/tokens.inc"
