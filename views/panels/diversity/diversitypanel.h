// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/results/runrecord.h"
#include "views/figures/sppmifigure.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QCustomPlot;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTabBar;
class QTableWidget;

namespace opal {

class ItemCellDelegate;
class DataTable;
class EmptyState;
class ErrorBar;
class OneAgainstSeveralBar;
class TradeoffPage;
class UserPicker;
class UsersDiversityPage;
struct DiversityJobRequest;
struct OneAgainstSeveral;

/// How alike a user's recommendations are, under one run or two side by side (the paper's Fig. 4), the same
/// over sets of users, and all runs by accuracy and diversity.
class DiversityPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiversityPanel)

public:
    explicit DiversityPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("diversity"); }

    QString title() const override;
    void retranslate() override;
    std::vector<FigureRequest> figures() const override;

    /// What is shown; empty sides while nothing is.
    const SppmiPair& shown() const { return m_pair; }

Q_SIGNALS:
    void shownChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum Page { UserPage, UsersPage, RunsPage };

    using Sides = std::vector<std::shared_ptr<const UserDiversity>>;

    /// A cell of one of the matrices.
    struct Cell
    {
        int side = -1;
        std::size_t row = 0;
        std::size_t column = 0;
    };

    void setupUi();
    void makeControls();
    QWidget* makeUserPage();
    void connectSignals();
    void showPage(int page);
    void passQuestions();
    void readRuns();
    void takeRuns(const std::vector<RunRecord>& runs);
    QString blockTitle(const UserDiversity& side, std::int32_t first, std::int32_t second, int items) const;
    void request();
    void takeSides(Sides sides);
    void draw();
    void showEmpty();
    void showBlock(const Cell& cell);
    Cell cellAt(const QPoint& position) const;
    QString cellText(const Cell& cell) const;
    QStringList cellCovers(const Cell& cell) const;
    DiversityJobRequest jobRequest(const QString& run) const;
    void askForContrast(const QString& datasetFile);
    void showContrast(const std::shared_ptr<const OneAgainstSeveral>& found);

    const PanelContext& m_context;
    Ask<Sides> m_ask; ///< the sides in the order of their runs
    UserPicker* m_picker;
    QLabel* m_otherLabel;
    QComboBox* m_other;
    QLabel* m_lengthLabel;
    QSpinBox* m_length;
    QLabel* m_shiftLabel;
    QComboBox* m_shift;
    QLabel* m_minimumLabel;
    QSpinBox* m_minimum;
    QLabel* m_orderLabel;
    QComboBox* m_order;
    QPushButton* m_contrast;
    OneAgainstSeveralBar* m_contrastBar;
    ErrorBar* m_error;
    EmptyState* m_empty;
    QTabBar* m_tabs;
    QStackedWidget* m_stack; ///< the three pages
    UsersDiversityPage* m_users;
    TradeoffPage* m_tradeoff;
    QStackedWidget* m_pages; ///< of one user: nothing yet, the matrix
    QCustomPlot* m_plot;
    DataTable* m_numbers;
    QLabel* m_blockHeading;
    QTableWidget* m_block;
    ItemCellDelegate* m_itemCells = nullptr;
    SppmiPair m_pair;
    SppmiPair m_chosen; ///< the last pair whose runs and user were found and not set here
    QString m_wantedOther; ///< the run to show beside once the list of runs has it; empty: the chosen one
    std::vector<RunRecord> m_comparable; ///< tested runs of the run's data set, itself among them
};

} // namespace opal
