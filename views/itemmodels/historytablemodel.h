// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "core/results/recalllist.h"

namespace opal {

/// Time from the item before to each item as a share of the longest pause, 0..1, 0 for the first; empty if
/// the history has no times.
std::vector<double> historyPauses(const std::vector<HistoryEntry>& history);

/// A user's history, oldest first, in lanes of one day: the day is written in the first row of its lane only.
class HistoryTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Day, Item, Title, Weights, ColumnCount };

    enum Role {
        WeightsRole
        = Qt::UserRole + 1, ///< QList<float>: assignment to every interest; empty if the model has none
        CategoryRole, ///< int: hard hyper-category, -1 if the model has none
        LaneStartRole, ///< bool: first row of a day
        ItemIdRole ///< QString: original id
    }; ///< beside ItemCellRole (itemcell.h), the same in every column

    using QAbstractTableModel::QAbstractTableModel;

    void setHistory(std::vector<HistoryEntry> history);
    /// Whether the details of an item begin with its day: for a view without the column of days.
    void setDayInDetails(bool on);

    /// As UserExploration::interestNames(): what tooltips call the interests.
    void setInterestNames(std::vector<std::string> names) { m_names = std::move(names); }

    const HistoryEntry& entry(int row) const { return m_history[static_cast<std::size_t>(row)]; }

    /// First row of an item by its original id; -1 if it is not in the history.
    int rowOf(const QString& itemId) const;

    /// historyPauses() of what is shown.
    std::vector<double> pauses() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool startsLane(int row) const;
    bool hasTitles() const; ///< of any item
    QString dayText(int row) const;
    QString weightsText(const HistoryEntry& entry) const;

    std::vector<HistoryEntry> m_history;
    bool m_dayInDetails = false;
    std::vector<std::string> m_names; ///< [K]; empty: unknown
};

} // namespace opal
