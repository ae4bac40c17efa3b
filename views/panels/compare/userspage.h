// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/results/runrecord.h"
#include "core/results/usercomparison.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace opal {

class UsersTableModel;

/// Win, tie and loss of one run against the baseline, user by user, and the way to the users where they
/// differ most.
class UsersPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UsersPage)

public:
    explicit UsersPage(const PanelContext& context, QWidget* parent = nullptr);

    void setRuns(std::optional<RunRecord> baseline, std::optional<RunRecord> run);
    void retranslate();

Q_SIGNALS:
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void start();
    void takeComparison(UserComparison comparison);
    void showUser();
    void updateState();

    PanelContext m_context;
    std::optional<RunRecord> m_baseline;
    std::optional<RunRecord> m_run;
    RunRecord m_shownFirst; ///< what the table is about
    RunRecord m_shownSecond;
    Ask<UserComparison> m_ask;
    QLabel* m_hint;
    QLabel* m_result;
    QComboBox* m_cutoff;
    QPushButton* m_start;
    QPushButton* m_cancel;
    QPushButton* m_show;
    QProgressBar* m_progress;
    QTableView* m_table;
    UsersTableModel* m_model;
    QSortFilterProxyModel* m_proxy;
};

} // namespace opal
