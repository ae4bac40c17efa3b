// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/foreignfiles.h"

#include <algorithm>

#include "core/data/fieldparsing.h"

namespace opal {

namespace {

using namespace std::string_view_literals;

/// One kind of file that is known by its first bytes.
struct ForeignKind
{
    std::string_view begin;
    const char* what;
};

constexpr ForeignKind kForeignKinds[] = {
    { "version https://git-lfs"sv,
      "is a Git LFS pointer and not the log: this is a pointer; fetch the file itself ('git lfs pull')." },
    { "/annex/objects/"sv,
      "is a git-annex pointer and not the log: this is a pointer; fetch the file itself ('git annex get')." },
    { "\x93NUMPY"sv, "is an array of NumPy (npy) and not a text log; save it as CSV first." },
    { "\x80\x02"sv, "is a pickle of Python and not a text log; load it there and save it as CSV." },
    { "\x80\x03"sv, "is a pickle of Python and not a text log; load it there and save it as CSV." },
    { "\x80\x04"sv, "is a pickle of Python and not a text log; load it there and save it as CSV." },
    { "\x80\x05"sv, "is a pickle of Python and not a text log; load it there and save it as CSV." },
    { "\x89HDF"sv, "is an HDF5 file and not a text log; save the table as CSV first." },
    { "ARROW1"sv, "is an Arrow file and not a text log; save the table as CSV first." },
    { "FEA1"sv, "is a Feather file and not a text log; save the table as CSV first." },
    { "ORC"sv, "is an ORC file and not a text log; save the table as CSV first." },
    { "Obj\x01"sv, "is an Avro file and not a text log; save the table as CSV first." },
    { "SQLite format 3"sv, "is a SQLite database and not a text log; export the table as CSV first." },
    { "RDX"sv, "is a file of R and not a text log; write.csv() the table first." },
    { "\xD0\xCF\x11\xE0"sv, "is an Excel workbook and not a text log; save the sheet as CSV." },
    { "%PDF"sv, "is a PDF and not a text log; choose the log itself." },
    { "\x89PNG"sv, "is a picture and not a text log; choose the log itself." },
    { "\xFF\xD8\xFF"sv, "is a picture and not a text log; choose the log itself." },
    { "\x7F"
      "ELF"sv,
      "is a program and not a text log; choose the log itself." },
    { "OPALDATA"sv, "is a data set of OPAL already; open it instead of importing it." },
};

/// Zip archives that are a format of their own.
std::optional<std::string> foreignZip(std::string_view head)
{
    const std::string_view start = head.substr(0, 4096);
    if (start.find(".npy") != std::string_view::npos)
        return "is a set of arrays of NumPy (npz) and not a text log; save them as CSV first.";
    if (start.find("xl/") != std::string_view::npos
        || start.find("[Content_Types].xml") != std::string_view::npos)
        return "is an Excel workbook and not a text log; save the sheet as CSV.";
    if (start.find("data.pkl") != std::string_view::npos)
        return "is a file of PyTorch and not a text log; save the table as CSV first.";
    return std::nullopt;
}

/// "500:" and below it one rating a line: the Netflix Prize's files.
bool hasBlockHeadings(std::string_view head)
{
    const auto isHeading = [](std::string_view line) {
        line = trimmed(line);
        return line.size() > 1 && line.back() == ':'
            && std::all_of(line.begin(), line.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
    };
    const std::size_t end = head.find('\n');
    return end != std::string_view::npos && isHeading(head.substr(0, end));
}

} // namespace

std::optional<std::string> foreignFile(std::string_view head)
{
    for (const ForeignKind& kind : kForeignKinds) {
        // Two letters of a name may be a magic number by chance, a control byte may not.
        if (head.starts_with(kind.begin) && (kind.begin != "ORC"sv || head.find('\0') < 256))
            return kind.what;
    }
    if (head.starts_with("PK\x03\x04"))
        return foreignZip(head);
    if (hasBlockHeadings(head)) {
        return "is a file of blocks, an item's number and a colon above its ratings, as the Netflix Prize's "
               "combined_data files are; unroll it into one rating a line first: awk -F: 'NF==2 && "
               "$2==\"\" {item=$1; next} {print item \",\" $0}' FILE > ratings.csv, and import that with "
               "--preset csv --map user=2,item=1,time=4.";
    }
    return std::nullopt;
}

} // namespace opal
