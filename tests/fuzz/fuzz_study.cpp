// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>
#include <vector>

#include <QFile>
#include <QSqlQuery>

#include "core/base/error.h"
#include "core/jobs/study.h"
#include "core/results/hypercategory.h"
#include "core/store/casestore.h"
#include "core/store/diversitystore.h"
#include "core/store/presetstore.h"
#include "core/store/sweepoverview.h"
#include "core/store/sweepstore.h"
#include "tests/fuzz/memoryfile.h"
#include "tests/fuzz/storefolder.h"

using namespace opal;

namespace {

template <typename Call> void refused(Call call)
{
    try {
        call();
    } catch (const Error&) {
        // What is damaged is refused by itself.
    }
}

/// Everything that a window asks a store.
void readAll(RunStore& store)
{
    std::vector<RunRecord> runs;
    refused([&] { runs = store.runs(true); });
    for (const RunRecord& run : runs) {
        refused([&] { store.run(run.id); });
        refused([&] { store.curves(run.id); });
        refused([&] { store.curvesAfter(run.id, 1); });
        refused([&] {
            for (const CategorySnapshot& snapshot : store.categoryCourse(run.id)) {
                categoryAlarms(snapshot);
                const CategorySnapshot whole = store.categorySnapshot(run.id, snapshot.step);
                categoryFlow(whole, whole);
            }
        });
        refused([&] { store.categoryNames(run.id); });
        refused([&] { CaseStore(store).cases(run.id); });
        refused([&] { DiversityStore(store).rowsOf(run.id); });
    }
    refused([&] { store.allCategoryNames(); });
    refused([&] { store.datasets(); });
    refused([&] { store.datasetFiles(); });
    refused([&] { store.viewState("columns"); });
    refused([&] { DiversityStore(store).rows(50, 1, 1); });
    refused([&] { sweepOverview(store, {}, true, {}); });
}

/// A store with a row in every table.
void fill(RunStore& store)
{
    RunRecord run;
    run.name = "a";
    run.model = "opal";
    run.datasetName = run.datasetHash = "d";
    run.params = { { "interests", "2" }, { "exclude", "history" } };
    run.tags = { "t" };
    run.id = store.createRun(run);
    store.beginSegment(run.id, 0);
    auto categories = std::make_shared<CategorySnapshot>();
    *categories = { "soft",
                    1,
                    2,
                    2,
                    2,
                    { 1, 2 },
                    { 1, 2 },
                    std::vector<std::int64_t>(confidenceBins, 0),
                    0.5,
                    0.5,
                    { 1, 0, 0, 1 },
                    { 0, 0, 1, 1 } };
    MetricSet metrics;
    metrics.users = 3;
    metrics.values = { { "recall", { { 50, 0.5 } } }, { "hit_rate", { { 50, 0.5 } } } };
    metrics.interestShare = { 0.5, 0.5 };
    EvaluationReport evaluation;
    evaluation.stage = "soft";
    evaluation.epoch = 1;
    evaluation.step = 2;
    evaluation.metrics = metrics;
    evaluation.best = true;
    evaluation.categories = categories;
    store.append(run.id, { { "soft", 1, { { "loss", 1 } }, 0.1 }, { "soft", 2, { { "loss", 0.5 } }, 0.1 } },
                 { evaluation }, { { "started", "soft", 0, "", 1 } });
    run.state = RunState::Finished;
    run.step = 2;
    run.test = metrics;
    run.bestEpoch = { { "soft", 1 } };
    run.bestMetric = { { "soft", 0.5 } };
    store.updateRun(run);
    Agreement agreement;
    agreement.with = "tags";
    store.setAgreement(run.id, 2, agreement);
    store.setCategoryNames(run.id, { { 0, "first" } });
    store.addDataset({ "d", "d", "/d", 1, 2, 3, 4 });
    store.setViewState("columns", "a");
    RunDiversity diversity;
    diversity.run = run.id;
    diversity.k = 50;
    diversity.step = 2;
    DiversityStore(store).save(diversity);
    InterestCase kept;
    kept.name = "c";
    kept.run = run.id;
    kept.query.userId = "u";
    kept.query.weights = { 1, 0 };
    CaseStore(store).save(kept);
    SweepRecord sweep;
    sweep.name = "s";
    sweep.datasetName = sweep.datasetHash = "d";
    SweepPoint point;
    point.model = "opal";
    point.params = run.params;
    point.run = run.id;
    point.state = SweepPointState::Finished;
    sweep.points = { point };
    SweepRequest fair;
    fair.models = { "opal" };
    fair.fairBudget = 2;
    sweep.fair = fair;
    SweepStore(store).create(sweep);
}

struct Cell
{
    QString table;
    QString column;
};

std::vector<Cell> cellsOf(const RunStore& store)
{
    std::vector<Cell> cells;
    Query columns(store.database(),
                  QStringLiteral("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
                                 " WHERE m.type='table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1, 2"));
    columns.run();
    while (columns.next())
        cells.push_back({ QString::fromStdString(columns.text(0)), QString::fromStdString(columns.text(1)) });
    return cells;
}

QVariant valueOf(unsigned kind, std::string_view bytes)
{
    const QByteArray blob(bytes.data(), static_cast<qsizetype>(bytes.size()));
    std::int64_t number = 0;
    std::memcpy(&number, bytes.data(), std::min(bytes.size(), sizeof number));
    double real = 0;
    std::memcpy(&real, bytes.data(), std::min(bytes.size(), sizeof real));
    switch (kind % 4) {
    case 0:
        return blob;
    case 1:
        return QString::fromUtf8(blob);
    case 2:
        return QVariant::fromValue<qlonglong>(number);
    default:
        return real;
    }
}

/// Every row of one cell's column gets a value; taken back afterwards.
void damageCell(std::string_view bytes)
{
    static auto& folder = *new fuzz::StoreFolder;
    static const std::vector<Cell> cells = [] {
        fill(folder.store());
        return cellsOf(folder.store());
    }();
    if (bytes.size() < 2)
        return;
    const Cell& cell = cells[static_cast<unsigned char>(bytes[0]) % cells.size()];
    refused([&] {
        const Transaction rolledBack(folder.store().database());
        Query(folder.store().database(), QStringLiteral("UPDATE %1 SET %2=?").arg(cell.table, cell.column))
            .run({ valueOf(static_cast<unsigned char>(bytes[1]), bytes.substr(2)) });
        readAll(folder.store());
    });
}

} // namespace

/// Any bytes as a study, which is a run store of somebody else: as its file, or as the value of one of its
/// columns, which no mutation of pages gets at. Everything in it can be read or is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::makeApplication();
    const std::string_view content = fuzz::textOf(data, size);
    if (!content.starts_with("SQLite format 3")) {
        damageCell(content);
        return 0;
    }
    static const fuzz::MemoryFile file("study");
    const QTemporaryDir folder;
    refused([&] {
        unpackStudy(QString::fromStdString(file.hold(content)), folder.path());
        RunStore store(WorkspacePaths { folder.path() }.database());
        readAll(store);
        PresetStore(WorkspacePaths { folder.path() }.database()).presets("opal");
    });
    return 0;
}
