// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace opal {

/// What a panel shows while it has nothing to show: one sentence and the button that fills it.
class EmptyState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)

public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// An empty `action` hides the button; an empty `title` the heading.
    void setTexts(const QString& title, const QString& sentence, const QString& action = {});

Q_SIGNALS:
    void actionTriggered();

private:
    QLabel* m_title;
    QLabel* m_sentence;
    QPushButton* m_button;
};

} // namespace opal
