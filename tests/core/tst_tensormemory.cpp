// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <limits>
#include <memory>
#include <new>
#include <thread>

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/data/synth.h"
#include "core/training/tensormemory.h"
#include "core/training/trainer.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr std::int64_t large = 4 << 20; ///< floats of a tensor that is worth keeping

class Losses final : public TrainObserver
{
public:
    void onStep(const StepReport& report) override { values.push_back(report.terms.front().second); }

    std::vector<double> values;
};

} // namespace

/// Freed tensors wait for the next of their size while a training lasts, and not a moment longer.
class TestTensorMemory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { installTensorMemory(); }

    void nothingIsKeptOutsideOfATraining()
    {
        torch::empty({ large });
        QCOMPARE(keptTensorMemory(), std::size_t { 0 });
    }

    void aFreedBlockIsUsedAgain()
    {
        const TensorMemoryReuse reuse;
        void* first = nullptr;
        {
            const torch::Tensor tensor = torch::ones({ large });
            first = tensor.data_ptr();
        }
        QVERIFY(keptTensorMemory() >= large * sizeof(float));
        // A little shorter, as the next batch is.
        const torch::Tensor next = torch::zeros({ large - large / 20 });
        QCOMPARE(next.data_ptr(), first);
        QCOMPARE(keptTensorMemory(), std::size_t { 0 });
        QCOMPARE(next.sum().item<float>(), 0.0F);
    }

    void smallBlocksAreNotKept()
    {
        const TensorMemoryReuse reuse;
        torch::empty({ 1000 });
        torch::empty({ 0 });
        QCOMPARE(keptTensorMemory(), std::size_t { 0 });
    }

    void blocksAreAligned()
    {
        const TensorMemoryReuse reuse;
        for (const std::int64_t count : { 1, 3, 17, 1000, 262143, 262144, 262145, 3000001 })
            QCOMPARE(reinterpret_cast<std::uintptr_t>(torch::empty({ count }).data_ptr()) % 64,
                     std::uintptr_t { 0 });
    }

    void theLastOneGivesAllBack()
    {
        auto outer = std::make_unique<TensorMemoryReuse>();
        {
            const TensorMemoryReuse inner;
            torch::empty({ large });
        }
        QVERIFY(keptTensorMemory() > 0);
        outer.reset();
        QCOMPARE(keptTensorMemory(), std::size_t { 0 });
    }

    void noMoreThanAGigabyteIsKept()
    {
        const TensorMemoryReuse reuse;
        std::vector<torch::Tensor> tensors;
        for (int i = 0; i < 80; ++i)
            tensors.push_back(torch::empty({ large })); // 16 MB each, never touched
        std::size_t most = 0;
        while (!tensors.empty()) {
            tensors.pop_back();
            most = std::max(most, keptTensorMemory());
        }
        QVERIFY(most <= std::size_t { 1 } << 30U);
        QVERIFY(most > std::size_t { 1 } << 29U);
    }

    void rawBlocksAreGivenBack()
    {
        const TensorMemoryReuse reuse;
        c10::Allocator* const allocator = c10::GetAllocator(c10::DeviceType::CPU);
        allocator->raw_deallocate(allocator->raw_allocate(large));
        QVERIFY(keptTensorMemory() >= large);
    }

    void tooLargeATensorIsRefused()
    {
        QVERIFY_EXCEPTION_THROWN(torch::empty({ std::int64_t { 1 } << 60 }), std::bad_alloc);
    }

    void threadsShareTheBlocks()
    {
        std::atomic<int> wrong { 0 };
        std::vector<std::thread> threads;
        for (int number = 1; number <= 4; ++number) {
            threads.emplace_back([number, &wrong] {
                for (int round = 0; round < 20; ++round) {
                    const TensorMemoryReuse reuse;
                    const torch::Tensor tensor
                        = torch::full({ large / 8 + 1000 * round }, static_cast<float>(number));
                    if (tensor.min().item<float>() != static_cast<float>(number)
                        || tensor.max().item<float>() != static_cast<float>(number))
                        ++wrong;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(keptTensorMemory(), std::size_t { 0 });
    }

    void whatABlockHeldBeforeChangesNothing()
    {
        const std::vector<double> clean = lossesOfATraining();
        QVERIFY(clean.size() == 3);
        QCOMPARE(keptTensorMemory(), std::size_t { 0 });

        const TensorMemoryReuse reuse;
        for (std::int64_t count = large / 16; count <= large; count += large / 16) {
            const torch::Tensor one = torch::full({ count }, std::numeric_limits<float>::quiet_NaN());
            const torch::Tensor another = torch::full_like(one, std::numeric_limits<float>::quiet_NaN());
        }
        QVERIFY(keptTensorMemory() > 0);
        QCOMPARE(lossesOfATraining(), clean);
    }

private:
    static std::vector<double> lossesOfATraining()
    {
        SynthParams synth;
        synth.users = 120;
        synth.items = 200;
        synth.interactions = 5000;
        QTemporaryDir folder;
        TrainPlan plan;
        plan.model = "dssrec";
        plan.runFolder = folder.filePath(QStringLiteral("run")).toStdString();
        plan.threads = 1;
        plan.params = paramsOf("dssrec",
                               { { "interests", "2" },
                                 { "batch_size", "64" },
                                 { "steps_per_epoch", "3" },
                                 { "max_epochs", "1" } });
        Losses losses;
        train(synthesiseDataset(synth, {}, {}), plan, losses, {});
        return losses.values;
    }
};

OPAL_TEST(TestTensorMemory)
#include "tst_tensormemory.moc"
