// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/whatifbench.h"

#include <algorithm>

#include <QUndoCommand>

namespace opal {

namespace {

constexpr qint64 dayMs = 24 * 60 * 60 * 1000;
constexpr int weightId = 100; ///< plus the interest: turning one wheel is one step
constexpr int epsilonId = 1;
constexpr int noMerge = -1;

} // namespace

/// The question before and after.
class WhatIfBench::Step final : public QUndoCommand
{
public:
    Step(WhatIfBench& bench, ExploreQuery after, const QString& text, int mergeId)
        : QUndoCommand(text)
        , m_bench(bench)
        , m_before(bench.m_query)
        , m_after(std::move(after))
        , m_mergeId(mergeId)
    {
    }

    int id() const override { return m_mergeId; }

    bool mergeWith(const QUndoCommand* other) override
    {
        m_after = static_cast<const Step*>(other)->m_after;
        return true;
    }

    void redo() override { m_bench.apply(m_after); }

    void undo() override { m_bench.apply(m_before); }

private:
    WhatIfBench& m_bench;
    ExploreQuery m_before;
    ExploreQuery m_after;
    int m_mergeId;
};

WhatIfBench::WhatIfBench(QObject* parent)
    : QObject(parent)
{
}

bool WhatIfBench::isChanged() const
{
    return m_query.history || m_query.epsilon || m_query.mergeRule != MergeRule::Maximum
        || std::any_of(m_query.weights.begin(), m_query.weights.end(),
                       [](double weight) { return weight < 1 || weight > 1; });
}

void WhatIfBench::start(const std::string& userId)
{
    const int length = m_query.k;
    m_query = {};
    m_query.userId = userId;
    m_query.k = length;
    m_history.clear();
    m_ownHistory.clear();
    m_editedRow = -1;
    m_undo.clear();
}

void WhatIfBench::open(const ExploreQuery& query, const QString& text)
{
    m_editedRow = -1;
    m_undo.push(new Step(*this, query, text, noMerge));
}

void WhatIfBench::setAnswer(const UserExploration& answer)
{
    m_history.clear();
    for (const HistoryEntry& entry : answer.history)
        m_history.push_back({ entry.itemId, entry.timeMs, entry.day });
    if (!m_query.history)
        m_ownHistory = m_history;
    m_days = answer.dayLabels;
    m_interests = answer.interests.size();
}

bool WhatIfBench::holdsRow(int row) const
{
    return row >= 0 && row < static_cast<int>(m_history.size());
}

std::vector<HistoryItem>& WhatIfBench::historyOf(ExploreQuery& query) const
{
    if (!query.history)
        query.history = m_history;
    return *query.history;
}

void WhatIfBench::push(const QString& text, int mergeId, const std::function<void(ExploreQuery&)>& edit)
{
    ExploreQuery after = m_query;
    edit(after);
    m_undo.push(new Step(*this, std::move(after), text, mergeId));
}

void WhatIfBench::apply(const ExploreQuery& query)
{
    m_query = query;
    // Until the answer is here, rows are those of the question.
    m_history = m_query.history ? *m_query.history : m_ownHistory;
    Q_EMIT changed();
}

void WhatIfBench::drop(int row)
{
    // A history without items is no question.
    if (!holdsRow(row) || m_history.size() < 2)
        return;
    m_editedRow = std::min(row, static_cast<int>(m_history.size()) - 2);
    push(tr("Drop %1").arg(QString::fromStdString(m_history[static_cast<std::size_t>(row)].itemId)), noMerge,
         [&](ExploreQuery& query) {
             auto& history = historyOf(query);
             history.erase(history.begin() + row);
         });
}

void WhatIfBench::add(const std::string& itemId, int row)
{
    HistoryItem item { itemId, 0, {} };
    if (holdsRow(row)) {
        item.timeMs = m_history[static_cast<std::size_t>(row)].timeMs;
        item.day = m_history[static_cast<std::size_t>(row)].day;
    }
    m_editedRow = holdsRow(row) ? row + 1 : 0;
    push(tr("Add %1").arg(QString::fromStdString(itemId)), noMerge, [&](ExploreQuery& query) {
        auto& history = historyOf(query);
        history.insert(history.begin() + m_editedRow, item);
    });
}

void WhatIfBench::move(int row, int by)
{
    const int other = row + by;
    if (!holdsRow(row) || !holdsRow(other) || by == 0)
        return;
    m_editedRow = other;
    push(tr("Move %1").arg(QString::fromStdString(m_history[static_cast<std::size_t>(row)].itemId)), noMerge,
         [&](ExploreQuery& query) {
             auto& history = historyOf(query);
             std::swap(history[static_cast<std::size_t>(row)].itemId,
                       history[static_cast<std::size_t>(other)].itemId);
         });
}

void WhatIfBench::setDay(int row, int day)
{
    if (!holdsRow(row) || day < 0 || day >= static_cast<int>(m_days.size()))
        return;
    HistoryItem item = m_history[static_cast<std::size_t>(row)];
    const auto dayOf = [this](const HistoryItem& each) {
        return static_cast<int>(std::find(m_days.begin(), m_days.end(), each.day) - m_days.begin());
    };
    const int before = dayOf(item);
    if (before == day)
        return;
    if (item.timeMs != 0 && before < static_cast<int>(m_days.size()))
        item.timeMs += (day - before) * dayMs;
    item.day = m_days[static_cast<std::size_t>(day)];
    std::vector<HistoryItem> rest = m_history;
    rest.erase(rest.begin() + row);
    int place = 0;
    for (int other = 0; other < static_cast<int>(rest.size()); ++other)
        if (dayOf(rest[static_cast<std::size_t>(other)]) <= day)
            place = other + 1;
    rest.insert(rest.begin() + place, item);
    m_editedRow = place;
    push(tr("Move %1 to %2").arg(QString::fromStdString(item.itemId), QString::fromStdString(item.day)),
         noMerge, [&](ExploreQuery& query) { query.history = rest; });
}

void WhatIfBench::setWeight(int interest, double weight)
{
    if (interest < 0 || static_cast<std::size_t>(interest) >= m_interests)
        return;
    push(tr("Weigh interest %1").arg(interest + 1), weightId + interest, [&](ExploreQuery& query) {
        query.weights.resize(m_interests, 1.0);
        query.weights[static_cast<std::size_t>(interest)] = weight;
    });
}

void WhatIfBench::setEpsilon(double epsilon)
{
    push(tr("Change epsilon"), epsilonId, [&](ExploreQuery& query) { query.epsilon = epsilon; });
}

void WhatIfBench::setMergeRule(MergeRule rule)
{
    if (rule != m_query.mergeRule)
        push(tr("Change the merge rule"), noMerge, [&](ExploreQuery& query) { query.mergeRule = rule; });
}

void WhatIfBench::setLength(int k)
{
    if (k != m_query.k)
        push(tr("Change the list length"), noMerge, [&](ExploreQuery& query) { query.k = k; });
}

void WhatIfBench::reset()
{
    if (!isChanged())
        return;
    m_editedRow = -1;
    push(tr("Take everything back"), noMerge, [](ExploreQuery& query) {
        ExploreQuery plain;
        plain.userId = query.userId;
        plain.k = query.k;
        query = plain;
    });
}

} // namespace opal
