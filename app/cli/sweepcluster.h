// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "core/jobs/slurm.h"
#include "core/results/sweep.h"

namespace opal {

/// `opal sweep submit|work|status|cancel`: the points of a sweep trained by workers on other machines.
class SweepCluster final
{
public:
    /// What the options of the sweep itself ask for.
    struct Wish
    {
        SweepRequest request;
        QString dataset;
    };

    void declare(CLI::App& sweep);

    /// Runs the chosen one; false if none was.
    bool run(CommandContext& context, const std::function<Wish()>& wish);

    /// Of a cancelled one, for Command::keptWork().
    std::string keptWork() const { return m_kept; }

    /// True if the chosen one takes what a sweep is described with.
    bool describesSweep() const;

private:
    using Action = void (SweepCluster::*)(CommandContext&, const std::function<Wish()>&);

    CLI::App* addAction(CLI::App& sweep, const char* name, const char* help, Action action);
    void submit(CommandContext& context, const std::function<Wish()>& wish);
    void work(CommandContext& context, const std::function<Wish()>& wish);
    void status(CommandContext& context, const std::function<Wish()>& wish);
    void cancel(CommandContext& context, const std::function<Wish()>& wish);
    SweepRecord chosenSweep(CommandContext& context) const;

    std::vector<std::pair<const CLI::App*, Action>> m_actions;
    SlurmOptions m_slurm;
    std::string m_on;
    std::string m_folder;
    std::string m_program;
    std::string m_plan;
    std::string m_sweep;
    std::int64_t m_point = -1;
    bool m_dryRun = false;
    bool m_wait = false;
    std::string m_kept;
};

} // namespace opal
