// SPDX-License-Identifier: GPL-3.0-or-later
// What a new metric, panel and language cost: one row each. All three are added here, before anything has
// read their tables.
#include <algorithm>

#include <QAction>
#include <QLabel>
#include <QResource>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "app/guide.h"
#include "app/language.h"
#include "app/panelregistry.h"
#include "core/base/fieldfilter.h"
#include "core/results/rankingmetrics.h"
#include "core/results/runcompare.h"
#include "core/results/runfields.h"
#include "core/results/tableentries.h"
#include "core/results/tabletext.h"
#include "tests/app/studiofixture.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/runtablemodel.h"
#include "views/shell/panel.h"

using namespace opal;
using namespace opal::test;

namespace {

/// Where the last target of the list stands, as a share of its length; 0 without one.
double depthAt(std::span<const std::int32_t> ranked, std::span<const std::int32_t> targets, int k)
{
    double depth = 0;
    const std::size_t length = std::min(ranked.size(), static_cast<std::size_t>(k));
    for (std::size_t place = 0; place < length; ++place)
        if (std::binary_search(targets.begin(), targets.end(), ranked[place]))
            depth = static_cast<double>(place + 1) / static_cast<double>(k);
    return depth;
}

class AdditionPanel final : public Panel
{
public:
    explicit AdditionPanel(QWidget* parent)
        : Panel(parent)
    {
        retranslate();
    }

    QString id() const override { return QStringLiteral("addition"); }

    QString title() const override { return QStringLiteral("Addition"); }

    void retranslate() override { m_text.setText(QStringLiteral("An eleventh panel")); }

private:
    QLabel m_text { this };
};

Panel* makeAdditionPanel(const PanelContext&, QWidget* parent)
{
    return new AdditionPanel(parent);
}

} // namespace

class TestAdditions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        QVERIFY(QResource::registerResource(QStringLiteral(OPAL_ADDITION)));
        addPanel({ "addition", makeAdditionPanel });
        addRankingMetric({ "depth", "Depth", "d", "How deep the last test-day item stands", false, true, true,
                           depthAt, nullptr });
    }

    void aPanelIsOneRowAndItsFiles()
    {
        QTemporaryDir folder;
        Studio studio(folder.path());
        auto* button = studio.child<QToolButton>("rail_addition");
        QVERIFY(button);
        QCOMPARE(button->text(), QStringLiteral("Addition"));
        QVERIFY(!button->icon().isNull());
        QCOMPARE(button->defaultAction()->shortcut(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_1));
        button->click();
        QCOMPARE(studio.front(), QStringLiteral("addition"));
        studio.trigger("view.data");
        QCOMPARE(studio.front(), QStringLiteral("data"));
        studio.trigger("view.addition");
        QCOMPARE(studio.front(), QStringLiteral("addition"));
        QVERIFY(guidePanelPages().contains(QStringLiteral("addition")));
        QCOMPARE(guideTitle(QStringLiteral("en"), QStringLiteral("addition")), QStringLiteral("Addition"));
    }

    void aLanguageIsOneFile()
    {
        QTemporaryDir folder;
        Studio studio(folder.path());
        auto* button = studio.child<QToolButton>("rail_data");
        QVERIFY(button);
        QCOMPARE(button->text(), QStringLiteral("Data"));
        studio.trigger("view.language.de");
        QTRY_COMPARE(button->text(), QStringLiteral("Daten"));
        studio.trigger("view.language.zh_CN");
        QTRY_VERIFY(button->text() != QStringLiteral("Daten"));
        studio.trigger("view.language.en");
        QTRY_COMPARE(button->text(), QStringLiteral("Data"));
    }

    /// Computed, stored, filtered by, listed, compared, tabled, exported and drawn.
    void aMetricIsOneRow()
    {
        QTemporaryDir folder;
        const WorkspacePaths paths { folder.path() };
        const QString dataset = makeDataset(folder.path());
        RunStore store(paths.database());
        SilentContext context;
        TrainJobRequest request;
        request.datasetFile = dataset;
        request.params = { { "interests", "2" },
                           { "dim", "8" },
                           { "batch_size", "64" },
                           { "max_epochs", "2" },
                           { "steps_per_epoch", "4" } };
        request.threads = 1;
        const std::string id = makeTrainJob(store, paths, request).run(context).run.id;

        const RunRecord run = store.run(id);
        QVERIFY(run.test);
        const double depth = run.test->at("depth", 50);
        QVERIFY(depth > 0);
        QVERIFY(depth <= 1);
        const RunCurves curves = store.curves(id);
        QVERIFY(!curves.evaluations.empty());
        QVERIFY(curves.evaluations.back().metrics.at("depth", 50) > 0);

        const std::vector<std::string> fields = runFieldNames({ run });
        const auto filter = FieldFilter::parse("depth@50 > 0 and d50 <= 1", fields);
        QVERIFY(std::holds_alternative<FieldFilter>(filter));
        QVERIFY(std::get<FieldFilter>(filter).matches(
            [&run](std::string_view field) { return runField(run, field); }));

        RunTableModel model;
        model.setRuns({ run });
        const int column = RunTableModel::columnOf("depth@50");
        QVERIFY(column >= 0);
        QCOMPARE(model.index(0, column).data(RunTableModel::SortRole).toDouble(), depth);

        RunRecord other = run;
        other.id += "-other";
        other.test->values["depth"][50] += 0.1;
        const std::vector<RunAxis> axes = parallelAxes({ run, other });
        QVERIFY(std::any_of(axes.begin(), axes.end(),
                            [](const RunAxis& axis) { return axis.field == "depth@50"; }));

        const ResultsTable table = makeModelTable(modelEntries({ run }, { { "opal", "OPAL" } }));
        for (const TableFormat format : { TableFormat::Latex, TableFormat::Csv, TableFormat::Markdown })
            QVERIFY(tableText(table, format).find("Depth@50") != std::string::npos);

        const FigureAccess access { store, paths, context };
        const FigureRequest figure
            = loadFigure(*findFigure(QStringLiteral("ranking")),
                         { { id }, {}, {}, { { "metrics", "depth" }, { "k", "50" } } }, access);
        QCOMPARE(figure.table().columns.last(), QStringLiteral("depth@50"));
    }
};

OPAL_TEST(TestAdditions)
#include "tst_additions.moc"
