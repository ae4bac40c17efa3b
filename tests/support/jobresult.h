// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include <QTest>

#include "core/jobs/jobrunner.h"
#include "tests/support/findwidget.h"

namespace opal {

/// Runs a job on the runner and waits for its result; a default one, with a warning, if it failed.
template <typename Result> Result resultOf(JobRunner& jobs, Job<Result> job, int patienceMs = jobTimeout)
{
    struct Awaited
    {
        bool ended = false;
        Result result = {};
    };

    // The job may outlive the patience.
    const auto awaited = std::make_shared<Awaited>();
    JobListener<Result> listener;
    listener.ended = [awaited](const JobOutcome& outcome, Result* result) {
        awaited->ended = true;
        if (result)
            awaited->result = std::move(*result);
        else
            qWarning("%s", qPrintable(outcome.errorDetail));
    };
    jobs.submit(std::move(job), std::move(listener));
    if (!QTest::qWaitFor([&awaited] { return awaited->ended; }, patienceMs))
        qWarning("the job did not end in time");
    return awaited->result;
}

} // namespace opal
