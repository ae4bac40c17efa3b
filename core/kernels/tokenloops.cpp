// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/tokenloops.h"

#include "core/kernels/hot.h"

namespace opal::kernels {

extern const TokenLoops tokensBaseline;
#ifdef __x86_64__
extern const HotTable hotAvx2;
extern const HotTable hotAvx512;
extern const TokenLoops tokensAvx2;
extern const TokenLoops tokensAvx512;
#endif

const TokenLoops& tokenLoops(const HotTable& table)
{
#ifdef __x86_64__
    if (&table == &hotAvx512)
        return tokensAvx512;
    if (&table == &hotAvx2)
        return tokensAvx2;
#endif
    return tokensBaseline;
}

} // namespace opal::kernels
