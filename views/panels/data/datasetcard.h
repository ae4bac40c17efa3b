#pragma once

#include <memory>

#include <QWidget>

#include "core/results/datasetsummary.h"

class QLabel;
class QTableView;

namespace opal {

class DayChart;
class ElidedLabel;
class FilterStepsTableModel;
class MetricTile;
class RejectsTableModel;
class Theme;

/// What a person checks before training: the counts of Table I, the split, the days, and what the import took
/// and refused.
class DatasetCard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DatasetCard)

public:
    explicit DatasetCard(const Theme& theme, QWidget* parent = nullptr);

    void setSummary(std::shared_ptr<const DatasetSummary> summary, const QString& path);
    void retranslate();

private:
    QWidget* makeCounts();
    QWidget* makeSplit();
    QWidget* makeReport();
    void showReport();

    std::shared_ptr<const DatasetSummary> m_summary;
    QString m_path;

    QLabel* m_name = nullptr;
    ElidedLabel* m_source = nullptr;
    MetricTile* m_users = nullptr;
    MetricTile* m_items = nullptr;
    MetricTile* m_interactions = nullptr;
    MetricTile* m_density = nullptr;
    QLabel* m_splitHeading = nullptr;
    QLabel* m_splitText = nullptr;
    QLabel* m_splitUsers = nullptr;
    QLabel* m_leaks = nullptr;
    ElidedLabel* m_hash = nullptr;
    DayChart* m_days = nullptr;
    QLabel* m_reportHeading = nullptr;
    QLabel* m_reportText = nullptr;
    QLabel* m_notes = nullptr;
    QTableView* m_filters = nullptr;
    FilterStepsTableModel* m_filtersModel = nullptr;
    QLabel* m_rejectsHeading = nullptr;
    QTableView* m_rejects = nullptr;
    RejectsTableModel* m_rejectsModel = nullptr;
};

} // namespace opal
