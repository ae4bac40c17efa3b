// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/results/datasetsummary.h"

namespace opal {

/// The summary with its import report as JSON, as stored in data-set files. Bytes that are not UTF-8 are
/// replaced.
std::string summaryToJson(const DatasetSummary& summary);

/// Throws Error{InvalidData} if `text` is not JSON or a field is missing or of another type.
DatasetSummary summaryFromJson(std::string_view text);

} // namespace opal
