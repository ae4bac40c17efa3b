// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/datasetexport.h"
#include "core/data/datasetfile.h"
#include "core/data/datasetprofile.h"
#include "core/data/importer.h"
#include "core/data/splitrule.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr qint64 kFirstDay = 1'650'000'000; ///< 2022-04-15 13:20 in +08:00

/// "user item day" a line, days from 0, minutes in the order of the lines.
QByteArray splitRows(const QByteArray& lines, const QByteArray& header = "user_id,item_id,timestamp")
{
    QByteArray text = header + '\n';
    int minute = 0;
    for (const QByteArray& line : lines.trimmed().split('\n')) {
        QList<QByteArray> cells = line.simplified().split(' ');
        cells[2] = QByteArray::number(kFirstDay + cells[2].toInt() * 86400 + 60 * minute++);
        text += cells.join(',') + '\n';
    }
    return text;
}

/// Ids of a user's training, validation and test items: "a b | c | d".
QString partsOf(const Dataset& data, std::string_view userId)
{
    const auto user = data.findUser(userId);
    if (!user)
        return {};
    const auto ids = [&](std::span<const ItemIndex> items) {
        QStringList words;
        for (const ItemIndex item : items)
            words << QString::fromStdString(std::string(data.itemId(item)));
        return words.join(u' ');
    };
    return ids(data.train(*user)) + QStringLiteral(" | ") + ids(data.targets(*user, Split::Valid))
        + QStringLiteral(" | ") + ids(data.targets(*user, Split::Test));
}

/// Everything that training and evaluation see, by original ids.
QStringList contentOf(const Dataset& data)
{
    QStringList lines;
    for (UserIndex user = 0; user < data.userCount(); ++user) {
        const std::string id(data.userId(user));
        QString line = QString::fromStdString(id) + QStringLiteral(": ") + partsOf(data, id);
        if (data.summary().hasTimes) {
            for (const std::int64_t time : data.times(user))
                line += u' ' + QString::number(time);
        }
        lines << line;
    }
    lines.sort();
    return lines;
}

} // namespace

class TestSplits final : public QObject
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

    std::shared_ptr<const Dataset> import(const QByteArray& content, const std::string& split,
                                          Repeats repeats = Repeats::Keep)
    {
        ImportRequest request;
        request.preset = "csv";
        request.files = { write(QStringLiteral("log.csv"), content) };
        request.split = split;
        request.repeats = repeats;
        request.dropUnseenItems = false;
        return importDataset(request, {}, {});
    }

    QString errorOf(const QByteArray& content, const std::string& split)
    {
        try {
            import(content, split);
        } catch (const Error& error) {
            return QString::fromStdString(error.detail());
        }
        return {};
    }

    /// Two users on eight days, one item a day, and one that comes on the first two days only.
    static QByteArray eightDays()
    {
        QByteArray lines;
        for (int day = 0; day < 8; ++day) {
            for (const char* user : { "u", "v" })
                lines += QByteArray(user) + ' ' + char('a' + day) + ' ' + QByteArray::number(day) + '\n';
        }
        return splitRows(lines + "w a 0\nw b 0\nw c 1\n");
    }

private Q_SLOTS:

    void eachKindCutsWhereItSays_data()
    {
        QTest::addColumn<QString>("split");
        QTest::addColumn<QString>("ofU");
        QTest::addColumn<QString>("ofW");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* split, const char* ofU, const char* ofW, SplitKind kind) {
            QTest::newRow(*split == '\0' ? "as ever" : split)
                << QString::fromLatin1(split) << QString::fromLatin1(ofU) << QString::fromLatin1(ofW)
                << int(kind);
        };
        row("", "a b c d e f | g | h", "a b c |  | ", SplitKind::GlobalTime);
        row("last-days:1", "a b c d e f | g | h", "a b c |  | ", SplitKind::GlobalTime);
        row("last-days:3", "a b | c d e | f g h", "a b c |  | ", SplitKind::GlobalTime);
        row("from:2022-04-21", "a b c d | e f | g h", "a b c |  | ", SplitKind::GlobalTime);
        row("from:20220422", "a b c d e f | g | h", "a b c |  | ", SplitKind::GlobalTime);
        row("slices:4", "a b c d | e f | g h", "a b c |  | ", SplitKind::GlobalTime);
        row("ratio:60/20/20", "a b c d | e f | g h", "a b c |  | ", SplitKind::GlobalTime);
        row("last-items:1", "a b c d e f | g | h", "a | b | c", SplitKind::LastInteraction);
        row("last-items:2", "a b c d | e f | g h", "a b c |  | ", SplitKind::LastInteraction);
        row("user-ratio:50/25/25", "a b c d | e f | g h", "a | b | c", SplitKind::LastInteraction);
    }

    void eachKindCutsWhereItSays()
    {
        QFETCH(QString, split);
        QFETCH(QString, ofU);
        QFETCH(QString, ofW);
        QFETCH(int, kind);
        const auto data = import(eightDays(), split.toStdString());
        QCOMPARE(partsOf(*data, "u"), ofU);
        QCOMPARE(partsOf(*data, "w"), ofW);
        const DatasetSummary& summary = data->summary();
        QCOMPARE(int(summary.splitKind), kind);
        QCOMPARE(QString::fromStdString(summary.split),
                 split.isEmpty() ? QStringLiteral("last-days:1") : split);
        QCOMPARE(summary.leaks, std::int64_t(0));
        QCOMPARE(summary.trainUntil.empty(), kind != int(SplitKind::GlobalTime));
        const LeakReport leaks = profileDataset(*data, {}).leaks;
        QVERIFY(leaks.isSound());
        QVERIFY(kind == int(SplitKind::GlobalTime) ? leaks.afterOthers == 0 : leaks.afterOthers >= 0);

        const std::string path = m_folder.filePath(QStringLiteral("kept.opaldata")).toStdString();
        saveDataset(*data, path);
        for (const DatasetSummary& kept : { openDataset(path)->summary(), readDatasetSummary(path) }) {
            QCOMPARE(kept.split, summary.split);
            QCOMPARE(int(kept.splitKind), kind);
            QCOMPARE(kept.hash, summary.hash);
            QCOMPARE(kept.reach.testTargets, summary.reach.testTargets);
            QCOMPARE(kept.reach.recall, summary.reach.recall);
        }
    }

    void aSplitThatDoesNotFitSaysWhy_data()
    {
        QTest::addColumn<QString>("split");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* split, const char* words) {
            QTest::newRow(split) << QString::fromLatin1(split) << QString::fromLatin1(words);
        };
        row("last-day:1", "did you mean 'last-days'");
        row("last-days:0", "whole number");
        row("last-days", "is missing behind a colon");
        row("last-days:4", "needs 9");
        row("slices:2", "from 3");
        row("ratio:8/2", "three shares");
        row("ratio:8/0/2", "three shares");
        row("ratio:nan/1/1", "three shares");
        row("from:soon", "a date like");
        row("from:2030-01-01", "the last one is on 2022-04-22");
        row("files:1", "nothing stands behind it");
        row("files", "at least three files");
        row("column:part", "no column 'part'");
    }

    void aSplitThatDoesNotFitSaysWhy()
    {
        QFETCH(QString, split);
        QFETCH(QString, words);
        const QString message = errorOf(eightDays(), split.toStdString());
        QVERIFY2(message.contains(words), qPrintable(message));
    }

    void withoutTimesOnlySplitsByOrderFit()
    {
        const QByteArray log = "user_id,item_id\n1,a\n1,b\n1,c\n2,b\n2,a\n2,c\n";
        QCOMPARE(partsOf(*import(log, ""), "1"), QStringLiteral("a | b | c"));
        QCOMPARE(partsOf(*import(log, "ratio:1/1/1"), "1"), QStringLiteral("a | b | c"));
        QVERIFY(errorOf(log, "slices:3").contains(QStringLiteral("last-items:1")));
        QVERIFY(errorOf(log, "last-days:1").contains(QStringLiteral("neither")));
    }

    void aColumnOfTheLogIsTheSplit()
    {
        const QByteArray header = "user_id,item_id,timestamp,split";
        const auto data
            = import(splitRows("u c 1 test\nu a 2 train\nu b 0 Valid\nu d 3 0\nv a 0 train\nv b 0 dev\n"
                               "v c 0 2\nv d 0 none\nv d 0 1.0\n",
                               header),
                     "column:split");
        QCOMPARE(partsOf(*data, "u"), QStringLiteral("a d | b | c"));
        QCOMPARE(partsOf(*data, "v"), QStringLiteral("a | b d | c"));
        QCOMPARE(data->summary().report.rejected, std::int64_t(1));
        QCOMPARE(data->summary().splitKind, SplitKind::ReadyMade);
        // The log trains on what u did after its test: that is what the leak guard is for.
        QCOMPARE(data->summary().leaks, std::int64_t(2));
        const LeakReport leaks = profileDataset(*data, {}).leaks;
        QCOMPARE(leaks.late, std::int64_t(2));
        QCOMPARE(leaks.lateUsers, std::int64_t(1));
        QCOMPARE(leaks.unordered, std::int64_t(0));
    }

    void filesAreTheSplitByNameOrOrder_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("parts");
        QTest::newRow("names") << QStringList { QStringLiteral("x.test.csv"), QStringLiteral("x.train.csv"),
                                                QStringLiteral("x.valid.csv") }
                               << QStringLiteral("b | c | a");
        QTest::newRow("order") << QStringList { QStringLiteral("week_0.csv"), QStringLiteral("week_1.csv"),
                                                QStringLiteral("week_2.csv") }
                               << QStringLiteral("a | b | c");
        QTest::newRow("order in a folder")
            << QStringList { QStringLiteral("latest_0.csv"), QStringLiteral("latest_1.csv"),
                             QStringLiteral("latest_2.csv") }
            << QStringLiteral("a | b | c");
    }

    void filesAreTheSplitByNameOrOrder()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, parts);
        ImportRequest request;
        request.preset = "csv";
        request.split = "files";
        request.dropUnseenItems = false;
        const char* const items[] = { "a", "b", "c" };
        for (int i = 0; i < 3; ++i)
            request.files.push_back(
                write(names[i], QByteArray("user_id,item_id\n1,") + items[i] + "\n2," + items[i] + '\n'));
        const auto data = importDataset(request, {}, {});
        QCOMPARE(partsOf(*data, "1"), parts);
        QCOMPARE(partsOf(*data, "2"), parts);
    }

    void namesOfFilesMustSayAllParts()
    {
        QVERIFY_EXCEPTION_THROWN(partsOfFiles({ "a.train.csv", "b.csv", "c.csv" }), Error);
        QVERIFY_EXCEPTION_THROWN(partsOfFiles({ "a.train.csv", "a.test.csv" }), Error);
        QCOMPARE(partsOfFiles({ "train/week_0", "train/week_1", "train/week_2" }).back(), LogPart::Test);
        QCOMPARE(partsOfFiles({ "train/x", "validation/x", "test/x" })[1], LogPart::Valid);
    }

    void daysOutsideOfTheSpanAreLeftOutAndCounted()
    {
        ImportRequest request;
        request.preset = "csv";
        request.files = { write(QStringLiteral("log.csv"), eightDays()) };
        request.dropUnseenItems = false;
        request.from = "2022-04-16";
        request.to = "20220419";
        const auto data = importDataset(request, {}, {});
        QCOMPARE(partsOf(*data, "u"), QStringLiteral("b c | d | e"));
        const ImportReport& report = data->summary().report;
        QCOMPARE(report.dropped, std::int64_t(2 + 6 + 2));
        QCOMPARE(report.droppedByReason.front().reason, std::string("outside_span"));
        QCOMPARE(report.kept + report.dropped, report.rows);
        request.from = "2022-04-20";
        QVERIFY_EXCEPTION_THROWN(importDataset(request, {}, {}), Error);
        request.from = "later";
        QVERIFY_EXCEPTION_THROWN(importDataset(request, {}, {}), Error);
    }

    void repeatsAreKeptDroppedOrRecommended()
    {
        // u watches a and b again on the last day; d is new to it, e to everybody.
        const QByteArray log = splitRows(
            "u a 0\nu b 0\nv d 0\nv a 0\nu c 1\nv b 1\nu a 2\nu b 2\nu d 2\nu d 2\nu e 2\nv a 2\n");
        const auto kept = import(log, "");
        QCOMPARE(kept->summary().reach.validTargets, std::int64_t(2));
        QCOMPARE(kept->summary().reach.testTargets, std::int64_t(5)); // a b d e, and a of v
        QCOMPARE(kept->summary().reach.unreachable, std::int64_t(4));
        QCOMPARE(kept->summary().reach.recall, (std::array { 0.125, 0.125, 0.125 })); // (1/4 + 0) / 2
        const auto dropped = import(log, "", Repeats::Drop);
        QCOMPARE(partsOf(*dropped, "u"), QStringLiteral("a b | c | d d e"));
        QCOMPARE(partsOf(*dropped, "v"), QStringLiteral("d a | b | "));
        QCOMPARE(dropped->summary().reach.testTargets, std::int64_t(2));
        QCOMPARE(dropped->summary().report.kept + dropped->summary().report.dropped,
                 dropped->summary().report.rows);
        const auto recommended = import(log, "", Repeats::Recommend);
        QCOMPARE(contentOf(*recommended), contentOf(*kept));
        QCOMPARE(recommended->summary().reach.unreachable, std::int64_t(1)); // nobody trains on e
        QCOMPARE(recommended->summary().reach.recall[0], (0.75 + 1) / 2);
        QCOMPARE(recommended->summary().repeats, Repeats::Recommend);
    }

    void moreTargetsThanAListHoldsLimitRecall()
    {
        QByteArray lines;
        for (int item = 0; item < 120; ++item)
            lines += "v i" + QByteArray::number(item) + " 0\n";
        lines += "u x 0\nv x 1\nu y 1\n";
        for (int item = 0; item < 120; ++item)
            lines += "u i" + QByteArray::number(item) + " 2\n";
        const SplitReach reach = import(splitRows(lines), "")->summary().reach;
        QCOMPARE(reach.testTargets, std::int64_t(120));
        QCOMPARE(reach.unreachable, std::int64_t(0));
        QCOMPARE(reach.recall, (std::array { 50.0 / 120, 100.0 / 120, 1.0 }));
    }

    void fewUsersAreToldWithASplitThatSuitsTheLog()
    {
        // Like ratings of films: everybody comes once, on a day of its own.
        QByteArray lines;
        for (int user = 0; user < 130; ++user) {
            for (int item = 0; item < 6; ++item)
                lines += "u" + QByteArray::number(user) + " i" + QByteArray::number((user + item * 7) % 20)
                    + ' ' + QByteArray::number(user) + '\n';
        }
        lines += "u0 i1 129\nu0 i2 128\n";
        const QByteArray log = splitRows(lines);
        const auto data = import(log, "");
        QCOMPARE(data->summary().testUsers, std::int64_t(1));
        QCOMPARE(data->summary().proposedSplit, std::string("last-items:1"));
        const auto& notes = data->summary().report.notes;
        const auto note = std::find_if(notes.begin(), notes.end(), [](const ImportNote& candidate) {
            return candidate.kind == "few_users";
        });
        QVERIFY(note != notes.end());
        QCOMPARE(note->option, std::string("--split"));
        QCOMPARE(note->value, std::string("last-items:1"));
        const auto taken = import(log, note->value);
        QCOMPARE(taken->summary().testUsers, std::int64_t(130));
        QVERIFY(taken->summary().proposedSplit.empty());
        for (const ImportNote& other : taken->summary().report.notes)
            QVERIFY(other.kind != "few_users");
    }

    void nobodyToEvaluateStopsAndNamesTheWayOut()
    {
        ImportRequest request;
        request.preset = "csv";
        request.files = { write(QStringLiteral("log.csv"),
                                splitRows("u a 0\nu b 0\nv a 0\nv b 0\nu a 1\nv a 1\nu n 2\nv m 2\n")) };
        try {
            importDataset(request, {}, {});
            QFAIL("it must stop");
        } catch (const Error& error) {
            QVERIFY(error.detail().find("--keep-cold-items") != std::string::npos);
            QCOMPARE(error.accept(), std::string("nobody_to_evaluate"));
        }
        request.accepted = { "nobody_to_evaluate" };
        QCOMPARE(importDataset(request, {}, {})->summary().testUsers, std::int64_t(0));
        request.accepted.clear();
        request.dropUnseenItems = false;
        const auto cold = importDataset(request, {}, {});
        QCOMPARE(cold->summary().testUsers, std::int64_t(2));
        QCOMPARE(cold->summary().reach.unreachable, std::int64_t(2));
    }

    void filesOfRelease01AreReadAndCounted()
    {
        const auto data = openDataset(OPAL_SOURCE_DIR "/tests/data/release-0.1.opaldata");
        QCOMPARE(data->summary().split, std::string("last-days:1"));
        QVERIFY(data->summary().reach.testTargets > 0);
    }

    void exportsComeBackWithTheirSplit_data()
    {
        QTest::addColumn<QString>("split");
        QTest::addColumn<QString>("form");
        for (const char* split : { "last-days:1", "slices:4", "last-items:1" }) {
            for (const std::string& form : datasetExportForms())
                QTest::addRow("%s as %s", split, form.c_str())
                    << QString::fromLatin1(split) << QString::fromStdString(form);
        }
    }

    void exportsComeBackWithTheirSplit()
    {
        QFETCH(QString, split);
        QFETCH(QString, form);
        QByteArray lines;
        for (int day = 0; day < 8; ++day) {
            for (int user = 1; user < 5; ++user)
                lines += QByteArray::number(user) + ' ' + QByteArray::number((user + day * day) % 7 + 1) + ' '
                    + QByteArray::number(day) + '\n';
        }
        const auto data = import(splitRows(lines), split.toStdString());
        const std::string folder = m_folder.filePath(split + form).toStdString();
        ImportRequest request;
        request.preset = form == u"csv" ? "csv" : form.toStdString();
        for (const std::string& file : exportDataset(*data, form.toStdString(), folder, {})) {
            if (!file.ends_with(".yaml") && !file.ends_with(".item"))
                request.files.push_back(file);
        }
        request.split = form == u"opal" ? "" : "files";
        request.dropUnseenItems = false;
        const auto again = importDataset(request, {}, {});
        if (form == u"opal") {
            for (UserIndex user = 0; user < data->userCount(); ++user)
                QCOMPARE(partsOf(*again, data->userId(user)), partsOf(*data, data->userId(user)));
        } else {
            QCOMPARE(contentOf(*again), contentOf(*data));
        }
        QVERIFY_EXCEPTION_THROWN(exportDataset(*data, "xlsx", folder, {}), Error);
    }

    void listsOfIdsFollowTheIndices()
    {
        const auto data = import(eightDays(), "");
        const std::string folder = m_folder.filePath(QStringLiteral("ids")).toStdString();
        const auto files = exportIds(*data, folder);
        QCOMPARE(files.size(), std::size_t(4));
        QFile users(QString::fromStdString(files[0]));
        QVERIFY(users.open(QIODevice::ReadOnly));
        QCOMPARE(users.readAll(), QByteArray("u\nv\nw\n"));
        QFile items(QString::fromStdString(files[1]));
        QVERIFY(items.open(QIODevice::ReadOnly));
        QCOMPARE(items.readAll().count('\n'), data->itemCount());
        QFile tested(QString::fromStdString(files[3]));
        QVERIFY(tested.open(QIODevice::ReadOnly));
        QCOMPARE(tested.readAll(), QByteArray("u\nv\n"));
    }
};

OPAL_TEST(TestSplits)
#include "tst_splits.moc"
