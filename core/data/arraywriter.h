// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/mappedfile.h"
#include "core/data/numbertype.h"

namespace opal {

/// An array that is made row by row and may be larger than the memory: its bytes lie in a file without a name
/// in `folder`, which is gone with it.
class ArraySpool final
{
public:
    /// `rowShape` are the sizes behind the first one; `width` the bytes of one element, where the type does
    /// not say. Throws Error{CannotWrite}.
    ArraySpool(const std::string& folder, std::string name, NumberType type,
               std::vector<std::int64_t> rowShape = {}, std::uint64_t width = 0);

    template <typename Number> void append(std::span<const Number> numbers)
    {
        appendBytes({ reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes() });
    }

    /// A text of an array of NumberType::Text from UTF-8.
    void appendText(std::string_view text);

    const std::string& name() const { return m_name; }

    NumberType type() const { return m_type; }

    std::uint64_t width() const { return m_width; }

    std::vector<std::int64_t> shape() const; ///< [rows, ...]
    std::span<const char> bytes(); ///< ends the writing

private:
    void appendBytes(std::span<const char> bytes);

    std::string m_name;
    std::string m_folder;
    NumberType m_type;
    std::vector<std::int64_t> m_rowShape;
    std::uint64_t m_width;
    std::uint64_t m_written = 0;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> m_file;
    std::unique_ptr<MappedFile> m_mapped;
};

/// Characters that the longest of the texts has, at least 1: the width of an array of texts.
std::size_t longestText(const std::vector<std::string>& texts);

/// The header of an `.npy` file, its magic included.
std::string npyHeader(NumberType type, std::uint64_t width, const std::vector<std::int64_t>& shape);

/// Writes arrays into one uncompressed `.npz`, so that NumPy and ArrayFile read them. The same arrays give
/// the same bytes. Atomic; throws Error{CannotWrite}.
void writeNpz(const std::string& path, const std::vector<std::unique_ptr<ArraySpool>>& arrays);

/// The same as safetensors, which has no texts: those are left out.
void writeTensors(const std::string& path, const std::vector<std::unique_ptr<ArraySpool>>& arrays,
                  const std::map<std::string, std::string>& metadata);

} // namespace opal
