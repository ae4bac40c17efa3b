// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace opal {

/// `opal diversity RUN`: SPPMI of a user's recommendations, or its average over a set of users.
class DiversityCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    void runUser(CommandContext& context);
    void runUsers(CommandContext& context);

    std::string m_run;
    std::string m_user;
    std::string m_users; ///< a set; empty: all
    bool m_allUsers = false;
    std::string m_order = "interest";
    int m_k = 200;
    double m_shift = 1;
    std::int64_t m_minimumCount = 1;
};

} // namespace opal
