// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QAbstractTableModel>

#include "core/results/attribution.h"

namespace opal {

/// The users of a run's test day with their properties.
class UserPropertyModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { User, History, Diversity, Drift, Interests, Hits, Recall, ColumnCount };

    enum Role { SortRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    void setResult(std::shared_ptr<const RunAttribution> result);

    bool hasResult() const { return m_result != nullptr; }

    int rowOf(const QString& user) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const RunAttribution> m_result;
};

} // namespace opal
