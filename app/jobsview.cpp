// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobsview.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTime>
#include <QTreeWidget>

#include "app/jobsstrip.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr std::size_t endedLimit = 100;
constexpr int logLimit = 500;

enum Column { JobColumn, StateColumn, ProgressColumn, TimeColumn };

/// Running, then waiting as they will start, then ended with the last one first.
int sortGroup(bool ended, bool running)
{
    return ended ? 2 : running ? 0 : 1;
}

} // namespace

JobsView::JobsView(JobRunner& jobs, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_theme(theme)
    , m_tree(new QTreeWidget(this))
    , m_up(new QPushButton(this))
    , m_down(new QPushButton(this))
    , m_cancel(new QPushButton(this))
    , m_logHeading(new QLabel(this))
    , m_log(new QListWidget(this))
{
    m_clock.start();
    setObjectName(QStringLiteral("jobsView"));
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumHeight(140);
    setupUi();
    connect(&m_jobs, &JobRunner::queueChanged, this, &JobsView::takeQueue);
    connect(&m_jobs, &JobRunner::started, this, &JobsView::takeStart);
    connect(&m_jobs, &JobRunner::progressed, this, &JobsView::takeProgress);
    connect(&m_jobs, &JobRunner::finished, this, &JobsView::takeEnd);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &JobsView::updateButtons);
    connect(m_up, &QPushButton::clicked, this, [this] {
        if (const Entry* entry = selected())
            m_jobs.moveWaiting(entry->info.id, -1);
    });
    connect(m_down, &QPushButton::clicked, this, [this] {
        if (const Entry* entry = selected())
            m_jobs.moveWaiting(entry->info.id, 1);
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (const Entry* entry = selected())
            m_jobs.cancel(entry->info.id);
    });
    connect(&m_theme, &Theme::changed, this, &JobsView::retranslate);
    retranslate();
    takeQueue();
}

JobsView::~JobsView() = default;

void JobsView::setupUi()
{
    m_tree->setObjectName(QStringLiteral("jobsTree"));
    m_tree->setColumnCount(4);
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(JobColumn, QHeaderView::Stretch);
    for (const Column column : { StateColumn, ProgressColumn, TimeColumn })
        m_tree->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_up->setObjectName(QStringLiteral("jobUp"));
    m_down->setObjectName(QStringLiteral("jobDown"));
    m_cancel->setObjectName(QStringLiteral("jobCancel"));
    m_log->setObjectName(QStringLiteral("jobsLog"));
    m_log->setProperty("role", QStringLiteral("log"));
    m_log->setWordWrap(true);
    m_logHeading->setProperty("role", QStringLiteral("secondary"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : { m_up, m_down, m_cancel })
        buttons->addWidget(button);
    buttons->addStretch();
    auto* queue = new QWidget(this);
    auto* queueColumn = new QVBoxLayout(queue);
    queueColumn->setContentsMargins(0, 0, 8, 0);
    queueColumn->setSpacing(8);
    queueColumn->addWidget(m_tree, 1);
    queueColumn->addLayout(buttons);
    auto* log = new QWidget(this);
    auto* logColumn = new QVBoxLayout(log);
    logColumn->setContentsMargins(8, 0, 0, 0);
    logColumn->setSpacing(4);
    logColumn->addWidget(m_logHeading);
    logColumn->addWidget(m_log, 1);
    auto* splitter = new QSplitter(this);
    splitter->setProperty("role", QStringLiteral("gap"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(queue);
    splitter->addWidget(log);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->addWidget(splitter);
}

JobsView::Entry* JobsView::find(JobId id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [id](const Entry& entry) { return entry.info.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

JobsView::Entry* JobsView::selected()
{
    const QTreeWidgetItem* current = m_tree->currentItem();
    return current ? find(current->data(0, Qt::UserRole).toLongLong()) : nullptr;
}

void JobsView::report(const QString& text)
{
    m_log->addItem(QTime::currentTime().toString(QStringLiteral("HH:mm:ss")) % QStringLiteral("  ") % text);
    while (m_log->count() > logLimit)
        delete m_log->takeItem(0);
    m_log->scrollToBottom();
}

/// Quick questions of the panels are no work that a person waits for.
void JobsView::takeQueue()
{
    const JobId current = selected() ? selected()->info.id : 0;
    std::vector<Entry> ordered;
    for (const JobInfo& info : m_jobs.jobs()) {
        if (!info.isWork())
            continue;
        Entry entry;
        if (const Entry* known = find(info.id))
            entry = *known;
        entry.info = info;
        ordered.push_back(std::move(entry));
    }
    for (const Entry& entry : m_entries)
        if (std::none_of(ordered.begin(), ordered.end(),
                         [&](const Entry& other) { return other.info.id == entry.info.id; }))
            ordered.push_back(entry);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Entry& a, const Entry& b) {
        const int groupA = sortGroup(a.ended, a.info.running);
        const int groupB = sortGroup(b.ended, b.info.running);
        return groupA != groupB ? groupA < groupB : groupA == 2 && a.endedMs > b.endedMs;
    });
    m_entries = std::move(ordered);
    m_tree->clear();
    dropOld();
    for (Entry& entry : m_entries) {
        entry.item = new QTreeWidgetItem(m_tree);
        entry.item->setData(0, Qt::UserRole, static_cast<qlonglong>(entry.info.id));
        showEntry(entry);
        if (entry.info.id == current)
            m_tree->setCurrentItem(entry.item);
    }
    if (!m_tree->currentItem() && m_tree->topLevelItemCount() > 0)
        m_tree->setCurrentItem(m_tree->topLevelItem(0));
    updateButtons();
}

void JobsView::dropOld()
{
    const auto firstEnded
        = std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.ended; });
    if (m_entries.end() - firstEnded > static_cast<std::ptrdiff_t>(endedLimit))
        m_entries.erase(firstEnded + endedLimit, m_entries.end());
}

void JobsView::takeStart(const JobInfo& job)
{
    takeQueue();
    Entry* entry = find(job.id);
    if (!entry)
        return;
    entry->startedMs = m_clock.elapsed();
    report(tr("%1 %2 has begun").arg(jobKindText(entry->info.kind), entry->info.subject));
    showEntry(*entry);
}

void JobsView::takeProgress(const JobInfo& job, const JobProgress& progress)
{
    Entry* entry = find(job.id);
    if (!entry)
        return;
    entry->progress = progress;
    entry->progress.training = progress.training.withoutNews();
    for (const RunEvent& event : progress.training.events)
        if (event.kind == "warning" || event.kind == "failed")
            report(QString::fromStdString(event.detail));
    showEntry(*entry);
}

void JobsView::takeEnd(const JobInfo& job, const JobOutcome& outcome)
{
    Entry* entry = find(job.id);
    if (!entry)
        return;
    entry->ended = true;
    entry->info.running = false;
    entry->outcome = outcome;
    entry->endedMs = m_clock.elapsed();
    QString text = QStringLiteral("%1 %2: %3")
                       .arg(jobKindText(entry->info.kind), entry->info.subject, stateText(*entry));
    if (outcome.kind == JobOutcome::Kind::Failed)
        text += QStringLiteral(". ") % outcome.errorDetail;
    report(text);
    takeQueue();
}

QString JobsView::stateText(const Entry& entry) const
{
    if (entry.ended) {
        switch (entry.outcome.kind) {
        case JobOutcome::Kind::Succeeded:
            return tr("done");
        case JobOutcome::Kind::Cancelled:
            return tr("cancelled");
        case JobOutcome::Kind::Failed:
            return tr("failed");
        }
    }
    if (!entry.info.running)
        return tr("waiting");
    if (entry.info.stopping)
        return tr("stopping");
    return entry.progress.phase.isEmpty() ? tr("running") : jobPhaseText(entry.progress.phase);
}

QString JobsView::progressText(const Entry& entry) const
{
    if (entry.ended || !entry.info.running)
        return {};
    if (entry.progress.total > 0)
        return QStringLiteral("%1 / %2").arg(countText(entry.progress.done), countText(entry.progress.total));
    if (const double share = entry.progress.shownShare(entry.info.kind); share >= 0)
        return tr("%1 %").arg(static_cast<int>(std::lround(share * 100)));
    return entry.progress.done > 0 ? countText(entry.progress.done) : QString();
}

QString JobsView::timeText(const Entry& entry) const
{
    if (entry.ended)
        return entry.startedMs < 0
            ? QString()
            : tr("took %1").arg(durationText(static_cast<double>(entry.endedMs - entry.startedMs) / 1000));
    if (entry.info.running && entry.progress.secondsLeft >= 0)
        return tr("%1 left").arg(durationText(entry.progress.secondsLeft));
    return {};
}

void JobsView::showEntry(Entry& entry)
{
    entry.item->setText(JobColumn,
                        QStringLiteral("%1 %2").arg(jobKindText(entry.info.kind), entry.info.subject));
    entry.item->setText(StateColumn, stateText(entry));
    entry.item->setText(ProgressColumn, progressText(entry));
    entry.item->setText(TimeColumn, timeText(entry));
    entry.item->setToolTip(JobColumn,
                           entry.outcome.kind == JobOutcome::Kind::Failed ? entry.outcome.errorDetail
                                                                          : entry.item->text(JobColumn));
}

void JobsView::updateButtons()
{
    const Entry* entry = selected();
    const bool waits = entry && !entry->ended && !entry->info.running;
    const auto isWaiting = [](const Entry& other) { return !other.ended && !other.info.running; };
    const auto first = std::find_if(m_entries.begin(), m_entries.end(), isWaiting);
    const auto last = std::find_if(m_entries.rbegin(), m_entries.rend(), isWaiting);
    m_up->setEnabled(waits && entry->info.id != first->info.id);
    m_down->setEnabled(waits && entry->info.id != last->info.id);
    m_cancel->setEnabled(entry && !entry->ended && !entry->info.stopping);
}

void JobsView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void JobsView::retranslate()
{
    m_tree->setHeaderLabels({ tr("Job"), tr("State"), tr("Progress"), tr("Time") });
    m_tree->setAccessibleName(tr("Queue of jobs"));
    m_up->setText(tr("Move up"));
    m_down->setText(tr("Move down"));
    m_cancel->setText(tr("Cancel the job"));
    m_up->setIcon(m_theme.icon(QStringLiteral("up")));
    m_down->setIcon(m_theme.icon(QStringLiteral("down")));
    m_cancel->setIcon(m_theme.icon(QStringLiteral("close")));
    m_logHeading->setText(tr("Log"));
    m_log->setAccessibleName(tr("Log"));
    for (Entry& entry : m_entries)
        if (entry.item)
            showEntry(entry);
}

} // namespace opal
