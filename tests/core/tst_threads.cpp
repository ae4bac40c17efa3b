#include <dlfcn.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/data/synth.h"
#include "core/training/trainer.h"
#include "tests/support/modeltesting.h"

using namespace opal;

/// A training uses as many threads as it was told to, matrix products included.
class TestThreads final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void threadsReachTheMatrixProducts()
    {
        using Counter = int (*)();
        const auto counter = reinterpret_cast<Counter>(::dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
        QVERIFY2(counter, "the tests want OpenBLAS behind LibTorch");
        SynthParams synth;
        synth.users = 60;
        synth.items = 80;
        synth.interactions = 1500;
        const auto data = synthesiseDataset(synth, {}, {});
        for (const int threads : { 2, 1 }) {
            const QTemporaryDir folder;
            TrainPlan plan;
            plan.params = paramsOf(
                "opal", { { "batch_size", "8" }, { "steps_per_epoch", "1" }, { "max_epochs", "1" } });
            plan.runFolder = folder.filePath(QStringLiteral("run")).toStdString();
            plan.threads = threads;
            TrainObserver nobody;
            train(data, plan, nobody, {});
            QCOMPARE(at::get_num_threads(), threads);
            QCOMPARE(counter(), threads);
        }
    }
};

QTEST_GUILESS_MAIN(TestThreads)
#include "tst_threads.moc"
