// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sideattach.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/data/datasetstorage.h"
#include "core/data/formatspec.h"
#include "core/data/sidearrays.h"
#include "core/data/sidetable.h"

namespace opal {

namespace {

/// What keeps the arrays of both the old data set and the side table alive.
struct Attached
{
    std::shared_ptr<const Dataset> data;
    SideArrays side;
};

void addNote(std::vector<ImportNote>& notes, const std::string& text)
{
    if (std::none_of(notes.begin(), notes.end(), [&](const ImportNote& note) { return note.text == text; }))
        notes.push_back({ text });
}

void noteAttached(const SideTable& side, const std::string& sideFile, DatasetSummary& summary)
{
    std::string what;
    for (const auto& [has, name] : { std::pair(side.hasTitles, "titles"), std::pair(side.hasTags, "tags"),
                                     std::pair(side.hasCovers, "covers") }) {
        if (has)
            what += (what.empty() ? "" : ", ") + std::string(name);
    }
    addNote(summary.report.notes, "attached after the import from " + fileNameOf(sideFile) + ": " + what);
}

} // namespace

std::shared_ptr<const Dataset> attachSide(const std::shared_ptr<const Dataset>& data,
                                          const std::string& sideFile, const std::string& coversFolder,
                                          const std::stop_token& stop)
{
    const Dataset::Storage& before = data->storage();
    auto storage = std::make_unique<Dataset::Storage>();
    storage->summary = before.summary;
    ImportReport told;
    const SideTable side = readSideTable(
        sideFile, coversFolder, [&](std::string_view id) { return data->findItem(id).has_value(); }, told,
        stop);

    std::vector<std::string_view> ids;
    for (ItemIndex item = 1; item <= data->itemCount(); ++item)
        ids.push_back(data->itemId(item));
    auto attached = std::make_shared<Attached>(Attached { data, arrangeSide(side, ids) });
    if (attached->side.unknownItems == data->itemCount()) {
        throw Error(ErrorCode::InvalidData,
                    "no item of the data set is in side table '" + fileNameOf(sideFile)
                        + "'; choose the table of this log's items.");
    }
    storage->offsets = before.offsets;
    storage->validBegin = before.validBegin;
    storage->testBegin = before.testBegin;
    storage->items = before.items;
    storage->times = before.times;
    storage->days = before.days;
    storage->userIds = before.userIds;
    storage->itemIds = before.itemIds;
    storage->titles = before.titles;
    storage->tagNames = before.tagNames;
    storage->tagOffsets = before.tagOffsets;
    storage->tagIndices = before.tagIndices;
    storage->covers = before.covers;
    storage->coversFolder = before.coversFolder;
    storage->popularity = before.popularity;
    storage->trainUsers = before.trainUsers;
    showSide(side, attached->side, *storage);
    noteAttached(side, sideFile, storage->summary);
    std::vector<ImportNote>& notes = storage->summary.report.notes;
    if (attached->side.unknownItems > 0)
        addNote(told.notes, unknownItemsNote(attached->side.unknownItems, data->itemCount()));
    for (const ImportNote& note : told.notes)
        addNote(notes, note.text);

    const std::vector<std::uint64_t> imported
        = before.importedSide.empty() ? sideMarks(before) : before.importedSide;
    if (sideMarks(*storage) != imported)
        storage->importedSide = imported;
    storage->owner = std::move(attached);
    return std::make_shared<const Dataset>(std::move(storage));
}

} // namespace opal
