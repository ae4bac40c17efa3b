// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <QBuffer>
#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QGuiApplication>
#include <QImageReader>
#include <QMimeData>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/base/error.h"
#include "core/jobs/savefile.h"
#include "tests/support/figuresamples.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmisheet.h"
#include "views/plot/colourmap.h"
#include "views/plot/figureexporter.h"
#include "views/plot/hatchedbars.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/pointclouditem.h"
#include "views/plot/qcp.h"
#include "views/plot/renewplot.h"
#include "views/shell/theme.h"

using namespace opal;

namespace {

FigureProvenance sampleProvenance(const QString& figure)
{
    FigureProvenance provenance;
    provenance.figure = figure;
    provenance.version = QStringLiteral("1.2.3");
    provenance.subject.runs = { "ab12", "cd34" };
    provenance.subject.user = "user <7> & \"friends\"";
    provenance.subject.options = { { "shift", "5" }, { "k", "200" } };
    provenance.runs
        = { { "ab12", "первый", "opal", "KuaiRand", "0123456789abcdef", { { "interests", "4" } } } };
    return provenance;
}

FigureDrawing drawingOf(const QString& key)
{
    return figureSamples().at(key).draw;
}

FigureOutput sheetOf(const QString& key, double widthMm = 88.9)
{
    FigureOutput output;
    output.sizeMm = { widthMm, figureHeightMm(*findFigure(key), widthMm) };
    return output;
}

QByteArray rendered(const QString& key, FigureFormat format, double widthMm = 88.9)
{
    return renderFigure(drawingOf(key), format, sheetOf(key, widthMm), sampleProvenance(key));
}

/// Output of a tool of poppler on a PDF.
QString toolOutput(const QString& tool, const QByteArray& pdf, const QStringList& after = {},
                   const QStringList& before = {})
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("figure.pdf"));
    saveFile(file, pdf);
    QProcess process;
    process.start(tool, before + QStringList { file } + after);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s failed: %s", qPrintable(tool), process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput());
}

/// Two curves, one far outside the axes, and a matrix: what zoomed figures look like.
void drawZoomed(QCustomPlot& plot, const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    auto* graph = plot.addGraph();
    graph->setName(QStringLiteral("far out"));
    graph->addData({ 0, 1, 2, 3 }, { 0, 1e5, -1e5, 1 });
    graph->setPen(QPen(theme.seriesColour(0), theme.lineWidth));
    graph->setBrush(theme.band);
    auto* matrix = new HeatmapItem(plot.axisRect(), 200, 200);
    std::vector<double> values(200 * 200);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i % 201 == 0 ? std::nan("") : static_cast<double>((i * 7919) % 10);
    matrix->setValues(values, 0, 9, theme);
    plot.xAxis->setRange(0, 3);
    plot.yAxis->setRange(0, 2);
}

/// Every coordinate of a path or attribute of an SVG, largest distance outside the view box.
double outsideOf(const QByteArray& svg, const QSize& box)
{
    double worst = 0;
    QXmlStreamReader reader(svg);
    static const QRegularExpression pairs(QStringLiteral("(-?[0-9.]+) (-?[0-9.]+)"));
    const auto look = [&worst, &box](double x, double y) {
        worst = std::max({ worst, -x, -y, x - box.width(), y - box.height() });
    };
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attributes = reader.attributes();
        auto match = pairs.globalMatch(attributes.value(QLatin1String("d")).toString());
        while (match.hasNext()) {
            const auto pair = match.next();
            look(pair.captured(1).toDouble(), pair.captured(2).toDouble());
        }
        if (attributes.hasAttribute(QLatin1String("x")))
            look(attributes.value(QLatin1String("x")).toDouble(),
                 attributes.value(QLatin1String("y")).toDouble());
    }
    if (reader.hasError())
        qFatal("no XML: %s", qPrintable(reader.errorString()));
    return worst;
}

/// Pictures in a PDF, without the masks of transparency.
int imagesOf(const QByteArray& pdf)
{
    const QString list = toolOutput(QStringLiteral("pdfimages"), pdf, {}, { QStringLiteral("-list") });
    int count = 0;
    for (const QString& line : list.split(QLatin1Char('\n')))
        count += line.simplified().split(QLatin1Char(' ')).value(2) == QLatin1String("image") ? 1 : 0;
    return count;
}

struct WrittenText
{
    QString words;
    QRectF area; ///< of the ink, in points
};

std::vector<WrittenText> textsOf(const QByteArray& svg)
{
    std::vector<WrittenText> texts;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement || reader.name() != QLatin1String("text"))
            continue;
        const auto attributes = reader.attributes();
        QFont font(attributes.value(QLatin1String("font-family")).toString());
        constexpr double sharp = 10; // hinting at small sizes would change the widths
        font.setPixelSize(qRound(sharp * attributes.value(QLatin1String("font-size")).toDouble()));
        font.setBold(attributes.value(QLatin1String("font-weight")) == QLatin1String("bold"));
        const QPointF at(attributes.value(QLatin1String("x")).toDouble(),
                         attributes.value(QLatin1String("y")).toDouble());
        static const QRegularExpression rotation(QStringLiteral("rotate\\((-?[0-9.]+)"));
        const auto turned = rotation.match(attributes.value(QLatin1String("transform")).toString());
        const QString words = reader.readElementText();
        const QTransform place = QTransform::fromTranslate(at.x(), at.y())
                                     .rotate(turned.hasMatch() ? turned.captured(1).toDouble() : 0)
                                     .scale(1 / sharp, 1 / sharp);
        texts.push_back({ words, place.mapRect(QFontMetricsF(font).tightBoundingRect(words)) });
    }
    return texts;
}

} // namespace

/// The rules of print, for every row of the table of figures.
class TestFigureExport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void everyFigureHasASample()
    {
        const auto samples = figureSamples();
        for (const FigureEntry& entry : figureRegistry())
            QVERIFY2(samples.contains(entry.key), qPrintable(entry.key));
    }

    void eachFigure_data()
    {
        QTest::addColumn<QString>("key");
        for (const auto& sample : figureSamples())
            QTest::newRow(qPrintable(sample.first)) << sample.first;
    }

    void pdfIsFitForPrint_data() { eachFigure_data(); }

    void pdfIsFitForPrint()
    {
        QFETCH(QString, key);
        for (const auto& [width, points] : { std::pair(88.9, 252.0), std::pair(181.9, 516.0) }) {
            const QByteArray pdf = rendered(key, FigureFormat::Pdf, width);
            static const QRegularExpression box(
                QStringLiteral("/MediaBox \\[\\s*0\\s+0\\s+([0-9.]+)\\s+([0-9.]+)"));
            const auto match = box.match(QString::fromLatin1(pdf));
            QVERIFY(match.hasMatch());
            QVERIFY(std::abs(match.captured(1).toDouble() - points) <= 0.5);
            const double height = figureHeightMm(*findFigure(key), width) / 25.4 * 72;
            QVERIFY(std::abs(match.captured(2).toDouble() - height) <= 0.51);
            QVERIFY2(!pdf.contains("/Interpolate true"), qPrintable(key));
        }
        const QByteArray pdf = rendered(key, FigureFormat::Pdf);
        const QStringList fonts
            = toolOutput(QStringLiteral("pdffonts"), pdf).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY(fonts.size() > 2); // two lines of heading
        for (const QString& font : fonts.mid(2)) {
            QVERIFY2(font.contains(QStringLiteral("TrueType")), qPrintable(font));
            QVERIFY2(!font.contains(QStringLiteral("Type 3")), qPrintable(font));
            static const QRegularExpression embedded(
                QStringLiteral("\\s(yes|no)\\s+(yes|no)\\s+(yes|no)\\s"));
            QCOMPARE(embedded.match(font).captured(1), QStringLiteral("yes"));
        }
        const QString text
            = toolOutput(QStringLiteral("pdftotext"), pdf, { QStringLiteral("-") }).simplified();
        QVERIFY2(text.size() > 10, qPrintable(text));
    }

    void svgIsClippedAndNamed_data() { eachFigure_data(); }

    void svgIsClippedAndNamed()
    {
        QFETCH(QString, key);
        const QByteArray svg = rendered(key, FigureFormat::Svg);
        QVERIFY2(svg.size() < 500'000, qPrintable(QString::number(svg.size())));
        QVERIFY(outsideOf(svg, pointsOf(sheetOf(key).sizeMm)) <= 1);
        static const QRegularExpression group(QStringLiteral("<g id=\"series:[^\"]+\"([^>]*)>"));
        auto match = group.globalMatch(QString::fromUtf8(svg));
        int series = 0;
        while (match.hasNext()) {
            ++series;
            QVERIFY(match.next().captured(1).contains(QStringLiteral("clip-path=\"url(#clip")));
        }
        QVERIFY(series > 0);
        QVERIFY(svg.contains("<g id=\"axis-x\""));
        static const QRegularExpression sizes(QStringLiteral("font-size=\"([0-9.]+)\""));
        auto size = sizes.globalMatch(QString::fromUtf8(svg));
        QVERIFY(size.hasNext());
        while (size.hasNext()) {
            const QString value = size.next().captured(1);
            QVERIFY2(value.toDouble() >= 7, qPrintable(value));
        }
    }

    void sameInputGivesSameBytes_data() { eachFigure_data(); }

    void sameInputGivesSameBytes()
    {
        QFETCH(QString, key);
        Theme theme;
        constexpr std::array formats { FigureFormat::Pdf, FigureFormat::Svg, FigureFormat::Png };
        theme.setMode(Theme::Mode::Light);
        std::vector<QByteArray> first;
        for (const FigureFormat format : formats)
            first.push_back(rendered(key, format));
        theme.setMode(Theme::Mode::Dark); // what the window looks like is no input
        const qint64 second = QDateTime::currentSecsSinceEpoch();
        QTRY_VERIFY(QDateTime::currentSecsSinceEpoch() > second); // a time stamp would have moved on
        for (std::size_t index = 0; index < formats.size(); ++index)
            QCOMPARE(rendered(key, formats[index]), first[index]);
        theme.setMode(Theme::Mode::Light);
    }

    void drawnAgainNothingIsLeftBehind_data() { eachFigure_data(); }

    void drawnAgainNothingIsLeftBehind()
    {
        QFETCH(QString, key);
        const FigureRequest figure = figureSamples().at(key);
        QCustomPlot plot;
        plot.resize(700, 500);
        const auto objects = [&] {
            renewPlot(plot);
            figure.draw(plot, PlotTheme::paper());
            return plot.findChildren<QObject*>().size();
        };
        const auto once = objects();
        objects();
        QCOMPARE(objects(), once);
    }

    void everyMatrixIsOneImage_data() { eachFigure_data(); }

    void everyMatrixIsOneImage()
    {
        QFETCH(QString, key);
        QCustomPlot plot;
        plot.setViewport(
            QRect(QPoint(), pointsOf(sheetOf(key).sizeMm))); // what stands on it depends on its size
        drawingOf(key)(plot, PlotTheme::paper());
        int pictures = 0; // a matrix, or the points of a map, which are too many for vectors
        for (int item = 0; item < plot.itemCount(); ++item)
            pictures += dynamic_cast<HeatmapItem*>(plot.item(item)) ? 1
                : dynamic_cast<PointCloudItem*>(plot.item(item))    ? 1
                                                                    : 0;
        const QByteArray svg = rendered(key, FigureFormat::Svg);
        QCOMPARE(svg.count("<image "), pictures);
        QCOMPARE(svg.count("image-rendering:pixelated"), pictures);
        const QByteArray pdf = rendered(key, FigureFormat::Pdf);
        QCOMPARE(imagesOf(pdf), pictures);
        QVERIFY(pdf.size() < 500'000);
        QVERIFY(!pdf.contains("/DCTDecode")); // lossy
    }

    void matricesOfListsRiseFromTheGround()
    {
        for (const double width : { 88.9, 181.9 })
            for (const PlotTheme& theme : { PlotTheme::paper(), PlotTheme::screen(Theme::darkTokens()) }) {
                const QSize points = pointsOf(sheetOf(QStringLiteral("sppmi"), width).sizeMm);
                QCustomPlot plot;
                plot.resize(points);
                plot.setViewport(QRect(QPoint(), points));
                drawingOf(QStringLiteral("sppmi"))(plot, theme);
                plot.replot(QCustomPlot::rpImmediateRefresh);
                int matrices = 0;
                for (const QCPAxisRect* rect : plot.axisRects()) {
                    if (!rect->objectName().startsWith(QLatin1String("matrix-")))
                        continue;
                    ++matrices;
                }
                QVERIFY(matrices > 0);
                // 0 is the end of the scale that is nearest to the ground.
                const PlotTheme used = sppmiTheme(theme);
                const ColourMap map(used.colourMap);
                QCOMPARE(used.zero.rgb(), map.at(0));
                const bool onLight = theme.background.lightnessF() > 0.5F;
                for (int step = 1; step <= 20; ++step) {
                    const int before = qGray(map.at((step - 1) / 20.0));
                    const int next = qGray(map.at(step / 20.0));
                    QVERIFY(onLight ? next < before : next > before);
                }
            }
    }

    void textsMayBePutInOtherWords()
    {
        FigureOutput output = sheetOf(QStringLiteral("sppmi"), 181.9);
        const FigureDrawing draw = drawingOf(QStringLiteral("sppmi"));
        const QStringList texts = figureTexts(draw, output);
        QVERIFY(texts.contains(QStringLiteral("Share of pairs")));
        output.texts[QStringLiteral("Share of pairs")] = QStringLiteral("Pairs");
        output.texts[texts.front()] = QString();
        const QByteArray svg = renderFigure(draw, FigureFormat::Svg, output, {});
        QVERIFY(svg.contains(">Pairs<"));
        QVERIFY(!svg.contains("Share of pairs"));
        QCOMPARE(figureTexts(draw, output), texts); // still the figure's own
    }

    void everyTextIsWholeOnTheSheet_data() { eachFigure_data(); }

    void everyTextIsWholeOnTheSheet()
    {
        QFETCH(QString, key);
        for (const double width : { 84.7, 88.9, 122.0, 181.9 }) {
            const QSizeF sheet(pointsOf(sheetOf(key, width).sizeMm));
            const std::vector<WrittenText> texts = textsOf(rendered(key, FigureFormat::Svg, width));
            QVERIFY(texts.size() > 3);
            for (const WrittenText& text : texts)
                QVERIFY2(QRectF(QPointF(), sheet).adjusted(-1, -1, 1, 1).contains(text.area),
                         qPrintable(QStringLiteral("%1 mm: %2").arg(width).arg(text.words)));
        }
    }

    void matricesStandAboveOneAnotherInOneColumn()
    {
        for (const QString& key : { QStringLiteral("sppmi"), QStringLiteral("diversity-users") })
            for (const double width : { 88.9, 181.9 }) {
                QCustomPlot plot;
                const FigureOutput sheet = sheetOf(key, width);
                plot.setViewport(QRect(QPoint(), pointsOf(sheet.sizeMm)));
                drawingOf(key)(plot, PlotTheme::paper());
                std::vector<QRect> matrices;
                for (const QCPAxisRect* rect : plot.axisRects())
                    if (rect->objectName().startsWith(QLatin1String("matrix-"))
                        || rect->objectName().startsWith(QLatin1String("blocks-")))
                        matrices.push_back(rect->rect());
                for (const QRect& matrix : matrices)
                    QCOMPARE(matrix.width(), matrix.height());
                QCOMPARE(matrices.size(), std::size_t { 2 });
                QCOMPARE(matrices[1].top() > matrices[0].bottom(), width < 100);
                QCOMPARE(matrices[1].left() > matrices[0].right(), width > 100);
                for (const QRect& matrix : matrices)
                    QVERIFY2(matrix.width() > plot.viewport().width() * (width < 100 ? 0.5 : 0.25),
                             qPrintable(QStringLiteral("%1 at %2 mm: %3 of %4")
                                            .arg(key)
                                            .arg(width)
                                            .arg(matrix.width())
                                            .arg(plot.viewport().width())));
            }
    }

    void linesDifferByDashAndMarker_data() { eachFigure_data(); }

    void linesDifferByDashAndMarker()
    {
        QFETCH(QString, key);
        QCustomPlot plot;
        drawingOf(key)(plot, PlotTheme::paper());
        std::map<QCPAxisRect*, std::vector<QCPGraph*>> lines;
        for (int index = 0; index < plot.plottableCount(); ++index)
            if (auto* graph = qobject_cast<QCPGraph*>(plot.plottable(index));
                graph && graph->visible() && graph->lineStyle() != QCPGraph::lsNone && graph->dataCount() > 0)
                lines[graph->keyAxis()->axisRect()].push_back(graph);
        for (const auto& [rect, graphs] : lines)
            for (std::size_t a = 0; a < graphs.size(); ++a)
                for (std::size_t b = a + 1; b < graphs.size(); ++b) {
                    const QString pair = graphs[a]->name() + QStringLiteral(" / ") + graphs[b]->name();
                    QVERIFY2(graphs[a]->pen().dashPattern() != graphs[b]->pen().dashPattern(),
                             qPrintable(pair));
                    QVERIFY2(graphs[a]->scatterStyle().shape() != graphs[b]->scatterStyle().shape(),
                             qPrintable(pair));
                    QVERIFY2(graphs[a]->scatterStyle().shape() != QCPScatterStyle::ssNone, qPrintable(pair));
                }
    }

    void linesStayApartInGreyscale()
    {
        constexpr int lines = 16;
        const FigureDrawing draw = [](QCustomPlot& plot, const PlotTheme& theme) {
            applyPlotTheme(plot, theme);
            plot.xAxis->setRange(0, 40);
            plot.yAxis->setRange(-0.5, lines - 0.5);
            plot.yAxis->grid()->setVisible(false);
            plot.axisRect()->setAutoMargins(QCP::msNone);
            plot.axisRect()->setMargins({});
            for (int line = 0; line < lines; ++line) {
                auto* graph = plot.addGraph();
                graph->setPen(QPen(Qt::black, theme.lineWidth)); // nothing but form tells
                for (int step = 0; step <= 40; ++step)
                    graph->addData(step, lines - 1 - line);
                distinguish(*graph, line, theme);
            }
        };
        FigureOutput output;
        output.sizeMm = { 88.9, 88.9 };
        const QImage picture = figureImage(draw, output, 4).convertToFormat(QImage::Format_Grayscale8);
        const int height = picture.height() / lines;
        const auto ink = [&](int line, int x, int y) {
            return qGray(picture.pixel(x, (2 * line + 1) * picture.height() / (2 * lines) - height / 2 + y))
                < 128;
        };
        for (int first = 0; first < lines; ++first)
            for (int second = first + 1; second < lines; ++second) {
                int inked = 0;
                int different = 0;
                for (int x = 0; x < picture.width(); ++x)
                    for (int y = 0; y < height; ++y) {
                        inked += ink(first, x, y) || ink(second, x, y) ? 1 : 0;
                        different += ink(first, x, y) != ink(second, x, y) ? 1 : 0;
                    }
                QVERIFY2(inked > 1000 && different * 10 > inked,
                         qPrintable(QStringLiteral("%1 and %2: %3 of %4")
                                        .arg(first)
                                        .arg(second)
                                        .arg(different)
                                        .arg(inked)));
            }
    }

    void stackedBarsStayApartInGreyscale_data()
    {
        QTest::addColumn<double>("points"); // width of a bar
        QTest::newRow("wide") << 56.0;
        QTest::newRow("narrow") << 3.0; // long histories have such bars
    }

    void stackedBarsStayApartInGreyscale()
    {
        QFETCH(double, points);
        constexpr int parts = 16;
        constexpr int seen = 36; ///< levels of 255 that the eye tells apart in print
        // Each part alone at the same place: a hatch that only lies elsewhere does not count as another one.
        std::vector<QImage> pictures;
        for (int part = 0; part < parts; ++part) {
            const FigureDrawing draw = [part, points](QCustomPlot& plot, const PlotTheme& theme) {
                applyPlotTheme(plot, theme);
                plot.axisRect()->setAutoMargins(QCP::msNone);
                plot.axisRect()->setMargins({});
                plot.xAxis->setRange(0, plot.width());
                plot.yAxis->setRange(0, 1);
                auto* bars = new HatchedBars(plot.xAxis, plot.yAxis);
                bars->setWidth(points);
                bars->setPen(Qt::NoPen);
                bars->setBrush(theme.seriesColour(part));
                distinguish(*bars, part, theme);
                bars->addData(points / 2, 1);
            };
            FigureOutput output;
            output.sizeMm = { 20, 20 };
            constexpr int scale = 4;
            pictures.push_back(figureImage(draw, output, scale)
                                   .copy(0, 0, qRound(points * scale), 56 * scale)
                                   .convertToFormat(QImage::Format_Grayscale8));
        }
        for (int first = 0; first < parts; ++first)
            for (int second = first + 1; second < parts; ++second) {
                int different = 0;
                const QImage& a = pictures[static_cast<std::size_t>(first)];
                const QImage& b = pictures[static_cast<std::size_t>(second)];
                for (int y = 0; y < a.height(); ++y)
                    for (int x = 0; x < a.width(); ++x)
                        different += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) >= seen ? 1 : 0;
                QVERIFY2(different * 8 > a.width() * a.height(),
                         qPrintable(QStringLiteral("%1 and %2: %3 of %4")
                                        .arg(first)
                                        .arg(second)
                                        .arg(different)
                                        .arg(a.width() * a.height())));
            }
    }

    void stackedBarsDifferByHatch_data() { eachFigure_data(); }

    void stackedBarsDifferByHatch()
    {
        QFETCH(QString, key);
        const auto lookOf = [](const QCPBars& bars) {
            const auto* hatched = dynamic_cast<const HatchedBars*>(&bars);
            return hatched ? hatched->look() : HatchedBars::Look {};
        };
        QCustomPlot plot;
        drawingOf(key)(plot, PlotTheme::paper());
        int pairs = 0;
        for (int index = 0; index < plot.plottableCount(); ++index) {
            const auto* bars = qobject_cast<QCPBars*>(plot.plottable(index));
            for (const QCPBars* below = bars ? bars->barBelow() : nullptr; below; below = below->barBelow()) {
                QVERIFY2(lookOf(*bars) != lookOf(*below),
                         qPrintable(bars->objectName() + bars->name() + QStringLiteral(" / ")
                                    + below->objectName() + below->name()));
                ++pairs;
            }
        }
        if (QStringList { QStringLiteral("timeline"), QStringLiteral("lens"), QStringLiteral("dataset-days"),
                          QStringLiteral("attribution") }
                .contains(key))
            QVERIFY(pairs > 0);
    }

    void theScreenHasNoHatches()
    {
        QCustomPlot plot;
        drawingOf(QStringLiteral("timeline"))(plot, PlotTheme::screen(Theme::lightTokens()));
        int bars = 0;
        for (int index = 0; index < plot.plottableCount(); ++index)
            if (const auto* hatched = dynamic_cast<HatchedBars*>(plot.plottable(index))) {
                QVERIFY(hatched->look() == HatchedBars::Look {});
                ++bars;
            }
        QVERIFY(bars > 1);
    }

    void twoDataSetsAreTwoKindsOfLines()
    {
        DatasetProfiles pair = *sampleProfiles();
        auto other = std::make_shared<DatasetProfile>(*pair.sets.front());
        other->summary.name = "another";
        pair.sets.push_back(other);
        QCustomPlot plot;
        drawDatasetPopularity(plot, pair, PlotTheme::paper());
        QCOMPARE(plot.graphCount(), 2);
        QVERIFY(plot.graph(0)->pen().dashPattern() != plot.graph(1)->pen().dashPattern());
        QVERIFY(plot.graph(0)->scatterStyle().shape() != plot.graph(1)->scatterStyle().shape());
    }

    void printTellsTheLinesOfTrainingApart()
    {
        // The rule above holds of something: six curves of the ranking, three of the loss.
        for (const auto& [key, count] : { std::pair("ranking", 6), std::pair("loss", 3) }) {
            QCustomPlot plot;
            drawingOf(QString::fromLatin1(key))(plot, PlotTheme::paper());
            QCOMPARE(plot.graphCount(), count);
            QVERIFY(plot.graph(1)->pen().style() == Qt::CustomDashLine);
            QCustomPlot screen;
            drawingOf(QString::fromLatin1(key))(screen, PlotTheme::screen(Theme::lightTokens()));
            QVERIFY(screen.graph(1)->pen().style() != Qt::CustomDashLine);
        }
    }

    void provenanceIsInside_data() { eachFigure_data(); }

    void provenanceIsInside()
    {
        QFETCH(QString, key);
        QTemporaryDir folder;
        for (const char* suffix : { "pdf", "svg", "png" }) {
            const QString file = folder.filePath(QStringLiteral("figure.") + QLatin1String(suffix));
            saveFile(file, rendered(key, figureFormatOf(file)));
            const auto found = readProvenance(file);
            QVERIFY2(found, suffix);
            const FigureProvenance given = sampleProvenance(key);
            QCOMPARE(found->toJson(), given.toJson());
            QCOMPARE(found->subject.user, given.subject.user);
            QCOMPARE(found->runs.front().name, given.runs.front().name);
        }
        const QString plain = folder.filePath(QStringLiteral("plain.svg"));
        saveFile(plain, "<svg/>");
        QVERIFY(!readProvenance(plain));
        QVERIFY_EXCEPTION_THROWN(readProvenance(folder.filePath(QStringLiteral("none.pdf"))), Error);
        saveFile(plain, "<opal:provenance>{}</opal:provenance>");
        QVERIFY_EXCEPTION_THROWN(readProvenance(plain), Error);
    }

    void pngHasTheAskedSize()
    {
        FigureOutput output = sheetOf(QStringLiteral("loss"));
        output.dpi = 600;
        const QByteArray png = renderFigure(drawingOf(QStringLiteral("loss")), FigureFormat::Png, output, {});
        const QImage image = QImage::fromData(png);
        QCOMPARE(image.width(), 2100); // 252 points
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 600);
        output.transparent = true;
        const QImage clear = QImage::fromData(
            renderFigure(drawingOf(QStringLiteral("loss")), FigureFormat::Png, output, {}));
        QCOMPARE(clear.pixelColor(0, 0).alpha(), 0);
    }

    void zoomedDataStayInsideAndTheMatrixIsOneImage()
    {
        FigureOutput output;
        const QByteArray svg = renderFigure(&drawZoomed, FigureFormat::Svg, output, {});
        QVERIFY(outsideOf(svg, pointsOf(output.sizeMm)) <= 1);
        QCOMPARE(svg.count("<image "), 1);
        QVERIFY(svg.contains("image-rendering:pixelated"));
        QVERIFY(svg.contains("<g id=\"series:far_out\" clip-path="));
        QVERIFY(svg.contains("<g id=\"series:matrix\" clip-path="));
        const QByteArray pdf = renderFigure(&drawZoomed, FigureFormat::Pdf, output, {});
        QCOMPARE(pdf.count("/Subtype /Image"), 1);
        QVERIFY(!pdf.contains("/DCTDecode")); // lossy
        QVERIFY(!pdf.contains("/Interpolate true"));
        QVERIFY(pdf.size() < 500'000);
    }

    void styleIsKeptAndApplied()
    {
        QTemporaryDir folder;
        FigureStyle style;
        style.name = QStringLiteral("thesis");
        style.fontSize = 10;
        style.smallFontSize = 9;
        style.lineWidth = 1.5;
        style.series = QStringList { QStringLiteral("#112233") };
        style.colourMap = QStringLiteral("cividis");
        writeFigureStyle(figureStyleFile(folder.path(), style.name), style);
        const auto styles = figureStyles(folder.path());
        QCOMPARE(styles.size(), 2);
        QCOMPARE(styles[0], FigureStyle());
        QCOMPARE(styles[1], style);
        FigureOutput output = sheetOf(QStringLiteral("loss"));
        output.style = style;
        const QByteArray svg = renderFigure(drawingOf(QStringLiteral("loss")), FigureFormat::Svg, output, {});
        QVERIFY(svg.contains("font-size=\"9\""));
        QVERIFY(!svg.contains("font-size=\"7\""));
        QVERIFY(svg.contains("stroke=\"#112233\" stroke-width=\"1.5\""));
        for (const char* wrong : { "[]", "{\"font_size\": 5}", "{\"colour_map\": \"jet\"}", "{\"mood\": 1}",
                                   "{\"series\": [\"nocolour\"]}", "{\"line_width\": \"thick\"}" })
            QVERIFY_EXCEPTION_THROWN(FigureStyle::fromJson(wrong), Error);
    }

    void colourMapsRiseInLightness()
    {
        for (const QString& name : ColourMap::names()) {
            const ColourMap map(name);
            double before = -1;
            for (int step = 0; step <= 100; ++step) {
                const QRgb colour = map.at(step / 100.0);
                const double light = 0.2126 * qRed(colour) + 0.7152 * qGreen(colour) + 0.0722 * qBlue(colour);
                QVERIFY2(light > before, qPrintable(name + QString::number(step)));
                before = light;
            }
            QCOMPARE(map.at(-1), map.at(0));
            QCOMPARE(map.at(2), map.at(1));
        }
    }

    void copyPutsPngAndSvgOnTheClipboard()
    {
        copyFigure(drawingOf(QStringLiteral("loss")), sheetOf(QStringLiteral("loss")),
                   sampleProvenance(QStringLiteral("loss")));
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        const QImage image = QImage::fromData(data->data(QStringLiteral("image/png")));
        QCOMPARE(image.width(), 672); // 252 points at twice 96 dots an inch
        QVERIFY(provenanceIn(data->data(QStringLiteral("image/svg+xml")), QStringLiteral("svg")));
    }

    void wrongRequestsAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(figureFormatOf(QStringLiteral("figure.bmp")), Error);
        FigureOutput output;
        output.sizeMm = { 5, 5 };
        QVERIFY_EXCEPTION_THROWN(renderFigure(&drawZoomed, FigureFormat::Svg, output, {}), Error);
        output.sizeMm = { 88.9, 55 };
        output.dpi = 5000;
        QVERIFY_EXCEPTION_THROWN(renderFigure(&drawZoomed, FigureFormat::Png, output, {}), Error);
        QVERIFY_EXCEPTION_THROWN(saveFile(QStringLiteral("/nowhere/x.pdf"), "x"), Error);
    }
};

OPAL_TEST(TestFigureExport)
#include "tst_figureexport.moc"
