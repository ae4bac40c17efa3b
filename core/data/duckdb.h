// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/data/bytesource.h"

namespace opal {

/// Tables that DuckDB reads, where its library is there. It is opened at run time and only when a file asks
/// for it: nothing else of the program needs it. Looked for, in this order: the file that the environment
/// variable OPAL_DUCKDB names; the one that the first line of ~/.config/opal-studio/duckdb names; the
/// linker's folders; the program's own folder and ../lib; ~/.local/lib; /usr/local/lib; /opt/duckdb.
/// Thread-safe.
class DuckDb
{
public:
    /// True for what only DuckDB can mean: "duckdb:..." and addresses of a network.
    static bool isQuery(const std::string& path);

    /// The rows of a Parquet file, an address, or a query as a made table (InputFile::isMadeTable()), in
    /// their order. `fileBytes` of a file: what consumed() goes up to. Throws Error{InvalidData} that says
    /// where to get DuckDB if it is missing, and with DuckDB's own words if it cannot read it.
    static std::unique_ptr<ByteSource> open(const std::string& path, std::int64_t fileBytes);

    /// Version of the library, "v1.4.1"; empty if there is none.
    static std::string version();
};

} // namespace opal
