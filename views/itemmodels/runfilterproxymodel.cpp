// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/runfilterproxymodel.h"

#include "core/results/runfields.h"
#include "views/itemmodels/runtablemodel.h"

namespace opal {

RunFilterProxyModel::RunFilterProxyModel(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(RunTableModel::SortRole);
    setDynamicSortFilter(true);
}

void RunFilterProxyModel::setFilterLine(const QString& line)
{
    m_line = line;
    refresh();
}

void RunFilterProxyModel::refresh()
{
    const auto* table = qobject_cast<const RunTableModel*>(sourceModel());
    Q_ASSERT(table);
    auto parsed = Expression::parse(m_line.toStdString(), table->fieldNames());
    if (auto* error = std::get_if<ExpressionError>(&parsed)) {
        m_error = std::move(*error);
        return;
    }
    m_error.reset();
    m_expression = std::get<Expression>(std::move(parsed));
    invalidateFilter();
}

int RunFilterProxyModel::runCount() const
{
    int count = 0;
    for (int row = 0; row < rowCount(); ++row)
        count += sourceRun(row) >= 0 ? 1 : 0;
    return count;
}

int RunFilterProxyModel::sourceRun(int row) const
{
    const QModelIndex source = mapToSource(index(row, 0));
    const auto* table = static_cast<const RunTableModel*>(sourceModel());
    return source.isValid() && !table->isHeading(source.row()) ? source.row() : -1;
}

bool RunFilterProxyModel::fits(int sourceRow) const
{
    const auto* table = static_cast<const RunTableModel*>(sourceModel());
    return m_expression.matches([&](std::string_view field) -> FieldValue {
        if (field.empty())
            return table->searchText(sourceRow).toStdString();
        return runField(table->run(sourceRow), field);
    });
}

bool RunFilterProxyModel::filterAcceptsRow(int sourceRow, const QModelIndex&) const
{
    const auto* table = static_cast<const RunTableModel*>(sourceModel());
    if (!table->isHeading(sourceRow))
        return fits(sourceRow);
    const std::string& group = table->group(sourceRow);
    for (int row = 0; row < static_cast<int>(table->runs().size()); ++row)
        if (table->group(row) == group && fits(row))
            return true;
    return false;
}

bool RunFilterProxyModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto* table = static_cast<const RunTableModel*>(sourceModel());
    const bool descending = sortOrder() == Qt::DescendingOrder;
    if (table->grouping() != RunGrouping::None) {
        // Groups keep their order and their headings stay on top, whichever way the runs are sorted.
        const std::string& leftGroup = table->group(left.row());
        const std::string& rightGroup = table->group(right.row());
        if (leftGroup != rightGroup)
            return (leftGroup < rightGroup) != descending;
        if (table->isHeading(left.row()) != table->isHeading(right.row()))
            return table->isHeading(left.row()) != descending;
    }
    const QVariant leftKey = left.data(RunTableModel::SortRole);
    const QVariant rightKey = right.data(RunTableModel::SortRole);
    if (!leftKey.isValid() || !rightKey.isValid()) {
        if (leftKey.isValid() == rightKey.isValid())
            return false;
        return leftKey.isValid() != descending;
    }
    if (leftKey.typeId() == QMetaType::QString)
        return leftKey.toString().compare(rightKey.toString()) < 0;
    return leftKey.toDouble() < rightKey.toDouble();
}

QString expressionErrorText(const ExpressionError& error)
{
    const QString word = QString::fromStdString(error.word);
    const auto place = [&error](const QString& sentence) {
        //: %1 is the column of a mistake in a filter, %2 what is wrong
        return RunFilterProxyModel::tr("Column %1: %2").arg(error.column).arg(sentence);
    };
    switch (error.kind) {
    case ExpressionError::Kind::UnknownField:
        return place(error.nearest.empty()
                         ? RunFilterProxyModel::tr("there is no field \u201C%1\u201D").arg(word)
                         : RunFilterProxyModel::tr("there is no field \u201C%1\u201D; did you mean "
                                                   "\u201C%2\u201D?")
                               .arg(word, QString::fromStdString(error.nearest)));
    case ExpressionError::Kind::ExpectedValue:
        return place(RunFilterProxyModel::tr("a value must follow \u201C%1\u201D").arg(word));
    case ExpressionError::Kind::ExpectedNumber:
        return place(
            RunFilterProxyModel::tr("\u201C%1\u201D is no number, and only numbers have an order").arg(word));
    case ExpressionError::Kind::UnclosedQuote:
        return place(RunFilterProxyModel::tr("the quotation mark is never closed"));
    case ExpressionError::Kind::UnclosedBracket:
        return place(RunFilterProxyModel::tr("the bracket is never closed"));
    case ExpressionError::Kind::UnexpectedBracket:
        return place(RunFilterProxyModel::tr("this bracket closes nothing"));
    case ExpressionError::Kind::ExpectedCondition:
        break;
    }
    return place(RunFilterProxyModel::tr("a condition such as \u201Cmodel = opal\u201D is missing here"));
}

} // namespace opal
