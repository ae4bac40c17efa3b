// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/selectionhistory.h"

#include "views/shell/workspace.h"

namespace opal {

bool SelectionHistory::Step::operator==(const Step& other) const
{
    return datasetPath == other.datasetPath && run == other.run && user == other.user
        && interest == other.interest && category == other.category && items == other.items
        && panel == other.panel;
}

SelectionHistory::SelectionHistory(Workspace& workspace, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    m_recordTimer.setSingleShot(true);
    m_recordTimer.setInterval(0);
    connect(&m_recordTimer, &QTimer::timeout, this, &SelectionHistory::record);
    const auto later = [this] {
        if (!m_going)
            m_recordTimer.start();
    };
    for (const auto signal :
         { &Workspace::datasetChanged, &Workspace::runChanged, &Workspace::userChanged,
           &Workspace::interestChanged, &Workspace::categoryChanged, &Workspace::itemsChanged })
        connect(&m_workspace, signal, this, later);
}

void SelectionHistory::setPanel(const QString& id)
{
    if (id == m_panel || id.isEmpty())
        return;
    m_panel = id;
    if (!m_going)
        m_recordTimer.start();
}

SelectionHistory::Step SelectionHistory::current() const
{
    return { m_workspace.datasetPath(), m_workspace.datasetSummary(),
             m_workspace.runId(),       m_workspace.userId(),
             m_workspace.interest(),    m_workspace.category(),
             m_workspace.itemIds(),     m_panel };
}

void SelectionHistory::record()
{
    m_recordTimer.stop();
    const Step step = current();
    if (m_position >= 0) {
        Step& here = m_steps[static_cast<std::size_t>(m_position)];
        if (step == here) {
            here.datasetSummary = step.datasetSummary;
            return;
        }
    }
    m_steps.erase(m_steps.begin() + (m_position + 1), m_steps.end());
    m_steps.push_back(step);
    if (static_cast<int>(m_steps.size()) > limit)
        m_steps.erase(m_steps.begin());
    m_position = static_cast<int>(m_steps.size()) - 1;
    Q_EMIT changed();
}

void SelectionHistory::back()
{
    if (m_recordTimer.isActive())
        record();
    if (canGoBack())
        go(m_position - 1);
}

void SelectionHistory::forward()
{
    if (canGoForward())
        go(m_position + 1);
}

void SelectionHistory::go(int position)
{
    m_position = position;
    const Step step = m_steps[static_cast<std::size_t>(position)];
    m_going = true;
    m_workspace.setDataset(step.datasetPath, step.datasetSummary);
    m_workspace.setRun(step.run);
    m_workspace.setUser(step.user);
    m_workspace.setInterest(step.interest);
    m_workspace.setCategory(step.category);
    m_workspace.setItems(step.items);
    m_panel = step.panel;
    Q_EMIT panelWanted(step.panel);
    m_going = false;
    Q_EMIT changed();
}

} // namespace opal
