#pragma once

#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "core/jobs/jobs.h"

namespace opal {

/// The head of a log file as the importer understands it; the columns that are mapped to user, item, time or
/// day say so in their header.
class PreviewTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setPreview(std::vector<std::string> columns, std::vector<std::vector<std::string>> rows);
    void setMapping(ColumnMap mapping);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString roleText(const std::string& column) const;

    std::vector<std::string> m_columns;
    std::vector<std::vector<std::string>> m_rows;
    ColumnMap m_mapping;
};

} // namespace opal
