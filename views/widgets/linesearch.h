// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QCompleter>
#include <QTimer>

#include "views/shell/ask.h"

class QLineEdit;
class QStandardItemModel;

namespace opal {

/// Completes a line with what a job finds, which is asked for when the typing rests.
class LineSearch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LineSearch)

public:
    struct Match
    {
        QString shown;
        QString value;
    };

    using Matches = std::vector<Match>;
    /// The job that looks for what was typed; nothing where there is nothing to look for.
    using Question = std::function<std::optional<Job<Matches>>(const std::string& typed)>;

    /// `line` becomes its parent.
    LineSearch(JobRunner& jobs, QLineEdit& line, QCompleter::CompletionMode mode, Question question);

    /// Forgets the matches and does not wait for an answer any more.
    void reset();

Q_SIGNALS:
    /// The value of a match, or with Enter what was typed; never empty.
    void chosen(const QString& value);

private:
    void ask();
    void drop();
    void choose(const QString& value);
    void show(const Matches& matches);

    QLineEdit& m_line;
    Question m_question;
    Ask<Matches> m_ask;
    QStandardItemModel* m_matches;
    QTimer m_typing;
};

} // namespace opal
