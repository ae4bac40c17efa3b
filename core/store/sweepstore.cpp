// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sweepstore.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include <QRandomGenerator>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/results/setting.h"
#include "core/store/database.h"
#include "core/store/processidentity.h"
#include "core/store/runcodec.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

std::string newId()
{
    constexpr std::uint32_t sixDigits = 0xffffff;
    return QStringLiteral("sweep-%1")
        .arg(QRandomGenerator::system()->generate() & sixDigits, 6, 16, QLatin1Char('0'))
        .toStdString();
}

const QString sweepColumns
    = QStringLiteral("id, name, dataset_name, dataset_hash, dataset_path, created_ms, paused, fair");

SweepRecord readSweep(const Query& query)
{
    SweepRecord sweep;
    sweep.id = query.text(0);
    sweep.name = query.text(1);
    sweep.datasetName = query.text(2);
    sweep.datasetHash = query.text(3);
    sweep.datasetPath = query.text(4);
    sweep.createdMs = query.integer(5);
    sweep.paused = query.boolean(6);
    if (const std::string fair = query.text(7); !fair.empty())
        sweep.fair = decodeSweepRequest(fair);
    return sweep;
}

const QString pointColumns
    = QStringLiteral("number, model, params, label, state, run, reused, error, process");

SweepPoint readPoint(const Query& query)
{
    SweepPoint point;
    point.number = query.integer(0);
    point.model = query.text(1);
    point.params = decodeParams(query.text(2));
    point.label = query.text(3);
    point.state = sweepPointStateFromName(query.text(4));
    point.run = query.text(5);
    point.reused = query.boolean(6);
    point.error = query.text(7);
    const std::string process = query.text(8);
    point.abandoned
        = point.state == SweepPointState::Running && (process.empty() || !isProcessAlive(process));
    return point;
}

std::vector<SweepPoint> readPoints(const Database& database, const std::string& id)
{
    Query query(database,
                QStringLiteral("SELECT ") + pointColumns
                    + QStringLiteral(" FROM sweep_point WHERE sweep=? ORDER BY position"));
    query.run({ variant(id) });
    std::vector<SweepPoint> points;
    while (query.next())
        points.push_back(readPoint(query));
    return points;
}

void insertPoints(const Database& database, const std::string& id, std::int64_t position,
                  const std::vector<SweepPoint>& points)
{
    Query insert(database,
                 QStringLiteral("INSERT INTO sweep_point(sweep, position, number, model, params, label, "
                                "state) VALUES (?,?,?,?,?,?,?)"));
    for (const SweepPoint& point : points)
        insert.run({ variant(id), variant(position++), variant(point.number), variant(point.model),
                     variant(encodeParams(point.params)), variant(point.label),
                     QString::fromLatin1(sweepPointStateName(point.state)) });
}

std::set<std::string> keysOf(const std::vector<SweepPoint>& points)
{
    std::set<std::string> keys;
    for (const SweepPoint& point : points)
        keys.insert(trainingKey({}, point.model, point.params));
    return keys;
}

} // namespace

std::string SweepStore::create(const SweepRecord& sweep)
{
    const Database& database = m_store.database();
    Transaction transaction(database, Durability::Full);
    const std::string id = newId();
    Query(database,
          QStringLiteral("INSERT INTO sweep(") + sweepColumns + QStringLiteral(") VALUES (?,?,?,?,?,?,?,?)"))
        .run({ variant(id), variant(sweep.name), variant(sweep.datasetName), variant(sweep.datasetHash),
               variant(sweep.datasetPath), variant(unixTimeMs()), sweep.paused,
               variant(sweep.fair ? encodeSweepRequest(*sweep.fair) : std::string()) });
    insertPoints(database, id, 0, sweep.points);
    countChange(database);
    transaction.commit();
    return id;
}

bool SweepStore::append(const std::string& id, const std::vector<SweepPoint>& points)
{
    const Database& database = m_store.database();
    Transaction transaction(database, Durability::Full);
    Query end(database,
              QStringLiteral("SELECT count(*), coalesce(max(position), -1) FROM sweep_point WHERE sweep=?"));
    end.run({ variant(id) });
    if (points.empty() || !end.next() || end.integer(0) != points.front().number)
        return false;
    insertPoints(database, id, end.integer(1) + 1, points);
    countChange(database);
    transaction.commit();
    return true;
}

std::vector<SweepRecord> SweepStore::sweeps() const
{
    Query query(m_store.database(),
                QStringLiteral("SELECT ") + sweepColumns
                    + QStringLiteral(" FROM sweep ORDER BY created_ms DESC, rowid DESC"));
    query.run();
    std::vector<SweepRecord> result;
    while (query.next())
        result.push_back(readSweep(query));
    return result;
}

SweepRecord SweepStore::sweep(const std::string& id) const
{
    Query query(m_store.database(),
                QStringLiteral("SELECT ") + sweepColumns + QStringLiteral(" FROM sweep WHERE id=?"));
    query.run({ variant(id) });
    if (!query.next())
        throw Error(ErrorCode::NotFound, "there is no sweep '" + id + "' in this workspace");
    SweepRecord sweep = readSweep(query);
    sweep.points = readPoints(m_store.database(), id);
    return sweep;
}

std::optional<std::string> SweepStore::findSame(const std::string& datasetHash,
                                                const std::vector<SweepPoint>& points) const
{
    const std::set<std::string> wanted = keysOf(points);
    for (const SweepRecord& sweep : sweeps())
        if (sweep.datasetHash == datasetHash && !sweep.fair
            && keysOf(readPoints(m_store.database(), sweep.id)) == wanted)
            return sweep.id;
    return std::nullopt;
}

std::optional<std::string> SweepStore::findFair(const std::string& datasetHash,
                                                const SweepRequest& request) const
{
    for (const SweepRecord& sweep : sweeps())
        if (sweep.datasetHash == datasetHash && sweep.fair == request)
            return sweep.id;
    return std::nullopt;
}

std::optional<SweepPoint> SweepStore::claim(const std::string& id)
{
    const Database& database = m_store.database();
    Transaction transaction(database);
    Query paused(database, QStringLiteral("SELECT paused FROM sweep WHERE id=?"));
    paused.run({ variant(id) });
    if (!paused.next() || paused.boolean(0))
        return std::nullopt;
    Query candidates(database,
                     QStringLiteral("SELECT ") + pointColumns
                         + QStringLiteral(" FROM sweep_point WHERE sweep=? AND state IN "
                                          "('waiting', 'running') ORDER BY position"));
    candidates.run({ variant(id) });
    std::optional<SweepPoint> point;
    while (!point && candidates.next()) {
        const std::string process = candidates.text(8);
        // A point that this program has marked and left was interrupted: it goes on with it.
        if (process.empty() || process == currentProcessIdentity() || !isProcessAlive(process))
            point = readPoint(candidates);
    }
    if (!point)
        return std::nullopt;
    point->state = SweepPointState::Running;
    point->abandoned = false;
    Query(database,
          QStringLiteral("UPDATE sweep_point SET state='running', process=? WHERE sweep=? AND number=?"))
        .run({ variant(currentProcessIdentity()), variant(id), variant(point->number) });
    countChange(database);
    transaction.commit();
    return point;
}

void SweepStore::update(const std::string& id, const SweepPoint& point)
{
    const Database& database = m_store.database();
    Transaction transaction(database);
    Query(database,
          QStringLiteral("UPDATE sweep_point SET state=?, run=?, reused=?, error=?, process=? WHERE sweep=? "
                         "AND number=?"))
        .run({ QString::fromLatin1(sweepPointStateName(point.state)), variant(point.run), point.reused,
               variant(point.error),
               variant(point.state == SweepPointState::Running ? currentProcessIdentity() : std::string()),
               variant(id), variant(point.number) });
    countChange(database);
    transaction.commit();
}

void SweepStore::retry(const std::string& id)
{
    const Database& database = m_store.database();
    Transaction transaction(database);
    Query(database,
          QStringLiteral("UPDATE sweep_point SET state='waiting', error='' WHERE sweep=? AND state='failed'"))
        .run({ variant(id) });
    countChange(database);
    transaction.commit();
}

void SweepStore::move(const std::string& id, std::int64_t number, int direction)
{
    const Database& database = m_store.database();
    Transaction transaction(database);
    const std::vector<SweepPoint> points = readPoints(database, id);
    const auto isWaiting = [](const SweepPoint& point) { return point.state == SweepPointState::Waiting; };
    const auto from = std::find_if(points.begin(), points.end(),
                                   [number](const SweepPoint& point) { return point.number == number; });
    if (from == points.end() || !isWaiting(*from))
        return;
    const SweepPoint* other = nullptr;
    if (direction > 0) {
        const auto next = std::find_if(std::next(from), points.end(), isWaiting);
        other = next == points.end() ? nullptr : &*next;
    } else {
        const auto before = std::find_if(std::make_reverse_iterator(from), points.rend(), isWaiting);
        other = before == points.rend() ? nullptr : &*before;
    }
    if (!other)
        return;
    // The two change places; positions are not unique on purpose.
    Query position(database, QStringLiteral("SELECT position FROM sweep_point WHERE sweep=? AND number=?"));
    const auto positionOf = [&](std::int64_t point) {
        position.run({ variant(id), variant(point) });
        return position.next() ? position.integer(0) : 0;
    };
    const std::int64_t mine = positionOf(number);
    const std::int64_t theirs = positionOf(other->number);
    Query set(database, QStringLiteral("UPDATE sweep_point SET position=? WHERE sweep=? AND number=?"));
    set.run({ variant(theirs), variant(id), variant(number) });
    set.run({ variant(mine), variant(id), variant(other->number) });
    countChange(database);
    transaction.commit();
}

void SweepStore::setPaused(const std::string& id, bool paused)
{
    const Database& database = m_store.database();
    Transaction transaction(database);
    Query(database, QStringLiteral("UPDATE sweep SET paused=? WHERE id=?")).run({ paused, variant(id) });
    countChange(database);
    transaction.commit();
}

void SweepStore::remove(const std::string& id)
{
    const Database& database = m_store.database();
    Transaction transaction(database);
    Query(database, QStringLiteral("DELETE FROM sweep WHERE id=?")).run({ variant(id) });
    countChange(database);
    transaction.commit();
}

std::optional<std::string> SweepStore::finishedRun(const std::string& datasetHash,
                                                   const SweepPoint& point) const
{
    return finishedRuns(datasetHash, { point }).front();
}

std::vector<std::optional<std::string>> SweepStore::finishedRuns(const std::string& datasetHash,
                                                                 const std::vector<SweepPoint>& points) const
{
    std::map<std::string, std::size_t> wanted;
    for (std::size_t i = 0; i < points.size(); ++i)
        wanted.emplace(trainingKey(datasetHash, points[i].model, points[i].params), i);
    std::vector<std::optional<std::string>> found(points.size());
    // A run whose parameters were changed on the way is no run of a point.
    Query query(m_store.database(),
                QStringLiteral("SELECT id, model, params FROM run WHERE dataset_hash=? AND state=? AND "
                               "test IS NOT NULL AND changes='[]' ORDER BY number DESC"));
    query.run({ variant(datasetHash), QString::fromLatin1(runStateName(RunState::Finished)) });
    while (query.next()) {
        const auto point = wanted.find(trainingKey(datasetHash, query.text(1), decodeParams(query.text(2))));
        if (point != wanted.end() && !found[point->second])
            found[point->second] = query.text(0);
    }
    return found;
}

} // namespace opal
