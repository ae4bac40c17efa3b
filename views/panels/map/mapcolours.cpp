// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mapcolours.h"

#include <utility>

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "core/store/runstore.h"
#include "views/panels/map/maplegend.h"
#include "views/plot/plottheme.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/make.h"

namespace opal {

namespace {

const QString columnMark = QStringLiteral("column:");
const QString fileMark = QStringLiteral("file");

/// Under which the workspace remembers the table of a data set.
std::string tableKey(const MapItems& items)
{
    return "map.sidetable." + items.datasetHash;
}

} // namespace

MapColours::MapColours(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_askTable(m_context.jobs,
                 { .show = [this](const std::vector<std::string>& columns) { setSideTable(columns); },
                   .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_askColumn(m_context.jobs,
                  { .show =
                        [this](const std::shared_ptr<const SideColumn>& column) {
                            if (m_items)
                                setColouring(m_wantedKey, colourByColumn(*m_items, *column));
                        },
                    .failed =
                        [this](ErrorCode code, const QString& detail) {
                            Q_EMIT failed(code, detail);
                            m_wanted = m_key; // back to what is shown
                            fill();
                        } })
    , m_label(new QLabel(this))
    , m_box(make<QComboBox>(this, "colourBy"))
    , m_legend(new MapLegend(this))
{
    m_label->setBuddy(m_box);
    auto* row = rowOf({ m_label, m_box });
    row->setStretchFactor(m_box, 1);
    auto* layout = columnOn(this, 8);
    layout->addLayout(row);
    layout->addWidget(m_legend, 1);
    connect(m_box, &QComboBox::activated, this, [this] {
        if (const QString wanted = m_box->currentData().toString(); wanted != fileMark) {
            m_wanted = wanted;
            Q_EMIT chosen();
        }
        choose();
    });
    connect(m_legend, &MapLegend::toggled, this, &MapColours::toggle);
}

void MapColours::setRun(const QString& run)
{
    m_run = run;
    m_items.reset();
    m_colouring.reset();
    m_hidden.clear();
    m_askTable.drop();
    m_askColumn.drop();
    m_sideTable.clear();
    m_sideColumns.clear();
    m_firstColumn = false;
}

void MapColours::setItems(std::shared_ptr<const MapItems> items)
{
    const bool first = !m_items;
    m_items = std::move(items);
    fill();
    choose();
    if (first)
        recallSideTable();
}

void MapColours::setWanted(const QString& colour)
{
    m_wanted = colour;
    if (m_items) {
        fill();
        choose();
    }
}

void MapColours::apply(MapFigure& figure) const
{
    const bool column = m_key.startsWith(columnMark);
    figure.colourBy = column ? m_key.mid(columnMark.size()) : m_key;
    figure.sideTable = column ? m_sideTable : QString();
    figure.colouring = m_colouring;
    figure.hidden = m_hidden;
}

void MapColours::fill()
{
    const QSignalBlocker quiet(m_box);
    m_box->clear();
    m_box->addItem(tr("Hyper-category"), QStringLiteral("category"));
    m_box->addItem(tr("Tag"), QStringLiteral("tag"));
    m_box->addItem(tr("Popularity"), QStringLiteral("popularity"));
    for (const QString& column : m_sideColumns)
        m_box->addItem(column, QString(columnMark % column));
    m_box->addItem(tr("Columns of a side table…"), fileMark);
    const bool categories = m_items && m_items->categories > 0;
    const bool tags = m_items && !m_items->tagOffsets.empty();
    const auto enable = [this](int row, bool on, const QString& why) {
        if (auto* model = qobject_cast<QStandardItemModel*>(m_box->model()))
            model->item(row)->setEnabled(on);
        m_box->setItemData(row, on ? QString() : why, Qt::ToolTipRole);
    };
    enable(0, categories, tr("This model has no hyper-categories"));
    enable(1, tags, tr("The data set has no tags"));
    int row = m_box->findData(m_wanted);
    if (row < 0)
        row = m_box->findData(m_key);
    if (row < 0 || (row == 0 && !categories) || (row == 1 && !tags))
        row = categories ? 0 : 2;
    m_box->setCurrentIndex(row);
}

void MapColours::choose()
{
    if (!m_items)
        return;
    m_askColumn.drop();
    const QString wanted = m_box->currentData().toString();
    if (wanted == fileMark) {
        // The choice itself is no colour.
        fill();
        askSideTable();
        return;
    }
    if (wanted == m_key && wanted.startsWith(columnMark) && m_colouring) {
        Q_EMIT changed(); // of the same items
        return;
    }
    if (wanted.startsWith(columnMark)) {
        m_wantedKey = wanted;
        m_askColumn(makeSideColumnJob(m_context.store, m_run.toStdString(), m_sideTable.toStdString(),
                                      wanted.mid(columnMark.size()).toStdString()));
        return;
    }
    setColouring(wanted,
                 wanted == QLatin1String("category")  ? colourByCategory(*m_items)
                     : wanted == QLatin1String("tag") ? colourByTag(*m_items)
                                                      : colourByPopularity(*m_items));
}

void MapColours::setColouring(const QString& key, ItemColouring colouring)
{
    if (key != m_key || !m_colouring)
        m_hidden.clear();
    m_key = key;
    m_colouring = std::make_shared<const ItemColouring>(std::move(colouring));
    Q_EMIT changed();
}

void MapColours::toggle(int value)
{
    if (!m_hidden.erase(value))
        m_hidden.insert(value);
    Q_EMIT changed();
}

void MapColours::askSideTable()
{
    m_context.dialogs.openFile(this, tr("Table about the items"),
                               tr("Tables (*.csv *.tsv *.txt *.dat);;All files (*)"),
                               [this](const QString& file) {
                                   m_firstColumn = true;
                                   readSideTable(file);
                               });
}

void MapColours::readSideTable(const QString& file)
{
    m_askedTable = file;
    m_askTable(makeSideTableJob(file.toStdString()));
}

/// The table that was used with this data set before.
void MapColours::recallSideTable()
{
    m_context.queries.run(
        this, [&store = m_context.store, key = tableKey(*m_items)] { return store.viewState(key); },
        [this, hash = m_items->datasetHash](const std::string& file) {
            if (!file.empty() && m_items && m_items->datasetHash == hash && m_sideTable.isEmpty())
                readSideTable(QString::fromStdString(file));
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void MapColours::setSideTable(const std::vector<std::string>& columns)
{
    m_sideTable = m_askedTable;
    m_sideColumns.clear();
    for (const std::string& column : columns)
        m_sideColumns << QString::fromStdString(column);
    fill();
    if (!m_items)
        return;
    m_context.queries.runVoid(
        this,
        [&store = m_context.store, key = tableKey(*m_items), file = m_sideTable.toStdString()] {
            store.setViewState(key, file);
        },
        {}, [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
    if (std::exchange(m_firstColumn, false) && !m_sideColumns.isEmpty()) {
        m_box->setCurrentIndex(m_box->findData(QString(columnMark + m_sideColumns.front())));
        Q_EMIT m_box->activated(m_box->currentIndex());
    } else if (m_box->currentData().toString() != m_key) {
        choose(); // a column that was chosen before
    }
}

void MapColours::showLegend()
{
    std::vector<MapLegend::Entry> entries;
    int strong = -1;
    if (m_colouring) {
        MapFigure figure;
        figure.colouring = m_colouring;
        const auto palette = mapPalette(figure, PlotTheme::screen(m_context.theme.tokens()), true);
        for (std::size_t i = 0; i < palette.size(); ++i) {
            const ItemColouring::Value& value = m_colouring->values[i];
            entries.push_back({ mapValueText(value), palette[i], value.count });
            if (value.kind == ItemColouring::Value::Kind::Category
                && value.category == m_context.workspace.category())
                strong = static_cast<int>(i);
        }
    }
    m_legend->setEntries(entries, m_hidden);
    m_legend->setStrong(strong);
}

void MapColours::retranslate()
{
    m_legend->retranslate();
    m_label->setText(tr("Colour"));
    m_box->setAccessibleName(tr("Colour of the items"));
    m_legend->setAccessibleName(tr("Legend and filter"));
    fill();
    showLegend();
}

} // namespace opal
