// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/analysis/typedfigures.h"
#include "core/base/error.h"
#include "core/results/ablations.h"
#include "core/results/interestcurves.h"
#include "core/results/rankingmetrics.h"
#include "core/results/runcompare.h"
#include "core/results/runfields.h"
#include "core/results/tableentries.h"
#include "core/results/tablemacros.h"
#include "core/results/tabletext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

/// Table II of the paper as printed.
constexpr const char* publishedModels
    = "model,dataset,interests,recall@50,recall@100,recall@200,hit_rate@50,hit_rate@100,hit_rate@200\n"
      "OPAL,WeChat-Channels,4,0.1424,0.2183,0.3140,0.5744,0.6973,0.7881\n"
      "Octopus,WeChat-Channels,1,0.0597,0.1111,0.1852,0.3382,0.4953,0.6367\n"
      "MIND,WeChat-Channels,1,0.1149,0.1822,0.2774,0.5073,0.6370,0.7524\n"
      "ComiRec-DR,WeChat-Channels,1,0.1149,0.1831,0.2744,0.5089,0.6411,0.7508\n"
      "ComiRec-SA,WeChat-Channels,1,0.1215,0.1934,0.2887,0.5228,0.6603,0.7633\n"
      "DSSRec,WeChat-Channels,8,0.1200,0.1879,0.2836,0.5274,0.6539,0.7640\n"
      "Re4,WeChat-Channels,1,0.0948,0.1548,0.2386,0.4415,0.5770,0.6993\n"
      "Octopus,MX-TakaTak,1,0.0403,0.0863,0.1549,0.3872,0.5519,0.6756\n"
      "MIND,MX-TakaTak,8,0.0793,0.1246,0.1847,0.5071,0.6434,0.7442\n"
      "ComiRec-DR,MX-TakaTak,1,0.0758,0.1203,0.1824,0.5299,0.6533,0.7395\n"
      "ComiRec-SA,MX-TakaTak,1,0.0740,0.1190,0.1794,0.5402,0.6567,0.7412\n"
      "DSSRec,MX-TakaTak,1,0.0844,0.1261,0.1882,0.5253,0.6345,0.7288\n"
      "Re4,MX-TakaTak,4,0.0749,0.1171,0.1769,0.5300,0.6346,0.7263\n"
      "OPAL,MX-TakaTak,8,0.0903,0.1373,0.2021,0.5653,0.6736,0.7598\n";

RunRecord makeRun(const std::string& model, int interests, int seed, double validation, double recall)
{
    RunRecord run;
    run.id = model + "-" + std::to_string(interests) + "-" + std::to_string(seed);
    run.model = model;
    run.datasetName = "log";
    run.datasetHash = "abcdef0123456789";
    run.params = { { "interests", std::to_string(interests) },
                   { "seed", std::to_string(seed) },
                   { "lambda_unique", "1" },
                   { "lambda_orth", "10" },
                   { "lambda_unif", "1" },
                   { "stages", "both" },
                   { "target", "future" },
                   { "threads", "0" } };
    run.seed = static_cast<std::uint64_t>(seed);
    run.bestEpoch = { { "soft", 3 }, { "hard", 2 } };
    run.bestMetric = { { "soft", 0.01 }, { "hard", validation } };
    MetricSet test;
    test.users = 10;
    for (const int k : { 50, 100, 200 }) {
        test.values["recall"][k] = recall * k / 50;
        test.values["hit_rate"][k] = recall * k / 40;
    }
    run.test = test;
    return run;
}

RunRecord variant(RunRecord run, const std::string& letter, double recall)
{
    for (const Ablation& ablation : ablationTable())
        if (ablation.letter == letter)
            run.params = withAblation(run.params, ablation);
    run.id += letter;
    run.test->values["recall"][50] = recall;
    return run;
}

RunRecord withEveryMetric(RunRecord run)
{
    double value = 0.001 * static_cast<double>(run.seed);
    for (const RankingMetric& metric : rankingMetrics())
        for (const int k : { 20, 50 })
            run.test->values[metric.key][k] = value += 0.01;
    return run;
}

const std::vector<TableModel> models { { "opal", "OPAL" }, { "mind", "MIND" }, { "re4", "Re4" } };

} // namespace

class TestResultsTable final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string write(const std::string& text)
    {
        const std::string file = m_folder.filePath(QStringLiteral("typed.csv")).toStdString();
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }

    QString refusal(const std::string& text)
    {
        try {
            readTypedFigures(write(text), "OPAL");
        } catch (const Error& error) {
            return QString::fromStdString(error.detail());
        }
        return {};
    }

private Q_SLOTS:

    /// A metric is one row of rankingMetrics(): whatever works from runs knows all of them.
    void everyMetricIsFilteredByComparedTabledAndRead()
    {
        const std::vector<RunRecord> runs { withEveryMetric(makeRun("opal", 4, 1, 0.3, 0.1)),
                                            withEveryMetric(makeRun("opal", 8, 2, 0.4, 0.1)) };
        const std::vector<std::string> fields = runFieldNames(runs);
        const std::vector<MetricAt> tested = testedMetrics(runs);
        const std::vector<RunAxis> axes = parallelAxes(runs);
        const auto entries = modelEntries(runs, models);
        const ResultsTable table = makeModelTable(entries);
        std::vector<std::string> tableTitles;
        for (const RankingMetric& metric : rankingMetrics()) {
            const MetricAt at { metric.key, 20 };
            const std::string key = metricKey(at);
            QCOMPARE(key, metric.key + std::string("@20"));
            QCOMPARE(metricTitle(at), metric.title + std::string("@20"));
            QCOMPARE(higherIsBetter(at), metric.higherIsBetter);
            QVERIFY2(metricFromKey(key) == at, metric.key);
            for (const std::string& field : { key, metric.shortName + std::string("20") }) {
                QVERIFY2(std::find(fields.begin(), fields.end(), field) != fields.end(), field.c_str());
                QVERIFY2(isMetricField(field), field.c_str());
                QCOMPARE(std::get<double>(runField(runs[0], field)), runs[0].test->at(metric.key, 20));
            }
            QVERIFY2(std::find(tested.begin(), tested.end(), at) != tested.end(), metric.key);
            QCOMPARE(interestCurves(runs, models, { at }).lines.front().points.size(), std::size_t { 2 });
            const bool hasAxis = std::any_of(axes.begin(), axes.end(),
                                             [&key](const RunAxis& axis) { return axis.field == key; });
            QCOMPARE(hasAxis, metric.inTables);
            QCOMPARE(entries.front().values.contains(at), metric.inTables);
            if (metric.inTables)
                for (const char* end : { "@20", "@50", "@100", "@200" })
                    tableTitles.push_back(metric.title + std::string(end));
            const std::string file = m_folder.filePath(QStringLiteral("metric.csv")).toStdString();
            std::ofstream(file) << "model,dataset," << metric.title << "@20\nOPAL,log,0.25\n";
            QCOMPARE(readTypedFigures(file, "OPAL").entries.front().values.at(at).mean, 0.25);
        }
        std::vector<std::string> titles;
        for (const TableColumn& column : table.columns)
            if (column.metric)
                titles.push_back(column.title);
        QCOMPARE(titles, tableTitles);
    }

    void publishedFiguresGiveTheirImprovement()
    {
        const ResultsTable table = makeModelTable(readTypedFigures(write(publishedModels), "OPAL").entries);
        QStringList improvement;
        for (std::size_t column = 0; column < table.columns.size(); ++column)
            if (table.columns[column].metric)
                improvement << QString::fromStdString(improvementText(table.improvement[column]));
        QCOMPARE(improvement.join(QLatin1Char(' ')),
                 QStringLiteral("17.20 12.87 8.76 8.91 5.60 3.15 6.99 8.88 7.39 4.65 2.57 2.10"));
        QVERIFY(table.rows.back().reference);
        QCOMPARE(table.rows.size(), std::size_t { 7 });
        // The second best of the last column is MIND.
        for (const TableRow& row : table.rows)
            QCOMPARE(row.cells.back().second, row.cells.front().text == "MIND");
    }

    void publishedCountsGiveTheirDensity()
    {
        const TypedFigures figures = readTypedFigures(write("Dataset,#Users,#Micro-videos,#Interactions\n"
                                                            "WeChat-Channels,20000,77557,2666296\n"
                                                            "MX-TakaTak,50000,157691,33863980\n"),
                                                      "OPAL");
        const std::string text = tableText(makeDatasetTable(figures.datasets), TableFormat::Markdown);
        QVERIFY(text.find("| WeChat-Channels | 20000 | 77557 | 2666296 | 0.17% |") != std::string::npos);
        QVERIFY(text.find("| MX-TakaTak | 50000 | 157691 | 33863980 | 0.43% |") != std::string::npos);
    }

    void writtenTablesCanBeReadAgain()
    {
        const ResultsTable table = makeModelTable(readTypedFigures(write(publishedModels), "OPAL").entries);
        const std::string csv = tableText(table, TableFormat::Csv);
        const ResultsTable again = makeModelTable(readTypedFigures(write(csv), "OPAL").entries);
        for (const TableFormat format : { TableFormat::Csv, TableFormat::Latex, TableFormat::Markdown })
            QCOMPARE(tableText(again, format), tableText(table, format));
    }

    void latexIsBooktabsWithMarks()
    {
        const std::string text = tableText(
            makeModelTable(readTypedFigures(write(publishedModels), "OPAL").entries), TableFormat::Latex);
        for (const char* part :
             { "\\toprule", "\\multicolumn{7}{c}{WeChat-Channels}", "\\cmidrule(lr){2-8}", "\\#I.",
               "OPAL & 4 & \\textbf{0.1424}", "ComiRec-SA & 1 & \\underline{0.1215}",
               "Improv.\\ (\\%) &  & 17.20 & 12.87", "\\bottomrule" })
            QVERIFY2(text.find(part) != std::string::npos, part);
    }

    void namesAreEscaped()
    {
        TableEntry entry;
        entry.label = "A_B & C|D, \"E\" 100%";
        entry.dataset = "x";
        entry.values[{ "recall", 50 }] = { 0.5, 0, 1 };
        const ResultsTable table = makeModelTable({ entry });
        QVERIFY(tableText(table, TableFormat::Latex).find("A\\_B \\& C|D, \"E\" 100\\%")
                != std::string::npos);
        QVERIFY(tableText(table, TableFormat::Markdown).find("A_B & C\\|D") != std::string::npos);
        QVERIFY(tableText(table, TableFormat::Csv).find("\"A_B & C|D, \"\"E\"\" 100%\"")
                != std::string::npos);
        // What would belong to the line end before it, or break the row.
        for (const auto& [name, latex] :
             { std::pair("[1] x", "{[}1] x"), std::pair("*star", "{*}star"),
               std::pair("two\nlines", "two lines"), std::pair("a[1]*", "a[1]*") }) {
            TableEntry odd = entry;
            odd.label = name;
            const std::string text = tableText(makeModelTable({ odd }), TableFormat::Latex);
            QVERIFY2(text.find(latex) != std::string::npos, text.c_str());
        }
        // A single figure is neither best nor second.
        QVERIFY(!table.rows[0].cells[2].best);
        // Nor has it anything to improve on: there is no row of gaps.
        QVERIFY(table.improvement.empty());
        for (const TableFormat format : { TableFormat::Latex, TableFormat::Csv, TableFormat::Markdown })
            QVERIFY(tableText(table, format).find("Improv.") == std::string::npos);
    }

    void badFilesAreRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("empty") << QString() << QStringLiteral("empty");
        QTest::newRow("column") << QStringLiteral("model,recal@50\nOPAL,0.1\n") << QStringLiteral("recal@50");
        QTest::newRow("label") << QStringLiteral("recall@50\n0.1\n") << QStringLiteral("neither a column");
        QTest::newRow("number") << QStringLiteral("model,recall@50\nOPAL,0.1x\n")
                                << QStringLiteral("line 2, column recall@50: '0.1x'");
        QTest::newRow("percent") << QStringLiteral("model,recall@50\nOPAL,14.2\n")
                                 << QStringLiteral("not percent");
        QTest::newRow("fields") << QStringLiteral("model,recall@50\nOPAL\n")
                                << QStringLiteral("line 2: 1 fields");
        QTest::newRow("quote") << QStringLiteral("model,recall@50\n\"OPAL,0.1\n")
                               << QStringLiteral("never closed");
        QTest::newRow("twice") << QStringLiteral("model,recall@50\nOPAL,0.1\nOPAL,0.2\n")
                               << QStringLiteral("second figure");
        QTest::newRow("counts") << QStringLiteral("dataset,users,items,interactions\nx,1,2.5,3\n")
                                << QStringLiteral("whole number");
        QTest::newRow("count columns")
            << QStringLiteral("dataset,users\nx,1\n") << QStringLiteral("needs the columns");
    }

    void badFilesAreRefusedWithTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, complaint);
        const QString said = refusal(text.toStdString());
        QVERIFY2(said.contains(complaint), qPrintable(said));
    }

    void randomBytesAreReadOrRefused()
    {
        std::string text = publishedModels;
        std::uint32_t state = 7;
        for (int round = 0; round < 2000; ++round) {
            std::string broken = text;
            for (int change = 0; change < 4; ++change) {
                state = state * 1664525U + 1013904223U;
                const std::size_t at = state % broken.size();
                if (state & 0x10000U)
                    broken[at] = static_cast<char>(state >> 24);
                else
                    broken.erase(at, (state >> 20) % 20);
            }
            try {
                tableText(makeModelTable(readTypedFigures(write(broken), "OPAL").entries),
                          TableFormat::Latex);
            } catch (const Error& error) {
                QVERIFY(!error.detail().empty());
            }
        }
    }

    void theBestSettingOfTheValidationDayIsShown()
    {
        const std::vector<RunRecord> runs {
            makeRun("opal", 4, 2, 0.52, 0.22),
            makeRun("opal", 4, 1, 0.50, 0.20),
            makeRun("opal", 8, 1, 0.49, 0.30), // better on the test day, which does not count
            makeRun("mind", 1, 1, 0.40, 0.10),
            makeRun("mind", 2, 1, 0.45, 0.09),
            variant(makeRun("opal", 4, 1, 0.9, 0.9), "A", 0.9),
        };
        const auto entries = modelEntries(runs, models);
        QCOMPARE(entries.size(), std::size_t { 2 });
        QCOMPARE(entries[0].label, std::string("OPAL"));
        QCOMPARE(*entries[0].interests, std::int64_t { 4 });
        QCOMPARE(entries[0].runs, (std::vector<std::string> { "opal-4-2", "opal-4-1" }));
        const SeedMean recall = entries[0].values.at({ "recall", 50 });
        QCOMPARE(recall.mean, 0.21);
        QVERIFY(std::abs(recall.deviation - std::sqrt(2 * 0.01 * 0.01)) < 1e-12);
        QCOMPARE(*entries[1].interests, std::int64_t { 2 });
        const ResultsTable table = makeModelTable(entries);
        QVERIFY(tableText(table, TableFormat::Markdown).find("**0.2100** ± 0.0141") != std::string::npos);
        QVERIFY(std::abs(*table.improvement[2] - (0.21 - 0.09) / 0.09 * 100) < 1e-9);
        QVERIFY(!table.notes.empty());
    }

    void measuresOfTheInterestsAreThereOnDemand()
    {
        std::vector<RunRecord> runs { makeRun("opal", 4, 1, 0.5, 0.2), makeRun("mind", 4, 1, 0.4, 0.1) };
        runs[0].agreement.emplace();
        runs[0].agreement->ami.value = 0.05;
        runs[0].agreement->nmi.value = 0.06;
        runs[0].sppmi = InterestSppmi { 0.6, 0.25 };
        runs[1].sppmi = InterestSppmi { 0.5, 0.40 };
        const std::size_t plain = makeModelTable(modelEntries(runs, models)).columns.size();
        const ResultsTable table = makeModelTable(modelEntries(runs, models, false, true));
        QCOMPARE(table.columns.size(), plain + 5);
        const std::vector<std::string> titles { "AMI", "NMI", "SPPMI within", "SPPMI between",
                                                "Within / between" };
        for (std::size_t at = 0; at < titles.size(); ++at)
            QCOMPARE(table.columns[plain + at].title, titles[at]);
        QCOMPARE(table.rows.size(), std::size_t { 2 });
        QVERIFY(!table.rows[0].cells[plain].value); // the other model has no categories
        QCOMPARE(*table.rows[1].cells[plain].value, 0.05);
        QVERIFY(!table.rows[1].cells[plain].best); // nothing to be better than
        QVERIFY(table.rows[1].cells[plain + 4].best);
        // Less is better between interests: no mark, no improvement.
        QVERIFY(!table.rows[0].cells[plain + 3].best && !table.rows[1].cells[plain + 3].best);
        QVERIFY(!table.improvement[plain + 3]);
        QVERIFY(std::abs(*table.improvement[plain + 4] - (0.6 / 0.25 / (0.5 / 0.4) - 1) * 100) < 1e-9);
        const ResultsTable variants
            = makeAblationTable(ablationEntries({ runs[0], variant(runs[0], "A", 0.1) }, true));
        QCOMPARE(variants.columns.back().title, std::string("Within / between"));
    }

    void behindIsSaidWithAMinus()
    {
        const ResultsTable table = makeModelTable(
            modelEntries({ makeRun("opal", 4, 1, 0.5, 0.1), makeRun("re4", 4, 1, 0.5, 0.2) }, models));
        QCOMPARE(improvementText(table.improvement[2]), std::string("-50.00"));
        QVERIFY(table.rows[0].cells[2].best);
        QVERIFY(table.rows[1].cells[2].second);
    }

    void machineAndSeedMakeNoOtherSetting()
    {
        RunRecord onOne = makeRun("opal", 4, 1, 0.5, 0.2);
        onOne.params["threads"] = "1";
        const std::vector<RunRecord> runs { makeRun("opal", 4, 1, 0.5, 0.2), onOne,
                                            makeRun("opal", 4, 2, 0.5, 0.2) };
        const auto folds = seedFolds(runs);
        QCOMPARE(folds.size(), std::size_t { 1 });
        QCOMPARE(folds[0].runs.size(), std::size_t { 2 });
    }

    void variantsDifferFromTheWholeModelInOneSwitch()
    {
        const RunRecord whole = makeRun("opal", 4, 1, 0.5, 0.2);
        std::vector<RunRecord> runs { makeRun("opal", 8, 1, 0.9, 0.3), whole };
        for (const Ablation& ablation : ablationTable())
            runs.push_back(variant(whole, ablation.letter, 0.1));
        runs.push_back(variant(variant(whole, "A", 0.3), "B", 0.3)); // two at once are no row
        const auto entries = ablationEntries(runs);
        QCOMPARE(entries.size(), std::size_t { 7 });
        QCOMPARE(entries[0].label, std::string("(A) w/o L_unique"));
        QCOMPARE(entries[5].label, std::string("(F) next-item"));
        QCOMPARE(entries[6].label, std::string("(G) OPAL"));
        QCOMPARE(*entries[6].interests, std::int64_t { 4 });
        const ResultsTable table = makeAblationTable(entries);
        QVERIFY(table.rows[6].cells[2].best);
        QVERIFY(table.improvement.empty());
        const std::string latex = tableText(table, TableFormat::Latex);
        QVERIFY(latex.find("log & (A) w/o L\\_unique & \\underline{0.1000}") != std::string::npos);
        QVERIFY(latex.find("\n & (B)") != std::string::npos);
    }

    void dataSetsOfOneNameAreToldApart()
    {
        RunRecord other = makeRun("opal", 4, 1, 0.5, 0.2);
        other.datasetHash = "0123456789";
        const auto entries = modelEntries({ makeRun("opal", 4, 1, 0.5, 0.2), other }, models);
        QCOMPARE(entries.size(), std::size_t { 2 });
        QCOMPARE(entries[0].dataset, std::string("log (abcdef)"));
        QCOMPARE(entries[1].dataset, std::string("log (012345)"));
    }

    void everyFigureIsAMacro()
    {
        ResultsTable table;
        table.name = "table2";
        table.columns = { { {}, "Model", CellFormat::Text, {} },
                          { "MX-TakaTak", "#I.", CellFormat::Count, {} },
                          { "MX-TakaTak", "Recall@50", CellFormat::Metric, MetricAt { "recall", 50 } } };
        TableRow row;
        row.cells.resize(3);
        row.cells[0].text = "Re4";
        row.cells[1].value = 8;
        row.cells[2].value = 0.07494;
        row.cells[2].seeds = 3;
        row.cells[2].deviation = 0.00117;
        table.rows = { row, row };
        table.improvement = { std::nullopt, std::nullopt, 17.2 };
        ResultsTable densities;
        densities.name = "table1";
        densities.columns
            = { { {}, "Dataset", CellFormat::Text, {} }, { {}, "Density", CellFormat::Share, {} } };
        densities.rows.resize(1);
        densities.rows[0].cells.resize(2);
        densities.rows[0].cells[0].text = "WeChat 2021";
        densities.rows[0].cells[1].value = 0.0017;
        QCOMPARE(tableMacros({ densities, table }),
                 std::string("\\newcommand{\\opalIWeChatTwoZeroTwoOneDensity}{0.17\\%}\n"
                             "\\newcommand{\\opalIIMXTakaTakReFourNumberI}{8}\n"
                             "\\newcommand{\\opalIIMXTakaTakReFourRecallFifty}{0.0749}\n"
                             "\\newcommand{\\opalIIMXTakaTakReFourRecallFiftySd}{0.0012}\n"
                             "\\newcommand{\\opalIIMXTakaTakReFourNumberIB}{8}\n"
                             "\\newcommand{\\opalIIMXTakaTakReFourRecallFiftyB}{0.0749}\n"
                             "\\newcommand{\\opalIIMXTakaTakReFourRecallFiftySdB}{0.0012}\n"
                             "\\newcommand{\\opalIIMXTakaTakRecallFiftyImprov}{17.20}\n"));
    }
};

OPAL_TEST(TestResultsTable)
#include "tst_resultstable.moc"
