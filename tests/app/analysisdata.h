// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>

#include "core/jobs/jobs.h"
#include "tests/support/silentcontext.h"

namespace opal::test {

/// KuaiRand-Pure or, without it, a synthetic set; the file.
inline QString makeAnalysisData(RunStore& store, const WorkspacePaths& paths)
{
    SilentContext context;
    const QString file = paths.datasets() + QStringLiteral("/walk.opaldata");
    const QString folder
        = QString(qEnvironmentVariable("OPAL_TEST_DATA") + QStringLiteral("/kuairand-pure/"));
    if (!QDir(folder).exists()) {
        qInfo("OPAL_TEST_DATA has no kuairand-pure: the walk is on a synthetic data set");
        SynthParams params;
        params.users = 2000;
        params.items = 4000;
        params.interactions = 60000;
        return makeSynthesiseJob(store, params, file).run(context).path;
    }
    ImportRequest request;
    request.preset = "kuairand";
    for (const char* log :
         { "log_standard_20220425_20220430_pure.csv", "log_standard_20220501_20220508_pure.csv" })
        request.files.push_back(QString(folder + QLatin1String(log)).toStdString());
    request.sideFile = QString(folder + QStringLiteral("video_features_basic_pure.csv")).toStdString();
    request.minActiveDays = 4;
    return makeImportJob(store, request, file).run(context).path;
}

} // namespace opal::test
