// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/results/interestcurves.h"
#include "core/results/runrecord.h"
#include "views/plot/picture.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;

namespace opal {

class EmptyState;
class Theme;
class Workspace;

/// Quality against the number of interests of the runs that it is given (paper, Fig. 3). A click on a point
/// opens its runs.
class InterestChart final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InterestChart)

public:
    InterestChart(const Theme& theme, Workspace& workspace, QWidget* parent = nullptr);
    ~InterestChart() override;

    void setRuns(std::vector<RunRecord> runs);

    /// All tested runs of the data set are wanted, not those of the sweep alone.
    bool wantsAllRuns() const;

    /// What can be exported now; empty while nothing is shown.
    std::vector<FigureRequest> figures() const { return m_picture->figures(); }

    void retranslate();

Q_SIGNALS:
    void allRunsToggled();

private:
    void fillMetrics();
    std::vector<MetricAt> shownMetrics() const;
    void rebuild();
    void openRunsAt(const QPoint& place, const QPoint& global);
    Picture::Hint hintAt(const QPoint& place) const;
    /// The point under a place of the plot; null if there is none near.
    const InterestPoint* pointAt(const QPointF& place, const InterestLine** line = nullptr) const;

    Workspace& m_workspace;
    std::vector<RunRecord> m_runs;
    std::vector<MetricAt> m_metrics; ///< that the runs were tested with
    std::shared_ptr<const InterestCurves> m_curves;
    QLabel* m_label;
    QComboBox* m_metric;
    QCheckBox* m_all;
    Picture* m_picture;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
};

} // namespace opal
