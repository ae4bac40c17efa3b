// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/results/resultstable.h"

namespace opal {

/// How a results table is written.
enum class TableFormat {
    Latex, ///< booktabs; best bold, second best underlined; UTF-8
    Csv, ///< figures only, a column of deviations where there are several seeds
    Markdown, ///< GitHub's form
};

/// "latex", "csv" or "markdown". Throws Error{InvalidArgument} naming them.
TableFormat tableFormatFromName(std::string_view name);

/// Text with the signs that LaTeX reads as commands made plain.
std::string escapedLatex(const std::string& text);

/// The whole table as text, ending in a line break.
std::string tableText(const ResultsTable& table, TableFormat format);

/// A cell's figure as every format prints it: "0.1424", "20000", "0.17%"; empty without a figure.
std::string cellText(const TableCell& cell, CellFormat format);

/// The deviation over seeds as every format prints it; empty for a single run.
std::string deviationText(const TableCell& cell);

/// A gain in percent with two decimals: "17.20", "-1.03"; empty without one.
std::string improvementText(const std::optional<double>& percent);

} // namespace opal
