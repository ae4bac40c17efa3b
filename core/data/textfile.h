// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/data/atomicfile.h"

namespace opal {

/// A text that is written piece by piece and put in place at the end. Throws as AtomicFile.
class TextFile final
{
public:
    explicit TextFile(std::string path)
        : m_path(std::move(path))
        , m_file(m_path)
    {
    }

    TextFile& operator<<(std::string_view text)
    {
        m_buffer += text;
        if (m_buffer.size() > (1U << 20U))
            flush();
        return *this;
    }

    /// In as few digits as give the same number again.
    TextFile& operator<<(float number)
    {
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        return *this << std::string_view(digits, static_cast<std::size_t>(end - digits));
    }

    TextFile& operator<<(std::int64_t number) { return *this << std::string_view(std::to_string(number)); }

    /// Returns the path.
    std::string commit()
    {
        flush();
        m_file.commit();
        return m_path;
    }

private:
    void flush()
    {
        m_file.write(m_buffer.data(), m_buffer.size());
        m_buffer.clear();
    }

    std::string m_path;
    AtomicFile m_file;
    std::string m_buffer;
};

} // namespace opal
