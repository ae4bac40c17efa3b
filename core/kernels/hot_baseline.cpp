// SPDX-License-Identifier: GPL-3.0-or-later
#define OPAL_VECTOR_FLOATS 4
#define OPAL_HOT_TABLE hotBaseline
#define OPAL_HOT_NAME "baseline"
#include "core/kernels/hot.inc"
