// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sidetable.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/filesbelow.h"
#include "core/base/text.h"
#include "core/data/formatspec.h"
#include "core/data/textencoding.h"

namespace opal {

namespace {

/// A tag column and how its list is written.
struct TagColumn
{
    int column = -1;
    bool firstWord = false; ///< "tag probability;tag probability"
};

const std::vector<std::string> kTitleNames { "title", "caption", "name", "item_title", "movie_title" };
const std::vector<std::string> kTagNames { "tag",    "tags",   "manual_tag_list", "feat",
                                           "genres", "genre",  "category",        "categories",
                                           "topic",  "topics", "video_category",  "class" };

const std::vector<std::string> kCoverNames { "cover",          "covers",     "cover_file",   "cover_path",
                                             "cover_image",    "cover_name", "image",        "image_file",
                                             "image_path",     "img",        "thumbnail",    "thumb",
                                             "thumbnail_path", "picture",    "picture_path", "poster",
                                             "poster_path",    "frame" };

/// How a table about items is written.
struct TableHead
{
    std::string encoding;
    Delimiter delimiter;
    std::vector<std::string> names;
    int id = -1;
    bool hasHeader = true;
    bool restIsTitle = false; ///< the last column reaches to the end of the line, commas and all
};

/// MIND's news.tsv, which has no header.
const std::vector<std::string> kNewsNames { "item_id",  "category", "subcategory",    "title",
                                            "abstract", "url",      "title_entities", "abstract_entities" };

/// A table without header: MIND's news, or an id and all the rest of a line as the title. False if it is
/// none.
bool readHeadless(const std::string& text, TableHead& head)
{
    const auto rows = headRecords(text, { '\t' }, head.encoding, 200);
    const auto share = [&](auto&& test) {
        return !rows.empty()
            && std::count_if(rows.begin(), rows.end(), test) * 10
            >= static_cast<std::ptrdiff_t>(rows.size()) * 9;
    };
    head.hasHeader = false;
    head.id = 0;
    if (share([](const auto& row) {
            return row.size() == kNewsNames.size() && row[5].find("://") != std::string::npos;
        })) {
        head.delimiter = { '\t' };
        head.names = kNewsNames;
        return true;
    }
    for (const char sign : { '\t', ',', ';', '|' }) {
        std::size_t lines = 0;
        std::size_t titled = 0;
        std::set<std::string> ids;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            const std::string_view line = trimmed(std::string_view(text).substr(at, end - at));
            at = end + 1;
            if (line.empty())
                continue;
            ++lines;
            const std::size_t cut = line.find(sign);
            const std::string_view id = trimmed(line.substr(0, cut));
            titled += cut != std::string_view::npos && !id.empty() && id.size() <= 64
                    && id.find(' ') == std::string_view::npos
                ? 1
                : 0;
            ids.emplace(id);
        }
        // Ids of a table about items differ from row to row.
        if (lines > 0 && titled * 10 >= lines * 9 && ids.size() * 10 >= lines * 9) {
            head.delimiter = { sign, false, false, false };
            head.names = { "item_id", "title" };
            head.restIsTitle = true;
            return true;
        }
    }
    return false;
}

TableHead readHead(const std::string& path)
{
    std::int64_t fileBytes = 0;
    const std::string text = readTextHead(path, fileBytes);
    TableHead head;
    head.encoding = detectEncoding(text);
    head.delimiter = guessDelimiter(text);
    for (const Delimiter& candidate :
         { head.delimiter, Delimiter { '\t' }, Delimiter { ',' }, Delimiter { ';' }, Delimiter { '|' } }) {
        const auto rows = headRecords(text, candidate, head.encoding, 1);
        head.names.clear();
        if (!rows.empty()) {
            for (const std::string& name : rows.front())
                head.names.push_back(plainColumnName(name));
        }
        head.id = guessColumn(head.names, usualItemNames());
        if (head.id >= 0 && head.names.size() >= 2) {
            head.delimiter = candidate;
            break;
        }
    }
    if (head.id < 0 && !looksLikeHeader(headRecords(text, head.delimiter, head.encoding, 50))
        && readHeadless(text, head))
        return head;
    if (head.id < 0) {
        throw Error(ErrorCode::InvalidData,
                    "side table '" + fileNameOf(path)
                        + "' has no item column in its first line; it needs a header with item_id, video_id, "
                          "feedid or movieId, or no header and lines of an id and a title.");
    }
    head.delimiter.columns = head.names.size();
    head.restIsTitle = guessColumn({ head.names.back() }, kTitleNames) == 0;
    return head;
}

/// Without quotes around all of it.
std::string_view unquoted(std::string_view text)
{
    text = trimmed(text);
    return text.size() > 1 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2)
                                                                        : text;
}

/// Calls `take(id, fields)` for every row after the header; returns how many rows could not be read.
template <typename Take>
std::int64_t forEachRow(const std::string& path, const TableHead& head, const std::stop_token& stop,
                        Take take)
{
    BlockReader reader(path, head.delimiter);
    LogBlock block;
    std::vector<std::string_view> fields;
    std::int64_t bad = 0;
    bool isHeader = head.hasHeader;
    while (reader.next(block)) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::string_view text = block.bytes;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = recordEnd(text, at, head.delimiter, true);
            const std::string_view record = withoutLineEnd(text.substr(at, end - at));
            at = end;
            if (trimmed(record).empty())
                continue;
            if (isHeader) {
                isHeader = false;
                continue;
            }
            splitFields(record, head.delimiter, fields);
            if (fields.size() < head.names.size()) {
                ++bad;
                continue;
            }
            if (head.restIsTitle && fields.size() > head.names.size()) {
                // Commas of a title that nobody quoted.
                const char* const begin = fields[head.names.size() - 1].data();
                fields.resize(head.names.size());
                fields.back() = record.substr(static_cast<std::size_t>(begin - record.data()));
            }
            if (!head.hasHeader)
                fields.back() = unquoted(fields.back());
            IdText how {};
            take(idToUtf8(normalisedId(fields[static_cast<std::size_t>(head.id)]), head.encoding, how),
                 fields);
        }
    }
    return bad;
}

struct SideFormat
{
    int title = -1;
    std::vector<TagColumn> tags;
    int cover = -1;
};

SideFormat resolve(const std::string& path, const TableHead& head)
{
    SideFormat format;
    format.title = guessColumn(head.names, kTitleNames);
    if (const int tag = guessColumn(head.names, kTagNames); tag >= 0)
        format.tags.push_back({ tag, false });
    if (const int machine = findColumn(head.names, "machine_tag_list"); machine >= 0)
        format.tags.push_back({ machine, true });
    format.cover = guessColumn(head.names, kCoverNames);
    if (format.title < 0 && format.tags.empty() && format.cover < 0) {
        throw Error(ErrorCode::InvalidData,
                    "side table '" + fileNameOf(path)
                        + "' has no column of titles, tags or covers; choose another file.");
    }
    return format;
}

std::string counted(std::size_t count, std::size_t total, const char* what)
{
    return std::to_string(count) + " of " + std::to_string(total) + " covers " + what;
}

/// Pictures of a folder by their names without ending, for tables that do not name them.
std::unordered_map<std::string, std::string> picturesById(const std::string& folder)
{
    std::unordered_map<std::string, std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string ending = lowered(entry.path().extension().string());
        for (const char* known : { ".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp" }) {
            if (ending == known)
                names.try_emplace(entry.path().stem().string(), entry.path().filename().string());
        }
    }
    return names;
}

/// Leaves covers out that cannot be shown and tells how many.
void checkCovers(const std::string& path, const std::string& askedFolder, SideTable& side,
                 ImportReport& report, const std::stop_token& stop)
{
    std::size_t named = 0;
    std::size_t refused = 0;
    std::size_t found = 0;
    const std::filesystem::path folder = askedFolder.empty() ? std::filesystem::absolute(path).parent_path()
                                                             : std::filesystem::absolute(askedFolder);
    side.coversFolder = folder.lexically_normal().string();
    for (std::string& cover : side.covers) {
        if (stop.stop_requested())
            throw Cancelled();
        if (cover.empty())
            continue;
        ++named;
        auto name = nameBelow(cover);
        refused += name ? 0 : 1;
        cover = name ? std::move(*name) : std::string {};
        found += !cover.empty() && fileBelow(side.coversFolder, cover) ? 1 : 0;
    }
    if (refused > 0)
        report.notes.push_back({ counted(refused, named,
                                         "are no file names below a folder (addresses, absolute paths or "
                                         "'..') and were left out") });
    if (found == 0 && askedFolder.empty()) {
        // A column that is only called like one of pictures, or pictures that lie elsewhere.
        if (named > refused)
            report.notes.push_back(
                { "none of the covers lies beside the side table; give their folder to see them" });
        side.covers.clear();
        side.coversFolder.clear();
        side.hasCovers = false;
        return;
    }
    if (found < named - refused)
        report.notes.push_back({ counted(named - refused - found, named, "are not in the covers folder") });
}

/// Appends the tags of a list that are not there yet.
void splitTags(const std::string& text, bool firstWord, std::vector<std::string>& tags)
{
    constexpr std::string_view noise = " \t'\"[](){}";
    const std::string_view list(text);
    std::size_t begin = 0;
    while (begin <= list.size()) {
        std::size_t end = list.find_first_of(",;|", begin);
        end = end == std::string_view::npos ? list.size() : end;
        std::string_view tag = list.substr(begin, end - begin);
        begin = end + 1;
        while (!tag.empty() && noise.find(tag.front()) != std::string_view::npos)
            tag.remove_prefix(1);
        while (!tag.empty() && noise.find(tag.back()) != std::string_view::npos)
            tag.remove_suffix(1);
        if (firstWord)
            tag = tag.substr(0, tag.find(' '));
        tag = normalisedId(tag);
        if (!tag.empty() && std::find(tags.begin(), tags.end(), tag) == tags.end())
            tags.emplace_back(tag);
    }
}

} // namespace

SideTable readSideTable(const std::string& path, const std::string& coversFolder,
                        const std::function<bool(std::string_view)>& isWanted, ImportReport& report,
                        const std::stop_token& stop)
{
    const TableHead head = readHead(path);
    const SideFormat format = resolve(path, head);
    std::error_code problem;
    if (!coversFolder.empty() && !std::filesystem::is_directory(coversFolder, problem))
        throw Error(ErrorCode::NotFound, "there is no folder of covers '" + coversFolder + "'.");
    std::unordered_map<std::string, std::string> byId;
    if (!coversFolder.empty() && format.cover < 0)
        byId = picturesById(coversFolder);
    SideTable side;
    side.hasTitles = format.title >= 0;
    side.hasTags = !format.tags.empty();
    side.hasCovers = format.cover >= 0 || !byId.empty();
    const auto text = [&](int column, const std::vector<std::string_view>& fields) {
        return column < 0 ? std::string {}
                          : toUtf8(trimmed(fields[static_cast<std::size_t>(column)]), head.encoding);
    };
    const auto take = [&](std::string id, const std::vector<std::string_view>& fields) {
        if (!isWanted(id))
            return;
        side.itemIds.push_back(std::move(id));
        side.titles.push_back(text(format.title, fields));
        const auto picture = byId.find(side.itemIds.back());
        side.covers.push_back(picture == byId.end() ? text(format.cover, fields) : picture->second);
        std::vector<std::string>& tags = side.tags.emplace_back();
        for (const TagColumn& column : format.tags)
            splitTags(toUtf8(fields[static_cast<std::size_t>(column.column)], head.encoding),
                      column.firstWord, tags);
    };
    const std::int64_t bad = forEachRow(path, head, stop, take);
    if (!head.hasHeader) {
        if (side.itemIds.empty()) {
            throw Error(
                ErrorCode::InvalidData,
                "side table '" + fileNameOf(path)
                    + "' has no header, and no item of the log stands in its first column; choose the "
                      "table of this log's items, or give it a header with item_id.");
        }
        report.notes.push_back({ "the side table has no header: the first column was taken as the item and "
                                 + (head.restIsTitle ? std::string("the rest of each line as its title")
                                                     : std::string("the others as those of MIND's news")) });
    }
    if (bad > 0) {
        report.notes.push_back({ std::to_string(bad) + (bad == 1 ? " row" : " rows")
                                 + " of the side table could not be read and gave nothing" });
    }
    if (!coversFolder.empty() && format.cover < 0
        && std::ranges::all_of(side.covers, [](const std::string& cover) { return cover.empty(); })) {
        throw Error(ErrorCode::InvalidData,
                    "side table '" + fileNameOf(path)
                        + "' has no column of file names of covers (cover, image, thumbnail, picture or "
                          "poster), and no picture of the folder is called after an item, like 12.jpg.");
    }
    if (side.hasCovers)
        checkCovers(path, coversFolder, side, report, stop);
    if (head.encoding != "UTF-8")
        report.notes.push_back({ "the side table was read as " + head.encoding });
    return side;
}

std::vector<std::string> sideTableColumns(const std::string& path)
{
    TableHead head = readHead(path);
    head.names.erase(head.names.begin() + head.id);
    return std::move(head.names);
}

SideColumn readSideColumn(const std::string& path, const std::string& column, std::int64_t itemCount,
                          const std::function<std::optional<ItemIndex>(std::string_view)>& find,
                          const std::stop_token& stop)
{
    const TableHead head = readHead(path);
    const auto found = std::find(head.names.begin(), head.names.end(), column);
    if (found == head.names.end()) {
        std::string names;
        for (const std::string& name : head.names)
            names += (names.empty() ? "" : ", ") + name;
        throw Error(ErrorCode::NotFound,
                    "side table '" + fileNameOf(path) + "' has no column '" + column + "'; it has " + names
                        + ".");
    }
    const auto place = static_cast<std::size_t>(found - head.names.begin());
    SideColumn result { column, std::vector<std::string>(static_cast<std::size_t>(itemCount) + 1) };
    forEachRow(path, head, stop, [&](const std::string& id, const std::vector<std::string_view>& fields) {
        if (const auto item = find(id))
            result.values[static_cast<std::size_t>(*item)] = toUtf8(trimmed(fields[place]), head.encoding);
    });
    return result;
}

} // namespace opal
