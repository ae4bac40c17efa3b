// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/error.h"

namespace opal {

/// Code of the Error that `call` throws, Internal if it throws none; `detail` takes its sentence.
template <typename Call> ErrorCode codeOf(Call call, std::string* detail = nullptr)
{
    try {
        call();
    } catch (const Error& error) {
        if (detail != nullptr)
            *detail = error.detail();
        return error.code();
    }
    return ErrorCode::Internal;
}

} // namespace opal
