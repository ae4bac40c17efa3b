// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/tensorfile.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#include <xxhash.h>

#include "core/base/error.h"

namespace opal {

namespace {

static_assert(std::endian::native == std::endian::little, "the file holds little-endian numbers");

using nlohmann::json;

constexpr std::uint64_t maxHeaderBytes = 1U << 20U;
constexpr std::size_t maxRank = 8;
constexpr std::size_t headerAlignment = 8;
constexpr const char* metadataKey = "__metadata__";
const std::string checksumKey = "xxh3";
const std::string tensorChecksumPrefix = checksumKey + " ";

struct Type
{
    const char* name;
    torch::ScalarType scalar;
    std::uint64_t bytes;
};

constexpr Type types[] = { { "F32", torch::kFloat32, 4 }, { "I64", torch::kInt64, 8 } };

/// A file descriptor that closes itself.
class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }

    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return m_number; }

private:
    int m_number;
};

std::string systemText()
{
    return std::generic_category().message(errno);
}

[[noreturn]] void failWriting(const std::string& path)
{
    throw Error(ErrorCode::CannotWrite,
                "'" + path + "' could not be written: " + systemText()
                    + "; free space or choose another folder");
}

[[noreturn]] void invalid(const std::string& path, const std::string& reason)
{
    throw Error(ErrorCode::InvalidCheckpoint,
                "'" + path + "' is not a usable checkpoint: " + reason
                    + "; restore it from a copy or train again");
}

[[noreturn]] void damaged(const std::string& path, const std::string& part)
{
    invalid(path, "it is damaged, " + part + " does not match its checksum");
}

std::string checksum(const void* data, std::size_t bytes)
{
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(XXH3_64bits(data, bytes)));
    return text;
}

void writeAll(int descriptor, const char* data, std::size_t size, const std::string& path)
{
    while (size > 0) {
        const ssize_t written = ::write(descriptor, data, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            failWriting(path);
        data += written;
        size -= static_cast<std::size_t>(written);
    }
}

/// Reads `size` bytes at `offset`; false at the end of the file.
bool readAll(int descriptor, char* data, std::uint64_t size, std::uint64_t offset)
{
    while (size > 0) {
        const ssize_t got = ::pread(descriptor, data, size, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        data += got;
        offset += static_cast<std::uint64_t>(got);
        size -= static_cast<std::uint64_t>(got);
    }
    return true;
}

const Type* typeOf(torch::ScalarType scalar)
{
    for (const Type& type : types) {
        if (type.scalar == scalar)
            return &type;
    }
    return nullptr;
}

const Type* typeOf(const std::string& name)
{
    for (const Type& type : types) {
        if (name == type.name)
            return &type;
    }
    return nullptr;
}

struct Entry
{
    std::string name;
    const Type* type = nullptr;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< from the start of the data
    std::uint64_t end = 0;
};

/// Bytes of a tensor; none if the product overflows or is larger than `limit`.
std::optional<std::uint64_t> bytesOf(const Entry& entry, std::uint64_t limit)
{
    std::uint64_t bytes = entry.type->bytes;
    for (const std::int64_t size : entry.shape) {
        if (static_cast<std::uint64_t>(size) > limit / bytes)
            return std::nullopt;
        bytes *= static_cast<std::uint64_t>(size);
    }
    return bytes;
}

Entry parseEntry(const std::string& path, const std::string& name, const json& value, std::uint64_t dataBytes)
{
    const std::string place = "tensor '" + name + "'";
    if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape")
        || !value.contains("data_offsets"))
        invalid(path, place + " is not described by dtype, shape and data_offsets");
    Entry entry;
    entry.name = name;
    if (value["dtype"].is_string())
        entry.type = typeOf(value["dtype"].get_ref<const std::string&>());
    if (!entry.type)
        invalid(path, place + " has a type other than F32 and I64");
    const json& shape = value["shape"];
    if (!shape.is_array() || shape.size() > maxRank)
        invalid(path, place + " has no usable shape");
    for (const json& size : shape) {
        if (!size.is_number_unsigned() || size == 0U || size.get<std::uint64_t>() > dataBytes)
            invalid(path, place + " has an impossible shape");
        entry.shape.push_back(size.get<std::int64_t>());
    }
    const json& offsets = value["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned()
        || !offsets[1].is_number_unsigned())
        invalid(path, place + " has no usable offsets");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    const std::optional<std::uint64_t> bytes = bytesOf(entry, dataBytes);
    if (entry.begin > entry.end || entry.end > dataBytes || bytes != entry.end - entry.begin)
        invalid(path, place + " does not fit the file");
    return entry;
}

std::string padded(std::string text)
{
    text.resize((text.size() + headerAlignment - 1) / headerAlignment * headerAlignment, ' ');
    return text;
}

/// Takes the checksums out of the metadata; by tensor, and the one of the header under an empty name.
std::map<std::string, std::string> takeChecksums(std::map<std::string, std::string>& metadata)
{
    std::map<std::string, std::string> checksums;
    std::erase_if(metadata, [&checksums](const auto& entry) {
        const auto& [key, text] = entry;
        if (key != checksumKey && !key.starts_with(tensorChecksumPrefix))
            return false;
        checksums[key == checksumKey ? "" : key.substr(tensorChecksumPrefix.size())] = text;
        return true;
    });
    return checksums;
}

/// The header has to be, byte for byte, what we would write: nothing in it may have another form.
void verifyHeader(const std::string& path, json header, const std::string& text, const std::string& expected)
{
    const bool same = padded(header.dump()) == text;
    header[metadataKey].erase(checksumKey);
    const std::string without = header.dump();
    if (!same || checksum(without.data(), without.size()) != expected)
        damaged(path, "its header");
}

/// The tensors in the order of their data, checked to cover it exactly.
std::vector<Entry> parseHeader(const std::string& path, const json& header, std::uint64_t dataBytes,
                               std::map<std::string, std::string>& metadata)
{
    if (!header.is_object())
        invalid(path, "its header is not a JSON object");
    std::vector<Entry> entries;
    for (const auto& [name, value] : header.items()) {
        if (name != metadataKey) {
            entries.push_back(parseEntry(path, name, value, dataBytes));
            continue;
        }
        if (!value.is_object())
            invalid(path, "its metadata is not a JSON object");
        for (const auto& [key, entry] : value.items()) {
            if (!entry.is_string())
                invalid(path, "its metadata '" + key + "' is not a text");
            metadata[key] = entry.get<std::string>();
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t covered = 0;
    for (const Entry& entry : entries) {
        if (entry.begin != covered)
            invalid(path, "tensor '" + entry.name + "' leaves a gap or overlaps another one");
        covered = entry.end;
    }
    if (covered != dataBytes)
        invalid(path,
                "its data has " + std::to_string(dataBytes) + " bytes where the header promises "
                    + std::to_string(covered));
    return entries;
}

/// Tensors on the CPU, wide types first so that everything stays aligned, then by name.
std::vector<std::pair<std::string, torch::Tensor>> packed(const TensorFile& file)
{
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (const auto& [name, tensor] : file.tensors) {
        if (!typeOf(tensor.scalar_type()))
            throw Error(ErrorCode::Internal, "tensor '" + name + "' has a type that checkpoints do not hold");
        tensors.emplace_back(name, tensor.detach().to(torch::kCPU).contiguous());
    }
    std::stable_sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) {
        return a.second.element_size() > b.second.element_size();
    });
    return tensors;
}

std::string headerText(const TensorFile& file,
                       const std::vector<std::pair<std::string, torch::Tensor>>& tensors)
{
    json header = json::object();
    json& metadata = header[metadataKey] = file.metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::uint64_t end = offset + static_cast<std::uint64_t>(tensor.nbytes());
        header[name] = { { "dtype", typeOf(tensor.scalar_type())->name },
                         { "shape", tensor.sizes().vec() },
                         { "data_offsets", { offset, end } } };
        metadata[tensorChecksumPrefix + name] = checksum(tensor.data_ptr(), tensor.nbytes());
        offset = end;
    }
    const std::string without = header.dump();
    metadata[checksumKey] = checksum(without.data(), without.size());
    return padded(header.dump());
}

void syncFolder(const std::string& path)
{
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const Descriptor descriptor(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0)
        failWriting(path);
}

void writeTemporary(const std::string& temporary, const TensorFile& file)
{
    const auto tensors = packed(file);
    const std::string header = headerText(file, tensors);
    const Descriptor descriptor(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (descriptor.get() < 0)
        failWriting(temporary);
    const std::uint64_t length = header.size();
    char prefix[sizeof length];
    std::memcpy(prefix, &length, sizeof length);
    writeAll(descriptor.get(), prefix, sizeof prefix, temporary);
    writeAll(descriptor.get(), header.data(), header.size(), temporary);
    for (const auto& [name, tensor] : tensors)
        writeAll(descriptor.get(), static_cast<const char*>(tensor.data_ptr()), tensor.nbytes(), temporary);
    if (::fsync(descriptor.get()) != 0)
        failWriting(temporary);
}

TensorFile readFile(const std::string& path, bool withTensors)
{
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0 && errno == ENOENT)
        throw Error(ErrorCode::NotFound, "there is no checkpoint '" + path + "'");

    struct stat status
    {
    };

    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0)
        throw Error(ErrorCode::CannotRead, "'" + path + "' could not be read: " + systemText());
    if (!S_ISREG(status.st_mode))
        throw Error(ErrorCode::CannotRead, "'" + path + "' could not be read: it is not a file");

    const auto fileBytes = static_cast<std::uint64_t>(status.st_size);
    std::uint64_t headerBytes = 0;
    char prefix[sizeof headerBytes];
    if (!readAll(descriptor.get(), prefix, sizeof prefix, 0))
        invalid(path, "it is shorter than its own header");
    std::memcpy(&headerBytes, prefix, sizeof prefix);
    if (headerBytes > maxHeaderBytes || headerBytes > fileBytes - sizeof prefix)
        invalid(path, "the length of its header is impossible");
    std::string text(headerBytes, '\0');
    if (!readAll(descriptor.get(), text.data(), headerBytes, sizeof prefix))
        invalid(path, "it is shorter than its own header");

    TensorFile file;
    const std::uint64_t dataStart = sizeof prefix + headerBytes;
    const json header = json::parse(text.begin(), text.end(), nullptr, false);
    const std::vector<Entry> entries = parseHeader(path, header, fileBytes - dataStart, file.metadata);
    const std::map<std::string, std::string> checksums = takeChecksums(file.metadata);
    file.checksummed = checksums.contains("");
    if (file.checksummed)
        verifyHeader(path, header, text, checksums.at(""));
    for (const Entry& entry : entries) {
        const auto expected = checksums.find(entry.name);
        if (file.checksummed && expected == checksums.end())
            damaged(path, "tensor '" + entry.name + "'");
        if (!withTensors)
            continue;
        torch::Tensor tensor = torch::empty(entry.shape, entry.type->scalar);
        if (!readAll(descriptor.get(), static_cast<char*>(tensor.data_ptr()), entry.end - entry.begin,
                     dataStart + entry.begin))
            invalid(path, "tensor '" + entry.name + "' could not be read to its end");
        if (file.checksummed && checksum(tensor.data_ptr(), tensor.nbytes()) != expected->second)
            damaged(path, "tensor '" + entry.name + "'");
        file.tensors.emplace(entry.name, std::move(tensor));
    }
    return file;
}

} // namespace

void writeTensorFile(const std::string& path, const TensorFile& file)
{
    const std::string temporary = path + ".tmp";
    try {
        writeTemporary(temporary, file);
        if (::rename(temporary.c_str(), path.c_str()) != 0)
            failWriting(path);
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    syncFolder(path);
}

TensorFile readTensorFile(const std::string& path)
{
    return readFile(path, true);
}

TensorFile readTensorMetadata(const std::string& path)
{
    return readFile(path, false);
}

} // namespace opal
