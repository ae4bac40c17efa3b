// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/progressreporter.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
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

void KitCommand::declare(CLI::App& app)
{
    app.add_option("--out", m_out, "Folder to write; it appears when everything is in it")
        ->type_name("FOLDER")
        ->required();
    app.add_option("--run", m_request.runs.runs,
                   "Only these runs: id, beginning of one, or name (default: all)")
        ->type_name("RUN")
        ->allow_extra_args(false);
    app.add_option("--tag", m_request.runs.tag, "Only runs with this tag")->type_name("TEXT");
    app.add_option("--user", m_request.user,
                   "User of Fig. 4, by the id of the log (default: the typical one)")
        ->type_name("ID");
    app.footer(
        "Tables I-III (.tex .csv .md), Figs. 3 and 4 (.pdf .svg .png and their numbers as .csv), a macro\n"
        "for every figure of the tables, and a README with commands, seeds and hashes.");
}

void KitCommand::run(CommandContext& context)
{
    ProgressReporter reporter(context.output(), context.stopToken());
    const PaperKit kit = gatherPaperKit(m_request, { context.store(), context.paths(), reporter });
    reporter.finish();
    std::map<QString, QByteArray> files = kit.files;
    for (const PaperKitFigure& figure : kit.figures)
        for (const QString& suffix : kitFigureSuffixes())
            files[figure.name + QLatin1Char('.') + suffix] = renderKitFigure(figure, suffix);
    writePaperKit(QString::fromStdString(m_out), files);
    Json names = Json::array();
    for (const auto& [name, content] : files)
        names.push_back(name.toStdString());
    Json missing = Json::array();
    for (const QString& reason : kit.missing) {
        missing.push_back(reason.toStdString());
        context.output().complain(reason.toStdString());
    }
    context.output().result({ { "kit", m_out }, { "files", names }, { "missing", missing } });
    context.output().text("wrote " + m_out + " (" + std::to_string(files.size()) + " files)");
}

std::unique_ptr<Command> makeKitCommand()
{
    return std::make_unique<KitCommand>();
}

} // namespace opal
