// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include <QComboBox>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "core/jobs/mapjobs.h"
#include "core/store/runstore.h"
#include "views/panels/map/maplegend.h"
#include "views/panels/map/mappanel.h"
#include "views/panels/map/mapview.h"
#include "views/plot/qcp.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"

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

void MapPanel::fillColours()
{
    const QSignalBlocker quiet(m_colour);
    m_colour->clear();
    m_colour->addItem(tr("Hyper-category"), QStringLiteral("category"));
    m_colour->addItem(tr("Tag"), QStringLiteral("tag"));
    m_colour->addItem(tr("Popularity"), QStringLiteral("popularity"));
    for (const QString& column : m_sideColumns)
        m_colour->addItem(column, QString(columnMark % column));
    m_colour->addItem(tr("Columns of a side table…"), fileMark);
    const bool categories = m_items && m_items->categories > 0;
    const bool tags = m_items && !m_items->tagOffsets.empty();
    const auto enable = [this](int row, bool on, const QString& why) {
        if (auto* model = qobject_cast<QStandardItemModel*>(m_colour->model()))
            model->item(row)->setEnabled(on);
        m_colour->setItemData(row, on ? QString() : why, Qt::ToolTipRole);
    };
    enable(0, categories, tr("This model has no hyper-categories"));
    enable(1, tags, tr("The data set has no tags"));
    int row = m_colour->findData(m_wantedColour);
    if (row < 0)
        row = m_colour->findData(m_colourKey);
    if (row < 0 || (row == 0 && !categories) || (row == 1 && !tags))
        row = categories ? 0 : 2;
    m_colour->setCurrentIndex(row);
}

void MapPanel::takeColour()
{
    if (const QString wanted = m_colour->currentData().toString(); wanted != fileMark) {
        m_wantedColour = wanted;
        keepChoice();
    }
    chooseColour();
}

void MapPanel::chooseColour()
{
    if (!m_items)
        return;
    m_askColumn.drop();
    const QString wanted = m_colour->currentData().toString();
    if (wanted == fileMark) {
        // The choice itself is no colour.
        fillColours();
        askSideTable();
        return;
    }
    if (wanted == m_colourKey && wanted.startsWith(columnMark) && m_colouring) {
        showMap(); // of the same items
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

void MapPanel::setColouring(const QString& key, ItemColouring colouring)
{
    if (key != m_colourKey || !m_colouring)
        m_hidden.clear();
    m_colourKey = key;
    m_colouring = std::make_shared<const ItemColouring>(std::move(colouring));
    showMap();
    if (m_listed == Listed::All)
        listAll();
}

void MapPanel::nameColour(MapFigure& figure) const
{
    const bool column = m_colourKey.startsWith(columnMark);
    figure.colourBy = column ? m_colourKey.mid(columnMark.size()) : m_colourKey;
    figure.sideTable = column ? m_sideTable : QString();
}

void MapPanel::askSideTable()
{
    m_context.dialogs.openFile(this, tr("Table about the items"),
                               tr("Tables (*.csv *.tsv *.txt *.dat);;All files (*)"),
                               [this](const QString& file) {
                                   m_firstColumn = true;
                                   readSideTable(file);
                               });
}

void MapPanel::readSideTable(const QString& file)
{
    m_askedTable = file;
    m_askTable(makeSideTableJob(file.toStdString()));
}

/// The table that was used with this data set before.
void MapPanel::recallSideTable()
{
    m_context.queries.run(
        this, [&store = m_context.store, key = tableKey(*m_items)] { return store.viewState(key); },
        [this, hash = m_items->datasetHash](const std::string& file) {
            if (!file.empty() && m_items && m_items->datasetHash == hash && m_sideTable.isEmpty())
                readSideTable(QString::fromStdString(file));
        },
        [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

void MapPanel::takeSideTable(const std::vector<std::string>& columns)
{
    m_sideTable = m_askedTable;
    m_sideColumns.clear();
    for (const std::string& column : columns)
        m_sideColumns << QString::fromStdString(column);
    fillColours();
    if (!m_items)
        return;
    m_context.queries.runVoid(
        this,
        [&store = m_context.store, key = tableKey(*m_items), file = m_sideTable.toStdString()] {
            store.setViewState(key, file);
        },
        {}, [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
    if (std::exchange(m_firstColumn, false) && !m_sideColumns.isEmpty()) {
        m_colour->setCurrentIndex(m_colour->findData(QString(columnMark + m_sideColumns.front())));
        takeColour();
    } else if (m_colour->currentData().toString() != m_colourKey) {
        chooseColour(); // a column that was chosen before
    }
}

void MapPanel::takeSideColumn(const SideColumn& column)
{
    if (m_items)
        setColouring(m_wantedKey, colourByColumn(*m_items, column));
}

void MapPanel::forgetSideTable()
{
    m_askTable.drop();
    m_askColumn.drop();
    m_sideTable.clear();
    m_sideColumns.clear();
    m_firstColumn = false;
}

void MapPanel::showLegend()
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
    const QString summary = m_figure ? mapSummary(*m_figure) : QString();
    m_view->plot().setAccessibleDescription(summary);
    m_view->setAccessibleDescription(summary);
}

} // namespace opal
