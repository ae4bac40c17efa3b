// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QTemporaryDir>
#include <QVariant>

namespace opal {

/// One SQLite file with one connection a thread. Opening creates and migrates it (migrations.h).
///
/// Connections: write-ahead log, foreign keys on, synchronous NORMAL (a killed program loses nothing that was
/// committed; see Durability for the rest), busy time-out. A connection is closed when its thread ends or
/// when the Database is destroyed, whichever comes first for that thread.
class Database final
{
public:
    static constexpr int defaultBusyTimeoutMs = 5000;

    /// A file that can be read but not written, or whose folder cannot, is opened for reading: isReadOnly().
    /// Throws Error{CannotWrite} if it cannot be read either or cannot be made, Error{Database} if the file
    /// is damaged or is no run store, Error{Unsupported} on a network file system, Error{NewerVersion} if a
    /// newer release wrote it, Error{WorkspaceBusy} if it stays locked.
    explicit Database(const QString& file, int busyTimeoutMs = defaultBusyTimeoutMs);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const QString& file() const { return m_file; }

    /// True if every write is refused with Error{CannotWrite}.
    bool isReadOnly() const { return m_access != Access::Write; }

    /// The calling thread's connection. Throws as the constructor does.
    QSqlDatabase connection() const;

    /// How many statements were executed through Query by all threads; tests assert the shape of a read with
    /// it.
    std::int64_t statementCount() const { return m_statements.load(); }

private:
    friend class Query;
    friend class Transaction;

    /// How the file is opened. Read: as it is, beside a program that may be writing it. Immutable: without
    /// the files beside it that SQLite would make. Copy: a copy of it, because it has to be migrated or its
    /// log read in.
    enum class Access { Write, Read, Immutable, Copy };

    void openForReading();
    bool tryAccess(Access access);

    QString m_file;
    int m_busyTimeoutMs;
    Access m_access = Access::Write;
    std::unique_ptr<QTemporaryDir> m_copy; ///< holds what Access::Copy reads
    std::shared_ptr<const std::int64_t>
        m_token; ///< lives as long as the Database; tells threads which connections are stale
    mutable std::atomic<std::int64_t> m_statements { 0 };
};

/// A prepared statement whose every failure is an Error: WorkspaceBusy, CannotWrite (read-only, full disk) or
/// Database.
class Query final
{
public:
    Query(const Database& database, const QString& sql);

    /// Binds `values` to the question marks in order and executes. May be repeated.
    void run(const QVariantList& values = {});
    bool next();

    std::int64_t integer(int column) const { return m_query.value(column).toLongLong(); }

    double real(int column) const { return m_query.value(column).toDouble(); }

    bool boolean(int column) const { return m_query.value(column).toInt() != 0; }

    std::string text(int column) const;

    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }

    bool isNull(int column) const { return m_query.isNull(column); }

    std::int64_t affectedRows() const { return m_query.numRowsAffected(); }

    std::int64_t lastId() const { return m_query.lastInsertId().toLongLong(); }

private:
    const Database& m_database;
    QSqlQuery m_query;
};

/// Normal: survives the end of the program. Full: survives a power cut too, at the price of one wait for the
/// disk.
enum class Durability { Normal, Full };

/// A write transaction (BEGIN IMMEDIATE, so that a busy store is noticed at the beginning). Rolls back unless
/// committed.
class Transaction final
{
public:
    explicit Transaction(const Database& database, Durability durability = Durability::Normal);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    void execute(const QString& sql);

    const Database& m_database;
    Durability m_durability;
    bool m_open = false;
};

/// Moves the number that tells everybody watching the file that something has changed (table `change`); part
/// of the writer's transaction.
void countChange(const Database& database);

/// A QVariant of a std string.
QVariant variant(const std::string& text);
QVariant variant(std::int64_t value);

} // namespace opal
