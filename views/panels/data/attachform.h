// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/jobs/job.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace opal {

class Dialogs;
class SideTableFields;

/// Asks which side table a finished data set gets titles, tags and covers from, and shows how far attaching
/// them has come. Knows no jobs: the panel runs them.
class AttachForm final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AttachForm)

public:
    explicit AttachForm(Dialogs& dialogs, QWidget* parent = nullptr);

    void open();
    QString sideFile() const;
    QString coversFolder() const;
    void setRunning(bool running);
    void showProgress(const JobProgress& progress);
    void retranslate();

Q_SIGNALS:
    void attachRequested();
    void stopRequested();

private:
    void updateButtons();

    bool m_running = false;
    QLabel* m_heading;
    QLabel* m_note;
    QWidget* m_rows;
    SideTableFields* m_fields;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QPushButton* m_attach;
};

} // namespace opal
