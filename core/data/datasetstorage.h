// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"

namespace opal {

/// Texts back to back: text i is bytes[offsets[i] .. offsets[i + 1]). No offsets at all: no texts.
struct TextBlock
{
    std::span<const std::uint64_t> offsets;
    std::span<const char> bytes;

    std::string_view operator[](std::size_t index) const
    {
        return { bytes.data() + offsets[index],
                 static_cast<std::size_t>(offsets[index + 1] - offsets[index]) };
    }
};

/// Memory of a data set that was built and not mapped.
struct OwnedText
{
    std::vector<std::uint64_t> offsets { 0 };
    std::vector<char> bytes;

    void append(std::string_view text)
    {
        bytes.insert(bytes.end(), text.begin(), text.end());
        offsets.push_back(bytes.size());
    }

    TextBlock view() const { return { offsets, bytes }; }
};

struct Dataset::Storage
{
    DatasetSummary summary;

    std::span<const std::int64_t> offsets; ///< [U + 1], into items
    std::span<const std::int64_t> validBegin; ///< [U], into items
    std::span<const std::int64_t> testBegin; ///< [U], into items
    std::span<const ItemIndex> items; ///< [T]
    std::span<const std::int64_t> times; ///< [T]
    std::span<const std::int32_t> days; ///< [T], or none
    TextBlock userIds; ///< U texts
    TextBlock itemIds; ///< N + 1 texts, the first one empty
    TextBlock titles; ///< N + 1 texts, or none
    TextBlock tagNames; ///< any number of texts
    std::span<const std::uint64_t> tagOffsets; ///< [N + 2] into tagIndices, or none
    std::span<const std::uint32_t> tagIndices; ///< into tagNames
    TextBlock covers; ///< N + 1 file names, or none
    std::string coversFolder; ///< what they are relative to
    std::vector<std::uint64_t> importedSide; ///< sideMarks() of the import, if others were attached since

    std::shared_ptr<const void> owner; ///< keeps what the spans point to alive

    std::vector<std::int32_t> popularity; ///< derived, as are the ones below
    std::vector<UserIndex> trainUsers;
    mutable std::once_flag contentKeyOnce; ///< guards contentKey
    mutable std::string contentKey;
    mutable std::once_flag userLookupOnce; ///< guards userLookup
    mutable std::once_flag itemLookupOnce; ///< guards itemLookup
    mutable std::vector<std::uint32_t> userLookup; ///< users by id
    mutable std::vector<std::uint32_t> itemLookup; ///< items by id

    std::int64_t userCount() const { return static_cast<std::int64_t>(validBegin.size()); }

    std::int64_t itemCount() const { return static_cast<std::int64_t>(itemIds.offsets.size()) - 2; }
};

/// One array of a data set, as it is hashed and stored.
struct DatasetSection
{
    std::uint32_t kind = 0;
    std::uint32_t elementSize = 0;
    const void* data = nullptr;
    std::uint64_t count = 0;

    std::uint64_t bytes() const { return count * elementSize; }
};

/// Kinds of section; numbers are part of the file format and never change meaning.
enum class SectionKind : std::uint32_t {
    Summary = 1,
    Offsets = 2,
    ValidBegin = 3,
    TestBegin = 4,
    Items = 5,
    Times = 6,
    Days = 7,
    UserIdOffsets = 8,
    UserIdBytes = 9,
    ItemIdOffsets = 10,
    ItemIdBytes = 11,
    TitleOffsets = 12,
    TitleBytes = 13,
    TagNameOffsets = 14,
    TagNameBytes = 15,
    TagOffsets = 16,
    TagIndices = 17,
    CoverOffsets = 18, ///< this one and the following ones since version 2 of the format
    CoverBytes = 19,
    CoversFolder = 20,
    ImportedSide = 21
};

/// The arrays up to TagIndices in the order of SectionKind, without the summary.
std::vector<DatasetSection> contentSections(const Dataset::Storage& storage);

/// xxh3-64 of a section's bytes.
std::uint64_t sectionHash(const DatasetSection& section);

/// Count and sectionHash() of each section of titles and tags, [6 * 2].
std::vector<std::uint64_t> sideMarks(const Dataset::Storage& storage);

/// 16 hexadecimal digits over the hashes of these sections and what else decides training and evaluation
/// (kind of split, smallest training length, day labels). Depends neither on names nor on the import report
/// nor on covers, and on titles and tags as they were imported.
std::string contentHash(const Dataset::Storage& storage, const std::vector<DatasetSection>& sections,
                        const std::vector<std::uint64_t>& sectionHashes);

/// Targets of the split, and the largest recall that lists can have; popularity is there already.
SplitReach countReach(const Dataset::Storage& storage);

/// Fills everything in the summary that follows from the arrays; popularity and trainUsers are there already.
void summarise(Dataset::Storage& storage);

/// Fills popularity and trainUsers from the sequences.
void deriveFromSequences(Dataset::Storage& storage);

} // namespace opal
