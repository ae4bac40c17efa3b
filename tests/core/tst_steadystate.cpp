// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>

#include <QTemporaryDir>
#include <QTest>

#include "core/data/batcher.h"
#include "core/data/synth.h"
#include "core/models/opal.h"
#include "core/training/batchprefetcher.h"
#include "core/training/optimiser.h"
#include "core/training/trainer.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

/// Every allocation of the process goes through here, so that a step which quietly starts to allocate is
/// seen.
namespace {

std::atomic<std::int64_t> blocks { 0 };

void count()
{
    blocks.fetch_add(1, std::memory_order_relaxed);
}

} // namespace

// NOLINTBEGIN: the names are glibc's
extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t items, std::size_t bytes);
void* __libc_realloc(void* block, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);

void* malloc(std::size_t bytes) noexcept
{
    count();
    return __libc_malloc(bytes);
}

void* calloc(std::size_t items, std::size_t bytes) noexcept
{
    count();
    return __libc_calloc(items, bytes);
}

void* realloc(void* block, std::size_t bytes) noexcept
{
    count();
    return __libc_realloc(block, bytes);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t bytes) noexcept
{
    count();
    *block = __libc_memalign(alignment, bytes);
    return *block ? 0 : ENOMEM;
}

void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept
{
    count();
    return __libc_memalign(alignment, bytes);
}
}
// NOLINTEND

using namespace opal;

namespace {

/// How much was allocated from one step to the next, by whatever thread.
class StepCounter final : public TrainObserver
{
public:
    StepCounter() { blocksOfStep.reserve(1000); }

    void onStep(const StepReport&) override
    {
        const std::int64_t now = blocks;
        blocksOfStep.push_back(now - m_before);
        m_before = now;
    }

    std::vector<std::int64_t> blocksOfStep;

private:
    std::int64_t m_before = 0;
};

} // namespace

class TestSteadyState final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void theCounterSeesTensors()
    {
        const std::int64_t before = blocks;
        const torch::Tensor tensor = torch::zeros({ 64, 64 });
        QVERIFY(tensor.defined());
        QVERIFY(blocks > before);
    }

    void aStepAllocatesNothing_data() { stages(); }

    void aStepAllocatesNothing()
    {
        QFETCH(const QString, stage);
        const auto data = someData();
        auto model = makeOpal(data->itemCount());
        model->setStage(stage.toStdString());
        BatchParams batches;
        batches.batchSize = 256;
        batches.maxLength = 100;
        batches.seed = 3;
        BatchPrefetcher prefetcher { Batcher(data, batches) };
        Optimiser optimiser(*model, {});
        RowGradients rows;
        const auto run = [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t step = first; step <= last; ++step) {
                const Batch& batch = prefetcher.take(step);
                QVERIFY(!model->lossAndGradients(batch, rows).empty());
                optimiser.step(rows);
            }
        };
        // Room grows with the largest batch so far, so the same batches come twice.
        run(1, 40);
        const std::int64_t before = blocks;
        run(1, 40);
        QCOMPARE(blocks.load(), before);
    }

    void aTrainingAllocatesNothingBetweenItsEvaluations_data() { stages(); }

    void aTrainingAllocatesNothingBetweenItsEvaluations()
    {
        QFETCH(const QString, stage);
        QTemporaryDir folder;
        TrainPlan plan;
        plan.runFolder = folder.filePath(QStringLiteral("run")).toStdString();
        plan.threads = 1;
        plan.params = paramsOf("opal",
                               { { "stages", stage.toStdString() },
                                 { "batch_size", "256" },
                                 { "steps_per_epoch", "60" },
                                 { "max_epochs", "1" } });
        StepCounter counter;
        train(someData(), plan, counter, {});
        // A batch longer than all before still makes room, so the last steps are asked, and most of them.
        const auto quiet
            = std::count(counter.blocksOfStep.end() - 30, counter.blocksOfStep.end(), std::int64_t { 0 });
        qInfo("%s: %d of the last 30 steps allocate nothing", qPrintable(stage), static_cast<int>(quiet));
        QVERIFY(quiet >= 24);
    }

private:
    static void stages()
    {
        QTest::addColumn<QString>("stage");
        QTest::newRow("soft") << QStringLiteral("soft");
        QTest::newRow("hard") << QStringLiteral("hard");
    }

    static std::shared_ptr<const Dataset> someData()
    {
        SynthParams synth;
        synth.users = 1500;
        return synthesiseDataset(synth, {}, {});
    }

    static std::shared_ptr<Opal> makeOpal(std::int64_t items)
    {
        const ParamMap params = paramsOf("opal", { { "interests", "4" }, { "kernels", "fused" } });
        auto model = std::make_shared<Opal>(OpalOptions::from(params), items);
        model->initialise(9);
        model->project();
        return model;
    }
};

OPAL_TEST(TestSteadyState)
#include "tst_steadystate.moc"
