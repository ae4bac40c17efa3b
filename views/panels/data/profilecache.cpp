// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/profilecache.h"

#include <algorithm>

#include "core/jobs/jobs.h"

namespace opal {

ProfileCache::ProfileCache(JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
{
    connect(&jobs, &JobRunner::finished, this, &ProfileCache::takeResult);
}

ProfileCache::~ProfileCache()
{
    for (const auto& [id, path] : m_running)
        m_jobs.cancel(id);
}

std::shared_ptr<const DatasetProfile> ProfileCache::find(const QString& path, const std::string& hash) const
{
    const auto found = m_profiles.find(path);
    if (found == m_profiles.end() || (!hash.empty() && found->second->summary.hash != hash))
        return nullptr;
    return found->second;
}

void ProfileCache::request(const QString& path, const std::string& hash)
{
    const bool isRunning = std::any_of(m_running.begin(), m_running.end(),
                                       [&](const auto& entry) { return entry.second == path; });
    if (isRunning || find(path, hash))
        return;
    m_running[m_jobs.submit(makeProfileJob(path), JobLane::Interactive)] = path;
}

void ProfileCache::takeResult(JobId id, const JobOutcome& outcome)
{
    const auto running = m_running.find(id);
    if (running == m_running.end())
        return;
    const QString path = running->second;
    m_running.erase(running);
    if (outcome.succeeded()) {
        m_profiles[path]
            = std::make_shared<const DatasetProfile>(std::any_cast<DatasetProfile>(outcome.result));
        Q_EMIT ready(path);
    } else if (outcome.kind == JobOutcome::Kind::Failed) {
        Q_EMIT failed(path, outcome.errorCode, outcome.errorDetail);
    }
}

} // namespace opal
