// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/results/runrecord.h"

class QLabel;
class QTableWidget;

namespace opal {

/// Settings in which some runs differ, one column a run, and their results below: what is the same is left
/// out. With a baseline (the first run) results are also shown as the difference from it.
class DifferencesTable final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DifferencesTable)

public:
    /// More runs than this are not listed; the label says so.
    static constexpr std::size_t mostRuns = 30;

    explicit DifferencesTable(QWidget* parent = nullptr);

    void setRuns(const std::vector<RunRecord>& runs, bool firstIsBaseline);
    /// Stability of the categories of the other runs beside those of the first one, by run id; none is known
    /// of a run that is not named.
    void setStability(std::map<std::string, double> ami);
    void retranslate();

    QTableWidget& table() { return *m_table; }

private:
    void addRow(const QString& name, const QStringList& cells, bool numbers);
    void addParams();
    void addResults();
    void addStability();
    QString resultText(double value, double baseline, bool isBaseline) const;

    QLabel* m_heading;
    QTableWidget* m_table;
    std::vector<RunRecord> m_runs;
    std::map<std::string, double> m_stability; ///< by run id
    std::size_t m_asked = 0;
    bool m_baseline = false;
};

} // namespace opal
