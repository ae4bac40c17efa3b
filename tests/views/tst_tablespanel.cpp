// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFont>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "core/jobs/jobs.h"
#include "tests/support/manyruns.h"
#include "tests/support/panelfixture.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/resultstablemodel.h"
#include "views/panels/tables/tablespanel.h"
#include "views/widgets/errorbar.h"

using namespace opal;

namespace {

constexpr int patienceMs = 120'000;

std::string addRun(RunStore& store, const std::string& name, const std::string& model, std::uint64_t seed,
                   double recall, const std::vector<std::string>& tags = {},
                   const std::map<std::string, std::string>& params = {})
{
    RunRecord record;
    record.name = name;
    record.model = model;
    record.datasetName = "toy";
    record.datasetHash = "aa";
    record.state = RunState::Finished;
    record.seed = seed;
    record.tags = tags;
    record.params = { { "interests", "4" }, { "seed", std::to_string(seed) } };
    record.params.insert(params.begin(), params.end());
    record.id = store.createRun(record);
    record.stage = "hard";
    record.bestEpoch = { { "hard", 2 } };
    record.bestMetric = { { "hard", recall } };
    record.test = MetricSet {};
    record.test->values["recall"] = { { 50, recall }, { 100, recall * 2 } };
    record.test->values["hit_rate"] = { { 50, recall * 3 }, { 100, recall * 4 } };
    store.updateRun(record);
    return record.id;
}

/// Two trained runs of OPAL with one and two interests and one of MIND, in a workspace.
QString trainRuns(PanelFixture& fixture)
{
    SilentContext quiet;
    SynthParams params;
    params.users = 60;
    params.items = 80;
    params.interactions = 1800;
    params.days = 6;
    params.topics = 4;
    const QString file = fixture.paths.datasets() + QStringLiteral("/toy.opaldata");
    makeSynthesiseJob(fixture.store, params, file).run(quiet);
    const std::pair<const char*, const char*> wanted[]
        = { { "opal", "1" }, { "opal", "2" }, { "mind", "2" } };
    for (const auto& [model, interests] : wanted) {
        TrainJobRequest request;
        request.datasetFile = file;
        request.model = model;
        request.params = { { "interests", interests }, { "dim", "8" },      { "batch_size", "16" },
                           { "steps_per_epoch", "4" }, { "patience", "1" }, { "max_epochs", "1" },
                           { "max_length", "10" },     { "seed", "3" } };
        request.threads = 1;
        makeTrainJob(fixture.store, fixture.paths, request).run(quiet);
    }
    return file;
}

QTableView& table(TablesPanel& panel)
{
    return *panel.findChild<QTableView*>(QStringLiteral("resultsTable"));
}

QString textAt(TablesPanel& panel, int row, int column)
{
    return table(panel).model()->index(row, column).data().toString();
}

void open(TablesPanel& panel)
{
    panel.resize(1200, 700);
    panel.show();
}

void click(TablesPanel& panel, const char* name)
{
    auto* button = panel.findChild<QPushButton*>(QLatin1String(name));
    QVERIFY2(button, name);
    QTRY_VERIFY2(button->isVisible() && button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
}

void choose(TablesPanel& panel, const char* combo, const QString& data)
{
    auto* box = panel.findChild<QComboBox*>(QLatin1String(combo));
    QTRY_VERIFY(box->findData(data) >= 0);
    box->setCurrentIndex(box->findData(data));
}

} // namespace

/// Tables I to III on screen and as text, tests of significance, and the paper kit.
class TestTablesPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void emptyWorkspaceLeadsToSweeps()
    {
        PanelFixture fixture;
        TablesPanel panel(fixture.context);
        open(panel);
        QSignalSpy requests(&fixture.workspace, &Workspace::panelRequested);
        auto* action = [&]() -> QPushButton* {
            for (QPushButton* button : panel.findChildren<QPushButton*>())
                if (button->isVisible() && button->text().contains(QStringLiteral("sweeps")))
                    return button;
            return nullptr;
        }();
        QVERIFY(action);
        QTest::mouseClick(action, Qt::LeftButton);
        QCOMPARE(requests.front().front().toString(), QStringLiteral("sweeps"));
    }

    void modelsAreRankedAndCopied()
    {
        PanelFixture fixture;
        const std::string one = addRun(fixture.store, "one", "opal", 1, 0.12);
        const std::string two = addRun(fixture.store, "two", "opal", 2, 0.14);
        addRun(fixture.store, "base", "mind", 1, 0.10, { "paper" });
        TablesPanel panel(fixture.context);
        open(panel);
        // Two rows of headings, two models, the improvement.
        QTRY_COMPARE(table(panel).model()->rowCount(), 5);
        QCOMPARE(textAt(panel, 0, 1), QStringLiteral("toy"));
        QCOMPARE(table(panel).columnSpan(0, 1), 5); // #I. and four metrics
        QCOMPARE(textAt(panel, 1, 2), QStringLiteral("Recall@50"));
        QCOMPARE(textAt(panel, 2, 0), QStringLiteral("MIND"));
        QCOMPARE(textAt(panel, 3, 0), QStringLiteral("OPAL"));
        QCOMPARE(textAt(panel, 3, 2), QStringLiteral("0.1300"));
        const QModelIndex best = table(panel).model()->index(3, 2);
        const QModelIndex second = table(panel).model()->index(2, 2);
        QVERIFY(best.data(Qt::FontRole).value<QFont>().bold());
        QVERIFY(second.data(Qt::FontRole).value<QFont>().underline());
        QCOMPARE(best.data(ResultsTableModel::DeviationRole).toString(), QStringLiteral("± 0.0141"));
        QCOMPARE(textAt(panel, 4, 2), QStringLiteral("30.00"));

        QClipboard* clipboard = QGuiApplication::clipboard();
        panel.findChild<QAction*>(QStringLiteral("copyLatex"))->trigger();
        QVERIFY(clipboard->text().contains(QStringLiteral("\\textbf{0.1300}")));
        QVERIFY(clipboard->text().contains(QStringLiteral("\\toprule")));
        panel.findChild<QAction*>(QStringLiteral("copyCsv"))->trigger();
        QVERIFY(clipboard->text().contains(QStringLiteral("Improv. (%),,30.00")));
        panel.findChild<QAction*>(QStringLiteral("copyMarkdown"))->trigger();
        QVERIFY(clipboard->text().contains(QStringLiteral("| **0.1300** ± 0.0141 |")));

        const QString file = fixture.folder.filePath(QStringLiteral("out.md"));
        fixture.dialogs.nextFiles({ file });
        click(panel, "saveTable");
        QTRY_VERIFY(QFile::exists(file));
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(saved.readAll()), clipboard->text());
    }

    void aCellOpensItsRuns()
    {
        PanelFixture fixture;
        const std::string one = addRun(fixture.store, "one", "opal", 1, 0.12);
        const std::string two = addRun(fixture.store, "two", "opal", 2, 0.14);
        const std::string base = addRun(fixture.store, "base", "mind", 1, 0.10);
        TablesPanel panel(fixture.context);
        open(panel);
        QTRY_COMPARE(table(panel).model()->rowCount(), 5);
        QSignalSpy requests(&fixture.workspace, &Workspace::panelRequested);
        const auto doubleClick = [&](int row) {
            const QPoint place = table(panel).visualRect(table(panel).model()->index(row, 2)).center();
            QTest::mouseClick(table(panel).viewport(), Qt::LeftButton, {}, place);
            QTest::mouseDClick(table(panel).viewport(), Qt::LeftButton, {}, place);
        };
        doubleClick(2);
        QCOMPARE(fixture.workspace.runId().toStdString(), base);
        QCOMPARE(requests.count(), 1);
        doubleClick(3);
        auto* menu = panel.findChild<QMenu*>(QStringLiteral("openRunsMenu"));
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 2);
        QCOMPARE(fixture.workspace.selectedRuns().size(), 2);
        QAction* second = nullptr;
        for (QAction* action : menu->actions())
            if (action->text() == QStringLiteral("two"))
                second = action;
        QVERIFY(second);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(second).center());
        QTRY_COMPARE(fixture.workspace.runId().toStdString(), two);
        QCOMPARE(requests.back().front().toString(), QStringLiteral("runs"));
    }

    void runsAreChosenByTagAndSelection()
    {
        PanelFixture fixture;
        const std::string one = addRun(fixture.store, "one", "opal", 1, 0.12);
        addRun(fixture.store, "base", "mind", 1, 0.10, { "paper" });
        TablesPanel panel(fixture.context);
        open(panel);
        QTRY_COMPARE(table(panel).model()->rowCount(), 5);
        choose(panel, "tableRuns", QStringLiteral("tag:paper"));
        QTRY_COMPARE(table(panel).model()->rowCount(), 3); // one model improves on nothing
        QCOMPARE(textAt(panel, 2, 0), QStringLiteral("MIND"));
        choose(panel, "tableRuns", QStringLiteral("selected"));
        QTRY_COMPARE(table(panel).model()->rowCount(), 0);
        fixture.workspace.setSelectedRuns({ QString::fromStdString(one) });
        QTRY_COMPARE(table(panel).model()->rowCount(), 3);
        QCOMPARE(textAt(panel, 2, 0), QStringLiteral("OPAL"));
        // A new run appears by itself.
        choose(panel, "tableRuns", QStringLiteral("all"));
        QTRY_COMPARE(table(panel).model()->rowCount(), 5);
        addRun(fixture.store, "more", "re4", 1, 0.2);
        QTRY_COMPARE(table(panel).model()->rowCount(), 6);
    }

    void ablationsAndDataSetsHaveTheirTables()
    {
        PanelFixture fixture;
        DatasetRecord dataset;
        dataset.hash = "aa";
        dataset.name = "toy";
        dataset.path = "/nowhere";
        dataset.users = 100;
        dataset.items = 50;
        dataset.interactions = 20000;
        fixture.store.addDataset(dataset);
        addRun(fixture.store, "whole", "opal", 1, 0.12, {}, { { "lambda_unif", "1" } });
        addRun(fixture.store, "without", "opal", 1, 0.10, {}, { { "lambda_unif", "0" } });
        TablesPanel panel(fixture.context);
        open(panel);
        choose(panel, "tableName", QStringLiteral("table1"));
        QTRY_COMPARE(table(panel).model()->rowCount(), 2);
        QCOMPARE(textAt(panel, 1, 0), QStringLiteral("toy"));
        QCOMPARE(textAt(panel, 1, 4), QStringLiteral("400.00%"));
        choose(panel, "tableName", QStringLiteral("table3"));
        QTRY_COMPARE(textAt(panel, 1, 1), QStringLiteral("(C) w/o L_unif"));
        QCOMPARE(textAt(panel, 1, 0), QStringLiteral("toy"));
        QCOMPARE(textAt(panel, 2, 0), QString()); // the group is named once
        QCOMPARE(textAt(panel, 2, 1), QStringLiteral("(G) OPAL"));
        QVERIFY(table(panel).model()->index(2, 2).data(Qt::FontRole).value<QFont>().bold());
    }

    void significanceIsTestedAndKept()
    {
        PanelFixture fixture;
        trainRuns(fixture);
        TablesPanel panel(fixture.context);
        open(panel);
        QTRY_COMPARE(table(panel).model()->rowCount(), 5);
        auto* notes = panel.findChild<QLabel*>(QStringLiteral("tableNotes"));
        QVERIFY(!notes->text().contains(QStringLiteral("Wilcoxon")));
        click(panel, "testSignificance");
        QTRY_VERIFY_WITH_TIMEOUT(notes->text().contains(QStringLiteral("Wilcoxon")), patienceMs);
        // The daggers are those of the job.
        SilentContext quiet;
        auto* model = qobject_cast<ResultsTableModel*>(table(panel).model());
        ResultsTable plain = model->table();
        for (TableRow& row : plain.rows)
            for (TableCell& cell : row.cells)
                cell.significant = false;
        const auto tested = makeSignificanceJob(fixture.store, fixture.paths, plain).run(quiet);
        for (std::size_t row = 0; row < tested.rows.size(); ++row)
            for (std::size_t column = 0; column < tested.columns.size(); ++column)
                QCOMPARE(model->table().rows[row].cells[column].significant,
                         tested.rows[row].cells[column].significant);
        // A run of other data does not take them away.
        addRun(fixture.store, "other", "re4", 1, 0.2);
        QTRY_COMPARE(table(panel).model()->rowCount(), 6);
        QVERIFY(notes->text().contains(QStringLiteral("Wilcoxon")));
    }

    void runsWithoutWeightsCannotBeTested()
    {
        PanelFixture fixture;
        addRun(fixture.store, "one", "opal", 1, 0.12);
        addRun(fixture.store, "base", "mind", 1, 0.10);
        TablesPanel panel(fixture.context);
        open(panel);
        QTRY_COMPARE(table(panel).model()->rowCount(), 5);
        click(panel, "testSignificance");
        QTRY_VERIFY(panel.findChild<ErrorBar*>()->isVisible());
        QVERIFY(panel.findChild<QPushButton*>(QStringLiteral("testSignificance"))->isEnabled());
    }

    void theKitIsWholeOrNotThere()
    {
        PanelFixture fixture;
        trainRuns(fixture);
        TablesPanel panel(fixture.context);
        open(panel);
        QTRY_COMPARE(table(panel).model()->rowCount(), 5);
        const QString folder = fixture.folder.filePath(QStringLiteral("paper-kit"));
        fixture.dialogs.nextFiles({ fixture.folder.path() });
        click(panel, "saveKit");
        QTRY_VERIFY_WITH_TIMEOUT(QDir(folder).exists(), patienceMs);
        const QDir kit(folder);
        for (const char* file : { "table1.tex", "table1.csv", "table1.md",  "table2.tex",  "table2.csv",
                                  "table2.md",  "table3.tex", "table3.csv", "table3.md",   "fig3.pdf",
                                  "fig3.svg",   "fig3.png",   "fig3.csv",   "fig4.pdf",    "fig4.svg",
                                  "fig4.png",   "fig4.csv",   "macros.tex", "figures.tex", "README.md" })
            QVERIFY2(QFile(kit.filePath(QLatin1String(file))).size() > 0, file);
        const auto read = [&kit](const char* name) {
            QFile file(kit.filePath(QLatin1String(name)));
            return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
        };
        const QString readme = read("README.md");
        for (const RunRecord& run : fixture.store.runs()) {
            QVERIFY(readme.contains(QString::fromStdString(run.id)));
            QVERIFY(readme.contains(QString::fromStdString(run.datasetHash)));
        }
        QVERIFY(readme.contains(QStringLiteral("--set seed=3")));
        QVERIFY(!readme.contains(QStringLiteral("## Missing")));
        // Every figure has its caption, with braces in balance and the names of what it shows.
        const QString figures = read("figures.tex");
        QCOMPARE(figures.count(u'{'), figures.count(u'}'));
        for (const char* name : { "fig3", "fig4" })
            QVERIFY2(figures.contains(QStringLiteral("]{%1}").arg(QLatin1String(name)))
                         && figures.contains(QStringLiteral("\\label{fig:%1}").arg(QLatin1String(name))),
                     name);
        QCOMPARE(figures.count(QStringLiteral("\\caption{")), 2);
        QVERIFY(figures.contains(QStringLiteral("Recall@50")));
        QVERIFY(!figures.contains(QStringLiteral("seeds"))); // each setting has one
        // Every figure of Table II is a macro.
        auto* model = qobject_cast<ResultsTableModel*>(table(panel).model());
        const QString macros = read("macros.tex");
        for (int row = model->headingRows(); row < model->rowCount(); ++row)
            for (int column = 2; column < model->columnCount(); ++column)
                if (const QString text = textAt(panel, row, column); !text.isEmpty())
                    QVERIFY2(macros.contains(u'{' + text + u'}'), qPrintable(text));
        // Nothing is left beside it, and the same runs give the same bytes.
        QCOMPARE(QDir(fixture.folder.path())
                     .entryList({ QStringLiteral(".paper-kit*") }, QDir::AllEntries | QDir::Hidden)
                     .size(),
                 0);
        const QByteArray before = read("README.md").toUtf8() + read("fig3.svg").toUtf8();
        QFile::remove(kit.filePath(QStringLiteral("macros.tex")));
        fixture.dialogs.nextFiles({ fixture.folder.path() });
        click(panel, "saveKit");
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kit.filePath(QStringLiteral("macros.tex"))), patienceMs);
        QCOMPARE(read("README.md").toUtf8() + read("fig3.svg").toUtf8(), before);

        // A folder with other things in it is left alone.
        const QString parent = fixture.folder.filePath(QStringLiteral("thesis"));
        const QString other = parent + QStringLiteral("/paper-kit");
        QVERIFY(QDir().mkpath(other));
        QFile chapter(other + QStringLiteral("/chapter.tex"));
        QVERIFY(chapter.open(QIODevice::WriteOnly));
        chapter.close();
        fixture.dialogs.nextFiles({ parent });
        click(panel, "saveKit");
        QTRY_VERIFY_WITH_TIMEOUT(panel.findChild<ErrorBar*>()->isVisible(), patienceMs);
        QCOMPARE(QDir(other).entryList(QDir::Files).size(), 1);
    }

    void benchTwoThousandRuns()
    {
        PanelFixture fixture;
        fillStore(fixture.paths.database(), 2000);
        TablesPanel panel(fixture.context);
        open(panel);
        QTRY_COMPARE_WITH_TIMEOUT(table(panel).model()->rowCount(), 5, 20000);
        auto* model = qobject_cast<ResultsTableModel*>(table(panel).model());
        for (const char* name : { "table3", "table2" }) {
            QSignalSpy resets(model, &QAbstractItemModel::modelReset);
            QElapsedTimer timer;
            timer.start();
            choose(panel, "tableName", QLatin1String(name));
            const qint64 asked = timer.elapsed();
            QTRY_VERIFY(resets.count() > 0);
            const qint64 shown = timer.elapsed();
            timer.restart();
            panel.grab();
            qInfo("2,000 runs, %s: the window waits %lld ms, shown after %lld ms, painted in %lld ms", name,
                  asked, shown, timer.elapsed());
        }
        QCOMPARE(model->rowCount(), 5);
    }
};

OPAL_TEST(TestTablesPanel)
#include "tst_tablespanel.moc"
