// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/runstore.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/base/params.h"
#include "core/store/categorystore.h"
#include "core/store/curvestore.h"
#include "core/store/database.h"
#include "core/store/ownerlock.h"
#include "core/store/processidentity.h"
#include "core/store/runcodec.h"

namespace opal {

namespace {

const QString runColumns = QStringLiteral(
    "id, name, model, dataset_name, dataset_hash, dataset_path, state, created_ms, finished_ms, "
    "seconds, params, seed, threads, device, app_version, stage, step, best, test, tags, note, "
    "star, archived, error, color, imported, changes, agreement");

/// What was measured of the interests at the settings that runs are compared at (DiversityJobRequest).
const QString sppmiColumns = QStringLiteral(
    ", (SELECT within_mean FROM run_diversity d WHERE d.run=run.id AND d.step=run.step AND d.k=200 AND "
    "d.shift=1 AND d.minimum_count=1), (SELECT between_mean FROM run_diversity d WHERE d.run=run.id AND "
    "d.step=run.step AND d.k=200 AND d.shift=1 AND d.minimum_count=1)");

RunRecord readRun(const Query& row)
{
    RunRecord record;
    record.id = row.text(0);
    record.name = row.text(1);
    record.model = row.text(2);
    record.datasetName = row.text(3);
    record.datasetHash = row.text(4);
    record.datasetPath = row.text(5);
    record.state = runStateFromName(row.text(6));
    record.createdMs = row.integer(7);
    record.finishedMs = row.integer(8);
    record.seconds = row.real(9);
    record.params = decodeParams(row.text(10));
    record.seed = std::strtoull(row.text(11).c_str(), nullptr, 10);
    record.threads = static_cast<int>(row.integer(12));
    record.device = row.text(13);
    record.appVersion = row.text(14);
    record.stage = row.text(15);
    record.step = row.integer(16);
    decodeBest(row.text(17), record.bestEpoch, record.bestMetric);
    if (!row.isNull(18))
        record.test = decodeMetrics(row.text(18));
    record.tags = decodeList(row.text(19));
    record.note = row.text(20);
    record.star = row.boolean(21);
    record.archived = row.boolean(22);
    record.error = row.text(23);
    record.color = static_cast<int>(row.integer(24));
    record.imported = row.boolean(25);
    record.changes = decodeChanges(row.text(26));
    if (!row.isNull(27)) {
        const StepAgreement measured = decodeAgreement(row.text(27));
        if (measured.step == record.step)
            record.agreement = measured.agreement;
    }
    if (!row.isNull(28) || !row.isNull(29))
        record.sppmi = InterestSppmi { row.isNull(28) ? notANumber : row.real(28),
                                       row.isNull(29) ? notANumber : row.real(29) };
    return record;
}

/// "opal-k4-s1-7f3a": what it is, then enough random digits to be unique.
std::string makeId(const RunRecord& record, int digits)
{
    std::string id;
    for (const char letter : record.model)
        if (std::isalnum(static_cast<unsigned char>(letter)))
            id += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    if (id.empty())
        id = "run";
    if (const auto interests = record.params.find("interests"); interests != record.params.end())
        id += "-k" + std::to_string(std::strtoull(interests->second.c_str(), nullptr, 10));
    id += "-s" + std::to_string(record.seed) + "-";
    std::array<char, 16> random {};
    const std::uint32_t mask = (std::uint32_t { 1 } << (4 * digits)) - 1;
    std::snprintf(random.data(), random.size(), "%0*x", digits,
                  QRandomGenerator::system()->generate() & mask);
    return id + random.data();
}

QVariant agreementVariant(std::int64_t step, const std::optional<Agreement>& agreement)
{
    return agreement ? variant(encodeAgreement({ step, *agreement })) : QVariant();
}

QVariant testVariant(const std::optional<MetricSet>& test)
{
    return test ? variant(encodeMetrics(*test)) : QVariant();
}

[[noreturn]] void throwRunNotFound(const std::string& wanted, const std::vector<std::string>& candidates)
{
    const std::string nearest = nearestWord(wanted, candidates);
    throw Error(ErrorCode::NotFound,
                nearest.empty() ? "there is no run '" + wanted + "': this workspace has no runs yet."
                                : "there is no run '" + wanted + "'; the nearest is '" + nearest + "'.");
}

[[noreturn]] void throwAmbiguous(const std::string& wanted, const std::vector<RunRecord>& matches)
{
    std::string list;
    for (std::size_t index = 0; index < matches.size() && index < 5; ++index)
        list += (index == 0 ? "" : ", ") + matches[index].id;
    if (matches.size() > 5)
        list += " ...";
    throw Error(ErrorCode::NotFound,
                "'" + wanted + "' fits " + std::to_string(matches.size()) + " runs (" + list
                    + "); give the whole id.");
}

void changeDataset(const Database& database, const QString& sql, const QVariantList& values,
                   const std::string& hash)
{
    Transaction transaction(database);
    Query query(database, sql);
    query.run(values);
    if (query.affectedRows() == 0)
        throw Error(ErrorCode::NotFound,
                    "there is no data set with the hash '" + hash + "' in this workspace.");
    countChange(database);
    transaction.commit();
}

std::string lockName(const std::string& id)
{
    return "runs/" + id + "/owner.lock";
}

[[noreturn]] void throwBusy(const std::string& id, const std::string& owner)
{
    throw Error(ErrorCode::WorkspaceBusy,
                "run '" + id + "' is being trained by another program"
                    + (owner.empty() ? "" : " (" + owner + ")") + "; wait for it or stop it there first.");
}

/// An empty database beside runs is one that was lost, not a new workspace.
const QString& notLost(const QString& file)
{
    const QFileInfo database(file);
    if (!database.exists() || database.size() > 0 || QFileInfo(file + QStringLiteral("-wal")).size() > 0)
        return file;
    const QDir runs(database.absolutePath() + QStringLiteral("/runs"));
    const auto count = runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
    if (count > 0)
        throw Error(ErrorCode::Database,
                    "the run store " + file.toStdString() + " is empty, but " + runs.path().toStdString()
                        + " holds " + std::to_string(count) + (count == 1 ? " run" : " runs")
                        + "; restore the file from a copy, or move it away to start an empty one.");
    return file;
}

} // namespace

struct RunStore::Impl
{
    explicit Impl(const QString& file)
        : database(notLost(file))
        , locks(QFileInfo(database.file()).absolutePath().toStdString())
    {
    }

    /// Whether somebody works on a run that is marked running. Runs of release 0.1 have no lock but the
    /// number of their process.
    bool isWorkedOn(const std::string& id, const std::string& process) const
    {
        return locks.isHeld(lockName(id)).value_or(isProcessAlive(process));
    }

    void requireTrainableHere(const std::string& id)
    {
        Query owner(database, QStringLiteral("SELECT state, process FROM run WHERE id=?"));
        owner.run({ variant(id) });
        if (!owner.next())
            throwRunNotFound(id, allIds());
        const std::string process = owner.text(1);
        const bool running = owner.text(0) == runStateName(RunState::Running);
        if (running && !locks.isOurs(lockName(id)) && process != currentProcessIdentity()
            && isWorkedOn(id, process))
            throwBusy(id, locks.ownerOf(lockName(id)));
        claim(id);
    }

    void claim(const std::string& id)
    {
        if (!locks.take(lockName(id)))
            throwBusy(id, locks.ownerOf(lockName(id)));
    }

    void requireClaim(const std::string& id) const
    {
        if (locks.isLost(lockName(id)))
            throw Error(ErrorCode::WorkspaceBusy,
                        "run '" + id + "' was taken over by another program (" + locks.ownerOf(lockName(id))
                            + ") while this one did not answer; this one writes nothing more.");
    }

    std::vector<RunRecord> select(const QString& condition, std::initializer_list<QVariant> values) const
    {
        Query query(database,
                    QStringLiteral("SELECT ") + runColumns + sppmiColumns + QStringLiteral(" FROM run ")
                        + condition);
        query.run(values);
        std::vector<RunRecord> records;
        while (query.next())
            records.push_back(readRun(query));
        return records;
    }

    /// One column of some runs, all or none of them.
    void set(const std::vector<std::string>& ids, const QString& assignment, const QVariant& value)
    {
        Transaction transaction(database);
        Query query(database, QStringLiteral("UPDATE run SET ") + assignment + QStringLiteral(" WHERE id=?"));
        for (const std::string& id : ids) {
            query.run({ value, variant(id) });
            if (query.affectedRows() == 0)
                throwRunNotFound(id, allIds());
        }
        countChange(database);
        transaction.commit();
    }

    std::vector<std::string> allIds() const
    {
        Query query(database, QStringLiteral("SELECT id FROM run UNION SELECT name FROM run"));
        query.run();
        std::vector<std::string> ids;
        while (query.next())
            ids.push_back(query.text(0));
        return ids;
    }

    Database database;
    OwnerLocks locks;
};

RunStore::RunStore(const QString& databaseFile)
    : m_impl(std::make_unique<Impl>(databaseFile))
{
}

RunStore::~RunStore() = default;

bool RunStore::isReadOnly() const
{
    return m_impl->database.isReadOnly();
}

void RunStore::claim(const std::string& id)
{
    m_impl->requireTrainableHere(id);
}

void RunStore::release(const std::string& id)
{
    m_impl->locks.release(lockName(id));
}

void RunStore::requireClaim(const std::string& id) const
{
    m_impl->requireClaim(id);
}

OwnerLocks& RunStore::locks() const
{
    return m_impl->locks;
}

std::string RunStore::createRun(const RunRecord& record)
{
    const Database& database = m_impl->database;
    Transaction transaction(database, Durability::Full);
    std::string id;
    Query taken(database, QStringLiteral("SELECT 1 FROM run WHERE id=?"));
    for (int attempt = 0; id.empty(); ++attempt) {
        const std::string candidate = makeId(record, attempt < 8 ? 4 : 7);
        taken.run({ variant(candidate) });
        if (!taken.next())
            id = candidate;
    }
    const bool running = record.state == RunState::Running;
    if (running)
        m_impl->claim(id);
    Query insert(
        database,
        QStringLiteral("INSERT INTO run(") + runColumns
            + QStringLiteral(", process, bundle) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
                             "coalesce(?,(SELECT coalesce(max(number),0) FROM run)%16),?,?,?,?,?)"));
    insert.run({ variant(id),
                 variant(record.name.empty() ? id : record.name),
                 variant(record.model),
                 variant(record.datasetName),
                 variant(record.datasetHash),
                 variant(record.datasetPath),
                 variant(std::string(runStateName(record.state))),
                 variant(record.createdMs > 0 ? record.createdMs : unixTimeMs()),
                 variant(record.finishedMs),
                 record.seconds,
                 variant(encodeParams(record.params)),
                 variant(std::to_string(record.seed)),
                 record.threads,
                 variant(record.device),
                 variant(record.appVersion),
                 variant(record.stage),
                 variant(record.step),
                 variant(encodeBest(record.bestEpoch, record.bestMetric)),
                 testVariant(record.test),
                 variant(encodeList(record.tags)),
                 variant(record.note),
                 record.star,
                 record.archived,
                 variant(record.error),
                 record.color >= 0 ? QVariant(record.color) : QVariant(),
                 record.imported,
                 variant(encodeChanges(record.changes)),
                 agreementVariant(record.step, record.agreement),
                 variant(running ? currentProcessIdentity() : std::string()),
                 variant(record.bundle) });
    countChange(database);
    transaction.commit();
    return id;
}

std::optional<std::string> RunStore::runOfBundle(const std::string& bundle) const
{
    Query query(m_impl->database, QStringLiteral("SELECT id FROM run WHERE bundle=? AND bundle<>''"));
    query.run({ variant(bundle) });
    return query.next() ? std::optional(query.text(0)) : std::nullopt;
}

RunRecord RunStore::run(const std::string& idOrName) const
{
    const QVariant wanted = variant(idOrName);
    auto exact = m_impl->select(QStringLiteral("WHERE id=?"), { wanted });
    if (!exact.empty())
        return std::move(exact.front());
    auto byPrefix = idOrName.empty()
        ? std::vector<RunRecord>()
        : m_impl->select(QStringLiteral("WHERE substr(id,1,length(?))=?"), { wanted, wanted });
    if (byPrefix.size() == 1)
        return std::move(byPrefix.front());
    auto byName = m_impl->select(QStringLiteral("WHERE name=?"), { wanted });
    if (byName.size() == 1)
        return std::move(byName.front());
    if (byName.empty() && byPrefix.empty())
        throwRunNotFound(idOrName, m_impl->allIds());
    throwAmbiguous(idOrName, byName.empty() ? byPrefix : byName);
}

std::vector<RunRecord> RunStore::runs(bool includeArchived) const
{
    return m_impl->select(includeArchived
                              ? QStringLiteral("ORDER BY created_ms DESC, number DESC")
                              : QStringLiteral("WHERE archived=0 ORDER BY created_ms DESC, number DESC"),
                          {});
}

RunCurves RunStore::curves(const std::string& id) const
{
    // Steps are 1-based, but events before the first one stand at step 0.
    return curvesAfter(id, -1);
}

RunCurves RunStore::curvesAfter(const std::string& id, std::int64_t afterStep) const
{
    const Database& database = m_impl->database;
    const std::vector<std::int64_t> limits = segmentLimits(database, id);
    if (limits.empty()) {
        if (m_impl->select(QStringLiteral("WHERE id=?"), { variant(id) }).empty())
            throwRunNotFound(id, m_impl->allIds());
        return {};
    }
    return { readSteps(database, id, limits, afterStep), readEvaluations(database, id, limits, afterStep),
             readEvents(database, id, afterStep) };
}

void RunStore::addChanges(const std::string& id, const std::vector<ParamChange>& changes)
{
    const Database& database = m_impl->database;
    Transaction transaction(database, Durability::Full);
    m_impl->requireTrainableHere(id);
    Query current(database, QStringLiteral("SELECT changes, stage FROM run WHERE id=?"));
    current.run({ variant(id) });
    current.next();
    std::vector<ParamChange> all = decodeChanges(current.text(0));
    std::vector<RunEvent> events;
    for (const ParamChange& change : changes) {
        all.push_back(change);
        events.push_back(eventOf(change, current.text(1)));
    }
    const std::int64_t segment = std::max<std::int64_t>(1, lastSegment(database, id));
    if (lastSegment(database, id) == 0)
        insertSegment(database, id, segment, 0);
    writeEvents(database, id, segment, events);
    Query(database, QStringLiteral("UPDATE run SET changes=? WHERE id=?"))
        .run({ variant(encodeChanges(all)), variant(id) });
    countChange(database);
    transaction.commit();
}

void RunStore::beginSegment(const std::string& id, std::int64_t fromStep)
{
    const Database& database = m_impl->database;
    Transaction transaction(database, Durability::Full);
    m_impl->requireTrainableHere(id);
    insertSegment(database, id, lastSegment(database, id) + 1, fromStep);

    // What the run has reached is what it had at `fromStep`: later rows no longer count.
    std::map<std::string, std::int64_t> epochs;
    std::map<std::string, double> metrics;
    noteBest(readEvaluations(database, id, segmentLimits(database, id), -1), epochs, metrics);
    Query(database,
          QStringLiteral(
              "UPDATE run SET state=?, process=?, finished_ms=0, error='', step=?, best=? WHERE id=?"))
        .run({ variant(std::string(runStateName(RunState::Running))), variant(currentProcessIdentity()),
               variant(fromStep), variant(encodeBest(epochs, metrics)), variant(id) });
    countChange(database);
    transaction.commit();
}

void RunStore::append(const std::string& id, const std::vector<StepReport>& steps,
                      const std::vector<EvaluationReport>& evaluations, const std::vector<RunEvent>& events)
{
    requireClaim(id);
    if (steps.empty() && evaluations.empty() && events.empty())
        return;
    const Database& database = m_impl->database;
    Transaction transaction(database);
    Query current(database, QStringLiteral("SELECT stage, step, best FROM run WHERE id=?"));
    current.run({ variant(id) });
    if (!current.next())
        throwRunNotFound(id, m_impl->allIds());
    std::int64_t segment = lastSegment(database, id);
    if (segment == 0)
        insertSegment(database, id, segment = 1, 0);

    writeSteps(database, id, segment, steps);
    writeEvaluations(database, id, segment, evaluations);
    writeEvents(database, id, segment, events);

    std::string stage = current.text(0);
    std::int64_t step = current.integer(1);
    std::map<std::string, std::int64_t> epochs;
    std::map<std::string, double> metrics;
    decodeBest(current.text(2), epochs, metrics);
    noteBest(evaluations, epochs, metrics);
    if (!steps.empty()) {
        stage = steps.back().stage;
        step = steps.back().step;
    }
    Query(database, QStringLiteral("UPDATE run SET stage=?, step=?, best=? WHERE id=?"))
        .run({ variant(stage), variant(step), variant(encodeBest(epochs, metrics)), variant(id) });
    countChange(database);
    transaction.commit();
}

void RunStore::updateRun(const RunRecord& record)
{
    requireClaim(record.id);
    const Database& database = m_impl->database;
    Transaction transaction(database, Durability::Full);
    const bool running = record.state == RunState::Running;
    Query update(
        database,
        QStringLiteral("UPDATE run SET model=?, dataset_name=?, dataset_hash=?, dataset_path=?, state=?, "
                       "created_ms=?, finished_ms=?, seconds=?, params=?, seed=?, threads=?, device=?, "
                       "app_version=?, stage=?, step=?, best=?, test=?, error=?, changes=?, process=? "
                       "WHERE id=?"));
    update.run({ variant(record.model),
                 variant(record.datasetName),
                 variant(record.datasetHash),
                 variant(record.datasetPath),
                 variant(std::string(runStateName(record.state))),
                 variant(record.createdMs),
                 variant(record.finishedMs),
                 record.seconds,
                 variant(encodeParams(record.params)),
                 variant(std::to_string(record.seed)),
                 record.threads,
                 variant(record.device),
                 variant(record.appVersion),
                 variant(record.stage),
                 variant(record.step),
                 variant(encodeBest(record.bestEpoch, record.bestMetric)),
                 testVariant(record.test),
                 variant(record.error),
                 variant(encodeChanges(record.changes)),
                 variant(running ? currentProcessIdentity() : std::string()),
                 variant(record.id) });
    if (update.affectedRows() == 0)
        throwRunNotFound(record.id, m_impl->allIds());
    countChange(database);
    transaction.commit();
    if (!running)
        release(record.id);
}

void RunStore::setAgreement(const std::string& id, std::int64_t step,
                            const std::optional<Agreement>& agreement)
{
    if (!isReadOnly())
        m_impl->set({ id }, QStringLiteral("agreement=?"), agreementVariant(step, agreement));
}

std::vector<CategorySnapshot> RunStore::categoryCourse(const std::string& id) const
{
    return readCategories(m_impl->database, id, -1);
}

CategorySnapshot RunStore::categorySnapshot(const std::string& id, std::int64_t step) const
{
    std::vector<CategorySnapshot> found
        = readCategories(m_impl->database, id, std::max<std::int64_t>(step, 0));
    if (found.empty())
        throw Error(ErrorCode::NotFound,
                    "run '" + id + "' has no hyper-categories at step " + std::to_string(step)
                        + "; choose one of its evaluations.");
    return std::move(found.back());
}

std::map<int, std::string> RunStore::categoryNames(const std::string& id) const
{
    auto names = readCategoryNames(m_impl->database, id);
    return std::move(names[id]);
}

std::map<std::string, std::map<int, std::string>> RunStore::allCategoryNames() const
{
    return readCategoryNames(m_impl->database, {});
}

void RunStore::setCategoryNames(const std::string& id, const std::map<int, std::string>& names)
{
    const Database& database = m_impl->database;
    Transaction transaction(database);
    Query run(database, QStringLiteral("SELECT 1 FROM run WHERE id=?"));
    run.run({ variant(id) });
    if (!run.next())
        throwRunNotFound(id, m_impl->allIds());
    writeCategoryNames(database, id, names);
    countChange(database);
    transaction.commit();
}

void RunStore::setName(const std::string& id, const std::string& name)
{
    if (name.find_first_not_of(" \t\r\n") == std::string::npos)
        throw Error(ErrorCode::InvalidArgument, "a run needs a name; type at least one letter.");
    if (run(id).imported)
        throw Error(ErrorCode::InvalidArgument,
                    "run '" + id + "' was imported and keeps its name; give it a tag or a note instead.");
    m_impl->set({ id }, QStringLiteral("name=?"), variant(name));
}

void RunStore::setNote(const std::string& id, const std::string& note)
{
    m_impl->set({ id }, QStringLiteral("note=?"), variant(note));
}

void RunStore::setTags(const std::string& id, const std::vector<std::string>& tags)
{
    m_impl->set({ id }, QStringLiteral("tags=?"), variant(encodeList(tags)));
}

void RunStore::setStar(const std::string& id, bool star)
{
    m_impl->set({ id }, QStringLiteral("star=?"), star ? 1 : 0);
}

void RunStore::setArchived(const std::string& id, bool archived)
{
    m_impl->set({ id }, QStringLiteral("archived=?"), archived ? 1 : 0);
}

void RunStore::setArchived(const std::vector<std::string>& ids, bool archived)
{
    m_impl->set(ids, QStringLiteral("archived=?"), archived ? 1 : 0);
}

void RunStore::setColor(const std::string& id, int color)
{
    m_impl->set({ id }, QStringLiteral("color=?"), color);
}

std::vector<std::string> RunStore::recoverInterrupted()
{
    if (isReadOnly())
        return {};
    const Database& database = m_impl->database;
    Transaction transaction(database);
    Query running(database, QStringLiteral("SELECT id, process, stage, step FROM run WHERE state=?"));
    running.run({ variant(std::string(runStateName(RunState::Running))) });
    std::vector<std::string> recovered;
    std::vector<RunEvent> events;
    while (running.next()) {
        if (m_impl->isWorkedOn(running.text(0), running.text(1)))
            continue;
        recovered.push_back(running.text(0));
        events.push_back({ "interrupted", running.text(2), running.integer(3),
                           "the program ended while the run was training", unixTimeMs() });
    }
    if (recovered.empty())
        return recovered;
    Query update(database, QStringLiteral("UPDATE run SET state=?, process='' WHERE id=?"));
    for (std::size_t index = 0; index < recovered.size(); ++index) {
        const std::string& id = recovered[index];
        update.run({ variant(std::string(runStateName(RunState::Interrupted))), variant(id) });
        if (const std::int64_t segment = lastSegment(database, id); segment > 0)
            writeEvents(database, id, segment, { events[index] });
    }
    countChange(database);
    transaction.commit();
    return recovered;
}

void RunStore::addDataset(const DatasetRecord& record)
{
    if (isReadOnly())
        return;
    const Database& database = m_impl->database;
    Transaction transaction(database);
    Query(database, QStringLiteral("INSERT OR REPLACE INTO dataset VALUES (?, ?, ?, ?, ?, ?, ?)"))
        .run({ variant(record.hash), variant(record.name), variant(record.path), variant(record.users),
               variant(record.items), variant(record.interactions),
               variant(record.addedMs > 0 ? record.addedMs : unixTimeMs()) });
    countChange(database);
    transaction.commit();
}

void RunStore::renameDataset(const std::string& hash, const std::string& name)
{
    changeDataset(m_impl->database, QStringLiteral("UPDATE dataset SET name=? WHERE hash=?"),
                  { variant(name), variant(hash) }, hash);
}

void RunStore::removeDataset(const std::string& hash)
{
    changeDataset(m_impl->database, QStringLiteral("DELETE FROM dataset WHERE hash=?"), { variant(hash) },
                  hash);
}

std::vector<DatasetRecord> RunStore::datasets() const
{
    Query query(m_impl->database,
                QStringLiteral("SELECT hash, name, path, users, items, interactions, added_ms FROM dataset "
                               "ORDER BY added_ms DESC, rowid DESC"));
    query.run();
    std::vector<DatasetRecord> records;
    while (query.next()) {
        records.push_back({ query.text(0), query.text(1), query.text(2), query.integer(3), query.integer(4),
                            query.integer(5), query.integer(6) });
    }
    return records;
}

std::vector<DatasetRecord> RunStore::datasetFiles() const
{
    std::vector<DatasetRecord> records = datasets();
    std::erase_if(records, [](const DatasetRecord& record) { return record.path.empty(); });
    return records;
}

std::string RunStore::viewState(const std::string& key) const
{
    Query query(m_impl->database, QStringLiteral("SELECT value FROM view_state WHERE key=?"));
    query.run({ variant(key) });
    return query.next() ? query.text(0) : std::string();
}

void RunStore::setViewState(const std::string& key, const std::string& value)
{
    if (isReadOnly())
        return;
    Transaction transaction(m_impl->database);
    Query(m_impl->database, QStringLiteral("INSERT OR REPLACE INTO view_state VALUES (?, ?)"))
        .run({ variant(key), variant(value) });
    transaction.commit();
}

const Database& RunStore::database() const
{
    return m_impl->database;
}

std::int64_t RunStore::statementCount() const
{
    return m_impl->database.statementCount();
}

std::int64_t RunStore::changeCounter() const
{
    Query query(m_impl->database, QStringLiteral("SELECT number FROM change"));
    query.run();
    return query.next() ? query.integer(0) : 0;
}

} // namespace opal
