// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/progressreporter.h"
#include "core/results/sweep.h"

namespace opal {

/// `opal sweep`: trains every point of a grid, or goes on with one that was interrupted.
class SweepCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    SweepRequest request(const GlobalOptions& options) const;

    std::string m_dataset;
    std::string m_models;
    std::string m_seeds;
    std::string m_preset;
    std::string m_config;
    std::string m_name;
    std::vector<std::string> m_settings;
    std::vector<std::string> m_axes;
    bool m_ablations = false;
};

} // namespace opal
