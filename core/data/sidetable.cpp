#include "core/data/sidetable.h"

#include <algorithm>

#include "core/base/error.h"
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

struct SideFormat
{
    std::string encoding;
    Delimiter delimiter;
    std::size_t columns = 0;
    int id = -1;
    int title = -1;
    std::vector<TagColumn> tags;
};

SideFormat resolve(const std::string& path)
{
    std::int64_t fileBytes = 0;
    const std::string head = readTextHead(path, fileBytes);
    SideFormat format;
    format.encoding = detectEncoding(head);
    std::vector<std::string> names;
    format.delimiter = guessDelimiter(head);
    for (const Delimiter& candidate :
         { format.delimiter, Delimiter { '\t' }, Delimiter { ',' }, Delimiter { ';' }, Delimiter { '|' } }) {
        const auto rows = headRecords(head, candidate, format.encoding, 1);
        names.clear();
        if (!rows.empty()) {
            for (const std::string& name : rows.front())
                names.push_back(plainColumnName(name));
        }
        format.id = guessColumn(names, usualItemNames());
        if (format.id >= 0 && names.size() >= 2) {
            format.delimiter = candidate;
            break;
        }
    }
    if (format.id < 0) {
        throw Error(ErrorCode::InvalidData,
                    "side table '" + fileNameOf(path)
                        + "' has no item column in its first line; it needs a header with item_id, video_id, "
                          "feedid or movieId.");
    }
    format.columns = names.size();
    format.title = guessColumn(names, kTitleNames);
    if (const int tag = guessColumn(names, kTagNames); tag >= 0)
        format.tags.push_back({ tag, false });
    if (const int machine = findColumn(names, "machine_tag_list"); machine >= 0)
        format.tags.push_back({ machine, true });
    if (format.title < 0 && format.tags.empty()) {
        throw Error(ErrorCode::InvalidData,
                    "side table '" + fileNameOf(path)
                        + "' has neither a title nor a tag column; choose another file.");
    }
    return format;
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

SideTable readSideTable(const std::string& path, const std::function<bool(std::string_view)>& isWanted,
                        ImportReport& report, const std::stop_token& stop)
{
    const SideFormat format = resolve(path);
    SideTable side;
    side.hasTitles = format.title >= 0;
    side.hasTags = !format.tags.empty();
    BlockReader reader(path, format.delimiter);
    LogBlock block;
    std::vector<std::string_view> fields;
    std::int64_t bad = 0;
    bool isHeader = true;
    while (reader.next(block)) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::string_view text = block.bytes;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = recordEnd(text, at, format.delimiter, true);
            const std::string_view record = withoutLineEnd(text.substr(at, end - at));
            at = end;
            if (trimmed(record).empty())
                continue;
            if (isHeader) {
                isHeader = false;
                continue;
            }
            if (!splitFields(record, format.delimiter, fields) || fields.size() < format.columns) {
                ++bad;
                continue;
            }
            const std::string id
                = toUtf8(normalisedId(fields[static_cast<std::size_t>(format.id)]), format.encoding);
            if (!isWanted(id))
                continue;
            side.itemIds.push_back(id);
            side.titles.push_back(
                format.title < 0
                    ? std::string {}
                    : toUtf8(trimmed(fields[static_cast<std::size_t>(format.title)]), format.encoding));
            std::vector<std::string>& tags = side.tags.emplace_back();
            for (const TagColumn& column : format.tags)
                splitTags(toUtf8(fields[static_cast<std::size_t>(column.column)], format.encoding),
                          column.firstWord, tags);
        }
    }
    if (bad > 0) {
        report.notes.push_back(std::to_string(bad) + (bad == 1 ? " row" : " rows")
                               + " of the side table could not be read and gave no title or tags");
    }
    if (format.encoding != "UTF-8")
        report.notes.push_back("the side table was read as " + format.encoding);
    return side;
}

} // namespace opal
