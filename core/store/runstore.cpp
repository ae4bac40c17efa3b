#include "core/store/runstore.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include <QRandomGenerator>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/store/database.h"
#include "core/store/processidentity.h"
#include "core/store/runcodec.h"

namespace opal {

namespace {

/// Rows of one blob. Small enough to rewrite each second while it grows, large enough that 100,000 steps are
/// 100 rows.
constexpr std::int64_t chunkRows = 1024;
constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();

const QString runColumns = QStringLiteral(
    "id, name, model, dataset_name, dataset_hash, dataset_path, state, created_ms, finished_ms, "
    "seconds, params, seed, threads, device, app_version, stage, step, best, test, tags, note, "
    "star, archived, error");

std::int64_t nowMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

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

QVariant testVariant(const std::optional<MetricSet>& test)
{
    return test ? variant(encodeMetrics(*test)) : QVariant();
}

/// Which steps of a segment still count: those up to the step from which the next segment started over.
std::vector<std::int64_t> segmentLimits(const Database& database, const std::string& id)
{
    Query query(database, QStringLiteral("SELECT from_step FROM segment WHERE run=? ORDER BY number"));
    query.run({ variant(id) });
    std::vector<std::int64_t> limits;
    while (query.next()) {
        for (std::int64_t& limit : limits)
            limit = std::min(limit, query.integer(0));
        limits.push_back(endless);
    }
    return limits;
}

std::int64_t limitOf(const std::vector<std::int64_t>& limits, std::int64_t segment)
{
    return segment >= 1 && segment <= static_cast<std::int64_t>(limits.size())
        ? limits[static_cast<std::size_t>(segment - 1)]
        : endless;
}

std::vector<StepReport> readSteps(const Database& database, const std::string& id,
                                  const std::vector<std::int64_t>& limits, std::int64_t afterStep)
{
    Query query(database,
                QStringLiteral("SELECT segment, stage, terms, count, data FROM step_chunk "
                               "WHERE run=? AND last_step>? ORDER BY segment, first_step, id"));
    query.run({ variant(id), variant(afterStep) });
    std::vector<StepReport> steps;
    while (query.next()) {
        StepChunk chunk;
        chunk.stage = query.text(1);
        chunk.terms = decodeList(query.text(2));
        chunk.count = query.integer(3);
        chunk.data = query.bytes(4);
        unpackChunk(chunk, afterStep, limitOf(limits, query.integer(0)), steps);
    }
    return steps;
}

std::vector<EvaluationReport> readEvaluations(const Database& database, const std::string& id,
                                              const std::vector<std::int64_t>& limits, std::int64_t afterStep)
{
    Query query(
        database,
        QStringLiteral("SELECT segment, stage, epoch, step, best, bad, patience, metrics FROM evaluation "
                       "WHERE run=? AND step>? ORDER BY step, id"));
    query.run({ variant(id), variant(afterStep) });
    std::vector<EvaluationReport> evaluations;
    while (query.next()) {
        if (query.integer(3) > limitOf(limits, query.integer(0)))
            continue;
        EvaluationReport& report = evaluations.emplace_back();
        report.stage = query.text(1);
        report.epoch = query.integer(2);
        report.step = query.integer(3);
        report.best = query.boolean(4);
        report.bad = static_cast<int>(query.integer(5));
        report.patience = static_cast<int>(query.integer(6));
        report.metrics = decodeMetrics(query.text(7));
    }
    return evaluations;
}

std::vector<RunEvent> readEvents(const Database& database, const std::string& id, std::int64_t afterStep)
{
    Query query(
        database,
        QStringLiteral(
            "SELECT kind, stage, step, detail, time_ms FROM event WHERE run=? AND step>? ORDER BY id"));
    query.run({ variant(id), variant(afterStep) });
    std::vector<RunEvent> events;
    while (query.next())
        events.push_back({ query.text(0), query.text(1), query.integer(2), query.text(3), query.integer(4) });
    return events;
}

void noteBest(const std::vector<EvaluationReport>& evaluations, std::map<std::string, std::int64_t>& epochs,
              std::map<std::string, double>& metrics)
{
    for (const EvaluationReport& report : evaluations) {
        if (!report.best)
            continue;
        epochs[report.stage] = report.epoch;
        metrics[report.stage] = selectionMetric(report.metrics);
    }
}

std::int64_t lastSegment(const Database& database, const std::string& id)
{
    Query query(database, QStringLiteral("SELECT max(number) FROM segment WHERE run=?"));
    query.run({ variant(id) });
    return query.next() ? query.integer(0) : 0;
}

void insertSegment(const Database& database, const std::string& id, std::int64_t number,
                   std::int64_t fromStep)
{
    Query(database, QStringLiteral("INSERT INTO segment VALUES (?, ?, ?, ?)"))
        .run({ variant(id), variant(number), variant(fromStep), variant(nowMs()) });
}

/// Adds `steps` to the last blob of the segment while it has room, then makes new ones.
void writeSteps(const Database& database, const std::string& id, std::int64_t segment,
                const std::vector<StepReport>& steps)
{
    if (steps.empty())
        return;
    std::size_t written = 0;
    Query last(database,
               QStringLiteral("SELECT id, stage, terms, first_step, last_step, count, data FROM step_chunk "
                              "WHERE run=? AND segment=? ORDER BY id DESC LIMIT 1"));
    last.run({ variant(id), variant(segment) });
    if (last.next() && last.integer(5) < chunkRows) {
        StepChunk chunk { last.text(1),    decodeList(last.text(2)), last.integer(3),
                          last.integer(4), last.integer(5),          last.bytes(6) };
        while (written < steps.size() && chunk.count < chunkRows && chunk.accepts(steps[written]))
            chunk.append(steps[written++]);
        if (written > 0) {
            Query(database, QStringLiteral("UPDATE step_chunk SET last_step=?, count=?, data=? WHERE id=?"))
                .run({ variant(chunk.lastStep), variant(chunk.count), chunk.data, variant(last.integer(0)) });
        }
    }
    const std::vector<StepReport> rest(steps.begin() + static_cast<std::ptrdiff_t>(written), steps.end());
    Query insert(database,
                 QStringLiteral(
                     "INSERT INTO step_chunk(run, segment, stage, terms, first_step, last_step, count, data) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const StepChunk& chunk : makeChunks(rest, chunkRows)) {
        insert.run({ variant(id), variant(segment), variant(chunk.stage), variant(encodeList(chunk.terms)),
                     variant(chunk.firstStep), variant(chunk.lastStep), variant(chunk.count), chunk.data });
    }
}

void writeEvaluations(const Database& database, const std::string& id, std::int64_t segment,
                      const std::vector<EvaluationReport>& evaluations)
{
    Query insert(database,
                 QStringLiteral(
                     "INSERT INTO evaluation(run, segment, stage, epoch, step, best, bad, patience, metrics) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const EvaluationReport& report : evaluations) {
        insert.run({ variant(id), variant(segment), variant(report.stage), variant(report.epoch),
                     variant(report.step), report.best, report.bad, report.patience,
                     variant(encodeMetrics(report.metrics)) });
    }
}

void writeEvents(const Database& database, const std::string& id, std::int64_t segment,
                 const std::vector<RunEvent>& events)
{
    Query insert(database,
                 QStringLiteral("INSERT INTO event(run, segment, kind, stage, step, detail, time_ms) "
                                "VALUES (?, ?, ?, ?, ?, ?, ?)"));
    for (const RunEvent& event : events) {
        insert.run({ variant(id), variant(segment), variant(event.kind), variant(event.stage),
                     variant(event.step), variant(event.detail),
                     variant(event.timeMs > 0 ? event.timeMs : nowMs()) });
    }
}

void countChange(const Database& database)
{
    Query(database, QStringLiteral("UPDATE change SET number=number+1")).run();
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

} // namespace

struct RunStore::Impl
{
    explicit Impl(const QString& file)
        : database(file)
    {
    }

    std::vector<RunRecord> select(const QString& condition, std::initializer_list<QVariant> values) const
    {
        Query query(database,
                    QStringLiteral("SELECT ") + runColumns + QStringLiteral(" FROM run ") + condition);
        query.run(values);
        std::vector<RunRecord> records;
        while (query.next())
            records.push_back(readRun(query));
        return records;
    }

    /// One column of one run in a transaction of its own.
    void set(const std::string& id, const QString& assignment, const QVariant& value)
    {
        Transaction transaction(database);
        Query query(database, QStringLiteral("UPDATE run SET ") + assignment + QStringLiteral(" WHERE id=?"));
        query.run({ value, variant(id) });
        if (query.affectedRows() == 0)
            throwRunNotFound(id, allIds());
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
};

RunStore::RunStore(const QString& databaseFile)
    : m_impl(std::make_unique<Impl>(databaseFile))
{
}

RunStore::~RunStore() = default;

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
    Query insert(
        database,
        QStringLiteral("INSERT INTO run(") + runColumns
            + QStringLiteral(", process) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    insert.run({ variant(id),
                 variant(record.name.empty() ? id : record.name),
                 variant(record.model),
                 variant(record.datasetName),
                 variant(record.datasetHash),
                 variant(record.datasetPath),
                 variant(std::string(runStateName(record.state))),
                 variant(record.createdMs > 0 ? record.createdMs : nowMs()),
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
                 variant(running ? currentProcessIdentity() : std::string()) });
    countChange(database);
    transaction.commit();
    return id;
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

void RunStore::beginSegment(const std::string& id, std::int64_t fromStep)
{
    const Database& database = m_impl->database;
    Transaction transaction(database, Durability::Full);
    Query owner(database, QStringLiteral("SELECT state, process FROM run WHERE id=?"));
    owner.run({ variant(id) });
    if (!owner.next())
        throwRunNotFound(id, m_impl->allIds());
    const std::string self = currentProcessIdentity();
    const std::string process = owner.text(1);
    if (owner.text(0) == runStateName(RunState::Running) && process != self && isProcessAlive(process)) {
        throw Error(ErrorCode::WorkspaceBusy,
                    "run '" + id
                        + "' is being trained by another program; wait for it or stop it there first.");
    }
    insertSegment(database, id, lastSegment(database, id) + 1, fromStep);

    // What the run has reached is what it had at `fromStep`: later rows no longer count.
    std::map<std::string, std::int64_t> epochs;
    std::map<std::string, double> metrics;
    noteBest(readEvaluations(database, id, segmentLimits(database, id), -1), epochs, metrics);
    Query(database,
          QStringLiteral(
              "UPDATE run SET state=?, process=?, finished_ms=0, error='', step=?, best=? WHERE id=?"))
        .run({ variant(std::string(runStateName(RunState::Running))), variant(self), variant(fromStep),
               variant(encodeBest(epochs, metrics)), variant(id) });
    countChange(database);
    transaction.commit();
}

void RunStore::append(const std::string& id, const std::vector<StepReport>& steps,
                      const std::vector<EvaluationReport>& evaluations, const std::vector<RunEvent>& events)
{
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
    const Database& database = m_impl->database;
    Transaction transaction(database, Durability::Full);
    const bool running = record.state == RunState::Running;
    Query update(
        database,
        QStringLiteral("UPDATE run SET model=?, dataset_name=?, dataset_hash=?, dataset_path=?, state=?, "
                       "created_ms=?, finished_ms=?, seconds=?, params=?, seed=?, threads=?, device=?, "
                       "app_version=?, stage=?, step=?, best=?, test=?, error=?, process=? WHERE id=?"));
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
                 variant(running ? currentProcessIdentity() : std::string()),
                 variant(record.id) });
    if (update.affectedRows() == 0)
        throwRunNotFound(record.id, m_impl->allIds());
    countChange(database);
    transaction.commit();
}

void RunStore::setName(const std::string& id, const std::string& name)
{
    if (name.find_first_not_of(" \t\r\n") == std::string::npos)
        throw Error(ErrorCode::InvalidArgument, "a run needs a name; type at least one letter.");
    m_impl->set(id, QStringLiteral("name=?"), variant(name));
}

void RunStore::setNote(const std::string& id, const std::string& note)
{
    m_impl->set(id, QStringLiteral("note=?"), variant(note));
}

void RunStore::setTags(const std::string& id, const std::vector<std::string>& tags)
{
    m_impl->set(id, QStringLiteral("tags=?"), variant(encodeList(tags)));
}

void RunStore::setStar(const std::string& id, bool star)
{
    m_impl->set(id, QStringLiteral("star=?"), star ? 1 : 0);
}

void RunStore::setArchived(const std::string& id, bool archived)
{
    m_impl->set(id, QStringLiteral("archived=?"), archived ? 1 : 0);
}

std::vector<std::string> RunStore::recoverInterrupted()
{
    const Database& database = m_impl->database;
    Transaction transaction(database);
    Query running(database, QStringLiteral("SELECT id, process, stage, step FROM run WHERE state=?"));
    running.run({ variant(std::string(runStateName(RunState::Running))) });
    std::vector<std::string> recovered;
    std::vector<RunEvent> events;
    while (running.next()) {
        if (isProcessAlive(running.text(1)))
            continue;
        recovered.push_back(running.text(0));
        events.push_back({ "interrupted", running.text(2), running.integer(3),
                           "the program ended while the run was training", nowMs() });
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
    const Database& database = m_impl->database;
    Transaction transaction(database);
    Query(database, QStringLiteral("INSERT OR REPLACE INTO dataset VALUES (?, ?, ?, ?, ?, ?, ?)"))
        .run({ variant(record.hash), variant(record.name), variant(record.path), variant(record.users),
               variant(record.items), variant(record.interactions),
               variant(record.addedMs > 0 ? record.addedMs : nowMs()) });
    countChange(database);
    transaction.commit();
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
