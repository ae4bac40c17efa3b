// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/database.h"

#include <map>
#include <utility>

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSqlError>
#include <QStorageInfo>
#include <QThread>
#include <QUrl>

#include "core/base/error.h"
#include "core/store/migrations.h"

namespace opal {

namespace {

// Primary result codes of sqlite3.h; Qt gives them as text, possibly extended by higher bits.
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteInputOutput = 10;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCannotOpen = 14;
constexpr int sqliteNotADatabase = 26;

int primaryCode(const QSqlError& error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

/// The first of the store's files, or their folder, that this account may not write; empty if it may.
QString unwritable(const QString& file)
{
    for (const auto& suffix : { QString(), QStringLiteral("-wal"), QStringLiteral("-shm") })
        if (const QFileInfo info(file + suffix); info.exists() && !info.isWritable())
            return info.filePath();
    const QFileInfo folder(QFileInfo(file).absolutePath());
    return folder.isWritable() ? QString() : folder.filePath();
}

Error storeError(const QSqlError& error, const QString& file)
{
    const std::string where = "the run store " + file.toStdString();
    const std::string reason = error.databaseText().toStdString();
    switch (primaryCode(error)) {
    case sqliteBusy:
    case sqliteLocked:
        return {
            ErrorCode::WorkspaceBusy,
            where
                + " is held by another program for longer than the time-out; close that program or try again."
        };
    case sqliteReadOnly:
    case sqliteCannotOpen: {
        const QString blamed = unwritable(file);
        return { ErrorCode::CannotWrite,
                 where + " cannot be written (" + reason + "); "
                     + (blamed.isEmpty() ? "check the permissions of its folder"
                                         : blamed.toStdString() + " is read-only: change its permissions")
                     + ", or choose another workspace." };
    }
    case sqliteFull:
        return { ErrorCode::CannotWrite,
                 where + " cannot grow because the disk is full; free some space and try again." };
    case sqliteInputOutput:
        return { ErrorCode::CannotWrite,
                 where + " cannot be read or written (" + reason + "); check the disk." };
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return { ErrorCode::Database,
                 where + " is damaged or is not a run store (" + reason
                     + "); restore it from a copy, or move it away to start an empty one." };
    default:
        return { ErrorCode::Database, where + " refused a statement: " + reason + "." };
    }
}

/// One thread's connection to one Database; closes itself.
class Connection final
{
public:
    /// `source` is what SQLite opens for the store `file`.
    Connection(const QString& file, const QString& source, const QString& options, bool queryOnly,
               QString name, std::weak_ptr<const std::int64_t> owner)
        : m_name(std::move(name))
        , m_file(file)
        , m_owner(std::move(owner))
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        m_database.setDatabaseName(source);
        m_database.setConnectOptions(options);
        try {
            if (!m_database.open())
                throw storeError(m_database.lastError(), file);
            setUp(QStringLiteral("PRAGMA foreign_keys=ON"));
            setUp(QStringLiteral("PRAGMA synchronous=NORMAL"));
            if (queryOnly)
                setUp(QStringLiteral("PRAGMA query_only=ON"));
        } catch (...) {
            close();
            throw;
        }
    }

    ~Connection() { close(); }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    QSqlDatabase database() const { return m_database; }

    bool isStale() const { return m_owner.expired(); }

private:
    void setUp(const QString& pragma)
    {
        QSqlQuery query(m_database);
        if (!query.exec(pragma))
            throw storeError(query.lastError(), m_file);
    }

    void close()
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }

    QString m_name;
    QString m_file;
    std::weak_ptr<const std::int64_t> m_owner;
    QSqlDatabase m_database;
};

/// The mode is stored in the file. SQLite does not call the busy handler while it changes, so two programs
/// that create a workspace together have to be patient here.
void enableWriteAheadLog(const QSqlDatabase& database, int busyTimeoutMs)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        QSqlQuery query(database);
        if (query.exec(QStringLiteral("PRAGMA journal_mode=WAL")))
            return;
        const QSqlError error = query.lastError();
        const bool busy = primaryCode(error) == sqliteBusy || primaryCode(error) == sqliteLocked;
        if (!busy || timer.elapsed() > busyTimeoutMs)
            throw storeError(error, database.databaseName());
        QThread::msleep(10);
    }
}

/// SQLite gives the files beside the store the permissions of the store. One that was read-only for a while
/// leaves read-only ones behind, which would make it read-only for ever.
void mendSharedMemory(const QString& file)
{
    const QFileInfo store(file);
    if (!store.exists() || !store.isWritable())
        return;
    for (const auto& suffix : { QStringLiteral("-wal"), QStringLiteral("-shm") })
        if (const QFileInfo info(file + suffix); info.exists() && !info.isWritable())
            QFile::setPermissions(info.filePath(), store.permissions()); // refused where it is not ours
}

/// SQLite's shared memory and locks reach no other machine: two of them writing there destroy the store.
void refuseNetworkFileSystem(const QString& folder)
{
    const QByteArray type = QStorageInfo(folder).fileSystemType().toLower();
    static const QByteArrayList shared { "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2" };
    if (shared.contains(type))
        throw Error(
            ErrorCode::Unsupported,
            "the folder " + folder.toStdString() + " is on a network file system (" + type.toStdString()
                + "), where the run store would be damaged sooner or later; keep the workspace on a disk of "
                  "this machine, and share data sets, run bundles and the folder of a sweep on a cluster "
                  "instead.");
}

using Connections = std::map<std::int64_t, std::unique_ptr<Connection>>;

/// Connections of the calling thread by the number of their Database.
Connections& threadConnections()
{
    static thread_local Connections connections;
    return connections;
}

std::int64_t nextDatabaseNumber()
{
    static std::atomic<std::int64_t> counter { 0 };
    return ++counter;
}

} // namespace

Database::Database(const QString& file, int busyTimeoutMs)
    : m_file(QFileInfo(file).absoluteFilePath())
    , m_busyTimeoutMs(busyTimeoutMs)
    , m_token(std::make_shared<const std::int64_t>(nextDatabaseNumber()))
{
    const QString folder = QFileInfo(m_file).absolutePath();
    if (!QDir().mkpath(folder)) {
        throw Error(ErrorCode::CannotWrite,
                    "the folder " + folder.toStdString() + " cannot be created; choose another workspace.");
    }
    refuseNetworkFileSystem(folder);
    mendSharedMemory(m_file);
    const QFileInfo store(m_file);
    try {
        if (store.size() > 0 && store.isReadable() && !unwritable(m_file).isEmpty()) {
            openForReading();
        } else {
            // A file that is not ours is refused before anything in it changes.
            migrate(*this);
            enableWriteAheadLog(connection(), m_busyTimeoutMs);
        }
    } catch (...) {
        threadConnections().erase(*m_token);
        throw;
    }
}

void Database::openForReading()
{
    // Without its log the file may lack what was committed last.
    const bool complete = QFileInfo(m_file + QStringLiteral("-wal")).size() == 0;
    if (tryAccess(Access::Read) || (complete && tryAccess(Access::Immutable)))
        return;
    m_copy = std::make_unique<QTemporaryDir>();
    const QString copy = m_copy->filePath(QStringLiteral("runs.sqlite"));
    const QString log = QStringLiteral("-wal");
    if (!m_copy->isValid() || !QFile::copy(m_file, copy)
        || (!complete && !QFile::copy(m_file + log, copy + log)))
        throw Error(ErrorCode::CannotRead,
                    "the run store " + m_file.toStdString()
                        + " cannot be written, and no copy of it can be made in "
                        + QDir::tempPath().toStdString() + " to read it; free some space there.");
    for (const QString& file : { copy, QString(copy + log) })
        QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    // Migrating it is the one change that the copy sees.
    try {
        const Database migrated(copy, m_busyTimeoutMs);
    } catch (const Error& error) {
        std::string detail = error.detail();
        if (const std::size_t at = detail.find(copy.toStdString()); at != std::string::npos)
            detail.replace(at, copy.toStdString().size(), m_file.toStdString());
        throw Error(error.code(), detail);
    }
    m_access = Access::Copy;
    connection();
}

/// True if the store can be read in this way and is of this release.
bool Database::tryAccess(Access access)
{
    m_access = access;
    try {
        Query version(*this, QStringLiteral("PRAGMA user_version"));
        version.run();
        const bool current = version.next() && version.integer(0) == currentStoreVersion();
        Query tables(*this, QStringLiteral("SELECT number FROM change"));
        tables.run();
        if (current && tables.next())
            return true;
    } catch (const Error&) {
        // The next way is tried, and the last one tells.
    }
    threadConnections().erase(*m_token);
    return false;
}

Database::~Database()
{
    threadConnections().erase(*m_token);
}

QSqlDatabase Database::connection() const
{
    Connections& connections = threadConnections();
    if (const auto found = connections.find(*m_token); found != connections.end())
        return found->second->database();

    std::erase_if(connections, [](const auto& entry) { return entry.second->isStale(); });
    static std::atomic<std::int64_t> serial { 0 };
    const QString name = QStringLiteral("opal-store-%1-%2").arg(*m_token).arg(++serial);
    QString source = m_file;
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(m_busyTimeoutMs);
    if (m_access == Access::Copy)
        source = m_copy->filePath(QStringLiteral("runs.sqlite"));
    else if (m_access != Access::Write)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    if (m_access == Access::Immutable) {
        source = QUrl::fromLocalFile(m_file).toString(QUrl::FullyEncoded) + QStringLiteral("?immutable=1");
        options += QStringLiteral(";QSQLITE_OPEN_URI");
    }
    auto connection = std::make_unique<Connection>(m_file, source, options, isReadOnly(), name, m_token);
    return connections.emplace(*m_token, std::move(connection)).first->second->database();
}

Query::Query(const Database& database, const QString& sql)
    : m_database(database)
    , m_query(database.connection())
{
    m_query.setForwardOnly(true);
    if (!m_query.prepare(sql))
        throw storeError(m_query.lastError(), database.file());
}

void Query::run(const QVariantList& values)
{
    int position = 0;
    for (const QVariant& value : values)
        m_query.bindValue(position++, value);
    m_database.m_statements.fetch_add(1);
    if (!m_query.exec())
        throw storeError(m_query.lastError(), m_database.file());
}

bool Query::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        throw storeError(m_query.lastError(), m_database.file());
    return false;
}

std::string Query::text(int column) const
{
    return m_query.value(column).toString().toStdString();
}

Transaction::Transaction(const Database& database, Durability durability)
    : m_database(database)
    , m_durability(durability)
{
    // The level can only be changed outside a transaction.
    if (m_durability == Durability::Full)
        execute(QStringLiteral("PRAGMA synchronous=FULL"));
    execute(QStringLiteral("BEGIN IMMEDIATE"));
    m_open = true;
}

Transaction::~Transaction()
{
    QSqlQuery query(m_database.connection());
    if (m_open)
        query.exec(QStringLiteral("ROLLBACK"));
    if (m_durability == Durability::Full)
        query.exec(QStringLiteral("PRAGMA synchronous=NORMAL"));
}

void Transaction::commit()
{
    execute(QStringLiteral("COMMIT"));
    m_open = false;
}

void Transaction::execute(const QString& sql)
{
    QSqlQuery query(m_database.connection());
    if (!query.exec(sql))
        throw storeError(query.lastError(), m_database.file());
}

void countChange(const Database& database)
{
    Query(database, QStringLiteral("UPDATE change SET number=number+1")).run();
}

QVariant variant(const std::string& text)
{
    return QString::fromStdString(text);
}

QVariant variant(std::int64_t value)
{
    return static_cast<qlonglong>(value);
}

} // namespace opal
