#include <atomic>
#include <cerrno>
#include <cstdlib>

#include <QTest>

#include "core/data/batcher.h"
#include "core/data/synth.h"
#include "core/models/opal.h"
#include "core/training/batchprefetcher.h"
#include "core/training/optimiser.h"
#include "tests/support/modeltesting.h"

/// Every allocation of the process goes through here, so that a step which quietly starts to allocate is
/// seen.
namespace {

constexpr std::size_t bufferBytes = 4096;
std::atomic<std::int64_t> buffers { 0 }; ///< allocations of at least a page
std::atomic<std::int64_t> blocks { 0 };

void count(std::size_t bytes)
{
    blocks.fetch_add(1, std::memory_order_relaxed);
    if (bytes >= bufferBytes)
        buffers.fetch_add(1, std::memory_order_relaxed);
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
    count(bytes);
    return __libc_malloc(bytes);
}

void* calloc(std::size_t items, std::size_t bytes) noexcept
{
    count(items * bytes);
    return __libc_calloc(items, bytes);
}

void* realloc(void* block, std::size_t bytes) noexcept
{
    count(bytes);
    return __libc_realloc(block, bytes);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t bytes) noexcept
{
    count(bytes);
    *block = __libc_memalign(alignment, bytes);
    return *block ? 0 : ENOMEM;
}

void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept
{
    count(bytes);
    return __libc_memalign(alignment, bytes);
}
}
// NOLINTEND

using namespace opal;

class TestSteadyState final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void theCounterSeesBuffers()
    {
        const std::int64_t before = buffers;
        const torch::Tensor tensor = torch::zeros({ 64, 64 });
        QVERIFY(tensor.defined());
        QVERIFY(buffers > before);
    }

    void aStepAllocatesNoBuffer_data()
    {
        QTest::addColumn<QString>("stage");
        QTest::newRow("soft") << QStringLiteral("soft");
        QTest::newRow("hard") << QStringLiteral("hard");
    }

    void aStepAllocatesNoBuffer()
    {
        QFETCH(const QString, stage);
        SynthParams synth;
        synth.users = 1500;
        const auto data = synthesiseDataset(synth, {}, {});
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
        // Buffers grow with the largest batch so far, so the same batches come twice.
        run(1, 40);
        const std::int64_t buffersBefore = buffers;
        const std::int64_t blocksBefore = blocks;
        run(1, 40);
        qInfo("%s: %.1f small blocks a step", qPrintable(stage),
              static_cast<double>(blocks - blocksBefore) / 40);
        QCOMPARE(buffers.load(), buffersBefore);
    }

private:
    static std::shared_ptr<Opal> makeOpal(std::int64_t items)
    {
        const ParamMap params = paramsOf("opal", { { "interests", "4" }, { "kernels", "fused" } });
        auto model = std::make_shared<Opal>(OpalOptions::from(params), items);
        model->initialise(9);
        model->project();
        return model;
    }
};

QTEST_GUILESS_MAIN(TestSteadyState)
#include "tst_steadystate.moc"
