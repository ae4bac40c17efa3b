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
    auto parsed = FieldFilter::parse(m_line.toStdString(), table->fieldNames());
    if (auto* error = std::get_if<ExpressionError>(&parsed)) {
        m_error = std::move(*error);
        return;
    }
    m_error.reset();
    m_filter = std::get<FieldFilter>(std::move(parsed));
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
    return m_filter.matches([&](std::string_view field) -> FieldValue {
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

} // namespace opal
