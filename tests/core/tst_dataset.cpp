// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QtTest>

#include "core/base/error.h"
#include "core/data/datasetbuilder.h"
#include "core/data/datasetstorage.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

template <typename T> std::vector<T> list(std::span<const T> values)
{
    return { values.begin(), values.end() };
}

using Items = std::vector<ItemIndex>;

struct Row
{
    std::uint32_t user;
    std::uint32_t item;
    std::int64_t time;
    std::int32_t day;
};

Interactions makeLog(const std::vector<Row>& rows, bool hasClock = true, bool hasDays = true)
{
    Interactions log;
    log.hasClock = hasClock;
    std::uint32_t users = 0;
    std::uint32_t items = 0;
    for (const Row& row : rows) {
        log.user.push_back(row.user);
        log.item.push_back(row.item);
        log.time.push_back(row.time);
        if (hasDays)
            log.day.push_back(row.day);
        users = std::max(users, row.user + 1);
        items = std::max(items, row.item + 1);
    }
    for (std::uint32_t i = 0; i < users; ++i)
        log.userIds.append("u" + std::to_string(i));
    for (std::uint32_t i = 0; i < items; ++i)
        log.itemIds.append("i" + std::to_string(i));
    return log;
}

std::string messageOf(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& error) {
        return error.detail();
    }
    return {};
}

} // namespace

class TestDataset final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void cutsByDay()
    {
        const auto data = datasetFromText(R"(
            u1: a b c | d | e
            u2: b c   | a |
            u3:       | a | b b
        )");
        QCOMPARE(data->userCount(), 3);
        QCOMPARE(data->itemCount(), 5);
        QCOMPARE(list(data->train(0)), (Items { 1, 2, 3 }));
        QCOMPARE(list(data->targets(0, Split::Valid)), (Items { 4 }));
        QCOMPARE(list(data->targets(0, Split::Test)), (Items { 5 }));
        QCOMPARE(list(data->history(0, Split::Valid)), (Items { 1, 2, 3 }));
        QCOMPARE(list(data->history(0, Split::Test)), (Items { 1, 2, 3, 4 }));
        QCOMPARE(list(data->sequence(0)), (Items { 1, 2, 3, 4, 5 }));
        QCOMPARE(list(data->targets(0, Split::Train)), (Items { 1, 2, 3 }));
        QVERIFY(data->history(0, Split::Train).empty());
        QVERIFY(data->train(2).empty());
        QCOMPARE(list(data->targets(2, Split::Test)), (Items { 2, 2 }));
        QCOMPARE(list(data->days(1)), (std::vector<std::int32_t> { 0, 0, 1 }));
        QCOMPARE(data->evaluationUsers(Split::Valid), (std::vector<UserIndex> { 0, 1 }));
        QCOMPARE(data->evaluationUsers(Split::Test), (std::vector<UserIndex> { 0, 2 }));
        QCOMPARE(list(data->popularity()), (std::vector<std::int32_t> { 0, 1, 2, 2, 0, 0 }));
        QCOMPARE(data->summary().validUsers, 2);
        QCOMPARE(data->summary().testUsers, 2);
        QCOMPARE(data->summary().interactions, 11);
        QCOMPARE(data->summary().density, 11.0 / 15.0);
        QCOMPARE(data->summary().leaks, 0);
        QCOMPARE(data->summary().historyLengthCounts, (std::vector<std::int64_t> { 0, 2 }));
        QCOMPARE(data->summary().interactionsPerDay, (std::vector<std::int64_t> { 5, 3, 3 }));
        QCOMPARE(data->summary().dayLabels,
                 (std::vector<std::string> { "1970-01-01", "1970-01-02", "1970-01-03" }));
        QCOMPARE(data->summary().trainUntil, std::string("1970-01-01"));
        QCOMPARE(data->summary().testDay, std::string("1970-01-03"));
    }

    void trainUsersNeedEnoughItems()
    {
        const char* const text = R"(
            u1: a b c   | d | e
            u2: a b c d | d | e
        )";
        QCOMPARE(list(datasetFromText(text)->trainUsers()), (std::vector<UserIndex> { 1 }));
        QCOMPARE(list(datasetFromText(text, 3)->trainUsers()), (std::vector<UserIndex> { 0, 1 }));
        QVERIFY(datasetFromText(text, 3)->summary().hash != datasetFromText(text)->summary().hash);
    }

    void findsIdsBothWays()
    {
        const auto data = datasetFromText("u7: x y z | x | y\nu3: z z z | y | x");
        QCOMPARE(data->findUser("u3"), std::optional<UserIndex>(1));
        QCOMPARE(data->findUser("u4"), std::nullopt);
        QCOMPARE(data->findItem("z"), std::optional<ItemIndex>(3));
        QCOMPARE(data->findItem(""), std::nullopt);
        QCOMPARE(data->itemId(2), std::string_view("y"));
        QCOMPARE(data->userId(0), std::string_view("u7"));
        QCOMPARE(data->itemId(0), std::string_view());
        QVERIFY_EXCEPTION_THROWN(data->itemId(4), Error);
        QVERIFY_EXCEPTION_THROWN(data->sequence(-1), Error);
        QVERIFY_EXCEPTION_THROWN(data->sequence(2), Error);
        QVERIFY(data->tags(1).empty());
        QVERIFY(data->title(1).empty());
    }

    void numericIdsAreSortedByValue()
    {
        const auto data = datasetFromText("10: 100 9 | 9 | 20\n9: 20 100 | 9 | 9");
        QCOMPARE(data->userId(0), std::string_view("9"));
        QCOMPARE(data->itemId(1), std::string_view("9"));
        QCOMPARE(data->itemId(2), std::string_view("20"));
        QCOMPARE(data->itemId(3), std::string_view("100"));
    }

    void equalTimesKeepTheOrderOfTheLog()
    {
        const auto data = buildDataset(makeLog({ { 0, 2, 50, 1 },
                                                 { 0, 0, 10, 0 },
                                                 { 0, 3, 50, 1 },
                                                 { 0, 1, 50, 1 },
                                                 { 0, 0, 90, 2 },
                                                 { 0, 1, 99, 3 } }),
                                       {}, { .dropUnseenItems = false }, {});
        QCOMPARE(data->itemId(data->sequence(0)[1]), std::string_view("i2"));
        QCOMPARE(data->itemId(data->sequence(0)[2]), std::string_view("i3"));
        QCOMPARE(data->itemId(data->sequence(0)[3]), std::string_view("i1"));
        QCOMPARE(list(data->times(0)), (std::vector<std::int64_t> { 10, 50, 50, 50, 90, 99 }));
    }

    void withoutDaysTheLastTwoAreHeldOut()
    {
        std::vector<Row> rows;
        for (std::uint32_t item : { 0U, 1U, 2U, 1U })
            rows.push_back({ 0, item, std::int64_t(rows.size()), 0 });
        rows.push_back({ 1, 0, 4, 0 });
        rows.push_back({ 1, 1, 5, 0 });
        const auto data = buildDataset(makeLog(rows, false, false), {}, {}, {});
        QCOMPARE(data->summary().splitKind, SplitKind::LastInteraction);
        QVERIFY(!data->summary().hasTimes);
        QVERIFY(data->days(0).empty());
        // The validation item i2 was never seen in training and is dropped; the test item stays the test
        // item.
        QCOMPARE(data->train(0).size(), std::size_t(2));
        QVERIFY(data->targets(0, Split::Valid).empty());
        QCOMPARE(data->targets(0, Split::Test).size(), std::size_t(1));
        QCOMPARE(list(data->times(0)), (std::vector<std::int64_t> { 0, 1, 2 }));
        QCOMPARE(data->train(1).size(), std::size_t(2));
        QVERIFY(!data->summary().report.notes.empty());
    }

    void filtersCountBeforeAndAfter()
    {
        // u0 is active on two training days, u1 on one; i3 is seen by u1 only, i4 only on the test day.
        const std::vector<Row> rows { { 0, 0, 1, 0 }, { 0, 1, 2, 1 }, { 0, 0, 3, 2 },
                                      { 0, 3, 4, 3 }, { 0, 4, 5, 3 }, { 0, 1, 6, 3 },
                                      { 1, 3, 1, 0 }, { 1, 0, 2, 0 }, { 1, 1, 4, 3 } };
        BuildOptions options;
        options.minActiveDays = 2;
        options.minTrainItems = 2;
        const auto data = buildDataset(makeLog(rows), {}, options, {});
        QCOMPARE(data->userCount(), 1);
        QCOMPARE(data->itemCount(), 2);
        QCOMPARE(list(data->sequence(0)), (Items { 1, 2, 1, 2 }));
        const auto& steps = data->summary().report.filters;
        QCOMPARE(steps.size(), std::size_t(3));
        QCOMPARE(steps[0].name, std::string("active_days"));
        QCOMPARE(steps[0].usersBefore, 2);
        QCOMPARE(steps[0].usersAfter, 1);
        QCOMPARE(steps[0].interactionsBefore, 9);
        QCOMPARE(steps[0].interactionsAfter, 6);
        QCOMPARE(steps[1].name, std::string("unseen_items"));
        QCOMPARE(steps[1].itemsBefore, 4);
        QCOMPARE(steps[1].itemsAfter, 2);
        QCOMPARE(steps[1].interactionsAfter, 4);
        QCOMPARE(steps[2].name, std::string("train_items"));
        QCOMPARE(steps[2].usersAfter, 1);
        QCOMPARE(data->summary().report.kept, 4);
    }

    void sideTableGivesTitlesAndTags()
    {
        SideTable side;
        side.itemIds = { "i1", "i0" };
        side.titles = { "One", "" };
        side.tags = { { "music", "dance" }, { "dance" } };
        side.hasTitles = side.hasTags = true;
        const auto data = buildDataset(makeLog({ { 0, 0, 1, 0 }, { 0, 1, 2, 1 }, { 0, 2, 3, 2 } }), side,
                                       { .dropUnseenItems = false }, {});
        QCOMPARE(data->title(2), std::string_view("One"));
        QCOMPARE(data->title(1), std::string_view(""));
        QCOMPARE(data->tags(2), (std::vector<std::string_view> { "music", "dance" }));
        QCOMPARE(data->tags(1), (std::vector<std::string_view> { "dance" }));
        QVERIFY(data->tags(3).empty());
        const auto& notes = data->summary().report.notes;
        QVERIFY(std::any_of(notes.begin(), notes.end(), [](const ImportNote& note) {
            return note.text.find("1 of 3 items") != std::string::npos;
        }));
    }

    void aSeededLeakIsCounted()
    {
        const auto good = datasetFromText("u1: a b | c | d\nu2: a a | b | c");
        auto storage = std::make_unique<Dataset::Storage>();
        const Dataset::Storage& from = good->storage();
        storage->summary = from.summary;
        storage->offsets = from.offsets;
        storage->items = from.items;
        storage->times = from.times;
        storage->days = from.days;
        storage->userIds = from.userIds;
        storage->itemIds = from.itemIds;
        // The second user's whole sequence is declared training, so two interactions lie after the first
        // user's target.
        const std::vector<std::int64_t> validBegin { 2, 8 };
        const std::vector<std::int64_t> testBegin { 3, 8 };
        storage->validBegin = validBegin;
        storage->testBegin = testBegin;
        const Dataset leaking(std::move(storage));
        QCOMPARE(countLeaks(*good), 0);
        QCOMPARE(countLeaks(leaking), 1);
    }

    void refusesWhatCannotBeSplit()
    {
        const auto build = [](std::vector<Row> rows, BuildOptions options = {}) {
            return [=] { buildDataset(makeLog(rows), {}, options, {}); };
        };
        QVERIFY(messageOf(build({})).find("no interaction is left") != std::string::npos);
        QVERIFY(messageOf(build({ { 0, 0, 1, 0 }, { 0, 1, 2, 1 } })).find("2 days only")
                != std::string::npos);
        const std::vector<Row> three { { 0, 0, 1, 0 }, { 0, 0, 2, 1 }, { 0, 0, 3, 2 } };
        QVERIFY(messageOf(build(three)).find("single item") != std::string::npos);
        BuildOptions strict;
        strict.minActiveDays = 5;
        QVERIFY(messageOf(build(three, strict)).find("nothing is left") != std::string::npos);
        QVERIFY(
            messageOf([&] { buildDataset(makeLog(three, false, false), {}, strict, {}); }).find("active days")
            != std::string::npos);
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        const std::vector<Row> rows { { 0, 0, 1, 0 }, { 0, 1, 2, 1 }, { 0, 0, 3, 2 } };
        QVERIFY_EXCEPTION_THROWN(buildDataset(makeLog(rows), {}, {}, {}, source.get_token()), Cancelled);
    }
};

OPAL_TEST(TestDataset)
#include "tst_dataset.moc"
