// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tensorheader.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace opal {

namespace {

using nlohmann::json;

constexpr std::size_t maxRank = 8;
constexpr std::size_t headerAlignment = 8;

[[noreturn]] void refuse(const std::string& reason)
{
    throw std::invalid_argument(reason);
}

TensorEntry parseEntry(const std::string& name, const json& value, std::uint64_t dataBytes)
{
    const std::string place = "tensor '" + name + "'";
    if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape")
        || !value.contains("data_offsets"))
        refuse(place + " is not described by dtype, shape and data_offsets");
    TensorEntry entry;
    entry.name = name;
    const NumberTypeInfo* type = nullptr;
    if (value["dtype"].is_string())
        type = typeOfTensor(value["dtype"].get_ref<const std::string&>());
    if (!type)
        refuse(place + " has a type that is not read here");
    entry.type = type->type;
    const json& shape = value["shape"];
    if (!shape.is_array() || shape.size() > maxRank)
        refuse(place + " has no usable shape");
    for (const json& size : shape) {
        if (!size.is_number_unsigned() || size == 0U || size.get<std::uint64_t>() > dataBytes)
            refuse(place + " has an impossible shape");
        entry.shape.push_back(size.get<std::int64_t>());
    }
    const json& offsets = value["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned()
        || !offsets[1].is_number_unsigned())
        refuse(place + " has no usable offsets");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    std::uint64_t bytes = std::numeric_limits<std::uint64_t>::max();
    try {
        bytes = arrayBytes(entry.shape, type->bytes, dataBytes);
    } catch (const std::length_error&) {
        // More than there is: refused below.
    }
    if (entry.begin > entry.end || entry.end > dataBytes || bytes != entry.end - entry.begin)
        refuse(place + " does not fit the file");
    return entry;
}

} // namespace

TensorHeader parseTensorHeader(std::string_view text, std::uint64_t dataBytes)
{
    const json object = json::parse(text.begin(), text.end(), nullptr, false);
    if (!object.is_object())
        refuse("its header is not a JSON object");
    TensorHeader header;
    for (const auto& [name, value] : object.items()) {
        if (name != "__metadata__") {
            header.entries.push_back(parseEntry(name, value, dataBytes));
            continue;
        }
        if (!value.is_object())
            refuse("its metadata is not a JSON object");
        for (const auto& [key, entry] : value.items()) {
            if (!entry.is_string())
                refuse("its metadata '" + key + "' is not a text");
            header.metadata[key] = entry.get<std::string>();
        }
    }
    std::sort(header.entries.begin(), header.entries.end(), [](const TensorEntry& a, const TensorEntry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t covered = 0;
    for (const TensorEntry& entry : header.entries) {
        if (entry.begin != covered)
            refuse("tensor '" + entry.name + "' leaves a gap or overlaps another one");
        covered = entry.end;
    }
    if (covered != dataBytes)
        refuse("its data has " + std::to_string(dataBytes) + " bytes where the header promises "
               + std::to_string(covered));
    return header;
}

std::string tensorHeaderText(const TensorHeader& header)
{
    json object = json::object();
    object["__metadata__"] = header.metadata;
    std::uint64_t offset = 0;
    for (const TensorEntry& entry : header.entries) {
        const std::uint64_t end = offset
            + arrayBytes(entry.shape, infoOf(entry.type).bytes, std::numeric_limits<std::uint64_t>::max());
        object[entry.name] = { { "dtype", infoOf(entry.type).tensor },
                               { "shape", entry.shape },
                               { "data_offsets", { offset, end } } };
        offset = end;
    }
    std::string text = object.dump();
    text.resize((text.size() + headerAlignment - 1) / headerAlignment * headerAlignment, ' ');
    return text;
}

} // namespace opal
