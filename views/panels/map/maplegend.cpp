// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/maplegend.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include "views/itemmodels/celltext.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr int swatchSize = 12;
constexpr int swatchScale = 2; ///< pixels a point: sharp on dense screens

QIcon swatch(const QColor& colour, bool filled)
{
    QPixmap pixmap(swatchSize * swatchScale, swatchSize * swatchScale);
    pixmap.setDevicePixelRatio(swatchScale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(filled ? QBrush(colour) : QBrush(Qt::NoBrush));
    painter.drawEllipse(QRectF(1.5, 1.5, swatchSize - 3, swatchSize - 3));
    return QIcon(pixmap);
}

} // namespace

MapLegend::MapLegend(QWidget* parent)
    : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("mapLegend"));
    setColumnCount(2);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setIconSize({ swatchSize, swatchSize });
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(this, &QTreeWidget::itemClicked, this,
            [this](QTreeWidgetItem* item) { Q_EMIT toggled(indexOfTopLevelItem(item)); });
}

void MapLegend::setEntries(const std::vector<Entry>& entries, const std::set<int>& hidden)
{
    const int current = indexOfTopLevelItem(currentItem());
    if (topLevelItemCount() != static_cast<int>(entries.size())) {
        clear();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            auto* item = new QTreeWidgetItem(this);
            item->setSizeHint(0, { 0, Theme::rowHeight });
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    m_entries = entries;
    m_hidden = hidden;
    showState();
    if (current >= 0 && current < topLevelItemCount())
        setCurrentItem(topLevelItem(current));
}

void MapLegend::setStrong(int entry)
{
    m_strong = entry;
    showState();
}

void MapLegend::retranslate()
{
    showState();
}

void MapLegend::showState()
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        const auto row = static_cast<int>(i);
        const bool hidden = m_hidden.contains(row);
        QTreeWidgetItem& item = *topLevelItem(row);
        item.setText(0, entry.text);
        item.setText(1, countText(entry.count));
        item.setIcon(0, swatch(entry.colour, !hidden));
        QFont look = font();
        look.setBold(row == m_strong);
        look.setStrikeOut(hidden);
        item.setFont(0, look);
        for (int column = 0; column < 2; ++column) {
            item.setForeground(column,
                               hidden ? QBrush(secondaryTextColor()) : palette().brush(QPalette::Text));
            item.setToolTip(
                column,
                entry.text % QLatin1Char('\n')
                    % (hidden ? tr("Click to show these items") : tr("Click to hide these items")));
        }
        const QString said = hidden ? tr("%1, %n item(s), hidden", nullptr, static_cast<int>(entry.count))
                                    : tr("%1, %n item(s), shown", nullptr, static_cast<int>(entry.count));
        item.setData(0, Qt::AccessibleTextRole, said.arg(entry.text));
    }
}

void MapLegend::keyPressEvent(QKeyEvent* event)
{
    const int row = indexOfTopLevelItem(currentItem());
    const bool toggles
        = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (toggles && row >= 0)
        Q_EMIT toggled(row);
    else
        QTreeWidget::keyPressEvent(event);
}

} // namespace opal
