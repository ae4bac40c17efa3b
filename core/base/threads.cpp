#include "core/base/threads.h"

#include <dlfcn.h>
#include <omp.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

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
    // Asked for by name: any BLAS may stand behind LibTorch.
    if (void* const setter = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
        reinterpret_cast<void (*)(int)>(setter)(threads);
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
    const auto stop = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, "blas_thread_shutdown_"));
    const auto start = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, "blas_thread_init"));
    if (stop == nullptr || start == nullptr)
        return;
    const bool before = flushes();
    setFlush(true);
    stop();
    start();
    setFlush(before);
}

} // namespace opal
