// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/numbertype.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace opal {

namespace {

constexpr NumberTypeInfo numberTypes[]
    = { { NumberType::Bool, "|b1", "BOOL", 1 },    { NumberType::I8, "|i1", "I8", 1 },
        { NumberType::I16, "<i2", "I16", 2 },      { NumberType::I32, "<i4", "I32", 4 },
        { NumberType::I64, "<i8", "I64", 8 },      { NumberType::U8, "|u1", "U8", 1 },
        { NumberType::U16, "<u2", "U16", 2 },      { NumberType::U32, "<u4", "U32", 4 },
        { NumberType::U64, "<u8", "U64", 8 },      { NumberType::F16, "<f2", "F16", 2 },
        { NumberType::F32, "<f4", "F32", 4 },      { NumberType::F64, "<f8", "F64", 8 },
        { NumberType::Text, nullptr, nullptr, 4 }, { NumberType::Bytes, nullptr, nullptr, 1 } };

} // namespace

const NumberTypeInfo& infoOf(NumberType type)
{
    return *std::find_if(std::begin(numberTypes), std::end(numberTypes),
                         [type](const NumberTypeInfo& info) { return info.type == type; });
}

const NumberTypeInfo* typeOfTensor(std::string_view name)
{
    const auto* const found
        = std::find_if(std::begin(numberTypes), std::end(numberTypes),
                       [name](const NumberTypeInfo& info) { return info.tensor && name == info.tensor; });
    return found == std::end(numberTypes) ? nullptr : found;
}

std::uint64_t arrayBytes(const std::vector<std::int64_t>& shape, std::uint64_t bytes, std::uint64_t limit)
{
    for (const std::int64_t size : shape) {
        if (size < 0 || (bytes > 0 && static_cast<std::uint64_t>(size) > limit / bytes))
            throw std::length_error("an array is larger than its file");
        bytes *= static_cast<std::uint64_t>(size);
    }
    return bytes;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "[" + text + "]";
}

} // namespace opal
