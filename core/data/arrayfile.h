// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/numbertype.h"

namespace opal {

/// One array of an ArrayFile, which must outlive it: nothing is copied.
struct Array
{
    std::string place; ///< "array 'items' of 'vectors.npz'", for messages
    NumberType type = NumberType::F32;
    std::uint64_t width = 0; ///< bytes of one element
    std::vector<std::int64_t> shape; ///< no size is 0
    bool columnMajor = false; ///< Fortran order: the first index runs fastest
    const char* data = nullptr; ///< not aligned

    std::int64_t rows() const { return shape.empty() ? 1 : shape.front(); }

    std::int64_t rowSize() const; ///< elements of one row

    bool isText() const { return type == NumberType::Text || type == NumberType::Bytes; }

    /// Row `row` of [R, ...], the last index running fastest; `out` has rowSize() places. Not for texts.
    void readRow(std::int64_t row, std::span<float> out) const;

    /// Element `index` of a one-dimensional array: a text as UTF-8, a whole number in decimal digits. Throws
    /// Error{InvalidData} for other types and for texts that are no Unicode.
    std::string text(std::int64_t index) const;
};

/// Arrays that other programs wrote: NumPy's `.npy` and `.npz`, `safetensors`. Which one it is the content
/// tells. The file is mapped; an array that is not compressed is read where it lies.
///
/// Nothing in such a file is believed: sizes are checked before anything is allocated, and what would run
/// code (pickles, arrays of objects) is refused. Whoever writes the file meanwhile can still break what has
/// been checked, as with every mapped file.
class ArrayFile final
{
public:
    /// Throws Error{NotFound, CannotRead, InvalidData}.
    explicit ArrayFile(const std::string& path);
    ~ArrayFile();
    ArrayFile(const ArrayFile&) = delete;
    ArrayFile& operator=(const ArrayFile&) = delete;

    const std::string& path() const;
    /// Empty for an `.npy` file, which holds one array without a name.
    std::vector<std::string> names() const;

    /// An array by name; an empty name stands for the only one of a file. A compressed array is unpacked and
    /// kept. Throws Error{NotFound} naming the arrays that there are, Error{InvalidData}.
    Array array(const std::string& name);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// "FILE" or "FILE:ARRAY".
struct ArrayPlace
{
    std::string file;
    std::string array; ///< empty: the only one
};

/// Reads the form above; a colon that belongs to the name of a file that exists separates nothing.
ArrayPlace arrayPlaceFrom(const std::string& text);

} // namespace opal
