#include "views/itemmodels/runfilterproxymodel.h"

#include <cmath>
#include <limits>
#include <optional>

#include <QRegularExpression>

#include "views/itemmodels/celltext.h"
#include "views/itemmodels/runtablemodel.h"

namespace opal {

namespace {

std::optional<double> metricField(const RunRecord& record, const QString& field)
{
    static const std::pair<QString, int> columns[] = {
        { QStringLiteral("recall"), RunTableModel::BestRecall },
        { QStringLiteral("r50"), RunTableModel::TestRecall50 },
        { QStringLiteral("r100"), RunTableModel::TestRecall100 },
        { QStringLiteral("r200"), RunTableModel::TestRecall200 },
        { QStringLiteral("hr50"), RunTableModel::TestHitRate50 },
        { QStringLiteral("hr100"), RunTableModel::TestHitRate100 },
        { QStringLiteral("hr200"), RunTableModel::TestHitRate200 },
    };
    for (const auto& [name, column] : columns) {
        if (name == field)
            return RunTableModel::metric(record, column);
    }
    if (field == u"step")
        return static_cast<double>(record.step);
    if (field == u"epoch") {
        const auto best = record.bestEpoch.find(decisiveStage(record));
        return best == record.bestEpoch.end() ? std::numeric_limits<double>::quiet_NaN()
                                              : static_cast<double>(best->second);
    }
    return std::nullopt;
}

std::optional<QString> textField(const RunRecord& record, const QString& field)
{
    if (field == u"name")
        return QString::fromStdString(record.name);
    if (field == u"id")
        return QString::fromStdString(record.id);
    if (field == u"model")
        return QString::fromStdString(record.model);
    if (field == u"data")
        return QString::fromStdString(record.datasetName);
    if (field == u"state")
        return QLatin1String(runStateName(record.state)) + u' ' + runStateText(record.state);
    if (field == u"note")
        return QString::fromStdString(record.note);
    if (field == u"tag") {
        QString tags;
        for (const std::string& tag : record.tags)
            tags += QString::fromStdString(tag) + u'\n';
        return tags;
    }
    const auto param = record.params.find(field.toStdString());
    if (param != record.params.end())
        return QString::fromStdString(param->second);
    return std::nullopt;
}

bool compare(double value, const QString& op, double wanted)
{
    if (std::isnan(value))
        return false;
    if (op == u"=" || op == u":")
        return value == wanted;
    if (op == u"!=")
        return value != wanted;
    if (op == u">")
        return value > wanted;
    if (op == u">=")
        return value >= wanted;
    return op == u"<" ? value < wanted : value <= wanted;
}

} // namespace

RunFilterProxyModel::RunFilterProxyModel(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(RunTableModel::SortRole);
    setDynamicSortFilter(true);
}

void RunFilterProxyModel::setFilterLine(const QString& line)
{
    static const QRegularExpression pattern(
        QStringLiteral("^([A-Za-z_][A-Za-z0-9_]*)(:|!=|>=|<=|=|>|<)(.+)$"));
    m_line = line;
    m_terms.clear();
    const QStringList words
        = line.toLower().split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        Term term;
        term.word = word;
        const QRegularExpressionMatch match = pattern.match(word);
        if (match.hasMatch()) {
            term.field = match.captured(1);
            term.op = match.captured(2);
            term.value = match.captured(3);
            term.number = term.value.toDouble(&term.isNumber);
        }
        m_terms.push_back(term);
    }
    invalidateFilter();
}

bool RunFilterProxyModel::matches(const Term& term, const RunRecord& record, const QString& searchText) const
{
    if (term.field.isEmpty())
        return searchText.contains(term.word);
    if (term.field == u"is") {
        if (term.value == u"star" || term.value == u"starred")
            return record.star;
        return term.value == u"archived" && record.archived;
    }
    if (const auto value = metricField(record, term.field))
        return term.isNumber && compare(*value, term.op, term.number);
    const auto text = textField(record, term.field);
    if (!text)
        return false;
    if (term.op == u":")
        return text->toLower().contains(term.value);
    bool isNumber = false;
    const double number = text->toDouble(&isNumber);
    if (isNumber && term.isNumber)
        return compare(number, term.op, term.number);
    if (term.op == u"=")
        return text->toLower() == term.value;
    return term.op == u"!=" && text->toLower() != term.value;
}

bool RunFilterProxyModel::filterAcceptsRow(int sourceRow, const QModelIndex&) const
{
    const auto* table = qobject_cast<const RunTableModel*>(sourceModel());
    Q_ASSERT(table);
    for (const Term& term : m_terms) {
        if (!matches(term, table->run(sourceRow), table->searchText(sourceRow)))
            return false;
    }
    return true;
}

bool RunFilterProxyModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const QVariant leftKey = left.data(RunTableModel::SortRole);
    const QVariant rightKey = right.data(RunTableModel::SortRole);
    if (!leftKey.isValid() || !rightKey.isValid()) {
        const bool descending = sortOrder() == Qt::DescendingOrder;
        if (leftKey.isValid() == rightKey.isValid())
            return false;
        return leftKey.isValid() != descending;
    }
    if (leftKey.typeId() == QMetaType::QString)
        return leftKey.toString().compare(rightKey.toString()) < 0;
    return leftKey.toDouble() < rightKey.toDouble();
}

} // namespace opal
