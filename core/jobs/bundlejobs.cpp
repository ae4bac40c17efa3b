// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/bundlejobs.h"

#include <utility>

#include <QFileInfo>

#include "core/base/error.h"
#include "core/jobs/jobsupport.h"
#include "core/jobs/runbundle.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// Tells the context how far a bundle is, and ends it when that is asked.
BundleProgress tellTo(JobContext& context, const QString& phase)
{
    return [tell = shareReporter(context, phase), token = context.stopToken()](std::int64_t done,
                                                                               std::int64_t total) {
        if (token.stop_requested())
            throw Cancelled();
        tell(total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1);
    };
}

} // namespace

Job<QString> makeExportBundleJob(RunStore& store, const WorkspacePaths& paths, std::string run, QString file)
{
    JobHead head { QStringLiteral("export_run"), QFileInfo(file).fileName(), JobLane::Files };
    return { std::move(head), [&store, paths, run = std::move(run), file](JobContext& context) {
                exportRunBundle(store, paths, run, file, tellTo(context, QStringLiteral("write")));
                return file;
            } };
}

Job<std::string> makeImportBundleJob(RunStore& store, const WorkspacePaths& paths, QString file)
{
    JobHead head { QStringLiteral("import_run"), QFileInfo(file).fileName(), JobLane::Files };
    return { std::move(head), [&store, paths, file](JobContext& context) {
                return importRunBundle(store, paths, file, tellTo(context, QStringLiteral("read")));
            } };
}

} // namespace opal
