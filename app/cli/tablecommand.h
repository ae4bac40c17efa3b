// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/results/resultstable.h"

namespace opal {

/// `opal table NAME`: a results table from runs, data sets, or typed figures.
class TableCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    ResultsTable typedTable() const;
    ResultsTable storedTable(CommandContext& context) const;

    std::string m_name;
    std::vector<std::string> m_runs;
    std::string m_tag;
    std::string m_from;
    std::string m_reference = "OPAL";
    std::string m_format = "markdown";
    std::string m_out;
    bool m_measures = false;
    bool m_significance = false;
};

} // namespace opal
