// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/figureexporter.h"

#include <algorithm>

#include <QBuffer>
#include <QClipboard>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QImageWriter>
#include <QMimeData>
#include <QPageLayout>
#include <QPdfWriter>

#include "core/base/error.h"
#include "views/plot/qcp.h"
#include "views/plot/svgdevice.h"

namespace opal {

namespace {

constexpr double mmPerInch = 25.4;
constexpr double pointsPerInch = 72;

/// Names of what a plot draws, in the order of drawing.
QStringList layerNames(QCustomPlot& plot)
{
    QStringList names;
    const auto unique = [&names](QString name) {
        name.replace(QLatin1Char(' '), QLatin1Char('_'));
        QString result = name;
        for (int copy = 2; names.contains(result); ++copy)
            result = name % QLatin1Char('-') % QString::number(copy);
        names << result;
    };
    for (int index = 0; index < plot.layerCount(); ++index)
        for (QCPLayerable* part : plot.layer(index)->children()) {
            if (!part->realVisibility())
                continue;
            const auto* axis = qobject_cast<QCPAxis*>(part);
            const auto* series = qobject_cast<QCPAbstractPlottable*>(part);
            if (!part->objectName().isEmpty())
                unique(part->objectName());
            else if (axis)
                unique(axis->orientation() == Qt::Horizontal ? QStringLiteral("axis-x")
                                                             : QStringLiteral("axis-y"));
            else if (series)
                unique(QStringLiteral("series:") + series->name());
            else if (qobject_cast<QCPGrid*>(part))
                unique(QStringLiteral("grid"));
            else if (qobject_cast<QCPLegend*>(part))
                unique(QStringLiteral("legend"));
            else if (qobject_cast<QCPAbstractLegendItem*>(part))
                unique(QStringLiteral("legend-entry"));
            else if (qobject_cast<QCPAxisRect*>(part))
                unique(QStringLiteral("axes"));
            else
                unique(QStringLiteral("mark"));
        }
    return names;
}

/// Entries of a legend beside each other that do not fit the sheet are cut by QCustomPlot: they go into more
/// rows.
void fitLegends(QCustomPlot& plot)
{
    for (auto* legend : plot.findChildren<QCPLegend*>()) {
        if (legend->fillOrder() != QCPLegend::foColumnsFirst)
            continue;
        for (int columns = legend->itemCount();
             columns > 1 && legend->minimumOuterSizeHint().width() > plot.width(); --columns) {
            legend->setWrap(columns - 1);
            legend->setFillOrder(QCPLegend::foColumnsFirst, true);
        }
    }
}

/// The words in lines of at most `room` pixels, a word at least.
QString brokenInto(const QString& words, const QFontMetricsF& metrics, double room)
{
    QString result;
    QString line;
    for (const QString& word : words.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString longer = line.isEmpty() ? word : line % QLatin1Char(' ') % word;
        if (!line.isEmpty() && metrics.horizontalAdvance(longer) > room) {
            result += line % QLatin1Char('\n');
            line = word;
        } else {
            line = longer;
        }
    }
    return result % line;
}

void breakLabel(QCPAxis& axis, double room)
{
    const QFontMetricsF metrics(axis.labelFont());
    QStringList lines = axis.label().split(QLatin1Char('\n'));
    for (QString& line : lines)
        line = brokenInto(line, metrics, room);
    axis.setLabel(lines.join(QLatin1Char('\n')));
}

/// Labels longer than their part of the sheet would leave it or meet the next one: they go into more lines.
void fitAxisLabels(QCustomPlot& plot)
{
    const auto breakVertical = [&plot] {
        plot.replot(QCustomPlot::rpImmediateRefresh); // lays out
        for (QCPAxisRect* rect : plot.axisRects())
            for (QCPAxis* axis : rect->axes(QCPAxis::atLeft | QCPAxis::atRight))
                breakLabel(*axis, rect->height());
    };
    breakVertical();
    plot.replot(QCustomPlot::rpImmediateRefresh); // more lines leave less width
    for (QCPAxisRect* rect : plot.axisRects()) {
        const QPointF middle = QRectF(rect->rect()).center();
        const QRectF part(rect->outerRect());
        const double room = 2 * std::min(middle.x() - part.left(), part.right() - middle.x());
        for (QCPAxis* axis : rect->axes(QCPAxis::atTop | QCPAxis::atBottom))
            breakLabel(*axis, room);
    }
    breakVertical(); // and less height
}

/// A short axis has fewer numbers, so that they do not meet.
void fitTicks(QCustomPlot& plot)
{
    constexpr int fewest = 2;
    for (QCPAxisRect* rect : plot.axisRects())
        for (QCPAxis* axis : rect->axes()) {
            const bool across = axis->orientation() == Qt::Horizontal;
            const int fitting = across ? rect->width() / 32 : rect->height() / 14; // points a number
            const auto ticker = axis->ticker();
            ticker->setTickCount(std::min(ticker->tickCount(), std::max(fewest, fitting)));
        }
}

/// Texts that may move or go (labelYields) keep off each other and on the sheet.
void fitLabels(QCustomPlot& plot)
{
    QVector<QRectF> taken;
    for (int index = 0; index < plot.itemCount(); ++index) {
        auto* const label = qobject_cast<QCPItemText*>(plot.item(index));
        if (!label || !label->visible() || !label->property(labelYields).toBool())
            continue;
        const auto fits = [&] {
            const QRectF place
                = QRectF(label->topLeft->pixelPosition(), label->bottomRight->pixelPosition()).normalized();
            if (!QRectF(plot.viewport()).contains(place)
                || std::any_of(taken.begin(), taken.end(),
                               [&place](const QRectF& other) { return other.intersects(place); }))
                return false;
            taken << place;
            return true;
        };
        if (fits())
            continue;
        const Qt::Alignment own = label->positionAlignment();
        const QMargins padding = label->padding();
        if (own.testFlag(Qt::AlignBottom)) {
            label->setPositionAlignment((own & ~Qt::AlignBottom) | Qt::AlignTop);
            label->setPadding({ padding.left(), padding.bottom(), padding.right(), padding.top() });
        }
        if (!own.testFlag(Qt::AlignBottom) || !fits())
            label->setVisible(false);
    }
}

/// Whether there is something left of every pair of axes between its labels.
bool axesFit(QCustomPlot& plot)
{
    plot.replot(QCustomPlot::rpImmediateRefresh); // lays out
    const auto rects = plot.axisRects();
    const int smallest = rects.size() == 1 ? 12 : 4; // points; a figure of many parts has low strips
    return std::all_of(rects.begin(), rects.end(), [smallest](const QCPAxisRect* rect) {
        return !rect->visible() || (rect->width() >= smallest && rect->height() >= smallest);
    });
}

/// On a small sheet the axes matter most: the legend goes first, then the labels.
void fitSheet(QCustomPlot& plot)
{
    fitLegends(plot);
    fitAxisLabels(plot);
    if (!axesFit(plot)) {
        for (auto* legend : plot.findChildren<QCPLegend*>())
            legend->layout()->remove(legend); // which gives its room back
    }
    if (!axesFit(plot))
        for (QCPAxisRect* rect : plot.axisRects())
            for (QCPAxis* axis : rect->axes())
                axis->setLabel(QString());
    if (!axesFit(plot)) {
        const auto mm = [](int points) { return std::to_string(qRound(points / pointsPerInch * mmPerInch)); };
        throw Error(ErrorCode::InvalidArgument,
                    "the figure does not fit " + mm(plot.width()) + " x " + mm(plot.height())
                        + " mm: nothing is left between its labels; choose a larger width or height");
    }
    constexpr int narrow = 170; // points, 60 mm: wider sheets are laid out by their figures
    if (plot.width() < narrow || plot.height() < narrow / 2) {
        fitTicks(plot);
        plot.replot(QCustomPlot::rpImmediateRefresh);
    }
    fitLabels(plot);
}

/// Every axis with a label that is seen, in an order of our own: that of rect->axes() is a hash's.
template <typename Use> void forLabelledAxes(QCustomPlot& plot, Use use)
{
    for (QCPAxisRect* rect : plot.axisRects())
        for (const auto type : { QCPAxis::atLeft, QCPAxis::atBottom, QCPAxis::atRight, QCPAxis::atTop })
            for (QCPAxis* axis : rect->axes(type))
                if (axis->visible() && !axis->label().isEmpty())
                    use(*axis);
}

/// Puts what a person worded in the place of the figure's own words.
void replaceTexts(QCustomPlot& plot, const QMap<QString, QString>& texts)
{
    if (texts.isEmpty())
        return;
    const auto wanted = [&texts](const QString& own) {
        return QString(texts.value(own.simplified())).replace(QStringLiteral("\\n"), QStringLiteral("\n"));
    };
    plot.replot(QCustomPlot::rpImmediateRefresh); // lays out
    for (auto* element : plot.findChildren<QCPTextElement*>()) {
        if (!texts.contains(element->text().simplified()))
            continue;
        QStringList lines = wanted(element->text()).split(QLatin1Char('\n'));
        for (QString& line : lines)
            line = brokenInto(line, QFontMetricsF(element->font()), element->rect().width());
        element->setText(lines.join(QLatin1Char('\n')));
    }
    forLabelledAxes(plot, [&](QCPAxis& axis) {
        if (texts.contains(axis.label().simplified()))
            axis.setLabel(wanted(axis.label()));
    });
}

/// A plot off the screen in points with the figure on it.
struct Sheet
{
    QCustomPlot plot;

    Sheet(const FigureDrawing& draw, const FigureOutput& output, bool transparent)
    {
        const QSize points = pointsOf(output.sizeMm);
        plot.setAttribute(Qt::WA_DontShowOnScreen);
        plot.resize(points);
        plot.setViewport(QRect(QPoint(), points));
        draw(plot, output.style.theme());
        replaceTexts(plot, output.texts);
        fitSheet(plot);
        if (transparent)
            plot.setBackground(QBrush(Qt::NoBrush));
    }

    void paint(QPaintDevice& device, double scale, bool vectors)
    {
        QCPPainter painter;
        painter.begin(&device);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setRenderHint(QPainter::LosslessImageRendering);
        painter.setMode(QCPPainter::pmVectorized, vectors);
        painter.setMode(QCPPainter::pmNonCosmetic);
        painter.setMode(QCPPainter::pmNoCaching);
        painter.scale(scale, scale);
        plot.toPainter(&painter, plot.width(), plot.height());
        painter.end();
    }
};

QByteArray provenanceElement(const FigureProvenance& provenance)
{
    return "<opal:provenance>" + QString::fromUtf8(provenance.toJson()).toHtmlEscaped().toUtf8()
        + "</opal:provenance>";
}

/// Replaces text between two marks by text of the same length, so that the offsets of the file stay right.
void overwrite(QByteArray& content, const QByteArray& before, const QByteArray& fresh)
{
    for (qsizetype at = content.indexOf(before); at >= 0; at = content.indexOf(before, at + 1))
        content.replace(at + before.size(), fresh.size(), fresh);
}

/// The PDF writer stamps the time and a random number; neither belongs into a file that is kept under
/// version control.
void removeTraces(QByteArray& content)
{
    overwrite(content, "/CreationDate (D:", "20000101000000");
    overwrite(content, "/ModDate (D:", "20000101000000");
    const qsizetype id = content.lastIndexOf("/ID [");
    if (id < 0)
        return;
    const QByteArray hash
        = QCryptographicHash::hash(content.left(id), QCryptographicHash::Sha256).toHex().toUpper();
    for (qsizetype at = content.indexOf('<', id); at >= 0; at = content.indexOf('<', at + 1)) {
        const qsizetype end = content.indexOf('>', at);
        const qsizetype length = end - at - 1;
        if (length > 0 && length <= hash.size())
            content.replace(at + 1, length, hash.left(length));
    }
}

QByteArray pdfOf(Sheet& sheet, const FigureProvenance& provenance)
{
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        constexpr int resolution = 1200;
        writer.setResolution(resolution);
        writer.setPageSize(
            QPageSize(QSizeF(sheet.plot.size()), QPageSize::Point, QString(), QPageSize::ExactMatch));
        writer.setPageMargins({});
        writer.setTitle(provenance.figure);
        writer.setCreator(QStringLiteral("OPAL Studio ") + provenance.version);
        writer.setDocumentXmpMetadata(
            "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
            "<rdf:Description rdf:about=\"\" xmlns:opal=\"https://opal-studio.org/ns\">\n"
            + provenanceElement(provenance)
            + "\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
        sheet.paint(writer, resolution / pointsPerInch, true);
    }
    removeTraces(content);
    return content;
}

QByteArray svgOf(Sheet& sheet, const FigureProvenance& provenance, const FigureOutput& output)
{
    sheet.plot.replot(QCustomPlot::rpImmediateRefresh); // lays out, so that visibility is final
    const QStringList names = layerNames(sheet.plot);
    const QBrush background = output.transparent ? QBrush() : QBrush(output.style.theme().background);
    sheet.plot.setBackground(QBrush(Qt::NoBrush));
    SvgDevice device(sheet.plot.size(), names);
    sheet.paint(device, 1, true);
    if (device.groupsSeen() != names.size())
        throw Error(ErrorCode::Internal,
                    "the parts of the figure '" + provenance.figure.toStdString()
                        + "' cannot be told apart; report this as a problem");
    const auto size = [&](int value) { return QByteArray::number(value); };
    const QByteArray width = size(sheet.plot.width());
    const QByteArray height = size(sheet.plot.height());
    QByteArray content
        = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
          " xmlns:opal=\"https://opal-studio.org/ns\" version=\"1.1\" width=\""
        + QByteArray::number(sheet.plot.width() / pointsPerInch * mmPerInch, 'f', 3) + "mm\" height=\""
        + QByteArray::number(sheet.plot.height() / pointsPerInch * mmPerInch, 'f', 3) + "mm\" viewBox=\"0 0 "
        + width + " " + height + "\">\n<title>" + provenance.figure.toHtmlEscaped().toUtf8()
        + "</title>\n<metadata>" + provenanceElement(provenance) + "</metadata>\n<defs>\n"
        + device.definitions() + "</defs>\n";
    if (background.style() != Qt::NoBrush)
        content += "<rect id=\"background\" width=\"" + width + "\" height=\"" + height + "\" fill=\""
            + background.color().name().toLatin1() + "\"/>\n";
    return content + device.body() + "</svg>\n";
}

QImage imageOf(Sheet& sheet, double scale, bool transparent)
{
    QImage image(qRound(sheet.plot.width() * scale), qRound(sheet.plot.height() * scale),
                 transparent ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    image.fill(transparent ? Qt::transparent : Qt::white);
    sheet.paint(image, scale, false);
    return image;
}

QByteArray pngOf(const QImage& image, int dpi, const FigureProvenance& provenance)
{
    QImage picture = image;
    picture.setDotsPerMeterX(qRound(dpi / mmPerInch * 1000));
    picture.setDotsPerMeterY(qRound(dpi / mmPerInch * 1000));
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    writer.setText(QStringLiteral("opal"), QString::fromUtf8(provenance.toJson()));
    if (!writer.write(picture))
        throw Error(ErrorCode::Internal, "the PNG cannot be made: " + writer.errorString().toStdString());
    return content;
}

void requireSensible(const FigureOutput& output)
{
    const auto outside = [](double mm) { return !(mm >= smallestFigureMm && mm <= largestFigureMm); };
    if (outside(output.sizeMm.width()) || outside(output.sizeMm.height()))
        throw Error(ErrorCode::InvalidArgument, "width and height of a figure must be 20 to 1000 mm");
    if (output.dpi < 72 || output.dpi > 1200)
        throw Error(ErrorCode::InvalidArgument, "the resolution of a PNG must be 72 to 1200 dots per inch");
}

} // namespace

FigureFormat figureFormatOf(const QString& file)
{
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix == QLatin1String("pdf"))
        return FigureFormat::Pdf;
    if (suffix == QLatin1String("svg"))
        return FigureFormat::Svg;
    if (suffix == QLatin1String("png"))
        return FigureFormat::Png;
    throw Error(ErrorCode::InvalidArgument,
                "a figure is written as .pdf, .svg or .png, not '" + file.toStdString() + "'");
}

std::vector<FigureSizePreset> figureSizePresets()
{
    const auto text = [](const char* english) { return QCoreApplication::translate("FigureSizes", english); };
    return {
        { QStringLiteral("ieee-1"), text(QT_TRANSLATE_NOOP("FigureSizes", "IEEE, one column")), 88.9 },
        { QStringLiteral("ieee-2"), text(QT_TRANSLATE_NOOP("FigureSizes", "IEEE, two columns")), 181.9 },
        { QStringLiteral("acm-1"), text(QT_TRANSLATE_NOOP("FigureSizes", "ACM, one column")), 84.7 },
        { QStringLiteral("acm-2"), text(QT_TRANSLATE_NOOP("FigureSizes", "ACM, two columns")), 178 },
        { QStringLiteral("springer"), text(QT_TRANSLATE_NOOP("FigureSizes", "Springer, text width")), 122 },
        { QStringLiteral("slide"), text(QT_TRANSLATE_NOOP("FigureSizes", "Slide, 16:9")), 254 },
    };
}

QSize pointsOf(const QSizeF& sizeMm)
{
    return { qRound(sizeMm.width() / mmPerInch * pointsPerInch),
             qRound(sizeMm.height() / mmPerInch * pointsPerInch) };
}

QByteArray renderFigure(const FigureDrawing& draw, FigureFormat format, const FigureOutput& output,
                        const FigureProvenance& provenance)
{
    requireSensible(output);
    Sheet sheet(draw, output, output.transparent && format == FigureFormat::Png);
    switch (format) {
    case FigureFormat::Pdf:
        return pdfOf(sheet, provenance);
    case FigureFormat::Svg:
        return svgOf(sheet, provenance, output);
    case FigureFormat::Png:
        return pngOf(imageOf(sheet, output.dpi / pointsPerInch, output.transparent), output.dpi, provenance);
    }
    Q_UNREACHABLE();
}

QImage figureImage(const FigureDrawing& draw, const FigureOutput& output, double pixelsPerPoint)
{
    requireSensible(output);
    Sheet sheet(draw, output, output.transparent);
    return imageOf(sheet, pixelsPerPoint, output.transparent);
}

QStringList figureTexts(const FigureDrawing& draw, const FigureOutput& output)
{
    requireSensible(output);
    FigureOutput own = output;
    own.texts.clear();
    Sheet sheet(draw, own, false);
    QStringList texts;
    for (const auto* element : sheet.plot.findChildren<QCPTextElement*>())
        texts << element->text().simplified();
    forLabelledAxes(sheet.plot, [&texts](const QCPAxis& axis) { texts << axis.label().simplified(); });
    texts.removeAll(QString());
    texts.removeDuplicates();
    return texts;
}

void copyFigure(const FigureDrawing& draw, const FigureOutput& output, const FigureProvenance& provenance)
{
    constexpr int twiceScreen = 2 * 96;
    FigureOutput png = output;
    png.dpi = twiceScreen;
    const QByteArray pngBytes = renderFigure(draw, FigureFormat::Png, png, provenance);
    auto* data = new QMimeData;
    data->setImageData(QImage::fromData(pngBytes, "PNG"));
    data->setData(QStringLiteral("image/png"), pngBytes);
    data->setData(QStringLiteral("image/svg+xml"), renderFigure(draw, FigureFormat::Svg, output, provenance));
    QGuiApplication::clipboard()->setMimeData(data);
}

} // namespace opal
