// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arraywriter.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <minizip/zip.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/data/atomicfile.h"
#include "core/data/tensorheader.h"

namespace opal {

namespace {

[[noreturn]] void failSpool(const std::string& folder)
{
    throw Error(ErrorCode::CannotWrite,
                "cannot write in '" + folder + "': " + std::strerror(errno)
                    + "; check the folder, its permissions and the free space.");
}

std::FILE* namelessFile(const std::string& folder)
{
    std::string path = folder + "/.array.XXXXXX";
    const int file = ::mkstemp(path.data());
    if (file < 0)
        failSpool(folder);
    ::unlink(path.c_str());
    std::FILE* const stream = ::fdopen(file, "w+b");
    if (!stream)
        failSpool(folder);
    return stream;
}

/// Code points of UTF-8 text; broken bytes are taken as they are.
std::u32string codePoints(std::string_view text)
{
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (more == 0 || at + more >= text.size()) {
            points += lead;
            ++at;
            continue;
        }
        char32_t code = lead & (0x3FU >> more);
        for (std::size_t part = 1; part <= more; ++part)
            code = (code << 6U) | (static_cast<unsigned char>(text[at + part]) & 0x3FU);
        points += code;
        at += more + 1;
    }
    return points;
}

/// Where minizip writes to. It is C: an error waits here until it has returned.
struct ZipTarget
{
    explicit ZipTarget(const std::string& path)
        : file(path)
        , m_path(path)
    {
    }

    /// `work` on the file; what it returns, or `otherwise` after an error.
    template <typename Work> auto guarded(const Work& work, decltype(work()) otherwise)
    {
        try {
            return work();
        } catch (...) {
            m_failure = std::current_exception();
            return otherwise;
        }
    }

    void require(bool done) const
    {
        if (m_failure)
            std::rethrow_exception(m_failure);
        if (!done)
            throw Error(ErrorCode::CannotWrite,
                        "cannot write '" + m_path + "': the archive could not be made.");
    }

    AtomicFile file;

private:
    std::string m_path;
    std::exception_ptr m_failure;
};

ZipTarget& zipTarget(void* stream)
{
    return *static_cast<ZipTarget*>(stream);
}

zlib_filefunc64_def writingTo(ZipTarget& target)
{
    zlib_filefunc64_def functions {};
    functions.opaque = &target;
    functions.zopen64_file = [](void* opaque, const void*, int) -> void* { return opaque; };
    functions.zread_file = [](void*, void*, void*, uLong) -> uLong { return 0; };
    functions.zwrite_file = [](void*, void* stream, const void* from, uLong size) -> uLong {
        ZipTarget& to = zipTarget(stream);
        const auto write = [&] {
            to.file.write(from, size);
            return size;
        };
        return to.guarded(write, 0);
    };
    functions.ztell64_file
        = [](void*, void* stream) -> ZPOS64_T { return zipTarget(stream).file.position(); };
    // It returns to the header of a member that is complete, and then to the end.
    functions.zseek64_file = [](void*, void* stream, ZPOS64_T offset, int origin) -> long {
        ZipTarget& to = zipTarget(stream);
        const auto seek = [&]() -> long {
            if (origin == ZLIB_FILEFUNC_SEEK_SET)
                to.file.seek(offset);
            else if (origin == ZLIB_FILEFUNC_SEEK_END)
                to.file.seekEnd();
            else
                to.file.seek(to.file.position() + offset);
            return 0;
        };
        return to.guarded(seek, -1L);
    };
    functions.zclose_file = [](void*, void*) { return 0; };
    functions.zerror_file = [](void*, void*) { return 0; };
    return functions;
}

} // namespace

ArraySpool::ArraySpool(const std::string& folder, std::string name, NumberType type,
                       std::vector<std::int64_t> rowShape, std::uint64_t width)
    : m_name(std::move(name))
    , m_folder(folder)
    , m_type(type)
    , m_rowShape(std::move(rowShape))
    , m_width(width > 0 ? width : infoOf(type).bytes)
    , m_file(namelessFile(folder), &std::fclose)
{
}

void ArraySpool::appendBytes(std::span<const char> bytes)
{
    if (std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size())
        failSpool(m_folder);
    m_written += bytes.size();
}

void ArraySpool::appendText(std::string_view text)
{
    std::u32string points = codePoints(text);
    points.resize(m_width / sizeof(char32_t), U'\0');
    append(std::span<const char32_t>(points));
}

std::vector<std::int64_t> ArraySpool::shape() const
{
    std::uint64_t row = m_width;
    for (const std::int64_t size : m_rowShape)
        row *= static_cast<std::uint64_t>(size);
    std::vector<std::int64_t> shape { static_cast<std::int64_t>(m_written / row) };
    shape.insert(shape.end(), m_rowShape.begin(), m_rowShape.end());
    return shape;
}

std::span<const char> ArraySpool::bytes()
{
    if (!m_mapped) {
        if (std::fflush(m_file.get()) != 0)
            failSpool(m_folder);
        m_mapped = std::make_unique<MappedFile>("/proc/self/fd/" + std::to_string(::fileno(m_file.get())));
    }
    return m_mapped->bytes();
}

std::size_t longestText(const std::vector<std::string>& texts)
{
    std::size_t longest = 1;
    for (const std::string& text : texts)
        longest = std::max(longest, codePoints(text).size());
    return longest;
}

std::string npyHeader(NumberType type, std::uint64_t width, const std::vector<std::int64_t>& shape)
{
    const NumberTypeInfo& info = infoOf(type);
    const std::string description = info.npy ? info.npy : "<U" + std::to_string(width / info.bytes);
    std::string sizes;
    for (const std::int64_t size : shape)
        sizes += std::to_string(size) + ", ";
    if (shape.size() > 1)
        sizes.resize(sizes.size() - 2);
    std::string text = "{'descr': '" + description + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
    constexpr std::size_t prefix = 10;
    constexpr std::size_t alignment = 64;
    text.resize((text.size() + prefix + alignment) / alignment * alignment - prefix - 1, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(text.size() & 0xFFU);
    header += static_cast<char>(text.size() >> 8U);
    return header + text;
}

void writeNpz(const std::string& path, const std::vector<std::unique_ptr<ArraySpool>>& arrays)
{
    ZipTarget target(path);
    zlib_filefunc64_def functions = writingTo(target);
    std::unique_ptr<void, void (*)(zipFile)> zip(
        zipOpen2_64(path.c_str(), APPEND_STATUS_CREATE, nullptr, &functions),
        [](zipFile opened) { zipClose(opened, nullptr); });
    target.require(zip != nullptr);
    for (const auto& array : arrays) {
        zip_fileinfo info {};
        info.tmz_date.tm_year = 1980; // the archive's first day: the same arrays give the same bytes
        info.tmz_date.tm_mday = 1;
        const std::string header = npyHeader(array->type(), array->width(), array->shape());
        std::span<const char> bytes = array->bytes();
        const int large = bytes.size() + header.size() >= 0xFFFFFFFFU ? 1 : 0;
        target.require(zipOpenNewFileInZip64(zip.get(), (array->name() + ".npy").c_str(), &info, nullptr, 0,
                                             nullptr, 0, nullptr, 0, 0, large)
                       == ZIP_OK);
        target.require(zipWriteInFileInZip(zip.get(), header.data(), static_cast<unsigned>(header.size()))
                       == ZIP_OK);
        while (!bytes.empty()) {
            const std::size_t part = std::min<std::size_t>(bytes.size(), 1U << 24U);
            target.require(zipWriteInFileInZip(zip.get(), bytes.data(), static_cast<unsigned>(part))
                           == ZIP_OK);
            bytes = bytes.subspan(part);
        }
        target.require(zipCloseFileInZip(zip.get()) == ZIP_OK);
    }
    target.require(zipClose(zip.release(), nullptr) == ZIP_OK);
    target.file.commit();
}

void writeTensors(const std::string& path, const std::vector<std::unique_ptr<ArraySpool>>& arrays,
                  const std::map<std::string, std::string>& metadata)
{
    TensorHeader header;
    header.metadata = metadata;
    std::vector<ArraySpool*> ordered;
    for (const auto& array : arrays)
        if (infoOf(array->type()).tensor)
            ordered.push_back(array.get());
    // Wide numbers first, so that everything stays aligned.
    std::stable_sort(ordered.begin(), ordered.end(), [](const ArraySpool* a, const ArraySpool* b) {
        return infoOf(a->type()).bytes > infoOf(b->type()).bytes;
    });
    for (const ArraySpool* array : ordered)
        header.entries.push_back({ array->name(), array->type(), array->shape() });
    const std::string text = tensorHeaderText(header);
    AtomicFile file(path);
    const std::uint64_t length = text.size();
    file.write(&length, sizeof length);
    file.write(text.data(), text.size());
    for (ArraySpool* array : ordered)
        file.write(array->bytes().data(), array->bytes().size());
    file.commit();
}

} // namespace opal
