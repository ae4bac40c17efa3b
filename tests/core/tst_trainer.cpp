// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <omp.h>
#include <sstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/models/registry.h"
#include "core/training/trainsession.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"
#include "tests/support/toymodel.h"

using namespace opal;
namespace fs = std::filesystem;

/// The stage controller with a toy model: stages, requests, and that no interruption changes the result.
class TestTrainer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bothStagesRunUntilPatienceIsSpent();
    void bestStageIsKeptIfAskedFor();
    void improvementIsStrict();
    void capEndsAStage();
    void hardStartsFromTheBestSoftWeights();
    void pauseAndResumeChangeNothing();
    void cancelAtAnyStepChangesNothing();
    void crashBetweenFilesChangesNothing();
    void periodicCheckpointsChangeNothing();
    void cancelledEvaluationIsRepeated();
    void stopKeepBestFinishesAtOnce();
    void stopBeforeAnyEvaluationEvaluates();
    void stopAfterEvaluationFinishesThere();
    void stopBetweenEvaluationAndNextStepIsAtOnce();
    void nextStageLeavesTheStage();
    void nextStageFromTheLastStageFinishes();
    void endedRunsOnlyFinishAgain();
    void brokenTermIsNamed();
    void divergenceIsNoticed();
    void foreignCheckpointIsNotResumed();
    void checkpointOfAnEarlierReleaseIsResumed();
    void unusableDataIsRefused();
    void trainedOpalLoads();
    void resumedModelIsByteIdentical_data();
    void resumedModelIsByteIdentical();
};

namespace {

constexpr int stepsPerEpoch = 5;

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

/// Records everything and does what the test asks at chosen steps.
class Recorder final : public TrainObserver
{
public:
    void onStage(const std::string& stage, std::int64_t step) override { stages.emplace_back(stage, step); }

    void onStep(const StepReport& report) override
    {
        steps.push_back(report);
        if (afterStep)
            afterStep(report.step);
    }

    void onEvaluation(const EvaluationReport& report) override
    {
        evaluations.push_back(report);
        if (afterEvaluation)
            afterEvaluation(report);
    }

    void onEvent(const RunEvent& event) override
    {
        events.push_back(event.kind);
        lastEvent = event;
    }

    void onCheckpoint(std::int64_t step) override
    {
        checkpoints.push_back(step);
        if (afterCheckpoint)
            afterCheckpoint(step);
    }

    TrainRequest takeRequest() override { return std::exchange(request, TrainRequest::None); }

    TrainRequest request = TrainRequest::None;
    std::function<void(std::int64_t)> afterStep, afterCheckpoint;
    std::function<void(const EvaluationReport&)> afterEvaluation;
    std::vector<std::pair<std::string, std::int64_t>> stages;
    std::vector<StepReport> steps;
    std::vector<EvaluationReport> evaluations;
    std::vector<std::string> events;
    RunEvent lastEvent;
    std::vector<std::int64_t> checkpoints;
};

/// Stands for a kill: nothing of ours may run after it.
struct Killed
{
};

/// A pseudo-random Recall@200 that depends on every bit of the weights.
MetricSet weightMetric(Recommender& model, Split)
{
    std::uint32_t hash = 17;
    const auto* const bits = reinterpret_cast<const std::uint32_t*>(model.itemTable().data_ptr<float>());
    for (std::int64_t i = 0; i < model.itemTable().numel(); ++i)
        hash = hash * 16777619U ^ bits[i];
    MetricSet metrics;
    metrics.users = 1;
    metrics.values["recall"][200] = static_cast<double>(hash >> 8U) * 0x1p-24;
    return metrics;
}

class Session
{
public:
    explicit Session(std::int64_t maxEpochs = 12)
        : m_maxEpochs(maxEpochs)
    {
        plan.model = "toy";
        plan.params = ParamMap(findModel("opal").params);
        plan.params.set("batch_size", std::int64_t { 16 });
        plan.params.set("steps_per_epoch", std::int64_t { stepsPerEpoch });
        plan.params.set("learning_rate", 0.01);
        plan.params.set("keep_stage", std::string("last"));
        plan.runFolder = (fs::path(m_folder.path().toStdString()) / "run").string();
        plan.checkpointSeconds = 1e9;
    }

    TrainResult run(bool resume = false)
    {
        ToyModel model(toyData()->itemCount(), 3, m_maxEpochs);
        model.breakAt = breakAt;
        plan.resume = resume;
        return TrainSession(toyData(), plan, model, evaluate, recorder, stop.get_token()).run();
    }

    std::string finalBytes() const
    {
        std::ifstream stream(finalFile(plan.runFolder), std::ios::binary);
        return { std::istreambuf_iterator<char>(stream), {} };
    }

    TrainPlan plan;
    Recorder recorder;
    std::stop_source stop;
    TrainSession::Evaluate evaluate = weightMetric;
    std::int64_t breakAt = 0;

private:
    QTemporaryDir m_folder;
    std::int64_t m_maxEpochs;
};

/// What an undisturbed training gives.
struct Reference
{
    std::string bytes;
    std::int64_t steps = 0;
};

const Reference& reference()
{
    static const Reference made = [] {
        Session session;
        const TrainResult result = session.run();
        return Reference { session.finalBytes(), result.steps };
    }();
    return made;
}

/// Evaluations with the given Recall@200 one after the other.
TrainSession::Evaluate scripted(std::vector<double> values)
{
    return [values = std::move(values), next = std::size_t { 0 }](Recommender&, Split split) mutable {
        MetricSet metrics;
        metrics.values["recall"][200] = split == Split::Test ? 0.5 : values.at(next++);
        return metrics;
    };
}

std::optional<std::pair<ErrorCode, std::string>> failureOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return std::pair { error.code(), error.detail() };
    }
    return std::nullopt;
}

} // namespace

void TestTrainer::initTestCase()
{
    // Four-dimensional rows leave nothing to share out.
    omp_set_num_threads(1);
}

void TestTrainer::bothStagesRunUntilPatienceIsSpent()
{
    Session session(0);
    session.evaluate = scripted({ 0.1, 0.3, 0.2, 0.2, 0.2, 0.05, 0.04, 0.06, 0.01, 0.01, 0.01 });
    const TrainResult result = session.run();
    QCOMPARE(result.end, TrainEnd::Finished);
    QCOMPARE(result.steps, std::int64_t { 11 * stepsPerEpoch });
    QCOMPARE(result.bestEpoch, (std::map<std::string, std::int64_t> { { "soft", 2 }, { "hard", 3 } }));
    QCOMPARE(result.bestMetric.at("soft"), 0.3);
    QCOMPARE(result.bestMetric.at("hard"), 0.06);
    QCOMPARE(result.finalStage, std::string("hard"));
    QCOMPARE(result.test.of("recall").at(200), 0.5);
    const std::vector<std::pair<std::string, std::int64_t>> stages { { "soft", 0 },
                                                                     { "hard", 5 * stepsPerEpoch } };
    QCOMPARE(session.recorder.stages, stages);
    QCOMPARE(session.recorder.events, (std::vector<std::string> { "started", "stage", "stage", "finished" }));
    QCOMPARE(session.recorder.steps.size(), std::size_t { 11 * stepsPerEpoch });
    QCOMPARE(session.recorder.evaluations.at(4).bad, 3);
    QCOMPARE(session.recorder.evaluations.at(4).patience, 3);
    QVERIFY(session.recorder.steps.at(4).terms.front().second
            < session.recorder.steps.front().terms.front().second);
}

void TestTrainer::bestStageIsKeptIfAskedFor()
{
    for (const double hard : { 0.29, 0.3, 0.31 }) {
        Session session(0);
        session.plan.params.set("keep_stage", std::string("best"));
        session.evaluate = scripted({ 0.3, 0.2, 0.2, 0.2, hard, 0.04, 0.06, 0.01 });
        const TrainResult result = session.run();
        const std::string kept = hard < 0.3 ? "soft" : "hard"; // of equals the later one
        QCOMPARE(result.finalStage, kept);
        QCOMPARE(session.recorder.lastEvent.kind, std::string("finished"));
        QCOMPARE(session.recorder.lastEvent.stage, kept);
        const Checkpoint final = loadCheckpoint(finalFile(session.plan.runFolder));
        QCOMPARE(final.state.stage, kept);
        const Checkpoint last = loadCheckpoint(lastFile(session.plan.runFolder));
        const Checkpoint best
            = loadCheckpoint(bestFile(session.plan.runFolder, kept, last.state.best.at(kept)));
        QVERIFY(torch::equal(final.weights.at("items"), best.weights.at("items")));
    }
}

void TestTrainer::improvementIsStrict()
{
    Session session(0);
    session.evaluate = scripted({ 0.2, 0.2, 0.2, 0.2, 0.0, 0.0, 0.0, 0.0 });
    const TrainResult result = session.run();
    QCOMPARE(result.bestEpoch, (std::map<std::string, std::int64_t> { { "soft", 1 }, { "hard", 1 } }));
}

void TestTrainer::capEndsAStage()
{
    Session session(2);
    session.evaluate = scripted({ 0.1, 0.2, 0.3, 0.4 });
    QCOMPARE(session.run().steps, std::int64_t { 4 * stepsPerEpoch });
}

void TestTrainer::hardStartsFromTheBestSoftWeights()
{
    Session session(0);
    std::map<std::string, torch::Tensor> best;
    session.evaluate = [&, evaluate = scripted({ 0.9, 0.1, 0.1, 0.1 })](Recommender& model, Split split) {
        if (best.empty())
            best = { { "items", model.itemTable().clone() } };
        return evaluate(model, split);
    };
    session.recorder.afterCheckpoint = [&](std::int64_t step) {
        if (step == 4 * stepsPerEpoch && session.recorder.stages.size() == 2)
            throw Killed();
    };
    QVERIFY_EXCEPTION_THROWN(session.run(), Killed);
    const Checkpoint last = loadCheckpoint(lastFile(session.plan.runFolder));
    QCOMPARE(last.state.stage, std::string("hard"));
    QCOMPARE(last.state.stageStep, 0);
    QVERIFY(torch::equal(last.weights.at("items"), best.at("items")));
    QCOMPARE(last.moments.at("adam.second.items").abs().max().item<double>(), 0.0);
}

void TestTrainer::pauseAndResumeChangeNothing()
{
    for (const std::int64_t at :
         { std::int64_t { 1 }, std::int64_t { stepsPerEpoch }, std::int64_t { 17 } }) {
        Session session;
        session.recorder.afterStep = [&](std::int64_t step) {
            if (step == at)
                session.recorder.request = TrainRequest::Pause;
        };
        const TrainResult paused = session.run();
        QCOMPARE(paused.end, TrainEnd::Paused);
        QCOMPARE(paused.steps, at);
        QCOMPARE(session.recorder.events.back(), std::string("pause"));
        QCOMPARE(session.recorder.checkpoints.back(), at);
        const TrainResult result = session.run(true);
        QCOMPARE(result.end, TrainEnd::Finished);
        QCOMPARE(result.steps, reference().steps);
        QVERIFY(session.finalBytes() == reference().bytes);
    }
}

void TestTrainer::cancelAtAnyStepChangesNothing()
{
    QVERIFY(!reference().bytes.empty());
    for (std::int64_t at = 1; at <= reference().steps; at += 7) {
        Session session;
        session.recorder.afterStep = [&](std::int64_t step) {
            if (step == at)
                session.stop.request_stop();
        };
        QVERIFY_EXCEPTION_THROWN(session.run(), Cancelled);
        QCOMPARE(session.recorder.checkpoints.back(), at);
        session.stop = {};
        session.recorder.afterStep = nullptr;
        session.run(true);
        QVERIFY2(session.finalBytes() == reference().bytes, qPrintable(QString::number(at)));
    }
}

void TestTrainer::crashBetweenFilesChangesNothing()
{
    // Kills right after a best file is written and reported, before `last` knows of it, and after any other
    // checkpoint; again and again until the training gets through.
    for (const bool beforeLast : { true, false }) {
        Session session;
        int kills = 0;
        std::size_t calls = 0;
        const auto kill = [&] {
            if (++calls % 2 == 0 && kills < 12) {
                ++kills;
                throw Killed();
            }
        };
        if (beforeLast)
            session.recorder.afterEvaluation = [&](const EvaluationReport&) { kill(); };
        else
            session.recorder.afterCheckpoint = [&](std::int64_t) { kill(); };
        for (bool resume = false, done = false; !done; resume = true) {
            try {
                session.run(resume);
                done = true;
            } catch (const Killed&) {
            }
        }
        QVERIFY(kills > 2);
        QVERIFY(session.finalBytes() == reference().bytes);
    }
}

void TestTrainer::periodicCheckpointsChangeNothing()
{
    Session session;
    session.plan.checkpointSeconds = 0;
    session.run();
    QVERIFY(session.recorder.checkpoints.size() > static_cast<std::size_t>(reference().steps));
    QVERIFY(session.finalBytes() == reference().bytes);
}

void TestTrainer::cancelledEvaluationIsRepeated()
{
    Session session;
    bool cancelled = false;
    session.evaluate = [&](Recommender& model, Split split) {
        if (!std::exchange(cancelled, true))
            throw Cancelled();
        return weightMetric(model, split);
    };
    QVERIFY_EXCEPTION_THROWN(session.run(), Cancelled);
    QCOMPARE(session.recorder.checkpoints.back(), std::int64_t { stepsPerEpoch });
    session.run(true);
    QCOMPARE(session.recorder.evaluations.front().step, std::int64_t { stepsPerEpoch });
    QVERIFY(session.finalBytes() == reference().bytes);
}

void TestTrainer::stopKeepBestFinishesAtOnce()
{
    Session session(0);
    session.evaluate = scripted({ 0.1, 0.3, 0.2 });
    session.recorder.afterStep = [&](std::int64_t step) {
        if (step == 3 * stepsPerEpoch + 2)
            session.recorder.request = TrainRequest::StopKeepBest;
    };
    session.plan.params.set("patience", std::int64_t { 5 });
    const TrainResult result = session.run();
    QCOMPARE(result.end, TrainEnd::Stopped);
    QCOMPARE(result.steps, std::int64_t { 3 * stepsPerEpoch + 2 });
    QCOMPARE(result.finalStage, std::string("soft"));
    QCOMPARE(loadCheckpoint(finalFile(session.plan.runFolder)).state.step,
             std::int64_t { 2 * stepsPerEpoch });
}

void TestTrainer::stopBeforeAnyEvaluationEvaluates()
{
    Session session;
    session.recorder.afterStep = [&](std::int64_t) { session.recorder.request = TrainRequest::StopKeepBest; };
    const TrainResult result = session.run();
    QCOMPARE(result.end, TrainEnd::Stopped);
    QCOMPARE(result.steps, 1);
    QCOMPARE(session.recorder.evaluations.size(), std::size_t { 1 });
    QCOMPARE(result.bestEpoch.at("soft"), 1);
}

void TestTrainer::stopAfterEvaluationFinishesThere()
{
    Session session;
    session.recorder.afterStep = [&](std::int64_t step) {
        if (step == 2)
            session.recorder.request = TrainRequest::StopAfterEvaluation;
    };
    const TrainResult result = session.run();
    QCOMPARE(result.end, TrainEnd::Stopped);
    QCOMPARE(result.steps, std::int64_t { stepsPerEpoch });
}

void TestTrainer::stopBetweenEvaluationAndNextStepIsAtOnce()
{
    Session session;
    session.recorder.afterEvaluation
        = [&](const EvaluationReport&) { session.recorder.request = TrainRequest::StopAfterEvaluation; };
    const TrainResult result = session.run();
    QCOMPARE(result.end, TrainEnd::Stopped);
    QCOMPARE(result.steps, std::int64_t { stepsPerEpoch });
    // A kill while the end is written only has to write it again.
    const std::string bytes = session.finalBytes();
    fs::remove(finalFile(session.plan.runFolder));
    QCOMPARE(session.run(true).end, TrainEnd::Stopped);
    QVERIFY(session.finalBytes() == bytes);
}

void TestTrainer::nextStageLeavesTheStage()
{
    Session session;
    session.recorder.afterStep = [&](std::int64_t step) {
        if (step == 2)
            session.recorder.request = TrainRequest::NextStage;
    };
    const TrainResult result = session.run();
    QCOMPARE(result.end, TrainEnd::Finished);
    QCOMPARE(session.recorder.stages.back(), (std::pair<std::string, std::int64_t> { "hard", 2 }));
    QCOMPARE(result.bestEpoch.at("soft"), 1);
    QCOMPARE(result.finalStage, std::string("hard"));
}

void TestTrainer::nextStageFromTheLastStageFinishes()
{
    Session session;
    session.recorder.afterStep = [&](std::int64_t) {
        if (session.recorder.stages.back().first == "hard")
            session.recorder.request = TrainRequest::NextStage;
    };
    const TrainResult result = session.run();
    QCOMPARE(result.end, TrainEnd::Finished);
    QCOMPARE(result.finalStage, std::string("soft"));
    QCOMPARE(result.steps, session.recorder.stages.back().second + 1);
}

void TestTrainer::endedRunsOnlyFinishAgain()
{
    Session session;
    session.run();
    session.recorder.steps.clear();
    const TrainResult again = session.run(true);
    QCOMPARE(again.end, TrainEnd::Finished);
    QVERIFY(session.recorder.steps.empty());
    QVERIFY(session.finalBytes() == reference().bytes);
}

void TestTrainer::brokenTermIsNamed()
{
    Session session;
    session.breakAt = stepsPerEpoch * 2 + 1;
    const auto failure = failureOf([&] { session.run(); });
    QVERIFY(failure && failure->first == ErrorCode::NonFiniteLoss);
    QVERIFY2(failure->second.starts_with("stage soft, step 11, term pull is not"), failure->second.c_str());
    session.breakAt = 0;
    session.run(true);
    QVERIFY(session.finalBytes() == reference().bytes);
}

void TestTrainer::divergenceIsNoticed()
{
    Session session;
    session.plan.params.set("learning_rate", 1e38);
    const auto failure = failureOf([&] { session.run(); });
    QVERIFY(failure && failure->first == ErrorCode::NonFiniteLoss);
    QVERIFY2(failure->second.starts_with("stage soft, step "), failure->second.c_str());
}

void TestTrainer::foreignCheckpointIsNotResumed()
{
    Session session;
    session.recorder.afterStep = [&](std::int64_t) { session.recorder.request = TrainRequest::Pause; };
    session.run();
    session.plan.params.set("seed", std::int64_t { 20 });
    const auto failure = failureOf([&] { session.run(true); });
    QVERIFY(failure && failure->first == ErrorCode::InvalidCheckpoint);
    Session fresh;
    const auto missing = failureOf([&] { fresh.run(true); });
    QVERIFY(missing && missing->first == ErrorCode::NotFound);
}

namespace {

TrainPlan smallPlan(const std::string& model, const std::string& folder)
{
    TrainPlan plan;
    plan.model = model;
    plan.params = ParamMap(findModel(model).params);
    plan.params.set("interests", std::int64_t { 2 });
    plan.params.set("dim", std::int64_t { 8 });
    plan.params.set("batch_size", std::int64_t { 16 });
    plan.params.set("steps_per_epoch", std::int64_t { stepsPerEpoch });
    plan.params.set("max_epochs", std::int64_t { 3 });
    plan.params.set("learning_rate", 0.01);
    if (model == "opal") {
        plan.params.set("category_start", std::string("random"));
        plan.params.set("keep_stage", std::string("last"));
    }
    plan.runFolder = folder;
    plan.threads = 1;
    return plan;
}

std::string bytesOf(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(stream), {} };
}

} // namespace

void TestTrainer::checkpointOfAnEarlierReleaseIsResumed()
{
    const QTemporaryDir whole;
    const QTemporaryDir folder;
    Recorder recorder;
    TrainPlan plan = smallPlan("opal", whole.path().toStdString());
    plan.params.set("exclude", std::string("window"));
    train(toyData(), plan, recorder, {});
    const std::string expected = bytesOf(finalFile(plan.runFolder));
    plan.runFolder = folder.path().toStdString();
    recorder.afterStep = [&](std::int64_t step) {
        if (step == stepsPerEpoch + 2)
            recorder.request = TrainRequest::Pause;
    };
    QCOMPARE(train(toyData(), plan, recorder, {}).end, TrainEnd::Paused);
    recorder.afterStep = nullptr;
    // As release 0.1 wrote it.
    const Checkpoint paused = loadCheckpoint(lastFile(plan.runFolder));
    for (std::string file :
         { lastFile(plan.runFolder), bestFile(plan.runFolder, "soft", paused.state.best.at("soft")) }) {
        Checkpoint checkpoint = loadCheckpoint(file);
        std::string earlier;
        std::istringstream lines(checkpoint.identity.params);
        for (std::string line; std::getline(lines, line);)
            if (!line.starts_with("exclude=") && !line.starts_with("category_start=")
                && !line.starts_with("keep_stage=") && !line.starts_with("group_pull=")
                && !line.starts_with("warmup_epochs="))
                earlier += line + "\n";
        checkpoint.identity.params = earlier + "orthogonal_init=false\n";
        saveCheckpoint(file, checkpoint);
    }
    plan.resume = true;
    QCOMPARE(train(toyData(), plan, recorder, {}).end, TrainEnd::Finished);
    QVERIFY(bytesOf(finalFile(plan.runFolder)) == expected);
}

void TestTrainer::unusableDataIsRefused()
{
    Session session;
    const auto noValidation = datasetFromText("u1: 1 2 3 4 5 | | 6\nu2: 2 3 4 5 6 | | 1\nu3: 7 | 8 | 9\n");
    const auto fewItems = datasetFromText("u1: 1 2 2 1 2 | 3 | 1\nu2: 2 1 1 2 1 | 3 | 2\n");
    Recorder recorder;
    TrainPlan plan = session.plan;
    plan.model = "opal";
    if (noValidation->evaluationUsers(Split::Valid).empty()) {
        const auto failure = failureOf([&] { train(noValidation, plan, recorder, {}); });
        QVERIFY(failure && failure->first == ErrorCode::InvalidData);
    }
    const auto failure = failureOf([&] { train(fewItems, plan, recorder, {}); });
    QVERIFY(failure && failure->first == ErrorCode::InvalidConfiguration);
    plan.device = "tpu";
    const auto device = failureOf([&] { train(toyData(), plan, recorder, {}); });
    QVERIFY(device && device->first == ErrorCode::InvalidConfiguration);
}

void TestTrainer::trainedOpalLoads()
{
    const QTemporaryDir folder;
    const TrainPlan plan = smallPlan("opal", folder.path().toStdString());
    const auto load
        = [&] { return loadTrainedModel(plan.runFolder, "opal", plan.params, toyData()->itemCount()); };
    const auto missing = failureOf([&] { load(); });
    QVERIFY(missing && missing->first == ErrorCode::NotFound);
    Recorder recorder;
    recorder.afterStep = [&](std::int64_t step) {
        if (step == stepsPerEpoch + 1)
            recorder.request = TrainRequest::Pause;
    };
    QCOMPARE(train(toyData(), plan, recorder, {}).end, TrainEnd::Paused);
    load();
    TrainPlan resumed = plan;
    resumed.resume = true;
    recorder.afterStep = nullptr;
    const TrainResult result = train(toyData(), resumed, recorder, {});
    QCOMPARE(result.end, TrainEnd::Finished);
    QVERIFY(result.test.users > 0);
    QCOMPARE(result.finalStage, std::string("hard"));
    const auto model = load();
    const Checkpoint final = loadCheckpoint(finalFile(plan.runFolder));
    QVERIFY(
        torch::equal(std::dynamic_pointer_cast<VectorModel>(model)->itemTable(), final.weights.at("items")));
    const auto otherData = failureOf([&] { loadTrainedModel(plan.runFolder, "opal", plan.params, 7); });
    QVERIFY(otherData && otherData->first == ErrorCode::InvalidCheckpoint);
    double first = 0, last = 0;
    for (int i = 0; i < stepsPerEpoch; ++i) {
        first += recorder.steps.at(static_cast<std::size_t>(i)).terms.front().second;
        last += recorder.steps.at(static_cast<std::size_t>(2 * stepsPerEpoch + i)).terms.front().second;
    }
    QVERIFY2(last < first, qPrintable(QStringLiteral("%1 %2").arg(first).arg(last)));
}

void TestTrainer::resumedModelIsByteIdentical_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<bool>("coherent");
    for (const ModelInfo& model : modelTable())
        if (!model.scorer)
            QTest::newRow(model.name.c_str()) << model.name << false;
    QTest::newRow("opal from groups") << std::string("opal") << true;
}

void TestTrainer::resumedModelIsByteIdentical()
{
    QFETCH(const std::string, name);
    QFETCH(const bool, coherent);
    const auto planIn = [&](const QTemporaryDir& folder) {
        TrainPlan plan = smallPlan(name, folder.path().toStdString());
        if (coherent) {
            plan.params.set("category_start", std::string("coherent"));
            plan.params.set("warmup_epochs", std::int64_t { 2 });
            plan.params.set("keep_stage", std::string("best"));
        }
        return plan;
    };
    const QTemporaryDir whole;
    Recorder recorder;
    const TrainResult result = train(toyData(), planIn(whole), recorder, {});
    QCOMPARE(recorder.stages.front().first == "warmup", coherent);
    const std::string expected = bytesOf(finalFile(whole.path().toStdString()));
    QVERIFY(!expected.empty());
    for (std::int64_t at = 1; at <= result.steps; at += 7) {
        const QTemporaryDir folder;
        TrainPlan plan = planIn(folder);
        std::stop_source stop;
        recorder.afterStep = [&](std::int64_t step) {
            if (step == at)
                stop.request_stop();
        };
        QVERIFY_EXCEPTION_THROWN(train(toyData(), plan, recorder, stop.get_token()), Cancelled);
        plan.resume = true;
        recorder.afterStep = nullptr;
        train(toyData(), plan, recorder, {});
        QVERIFY2(bytesOf(finalFile(plan.runFolder)) == expected, qPrintable(QString::number(at)));
    }
}

OPAL_TEST(TestTrainer)
#include "tst_trainer.moc"
