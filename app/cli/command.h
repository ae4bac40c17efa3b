// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/jobs/workspacepaths.h"

class QTemporaryDir;

namespace CLI {
class App;
}

namespace opal {

class Output;
class RunStore;

/// Exit codes of the program; part of its contract.
enum class ExitCode { Done = 0, Failed = 1, WrongUsage = 2, BadInput = 3, NotFound = 4, Cancelled = 130 };

/// Options that every command understands.
struct GlobalOptions
{
    std::string workspace; ///< empty: the default place
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    int threads = 0; ///< 0: all cores
    std::optional<std::uint64_t> seed;
};

/// What a command sees of the world. The workspace is opened by the first command that asks for it.
class CommandContext final
{
public:
    CommandContext(const GlobalOptions& options, Output& output, std::stop_token stop);
    ~CommandContext();
    CommandContext(const CommandContext&) = delete;
    CommandContext& operator=(const CommandContext&) = delete;

    const GlobalOptions& options() const { return m_options; }

    Output& output() { return m_output; }

    std::stop_token stopToken() const { return m_stop; }

    /// Creates the workspace if needed. Throws Error{CannotWrite} if it neither can be written nor is there
    /// to be read.
    const WorkspacePaths& paths();
    /// Opened for reading, with a note, where it cannot be written. Throws Error{Database, WorkspaceBusy,
    /// NewerVersion, CannotWrite}.
    RunStore& store();
    /// For commands that work on files and only let the workspace know of them: store(), or one that is
    /// forgotten, with a note, if there is none that can be used.
    RunStore& storeIfAny();

private:
    const GlobalOptions& m_options;
    Output& m_output;
    std::stop_token m_stop;
    std::optional<WorkspacePaths> m_paths;
    std::unique_ptr<QTemporaryDir> m_forgotten; ///< where storeIfAny() writes if it must
    std::unique_ptr<RunStore> m_store;
};

/// One verb of the command line. An instance lives for one invocation: declare(), then run() if it was
/// chosen.
class Command
{
public:
    virtual ~Command() = default;

    /// Adds options and arguments, bound to members.
    virtual void declare(CLI::App& app) = 0;

    /// Does the work. Throws Error or Cancelled; runCommandLine() turns them into a message and an exit code.
    virtual void run(CommandContext& context) = 0;

    /// What becomes of the work after run() was cancelled, one sentence; empty if nothing of it was kept.
    virtual std::string keptWork() const { return {}; }

    /// Run that `opal resume` can continue after run() was cancelled; empty if there is none.
    virtual std::string runToResume() const { return {}; }
};

/// One row of the table of commands.
struct CommandEntry
{
    const char* name;
    const char* help;
    std::unique_ptr<Command> (*make)();
};

/// THE table of commands, in the order of the help.
const std::vector<CommandEntry>& commandTable();

} // namespace opal
