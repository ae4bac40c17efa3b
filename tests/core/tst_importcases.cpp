// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/importer.h"
#include "core/data/recordreader.h"
#include "core/data/textencoding.h"
#include "core/data/timetext.h"
#include "core/results/importnotes.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// Logs as people really have them: each kind of fault in a small text, and the real files of the folder of
/// test data where it is there.
class TestImportCases final : public QObject
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

    /// 60 rows of 6 users and 5 items on 10 days, each line made by `line(user, item, seconds, row)`.
    template <typename Line> static QByteArray rows(const QByteArray& header, Line line)
    {
        QByteArray text = header;
        for (int row = 0; row < 60; ++row)
            text += line(9000 + row % 6, 500 + (row + row / 6) % 5, 1650000000LL + row * 14400LL, row) + '\n';
        return text;
    }

    static QByteArray plainLine(int user, int item, qint64 seconds)
    {
        return QByteArray::number(user) + ',' + QByteArray::number(item) + ',' + QByteArray::number(seconds);
    }

    std::shared_ptr<const Dataset> import(const QByteArray& content, const char* preset = "csv",
                                          const char* rule = "", std::vector<std::string> accepted = {})
    {
        ImportRequest request;
        request.preset = preset;
        request.positiveRule = rule;
        request.accepted = std::move(accepted);
        request.files = { write(QStringLiteral("log.csv"), content) };
        const auto data = importDataset(request, {}, {});
        const ImportReport& report = data->summary().report;
        if (report.interactions == report.rows - report.rejected)
            [&] { QCOMPARE(report.kept + report.rejected + report.dropped, report.rows); }();
        return data;
    }

    static bool hasNote(const Dataset& data, NoteKind kind)
    {
        return std::ranges::any_of(data.summary().report.notes,
                                   [&](const ImportNote& note) { return note.kind == noteKind(kind).name; });
    }

    QString stopOf(const QByteArray& content, const char* preset = "csv")
    {
        try {
            import(content, preset);
        } catch (const Error& error) {
            return QString::fromStdString(error.accept());
        }
        return QStringLiteral("imported");
    }

private Q_SLOTS:

    void timesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("expected"); // of UTC; -1: none
        const qint64 noon = 1650024000000; // 2022-04-15T12:00:00Z
        QTest::newRow("offset") << "2022-04-15T20:00:00+08:00" << noon;
        QTest::newRow("offset without colon") << "2022-04-15 04:00:00-0800" << noon;
        QTest::newRow("UTC") << "2022-04-15 12:00:00 UTC" << noon;
        QTest::newRow("Z and micros") << "2022-04-15T12:00:00.250000Z" << noon + 250;
        QTest::newRow("no padding") << "2022/4/15 12:00" << noon;
        QTest::newRow("afternoon") << "4/15/2022 12:00:00 PM" << noon;
        QTest::newRow("midnight") << "4/15/2022 12:00:00 AM" << noon - 43200000;
        QTest::newRow("month name") << "15 Apr 2022 12:00" << noon;
        QTest::newRow("month name first") << "Apr 15, 2022 12:00" << noon;
        QTest::newRow("no month 13") << "2022-13-15" << qint64(-1);
        QTest::newRow("no 31 April of other words") << "2022-04-15 noon" << qint64(-1);
        QTest::newRow("13 PM") << "4/15/2022 13:00 PM" << qint64(-1);
    }

    void timesAreRead()
    {
        QFETCH(QString, text);
        QFETCH(qint64, expected);
        const auto read = parseDateText(text.toStdString(), DateOrder::MonthFirst, 0);
        QCOMPARE(read ? qint64(read->ms) : qint64(-1), expected);
    }

    void aFewFarClocksAreRejectedAndCounted()
    {
        const QByteArray log
            = rows("user_id,item_id,timestamp\n", [](int user, int item, qint64 when, int row) -> QByteArray {
                  return plainLine(user, item, row == 30 ? 2122847200 : when);
              });
        const auto data = import(log);
        const ImportReport& report = data->summary().report;
        QCOMPARE(report.rejected, 1);
        QCOMPARE(report.rejectedByReason.size(), std::size_t(1));
        QCOMPARE(report.rejectedByReason.front().firstLine, 32);
        QVERIFY(hasNote(*data, NoteKind::OutlyingTimes));
        QCOMPARE(data->summary().testDay, std::string("2022-04-25"));
    }

    void aZeroClockInTheHeadOfATableWithoutHeader()
    {
        const auto data = import(rows("", [](int user, int item, qint64 when, int row) -> QByteArray {
            return QByteArray::number(user) + ',' + QByteArray::number(item) + ",1,pv,"
                + QByteArray::number(row == 3 ? 0 : when);
        }));
        QCOMPARE(data->summary().report.rejected, 1);
        QVERIFY(data->summary().hasTimes);
        QVERIFY(hasNote(*data, NoteKind::GuessedColumns));
    }

    void timesOfAnotherUnitAreReadByRow()
    {
        const auto data = import(
            rows("user_id,item_id,timestamp\n", [](int user, int item, qint64 when, int row) -> QByteArray {
                return plainLine(user, item, row < 30 ? when : when * 1000);
            }));
        QCOMPARE(data->summary().days, 11);
        QVERIFY(hasNote(*data, NoteKind::MixedUnits));
    }

    void whatCannotBeMeantStops_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("accept");
        QTest::newRow("rounded ids") << rows("user_id,item_id,timestamp\n",
                                             [](int, int item, qint64 when, int) -> QByteArray {
                                                 return "1.23457E+18," + QByteArray::number(item) + ','
                                                     + QByteArray::number(when);
                                             })
                                     << "csv"
                                     << "rounded_ids";
        QTest::newRow("years over 2100") << rows("",
                                                 [](int user, int item, qint64 when, int) -> QByteArray {
                                                     return plainLine(user, item, when * 30);
                                                 })
                                         << "csv"
                                         << "absurd_times";
        QTest::newRow("a user a row")
            << rows("",
                    [](int user, int item, qint64 when, int row) -> QByteArray {
                        return QByteArray::number(row) + ',' + plainLine(user, item, when);
                    })
            << "csv"
            << "user_a_row";
        QTest::newRow("lists") << rows(
            "user_id:token\titem_id:token_seq\n",
            [](int user, int, qint64, int) -> QByteArray { return QByteArray::number(user) + "\t12 13 14"; })
                               << "recbole"
                               << "list_column";
        QTest::newRow("sequences of another preset")
            << rows("",
                    [](int user, int item, qint64, int) -> QByteArray {
                        return QByteArray::number(user) + '\t' + QByteArray::number(item) + " 501 502";
                    })
            << "opal"
            << "other_preset";
        QTest::newRow("a header where none is read") << rows(
            "user_id,item_id,timestamp\n",
            [](int user, int item, qint64 when, int) -> QByteArray { return plainLine(user, item, when); })
                                                     << "comirec"
                                                     << "other_preset";
        QTest::newRow("day or month first")
            << rows("user_id,item_id,time\n",
                    [](int user, int item, qint64, int row) -> QByteArray {
                        return QByteArray::number(user) + ',' + QByteArray::number(item) + ",0"
                            + QByteArray::number(1 + row / 10) + "/04/2022";
                    })
            << "csv"
            << "day_first";
    }

    void whatCannotBeMeantStops()
    {
        QFETCH(QByteArray, log);
        QFETCH(QString, preset);
        QFETCH(QString, accept);
        QCOMPARE(stopOf(log, preset.toLatin1().constData()), accept);
        // Meant as it is: the stop becomes a note; no other stop of the same name is left.
        ImportRequest request;
        request.preset = preset.toStdString();
        request.files = { write(QStringLiteral("log.csv"), log) };
        const LogCheck check = checkLog(request, 1 << 20, {}, {});
        QVERIFY(check.problem.empty() || preset == QLatin1String("opal")
                || preset == QLatin1String("comirec"));
    }

    void quotesThatCloseNowhereAreText()
    {
        const auto data = import(rows(
            "user_id,item_id,title,timestamp\n", [](int user, int item, qint64 when, int row) -> QByteArray {
                return QByteArray::number(user) + ',' + QByteArray::number(item) + ','
                    + (row % 7 == 0        ? "\"Heroes"
                           : row % 11 == 5 ? "they say \"no\""
                                           : "plain")
                    + ',' + QByteArray::number(when);
            }));
        QCOMPARE(data->summary().report.rows, 60);
        QCOMPARE(data->summary().report.rejected, 0);
    }

    void quotesOfTwoRowsSwallowNothing()
    {
        const auto data = import(rows("user_id,item_id,timestamp,title\n",
                                      [](int user, int item, qint64 when, int row) -> QByteArray {
                                          return plainLine(user, item, when) + ','
                                              + (row == 10       ? "\"Heroes"
                                                     : row == 20 ? "say no\""
                                                                 : "plain");
                                      }));
        QCOMPARE(data->summary().report.rows, 60);
        QCOMPARE(data->summary().report.rejected, 0);
    }

    void linesMayEndWithCarriageReturns()
    {
        QByteArray log
            = rows("user_id,item_id,timestamp\n", [](int user, int item, qint64 when, int) -> QByteArray {
                  return plainLine(user, item, when);
              });
        const std::string hash = import(log)->summary().hash;
        QCOMPARE(import(log.replace('\n', '\r'))->summary().hash, hash);
    }

    void rowNamesShiftTheHeader()
    {
        const auto data = import(
            rows("user_id,item_id,timestamp\n", [](int user, int item, qint64 when, int row) -> QByteArray {
                return '"' + QByteArray::number(row + 1) + "\"," + plainLine(user, item, when);
            }));
        QCOMPARE(data->summary().users, 6);
        QVERIFY(hasNote(*data, NoteKind::RowNames));
        // The preview names the columns of the rows, of which the header has one less.
        const ImportPreview preview = previewLog(m_folder.filePath(QStringLiteral("log.csv")).toStdString());
        QCOMPARE(preview.columns,
                 (std::vector<std::string> { "row name", "user_id", "item_id", "timestamp" }));
        QCOMPARE(preview.guess.user, std::string("user_id"));
        QCOMPARE(preview.guess.item, std::string("item_id"));
        QCOMPARE(preview.guess.time, std::string("timestamp"));
    }

    void texts_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("expected");
        QTest::newRow("equal") << "event = 'buy'" << 20;
        QTest::newRow("not equal") << "event != 'buy'" << 40;
        QTest::newRow("in") << "event in (buy, 'to cart')" << 40;
        QTest::newRow("not in") << "event not in (buy)" << 40;
        QTest::newRow("with numbers") << "event = 'buy' | score >= 1" << 40;
        QTest::newRow("numbers in") << "score in (0.5, 1.5)" << 60;
        QTest::newRow("true") << "liked = true" << 30;
    }

    void texts()
    {
        QFETCH(QString, rule);
        QFETCH(int, expected);
        const auto data = import(rows("user_id;item_id;timestamp;event;score;liked\n",
                                      [](int user, int item, qint64 when, int row) -> QByteArray {
                                          const char* const events[] = { "view", "buy", "to cart" };
                                          return plainLine(user, item, when).replace(',', ';') + ';'
                                              + events[row % 3] + (row % 2 == 0 ? ";0,5;false" : ";1,5;true");
                                      }),
                                 "csv", rule.toUtf8().constData());
        QCOMPARE(data->summary().report.positives, expected);
        QCOMPARE(hasNote(*data, NoteKind::DecimalCommas), rule.contains(QLatin1String("score")));
    }

    void differentBytesStayDifferentIds()
    {
        IdText how {};
        const std::string a = idToUtf8("\xCA\xD3\xC6\xB5", "UTF-8", how); // GBK
        QCOMPARE(how, IdText::OtherEncoding);
        QCOMPARE(a, std::string("视频"));
        const std::string cut = idToUtf8("\xE8\xA7\x86\xE9", "UTF-8", how);
        QCOMPARE(how, IdText::Escaped);
        QVERIFY(cut != idToUtf8("\xE8\xA7\x86\xEA", "UTF-8", how));
        QCOMPARE(idToUtf8("\xE8\xA7\x86", "UTF-8", how), std::string("视"));
        QCOMPARE(how, IdText::AsExpected);
    }

    void repeatsWithoutAClockStay()
    {
        const auto data = import(rows("user_id,item_id\n", [](int user, int item, qint64, int) -> QByteArray {
            return QByteArray::number(user) + ',' + QByteArray::number(item);
        }));
        QCOMPARE(data->summary().report.kept, 60);
        QVERIFY(hasNote(*data, NoteKind::RepeatsKept));
    }

    void filesThatAreNoLogsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("word");
        QTest::newRow("LFS") << QByteArray(
            "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n")
                             << "pointer";
        QTest::newRow("pickle") << QByteArray("\x80\x04\x95user_id,item_id\n1,2\n") << "pickle";
        QTest::newRow("blocks") << QByteArray("500:\n9005,1,2022-04-15\n9002,4,2022-04-15\n") << "Netflix";
    }

    void filesThatAreNoLogsAreNamed()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, word);
        try {
            import(content);
            QFAIL("it was imported");
        } catch (const Error& error) {
            QVERIFY2(QString::fromStdString(error.detail()).contains(word), error.what());
        }
    }

    /// Files of the folder of test data, and what an import makes of them: rows and rejected rows, or the
    /// word of a stop.
    void realCases_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("rowCount");
        QTest::addColumn<int>("rejected");
        QTest::addColumn<QString>("stop");
        const auto reads
            = [](const char* file, const char* preset, int rows, int rejected, const char* rule = "") {
                  QTest::newRow(file) << preset << rule << rows << rejected << QString();
              };
        const auto stops = [](const char* file, const char* preset, const char* accept) {
            QTest::newRow(file) << preset << "" << 0 << 0 << accept;
        };
        reads("01_taobao_outlier_clock.csv", "csv", 144, 4);
        reads("01b_outlier_clock_late.csv", "csv", 388, 4);
        reads("02_unclosed_quotes.tsv", "csv", 144, 0);
        reads("03_cr_only.csv", "csv", 144, 0);
        reads("04_r_write_table.tsv", "csv", 144, 0);
        reads("07a_iso_offset.csv", "csv", 144, 0);
        reads("07b_utc_suffix.csv", "csv", 144, 0);
        reads("07d_unpadded_slash.csv", "csv", 144, 0);
        reads("08_date_yyyymmdd.csv", "csv", 144, 0);
        reads("09c_one_file_both_units.csv", "csv", 144, 0);
        reads("11_kuairec_small_missing_times.csv", "kuairec", 144, 6);
        reads("13_retailrocket_events.csv", "csv", 144, 0, "event in (addtocart, transaction)");
        reads("17_no_time_repeats.csv", "csv", 64, 0);
        reads("28_late_gbk_ids.csv", "csv", 15984, 0);
        reads("28_log_gbk_ids.csv", "csv", 144, 0);
        reads("29_semicolon_decimal_comma.csv", "csv", 144, 0, "watch_ratio>=1");
        reads("31_duplicate_columns.csv", "csv", 144, 0);
        stops("06e_user_ids_rounded_only.csv", "csv", "rounded_ids");
        stops("14_microlens_pairs.tsv", "opal", "other_preset");
        stops("21_douyin_track2.txt", "csv", "absurd_times");
        stops("22_amazon2023_train.csv", "movielens", "other_preset");
        stops("23_recbole_session_seq.inter", "csv", "list_column");
        stops("27b_all_test_items_cold.csv", "csv", "nobody_to_evaluate");
    }

    void realCases()
    {
        const QString folder = qEnvironmentVariable("OPAL_TEST_DATA") + QStringLiteral("/cases/");
        if (!QFile::exists(folder))
            QSKIP("set OPAL_TEST_DATA to the folder that holds cases");
        QFETCH(QString, preset);
        QFETCH(QString, rule);
        QFETCH(int, rowCount);
        QFETCH(int, rejected);
        QFETCH(QString, stop);
        ImportRequest request;
        request.preset = preset.toStdString();
        request.positiveRule = rule.toStdString();
        request.files = { QString(folder + QString::fromLatin1(QTest::currentDataTag())).toStdString() };
        try {
            const ImportReport report = importDataset(request, {}, {})->summary().report;
            QCOMPARE(report.rows, rowCount);
            QCOMPARE(report.rejected, rejected);
            QCOMPARE(report.kept + report.rejected + report.dropped, report.rows);
            QVERIFY(stop.isEmpty());
        } catch (const Error& error) {
            QVERIFY2(!stop.isEmpty() && QString::fromStdString(error.accept()) == stop, error.what());
        }
    }
};

OPAL_TEST(TestImportCases)
#include "tst_importcases.moc"
