// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/data/bytesource.h"

namespace opal {

/// True if the first line (or as much as there is of it) begins like an object of JSON.
bool looksLikeJsonLines(std::string_view head);

/// JSON lines as a made table (InputFile::isMadeTable()): the columns are the keys of the objects in the
/// first 256 KiB, in order of appearance; numbers keep their digits, null and what is missing are empty,
/// lists and objects are their JSON. A line that is no object becomes kBadRecordMark; one without text stays
/// empty. So line n of the file is line n + 1 of the table.
std::unique_ptr<ByteSource> makeJsonLinesSource(std::unique_ptr<ByteSource> lines, const std::string& path);

} // namespace opal
