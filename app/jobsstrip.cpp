// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobsstrip.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

QString lookUp(const QString& key, std::initializer_list<std::pair<const char*, const char*>> table)
{
    for (const auto& [name, text] : table)
        if (key == QLatin1String(name))
            return QCoreApplication::translate("Jobs", text);
    return key;
}

} // namespace

QString jobKindText(const QString& kind)
{
    return lookUp(
        kind,
        { { "import", QT_TRANSLATE_NOOP("Jobs", "Importing") },
          { "train", QT_TRANSLATE_NOOP("Jobs", "Training") },
          { "sweep", QT_TRANSLATE_NOOP("Jobs", "Training the sweep") },
          { "one_against_several", QT_TRANSLATE_NOOP("Jobs", "Comparing one interest with several on") },
          { "evaluate", QT_TRANSLATE_NOOP("Jobs", "Evaluating") },
          { "kit", QT_TRANSLATE_NOOP("Jobs", "Making the paper kit") },
          { "attribution", QT_TRANSLATE_NOOP("Jobs", "Reading all users") },
          { "map", QT_TRANSLATE_NOOP("Jobs", "Mapping the items") },
          { "synthesise", QT_TRANSLATE_NOOP("Jobs", "Making the demo log") },
          { "open", QT_TRANSLATE_NOOP("Jobs", "Opening") },
          { "attach", QT_TRANSLATE_NOOP("Jobs", "Attaching a side table") },
          { "export_run", QT_TRANSLATE_NOOP("Jobs", "Exporting a run") },
          { "adopt", QT_TRANSLATE_NOOP("Jobs", "Adopting") },
          { "add_model", QT_TRANSLATE_NOOP("Jobs", "Trying out") },
          { "export_vectors", QT_TRANSLATE_NOOP("Jobs", "Exporting to") },
          { "import_run", QT_TRANSLATE_NOOP("Jobs", "Importing a run") } });
}

QString jobPhaseText(const QString& phase)
{
    if (phase == QLatin1String("warmup") || phase == QLatin1String("soft") || phase == QLatin1String("hard"))
        return stageTitle(phase.toStdString());
    return lookUp(phase,
                  { { "read", QT_TRANSLATE_NOOP("Jobs", "reading") },
                    { "filter", QT_TRANSLATE_NOOP("Jobs", "filtering") },
                    { "write", QT_TRANSLATE_NOOP("Jobs", "writing") },
                    { "evaluate", QT_TRANSLATE_NOOP("Jobs", "evaluating") },
                    { "diversity", QT_TRANSLATE_NOOP("Jobs", "measuring users") },
                    { "map", QT_TRANSLATE_NOOP("Jobs", "placing the items") },
                    { "test", QT_TRANSLATE_NOOP("Jobs", "testing") },
                    { "synthesise", QT_TRANSLATE_NOOP("Jobs", "drawing interactions") } });
}

JobsStrip::JobsStrip(JobRunner& jobs, const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_jobs(jobs)
    , m_theme(theme)
    , m_text(new ElidedLabel(this))
    , m_bar(new QProgressBar(this))
    , m_rate(new ElidedLabel(this))
    , m_pause(new QPushButton(this))
    , m_stop(new QPushButton(this))
    , m_queue(new QToolButton(this))
{
    setProperty("role", QStringLiteral("strip"));
    setObjectName(QStringLiteral("jobsStrip"));
    setFixedHeight(40);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(220);
    m_bar->setRange(0, 1000);
    m_pause->setObjectName(QStringLiteral("stripPause"));
    m_stop->setObjectName(QStringLiteral("stripStop"));
    for (QPushButton* button : { m_pause, m_stop })
        button->setProperty("role", QStringLiteral("flat"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(12);
    layout->addWidget(m_text, 3);
    layout->addWidget(m_bar);
    layout->addWidget(m_rate, 2);
    layout->addWidget(m_pause);
    layout->addWidget(m_stop);
    m_queue->setObjectName(QStringLiteral("queueButton"));
    m_queue->setProperty("role", QStringLiteral("dockButton"));
    m_queue->setIconSize({ 18, 18 });
    layout->addWidget(m_queue);
    connect(m_queue, &QToolButton::clicked, this, &JobsStrip::clicked);

    connect(&m_jobs, &JobRunner::queueChanged, this, &JobsStrip::refresh);
    connect(&m_jobs, &JobRunner::progressed, this, &JobsStrip::refresh);
    connect(&m_jobs, &JobRunner::started, this, [this](const JobInfo& job) {
        if (job.isWork())
            m_said.clear();
    });
    connect(&m_jobs, &JobRunner::finished, this, &JobsStrip::sayEnd);
    connect(&m_theme, &Theme::changed, this, &JobsStrip::refresh);
    connect(m_pause, &QPushButton::clicked, this,
            [this] { m_jobs.request(m_current.id, TrainRequest::Pause); });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_current.kind == QLatin1String("train"))
            m_jobs.request(m_current.id, TrainRequest::StopKeepBest);
        else
            m_jobs.cancel(m_current.id);
    });
    refresh();
}

void JobsStrip::say(const QString& text)
{
    m_said = text;
    refresh();
}

void JobsStrip::mouseReleaseEvent(QMouseEvent* event)
{
    event->accept();
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void JobsStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QFrame::changeEvent(event);
}

void JobsStrip::sayEnd(const JobInfo& job, const JobOutcome& outcome)
{
    if (!job.isWork())
        return;
    switch (outcome.kind) {
    case JobOutcome::Kind::Succeeded:
        m_said.clear();
        break;
    case JobOutcome::Kind::Cancelled:
        m_said = tr("%1 was cancelled").arg(job.subject);
        break;
    case JobOutcome::Kind::Failed:
        m_said = tr("%1 failed: %2").arg(job.subject, outcome.errorDetail);
        break;
    }
    refresh();
}

QString JobsStrip::progressText() const
{
    const JobProgress& progress = m_current.progress;
    QStringList parts;
    if (progress.total > 0)
        parts << QStringLiteral("%1 / %2").arg(countText(progress.done), countText(progress.total));
    else if (progress.done > 0)
        parts << countText(progress.done);
    if (progress.perSecond > 0)
        parts << (!progress.training.run.isEmpty()
                      ? tr("%1 steps/s").arg(progress.perSecond, 0, 'f', progress.perSecond < 10 ? 2 : 1)
                      : tr("%1 a second").arg(countText(std::llround(progress.perSecond))));
    if (progress.secondsLeft >= 0)
        parts << (m_current.kind != QLatin1String("train")
                      ? tr("%1 left").arg(durationText(progress.secondsLeft))
                      : tr("%1 left in this stage")
                            .arg(durationRangeText(progress.secondsLeft, progress.secondsLeftAtMost)));
    return parts.join(QStringLiteral("   "));
}

void JobsStrip::refresh()
{
    const auto jobs = m_jobs.jobs();
    const auto isRunning = [](const JobInfo& job) { return job.isWork() && job.running; };
    // Of two at the same time the one that was begun beside the other, e.g. a bundle while a training runs.
    const auto running = std::find_if(jobs.rbegin(), jobs.rend(), isRunning);
    const auto alsoRunning = std::count_if(jobs.begin(), jobs.end(), isRunning) - 1;
    const auto waiting = std::count_if(jobs.begin(), jobs.end(),
                                       [](const JobInfo& job) { return job.isWork() && !job.running; });
    const bool busy = running != jobs.rend();
    m_current = busy ? *running : JobInfo {};
    const JobProgress& progress = m_current.progress;
    const bool training = m_current.kind == QLatin1String("train");
    const bool pausable = training || m_current.kind == QLatin1String("sweep");
    m_bar->setVisible(busy);
    m_rate->setVisible(busy);
    m_pause->setVisible(busy && pausable);
    m_stop->setVisible(busy);
    m_pause->setEnabled(!m_current.stopping);
    m_stop->setEnabled(!m_current.stopping);
    m_pause->setText(tr("Pause"));
    m_stop->setText(training ? tr("Stop") : tr("Cancel"));
    m_stop->setToolTip(training ? tr("Finishes this step and keeps the best weights") : QString());
    m_pause->setIcon(m_theme.icon(QStringLiteral("pause")));
    m_stop->setIcon(m_theme.icon(training ? QStringLiteral("stop") : QStringLiteral("close")));
    m_bar->setAccessibleName(tr("Progress"));
    m_queue->setIcon(m_theme.icon(QStringLiteral("jobs")));
    m_queue->setToolTip(tr("Queue and log"));
    m_queue->setAccessibleName(tr("Show or hide the queue and the log"));
    if (!busy) {
        m_text->setFullText(m_said.isEmpty() ? tr("Nothing is running") : m_said);
        return;
    }
    QString text = QStringLiteral("%1 %2").arg(jobKindText(m_current.kind), m_current.subject);
    if (m_current.stopping)
        text += QStringLiteral(" · ") % tr("stopping after this step");
    else if (!progress.phase.isEmpty())
        text += QStringLiteral(" · ")
            % (progress.training.pointLabel.isEmpty() ? QString()
                                                      : progress.training.pointLabel + QStringLiteral(" · "))
            % jobPhaseText(progress.phase);
    if (alsoRunning > 0)
        text += QStringLiteral(" · ") % tr("%n more running", nullptr, static_cast<int>(alsoRunning));
    if (waiting > 0)
        text += QStringLiteral(" · ") % tr("%n waiting", nullptr, static_cast<int>(waiting));
    m_text->setFullText(text);
    const double share = progress.shownShare(m_current.kind);
    m_bar->setRange(0, share < 0 ? 0 : 1000);
    m_bar->setValue(static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * 1000)));
    m_rate->setFullText(progressText());
}

} // namespace opal
