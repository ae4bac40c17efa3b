// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/tensorfile.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#include <xxhash.h>

#include "core/base/error.h"
#include "core/data/tensorheader.h"

namespace opal {

namespace {

static_assert(std::endian::native == std::endian::little, "the file holds little-endian numbers");

const std::string checksumKey = "xxh3";
const std::string tensorChecksumPrefix = checksumKey + " ";

struct Type
{
    NumberType number;
    torch::ScalarType scalar;
};

constexpr Type types[] = { { NumberType::F32, torch::kFloat32 }, { NumberType::I64, torch::kInt64 } };

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

std::optional<NumberType> numberOf(torch::ScalarType scalar)
{
    for (const Type& type : types)
        if (type.scalar == scalar)
            return type.number;
    return std::nullopt;
}

std::optional<torch::ScalarType> scalarOf(NumberType number)
{
    for (const Type& type : types)
        if (type.number == number)
            return type.scalar;
    return std::nullopt;
}

/// The header of a file, checked.
TensorHeader headerOf(const std::string& path, const std::string& text, std::uint64_t dataBytes)
{
    TensorHeader header;
    try {
        header = parseTensorHeader(text, dataBytes);
    } catch (const std::invalid_argument& reason) {
        invalid(path, reason.what());
    }
    for (const TensorEntry& entry : header.entries)
        if (!scalarOf(entry.type))
            invalid(path, "tensor '" + entry.name + "' has a type other than F32 and I64");
    return header;
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
void verifyHeader(const std::string& path, TensorHeader header, const std::string& text,
                  const std::string& expected)
{
    const bool same = tensorHeaderText(header) == text;
    header.metadata.erase(checksumKey);
    const std::string without = tensorHeaderText(header);
    if (!same || checksum(without.data(), without.size()) != expected)
        damaged(path, "its header");
}

/// Tensors on the CPU, wide types first so that everything stays aligned, then by name.
std::vector<std::pair<std::string, torch::Tensor>> packed(const TensorFile& file)
{
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (const auto& [name, tensor] : file.tensors) {
        if (!numberOf(tensor.scalar_type()))
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
    TensorHeader header;
    header.metadata = file.metadata;
    for (const auto& [name, tensor] : tensors) {
        header.entries.push_back({ name, *numberOf(tensor.scalar_type()), tensor.sizes().vec() });
        header.metadata[tensorChecksumPrefix + name] = checksum(tensor.data_ptr(), tensor.nbytes());
    }
    const std::string without = tensorHeaderText(header);
    header.metadata[checksumKey] = checksum(without.data(), without.size());
    return tensorHeaderText(header);
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
    if (headerBytes > mostTensorHeaderBytes || headerBytes > fileBytes - sizeof prefix)
        invalid(path, "the length of its header is impossible");
    std::string text(headerBytes, '\0');
    if (!readAll(descriptor.get(), text.data(), headerBytes, sizeof prefix))
        invalid(path, "it is shorter than its own header");

    TensorFile file;
    const std::uint64_t dataStart = sizeof prefix + headerBytes;
    const TensorHeader header = headerOf(path, text, fileBytes - dataStart);
    file.metadata = header.metadata;
    const std::map<std::string, std::string> checksums = takeChecksums(file.metadata);
    file.checksummed = checksums.contains("");
    if (file.checksummed)
        verifyHeader(path, header, text, checksums.at(""));
    for (const TensorEntry& entry : header.entries) {
        const auto expected = checksums.find(entry.name);
        if (file.checksummed && expected == checksums.end())
            damaged(path, "tensor '" + entry.name + "'");
        if (!withTensors)
            continue;
        torch::Tensor tensor = torch::empty(entry.shape, *scalarOf(entry.type));
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
