// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/datatable.h"

#include <algorithm>
#include <numeric>

#include <QAbstractTableModel>
#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QTimer>

#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int refreshMs = 250;
constexpr int cellsInSlice = 8192; ///< turned into text before the window gets its turn
constexpr int narrowest = 72; ///< of a column
constexpr int widest = 240;
constexpr int measuredRows = 20;
constexpr int shownDigits = 8; ///< in a cell; a copy has all of them

} // namespace

QString dataColumnTitle(const QString& column)
{
    static constexpr std::pair<const char*, const char*> titles[] = {
        { "stage", QT_TRANSLATE_NOOP("DataTable", "Stage") },
        { "epoch", QT_TRANSLATE_NOOP("DataTable", "Epoch") },
        { "step", QT_TRANSLATE_NOOP("DataTable", "Step") },
        { "run", QT_TRANSLATE_NOOP("DataTable", "Run") },
        { "model", QT_TRANSLATE_NOOP("DataTable", "Model") },
        { "user", QT_TRANSLATE_NOOP("DataTable", "User") },
        { "item", QT_TRANSLATE_NOOP("DataTable", "Item") },
        { "name", QT_TRANSLATE_NOOP("DataTable", "Name") },
        { "title", QT_TRANSLATE_NOOP("DataTable", "Title") },
        { "category", QT_TRANSLATE_NOOP("DataTable", "Hyper-category") },
        { "interest", QT_TRANSLATE_NOOP("DataTable", "Interest") },
        { "mass", QT_TRANSLATE_NOOP("DataTable", "Mass w") },
        { "share", QT_TRANSLATE_NOOP("DataTable", "Share") },
        { "items", QT_TRANSLATE_NOOP("DataTable", "Items") },
        { "first", QT_TRANSLATE_NOOP("DataTable", "First") },
        { "second", QT_TRANSLATE_NOOP("DataTable", "Second") },
        { "abs_cosine", QT_TRANSLATE_NOOP("DataTable", "|Cosine|") },
        { "confidence_from", QT_TRANSLATE_NOOP("DataTable", "Confidence from") },
        { "confidence_to", QT_TRANSLATE_NOOP("DataTable", "Confidence to") },
        { "variation", QT_TRANSLATE_NOOP("DataTable", "Variation of w") },
        { "mean_confidence", QT_TRANSLATE_NOOP("DataTable", "Mean confidence") },
        { "relative_entropy", QT_TRANSLATE_NOOP("DataTable", "Entropy / log K") },
        { "from", QT_TRANSLATE_NOOP("DataTable", "From") },
        { "to", QT_TRANSLATE_NOOP("DataTable", "To") },
        { "item_a", QT_TRANSLATE_NOOP("DataTable", "Item a") },
        { "item_b", QT_TRANSLATE_NOOP("DataTable", "Item b") },
        { "interest_a", QT_TRANSLATE_NOOP("DataTable", "Interest of a") },
        { "interest_b", QT_TRANSLATE_NOOP("DataTable", "Interest of b") },
        { "name_a", QT_TRANSLATE_NOOP("DataTable", "Name of a") },
        { "name_b", QT_TRANSLATE_NOOP("DataTable", "Name of b") },
        { "users_of_both", QT_TRANSLATE_NOOP("DataTable", "Users of both") },
        { "sppmi", QT_TRANSLATE_NOOP("DataTable", "SPPMI") },
        { "found", QT_TRANSLATE_NOOP("DataTable", "Hits found") },
        { "alone", QT_TRANSLATE_NOOP("DataTable", "Alone") },
        { "own_hits", QT_TRANSLATE_NOOP("DataTable", "In own list") },
        { "recall_part", QT_TRANSLATE_NOOP("DataTable", "Recall part") },
        { "recall_without", QT_TRANSLATE_NOOP("DataTable", "Recall without") },
        { "marginal_recall_by_intensity", QT_TRANSLATE_NOOP("DataTable", "Marginal") },
        { "places", QT_TRANSLATE_NOOP("DataTable", "Places") },
        { "popularity", QT_TRANSLATE_NOOP("DataTable", "Popularity") },
        { "colour", QT_TRANSLATE_NOOP("DataTable", "Colour") },
        { "inside_brushes", QT_TRANSLATE_NOOP("DataTable", "Inside the brushes") },
    };
    for (const auto& [name, title] : titles)
        if (column == QLatin1String(name))
            return QCoreApplication::translate("DataTable", title);
    const QLatin1String overlap("overlap_");
    if (column.startsWith(overlap))
        //: Share of common items of an interest's list and that of another; %1 is its number
        return QCoreApplication::translate("DataTable", "Overlap with %1").arg(column.mid(overlap.size()));
    return column;
}

/// Rows that are asked for when they come into view.
class DataTable::Model final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(FigureTable table)
    {
        m_sides.clear();
        m_cachedRow = -1;
        const int before = rowCount();
        const auto after = static_cast<int>(table.rows.size());
        if (table.columns != m_data.columns || after < before) {
            beginResetModel();
            m_data = std::move(table);
            endResetModel();
            return;
        }
        if (after > before)
            beginInsertRows({}, before, after - 1);
        m_data = std::move(table);
        if (after > before)
            endInsertRows();
        else if (after > 0)
            Q_EMIT dataChanged(index(0, 0), index(after - 1, columnCount() - 1));
    }

    const FigureTable& table() const { return m_data; }

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_data.rows.size());
    }

    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_data.columns.size());
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        if (!index.isValid() || index.row() >= rowCount())
            return {};
        const QString text = cell(index.row(), index.column());
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        if (role == Qt::DisplayRole)
            return isNumber && text.size() > shownDigits ? QString::number(number, 'g', shownDigits - 2)
                                                         : text;
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(sideOf(index.column()));
        return {};
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section >= m_data.columns.size())
            return {};
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(sideOf(section));
        if (role != Qt::DisplayRole)
            return {};
        return m_data.titles.isEmpty() ? dataColumnTitle(m_data.columns[section])
                                       : m_data.titles.value(section);
    }

private:
    QString cell(int row, int column) const
    {
        if (row != m_cachedRow) {
            m_cached = m_data.rows[static_cast<std::size_t>(row)];
            m_cachedRow = row;
        }
        return m_cached.value(column);
    }

    /// One side for the whole column: a tag "7" among names does not stand on the right alone. Of a long
    /// table a sample of the rows decides; an empty cell decides nothing.
    Qt::Alignment sideOf(int column) const
    {
        constexpr int sampled = 64;
        if (m_sides.isEmpty())
            m_sides.resize(m_data.columns.size());
        Side& side = m_sides[column];
        if (const int rows = rowCount(); side == Side::Unknown && rows > 0) {
            side = Side::Right;
            const int step = std::max(1, rows / sampled);
            for (int row = 0; row < rows && side == Side::Right; row += step) {
                const QString text = cell(row, column);
                bool isNumber = text.isEmpty();
                if (!isNumber)
                    text.toDouble(&isNumber);
                if (!isNumber)
                    side = Side::Left;
            }
        }
        return (side == Side::Right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    }

    enum class Side : unsigned char { Unknown, Left, Right };

    FigureTable m_data;
    mutable int m_cachedRow = -1;
    mutable QStringList m_cached; ///< cells of that row
    mutable QList<Side> m_sides; ///< by column, as far as asked for
};

/// A copy that is being made.
struct DataTable::Copying
{
    FigureTable table;
    std::vector<int> rows; ///< to copy
    std::size_t next = 0;
    QString text;
};

DataTable::DataTable(QWidget* chart, QWidget* parent)
    : QWidget(parent)
    , m_chart(chart)
    , m_buttons(new QWidget(this))
    , m_toggle(new QPushButton(m_buttons))
    , m_copy(new QPushButton(m_buttons))
    , m_table(new QTableView(this))
    , m_model(new Model(this))
    , m_stack(new QStackedLayout(this))
    , m_refreshTimer(new QTimer(this))
    , m_copyTimer(new QTimer(this))
{
    m_toggle->setObjectName(QStringLiteral("dataTableToggle"));
    m_toggle->setProperty("role", QStringLiteral("toggle"));
    m_toggle->setCheckable(true);
    m_copy->setObjectName(QStringLiteral("dataTableCopy"));
    m_copy->setProperty("role", QStringLiteral("link"));
    m_copy->hide();
    auto* bar = new QHBoxLayout(m_buttons);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(4);
    bar->addWidget(m_copy);
    bar->addWidget(m_toggle);
    m_table->setObjectName(QStringLiteral("dataTable"));
    setupTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setResizeContentsPrecision(measuredRows);
    m_table->installEventFilter(this);
    m_stack->addWidget(m_chart);
    m_stack->addWidget(m_table);
    m_refreshTimer->setSingleShot(true);
    m_refreshTimer->setInterval(refreshMs);
    connect(m_refreshTimer, &QTimer::timeout, this, [this] {
        if (isTableShown() && m_source)
            m_model->setTable(m_source());
    });
    connect(m_copyTimer, &QTimer::timeout, this, &DataTable::copySlice);
    connect(m_toggle, &QPushButton::toggled, this, &DataTable::showPage);
    connect(m_copy, &QPushButton::clicked, this, &DataTable::copySelected);
    retranslate();
}

DataTable::~DataTable() = default;

void DataTable::setSource(std::function<FigureTable()> source)
{
    m_source = std::move(source);
    refresh();
}

void DataTable::setName(const QString& name)
{
    m_name = name;
    retranslate();
}

bool DataTable::isTableShown() const
{
    return m_toggle->isChecked();
}

void DataTable::refresh()
{
    if (isTableShown() && !m_refreshTimer->isActive())
        m_refreshTimer->start();
}

void DataTable::showPage(bool table)
{
    if (table && m_source)
        m_model->setTable(m_source());
    if (table)
        fitColumns();
    m_copy->setVisible(table);
    m_stack->setCurrentWidget(table ? static_cast<QWidget*>(m_table) : m_chart);
}

/// To what the first rows hold.
void DataTable::fitColumns()
{
    for (int column = 0; column < m_model->columnCount(); ++column) {
        m_table->resizeColumnToContents(column);
        m_table->setColumnWidth(column, std::clamp(m_table->columnWidth(column), narrowest, widest));
    }
}

void DataTable::copySelected()
{
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    if (rows.size() < 2)
        copyAll();
    else
        copy(std::move(rows));
}

void DataTable::copyAll()
{
    if (!m_source)
        return;
    m_model->setTable(m_source());
    std::vector<int> rows(static_cast<std::size_t>(m_model->rowCount()));
    std::iota(rows.begin(), rows.end(), 0);
    copy(std::move(rows));
}

void DataTable::copy(std::vector<int> rows)
{
    m_copying = std::make_unique<Copying>();
    m_copying->table = m_model->table();
    m_copying->rows = std::move(rows);
    m_copying->text = FigureTable { m_copying->table.columns }.toTsv();
    m_copy->setEnabled(false);
    copySlice();
}

/// A long curve has millions of cells: they become text in slices between which the window lives on.
void DataTable::copySlice()
{
    if (!m_copying)
        return m_copyTimer->stop();
    const auto columns = static_cast<int>(m_copying->table.columns.size());
    FigureTable slice;
    for (int cells = 0; cells < cellsInSlice && m_copying->next < m_copying->rows.size(); cells += columns)
        slice.rows.push_back(
            m_copying->table.rows[static_cast<std::size_t>(m_copying->rows[m_copying->next++])]);
    // Its line of columns is empty.
    m_copying->text += slice.toTsv().mid(1);
    if (m_copying->next < m_copying->rows.size()) {
        m_copyTimer->start(0);
        return;
    }
    QApplication::clipboard()->setText(m_copying->text);
    m_copying.reset();
    m_copyTimer->stop();
    m_copy->setEnabled(true);
}

bool DataTable::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copySelected();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void DataTable::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DataTable::retranslate()
{
    m_toggle->setText(tr("Table"));
    m_toggle->setToolTip(tr("Shows the numbers behind the picture"));
    m_toggle->setAccessibleName(m_name.isEmpty() ? tr("Table of the numbers")
                                                 : tr("%1 as a table").arg(m_name));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copies the selected rows, or all of them, as text with tabs for a spreadsheet"));
    m_copy->setAccessibleName(m_name.isEmpty() ? tr("Copy the numbers")
                                               : tr("Copy the numbers: %1").arg(m_name));
    m_table->setAccessibleName(m_name);
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, std::max(0, m_model->columnCount() - 1));
}

} // namespace opal
