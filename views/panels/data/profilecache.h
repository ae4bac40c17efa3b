// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include <QObject>
#include <QString>

#include "core/results/datasetprofile.h"
#include "views/shell/ask.h"

namespace opal {

/// Profiles of data-set files, each counted once by a job of the interactive lane and kept while the panel
/// lives. Lives in the GUI thread.
class ProfileCache final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileCache)

public:
    explicit ProfileCache(JobRunner& jobs, QObject* parent = nullptr);
    ~ProfileCache() override;

    /// Null while it is being counted or was never asked for. `hash` is the fingerprint that the file should
    /// have; an older profile of a file that was written anew does not count.
    std::shared_ptr<const DatasetProfile> find(const QString& path, const std::string& hash) const;
    /// Counts in the background unless it is there or on its way; ends in ready() or failed(). An empty
    /// `hash` takes any.
    void request(const QString& path, const std::string& hash);

Q_SIGNALS:
    void ready(const QString& path);
    void failed(const QString& path, opal::ErrorCode code, const QString& detail);

private:
    JobRunner& m_jobs;
    std::map<QString, std::shared_ptr<const DatasetProfile>> m_profiles;
    std::map<QString, std::unique_ptr<Ask<DatasetProfile>>> m_asks; ///< by path
};

} // namespace opal
