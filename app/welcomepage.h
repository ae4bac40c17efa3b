// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace opal {

/// What an empty workspace shows: try the built-in demo, or import a log.
class WelcomePage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WelcomePage)

public:
    explicit WelcomePage(QWidget* parent = nullptr);

Q_SIGNALS:
    void demoRequested();
    void importRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeChoice(QLabel*& heading, QLabel*& text, QPushButton*& button);
    void retranslate();

    QLabel* m_title;
    QLabel* m_sentence;
    QLabel* m_demoHeading;
    QLabel* m_demoText;
    QPushButton* m_demoButton;
    QLabel* m_importHeading;
    QLabel* m_importText;
    QPushButton* m_importButton;
};

} // namespace opal
