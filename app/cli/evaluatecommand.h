// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace opal {

/// `opal evaluate RUN`: the metrics of a stored run, computed again.
class EvaluateCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_run;
    std::string m_split = "test";
    std::vector<int> m_cutoffs { 50, 100, 200 };
    std::string m_index;
    std::string m_exclude;
};

} // namespace opal
