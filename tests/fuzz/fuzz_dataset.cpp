// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/datasetfile.h"
#include "tests/fuzz/memoryfile.h"

/// Any bytes as a data-set file: refused, or every user and item of it can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace opal;
    static const fuzz::MemoryFile file("dataset");
    const std::string path = file.hold(fuzz::textOf(data, size));
    try {
        readDatasetSummary(path);
    } catch (const Error&) {
        // The data may be refused for the same reason, or for more.
    }
    try {
        const auto set = openDataset(path);
        for (UserIndex user = 0; user < set->userCount(); ++user)
            for (const ItemIndex item : set->history(user, Split::Test))
                if (item < 1 || item > set->itemCount() || set->itemId(item).empty())
                    std::abort();
    } catch (const Error&) {
        // Refused.
    }
    return 0;
}
