// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "core/results/runrecord.h"
#include "views/figures/tradeofffigure.h"
#include "views/plot/picture.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace opal {

class EmptyState;
struct DiversityJobRequest;

/// Every finished run of the data set as a point of accuracy against diversity. Values are measured when
/// asked and kept in the store.
class TradeoffPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TradeoffPage)

public:
    explicit TradeoffPage(const PanelContext& context, QWidget* parent = nullptr);

    /// Runs of one data set and how they are measured; asks the store for what is known of them, so the owner
    /// calls it whenever the store has changed.
    void setRuns(std::vector<RunRecord> runs, const DiversityJobRequest& settings);
    void retranslate();

    std::vector<FigureRequest> figures() const { return m_picture->figures(); }

    const Tradeoff& shown() const { return m_tradeoff; }

Q_SIGNALS:
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void nameMeasures();
    void setupUi();
    void connectSignals();
    void readValues();
    void takeValues(const std::vector<RunDiversity>& rows);
    void measure();
    bool isMeasuring() const;
    void showMeasured(double shareOfNext);
    void draw();
    void updateState();
    Picture::Hint hintAt(const QPoint& place) const;
    /// The point under the mouse, null if there is none.
    const Tradeoff::Point* pointAt(const QPoint& position) const;

    PanelContext m_context;
    std::vector<RunRecord> m_runs;
    std::vector<std::string> m_unmeasured; ///< run ids
    /// One for each run of the present or last measurement: one that fails does not stop the others.
    std::vector<std::unique_ptr<Ask<std::shared_ptr<const AverageDiversity>>>> m_asks;
    int m_k = 200;
    double m_shift = 1;
    std::int64_t m_minimumCount = 1;
    Tradeoff m_tradeoff;
    QLabel* m_xLabel = nullptr;
    QComboBox* m_x = nullptr;
    QLabel* m_yLabel = nullptr;
    QComboBox* m_y = nullptr;
    QPushButton* m_measure = nullptr;
    QPushButton* m_cancel = nullptr;
    QProgressBar* m_progress = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    Picture* m_picture = nullptr;
};

} // namespace opal
