// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/paperkit.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/savefile.h"
#include "core/results/interestcurves.h"
#include "core/results/setting.h"
#include "core/results/tablemacros.h"
#include "core/results/tabletext.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/figures/interestsfigure.h"
#include "views/figures/sppmifigure.h"
#include "views/plot/figureexporter.h"

namespace opal {

namespace {

const QString readme = QStringLiteral("README.md");
const QByteArray readmeBegin = "# Paper kit";

/// Gathers the parts one after the other.
class Gathering
{
public:
    Gathering(const PaperKitRequest& request, const FigureAccess& access)
        : m_request(request)
        , m_access(access)
        , m_runs(tableRuns(access.store, request.runs))
    {
    }

    PaperKit make()
    {
        addTables();
        if (m_tables.empty())
            throw Error(ErrorCode::NotFound,
                        "there is nothing to put into a paper kit; train some runs first, e.g. with opal "
                        "sweep");
        m_kit.files[QStringLiteral("macros.tex")] = QByteArray::fromStdString(
            "% \\input this file, then write \\name in the text\n" + tableMacros(m_tables));
        const std::vector<std::string> datasets = datasetHashes();
        for (const std::string& hash : datasets) {
            const QString ending = datasets.size() == 1 ? QString() : u'-' + fileName(m_titles.at(hash));
            addInterests(hash, ending);
            addDiversity(hash, ending);
        }
        if (!m_kit.figures.empty())
            m_kit.files[QStringLiteral("figures.tex")] = figuresText().toUtf8();
        m_kit.files[readme] = readmeText().toUtf8();
        return std::move(m_kit);
    }

private:
    static QString fileName(const std::string& title)
    {
        QString name;
        for (const QChar sign : QString::fromStdString(title))
            name += sign.isLetterOrNumber() ? sign.toLower() : QLatin1Char('-');
        return name;
    }

    void addTables()
    {
        const std::pair<TableFormat, const char*> formats[] = { { TableFormat::Latex, ".tex" },
                                                                { TableFormat::Csv, ".csv" },
                                                                { TableFormat::Markdown, ".md" } };
        for (const char* name : { "table1", "table2", "table3" }) {
            StoredTableQuery query = m_request.runs;
            query.name = name;
            try {
                m_tables.push_back(makeStoredTable(m_access.store, query, m_runs));
            } catch (const Error& error) {
                if (error.code() != ErrorCode::NotFound)
                    throw;
                m_kit.missing << QString::fromLatin1(name) + QStringLiteral(": ")
                        + QString::fromStdString(error.detail());
                continue;
            }
            for (const auto& [format, suffix] : formats)
                m_kit.files[QString::fromLatin1(name) + QLatin1String(suffix)]
                    = QByteArray::fromStdString(tableText(m_tables.back(), format));
        }
    }

    /// Of the tested runs, in order of first appearance.
    std::vector<std::string> datasetHashes()
    {
        m_titles = datasetTitles(m_runs);
        std::vector<std::string> hashes;
        for (const RunRecord& run : m_runs)
            if (run.test && std::find(hashes.begin(), hashes.end(), run.datasetHash) == hashes.end())
                hashes.push_back(run.datasetHash);
        return hashes;
    }

    std::vector<RunRecord> runsOn(const std::string& hash) const
    {
        std::vector<RunRecord> runs;
        for (const RunRecord& run : m_runs)
            if (run.datasetHash == hash)
                runs.push_back(run);
        return runs;
    }

    /// Every figure with its caption in LaTeX, to be taken over or \input.
    QString figuresText() const
    {
        QString text = QStringLiteral("% Wants \\usepackage{graphicx}. The files lie beside this one.\n");
        for (const PaperKitFigure& figure : m_kit.figures) {
            const bool spansColumns = findFigure(figure.provenance.figure)->widthMm > FigureEntry {}.widthMm;
            const QString environment = spansColumns ? QStringLiteral("figure*") : QStringLiteral("figure");
            text += QStringLiteral("\n\\begin{%1}\n  \\centering\n  \\includegraphics[width=%2]{%3}\n"
                                   "  \\caption{%4}\n  \\label{fig:%3}\n\\end{%1}\n")
                        .arg(environment,
                             spansColumns ? QStringLiteral("\\textwidth") : QStringLiteral("\\columnwidth"),
                             figure.name, figure.caption);
        }
        return text;
    }

    static QString latex(const std::string& text) { return QString::fromStdString(escapedLatex(text)); }

    static QString enumeration(const QStringList& words)
    {
        return words.size() < 2 ? words.join(QString())
                                : words.mid(0, words.size() - 1).join(QStringLiteral(", "))
                + QStringLiteral(" and ") + words.last();
    }

    void add(const QString& name, const FigureRequest& figure, const FigureSubject& subject, QString caption)
    {
        m_kit.files[name + QStringLiteral(".csv")] = figure.table().toCsv();
        m_used.insert(subject.runs.begin(), subject.runs.end());
        m_kit.figures.push_back(
            { name, std::move(caption), provenanceOf(m_access.store, figure.key, subject), figure.draw });
    }

    void addInterests(const std::string& hash, const QString& ending)
    {
        const std::vector<RunRecord> runs = runsOn(hash);
        const std::vector<MetricAt> metrics = defaultInterestMetrics(runs);
        auto curves = std::make_shared<const InterestCurves>(interestCurves(runs, tableModels(), metrics));
        if (curves->lines.empty()) {
            m_kit.missing
                << QStringLiteral("fig3%1: no run tells its number of interests and was tested").arg(ending);
            return;
        }
        FigureSubject subject;
        for (const MetricAt& metric : metrics)
            subject.options["metrics"] += (subject.options["metrics"].empty() ? "" : ",") + metricKey(metric);
        for (const InterestLine& line : curves->lines)
            for (const InterestPoint& point : line.points)
                for (const std::string& run : point.runs)
                    if (std::find(subject.runs.begin(), subject.runs.end(), run) == subject.runs.end())
                        subject.runs.push_back(run);
        QStringList names;
        for (const MetricAt& metric : metrics)
            names << latex(metricTitle(metric));
        int seeds = 1;
        for (const InterestLine& line : curves->lines)
            for (const InterestPoint& point : line.points)
                seeds = std::max(seeds, static_cast<int>(point.runs.size()));
        QString caption = QStringLiteral("%1 on %2 against the number of interests, on the test day.")
                              .arg(enumeration(names), latex(m_titles.at(hash)));
        if (seeds > 1)
            caption
                += QStringLiteral(" Means over up to %1 seeds; bars show one standard deviation.").arg(seeds);
        add(QStringLiteral("fig3") + ending, figureRequest(QStringLiteral("interests"), curves, subject),
            subject, std::move(caption));
    }

    /// OPAL with one interest beside the best OPAL with several, as Fig. 4 has them; one alone if there is no
    /// other.
    void addDiversity(const std::string& hash, const QString& ending)
    {
        const std::vector<TableModel> models { { referenceModel, "OPAL" } };
        const std::vector<RunRecord> runs = runsOn(hash);
        std::vector<RunRecord> single = runs;
        const auto several = std::stable_partition(single.begin(), single.end(), [](const RunRecord& run) {
            const auto interests = run.params.find("interests");
            return interests != run.params.end() && interests->second == "1";
        });
        const std::vector<RunRecord> others(several, single.end());
        single.erase(several, single.end());
        FigureSubject subject;
        for (const std::vector<RunRecord>& group : { single, others })
            for (const TableEntry& entry : modelEntries(group, models))
                if (std::find(subject.runs.begin(), subject.runs.end(), entry.runs.front())
                    == subject.runs.end())
                    subject.runs.push_back(entry.runs.front());
        const QString name = QStringLiteral("fig4") + ending;
        if (subject.runs.empty()) {
            m_kit.missing << name + QStringLiteral(": there is no tested run of OPAL");
            return;
        }
        // Beside one interest, a user is chosen who stands for the others.
        const bool pair = subject.runs.size() == 2;
        const QString key = pair ? oneAgainstSeveralKey : QStringLiteral("sppmi");
        try {
            subject.user = m_request.user.empty() && !pair ? firstUser(subject.runs.back()) : m_request.user;
            const FigureRequest figure = loadFigure(*findFigure(key), subject, m_access);
            QString chosen;
            if (figure.choice) {
                const UserChoice& choice = *figure.choice;
                subject.user = choice.userId;
                subject.options["pick"] = userPickName(choice.pick);
                if (choice.pick == UserPick::Typical)
                    chosen = QStringLiteral(" It is the median user, of %1, by the ratio of the mean within "
                                            "to the mean between interests.")
                                 .arg(choice.users);
            }
            QStringList names;
            for (const std::string& id : subject.runs)
                for (const RunRecord& run : runs)
                    if (run.id == id)
                        names << latex(run.name);
            add(name, figure, subject,
                QStringLiteral(
                    "Shifted positive pointwise mutual information between the items recommended to "
                    "user %1 of %2, counted on the training days: %3.")
                        .arg(latex(subject.user), latex(m_titles.at(hash)), enumeration(names))
                    + chosen);
        } catch (const Error& error) {
            // Runs that came without weights still make tables.
            m_kit.missing << name + QStringLiteral(": ") + QString::fromStdString(error.detail());
        }
    }

    std::string firstUser(const std::string& run)
    {
        const std::vector<std::string> users
            = makeUserListJob(m_access.store, run, {}, 1).run(m_access.context);
        if (users.empty())
            throw Error(ErrorCode::NotFound, "the test day has no user");
        return users.front();
    }

    static QString trainCommand(const RunRecord& run)
    {
        QString command = QStringLiteral("opal train --dataset %1 --model %2")
                              .arg(QFileInfo(QString::fromStdString(run.datasetPath)).fileName(),
                                   QString::fromStdString(run.model));
        std::map<std::string, std::string> defaults;
        for (const ModelInfo& info : availableModels())
            if (info.name == run.model)
                for (const ParamSpec& spec : info.params)
                    defaults[spec.key] = paramText(spec.defaultValue);
        for (const auto& [key, value] : run.params)
            if (!isMachineParam(key) && (!defaults.contains(key) || defaults[key] != value))
                command += QStringLiteral(" --set %1=%2")
                               .arg(QString::fromStdString(key), QString::fromStdString(value));
        return command;
    }

    QString kitOptions() const
    {
        QString options;
        if (!m_request.runs.tag.empty())
            options += QStringLiteral(" --tag '%1'").arg(QString::fromStdString(m_request.runs.tag));
        for (const std::string& run : m_request.runs.runs)
            options += QStringLiteral(" --run ") + QString::fromStdString(run);
        return options;
    }

    QString readmeText()
    {
        for (const ResultsTable& table : m_tables)
            for (const TableRow& row : table.rows)
                for (const TableCell& cell : row.cells)
                    m_used.insert(cell.runs.begin(), cell.runs.end());
        const QString options = kitOptions();
        QString text = QString::fromLatin1(readmeBegin)
            + QStringLiteral("\n\nMade by OPAL Studio %1 from %2 runs. The same runs give the same files.\n\n"
                             "## Again\n\n```\nopal kit --out FOLDER%3")
                  .arg(QString::fromStdString(systemInfo().version))
                  .arg(m_used.size())
                  .arg(options);
        if (!m_request.user.empty())
            text += QStringLiteral(" --user ") + QString::fromStdString(m_request.user);
        text += QStringLiteral("\n");
        for (const ResultsTable& table : m_tables)
            text += QStringLiteral("opal table %1 --format latex%2\n")
                        .arg(QString::fromStdString(table.name), options);
        for (const PaperKitFigure& figure : m_kit.figures) {
            text += QStringLiteral("opal figure %1 --out %2.pdf").arg(figure.provenance.figure, figure.name);
            for (const std::string& run : figure.provenance.subject.runs)
                text += QStringLiteral(" --run ") + QString::fromStdString(run);
            if (!figure.provenance.subject.user.empty())
                text += QStringLiteral(" --user ") + QString::fromStdString(figure.provenance.subject.user);
            for (const auto& [key, value] : figure.provenance.subject.options)
                text += QStringLiteral(" --option %1=%2")
                            .arg(QString::fromStdString(key), QString::fromStdString(value));
            text += QStringLiteral("\n");
        }
        text += QStringLiteral("```\n\n## Files\n\n"
                               "* `table1`, `table2`, `table3`: LaTeX (booktabs), CSV and Markdown\n"
                               "* `macros.tex`: a macro for every figure of the tables\n"
                               "* `figures.tex`: the figures with captions and labels\n"
                               "* `fig3`: quality against the number of interests; `fig4`: diversity of one "
                               "user's list\n");
        if (!m_kit.missing.isEmpty()) {
            text += QStringLiteral("\n## Missing\n\n");
            for (const QString& reason : m_kit.missing)
                text += QStringLiteral("* %1\n").arg(reason);
        }
        text += QStringLiteral(
            "\n## Runs\n\n| run | name | data set | data hash | seed | seconds | version |\n"
            "| --- | --- | --- | --- | ---: | ---: | --- |\n");
        QString commands;
        double seconds = 0;
        for (const RunRecord& run : m_runs) {
            if (!m_used.contains(run.id))
                continue;
            seconds += run.seconds;
            text += QStringLiteral("| %1 | %2 | %3 | `%4` | %5 | %6 | %7 |\n")
                        .arg(QString::fromStdString(run.id), QString::fromStdString(run.name),
                             QString::fromStdString(run.datasetName), QString::fromStdString(run.datasetHash))
                        .arg(run.seed)
                        .arg(run.seconds, 0, 'f', 0)
                        .arg(QString::fromStdString(run.appVersion));
            commands += trainCommand(run) + QStringLiteral(" # ") + QString::fromStdString(run.id)
                + QStringLiteral("\n");
        }
        return text
            + QStringLiteral(
                  "\nThey took %1 seconds of training and evaluation.\n\n## Training\n\n```\n%2```\n")
                  .arg(seconds, 0, 'f', 0)
                  .arg(commands);
    }

    const PaperKitRequest& m_request;
    const FigureAccess& m_access;
    std::vector<RunRecord> m_runs;
    std::map<std::string, std::string> m_titles; ///< of data sets, by hash
    std::vector<ResultsTable> m_tables;
    std::set<std::string> m_used; ///< ids of runs behind anything
    PaperKit m_kit;
};

bool isReplaceable(const QDir& folder)
{
    if (folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        return true;
    QFile file(folder.filePath(readme));
    return file.open(QIODevice::ReadOnly) && file.readLine().trimmed() == readmeBegin;
}

} // namespace

PaperKit gatherPaperKit(const PaperKitRequest& request, const FigureAccess& access)
{
    return Gathering(request, access).make();
}

const QStringList& kitFigureSuffixes()
{
    static const QStringList suffixes { QStringLiteral("pdf"), QStringLiteral("svg"), QStringLiteral("png") };
    return suffixes;
}

QByteArray renderKitFigure(const PaperKitFigure& figure, const QString& suffix)
{
    const FigureEntry* entry = findFigure(figure.provenance.figure);
    FigureOutput output;
    output.sizeMm = { entry->widthMm, figureHeightMm(*entry, entry->widthMm) };
    return renderFigure(figure.draw, figureFormatOf(QStringLiteral("figure.") + suffix), output,
                        figure.provenance);
}

void writePaperKit(const QString& folder, const std::map<QString, QByteArray>& files)
{
    namespace fs = std::filesystem;
    const QFileInfo target(folder);
    const std::string name = folder.toStdString();
    if (target.exists() && (!target.isDir() || !isReplaceable(QDir(folder))))
        throw Error(ErrorCode::InvalidArgument,
                    "'" + name + "' holds something else than a paper kit; choose a new folder");
    if (!QDir().mkpath(target.absolutePath()))
        throw Error(ErrorCode::CannotWrite, "cannot make the folder " + target.absolutePath().toStdString());
    // Beside its destination, so that a rename suffices.
    QTemporaryDir temporary(target.absolutePath() + QStringLiteral("/.paper-kit-XXXXXX"));
    if (!temporary.isValid())
        throw Error(ErrorCode::CannotWrite,
                    "cannot write beside " + name + ": " + temporary.errorString().toStdString());
    const QString fresh = temporary.filePath(QStringLiteral("new"));
    QDir().mkpath(fresh);
    for (const auto& [file, content] : files)
        saveFile(fresh + u'/' + file, content);
    try {
        const fs::path place(target.absoluteFilePath().toStdString());
        if (target.exists())
            fs::rename(place, temporary.filePath(QStringLiteral("old")).toStdString());
        fs::rename(fresh.toStdString(), place);
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorCode::CannotWrite, "cannot put " + name + " into place: " + error.what());
    }
}

} // namespace opal
