// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/eventloopmeter.h"

#include <algorithm>
#include <cmath>

namespace opal {

EventLoopMeter::EventLoopMeter(int periodMs, QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(periodMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const double now = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
        m_delaysMs.push_back(std::max(0.0, now - m_lastMs - m_timer.interval()));
        m_lastMs = now;
    });
}

void EventLoopMeter::start()
{
    m_delaysMs.clear();
    m_clock.start();
    m_lastMs = 0;
    m_timer.start();
}

void EventLoopMeter::stop()
{
    m_timer.stop();
}

double EventLoopMeter::percentile(double percent) const
{
    if (m_delaysMs.empty())
        return 0;
    std::vector<double> sorted = m_delaysMs;
    std::sort(sorted.begin(), sorted.end());
    const auto index
        = static_cast<std::size_t>(std::lround(percent / 100 * static_cast<double>(sorted.size() - 1)));
    return sorted[std::min(index, sorted.size() - 1)];
}

} // namespace opal
