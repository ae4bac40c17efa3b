// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/previewtablemodel.h"

#include <QBrush>
#include <QCoreApplication>
#include <QFont>

#include "views/itemmodels/celltext.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr float roleTint = 0.16F;
constexpr float rejectedTint = 0.12F;
constexpr float faultTint = 0.40F;

QBrush tinted(QColor color, float alpha)
{
    color.setAlphaF(alpha);
    return color;
}

bool isNumber(const std::string& text)
{
    bool isOne = false;
    QString::fromStdString(text).toDouble(&isOne);
    return isOne;
}

} // namespace

void PreviewTableModel::setCheck(LogCheck check)
{
    beginResetModel();
    m_check = std::move(check);
    endResetModel();
}

void PreviewTableModel::setColors(const ThemeTokens& tokens)
{
    m_bad = tokens.bad;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const std::vector<ColumnRole>& PreviewTableModel::roles()
{
    static const std::vector<ColumnRole> table { UserRole, ItemRole, TimeRole, DayRole, SignalRole };
    return table;
}

QColor PreviewTableModel::roleColor(ColumnRole role)
{
    switch (role) {
    case UserRole:
        return Theme::categoryColor(0);
    case ItemRole:
        return Theme::categoryColor(1);
    case TimeRole:
    case DayRole:
        return Theme::categoryColor(2);
    default:
        return Theme::categoryColor(3);
    }
}

QString PreviewTableModel::roleText(ColumnRole role)
{
    switch (role) {
    case UserRole:
        //: What a column of a log is used for
        return tr("user");
    case ItemRole:
        return tr("item");
    case TimeRole:
        return tr("time");
    case DayRole:
        return tr("day");
    case SignalRole:
        return tr("signal");
    case NoRole:
        break;
    }
    return {};
}

int PreviewTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_check.rows.size());
}

int PreviewTableModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid() || m_check.columns.empty())
        return 0;
    return FirstField + static_cast<int>(m_check.columns.size());
}

QString PreviewTableModel::rolesText(std::size_t column) const
{
    QStringList texts;
    for (const ColumnRole role : roles()) {
        if ((m_check.roles[column] & role) != 0)
            texts << roleText(role);
    }
    return texts.join(QStringLiteral(", "));
}

QString PreviewTableModel::verdictText(const RowVerdict& verdict) const
{
    if (!m_check.problem.empty())
        return {}; // nothing was judged
    if (verdict.isRejected)
        //: A row of a log that is not taken, and why
        return tr("rejected: %1").arg(QCoreApplication::translate("Rejects", verdict.reason.c_str()));
    return verdict.isPositive ? tr("positive") : tr("not positive");
}

QVariant PreviewTableModel::background(const RowVerdict& verdict, int column) const
{
    const int field = column - FirstField;
    if (verdict.isRejected) {
        const bool atFault = field >= 0 && field == verdict.column;
        return tinted(m_bad, atFault ? faultTint : rejectedTint);
    }
    if (field < 0)
        return {};
    for (const ColumnRole role : roles()) {
        if ((m_check.roles[static_cast<std::size_t>(field)] & role) != 0)
            return tinted(roleColor(role), roleTint);
    }
    return {};
}

QVariant PreviewTableModel::field(int row, int column, int role) const
{
    const auto& fields = m_check.rows[static_cast<std::size_t>(row)];
    const auto at = static_cast<std::size_t>(column);
    const bool missing = at >= fields.size() || fields[at].empty();
    if (role == Qt::DisplayRole)
        return missing ? missingText() : QString::fromStdString(fields[at]).simplified();
    if (role == Qt::ForegroundRole)
        return missing || m_check.roles[at] == NoRole ? QVariant(secondaryTextColor()) : QVariant();
    return QVariant::fromValue((!missing && isNumber(fields[at]) ? Qt::AlignRight : Qt::AlignLeft)
                               | Qt::AlignVCenter);
}

QVariant PreviewTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RowVerdict& verdict = m_check.verdicts[static_cast<std::size_t>(index.row())];
    if (role == Qt::BackgroundRole)
        return background(verdict, index.column());
    if (role == Qt::ToolTipRole)
        return verdict.isRejected ? tr("Line %1, %2").arg(countText(verdict.line), verdictText(verdict))
                                  : QString();
    if (role != Qt::DisplayRole && role != Qt::ForegroundRole && role != Qt::TextAlignmentRole)
        return {};
    if (index.column() >= FirstField)
        return field(index.row(), index.column() - FirstField, role);
    if (role == Qt::DisplayRole)
        return index.column() == Line ? countText(verdict.line) : verdictText(verdict);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((index.column() == Line ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    if (index.column() == Verdict && verdict.isRejected)
        return m_bad;
    return index.column() == Line || !verdict.isPositive ? QVariant(secondaryTextColor()) : QVariant();
}

QVariant PreviewTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const int column = section - FirstField;
    const QString roles = column < 0 ? QString() : rolesText(static_cast<std::size_t>(column));
    switch (role) {
    case Qt::DisplayRole: {
        if (section == Line)
            return tr("Line");
        if (section == Verdict)
            return tr("Taken as");
        const QString name = QString::fromStdString(m_check.columns[static_cast<std::size_t>(column)]);
        //: Name of a column and what it is used for, e.g. "user_id: user"
        return roles.isEmpty() ? name : tr("%1: %2").arg(name, roles);
    }
    case Qt::TextAlignmentRole:
        return m_check.rows.empty() ? QVariant() : index(0, section).data(Qt::TextAlignmentRole);
    case Qt::FontRole:
        if (!roles.isEmpty()) {
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
