// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasetfile.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "core/base/error.h"
#include "core/data/atomicfile.h"
#include "core/data/datasetstorage.h"
#include "core/data/mappedfile.h"
#include "core/data/summaryjson.h"

namespace opal {

namespace {

constexpr std::array<char, 8> kMagic { 'O', 'P', 'A', 'L', 'D', 'A', 'T', 'A' };
constexpr std::uint32_t kPlainVersion = 1; ///< of files without what version 2 added
constexpr std::uint32_t kVersion = 2;
constexpr std::uint32_t kEndianMark = 0x01020304;
constexpr std::uint64_t kAlignment = 64;
constexpr std::size_t kPlainSections = 17;
constexpr std::size_t kSections = 21;

/// First bytes of the file; all numbers little-endian.
struct FileHeader
{
    std::array<char, 8> magic = kMagic;
    std::uint32_t version = kPlainVersion;
    std::uint32_t endianMark = kEndianMark;
    std::uint64_t fileBytes = 0;
    std::uint64_t sectionCount = kPlainSections;
    std::uint64_t tableHash = 0; ///< xxh3-64 of this header with zero here, followed by the section table
    std::array<char, 24> reserved {};
};

static_assert(sizeof(FileHeader) == 64);

/// One row of the section table, straight after the header.
struct SectionEntry
{
    std::uint32_t kind = 0;
    std::uint32_t elementSize = 0;
    std::uint64_t offset = 0; ///< from the start of the file, a multiple of 64
    std::uint64_t count = 0;
    std::uint64_t hash = 0; ///< xxh3-64 of the section
};

static_assert(sizeof(SectionEntry) == 32);

using SectionTable = std::vector<SectionEntry>;

std::uint64_t headBytes(std::size_t sections)
{
    return sizeof(FileHeader) + sections * sizeof(SectionEntry);
}

std::uint64_t tableHash(FileHeader header, const SectionTable& table)
{
    header.tableHash = 0;
    std::vector<char> bytes(static_cast<std::size_t>(headBytes(table.size())));
    std::memcpy(bytes.data(), &header, sizeof(header));
    std::memcpy(bytes.data() + sizeof(header), table.data(), table.size() * sizeof(SectionEntry));
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t aligned(std::uint64_t offset)
{
    return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

// --- writing
// ---------------------------------------------------------------------------------------------------

// --- reading
// ---------------------------------------------------------------------------------------------------

[[noreturn]] void throwInvalid(const std::string& path, const std::string& what)
{
    throw Error(ErrorCode::InvalidData, "'" + path + "' " + what + "; import the logs again.");
}

/// Whether a checksum is the one that was written. Fuzzing gets behind it, as whoever damages a file on
/// purpose does.
template <typename Hash>
bool fits([[maybe_unused]] const Hash& checksum, [[maybe_unused]] const Hash& written)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    return true;
#else
    return checksum == written;
#endif
}

/// Header and section table, checked against the size of the file.
SectionTable checkedTable(std::span<const char> bytes, const std::string& path)
{
    FileHeader header;
    if (bytes.size() < sizeof(header.magic) || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0)
        throw Error(ErrorCode::InvalidData,
                    "'" + path + "' is not a data-set file; import a log into one first.");
    if (bytes.size() < headBytes(kPlainSections))
        throwInvalid(path, "is cut short");
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.endianMark != kEndianMark)
        throwInvalid(path, "was written on a machine with another byte order or is damaged");
    if (header.version > kVersion) {
        throw Error(ErrorCode::NewerVersion,
                    "'" + path + "' has data-set format " + std::to_string(header.version)
                        + ", this release reads up to " + std::to_string(kVersion) + "; update OPAL Studio.");
    }
    if (header.version < kPlainVersion)
        throwInvalid(path, "has an unknown format version and is damaged");
    if (header.fileBytes > bytes.size())
        throwInvalid(path,
                     "is cut short: " + std::to_string(bytes.size()) + " of "
                         + std::to_string(header.fileBytes) + " bytes");
    if (header.fileBytes < bytes.size())
        throwInvalid(path, "is damaged: bytes follow its end");

    SectionTable table(header.version == kPlainVersion ? kPlainSections : kSections);
    if (bytes.size() < headBytes(table.size()))
        throwInvalid(path, "is cut short");
    std::memcpy(table.data(), bytes.data() + sizeof(header), table.size() * sizeof(SectionEntry));
    if (header.sectionCount != table.size() || !fits(tableHash(header, table), header.tableHash))
        throwInvalid(path, "is damaged: its header does not fit its checksum");
    std::uint64_t end = headBytes(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        const SectionEntry& entry = table[i];
        if (entry.kind != i + 1 || entry.elementSize == 0 || entry.elementSize > 8
            || entry.offset != aligned(end) || entry.offset > bytes.size()
            || entry.count > (bytes.size() - entry.offset) / entry.elementSize)
            throwInvalid(path, "is damaged: section " + std::to_string(i + 1) + " lies outside the file");
        const auto padding
            = bytes.subspan(static_cast<std::size_t>(end), static_cast<std::size_t>(entry.offset - end));
        if (std::any_of(padding.begin(), padding.end(), [](char c) { return c != 0; }))
            throwInvalid(path, "is damaged between its sections");
        end = entry.offset + entry.count * entry.elementSize;
    }
    if (end != bytes.size())
        throwInvalid(path, "is damaged: its sections do not fill it");
    return table;
}

DatasetSummary checkedSummary(std::span<const char> bytes, const SectionTable& table, const std::string& path)
{
    const SectionEntry& entry = table.front();
    const std::string_view text(bytes.data() + entry.offset, static_cast<std::size_t>(entry.count));
    if (entry.elementSize != 1 || !fits(XXH3_64bits(text.data(), text.size()), entry.hash))
        throwInvalid(path, "is damaged: its summary does not fit its checksum");
    return summaryFromJson(text);
}

template <typename T>
std::span<const T> sectionSpan(std::span<const char> bytes, const SectionTable& table, SectionKind kind,
                               const std::string& path)
{
    const SectionEntry& entry = table[static_cast<std::size_t>(kind) - 1];
    if (entry.elementSize != sizeof(T))
        throwInvalid(path, "is damaged: section " + std::to_string(entry.kind) + " has a wrong element size");
    return { reinterpret_cast<const T*>(bytes.data() + entry.offset), static_cast<std::size_t>(entry.count) };
}

/// True if `offsets` start at 0, never fall and end at `end`.
template <typename T> bool isOffsetTable(std::span<const T> offsets, std::uint64_t end)
{
    return !offsets.empty() && offsets.front() == 0 && static_cast<std::uint64_t>(offsets.back()) == end
        && std::is_sorted(offsets.begin(), offsets.end());
}

bool isTextBlock(const TextBlock& block, std::size_t texts)
{
    return block.offsets.size() == texts + 1 && isOffsetTable(block.offsets, block.bytes.size());
}

template <typename T> bool allWithin(std::span<const T> values, T first, std::uint64_t count)
{
    return std::all_of(values.begin(), values.end(), [&](T value) {
        return value >= first && static_cast<std::uint64_t>(value - first) < count;
    });
}

std::int64_t countTexts(const TextBlock& block)
{
    std::int64_t count = 0;
    for (std::size_t i = 1; i < block.offsets.size(); ++i)
        count += block.offsets[i] > block.offsets[i - 1] ? 1 : 0;
    return count;
}

void checkStorage(const Dataset::Storage& storage, const std::string& path)
{
    const auto require = [&](bool condition, const char* what) {
        if (!condition)
            throwInvalid(path, std::string("is damaged: its ") + what + " are inconsistent");
    };
    const DatasetSummary& summary = storage.summary;
    require(storage.itemIds.offsets.size() >= 2 && !storage.offsets.empty(), "sizes");
    const std::size_t users = storage.offsets.size() - 1;
    const std::size_t items = storage.itemIds.offsets.size() - 2;
    const std::size_t total = storage.items.size();
    require(summary.users == static_cast<std::int64_t>(users)
                && summary.items == static_cast<std::int64_t>(items)
                && summary.interactions == static_cast<std::int64_t>(total) && items <= 0x7fffffffU
                && users <= 0x7fffffffU,
            "sizes");
    require(isOffsetTable(storage.offsets, total) && storage.validBegin.size() == users
                && storage.testBegin.size() == users,
            "sequence bounds");
    for (std::size_t user = 0; user < users; ++user) {
        require(storage.offsets[user] <= storage.validBegin[user]
                    && storage.validBegin[user] <= storage.testBegin[user]
                    && storage.testBegin[user] <= storage.offsets[user + 1],
                "split bounds");
    }
    require(allWithin<ItemIndex>(storage.items, 1, items), "item numbers");
    require(storage.times.size() == total, "times");
    require((storage.days.empty() && summary.days == 0) || storage.days.size() == total, "days");
    require(allWithin<std::int32_t>(storage.days, 0, summary.dayLabels.size())
                && summary.days == static_cast<std::int64_t>(summary.dayLabels.size())
                && summary.interactionsPerDay.size() == summary.dayLabels.size(),
            "days");
    require(isTextBlock(storage.userIds, users) && isTextBlock(storage.itemIds, items + 1), "ids");
    require(summary.hasTitles ? isTextBlock(storage.titles, items + 1)
                              : storage.titles.offsets.empty() && storage.titles.bytes.empty(),
            "titles");
    require(!storage.tagNames.offsets.empty()
                && isTextBlock(storage.tagNames, storage.tagNames.offsets.size() - 1)
                && (summary.hasTags ? storage.tagOffsets.size() == items + 2
                            && isOffsetTable(storage.tagOffsets, storage.tagIndices.size())
                                    : storage.tagOffsets.empty() && storage.tagIndices.empty())
                && allWithin<std::uint32_t>(storage.tagIndices, 0, storage.tagNames.offsets.size() - 1),
            "tags");
    require(storage.covers.offsets.empty()
                ? storage.covers.bytes.empty() && summary.covers == 0
                : isTextBlock(storage.covers, items + 1) && summary.covers == countTexts(storage.covers),
            "covers");
}

/// The folder of the covers as the file at `path` keeps it: relative if it lies beside the file, so that both
/// can be moved together.
std::string keptFolder(const std::string& folder, const std::string& path)
{
    if (std::filesystem::path(folder).is_relative())
        return folder;
    const std::filesystem::path home = std::filesystem::absolute(path).parent_path().lexically_normal();
    const std::filesystem::path inside
        = std::filesystem::path(folder).lexically_normal().lexically_relative(home);
    return inside.empty() || *inside.begin() == ".." ? folder : inside.string();
}

std::string usableFolder(std::string_view kept, const std::string& path)
{
    return kept.empty() ? std::string {}
                        : (std::filesystem::absolute(path).parent_path() / kept).lexically_normal().string();
}

} // namespace

void saveDataset(const Dataset& data, const std::string& path)
{
    const std::string summary = summaryToJson(data.summary());
    std::vector<DatasetSection> sections = contentSections(data.storage());
    sections.insert(sections.begin(),
                    { static_cast<std::uint32_t>(SectionKind::Summary), 1, summary.data(), summary.size() });

    FileHeader header;
    const Dataset::Storage& storage = data.storage();
    const std::string folder = keptFolder(storage.coversFolder, path);
    if (!storage.covers.offsets.empty() || !storage.importedSide.empty()) {
        header.version = kVersion;
        header.sectionCount = kSections;
        const auto add = [&](SectionKind kind, const auto& values) {
            sections.push_back(
                { static_cast<std::uint32_t>(kind), sizeof(*values.data()), values.data(), values.size() });
        };
        add(SectionKind::CoverOffsets, storage.covers.offsets);
        add(SectionKind::CoverBytes, storage.covers.bytes);
        add(SectionKind::CoversFolder, folder);
        add(SectionKind::ImportedSide, storage.importedSide);
    }
    SectionTable table(sections.size());
    std::uint64_t end = headBytes(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = { sections[i].kind, sections[i].elementSize, aligned(end), sections[i].count,
                     sectionHash(sections[i]) };
        end = table[i].offset + sections[i].bytes();
    }
    header.fileBytes = end;
    header.tableHash = tableHash(header, table);

    AtomicFile file(path);
    file.write(&header, sizeof(header));
    file.write(table.data(), table.size() * sizeof(SectionEntry));
    std::uint64_t position = headBytes(table.size());
    constexpr std::array<char, kAlignment> zeros {};
    for (std::size_t i = 0; i < table.size(); ++i) {
        file.write(zeros.data(), table[i].offset - position);
        file.write(sections[i].data, sections[i].bytes());
        position = table[i].offset + sections[i].bytes();
    }
    file.commit();
}

std::shared_ptr<const Dataset> openDataset(const std::string& path)
{
    const auto file = std::make_shared<const MappedFile>(path);
    const std::span<const char> bytes = file->bytes();
    const SectionTable table = checkedTable(bytes, path);
    auto storage = std::make_unique<Dataset::Storage>();
    storage->owner = file;
    storage->summary = checkedSummary(bytes, table, path);
    const auto map = [&]<typename T>(std::span<const T>& target, SectionKind kind) {
        target = sectionSpan<T>(bytes, table, kind, path);
    };
    map(storage->offsets, SectionKind::Offsets);
    map(storage->validBegin, SectionKind::ValidBegin);
    map(storage->testBegin, SectionKind::TestBegin);
    map(storage->items, SectionKind::Items);
    map(storage->times, SectionKind::Times);
    map(storage->days, SectionKind::Days);
    map(storage->userIds.offsets, SectionKind::UserIdOffsets);
    map(storage->userIds.bytes, SectionKind::UserIdBytes);
    map(storage->itemIds.offsets, SectionKind::ItemIdOffsets);
    map(storage->itemIds.bytes, SectionKind::ItemIdBytes);
    map(storage->titles.offsets, SectionKind::TitleOffsets);
    map(storage->titles.bytes, SectionKind::TitleBytes);
    map(storage->tagNames.offsets, SectionKind::TagNameOffsets);
    map(storage->tagNames.bytes, SectionKind::TagNameBytes);
    map(storage->tagOffsets, SectionKind::TagOffsets);
    map(storage->tagIndices, SectionKind::TagIndices);

    const auto checkedHash = [&](const DatasetSection& section) {
        const std::uint64_t hash = sectionHash(section);
        if (!fits(hash, table[section.kind - 1].hash))
            throwInvalid(
                path, "is damaged: section " + std::to_string(section.kind) + " does not fit its checksum");
        return hash;
    };
    const std::vector<DatasetSection> sections = contentSections(*storage);
    std::vector<std::uint64_t> hashes;
    for (const DatasetSection& section : sections)
        hashes.push_back(checkedHash(section));
    if (table.size() > kPlainSections) {
        for (std::size_t i = kPlainSections; i < table.size(); ++i) {
            const SectionEntry& entry = table[i];
            checkedHash({ entry.kind, entry.elementSize, bytes.data() + entry.offset, entry.count });
        }
        std::span<const char> folder;
        std::span<const std::uint64_t> importedSide;
        map(storage->covers.offsets, SectionKind::CoverOffsets);
        map(storage->covers.bytes, SectionKind::CoverBytes);
        map(folder, SectionKind::CoversFolder);
        map(importedSide, SectionKind::ImportedSide);
        storage->coversFolder = usableFolder({ folder.data(), folder.size() }, path);
        storage->importedSide.assign(importedSide.begin(), importedSide.end());
        if (!importedSide.empty() && importedSide.size() != sideMarks(*storage).size())
            throwInvalid(path, "is damaged: its imported titles and tags are inconsistent");
    }
    if (!fits(contentHash(*storage, sections, hashes), storage->summary.hash))
        throwInvalid(path, "is damaged: its content does not fit the hash in its summary");
    checkStorage(*storage, path);
    deriveFromSequences(*storage);
    if (storage->summary.reach.testTargets == 0)
        storage->summary.reach = countReach(*storage); // a file of a release that did not tell it
    return std::make_shared<const Dataset>(std::move(storage));
}

DatasetSummary readDatasetSummary(const std::string& path)
{
    const MappedFile file(path);
    const SectionTable table = checkedTable(file.bytes(), path);
    return checkedSummary(file.bytes(), table, path);
}

} // namespace opal
