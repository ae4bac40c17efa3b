// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace opal {

/// `opal bench NAME`: speed of the fused forms beside the plain ones, in one process.
class BenchCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_name;
    std::string m_dataset;
    std::string m_size = "wechat";
    std::string m_model = "opal";
    std::vector<std::string> m_settings;
    int m_interests = 0;
    int m_steps = 0;
};

} // namespace opal
