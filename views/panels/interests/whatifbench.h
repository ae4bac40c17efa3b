// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>
#include <QUndoStack>

#include "core/results/recalllist.h"

namespace opal {

/// The changed copy of a user: every edit is one step of an undo stack. Lives in the GUI thread.
class WhatIfBench final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WhatIfBench)

public:
    explicit WhatIfBench(QObject* parent = nullptr);

    const ExploreQuery& query() const { return m_query; }

    QUndoStack& undoStack() { return m_undo; }

    /// True if the question differs from the user as he is.
    bool isChanged() const;

    /// Another user as he is, with the length of the lists that is set; forgets the steps.
    void start(const std::string& userId);
    /// A whole question, e.g. a saved case; one step if it is about the same user.
    void open(const ExploreQuery& query, const QString& text);
    /// What the edits of rows refer to: the history of the last answer, and how many interests there are.
    void setAnswer(const UserExploration& answer);

    void drop(int row);
    /// Adds an item behind `row` (-1: at the beginning) on that row's day.
    void add(const std::string& itemId, int row);
    /// Exchanges the item with its neighbour; the days of the places stay.
    void move(int row, int by);
    /// Gives the item another day of the data set and puts it behind the last item that is not later.
    void setDay(int row, int day);
    void setWeight(int interest, double weight);
    void setEpsilon(double epsilon);
    void setMergeRule(MergeRule rule);
    void setLength(int k);
    /// Takes everything back, as one step.
    void reset();

    /// Row of the history that the last edit was about; -1 if none.
    int editedRow() const { return m_editedRow; }

Q_SIGNALS:
    void changed();

private:
    class Step;

    void push(const QString& text, int mergeId, const std::function<void(ExploreQuery&)>& edit);
    void apply(const ExploreQuery& query);
    std::vector<HistoryItem>& historyOf(ExploreQuery& query) const;
    bool holdsRow(int row) const;

    ExploreQuery m_query;
    std::vector<HistoryItem> m_history; ///< of the question
    std::vector<HistoryItem> m_ownHistory; ///< the user's own, from the last answer without edits
    std::vector<std::string> m_days;
    std::size_t m_interests = 0;
    int m_editedRow = -1;
    QUndoStack m_undo;
};

} // namespace opal
