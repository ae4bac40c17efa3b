// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "app/cli/command.h"

namespace opal {

/// `opal runs ...`: the run store.
class RunsCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    using Action = void (RunsCommand::*)(CommandContext&);

    CLI::App* addAction(CLI::App& app, const char* name, const char* help, Action action);
    void list(CommandContext& context);
    void show(CommandContext& context);
    void compare(CommandContext& context);
    void tag(CommandContext& context);
    void note(CommandContext& context);
    void archive(CommandContext& context);
    void restore(CommandContext& context);
    void setArchived(CommandContext& context, bool archived);
    void exportRun(CommandContext& context);
    void importRun(CommandContext& context);
    void exportStudyOf(CommandContext& context);

    std::vector<std::pair<const CLI::App*, Action>> m_actions;
    std::string m_run;
    std::vector<std::string> m_runs;
    std::vector<std::string> m_tags;
    std::string m_note;
    std::string m_file;
    bool m_all = false;
    bool m_remove = false;
};

} // namespace opal
