// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/results/sweep.h"

namespace opal {

class RunStore;

/// Sweeps and their points in the database of runs. As thread-safe as RunStore, and safe between programs: a
/// point is trained by one of them at a time. Throws what RunStore throws.
class SweepStore final
{
public:
    explicit SweepStore(RunStore& store)
        : m_store(store)
    {
    }

    /// Stores a new sweep; `id` and `createdMs` are given by the store. Returns the id.
    std::string create(const SweepRecord& sweep);
    /// Without points; newest first.
    std::vector<SweepRecord> sweeps() const;
    /// With its points in order. Throws Error{NotFound}.
    SweepRecord sweep(const std::string& id) const;
    /// Adds points to a fair comparison, numbered on from those that it has; false if another program has
    /// added some meanwhile.
    bool append(const std::string& id, const std::vector<SweepPoint>& points);
    /// The newest sweep over the same data with the same points, in any order; no fair comparison, whose
    /// points grow.
    std::optional<std::string> findSame(const std::string& datasetHash,
                                        const std::vector<SweepPoint>& points) const;

    /// The newest fair comparison over the same data that was asked for the same.
    std::optional<std::string> findFair(const std::string& datasetHash, const SweepRequest& request) const;

    /// The first point that waits, or whose program is gone, marked as this program's; nothing if all are
    /// done, taken, or the sweep is paused.
    std::optional<SweepPoint> claim(const std::string& id);
    /// Writes state, run, reused and error of a point.
    void update(const std::string& id, const SweepPoint& point);
    /// Failed points wait again.
    void retry(const std::string& id);
    /// Moves a waiting point before (-1) or behind (+1) the next waiting one; does nothing at the ends.
    void move(const std::string& id, std::int64_t number, int direction);
    void setPaused(const std::string& id, bool paused);
    /// Forgets the sweep; its runs stay.
    void remove(const std::string& id);

    /// The run of the same data, model and parameters that has ended with a test result, if there is one.
    std::optional<std::string> finishedRun(const std::string& datasetHash, const SweepPoint& point) const;
    /// The same for many points at once, by point.
    std::vector<std::optional<std::string>> finishedRuns(const std::string& datasetHash,
                                                         const std::vector<SweepPoint>& points) const;

private:
    RunStore& m_store;
};

} // namespace opal
