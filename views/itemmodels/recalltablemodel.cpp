// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/recalltablemodel.h"

#include <algorithm>
#include <cstdlib>

#include "views/itemmodels/celltext.h"
#include "views/itemmodels/itemcell.h"
#include "views/widgets/interesttitles.h"

namespace opal {

void RecallTableModel::setList(std::vector<RecallEntry> entries, std::vector<UserExploration::ItemText> texts)
{
    Q_ASSERT(entries.size() == texts.size());
    beginResetModel();
    m_entries = std::move(entries);
    m_texts = std::move(texts);
    m_listed = static_cast<int>(m_entries.size());
    m_difference = {};
    m_hasDifference = false;
    endResetModel();
}

void RecallTableModel::setDifference(ListDifference difference, std::vector<RecallEntry> left,
                                     std::vector<UserExploration::ItemText> leftTexts)
{
    Q_ASSERT(left.size() == leftTexts.size());
    beginResetModel();
    m_entries.resize(static_cast<std::size_t>(m_listed));
    m_texts.resize(m_entries.size());
    m_entries.insert(m_entries.end(), left.begin(), left.end());
    m_texts.insert(m_texts.end(), leftTexts.begin(), leftTexts.end());
    m_difference = std::move(difference);
    m_hasDifference = true;
    endResetModel();
}

int RecallTableModel::rowOf(const QString& itemId) const
{
    const std::string wanted = itemId.toStdString();
    for (std::size_t row = 0; row < m_texts.size(); ++row)
        if (m_texts[row].id == wanted)
            return static_cast<int>(row);
    return -1;
}

const ItemScores* RecallTableModel::scoresOf(int row) const
{
    const auto known = m_scores.find(entry(row).item);
    return known == m_scores.end() ? nullptr : &known->second;
}

QString RecallTableModel::interestText(int interest) const
{
    const auto place = static_cast<std::size_t>(interest);
    return numberedInterest(interest, place < m_names.size() ? m_names[place] : std::string());
}

QString RecallTableModel::scoresText(int row, const QString& separator, bool named) const
{
    const ItemScores* scores = scoresOf(row);
    QStringList parts;
    for (std::size_t j = 0; scores && j < scores->scores.size(); ++j) {
        const QString score = QString::number(static_cast<double>(scores->scores[j]), 'f', 3);
        const QString title = named ? interestText(static_cast<int>(j)) : tr("interest %1").arg(j + 1);
        //: Score of an item under one interest and its place in the list of that interest
        parts << (scores->ranks[j] > 0 ? tr("%1: %2 (place %3)").arg(title, score).arg(scores->ranks[j])
                                       : tr("%1: %2").arg(title, score));
    }
    return parts.join(separator);
}

QString RecallTableModel::detailText(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    const auto& text = m_texts[static_cast<std::size_t>(row)];
    QStringList parts { QString::fromStdString(text.title.empty() ? text.id : text.id + "  " + text.title) };
    if (const QString scores = scoresText(row, QStringLiteral(" \u00B7 "), false); !scores.isEmpty())
        parts << scores;
    if (const ItemScores* scores = scoresOf(row); scores && scores->seen)
        parts << tr("seen before");
    if (entry(row).heldOut)
        parts << tr("held-out hit");
    return parts.join(QStringLiteral(" \u2013 "));
}

QString RecallTableModel::changeText(int row) const
{
    if (!m_hasDifference)
        return {};
    if (isLeft(row))
        //: The item has left the list
        return tr("out");
    const auto before = m_difference.ranksBefore.find(entry(row).item);
    if (before == m_difference.ranksBefore.end())
        //: The item has come into the list
        return tr("in");
    const int up = before->second - (row + 1);
    if (up == 0)
        return QStringLiteral("=");
    return (up > 0 ? QStringLiteral("\u2191") : QStringLiteral("\u2193")) + QString::number(std::abs(up));
}

std::vector<int> RecallTableModel::hitRows() const
{
    std::vector<int> rows;
    for (std::size_t row = 0; row < m_entries.size(); ++row) {
        if (m_entries[row].heldOut && !isLeft(static_cast<int>(row)))
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
            return role == SortRole
                ? QVariant(index.row())
                : QVariant(isLeft(index.row()) ? missingText() : QString::number(index.row() + 1));
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
        case Change:
            return changeText(index.row());
        case HeldOut: {
            if (role == SortRole)
                return entry.heldOut;
            const ItemScores* scores = scoresOf(index.row());
            if (!entry.heldOut && scores && scores->seen)
                //: A recommended item that the user has watched before
                return tr("seen");
            //: A recommended item that the user really watched on the held-out day
            return entry.heldOut ? tr("hit") : QString();
        }
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
            return tr("%1 gave this item its highest score").arg(interestText(entry.interest));
        if (index.column() == Scores)
            return scoresText(index.row(), QStringLiteral("\n"), true);
        if (index.column() == HeldOut && entry.heldOut)
            return tr("The user watched this item on the held-out day");
        if (index.column() == Tags)
            return QString::fromStdString(text.tags);
        if (index.column() == Title)
            return joinedLines({ QString::fromStdString(text.title), QString::fromStdString(text.id),
                                 QString::fromStdString(text.tags),
                                 tr("Score %1").arg(metricOrDash(entry.score)),
                                 scoresText(index.row(), QStringLiteral("\n"), true) });
        return {};
    case Qt::AccessibleTextRole:
        if (index.column() == Interest)
            return interestText(entry.interest);
        if (index.column() == Scores)
            return scoresText(index.row(), QStringLiteral(", "), false);
        if (index.column() == HeldOut)
            return entry.heldOut ? tr("held-out hit") : tr("not held out");
        if (index.column() == Title)
            return joinedLines(
                { index.data(CellTitleRole).toString(), index.data(CellDetailRole).toString() });
        return index.data();
    case InterestRole:
        return entry.interest;
    case HeldOutRole:
        return entry.heldOut && !isLeft(index.row());
    case ScoresRole: {
        const ItemScores* scores = scoresOf(index.row());
        return QVariant::fromValue(scores ? QList<float>(scores->scores.begin(), scores->scores.end())
                                          : QList<float>());
    }
    case ItemIdRole:
        return QString::fromStdString(text.id);
    case CellTitleRole:
        return QString::fromStdString(text.title.empty() ? text.id : text.title);
    case CellDetailRole:
        return joinedDetails({ text.title.empty() ? std::string {} : text.id, text.tags });
    case CellCoverRole:
        return QString::fromStdString(text.cover);
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
    if (role == Qt::ToolTipRole && section == Scores)
        return tr("Score of the item under every interest, one bar each in the interest's colour");
    if (role == Qt::ToolTipRole && section == Change)
        return tr(
            "Places up or down against the user without edits; in: new in the list, out: no longer in it");
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
        return std::any_of(m_texts.begin(), m_texts.end(),
                           [](const auto& text) { return !text.title.empty(); })
            ? tr("Title")
            : tr("Item");
    case Tags:
        return tr("Tags");
    case Interest:
        //: The interest that an item comes from
        return tr("From");
    case Score:
        return tr("Score");
    case Scores:
        return tr("All interests");
    case Change:
        return tr("Change");
    case HeldOut:
        //: Column that marks items the user really watched on the held-out day
        return tr("Hit");
    default:
        return {};
    }
}

} // namespace opal
