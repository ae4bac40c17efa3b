// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "app/cli/commandline.h"
#include "core/data/datasetfile.h"
#include "tests/support/opalprogram.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmifigure.h"
#include "views/plot/figurestyle.h"
#include "views/plot/provenance.h"

using Json = nlohmann::json;

namespace {

struct Answer
{
    int exitCode = -1;
    Json last;
    std::string errors;
};

using Cells = std::vector<std::vector<std::string>>;

/// Lines of a CSV file without quoted cells, its header left out.
Cells cellsOf(const QString& file)
{
    QFile input(file);
    Cells cells;
    if (!input.open(QIODevice::ReadOnly))
        return cells;
    input.readLine();
    while (!input.atEnd()) {
        std::vector<std::string>& row = cells.emplace_back();
        for (const QByteArray& cell : input.readLine().trimmed().split(','))
            row.push_back(cell.toStdString());
    }
    return cells;
}

/// SPPMI by its definition (core/models/MODELS.md section 9), from the training days of a file.
class BruteForce
{
public:
    explicit BruteForce(const opal::Dataset& data)
        : m_data(data)
    {
        for (opal::UserIndex user = 0; user < data.userCount(); ++user) {
            const auto train = data.train(user);
            const std::set<int> items(train.begin(), train.end());
            for (const int a : items)
                for (const int b : items)
                    if (a != b) {
                        ++m_joint[{ a, b }];
                        ++m_single[a];
                        ++m_pairs;
                    }
        }
    }

    int joint(const std::string& first, const std::string& second) const
    {
        const auto found = m_joint.find({ *m_data.findItem(first), *m_data.findItem(second) });
        return found == m_joint.end() ? 0 : found->second;
    }

    double value(const std::string& first, const std::string& second, double shift, int minimum) const
    {
        const int both = joint(first, second);
        if (both < minimum)
            return 0;
        const double chance = static_cast<double>(m_single.at(*m_data.findItem(first)))
            * static_cast<double>(m_single.at(*m_data.findItem(second)));
        return std::max(0.0, std::log(both * static_cast<double>(m_pairs) / chance) - std::log(shift));
    }

private:
    const opal::Dataset& m_data;
    std::map<std::pair<int, int>, int> m_joint;
    std::map<int, std::int64_t> m_single;
    std::int64_t m_pairs = 0;
};

} // namespace

/// `opal figure` and `opal diversity` on two tiny runs: the same numbers, counted by hand.
class TestFigureCommand final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        const Answer made = run({ "synth", "--out", path("toy.opaldata"), "--users", "60", "--items", "80",
                                  "--interactions", "1800", "--days", "6", "--topics", "4", "--seed", "3" });
        QVERIFY2(made.exitCode == 0, made.errors.c_str());
        for (const char* interests : { "1", "3" }) {
            const Answer trained
                = run({ "train", "--dataset", path("toy.opaldata"), "--name", std::string("k") + interests,
                        "--set", "steps_per_epoch=2", "--set", "max_epochs=1", "--set", "batch_size=16",
                        "--set", "dim=8", "--set", std::string("interests=") + interests });
            QVERIFY2(trained.exitCode == 0, trained.errors.c_str());
            m_runs.push_back(trained.last.at("run").get<std::string>());
        }
        m_data = opal::openDataset(path("toy.opaldata"));
    }

    void diversityEqualsTheFigureAndABruteForceCount_data()
    {
        QTest::addColumn<QString>("order");
        QTest::addColumn<int>("shift");
        QTest::addColumn<int>("minimum");
        QTest::newRow("interest") << QStringLiteral("interest") << 1 << 1;
        QTest::newRow("category") << QStringLiteral("category") << 5 << 1;
        QTest::newRow("clustered") << QStringLiteral("clustered") << 1 << 3;
    }

    void diversityEqualsTheFigureAndABruteForceCount()
    {
        QFETCH(QString, order);
        QFETCH(int, shift);
        QFETCH(int, minimum);
        const BruteForce count(*m_data);
        const std::string csv = path("fig4.csv");
        const Answer figure = run({ "figure",   "sppmi",
                                    "--run",    m_runs[0],
                                    "--run",    m_runs[1],
                                    "--user",   "7",
                                    "--option", "k=25",
                                    "--option", "shift=" + std::to_string(shift),
                                    "--option", "minimum_count=" + std::to_string(minimum),
                                    "--option", "order=" + order.toStdString(),
                                    "--out",    path("fig4.pdf"),
                                    "--data",   csv });
        QVERIFY2(figure.exitCode == 0, figure.errors.c_str());
        const Cells cells = cellsOf(QString::fromStdString(csv));
        std::size_t line = 0;
        for (const std::string& id : m_runs) {
            const Answer diversity
                = run({ "diversity", id, "--user", "7", "--k", "25", "--shift", std::to_string(shift),
                        "--minimum-count", std::to_string(minimum), "--order", order.toStdString() });
            QVERIFY2(diversity.exitCode == 0, diversity.errors.c_str());
            const Json& user = diversity.last;
            const auto items = user.at("items").get<std::vector<std::string>>();
            const auto interest = user.at("interest").get<std::vector<int>>();
            QCOMPARE(items.size(), std::size_t { 25 });
            double sum = 0;
            double within = 0;
            int withinPairs = 0;
            int zeros = 0;
            for (std::size_t a = 0; a < items.size(); ++a) {
                QVERIFY(user.at("sppmi")[a][a].is_null());
                for (std::size_t b = a + 1; b < items.size(); ++b) {
                    const double expected = count.value(items[a], items[b], shift, minimum);
                    const double value = user.at("sppmi")[a][b].get<double>();
                    QVERIFY(std::abs(value - expected) < 1e-12);
                    QVERIFY(user.at("sppmi")[b][a].get<double>() == value);
                    QVERIFY(line < cells.size());
                    const auto& cell = cells[line++];
                    QCOMPARE(cell[0], id);
                    QCOMPARE(cell[1], items[a]);
                    QCOMPARE(cell[2], std::to_string(interest[a] + 1));
                    QCOMPARE(cell[3], items[b]);
                    QCOMPARE(std::stoi(cell[5]), count.joint(items[a], items[b]));
                    QVERIFY(std::abs(std::stod(cell[6]) - value) < 1e-12);
                    sum += expected;
                    zeros += expected == 0 ? 1 : 0;
                    if (interest[a] == interest[b]) {
                        within += expected;
                        ++withinPairs;
                    }
                }
            }
            QVERIFY(std::abs(user.at("mean").get<double>() - sum / 300) < 1e-12);
            QVERIFY(std::abs(user.at("within").get<double>() - within / withinPairs) < 1e-12);
            QVERIFY(std::abs(user.at("zero_share").get<double>() - zeros / 300.0) < 1e-12);
        }
        QCOMPARE(line, cells.size());
    }

    void setsOfUsersEqualTheFigure()
    {
        const std::string csv = path("users.csv");
        const Answer figure
            = run({ "figure", "diversity-users", "--run", m_runs[1], "--option", "k=20", "--option",
                    "users=most_active:8", "--out", path("users.svg"), "--data", csv });
        QVERIFY2(figure.exitCode == 0, figure.errors.c_str());
        const Answer diversity = run({ "diversity", m_runs[1], "--users", "most_active:8", "--k", "20" });
        QVERIFY2(diversity.exitCode == 0, diversity.errors.c_str());
        QVERIFY(diversity.last.at("users") == 8);
        QVERIFY(diversity.last.at("set") == "most_active:8");
        int blocks = 0;
        for (const auto& cell : cellsOf(QString::fromStdString(csv))) {
            if (cell[1] != "mean_sppmi")
                continue;
            const Json& value
                = diversity.last.at("blocks").at(std::stoul(cell[2]) - 1).at(std::stoul(cell[3]) - 1);
            QVERIFY(value.is_null() ? cell[6].empty()
                                    : std::abs(value.get<double>() - std::stod(cell[6])) < 1e-12);
            ++blocks;
        }
        QCOMPARE(blocks, 9);
        const Json& groups = diversity.last.at("groups");
        QVERIFY(groups.size() >= 5);
        QVERIFY(groups[0].at("group") == "all");
        QVERIFY(groups[1].at("group") == "activity_1");
        for (const char* field : { "users", "recall", "hit_rate", "tag_diversity", "sppmi_diversity",
                                   "coverage", "gini", "popularity", "shortest_history", "longest_history" })
            QVERIFY2(groups[0].contains(field), field);
        // All users are the default of --all-users, and what the evaluation says of them.
        const Answer all = run({ "diversity", m_runs[1], "--all-users", "--k", "20" });
        const Answer evaluated = run({ "evaluate", m_runs[1], "--k", "20" });
        QVERIFY(std::abs(all.last.at("groups")[0].at("recall").get<double>()
                         - evaluated.last.at("recall").at("20").get<double>())
                < 1e-9);
        QVERIFY(std::abs(all.last.at("groups")[0].at("gini").get<double>()
                         - evaluated.last.at("gini").at("20").get<double>())
                < 1e-9);
    }

    void everyFigureIsMade_data()
    {
        QTest::addColumn<QString>("key");
        for (const opal::FigureEntry& entry : opal::figureRegistry())
            QTest::newRow(qPrintable(entry.key)) << entry.key;
    }

    void everyFigureIsMade()
    {
        QFETCH(QString, key);
        const opal::FigureEntry& entry = *opal::findFigure(key);
        const std::vector<std::string> arguments = callOf(key);
        for (const char* suffix : { "pdf", "svg", "png" }) {
            const QString out = QString::fromStdString(path("figure.")) + QLatin1String(suffix);
            auto all = arguments;
            all.insert(all.end(), { "--out", out.toStdString(), "--data", path("figure.csv") });
            const Answer made = run(all);
            QVERIFY2(made.exitCode == 0, made.errors.c_str());
            QVERIFY(made.last.at("figure") == key.toStdString());
            QVERIFY(made.last.at("runs").size()
                    == static_cast<std::size_t>(std::min(entry.needs.maxRuns, 2)));
            const auto provenance = opal::readProvenance(out);
            QVERIFY(provenance);
            QCOMPARE(provenance->figure, key);
            QVERIFY(!cellsOf(QString::fromStdString(path("figure.csv"))).empty());
        }
        const QImage image(QString::fromStdString(path("figure.png")));
        QVERIFY(!image.isNull());
        int inked = 0;
        for (int y = 0; y < image.height(); y += 4)
            for (int x = 0; x < image.width(); x += 4)
                inked += image.pixelColor(x, y) != QColor(Qt::white) ? 1 : 0;
        QVERIFY2(inked > 200, qPrintable(QString::number(inked)));
    }

    void wrongRequestsAreRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* name, const char* words, const char* told) {
            QTest::newRow(name) << QString::fromLatin1(words).split(QLatin1Char(' '))
                                << QString::fromLatin1(told);
        };
        row("unknown figure", "figure spmi", "sppmi");
        row("no user", "figure sppmi --run k1", "--user");
        row("order", "figure sppmi --run k1 --user 7 --option order=random", "clustered");
        row("users", "figure diversity-users --run k1 --option users=many", "most_active");
        row("measure", "figure tradeoff --run k1 --option x=recal", "recall");
        row("nobody", "figure diversity-users --run k1 --option users=ids:nobody", "nobody");
    }

    void wrongRequestsAreRefused()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, told);
        std::vector<std::string> arguments;
        for (const QString& word : words)
            arguments.push_back(word.toStdString());
        arguments.insert(arguments.end(), { "--out", path("none.pdf") });
        const Answer refused = run(arguments);
        QVERIFY(refused.exitCode == 2 || refused.exitCode == 3 || refused.exitCode == 4);
        QVERIFY2(refused.errors.find(told.toStdString()) != std::string::npos, refused.errors.c_str());
        QVERIFY(!QFile::exists(QString::fromStdString(path("none.pdf"))));
    }

    void everyProcessDrawsTheSameBytes_data() { everyFigureIsMade_data(); }

    /// Each process has its own order of hashes.
    void everyProcessDrawsTheSameBytes()
    {
        QFETCH(QString, key);
        const QString out = QString::fromStdString(path("process.svg"));
        QStringList arguments;
        for (const std::string& argument : callOf(key))
            arguments << QString::fromStdString(argument);
        QByteArray before;
        for (int round = 0; round < 3; ++round) {
            QProcess program;
            startOpal(program, QString::fromStdString(path("workspace")),
                      arguments + QStringList { QStringLiteral("--out"), out });
            QVERIFY(program.waitForFinished(120000));
            QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
            QFile file(out);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray drawn = file.readAll();
            QVERIFY(!drawn.isEmpty());
            QVERIFY(round == 0 || drawn == before);
            before = drawn;
        }
    }

    /// From a data set: runs that are there are taken, others trained, and how the user was chosen is told.
    void oneAgainstSeveralFindsTrainsAndChooses()
    {
        const auto make = [this](const char* out, const std::vector<std::string>& more) {
            std::vector<std::string> arguments = { "figure",    "one-against-several",
                                                   "--dataset", path("toy.opaldata"),
                                                   "--set",     "steps_per_epoch=2",
                                                   "--set",     "max_epochs=1",
                                                   "--set",     "batch_size=16",
                                                   "--set",     "dim=8",
                                                   "--out",     path(out),
                                                   "--option",  "k=25" };
            arguments.insert(arguments.end(), more.begin(), more.end());
            return run(arguments);
        };
        const Answer typical = make("contrast.svg", { "--interests", "3" });
        QVERIFY2(typical.exitCode == 0, typical.errors.c_str());
        QVERIFY(typical.last.at("runs") == Json(m_runs)); // nothing was trained
        QVERIFY(typical.last.at("pick") == "typical");
        QVERIFY(typical.last.at("ratio") == typical.last.at("median_ratio")
                || std::abs(typical.last.at("ratio").get<double>()
                            - typical.last.at("median_ratio").get<double>())
                    < 1e-9);
        QVERIFY(typical.last.at("users").get<int>() > 10);
        const Answer diversity
            = run({ "diversity", m_runs[1], "--user", typical.last.at("user"), "--k", "25" });
        QVERIFY(
            std::abs(diversity.last.at("within").get<double>() / diversity.last.at("between").get<double>()
                     - typical.last.at("ratio").get<double>())
            < 1e-9);
        QFile svg(QString::fromStdString(path("contrast.svg")));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QByteArray drawn = svg.readAll();
        QVERIFY(drawn.contains("is the typical one"));
        // The file says it, too, and is made again from what it says.
        const auto provenance = opal::readProvenance(svg.fileName());
        QCOMPARE(provenance->figure, opal::oneAgainstSeveralKey);
        QCOMPARE(provenance->subject.user, typical.last.at("user").get<std::string>());
        QCOMPARE(provenance->subject.option("pick"), std::string("typical"));
        QCOMPARE(provenance->subject.option("users"), std::to_string(typical.last.at("users").get<int>()));
        const Answer again = run({ "figure", "one-against-several", "--run", m_runs[1], "--run", m_runs[0],
                                   "--option", "k=25", "--out", path("again.svg") });
        QVERIFY2(again.exitCode == 0, again.errors.c_str());
        QFile same(QString::fromStdString(path("again.svg")));
        QVERIFY(same.open(QIODevice::ReadOnly));
        QVERIFY(same.readAll() == drawn);

        const Answer clearest = make("contrast.pdf", { "--interests", "2", "--pick", "clearest" });
        QVERIFY2(clearest.exitCode == 0, clearest.errors.c_str());
        QVERIFY(clearest.last.at("runs")[0] == m_runs[0]);
        const std::string trained = clearest.last.at("runs")[1];
        QVERIFY(std::find(m_runs.begin(), m_runs.end(), trained) == m_runs.end());
        QVERIFY(clearest.errors.find("\"event\":\"run\",\"run\":\"" + trained) != std::string::npos
                || clearest.errors.find("\"run\":\"" + trained + "\"") != std::string::npos);
        QVERIFY(clearest.last.at("ratio").get<double>() > clearest.last.at("median_ratio").get<double>());
        QVERIFY(run({ "runs", "show", trained }).last.at("state") == "finished");

        const Answer named = make("named.png", { "--interests", "2", "--user", "7" });
        QVERIFY2(named.exitCode == 0, named.errors.c_str());
        QVERIFY(named.last.at("pick") == "named");
        QVERIFY(named.last.at("user") == "7");
        QVERIFY(named.last.at("runs") == clearest.last.at("runs"));
    }

    void wrongContrastsAreRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("told");
        QTest::addColumn<int>("exitCode");
        const auto row = [](const char* name, const char* words, const char* told, int exitCode) {
            QTest::newRow(name) << QString::fromLatin1(words).split(QLatin1Char(' '))
                                << QString::fromLatin1(told) << exitCode;
        };
        row("nothing named", "one-against-several", "--dataset", 2);
        row("one run", "one-against-several --run k3", "two runs", 2);
        row("runs of several", "one-against-several --run k3 --run k3", "two runs", 2);
        row("runs and parameters", "one-against-several --run k1 --run k3 --set dim=8", "trains nothing", 2);
        row("another figure", "loss --run k1 --set dim=8", "trains nothing", 2);
        row("another model", "one-against-several --dataset TOY --set model=mind", "OPAL", 3);
        row("unknown key", "one-against-several --dataset TOY --set intrests=2", "interests", 3);
        row("one interest", "one-against-several --dataset TOY --set interests=1", "at least 2", 3);
        row("rule and user", "one-against-several --dataset TOY --pick typical --user 7", "--pick", 2);
        row("rule", "one-against-several --dataset TOY --pick best", "clearest", 2);
        row("no such file", "one-against-several --dataset nowhere.opaldata", "nowhere", 4);
    }

    void wrongContrastsAreRefused()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, told);
        QFETCH(int, exitCode);
        std::vector<std::string> arguments { "figure" };
        for (const QString& word : words)
            arguments.push_back(word == QLatin1String("TOY") ? path("toy.opaldata") : word.toStdString());
        arguments.insert(arguments.end(), { "--out", path("none.pdf") });
        const std::size_t before = run({ "runs", "list" }).last.size();
        const Answer refused = run(arguments);
        QVERIFY2(refused.errors.find(told.toStdString()) != std::string::npos, refused.errors.c_str());
        QCOMPARE(refused.exitCode, exitCode);
        QVERIFY(!QFile::exists(QString::fromStdString(path("none.pdf"))));
        QCOMPARE(run({ "runs", "list" }).last.size(), before);
    }

    /// Qt knows an option of the same name.
    void styleFileReachesTheFigure()
    {
        QFile style(QString::fromStdString(path("large.json")));
        QVERIFY(style.open(QIODevice::WriteOnly));
        opal::FigureStyle large;
        large.smallFontSize = 13;
        style.write(large.toJson());
        style.close();
        const QString out = QString::fromStdString(path("styled.svg"));
        QStringList arguments;
        for (const std::string& argument : callOf(QStringLiteral("loss")))
            arguments << QString::fromStdString(argument);
        QProcess program;
        startOpal(
            program, QString::fromStdString(path("workspace")),
            arguments
                + QStringList { QStringLiteral("--out"), out, QStringLiteral("--style"), style.fileName() });
        QVERIFY(program.waitForFinished(120000));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("font-size=\"13\""));
    }

private:
    /// The command that draws a figure of what the first test made, but for the file.
    std::vector<std::string> callOf(const QString& key) const
    {
        const opal::FigureEntry& entry = *opal::findFigure(key);
        std::vector<std::string> arguments { "figure", key.toStdString() };
        const auto add = [&arguments](const std::string& name, const std::string& value) {
            arguments.push_back(name);
            arguments.push_back(value);
        };
        for (int at = 0; at < std::min(entry.needs.maxRuns, 2); ++at)
            add("--run", m_runs[static_cast<std::size_t>(1 - at)]);
        if (entry.needs.user)
            add("--user", "7");
        if (entry.needs.dataset)
            add("--dataset", path("toy.opaldata"));
        return arguments;
    }

    Answer run(const std::vector<std::string>& arguments)
    {
        std::ostringstream out;
        std::ostringstream err;
        std::vector<std::string> all { "--workspace", path("workspace"), "--json" };
        all.insert(all.end(), arguments.begin(), arguments.end());
        Answer answer;
        answer.exitCode = opal::runCommandLine(all, out, err);
        answer.errors = err.str() + out.str();
        std::istringstream lines(out.str());
        for (std::string line; std::getline(lines, line);)
            answer.last = Json::parse(line);
        return answer;
    }

    std::string path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }

    QTemporaryDir m_folder;
    std::vector<std::string> m_runs;
    std::shared_ptr<const opal::Dataset> m_data;
};

OPAL_TEST(TestFigureCommand)
#include "tst_figurecommand.moc"
