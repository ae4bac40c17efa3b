// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace opal {

/// Clears the upper halves of the vector registers. A library that leaves something in them (Qt 6.4 does, in
/// every thread that handles strings or files) makes each change between code with and without AVX cost
/// dozens of cycles, and the mathematical functions of the C library are with AVX, our portable code without:
/// a logarithm takes 70 ns instead of 8. Call it before a loop of such functions.
inline void clearUpperHalves()
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx"))
        asm volatile("vzeroupper" ::: "memory");
#endif
}

} // namespace opal
