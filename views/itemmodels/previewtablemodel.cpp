#include "views/itemmodels/previewtablemodel.h"

#include <QFont>

#include "views/itemmodels/celltext.h"

namespace opal {

void PreviewTableModel::setPreview(std::vector<std::string> columns,
                                   std::vector<std::vector<std::string>> rows)
{
    beginResetModel();
    m_columns = std::move(columns);
    m_rows = std::move(rows);
    m_mapping = {};
    endResetModel();
}

void PreviewTableModel::setMapping(ColumnMap mapping)
{
    m_mapping = std::move(mapping);
    if (m_columns.empty())
        return;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int PreviewTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PreviewTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString PreviewTableModel::roleText(const std::string& column) const
{
    QStringList roles;
    if (column == m_mapping.user)
        //: What a column of a log is used for
        roles << tr("user");
    if (column == m_mapping.item)
        roles << tr("item");
    if (column == m_mapping.time)
        roles << tr("time");
    if (column == m_mapping.day)
        roles << tr("day");
    return roles.join(QStringLiteral(", "));
}

QVariant PreviewTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<std::size_t>(index.column());
    const bool missing = column >= row.size() || row[column].empty();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (missing)
            return role == Qt::DisplayRole ? missingText() : QString();
        return QString::fromStdString(row[column]);
    case Qt::ForegroundRole:
        if (missing || roleText(m_columns[column]).isEmpty())
            return secondaryTextColor();
        return {};
    case Qt::TextAlignmentRole: {
        bool isNumber = false;
        if (!missing)
            QString::fromStdString(row[column]).toDouble(&isNumber);
        return QVariant::fromValue((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    default:
        return {};
    }
}

QVariant PreviewTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section < 0 || (orientation == Qt::Horizontal && section >= columnCount()))
        return {};
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    const std::string& column = m_columns[static_cast<std::size_t>(section)];
    const QString columnRole = roleText(column);
    switch (role) {
    case Qt::DisplayRole:
        if (columnRole.isEmpty())
            return QString::fromStdString(column);
        //: Name of a column and what it is used for, e.g. "user_id: user"
        return tr("%1: %2").arg(QString::fromStdString(column), columnRole);
    case Qt::TextAlignmentRole:
        return m_rows.empty() ? QVariant() : index(0, section).data(Qt::TextAlignmentRole);
    case Qt::FontRole:
        if (!columnRole.isEmpty()) {
            QFont font;
            font.setWeight(QFont::DemiBold);
            return font;
        }
        return {};
    default:
        return {};
    }
}

} // namespace opal
