// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/job.h"

namespace opal {

/// For jobs that a test runs in its own thread, to the end, without looking at their progress.
struct SilentContext final : JobContext
{
    std::stop_token stopToken() const override { return {}; }

    void progress(const JobProgress& /*progress*/) override { }
};

} // namespace opal
