// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/numbertype.h"

namespace opal {

/// Longest header that is read.
constexpr std::uint64_t mostTensorHeaderBytes = 1U << 20U;

/// One tensor of a file in the safetensors layout.
struct TensorEntry
{
    std::string name;
    NumberType type = NumberType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< from the start of the data
    std::uint64_t end = 0;
};

struct TensorHeader
{
    std::map<std::string, std::string> metadata;
    std::vector<TensorEntry> entries; ///< in the order of their data
};

/// Reads the JSON header of a safetensors file whose data has `dataBytes` bytes, and checks all of it: types,
/// shapes, and that the tensors cover the data without gap or overlap. Throws std::invalid_argument with the
/// reason.
TensorHeader parseTensorHeader(std::string_view text, std::uint64_t dataBytes);

/// The header of tensors that follow one another in the order given, padded so that the data is aligned;
/// `begin` and `end` of the entries are ignored.
std::string tensorHeaderText(const TensorHeader& header);

} // namespace opal
