// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace opal {

/// Bytes from beginning to end, wherever they come from.
class ByteSource
{
public:
    ByteSource() = default;
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    /// Reads at most `bytes` bytes; 0 only at the end. Throws Error{CannotRead, InvalidData}.
    virtual std::size_t read(char* target, std::size_t bytes) = 0;

    /// Bytes of the file on disk that were needed for what was read so far: what progress goes by.
    virtual std::int64_t consumed() const = 0;
};

} // namespace opal
