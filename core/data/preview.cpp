// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/error.h"
#include "core/data/columnguess.h"
#include "core/data/formatspec.h"
#include "core/data/importer.h"
#include "core/data/textencoding.h"
#include "core/results/importnotes.h"

namespace opal {

namespace {

constexpr std::size_t kPreviewRows = 200;

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
    const HeadRows byComma = headRecords(head, comma, preview.encoding, kPreviewRows);
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
        ImportRequest request;
        request.accepted = acceptableNames(); // told by checkLog()
        ImportReport report;
        const FileFormat format = resolveFormat(file, spec, request, report);
        if (!format.isSequence) {
            // Rows may have a name before what the header names.
            if (!preview.hasHeader || format.columns.size() > preview.columns.size())
                preview.columns = format.columns;
            const std::vector<std::string>& names = preview.columns;
            preview.guess = { nameAt(names, format.user), nameAt(names, format.item),
                              nameAt(names, format.time), nameAt(names, format.day) };
        }
    } catch (const Error&) {
        preview.guess = {}; // the person maps the columns
    }
    return preview;
}

} // namespace opal
