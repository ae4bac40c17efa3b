// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/progressreporter.h"
#include "core/base/error.h"
#include "core/jobs/ownmodels.h"

namespace opal {

/// `opal models ...`: TorchScript files as models of the workspace.
class ModelsCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    using Action = void (ModelsCommand::*)(CommandContext&);

    CLI::App* addAction(CLI::App& app, const char* name, const char* help, Action action);
    void declareFile(CLI::App& action);
    AddModelRequest request() const;
    void list(CommandContext& context);
    void check(CommandContext& context);
    void add(CommandContext& context);
    void remove(CommandContext& context);

    std::vector<std::pair<const CLI::App*, Action>> m_actions;
    std::string m_file;
    std::string m_name;
    std::string m_answer;
    bool m_trust = false;
    ProbeLimits m_limits;
};

namespace {

Json manifestJson(const ScriptManifest& manifest)
{
    return Json::parse(manifestText(manifest));
}

void printManifest(Output& output, const ScriptManifest& manifest)
{
    output.text("  loss: " + std::string(manifest.ownLoss ? "its own" : "the shared sampled softmax")
                + (manifest.hasCategories ? "; assigns items to interests" : ""));
    for (const ParamSpec& spec : manifest.params)
        output.text("  " + spec.key + " = " + paramText(spec.defaultValue) + "  [" + paramText(spec.minimum)
                    + " to " + paramText(spec.maximum) + "]  " + visible(spec.help));
}

} // namespace

CLI::App* ModelsCommand::addAction(CLI::App& app, const char* name, const char* help, Action action)
{
    CLI::App* child = app.add_subcommand(name, help);
    m_actions.emplace_back(child, action);
    return child;
}

void ModelsCommand::declareFile(CLI::App& action)
{
    action.add_option("file", m_file, "TorchScript file of torch.jit.script(model).save(FILE)")
        ->type_name("FILE.pt")
        ->required();
    action.add_option("--name", m_name, "Name of the model (default: of the file)")->type_name("NAME");
    action.add_flag("--trust", m_trust, "The file is a program: say that it may run");
    action.add_option("--seconds", m_limits.seconds, "Longest that trying it out may take")
        ->check(CLI::Range(1, 86400))
        ->capture_default_str();
    action.add_option("--memory", m_limits.megabytes, "Most memory that trying it out may take, in MB")
        ->type_name("MB")
        ->check(CLI::Range(64, 1 << 20))
        ->capture_default_str();
}

void ModelsCommand::declare(CLI::App& app)
{
    app.require_subcommand(1);
    addAction(app, "list", "Models that were added to the workspace", &ModelsCommand::list);
    CLI::App* adding = addAction(app, "add", "Try a model file out and add it", &ModelsCommand::add);
    declareFile(*adding);
    CLI::App* checking
        = addAction(app, "check", "Try a model file out without adding it", &ModelsCommand::check);
    declareFile(*checking);
    // For the child that a file is tried out in.
    checking->add_option("--answer", m_answer)->group("");
    CLI::App* removing
        = addAction(app, "remove", "Take a model out; runs made with it keep theirs", &ModelsCommand::remove);
    removing->add_option("name", m_name, "Name of the model")->type_name("NAME")->required();
    app.footer("Help, Your own model has the contract; resources/python holds a template, a checker and two "
               "worked examples.");
}

AddModelRequest ModelsCommand::request() const
{
    return { QString::fromStdString(m_file), m_name, m_trust, m_limits };
}

void ModelsCommand::list(CommandContext& context)
{
    Json models = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const ScriptManifest& manifest : addedModels(context.paths())) {
        const bool trusted = isTrusted(manifest.sha256);
        models.push_back(manifestJson(manifest));
        models.back()["trusted"] = trusted;
        rows.push_back({ manifest.name, manifest.ownLoss ? "own" : "shared",
                         std::to_string(manifest.params.size()), trusted ? "yes" : "no", manifest.sha256 });
    }
    context.output().result(models);
    if (rows.empty())
        context.output().text("No model was added yet: opal models add FILE.pt --trust");
    else
        context.output().table({ "model", "loss", "parameters", "trusted", "SHA-256" }, rows);
}

void ModelsCommand::check(CommandContext& context)
{
    if (!m_answer.empty()) {
        probeHere(m_file, m_name, m_limits, m_answer);
        return;
    }
    ProgressReporter reporter(context.output(), context.stopToken());
    const ScriptManifest manifest = makeCheckModelJob(request()).run(reporter);
    reporter.finish();
    context.output().result(manifestJson(manifest));
    context.output().text("'" + visible(m_file) + "' can be used: opal models add " + visible(m_file));
    printManifest(context.output(), manifest);
}

void ModelsCommand::add(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const ScriptManifest manifest = makeAddModelJob(context.paths(), request()).run(reporter);
    reporter.finish();
    Json line { { "event", "finished" } };
    line.update(manifestJson(manifest));
    context.output().result(line);
    context.output().text("model " + manifest.name + " is in the workspace: opal train --model "
                          + manifest.name + " --dataset FILE");
    printManifest(context.output(), manifest);
}

void ModelsCommand::remove(CommandContext& context)
{
    removeModel(context.paths(), m_name);
    context.output().result({ { "event", "finished" }, { "removed", m_name } });
    context.output().text("model " + m_name + " is no longer in the workspace");
}

void ModelsCommand::run(CommandContext& context)
{
    for (const auto& [action, perform] : m_actions)
        if (action->parsed())
            (this->*perform)(context);
}

std::unique_ptr<Command> makeModelsCommand()
{
    return std::make_unique<ModelsCommand>();
}

} // namespace opal
