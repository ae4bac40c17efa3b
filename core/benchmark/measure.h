// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/base/params.h"
#include "core/benchmark/benchmark.h"

namespace opal {

/// Milliseconds that `work` takes.
template <typename Work> double milliseconds(Work&& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Middle value, the lower one of two; NaN for none.
double median(std::vector<double> values);
/// Value below which `share` of the others lie; NaN for none.
double quantile(std::vector<double> values, double share);

BenchmarkComparison compare(const std::string& name, const std::vector<double>& fast,
                            const std::vector<double>& plain);

/// Largest memory this process has held, in MiB.
double peakMemoryMiB();

/// The request's data set, or the synthetic one of its size.
std::shared_ptr<const Dataset> benchmarkData(const BenchmarkRequest& request,
                                             const BenchmarkContext& context);

/// Defaults of the model, the request's parameters and the given value of `kernels`.
ParamMap benchmarkParams(const BenchmarkRequest& request, const std::string& kernels);

/// Data, model, sizes, threads and processor as they are reported.
std::vector<std::pair<std::string, std::string>> settingOf(const BenchmarkRequest& request,
                                                           const Dataset& data);

BenchmarkResult benchmarkTraining(const BenchmarkRequest& request, const BenchmarkContext& context);
BenchmarkResult benchmarkEvaluation(const BenchmarkRequest& request, const BenchmarkContext& context);
BenchmarkResult benchmarkRecommendation(const BenchmarkRequest& request, const BenchmarkContext& context);
BenchmarkResult benchmarkImport(const BenchmarkRequest& request, const BenchmarkContext& context);
BenchmarkResult benchmarkSppmi(const BenchmarkRequest& request, const BenchmarkContext& context);

} // namespace opal
