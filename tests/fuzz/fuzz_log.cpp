// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/importer.h"
#include "tests/fuzz/memoryfile.h"

/// Any bytes as a log of every format: looked at, tried out and imported. What is wrong is an Error, and
/// every row is accounted for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace opal;
    if (size < 2)
        return 0;
    static const fuzz::MemoryFile file("log");
    const auto& formats = importerTable();
    ImportRequest request;
    request.preset = formats[data[0] % formats.size()].preset;
    request.timeZoneMinutes = 0;
    if (data[1] & 1U)
        request.accepted = { "day_first",   "rounded_ids",  "absurd_times",  "user_a_row",
                             "list_column", "other_preset", "most_rejected", "nobody_to_evaluate" };
    request.minTrainItems = 1;
    const std::string path = file.hold(fuzz::textOf(data + 2, size - 2));
    request.files = { path };
    const auto without = [](auto call) {
        try {
            call();
        } catch (const Error&) {
            // Refused.
        }
    };
    without([&] { previewLog(path); });
    without([&] { checkLog(request, std::int64_t { 1 } << 20, {}, {}); });
    without([&] { importDataset(request, {}, {}); });
    return 0;
}
