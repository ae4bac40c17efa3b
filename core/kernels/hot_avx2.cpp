// SPDX-License-Identifier: GPL-3.0-or-later
#define OPAL_VECTOR_FLOATS 8
#define OPAL_HOT_TABLE hotAvx2
#define OPAL_HOT_NAME "avx2"
#include "core/kernels/hot.inc"
