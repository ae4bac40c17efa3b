// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLibraryInfo>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "tests/support/testprogram.h"

namespace {

/// One row of the table "who may include whom" in ARCHITECTURE.md. Folder prefixes are matched longest first.
struct Layer
{
    QString folder;
    QStringList mayInclude; ///< prefixes of our own folders
    bool qt = false;
    bool widgets = false;
    bool torch = false; ///< torch, ATen, c10, faiss
    bool plot = false; ///< QCustomPlot
};

QStringList under(const char* top, std::initializer_list<const char*> names)
{
    QStringList folders;
    for (const char* const name : names)
        folders << QLatin1String(top) + QLatin1Char('/') + QLatin1String(name);
    return folders;
}

/// Each includes itself and those before it.
const QStringList engineFloors = under("core",
                                       { "base", "results", "data", "kernels", "models", "retrieval",
                                         "evaluation", "analysis", "training", "exchange", "benchmark" });
const QStringList viewFloors
    = under("views", { "shell", "widgets", "itemmodels", "plot", "figures", "shared" });
/// Each stands on all floors of the views and sees no other.
const QStringList panels = under("views/panels",
                                 { "categories", "compare", "data", "diversity", "interests", "map", "runs",
                                   "sweeps", "tables", "training" });

QList<Layer> layers()
{
    const QStringList vocabulary = engineFloors.mid(0, 2);
    const QStringList services = under("core", { "store", "jobs" });
    // Torch-free headers of the engine that describe tables and requests.
    const QStringList tables = vocabulary + services
        + under("core",
                { "models/modelfolder.h", "models/modelinfo.h", "models/registry.h", "data/importer.h",
                  "data/synth.h", "data/synthcovers.h", "data/synthlog.h", "benchmark/benchmark.h",
                  "training/trainobserver.h", "analysis/typedfigures.h", "analysis/sweepplan.h",
                  "analysis/fairsearch.h", "analysis/claims.h" });
    QList<Layer> table;
    // Kernels and data are plain C++; tensors begin at the models.
    for (int floor = 0; floor < engineFloors.size(); ++floor)
        table.append(
            { engineFloors[floor], engineFloors.mid(0, floor + 1), false, false, floor >= 4, false });
    table.append({ services[0], vocabulary + services.mid(0, 1), true, false, false, false });
    table.append({ services[1], engineFloors + services, true, false, false, false });
    for (int floor = 0; floor < viewFloors.size(); ++floor)
        table.append({ viewFloors[floor], tables + viewFloors.mid(0, floor + 1), true, true, false, false });
    for (const QString& panel : panels)
        table.append({ panel, tables + viewFloors + QStringList { panel }, true, true, false, false });
    table.append({ QStringLiteral("views/plot/qcp.h"), {}, true, true, false, true });
    const QStringList commands = tables + under("app", { "cli", "errortext.h", "program.h" });
    table.append({ QStringLiteral("app/cli"), commands, true, false, false, false });
    table.append({ QStringLiteral("app/door"), {}, false, false, false, false });
    for (const QString& drawing : under("app/cli", { "figurecommand", "kitcommand" }))
        table.append({ drawing, commands + under("views", { "figures", "plot" }), true, true, false, false });
    table.append({ QStringLiteral("app"),
                   tables + viewFloors + panels + QStringList { QStringLiteral("app") }, true, true, false,
                   false });
    return table;
}

/// `file` is in the folder `place`, is that file, or begins with that name.
bool lies(const QString& file, const QString& place)
{
    return file.startsWith(place)
        && (file.size() == place.size() || !file.at(place.size()).isLetterOrNumber());
}

Layer layerOf(const QString& file)
{
    Layer best;
    for (const Layer& layer : layers())
        if (lies(file, layer.folder) && layer.folder.size() > best.folder.size())
            best = layer;
    return best;
}

bool isWidgetHeader(const QString& header)
{
    static const QStringList coreHeaders = [] {
        QStringList names;
        for (const char* const module : { "QtCore", "QtSql", "QtTest" })
            names += QDir(QLibraryInfo::path(QLibraryInfo::HeadersPath) + QLatin1Char('/')
                          + QLatin1String(module))
                         .entryList(QDir::Files);
        return names;
    }();
    return !coreHeaders.isEmpty() && !coreHeaders.contains(header);
}

/// What `file` includes against its layer; empty if the layer allows it all.
QStringList violations(const QString& file, const QString& text)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"),
                                            QRegularExpression::MultilineOption);
    static const QRegularExpression torchHeader(QStringLiteral("^(torch|ATen|c10|faiss)/"));
    const Layer layer = layerOf(file);
    if (layer.folder.isEmpty())
        return { file + QStringLiteral(" belongs to no layer") };
    QStringList found;
    auto matches = include.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString header = match.captured(2);
        bool allowed = true;
        if (match.captured(1) == QLatin1String("\"")) {
            // A file of the same folder, a .moc or a generated header has no folder of ours in front.
            static const QRegularExpression ours(QStringLiteral("^(core|views|app|tests)/"));
            if (ours.match(header).hasMatch()) {
                allowed = false;
                for (const QString& prefix : layer.mayInclude)
                    allowed = allowed || lies(header, prefix);
            }
        } else if (torchHeader.match(header).hasMatch()) {
            allowed = layer.torch;
        } else if (header == QLatin1String("qcustomplot.h")) {
            allowed = layer.plot;
        } else if (QRegularExpression(QStringLiteral("^Q[A-Za-z]")).match(header).hasMatch()) {
            allowed = layer.qt && (layer.widgets || !isWidgetHeader(header));
        }
        if (!allowed)
            found.append(file + QStringLiteral(" must not include ") + header);
    }
    return found;
}

} // namespace

/// Link rules cannot guard the layers, because every third-party header lies in /usr/include: the include
/// lines are read instead.
class TestLayering final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aForbiddenIncludeIsFound_data();
    void aForbiddenIncludeIsFound();
    void everyFolderHasItsRow();
    void noFolderLooksUpOrAside();
    void everyFileKeepsToItsLayer();
    void noStringBasedConnect();
};

void TestLayering::aForbiddenIncludeIsFound_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char* name, const char* file, const char* line, bool allowed) {
        QTest::newRow(name) << QString::fromLatin1(file) << QString::fromLatin1(line) << allowed;
    };
    row("torch in views", "views/shell/panel.cpp", "#include <torch/torch.h>", false);
    row("engine in views", "views/shell/panel.cpp", "#include \"core/training/trainer.h\"", false);
    row("plot outside its wrapper", "views/plot/chart.cpp", "#include <qcustomplot.h>", false);
    row("plot in its wrapper", "views/plot/qcp.h", "#include <qcustomplot.h>", true);
    row("Qt in the engine", "core/training/trainer.cpp", "#include <QString>", false);
    row("Qt in the data layer", "core/data/dataset.cpp", "  #  include <QFile>", false);
    row("torch in kernels", "core/kernels/topk.cpp", "#include <ATen/ATen.h>", false);
    row("torch in models", "core/models/opal.cpp", "#include <torch/torch.h>", true);
    row("widgets in services", "core/jobs/trainjob.cpp", "#include <QWidget>", false);
    row("Qt Core in services", "core/jobs/trainjob.cpp", "#include <QObject>", true);
    row("views in services", "core/store/runstore.cpp", "#include \"views/shell/panel.h\"", false);
    row("jobs in store", "core/store/runstore.cpp", "#include \"core/jobs/job.h\"", false);
    row("panel in the command line", "app/cli/main.cpp", "#include \"views/shell/panel.h\"", false);
    row("panel in app", "app/panelregistry.cpp", "#include \"views/shell/panel.h\"", true);
    row("results in views", "views/shell/panel.cpp", "#include \"core/results/runrecord.h\"", true);
}

void TestLayering::aForbiddenIncludeIsFound()
{
    QFETCH(const QString, file);
    QFETCH(const QString, line);
    QFETCH(const bool, allowed);
    QCOMPARE(violations(file, line).isEmpty(), allowed);
}

void TestLayering::everyFolderHasItsRow()
{
    QStringList rows;
    for (const Layer& layer : layers())
        rows << layer.folder;
    const QDir root(QStringLiteral(OPAL_SOURCE_DIR));
    int folders = 0;
    for (const char* const top : { "core", "views", "app" }) {
        QDirIterator walk(root.filePath(QLatin1String(top)), { QStringLiteral("*.cpp") }, QDir::Files,
                          QDirIterator::Subdirectories);
        QSet<QString> seen;
        while (walk.hasNext()) {
            walk.next();
            seen << root.relativeFilePath(walk.fileInfo().path());
        }
        for (const QString& folder : std::as_const(seen))
            QVERIFY2(rows.contains(folder), qPrintable(folder + QStringLiteral(" has no row")));
        folders += static_cast<int>(seen.size());
    }
    QVERIFY(folders > 25);
}

void TestLayering::noFolderLooksUpOrAside()
{
    const auto planted = [](const QString& from, const QString& to) {
        return !violations(from + QStringLiteral("/planted.cpp"),
                           QStringLiteral("#include \"%1/planted.h\"").arg(to))
                    .isEmpty();
    };
    const auto lookDownAlone = [&](const QStringList& floors) {
        for (int low = 0; low < floors.size(); ++low)
            for (int high = low + 1; high < floors.size(); ++high) {
                QVERIFY2(planted(floors[low], floors[high]), qPrintable(floors[low] + floors[high]));
                QVERIFY2(!planted(floors[high], floors[low]), qPrintable(floors[high] + floors[low]));
            }
    };
    lookDownAlone(engineFloors);
    lookDownAlone(viewFloors);
    lookDownAlone(under("core", { "base", "results", "store", "jobs" }));
    for (const QString& panel : panels) {
        lookDownAlone(viewFloors + QStringList { panel, QStringLiteral("app") });
        for (const QString& other : panels)
            QCOMPARE(planted(panel, other), panel != other);
    }
}

void TestLayering::everyFileKeepsToItsLayer()
{
    const QDir root(QStringLiteral(OPAL_SOURCE_DIR));
    QStringList found;
    int files = 0;
    for (const char* const top : { "core", "views", "app" }) {
        QDirIterator walk(root.filePath(QLatin1String(top)),
                          { QStringLiteral("*.h"), QStringLiteral("*.cpp"), QStringLiteral("*.inc") },
                          QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            found += violations(root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()));
            ++files;
        }
    }
    QVERIFY(files > 50);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestLayering::noStringBasedConnect()
{
    static const QRegularExpression oldConnect(QStringLiteral("\\b(SIGNAL|SLOT)\\s*\\("));
    static const QRegularExpression nestedLoop(QStringLiteral("processEvents\\s*\\("));
    const QDir root(QStringLiteral(OPAL_SOURCE_DIR));
    for (const char* const top : { "core", "views", "app" }) {
        QDirIterator walk(root.filePath(QLatin1String(top)),
                          { QStringLiteral("*.h"), QStringLiteral("*.cpp") }, QDir::Files,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            QVERIFY2(!oldConnect.match(text).hasMatch(), qPrintable(file.fileName()));
            QVERIFY2(!nestedLoop.match(text).hasMatch(), qPrintable(file.fileName()));
        }
    }
}

OPAL_TEST(TestLayering)
#include "tst_layering.moc"
