// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/results/runrecord.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace opal {

class DataTable;
struct FigureTable;
class DifferencesTable;
class EmptyState;
class ErrorBar;
class ParallelPlot;
class RunCurvesChart;
class RunFilterProxyModel;
class RunTableModel;
class UsersPage;

/// Runs beside each other: a filtered list of runs at the left with a pinned baseline; at the right their
/// differences, curves folded over seeds, parallel coordinates and users.
class ComparePanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComparePanel)

public:
    explicit ComparePanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("compare"); }

    QString title() const override;
    void retranslate() override;

private:
    void setupUi();
    QWidget* setupList();
    QWidget* setupPages();
    void connectSignals();
    void reload();
    void takeRuns(std::vector<RunRecord> runs);
    void applyFilter();
    void updatePages();
    void updateParallel();
    void readStability(const std::vector<RunRecord>& runs);
    FigureTable parallelTable() const;
    void updateBaseline();
    void selectBrushed();
    void setBaseline(const std::string& id);
    const RunRecord* findRun(const std::string& id) const;
    std::vector<RunRecord> selectedRuns() const;
    /// Runs of the list, in its order.
    std::vector<RunRecord> listedRuns() const;
    void showError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    bool m_loading = false;
    bool m_loadAgain = false; ///< the store changed while it was read
    std::string m_baseline; ///< id; empty: none
    std::vector<std::string> m_stabilityOf; ///< runs and steps that m_differences has the stability of

    QLineEdit* m_filter = nullptr;
    QLabel* m_filterError = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_baselineText = nullptr;
    QPushButton* m_pin = nullptr;
    QPushButton* m_unpin = nullptr;
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QTableView* m_table = nullptr;
    RunTableModel* m_model = nullptr;
    RunFilterProxyModel* m_proxy = nullptr;
    QTabWidget* m_pages = nullptr;
    DifferencesTable* m_differences = nullptr;
    QWidget* m_curvesPage = nullptr;
    QCheckBox* m_fold = nullptr;
    RunCurvesChart* m_curves = nullptr;
    QWidget* m_parallelPage = nullptr;
    QLabel* m_parallelHint = nullptr;
    DataTable* m_parallelTable = nullptr;
    QPushButton* m_clearBrushes = nullptr;
    ParallelPlot* m_parallel = nullptr;
    std::vector<RunRecord> m_parallelRuns; ///< what m_parallel shows
    UsersPage* m_users = nullptr;
};

} // namespace opal
