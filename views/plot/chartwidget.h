// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QStringList>
#include <QWidget>

#include "views/plot/plottheme.h"

class QCPGraph;
class QCPItemStraightLine;
class QCustomPlot;
class QLabel;
class QStackedLayout;

namespace opal {

class EmptyState;

/// A live chart: Ctrl+wheel zooms x, Ctrl+Shift+wheel y (without Ctrl the page scrolls), drag pans, double
/// click shows everything again, a crosshair tells the values of all curves, and an empty chart is one
/// sentence and a button. Every point is kept; lines are drawn as the minimum and maximum of each pixel
/// column, so that a spike of a single step is seen at any zoom. The crosshair leaves out graphs with the
/// property "derived", e.g. smoothed ones: it tells true values.
class ChartWidget final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartWidget)

public:
    explicit ChartWidget(QWidget* parent = nullptr);

    QCustomPlot& plot() { return *m_plot; }

    EmptyState& emptyState() { return *m_emptyState; }

    void setEmpty(bool empty);
    void applyTheme(const PlotTheme& theme);

    /// True while the person has not zoomed or panned: new data then moves the view.
    bool followsData() const { return m_follows; }

    /// What is shown now, e.g. the ids of the runs; a remembered view is taken up when its subject is here.
    void setSubject(const QString& subject);
    /// What the person zoomed to: subject, then the ends of both axes. Empty while everything is shown.
    QStringList view() const;
    /// A view() of an earlier start: applied now or as soon as the same subject is shown, and never to
    /// another.
    void rememberView(const QStringList& view);

    /// How to show everything; called on double click and by refresh() while the chart follows the data.
    void setFitFunction(std::function<void()> fit);
    /// Heading of the crosshair's box for a position on the x axis, e.g. "step 1,240".
    void setKeyText(std::function<QString(double key)> keyText);
    /// Extra tooltip for a mouse position (in plot pixels), e.g. of the event lane; empty for none.
    void setTooltipFunction(std::function<QString(const QPoint&)> tooltip);

    /// To be called after data were added: fits if following, repaints on the next turn.
    void refresh();
    void resetView();
    /// Moves the x axis to where another chart has been zoomed to.
    void setXRange(double lower, double upper);
    /// Shows the crosshair of another chart over the same x axis, with this chart's values.
    void showCrosshair(double key);
    void hideCrosshair();
    /// Text that a screen reader reads for the picture.
    void setSummary(const QString& name, const QString& sentence);

Q_SIGNALS:
    void xRangeChosen(double lower, double upper); ///< by the person
    void viewReset();
    void viewChanged(); ///< view() is another one, whoever changed it
    void crosshairMoved(double key); ///< by the person
    void crosshairLeft();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void connectPlot();
    void moveCrosshair(const QPoint& position);
    /// `position` is where the box stands beside; false if there is nothing to tell.
    bool placeCrosshair(double key, const QPoint& position);
    QString readout(double key) const;
    void retranslate();
    void takeUpView();

    QCustomPlot* m_plot;
    EmptyState* m_emptyState;
    QStackedLayout* m_stack;
    QCPItemStraightLine* m_crosshair;
    QLabel* m_readout;
    std::function<void()> m_fit;
    std::function<QString(double)> m_keyText;
    std::function<QString(const QPoint&)> m_tooltip;
    QString m_subject;
    QStringList m_remembered; ///< waits for its subject; empty: none
    bool m_follows = true;
    bool m_settingRange = false;
};

} // namespace opal
