#include <algorithm>
#include <cmath>
#include <set>

#include <QtTest>

#include "core/base/error.h"
#include "core/data/importer.h"
#include "core/data/synth.h"
#include "core/data/synthlog.h"

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

    void titlesAndTagsNameTheTopic()
    {
        const auto data = make(small());
        QVERIFY(data->summary().hasTitles);
        QVERIFY(data->summary().hasTags);
        std::set<std::string> topics;
        for (ItemIndex item = 1; item <= data->itemCount(); ++item) {
            QCOMPARE(data->tags(item).size(), std::size_t(1));
            const std::string tag(data->tags(item).front());
            topics.insert(tag);
            QVERIFY(data->title(item).starts_with(tag + " clip "));
        }
        QCOMPARE(topics.size(), std::size_t(12));
    }

    void topicsTellMoreThanPopularity()
    {
        // A reader who knows the tags beats the most popular items: of the held-out items, the share in one
        // of the user's four most frequent training topics is far above that of the four largest topics
        // overall.
        const auto data = make(SynthParams {});
        std::map<std::string_view, std::int64_t> overall;
        for (ItemIndex item = 1; item <= data->itemCount(); ++item)
            overall[data->tags(item).front()] += data->popularity()[std::size_t(item)];
        const auto largest = topFour(overall);
        std::int64_t own = 0;
        std::int64_t popular = 0;
        std::int64_t targets = 0;
        for (const UserIndex user : data->evaluationUsers(Split::Test)) {
            std::map<std::string_view, std::int64_t> counts;
            for (const ItemIndex item : data->history(user, Split::Test))
                ++counts[data->tags(item).front()];
            const auto mine = topFour(counts);
            for (const ItemIndex item : data->targets(user, Split::Test)) {
                ++targets;
                own += mine.count(data->tags(item).front()) ? 1 : 0;
                popular += largest.count(data->tags(item).front()) ? 1 : 0;
            }
        }
        QVERIFY(targets > 1000);
        QVERIFY2(own > 1.5 * popular, qPrintable(QStringLiteral("%1 against %2").arg(own).arg(popular)));
        QVERIFY(own > 0.7 * targets);
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

    static std::set<std::string_view> topFour(const std::map<std::string_view, std::int64_t>& counts)
    {
        std::vector<std::pair<std::int64_t, std::string_view>> sorted;
        for (const auto& [name, count] : counts)
            sorted.emplace_back(-count, name);
        std::sort(sorted.begin(), sorted.end());
        std::set<std::string_view> top;
        for (std::size_t i = 0; i < std::min<std::size_t>(4, sorted.size()); ++i)
            top.insert(sorted[i].second);
        return top;
    }
};

QTEST_GUILESS_MAIN(TestSynth)
#include "tst_synth.moc"
