// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace opal {

const char* errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid_argument";
    case ErrorCode::UnknownKey:
        return "unknown_key";
    case ErrorCode::InvalidConfiguration:
        return "invalid_configuration";
    case ErrorCode::InvalidData:
        return "invalid_data";
    case ErrorCode::InvalidCheckpoint:
        return "invalid_checkpoint";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::CannotRead:
        return "cannot_read";
    case ErrorCode::CannotWrite:
        return "cannot_write";
    case ErrorCode::NewerVersion:
        return "newer_version";
    case ErrorCode::WorkspaceBusy:
        return "workspace_busy";
    case ErrorCode::NonFiniteLoss:
        return "non_finite_loss";
    case ErrorCode::Database:
        return "database";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

} // namespace opal
