// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>

#include <QApplication>
#include <QFileInfo>

#include "app/cli/command.h"
#include "app/cli/figureapplication.h"
#include "app/cli/output.h"
#include "app/cli/progressreporter.h"
#include "app/cli/trainsettings.h"
#include "core/base/error.h"
#include "core/base/params.h"
#include "core/jobs/savefile.h"
#include "core/results/tableentries.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmifigure.h"
#include "views/plot/figureexporter.h"

namespace opal {

/// `opal figure NAME`: one figure of the table of figures as a file. Only in builds with the window.
class FigureCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

    std::string keptWork() const override { return m_kept; }

private:
    void list(CommandContext& context) const;
    void make(CommandContext& context);
    FigureSubject subject(const FigureEntry& entry, CommandContext& context) const;

    std::string m_kept;
    std::string m_name;
    std::string m_out;
    std::string m_data; ///< file for the numbers behind it; empty: none
    std::vector<std::string> m_runs;
    std::string m_user;
    std::string m_dataset;
    std::string m_style;
    std::vector<std::string> m_options;
    std::string m_preset; ///< of the runs that are trained, as the next three
    std::string m_config;
    std::vector<std::string> m_settings;
    int m_interests = 0; ///< 0: not given
    std::string m_pick; ///< empty: the named user, or the typical one
    double m_width = 0;
    double m_height = 0;
    int m_dpi = 300;
    bool m_transparent = false;
    bool m_list = false;
};

namespace {

const FigureEntry& entryOf(const std::string& name)
{
    if (const FigureEntry* entry = findFigure(QString::fromStdString(name)))
        return *entry;
    std::vector<std::string> names;
    for (const FigureEntry& entry : figureRegistry())
        names.push_back(entry.key.toStdString());
    throw Error(ErrorCode::InvalidConfiguration,
                "there is no figure '" + name + "'; the nearest is '" + nearestWord(name, names)
                    + "', 'opal figure --list' names all");
}

std::map<std::string, std::string> optionsOf(const std::vector<std::string>& texts)
{
    std::map<std::string, std::string> options;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(ErrorCode::InvalidArgument, "--option takes KEY=VALUE, not '" + text + "'");
        options[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return options;
}

Json choiceJson(const UserChoice& choice)
{
    const auto finite = [](double value) { return std::isfinite(value) ? Json(value) : Json(); };
    return { { "user", choice.userId },
             { "pick", userPickName(choice.pick) },
             { "ratio", finite(choice.ratio) },
             { "median_ratio", finite(choice.median) },
             { "users", choice.users } };
}

} // namespace

std::unique_ptr<QCoreApplication> makeApplication(const std::vector<std::string>& arguments, int& argc,
                                                  char* argv[])
{
    const bool draws = std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
        return argument == "figure" || argument == "kit";
    });
    if (!draws)
        return std::make_unique<QCoreApplication>(argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QApplication>(argc, argv);
}

void FigureCommand::declare(CLI::App& app)
{
    app.add_option("name", m_name, "Figure: see --list")->type_name("NAME");
    app.add_flag("--list", m_list, "The figures there are and what they need");
    app.add_option("--out", m_out, "File to write: .pdf, .svg or .png")->type_name("FILE");
    app.add_option("--data", m_data, "File for the numbers behind the figure, as CSV")->type_name("FILE");
    app.add_option("--run", m_runs, "Run: id, beginning of one, or name; again for a second one")
        ->type_name("RUN")
        ->allow_extra_args(false);
    auto* user = app.add_option("--user", m_user, "User, by the id of the log")->type_name("ID");
    app.add_option("--dataset", m_dataset,
                   "Data-set file, for figures of a data set and for one-against-several, which finds or "
                   "trains its runs on it")
        ->type_name("FILE");
    app.add_option("--option", m_options, "Setting of the figure, e.g. shift=5 or k=100")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    app.add_option("--interests", m_interests,
                   "Number that one-against-several sets against one (default: 4)")
        ->type_name("K")
        ->check(CLI::Range(2, 1000000));
    app.add_option("--pick", m_pick,
                   "User of one-against-several: typical (the median by SPPMI within / between; default) or "
                   "clearest (the highest)")
        ->type_name("RULE")
        ->check(CLI::IsMember({ "typical", "clearest" }))
        ->excludes(user);
    app.add_option("--preset", m_preset, "Named set of OPAL's parameters, for runs that are trained")
        ->type_name("NAME");
    app.add_option("--config", m_config, "Parameters of runs that are trained as KEY = VALUE lines")
        ->type_name("FILE.toml");
    app.add_option("--set", m_settings, "One parameter of runs that are trained, may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    app.add_option("--width", m_width,
                   "Width in millimetres (default: one or two IEEE columns, by the figure)")
        ->type_name("MM")
        ->check(CLI::Range(20.0, 1000.0));
    app.add_option("--height", m_height, "Height in millimetres (default: by the figure)")
        ->type_name("MM")
        ->check(CLI::Range(20.0, 1000.0));
    app.add_option("--dpi", m_dpi, "Resolution of a PNG")
        ->type_name("N")
        ->check(CLI::Range(72, 1200))
        ->capture_default_str();
    app.add_flag("--transparent", m_transparent, "No background");
    app.add_option("--style", m_style, "Style file (JSON): fonts, line widths, colours")->type_name("FILE");
    app.final_callback([this] {
        if (m_list)
            return;
        if (m_name.empty())
            throw CLI::RequiredError("NAME or --list");
        if (m_out.empty())
            throw CLI::RequiredError("--out");
    });
    app.footer("one-against-several takes finished runs of these parameters and trains what is missing; "
               "interrupted, the same command goes on with it.");
}

void FigureCommand::run(CommandContext& context)
{
    if (m_list)
        list(context);
    else
        make(context);
}

void FigureCommand::list(CommandContext& context) const
{
    Json figures = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const FigureEntry& entry : figureRegistry()) {
        const FigureNeeds& needs = entry.needs;
        const std::string key = entry.key.toStdString();
        figures.push_back({ { "figure", key },
                            { "title", entry.title().toStdString() },
                            { "runs", { needs.minRuns, needs.maxRuns } },
                            { "user", needs.user },
                            { "dataset", needs.dataset || needs.trains } });
        std::string wanted = needs.minRuns == needs.maxRuns
            ? std::to_string(needs.minRuns)
            : std::to_string(needs.minRuns) + " to " + std::to_string(needs.maxRuns);
        wanted += " run(s)";
        if (needs.trains)
            wanted = "data set, or 2 run(s)";
        if (needs.user)
            wanted += ", user";
        if (needs.dataset)
            wanted += ", data set";
        rows.push_back({ key, entry.title().toStdString(), wanted });
    }
    context.output().result({ { "figures", figures } });
    context.output().table({ "figure", "shows", "needs" }, rows);
}

FigureSubject FigureCommand::subject(const FigureEntry& entry, CommandContext& context) const
{
    FigureSubject subject { m_runs, m_user, QString::fromStdString(m_dataset), optionsOf(m_options) };
    // --seed and --threads may be given to any command: where nothing is trained they are no parameters.
    const bool trains = entry.needs.trains && m_runs.empty();
    if (trains || !m_preset.empty() || !m_config.empty() || !m_settings.empty()) {
        const TrainSettings settings
            = gatherTrainSettings(m_preset, m_config, m_settings, {}, context.options());
        if (settings.model != referenceModel)
            throw Error(ErrorCode::InvalidConfiguration,
                        "the figure '" + m_name + "' is of OPAL, so it trains no '" + settings.model + "'");
        subject.params = settings.params;
        if (subject.datasetFile.isEmpty())
            subject.datasetFile = QString::fromStdString(settings.dataset);
    }
    if (m_interests > 0)
        subject.params["interests"] = std::to_string(m_interests);
    if (!m_pick.empty())
        subject.options["pick"] = m_pick;
    checkFigureSubject(entry, subject);
    for (std::string& run : subject.runs)
        run = context.store().run(run).id;
    return subject;
}

void FigureCommand::make(CommandContext& context)
{
    const FigureEntry& entry = entryOf(m_name);
    const FigureFormat format = figureFormatOf(QString::fromStdString(m_out));
    const FigureSubject subject = this->subject(entry, context);
    FigureOutput output;
    if (!m_style.empty())
        output.style = readFigureStyle(QString::fromStdString(m_style));
    const double width = m_width > 0 ? m_width : entry.widthMm;
    output.sizeMm = { width, m_height > 0 ? m_height : figureHeightMm(entry, width) };
    output.dpi = m_dpi;
    output.transparent = m_transparent;

    ProgressReporter reporter(context.output(), context.stopToken());
    FigureRequest figure;
    try {
        figure = loadFigure(entry, subject, { context.store(), context.paths(), reporter });
    } catch (const Cancelled&) {
        reporter.finish();
        if (entry.needs.trains)
            m_kept = "What was trained is kept: run the same command again to go on with it.";
        throw;
    }
    reporter.finish();
    Json chosen;
    if (figure.choice) {
        chosen = choiceJson(*figure.choice);
        context.output().text(userChoiceText(*figure.choice).toStdString());
    }
    const FigureProvenance provenance = provenanceOf(context.store(), entry.key, figure.subject);
    saveFile(QString::fromStdString(m_out), renderFigure(figure.draw, format, output, provenance));

    Json answer { { "figure", entry.key.toStdString() }, { "out", m_out }, { "runs", figure.subject.runs } };
    if (!chosen.is_null())
        answer.update(chosen);
    context.output().wrote(m_out);
    if (!m_data.empty()) {
        saveFile(QString::fromStdString(m_data), figure.table().toCsv());
        answer["data"] = m_data;
        context.output().wrote(m_data);
    }
    context.output().result(answer);
}

std::unique_ptr<Command> makeFigureCommand()
{
    return std::make_unique<FigureCommand>();
}

} // namespace opal
