// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/svgdevice.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QBuffer>
#include <QImage>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>
#include <QPixmap>

namespace opal {

namespace {

/// Two decimals of a point are finer than any printer; trailing zeros go.
QByteArray number(double value)
{
    QByteArray text = QByteArray::number(value, 'f', 2);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text == "-0" ? QByteArray("0") : text;
}

QByteArray paint(const char* property, const QColor& colour)
{
    QByteArray text = QByteArray(" ") + property + "=\"" + colour.name().toLatin1() + "\"";
    if (colour.alpha() < 255)
        text += QByteArray(" ") + property + "-opacity=\"" + number(colour.alphaF()) + "\"";
    return text;
}

/// Part of a segment inside a rectangle (Liang and Barsky 1984); false if there is none.
bool clipSegment(const QRectF& area, QPointF& first, QPointF& second)
{
    const QPointF delta = second - first;
    double enter = 0;
    double leave = 1;
    const auto cut = [&enter, &leave](double direction, double distance) {
        if (direction == 0)
            return distance >= 0;
        const double at = distance / direction;
        if (direction < 0)
            enter = std::max(enter, at);
        else
            leave = std::min(leave, at);
        return enter <= leave;
    };
    if (!cut(-delta.x(), first.x() - area.left()) || !cut(delta.x(), area.right() - first.x())
        || !cut(-delta.y(), first.y() - area.top()) || !cut(delta.y(), area.bottom() - first.y()))
        return false;
    const QPointF start = first;
    first = start + enter * delta;
    second = start + leave * delta;
    return true;
}

/// The lines of a path as far as they are inside; curves become short lines.
QPainterPath clippedLines(const QPainterPath& path, const QRectF& area)
{
    QPainterPath result;
    for (const QPolygonF& part : path.toSubpathPolygons())
        for (qsizetype i = 1; i < part.size(); ++i) {
            QPointF first = part[i - 1];
            QPointF second = part[i];
            if (!clipSegment(area, first, second))
                continue;
            if (result.elementCount() == 0 || result.currentPosition() != first)
                result.moveTo(first);
            result.lineTo(second);
        }
    return result;
}

QByteArray pathData(const QPainterPath& path)
{
    QByteArray data;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        const char* command = element.type == QPainterPath::MoveToElement ? "M"
            : element.type == QPainterPath::LineToElement                 ? "L"
            : element.type == QPainterPath::CurveToElement                ? "C"
                                                                          : " ";
        data += command + number(element.x) + " " + number(element.y);
    }
    return data;
}

} // namespace

class SvgPaintEngine final : public QPaintEngine
{
public:
    SvgPaintEngine(const QSize& size, QStringList names)
        : QPaintEngine(PrimitiveTransform | PixmapTransform | PainterPaths | AlphaBlend | Antialiasing
                       | ConstantOpacity | PaintOutsidePaintEvent)
        , m_view(QPointF(), QSizeF(size))
        , m_names(std::move(names))
    {
    }

    bool begin(QPaintDevice* /*device*/) override { return true; }

    bool end() override
    {
        closeGroup();
        return true;
    }

    Type type() const override { return User; }

    void updateState(const QPaintEngineState& update) override
    {
        if (update.state() & DirtyTransform)
            m_transform = update.transform();
        if (update.state() & (DirtyClipRegion | DirtyClipPath))
            setClip(update);
        if (update.state() & DirtyPen)
            m_pen = update.pen();
        if (update.state() & DirtyBrush)
            m_brush = update.brush();
        if (update.state() & DirtyOpacity)
            m_opacity = update.opacity();
    }

    void drawPath(const QPainterPath& original) override
    {
        const QPainterPath path = m_transform.map(original);
        const QRectF area = m_view.adjusted(-0.5, -0.5, 0.5, 0.5);
        const bool stroked = m_pen.style() != Qt::NoPen && m_pen.color().alpha() > 0;
        const bool filled = m_brush.style() != Qt::NoBrush && m_brush.color().alpha() > 0;
        if (area.contains(path.controlPointRect())) {
            write(path, filled, stroked);
            return;
        }
        if (filled) {
            QPainterPath frame;
            frame.addRect(area);
            write(path.intersected(frame), true, false);
        }
        if (stroked)
            write(clippedLines(path, area), false, true);
    }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override
    {
        if (count == 0)
            return;
        QPainterPath path(points[0]);
        for (int i = 1; i < count; ++i)
            path.lineTo(points[i]);
        const QBrush brush = m_brush;
        if (mode == PolylineMode)
            m_brush = Qt::NoBrush;
        else
            path.closeSubpath();
        drawPath(path);
        m_brush = brush;
    }

    void drawPixmap(const QRectF& target, const QPixmap& pixmap, const QRectF& source) override
    {
        drawImage(target, pixmap.toImage(), source, Qt::AutoColor);
    }

    void drawImage(const QRectF& target, const QImage& image, const QRectF& source,
                   Qt::ImageConversionFlags /*flags*/) override
    {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        image.copy(source.toRect()).save(&buffer, "PNG");
        const QRectF place = m_transform.mapRect(target);
        element("<image x=\"" + number(place.x()) + "\" y=\"" + number(place.y()) + "\" width=\""
                + number(place.width()) + "\" height=\"" + number(place.height())
                + "\" preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\""
                  " style=\"image-rendering:pixelated\" xlink:href=\"data:image/png;base64,"
                + png.toBase64() + "\"/>");
    }

    void drawTextItem(const QPointF& position, const QTextItem& item) override
    {
        const QFont font = item.font();
        const double size = font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF();
        const QPointF place = m_transform.map(position);
        QByteArray text = "<text x=\"" + number(place.x()) + "\" y=\"" + number(place.y())
            + "\" font-family=\"" + font.family().toHtmlEscaped().toUtf8() + "\" font-size=\""
            + number(size * scale()) + "\"" + paint("fill", m_pen.color());
        if (font.weight() > QFont::Medium)
            text += QByteArrayLiteral(" font-weight=\"bold\"");
        if (font.italic())
            text += QByteArrayLiteral(" font-style=\"italic\"");
        const double angle = std::atan2(m_transform.m12(), m_transform.m11()) * 180 / M_PI;
        if (std::abs(angle) > 0.01)
            text += " transform=\"rotate(" + number(angle) + " " + number(place.x()) + " " + number(place.y())
                + ")\"";
        element(text + " xml:space=\"preserve\">" + item.text().toHtmlEscaped().toUtf8() + "</text>");
    }

    QByteArray body;
    QByteArray definitions;
    int seen = 0;

private:
    double scale() const { return std::sqrt(std::abs(m_transform.determinant())); }

    void setClip(const QPaintEngineState& update)
    {
        closeGroup();
        if (update.clipOperation() == Qt::NoClip) {
            m_clip = {};
            return;
        }
        const QRectF given = (update.state() & DirtyClipPath) ? update.clipPath().boundingRect()
                                                              : QRectF(update.clipRegion().boundingRect());
        const QRectF clip = m_transform.mapRect(given).intersected(m_view);
        if (update.clipOperation() == Qt::IntersectClip && m_clip.isValid()) {
            m_clip = m_clip.intersected(clip);
            return;
        }
        m_clip = clip;
        // Only a newly set clip begins the next layer; leaving a nested one sets the layer's own clip again,
        // and that comes without this flag.
        if (!(update.state() & DirtyClipEnabled))
            return;
        m_name = seen < m_names.size() ? m_names[seen] : QString();
        ++seen;
    }

    QByteArray clipId()
    {
        const QByteArray shape = "x=\"" + number(m_clip.x()) + "\" y=\"" + number(m_clip.y()) + "\" width=\""
            + number(m_clip.width()) + "\" height=\"" + number(m_clip.height()) + "\"";
        QByteArray& id = m_clips[shape];
        if (id.isEmpty()) {
            id = "clip" + QByteArray::number(static_cast<int>(m_clips.size()));
            definitions += "<clipPath id=\"" + id + "\"><rect " + shape + "/></clipPath>\n";
        }
        return id;
    }

    void element(const QByteArray& text)
    {
        if (!m_open) {
            body += "<g";
            if (!m_name.isEmpty())
                body += " id=\"" + m_name.toHtmlEscaped().toUtf8() + "\"";
            m_name.clear(); // what is left of the layer after a nested clip goes into a group without a name
            if (m_clip.isValid() && m_clip != m_view)
                body += " clip-path=\"url(#" + clipId() + ")\"";
            body += ">\n";
            m_open = true;
        }
        body += text + "\n";
    }

    void closeGroup()
    {
        if (m_open)
            body += "</g>\n";
        m_open = false;
    }

    void write(const QPainterPath& path, bool filled, bool stroked)
    {
        if (path.isEmpty() || (!filled && !stroked))
            return;
        QByteArray text = "<path d=\"" + pathData(path) + "\"";
        text += filled ? paint("fill", m_brush.color()) : QByteArray(" fill=\"none\"");
        if (stroked)
            text += strokeAttributes();
        if (m_opacity < 1)
            text += " opacity=\"" + number(m_opacity) + "\"";
        element(text + "/>");
    }

    QByteArray strokeAttributes() const
    {
        const double width = std::max(m_pen.widthF() * scale(), 0.25);
        QByteArray text = paint("stroke", m_pen.color()) + " stroke-width=\"" + number(width) + "\"";
        if (m_pen.style() != Qt::SolidLine) {
            QByteArray dashes;
            for (const double dash : m_pen.dashPattern())
                dashes += (dashes.isEmpty() ? "" : " ") + number(dash * width);
            text += " stroke-dasharray=\"" + dashes + "\"";
        }
        if (m_pen.capStyle() == Qt::RoundCap)
            text += QByteArrayLiteral(" stroke-linecap=\"round\"");
        if (m_pen.joinStyle() == Qt::RoundJoin)
            text += QByteArrayLiteral(" stroke-linejoin=\"round\"");
        return text;
    }

    QRectF m_view;
    QStringList m_names;
    QTransform m_transform;
    QRectF m_clip;
    QString m_name;
    QPen m_pen;
    QBrush m_brush;
    double m_opacity = 1;
    bool m_open = false;
    std::map<QByteArray, QByteArray> m_clips;
};

SvgDevice::SvgDevice(const QSize& size, QStringList names)
    : m_size(size)
    , m_engine(std::make_unique<SvgPaintEngine>(size, std::move(names)))
{
}

SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const
{
    return m_engine.get();
}

QByteArray SvgDevice::body() const
{
    return m_engine->body;
}

QByteArray SvgDevice::definitions() const
{
    return m_engine->definitions;
}

int SvgDevice::groupsSeen() const
{
    return m_engine->seen;
}

int SvgDevice::metric(PaintDeviceMetric metric) const
{
    constexpr int pointsPerInch = 72;
    switch (metric) {
    case PdmWidth:
        return m_size.width();
    case PdmHeight:
        return m_size.height();
    case PdmWidthMM:
        return qRound(m_size.width() * 25.4 / pointsPerInch);
    case PdmHeightMM:
        return qRound(m_size.height() * 25.4 / pointsPerInch);
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return pointsPerInch;
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
    case PdmNumColors:
        return 0x1000000;
    case PdmDepth:
        return 32;
    }
    return 0;
}

} // namespace opal
