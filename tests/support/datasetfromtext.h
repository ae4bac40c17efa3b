// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "core/data/dataset.h"

namespace opal {

/// A data set written like the paper's toy example, one user a line:
///
///     u1: a b c | d | e
///     u2: b c   | a |
///
/// '|' separates days. The last day is the test day and the one before it validation; lines with fewer bars
/// than the longest one have empty days at the end, and days on which nobody does anything do not count. Item
/// ids are numbered from 1 in order of first appearance unless all are numbers; nothing is filtered. Times
/// are made up: day number, then place in the line.
std::shared_ptr<const Dataset> datasetFromText(std::string_view text, std::int64_t minTrainItems = 4);

} // namespace opal
