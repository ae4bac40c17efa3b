#pragma once

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
    void retranslate();

    QTableWidget& table() { return *m_table; }

private:
    void addRow(const QString& name, const QStringList& cells, bool numbers);
    void addParams();
    void addResults();
    QString resultText(double value, double baseline, bool isBaseline) const;

    QLabel* m_heading;
    QTableWidget* m_table;
    std::vector<RunRecord> m_runs;
    std::size_t m_asked = 0;
    bool m_baseline = false;
};

} // namespace opal
