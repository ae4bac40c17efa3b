// SPDX-License-Identifier: GPL-3.0-or-later
#define OPAL_VECTOR_FLOATS 4
#define OPAL_TOKEN_LOOPS tokensBaseline
#include "core/kernels/tokens.inc"
