// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <functional>
#include <omp.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/models/registry.h"
#include "core/training/trainsession.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"
#include "tests/support/toymodel.h"

using namespace opal;

namespace {

std::shared_ptr<const Dataset> toyData()
{
    static const auto data = [] {
        std::string text;
        for (int user = 0; user < 40; ++user) {
            text += "u" + std::to_string(user) + ":";
            for (int i = 0; i < 8; ++i)
                text += " " + std::to_string(1 + (user * 5 + i * 3 + i * i) % 30);
            text += " | " + std::to_string(1 + (user * 5 + 24) % 30) + " | " + std::to_string(1 + user % 30)
                + "\n";
        }
        return datasetFromText(text);
    }();
    return data;
}

/// Asks for a pause or a stop after chosen steps.
struct Watcher final : TrainObserver
{
    void onStep(const StepReport& report) override
    {
        steps.push_back(report);
        if (report.step == pauseAt)
            request = TrainRequest::Pause;
        if (report.step == stopAt)
            stop.request_stop();
    }

    TrainRequest takeRequest() override { return std::exchange(request, TrainRequest::None); }

    std::vector<StepReport> steps;
    TrainRequest request = TrainRequest::None;
    std::int64_t pauseAt = 0, stopAt = 0;
    std::stop_source stop;
};

/// A run of the toy model that can be paused, stopped and resumed with other parameters.
struct Run
{
    Run()
    {
        plan.model = "toy";
        plan.params = ParamMap(findModel("opal").params);
        plan.params.set("batch_size", std::int64_t { 16 });
        plan.params.set("steps_per_epoch", std::int64_t { 5 });
        plan.params.set("learning_rate", 0.01);
        plan.runFolder = folder.path().toStdString() + "/run";
        plan.checkpointSeconds = 0; // best files and last files of every step
    }

    /// Goes on until `pauseAt`, or until it is stopped at `stopAt`, or to its end.
    void go(std::int64_t pauseAt, std::int64_t stopAt = 0)
    {
        Watcher watcher;
        watcher.pauseAt = pauseAt;
        watcher.stopAt = stopAt;
        ToyModel model(toyData()->itemCount(), 3, 6);
        const auto evaluate = [](Recommender& evaluated, Split) {
            MetricSet metrics;
            metrics.users = 1;
            metrics.values["recall"][200] = evaluated.itemTable().abs().mean().item<double>();
            return metrics;
        };
        try {
            TrainSession(toyData(), plan, model, evaluate, watcher, watcher.stop.get_token()).run();
        } catch (const Cancelled&) {
        }
        plan.resume = true;
        steps = watcher.steps;
    }

    void change(std::int64_t step, double rate)
    {
        plan.changes.push_back(
            { step, "learning_rate", paramText(plan.params.real("learning_rate")), paramText(rate), 0 });
        plan.params.set("learning_rate", rate);
    }

    std::string finalBytes() const
    {
        std::ifstream stream(finalFile(plan.runFolder), std::ios::binary);
        return { std::istreambuf_iterator<char>(stream), {} };
    }

    QTemporaryDir folder;
    TrainPlan plan;
    std::vector<StepReport> steps; ///< of the last go()
};

std::optional<ErrorCode> failureOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

} // namespace

/// Parameters that change while a run is paused: the change counts, nothing else is allowed, and every way to
/// the end gives the same bits.
class TestParamChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { omp_set_num_threads(1); }

    void theNewRateCountsFromTheNextStep()
    {
        Run run;
        run.go(12);
        run.change(12, 0.002);
        run.go(0);
        QCOMPARE(run.steps.front().step, std::int64_t { 13 });
        QCOMPARE(run.steps.front().learningRate, 0.002);
        Run unchanged;
        unchanged.go(0);
        QVERIFY(!run.finalBytes().empty());
        QVERIFY(run.finalBytes() != unchanged.finalBytes());
    }

    void interruptionsAfterAChangeDoNotMatter()
    {
        Run calm;
        calm.go(12);
        calm.change(12, 0.002);
        calm.go(0);
        for (const std::int64_t stopAt : { 13, 15, 17, 20, 31 }) {
            Run rough;
            rough.go(12);
            rough.change(12, 0.002);
            rough.go(0, stopAt);
            rough.go(0);
            QVERIFY2(rough.finalBytes() == calm.finalBytes(), qPrintable(QString::number(stopAt)));
        }
    }

    void aChangeAndItsUndoingAtOneStepAreNone()
    {
        Run calm;
        calm.go(12);
        calm.go(0);
        Run run;
        run.go(12);
        run.change(12, 0.002);
        run.change(12, 0.01);
        run.go(0);
        QVERIFY(run.finalBytes() == calm.finalBytes());
    }

    void severalChangesAreAllowed()
    {
        Run run;
        run.go(7); // before the best file of step 10
        run.change(7, 0.02);
        run.go(16); // its best file is older than the next change
        run.change(16, 0.005);
        run.go(0);
        QVERIFY(!run.finalBytes().empty());
    }

    void whatIsNotRecordedIsRefused()
    {
        Run run;
        run.go(12);
        const TrainPlan paused = run.plan;
        run.plan.params.set("learning_rate", 0.002);
        QCOMPARE(failureOf([&] { run.go(0); }), std::optional(ErrorCode::InvalidCheckpoint));

        run.plan = paused;
        run.plan.resume = true;
        run.change(13, 0.002); // after the checkpoint: the weights could not know of it
        run.plan.changes.back().before = "0.5";
        QCOMPARE(failureOf([&] { run.go(0); }), std::optional(ErrorCode::InvalidCheckpoint));

        run.plan = paused;
        run.plan.resume = true;
        run.change(11, 0.002); // before the checkpoint: its weights were made with the old rate
        QCOMPARE(failureOf([&] { run.go(0); }), std::optional(ErrorCode::InvalidCheckpoint));

        run.plan = paused;
        run.plan.resume = true;
        run.change(12, 0.002);
        run.plan.params.set("seed", std::int64_t { 5 }); // hides behind an allowed change
        QCOMPARE(failureOf([&] { run.go(0); }), std::optional(ErrorCode::InvalidCheckpoint));
    }

    void onlyWhatSteersTheOptimiserIsChangeable()
    {
        QStringList keys;
        for (const ParamSpec& spec : findModel("opal").params)
            if (spec.changeable)
                keys << QString::fromStdString(spec.key);
        keys.sort();
        QCOMPARE(keys.join(u','), QStringLiteral("lambda_orth,lambda_unif,lambda_unique,learning_rate"));
    }
};

OPAL_TEST(TestParamChanges)
#include "tst_paramchanges.moc"
