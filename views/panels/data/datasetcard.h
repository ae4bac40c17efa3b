// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/results/datasetprofile.h"
#include "core/results/datasetsummary.h"
#include "core/results/runrecord.h"

class QComboBox;
class QPushButton;
class QLabel;
class QTableView;

namespace opal {

class AttachForm;
class Dialogs;
class ElidedLabel;
class FigureView;
class FilterStepsTableModel;
class LeakGuard;
class MetricTile;
class RejectsTableModel;
class Theme;

/// What a person checks before training: the counts of Table I, the split with its leak guard on a timeline,
/// the distributions, and what the import took and refused.
class DatasetCard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DatasetCard)

public:
    DatasetCard(Dialogs& dialogs, const Theme& theme, QWidget* parent = nullptr);

    void setSummary(std::shared_ptr<const DatasetSummary> summary, const QString& path);
    /// The distributions of the data set on show.
    void setProfile(std::shared_ptr<const DatasetProfile> profile);
    /// They cannot be counted.
    void showProfileProblem();
    /// What the data set on show can be compared with.
    void setOthers(const std::vector<DatasetRecord>& records);

    /// The form in which a side table is attached; hidden until it is asked for.
    AttachForm& attachForm() { return *m_attachForm; }

    void retranslate();

Q_SIGNALS:
    void compareRequested(const QString& path);

private:
    QLayout* makeTitle(QWidget* content);
    QWidget* makeCounts();
    QWidget* makeSplit();
    QWidget* makeReport();
    void showCounts();
    void showSplit();
    void showReport();

    std::shared_ptr<const DatasetSummary> m_summary;
    std::shared_ptr<const DatasetProfile> m_profile;
    const Theme& m_theme;
    QString m_path;

    QLabel* m_name = nullptr;
    ElidedLabel* m_source = nullptr;
    MetricTile* m_users = nullptr;
    MetricTile* m_items = nullptr;
    MetricTile* m_interactions = nullptr;
    MetricTile* m_density = nullptr;
    QLabel* m_splitHeading = nullptr;
    QLabel* m_splitText = nullptr;
    QLabel* m_reach;
    QLabel* m_fewUsers;
    QLabel* m_splitUsers = nullptr;
    LeakGuard* m_leaks = nullptr;
    ElidedLabel* m_hash = nullptr;
    FigureView* m_days = nullptr;
    std::vector<FigureView*> m_figures; ///< datasetFigures() behind the first
    QComboBox* m_compare = nullptr;
    QPushButton* m_attach = nullptr;
    AttachForm* m_attachForm = nullptr;
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
