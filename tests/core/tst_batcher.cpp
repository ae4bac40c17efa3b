// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QTest>

#include "core/base/error.h"
#include "core/data/batcher.h"
#include "core/training/batchprefetcher.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// The batcher: what a batch holds, that it depends on nothing but the step, and how its draws are
/// distributed.
class TestBatcher final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsFollowTheRules();
    void batchIsAPureFunctionOfTheStep();
    void nextItemTargetFollowsTheCut();
    void longHistoriesKeepTheirEnd();
    void fewerUsersThanTheBatchUsesAll();
    void usersAreDrawnUniformly();
    void cutsAndPositivesAreUniform();
    void negativesAreUniformOverUnseenItems();
    void oneUnseenItemIsFoundWithoutLuck();
    void impossibleDataIsRefused();
    void shortSequencesStillGiveAPositive();
    void prefetchedBatchesAreTheSame();
    void manyBatchesAreHandedOver();
    void drawingKeepsItsMemory();
};

namespace {

/// `users` users with `length` training items each out of `items`, then a validation and a test day.
std::shared_ptr<const Dataset> regularData(int users, int items, int length)
{
    std::string text;
    for (int user = 0; user < users; ++user) {
        text += "u" + std::to_string(user) + ":";
        for (int i = 0; i < length; ++i)
            text += " " + std::to_string(1 + (user * 7 + i * 3) % items);
        text += " | " + std::to_string(1 + user % items) + " | " + std::to_string(1 + (user + 1) % items)
            + "\n";
    }
    return datasetFromText(text);
}

BatchParams params(std::int64_t batchSize, std::int64_t maxLength = 100)
{
    BatchParams result;
    result.batchSize = batchSize;
    result.maxLength = maxLength;
    result.seed = 5;
    return result;
}

std::vector<ItemIndex> rowOf(const RaggedHistories& histories, std::size_t row)
{
    return { histories.items.begin() + histories.offsets[row],
             histories.items.begin() + histories.offsets[row + 1] };
}

bool same(const Batch& a, const Batch& b)
{
    return a.step == b.step && a.users == b.users && a.history.items == b.history.items
        && a.history.offsets == b.history.offsets && a.positives == b.positives && a.negatives == b.negatives
        && a.future.items == b.future.items;
}

/// Pearson's statistic of counts against equal expectations.
double chiSquare(const std::vector<double>& counts)
{
    double total = 0;
    for (const double count : counts)
        total += count;
    const double expected = total / static_cast<double>(counts.size());
    double sum = 0;
    for (const double count : counts)
        sum += (count - expected) * (count - expected) / expected;
    return sum;
}

/// Code with which a log that cannot give a batch is refused, by the data set already or by the batcher.
ErrorCode refusal(const char* text)
{
    try {
        const Batcher batcher(datasetFromText(text), params(4));
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

} // namespace

void TestBatcher::rowsFollowTheRules()
{
    const auto data = regularData(60, 40, 12);
    BatchParams withFuture = params(32, 5);
    withFuture.withFuture = true;
    const Batcher batcher(data, withFuture);
    QCOMPARE(batcher.effectiveBatchSize(), 32);
    Batch batch;
    for (std::int64_t step = 1; step <= 50; ++step) {
        batcher.fill(step, batch);
        QCOMPARE(batch.users.size(), std::size_t { 32 });
        QCOMPARE(std::set<UserIndex>(batch.users.begin(), batch.users.end()).size(), std::size_t { 32 });
        QCOMPARE(batch.history.size(), 32);
        for (std::size_t row = 0; row < 32; ++row) {
            const auto items = data->train(batch.users[row]);
            const auto history = rowOf(batch.history, row);
            const auto future = rowOf(batch.future, row);
            QVERIFY(history.size() >= 3 && history.size() <= 5);
            // Items of a user are distinct here, so the cut can be read off the last history item.
            const auto last = std::find(items.begin(), items.end(), history.back());
            const auto cut = (last - items.begin()) + 1;
            QVERIFY(cut >= 3 && cut < 12);
            QVERIFY(std::equal(history.rbegin(), history.rend(), items.rend() - cut));
            QVERIFY(std::find(items.begin() + cut, items.end(), batch.positives[row]) != items.end());
            QVERIFY(std::find(items.begin(), items.end(), batch.negatives[row]) == items.end());
            QVERIFY(batch.negatives[row] >= 1 && batch.negatives[row] <= data->itemCount());
            QCOMPARE(future.size(), std::min<std::size_t>(5, 12 - static_cast<std::size_t>(cut)));
            QVERIFY(std::equal(future.begin(), future.end(), items.begin() + cut));
        }
    }
}

void TestBatcher::batchIsAPureFunctionOfTheStep()
{
    const auto data = regularData(60, 40, 12);
    const Batcher batcher(data, params(16));
    Batch early, late, again;
    batcher.fill(7, early);
    batcher.fill(8, late);
    batcher.fill(7, again);
    QVERIFY(same(early, again));
    QVERIFY(!same(early, late));
    BatchParams otherSeed = params(16);
    otherSeed.seed = 6;
    Batcher(data, otherSeed).fill(7, again);
    QVERIFY(!same(early, again));
}

void TestBatcher::nextItemTargetFollowsTheCut()
{
    const auto data = regularData(20, 40, 9);
    BatchParams next = params(20);
    next.nextItemTarget = true;
    Batch batch;
    Batcher(data, next).fill(3, batch);
    for (std::size_t row = 0; row < batch.users.size(); ++row)
        QCOMPARE(batch.positives[row], data->train(batch.users[row])[rowOf(batch.history, row).size()]);
}

void TestBatcher::longHistoriesKeepTheirEnd()
{
    const auto data = regularData(3, 300, 90);
    Batch batch;
    const Batcher batcher(data, params(3, 1));
    batcher.fill(1, batch);
    QCOMPARE(batch.history.items.size(), std::size_t { 3 });
}

void TestBatcher::fewerUsersThanTheBatchUsesAll()
{
    const auto data = regularData(5, 40, 6);
    const Batcher batcher(data, params(1024));
    QCOMPARE(batcher.effectiveBatchSize(), 5);
    Batch batch;
    batcher.fill(1, batch);
    QCOMPARE(batch.users, (std::vector<UserIndex> { 0, 1, 2, 3, 4 }));
    QCOMPARE(batch.negatives.size(), std::size_t { 5 });
}

void TestBatcher::usersAreDrawnUniformly()
{
    const auto data = regularData(50, 40, 6);
    const Batcher batcher(data, params(10));
    std::vector<double> anywhere(50), first(50);
    Batch batch;
    for (std::int64_t step = 1; step <= 5000; ++step) {
        batcher.fill(step, batch);
        for (const UserIndex user : batch.users)
            ++anywhere[static_cast<std::size_t>(user)];
        ++first[static_cast<std::size_t>(batch.users.front())];
    }
    // 49 degrees of freedom: 99.9 per cent of samples stay below 85.4. Draws without replacement vary less.
    QVERIFY2(chiSquare(anywhere) < 85.4, qPrintable(QString::number(chiSquare(anywhere))));
    QVERIFY2(chiSquare(first) < 85.4, qPrintable(QString::number(chiSquare(first))));
}

void TestBatcher::cutsAndPositivesAreUniform()
{
    const auto data = regularData(1, 40, 10);
    const Batcher batcher(data, params(1));
    const auto items = data->train(0);
    std::vector<double> cuts(7); // 3..9
    std::vector<double> afterThree(7);
    Batch batch;
    for (std::int64_t step = 1; step <= 20000; ++step) {
        batcher.fill(step, batch);
        const std::size_t cut = batch.history.items.size();
        ++cuts.at(cut - 3);
        if (cut == 3) {
            const auto place = std::find(items.begin(), items.end(), batch.positives[0]) - items.begin();
            ++afterThree.at(static_cast<std::size_t>(place) - 3);
        }
    }
    // 6 degrees of freedom: 99.9 per cent of samples stay below 22.5.
    QVERIFY2(chiSquare(cuts) < 22.5, qPrintable(QString::number(chiSquare(cuts))));
    QVERIFY2(chiSquare(afterThree) < 22.5, qPrintable(QString::number(chiSquare(afterThree))));
}

void TestBatcher::negativesAreUniformOverUnseenItems()
{
    // Twenty items, of which the second user, who is never drawn from, shows the rest.
    const auto data = datasetFromText("u1: 1 2 3 4 5 | 6 | 7\n"
                                      "u2: 6 7 8 | 9 10 11 12 13 14 15 | 16 17 18 19 20\n");
    const Batcher batcher(data, params(1));
    QCOMPARE(batcher.effectiveBatchSize(), 1);
    std::vector<double> counts(15);
    Batch batch;
    for (std::int64_t step = 1; step <= 15000; ++step) {
        batcher.fill(step, batch);
        ++counts.at(static_cast<std::size_t>(batch.negatives[0]) - 6);
    }
    // 14 degrees of freedom: 99.9 per cent of samples stay below 36.1.
    QVERIFY2(chiSquare(counts) < 36.1, qPrintable(QString::number(chiSquare(counts))));
}

void TestBatcher::oneUnseenItemIsFoundWithoutLuck()
{
    std::string text = "u1:";
    for (int item = 1; item <= 2000; ++item)
        text += item == 1234 ? "" : " " + std::to_string(item);
    text += " | 1234 | 5\n";
    const Batcher batcher(datasetFromText(text), params(1));
    Batch batch;
    for (std::int64_t step = 1; step <= 20; ++step) {
        batcher.fill(step, batch);
        QCOMPARE(batch.negatives[0], 1234);
    }
}

void TestBatcher::impossibleDataIsRefused()
{
    QCOMPARE(refusal("u1: 1 1 1 1 | 1 | 1\n"), ErrorCode::InvalidData);
    QCOMPARE(refusal("u1: 1 2 3 1 2 | 1 | 2\n"), ErrorCode::InvalidData);
}

void TestBatcher::shortSequencesStillGiveAPositive()
{
    const auto data = datasetFromText("u1: 1 2 | 3 | 4\nu2: 5 | 6 | 7\nu3: 2 3 4 | 6 | 7\n", 1);
    const Batcher batcher(data, params(8));
    QCOMPARE(batcher.effectiveBatchSize(), 2);
    Batch batch;
    batcher.fill(1, batch);
    QCOMPARE(rowOf(batch.history, 0), (std::vector<ItemIndex> { data->train(0)[0] }));
    QCOMPARE(batch.positives[0], data->train(0)[1]);
}

void TestBatcher::prefetchedBatchesAreTheSame()
{
    const auto data = regularData(60, 40, 12);
    const Batcher batcher(data, params(16));
    BatchPrefetcher prefetcher(batcher);
    Batch expected;
    for (const std::int64_t step : { 1, 2, 3, 10, 11, 4, 5, 5, 6 }) {
        batcher.fill(step, expected);
        QVERIFY(same(prefetcher.take(step), expected));
    }
}

/// Both sides wait for each other in turn: one lost wake-up and this stands still.
void TestBatcher::manyBatchesAreHandedOver()
{
    const auto data = regularData(8, 12, 6);
    const Batcher batcher(data, params(4));
    for (int round = 0; round < 20; ++round) {
        BatchPrefetcher prefetcher(batcher);
        for (std::int64_t step = 1; step <= 2000; ++step)
            QCOMPARE(prefetcher.take(step).positives.size(), std::size_t { 4 });
        if (round % 2)
            prefetcher.take(7); // out of order, and destroyed while the next one is drawn
    }
}

void TestBatcher::drawingKeepsItsMemory()
{
    const auto data = regularData(1500, 1000, 60);
    const Batcher batcher(data, params(1024));
    Batch batch;
    std::int64_t step = 0;
    while (step < 20)
        batcher.fill(++step, batch);
    const auto* const memory = batch.history.items.data();
    const std::size_t room = batch.history.items.capacity();
    batcher.fill(1, batch);
    QVERIFY(batch.history.items.data() == memory && batch.history.items.capacity() == room);
}

OPAL_TEST(TestBatcher)
#include "tst_batcher.moc"
