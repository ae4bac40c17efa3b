// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/queuelist.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "views/widgets/elidedlabel.h"

namespace opal {

QueueList::QueueList(JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_heading(new QLabel(this))
    , m_rows(new QVBoxLayout)
{
    setObjectName(QStringLiteral("queueList"));
    m_heading->setProperty("role", QStringLiteral("group"));
    m_rows->setSpacing(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_heading);
    layout->addLayout(m_rows);
    connect(&m_jobs, &JobRunner::queueChanged, this, &QueueList::refresh);
    refresh();
}

void QueueList::refresh()
{
    std::vector<JobInfo> waiting;
    for (const JobInfo& job : m_jobs.jobs())
        if (job.lane == JobLane::Heavy && !job.running)
            waiting.push_back(job);
    std::vector<JobId> ids;
    for (const JobInfo& job : waiting)
        ids.push_back(job.id);
    if (ids == m_shown && !m_widgets.empty())
        return;
    for (QWidget* row : m_widgets) {
        row->hide();
        row->deleteLater(); // a click on its own button may be going on
    }
    m_widgets.clear();
    m_shown = ids;
    int place = 0;
    for (const JobInfo& job : waiting)
        addRow(job, ++place);
    retranslate();
    setVisible(!waiting.empty());
}

void QueueList::addRow(const JobInfo& job, int place)
{
    auto* row = new QWidget(this);
    auto* name = new ElidedLabel(row);
    name->setFullText(QStringLiteral("%1. %2").arg(place).arg(job.subject));
    auto* remove = new QPushButton(tr("Remove"), row);
    remove->setProperty("role", QStringLiteral("link"));
    remove->setObjectName(QStringLiteral("removeFromQueue%1").arg(place));
    remove->setAccessibleName(tr("Remove %1 from the queue").arg(job.subject));
    connect(remove, &QPushButton::clicked, this, [this, id = job.id] { m_jobs.cancel(id); });
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(name, 1);
    layout->addWidget(remove);
    m_rows->addWidget(row);
    m_widgets.push_back(row);
}

void QueueList::retranslate()
{
    m_heading->setText(tr("%n waiting", "jobs in the queue", count()));
}

} // namespace opal
