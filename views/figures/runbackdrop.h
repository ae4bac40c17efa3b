// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QPoint>
#include <QString>

#include "core/store/runstore.h"
#include "views/plot/plottheme.h"

class QCPItemRect;
class QCPItemText;
class QCustomPlot;

namespace opal {

/// What lies behind the curves of a run: a tinted band a stage with its name at the top, and a lane of event
/// marks under the axis. The items belong to the plot.
class RunBackdrop final
{
public:
    explicit RunBackdrop(QCustomPlot& plot);

    void clear();
    /// Grows the bands over the new steps and evaluations and adds the new events.
    void append(const RunCurves& more);
    void applyTheme(const PlotTheme& theme);
    void retranslate();
    /// Names and marks move with the axis: to be called before each repaint.
    void beforeReplot();
    /// Text of the event mark under a position in plot pixels; empty for none.
    QString tooltipAt(const QPoint& position) const;

    /// Last step of the run so far.
    double lastStep() const { return m_bands.empty() ? 0 : m_bands.back().last; }

private:
    struct Band
    {
        std::string stage;
        double first = 0, last = 0;
        QCPItemRect* rect = nullptr;
        QCPItemText* name = nullptr;
    };

    struct Mark
    {
        RunEvent event;
        QCPItemText* item = nullptr;
    };

    void extend(const std::string& stage, double step);
    void style(const Band& band) const;
    void style(const Mark& mark) const;
    void placeNames();

    QCustomPlot& m_plot;
    PlotTheme m_theme;
    std::vector<Band> m_bands;
    std::vector<Mark> m_marks;
};

} // namespace opal
