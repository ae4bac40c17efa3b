// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/results/recalllist.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace opal {

class JobRunner;
class LineSearch;
class RunStore;
class WhatIfBench;
class WorkspacePaths;

/// The edits of the history under its table: drop, move, another day, add an item found by id or title.
class HistoryEditor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HistoryEditor)

public:
    HistoryEditor(WhatIfBench& bench, JobRunner& jobs, RunStore& store, const WorkspacePaths& paths,
                  QWidget* parent = nullptr);

    void setRun(const QString& run);
    /// The row that is selected, -1: none, of a history of `rows` items.
    void setRow(int row, int rows);
    void showAnswer(const UserExploration& answer);
    void retranslate();

private:
    void addItem(const QString& id);
    void updateButtons();

    WhatIfBench& m_bench;
    QPushButton* m_drop;
    QPushButton* m_up;
    QPushButton* m_down;
    QComboBox* m_day;
    QLineEdit* m_item;
    LineSearch* m_search;
    QString m_run;
    int m_row = -1;
    int m_rows = 0;
    std::vector<std::string> m_rowDays; ///< of the history
    std::vector<std::string> m_days; ///< of the data set
};

} // namespace opal
