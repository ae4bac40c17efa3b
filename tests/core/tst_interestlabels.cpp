// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/analysis/interestlabels.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/datasetbuilder.h"
#include "core/data/datasetfile.h"
#include "core/data/synth.h"
#include "core/jobs/categoryjobs.h"
#include "core/jobs/jobs.h"
#include "core/results/hypercategory.h"
#include "core/store/runstore.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

struct Described
{
    std::string title;
    std::vector<std::string> tags;
};

/// A data set of one user who watches every item on the first day, and the first one on two later days.
std::shared_ptr<const Dataset> datasetOf(const std::vector<Described>& items)
{
    Interactions log;
    SideTable side;
    log.hasClock = log.daysAreDates = true;
    log.userIds.append("u");
    const auto watch = [&log](std::uint32_t item, std::int32_t day) {
        log.user.push_back(0);
        log.item.push_back(item);
        log.day.push_back(day);
        log.time.push_back(day * std::int64_t { 86400000 } + static_cast<std::int64_t>(log.time.size()));
    };
    for (std::size_t item = 0; item < items.size(); ++item) {
        log.itemIds.append(std::to_string(item + 1));
        side.itemIds.push_back(std::to_string(item + 1));
        side.titles.push_back(items[item].title);
        side.tags.push_back(items[item].tags);
        side.hasTitles = side.hasTitles || !items[item].title.empty();
        side.hasTags = side.hasTags || !items[item].tags.empty();
        watch(static_cast<std::uint32_t>(item), 0);
    }
    watch(0, 1);
    watch(0, 2);
    BuildOptions options;
    options.dropUnseenItems = false;
    return buildDataset(std::move(log), side, options, {});
}

/// Ten items each of two kinds, in two classes.
std::vector<InterestLabel> labelsOf(const Described& first, const Described& second)
{
    std::vector<Described> items(10, first);
    items.resize(20, second);
    const auto data = datasetOf(items);
    std::vector<std::vector<ItemIndex>> classes(2);
    for (int item = 1; item <= 20; ++item)
        classes[item <= 10 ? 0 : 1].push_back(data->findItem(std::to_string(item)).value());
    return classLabels(itemTerms(*data), classes);
}

/// A hundred items of each of six topics, with titles that say so.
std::shared_ptr<const Dataset> sixTopics()
{
    std::vector<Described> items;
    for (const char* topic : { "Comedy", "Cooking", "Dance", "Fitness", "Football", "Travel" })
        for (int rank = 1; rank <= 100; ++rank)
            items.push_back(
                { std::string("The best of ") + topic + " clip " + std::to_string(rank), { topic } });
    return datasetOf(items);
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-12;
}

} // namespace

/// What sets classes of items apart, in words.
class TestInterestLabels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void textsAreCutIntoWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("small letters, no signs, no numbers")
            << QStringLiteral("Goal, GOAL! 12 3.5 a Über-trick")
            << QStringList { QStringLiteral("goal"), QStringLiteral("goal"), QStringLiteral("über"),
                             QStringLiteral("trick") };
        QTest::newRow("Chinese") << QStringLiteral("今天的足球比赛")
                                 << QStringList { QStringLiteral("今天"), QStringLiteral("的"),
                                                  QStringLiteral("足球"), QStringLiteral("比赛") };
        QTest::newRow("both") << QStringLiteral("NBA篮球集锦 第3期")
                              << QStringList { QStringLiteral("nba"), QStringLiteral("篮球"),
                                               QStringLiteral("集锦"), QStringLiteral("第"),
                                               QStringLiteral("期") };
        QTest::newRow("nothing") << QString() << QStringList();
    }

    void textsAreCutIntoWords()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, words);
        QStringList found;
        for (const std::string& word : wordsIn(text.toStdString()))
            found << QString::fromStdString(word);
        QCOMPARE(found, words);
    }

    void bytesThatAreNoTextSeparateWords()
    {
        QCOMPARE(wordsIn("cats\xff\xfe and dogs"), (std::vector<std::string> { "cats", "and", "dogs" }));
    }

    void scoresAreThoseOfAHandComputedExample()
    {
        const auto labels = labelsOf({ "Goal, goal! clip 12", { "Sport" } }, { "Soup clip 3", { "Food" } });
        // 40 terms in the first class, 30 in the second: A = 35. "clip" is in every item alike.
        QCOMPARE(labels[0].terms.size(), std::size_t { 2 });
        QCOMPARE(labels[0].terms[0].text, std::string("Sport"));
        QVERIFY(labels[0].terms[0].isTag);
        QCOMPARE(labels[0].terms[0].items, std::int64_t { 10 });
        QVERIFY(near(labels[0].terms[0].score, 10.0 / 40 * std::log(1 + 35.0 / 10)));
        QCOMPARE(labels[0].terms[1].text, std::string("goal"));
        QVERIFY(!labels[0].terms[1].isTag);
        QCOMPARE(labels[0].terms[1].items, std::int64_t { 10 });
        QVERIFY(near(labels[0].terms[1].score, 20.0 / 40 * std::log(1 + 35.0 / 20)));
        QCOMPARE(labels[0].text, std::string("Sport, goal"));
        QCOMPARE(labels[1].text, std::string("Food, soup"));
        QVERIFY(near(labels[1].terms[1].score, 10.0 / 30 * std::log(1 + 35.0 / 10)));
    }

    void chineseTitlesGiveWords()
    {
        const auto labels = labelsOf({ "今天的足球比赛", {} }, { "红烧肉的做法", {} });
        QVERIFY(!labels[0].terms.empty());
        const auto has = [&](const InterestLabel& label, const char* word) {
            return std::any_of(label.terms.begin(), label.terms.end(),
                               [word](const InterestLabel::Term& term) { return term.text == word; });
        };
        QVERIFY(has(labels[0], "足球"));
        QVERIFY(has(labels[0], "比赛"));
        QVERIFY(has(labels[1], "做法"));
        QVERIFY(!has(labels[0], "的")); // everywhere
        QVERIFY(labels[0].text.find(", ") != std::string::npos);
    }

    void aWordOfAToldTagIsNotToldAgain()
    {
        const auto labels = labelsOf({ "Sport goal", { "Sport news" } }, { "Soup", { "Food" } });
        QCOMPARE(labels[0].text, std::string("Sport news, goal"));
    }

    void withoutTitlesAndTagsThereIsNoLabel()
    {
        const auto labels = labelsOf({}, {});
        QCOMPARE(labels.size(), std::size_t { 2 });
        for (const InterestLabel& label : labels) {
            QVERIFY(label.terms.empty());
            QVERIFY(label.text.empty());
        }
        QVERIFY(classLabels(itemTerms(*datasetOf({ {}, {}, {} })), {}).empty());
    }

    void topicsAreNamedAndChanceIsNot()
    {
        const auto data = sixTopics();
        const ItemTerms terms = itemTerms(*data);
        std::map<std::string, std::vector<ItemIndex>> byTopic;
        for (ItemIndex item = 1; item <= data->itemCount(); ++item)
            byTopic[std::string(data->tags(item).front())].push_back(item);
        std::vector<std::vector<ItemIndex>> worlds(2); // three topics each
        std::vector<std::vector<std::string>> expected(2);
        for (const auto& [topic, items] : byTopic) {
            const std::size_t world = expected[0].size() < 3 ? 0 : 1;
            expected[world].push_back(topic);
            worlds[world].insert(worlds[world].end(), items.begin(), items.end());
        }
        const auto labels = classLabels(terms, worlds);
        for (std::size_t world = 0; world < 2; ++world) {
            std::vector<std::string> tags;
            for (const InterestLabel::Term& term : labels[world].terms)
                if (term.isTag)
                    tags.push_back(term.text);
            std::sort(tags.begin(), tags.end());
            QCOMPARE(tags, expected[world]);
        }

        // Of 40 partitions at random one in twenty may tell anything at all.
        int told = 0;
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            Random random(seed, RandomPurpose::Initialisation);
            std::vector<std::uint8_t> category(static_cast<std::size_t>(data->itemCount()) + 1, 0);
            for (std::size_t item = 1; item < category.size(); ++item)
                category[item] = static_cast<std::uint8_t>(random.below(4));
            const auto random4 = classLabels(terms, itemsByCategory(category, 4));
            told += std::any_of(random4.begin(), random4.end(),
                                [](const InterestLabel& label) { return !label.terms.empty(); })
                ? 1
                : 0;
        }
        QVERIFY2(told <= 4, qPrintable(QString::number(told)));
    }

    void wrongCategoriesAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(itemsByCategory(std::vector<std::uint8_t> { 0, 0, 3 }, 3), Error);
    }

    void mostWatchedComeFirst()
    {
        const std::vector<std::int32_t> popularity { 0, 5, 9, 9, 1, 7 };
        QCOMPARE(mostWatched({ 1, 3, 2, 5 }, popularity, 3), (std::vector<ItemIndex> { 2, 3, 5 }));
        QCOMPARE(mostWatched({ 4 }, popularity, 3), (std::vector<ItemIndex> { 4 }));
    }

    void shortTextsHoldWhatFits_data()
    {
        QTest::addColumn<QStringList>("tags");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("text");
        QTest::newRow("three tags") << QStringList { QStringLiteral("football"), QStringLiteral("fitness"),
                                                     QStringLiteral("dance") }
                                    << QStringList { QStringLiteral("goal") }
                                    << QStringLiteral("football, fitness, dance");
        QTest::newRow("words fill up")
            << QStringList { QStringLiteral("sport") }
            << QStringList { QStringLiteral("goal"), QStringLiteral("ball"), QStringLiteral("run") }
            << QStringLiteral("sport, goal, ball");
        QTest::newRow("two however long they are")
            << QStringList { QStringLiteral("a very long name of a tag"), QStringLiteral("another long name"),
                             QStringLiteral("short") }
            << QStringList() << QStringLiteral("a very long name of a tag, another long name");
        QTest::newRow("numbers as tags")
            << QStringList { QStringLiteral("39"), QStringLiteral("7"), QStringLiteral("12"),
                             QStringLiteral("4"), QStringLiteral("5") }
            << QStringList() << QStringLiteral("#39, #7, #12, #4");
        QTest::newRow("nothing") << QStringList() << QStringList() << QString();
    }

    void shortTextsHoldWhatFits()
    {
        QFETCH(QStringList, tags);
        QFETCH(QStringList, words);
        QFETCH(QString, text);
        std::vector<InterestLabel::Term> terms;
        for (const QString& tag : tags)
            terms.push_back({ tag.toStdString(), true, 1, 1 });
        for (const QString& word : words)
            terms.push_back({ word.toStdString(), false, 1, 1 });
        QCOMPARE(QString::fromStdString(labelText(terms)), text);
    }

    void namesGivenByPeopleComeFirst()
    {
        UserExploration user;
        user.interests.resize(3);
        user.interests[0].label.text = "own label";
        user.interests[1].label.text = "own label";
        user.categoryNames = { { { 0, "Given" } }, { { 0, "generated" }, { 2, "generated" } } };
        QCOMPARE(user.interestNames(), (std::vector<std::string> { "Given", "own label", "generated" }));
        user.categoryNames = {};
        QCOMPARE(user.interestName(2), std::string());
        QCOMPARE(user.interestName(-1), std::string());
    }

    void aUsersInterestsAreLabelledWhateverTheListsLength()
    {
        QTemporaryDir folder;
        SilentContext context;
        const auto paths = WorkspacePaths::locate(folder.filePath(QStringLiteral("workspace")));
        paths.create();
        RunStore store(paths.database());
        SynthParams synth;
        synth.users = 60;
        synth.items = 200;
        synth.interactions = 1800;
        synth.days = 6;
        synth.topics = 4;
        const QString file = paths.datasets() + QStringLiteral("/toy.opaldata");
        makeSynthesiseJob(store, synth, file).run(context);
        TrainJobRequest train;
        train.datasetFile = file;
        train.params = { { "interests", "3" },
                         { "dim", "8" },
                         { "batch_size", "16" },
                         { "steps_per_epoch", "2" },
                         { "max_epochs", "1" } };
        const RunRecord run = makeTrainJob(store, paths, std::move(train)).run(context).run;
        const auto ask = [&](int k) {
            RecommendJobRequest request;
            request.run = run.id;
            request.userId = "3";
            request.k = k;
            return makeRecommendJob(store, paths, std::move(request)).run(context);
        };
        const UserExploration one = ask(1);
        const UserExploration many = ask(50);
        const auto data = openDataset(file.toStdString());
        std::vector<std::vector<ItemIndex>> nearest;
        for (std::size_t j = 0; j < many.interests.size(); ++j) {
            const auto& interest = many.interests[j];
            const auto& list = many.recall.perInterest[j];
            QCOMPARE(one.interests[j].nearest, interest.nearest);
            QVERIFY(one.recall.perInterest[j].size() <= 1);
            for (std::size_t at = 0; at < interest.nearest.size(); ++at)
                QCOMPARE(interest.nearest[at], list[at].item);
            nearest.push_back(interest.nearest);
            QVERIFY(interest.topic.central.size() <= 5);
            QCOMPARE(interest.topic.central.empty(), interest.topic.watched.empty());
        }
        const auto expected = classLabels(itemTerms(*data), nearest);
        for (std::size_t j = 0; j < expected.size(); ++j) {
            QCOMPARE(many.interests[j].label.text, expected[j].text);
            QCOMPARE(one.interests[j].label.terms, expected[j].terms);
        }
        store.setCategoryNames(run.id, { { 1, "Reisen" } });
        QCOMPARE(ask(10).interestName(1), std::string("Reisen"));

        // Names of an evaluation are those of its contents; without the data set only given ones are left.
        const std::int64_t step = store.categoryCourse(run.id).back().step;
        const auto details = makeCategoryDetailsJob(store, paths, run.id, step).run(context);
        QCOMPARE(namesAt(store, run, step).generated, labelTexts(details.categories));
        QVERIFY(QFile::rename(file, file + QStringLiteral(".away")));
        const CategoryNames left = namesAt(store, run, step);
        QVERIFY(left.generated.empty());
        QCOMPARE(left.of(1), std::string("Reisen"));
    }
};

OPAL_TEST(TestInterestLabels)
#include "tst_interestlabels.moc"
