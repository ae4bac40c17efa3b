// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace opal {

/// Measures how late the event loop comes to a timer: what a person feels as sluggishness. Used by the
/// responsiveness test.
class EventLoopMeter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventLoopMeter)

public:
    explicit EventLoopMeter(int periodMs = 5, QObject* parent = nullptr);

    void start();
    void stop();

    std::size_t samples() const { return m_delaysMs.size(); }

    /// Delay in milliseconds below which `percent` (0..100) of the samples lie; 0 without samples.
    double percentile(double percent) const;

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_lastMs = 0;
    std::vector<double> m_delaysMs;
};

} // namespace opal
