// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/sidetable.h"
#include "tests/fuzz/memoryfile.h"

/// Any bytes as a side table of titles, tags and covers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace opal;
    static const fuzz::MemoryFile file("table");
    const std::string path = file.hold(fuzz::textOf(data, size));
    try {
        sideTableColumns(path);
        ImportReport report;
        readSideTable(path, {}, [](std::string_view) { return true; }, report, {});
    } catch (const Error&) {
        // Refused.
    }
    return 0;
}
