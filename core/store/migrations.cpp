// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/migrations.h"

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/store/database.h"

namespace opal {

namespace {

/// Parameters that release 0.1 did not know yet, at what it did.
QString startWrittenOut(const QString& table)
{
    return QStringLiteral("UPDATE %1 SET params = json_set(json_remove(params, '$.orthogonal_init'),"
                          " '$.category_start', CASE json_extract(params, '$.orthogonal_init')"
                          " WHEN 'true' THEN 'orthogonal' ELSE 'random' END, '$.keep_stage', 'last',"
                          " '$.warmup_epochs', '20', '$.group_pull', '0.5') WHERE model = 'opal'")
        .arg(table);
}

/// What lists left out before it was a parameter.
QString exclusionWrittenOut(const QString& table)
{
    return QStringLiteral("UPDATE %1 SET params = json_set(params, '$.exclude', 'window')").arg(table);
}

using Statements = std::vector<QString>;

/// THE table of database steps. Row v - 1 leads from version v - 1 to version v. Rows are only ever appended:
/// a released row never changes, because files of its version exist.
const std::vector<Statements>& migrationTable()
{
    static const std::vector<Statements> table {
        // 1: runs, segments, curves, events, data sets. Small maps and lists of a run (params, tags, best,
        // test) are JSON
        // text in its row: a list of all runs is then one scan, and a new parameter or metric needs no step
        // here.
        {
            QStringLiteral(
                "CREATE TABLE run ("
                " number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
                " model TEXT NOT NULL, dataset_name TEXT NOT NULL, dataset_hash TEXT NOT NULL,"
                " dataset_path TEXT NOT NULL, state TEXT NOT NULL, created_ms INTEGER NOT NULL,"
                " finished_ms INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0,"
                " params TEXT NOT NULL DEFAULT '{}', seed TEXT NOT NULL DEFAULT '0',"
                " threads INTEGER NOT NULL DEFAULT 0, device TEXT NOT NULL DEFAULT '',"
                " app_version TEXT NOT NULL DEFAULT '', stage TEXT NOT NULL DEFAULT '',"
                " step INTEGER NOT NULL DEFAULT 0, best TEXT NOT NULL DEFAULT '{}', test TEXT,"
                " tags TEXT NOT NULL DEFAULT '[]', note TEXT NOT NULL DEFAULT '',"
                " star INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0,"
                " error TEXT NOT NULL DEFAULT '', process TEXT NOT NULL DEFAULT '')"),
            QStringLiteral("CREATE INDEX run_by_time ON run(created_ms DESC, number DESC)"),
            QStringLiteral("CREATE INDEX run_by_name ON run(name)"),
            QStringLiteral("CREATE TABLE segment ("
                           " run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE, number INTEGER NOT NULL,"
                           " from_step INTEGER NOT NULL, started_ms INTEGER NOT NULL, PRIMARY KEY(run, "
                           "number)) WITHOUT ROWID"),
            // `data` holds `count` rows of little-endian 8-byte values: step, learning rate, then every term
            // of `terms`.
            QStringLiteral(
                "CREATE TABLE step_chunk ("
                " id INTEGER PRIMARY KEY, run TEXT NOT NULL, segment INTEGER NOT NULL, stage TEXT NOT NULL,"
                " terms TEXT NOT NULL, first_step INTEGER NOT NULL, last_step INTEGER NOT NULL,"
                " count INTEGER NOT NULL, data BLOB NOT NULL,"
                " FOREIGN KEY(run, segment) REFERENCES segment(run, number) ON DELETE CASCADE)"),
            QStringLiteral("CREATE INDEX step_chunk_by_step ON step_chunk(run, last_step)"),
            QStringLiteral("CREATE INDEX step_chunk_by_segment ON step_chunk(run, segment)"),
            QStringLiteral(
                "CREATE TABLE evaluation ("
                " id INTEGER PRIMARY KEY, run TEXT NOT NULL, segment INTEGER NOT NULL, stage TEXT NOT NULL,"
                " epoch INTEGER NOT NULL, step INTEGER NOT NULL, best INTEGER NOT NULL, bad INTEGER NOT NULL,"
                " patience INTEGER NOT NULL, metrics TEXT NOT NULL,"
                " FOREIGN KEY(run, segment) REFERENCES segment(run, number) ON DELETE CASCADE)"),
            QStringLiteral("CREATE INDEX evaluation_by_step ON evaluation(run, step)"),
            QStringLiteral(
                "CREATE TABLE event ("
                " id INTEGER PRIMARY KEY, run TEXT NOT NULL, segment INTEGER NOT NULL, kind TEXT NOT NULL,"
                " stage TEXT NOT NULL, step INTEGER NOT NULL, detail TEXT NOT NULL, time_ms INTEGER NOT NULL,"
                " FOREIGN KEY(run, segment) REFERENCES segment(run, number) ON DELETE CASCADE)"),
            QStringLiteral("CREATE INDEX event_by_run ON event(run, step)"),
            QStringLiteral(
                "CREATE TABLE dataset ("
                " hash TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, users INTEGER NOT NULL,"
                " items INTEGER NOT NULL, interactions INTEGER NOT NULL, added_ms INTEGER NOT NULL)"),
            QStringLiteral(
                "CREATE TABLE change (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL)"),
            QStringLiteral("INSERT INTO change VALUES (1, 0)"),
        },
        // The look of a run's curves, the origin of a run, and what a workspace remembers of its tables.
        {
            QStringLiteral("ALTER TABLE run ADD COLUMN color INTEGER NOT NULL DEFAULT 0"),
            QStringLiteral("ALTER TABLE run ADD COLUMN imported INTEGER NOT NULL DEFAULT 0"),
            QStringLiteral("UPDATE run SET color=(number-1)%16"),
            QStringLiteral("CREATE TABLE view_state (key TEXT PRIMARY KEY, value TEXT NOT NULL)"),
        },
        // Hyper-categories. `summary` is small and read for all evaluations at once, `items` is read for
        // one or two.
        {
            QStringLiteral("CREATE TABLE category_snapshot ("
                           " evaluation INTEGER PRIMARY KEY REFERENCES evaluation(id) ON DELETE CASCADE,"
                           " summary BLOB NOT NULL, items BLOB NOT NULL)"),
            QStringLiteral("CREATE TABLE category_name ("
                           " run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,"
                           " category INTEGER NOT NULL, name TEXT NOT NULL,"
                           " PRIMARY KEY(run, category)) WITHOUT ROWID"),
        },
        // Parameters changed while a run was paused; presets that people made.
        {
            QStringLiteral("ALTER TABLE run ADD COLUMN changes TEXT NOT NULL DEFAULT '[]'"),
            QStringLiteral("CREATE TABLE preset ("
                           " model TEXT NOT NULL, name TEXT NOT NULL, params TEXT NOT NULL,"
                           " PRIMARY KEY(model, name)) WITHOUT ROWID"),
        },
        // Named what-if cases of the interest lens. `query` is JSON text.
        {
            QStringLiteral("CREATE TABLE interest_case ("
                           " id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,"
                           " user TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,"
                           " created_ms INTEGER NOT NULL, UNIQUE(run, user, name))"),
        },
        // Sweeps. A point's run may be gone, or not be there yet; `process` is whoever trains it.
        {
            QStringLiteral("CREATE TABLE sweep ("
                           " id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, dataset_name TEXT NOT NULL,"
                           " dataset_hash TEXT NOT NULL, dataset_path TEXT NOT NULL,"
                           " created_ms INTEGER NOT NULL, paused INTEGER NOT NULL DEFAULT 0)"),
            QStringLiteral(
                "CREATE TABLE sweep_point ("
                " sweep TEXT NOT NULL REFERENCES sweep(id) ON DELETE CASCADE, number INTEGER NOT NULL,"
                " position INTEGER NOT NULL, model TEXT NOT NULL, params TEXT NOT NULL,"
                " label TEXT NOT NULL, state TEXT NOT NULL, run TEXT NOT NULL DEFAULT '',"
                " reused INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '',"
                " process TEXT NOT NULL DEFAULT '', PRIMARY KEY(sweep, number)) WITHOUT ROWID"),
        },
        // Accuracy and diversity of runs over all users of the test day; NULL where there is no value. `step`
        // tells whether the run has gone on since.
        {
            QStringLiteral(
                "CREATE TABLE run_diversity ("
                " run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE, k INTEGER NOT NULL,"
                " shift REAL NOT NULL, minimum_count INTEGER NOT NULL, step INTEGER NOT NULL,"
                " users INTEGER NOT NULL, recall REAL, hit_rate REAL, tag_diversity REAL,"
                " sppmi_diversity REAL, coverage REAL, gini REAL, popularity REAL, within_mean REAL,"
                " between_mean REAL, zero_share REAL,"
                " PRIMARY KEY(run, k, shift, minimum_count)) WITHOUT ROWID"),
        },
        // How far the hyper-categories agree with what is known of the items, as JSON text with the step at
        // which that was measured.
        {
            QStringLiteral("ALTER TABLE run ADD COLUMN agreement TEXT"),
        },
        // OPAL's hyper-categories began at random, or orthogonal where that was asked for, and the last stage
        // was kept:
        // written out, so that runs and points of then compare with those of now.
        {
            startWrittenOut(QStringLiteral("run")),
            startWrittenOut(QStringLiteral("sweep_point")),
            startWrittenOut(QStringLiteral("preset"))
                + QStringLiteral(" AND json_extract(params, '$.orthogonal_init') IS NOT NULL"),
        },
        // Lists left out what the model reads of a history, now a parameter: written out, as the start of the
        // categories was. Diversity alone left out the whole history; what was kept of that takes its recall
        // and hit rate from the run, and goes where the run has none at that length, to be measured anew.
        {
            exclusionWrittenOut(QStringLiteral("run")),
            exclusionWrittenOut(QStringLiteral("sweep_point")),
            QStringLiteral("UPDATE run_diversity SET recall = (SELECT json_extract(r.test,"
                           " '$.recall.\"' || k || '\"') FROM run r WHERE r.id = run_diversity.run),"
                           " hit_rate = (SELECT json_extract(r.test, '$.hit_rate.\"' || k || '\"')"
                           " FROM run r WHERE r.id = run_diversity.run)"),
            QStringLiteral("DELETE FROM run_diversity WHERE recall IS NULL"),
        },
        // What a fair comparison was asked for, as JSON text; its points grow.
        {
            QStringLiteral("ALTER TABLE sweep ADD COLUMN fair TEXT NOT NULL DEFAULT ''"),
        },
    };
    return table;
}

std::int64_t storedVersion(const Database& database)
{
    Query query(database, QStringLiteral("PRAGMA user_version"));
    query.run();
    return query.next() ? query.integer(0) : 0;
}

void refuseForeignFile(const Database& database)
{
    Query query(database, QStringLiteral("SELECT count(*) FROM sqlite_master"));
    query.run();
    // Another program may have made the store since the version was read; tables and version come in one
    // commit.
    if (query.next() && query.integer(0) > 0 && storedVersion(database) == 0) {
        throw Error(
            ErrorCode::Database,
            "the file " + database.file().toStdString()
                + " is an SQLite file of another program, not a run store; choose another workspace.");
    }
}

} // namespace

int currentStoreVersion()
{
    return static_cast<int>(migrationTable().size());
}

void migrate(const Database& database)
{
    const auto& table = migrationTable();
    const auto target = static_cast<std::int64_t>(table.size());
    const auto checkedVersion = [&] {
        const std::int64_t version = storedVersion(database);
        if (version > target || version < 0) {
            throw Error(ErrorCode::NewerVersion,
                        "the run store " + database.file().toStdString() + " has version "
                            + std::to_string(version) + ", but this release knows versions up to "
                            + std::to_string(target) + "; update OPAL Studio to open this workspace.");
        }
        if (version == 0)
            refuseForeignFile(database);
        return version;
    };
    while (checkedVersion() < target) {
        Transaction transaction(database, Durability::Full);
        // Asked again under the write lock: another program may have migrated in between.
        const std::int64_t version = checkedVersion();
        if (version == target)
            break;
        for (const QString& statement : table[static_cast<std::size_t>(version)])
            Query(database, statement).run();
        Query(database, QStringLiteral("PRAGMA user_version=%1").arg(version + 1)).run();
        transaction.commit();
    }
}

} // namespace opal
