// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace opal {

/// `opal recommend RUN`: one user's history, interests and recall lists.
class RecommendCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_run;
    std::string m_user;
    std::vector<std::string> m_history;
    std::vector<double> m_weights;
    std::string m_merge = "maximum";
    double m_epsilon = 0; ///< 0: the model's own
    int m_k = 200;
};

} // namespace opal
