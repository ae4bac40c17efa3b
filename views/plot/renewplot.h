// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCustomPlot;

namespace opal {

/// Takes everything off a plot (clearPlot()) and makes it as a new one: a figure is a function of an empty
/// plot.
void renewPlot(QCustomPlot& plot);

} // namespace opal
