// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/data/importer.h"

namespace opal {

/// `opal import`: interaction logs into one data-set file.
class ImportCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    ImportRequest m_request;
    std::string m_out;
    std::vector<std::string> m_map;
    std::string m_timeZone;
    std::string m_onError = "skip";
};

} // namespace opal
