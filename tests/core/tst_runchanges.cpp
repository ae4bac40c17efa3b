// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>
#include <optional>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/store/presetstore.h"
#include "core/store/runstore.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// Runs a job in the test's thread and pauses it after `pauseAt`.
struct TestContext final : JobContext
{
    std::stop_token stopToken() const override { return {}; }

    void progress(const JobProgress& progress) override
    {
        for (const StepReport& step : progress.training.steps)
            steps.push_back(step);
        for (const RunEvent& event : progress.training.events)
            events << QString::fromStdString(event.kind);
    }

    TrainRequest takeRequest() override
    {
        if (pauseAt == 0 || steps.empty() || steps.back().step < pauseAt)
            return TrainRequest::None;
        pauseAt = 0;
        return TrainRequest::Pause;
    }

    std::vector<StepReport> steps;
    QStringList events;
    std::int64_t pauseAt = 0;
};

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

/// Changed parameters and user presets in the store, and a run that is resumed with a change.
class TestRunChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_paths = WorkspacePaths::locate(m_folder.filePath(QStringLiteral("workspace")));
        m_paths.create();
        m_store = std::make_unique<RunStore>(m_paths.database());
    }

    void changesAndTheirEventsAreStored()
    {
        RunRecord record;
        record.name = "one";
        record.model = "opal";
        record.state = RunState::Paused;
        record.params = { { "learning_rate", "0.001" }, { "lambda_unif", "1" } };
        const std::string id = m_store->createRun(record);
        const std::vector<ParamChange> first { { 120, "learning_rate", "0.001", "0.0005", 5 } };
        const std::vector<ParamChange> second { { 200, "learning_rate", "0.0005", "0.0002", 6 },
                                                { 200, "lambda_unif", "1", "2", 6 } };
        const std::int64_t before = m_store->changeCounter();
        m_store->addChanges(id, first);
        m_store->addChanges(id, second);
        QVERIFY(m_store->changeCounter() > before);
        RunRecord stored = m_store->run(id);
        QCOMPARE(stored.changes.size(), std::size_t { 3 });
        QVERIFY(stored.changes[0] == first[0] && stored.changes[2] == second[1]);
        QCOMPARE(stored.params.at("learning_rate"), std::string("0.001"));
        QCOMPARE(currentParams(stored).at("learning_rate"), std::string("0.0002"));
        QCOMPARE(currentParams(stored).at("lambda_unif"), std::string("2"));
        const RunCurves curves = m_store->curves(id);
        QCOMPARE(curves.events.size(), std::size_t { 3 });
        QCOMPARE(curves.events[0].kind, std::string("changed"));
        QCOMPARE(curves.events[0].step, std::int64_t { 120 });
        QCOMPARE(curves.events[0].detail, std::string("learning_rate: 0.001 -> 0.0005"));
        stored.state = RunState::Finished;
        m_store->updateRun(stored);
        QCOMPARE(m_store->run(id).changes.size(), std::size_t { 3 });
        QVERIFY(failureOf([&] { m_store->addChanges("nobody", first); })->first == ErrorCode::NotFound);
    }

    void presetsAreNamedReplacedAndRemoved()
    {
        PresetStore presets(m_paths.database());
        QVERIFY(presets.presets("opal").empty());
        presets.save({ "opal", "wide", { { "dim", "128" } } });
        presets.save({ "opal", "deep", { { "interests", "8" } } });
        presets.save({ "mind", "wide", { { "dim", "32" } } });
        presets.save({ "opal", "wide", { { "dim", "256" }, { "seed", "3" } } });
        const std::vector<UserPreset> stored = PresetStore(m_paths.database()).presets("opal");
        QCOMPARE(stored.size(), std::size_t { 2 });
        QCOMPARE(stored[0].name, std::string("deep"));
        QVERIFY((stored[1] == UserPreset { "opal", "wide", { { "dim", "256" }, { "seed", "3" } } }));
        presets.remove("opal", "wide");
        QCOMPARE(presets.presets("opal").size(), std::size_t { 1 });
        QCOMPARE(presets.presets("mind").size(), std::size_t { 1 });
        QVERIFY(failureOf([&] { presets.save({ "opal", " ", {} }); })->first == ErrorCode::InvalidArgument);
    }

    void aPausedRunGoesOnWithAChange()
    {
        const QString dataset = m_paths.datasets() + QStringLiteral("/toy.opds");
        SynthParams synth;
        synth.users = 60;
        synth.items = 80;
        synth.interactions = 1800;
        synth.days = 6;
        synth.topics = 4;
        TestContext context;
        makeSynthesiseJob(*m_store, synth, dataset).run(context);
        TrainJobRequest request;
        request.datasetFile = dataset;
        request.params = { { "batch_size", "32" }, { "steps_per_epoch", "10" }, { "max_epochs", "2" },
                           { "dim", "8" },         { "interests", "2" },        { "stages", "soft" } };
        request.threads = 1;
        context.pauseAt = 5;
        const RunRecord paused = makeTrainJob(*m_store, m_paths, request).run(context).run;
        QCOMPARE(paused.state, RunState::Paused);

        TrainJobRequest resume;
        resume.resumeRun = QString::fromStdString(paused.id);
        resume.params = { { "batch_size", "64" } };
        const auto refused = failureOf([&] { makeTrainJob(*m_store, m_paths, resume); });
        QVERIFY(refused && refused->first == ErrorCode::InvalidConfiguration);
        QVERIFY2(refused->second.find("lambda_unif, lambda_unique, learning_rate") != std::string::npos,
                 refused->second.c_str());
        resume.params = { { "learning_rate", "none" } };
        QVERIFY(failureOf([&] { makeTrainJob(*m_store, m_paths, resume); }));
        QVERIFY(m_store->run(paused.id).changes.empty());

        resume.params = { { "learning_rate", "0.0003" }, { "lambda_unif", "1" } }; // the second is no change
        TestContext resumed;
        resumed.pauseAt = 8;
        makeTrainJob(*m_store, m_paths, resume).run(resumed);
        const RunRecord changed = m_store->run(paused.id);
        QCOMPARE(changed.changes.size(), std::size_t { 1 });
        QCOMPARE(changed.changes[0].step, std::int64_t { 5 });
        QCOMPARE(QString::fromStdString(changed.changes[0].after).toDouble(), 0.0003);
        QVERIFY(resumed.events.contains(QStringLiteral("changed")));
        QCOMPARE(resumed.steps.front().learningRate, 0.0003);

        TestContext last; // without a word the changed value stays
        resume.params.clear();
        const auto result = makeTrainJob(*m_store, m_paths, resume).run(last);
        QCOMPARE(result.run.state, RunState::Finished);
        QCOMPARE(last.steps.front().learningRate, 0.0003);
        QCOMPARE(m_store->run(paused.id).changes.size(), std::size_t { 1 });
    }

private:
    QTemporaryDir m_folder;
    WorkspacePaths m_paths;
    std::unique_ptr<RunStore> m_store;
};

OPAL_TEST(TestRunChanges)
#include "tst_runchanges.moc"
