// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/ranklines.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QTableView>

#include "views/shell/theme.h"

namespace opal {

namespace {

constexpr double plainOpacity = 0.55;

} // namespace

RankLines::RankLines(const Theme& theme, const QTableView& left, const QTableView& right, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_left(left)
    , m_right(right)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    for (const QTableView* table : { &left, &right }) {
        connect(table->verticalScrollBar(), &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
        connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
                qOverload<>(&QWidget::update));
    }
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RankLines::setLinks(std::vector<Link> links)
{
    m_links = std::move(links);
    update();
}

double RankLines::heightOf(const QTableView& table, int row) const
{
    const QWidget* viewport = table.viewport();
    const QPoint inTable(0, table.rowViewportPosition(row) + table.rowHeight(row) / 2);
    return mapFromGlobal(viewport->mapToGlobal(inTable)).y();
}

void RankLines::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(QRect(0, mapFromGlobal(m_left.viewport()->mapToGlobal(QPoint())).y(), width(),
                              m_left.viewport()->height()));
    painter.setBrush(Qt::NoBrush);
    const int chosen = m_left.currentIndex().isValid() ? m_left.currentIndex().row() : -1;
    const auto draw = [&](const Link& link) {
        const double left = heightOf(m_left, link.left);
        const double right = heightOf(m_right, link.right);
        if (std::max(left, right) < 0 || std::min(left, right) > height())
            return;
        QPainterPath path(QPointF(0, left));
        path.cubicTo(width() / 2.0, left, width() / 2.0, right, width(), right);
        const bool marked = link.left == chosen;
        painter.setOpacity(marked ? 1 : plainOpacity);
        painter.setPen(
            QPen(Theme::categoryColor(link.interest), marked ? 3 : 1.2, Theme::categoryDash(link.interest)));
        painter.drawPath(path);
    };
    for (const Link& link : m_links)
        if (link.left != chosen)
            draw(link);
    for (const Link& link : m_links)
        if (link.left == chosen)
            draw(link);
}

} // namespace opal
