// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/comparisontablemodel.h"

#include <QFont>

#include "views/itemmodels/celltext.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

QString oneDecimal(double value)
{
    return QString::number(value, 'f', 1);
}

/// "+1 234 (+12.0 %)"
QString differenceText(double first, double second, const QString& amount)
{
    if (first == second)
        return QStringLiteral("=");
    const QString sign = second > first ? QStringLiteral("+") : QString(QChar(0x2212));
    if (first == 0)
        return sign + amount;
    const double percent = std::abs(second - first) / std::abs(first) * 100;
    return QStringLiteral("%1%2 (%1%3 %)").arg(sign, amount, oneDecimal(percent));
}

} // namespace

void ComparisonTableModel::setProfiles(std::shared_ptr<const DatasetProfile> first,
                                       std::shared_ptr<const DatasetProfile> second)
{
    m_first = std::move(first);
    m_second = std::move(second);
    retranslate();
}

void ComparisonTableModel::retranslate()
{
    beginResetModel();
    m_rows.clear();
    if (m_first && m_second)
        fill();
    endResetModel();
}

void ComparisonTableModel::addCount(const QString& fact, std::int64_t first, std::int64_t second)
{
    m_rows.push_back({ { fact, countText(first), countText(second),
                         differenceText(static_cast<double>(first), static_cast<double>(second),
                                        countText(std::abs(second - first))) },
                       first != second });
}

void ComparisonTableModel::addNumber(const QString& fact, double first, double second,
                                     QString (*text)(double))
{
    m_rows.push_back(
        { { fact, text(first), text(second), differenceText(first, second, text(std::abs(second - first))) },
          first != second });
}

void ComparisonTableModel::addText(const QString& fact, const std::string& first, const std::string& second)
{
    const auto shown
        = [](const std::string& text) { return text.empty() ? missingText() : QString::fromStdString(text); };
    m_rows.push_back(
        { { fact, shown(first), shown(second), first == second ? QStringLiteral("=") : tr("differs") },
          first != second });
}

void ComparisonTableModel::fill()
{
    const DatasetSummary& a = m_first->summary;
    const DatasetSummary& b = m_second->summary;
    addCount(tr("Users"), a.users, b.users);
    addCount(tr("Items"), a.items, b.items);
    addCount(tr("Interactions"), a.interactions, b.interactions);
    addNumber(tr("Density"), a.density, b.density, &percentText);
    addCount(tr("Days"), a.days, b.days);
    addNumber(tr("Training interactions a user, mean"), m_first->meanHistory, m_second->meanHistory,
              &oneDecimal);
    addCount(tr("Training interactions a user, median"), m_first->medianHistory, m_second->medianHistory);
    addCount(tr("Users to train on"), a.trainUsers, b.trainUsers);
    addCount(tr("Users to validate"), a.validUsers, b.validUsers);
    addCount(tr("Users to test"), a.testUsers, b.testUsers);
    addNumber(tr("Interactions on the most popular 1 % of the items"), m_first->topShare, m_second->topShare,
              &percentText);
    addCount(tr("Held-out interactions with unseen items"), m_first->leaks.unseenTargets,
             m_second->leaks.unseenTargets);
    addCount(tr("Leaks"), a.leaks, b.leaks);
    addText(tr("Training until"), a.trainUntil, b.trainUntil);
    addText(tr("Validation"), a.validDay, b.validDay);
    addText(tr("Test"), a.testDay, b.testDay);
    addText(tr("Positive rule"), a.positiveRule, b.positiveRule);
    addText(tr("Format"), a.preset, b.preset);
    addText(tr("Fingerprint"), a.hash, b.hash);
}

int ComparisonTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ComparisonTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return row.texts[index.column()];
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == Fact ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        return index.column() == Difference && !row.differs ? QVariant(secondaryTextColor()) : QVariant();
    default:
        return {};
    }
}

QVariant ComparisonTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Fact ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Fact:
        return tr("Fact");
    case First:
        return m_first ? QString::fromStdString(m_first->summary.name) : QString();
    case Second:
        return m_second ? QString::fromStdString(m_second->summary.name) : QString();
    default:
        return tr("Difference");
    }
}

} // namespace opal
