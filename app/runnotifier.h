// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>
#include <QPointer>
#include <QString>
#include <QSystemTrayIcon>

#include "core/jobs/jobrunner.h"

class QWidget;

namespace opal {

/// Tells the person that a training has ended while the window is in the background: the window asks for
/// attention in the task bar, and where the desktop has a notification area, a message says how it went.
class RunNotifier final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunNotifier)

public:
    /// `wanted` is asked each time.
    RunNotifier(
        const JobRunner& jobs, QWidget& window, std::function<bool()> wanted = [] { return true; },
        QObject* parent = nullptr);

Q_SIGNALS:
    void notified(const QString& title, const QString& text);

private:
    void tellFailure(const JobInfo& job, const JobOutcome& outcome);
    void tellEnd(const TrainJobResult& result);
    bool isToTell() const;
    void notify(const QString& title, const QString& text);
    void showWindow();

    QWidget& m_window;
    std::function<bool()> m_wanted;
    QPointer<QSystemTrayIcon> m_tray; ///< there while a message may be seen
};

} // namespace opal
