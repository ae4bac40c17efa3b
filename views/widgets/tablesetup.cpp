// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/tablesetup.h"

#include <QAbstractItemModel>
#include <QEvent>
#include <QFontMetrics>
#include <QHeaderView>
#include <QTableView>

#include "views/shell/theme.h"

namespace opal {

namespace {

// As the style sheet has them.
constexpr int headingPixels = 12;
constexpr int headingMargins = 28;
constexpr int arrowRoom = 12;

/// Gives columns the width of their headings at least: when the table is first shown, when a hidden column
/// comes back and in another language. What a person makes narrower stays so.
class HeadingRoom final : public QObject
{
public:
    explicit HeadingRoom(QTableView& table)
        : QObject(&table)
        , m_table(table)
    {
        table.installEventFilter(this);
        connect(table.horizontalHeader(), &QHeaderView::sectionResized, this,
                [this](int section, int before, int now) {
                    if (before == 0 && now > 0 && m_shown)
                        widen(section);
                });
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == &m_table
            && ((event->type() == QEvent::Show && !m_shown)
                || (event->type() == QEvent::LanguageChange && m_shown))) {
            m_shown = true;
            for (int section = 0; section < m_table.horizontalHeader()->count(); ++section)
                widen(section);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void widen(int section) const
    {
        QHeaderView& header = *m_table.horizontalHeader();
        const auto mode = header.sectionResizeMode(section);
        if (!m_table.model() || header.isSectionHidden(section)
            || (mode != QHeaderView::Interactive && mode != QHeaderView::Fixed)
            || (header.stretchLastSection() && header.visualIndex(section) == header.count() - 1))
            return;
        QFont font = header.font();
        font.setPixelSize(headingPixels);
        const bool sorted = header.isSortIndicatorShown() && header.sortIndicatorSection() == section;
        const int wanted = QFontMetrics(font).horizontalAdvance(
                               m_table.model()->headerData(section, Qt::Horizontal).toString())
            + headingMargins + (sorted ? arrowRoom : 0);
        if (header.sectionSize(section) < wanted)
            header.resizeSection(section, wanted);
    }

    QTableView& m_table;
    bool m_shown = false;
};

} // namespace

void setupTable(QTableView& table)
{
    table.verticalHeader()->setVisible(false);
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setMinimumSectionSize(Theme::rowHeight);
    table.verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setMinimumSectionSize(32);
    table.setShowGrid(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setTabKeyNavigation(false);
    table.setWordWrap(false);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    new HeadingRoom(table);
}

void chooseRow(QTableView& table, int row)
{
    if (row < 0) {
        table.clearSelection();
        table.setCurrentIndex({});
    } else if (table.currentIndex().row() != row) {
        table.selectRow(row);
        table.scrollTo(table.model()->index(row, 0));
    }
}

} // namespace opal
