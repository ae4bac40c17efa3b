// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/threads.h"

#include <omp.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "core/base/libraryfunction.h"

namespace opal {

namespace {

#ifdef __x86_64__
constexpr unsigned flushBits = 0x8040; // results (FTZ) and operands (DAZ)

bool flushes()
{
    return (_mm_getcsr() & flushBits) == flushBits;
}

void setFlush(bool flush)
{
    _mm_setcsr(flush ? _mm_getcsr() | flushBits : _mm_getcsr() & ~flushBits);
}
#else
bool flushes()
{
    return false;
}

void setFlush(bool)
{
}
#endif

void setFlushInTeam(bool flush)
{
#pragma omp parallel
    setFlush(flush);
}

} // namespace

int useThreads(int count)
{
    const int threads = count > 0 ? count : omp_get_num_procs();
    omp_set_num_threads(threads);
    if (const auto set = libraryFunction<void(int)>("openblas_set_num_threads"))
        set(threads);
    return threads;
}

FlushDenormals::FlushDenormals()
    : m_flushedBefore(flushes())
{
    setFlushInTeam(true);
}

FlushDenormals::~FlushDenormals()
{
    setFlushInTeam(m_flushedBefore);
}

void flushDenormalsInMatrixProducts()
{
    // What OpenBLAS itself calls around a fork. New threads inherit the setting of the one that makes them.
    const auto stop = libraryFunction<int()>("blas_thread_shutdown_");
    const auto start = libraryFunction<int()>("blas_thread_init");
    if (stop == nullptr || start == nullptr)
        return;
    const bool before = flushes();
    setFlush(true);
    stop();
    start();
    setFlush(before);
}

} // namespace opal
