// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace opal {

class LiveRun;

/// What a guard of the training has found, as a plain sentence, and one button that does something about it:
/// pauses the run, or offers the parameter to change before it is resumed. Hidden while there is nothing.
class GuardBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GuardBar)

public:
    explicit GuardBar(LiveRun& run, QWidget* parent = nullptr);

    /// `resumable`: the run can be resumed with another parameter.
    void refresh(bool resumable);
    void retranslate();

    /// What a finding asks for: a changeable parameter and the factor that its value should get.
    struct Remedy
    {
        std::string key;
        double factor = 1;
    };

    /// Of the finding that is shown.
    Remedy remedy() const;

Q_SIGNALS:
    void pauseRequested(); ///< then offer the remedy
    void remedyRequested();

private:
    LiveRun& m_run;
    QLabel* m_sentence;
    QLabel* m_detail;
    QPushButton* m_action;
    QToolButton* m_close;
    std::string m_kind; ///< of the finding that is shown; empty: none
    std::int64_t m_dismissed = -1; ///< time of the finding that was closed
    std::int64_t m_shown = -1;
    bool m_resumable = false;
};

} // namespace opal
