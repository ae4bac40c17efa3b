// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/data/formatspec.h"
#include "core/data/importer.h"
#include "core/data/textencoding.h"

namespace opal {

namespace {

constexpr std::size_t kPreviewRows = 200;

using Rows = std::vector<std::vector<std::string>>;

bool isEpoch(const std::string& text)
{
    const auto value = parseSignal(text);
    return value && *value > 1e8;
}

/// Presets whose files have no header, by the look of the first rows; "csv" if none fits.
std::string guessHeaderless(const Delimiter& delimiter, const Rows& rows)
{
    const auto all = [&](auto&& test) { return std::all_of(rows.begin(), rows.end(), test); };
    std::set<std::size_t> widths;
    for (const auto& row : rows)
        widths.insert(row.size());
    const bool numbers = all([](const auto& row) {
        return std::all_of(row.begin(), row.end(),
                           [](const std::string& field) { return parseDayNumber(field) || isEpoch(field); });
    });
    if (delimiter.doubled && all([](const auto& row) { return row.size() == 4; }))
        return "movielens";
    if (delimiter.anyBlank)
        return widths.size() == 1 && *widths.begin() == 2 ? "sasrec" : "s3rec";
    if (delimiter.sign == '\t' && all([](const auto& row) { return row.size() == 4 && isEpoch(row[3]); }))
        return "movielens";
    if (delimiter.sign == '\t' && all([](const auto& row) { return row.size() == 2; })
        && std::any_of(rows.begin(), rows.end(),
                       [](const auto& row) { return row[1].find(' ') != std::string::npos; }))
        return "microlens";
    const auto isLabelled
        = [](const std::string& field) { return field.ends_with("-0") || field.ends_with("-1"); };
    if (delimiter.sign == '\t' && all([&](const auto& row) { return row.size() == 5 && isLabelled(row[4]); }))
        return "mind";
    if (delimiter.sign == '\t' && all([](const auto& row) {
            return row.size() == 6 && row[1].size() == 20 && row[1][10] == 'T' && row[1].back() == 'Z';
        }))
        return "lastfm1k";
    static const std::set<std::string> behaviors { "pv", "buy", "cart", "fav" };
    if (delimiter.sign == ','
        && all([](const auto& row) { return row.size() == 5 && behaviors.count(row[3]) > 0; }))
        return "taobao";
    if (delimiter.sign != ',' || !numbers)
        return "csv";
    if (all([](const auto& row) { return row.size() == 3 && isEpoch(row[2]); }))
        return "comirec";
    const bool daysFollowUsers = all(
        [](const auto& row) { return row.size() >= 3 && parseDayNumber(row[1]).value_or(1000) < 1000; });
    return daysFollowUsers && widths.size() > 1 ? "opal" : "csv";
}

/// The preset whose column names are all in the header; the most demanding one wins.
std::string guessByHeader(const std::vector<std::string>& columns)
{
    std::string best = "csv";
    std::size_t bestSize = 0;
    for (const FormatSpec& spec : formatSpecs()) {
        const auto& expected = spec.entry.expectedColumns;
        const bool fits = !expected.empty()
            && std::all_of(expected.begin(), expected.end(), [&](const std::string& name) {
                   return std::find(columns.begin(), columns.end(), name) != columns.end();
               });
        if (fits && expected.size() > bestSize) {
            best = spec.entry.preset;
            bestSize = expected.size();
        }
    }
    return best;
}

std::string nameAt(const std::vector<std::string>& columns, int index)
{
    return index < 0 ? std::string {} : columns[static_cast<std::size_t>(index)];
}

} // namespace

ImportPreview previewLog(const std::string& file)
{
    ImportPreview preview;
    const FileHead fileHead = readTextHead(file);
    const std::string& head = fileHead.bytes;
    preview.fileBytes = fileHead.fileBytes;
    preview.encoding = detectEncoding(head);
    Delimiter delimiter = delimiterOf(fileHead, ImportRequest {});
    preview.rows = headRecords(head, delimiter, preview.encoding, kPreviewRows);
    if (preview.rows.empty())
        throw Error(ErrorCode::InvalidData, "'" + file + "' has no complete line; choose a text log.");
    // Lines of different lengths, as in 'user,day,item,item,...', are cut evenly by no delimiter.
    const Delimiter comma { ',' };
    const Rows byComma = headRecords(head, comma, preview.encoding, kPreviewRows);
    if (guessHeaderless(comma, byComma) == "opal") {
        delimiter = comma;
        preview.rows = byComma;
    }
    preview.delimiter = delimiter.sign;
    preview.hasHeader = fileHead.isMadeTable || looksLikeHeader(preview.rows);
    if (preview.hasHeader) {
        preview.columns = preview.rows.front();
        preview.rows.erase(preview.rows.begin());
        preview.preset = guessByHeader(preview.columns);
    } else {
        preview.preset = guessHeaderless(delimiter, preview.rows);
        std::size_t width = 0;
        for (const auto& row : preview.rows)
            width = std::max(width, row.size());
        for (std::size_t i = 0; i < width; ++i)
            preview.columns.push_back("column " + std::to_string(i + 1));
    }
    const FormatSpec& spec = findFormat(preview.preset);
    preview.positiveRule = spec.entry.defaultRule;
    try {
        const FileFormat format = resolveFormat(file, spec, ImportRequest {});
        const std::vector<std::string>& names = preview.hasHeader ? preview.columns : format.columns;
        if (!format.isSequence)
            preview.guess = { nameAt(names, format.user), nameAt(names, format.item),
                              nameAt(names, format.time), nameAt(names, format.day) };
        if (!preview.hasHeader && !format.isSequence)
            preview.columns = format.columns;
    } catch (const Error&) {
        preview.guess = {}; // the person maps the columns
    }
    return preview;
}

} // namespace opal
