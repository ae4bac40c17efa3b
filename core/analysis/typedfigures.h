// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/results/resultstable.h"

namespace opal {

/// Figures that somebody typed, e.g. those of a publication.
struct TypedFigures
{
    std::vector<TableEntry> entries; ///< of models or variants, in the order of the file
    std::vector<DatasetCounts> datasets; ///< if the file holds counts
};

/// Reads a CSV file with a header line. Columns are found by their names, upper or lower case: `model` (or
/// `variant`), `dataset`, `interests` (or `#I.`), metrics such as `recall@50`, `HitRate@100`, `NDCG@200` as
/// shares from 0 to 1, and `users`, `items` (or `micro-videos`), `interactions` for data sets. A metric or
/// `#I.` with a data set's name before it ("WeChat Recall@50") is of that data set, so that the tables
/// written here can be read again; ` sd` after it makes it the deviation over seeds. A line whose model
/// begins with "Improv" is passed over. `reference` is the label whose improvement is of interest; what
/// follows a letter in brackets counts, too ("(G) OPAL").
///
/// Throws Error{NotFound, CannotRead}, and Error{InvalidData} naming file, line and column.
TypedFigures readTypedFigures(const std::string& file, const std::string& reference);

} // namespace opal
