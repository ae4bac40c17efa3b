// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobs.h"
#include "tests/support/findwidget.h"
#include "tests/support/jobresult.h"
#include "tests/support/panelfixture.h"

/// Helpers of the tests of the interest panel: a small trained run, users of it, widgets by name.
namespace opal {

/// A synthetic data set of 60 users and 80 items with titles; its file.
inline QString makeToyDataset(PanelFixture& fixture)
{
    SynthParams synth;
    synth.users = 60;
    synth.items = 80;
    synth.interactions = 1800;
    synth.days = 6;
    synth.topics = 4;
    return resultOf<DatasetResult>(
               fixture.jobs,
               makeSynthesiseJob(fixture.store, synth,
                                 fixture.paths.datasets() + QStringLiteral("/toy.opaldata")))
        .path;
}

/// Id of a run of two steps; empty if the training failed.
inline QString trainToyRun(PanelFixture& fixture, const QString& dataset, const char* interests = "3")
{
    TrainJobRequest request;
    request.datasetFile = dataset;
    request.params = { { "interests", interests },
                       { "dim", "8" },
                       { "batch_size", "16" },
                       { "steps_per_epoch", "2" },
                       { "max_epochs", "1" } };
    const auto trained = resultOf<TrainJobResult>(
        fixture.jobs, makeTrainJob(fixture.store, fixture.paths, std::move(request)));
    return QString::fromStdString(trained.run.id);
}

inline std::vector<std::string> usersOf(PanelFixture& fixture, const QString& run, int limit)
{
    return resultOf<std::vector<std::string>>(fixture.jobs,
                                              makeUserListJob(fixture.store, run.toStdString(), {}, limit));
}

} // namespace opal
