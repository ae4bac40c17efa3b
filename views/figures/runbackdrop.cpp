// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/runbackdrop.h"

#include <algorithm>
#include <cmath>

#include "views/plot/figureexporter.h"
#include "views/plot/qcp.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

constexpr int lanePx = 13; ///< room between the axis and its numbers

} // namespace

RunBackdrop::RunBackdrop(QCustomPlot& plot)
    : m_plot(plot)
    , m_theme(PlotTheme::paper())
{
}

void RunBackdrop::clear()
{
    for (const Band& band : m_bands) {
        m_plot.removeItem(band.rect);
        m_plot.removeItem(band.name);
    }
    for (const Mark& mark : m_marks)
        m_plot.removeItem(mark.item);
    m_bands.clear();
    m_marks.clear();
}

void RunBackdrop::append(const RunCurves& more)
{
    for (const StepReport& report : more.steps)
        extend(report.stage, static_cast<double>(report.step));
    for (const EvaluationReport& report : more.evaluations)
        extend(report.stage, static_cast<double>(report.step));
    for (const Band& band : m_bands) {
        band.rect->topLeft->setCoords(band.first, 0);
        band.rect->bottomRight->setCoords(band.last, 1);
    }
    for (const RunEvent& event : more.events) {
        Mark mark { event, new QCPItemText(&m_plot) };
        mark.item->setLayer(QStringLiteral("axes"));
        mark.item->setSelectable(false);
        mark.item->setText(QStringLiteral("▲"));
        mark.item->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        mark.item->position->setCoords(static_cast<double>(event.step), 1);
        mark.item->setPositionAlignment(Qt::AlignHCenter | Qt::AlignTop);
        mark.item->setClipToAxisRect(false);
        style(mark);
        m_marks.push_back(mark);
    }
    placeNames();
}

void RunBackdrop::extend(const std::string& stage, double step)
{
    if (!m_bands.empty() && m_bands.back().stage == stage) {
        m_bands.back().last = std::max(m_bands.back().last, step);
        return;
    }
    // An evaluation of the stage before may arrive together with the first steps of the next one.
    if (std::any_of(m_bands.begin(), m_bands.end(), [&](const Band& band) { return band.stage == stage; }))
        return;
    Band band { stage, m_bands.empty() ? 0 : m_bands.back().last, step, new QCPItemRect(&m_plot),
                new QCPItemText(&m_plot) };
    band.rect->setLayer(QStringLiteral("background"));
    band.rect->setSelectable(false);
    band.rect->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
    band.rect->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
    band.name->setSelectable(false);
    band.name->setProperty(labelYields, true);
    band.name->setLayer(QStringLiteral("axes"));
    // By the axes, which may still move when the plot is laid out.
    band.name->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    band.name->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    band.name->setPadding({ 4, 2, 0, 0 });
    band.name->setText(stageLongTitle(stage));
    m_bands.push_back(band);
    style(m_bands.back());
}

void RunBackdrop::applyTheme(const PlotTheme& theme)
{
    m_theme = theme;
    m_plot.xAxis->setTickLabelPadding(lanePx);
    for (const Band& band : m_bands)
        style(band);
    for (const Mark& mark : m_marks)
        style(mark);
    placeNames();
}

void RunBackdrop::style(const Band& band) const
{
    const bool odd = (&band - m_bands.data()) % 2 == 1;
    band.rect->setPen(Qt::NoPen);
    band.rect->setBrush(odd ? QBrush(m_theme.band) : QBrush(Qt::NoBrush));
    band.name->setFont(m_theme.smallFont);
    band.name->setColor(m_theme.secondary);
}

void RunBackdrop::style(const Mark& mark) const
{
    QFont font = m_theme.smallFont;
    if (font.pixelSize() > 0)
        font.setPixelSize(8);
    else
        font.setPointSizeF(5);
    mark.item->setFont(font);
    const std::string& kind = mark.event.kind;
    const bool bad = kind == "failed" || kind == "not_finite";
    const bool warning = kind == "collapse" || kind == "no_gain";
    const bool turning = kind == "stage" || kind == "changed";
    mark.item->setColor(bad           ? m_theme.bad
                            : warning ? m_theme.warning
                            : turning ? m_theme.accent
                                      : m_theme.secondary);
}

void RunBackdrop::retranslate()
{
    for (const Band& band : m_bands)
        band.name->setText(stageLongTitle(band.stage));
}

void RunBackdrop::placeNames()
{
    const QRect area = m_plot.axisRect()->rect();
    const QCPRange range = m_plot.xAxis->range();
    for (const Band& band : m_bands) {
        const double left = std::max<double>(m_plot.xAxis->coordToPixel(band.first), area.left());
        const double right = std::min<double>(m_plot.xAxis->coordToPixel(band.last), area.right());
        const double width = QFontMetricsF(band.name->font()).horizontalAdvance(band.name->text());
        band.name->position->setCoords(std::max(band.first, range.lower), 0);
        band.name->setVisible(right - left > width + 8);
    }
    for (const Mark& mark : m_marks)
        mark.item->setVisible(range.contains(static_cast<double>(mark.event.step)));
}

void RunBackdrop::beforeReplot()
{
    placeNames();
}

QString RunBackdrop::tooltipAt(const QPoint& position) const
{
    const QRect area = m_plot.axisRect()->rect();
    if (position.y() < area.bottom() - 2 || position.y() > area.bottom() + lanePx + 2)
        return {};
    QStringList lines;
    for (const Mark& mark : m_marks) {
        const double x = m_plot.xAxis->coordToPixel(static_cast<double>(mark.event.step));
        if (std::abs(x - position.x()) > 6)
            continue;
        QString line = QStringLiteral("%1 · %2").arg(mark.event.step).arg(runEventTitle(mark.event.kind));
        if (!mark.event.detail.empty())
            line += QStringLiteral(": ") % QString::fromStdString(mark.event.detail);
        lines << line;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace opal
