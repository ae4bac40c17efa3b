// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "views/figures/paperkit.h"

namespace opal {

/// `opal kit`: all tables and figures of a paper in one folder.
class KitCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::string m_out;
    PaperKitRequest m_request;
};

} // namespace opal
