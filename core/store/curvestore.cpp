// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/curvestore.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/base/clock.h"
#include "core/store/categorystore.h"
#include "core/store/database.h"
#include "core/store/runcodec.h"

namespace opal {

namespace {

/// Rows of one blob. Small enough to rewrite each second while it grows, large enough that 100,000 steps are
/// 100 rows.
constexpr std::int64_t chunkRows = 1024;
constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();

} // namespace

std::int64_t limitOf(const std::vector<std::int64_t>& limits, std::int64_t segment)
{
    return segment >= 1 && segment <= static_cast<std::int64_t>(limits.size())
        ? limits[static_cast<std::size_t>(segment - 1)]
        : endless;
}

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
        .run({ variant(id), variant(number), variant(fromStep), variant(unixTimeMs()) });
}

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
        if (report.categories)
            writeCategories(database, insert.lastId(), *report.categories);
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
                     variant(event.timeMs > 0 ? event.timeMs : unixTimeMs()) });
    }
}

} // namespace opal
