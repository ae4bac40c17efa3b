// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/profilecache.h"

#include <utility>

#include "core/jobs/jobs.h"

namespace opal {

ProfileCache::ProfileCache(JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
{
}

ProfileCache::~ProfileCache()
{
    for (const auto& [path, ask] : m_asks)
        ask->drop();
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
    auto& ask = m_asks[path];
    if ((ask && ask->isBusy()) || find(path, hash))
        return;
    if (!ask)
        ask = std::make_unique<Ask<DatasetProfile>>(
            m_jobs,
            Ask<DatasetProfile>::Handlers {
                .show =
                    [this, path](DatasetProfile profile) {
                        m_profiles[path] = std::make_shared<const DatasetProfile>(std::move(profile));
                        Q_EMIT ready(path);
                    },
                .failed = [this, path](ErrorCode code,
                                       const QString& detail) { Q_EMIT failed(path, code, detail); } });
    (*ask)(makeProfileJob(path));
}

} // namespace opal
