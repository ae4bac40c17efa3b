// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dlfcn.h>

namespace opal {

/// A function of a loaded library by its name, null where there is none: any BLAS may stand behind LibTorch,
/// and any release of it.
template <typename Function> Function* libraryFunction(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_DEFAULT, name));
}

} // namespace opal
