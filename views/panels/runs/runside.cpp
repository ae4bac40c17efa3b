// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/runside.h"

#include <optional>
#include <utility>

#include <QStackedWidget>

#include "views/panels/runs/rundetails.h"
#include "views/plot/runcurveschart.h"
#include "views/shared/differencestable.h"
#include "views/widgets/make.h"

namespace opal {

RunSide::RunSide(const PanelContext& context, QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
    , m_curves(new RunCurvesChart(context, this))
    , m_pages(new QStackedWidget(this))
    , m_details(new RunDetails(this))
    , m_differences(new DifferencesTable(this))
{
    m_pages->addWidget(m_details);
    m_pages->addWidget(m_differences);
    m_differences->layout()->setContentsMargins(16, 0, 0, 0);
    auto* top = new QWidget(this);
    columnOn(top, 0, { 16, 0, 0, 8 })->addWidget(m_curves);
    auto* bottom = new QWidget(this);
    columnOn(bottom, 0, { 0, 8, 0, 0 })->addWidget(m_pages);
    setChildrenCollapsible(false);
    setHandleWidth(1);
    addWidget(top);
    addWidget(bottom);
    setSizes({ 260, 380 });
    setMinimumWidth(280);
    connect(m_details, &RunDetails::openRequested, this, &RunSide::openRequested);
    connect(m_details, &RunDetails::resumeRequested, this, &RunSide::resumeRequested);
    connect(m_details, &RunDetails::noteWritten, this, &RunSide::noteWritten);
}

void RunSide::setRuns(std::vector<RunRecord> runs)
{
    if (runs.size() > 1) {
        m_differences->setRuns(runs, false);
        m_pages->setCurrentWidget(m_differences);
    } else {
        m_details->setRun(runs.empty() ? std::nullopt : std::optional<RunRecord>(runs.front()));
        m_pages->setCurrentWidget(m_details);
    }
    m_curves->setRuns(std::move(runs));
}

void RunSide::retranslate()
{
    m_details->retranslate();
    m_differences->retranslate();
    m_curves->retranslate();
}

} // namespace opal
