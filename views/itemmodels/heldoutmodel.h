// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "core/results/recalllist.h"

namespace opal {

/// What a user watched on the held-out day, found or missed: the place of each item in the merged list and
/// under every interest, beyond the end of the lists, too.
class HeldOutModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, Merged, FirstInterest };

    enum Role {
        ItemIdRole = Qt::UserRole + 1, ///< QString: original id
        FoundRole ///< bool: the list of this column holds it
    }; ///< beside ItemCellRole (itemcell.h), the same in every column

    using QAbstractTableModel::QAbstractTableModel;

    /// `k` is the length of the lists, `names` are as UserExploration::interestNames().
    void set(std::vector<UserExploration::HeldOut> items, std::vector<std::string> names, int k);

    /// Row of an item by its original id; -1 if it is not held out.
    int rowOf(const QString& itemId) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::int64_t place(const QModelIndex& index) const;

    std::vector<UserExploration::HeldOut> m_items;
    std::vector<std::string> m_names; ///< [K]
    int m_k = 0;
};

} // namespace opal
