// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/workspace.h"

#include <utility>

#include <QFileInfo>

#include "core/results/datasetsummary.h"

namespace opal {

Workspace::Workspace(QObject* parent)
    : QObject(parent)
{
}

QString Workspace::datasetName() const
{
    if (m_datasetPath.isEmpty())
        return {};
    return m_datasetSummary && !m_datasetSummary->name.empty()
        ? QString::fromStdString(m_datasetSummary->name)
        : QFileInfo(m_datasetPath).completeBaseName();
}

void Workspace::setDataset(const QString& path, std::shared_ptr<const DatasetSummary> summary)
{
    if (path == m_datasetPath && summary == m_datasetSummary)
        return;
    const bool sameContent
        = path == m_datasetPath && summary && m_datasetSummary && summary->hash == m_datasetSummary->hash;
    m_datasetPath = path;
    m_datasetSummary = std::move(summary);
    Q_EMIT datasetChanged();
    if (sameContent)
        Q_EMIT itemTextsChanged();
}

void Workspace::setRun(const QString& id)
{
    if (id == m_runId)
        return;
    m_runId = id;
    Q_EMIT runChanged();
    setUser({});
    setCategory(-1);
}

void Workspace::setSelectedRuns(const QStringList& ids)
{
    if (ids == m_selectedRuns)
        return;
    m_selectedRuns = ids;
    Q_EMIT selectedRunsChanged();
}

void Workspace::setUser(const QString& originalId)
{
    if (originalId == m_userId)
        return;
    m_userId = originalId;
    Q_EMIT userChanged();
    setInterest(-1);
}

void Workspace::setInterest(int interest)
{
    if (interest == m_interest)
        return;
    m_interest = interest;
    Q_EMIT interestChanged();
}

void Workspace::setCategory(int category)
{
    if (category == m_category)
        return;
    m_category = category;
    Q_EMIT categoryChanged();
}

void Workspace::setItems(const QStringList& originalIds)
{
    if (originalIds == m_itemIds)
        return;
    m_itemIds = originalIds;
    Q_EMIT itemsChanged();
}

void Workspace::showPanel(const QString& id)
{
    Q_EMIT panelRequested(id);
}

void Workspace::requestFigure(const QString& key, const QString& datasetFile)
{
    Q_EMIT figureRequested(key, datasetFile.isEmpty() ? m_datasetPath : datasetFile);
}

} // namespace opal
