// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/error.h"

namespace opal {

/// What a person reads around the English detail of an error.
struct ErrorText
{
    QString headline; ///< what went wrong, without a full stop
    QString advice; ///< what to do about it, one sentence
};

/// Translated text of a code, context "Errors".
ErrorText errorText(ErrorCode code);

} // namespace opal
