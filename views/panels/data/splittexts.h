// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/results/datasetsplit.h"

namespace opal {

struct DatasetSummary;

/// "Each user's last items: 1" of "last-items:1"; what is no split stays.
QString splitText(const QString& split);

/// One sentence about the targets that no list can hold and the largest recall that is left.
QString reachText(const SplitReach& reach);

} // namespace opal
