// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace opal {

/// An encoder as TorchScript, to run where this program is not: methods over the model's weights, which are
/// attributes under their names with '_' for '.', and over numbers.
struct EncoderSource
{
    /// `interests(self, history: Tensor, mask: Tensor) -> Tensor` and, where an interest may be invalid,
    /// `valid` with the same signature. `history` [B, L] int64 holds item ids, oldest first, 0 on padding,
    /// which stands on the right; `mask` [B, L] bool is true where an item is. They give [B, K, d] and [B, K]
    /// bool as encode() does, to rounding. `interest_count` and `max_length` are there, too.
    std::string text;
    std::map<std::string, std::int64_t> integers;
    std::map<std::string, double> reals;
};

/// A model whose encoder can be written down for other programs.
class ScriptedEncoder
{
public:
    virtual ~ScriptedEncoder() = default;
    virtual EncoderSource encoderSource() const = 0;
};

} // namespace opal
