// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/results/runrecord.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace opal {

class ElidedLabel;

/// One run in words and numbers: what it differs in from the defaults, its best epochs, its test metrics and
/// its note.
class RunDetails final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunDetails)

public:
    explicit RunDetails(QWidget* parent = nullptr);

    void setRun(std::optional<RunRecord> run);
    void retranslate();

Q_SIGNALS:
    void openRequested();
    void noteWritten(const QString& note); ///< a new note, Markdown
    void resumeRequested();

protected:
private:
    void setupNote(QWidget* content);
    void startNote();
    void endNote(bool keep);
    QString paramsHtml() const;
    QString stagesHtml() const;
    QString testHtml() const;

    std::optional<RunRecord> m_run;
    QLabel* m_name = nullptr;
    ElidedLabel* m_facts = nullptr;
    QLabel* m_error = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_resume = nullptr;
    QLabel* m_paramsHeading = nullptr;
    QLabel* m_params = nullptr;
    QLabel* m_stagesHeading = nullptr;
    QLabel* m_stages = nullptr;
    QLabel* m_testHeading = nullptr;
    QLabel* m_test = nullptr;
    QLabel* m_noteHeading = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_editNote = nullptr;
    QPlainTextEdit* m_noteEditor = nullptr;
    QPushButton* m_saveNote = nullptr;
    QPushButton* m_cancelNote = nullptr;
    QLabel* m_imported = nullptr;
};

} // namespace opal
