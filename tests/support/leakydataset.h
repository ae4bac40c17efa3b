// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/data/datasetfile.h"
#include "core/data/datasetstorage.h"
#include "tests/support/datasetfromtext.h"

namespace opal {

/// A data set whose second user keeps all three days for training, so that two of its training interactions
/// happen after the first user's validation one; no import can make such a file. Its card counts the leaks.
inline std::shared_ptr<const Dataset> leakyDataset()
{
    struct Arrays
    {
        std::shared_ptr<const Dataset> good
            = datasetFromText("u1: a b | c | d\nu2: a a | b d | c\nu3: a c | a | b");
        std::vector<std::int64_t> validBegin { 2, 9, 11 };
        std::vector<std::int64_t> testBegin { 3, 9, 12 };
    };

    auto arrays = std::make_shared<Arrays>();
    auto storage = std::make_unique<Dataset::Storage>();
    const Dataset::Storage& from = arrays->good->storage();
    storage->summary = from.summary;
    storage->summary.name = "leaky";
    storage->offsets = from.offsets;
    storage->items = from.items;
    storage->times = from.times;
    storage->days = from.days;
    storage->userIds = from.userIds;
    storage->itemIds = from.itemIds;
    storage->tagNames = from.tagNames;
    storage->validBegin = arrays->validBegin;
    storage->testBegin = arrays->testBegin;
    storage->owner = arrays;
    DatasetSummary& summary = storage->summary;
    summary.trainUsers = summary.validUsers = summary.testUsers = 0;
    summary.historyLengthCounts.clear();
    summary.report.filters.clear();
    deriveFromSequences(*storage);
    summarise(*storage);
    return std::make_shared<const Dataset>(std::move(storage));
}

} // namespace opal
