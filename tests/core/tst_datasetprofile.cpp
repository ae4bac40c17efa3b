// SPDX-License-Identifier: GPL-3.0-or-later
#include <numeric>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/data/datasetprofile.h"
#include "core/data/importer.h"
#include "core/data/synth.h"
#include "tests/support/leakydataset.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

template <typename Range> std::int64_t sum(const Range& values)
{
    return std::accumulate(values.begin(), values.end(), std::int64_t { 0 });
}

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

} // namespace

class TestDatasetProfile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void aToyIsCountedByHand()
    {
        const auto data = datasetFromText("u1: a b c | d | e\nu2: b c | a |\nu3: | a | b b");
        const DatasetProfile profile = profileDataset(*data, {});
        QCOMPARE(profile.trainPerDay, (std::vector<std::int64_t> { 5, 0, 0 }));
        QCOMPARE(profile.validPerDay, (std::vector<std::int64_t> { 0, 3, 0 }));
        QCOMPARE(profile.testPerDay, (std::vector<std::int64_t> { 0, 0, 3 }));
        QCOMPARE(profile.latePerDay, (std::vector<std::int64_t> { 0, 0, 0 }));
        QCOMPARE(profile.historyLengths, (Pairs { { 2, 1 }, { 3, 1 } }));
        QCOMPARE(profile.meanHistory, 2.5);
        QCOMPARE(profile.medianHistory, 2);
        QCOMPARE(profile.popularity.front(), (std::pair<std::int64_t, std::int64_t> { 1, 4 })); // b
        QCOMPARE(profile.popularity.back(), (std::pair<std::int64_t, std::int64_t> { 5, 1 }));
        QCOMPARE(profile.topShare, 4.0 / 11);
        QVERIFY(profile.leaks.isSound());
        QCOMPARE(profile.leaks.unseenTargets, 2); // d and e
        QCOMPARE(sum(profile.hours), 11);
    }

    void aSeededLeakIsFoundAndNamed()
    {
        const DatasetProfile profile = profileDataset(*leakyDataset(), {});
        QVERIFY(!profile.leaks.isSound());
        QVERIFY(profile.leaks.late > 0);
        QCOMPARE(profile.leaks.late, profile.summary.leaks);
        QCOMPARE(profile.leaks.lateUsers, 1);
        QCOMPARE(sum(profile.latePerDay), profile.leaks.late);
        QCOMPARE(profile.leaks.examples.size(), std::size_t(profile.leaks.late));
        QCOMPARE(profile.leaks.examples.front().userId, std::string("u2"));
        QVERIFY(profile.leaks.examples.front().when.find("1970-01-0") == 0);
        QVERIFY(!profile.leaks.heldOutFrom.empty());
    }

    void popularityIsThinnedEvenlyAndKeepsItsEnds()
    {
        SynthParams params;
        params.users = 400;
        params.items = 3000;
        params.interactions = 20000;
        const auto data = synthesiseDataset(params, {}, {});
        const DatasetProfile profile = profileDataset(*data, {});
        QVERIFY(profile.popularity.size() < 400);
        QVERIFY(profile.popularity.size() > 100);
        QCOMPARE(profile.popularity.front().first, 1);
        for (std::size_t i = 1; i < profile.popularity.size(); ++i) {
            QVERIFY(profile.popularity[i].first > profile.popularity[i - 1].first);
            QVERIFY(profile.popularity[i].second <= profile.popularity[i - 1].second);
        }
        QCOMPARE(sum(profile.trainPerDay) + sum(profile.validPerDay) + sum(profile.testPerDay),
                 data->summary().interactions);
        QVERIFY(profile.topShare > 0.01 && profile.topShare < 1);
    }

    void hoursFollowTheTimeZoneOfTheDays_data()
    {
        QTest::addColumn<int>("minutes");
        for (const int minutes : { -600, 0, 120, 480 })
            QTest::newRow(qPrintable(QString::number(minutes))) << minutes;
    }

    void hoursFollowTheTimeZoneOfTheDays()
    {
        QFETCH(int, minutes);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("log.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("user,item,timestamp\n");
        // Local clocks show every quarter of an hour of four days, at 21:00 three times as often.
        std::int64_t rows = 0;
        std::int64_t evening = 0;
        for (int quarter = 0; quarter < 4 * 96; ++quarter) {
            const bool isEvening = quarter % 96 / 4 == 21;
            for (int copy = 0; copy < (isEvening ? 3 : 1); ++copy) {
                const qint64 local = 1'650'067'200 + quarter * 900 + copy; // midnight
                file.write(QByteArray::number(quarter % 7) + ',' + QByteArray::number(quarter % 5) + ','
                           + QByteArray::number(local - minutes * 60) + '\n');
                ++rows;
                evening += isEvening ? 1 : 0;
            }
        }
        file.close();
        ImportRequest request;
        request.preset = "csv";
        request.files = { file.fileName().toStdString() };
        request.timeZoneMinutes = minutes;
        const DatasetProfile profile = profileDataset(*importDataset(request, {}, {}), {});
        QCOMPARE(profile.timeZoneMinutes, minutes);
        QCOMPARE(profile.hours[21], evening);
        QCOMPARE(profile.hours[3], 16);
        QCOMPARE(sum(profile.hours), rows);
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_EXCEPTION_THROWN(profileDataset(*leakyDataset(), source.get_token()), Cancelled);
    }
};

OPAL_TEST(TestDatasetProfile)
#include "tst_datasetprofile.moc"
