// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/results/datasetprofile.h"

class QLabel;
class QPushButton;
class QTableView;

namespace opal {

class ComparisonTableModel;
class FigureView;
class Theme;

/// Two data sets side by side: their numbers with the differences, and their distributions laid over one
/// another as shares.
class DatasetComparison final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DatasetComparison)

public:
    explicit DatasetComparison(const Theme& theme, QWidget* parent = nullptr);

    /// Either may be null while it is being counted.
    void setProfiles(std::shared_ptr<const DatasetProfile> first,
                     std::shared_ptr<const DatasetProfile> second);
    void retranslate();

Q_SIGNALS:
    void closed();

private:
    std::shared_ptr<const DatasetProfile> m_first;
    std::shared_ptr<const DatasetProfile> m_second;
    QLabel* m_heading;
    QPushButton* m_back;
    QTableView* m_table;
    ComparisonTableModel* m_model;
    std::vector<FigureView*> m_figures; ///< parallel to datasetFigures()
};

} // namespace opal
