// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "core/results/listdifference.h"
#include "core/results/recalllist.h"

namespace opal {

/// One recall list: the list of an interest or the merged one.
class RecallTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Rank, Item, Title, Tags, Interest, Score, Scores, Change, HeldOut, ColumnCount };

    enum Role {
        InterestRole = Qt::UserRole + 1, ///< int: 0-based interest that gave the item
        HeldOutRole, ///< bool: the item is a target of the user
        SortRole, ///< value to compare
        ScoresRole, ///< QList<float>: score under every interest; may be empty
        ItemIdRole ///< QString: original id
    }; ///< beside ItemCellRole (itemcell.h), the same in every column

    using QAbstractTableModel::QAbstractTableModel;

    /// `texts` is parallel to `entries`.
    void setList(std::vector<RecallEntry> entries, std::vector<UserExploration::ItemText> texts);

    /// Scores under every interest, by item; taken over by setList().
    void setScores(std::map<std::int32_t, ItemScores> scores) { m_scores = std::move(scores); }

    /// As UserExploration::interestNames(): what tooltips call the interests.
    void setInterestNames(std::vector<std::string> names) { m_names = std::move(names); }

    /// What has changed against another list: the places there, and the items that have left, which are shown
    /// behind the list. Cleared by setList().
    void setDifference(ListDifference difference, std::vector<RecallEntry> left,
                       std::vector<UserExploration::ItemText> leftTexts);

    /// Rows of the list itself, without those that have left it.
    int listedRows() const { return m_listed; }

    bool hasDifference() const { return m_hasDifference; }

    /// Row of an item by its original id; -1 if it is not in the list.
    int rowOf(const QString& itemId) const;
    /// Everything about an item in one line, for the row that is selected.
    QString detailText(int row) const;

    const RecallEntry& entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }

    /// Rows of held-out items, best first.
    std::vector<int> hitRows() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString changeText(int row) const;
    QString interestText(int interest) const;
    /// `named`: where there is room for more than numbers.
    QString scoresText(int row, const QString& separator, bool named) const;
    const ItemScores* scoresOf(int row) const;

    bool isLeft(int row) const { return row >= m_listed; }

    std::vector<RecallEntry> m_entries;
    std::vector<std::string> m_names; ///< [K]; empty: unknown
    int m_listed = 0; ///< rows of the list itself; the others have left it
    std::map<std::int32_t, ItemScores> m_scores;
    ListDifference m_difference;
    bool m_hasDifference = false;
    std::vector<UserExploration::ItemText> m_texts; ///< parallel to m_entries
};

} // namespace opal
