// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "core/results/usercomparison.h"

namespace opal {

/// Users with their Recall in two runs.
class UsersTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { User, Targets, First, Second, Difference, ColumnCount };

    enum Role { SortRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    void setComparison(UserComparison comparison, const QString& firstName, const QString& secondName);

    const UserComparison& comparison() const { return m_comparison; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    UserComparison m_comparison;
    QString m_firstName;
    QString m_secondName;
};

} // namespace opal
