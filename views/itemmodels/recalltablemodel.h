#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/results/recalllist.h"

namespace opal {

/// One recall list: the list of an interest or the merged one.
class RecallTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Rank, Item, Title, Tags, Interest, Score, HeldOut, ColumnCount };

    enum Role {
        InterestRole = Qt::UserRole + 1, ///< int: 0-based interest that gave the item
        HeldOutRole, ///< bool: the item is a target of the user
        SortRole ///< value to compare
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// `texts` is parallel to `entries`.
    void setList(std::vector<RecallEntry> entries, std::vector<UserExploration::ItemText> texts);

    const RecallEntry& entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }

    /// Rows of held-out items, best first.
    std::vector<int> hitRows() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RecallEntry> m_entries;
    std::vector<UserExploration::ItemText> m_texts; ///< parallel to m_entries
};

} // namespace opal
