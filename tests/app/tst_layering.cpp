// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
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

const QStringList engineParts { QStringLiteral("core/base"),      QStringLiteral("core/results"),
                                QStringLiteral("core/data"),      QStringLiteral("core/kernels"),
                                QStringLiteral("core/models"),    QStringLiteral("core/training"),
                                QStringLiteral("core/retrieval"), QStringLiteral("core/evaluation"),
                                QStringLiteral("core/analysis"),  QStringLiteral("core/benchmark") };

QList<Layer> layers()
{
    const QStringList vocabulary { QStringLiteral("core/base"), QStringLiteral("core/results") };
    const QStringList services { QStringLiteral("core/store"), QStringLiteral("core/jobs") };
    // Torch-free headers of the engine that describe tables and requests.
    const QStringList tables {
        QStringLiteral("core/models/modelinfo.h"),      QStringLiteral("core/models/registry.h"),
        QStringLiteral("core/data/importer.h"),         QStringLiteral("core/data/synth.h"),
        QStringLiteral("core/data/synthcovers.h"),      QStringLiteral("core/data/synthlog.h"),
        QStringLiteral("core/benchmark/benchmark.h"),   QStringLiteral("core/training/trainobserver.h"),
        QStringLiteral("core/analysis/typedfigures.h"), QStringLiteral("core/analysis/sweepplan.h")
    };
    QList<Layer> table;
    table.append(
        { QStringLiteral("core/base"), { QStringLiteral("core/base") }, false, false, false, false });
    table.append({ QStringLiteral("core/results"), vocabulary, false, false, false, false });
    // Kernels and data are plain C++; tensors begin at the models.
    table.append({ QStringLiteral("core/data"), vocabulary + QStringList { QStringLiteral("core/data") },
                   false, false, false, false });
    table.append({ QStringLiteral("core/kernels"),
                   vocabulary + QStringList { QStringLiteral("core/data"), QStringLiteral("core/kernels") },
                   false, false, false, false });
    for (const QString& part : engineParts.mid(4))
        table.append({ part, engineParts, false, false, true, false });
    table.append({ QStringLiteral("core/store"), vocabulary + QStringList { QStringLiteral("core/store") },
                   true, false, false, false });
    table.append({ QStringLiteral("core/jobs"), engineParts + services, true, false, false, false });
    table.append({ QStringLiteral("views"),
                   vocabulary + services + tables + QStringList { QStringLiteral("views") }, true, true,
                   false, false });
    table.append({ QStringLiteral("views/plot/qcp.h"), {}, true, true, false, true });
    table.append({ QStringLiteral("app/cli"),
                   vocabulary + services + tables
                       + QStringList { QStringLiteral("app/cli"), QStringLiteral("app/errortext.h") },
                   true, false, false, false });
    // The two commands that draw.
    for (const char* command : { "app/cli/figurecommand", "app/cli/kitcommand" })
        table.append({ QString::fromLatin1(command),
                       vocabulary + services + tables
                           + QStringList { QStringLiteral("app/cli"), QStringLiteral("views/figures"),
                                           QStringLiteral("views/plot") },
                       true, true, false, false });
    table.append(
        { QStringLiteral("app"),
          vocabulary + services + tables + QStringList { QStringLiteral("views"), QStringLiteral("app") },
          true, true, false, false });
    return table;
}

Layer layerOf(const QString& file)
{
    Layer best;
    for (const Layer& layer : layers())
        if (file.startsWith(layer.folder) && layer.folder.size() > best.folder.size())
            best = layer;
    return best;
}

bool isWidgetHeader(const QString& header)
{
    static const QStringList coreHeaders = [] {
        QStringList names;
        for (const char* const module : { "QtCore", "QtSql", "QtTest" })
            names += QDir(QLatin1String("/usr/include/x86_64-linux-gnu/qt6/") + QLatin1String(module))
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
                    allowed = allowed || header.startsWith(prefix);
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
