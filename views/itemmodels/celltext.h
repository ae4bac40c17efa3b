// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QColor>
#include <QString>
#include <QStringList>

#include "core/results/runrecord.h"

namespace opal {

/// Texts of table cells and cards that need more than widgets/numbers.h: the same in every view.

/// Four decimals, or the em dash if `value` is not finite.
QString metricOrDash(double value);
/// A fraction as per cent with two decimals: 0.0043 -> "0.43 %".
QString percentText(double fraction);
/// "2026-11-23 12:33" in local time; the em dash for 0.
QString dateTimeText(std::int64_t timeMs);
/// "1.4 MB", decimal units.
QString bytesText(double bytes);
/// "4259 \u00B7 Food, Travel": the parts that there are, with a middle dot between them.
QString joinedDetails(const std::vector<std::string>& parts);
/// The lines that are not empty.
QString joinedLines(QStringList lines);
/// What a missing value looks like.
QString missingText();
/// Colour of missing values and secondary text in the application's palette.
QColor secondaryTextColor();
/// Translated name of a run's state.
QString runStateText(RunState state);

} // namespace opal
