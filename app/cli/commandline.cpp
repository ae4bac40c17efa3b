// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include <QFileInfo>
#include <QTemporaryDir>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/errortext.h"
#include "core/base/error.h"
#include "core/base/params.h"
#include "core/base/text.h"
#include "core/base/threads.h"
#include "core/base/version.h"
#include "core/models/modelfolder.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

ExitCode exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return ExitCode::WrongUsage;
    case ErrorCode::UnknownKey:
    case ErrorCode::InvalidConfiguration:
    case ErrorCode::InvalidData:
    case ErrorCode::InvalidCheckpoint:
    case ErrorCode::CannotRead:
    case ErrorCode::NewerVersion:
        return ExitCode::BadInput;
    case ErrorCode::NotFound:
        return ExitCode::NotFound;
    case ErrorCode::CannotWrite:
    case ErrorCode::WorkspaceBusy:
    case ErrorCode::NonFiniteLoss:
    case ErrorCode::Database:
    case ErrorCode::Unsupported:
    case ErrorCode::Internal:
        return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

/// An error of the arguments themselves, before any command runs.
ExitCode reportUsage(Output& output, const CLI::App& app, const std::string& message)
{
    output.result({ { "event", "failed" }, { "code", "wrong_usage" }, { "message", message } });
    output.complain("error: " + message);
    const CLI::App* innermost = &app;
    for (auto chosen = innermost->get_subcommands(); !chosen.empty(); chosen = innermost->get_subcommands())
        innermost = chosen.front();
    std::string path;
    for (const CLI::App* level = innermost; level != nullptr; level = level->get_parent())
        path.insert(0, level->get_name() + (path.empty() ? "" : " "));
    output.complain("See '" + path + " --help'.");
    return ExitCode::WrongUsage;
}

ExitCode reportError(Output& output, const Error& error)
{
    output.result({ { "event", "failed" },
                    { "code", errorCodeName(error.code()) },
                    { "message", error.detail() },
                    { "accept", error.accept().empty() ? Json() : Json(error.accept()) } });
    const ErrorText text = errorText(error.code());
    output.complain("error: " + text.headline.toStdString() + ": " + error.detail());
    output.complain(text.advice.toStdString());
    return exitCodeOf(error.code());
}

/// CLI11 says only that an argument was not expected; a mistyped command deserves a better answer.
std::string usageMessage(const CLI::App& app, const CLI::ParseError& failure,
                         const std::vector<std::string>& arguments)
{
    std::string message = failure.what();
    std::replace(message.begin(), message.end(), '\n', ' ');
    if (!app.get_subcommands().empty())
        return message;
    const auto word = std::find_if(arguments.begin(), arguments.end(),
                                   [](const std::string& argument) { return !argument.starts_with("-"); });
    if (word == arguments.end())
        return message;
    std::vector<std::string> names;
    for (const CommandEntry& entry : commandTable())
        names.emplace_back(entry.name);
    return "there is no command '" + *word + "'; did you mean '" + nearestWord(*word, names) + "'?";
}

/// The help of a command names the models of the workspace, too.
void findModelsOf(const std::string& workspace)
{
    setModelFolder(WorkspacePaths::locate(QString::fromStdString(workspace)).models().toStdString());
}

void declareGlobals(CLI::App& app, GlobalOptions& options)
{
    findModelsOf({});
    app.add_option("--workspace", options.workspace,
                   "Folder of runs and data sets (default: $OPAL_WORKSPACE, else the user's data folder)")
        ->type_name("DIR")
        ->each([](const std::string& folder) { findModelsOf(folder); });
    app.add_flag("--json", options.json, "Machine-readable results on standard output, nothing else there");
    app.add_option("--threads", options.threads, "Threads to use (default: all cores)")
        ->type_name("N")
        ->check(CLI::Range(1, 1024));
    app.add_option("--seed", options.seed, "Seed of everything random")->type_name("N");
    app.add_flag("--quiet", options.quiet, "No progress");
    app.add_flag("--verbose", options.verbose, "More about what happens");
    app.set_version_flag("--version", std::string("opal ") + applicationVersion);
}

/// The arguments as far as they are needed before parsing may fail.
OutputMode earlyMode(const std::vector<std::string>& arguments, bool terminal)
{
    const auto given = [&arguments](const char* flag) {
        return std::find(arguments.begin(), arguments.end(), flag) != arguments.end();
    };
    return { given("--json"), given("--quiet"), given("--verbose"), terminal };
}

void reportCancelled(Output& output, const std::string& run, const std::string& kept)
{
    Json line { { "event", "cancelled" } };
    if (!run.empty()) {
        line["run"] = run;
        line["resume"] = "opal resume " + run;
    }
    output.result(line);
    if (!kept.empty())
        output.complain("Cancelled. " + kept);
    else
        output.complain(run.empty() ? "Cancelled; nothing was written."
                                    : "Stopped and saved. Continue with: opal resume " + run);
}

ExitCode runChosen(Command& command, CommandContext& context)
{
    Output& output = context.output();
    try {
        command.run(context);
        return ExitCode::Done;
    } catch (const Cancelled&) {
        reportCancelled(output, command.runToResume(), command.keptWork());
        return ExitCode::Cancelled;
    } catch (const Error& error) {
        return reportError(output, error);
    } catch (const std::filesystem::filesystem_error& failure) {
        return reportError(
            output,
            Error(ErrorCode::CannotRead,
                  "'" + failure.path1().string() + "' cannot be read: " + failure.code().message()));
    } catch (const std::bad_alloc&) {
        return reportError(output,
                           Error(ErrorCode::Unsupported, "the memory of this machine does not suffice"));
    } catch (const std::exception& failure) {
        return reportError(output, Error(ErrorCode::Internal, firstLine(failure.what())));
    }
}

} // namespace

CommandContext::CommandContext(const GlobalOptions& options, Output& output, std::stop_token stop)
    : m_options(options)
    , m_output(output)
    , m_stop(std::move(stop))
{
}

CommandContext::~CommandContext() = default;

const WorkspacePaths& CommandContext::paths()
{
    if (!m_paths) {
        WorkspacePaths paths = WorkspacePaths::locate(QString::fromStdString(m_options.workspace));
        if (!paths.canOnlyBeRead())
            paths.create();
        m_paths = std::move(paths);
        setModelFolder(m_paths->models().toStdString());
    }
    return *m_paths;
}

RunStore& CommandContext::store()
{
    if (!m_store) {
        const QString file = paths().database();
        if (const int runs = paths().runFolders(); runs > 0 && !QFileInfo::exists(file))
            m_output.note("note: " + file.toStdString() + " is new, but "
                          + paths().runFolder({}).toStdString() + " holds " + std::to_string(runs)
                          + " run(s) that it does not know");
        m_store = std::make_unique<RunStore>(file);
        if (m_store->isReadOnly())
            m_output.note("note: the workspace " + paths().root.toStdString()
                          + " cannot be written; it is opened for reading");
        for (const std::string& run : m_store->recoverInterrupted())
            m_output.detail(std::string("run ")
                                .append(run)
                                .append(" was interrupted; 'opal resume ")
                                .append(run)
                                .append("' continues it"));
    }
    return *m_store;
}

RunStore& CommandContext::storeIfAny()
{
    if (m_store)
        return *m_store;
    try {
        return store();
    } catch (const Error& error) {
        m_forgotten = std::make_unique<QTemporaryDir>();
        if (!m_forgotten->isValid())
            throw;
        m_output.note("note: without a workspace, which is not needed here: " + error.detail());
        m_store = std::make_unique<RunStore>(m_forgotten->filePath(QStringLiteral("runs.sqlite")));
    }
    return *m_store;
}

namespace {

/// The option of this name that takes a value, of the program or of any of its commands.
bool takesValue(const CLI::App& app, const std::string& name)
{
    const CLI::Option* option = app.get_option_no_throw(name);
    if (option != nullptr && option->get_items_expected_max() > 0)
        return true;
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    return std::any_of(commands.begin(), commands.end(),
                       [&name](const CLI::App* command) { return takesValue(*command, name); });
}

/// The first option that is given an empty text, which CLI11 would take for none at all: a variable of a
/// script that is not set. Empty if there is none.
std::string optionWithEmptyValue(const CLI::App& app, const std::vector<std::string>& arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--")
            return {};
        if (!argument.starts_with("--"))
            continue;
        const std::size_t equals = argument.find('=');
        const std::string name = argument.substr(0, equals);
        const bool empty = equals != std::string::npos ? equals + 1 == argument.size()
                                                       : i + 1 < arguments.size() && arguments[i + 1].empty();
        if (empty && takesValue(app, name))
            return name;
    }
    return {};
}

/// The exit code, unless what was to be printed was lost.
int ended(const Output& output, std::ostream& err, ExitCode code)
{
    if (!output.failed() || code != ExitCode::Done)
        return static_cast<int>(code);
    err << "error: standard output cannot be written; check the free space, or where it leads to."
        << std::endl;
    return static_cast<int>(ExitCode::Failed);
}

} // namespace

int runCommandLine(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err,
                   const CommandLineSettings& settings)
{
    GlobalOptions options;
    CLI::App app("Multi-interest micro-video recommendation: train, recall, evaluate, compare.", "opal");
    app.fallthrough();
    app.require_subcommand(1);
    declareGlobals(app, options);
    app.footer("Every command understands the options above and has its own --help.");
    std::vector<std::pair<const CLI::App*, std::unique_ptr<Command>>> commands;
    for (const CommandEntry& entry : commandTable()) {
        CLI::App* child = app.add_subcommand(entry.name, entry.help);
        commands.emplace_back(child, entry.make());
        commands.back().second->declare(*child);
    }

    Output output(out, err, earlyMode(arguments, settings.terminal));
    if (const std::string option = optionWithEmptyValue(app, arguments); !option.empty())
        return static_cast<int>(reportUsage(output, app, "the value of " + option + " is empty"));
    try {
        // CLI11 takes the arguments from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::Success& success) {
        app.exit(success, out, err);
        out.flush();
        return ended(output, err, ExitCode::Done);
    } catch (const CLI::ParseError& failure) {
        return static_cast<int>(reportUsage(output, app, usageMessage(app, failure, arguments)));
    }
    if (options.threads > 0)
        useThreads(options.threads);
    CommandContext context(options, output, settings.stop);
    for (const auto& [child, command] : commands)
        if (child->parsed())
            return ended(output, err, runChosen(*command, context));
    return static_cast<int>(ExitCode::WrongUsage);
}

} // namespace opal
