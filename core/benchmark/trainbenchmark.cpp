// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/measure.h"
#include "core/data/batcher.h"
#include "core/models/recommender.h"
#include "core/models/registry.h"
#include "core/training/batchprefetcher.h"
#include "core/training/optimiser.h"

namespace opal {

namespace {

constexpr int defaultSteps = 15;
constexpr std::int64_t fastWarmUp = 5;
constexpr std::int64_t plainWarmUp = 2;

/// One form of the model with its optimiser.
class Contender final
{
public:
    Contender(const BenchmarkRequest& request, const ParamMap& params, std::int64_t itemCount)
        : m_model(makeModel(request.model, params, itemCount))
    {
        m_options.learningRate = params.real("learning_rate");
        m_options.weightDecay = params.real("weight_decay");
        m_options.lazy = params.text("optimiser") == "lazy";
        m_options.fused = params.text("kernels") == "fused";
    }

    void enter(const std::string& stage)
    {
        m_model->setStage(stage);
        m_optimiser = std::make_unique<Optimiser>(*m_model, m_options);
    }

    void step(const Batch& batch)
    {
        m_model->lossAndGradients(batch, m_rows);
        m_optimiser->step(m_rows);
    }

    Recommender& model() { return *m_model; }

private:
    std::shared_ptr<Recommender> m_model;
    OptimiserOptions m_options;
    std::unique_ptr<Optimiser> m_optimiser;
    RowGradients m_rows;
};

BatchParams batchParams(const ParamMap& params, const Recommender& model)
{
    BatchParams result;
    result.batchSize = params.integer("batch_size");
    result.maxLength = params.integer("max_length");
    result.nextItemTarget = params.text("target") == "next";
    result.withFuture = model.readsFuture();
    result.seed = static_cast<std::uint64_t>(params.integer("seed"));
    return result;
}

} // namespace

BenchmarkResult benchmarkTraining(const BenchmarkRequest& request, const BenchmarkContext& context)
{
    const auto data = benchmarkData(request, context);
    const ParamMap params = benchmarkParams(request, "fused");
    Contender fast(request, params, data->itemCount());
    std::unique_ptr<Contender> plain;
    BatchPrefetcher batches { Batcher(data, batchParams(params, fast.model())) };
    BenchmarkResult result;
    const int steps = request.steps > 0 ? request.steps : defaultSteps;
    const std::vector<Stage> stages = fast.model().stages();
    std::int64_t step = 0;
    double tokens = 0;
    std::vector<double> waits;
    double firstStageMs = 0;
    for (std::size_t number = 0; number < stages.size(); ++number) {
        const std::string& stage = stages[number].name;
        fast.enter(stage);
        for (std::int64_t i = 0; i < fastWarmUp; ++i)
            fast.step(batches.take(++step));
        if (!plain) {
            result.figures.emplace_back("peak_rss_mb", peakMemoryMiB());
            plain
                = std::make_unique<Contender>(request, benchmarkParams(request, "plain"), data->itemCount());
        }
        plain->enter(stage);
        for (std::int64_t i = 0; i < plainWarmUp; ++i)
            plain->step(batches.take(++step));
        std::vector<double> fastTimes;
        std::vector<double> plainTimes;
        for (int i = 0; i < steps; ++i) {
            context.check();
            context.report(stage, static_cast<double>(i) / steps);
            const Batch* batch = nullptr;
            waits.push_back(milliseconds([&] { batch = &batches.take(++step); }));
            tokens += static_cast<double>(batch->history.items.size());
            fastTimes.push_back(milliseconds([&] { fast.step(*batch); }));
            plainTimes.push_back(milliseconds([&] { plain->step(*batch); }));
        }
        result.comparisons.push_back(compare(stage, fastTimes, plainTimes));
        if (number == 0)
            firstStageMs = result.comparisons.front().fastMs;
    }
    tokens /= static_cast<double>(steps) * static_cast<double>(stages.size());
    result.figures.emplace_back("tokens_per_batch", tokens);
    result.figures.emplace_back("tokens_per_second", tokens / firstStageMs * 1000);
    const Batcher batcher(data, batchParams(params, fast.model()));
    Batch batch;
    std::vector<double> draws;
    for (int i = 0; i < steps; ++i)
        draws.push_back(milliseconds([&] { batcher.fill(++step, batch); }));
    result.figures.emplace_back("batch_ms", median(draws));
    result.figures.emplace_back("plain_peak_rss_mb", peakMemoryMiB());
    result.setting = settingOf(request, *data);
    return result;
}

} // namespace opal
