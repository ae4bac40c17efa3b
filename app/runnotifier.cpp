// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runnotifier.h"

#include <utility>

#include <QApplication>
#include <QIcon>
#include <QWidget>

#include "views/widgets/numbers.h"

namespace opal {

RunNotifier::RunNotifier(const JobRunner& jobs, QWidget& window, std::function<bool()> wanted,
                         QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_wanted(std::move(wanted))
{
    connect(&jobs, &JobRunner::trained, this, &RunNotifier::tellEnd);
    connect(&jobs, &JobRunner::finished, this, &RunNotifier::tellFailure);
}

bool RunNotifier::isToTell() const
{
    return m_wanted() && !m_window.isActiveWindow();
}

void RunNotifier::tellFailure(const JobInfo& job, const JobOutcome& outcome)
{
    if (job.kind == QLatin1String("train") && outcome.kind == JobOutcome::Kind::Failed && isToTell())
        notify(tr("%1 has failed").arg(job.subject), tr("The training panel tells why and what to do."));
}

void RunNotifier::tellEnd(const TrainJobResult& result)
{
    if (result.paused || !isToTell())
        return;
    const RunRecord& run = result.run;
    QString text = tr("%1 steps.").arg(countText(run.step));
    if (run.test && run.test->of("recall").contains(200))
        text = tr("Recall@200 on the test day: %1.").arg(metricText(run.test->of("recall").at(200)));
    notify(tr("%1 has finished").arg(QString::fromStdString(run.name)), text);
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
