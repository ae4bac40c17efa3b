// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QSplitter>

#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

class QStackedWidget;

namespace opal {

class DifferencesTable;
class RunCurvesChart;
class RunDetails;

/// What is known of the selected runs: curves above, below one run in words or the differences of several.
class RunSide final : public QSplitter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunSide)

public:
    RunSide(const PanelContext& context, QWidget* parent);

    void setRuns(std::vector<RunRecord> runs);
    void retranslate();

Q_SIGNALS:
    void openRequested();
    void resumeRequested();
    void noteWritten(const QString& note); ///< a new note of the one run, Markdown

private:
    RunCurvesChart* m_curves;
    QStackedWidget* m_pages;
    RunDetails* m_details;
    DifferencesTable* m_differences;
};

} // namespace opal
