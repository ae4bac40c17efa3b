// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/importer.h"
#include "core/data/positiverule.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr std::int64_t everything = std::int64_t { 1 } << 40;

const QByteArray smallLog = "user,item,like,timestamp\n"
                            "7,a,1,1650000000\n"
                            "7,b,0,1650100000\n"
                            "8,a,x,1650100000\n"
                            "8,b,1\n"
                            "\n"
                            "8,\"c\nd\",1,1650200000\n"
                            "9,b,1,yesterday\n";

} // namespace

class TestLogCheck final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string write(const QByteArray& content)
    {
        QFile file(m_folder.filePath(QStringLiteral("log.csv")));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write the fixture");
        return file.fileName().toStdString();
    }

    LogCheck check(const QByteArray& content, const char* preset, const char* rule = "",
                   std::int64_t bytes = everything)
    {
        ImportRequest request;
        request.preset = preset;
        request.positiveRule = rule;
        request.files = { write(content) };
        return checkLog(request, bytes, {}, {});
    }

private Q_SLOTS:

    void everyRowOfTheHeadIsJudged()
    {
        const LogCheck result = check(smallLog, "csv", "like");
        QCOMPARE(result.problem, std::string());
        QCOMPARE(result.columns, (std::vector<std::string> { "user", "item", "like", "timestamp" }));
        QCOMPARE(result.roles, (std::vector<unsigned> { UserRole, ItemRole, SignalRole, TimeRole }));
        QCOMPARE(result.rows.size(), std::size_t(6));
        QCOMPARE(result.verdicts.size(), std::size_t(6));
        const std::vector<std::int64_t> lines { 2, 3, 4, 5, 7, 9 };
        const std::vector<bool> rejected { false, false, true, true, false, true };
        const std::vector<int> faults { -1, -1, 2, 3, -1, 3 };
        for (std::size_t i = 0; i < lines.size(); ++i) {
            QCOMPARE(result.verdicts[i].line, lines[i]);
            QCOMPARE(result.verdicts[i].isRejected, bool(rejected[i]));
            QCOMPARE(result.verdicts[i].column, faults[i]);
            QCOMPARE(result.verdicts[i].reason.empty(), !rejected[i]);
        }
        QVERIFY(result.verdicts[0].isPositive);
        QVERIFY(!result.verdicts[1].isPositive);
        QCOMPARE(result.verdicts[2].reason, std::string("not a number"));
        QCOMPARE(result.rows[4][1], std::string("c\nd"));
    }

    void countsAgreeWithTheImport()
    {
        QByteArray content = "user,item,like,timestamp\n";
        std::mt19937 random(5);
        for (int row = 0; row < 900; ++row) {
            content += QByteArray::number(random() % 60) + ',' + QByteArray::number(random() % 90) + ','
                + (random() % 20 == 0 ? QByteArray("?") : QByteArray::number(random() % 2)) + ','
                + QByteArray::number(1650000000 + qint64(random() % 864000)) + '\n';
        }
        ImportRequest request;
        request.preset = "csv";
        request.positiveRule = "like";
        request.minActiveDays = 6;
        request.files = { write(content) };
        const LogCheck tried = checkLog(request, everything, {}, {});
        const DatasetSummary made = importDataset(request, {}, {})->summary();
        QVERIFY(tried.isWhole);
        QCOMPARE(tried.buildProblem, std::string());
        QCOMPARE(tried.report.rows, made.report.rows);
        QCOMPARE(tried.report.rejected, made.report.rejected);
        QVERIFY(made.report.rejected > 20);
        QCOMPARE(tried.report.positives, made.report.positives);
        QCOMPARE(tried.report.kept, made.report.kept);
        QCOMPARE(tried.summary.hash, made.hash);
        QCOMPARE(tried.report.filters.size(), made.report.filters.size());
        for (std::size_t i = 0; i < made.report.filters.size(); ++i) {
            QCOMPARE(tried.report.filters[i].name, made.report.filters[i].name);
            QCOMPARE(tried.report.filters[i].usersAfter, made.report.filters[i].usersAfter);
            QCOMPARE(tried.report.filters[i].interactionsAfter, made.report.filters[i].interactionsAfter);
        }
        QVERIFY(made.report.filters.front().usersAfter < made.report.filters.front().usersBefore);
    }

    void aPartOfALongLogIsSaidToBeOne()
    {
        QByteArray content = "user,item,timestamp\n";
        while (content.size() < 9'000'000)
            content += "12345,67890," + QByteArray::number(1650000000 + content.size() / 12) + '\n';
        const LogCheck part = check(content, "csv", "", 1'000'000);
        QVERIFY(!part.isWhole);
        QVERIFY(part.report.rows > 30'000);
        QVERIFY(part.bytesRead >= 1'000'000);
        QVERIFY(part.bytesRead < 9'000'000);
        QCOMPARE(part.bytesTotal, double(content.size()));
        QVERIFY(check(content, "csv").isWhole);
    }

    void theRulesProblemHasAPlace()
    {
        const LogCheck unknown = check(smallLog, "csv", "like | lke>1");
        QVERIFY(unknown.ruleProblem);
        QCOMPARE(unknown.ruleProblem->column, 8);
        QCOMPARE(unknown.ruleProblem->nearest, std::string("like"));
        QCOMPARE(unknown.report.rows, 0);
        QCOMPARE(unknown.rows.size(), std::size_t(6));
        QVERIFY(unknown.verdicts[3].isRejected);
        const LogCheck open = check(smallLog, "csv", "(like");
        QVERIFY(open.ruleProblem);
        QCOMPARE(open.ruleProblem->column, 1);
        QVERIFY(open.ruleProblem->kind == ExpressionError::Kind::UnclosedBracket);
        QVERIFY(!PositiveRule::findProblem("like&!(like)", { "like" }));
    }

    void sequencesShowUserDayAndItems()
    {
        const LogCheck result = check("1,1,5,6,7\n1,2,7\n2,x,5\n2,3,5\n", "opal");
        QCOMPARE(result.columns, (std::vector<std::string> { "user", "day", "item", "item 2", "item 3" }));
        QCOMPARE(result.roles, (std::vector<unsigned> { UserRole, DayRole, ItemRole, ItemRole, ItemRole }));
        QVERIFY(result.verdicts[2].isRejected);
        QCOMPARE(result.verdicts[2].column, 1);
        QCOMPARE(result.report.rejected, 1);
    }

    void delimiterAndFirstLineCanBeSet()
    {
        ImportRequest request;
        request.preset = "csv";
        request.files = { write("1;2;1650000000\n1;3;1650100000\n2;2;1650200000\n") };
        LogCheck result = checkLog(request, everything, {}, {});
        QCOMPARE(result.columns.size(), std::size_t(3));
        QCOMPARE(result.rows.size(), std::size_t(3));
        request.firstLine = FirstLine::Names;
        result = checkLog(request, everything, {}, {});
        // Nobody can tell which column is the user: the rows are shown all the same, to be mapped.
        QVERIFY(result.problem.find("no user column") != std::string::npos);
        QCOMPARE(result.columns, (std::vector<std::string> { "1", "2", "1650000000" }));
        QCOMPARE(result.rows.size(), std::size_t(2));
        QCOMPARE(result.roles, (std::vector<unsigned> { NoRole, NoRole, NoRole }));
        request.columns = { "1", "2", "1650000000", "" };
        result = checkLog(request, everything, {}, {});
        QCOMPARE(result.problem, std::string());
        QCOMPARE(result.rows.size(), std::size_t(2));
        QCOMPARE(result.columns.front(), std::string("1"));
        request.columns = {};
        request.firstLine = FirstLine::Guess;
        request.delimiter = ',';
        result = checkLog(request, everything, {}, {});
        QVERIFY2(result.problem.find("delimiter") != std::string::npos, result.problem.c_str());
    }

    void whatCannotBecomeADataSetIsTold()
    {
        const LogCheck days = check("user,item,timestamp\n7,a,1650000000\n7,b,1650100000\n", "csv");
        QCOMPARE(days.problem, std::string());
        QVERIFY(days.buildProblem.find("2 days only") != std::string::npos);
        QCOMPARE(days.users, 1);
        QCOMPARE(days.items, 2);
        QVERIFY(check("", "csv").problem.find("is empty") != std::string::npos);
        QVERIFY(check(smallLog, "kuairand").problem.find("user_id") != std::string::npos);
        QVERIFY(check(smallLog, "no such").problem.find("no such") != std::string::npos);
        QVERIFY(!checkLog({}, everything, {}, {}).problem.empty());
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        ImportRequest request;
        request.preset = "csv";
        request.files = { write(smallLog) };
        QVERIFY_EXCEPTION_THROWN(checkLog(request, everything, {}, source.get_token()), Cancelled);
    }

    // --- broken files: never a crash, always a message with a place
    // -----------------------------------------

    void brokenRowsNameLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QString>("column");
        const auto row = [](const char* name, const QByteArray& text, const char* column) {
            QTest::newRow(name) << text << QString::fromLatin1(column);
        };
        row("empty user", ",b,1,1650100000", "user");
        row("blank user", "  ,b,1,1650100000", "user");
        row("empty item", "7,,1,1650100000", "item");
        row("empty time", "7,b,1,", "timestamp");
        row("a dash for a time", "7,b,1,-", "timestamp");
        row("a word for a time", "7,b,1,monday", "timestamp");
        row("a time that overflows", "7,b,1,99999999999999999999", "timestamp");
        row("a time that is not a number", "7,b,1,nan", "timestamp");
        row("an impossible date", "7,b,1,2022-13-45", "timestamp");
        row("a word for a signal", "7,b,much,1650100000", "like");
        row("two numbers for a signal", "7,b,1 2,1650100000", "like");
        row("two commas", "7,b,\"1,234,567\",1650100000", "like");
        row("cut after the user", "7", "item");
        row("cut after the item", "7,b", "like");
        row("cut after the signal", "7,b,1", "timestamp");
        row("too many columns", "7,b,1,1650100000,x", "");
        row("NUL", QByteArray("7,b@,1,1650100000").replace('@', '\0'), "");
        row("an id of 2,000 bytes", "7," + QByteArray(2000, 'b') + ",1,1650100000", "item");
        row("another delimiter", "7;b;1;1650100000", "item");
        row("a header in the middle", "user,item,like,timestamp", "like");
        row("a comment", "# appended on Monday", "item");
        row("only delimiters", ",,,", "user");
    }

    void brokenRowsNameLineAndColumn()
    {
        QFETCH(QByteArray, row);
        QFETCH(QString, column);
        const LogCheck result = check("user,item,like,timestamp\n7,a,1,1650000000\n" + row
                                          + "\n7,b,1,1650100000\n7,c,1,1650200000\n7,d,1,1650300000\n",
                                      "csv", "like");
        QCOMPARE(result.problem, std::string());
        QCOMPARE(result.report.rejected, 1);
        const RejectedRow& reject = result.report.rejects.front();
        QCOMPARE(reject.file, std::string("log.csv"));
        QCOMPARE(reject.line, 3);
        QCOMPARE(QString::fromStdString(reject.column), column);
        QVERIFY(!reject.reason.empty());
        QVERIFY(result.verdicts[1].isRejected);
        QCOMPARE(result.verdicts[1].line, 3);
    }

    void brokenFilesGiveAMessage_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blank lines") << QByteArray("\n\n \t\n");
        QTest::newRow("byte-order mark only") << QByteArray("\xEF\xBB\xBF");
        QTest::newRow("header only") << QByteArray("user,item,timestamp\n");
        QTest::newRow("one word") << QByteArray("hello");
        QTest::newRow("zeros") << QByteArray(70000, '\0');
        QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08\x00\x01\x02", 6);
        QTest::newRow("zip") << QByteArray("PK\x03\x04 and more");
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFEu\0s\0e\0r\0", 10);
        QTest::newRow("parquet") << QByteArray("PAR1\x15\x04");
        QTest::newRow("a data set") << QByteArray("OPALDATA\1\0\0\0", 12);
        QTest::newRow("old Macintosh line ends") << QByteArray("user,item,timestamp\r7,a,1650000000\r");
        QTest::newRow("no line end in 300 kB") << QByteArray(300'000, 'x');
        QTest::newRow("only quotes") << QByteArray(5000, '"');
        QTest::newRow("only delimiters") << QByteArray(5000, ',');
        QTest::newRow("a web page") << QByteArray("<!DOCTYPE html>\n<html><body>Not found</body></html>\n");
        QTest::newRow("broken JSON lines") << QByteArray("{\"user\": 1, \"item\n{\"user\" 1}\n");
        QTest::newRow("a list of JSON") << QByteArray("[{\"user\": 1, \"item\": 2}]\n");
    }

    void brokenFilesGiveAMessage()
    {
        QFETCH(QByteArray, content);
        const LogCheck result = check(content, "csv");
        QVERIFY(!result.problem.empty() || !result.buildProblem.empty());
        try {
            const ImportPreview preview = previewLog(write(content));
            QVERIFY(preview.rows.size() <= 200);
        } catch (const Error& error) {
            QVERIFY(!error.detail().empty());
        }
    }

    void mutatedLogsNeverCrashPreviewOrCheck()
    {
        const std::vector<std::pair<const char*, QByteArray>> seeds {
            { "csv", smallLog },
            { "opal", "1,1,5,6\n1,2,7\n2,2,5,6\n1,3,5\n" },
            { "movielens", "1::9::5::1650000000\n1::7::4::1650100000\n2::6::5::1650200000\n" },
            { "recbole", "user_id:token\titem_id:token\ttimestamp:float\n1\t2\t1650000000.5\n" },
            { "sasrec", "1 2\n1 3\n2 2\n" },
            { "s3rec", "1 2 3 4\n2 3 4 5\n" }
        };
        std::mt19937 random(23);
        const QByteArray letters = "\",;\t\n\r0-.e:|\xFF\xC3";
        int readable = 0;
        for (int round = 0; round < 1500; ++round) {
            const auto& [preset, seed] = seeds[std::size_t(round) % seeds.size()];
            QByteArray bytes = seed;
            for (int i = 0; i < int(1 + random() % 5); ++i) {
                const auto at = qsizetype(random() % std::uint32_t(bytes.size()));
                if (random() % 3 == 0)
                    bytes[at] = char(random());
                else if (random() % 2 == 0)
                    bytes.insert(at, letters[qsizetype(random() % std::uint32_t(letters.size()))]);
                else
                    bytes.remove(at, 1 + qsizetype(random() % 6));
                bytes += '\n';
            }
            const LogCheck result = check(bytes, preset, random() % 3 == 0 ? "like>=1" : "");
            QCOMPARE(result.rows.size(), result.verdicts.size());
            QCOMPARE(result.columns.size(), result.roles.size());
            readable += result.problem.empty() ? 1 : 0;
            try {
                previewLog(write(bytes));
            } catch (const Error& error) {
                QVERIFY(!error.detail().empty());
            }
        }
        QVERIFY(readable > 200);
    }
};

OPAL_TEST(TestLogCheck)
#include "tst_logcheck.moc"
