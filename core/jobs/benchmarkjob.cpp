// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/benchmark.h"
#include "core/data/datasetfile.h"
#include "core/jobs/jobs.h"

namespace opal {

namespace {

class BenchmarkJob final : public Job
{
public:
    BenchmarkJob(BenchmarkRequest request, QString datasetFile)
        : m_request(std::move(request))
        , m_datasetFile(std::move(datasetFile))
    {
    }

    QString kind() const override { return QStringLiteral("bench"); }

    QString subject() const override { return QString::fromStdString(m_request.name); }

    std::any run(JobContext& context) override
    {
        if (!m_datasetFile.isEmpty())
            m_request.data = openDataset(m_datasetFile.toStdString());
        BenchmarkContext seen;
        seen.stop = context.stopToken();
        seen.progress = [&context](const std::string& phase, double fraction) {
            JobProgress report;
            report.phase = QString::fromStdString(phase);
            report.fraction = fraction;
            context.progress(report);
        };
        return runBenchmark(m_request, seen);
    }

private:
    BenchmarkRequest m_request;
    QString m_datasetFile;
};

} // namespace

std::unique_ptr<Job> makeBenchmarkJob(BenchmarkRequest request, QString datasetFile)
{
    return std::make_unique<BenchmarkJob>(std::move(request), std::move(datasetFile));
}

} // namespace opal
