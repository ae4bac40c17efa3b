// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QFrame>

#include "core/jobs/oneagainstseveral.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace opal {

/// Makes the figure of one interest against several: a job finds or trains the runs and chooses the user,
/// then the file is written. Tells how far it is, and at the end whom the figure shows and where it lies.
/// Hidden while there is nothing to tell.
class OneAgainstSeveralBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneAgainstSeveralBar)

public:
    explicit OneAgainstSeveralBar(const PanelContext& context, QWidget* parent = nullptr);

    /// One at a time; `file` ends in .pdf, .svg or .png.
    void start(const OneAgainstSeveralRequest& request, const QString& file);

    bool isBusy() const { return m_ask.isBusy() || m_writing; }

    void retranslate();

Q_SIGNALS:
    void busyChanged();
    void made(const std::shared_ptr<const opal::OneAgainstSeveral>& found);
    void written(const QString& file);
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void setupUi();
    void takeProgress(const JobProgress& progress);
    void takeFound(std::shared_ptr<const OneAgainstSeveral> found);
    void giveUp();
    void write();
    void endWriting();
    void showTexts();

    const PanelContext& m_context;
    Ask<std::shared_ptr<const OneAgainstSeveral>> m_ask;
    bool m_writing = false;
    JobProgress m_progress; ///< of the job
    QString m_file;
    std::shared_ptr<const OneAgainstSeveral> m_found; ///< what the file shows
    QLabel* m_text;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
    QPushButton* m_showFolder;
    QToolButton* m_close;
};

} // namespace opal
