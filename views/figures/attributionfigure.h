// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/results/attribution.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// Recall attribution of a run in one sheet: hits by the interest that found them (alone or shared), the gain
/// of each further interest by intensity, and the overlap of the lists. Option "k": length of the lists.

/// Throws Error{InvalidArgument} for a length that is no number, and what the attribution throws.
std::shared_ptr<const RunAttribution> loadAttribution(const FigureSubject& subject,
                                                      const FigureAccess& access);
void drawAttribution(QCustomPlot& plot, const RunAttribution& run, const PlotTheme& theme);
FigureTable attributionTable(const RunAttribution& run);
QString attributionSummary(const RunAttribution& run);

} // namespace opal
