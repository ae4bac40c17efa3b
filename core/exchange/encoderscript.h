// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace opal {

class VectorModel;

/// Writes the user encoder as a TorchScript file that Python and C++ load without this program: a module with
///
///     forward(history [B, L]) -> [B, K, d]              0 is padding, wherever it stands
///     interests(history [B, L], mask [B, L]) -> [B, K, d]   padding on the right, L at most max_length
///     valid(history [B, L], mask [B, L]) -> [B, K] bool
///
/// over the item table `items` [N + 1, d], and the numbers `interest_count` and `max_length`. Atomic. Throws
/// Error{Unsupported} if the model reads no history, Error{CannotWrite}.
void writeEncoder(const std::string& path, VectorModel& model, std::int64_t maxLength);

} // namespace opal
