// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <span>

#include <QtTest>

#include "core/analysis/sppmi.h"
#include "core/base/error.h"
#include "core/data/importer.h"
#include "core/data/synth.h"
#include "core/data/synthlog.h"
#include "core/data/synthworlds.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

std::shared_ptr<const Dataset> make(const SynthParams& params)
{
    return synthesiseDataset(params, {}, {});
}

SynthParams small()
{
    SynthParams params;
    params.users = 200;
    params.items = 500;
    params.interactions = 9000;
    return params;
}

} // namespace

class TestSynth final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void givesTheAskedSizes_data()
    {
        QTest::addColumn<qint64>("users");
        QTest::addColumn<qint64>("items");
        QTest::addColumn<qint64>("interactions");
        QTest::addColumn<qint64>("topics");
        QTest::newRow("default") << qint64(2000) << qint64(4000) << qint64(120000) << qint64(12);
        QTest::newRow("few users") << qint64(5) << qint64(300) << qint64(800) << qint64(6);
        QTest::newRow("tiny catalogue") << qint64(50) << qint64(8) << qint64(900) << qint64(8);
        QTest::newRow("one topic") << qint64(40) << qint64(100) << qint64(1000) << qint64(1);
        QTest::newRow("more topics than names") << qint64(100) << qint64(400) << qint64(5000) << qint64(60);
    }

    void givesTheAskedSizes()
    {
        QFETCH(qint64, users);
        QFETCH(qint64, items);
        QFETCH(qint64, interactions);
        QFETCH(qint64, topics);
        SynthParams params;
        params.users = users;
        params.items = items;
        params.interactions = interactions;
        params.topics = topics;
        const auto data = make(params);
        QCOMPARE(data->userCount(), users);
        QCOMPARE(data->itemCount(), items);
        QVERIFY(std::abs(double(data->summary().interactions - interactions)) <= 0.02 * double(interactions));
        QCOMPARE(data->summary().days, std::int64_t(14));
        QCOMPARE(data->summary().leaks, std::int64_t(0));
        QVERIFY(data->summary().testUsers > 0);
    }

    void isAFunctionOfItsParameters()
    {
        const auto first = make(small());
        const auto second = make(small());
        QCOMPARE(first->summary().hash, second->summary().hash);
        SynthParams other = small();
        other.seed = 2;
        QVERIFY(make(other)->summary().hash != first->summary().hash);
        other = small();
        other.name = "another name";
        QCOMPARE(make(other)->summary().hash, first->summary().hash);
    }

    void noUserRepeatsAnItemOnADay()
    {
        SynthParams params = small();
        params.items = 40;
        const auto data = make(params);
        for (UserIndex user = 0; user < data->userCount(); ++user) {
            std::set<std::pair<std::int32_t, ItemIndex>> met;
            const auto items = data->sequence(user);
            for (std::size_t i = 0; i < items.size(); ++i)
                QVERIFY(met.emplace(data->days(user)[i], items[i]).second);
        }
    }

    void topicsAreDealtOutToWorlds_data()
    {
        QTest::addColumn<qint64>("topics");
        QTest::addColumn<qint64>("asked");
        QTest::addColumn<qint64>("worlds");
        QTest::newRow("demo") << qint64(12) << qint64(0) << qint64(4);
        QTest::newRow("asked") << qint64(12) << qint64(6) << qint64(6);
        QTest::newRow("one topic") << qint64(1) << qint64(0) << qint64(1);
        QTest::newRow("few topics") << qint64(5) << qint64(0) << qint64(5);
        QTest::newRow("as many as have names") << qint64(48) << qint64(12) << qint64(12);
        QTest::newRow("more topics than names") << qint64(60) << qint64(0) << qint64(12);
        QTest::newRow("more worlds than names") << qint64(60) << qint64(20) << qint64(20);
    }

    void topicsAreDealtOutToWorlds()
    {
        QFETCH(qint64, topics);
        QFETCH(qint64, asked);
        QFETCH(qint64, worlds);
        SynthParams params;
        params.topics = topics;
        params.worlds = asked;
        std::set<std::string> names;
        std::map<std::string, std::int64_t> sizes;
        for (const SynthTopic& topic : synthTopics(params)) {
            names.insert(topic.name);
            ++sizes[topic.world];
        }
        QCOMPARE(qint64(names.size()), topics);
        QCOMPARE(qint64(sizes.size()), worlds);
        for (const auto& [world, size] : sizes) {
            QVERIFY(size == topics / worlds || size == (topics + worlds - 1) / worlds);
            QVERIFY(!names.contains(world));
        }
    }

    void everySubjectHasWordsOfItsOwn()
    {
        std::set<std::string> words;
        std::size_t count = 0;
        for (const SynthWorld& world : synthWorldTable()) {
            for (const SynthSubject& subject : world.subjects) {
                words.insert(subject.words.begin(), subject.words.end());
                count += subject.words.size();
            }
        }
        QCOMPARE(words.size(), count);
    }

    void tagsAreTopicsAndTitlesHaveTheirWords()
    {
        const auto data = make({});
        QVERIFY(data->summary().hasTitles);
        QVERIFY(data->summary().hasTags);
        std::map<std::string, std::string> worldOf;
        for (const SynthTopic& topic : synthTopics({}))
            worldOf[topic.name] = topic.world;
        std::set<std::string> topics;
        std::set<std::string> titles;
        for (ItemIndex item = 1; item <= data->itemCount(); ++item) {
            QCOMPARE(data->tags(item).size(), std::size_t(1));
            const std::string tag(data->tags(item).front());
            QVERIFY(worldOf.contains(tag));
            topics.insert(tag);
            const std::string title(data->title(item));
            titles.insert(title);
            QVERIFY2(title.size() <= synthTitleLength, title.c_str());
            const QStringList words = QString::fromStdString(title).toLower().split(u' ');
            QVERIFY(words.size() >= 2 && words.size() <= 5);
            const auto own = wordsOf(tag);
            QVERIFY2(std::any_of(words.begin(), words.end(),
                                 [&own](const QString& word) { return own.contains(word); }),
                     title.c_str());
        }
        QCOMPARE(topics.size(), worldOf.size());
        QVERIFY(std::int64_t(titles.size()) > data->itemCount() * 99 / 100);
    }

    void usersLiveInOneToThreeWorlds()
    {
        // Strays and drift put some of a history elsewhere; a world of a user has a tenth of it at least.
        const auto data = make({});
        const std::vector<std::int64_t> worldOf = worldsOfItems(*data, {});
        std::array<std::int64_t, 5> users {};
        std::int64_t all = 0;
        for (UserIndex user = 0; user < data->userCount(); ++user) {
            const auto items = data->sequence(user);
            if (items.size() < 40)
                continue;
            ++all;
            ++users[std::size_t(livedIn(items, worldOf).size())];
        }
        QVERIFY(all > 500);
        QCOMPARE(users[0], std::int64_t(0));
        for (const std::size_t worlds : { std::size_t(1), std::size_t(2), std::size_t(3) })
            QVERIFY2(users[worlds] > all / 10, qPrintable(QString::number(users[worlds])));
        QVERIFY2(users[4] < all / 10, qPrintable(QString::number(users[4])));
    }

    void theHeldOutDaysAskForAllWorldsOfAUser()
    {
        const auto data = make({});
        const std::vector<std::int64_t> worldOf = worldsOfItems(*data, {});
        std::int64_t targets = 0;
        std::int64_t own = 0;
        std::int64_t elsewhere = 0; // than in the world that was watched most
        for (const UserIndex user : data->evaluationUsers(Split::Test)) {
            const auto worlds = livedIn(data->history(user, Split::Test), worldOf);
            if (worlds.size() < 2)
                continue;
            for (const ItemIndex item : data->targets(user, Split::Test)) {
                const std::int64_t world = worldOf[std::size_t(item)];
                ++targets;
                own += std::find(worlds.begin(), worlds.end(), world) != worlds.end() ? 1 : 0;
                elsewhere += world != worlds.front() ? 1 : 0;
            }
        }
        QVERIFY(targets > 1000);
        QVERIFY2(own > targets * 8 / 10, qPrintable(QStringLiteral("%1 of %2").arg(own).arg(targets)));
        QVERIFY2(elsewhere > targets * 4 / 10,
                 qPrintable(QStringLiteral("%1 of %2").arg(elsewhere).arg(targets)));
    }

    void itemsOfAWorldShareUsers()
    {
        const auto data = make({});
        const std::vector<std::int64_t> worldOf = worldsOfItems(*data, {});
        std::vector<ItemIndex> items(std::size_t(data->itemCount()));
        std::iota(items.begin(), items.end(), 1);
        std::partial_sort(
            items.begin(), items.begin() + 200, items.end(), [&](ItemIndex one, ItemIndex other) {
                return data->popularity()[std::size_t(one)] > data->popularity()[std::size_t(other)];
            });
        items.resize(200);
        std::vector<std::int32_t> worlds;
        for (const ItemIndex item : items)
            worlds.push_back(std::int32_t(worldOf[std::size_t(item)]));
        const SppmiStatistics statistics
            = sppmiStatistics(sppmiMatrix(CooccurrenceIndex(*data), items, worlds, {}));
        QVERIFY2(statistics.within > 3 * statistics.between,
                 qPrintable(QStringLiteral("%1 against %2").arg(statistics.within).arg(statistics.between)));
    }

    void itemsAreBornDuringThePeriod()
    {
        const auto data = make(SynthParams {});
        std::vector<std::int32_t> firstDay(std::size_t(data->itemCount()) + 1, 99);
        for (UserIndex user = 0; user < data->userCount(); ++user) {
            for (std::size_t i = 0; i < data->sequence(user).size(); ++i) {
                auto& day = firstDay[std::size_t(data->sequence(user)[i])];
                day = std::min(day, data->days(user)[i]);
            }
        }
        const auto late
            = std::count_if(firstDay.begin() + 1, firstDay.end(), [](std::int32_t day) { return day >= 4; });
        QVERIFY(late > data->itemCount() / 20);
    }

    void refusesImpossibleSizes()
    {
        SynthParams params = small();
        params.topics = params.items + 1;
        QVERIFY_EXCEPTION_THROWN(make(params), Error);
        params = small();
        params.worlds = params.topics + 1;
        QVERIFY_EXCEPTION_THROWN(make(params), Error);
        params = small();
        params.days = 3;
        QVERIFY_EXCEPTION_THROWN(make(params), Error);
        params = small();
        params.interactions = 100 * params.users * params.items;
        QVERIFY_EXCEPTION_THROWN(make(params), Error);
    }

    void rawLogIsReadInFull()
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("user_action.csv")).toStdString();
        SynthLogParams log;
        log.rows = 40000;
        log.users = 1300;
        log.items = 900;
        double last = 0;
        writeWechatLog(path, log, [&last](double fraction) { last = fraction; }, {});
        QCOMPARE(last, 1.0);
        ImportRequest request;
        request.preset = "wechat2021";
        request.files = { path };
        const ImportReport report = importDataset(request, {}, {})->summary().report;
        QCOMPARE(report.rows, log.rows);
        QCOMPARE(report.rejected, 0);
        QVERIFY(report.positives > log.rows * 3 / 10 && report.positives < log.rows * 4 / 10);

        const std::string again = folder.filePath(QStringLiteral("again.csv")).toStdString();
        writeWechatLog(again, log, {}, {});
        QCOMPARE(bytesOf(path), bytesOf(again));
        log.seed = 2;
        writeWechatLog(again, log, {}, {});
        QVERIFY(bytesOf(path) != bytesOf(again));
    }

    void namedSizesAreThePapers()
    {
        QCOMPARE(synthSize("wechat").items, 77557);
        QCOMPARE(synthSize("takatak").interactions, 33900000);
        QVERIFY_EXCEPTION_THROWN(synthSize("takatack"), Error);
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_EXCEPTION_THROWN(synthesiseDataset(small(), {}, source.get_token()), Cancelled);
    }

    void reportsItsProgress()
    {
        double last = 0;
        synthesiseDataset(small(),
                          [&](double fraction) {
                              QVERIFY(fraction >= last);
                              last = fraction;
                          },
                          {});
        QCOMPARE(last, 1.0);
    }

private:
    static QByteArray bytesOf(const std::string& path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static std::set<QString> wordsOf(const std::string& subject)
    {
        for (const SynthWorld& world : synthWorldTable())
            for (const SynthSubject& known : world.subjects)
                if (known.name == subject) {
                    std::set<QString> words;
                    for (const char* const word : known.words)
                        words.insert(QString::fromUtf8(word));
                    return words;
                }
        return {};
    }

    /// [N + 1] index of the world of every item.
    static std::vector<std::int64_t> worldsOfItems(const Dataset& data, const SynthParams& params)
    {
        std::map<std::string, std::int64_t, std::less<>> worldOfTag;
        for (const SynthTopic& topic : synthTopics(params))
            worldOfTag[topic.name] = topic.worldIndex;
        std::vector<std::int64_t> worlds(std::size_t(data.itemCount()) + 1, -1);
        for (ItemIndex item = 1; item <= data.itemCount(); ++item)
            worlds[std::size_t(item)] = worldOfTag.find(data.tags(item).front())->second;
        return worlds;
    }

    /// Worlds with at least a tenth of the items, the largest first.
    static std::vector<std::int64_t> livedIn(std::span<const ItemIndex> items,
                                             const std::vector<std::int64_t>& worldOf)
    {
        std::map<std::int64_t, std::size_t> counts;
        for (const ItemIndex item : items)
            ++counts[worldOf[std::size_t(item)]];
        std::vector<std::int64_t> worlds;
        for (const auto& [world, count] : counts)
            if (count * 10 >= items.size())
                worlds.push_back(world);
        std::sort(worlds.begin(), worlds.end(),
                  [&counts](std::int64_t one, std::int64_t other) { return counts[one] > counts[other]; });
        return worlds;
    }
};

OPAL_TEST(TestSynth)
#include "tst_synth.moc"
