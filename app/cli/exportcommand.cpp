// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/progressreporter.h"
#include "core/jobs/exportjob.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal export RUN --as FORM --out DIR`: vectors, lists, index, encoder or curves for other programs.
class ExportCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::vector<std::string> m_runs;
    std::string m_form;
    std::string m_folder;
    int m_k = 200;
    bool m_perInterest = false;
    std::string m_index = "Flat";
};

void ExportCommand::declare(CLI::App& app)
{
    std::vector<std::string> forms;
    for (const ExportForm& form : exportForms())
        forms.push_back(form.name);
    app.add_option("run", m_runs, "Run: id, beginning of one, or name; several for tensorboard")
        ->type_name("RUN")
        ->required();
    app.add_option("--as", m_form, "Form of the files")->check(CLI::IsMember(forms))->required();
    app.add_option("--out", m_folder, "Folder for the files and a README.md; made if needed")
        ->type_name("DIR")
        ->required();
    app.add_option("--k", m_k, "Length of the recall lists")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    app.add_flag("--per-interest", m_perInterest, "A list for every interest instead of the merged one");
    app.add_option("--index", m_index, "Faiss index of the form faiss, e.g. Flat, HNSW32 or IVF256,Flat")
        ->type_name("SPEC")
        ->capture_default_str();
}

void ExportCommand::run(CommandContext& context)
{
    ExportJobRequest request;
    for (const std::string& name : m_runs)
        request.runs.push_back(context.store().run(name).id);
    request.form = m_form;
    request.folder = QString::fromStdString(m_folder);
    request.k = m_k;
    request.perInterest = m_perInterest;
    request.indexSpec = m_index;
    ProgressReporter reporter(context.output(), context.stopToken());
    const auto files = makeExportJob(context.store(), context.paths(), request).run(reporter);
    reporter.finish();
    context.output().result({ { "event", "finished" }, { "runs", request.runs }, { "files", files } });
    for (const std::string& file : files)
        context.output().text(file);
}

std::unique_ptr<Command> makeExportCommand()
{
    return std::make_unique<ExportCommand>();
}

} // namespace opal
