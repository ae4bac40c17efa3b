// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QTest>

#include "core/base/error.h"
#include "core/results/rankingmetrics.h"
#include "tests/support/panelfixture.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"
#include "views/figures/curvesfigure.h"
#include "views/figures/figureregistry.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"

using namespace opal;

namespace {

std::vector<StepReport> steps()
{
    return { { "soft", 1, { { "loss", 3.5 }, { "main", 3.25 } }, 0.001 },
             { "soft", 2, { { "loss", 3.0 }, { "main", 2.5 }, { "orth", 0.1 } }, 0.001 } };
}

std::vector<EvaluationReport> evaluations()
{
    EvaluationReport report;
    report.stage = "soft";
    report.epoch = 1;
    report.step = 2;
    report.metrics.values["recall"] = { { 50, 0.125 }, { 200, 0.25 } };
    report.metrics.values["hit_rate"] = { { 50, 0.5 }, { 200, 0.75 } };
    report.best = true;
    return { report };
}

} // namespace

/// The table of figures: rows are usable, read a stored run, and give the numbers that they draw.
class TestFigureRegistry final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void rowsAreComplete()
    {
        std::set<QString> keys;
        for (const FigureEntry& entry : figureRegistry()) {
            QVERIFY2(keys.insert(entry.key).second, qPrintable(entry.key));
            QVERIFY2(!entry.title().isEmpty(), qPrintable(entry.key));
            QVERIFY2(!entry.panel.isEmpty(), qPrintable(entry.key));
            const auto isComplete
                = [](const auto& of) { return of.load && of.draw && of.table && of.summary; };
            QVERIFY2(std::visit(isComplete, entry.functions), qPrintable(entry.key));
            QVERIFY(entry.needs.minRuns <= entry.needs.maxRuns);
            QVERIFY(entry.heightPerWidth > 0.1 && entry.heightPerWidth < 3);
            QCOMPARE(findFigure(entry.key), &entry);
        }
        QCOMPARE(findFigure(QStringLiteral("nothing")), nullptr);
    }

    void storedRunGivesItsCurves()
    {
        PanelFixture fixture;
        RunRecord record;
        record.name = "first";
        record.model = "opal";
        record.state = RunState::Finished;
        const std::string run = fixture.store.createRun(record);
        fixture.store.beginSegment(run, 0);
        fixture.store.append(run, steps(), evaluations(), {});
        SilentContext context;
        const FigureAccess access { fixture.store, fixture.paths, context };

        const FigureEntry& loss = *findFigure(QStringLiteral("loss"));
        const FigureRequest curves = loadFigure(loss, { { "first" } }, access);
        const FigureTable table = curves.table();
        QCOMPARE(table.columns,
                 QStringList({ QStringLiteral("stage"), QStringLiteral("step"), QStringLiteral("loss"),
                               QStringLiteral("main"), QStringLiteral("orth") }));
        QCOMPARE(table.toCsv(),
                 QByteArray("stage,step,loss,main,orth\nsoft,1,3.5,3.25,\nsoft,2,3,2.5,0.1\n"));
        QVERIFY(curves.summary().contains(QStringLiteral("3.0000")));

        const FigureEntry& ranking = *findFigure(QStringLiteral("ranking"));
        const FigureSubject both = rankingSubject(run, { { "recall", "hit_rate" }, { 200 } });
        const FigureRequest request = loadFigure(ranking, both, access);
        const FigureTable numbers = request.table();
        QCOMPARE(numbers.toTsv(),
                 QStringLiteral("stage\tepoch\tstep\trecall@200\thit_rate@200\nsoft\t1\t2\t0.25\t0.75\n"));
        QVERIFY_EXCEPTION_THROWN(loadFigure(ranking, { { run }, {}, {}, { { "metrics", "mood" } } }, access),
                                 Error);
        for (const RankingMetric& metric : rankingMetrics()) {
            const FigureRequest one = loadFigure(
                ranking, { { run }, {}, {}, { { "metrics", metric.key }, { "k", "50" } } }, access);
            QCOMPARE(one.table().columns.last(), QString::fromLatin1(metric.key) + QStringLiteral("@50"));
        }
        QVERIFY_EXCEPTION_THROWN(loadFigure(ranking, { { run }, {}, {}, { { "k", "many" } } }, access),
                                 Error);

        QCustomPlot plot;
        request.draw(plot, PlotTheme::paper());
        QCOMPARE(plot.graphCount(), 2 * 2); // two metrics, two cut-offs, of which one each is shown
        // A panel makes the same of curves that it already has.
        const FigureRequest shown = figureRequest(QStringLiteral("ranking"), loadRanking(both, access), both);
        QCOMPARE(shown.key, ranking.key);
        QCOMPARE(shown.table().toCsv(), numbers.toCsv());
        QCOMPARE(shown.summary(), request.summary());
        QCOMPARE(shown.subject.runs, both.runs);
    }

    void missingPartsAreNamed()
    {
        FigureEntry entry = *findFigure(QStringLiteral("loss"));
        const auto detailFor = [&entry](const FigureSubject& subject) -> std::string {
            try {
                checkFigureSubject(entry, subject);
            } catch (const Error& error) {
                return error.detail();
            }
            return {};
        };
        QCOMPARE(detailFor({ { "a" } }), std::string());
        QVERIFY(detailFor({}).find("--run") != std::string::npos);
        QVERIFY(detailFor({ { "a", "b" } }).find("got 2") != std::string::npos);
        entry.needs = { 1, 2, true, true };
        QVERIFY(detailFor({ { "a", "b" } }).find("--user") != std::string::npos);
        QVERIFY(detailFor({ { "a", "b" }, "7" }).find("--dataset") != std::string::npos);
        QCOMPARE(detailFor({ { "a", "b" }, "7", QStringLiteral("x") }), std::string());
    }

    void cellsAreQuoted()
    {
        const FigureTable table { { QStringLiteral("a"), QStringLiteral("b") },
                                  { { QStringLiteral("x,\"y\""), QStringLiteral("1\n2\t3") } } };
        QCOMPARE(table.toCsv(), QByteArray("a,b\n\"x,\"\"y\"\"\",\"1\n2\t3\"\n"));
        QCOMPARE(table.toTsv(), QStringLiteral("a\tb\nx,\"y\"\t1 2 3\n"));
        QCOMPARE(tableNumber(0.1), QStringLiteral("0.1"));
        QCOMPARE(tableNumber(std::nan("")), QString());
        QCOMPARE(tableNumber(1.0 / 3).toDouble(), 1.0 / 3);
    }
};

OPAL_TEST(TestFigureRegistry)
#include "tst_figureregistry.moc"
