// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opal {

/// What one element of an array is. All are little-endian.
enum class NumberType {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F16,
    F32,
    F64,
    Text, ///< NumPy's fixed-width `<U`: UCS-4, filled up with zeros
    Bytes ///< NumPy's fixed-width `|S`, filled up with zeros
};

/// How the formats name a type.
struct NumberTypeInfo
{
    NumberType type = NumberType::F32;
    const char* npy = nullptr; ///< "<f4"; nullptr where a width belongs to it (Text, Bytes)
    const char* tensor = nullptr; ///< "F32" as in safetensors; nullptr if that has none
    std::uint64_t bytes = 0; ///< of one element; of one character for the last two
};

const NumberTypeInfo& infoOf(NumberType type);
/// nullptr if the format has no such type.
const NumberTypeInfo* typeOfTensor(std::string_view name);

/// Product of the sizes times `bytes`. Throws std::length_error where it exceeds `limit`.
std::uint64_t arrayBytes(const std::vector<std::int64_t>& shape, std::uint64_t bytes, std::uint64_t limit);

/// "[3, 4, 64]".
std::string shapeText(const std::vector<std::int64_t>& shape);

} // namespace opal
