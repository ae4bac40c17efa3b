// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/benchmark.h"
#include "core/data/datasetfile.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"

namespace opal {

Job<BenchmarkResult> makeBenchmarkJob(BenchmarkRequest request, QString datasetFile)
{
    JobHead head { QStringLiteral("bench"), QString::fromStdString(request.name) };
    return { std::move(head), [request = std::move(request), datasetFile](JobContext& context) mutable {
                if (!datasetFile.isEmpty())
                    request.data = openDataset(datasetFile.toStdString());
                BenchmarkContext seen;
                seen.stop = context.stopToken();
                seen.progress = [&context](const std::string& phase, double fraction) {
                    report(context, QString::fromStdString(phase), fraction);
                };
                return runBenchmark(request, seen);
            } };
}

} // namespace opal
