// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrayfile.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <minizip/unzip.h>
#include <optional>
#include <stdexcept>

#include "core/base/error.h"
#include "core/data/mappedfile.h"
#include "core/data/tensorheader.h"

namespace opal {

namespace {

static_assert(std::endian::native == std::endian::little, "the files hold little-endian numbers");

constexpr std::string_view npyMagic = "\x93NUMPY";
constexpr std::size_t mostNpyHeaderBytes = 1U << 16U;
constexpr std::size_t mostDimensions = 8;
constexpr std::size_t mostMembers = 4096;
/// Deflate makes at most 1,032 bytes of one; a file that promises more lies.
constexpr std::uint64_t mostInflation = 1040;

[[noreturn]] void refuseArray(const std::string& place, const std::string& reason)
{
    throw Error(ErrorCode::InvalidData, place + " cannot be used: " + reason + ".");
}

/// The Python literal at the beginning of an .npy array: {'descr': '<f4', 'fortran_order': False, 'shape':
/// (3, 4), }.
class NpyHeader final
{
public:
    NpyHeader(std::string_view text, const std::string& place)
        : m_text(text)
        , m_place(place)
    {
        expect('{');
        while (!accept('}')) {
            const std::string_view key = quoted();
            expect(':');
            if (key == "descr" && description.empty())
                description = quoted();
            else if (key == "fortran_order" && !m_order)
                m_order = truth();
            else if (key == "shape" && !m_shape)
                m_shape = sizes();
            else
                fail();
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpaces();
        if (m_at != m_text.size() || description.empty() || !m_order || !m_shape)
            fail();
    }

    std::string_view description;

    bool columnMajor() const { return *m_order; }

    const std::vector<std::int64_t>& shape() const { return *m_shape; }

private:
    [[noreturn]] void fail() const
    {
        refuseArray(m_place,
                    "its header is not that of a NumPy array of one plain type; save it with "
                    "numpy.save(file, array.astype('float32'))");
    }

    void skipSpaces()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n'))
            ++m_at;
    }

    bool accept(char wanted)
    {
        skipSpaces();
        const bool found = m_at < m_text.size() && m_text[m_at] == wanted;
        m_at += found ? 1 : 0;
        return found;
    }

    void expect(char wanted)
    {
        if (!accept(wanted))
            fail();
    }

    std::string_view quoted()
    {
        skipSpaces();
        const char quote = m_at < m_text.size() ? m_text[m_at] : '\0';
        if (quote != '\'' && quote != '"')
            fail();
        const std::size_t end = m_text.find(quote, m_at + 1);
        if (end == std::string_view::npos)
            fail();
        const std::string_view word = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return word;
    }

    bool truth()
    {
        skipSpaces();
        for (const bool value : { true, false }) {
            const std::string_view word = value ? "True" : "False";
            if (m_text.substr(m_at, word.size()) == word) {
                m_at += word.size();
                return value;
            }
        }
        fail();
    }

    std::vector<std::int64_t> sizes()
    {
        std::vector<std::int64_t> shape;
        expect('(');
        while (!accept(')')) {
            skipSpaces();
            std::int64_t size = 0;
            const char* const end = m_text.data() + m_text.size();
            const auto [next, error] = std::from_chars(m_text.data() + m_at, end, size);
            if (error != std::errc() || size < 0 || shape.size() == mostDimensions)
                fail();
            m_at = static_cast<std::size_t>(next - m_text.data());
            shape.push_back(size);
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return shape;
    }

    std::string_view m_text;
    const std::string& m_place;
    std::size_t m_at = 0;
    std::optional<bool> m_order;
    std::optional<std::vector<std::int64_t>> m_shape;
};

/// Type and width of a NumPy description such as "<f4" or "<U12".
void takeDescription(std::string_view description, Array& array)
{
    const std::string shown(description.substr(0, 40));
    if (description.size() < 2)
        refuseArray(array.place, "its type '" + shown + "' is unknown");
    const char order = description.front();
    const char kind = description[1];
    if (kind == 'O')
        refuseArray(
            array.place,
            "it holds Python objects, whose pickles are never read because they can run code; save it "
            "with a plain type, e.g. array.astype('float32')");
    if (kind == 'U' || kind == 'S') {
        std::uint32_t characters = 0;
        const char* const end = description.data() + description.size();
        const auto [next, error] = std::from_chars(description.data() + 2, end, characters);
        if (error != std::errc() || next != end || characters == 0)
            refuseArray(array.place, "its type '" + shown + "' is unknown");
        if (kind == 'U' && order != '<')
            refuseArray(array.place, "its texts are big-endian; save it with little-endian ones");
        array.type = kind == 'U' ? NumberType::Text : NumberType::Bytes;
        array.width = characters * infoOf(array.type).bytes;
        return;
    }
    for (int type = 0; type <= static_cast<int>(NumberType::F64); ++type) {
        const NumberTypeInfo& info = infoOf(static_cast<NumberType>(type));
        if (description.substr(1) != std::string_view(info.npy).substr(1))
            continue;
        if (order == '>' && info.bytes > 1)
            refuseArray(array.place,
                        "its numbers are big-endian; save it as array.astype('<" + shown.substr(1) + "')");
        if (order != '<' && order != '|' && order != '=' && order != '>')
            break;
        array.type = info.type;
        array.width = info.bytes;
        return;
    }
    refuseArray(array.place,
                "its type '" + shown
                    + "' is not read here; save it as array.astype('float32'), or whole numbers for ids");
}

/// An .npy array that fills `bytes`.
Array npyArray(std::span<const char> bytes, const std::string& place)
{
    Array array;
    array.place = place;
    const std::string_view all(bytes.data(), bytes.size());
    if (!all.starts_with(npyMagic) || all.size() < 10)
        refuseArray(place, "it does not begin as a NumPy array does");
    const auto byte
        = [&all](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(all[at])); };
    const std::size_t version = byte(6);
    if (version < 1 || version > 3 || (version > 1 && all.size() < 12))
        refuseArray(place, "its version of the NumPy format is unknown");
    const std::size_t headerAt = version == 1 ? 10 : 12;
    std::size_t headerBytes = byte(8) + (byte(9) << 8U);
    if (version > 1)
        headerBytes += (byte(10) << 16U) + (byte(11) << 24U);
    if (headerBytes > mostNpyHeaderBytes || headerBytes > all.size() - headerAt)
        refuseArray(place, "the length of its header is impossible");
    const NpyHeader header(all.substr(headerAt, headerBytes), place);
    takeDescription(header.description, array);
    array.shape = header.shape();
    array.columnMajor = header.columnMajor();
    array.data = bytes.data() + headerAt + headerBytes;
    const std::uint64_t there = all.size() - headerAt - headerBytes;
    std::uint64_t promised = std::numeric_limits<std::uint64_t>::max();
    try {
        promised = arrayBytes(array.shape, array.width, there);
    } catch (const std::length_error&) {
        // Told below.
    }
    if (promised != there)
        refuseArray(place,
                    "its header promises the shape " + shapeText(array.shape) + ", which does not fit the "
                        + std::to_string(there) + " bytes that there are");
    if (there == 0)
        refuseArray(place, "its shape " + shapeText(array.shape) + " holds nothing");
    return array;
}

/// minizip's view of mapped bytes.
struct ZipBytes
{
    std::span<const char> bytes;
    std::uint64_t at = 0;
};

ZipBytes& zipBytes(void* stream)
{
    return *static_cast<ZipBytes*>(stream);
}

zlib_filefunc64_def readingOf(ZipBytes& bytes)
{
    zlib_filefunc64_def functions {};
    functions.opaque = &bytes;
    functions.zopen64_file = [](void* opaque, const void*, int) -> void* { return opaque; };
    functions.zread_file = [](void*, void* stream, void* to, uLong size) -> uLong {
        ZipBytes& from = zipBytes(stream);
        const std::uint64_t count = std::min<std::uint64_t>(size, from.bytes.size() - from.at);
        std::memcpy(to, from.bytes.data() + from.at, count);
        from.at += count;
        return static_cast<uLong>(count);
    };
    functions.ztell64_file = [](void*, void* stream) -> ZPOS64_T { return zipBytes(stream).at; };
    functions.zseek64_file = [](void*, void* stream, ZPOS64_T offset, int origin) -> long {
        ZipBytes& from = zipBytes(stream);
        const std::uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR ? from.at
            : origin == ZLIB_FILEFUNC_SEEK_END                      ? from.bytes.size()
                                                                    : 0;
        const std::uint64_t to = base + offset; // an offset below zero wraps round to what it means
        if (to > from.bytes.size())
            return -1;
        from.at = to;
        return 0;
    };
    functions.zclose_file = [](void*, void*) { return 0; };
    functions.zerror_file = [](void*, void*) { return 0; };
    return functions;
}

float halfAsFloat(std::uint16_t half)
{
    const std::uint32_t sign = (half & 0x8000U) << 16U;
    const std::uint32_t exponent = (half >> 10U) & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) { // zero and what is too small for a leading one
        const float value = static_cast<float>(fraction) * 0x1p-24F;
        return sign != 0 ? -value : value;
    }
    const std::uint32_t shifted = exponent == 31 ? 255U : exponent + 112U;
    return std::bit_cast<float>(sign | (shifted << 23U) | (fraction << 13U));
}

template <typename Number> Number numberAt(const char* data)
{
    Number value;
    std::memcpy(&value, data, sizeof value);
    return value;
}

/// Calls `visit` with the element at `data` in its own type.
template <typename Visit> auto visitNumber(NumberType type, const char* data, const Visit& visit)
{
    switch (type) {
    case NumberType::Bool:
        return visit(static_cast<std::uint8_t>(*data != 0));
    case NumberType::I8:
        return visit(numberAt<std::int8_t>(data));
    case NumberType::I16:
        return visit(numberAt<std::int16_t>(data));
    case NumberType::I32:
        return visit(numberAt<std::int32_t>(data));
    case NumberType::I64:
        return visit(numberAt<std::int64_t>(data));
    case NumberType::U8:
        return visit(numberAt<std::uint8_t>(data));
    case NumberType::U16:
        return visit(numberAt<std::uint16_t>(data));
    case NumberType::U32:
        return visit(numberAt<std::uint32_t>(data));
    case NumberType::U64:
        return visit(numberAt<std::uint64_t>(data));
    case NumberType::F16:
        return visit(halfAsFloat(numberAt<std::uint16_t>(data)));
    case NumberType::F32:
        return visit(numberAt<float>(data));
    case NumberType::F64:
        return visit(numberAt<double>(data));
    case NumberType::Text:
    case NumberType::Bytes:
        break;
    }
    throw Error(ErrorCode::Internal, "an array of texts was read as numbers");
}

void appendUtf8(std::string& text, std::uint32_t code)
{
    if (code < 0x80) {
        text += static_cast<char>(code);
        return;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    const std::uint32_t lead = more == 1 ? 0xC0U : more == 2 ? 0xE0U : 0xF0U;
    text += static_cast<char>(lead | (code >> (6U * static_cast<unsigned>(more))));
    for (int part = more - 1; part >= 0; --part)
        text += static_cast<char>(0x80U | ((code >> (6U * static_cast<unsigned>(part))) & 0x3FU));
}

} // namespace

std::int64_t Array::rowSize() const
{
    std::int64_t size = 1;
    for (std::size_t axis = 1; axis < shape.size(); ++axis)
        size *= shape[axis];
    return size;
}

void Array::readRow(std::int64_t row, std::span<float> out) const
{
    const auto toFloat = [](auto value) { return static_cast<float>(value); };
    const std::int64_t size = rowSize();
    if (!columnMajor || shape.size() < 2) {
        const char* const begin = data + static_cast<std::uint64_t>(row * size) * width;
        if (type == NumberType::F32) {
            std::memcpy(out.data(), begin, static_cast<std::size_t>(size) * width);
            return;
        }
        for (std::int64_t i = 0; i < size; ++i)
            out[static_cast<std::size_t>(i)]
                = visitNumber(type, begin + static_cast<std::uint64_t>(i) * width, toFloat);
        return;
    }
    // Places of the row in the order of the last index: its digits, last one first, times their strides.
    for (std::int64_t i = 0; i < size; ++i) {
        std::int64_t rest = i;
        std::int64_t element = row;
        std::int64_t stride = rows() * size;
        for (std::size_t axis = shape.size() - 1; axis > 0; --axis) {
            stride /= shape[axis];
            element += rest % shape[axis] * stride;
            rest /= shape[axis];
        }
        out[static_cast<std::size_t>(i)]
            = visitNumber(type, data + static_cast<std::uint64_t>(element) * width, toFloat);
    }
}

std::string Array::text(std::int64_t index) const
{
    const char* const begin = data + static_cast<std::uint64_t>(index) * width;
    std::string result;
    if (type == NumberType::Bytes) {
        result.assign(begin, static_cast<std::size_t>(width));
        result.resize(result.find_last_not_of('\0') + 1);
        return result;
    }
    if (type == NumberType::Text) {
        std::uint64_t used = width;
        while (used > 0 && numberAt<std::uint32_t>(begin + used - 4) == 0)
            used -= 4;
        for (std::uint64_t at = 0; at < used; at += 4) {
            const auto code = numberAt<std::uint32_t>(begin + at);
            if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
                refuseArray(place, "its element " + std::to_string(index) + " is no Unicode text");
            appendUtf8(result, code);
        }
        return result;
    }
    if (type >= NumberType::F16 || type == NumberType::Bool)
        refuseArray(place, "ids must be texts or whole numbers");
    return visitNumber(type, begin, [](auto value) { return std::to_string(value); });
}

struct ArrayFile::Impl
{
    explicit Impl(const std::string& file)
        : path(file)
        , mapped(file)
    {
    }

    std::string path;
    MappedFile mapped;
    TensorHeader tensors; ///< of a safetensors file
    std::span<const char> tensorData;
    std::vector<std::string> members; ///< of an .npz file, without ".npy"
    std::map<std::string, std::vector<char>> unpacked;
    bool single = false; ///< an .npy file

    void openTensors()
    {
        const std::span<const char> bytes = mapped.bytes();
        if (bytes.size() < 8)
            refuse("it is none of .npy, .npz and .safetensors");
        const auto headerBytes = numberAt<std::uint64_t>(bytes.data());
        if (headerBytes > mostTensorHeaderBytes || headerBytes > bytes.size() - 8)
            refuse("it is none of .npy, .npz and .safetensors");
        tensorData = bytes.subspan(8 + headerBytes);
        try {
            tensors = parseTensorHeader({ bytes.data() + 8, headerBytes }, tensorData.size());
        } catch (const std::invalid_argument& reason) {
            refuse(reason.what());
        }
    }

    [[noreturn]] void refuse(const std::string& reason) const { refuseArray("'" + path + "'", reason); }

    std::string placeOf(const std::string& name) const { return "array '" + name + "' of '" + path + "'"; }

    /// Opens the archive for `visit`.
    template <typename Visit> auto withZip(const Visit& visit) const
    {
        ZipBytes stream { mapped.bytes() };
        zlib_filefunc64_def functions = readingOf(stream);
        const std::unique_ptr<void, int (*)(unzFile)> zip(unzOpen2_64(path.c_str(), &functions), &unzClose);
        if (!zip)
            refuse("it is a damaged archive");
        return visit(zip.get());
    }

    void openZip()
    {
        withZip([this](unzFile zip) {
            for (int found = unzGoToFirstFile(zip); found == UNZ_OK; found = unzGoToNextFile(zip)) {
                unz_file_info64 info {};
                char name[512];
                if (unzGetCurrentFileInfo64(zip, &info, name, sizeof name, nullptr, 0, nullptr, 0) != UNZ_OK
                    || info.size_filename >= sizeof name || members.size() == mostMembers)
                    refuse("it is a damaged archive");
                std::string member(name, info.size_filename);
                if (member.ends_with(".pkl"))
                    refuse("it is a PyTorch archive with a pickle, which is never read because it can run "
                           "code; save the tensors with numpy.savez or as safetensors");
                if (!member.ends_with(".npy"))
                    continue;
                member.resize(member.size() - 4);
                members.push_back(std::move(member));
            }
        });
        if (members.empty())
            refuse("it is an archive without NumPy arrays");
    }

    Array zipArray(const std::string& name)
    {
        const std::string place = placeOf(name);
        if (const auto known = unpacked.find(name); known != unpacked.end())
            return npyArray(known->second, place);
        return withZip([&](unzFile zip) {
            unz_file_info64 info {};
            int method = 0;
            int level = 0;
            if (unzLocateFile(zip, (name + ".npy").c_str(), 1) != UNZ_OK
                || unzGetCurrentFileInfo64(zip, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK
                || (info.flag & 1U) != 0 || unzOpenCurrentFile2(zip, &method, &level, 0) != UNZ_OK)
                refuseArray(place, "the archive is damaged there or encrypted");
            const std::span<const char> bytes = mapped.bytes();
            if (method == 0) {
                const std::uint64_t begin = unzGetCurrentFileZStreamPos64(zip);
                if (info.compressed_size != info.uncompressed_size || begin > bytes.size()
                    || info.uncompressed_size > bytes.size() - begin)
                    refuseArray(place, "it is larger than its file");
                return npyArray(bytes.subspan(begin, info.uncompressed_size), place);
            }
            if (info.compressed_size > bytes.size()
                || info.uncompressed_size > info.compressed_size * mostInflation)
                refuseArray(place, "the size that its file promises is impossible");
            std::vector<char> content(info.uncompressed_size);
            std::size_t done = 0;
            while (done < content.size()) {
                const auto part
                    = static_cast<unsigned>(std::min<std::size_t>(content.size() - done, 1U << 30U));
                const int got = unzReadCurrentFile(zip, content.data() + done, part);
                if (got <= 0)
                    refuseArray(place, "its compressed data is damaged");
                done += static_cast<std::size_t>(got);
            }
            if (unzCloseCurrentFile(zip) != UNZ_OK)
                refuseArray(place, "its checksum is wrong");
            return npyArray(unpacked.emplace(name, std::move(content)).first->second, place);
        });
    }

    Array tensorArray(const std::string& name) const
    {
        for (const TensorEntry& entry : tensors.entries)
            if (entry.name == name)
                return { placeOf(name), entry.type, infoOf(entry.type).bytes,
                         entry.shape,   false,      tensorData.data() + entry.begin };
        throw Error(ErrorCode::Internal, "a tensor was asked for that is not there");
    }
};

ArrayFile::ArrayFile(const std::string& path)
    : m_impl(std::make_unique<Impl>(path))
{
    const std::span<const char> bytes = m_impl->mapped.bytes();
    const std::string_view all(bytes.data(), bytes.size());
    if (all.starts_with(npyMagic))
        m_impl->single = true;
    else if (all.starts_with("PK\x03\x04") || all.starts_with("PK\x05\x06"))
        m_impl->openZip();
    else if (all.starts_with("\x80\x02") || all.starts_with("\x80\x03") || all.starts_with("\x80\x04")
             || all.starts_with("\x80\x05"))
        m_impl->refuse("it is a Python pickle, which is never read because it can run code; save the array "
                       "with numpy.save or as safetensors");
    else
        m_impl->openTensors();
}

ArrayFile::~ArrayFile() = default;

const std::string& ArrayFile::path() const
{
    return m_impl->path;
}

std::vector<std::string> ArrayFile::names() const
{
    if (!m_impl->tensors.entries.empty()) {
        std::vector<std::string> names;
        for (const TensorEntry& entry : m_impl->tensors.entries)
            names.push_back(entry.name);
        return names;
    }
    return m_impl->members;
}

Array ArrayFile::array(const std::string& name)
{
    if (m_impl->single) {
        if (!name.empty())
            throw Error(ErrorCode::NotFound,
                        "'" + path() + "' holds one array without a name, not '" + name
                            + "'; leave the name out.");
        return npyArray(m_impl->mapped.bytes(), "'" + path() + "'");
    }
    const std::vector<std::string> all = names();
    const std::string wanted = name.empty() && all.size() == 1 ? all.front() : name;
    if (std::find(all.begin(), all.end(), wanted) == all.end()) {
        std::string list;
        for (const std::string& known : all)
            list += (list.empty() ? "" : ", ") + known;
        throw Error(ErrorCode::NotFound,
                    "'" + path() + "' has " + (name.empty() ? "several arrays" : "no array '" + name + "'")
                        + "; name one of " + list + " as '" + path() + ":NAME'.");
    }
    return m_impl->members.empty() ? m_impl->tensorArray(wanted) : m_impl->zipArray(wanted);
}

ArrayPlace arrayPlaceFrom(const std::string& text)
{
    std::error_code error;
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || std::filesystem::exists(text, error))
        return { text, {} };
    return { text.substr(0, colon), text.substr(colon + 1) };
}

} // namespace opal
