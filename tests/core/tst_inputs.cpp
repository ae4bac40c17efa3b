// SPDX-License-Identifier: GPL-3.0-or-later
#include <archive.h>
#include <archive_entry.h>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/duckdb.h"
#include "core/data/importer.h"
#include "core/data/inputfile.h"
#include "core/data/sidetable.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// 40 users, 30 items and 6 days; big enough that blocks and chunks have borders, if asked.
QByteArray inputLog(int rounds = 1)
{
    QByteArray text = "user_id,item_id,timestamp,like\n";
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < 40 * 18; ++i) {
            const int user = i % 40 + 40 * round;
            const int place = i / 40;
            text += QByteArray::number(user + 1) + ',' + QByteArray::number((user * 7 + place * 5) % 30 + 1)
                + ',' + QByteArray::number(1'650'000'000LL + place / 3 * 86400 + place * 60 + user)
                + ",true\n";
        }
    }
    return text;
}

/// The same log as an object a line, with what real files hold beside it.
QByteArray inputLines(const QByteArray& table)
{
    QByteArray text;
    const QList<QByteArray> rows = table.trimmed().split('\n');
    for (qsizetype i = 1; i < rows.size(); ++i) {
        const QList<QByteArray> fields = rows[i].split(',');
        text += "{\"user_id\": \"" + fields[0] + "\", \"title\": \"a, \\\"b\\\"\\nc\", \"item_id\": "
            + fields[1] + ", \"timestamp\": " + fields[2] + ", \"like\": " + fields[3]
            + ", \"images\": [{\"small\": null}]}\n";
    }
    return text;
}

struct Member
{
    QByteArray name;
    QByteArray content;
};

/// Packs with libarchive; `format` 0 is a bare compressed file.
QByteArray packed(const std::vector<Member>& members, int format, int filter)
{
    QByteArray bytes(8 << 20, '\0');
    std::size_t used = 0;
    archive* out = archive_write_new();
    archive_write_set_format(out, format == 0 ? ARCHIVE_FORMAT_RAW : format);
    if (filter != ARCHIVE_FILTER_NONE)
        archive_write_add_filter(out, filter);
    archive_write_set_bytes_per_block(out, 0);
    if (archive_write_open_memory(out, bytes.data(), std::size_t(bytes.size()), &used) != ARCHIVE_OK)
        qFatal("%s", archive_error_string(out));
    for (const Member& member : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.constData());
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, member.content.size());
        if (archive_write_header(out, entry) != ARCHIVE_OK
            || archive_write_data(out, member.content.constData(), std::size_t(member.content.size())) < 0)
            qFatal("%s", archive_error_string(out));
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
    bytes.resize(qsizetype(used));
    return bytes;
}

} // namespace

class TestInputs final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string write(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write the fixture");
        return file.fileName().toStdString();
    }

    static ImportRequest requestFor(const std::string& file)
    {
        ImportRequest request;
        request.preset = "csv";
        request.files = { file };
        return request;
    }

    static DatasetSummary summaryOf(const std::string& file)
    {
        return importDataset(requestFor(file), {}, {})->summary();
    }

    static QString errorOf(const std::string& file)
    {
        try {
            summaryOf(file);
        } catch (const Error& error) {
            return QString::fromStdString(error.detail());
        }
        return {};
    }

    static std::string duckDb()
    {
        const QByteArray file = qgetenv("OPAL_TEST_DUCKDB");
        return file.toStdString();
    }

private Q_SLOTS:

    void packedLogsAreReadLikePlainOnes_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("member");
        const QByteArray log = inputLog(60); // more than a chunk that is read ahead
        const auto bare = [&](int filter) { return packed({ { "log.csv", log } }, 0, filter); };
        QTest::newRow("gzip") << bare(ARCHIVE_FILTER_GZIP) << QString();
        QTest::newRow("bzip2") << bare(ARCHIVE_FILTER_BZIP2) << QString();
        QTest::newRow("xz") << bare(ARCHIVE_FILTER_XZ) << QString();
        QTest::newRow("zstd") << bare(ARCHIVE_FILTER_ZSTD) << QString();
        QTest::newRow("zip") << packed({ { "a/log.csv", log } }, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE)
                             << QString();
        QTest::newRow("zip with noise") << packed({ { "log.csv", log }, { "__MACOSX/._log.csv", "x" } },
                                                  ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE)
                                        << QString();
        const std::vector<Member> several { { "a/README.txt", "read me" },
                                            { "a/log.csv", log },
                                            { "a/b.csv", "x,y\n" } };
        QTest::newRow("tar.gz by its last part")
            << packed(several, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP) << QStringLiteral("/log.csv");
        QTest::newRow("zip by its whole name")
            << packed(several, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE) << QStringLiteral("/a/log.csv");
        QTest::newRow("JSON lines") << inputLines(log) << QString();
        QTest::newRow("JSON lines in gzip")
            << packed({ { "x", inputLines(log) } }, 0, ARCHIVE_FILTER_GZIP) << QString();
    }

    void packedLogsAreReadLikePlainOnes()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, member);
        const DatasetSummary plain = summaryOf(write(QStringLiteral("plain.csv"), inputLog(60)));
        // The name says nothing: what is inside is recognised by its bytes.
        const std::string file = write(QStringLiteral("named.csv"), content) + member.toStdString();
        const DatasetSummary summary = summaryOf(file);
        QCOMPARE(summary.report.rows, plain.report.rows);
        QCOMPARE(summary.report.rejected, std::int64_t(0));
        QCOMPARE(summary.hash, plain.hash);
        const ImportPreview preview = previewLog(file);
        QVERIFY(preview.hasHeader);
        QCOMPARE(preview.guess.user, std::string("user_id"));
        QCOMPARE(preview.guess.item, std::string("item_id"));
        QCOMPARE(preview.guess.time, std::string("timestamp"));
        // Tried out on a part, not everything counts as read.
        const LogCheck part = checkLog(requestFor(file), 1000, {}, {});
        QVERIFY2(part.problem.empty(), part.problem.c_str());
        QVERIFY(part.report.rows > 0);
        const LogCheck whole = checkLog(requestFor(file), std::int64_t(1) << 40, {}, {});
        QVERIFY(whole.isWhole);
        QCOMPARE(whole.report.rows, plain.report.rows);
    }

    void aCutArchiveIsNoShortLog_data()
    {
        QTest::addColumn<int>("filter");
        QTest::newRow("gzip") << int(ARCHIVE_FILTER_GZIP);
        QTest::newRow("xz") << int(ARCHIVE_FILTER_XZ);
        QTest::newRow("zstd") << int(ARCHIVE_FILTER_ZSTD);
    }

    void aCutArchiveIsNoShortLog()
    {
        QFETCH(int, filter);
        const QByteArray whole = packed({ { "x", inputLog(60) } }, 0, filter);
        const QString message = errorOf(write(QStringLiteral("cut.gz"), whole.left(whole.size() * 2 / 3)));
        QVERIFY2(message.contains(QStringLiteral("cannot be unpacked to its end")), qPrintable(message));
    }

    void archivesOfSeveralFilesAskWhich()
    {
        const std::vector<Member> several { { "a/ratings.csv", inputLog() }, { "a/movies.csv", "x,y\n" } };
        const std::string file
            = write(QStringLiteral("two.zip"), packed(several, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE));
        const QString message = errorOf(file);
        QVERIFY2(message.contains(QStringLiteral("two.zip/a/ratings.csv")), qPrintable(message));
        QVERIFY(errorOf(file + "/none.csv").contains(QStringLiteral("'a/movies.csv'")));
        const auto found = expandedFiles({ file + "/rat*.csv" });
        QCOMPARE(found, (std::vector<std::string> { file + "/a/ratings.csv" }));
    }

    void wildcardsFollowTheNumbersInNames()
    {
        for (const int week : { 10, 9, 1 })
            write(QStringLiteral("week_%1.csv").arg(week), "x");
        const std::string folder = m_folder.path().toStdString();
        QCOMPARE(expandedFiles({ folder + "/week_*.csv", "as it is.csv" }),
                 (std::vector<std::string> { folder + "/week_1.csv", folder + "/week_9.csv",
                                             folder + "/week_10.csv", "as it is.csv" }));
        QVERIFY_EXCEPTION_THROWN(expandedFiles({ folder + "/none_*.csv" }), Error);
    }

    void linesThatAreNoObjectsAreRejectedWhereTheyStand()
    {
        QByteArray lines = inputLines(inputLog());
        lines.insert(lines.indexOf('\n') + 1,
                     "{\"user_id\": 5, \"item_id\":\n\n[1, 2]\n{\"user_id\": 01, \"item_id\": 2}\n"
                     "{\"item_id\": 3, \"timestamp\": 1650000000}\n");
        const DatasetSummary summary = summaryOf(write(QStringLiteral("log.jsonl"), lines));
        QCOMPARE(summary.report.rejected, std::int64_t(4));
        QCOMPARE(summary.report.rows, std::int64_t(40 * 18 + 4));
        const std::vector<std::int64_t> at { 2, 4, 5, 6 };
        for (std::size_t i = 0; i < at.size(); ++i)
            QCOMPARE(summary.report.rejects[i].line, at[i]);
        QCOMPARE(summary.report.rejects[0].reason, std::string("the line is no JSON object"));
        QCOMPARE(summary.report.rejects[3].reason, std::string("the id is empty"));
    }

    void idsOfJsonKeepTheirDigits()
    {
        QByteArray lines;
        for (int i = 0; i < 12; ++i)
            lines += "{\"user\": 1844674407370955161" + QByteArray::number(i % 4)
                + ", \"item\": 12345678901234567890" + QByteArray::number(i / 4)
                + ", \"time\": " + QByteArray::number(1'650'000'000 + i / 4 * 86400) + "}\n";
        ImportRequest request = requestFor(write(QStringLiteral("ids.jsonl"), lines));
        request.dropUnseenItems = false;
        const auto data = importDataset(request, {}, {});
        QCOMPARE(data->userCount(), std::int64_t(4));
        QVERIFY(data->findUser("18446744073709551613").has_value());
        QVERIFY(data->findItem("123456789012345678902").has_value());
    }

    void sideTablesComeCompressedAndAsJsonLines()
    {
        const std::string file = write(QStringLiteral("meta.jsonl.gz"),
                                       packed({ { "x",
                                                  "{\"parent_asin\": \"7\", \"title\": \"A, \\\"b\\\"\", "
                                                  "\"categories\": [\"X\", \"Y z\"]}\n" } },
                                              0, ARCHIVE_FILTER_GZIP));
        ImportReport report;
        const SideTable side = readSideTable(file, {}, [](std::string_view) { return true; }, report, {});
        QCOMPARE(side.titles, (std::vector<std::string> { "A, \"b\"" }));
        QCOMPARE(side.tags.front(), (std::vector<std::string> { "X", "Y z" }));
    }

    void withoutDuckDbTheMessageSaysWhereFrom()
    {
        const QByteArray before = qgetenv("OPAL_DUCKDB");
        qputenv("OPAL_DUCKDB", "/nowhere/libduckdb.so");
        if (!DuckDb::version().empty())
            QSKIP("the library is loaded already");
        const QString message = errorOf(write(QStringLiteral("log.parquet"), "PAR1 0123456789 PAR1"));
        qputenv("OPAL_DUCKDB", before);
        QVERIFY2(message.contains(QStringLiteral("/nowhere/libduckdb.so"))
                     && message.contains(QStringLiteral("@duckdb/node-bindings-linux-x64")),
                 qPrintable(message));
    }

    void damagedParquetIsNamedWithoutDuckDb()
    {
        const QString message
            = errorOf(write(QStringLiteral("cut.parquet"), QByteArray("PAR1") + QByteArray(200, '\0')));
        QVERIFY2(message.contains(QStringLiteral("damaged or cut short")), qPrintable(message));
    }

    void parquetIsReadThroughDuckDb()
    {
        if (duckDb().empty())
            QSKIP("set OPAL_TEST_DUCKDB to a libduckdb.so; test.sh fetches one where npm is there");
        qputenv("OPAL_DUCKDB", duckDb().c_str());
        const std::string plain = write(QStringLiteral("plain.csv"), inputLog(20));
        const DatasetSummary wanted = summaryOf(plain);
        const std::string parquet = m_folder.filePath(QStringLiteral("log.parquet")).toStdString();
        // A COPY is a table of one row, the count: DuckDB writes what it then reads.
        InputFile copy("duckdb:SELECT 1 AS one");
        QVERIFY(copy.isMadeTable());
        QCOMPARE(summaryOf("duckdb:SELECT * FROM read_csv('" + plain + "')").hash, wanted.hash);
        QCOMPARE(
            summaryOf("duckdb:SELECT user_id, item_id, to_timestamp(timestamp) AS timestamp FROM read_csv('"
                      + plain + "')")
                .hash,
            wanted.hash);
        QVERIFY(errorOf("duckdb:no_such_table").contains(QStringLiteral("DuckDB cannot read")));
        const std::string sample = OPAL_SOURCE_DIR "/tests/data/log.parquet";
        const DatasetSummary summary = summaryOf(sample);
        QCOMPARE(summary.report.rows, std::int64_t(720));
        QCOMPARE(summary.hash, summaryOf(write(QStringLiteral("small.csv"), inputLog())).hash);
        QVERIFY(checkLog(requestFor(sample), std::int64_t(1) << 40, {}, {}).isWhole);
    }

    void impressionsOfMindBecomeClicks()
    {
        QByteArray text;
        for (int i = 0; i < 6; ++i)
            text += QByteArray::number(i + 1) + "\tU" + QByteArray::number(i % 2) + "\t2019-11-1"
                + QByteArray::number(i / 2) + " 08:36:57\tN9 N8\tN1-1 N2-0 N" + QByteArray::number(3 + i % 2)
                + "-1\n";
        const std::string file = write(QStringLiteral("behaviors.tsv"), text);
        QCOMPARE(previewLog(file).preset, std::string("mind"));
        ImportRequest request = requestFor(file);
        request.preset = "mind";
        request.minTrainItems = 1;
        const auto data = importDataset(request, {}, {});
        QCOMPARE(data->summary().report.rows, std::int64_t(6));
        QCOMPARE(data->summary().report.positives, std::int64_t(12));
        QVERIFY(!data->findItem("N2").has_value());
        QVERIFY(!data->findItem("N9").has_value());
        QVERIFY(data->findItem("N1").has_value());
    }
};

OPAL_TEST(TestInputs)
#include "tst_inputs.moc"
