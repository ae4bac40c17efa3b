// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/job.h"

#include <algorithm>

namespace opal {

void TrainProgress::gather(TrainProgress next)
{
    const auto append = [](auto& list, auto& more) {
        list.insert(list.end(), more.begin(), more.end());
        more = std::move(list);
    };
    append(steps, next.steps);
    append(evaluations, next.evaluations);
    append(events, next.events);
    if (next.run.isEmpty())
        next.run = run;
    *this = std::move(next);
}

PartContext::PartContext(JobContext& whole, double from, double share,
                         std::function<void(JobProgress&)> adapt, bool takesRequests)
    : m_whole(whole)
    , m_from(from)
    , m_share(share)
    , m_adapt(std::move(adapt))
    , m_takesRequests(takesRequests)
{
}

void PartContext::progress(const JobProgress& progress)
{
    JobProgress next = progress;
    m_highest = std::max(m_highest, progress.fraction);
    next.fraction = progress.fraction < 0 ? -1 : m_from + m_share * m_highest;
    if (m_adapt)
        m_adapt(next);
    m_whole.progress(next);
}

} // namespace opal
