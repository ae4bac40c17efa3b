// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/tablesetup.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <QAbstractItemModel>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMenu>
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

/// Copying, by key and by a menu, in every table that has no menu of its own.
class TableCopying final : public QObject
{
    Q_DECLARE_TR_FUNCTIONS(opal::TableCopying)

public:
    explicit TableCopying(QTableView& table)
        : QObject(&table)
        , m_table(table)
    {
        table.installEventFilter(this);
        table.viewport()->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == &m_table && event->type() == QEvent::KeyPress
            && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy) && copyRows(selectedRows()))
            return true;
        if (watched == m_table.viewport() && event->type() == QEvent::ContextMenu
            && m_table.contextMenuPolicy() == Qt::DefaultContextMenu && m_table.model()) {
            showMenu(*static_cast<QContextMenuEvent*>(event));
            return true;
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QList<int> selectedRows() const
    {
        QList<int> rows;
        if (const QItemSelectionModel* selection = m_table.selectionModel())
            for (const QModelIndex& index : selection->selectedRows())
                rows << index.row();
        std::sort(rows.begin(), rows.end());
        return rows;
    }

    /// As lines of cells with tabs between them, under the headings.
    bool copyRows(const QList<int>& rows) const
    {
        if (rows.isEmpty())
            return false;
        const QHeaderView& header = *m_table.horizontalHeader();
        QList<int> columns;
        for (int place = 0; place < header.count(); ++place)
            if (const int column = header.logicalIndex(place); !header.isSectionHidden(column))
                columns << column;
        const QAbstractItemModel& model = *m_table.model();
        QStringList cells;
        for (const int column : std::as_const(columns))
            cells << model.headerData(column, Qt::Horizontal).toString();
        QStringList lines { cells.join(u'\t') };
        for (const int row : rows) {
            cells.clear();
            for (const int column : std::as_const(columns)) {
                const QModelIndex index = model.index(row, column);
                const QString text = index.data(Qt::DisplayRole).toString();
                cells << (text.isEmpty() ? index.data(Qt::AccessibleTextRole).toString() : text).simplified();
            }
            lines << cells.join(u'\t');
        }
        QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
        return true;
    }

    void showMenu(const QContextMenuEvent& event)
    {
        auto* menu = new QMenu(&m_table);
        menu->setObjectName(QStringLiteral("tableMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        QAction* row = menu->addAction(tr("Copy the row"), this, [this] { copyRows(selectedRows()); });
        row->setObjectName(QStringLiteral("copyRow"));
        row->setShortcut(QKeySequence::Copy);
        row->setEnabled(!selectedRows().isEmpty());
        QAction* all = menu->addAction(tr("Copy the table"), this, [this] {
            QList<int> rows(m_table.model()->rowCount());
            std::iota(rows.begin(), rows.end(), 0);
            copyRows(rows);
        });
        all->setObjectName(QStringLiteral("copyTable"));
        all->setEnabled(m_table.model()->rowCount() > 0);
        menu->addSeparator();
        menu->addAction(tr("Fit the columns"), this, [this] { m_table.resizeColumnsToContents(); })
            ->setObjectName(QStringLiteral("fitColumns"));
        menu->popup(event.globalPos());
    }

    QTableView& m_table;
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
    new TableCopying(table);
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
