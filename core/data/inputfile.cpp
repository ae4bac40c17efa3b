// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/inputfile.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fnmatch.h>
#include <fstream>
#include <glob.h>
#include <mutex>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "core/base/error.h"
#include "core/data/duckdb.h"
#include "core/data/jsonlines.h"
#include "core/data/mappedfile.h"

namespace opal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMagicBytes = 512;
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
constexpr std::size_t kChunkBytes = 1U << 9; // a small file has many
#else
constexpr std::size_t kChunkBytes = 1U << 20;
#endif
constexpr std::size_t kMostChunks = 8; ///< read ahead
constexpr std::size_t kNamedMembers = 8; ///< told of an archive

class PlainSource final : public ByteSource
{
public:
    explicit PlainSource(const std::string& path)
        : m_path(path)
        , m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
    {
        if (m_file < 0)
            throwCannotOpen(path);
    }

    ~PlainSource() override { ::close(m_file); }

    std::size_t read(char* target, std::size_t bytes) override
    {
        for (;;) {
            const ssize_t got = ::read(m_file, target, bytes);
            if (got >= 0) {
                m_consumed += got;
                return static_cast<std::size_t>(got);
            }
            if (errno != EINTR)
                throw Error(ErrorCode::CannotRead,
                            "cannot read '" + m_path + "': " + std::strerror(errno) + ".");
        }
    }

    std::int64_t consumed() const override { return m_consumed; }

private:
    std::string m_path;
    int m_file;
    std::int64_t m_consumed = 0;
};

using ArchivePointer = std::unique_ptr<archive, decltype(&archive_read_free)>;

[[noreturn]] void throwDamaged(const std::string& path, archive* packed)
{
    const char* const reason = archive_error_string(packed);
    throw Error(ErrorCode::InvalidData,
                "'" + path + "' cannot be unpacked to its end ("
                    + (reason == nullptr ? "it is damaged" : reason)
                    + "); it is cut short or damaged, fetch it again.");
}

ArchivePointer openPacked(const std::string& path)
{
    ArchivePointer packed(archive_read_new(), &archive_read_free);
    // One by one: "all" would run programs for what the library cannot do itself.
    archive_read_support_filter_gzip(packed.get());
    archive_read_support_filter_bzip2(packed.get());
    archive_read_support_filter_xz(packed.get());
    archive_read_support_filter_lzma(packed.get());
    archive_read_support_filter_zstd(packed.get());
    archive_read_support_filter_lz4(packed.get());
    archive_read_support_filter_compress(packed.get());
    archive_read_support_format_zip(packed.get());
    archive_read_support_format_7zip(packed.get());
    archive_read_support_format_tar(packed.get());
    archive_read_support_format_raw(packed.get());
    archive_read_support_format_empty(packed.get());
    if (archive_read_open_filename(packed.get(), path.c_str(), kChunkBytes) != ARCHIVE_OK)
        throwDamaged(path, packed.get());
    return packed;
}

/// Moves on to the next file of the archive; false at its end.
bool nextMember(archive* packed, const std::string& path, std::string& name)
{
    for (archive_entry* entry = nullptr;;) {
        const int state = archive_read_next_header(packed, &entry);
        if (state == ARCHIVE_EOF)
            return false;
        if (state < ARCHIVE_WARN)
            throwDamaged(path, packed);
        const char* const text = archive_entry_pathname(entry);
        name = text == nullptr ? std::string {} : text;
        const bool isNoise
            = name.starts_with("__MACOSX/") || fs::path(name).filename().string().starts_with("._");
        const auto type = archive_entry_filetype(entry);
        if (!isNoise && (type == AE_IFREG || type == 0))
            return true;
    }
}

std::vector<std::string> readMembers(const std::string& path)
{
    const ArchivePointer packed = openPacked(path);
    std::vector<std::string> names;
    for (std::string name; nextMember(packed.get(), path, name);) {
        names.push_back(name);
        if (archive_format(packed.get()) == ARCHIVE_FORMAT_RAW) {
            // Only "BZh" could also be the beginning of a text.
            if (archive_filter_count(packed.get()) <= 1 && std::ifstream(path).peek() != 'B')
                throw Error(ErrorCode::InvalidData,
                            "'" + path
                                + "' cannot be unpacked: its header is damaged; fetch the file again.");
            return { {} };
        }
    }
    return names;
}

/// Names of the files in an archive; a single nameless one for a compressed file. Those of the last archive
/// are kept: a compressed tar has to be unpacked to its end to know them, and one import asks several times.
std::vector<std::string> membersOf(const std::string& path)
{
    static std::mutex mutex;
    static std::string lastKey;
    static std::vector<std::string> lastNames;
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0)
        throwCannotOpen(path);
    const std::string key = path + "|" + std::to_string(info.st_size) + "|"
        + std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec);
    const std::lock_guard lock(mutex);
    if (key != lastKey) {
        lastKey.clear();
        lastNames = readMembers(path);
        lastKey = key;
    }
    return lastNames;
}

/// The member that "archive/member" means: by its whole name, else by its last part if only one is called so.
std::string chosenMember(const std::string& path, const std::string& asked)
{
    const std::vector<std::string> names = membersOf(path);
    std::vector<std::string> fitting;
    for (const std::string& name : names) {
        if (!asked.empty() && name == asked)
            return name;
        if (asked.empty() || fs::path(name).filename() == asked)
            fitting.push_back(name);
    }
    if (fitting.size() == 1)
        return fitting.front();
    if (names.empty())
        throw Error(ErrorCode::InvalidData, "archive '" + path + "' is empty; choose a file with data.");
    if (std::all_of(names.begin(), names.end(),
                    [](const std::string& name) { return name.ends_with(".npy"); }))
        throw Error(ErrorCode::InvalidData,
                    "'" + path + "' holds arrays of NumPy and is not a text log; choose the log itself.");
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), kNamedMembers); ++i)
        list += (i == 0 ? "'" : ", '") + names[i] + "'";
    if (names.size() > kNamedMembers)
        list += " and " + std::to_string(names.size() - kNamedMembers) + " more";
    throw Error(asked.empty() ? ErrorCode::InvalidData : ErrorCode::NotFound,
                "archive '" + path + "' holds " + list + "; name one like '" + path + "/" + names.front()
                    + "'.");
}

class PackedSource final : public ByteSource
{
public:
    PackedSource(const std::string& path, const std::string& member, std::int64_t fileBytes)
        : m_path(path)
        , m_fileBytes(fileBytes)
        , m_packed(openPacked(path))
    {
        const std::string wanted = chosenMember(path, member);
        std::string name;
        while (nextMember(m_packed.get(), path, name)) {
            if (wanted.empty() || name == wanted)
                return;
        }
        m_isAtEnd = true; // an empty compressed file
    }

    std::size_t read(char* target, std::size_t bytes) override
    {
        if (m_isAtEnd)
            return 0;
        const la_ssize_t got = archive_read_data(m_packed.get(), target, bytes);
        if (got < 0)
            throwDamaged(m_path, m_packed.get());
        m_isAtEnd = got == 0;
        return static_cast<std::size_t>(got);
    }

    std::int64_t consumed() const override
    {
        return m_isAtEnd ? m_fileBytes
                         : std::min<std::int64_t>(m_fileBytes, archive_filter_bytes(m_packed.get(), -1));
    }

private:
    std::string m_path;
    std::int64_t m_fileBytes;
    ArchivePointer m_packed;
    bool m_isAtEnd = false;
};

/// Reads another source on a thread of its own, a few chunks ahead.
class ReadAheadSource final : public ByteSource
{
public:
    explicit ReadAheadSource(std::unique_ptr<ByteSource> inner)
        : m_inner(std::move(inner))
        , m_thread([this](const std::stop_token& stop) { run(stop); })
    {
    }

    std::size_t read(char* target, std::size_t bytes) override
    {
        if (m_at == m_current.bytes.size() && !takeChunk())
            return 0;
        const std::size_t size = std::min(bytes, m_current.bytes.size() - m_at);
        std::memcpy(target, m_current.bytes.data() + m_at, size);
        m_at += size;
        return size;
    }

    std::int64_t consumed() const override { return m_current.consumed; }

private:
    struct Chunk
    {
        std::string bytes; ///< empty: the end
        std::int64_t consumed = 0;
        std::exception_ptr problem;
    };

    bool takeChunk()
    {
        if (m_isAtEnd)
            return false;
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_chunks.empty(); });
        m_current = std::move(m_chunks.front());
        m_chunks.pop_front();
        lock.unlock();
        m_changed.notify_all();
        m_at = 0;
        m_isAtEnd = m_current.bytes.empty();
        if (m_current.problem)
            std::rethrow_exception(m_current.problem);
        return !m_isAtEnd;
    }

    void run(const std::stop_token& stop)
    {
        for (bool isLast = false; !isLast;) {
            Chunk chunk;
            try {
                chunk.bytes.resize(kChunkBytes);
                std::size_t size = 0;
                for (std::size_t got = 1; got > 0 && size < kChunkBytes; size += got)
                    got = m_inner->read(chunk.bytes.data() + size, kChunkBytes - size);
                chunk.bytes.resize(size);
                chunk.consumed = m_inner->consumed();
            } catch (...) {
                chunk.bytes.clear();
                chunk.problem = std::current_exception();
            }
            isLast = chunk.bytes.empty();
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, stop, [this] { return m_chunks.size() < kMostChunks; });
            if (stop.stop_requested())
                return;
            m_chunks.push_back(std::move(chunk));
            lock.unlock();
            m_changed.notify_all();
        }
    }

    std::unique_ptr<ByteSource> m_inner;
    Chunk m_current;
    std::size_t m_at = 0;
    bool m_isAtEnd = false;
    std::mutex m_mutex; ///< guards m_chunks
    std::condition_variable_any m_changed;
    std::deque<Chunk> m_chunks;
    std::jthread m_thread; ///< last, so that it ends before what it uses
};

/// "data/x.zip/a.csv" as the file "data/x.zip" and its member "a.csv"; no member for a path that is a file.
std::pair<std::string, std::string> fileAndMember(const std::string& path)
{
    std::error_code ignored;
    if (fs::exists(path, ignored))
        return { path, {} };
    for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
        if (fs::is_regular_file(path.substr(0, slash), ignored))
            return { path.substr(0, slash), path.substr(slash + 1) };
    }
    return { path, {} };
}

bool isPacked(std::string_view head)
{
    static constexpr std::array<std::string_view, 9> kMagics {
        std::string_view("\x1F\x8B", 2),        std::string_view("PK\x03\x04", 4),
        std::string_view("PK\x05\x06", 4),      std::string_view("BZh", 3),
        std::string_view("\xFD\x37zXZ\x00", 6), std::string_view("\x28\xB5\x2F\xFD", 4),
        std::string_view("7z\xBC\xAF\x27", 5),  std::string_view("\x04\x22\x4D\x18", 4),
        std::string_view("\x1F\x9D", 2),
    };
    return std::any_of(kMagics.begin(), kMagics.end(),
                       [&](std::string_view magic) { return head.starts_with(magic); })
        || (head.size() >= 262 && head.substr(257, 5) == "ustar");
}

std::string firstBytes(ByteSource& source, std::size_t limit)
{
    std::string head(limit, '\0');
    std::size_t size = 0;
    for (std::size_t got = 1; got > 0 && size < limit; size += got)
        got = source.read(head.data() + size, limit - size);
    head.resize(size);
    return head;
}

std::int64_t sizeOfFile(const std::string& path)
{
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0)
        throwCannotOpen(path);
    if (S_ISDIR(info.st_mode))
        throw Error(ErrorCode::CannotRead, "'" + path + "' is a folder; choose a file in it.");
    return info.st_size;
}

bool hasWildcard(const std::string& path)
{
    return path.find_first_of("*?[") != std::string::npos;
}

bool earlierName(const std::string& a, const std::string& b)
{
    return ::strverscmp(a.c_str(), b.c_str()) < 0;
}

/// What a name with wildcards stands for within an archive; nothing if no part of it is one.
std::vector<std::string> membersLike(const std::string& pattern)
{
    const auto [path, wanted] = fileAndMember(pattern);
    std::vector<std::string> found;
    if (wanted.empty() || !isPacked(firstBytes(*std::make_unique<PlainSource>(path), kMagicBytes)))
        return found;
    for (const std::string& name : membersOf(path)) {
        if (::fnmatch(wanted.c_str(), name.c_str(), 0) == 0
            || ::fnmatch(wanted.c_str(), fs::path(name).filename().c_str(), 0) == 0)
            found.push_back(path + "/" + name);
    }
    return found;
}

} // namespace

InputFile::InputFile(const std::string& path)
{
    if (DuckDb::isQuery(path)) {
        m_source = std::make_unique<ReadAheadSource>(DuckDb::open(path, 0));
        m_isMadeTable = true;
        return;
    }
    const auto [file, member] = fileAndMember(path);
    m_fileBytes = sizeOfFile(file);
    auto plain = std::make_unique<PlainSource>(file);
    const std::string head = firstBytes(*plain, kMagicBytes);
    if (head.starts_with("PAR1") && member.empty()) {
        m_source = std::make_unique<ReadAheadSource>(DuckDb::open(file, m_fileBytes));
        m_isMadeTable = true;
        return;
    }
    const bool packed = isPacked(head);
    if (!member.empty() && !packed)
        throw Error(ErrorCode::NotFound, "there is no file '" + path + "'; '" + file + "' is no archive.");
    const auto reopen = [this, packed, &name = file, &inside = member]() -> std::unique_ptr<ByteSource> {
        if (packed)
            return std::make_unique<PackedSource>(name, inside, m_fileBytes);
        return std::make_unique<PlainSource>(name);
    };
    m_source = reopen();
    if (looksLikeJsonLines(packed ? firstBytes(*m_source, kMagicBytes) : head)) {
        m_source = std::make_unique<ReadAheadSource>(makeJsonLinesSource(reopen(), path));
        m_isMadeTable = true;
    } else if (packed) {
        m_source = std::make_unique<ReadAheadSource>(reopen());
    } else {
        m_source = reopen();
    }
}

std::int64_t inputBytes(const std::string& path)
{
    return DuckDb::isQuery(path) ? 0 : sizeOfFile(fileAndMember(path).first);
}

void appendMadeField(std::string& line, std::string_view field)
{
    const bool needsQuotes = field.find_first_of(",\"\r\n") != std::string_view::npos
        || (!field.empty() && (field.front() == ' ' || field.front() == kBadRecordMark));
    if (!needsQuotes) {
        line += field;
        return;
    }
    line += '"';
    for (const char sign : field) {
        if (sign == '"')
            line += '"';
        line += sign == '\r' || sign == '\n' ? ' ' : sign;
    }
    line += '"';
}

std::vector<std::string> expandedFiles(const std::vector<std::string>& files)
{
    std::vector<std::string> expanded;
    for (const std::string& file : files) {
        std::error_code ignored;
        if (!hasWildcard(file) || DuckDb::isQuery(file) || fs::exists(file, ignored)) {
            expanded.push_back(file);
            continue;
        }
        glob_t found {};
        std::vector<std::string> names;
        if (::glob(file.c_str(), GLOB_BRACE | GLOB_TILDE, nullptr, &found) == 0)
            names.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
        ::globfree(&found);
        if (names.empty())
            names = membersLike(file);
        if (names.empty())
            throw Error(ErrorCode::NotFound, "no file fits '" + file + "'; check the path.");
        std::sort(names.begin(), names.end(), earlierName);
        expanded.insert(expanded.end(), names.begin(), names.end());
    }
    return expanded;
}

bool isReadableInput(const std::string& path)
{
    if (DuckDb::isQuery(path))
        return true;
    std::error_code ignored;
    return fs::is_regular_file(fileAndMember(path).first, ignored);
}

} // namespace opal
