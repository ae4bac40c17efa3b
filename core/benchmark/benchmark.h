// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/benchmark.h"

namespace opal {

struct BenchmarkRequest
{
    std::string name; ///< a row of benchmarkTable()
    std::shared_ptr<const Dataset> data; ///< null: a synthetic set of `size`
    std::string size = "wechat"; ///< as in synthSize()
    std::string model = "opal";
    std::map<std::string, std::string> params; ///< what differs from the defaults
    int steps = 0; ///< repetitions; 0: the benchmark's own number
    int threads = 0; ///< 0: all cores
    std::uint64_t seed = 1;
    std::string folder; ///< for temporary files
};

/// What a running benchmark sees of the world.
struct BenchmarkContext
{
    std::function<void(const std::string& phase, double fraction)> progress; ///< may be null
    std::stop_token stop;

    void report(const std::string& phase, double fraction) const;
    /// Throws Cancelled if the benchmark is to stop.
    void check() const;
};

/// One row of the table of benchmarks.
struct BenchmarkEntry
{
    const char* name; ///< as in `opal bench NAME`
    const char* help; ///< English
    BenchmarkResult (*run)(const BenchmarkRequest& request, const BenchmarkContext& context);
};

/// THE table of benchmarks.
const std::vector<BenchmarkEntry>& benchmarkTable();

/// Runs one. Fast and plain form alternate, medians are reported. Throws Error{UnknownKey} naming the nearest
/// benchmark, Cancelled, and whatever the measured work throws.
BenchmarkResult runBenchmark(const BenchmarkRequest& request, const BenchmarkContext& context);

} // namespace opal
