// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <string>

// The way to what needs LibTorch: most commands, and the window until somebody trains or looks at a run, do
// without its 300 libraries. The engine is a library of its own, opened when one of its functions is called
// for the first time; makedoor.sh makes the entries, whose slots are filled here.

extern "C" {
extern const char* const opalEngineNames[]; ///< ends with a null
extern __attribute__((visibility("hidden"))) void* opalEngineSlots[]; ///< one for each name
__attribute__((visibility("hidden"))) void opalLoadEngine() noexcept;
}

namespace {

/// The programs are in bin/, of the build tree as of an installation.
std::string enginePath()
{
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    return (program.parent_path() / OPAL_ENGINE_LIBRARY).lexically_normal().string();
}

[[noreturn]] void giveUp(const std::string& reason)
{
    std::fprintf(
        stderr,
        "error: The engine cannot be loaded: %s\nInstall OPAL Studio again: its programs belong to the "
        "library of the same release.\n",
        reason.c_str());
    std::_Exit(EXIT_FAILURE);
}

void load()
{
    // Global, so that LibTorch's plugins and our look for the BLAS in use find what they would find in a
    // program that was linked with it.
    void* library = ::dlopen(enginePath().c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (library == nullptr)
        giveUp(::dlerror());
    for (std::size_t i = 0; opalEngineNames[i] != nullptr; ++i) {
        void* function = ::dlsym(library, opalEngineNames[i]);
        if (function == nullptr)
            giveUp(::dlerror());
        // Other threads may be jumping through it: they find the old address or the new one.
        __atomic_store_n(&opalEngineSlots[i], function, __ATOMIC_RELEASE);
    }
}

} // namespace

void opalLoadEngine() noexcept
{
    static std::once_flag once;
    std::call_once(once, load);
}
