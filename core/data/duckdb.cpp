// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/duckdb.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/data/inputfile.h"
#include "core/data/mappedfile.h"

namespace opal {

namespace {

// The part of DuckDB's C API that is used, from its duckdb.h: stable since 1.0.
using DuckIndex = std::uint64_t;
using DuckHandle = void*;

constexpr int kDuckSuccess = 0;

struct DuckResult
{
    DuckIndex columnCount;
    DuckIndex rowCount;
    DuckIndex rowsChanged;
    void* columns;
    char* errorMessage;
    void* internal;
};

/// A string of a vector: its bytes are here if there are at most 12.
struct DuckString
{
    std::uint32_t size;
    std::array<char, 4> prefix;
    const char* pointer;

    std::string_view view() const
    {
        return { size <= 12 ? reinterpret_cast<const char*>(this) + sizeof(size) : pointer, size };
    }
};

static_assert(sizeof(DuckString) == 16);

/// The library's functions.
struct DuckLibrary
{
    int (*open)(const char*, DuckHandle*) = nullptr;
    void (*close)(DuckHandle*) = nullptr;
    int (*connect)(DuckHandle, DuckHandle*) = nullptr;
    void (*disconnect)(DuckHandle*) = nullptr;
    int (*query)(DuckHandle, const char*, DuckResult*) = nullptr;
    int (*prepare)(DuckHandle, const char*, DuckHandle*) = nullptr;
    const char* (*prepareError)(DuckHandle) = nullptr;
    void (*destroyPrepare)(DuckHandle*) = nullptr;
    int (*pendingStreaming)(DuckHandle, DuckHandle*) = nullptr;
    const char* (*pendingError)(DuckHandle) = nullptr;
    int (*executePending)(DuckHandle, DuckResult*) = nullptr;
    void (*destroyPending)(DuckHandle*) = nullptr;
    const char* (*resultError)(DuckResult*) = nullptr;
    void (*destroyResult)(DuckResult*) = nullptr;
    DuckIndex (*columnCount)(DuckResult*) = nullptr;
    const char* (*columnName)(DuckResult*, DuckIndex) = nullptr;
    DuckHandle (*fetchChunk)(DuckResult) = nullptr;
    DuckIndex (*chunkSize)(DuckHandle) = nullptr;
    DuckHandle (*chunkVector)(DuckHandle, DuckIndex) = nullptr;
    void (*destroyChunk)(DuckHandle*) = nullptr;
    void* (*vectorData)(DuckHandle) = nullptr;
    std::uint64_t* (*vectorValidity)(DuckHandle) = nullptr;
    const char* (*libraryVersion)() = nullptr;
};

constexpr const char* kWhereFrom = "it comes as libduckdb.so from duckdb.org/docs/installation (C/C++, "
                                   "libduckdb-linux-amd64.zip), with \"npm pack "
                                   "@duckdb/node-bindings-linux-x64\", or as a package of the system; name "
                                   "the file in OPAL_DUCKDB or put it into "
                                   "~/.local/lib";

/// Opens `file` and finds all functions; false, with the reason, if it is not DuckDB.
bool loadLibrary(const std::string& file, DuckLibrary& library, std::string& problem)
{
    void* const handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        const char* const reason = ::dlerror();
        problem = reason == nullptr ? "it cannot be opened" : reason;
        return false;
    }
    bool isWhole = true;
    const auto take = [&](auto& function, const char* name) {
        void* const symbol = ::dlsym(handle, name);
        isWhole = isWhole && symbol != nullptr;
        if (symbol == nullptr)
            problem = std::string("it has no function ") + name;
        std::memcpy(&function, &symbol, sizeof symbol);
    };
    take(library.open, "duckdb_open");
    take(library.close, "duckdb_close");
    take(library.connect, "duckdb_connect");
    take(library.disconnect, "duckdb_disconnect");
    take(library.query, "duckdb_query");
    take(library.prepare, "duckdb_prepare");
    take(library.prepareError, "duckdb_prepare_error");
    take(library.destroyPrepare, "duckdb_destroy_prepare");
    take(library.pendingStreaming, "duckdb_pending_prepared_streaming");
    take(library.pendingError, "duckdb_pending_error");
    take(library.executePending, "duckdb_execute_pending");
    take(library.destroyPending, "duckdb_destroy_pending");
    take(library.resultError, "duckdb_result_error");
    take(library.destroyResult, "duckdb_destroy_result");
    take(library.columnCount, "duckdb_column_count");
    take(library.columnName, "duckdb_column_name");
    take(library.fetchChunk, "duckdb_fetch_chunk");
    take(library.chunkSize, "duckdb_data_chunk_get_size");
    take(library.chunkVector, "duckdb_data_chunk_get_vector");
    take(library.destroyChunk, "duckdb_destroy_data_chunk");
    take(library.vectorData, "duckdb_vector_get_data");
    take(library.vectorValidity, "duckdb_vector_get_validity");
    take(library.libraryVersion, "duckdb_library_version");
    return isWhole; // never closed again: it leaves threads behind
}

std::mutex duckMutex; ///< guards the next one
std::string duckLoadedFrom;

/// The library that the person named; empty: none.
std::string namedDuckFile()
{
    const auto variable = [](const char* name) {
        const char* const text = std::getenv(name);
        return std::string(text == nullptr ? "" : text);
    };
    if (const std::string asked = variable("OPAL_DUCKDB"); !asked.empty())
        return asked;
    const std::string folder
        = variable("XDG_CONFIG_HOME").empty() ? variable("HOME") + "/.config" : variable("XDG_CONFIG_HOME");
    std::ifstream file(folder + "/opal-studio/duckdb");
    std::string line;
    std::getline(file, line);
    return line;
}

std::vector<std::string> usualDuckFiles()
{
    std::vector<std::string> files { "libduckdb.so" };
    std::error_code ignored;
    const std::filesystem::path program
        = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    const char* const home = std::getenv("HOME");
    std::vector<std::filesystem::path> folders { program, program / "../lib" };
    if (home != nullptr)
        folders.emplace_back(std::filesystem::path(home) / ".local/lib");
    folders.insert(folders.end(), { "/usr/local/lib", "/opt/duckdb/lib", "/opt/duckdb" });
    for (const std::filesystem::path& folder : folders) {
        if (const auto file = folder / "libduckdb.so"; std::filesystem::is_regular_file(file, ignored))
            files.push_back(file.string());
    }
    return files;
}

/// Null if there is none; throws if one was named that cannot be used.
const DuckLibrary* findLibrary()
{
    static DuckLibrary library;
    const std::lock_guard lock(duckMutex);
    if (!duckLoadedFrom.empty())
        return &library;
    const std::string named = namedDuckFile();
    std::string problem;
    for (const std::string& file : named.empty() ? usualDuckFiles() : std::vector<std::string> { named }) {
        if (loadLibrary(file, library, problem)) {
            duckLoadedFrom = file;
            return &library;
        }
    }
    if (!named.empty())
        throw Error(ErrorCode::InvalidData,
                    "'" + named + "' cannot be used as DuckDB's library: " + problem + "; " + kWhereFrom
                        + ".");
    return nullptr;
}

std::string quotedSql(const std::string& text)
{
    std::string quoted = "'";
    for (const char sign : text)
        quoted += sign == '\'' ? std::string("''") : std::string(1, sign);
    return quoted + "'";
}

std::string quotedName(const std::string& text)
{
    std::string quoted = "\"";
    for (const char sign : text)
        quoted += sign == '"' ? std::string("\"\"") : std::string(1, sign);
    return quoted + "\"";
}

/// A table of SQL: what stands behind FROM.
std::string tableOf(const std::string& path, bool isFile)
{
    if (isFile)
        return "read_parquet(" + quotedSql(path) + ")";
    if (!path.starts_with("duckdb:"))
        return quotedSql(path);
    const std::string text = path.substr(7);
    const std::size_t begin = text.find_first_not_of(" \t\n");
    std::string word = text.substr(begin == std::string::npos ? 0 : begin, 6);
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    return word.starts_with("select") || word.starts_with("with ") || word.starts_with("from ")
        ? "(" + text + ")"
        : text;
}

class DuckSource final : public ByteSource
{
public:
    DuckSource(const DuckLibrary& library, const std::string& path, std::int64_t fileBytes)
        : m_duck(library)
        , m_path(path)
        , m_fileBytes(fileBytes)
    {
        try {
            start();
        } catch (...) {
            end();
            throw;
        }
    }

    ~DuckSource() override { end(); }

    std::size_t read(char* target, std::size_t bytes) override
    {
        while (m_outAt == m_out.size() && writeChunk()) { }
        const std::size_t size = std::min(bytes, m_out.size() - m_outAt);
        std::memcpy(target, m_out.data() + m_outAt, size);
        m_outAt += size;
        return size;
    }

    std::int64_t consumed() const override
    {
        if (m_isAtEnd)
            return m_fileBytes;
        const double share
            = m_rowsTotal > 0 ? static_cast<double>(m_rows) / static_cast<double>(m_rowsTotal) : 0;
        return static_cast<std::int64_t>(share * static_cast<double>(m_fileBytes) * 0.999);
    }

private:
    [[noreturn]] void fail(const char* words) const
    {
        std::string text = words == nullptr ? "an unknown error" : words;
        text = text.substr(0, text.find('\n'));
        while (text.ends_with('.') || text.ends_with('!'))
            text.pop_back();
        throw Error(ErrorCode::InvalidData, "DuckDB cannot read '" + m_path + "': " + text + ".");
    }

    /// A small result as texts, row by row.
    std::vector<std::vector<std::string>> ask(const std::string& sql)
    {
        DuckResult result {};
        if (m_duck.query(m_connection, sql.c_str(), &result) != kDuckSuccess) {
            const std::string words
                = m_duck.resultError(&result) == nullptr ? "" : m_duck.resultError(&result);
            m_duck.destroyResult(&result);
            fail(words.c_str());
        }
        std::vector<std::vector<std::string>> rows;
        const DuckIndex columns = m_duck.columnCount(&result);
        while (DuckHandle chunk = m_duck.fetchChunk(result)) {
            const DuckIndex count = m_duck.chunkSize(chunk);
            for (DuckIndex row = 0; row < count; ++row) {
                auto& texts = rows.emplace_back();
                for (DuckIndex column = 0; column < columns; ++column)
                    texts.emplace_back(textAt(m_duck.chunkVector(chunk, column), row));
            }
            m_duck.destroyChunk(&chunk);
            if (count == 0)
                break;
        }
        m_duck.destroyResult(&result);
        return rows;
    }

    std::string_view textAt(DuckHandle vector, DuckIndex row) const
    {
        const std::uint64_t* const validity = m_duck.vectorValidity(vector);
        if (validity != nullptr && (validity[row / 64] >> (row % 64) & 1) == 0)
            return {};
        return static_cast<const DuckString*>(m_duck.vectorData(vector))[row].view();
    }

    void start()
    {
        if (m_duck.open(nullptr, &m_database) != kDuckSuccess
            || m_duck.connect(m_database, &m_connection) != kDuckSuccess)
            fail("it does not start");
        const std::string table = tableOf(m_path, m_fileBytes > 0);
        // Everything as text, as the log's own text would be; a moment of the world as Unix milliseconds.
        std::string columns;
        for (const auto& row :
             ask("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + table + ")")) {
            const std::string name = quotedName(row[0]);
            columns += (columns.empty() ? "" : ", ")
                + (row[1] == "TIMESTAMP WITH TIME ZONE" ? "CAST(epoch_ms(" + name + ") AS VARCHAR)"
                                                        : "CAST(" + name + " AS VARCHAR)")
                + " AS " + name;
            m_out += m_out.empty() ? "" : ",";
            appendMadeField(m_out, row[0]);
            ++m_columns;
        }
        m_out += '\n';
        if (m_fileBytes > 0)
            m_rowsTotal
                = std::atoll(ask("SELECT CAST(count(*) AS VARCHAR) FROM " + table).at(0).at(0).c_str());
        const std::string sql = "SELECT " + columns + " FROM " + table;
        if (m_duck.prepare(m_connection, sql.c_str(), &m_statement) != kDuckSuccess)
            fail(m_duck.prepareError(m_statement));
        if (m_duck.pendingStreaming(m_statement, &m_pending) != kDuckSuccess)
            fail(m_duck.pendingError(m_pending));
        m_hasResult = true;
        if (m_duck.executePending(m_pending, &m_result) != kDuckSuccess)
            fail(m_duck.resultError(&m_result));
    }

    bool writeChunk()
    {
        m_out.clear();
        m_outAt = 0;
        if (m_isAtEnd)
            return false;
        DuckHandle chunk = m_duck.fetchChunk(m_result);
        if (chunk == nullptr) {
            const char* const words = m_duck.resultError(&m_result);
            if (words != nullptr && *words != '\0')
                fail(words);
            m_isAtEnd = true;
            return false;
        }
        const DuckIndex count = m_duck.chunkSize(chunk);
        std::vector<DuckHandle> vectors;
        for (DuckIndex column = 0; column < m_columns; ++column)
            vectors.push_back(m_duck.chunkVector(chunk, column));
        for (DuckIndex row = 0; row < count; ++row) {
            const std::size_t begin = m_out.size();
            for (DuckIndex column = 0; column < m_columns; ++column) {
                m_out += column == 0 ? "" : ",";
                appendMadeField(m_out, textAt(vectors[column], row));
            }
            if (m_out.size() == begin)
                m_out += "\"\"";
            m_out += '\n';
        }
        m_duck.destroyChunk(&chunk);
        m_rows += static_cast<std::int64_t>(count);
        m_isAtEnd = count == 0;
        return !m_isAtEnd;
    }

    void end()
    {
        if (m_hasResult)
            m_duck.destroyResult(&m_result);
        if (m_pending != nullptr)
            m_duck.destroyPending(&m_pending);
        if (m_statement != nullptr)
            m_duck.destroyPrepare(&m_statement);
        if (m_connection != nullptr)
            m_duck.disconnect(&m_connection);
        if (m_database != nullptr)
            m_duck.close(&m_database);
    }

    const DuckLibrary& m_duck;
    std::string m_path;
    std::int64_t m_fileBytes;
    DuckHandle m_database = nullptr;
    DuckHandle m_connection = nullptr;
    DuckHandle m_statement = nullptr;
    DuckHandle m_pending = nullptr;
    DuckResult m_result {};
    bool m_hasResult = false;
    DuckIndex m_columns = 0;
    std::int64_t m_rows = 0;
    std::int64_t m_rowsTotal = 0;
    bool m_isAtEnd = false;
    std::string m_out;
    std::size_t m_outAt = 0;
};

/// A Parquet file begins and ends with "PAR1".
void requireWholeParquet(const std::string& path)
{
    const MappedFile file(path);
    const std::string_view bytes(file.bytes().data(), file.bytes().size());
    if (bytes.size() < 12 || !bytes.ends_with("PAR1"))
        throw Error(ErrorCode::InvalidData,
                    "'" + path + "' is a Parquet file that is damaged or cut short; fetch it again.");
}

} // namespace

bool DuckDb::isQuery(const std::string& path)
{
    if (path.starts_with("duckdb:"))
        return true;
    static constexpr std::array<std::string_view, 7> kSchemes { "https://", "http://", "s3://", "gs://",
                                                                "gcs://",   "r2://",   "hf://" };
    return std::any_of(kSchemes.begin(), kSchemes.end(),
                       [&](std::string_view scheme) { return path.starts_with(scheme); });
}

std::unique_ptr<ByteSource> DuckDb::open(const std::string& path, std::int64_t fileBytes)
{
    if (fileBytes > 0)
        requireWholeParquet(path);
    const DuckLibrary* const library = findLibrary();
    if (library == nullptr)
        throw Error(
            ErrorCode::InvalidData,
            (fileBytes > 0 ? "'" + path
                     + "' is a Parquet file, which is read through DuckDB; its library was not found: "
                           : "'" + path + "' is read through DuckDB, whose library was not found: ")
                + kWhereFrom + ".");
    return std::make_unique<DuckSource>(*library, path, fileBytes);
}

std::string DuckDb::version()
{
    try {
        const DuckLibrary* const library = findLibrary();
        return library == nullptr ? std::string {} : library->libraryVersion();
    } catch (const Error&) {
        return {}; // one was named that cannot be used; told when it is needed
    }
}

} // namespace opal
