// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/results/datasetprofile.h"

namespace opal {

/// Training interactions that are later than a held-out one.
class LeakTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { User, Item, When, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setExamples(std::vector<LeakExample> examples);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<LeakExample> m_examples;
};

} // namespace opal
