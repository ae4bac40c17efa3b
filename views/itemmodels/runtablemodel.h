// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include <QAbstractTableModel>

#include "core/results/runrecord.h"

namespace opal {

/// How runs are put together under headings.
enum class RunGrouping { None, Dataset, Tags };

/// Runs as rows. Keeps the rows in place when a newer list arrives, so that selection and scroll position
/// survive. While runs are grouped, the rows behind the runs are the headings of the groups.
class RunTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// The first columns; what is measured, and more, stands behind them: columnOf().
    enum Column {
        Star,
        Name,
        State,
        ModelName, ///< the recommender
        DatasetName,
        Interests,
        BestRecall, ///< validation Recall@200 of the decisive stage
        BestEpoch,
    };

    enum Role {
        SortRole = Qt::UserRole + 1, ///< number or text to compare; invalid where the value is missing
        IdRole, ///< id of the run
        HeadingRole ///< true for the heading of a group
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes a newer list; only rows that differ are announced.
    void setRuns(std::vector<RunRecord> runs);

    const std::vector<RunRecord>& runs() const { return m_runs; }

    void setGrouping(RunGrouping grouping);

    RunGrouping grouping() const { return m_grouping; }

    bool isHeading(int row) const { return row >= static_cast<int>(m_runs.size()); }

    /// Which group a row belongs to, also for a heading; empty without grouping.
    const std::string& group(int row) const;

    const RunRecord& run(int row) const { return m_runs[static_cast<std::size_t>(row)]; }

    /// Row of a run, -1 if it is not listed.
    int rowOf(const std::string& id) const;

    /// Lower-case text of everything a word of the filter line may match.
    const QString& searchText(int row) const { return m_searchTexts[static_cast<std::size_t>(row)]; }

    /// Every field that a filter over these runs may name.
    const std::vector<std::string>& fieldNames() const { return m_fieldNames; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// How many columns there are: those of `Column`, the metrics that tables have room for at 50, 100 and
    /// 200, the measures of the interests, when and how a run is filed, the other metrics.
    static int columns();

    /// A column behind those of `Column` by its key: "recall@50", "ami", "created", "tags".
    static int columnOf(std::string_view key);

    static QString title(int column); ///< translated
    /// False for columns that a person has to ask for.
    static bool isShownAtFirst(int column);
    /// Pixels.
    static int widthAtFirst(int column);
    /// Whether its cells are what metric() gives.
    static bool isMeasured(int column);

    /// Value of a column that is measured, NaN where the run has none.
    static double metric(const RunRecord& record, int column);

private:
    bool mergeRuns(std::vector<RunRecord>& runs);
    void updateHeadings();
    QVariant headingData(const QModelIndex& index, int role) const;
    std::vector<RunRecord> m_runs;
    std::vector<QString> m_searchTexts; ///< parallel to m_runs
    std::vector<std::string> m_fieldNames;
    RunGrouping m_grouping = RunGrouping::None;
    std::vector<std::string> m_groups; ///< parallel to m_runs while grouped

    struct Heading
    {
        std::string group;
        int runs = 0;
        double best = 0; ///< largest validation Recall@200; NaN if there is none
    };

    std::vector<Heading> m_headings; ///< rows behind the runs
};

} // namespace opal
