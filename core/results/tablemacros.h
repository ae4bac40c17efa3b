// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/results/resultstable.h"

namespace opal {

/// LaTeX macros for every figure of the tables, one a line, in the order of the tables: a text that quotes
/// \\opalIIWeChatOpalRecallFifty cannot disagree with the table. A name is "opal", the number of the table in
/// Roman figures, the words of heading, row and column with figures spelled; "Sd" at the end for a deviation
/// over seeds, "Improv" for an improvement in percent. Two figures of one name are told apart by a letter.
std::string tableMacros(const std::vector<ResultsTable>& tables);

} // namespace opal
