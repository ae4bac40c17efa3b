// SPDX-License-Identifier: GPL-3.0-or-later
#include <omp.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/libraryfunction.h"
#include "core/base/threads.h"
#include "core/data/synth.h"
#include "core/training/trainer.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// 1e-40: less than a normal float.
float denormal()
{
    volatile float small = 1e-20F;
    return small * small;
}

/// How many of the threads keep denormal numbers.
int threadsWithDenormals()
{
    int count = 0;
#pragma omp parallel reduction(+ : count)
    count += denormal() != 0 ? 1 : 0;
    return count;
}

class DenormalSeeker final : public TrainObserver
{
public:
    void onStep(const StepReport&) override
    {
        ++steps;
        found += threadsWithDenormals();
        // Large enough to be divided among the threads of OpenBLAS.
        const torch::Tensor small = torch::full({ 512, 512 }, 1e-22F);
        // Counted as bits: this thread would read a denormal number as zero.
        found += static_cast<int>(
            torch::mm(small, small).view(torch::kInt32).count_nonzero().item<std::int64_t>());
    }

    int steps = 0;
    int found = 0;
};

std::shared_ptr<const Dataset> smallData()
{
    SynthParams synth;
    synth.users = 60;
    synth.items = 80;
    synth.interactions = 1500;
    return synthesiseDataset(synth, {}, {});
}

TrainPlan smallPlan(const QTemporaryDir& folder, int threads)
{
    TrainPlan plan;
    plan.params
        = paramsOf("opal", { { "batch_size", "8" }, { "steps_per_epoch", "1" }, { "max_epochs", "1" } });
    plan.runFolder = folder.filePath(QStringLiteral("run")).toStdString();
    plan.threads = threads;
    return plan;
}

} // namespace

/// A training uses as many threads as it was told to, matrix products included.
class TestThreads final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void threadsReachTheMatrixProducts()
    {
        const auto counter = libraryFunction<int()>("openblas_get_num_threads");
        QVERIFY2(counter, "the tests want OpenBLAS behind LibTorch");
        const auto data = smallData();
        for (const int threads : { 2, 1 }) {
            const QTemporaryDir folder;
            TrainObserver nobody;
            train(data, smallPlan(folder, threads), nobody, {});
            QCOMPARE(at::get_num_threads(), threads);
            QCOMPARE(counter(), threads);
        }
    }

    void aTrainingComputesWithoutDenormals()
    {
#ifndef __x86_64__
        QSKIP("Denormal numbers are flushed on x86-64 processors only.");
#endif
        flushDenormalsInMatrixProducts();
        const QTemporaryDir folder;
        omp_set_num_threads(2);
        QCOMPARE(threadsWithDenormals(), 2);
        DenormalSeeker seeker;
        train(smallData(), smallPlan(folder, 2), seeker, {});
        QVERIFY(seeker.steps > 0);
        QCOMPARE(seeker.found, 0);
        // What comes after it is as before.
        QCOMPARE(threadsWithDenormals(), 2);
    }
};

OPAL_TEST(TestThreads)
#include "tst_threads.moc"
