#include "core/base/threads.h"

#include <dlfcn.h>
#include <omp.h>

namespace opal {

int useThreads(int count)
{
    const int threads = count > 0 ? count : omp_get_num_procs();
    omp_set_num_threads(threads);
    // Asked for by name: any BLAS may stand behind LibTorch.
    if (void* const setter = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
        reinterpret_cast<void (*)(int)>(setter)(threads);
    return threads;
}

} // namespace opal
