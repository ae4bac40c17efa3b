// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <utility>

#include <QDir>
#include <QProcess>
#include <QScopeGuard>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "app/cli/commandline.h"
#include "app/errortext.h"
#include "core/base/configfile.h"
#include "core/jobs/trainconfig.h"
#include "core/jobs/workspacepaths.h"
#include "core/results/tableentries.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"
#include "tests/support/opalprogram.h"
#include "tests/support/testprogram.h"

using Json = nlohmann::json;

/// The command line's contract: results, fields and exit codes that scripts rely on.
class TestCli final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void helpIsOnEveryLevel_data();
    void helpIsOnEveryLevel();
    void wrongUsageIsTwo_data();
    void wrongUsageIsTwo();
    void infoTellsVersions();
    void synthWritesADataset();
    void datasetShowsTheCard();
    void trainEvaluateRecommend();
    void recallIsOneNumberEverywhere_data();
    void recallIsOneNumberEverywhere();
    void sideTablesAreAttached();
    void benchmarksMeasure_data();
    void benchmarksMeasure();
    void rawLogIsWritten();
    void runsAreKept();
    void bundlesTravel();
    void badDatasetsAreThree_data();
    void badDatasetsAreThree();
    void badLogsAreThree_data();
    void badLogsAreThree();
    void importReportsRejectedRows();
    void badSettingsAreThree_data();
    void badSettingsAreThree();
    void configFilesNameTheLine();
    void missingThingsAreFour_data();
    void missingThingsAreFour();
    void unwritablePlacesFail();
    void newerWorkspacesAreRefused();
    void everyErrorCodeHasATextOfItsOwn();
    void peopleGetTextAndNoJson();
#ifdef OPAL_WITH_FIGURES
    void theKitIsWritten();
#endif
    void interruptSavesAndResumes();
    void sweepsAndTablesAreMade();

private:
    Invocation run(const std::vector<std::string>& arguments, bool json = true);

    std::string path(const char* name) const
    {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

    std::string write(const char* name, const std::string& content) const;
    std::string trainedRun();

    QTemporaryDir m_folder;
    std::string m_workspace;
    std::string m_dataset;
    std::string m_run;
};

namespace {

const std::vector<std::string> tinySettings {
    "--set", "steps_per_epoch=20", "--set", "max_epochs=2", "--set", "batch_size=64",
    "--set", "interests=2",        "--set", "dim=8"
};

std::vector<std::string> operator+(std::vector<std::string> first, const std::vector<std::string>& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

bool hasFields(const Json& object, const std::vector<const char*>& fields)
{
    for (const char* const field : fields)
        if (!object.contains(field)) {
            std::fprintf(stderr, "field '%s' is missing in %s\n", field, object.dump().c_str());
            return false;
        }
    return true;
}

/// Qt Test cannot compare JSON values itself.
bool equal(const Json& actual, const Json& expected)
{
    if (actual != expected)
        std::fprintf(stderr, "got %s, expected %s\n", actual.dump().c_str(), expected.dump().c_str());
    return actual == expected;
}

} // namespace

Invocation TestCli::run(const std::vector<std::string>& arguments, bool json)
{
    std::ostringstream out;
    std::ostringstream err;
    std::vector<std::string> all { "--workspace", m_workspace };
    if (json)
        all.emplace_back("--json");
    const int code = opal::runCommandLine(all + arguments, out, err);
    return { code, out.str(), err.str() };
}

std::string TestCli::write(const char* name, const std::string& content) const
{
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
}

std::string TestCli::trainedRun()
{
    if (m_run.empty()) {
        const Invocation trained = run(std::vector<std::string> { "train", "--dataset", m_dataset, "--name",
                                                                  "first", "--tag", "tiny", "--seed", "7" }
                                       + tinySettings);
        if (trained.exitCode == 0)
            m_run = trained.last().at("run").get<std::string>();
    }
    return m_run;
}

void TestCli::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_workspace = path("workspace");
    m_dataset = path("toy.opaldata");
    const Invocation made = run({ "synth", "--out", m_dataset, "--users", "300", "--items", "200",
                                  "--interactions", "9000", "--days", "10", "--topics", "6", "--seed", "3" });
    QVERIFY2(made.exitCode == 0, made.err.c_str());
}

void TestCli::helpIsOnEveryLevel_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("mentions");
    QTest::newRow("program") << QString() << QStringLiteral("recommend");
    QTest::newRow("train") << QStringLiteral("train") << QStringLiteral("lambda_orth");
    QTest::newRow("train with the model named")
        << QStringLiteral("train --model opal") << QStringLiteral("interests");
    QTest::newRow("import") << QStringLiteral("import") << QStringLiteral("kuairand");
    QTest::newRow("runs") << QStringLiteral("runs") << QStringLiteral("archive");
    QTest::newRow("runs tag") << QStringLiteral("runs tag") << QStringLiteral("--remove");
}

void TestCli::helpIsOnEveryLevel()
{
    QFETCH(QString, command);
    QFETCH(QString, mentions);
    std::vector<std::string> arguments;
    for (const QString& word : command.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        arguments.push_back(word.toStdString());
    arguments.emplace_back("--help");
    std::ostringstream out;
    std::ostringstream err;
    QCOMPARE(opal::runCommandLine(arguments, out, err), 0);
    QVERIFY2(out.str().find(mentions.toStdString()) != std::string::npos, out.str().c_str());
}

void TestCli::wrongUsageIsTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char* name, const char* words) {
        QTest::newRow(name) << QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    row("nothing", "");
    row("unknown command", "trian");
    row("unknown option", "info --nosuch");
    row("missing option", "train");
    row("missing argument", "dataset");
    row("not a number", "synth --out x --users many");
    row("zero threads", "info --threads 0");
    row("empty list", "evaluate x --k 0");
    row("no such split", "evaluate x --split train");
    row("neither user nor history", "recommend x");
    row("runs without a verb", "runs");
    row("tag without a tag", "runs tag x");
    row("bad time zone", "import --preset kuairand x --out y --timezone noon");
    row("bad mapping", "import --preset csv x --out y --map who=uid");
}

void TestCli::wrongUsageIsTwo()
{
    QFETCH(QStringList, arguments);
    std::vector<std::string> words;
    for (const QString& word : arguments)
        words.push_back(word.toStdString());
    const Invocation result = run(words);
    QVERIFY2(result.exitCode == 2, (std::to_string(result.exitCode) + " " + result.err).c_str());
    QVERIFY(equal(result.last().at("event"), Json("failed")));
    QVERIFY(!result.last().at("message").get<std::string>().empty());
    QVERIFY(!result.err.empty());
}

void TestCli::infoTellsVersions()
{
    const Invocation result = run({ "info" });
    QCOMPARE(result.exitCode, 0);
    QVERIFY(hasFields(result.last(), { "version", "torch", "faiss", "qt", "blas", "threads", "devices" }));
    QVERIFY(result.last().at("threads").get<int>() >= 1);
    QVERIFY(result.last().at("devices").is_array());
}

void TestCli::synthWritesADataset()
{
    const std::string file = path("again.opaldata");
    const Invocation result
        = run({ "synth", "--out", file, "--users", "50", "--items", "60", "--interactions", "1500", "--days",
                "8", "--topics", "4", "--seed", "5" });
    QCOMPARE(result.exitCode, 0);
    QVERIFY(equal(result.last().at("event"), Json("finished")));
    QVERIFY(hasFields(result.last(), { "name", "hash", "users", "items", "interactions", "dataset" }));
    const Invocation same = run({ "synth", "--out", path("same.opaldata"), "--users", "50", "--items", "60",
                                  "--interactions", "1500", "--days", "8", "--topics", "4", "--seed", "5" });
    QVERIFY(equal(same.last().at("hash"), result.last().at("hash")));
}

void TestCli::datasetShowsTheCard()
{
    const Invocation result = run({ "dataset", m_dataset });
    QCOMPARE(result.exitCode, 0);
    const Json card = result.last();
    QVERIFY(hasFields(card,
                      { "name", "hash", "users", "items", "interactions", "density", "days", "split",
                        "train_users", "valid_users", "test_users", "leaks" }));
    QVERIFY(hasFields(card.at("split"), { "kind", "train_until", "valid", "test" }));
    QVERIFY(equal(card.at("leaks"), Json(0)));
    QCOMPARE(card.at("hash").get<std::string>().size(), std::size_t { 16 });
}

void TestCli::trainEvaluateRecommend()
{
    const Invocation trained = run(std::vector<std::string> { "train", "--dataset", m_dataset, "--name",
                                                              "first", "--tag", "tiny", "--seed", "7" }
                                   + tinySettings);
    QVERIFY2(trained.exitCode == 0, trained.err.c_str());
    QVERIFY(trained.events("stage").size() >= 2);
    const auto steps = trained.events("step");
    QVERIFY(!steps.empty());
    QVERIFY(hasFields(steps.front(), { "stage", "step", "loss", "steps_per_second" }));
    const auto evaluations = trained.events("evaluation");
    QCOMPARE(evaluations.size(), std::size_t { 4 });
    QVERIFY(hasFields(evaluations.front(), { "stage", "epoch", "recall", "hit_rate", "best", "bad" }));
    QVERIFY(hasFields(evaluations.front().at("recall"), { "50", "100", "200" }));
    const Json finished = trained.last();
    QVERIFY(equal(finished.at("event"), Json("finished")));
    QVERIFY(hasFields(finished, { "run", "seconds", "best_epoch", "test" }));
    QVERIFY(hasFields(finished.at("best_epoch"), { "soft", "hard" }));
    QVERIFY(hasFields(finished.at("test"), { "users", "recall", "hit_rate", "ndcg" }));
    m_run = finished.at("run").get<std::string>();

    const Invocation evaluated = run({ "evaluate", m_run });
    QVERIFY2(evaluated.exitCode == 0, evaluated.err.c_str());
    QVERIFY(hasFields(evaluated.last(),
                      { "run", "split", "users", "recall", "hit_rate", "ndcg", "coverage", "gini",
                        "agreement", "exclude", "seconds" }));
    QVERIFY(equal(evaluated.last().at("exclude"), Json("history")));
    QVERIFY(hasFields(
        evaluated.last().at("agreement"),
        { "with", "items", "ami", "ami_shuffled_sd", "nmi", "nmi_shuffled", "purity", "purity_shuffled" }));
    QVERIFY(equal(evaluated.last().at("agreement"), finished.at("agreement")));
    QVERIFY(equal(evaluated.last().at("recall"), finished.at("test").at("recall")));
    const Invocation indexed
        = run({ "evaluate", m_run, "--k", "10,20", "--index", "Flat", "--split", "valid" });
    QCOMPARE(indexed.exitCode, 0);
    QVERIFY(hasFields(indexed.last().at("recall"), { "10", "20" }));
    QCOMPARE(run({ "evaluate", m_run, "--index", "NoSuchIndex" }).exitCode, 2);

    const Invocation someone = run({ "recommend", m_run, "--user", "1", "--k", "10" });
    QVERIFY2(someone.exitCode == 0, someone.err.c_str());
    const Json user = someone.last();
    QVERIFY(hasFields(user, { "user", "history", "interests", "lists", "merged" }));
    QVERIFY(hasFields(user.at("history").front(), { "item", "time", "category", "weights" }));
    QVERIFY(hasFields(user.at("interests").front(), { "index", "intensity", "items", "label", "terms" }));
    QVERIFY(hasFields(user.at("merged").front(), { "item", "score", "interest", "held_out" }));
    QCOMPARE(user.at("merged").size(), std::size_t { 10 });
    QCOMPARE(user.at("lists").size(), std::size_t { 2 });
    const std::string item = user.at("merged").front().at("item").get<std::string>();
    const Invocation invented = run({ "recommend", m_run, "--history", item, "--k", "5" });
    QVERIFY2(invented.exitCode == 0, invented.err.c_str());
    QCOMPARE(invented.last().at("history").size(), std::size_t { 1 });
}

void TestCli::recallIsOneNumberEverywhere_data()
{
    QTest::addColumn<QString>("exclude");
    QTest::newRow("the whole history is left out") << QStringLiteral("history");
    QTest::newRow("the window is left out") << QStringLiteral("window");
}

void TestCli::recallIsOneNumberEverywhere()
{
    QFETCH(QString, exclude);
    const std::string own = exclude.toStdString();
    const std::string other = own == "history" ? "window" : "history";
    // Other tests count the runs of theirs.
    const std::string shared = std::exchange(m_workspace, path("one-number"));
    const auto backToShared = qScopeGuard([&] { m_workspace = shared; });
    // Most of the users have more than eight items.
    const Invocation trained
        = run(std::vector<std::string> { "train", "--dataset", m_dataset, "--seed", "11", "--set",
                                         "max_length=8", "--set", "exclude=" + own }
              + tinySettings);
    QVERIFY2(trained.exitCode == 0, trained.err.c_str());
    const auto id = trained.last().at("run").get<std::string>();
    const Json expected = trained.last().at("test").at("recall").at("50");

    const Json evaluated = run({ "evaluate", id, "--k", "50" }).last();
    QVERIFY(equal(evaluated.at("recall").at("50"), expected));
    QVERIFY(equal(evaluated.at("exclude"), Json(own)));
    const Json diversity = run({ "diversity", id, "--all-users", "--k", "50" }).last();
    // The same users, added up in another order.
    const auto grouped = diversity.at("groups").front().at("recall").get<double>();
    QVERIFY(std::abs(grouped - expected.get<double>()) < 1e-12);
    QVERIFY(equal(diversity.at("exclude"), Json(own)));

    opal::RunStore store(opal::WorkspacePaths { QString::fromStdString(m_workspace) }.database());
    const opal::RunRecord record = store.run(id);
    QCOMPARE(record.test.value().of("recall").at(50), expected.get<double>());
    const auto entries = opal::modelEntries({ record }, { { "opal", "OPAL" } });
    QCOMPARE(entries.front().values.at({ "recall", 50 }).mean, expected.get<double>());
    const auto measured = opal::DiversityStore(store).rows(50, 1, 1);
    const auto row = std::find_if(measured.begin(), measured.end(),
                                  [&id](const opal::RunDiversity& each) { return each.run == id; });
    QVERIFY(row != measured.end());
    QCOMPARE(row->recall, expected.get<double>());

    const Json otherwise = run({ "evaluate", id, "--k", "50", "--exclude", other }).last();
    QVERIFY(equal(otherwise.at("exclude"), Json(other)));
    QVERIFY(otherwise.at("recall").at("50") != expected);
    QCOMPARE(run({ "evaluate", id, "--exclude", "none-such" }).exitCode, 2);
}

void TestCli::sideTablesAreAttached()
{
    const std::string run1 = trainedRun();
    std::string rows = "item_id,title,tags,cover\n";
    for (int item = 1; item <= 200; ++item) {
        const std::string id = std::to_string(item);
        rows += id + ",Renamed " + id + ",other,p" + id + ".png\n";
    }
    const std::string table = write("side.csv", rows);
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("covers")));
    write("covers/p7.png", "picture");
    const Json before = run({ "dataset", m_dataset }).last();
    const Invocation attached = run({ "dataset", m_dataset, "--side", table, "--covers", path("covers") });
    QVERIFY2(attached.exitCode == 0, attached.err.c_str());
    QVERIFY(equal(attached.last().at("hash"), before.at("hash")));
    QVERIFY(equal(attached.last().at("covers"), attached.last().at("items")));
    // The run finds its data set under the new titles, and what it measures is the same.
    const Invocation someone = run({ "recommend", run1, "--user", "1", "--k", "5" });
    QVERIFY2(someone.exitCode == 0, someone.err.c_str());
    const Json first = someone.last().at("merged").front();
    const std::string item = first.at("item").get<std::string>();
    QCOMPARE(first.at("title").get<std::string>(), "Renamed " + item);
    QVERIFY(first.at("cover").get<std::string>().ends_with("/covers/./p" + item + ".png"));
    QCOMPARE(run({ "evaluate", run1 }).exitCode, 0);

    QCOMPARE(run({ "dataset", m_dataset, "--covers", path("covers") }).exitCode, 2);
    QCOMPARE(run({ "dataset", m_dataset, "--side", table, "--covers", path("nowhere") }).exitCode, 4);
    QCOMPARE(run({ "dataset", m_dataset, "--side", write("none.csv", "item_id,title\nx,No\n") }).exitCode, 3);
    const Invocation imported
        = run({ "import", "--preset", "csv",
                write("log.csv",
                      "user_id,item_id,timestamp\n1,7,1650000000\n1,8,1650000100\n1,7,1650100000\n"
                      "1,8,1650200000\n"),
                "--side", table, "--covers", path("covers"), "--out", path("covered.opaldata") });
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
    QVERIFY(imported.last().at("dataset").at("covers").get<int>() > 0);
}

void TestCli::benchmarksMeasure_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("figure");
    QTest::addColumn<QString>("check");
    QTest::newRow("train") << "train"
                           << "soft"
                           << "tokens_per_second"
                           << "";
    QTest::newRow("evaluate") << "evaluate"
                              << ""
                              << "users_per_second"
                              << "identical";
    QTest::newRow("sppmi") << "sppmi"
                           << ""
                           << "index_ms"
                           << "identical";
    QTest::newRow("recommend") << "recommend"
                               << "what_if"
                               << "recommend_p95_ms"
                               << "";
}

void TestCli::benchmarksMeasure()
{
    QFETCH(QString, name);
    QFETCH(QString, part);
    QFETCH(QString, figure);
    QFETCH(QString, check);
    const Invocation measured = run({ "bench", name.toStdString(), "--dataset", m_dataset, "--steps", "2",
                                      "--interests", "2", "--set", "batch_size=64" });
    QCOMPARE(measured.exitCode, 0);
    const Json line = measured.last();
    const Json& comparison = part.isEmpty() ? line : line.at(part.toStdString());
    QVERIFY(comparison.at("fast_ms").get<double>() > 0 && comparison.at("plain_ms").get<double>() > 0);
    QVERIFY(comparison.at("ratio").get<double>() > 0);
    QVERIFY(line.at(figure.toStdString()).get<double>() > 0);
    if (!check.isEmpty())
        QVERIFY(line.at(check.toStdString()).get<bool>());
}

void TestCli::rawLogIsWritten()
{
    const std::string file = path("user_action.csv");
    QCOMPARE(run({ "synth", "--raw-log", "--out", file, "--users", "40", "--items", "50", "--interactions",
                   "2000", "--days", "6" })
                 .exitCode,
             0);
    const Invocation imported
        = run({ "import", "--preset", "wechat2021", file, "--out", path("raw.opaldata") });
    QCOMPARE(imported.exitCode, 0);
    QCOMPARE(imported.last().at("rows").get<int>(), 2000);
}

void TestCli::runsAreKept()
{
    const std::string id = trainedRun();
    QVERIFY(!id.empty());
    const Json list = run({ "runs", "list" }).last();
    QVERIFY(list.is_array() && !list.empty());
    QVERIFY(hasFields(list.front(),
                      { "run", "name", "model", "dataset", "state", "created", "params", "best", "test" }));
    QVERIFY(equal(run({ "runs", "show", "first" }).last().at("run"), Json(id)));
    QVERIFY(equal(run({ "runs", "show", id }).last().at("params").at("interests"), Json(2)));
    const Json compared = run({ "runs", "compare", id, id }).last();
    QCOMPARE(compared.size(), std::size_t { 2 });
    QVERIFY(std::abs(compared.front().at("stability").at(id).at("ami").get<double>() - 1) < 1e-9);
    QVERIFY(hasFields(list.front(), { "agreement", "sppmi" }));
    QVERIFY(hasFields(list.front().at("sppmi"), { "within", "between", "ratio" }));
    const Json tagged = run({ "runs", "tag", id, "good", "tiny" }).last();
    QVERIFY(equal(tagged.at("tags"), Json({ "good", "tiny" })));
    QVERIFY(equal(run({ "runs", "tag", id, "good", "--remove" }).last().at("tags"), Json({ "tiny" })));
    QVERIFY(equal(run({ "runs", "note", id, "to be repeated" }).last().at("note"), Json("to be repeated")));
    QCOMPARE(run({ "runs", "archive", id }).exitCode, 0);
    QVERIFY(run({ "runs", "list" }).last().empty());
    QCOMPARE(run({ "runs", "list", "--archived" }).last().size(), std::size_t { 1 });
    QCOMPARE(run({ "runs", "restore", id }).exitCode, 0);
    QCOMPARE(run({ "runs", "list" }).last().size(), std::size_t { 1 });
}

void TestCli::bundlesTravel()
{
    const std::string id = trainedRun();
    QVERIFY(!id.empty());
    const std::string bundle = path("run.opalrun");
    QCOMPARE(run({ "runs", "export", id, "--out", bundle }).exitCode, 0);
    const std::string home = m_workspace;
    m_workspace = path("elsewhere");
    const Invocation imported = run({ "runs", "import", bundle });
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());
    const Json there = run({ "runs", "show", imported.last().at("run").get<std::string>() }).last();
    const Invocation evaluated = run({ "evaluate", imported.last().at("run").get<std::string>() });
    QVERIFY2(evaluated.exitCode == 0, evaluated.err.c_str());

    std::ifstream stream(bundle, std::ios::binary);
    const std::string bytes { std::istreambuf_iterator<char>(stream), {} };
    std::string flipped = bytes;
    flipped[bytes.size() - 100] = static_cast<char>(~flipped[bytes.size() - 100]);
    for (const std::string& broken : { std::string(), std::string("hello"), bytes.substr(0, 20),
                                       bytes.substr(0, bytes.size() - 1), bytes + "x", flipped })
        QCOMPARE(run({ "runs", "import", write("broken.opalrun", broken) }).exitCode, 3);
    QCOMPARE(run({ "runs", "list" }).last().size(), std::size_t { 1 });
    m_workspace = home;
    const Json here = run({ "runs", "show", id }).last();
    for (const char* const field :
         { "name", "params", "best", "test", "agreement", "created", "evaluations", "tags", "note", "state" })
        QVERIFY(equal(there.at(field), here.at(field)));
}

void TestCli::badDatasetsAreThree_data()
{
    QTest::addColumn<QByteArray>("content");
    QFile good(QString::fromStdString(m_dataset));
    QVERIFY(good.open(QIODevice::ReadOnly));
    const QByteArray bytes = good.readAll();
    QByteArray flipped = bytes;
    flipped[bytes.size() / 2] = static_cast<char>(~flipped.at(bytes.size() / 2));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("user,item\n1,2\n");
    QTest::newRow("truncated") << bytes.left(bytes.size() / 2);
    QTest::newRow("one byte short") << bytes.left(bytes.size() - 1);
    QTest::newRow("one byte changed") << flipped;
}

void TestCli::badDatasetsAreThree()
{
    QFETCH(QByteArray, content);
    const std::string file = write("bad.opaldata", content.toStdString());
    for (const auto& command :
         { std::vector<std::string> { "dataset", file }, { "train", "--dataset", file } }) {
        const Invocation result = run(command);
        QVERIFY2(result.exitCode == 3, (std::to_string(result.exitCode) + " " + result.err).c_str());
        QVERIFY(equal(result.last().at("event"), Json("failed")));
        QVERIFY(hasFields(result.last(), { "code", "message" }));
    }
}

void TestCli::badLogsAreThree_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("header only") << QByteArray("user_id,video_id,time_ms,long_view\n");
    QTest::newRow("binary") << QByteArray("\x7f"
                                          "ELF\0\1\2\3\0\0\0\xff\xfe\0\n\0",
                                          17);
    QTest::newRow("another delimiter")
        << QByteArray("user_id;video_id;time_ms;long_view\n1;2;1650000000000;1\n");
    QTest::newRow("another header") << QByteArray("a,b,c\n1,2,3\n");
}

void TestCli::badLogsAreThree()
{
    QFETCH(QByteArray, content);
    const std::string out = path("refused.opaldata");
    const Invocation result
        = run({ "import", "--preset", "kuairand", write("bad.csv", content.toStdString()), "--out", out });
    QVERIFY2(result.exitCode == 3, (std::to_string(result.exitCode) + " " + result.err).c_str());
    QVERIFY(!QFile::exists(QString::fromStdString(out)));
    QCOMPARE(run({ "import", "--preset", "kuairand", path("missing.csv"), "--out", out }).exitCode, 3);
}

void TestCli::importReportsRejectedRows()
{
    std::string log = "uid,vid,ts\n";
    for (int day = 0; day < 6; ++day)
        for (int user = 0; user < 8; ++user)
            for (int n = 0; n < 3; ++n)
                log += std::to_string(user) + ',' + std::to_string((user * 3 + n + day) % 10) + ','
                    + std::to_string(1650000000 + day * 86400 + n * 60) + '\n';
    log += "5,,1650000000\nx,1,notatime\n";
    const std::string file = write("log.csv", log);
    const std::vector<std::string> command {
        "import", "--preset", "csv", file, "--out", path("log.opaldata"), "--map", "user=uid,item=vid,time=ts"
    };
    const Invocation skipped = run(command);
    QVERIFY2(skipped.exitCode == 0, skipped.err.c_str());
    const Json report = skipped.last();
    QVERIFY(hasFields(report, { "rows", "kept", "duplicates", "rejected", "rejects", "dataset" }));
    QVERIFY(equal(report.at("rejected"), Json(2)));
    QVERIFY(hasFields(report.at("rejects").front(), { "file", "line", "column", "reason" }));
    QVERIFY(equal(report.at("rejects").front().at("line"), Json(146)));
    const Invocation stopped = run(command + std::vector<std::string> { "--on-error", "stop" });
    QCOMPARE(stopped.exitCode, 3);
    QVERIFY(stopped.last().at("message").get<std::string>().find("146") != std::string::npos);
}

void TestCli::badSettingsAreThree_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("mentions");
    QTest::newRow("unknown key") << QStringLiteral("intrests=4") << QStringLiteral("'interests'");
    QTest::newRow("out of range") << QStringLiteral("interests=0") << QStringLiteral("interests");
    QTest::newRow("wrong type") << QStringLiteral("interests=many") << QStringLiteral("interests");
    QTest::newRow("no value") << QStringLiteral("interests") << QStringLiteral("KEY=VALUE");
    QTest::newRow("unknown choice") << QStringLiteral("stages=medium") << QStringLiteral("both");
    QTest::newRow("unknown model") << QStringLiteral("model=opel") << QStringLiteral("opal");
}

void TestCli::badSettingsAreThree()
{
    QFETCH(QString, setting);
    QFETCH(QString, mentions);
    const std::size_t before = run({ "runs", "list", "--archived" }).last().size();
    const Invocation result = run({ "train", "--dataset", m_dataset, "--set", setting.toStdString() });
    QVERIFY2(result.exitCode == 3, result.err.c_str());
    QVERIFY2(result.last().at("message").get<std::string>().find(mentions.toStdString()) != std::string::npos,
             result.out.c_str());
    QCOMPARE(run({ "runs", "list", "--archived" }).last().size(), before);
}

void TestCli::configFilesNameTheLine()
{
    const auto entries = opal::parseConfig(
        "# paper\nmodel = \"opal\"\ninterests = 8\nepsilon = 0.1\nlazy = true\n", "x.toml");
    QCOMPARE(entries.size(), std::size_t { 4 });
    QCOMPARE(entries[0].text, std::string("opal"));
    QCOMPARE(entries[1].key, std::string("interests"));
    QCOMPARE(entries[1].text, std::string("8"));
    QCOMPARE(entries[2].text, std::string("0.1"));
    QCOMPARE(entries[3].line, 5);
    const auto message = [this](const std::string& text) {
        const Invocation result = run({ "train", "--dataset", m_dataset, "--config", write("c.toml", text) });
        return result.exitCode == 3 ? result.last().at("message").get<std::string>()
                                    : std::string("accepted");
    };
    for (const char* const text :
         { "dim = 8\ninterests = 99\n", "dim = 8\nintrests = 2\n", "dim = 8\ninterests = [1, 2]\n",
           "dim = 8\ninterests = = 2\n", "dim = 8\n[interests]\n" })
        QVERIFY2(message(text).find("line 2") != std::string::npos, message(text).c_str());
    QCOMPARE(run({ "train", "--dataset", m_dataset, "--config", path("missing.toml") }).exitCode, 3);

    // Written and read, a configuration is the same, whatever its texts hold.
    const opal::TrainConfig config { "mind",
                                     "/a \"quoted\"\\\t/é.opaldata",
                                     { { "learning_rate", "1e-05" } } };
    opal::writeTrainConfig(path("written.toml"), config);
    const opal::TrainConfig back = opal::readTrainConfig(path("written.toml"));
    QCOMPARE(back.model, config.model);
    QCOMPARE(back.dataset, config.dataset);
    QVERIFY(back.params == config.params);
    // The data set may stand in the file, beside which it is looked for.
    const auto missing = run({ "train", "--config", write("d.toml", "dataset = \"none.opaldata\"\n") });
    QCOMPARE(missing.exitCode, 4);
    QVERIFY(missing.last().at("message").get<std::string>().find(path("none.opaldata")) != std::string::npos);
    QCOMPARE(run({ "train", "--config", write("e.toml", "dim = 8\n") }).exitCode, 3);
}

void TestCli::missingThingsAreFour_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char* name, const char* words) {
        QTest::newRow(name) << QString::fromUtf8(words).split(QLatin1Char(' '));
    };
    row("run to evaluate", "evaluate nosuchrun");
    row("run to resume", "resume nosuchrun");
    row("run to show", "runs show nosuchrun");
    row("run to export", "runs export nosuchrun --out x");
    row("data set", "dataset /nonexistent/file.opaldata");
    row("data set to train on", "train --dataset /nonexistent/file.opaldata");
    row("user", "recommend first --user nobody-at-all");
    row("item", "recommend first --history nothing-at-all");
}

void TestCli::missingThingsAreFour()
{
    QFETCH(QStringList, arguments);
    QVERIFY(!trainedRun().empty());
    std::vector<std::string> words;
    for (const QString& word : arguments)
        words.push_back(word.toStdString());
    const Invocation result = run(words);
    QVERIFY2(result.exitCode == 4, (std::to_string(result.exitCode) + " " + result.err).c_str());
    QVERIFY(equal(result.last().at("code"), Json("not_found")));
}

void TestCli::unwritablePlacesFail()
{
    // A file where a folder is needed: this holds for the administrator, too.
    const std::string file = write("file", "x");
    const Invocation result = run({ "synth", "--out", file + "/sub/toy.opaldata", "--users", "50", "--items",
                                    "60", "--interactions", "1500", "--days", "8", "--topics", "4" });
    QVERIFY2(result.exitCode == 1, result.err.c_str());
    QVERIFY(equal(result.last().at("code"), Json("cannot_write")));
    const std::string home = m_workspace;
    m_workspace = file + "/workspace";
    QCOMPARE(run({ "runs", "list" }).exitCode, 1);
    m_workspace = home;
}

void TestCli::newerWorkspacesAreRefused()
{
    const std::string home = m_workspace;
    m_workspace = path("future");
    QCOMPARE(run({ "runs", "list" }).exitCode, 0);
    {
        QSqlDatabase database
            = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("future"));
        database.setDatabaseName(QString::fromStdString(m_workspace) + QStringLiteral("/runs.sqlite"));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 9999")));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("future"));
    const Invocation result = run({ "runs", "list" });
    QCOMPARE(result.exitCode, 3);
    QVERIFY(equal(result.last().at("code"), Json("newer_version")));
    m_workspace = home;
}

void TestCli::everyErrorCodeHasATextOfItsOwn()
{
    QSet<QString> headlines;
    for (int code = 0; code <= static_cast<int>(opal::ErrorCode::Internal); ++code) {
        const opal::ErrorText text = opal::errorText(static_cast<opal::ErrorCode>(code));
        QVERIFY(!text.advice.isEmpty());
        headlines.insert(text.headline);
    }
    QCOMPARE(headlines.size(), static_cast<int>(opal::ErrorCode::Internal) + 1);
}

void TestCli::peopleGetTextAndNoJson()
{
    const Invocation card = run({ "dataset", m_dataset }, false);
    QCOMPARE(card.exitCode, 0);
    QVERIFY(card.out.find("interactions") != std::string::npos && card.out.find('{') == std::string::npos);
    const Invocation failed = run({ "dataset", "/nonexistent" }, false);
    QCOMPARE(failed.exitCode, 4);
    QVERIFY(failed.out.empty() && failed.err.starts_with("error: "));
}

#ifdef OPAL_WITH_FIGURES
void TestCli::theKitIsWritten()
{
    QVERIFY(!trainedRun().empty());
    const QString folder = QString::fromStdString(path("kit"));
    const auto kit = [&](const QString& tag) {
        QProcess process;
        startOpal(process, QString::fromStdString(m_workspace),
                  { QStringLiteral("kit"), QStringLiteral("--out"), folder, QStringLiteral("--tag"), tag });
        const bool ended = process.waitForFinished(120000);
        return Invocation { ended ? process.exitCode() : -1, process.readAllStandardOutput().toStdString(),
                            process.readAllStandardError().toStdString() };
    };
    QCOMPARE(kit(QStringLiteral("no-such-tag")).exitCode, 4);
    QVERIFY(!QDir(folder).exists());
    const Invocation made = kit(QStringLiteral("tiny"));
    QVERIFY2(made.exitCode == 0, made.err.c_str());
    const Json result = made.last();
    QCOMPARE(result.at("missing").size(), std::size_t { 0 });
    for (const Json& file : result.at("files"))
        QVERIFY(QFile(folder + QLatin1Char('/') + QString::fromStdString(file.get<std::string>())).size()
                > 0);
    for (const char* file : { "table2.tex", "fig3.pdf", "fig4.svg", "macros.tex", "README.md" })
        QVERIFY2(QFile::exists(folder + QLatin1Char('/') + QLatin1String(file)), file);
}
#endif

void TestCli::interruptSavesAndResumes()
{
    QProcess process;
    startOpal(process, QString::fromStdString(m_workspace),
              { QStringLiteral("train"), QStringLiteral("--dataset"), QString::fromStdString(m_dataset),
                QStringLiteral("--set"), QStringLiteral("steps_per_epoch=200"), QStringLiteral("--set"),
                QStringLiteral("patience=1"), QStringLiteral("--set"), QStringLiteral("max_epochs=3"),
                QStringLiteral("--set"), QStringLiteral("batch_size=64"), QStringLiteral("--set"),
                QStringLiteral("dim=8") });
    QVERIFY2(!waitForEvent(process, "step").is_null(), process.readAllStandardError().constData());
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    const Json cancelled = waitForEvent(process, "cancelled");
    QVERIFY(!cancelled.is_null());
    QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    const std::string id = cancelled.at("run").get<std::string>();
    QVERIFY(equal(cancelled.at("resume"), Json("opal resume " + id)));
    QVERIFY(process.readAllStandardError().contains("opal resume"));

    const Invocation resumed = run({ "resume", id });
    QVERIFY2(resumed.exitCode == 0, resumed.err.c_str());
    QVERIFY(equal(resumed.last().at("run"), Json(id)));
    QVERIFY(equal(resumed.last().at("state"), Json("finished")));
}

void TestCli::sweepsAndTablesAreMade()
{
    const std::vector<std::string> command = std::vector<std::string> {
        "sweep", "--dataset", m_dataset, "--axis", "interests=1,2", "--models", "opal,mind", "--seeds", "1,2"
    } + std::vector<std::string> { "--set",  "steps_per_epoch=5",
                                             "--set",  "max_epochs=1",
                                             "--set",  "batch_size=32",
                                             "--set",  "dim=8",
                                             "--name", "grid" };
    const Invocation swept = run(command);
    QVERIFY2(swept.exitCode == 0, swept.err.c_str());
    const Json finished = swept.lines().back();
    QVERIFY(hasFields(finished, { "event", "sweep", "points", "failed", "runs" }));
    QCOMPARE(finished.at("runs").size(), std::size_t { 8 });
    QVERIFY(hasFields(finished.at("runs").front(), { "run", "point", "label", "state", "test" }));
    for (const char* const event : { "stage", "step", "evaluation" }) {
        QVERIFY2(!swept.events(event).empty(), event);
        QVERIFY(swept.events(event).front().contains("point"));
    }
    // Asked again, everything is there.
    const Invocation again = run(command);
    QVERIFY(equal(again.lines().back().at("sweep"), finished.at("sweep")));
    QVERIFY(again.events("step").empty());

    const Invocation table = run({ "table", "table2", "--tag", "grid", "--significance" });
    QVERIFY2(table.exitCode == 0, table.err.c_str());
    const Json json = table.lines().back();
    QVERIFY(hasFields(json, { "columns", "rows", "improvement" }));
    QCOMPARE(json.at("rows").size(), std::size_t { 2 });
    QCOMPARE(json.at("improvement").size(), std::size_t { 6 });
    QCOMPARE(json.at("rows").back().front().get<std::string>(), std::string("OPAL"));
    QVERIFY(equal(json.at("rows").back().back().at("seeds"), Json(2)));

    const Json measured = run({ "table", "table2", "--run", trainedRun(), "--measures" }).lines().back();
    QCOMPARE(measured.at("columns").size(), std::size_t { 2 + 6 + 5 });
    QVERIFY(measured.at("columns").back().get<std::string>().ends_with("Within / between"));

    const std::string out = path("table.tex");
    QCOMPARE(run({ "table", "table1", "--format", "latex", "--out", out }).exitCode, 0);
    std::ifstream written(out);
    const std::string text { std::istreambuf_iterator<char>(written), std::istreambuf_iterator<char>() };
    QVERIFY(text.find("\\bottomrule") != std::string::npos);
    QCOMPARE(run({ "table", "table3", "--tag", "nobody" }).exitCode, 4);
    QCOMPARE(run({ "table", "table2", "--from", write("bad.csv", "model,recall@50\nOPAL,high\n") }).exitCode,
             3);
    QCOMPARE(run({ "sweep", "--dataset", m_dataset, "--axis", "interest=1" }).exitCode, 3);
    QCOMPARE(run({ "sweep", "--dataset", m_dataset, "--axis", "interests" }).exitCode, 3);
    QCOMPARE(run({ "sweep", "--dataset", m_dataset, "--models", "opla" }).exitCode, 3);
}

OPAL_TEST(TestCli)
#include "tst_cli.moc"
