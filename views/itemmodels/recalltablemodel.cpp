#include "views/itemmodels/recalltablemodel.h"

#include "views/itemmodels/celltext.h"

namespace opal {

void RecallTableModel::setList(std::vector<RecallEntry> entries, std::vector<UserExploration::ItemText> texts)
{
    Q_ASSERT(entries.size() == texts.size());
    beginResetModel();
    m_entries = std::move(entries);
    m_texts = std::move(texts);
    endResetModel();
}

std::vector<int> RecallTableModel::hitRows() const
{
    std::vector<int> rows;
    for (std::size_t row = 0; row < m_entries.size(); ++row) {
        if (m_entries[row].heldOut)
            rows.push_back(static_cast<int>(row));
    }
    return rows;
}

int RecallTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int RecallTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecallTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const RecallEntry& entry = m_entries[row];
    const UserExploration::ItemText& text = m_texts[row];
    const auto shown = [](const std::string& value) {
        return value.empty() ? missingText() : QString::fromStdString(value);
    };

    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        switch (index.column()) {
        case Rank:
            return role == SortRole ? QVariant(index.row()) : QVariant(QString::number(index.row() + 1));
        case Item:
            return QString::fromStdString(text.id);
        case Title:
            return shown(text.title);
        case Tags:
            return shown(text.tags);
        case Interest:
            return role == SortRole ? QVariant(entry.interest)
                                    : QVariant(QString::number(entry.interest + 1));
        case Score:
            return role == SortRole ? QVariant(entry.score) : QVariant(metricOrDash(entry.score));
        case HeldOut:
            if (role == SortRole)
                return entry.heldOut;
            //: A recommended item that the user really watched on the held-out day
            return entry.heldOut ? tr("hit") : QString();
        default:
            return {};
        }
    case Qt::TextAlignmentRole: {
        const bool number = index.column() == Rank || index.column() == Score;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case Qt::ForegroundRole:
        if (index.column() == Rank
            || ((index.column() == Title || index.column() == Tags) && index.data() == missingText()))
            return secondaryTextColor();
        return {};
    case Qt::ToolTipRole:
        if (index.column() == Interest)
            return tr("Interest %1 gave this item its highest score").arg(entry.interest + 1);
        if (index.column() == HeldOut && entry.heldOut)
            return tr("The user watched this item on the held-out day");
        if (index.column() == Title || index.column() == Tags)
            return QString::fromStdString(index.column() == Title ? text.title : text.tags);
        return {};
    case Qt::AccessibleTextRole:
        if (index.column() == Interest)
            return tr("interest %1").arg(entry.interest + 1);
        if (index.column() == HeldOut)
            return entry.heldOut ? tr("held-out hit") : tr("not held out");
        return index.data();
    case InterestRole:
        return entry.interest;
    case HeldOutRole:
        return entry.heldOut;
    default:
        return {};
    }
}

QVariant RecallTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == Rank || section == Score;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == Score)
        return tr("Inner product of the item and the interest that gave it");
    if (role == Qt::ToolTipRole && section == HeldOut)
        return tr("Items that the user watched on the held-out day");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Rank:
        return tr("Rank");
    case Item:
        return tr("Item");
    case Title:
        return tr("Title");
    case Tags:
        return tr("Tags");
    case Interest:
        //: The interest that an item comes from
        return tr("From");
    case Score:
        return tr("Score");
    case HeldOut:
        //: Column that marks items the user really watched on the held-out day
        return tr("Hit");
    default:
        return {};
    }
}

} // namespace opal
