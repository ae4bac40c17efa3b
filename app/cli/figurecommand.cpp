#include "app/cli/figurecommand.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include <QApplication>
#include <QFileInfo>

#include "app/cli/output.h"
#include "app/cli/progressreporter.h"
#include "core/base/error.h"
#include "core/base/params.h"
#include "core/jobs/savefile.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/plot/figureexporter.h"

namespace opal {

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
    app.add_option("--user", m_user, "User, by the id of the log")->type_name("ID");
    app.add_option("--dataset", m_dataset, "Data-set file, for figures of a data set")->type_name("FILE");
    app.add_option("--option", m_options, "Setting of the figure, e.g. shift=5 or k=100")
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
                            { "dataset", needs.dataset } });
        std::string wanted = needs.minRuns == needs.maxRuns
            ? std::to_string(needs.minRuns)
            : std::to_string(needs.minRuns) + " to " + std::to_string(needs.maxRuns);
        wanted += " run(s)";
        if (needs.user)
            wanted += ", user";
        if (needs.dataset)
            wanted += ", data set";
        rows.push_back({ key, entry.title().toStdString(), wanted });
    }
    context.output().result({ { "figures", figures } });
    context.output().table({ "figure", "shows", "needs" }, rows);
}

void FigureCommand::make(CommandContext& context) const
{
    const FigureEntry& entry = entryOf(m_name);
    const FigureFormat format = figureFormatOf(QString::fromStdString(m_out));
    FigureSubject subject { m_runs, m_user, QString::fromStdString(m_dataset), optionsOf(m_options) };
    checkFigureSubject(entry, subject);
    for (std::string& run : subject.runs)
        run = context.store().run(run).id;
    FigureOutput output;
    if (!m_style.empty())
        output.style = readFigureStyle(QString::fromStdString(m_style));
    const double width = m_width > 0 ? m_width : entry.widthMm;
    output.sizeMm = { width, m_height > 0 ? m_height : figureHeightMm(entry, width) };
    output.dpi = m_dpi;
    output.transparent = m_transparent;

    ProgressReporter reporter(context.output(), context.stopToken());
    const std::any result = entry.load(subject, { context.store(), context.paths(), reporter });
    reporter.finish();
    const FigureProvenance provenance = provenanceOf(context.store(), entry.key, subject);
    const auto draw = [&](QCustomPlot& plot, const PlotTheme& theme) { entry.draw(plot, result, theme); };
    saveFile(QString::fromStdString(m_out), renderFigure(draw, format, output, provenance));

    Json answer { { "figure", entry.key.toStdString() }, { "out", m_out }, { "runs", subject.runs } };
    context.output().text("wrote " + m_out);
    if (!m_data.empty()) {
        saveFile(QString::fromStdString(m_data), entry.table(result).toCsv());
        answer["data"] = m_data;
        context.output().text("wrote " + m_data);
    }
    context.output().result(answer);
}

} // namespace opal
