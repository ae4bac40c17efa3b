// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/historytablemodel.h"

#include <algorithm>

#include <QDateTime>
#include <QTimeZone>

#include "views/itemmodels/celltext.h"
#include "views/itemmodels/itemcell.h"
#include "views/widgets/interesttitles.h"

namespace opal {

void HistoryTableModel::setHistory(std::vector<HistoryEntry> history)
{
    beginResetModel();
    m_history = std::move(history);
    endResetModel();
}

void HistoryTableModel::setDayInDetails(bool on)
{
    if (m_dayInDetails == on)
        return;
    m_dayInDetails = on;
    if (!m_history.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), { CellDetailRole });
}

int HistoryTableModel::rowOf(const QString& itemId) const
{
    const std::string wanted = itemId.toStdString();
    for (std::size_t row = 0; row < m_history.size(); ++row)
        if (m_history[row].itemId == wanted)
            return static_cast<int>(row);
    return -1;
}

std::vector<double> historyPauses(const std::vector<HistoryEntry>& history)
{
    std::vector<double> result;
    double longest = 0;
    for (std::size_t row = 0; row < history.size(); ++row) {
        const bool known = row > 0 && history[row].timeMs != 0 && history[row - 1].timeMs != 0;
        // What has been moved may stand before what is older.
        const std::int64_t pause
            = known ? std::max<std::int64_t>(0, history[row].timeMs - history[row - 1].timeMs) : 0;
        result.push_back(static_cast<double>(pause));
        longest = std::max(longest, result.back());
    }
    if (longest <= 0)
        return {};
    for (double& pause : result)
        pause /= longest;
    return result;
}

std::vector<double> HistoryTableModel::pauses() const
{
    return historyPauses(m_history);
}

int HistoryTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_history.size());
}

int HistoryTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool HistoryTableModel::startsLane(int row) const
{
    return row == 0 || entry(row).day.empty() || entry(row).day != entry(row - 1).day;
}

bool HistoryTableModel::hasTitles() const
{
    return std::any_of(m_history.begin(), m_history.end(),
                       [](const HistoryEntry& item) { return !item.title.empty(); });
}

QString HistoryTableModel::dayText(int row) const
{
    if (!entry(row).day.empty())
        return QString::fromStdString(entry(row).day);
    //: Position of an item in a history without times
    return tr("no. %1").arg(row + 1);
}

QString HistoryTableModel::weightsText(const HistoryEntry& entry) const
{
    QStringList lines;
    for (std::size_t interest = 0; interest < entry.weights.size(); ++interest) {
        const QString title = numberedInterest(static_cast<int>(interest),
                                               interest < m_names.size() ? m_names[interest] : std::string());
        //: Weight of a history item for one interest, e.g. "Interest 2: 0.4311"
        lines << tr("%1: %2").arg(title, metricOrDash(entry.weights[interest]));
    }
    return lines.join(u'\n');
}

QVariant HistoryTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const HistoryEntry& item = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Day:
            return startsLane(index.row()) ? dayText(index.row()) : QString();
        case Item:
            return QString::fromStdString(item.itemId);
        case Title: {
            const std::string& text = item.title.empty() ? item.tags : item.title;
            return text.empty() ? missingText() : QString::fromStdString(text);
        }
        default:
            return {};
        }
    case Qt::ForegroundRole:
        if (index.column() == Day || (index.column() == Title && item.title.empty()))
            return secondaryTextColor();
        return {};
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == Day && item.timeMs != 0)
            return QDateTime::fromMSecsSinceEpoch(item.timeMs, QTimeZone::utc())
                .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
        if (index.column() == Title)
            return joinedLines({ QString::fromStdString(item.title), QString::fromStdString(item.itemId),
                                 QString::fromStdString(item.tags) });
        return index.column() == Weights ? weightsText(item) : QString();
    case Qt::AccessibleTextRole:
        if (index.column() == Day)
            return dayText(index.row());
        if (index.column() == Weights)
            return weightsText(item);
        if (index.column() == Title)
            return joinedLines(
                { index.data(CellTitleRole).toString(), index.data(CellDetailRole).toString() });
        return index.data();
    case WeightsRole:
        return QVariant::fromValue(QList<float>(item.weights.begin(), item.weights.end()));
    case CategoryRole:
        return item.category;
    case ItemIdRole:
        return QString::fromStdString(item.itemId);
    case LaneStartRole:
        return startsLane(index.row());
    case CellTitleRole:
        return QString::fromStdString(item.title.empty() ? item.itemId : item.title);
    case CellDetailRole:
        return joinedDetails({ m_dayInDetails ? dayText(index.row()).toStdString() : std::string {},
                               item.title.empty() ? std::string {} : item.itemId, item.tags });
    case CellCoverRole:
        return QString::fromStdString(item.cover);
    default:
        return {};
    }
}

QVariant HistoryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Weights)
        return tr("How much of the item each interest takes; the outline is the interest that takes most");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Day:
        return tr("Day");
    case Item:
        return tr("Item");
    case Title:
        return hasTitles() ? tr("Title") : tr("Item");
    case Weights:
        return tr("Weights");
    default:
        return {};
    }
}

} // namespace opal
