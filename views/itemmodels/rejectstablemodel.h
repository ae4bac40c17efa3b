// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/results/datasetsummary.h"

namespace opal {

/// Rows of the logs that an import did not take.
class RejectsTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Line, File, ColumnName, Reason, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRejects(std::vector<RejectedRow> rejects);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RejectedRow> m_rejects;
};

/// The filters of an import with what each left over.
class FilterStepsTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Filter, Users, Items, Interactions, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setSteps(std::vector<ImportReport::FilterStep> steps);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<ImportReport::FilterStep> m_steps;
};

} // namespace opal
