// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "core/results/datasetprofile.h"

namespace opal {

/// Two data sets side by side: a fact a row, the values, and how much the second differs from the first.
class ComparisonTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Fact, First, Second, Difference, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setProfiles(std::shared_ptr<const DatasetProfile> first,
                     std::shared_ptr<const DatasetProfile> second);
    /// Makes the texts again, e.g. in another language.
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        QString texts[ColumnCount];
        bool differs = false;
    };

    void addCount(const QString& fact, std::int64_t first, std::int64_t second);
    void addNumber(const QString& fact, double first, double second, QString (*text)(double));
    void addText(const QString& fact, const std::string& first, const std::string& second);
    void fill();

    std::shared_ptr<const DatasetProfile> m_first;
    std::shared_ptr<const DatasetProfile> m_second;
    std::vector<Row> m_rows;
};

} // namespace opal
