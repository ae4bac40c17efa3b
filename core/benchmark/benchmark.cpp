// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/benchmark.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <omp.h>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/base/threads.h"
#include "core/benchmark/measure.h"
#include "core/data/synth.h"
#include "core/kernels/hot.h"
#include "core/models/registry.h"

namespace opal {

void BenchmarkContext::report(const std::string& phase, double fraction) const
{
    if (progress)
        progress(phase, fraction);
}

void BenchmarkContext::check() const
{
    if (stop.stop_requested())
        throw Cancelled();
}

const std::vector<BenchmarkEntry>& benchmarkTable()
{
    static const std::vector<BenchmarkEntry> table {
        { "train", "One training step of every stage, fused against plain LibTorch", &benchmarkTraining },
        { "evaluate", "Ranking all items for many users, blocked search against Faiss and merge",
          &benchmarkEvaluation },
        { "import", "Reading a synthetic user_action.csv, against splitting its lines alone",
          &benchmarkImport },
        { "sppmi", "SPPMI of 200 x 200 items, bitsets against merging sorted lists", &benchmarkSppmi },
        { "recommend", "One user's interests and lists, and a changed history, against plain LibTorch",
          &benchmarkRecommendation },
    };
    return table;
}

BenchmarkResult runBenchmark(const BenchmarkRequest& request, const BenchmarkContext& context)
{
    std::vector<std::string> names;
    for (const BenchmarkEntry& entry : benchmarkTable()) {
        if (request.name == entry.name) {
            at::set_num_threads(useThreads(request.threads));
            BenchmarkResult result = entry.run(request, context);
            result.name = entry.name;
            return result;
        }
        names.emplace_back(entry.name);
    }
    throw Error(ErrorCode::UnknownKey,
                "there is no benchmark '" + request.name + "'; did you mean '"
                    + nearestWord(request.name, names) + "'?");
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return notANumber;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

double median(std::vector<double> values)
{
    return quantile(std::move(values), 0.5);
}

BenchmarkComparison compare(const std::string& name, const std::vector<double>& fast,
                            const std::vector<double>& plain)
{
    BenchmarkComparison result;
    result.name = name;
    result.fastMs = median(fast);
    result.fastLowMs = quantile(fast, 0);
    result.fastHighMs = quantile(fast, 1);
    result.plainMs = median(plain);
    return result;
}

double peakMemoryMiB()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stod(line.substr(6)) / 1024;
    return notANumber;
}

std::shared_ptr<const Dataset> benchmarkData(const BenchmarkRequest& request, const BenchmarkContext& context)
{
    if (request.data)
        return request.data;
    SynthParams params = synthSize(request.size);
    params.seed = request.seed;
    return synthesiseDataset(
        params, [&context](double fraction) { context.report("synthesise", fraction); }, context.stop);
}

ParamMap benchmarkParams(const BenchmarkRequest& request, const std::string& kernels)
{
    const ModelInfo& model = findModel(request.model);
    ParamMap params(model.params);
    for (const auto& [key, value] : request.params)
        setParam(params, model.params, key, value);
    setParam(params, model.params, "kernels", kernels);
    params.set("seed", static_cast<std::int64_t>(request.seed));
    return params;
}

std::vector<std::pair<std::string, std::string>> settingOf(const BenchmarkRequest& request,
                                                           const Dataset& data)
{
    const ParamMap params = benchmarkParams(request, "fused");
    return { { "dataset", data.summary().name },
             { "users", std::to_string(data.userCount()) },
             { "items", std::to_string(data.itemCount()) },
             { "interactions", std::to_string(data.summary().interactions) },
             { "model", request.model },
             { "interests", std::to_string(params.integer("interests")) },
             { "batch_size", std::to_string(params.integer("batch_size")) },
             { "threads", std::to_string(omp_get_max_threads()) },
             { "instructions", kernels::hotTable().name } };
}

} // namespace opal
