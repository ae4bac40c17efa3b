// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/itemmapfile.h"

#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <xxhash.h>

#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/data/atomicfile.h"
#include "core/data/mappedfile.h"

namespace opal {

namespace {

static_assert(std::endian::native == std::endian::little, "the file holds little-endian numbers");

using Json = nlohmann::json;

constexpr char magic[8] = { 'O', 'P', 'A', 'L', 'M', 'A', 'P', '\0' };
constexpr std::uint32_t formatVersion = 1;
constexpr std::size_t headBytes = sizeof magic + 2 * sizeof(std::uint32_t);
constexpr std::size_t hashBytes = sizeof(std::uint64_t);

[[noreturn]] void refuse(const std::string& file, const std::string& reason)
{
    throw Error(ErrorCode::InvalidData,
                "the map '" + file + "' cannot be used: " + reason + "; compute it again.");
}

/// NaN, which JSON lacks, as null.
Json numberOf(double value)
{
    return value == value ? Json(value) : Json();
}

double valueOf(const Json& number)
{
    return number.is_null() ? notANumber : number.get<double>();
}

std::string headerOf(const ItemMap& map)
{
    const MapParams& params = map.params;
    return Json {
        { "run", map.run },
        { "method", mapMethodName(params.method) },
        { "first_category", params.firstCategory },
        { "second_category", params.secondCategory },
        { "neighbours", params.neighbours },
        { "epochs", params.epochs },
        { "seed", params.seed },
        { "explained_x", numberOf(map.explainedX) },
        { "explained_y", numberOf(map.explainedY) },
        { "vectors_hash", map.vectorsHash },
        { "items", map.x.size() - 1 }
    }.dump();
}

/// Everything but the points; returns N.
std::size_t takeHeader(const std::string& file, std::string_view text, ItemMap& map)
{
    try {
        const Json json = Json::parse(text);
        const auto method = mapMethodFromName(json.at("method").get<std::string>());
        if (!method)
            refuse(file, "its projection is unknown");
        map.run = json.at("run").get<std::string>();
        map.params.method = *method;
        map.params.firstCategory = json.at("first_category").get<int>();
        map.params.secondCategory = json.at("second_category").get<int>();
        map.params.neighbours = json.at("neighbours").get<int>();
        map.params.epochs = json.at("epochs").get<int>();
        map.params.seed = json.at("seed").get<std::uint64_t>();
        map.explainedX = valueOf(json.at("explained_x"));
        map.explainedY = valueOf(json.at("explained_y"));
        map.vectorsHash = json.at("vectors_hash").get<std::uint64_t>();
        return json.at("items").get<std::size_t>();
    } catch (const Json::exception&) {
        refuse(file, "its header is damaged");
    }
}

} // namespace

std::string itemMapFileName(const MapParams& params)
{
    std::string name = std::string("map-") + mapMethodName(params.method);
    if (params.method == MapMethod::Plane)
        name += "-" + std::to_string(params.firstCategory) + "-" + std::to_string(params.secondCategory);
    else if (params.method == MapMethod::Neighbours)
        name += "-" + std::to_string(params.neighbours) + "-" + std::to_string(params.epochs) + "-"
            + std::to_string(params.seed);
    return name + ".opalmap";
}

void writeItemMap(const std::string& file, const ItemMap& map)
{
    const std::string header = headerOf(map);
    const std::uint32_t lengths[] { formatVersion, static_cast<std::uint32_t>(header.size()) };
    std::string bytes(magic, sizeof magic);
    bytes.append(reinterpret_cast<const char*>(lengths), sizeof lengths);
    bytes += header;
    for (const auto* values : { &map.x, &map.y })
        bytes.append(reinterpret_cast<const char*>(values->data() + 1), (values->size() - 1) * sizeof(float));
    const std::uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
    bytes.append(reinterpret_cast<const char*>(&hash), sizeof hash);
    AtomicFile target(file);
    target.write(bytes.data(), bytes.size());
    target.commit();
}

ItemMap readItemMap(const std::string& file)
{
    const MappedFile mapped(file);
    const std::span<const char> bytes = mapped.bytes();
    if (bytes.size() < headBytes + hashBytes || std::memcmp(bytes.data(), magic, sizeof magic) != 0)
        refuse(file, "it is no item map");
    std::uint32_t lengths[2];
    std::memcpy(lengths, bytes.data() + sizeof magic, sizeof lengths);
    if (lengths[0] > formatVersion)
        throw Error(ErrorCode::NewerVersion,
                    "the map '" + file + "' was written by a newer release; update OPAL Studio.");
    const std::size_t content = bytes.size() - hashBytes;
    std::uint64_t hash = 0;
    std::memcpy(&hash, bytes.data() + content, sizeof hash);
    if (hash != XXH3_64bits(bytes.data(), content))
        refuse(file, "it is cut or changed");
    if (lengths[1] > content - headBytes)
        refuse(file, "its header is damaged");
    ItemMap map;
    const std::size_t count = takeHeader(file, { bytes.data() + headBytes, lengths[1] }, map);
    const std::size_t points = content - headBytes - lengths[1];
    if (points % (2 * sizeof(float)) != 0 || count != points / (2 * sizeof(float)) || count == 0)
        refuse(file, "it does not hold the points that it names");
    const char* next = bytes.data() + headBytes + lengths[1];
    for (auto* values : { &map.x, &map.y }) {
        values->assign(count + 1, 0.0F);
        std::memcpy(values->data() + 1, next, count * sizeof(float));
        next += count * sizeof(float);
    }
    return map;
}

} // namespace opal
