// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>
#include <set>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/datasetfile.h"
#include "core/data/importer.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

std::string realData(const char* name)
{
    const QByteArray folder = qgetenv("OPAL_TEST_DATA");
    return folder.isEmpty() ? std::string {} : folder.toStdString() + "/kuairand-pure/" + name;
}

#define REQUIRE_REAL_DATA()                                                                                  \
    if (qEnvironmentVariableIsEmpty("OPAL_TEST_DATA"))                                                       \
    QSKIP("set OPAL_TEST_DATA to the folder that holds kuairand-pure")

ImportRequest kuairandRequest()
{
    ImportRequest request;
    request.preset = "kuairand";
    request.files = { realData("log_standard_20220425_20220430_pure.csv"),
                      realData("log_standard_20220501_20220508_pure.csv") };
    return request;
}

const ImportReport::FilterStep& step(const Dataset& data, const std::string& name)
{
    for (const auto& candidate : data.summary().report.filters) {
        if (candidate.name == name)
            return candidate;
    }
    throw std::runtime_error("no filter " + name);
}

} // namespace

class TestImporter final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string write(const char* name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write the fixture");
        return file.fileName().toStdString();
    }

    /// Imports `content` and lets everything through that can be read.
    std::shared_ptr<const Dataset> import(const QByteArray& content, ImportRequest request)
    {
        request.files = { write("log.csv", content) };
        request.dropUnseenItems = false;
        return importDataset(request, {}, {});
    }

    QString errorOf(const QByteArray& content, const ImportRequest& request)
    {
        try {
            import(content, request);
        } catch (const Error& error) {
            return QString::fromStdString(error.detail());
        }
        return {};
    }

    static ImportRequest with(const char* preset, const char* rule = "")
    {
        ImportRequest request;
        request.preset = preset;
        request.positiveRule = rule;
        return request;
    }

    static QString items(const Dataset& data, UserIndex user)
    {
        QString text;
        for (const ItemIndex item : data.sequence(user)) {
            const std::string_view id = data.itemId(item);
            text += (text.isEmpty() ? QString() : QStringLiteral(" "))
                + QString::fromUtf8(id.data(), qsizetype(id.size()));
        }
        return text;
    }

private Q_SLOTS:

    // --- facts about real logs
    // -------------------------------------------------------------------------------

    void theAuthorsFileGivesThePapersProtocol()
    {
        REQUIRE_REAL_DATA();
        ImportRequest request;
        request.preset = "opal";
        request.files = { realData("long_view_pos_seqs.txt") };
        request.minActiveDays = 4;
        const auto data = importDataset(request, {}, {});
        const DatasetSummary& card = data->summary();
        QCOMPARE(card.report.rows, 74754);
        QCOMPARE(card.report.positives, 461451);
        QCOMPARE(card.report.rejected, 0);
        QCOMPARE(step(*data, "active_days").usersBefore, 26195);
        QCOMPARE(card.items, 5817);
        QCOMPARE(card.trainUsers, 6307);
        QCOMPARE(card.validUsers, 1365);
        QCOMPARE(card.testUsers, 1622);
        QCOMPARE(card.leaks, 0);
        QCOMPARE(card.days, 14);
        QCOMPARE(card.trainUntil, std::string("day 12"));
        QCOMPARE(card.validDay, std::string("day 13"));
        QCOMPARE(card.testDay, std::string("day 14"));
        QVERIFY(!card.hasTimes);
    }

    void bothRawLogsAreOneLog()
    {
        REQUIRE_REAL_DATA();
        ImportRequest request = kuairandRequest();
        request.sideFile = realData("video_features_basic_pure.csv");
        const auto data = importDataset(request, {}, {});
        const DatasetSummary& card = data->summary();
        QCOMPARE(card.report.rows, 228329);
        QCOMPARE(card.report.duplicates, 5460);
        QCOMPARE(card.report.positives, 70522);
        QCOMPARE(card.report.rejected, 0);
        // 141 rows dated 25 April happened late on the 24th.
        QCOMPARE(card.days, 15);
        QCOMPARE(card.dayLabels.front(), std::string("2022-04-24"));
        QCOMPARE(card.testDay, std::string("2022-05-08"));
        QCOMPARE(card.leaks, 0);
        QVERIFY(card.hasTimes);
        QVERIFY(card.hasTags);
        QVERIFY2(card.report.notes.front().text.find("date disagrees with the time on 2071 rows")
                     != std::string::npos,
                 card.report.notes.front().text.c_str());
        QVERIFY(card.report.bytes > 16e6);
    }

    void theRuleChoosesTheSignal()
    {
        REQUIRE_REAL_DATA();
        ImportRequest request = kuairandRequest();
        request.positiveRule = "is_like";
        const auto liked = importDataset(request, {}, {});
        QVERIFY(liked->summary().report.positives > 3800 && liked->summary().report.positives <= 3915);
        request.positiveRule = "is_lik";
        QVERIFY_EXCEPTION_THROWN(importDataset(request, {}, {}), Error);
    }

    // --- traps, one small file each
    // --------------------------------------------------------------------------

    void trapsInTables_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("sequence");
        QTest::addColumn<int>("rejected");
        const auto row = [](const char* name, const QByteArray& content, const char* sequence, int rejected) {
            QTest::newRow(name) << content << QString::fromUtf8(sequence) << rejected;
        };
        row("plain", "user,item,timestamp\n7,a,1650000000\n7,b,1650100000\n7,c,1650200000\n", "a b c", 0);
        row("out of order", "user,item,timestamp\n7,c,1650200000\n7,a,1650000000\n7,b,1650100000\n", "a b c",
            0);
        row("CRLF", "user,item,timestamp\r\n7,a,1650000000\r\n7,b,1650100000\r\n7,c,1650200000\r\n", "a b c",
            0);
        row("byte-order mark",
            "\xEF\xBB\xBFuser,item,timestamp\n7,a,1650000000\n7,b,1650100000\n7,c,1650200000", "a b c", 0);
        row("tabs", "user\titem\ttimestamp\n7\ta\t1650000000\n7\tb\t1650100000\n7\tc\t1650200000\n", "a b c",
            0);
        row("semicolons", "user;item;timestamp\n7;a;1650000000\n7;b;1650100000\n7;c;1650200000\n", "a b c",
            0);
        row("quoted newline",
            "user,item,note,timestamp\n7,a,\"one\ntwo, "
            "\"\"x\"\"\",1650000000\n7,b,,1650100000\n7,c,\"\",1650200000\n",
            "a b c", 0);
        row("open quote",
            "user,item,note,timestamp\n7,a,x,1650000000\n7,b,x,1650100000\n7,c,x,1650200000\n7,d,\"x,"
            "1650200001\n",
            "a b c d", 0); // a quote that closes nowhere is text
        row("floats for integers",
            "user,item,timestamp\n7.0,1.0,1650000000.0\n7,2.0,1650100000.5\n7,3,1650200000\n", "1 2 3", 0);
        row("milliseconds", "user,item,timestamp\n7,a,1650000000123\n7,b,1650100000123\n7,c,1650200000123\n",
            "a b c", 0);
        row("microseconds",
            "user,item,timestamp\n7,a,1650000000123456\n7,b,1650100000123456\n7,c,1650200000123456\n",
            "a b c", 0);
        row("before 1970", "user,item,timestamp\n7,b,-200000\n7,a,-400000\n7,c,5\n", "a b c", 0);
        row("dates",
            "user,item,timestamp\n7,b,2022-04-26 09:30:00\n7,a,2022-04-25\n7,c,2022-04-27T01:02:03.5\n",
            "a b c", 0);
        row("empty user",
            "user,item,timestamp\n7,a,1650000000\n,b,1650100000\n7,b,1650100000\n7,c,1650200000\n", "a b c",
            1);
        row("empty time", "user,item,timestamp\n7,a,1650000000\n7,x,\n7,b,1650100000\n7,c,1650200000\n",
            "a b c", 1);
        row("a dash for a time",
            "user,item,timestamp\n7,a,1650000000\n7,x,-\n7,b,1650100000\n7,c,1650200000\n", "a b c", 1);
        row("cut short", "user,item,timestamp\n7,a,1650000000\n7,b,1650100000\n7,c,1650200000\n7,d", "a b c",
            1);
        row("too many columns",
            "user,item,timestamp\n7,a,1650000000\n7,x,1650000000,5\n7,b,1650100000\n7,c,1650200000\n",
            "a b c", 1);
        row("NUL",
            QByteArray(
                "user,item,timestamp\n7,a,1650000000\n7,x@,1650000000\n7,b,1650100000\n7,c,1650200000\n")
                .replace('@', '\0'),
            "a b c", 1);
        row("time that overflows",
            "user,item,timestamp\n7,a,1650000000\n7,x,99999999999999999999\n7,b,1650100000\n7,c,1650200000\n",
            "a b c", 1);
        row("ids beyond 64 bits",
            "user,item,timestamp\n7,99999999999999999999,1650000000\n7,b,1650100000\n7,c,1650200000\n",
            "99999999999999999999 b c", 0);
        row("blank lines", "user,item,timestamp\n\n7,a,1650000000\n\n7,b,1650100000\n7,c,1650200000\n\n",
            "a b c", 0);
        row("repeated at another time",
            "user,item,timestamp\n7,a,1650000000\n7,a,1650000001\n7,b,1650100000\n7,c,1650200000\n",
            "a a b c", 0);
        row("exact duplicates",
            "user,item,timestamp\n7,a,1650000000\n7,a,1650000000\n7,b,1650100000\n7,c,1650200000\n", "a b c",
            0);
        row("duplicate but for quotes",
            "user,item,timestamp\n7,a,1650000000\n\"7\",\"a\",1650000000\n7,b,1650100000\n7,c,1650200000\n",
            "a b c", 0);
    }

    void trapsInTables()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, sequence);
        QFETCH(int, rejected);
        const auto data = import(content, with("csv"));
        QCOMPARE(data->userCount(), 1);
        QCOMPARE(items(*data, 0), sequence);
        QCOMPARE(data->summary().report.rejected, std::int64_t(rejected));
        QCOMPARE(data->summary().days, 3);
    }

    void rejectsNameFileLineAndColumn()
    {
        const QByteArray content = "user,item,like,timestamp\n7,\"a\n\",1,1650000000\n7,b,1,1650100000\n7,c,"
                                   "much,1650200000\n7,c,1,1650200000\n";
        const auto data = import(content, with("csv", "like"));
        QCOMPARE(data->summary().report.rejects.size(), std::size_t(1));
        const RejectedRow& row = data->summary().report.rejects.front();
        QCOMPARE(row.file, std::string("log.csv"));
        QCOMPARE(row.line, 5);
        QCOMPARE(row.column, std::string("like"));
        QCOMPARE(row.reason, std::string("not a number"));
        ImportRequest strict = with("csv", "like");
        strict.onError = OnError::Stop;
        QVERIFY(errorOf(content, strict).contains(QStringLiteral("log.csv:5:like: not a number")));
    }

    void unusableFilesGiveOneClearError_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        const auto row
            = [](const char* name, const char* preset, const QByteArray& content, const char* words) {
                  QTest::newRow(name) << QString::fromLatin1(preset) << content << QString::fromLatin1(words);
              };
        row("empty", "csv", "", "is empty");
        row("blank", "csv", "\n \n", "is empty");
        row("header only", "csv", "user,item,timestamp\n", "no data rows");
        row("binary", "csv", QByteArray(5000, '\0'), "");
        row("damaged gzip", "csv", "\x1F\x8B\x08 and so on", "cannot be unpacked");
        row("a list of JSON", "csv", "[{\"user\": 1, \"item\": 2}]\n", "one object a line");
        row("UTF-16", "csv", "\xFF\xFEu\1s\1", "UTF-16");
        row("another preset", "kuairand", "user,item,timestamp\n7,a,1650000000\n", "user_id");
        row("header in sequences", "opal", "user_id,video_id,date\n1,2,3\n", "column names");
        row("no delimiter", "csv", "abc\ndef\nghi\n", "column");
        row("two days", "csv", "user,item,timestamp\n7,a,1650000000\n7,b,1650100000\n", "2 days only");
        row("single item", "csv", "user,item,timestamp\n7,a,1650000000\n7,a,1650100000\n7,a,1650200000\n",
            "single item");
        row("nothing but bad rows", "opal", "1,x,3\n2,y,4\n", "not one of 2 rows");
    }

    void unusableFilesGiveOneClearError()
    {
        QFETCH(QString, preset);
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        const QString message = errorOf(content, with(qPrintable(preset)));
        QVERIFY2(!message.isEmpty() && message.contains(words), qPrintable(message));
    }

    void theRuleThatMatchesNothingIsNamed()
    {
        QVERIFY(errorOf("user,item,like,timestamp\n7,a,0,1650000000\n", with("csv", "like>0"))
                    .contains(QStringLiteral("'like>0'")));
        QVERIFY(errorOf("user,item,like,timestamp\n7,a,0,1650000000\n", with("nothing"))
                    .contains(QStringLiteral("no preset")));
    }

    void otherFormats_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("sequence");
        const auto row = [](const char* name, const char* preset, const QByteArray& content,
                            const char* sequence) {
            QTest::newRow(name) << QString::fromLatin1(preset) << content << QString::fromLatin1(sequence);
        };
        row("opal", "opal", "1,1,5,6,0,0\n1,2,7\n1,3,5\n", "5 6 7 5");
        row("wechat", "wechat2021",
            "userid,feedid,date_,device,read_comment,comment,like,play,stay,click_avatar,forward,follow,"
            "favorite\n"
            "1,50,2,1,0,0,1,9,9,0,0,0,0\n1,51,1,1,0,0,1,9,9,0,0,0,0\n1,52,1,1,0,0,1,9,9,0,0,0,0\n1,53,3,1,0,"
            "0,1,9,9,0,0,0,0\n1,54,3,1,0,0,0,9,9,0,0,0,0\n",
            "51 52 50 53");
        row("movielens csv", "movielens",
            "userId,movieId,rating,timestamp\n1,9,4.5,1650000000\n1,8,3.5,1650000000\n1,7,4.0,1650100000\n1,"
            "6,5.0,1650200000\n",
            "9 7 6");
        row("movielens tab", "movielens",
            "1\t9\t5\t1650000000\n1\t8\t3\t1650000000\n1\t7\t4\t1650100000\n1\t6\t5\t1650200000\n", "9 7 6");
        row("movielens dat", "movielens",
            "1::9::5::1650000000\n1::8::3::1650000000\n1::7::4::1650100000\n1::6::5::1650200000\n", "9 7 6");
        row("recbole", "recbole",
            "user_id:token\titem_id:token\ttimestamp:float\n1\t9\t1650000000.0\n1\t7\t1650100000."
            "0\n1\t6\t1650200000.0\n",
            "9 7 6");
        row("sasrec", "sasrec", "1 9\n1 7\n1 7\n1 6\n", "9 7 7 6");
        row("s3rec", "s3rec", "1 9 7 6\n", "9 7 6");
        row("microlens", "microlens", "1\t9 7 6\r\n", "9 7 6");
        row("comirec", "comirec", "1,9,1650000000\n1,7,1650100000\n1,6,1650200000\n", "9 7 6");
        row("tenrec", "tenrec",
            "user_id,item_id,click,follow,like,share,video_category,watching_times,gender,age\n1,9,1,0,0,0,1,"
            "2,0,3\n1,8,0,0,0,0,1,2,0,3\n1,7,1,0,0,0,1,2,0,3\n1,6,1,0,0,0,1,2,0,3\n",
            "9 7 6");
        row("kuairec", "kuairec",
            "user_id,video_id,play_duration,video_duration,time,date,timestamp,watch_ratio\n1,9,9,9,x,"
            "20200705,1593878903.4,2.5\n1,8,9,9,x,20200705,1593878903.4,1.5\n1,7,9,9,x,20200706,1593978903.4,"
            "3\n1,6,9,9,x,20200707,1594078903.4,2.1\n",
            "9 7 6");
    }

    void otherFormats()
    {
        QFETCH(QString, preset);
        QFETCH(QByteArray, content);
        QFETCH(QString, sequence);
        const auto data = import(content, with(qPrintable(preset)));
        QCOMPARE(items(*data, 0), sequence);
        QCOMPARE(previewLog(m_folder.filePath(QStringLiteral("log.csv")).toStdString()).preset,
                 preset.toStdString());
    }

    void sideTablesMayBeChinese()
    {
        ImportRequest request = with("csv");
        // "feedid,title,manual_tag_list" with a title in GBK (music, travel).
        request.sideFile = write("side.csv",
                                 "feedid,title,manual_tag_list,machine_tag_list\n"
                                 "a,\xD2\xF4\xC0\xD6\xCA\xD3\xC6\xB5\xD6\xD0\xB9\xFA,12;65,7 0.9;65 0.1\n"
                                 "b,\"\xC2\xC3\xD0\xD0,\xD6\xD0\xB9\xFA\",,\n");
        const auto data
            = import("user,item,timestamp\n7,a,1650000000\n7,b,1650100000\n7,c,1650200000\n", request);
        const auto title = data->title(1);
        QCOMPARE(QString::fromUtf8(title.data(), qsizetype(title.size())), QStringLiteral("音乐视频中国"));
        QCOMPARE(data->tags(1), (std::vector<std::string_view> { "12", "65", "7" }));
        QVERIFY(data->tags(2).empty());
        QVERIFY(data->title(3).empty());
    }

    void columnsCanBeMapped()
    {
        ImportRequest request = with("csv");
        request.columns = { "who", "what", "", "when" };
        const QByteArray content = "what;who;when\na;7;1\nb;7;2\nc;7;5\n";
        const auto data = import(content, request);
        QCOMPARE(items(*data, 0), QStringLiteral("a b c"));
        QCOMPARE(data->summary().dayLabels.back(), std::string("day 5"));
        request.columns.user = "whom";
        QVERIFY(errorOf(content, request).contains(QStringLiteral("did you mean 'who'")));
    }

    void previewGuesses()
    {
        const auto preview
            = previewLog(write("p.csv", "when;who;what;stars\n1650000000;u1;x;5\n1650000009;u2;y;1\n"));
        QCOMPARE(preview.delimiter, ';');
        QVERIFY(preview.hasHeader);
        QCOMPARE(preview.columns.size(), std::size_t(4));
        QCOMPARE(preview.rows.size(), std::size_t(2));
        QCOMPARE(preview.preset, std::string("csv"));
    }

    void blocksNeverCutARecord()
    {
        // Some 6 MB in three blocks, where a line end may stand in a field anywhere.
        QByteArray content = "user,item,note,timestamp\n";
        constexpr int rows = 60000;
        for (int i = 0; i < rows; ++i) {
            const QByteArray number = QByteArray::number(i);
            content += "u" + QByteArray::number(i % 97) + ",i" + QByteArray::number(i % 50) + ",\""
                + QByteArray(i % 71, 'x') + "\n\"\"" + QByteArray(i % 13, '\n') + "," + number + "\","
                + QByteArray::number(1650000000 + i * 10) + "\n";
        }
        const auto data = import(content, with("csv"));
        QCOMPARE(data->summary().report.rows, rows);
        QCOMPARE(data->summary().report.rejected, 0);
        QCOMPARE(data->summary().interactions, rows);
        QCOMPARE(data->userCount(), 97);
    }

    void progressOnlyGrows()
    {
        QByteArray content = "user,item,timestamp\n";
        for (int i = 0; i < 20000; ++i)
            content
                += "1," + QByteArray::number(i % 9) + "," + QByteArray::number(1650000000 + i * 60) + "\n";
        ImportRequest request = with("csv");
        request.files = { write("log.csv", content) };
        double last = 0;
        std::set<std::string> phases;
        importDataset(request,
                      [&](const ImportProgress& progress) {
                          QVERIFY(progress.fraction >= last && progress.fraction <= 1);
                          last = progress.fraction;
                          phases.insert(progress.phase);
                      },
                      {});
        QCOMPARE(last, 1.0);
        QCOMPARE(phases, (std::set<std::string> { "filter", "read" }));
    }

    void stopsWhenAsked()
    {
        ImportRequest request = with("opal");
        request.files = { write("log.csv", "1,1,5\n1,2,6\n1,3,5\n") };
        std::stop_source source;
        source.request_stop();
        QVERIFY_EXCEPTION_THROWN(importDataset(request, {}, source.get_token()), Cancelled);
    }

    void mutatedLogsNeverCrash()
    {
        const std::vector<std::pair<const char*, QByteArray>> seeds {
            { "csv",
              "user,item,note,timestamp\n7,a,\"x\ny\",1650000000\n7,b,\"\",1650100000\n8,c,z,1650200000\n" },
            { "opal", "1,1,5,6\n1,2,7\n2,2,5,6\n1,3,5\n" },
            { "movielens", "1::9::5::1650000000\n1::7::4::1650100000\n2::6::5::1650200000\n" }
        };
        std::mt19937 random(11);
        const QByteArray letters = "\",;\t\n\r0-.e:|\xFF";
        int succeeded = 0;
        for (int round = 0; round < 2000; ++round) {
            const auto& [preset, seed] = seeds[std::size_t(round) % seeds.size()];
            QByteArray bytes = seed;
            for (int i = 0; i < int(1 + random() % 4); ++i) {
                const auto at = qsizetype(random() % std::uint32_t(bytes.size()));
                switch (random() % 4) {
                case 0:
                    bytes[at] = char(random());
                    break;
                case 1:
                    bytes.insert(at, letters[qsizetype(random() % std::uint32_t(letters.size()))]);
                    break;
                case 2:
                    bytes.remove(at, 1 + qsizetype(random() % 5));
                    break;
                default:
                    bytes.insert(at, bytes.mid(at, 20));
                }
                bytes += '\n';
            }
            try {
                import(bytes, with(preset));
                ++succeeded;
            } catch (const Error& error) {
                QVERIFY(!error.detail().empty());
            }
        }
        QVERIFY(succeeded > 200);
    }
};

OPAL_TEST(TestImporter)
#include "tst_importer.moc"
