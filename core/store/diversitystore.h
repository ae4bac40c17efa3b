// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>
#include <QVariant>

#include "core/results/diversity.h"

namespace opal {

class RunStore;

/// What was measured of runs over all users, in the database of runs. As thread-safe as RunStore. Throws what
/// RunStore throws.
class DiversityStore final
{
public:
    explicit DiversityStore(RunStore& store)
        : m_store(store)
    {
    }

    /// Replaces the row of the same run and settings.
    void save(const RunDiversity& row);
    /// Rows of all runs at these settings whose run has not gone on since, by run id.
    std::vector<RunDiversity> rows(int k, double shift, std::int64_t minimumCount) const;
    /// Rows of one run at all settings, as far as it has not gone on since.
    std::vector<RunDiversity> rowsOf(const std::string& run) const;

private:
    std::vector<RunDiversity> select(const QString& condition, const QVariantList& values) const;

    RunStore& m_store;
};

} // namespace opal
