// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/results/hypercategory.h"
#include "core/results/runrecord.h"
#include "core/results/trainingcurve.h"

namespace opal {

class Database;
class OwnerLocks;

/// The whole history of one run, oldest first. Where a resumed segment repeats steps of an interrupted one,
/// only the newer rows are given.
struct RunCurves
{
    std::vector<StepReport> steps;
    std::vector<EvaluationReport> evaluations;
    std::vector<RunEvent> events;
};

/// Runs, curves, events and data sets in SQLite (`runs.sqlite`). Every method opens or reuses the calling
/// thread's own connection, so one RunStore may be shared by threads and a workspace by processes (WAL, busy
/// time-out). Writes are transactions.
///
/// Throws Error{Database, WorkspaceBusy, NewerVersion, NotFound}.
class RunStore
{
public:
    /// Opens (creates, migrates) the database file. A workspace that cannot be written is opened for reading:
    /// isReadOnly(). Throws Error{Database} for an empty file beside a folder of runs.
    explicit RunStore(const QString& databaseFile);
    ~RunStore();
    RunStore(const RunStore&) = delete;
    RunStore& operator=(const RunStore&) = delete;

    /// True if the workspace can be read alone. What is only remembered (setAgreement(), addDataset(),
    /// setViewState(), recoverInterrupted()) is then left out, everything else throws Error{CannotWrite}.
    bool isReadOnly() const;

    /// Stores a new run and gives it an id; `record.id` is ignored. Parameters, seed, hashes are written
    /// before the first step. A running one is claimed.
    std::string createRun(const RunRecord& record);

    /// Everything but curves. Throws Error{NotFound} naming the nearest id. Accepts an id, an unambiguous
    /// prefix of one, or an exact unique name.
    RunRecord run(const std::string& idOrName) const;
    std::vector<RunRecord> runs(bool includeArchived = false) const; ///< newest first
    /// The run that came in the bundle of this identity (RunRecord::bundle), archived ones too.
    std::optional<std::string> runOfBundle(const std::string& bundle) const;
    RunCurves curves(const std::string& id) const;
    /// Steps after global step `afterStep` only; for live growth.
    RunCurves curvesAfter(const std::string& id, std::int64_t afterStep) const;

    /// Makes this store the only one that works on the run, until it is released, is no longer running or the
    /// process ends. Throws Error{WorkspaceBusy} while another one works on it.
    void claim(const std::string& id);
    /// Gives a claim back, if there is one.
    void release(const std::string& id);
    /// Throws Error{WorkspaceBusy} if another program has taken the claim over meanwhile.
    void requireClaim(const std::string& id) const;

    /// Notes parameters that were changed while the run was paused, and an event for each, in one
    /// transaction. Throws Error{WorkspaceBusy} while another program trains the run.
    void addChanges(const std::string& id, const std::vector<ParamChange>& changes);
    /// Begins a segment (start or resume) of work: later step rows belong to it. Marks the run running by
    /// this process.
    void beginSegment(const std::string& id, std::int64_t fromStep);
    /// One transaction: steps, evaluations and events since the last call, and the run's last step, stage,
    /// best values.
    void append(const std::string& id, const std::vector<StepReport>& steps,
                const std::vector<EvaluationReport>& evaluations, const std::vector<RunEvent>& events);
    /// Final or intermediate state with everything that `record` carries besides name, tags, note, star,
    /// archived, color, imported, and what was measured of its interests.
    void updateRun(const RunRecord& record);
    /// Notes the agreement of the hyper-categories when the run was at `step`, or that there is none.
    void setAgreement(const std::string& id, std::int64_t step, const std::optional<Agreement>& agreement);

    /// Hyper-categories at every evaluation, oldest first, without their items; empty if the model has none.
    std::vector<CategorySnapshot> categoryCourse(const std::string& id) const;
    /// The one of the evaluation at global `step`, with its items. Throws Error{NotFound}.
    CategorySnapshot categorySnapshot(const std::string& id, std::int64_t step) const;
    /// Names that people gave to the hyper-categories of a run, by 0-based category.
    std::map<int, std::string> categoryNames(const std::string& id) const;
    /// The same of every run that has any, by run id.
    std::map<std::string, std::map<int, std::string>> allCategoryNames() const;
    /// Replaces the names of the given categories in one transaction; an empty name takes it away.
    void setCategoryNames(const std::string& id, const std::map<int, std::string>& names);

    /// Throws Error{InvalidArgument} for an empty name or an imported run.
    void setName(const std::string& id, const std::string& name);
    void setNote(const std::string& id, const std::string& note);
    void setTags(const std::string& id, const std::vector<std::string>& tags);
    void setStar(const std::string& id, bool star);
    void setArchived(const std::string& id, bool archived);
    void setArchived(const std::vector<std::string>& ids, bool archived); ///< all or none
    void setColor(const std::string& id, int color); ///< RunRecord::color

    /// Runs whose state is running but which nobody works on any more become interrupted; returns their ids.
    std::vector<std::string> recoverInterrupted();

    void addDataset(const DatasetRecord& record); ///< replaces the row of the same hash
    /// Another name in the list; runs and the file keep theirs. Throws Error{NotFound} for an unknown hash.
    void renameDataset(const std::string& hash, const std::string& name);
    /// Off the list; runs and the file stay. Throws Error{NotFound} for an unknown hash.
    void removeDataset(const std::string& hash);
    std::vector<DatasetRecord> datasets() const; ///< newest first
    /// Those whose file is known; of others, which came with a study, the store has the counts alone.
    std::vector<DatasetRecord> datasetFiles() const;

    /// What a view of this workspace remembers, e.g. the columns of a table; empty if never set. Not counted
    /// as a change.
    std::string viewState(const std::string& key) const;
    void setViewState(const std::string& key, const std::string& value);

    /// A number that grows with every committed change by any process: cheap to poll.
    std::int64_t changeCounter() const;

    /// SQL statements executed so far by this object; tests assert with it that a list does not ask once per
    /// run.
    std::int64_t statementCount() const;

    /// For the stores that keep their tables in the same file.
    const Database& database() const;
    /// What this program works on in this workspace.
    OwnerLocks& locks() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace opal
