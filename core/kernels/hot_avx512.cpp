// SPDX-License-Identifier: GPL-3.0-or-later
#define OPAL_VECTOR_FLOATS 16
#define OPAL_HOT_TABLE hotAvx512
#define OPAL_HOT_NAME "avx512"
#include "core/kernels/hot.inc"
