// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <vector>

#include <QCompleter>
#include <QTimer>

#include "core/jobs/jobrunner.h"

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

    /// The job that looks for what was typed; null where there is nothing to look for.
    using Question = std::function<std::unique_ptr<Job>(const std::string& typed)>;
    /// What the job's result holds.
    using Answer = std::function<std::vector<Match>(const std::any& result)>;

    /// `line` becomes its parent.
    LineSearch(JobRunner& jobs, QLineEdit& line, QCompleter::CompletionMode mode, Question question,
               Answer answer);

    /// Forgets the matches and does not wait for an answer any more.
    void reset();

Q_SIGNALS:
    /// The value of a match, or with Enter what was typed; never empty.
    void chosen(const QString& value);

private:
    void ask();
    void drop();
    void choose(const QString& value);
    void takeResult(JobId id, const JobOutcome& outcome);

    JobRunner& m_jobs;
    QLineEdit& m_line;
    Question m_question;
    Answer m_answer;
    QStandardItemModel* m_matches;
    QTimer m_typing;
    JobId m_job = 0;
};

} // namespace opal
