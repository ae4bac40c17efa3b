// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/store/database.h"
#include "core/store/diversitystore.h"
#include "core/store/migrations.h"
#include "core/store/runstore.h"
#include "tests/support/codeof.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// Executes a text of statements with plain QtSql, so that the file is made without the code under test.
void makeFile(const QString& file, const QStringList& statements)
{
    const QString name = QStringLiteral("fixture");
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(file);
        QVERIFY(database.open());
        for (const QString& statement : statements) {
            QSqlQuery query(database);
            QVERIFY2(query.exec(statement), qPrintable(statement));
        }
    }
    QSqlDatabase::removeDatabase(name);
}

QStringList fixtureStatements(const QString& fileName)
{
    QFile file(QStringLiteral(OPAL_SOURCE_DIR "/tests/data/") + fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList statements
        = QString::fromUtf8(file.readAll()).split(QStringLiteral(";\n"), Qt::SkipEmptyParts);
    statements.removeIf([](const QString& statement) { return statement.trimmed().isEmpty(); });
    return statements;
}

std::string schemaOf(const Database& database)
{
    Query query(database,
                QStringLiteral("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"));
    query.run();
    std::string schema;
    while (query.next())
        schema += query.text(0) + "\n";
    return schema;
}

/// The superuser may write everywhere: for its lifetime the process acts as nobody, who owns `folder`.
class AsOrdinaryUser
{
public:
    explicit AsOrdinaryUser(const QString& folder)
        : m_wasRoot(::geteuid() == 0)
    {
        if (!m_wasRoot)
            return;
        constexpr uid_t nobody = 65534;
        const QByteArray path = QFile::encodeName(folder);
        const QByteArray parent = QFile::encodeName(QFileInfo(folder).path());
        if (::chown(path.constData(), nobody, static_cast<gid_t>(-1)) != 0
            || ::chmod(parent.constData(), 0755) != 0 || ::seteuid(nobody) != 0)
            qFatal("the test could not become an ordinary user");
    }

    ~AsOrdinaryUser()
    {
        if (m_wasRoot && ::seteuid(0) != 0)
            qFatal("the test could not become the superuser again");
    }

    AsOrdinaryUser(const AsOrdinaryUser&) = delete;
    AsOrdinaryUser& operator=(const AsOrdinaryUser&) = delete;

private:
    bool m_wasRoot;
};

} // namespace

class TestMigrations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void makesANewStore()
    {
        const Database database(file("new/deep/runs.sqlite"));
        Query version(database, QStringLiteral("PRAGMA user_version"));
        version.run();
        QVERIFY(version.next());
        QCOMPARE(version.integer(0), std::int64_t { currentStoreVersion() });
        Query mode(database, QStringLiteral("PRAGMA journal_mode"));
        mode.run();
        QVERIFY(mode.next());
        QCOMPARE(mode.text(0), std::string("wal"));
        Query keys(database, QStringLiteral("PRAGMA foreign_keys"));
        keys.run();
        QVERIFY(keys.next());
        QCOMPARE(keys.integer(0), std::int64_t { 1 });
    }

    void readsVersionOne()
    {
        const QStringList statements = fixtureStatements(QStringLiteral("runs-v1.sql"));
        QVERIFY2(statements.size() > 10, "tests/data/runs-v1.sql is missing");
        makeFile(file("v1.sqlite"), statements);
        RunStore store(file("v1.sqlite"));
        const RunRecord run = store.run("opal-k4-s1-7f3a");
        QCOMPARE(run.name, std::string("kept from version 1"));
        QCOMPARE(run.params.at("interests"), std::string("4"));
        QCOMPARE(run.seed, std::uint64_t { 18446744073709551615U });
        QCOMPARE(run.bestEpoch.at("soft"), std::int64_t { 2 });
        QCOMPARE(run.test.value().of("recall").at(200), 0.25);
        QCOMPARE(run.tags, (std::vector<std::string> { "paper", "first" }));
        const RunCurves curves = store.curves(run.id);
        QCOMPARE(curves.steps.size(), std::size_t { 2 });
        QCOMPARE(curves.steps[1].step, std::int64_t { 2 });
        QCOMPARE(curves.steps[1].terms, (NamedValues { { "loss", 1.5 }, { "orth", 0.25 } }));
        QCOMPARE(curves.evaluations.size(), std::size_t { 1 });
        QCOMPARE(curves.events.size(), std::size_t { 1 });
        QCOMPARE(store.datasets().size(), std::size_t { 1 });
    }

    void oldAndNewStoresHaveTheSameSchema()
    {
        makeFile(file("old.sqlite"), fixtureStatements(QStringLiteral("runs-v1.sql")));
        const Database migrated(file("old.sqlite"));
        const Database fresh(file("fresh.sqlite"));
        QVERIFY(!schemaOf(fresh).empty());
        QCOMPARE(schemaOf(migrated), schemaOf(fresh));
    }

    void runsOfReleaseOneLeaveOutTheWindow()
    {
        const QString old = file("study.sqlite");
        QVERIFY(QFile::copy(QStringLiteral(OPAL_SOURCE_DIR "/resources/studies/kuairand-pure.sqlite"), old));
        QVERIFY(QFile::setPermissions(old, QFile::ReadOwner | QFile::WriteOwner));
        // Diversity as that release measured it: of lists without the whole history.
        const QString measured = QStringLiteral(
            "INSERT INTO run_diversity(run, k, shift, minimum_count, step, users, recall, hit_rate,"
            " sppmi_diversity) SELECT id, %1, 1, 1, step, 10, 0.99, 0.98, 0.5 FROM run");
        makeFile(old, { measured.arg(200), measured.arg(20) });
        RunStore store(old);
        for (const RunRecord& run : store.runs()) {
            QCOMPARE(run.params.at("exclude"), std::string("window"));
            QCOMPARE(exclusionOf(run), Exclusion::Window);
        }
        Query points(store.database(),
                     QStringLiteral("SELECT count(*) FROM sweep_point WHERE "
                                    "json_extract(params, '$.exclude') IS NOT 'window'"));
        points.run();
        QVERIFY(points.next());
        QCOMPARE(points.integer(0), std::int64_t { 0 });
        const std::vector<RunDiversity> kept = DiversityStore(store).rows(200, 1, 1);
        QCOMPARE(kept.size(), store.runs().size());
        for (const RunDiversity& row : kept) {
            const MetricSet test = store.run(row.run).test.value();
            QCOMPARE(row.recall, test.of("recall").at(200));
            QCOMPARE(row.hitRate, test.of("hit_rate").at(200));
            QCOMPARE(row.sppmiDiversity, 0.5);
        }
        QVERIFY(DiversityStore(store).rows(20, 1, 1).empty()); // no run was tested at that length
    }

    void refusesANewerStore()
    {
        {
            const Database database(file("newer.sqlite"));
            Query(database, QStringLiteral("PRAGMA user_version=%1").arg(currentStoreVersion() + 1)).run();
        }
        std::string detail;
        QCOMPARE(codeOf([&] { RunStore store(file("newer.sqlite")); }, &detail), ErrorCode::NewerVersion);
        QVERIFY(detail.find("update") != std::string::npos);
    }

    void refusesAForeignFileWithoutTouchingIt()
    {
        makeFile(file("foreign.sqlite"), { QStringLiteral("CREATE TABLE mail (text TEXT)") });
        QFile foreign(file("foreign.sqlite"));
        QVERIFY(foreign.open(QIODevice::ReadOnly));
        const QByteArray before = foreign.readAll();
        QCOMPARE(codeOf([&] { RunStore store(file("foreign.sqlite")); }), ErrorCode::Database);
        foreign.seek(0);
        QCOMPARE(foreign.readAll(), before);
    }

    void damagedFileIsAClearError_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text")
            << QByteArray("this is not a database, but it is long enough to look at").repeated(40);
        QTest::newRow("broken pages") << (QByteArray("SQLite format 3\0", 16) + QByteArray(4080, '\x5a'));
    }

    void damagedFileIsAClearError()
    {
        QFETCH(QByteArray, content);
        const QString path = file("damaged.sqlite");
        QFile damaged(path);
        QVERIFY(damaged.open(QIODevice::WriteOnly | QIODevice::Truncate));
        damaged.write(content);
        damaged.close();
        std::string detail;
        QCOMPARE(codeOf([&] { RunStore store(path); }, &detail), ErrorCode::Database);
        QVERIFY2(detail.find("damaged.sqlite") != std::string::npos, detail.c_str());
    }

    void truncatedStoreIsAClearError()
    {
        const QString path = file("truncated.sqlite");
        {
            RunStore store(path);
            RunRecord record;
            record.model = "opal";
            for (int index = 0; index < 50; ++index)
                store.createRun(record);
        }
        QFile truncated(path);
        QVERIFY(truncated.resize(8192));
        QCOMPARE(codeOf([&] {
                     RunStore store(path);
                     store.runs();
                 }),
                 ErrorCode::Database);
    }

    void folderThatCannotBeMadeIsAClearError()
    {
        QFile blocker(file("blocker"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        blocker.close();
        QCOMPARE(codeOf([&] { RunStore store(file("blocker/runs.sqlite")); }), ErrorCode::CannotWrite);
        QVERIFY(QDir().mkpath(file("folder.sqlite")));
        QCOMPARE(codeOf([&] { RunStore store(file("folder.sqlite")); }), ErrorCode::CannotWrite);
    }

    void unwritableFolderIsAClearError()
    {
        QVERIFY(QDir().mkpath(file("locked")));
        QVERIFY(QFile::setPermissions(file("locked"), QFile::ReadOwner | QFile::ExeOwner));
        const AsOrdinaryUser ordinary(file("locked"));
        QCOMPARE(codeOf([&] { RunStore store(file("locked/runs.sqlite")); }), ErrorCode::CannotWrite);
    }

    void aLockedStoreIsBusy()
    {
        const Database holder(file("busy.sqlite"));
        const Transaction hold(holder);
        const Database other(file("busy.sqlite"), 50);
        QCOMPARE(codeOf([&] { const Transaction second(other); }), ErrorCode::WorkspaceBusy);
    }

    void aTransactionRollsBackUnlessCommitted()
    {
        const Database database(file("rollback.sqlite"));
        {
            const Transaction transaction(database);
            Query(database, QStringLiteral("UPDATE change SET number=77")).run();
        }
        Query query(database, QStringLiteral("SELECT number FROM change"));
        query.run();
        QVERIFY(query.next());
        QCOMPARE(query.integer(0), std::int64_t { 0 });
    }

    void manyProgramsMayCreateAWorkspaceTogether()
    {
        std::atomic<int> failures { 0 };
        {
            std::vector<std::jthread> threads;
            for (int index = 0; index < 8; ++index) {
                threads.emplace_back([&] {
                    try {
                        const Database database(file("together.sqlite"));
                    } catch (const std::exception& error) {
                        qWarning("%s", error.what());
                        ++failures;
                    }
                });
            }
        }
        QCOMPARE(failures.load(), 0);
    }

    void connectionsEndWithTheirThread()
    {
        const Database database(file("threads.sqlite"));
        const auto before = QSqlDatabase::connectionNames().size();
        std::thread([&] { database.connection(); }).join();
        QCOMPARE(QSqlDatabase::connectionNames().size(), before);
    }

private:
    QString file(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    QTemporaryDir m_folder;
};

OPAL_TEST(TestMigrations)
#include "tst_migrations.moc"
