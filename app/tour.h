// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace opal {

class Theme;

/// Five steps from what a run has learnt to how well it does: a card at the foot of the window says what a
/// place is for while an outline shows it. Nothing is blocked meanwhile; Esc or the button ends it.
class Tour final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Tour)

public:
    /// `showPanel` brings the panel of a step to the front.
    Tour(const Theme& theme, std::function<void(const QString&)> showPanel, QWidget* window);
    ~Tour() override;

    void start();

    int step() const { return m_step; } ///< 0-based

    static int stepCount();

Q_SIGNALS:
    void finished(); ///< to the end or skipped

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showStep(int step);
    void retranslate();
    void place();
    void end();

    std::function<void(const QString&)> m_showPanel;
    QWidget* m_window;
    QWidget* m_outline;
    QPointer<QWidget> m_target;
    int m_step = 0;
    QLabel* m_count;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_skip;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace opal
