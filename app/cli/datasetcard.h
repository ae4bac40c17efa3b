// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/cli/output.h"
#include "core/results/datasetsummary.h"

namespace opal {

/// The card of a data set as a short table for people.
void printDatasetCard(Output& output, const DatasetSummary& summary, const QString& path);

} // namespace opal
