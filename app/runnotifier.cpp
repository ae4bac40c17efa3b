// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runnotifier.h"

#include <any>
#include <utility>

#include <QApplication>
#include <QIcon>
#include <QWidget>

#include "core/jobs/jobs.h"
#include "views/widgets/numbers.h"

namespace opal {

RunNotifier::RunNotifier(const JobRunner& jobs, QWidget& window, std::function<bool()> wanted,
                         QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
    , m_window(window)
    , m_wanted(std::move(wanted))
{
    connect(&jobs, &JobRunner::started, this, &RunNotifier::onStarted);
    connect(&jobs, &JobRunner::finished, this, &RunNotifier::onFinished);
}

void RunNotifier::onStarted(JobId id)
{
    for (const JobInfo& job : m_jobs.jobs())
        if (job.id == id && job.kind == QLatin1String("train"))
            m_trainings[id] = job.subject;
}

void RunNotifier::onFinished(JobId id, const JobOutcome& outcome)
{
    const auto found = m_trainings.find(id);
    if (found == m_trainings.end())
        return;
    const QString name = found->second;
    m_trainings.erase(found);
    if (!m_wanted() || m_window.isActiveWindow() || outcome.kind == JobOutcome::Kind::Cancelled)
        return;
    if (outcome.kind == JobOutcome::Kind::Failed) {
        notify(tr("%1 has failed").arg(name), tr("The training panel tells why and what to do."));
        return;
    }
    const auto* result = std::any_cast<TrainJobResult>(&outcome.result);
    if (!result || result->paused)
        return;
    QString text = tr("%1 steps.").arg(countText(result->run.step));
    if (result->run.test && result->run.test->of("recall").contains(200))
        text = tr("Recall@200 on the test day: %1.").arg(metricText(result->run.test->of("recall").at(200)));
    notify(tr("%1 has finished").arg(QString::fromStdString(result->run.name)), text);
}

void RunNotifier::notify(const QString& title, const QString& text)
{
    QApplication::alert(&m_window);
    if (QSystemTrayIcon::isSystemTrayAvailable() && QSystemTrayIcon::supportsMessages()) {
        if (!m_tray) {
            m_tray = new QSystemTrayIcon(QIcon(QStringLiteral(":/icons/opal-studio.svg")), this);
            connect(m_tray, &QSystemTrayIcon::messageClicked, this, &RunNotifier::showWindow);
            connect(m_tray, &QSystemTrayIcon::activated, this, &RunNotifier::showWindow);
        }
        m_tray->setToolTip(title);
        m_tray->show();
        m_tray->showMessage(title, text);
    }
    Q_EMIT notified(title, text);
}

void RunNotifier::showWindow()
{
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
    if (m_tray)
        m_tray->deleteLater();
}

} // namespace opal
