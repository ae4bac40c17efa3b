// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/base/error.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace opal {

struct PanelContext;

/// A bar at the top of a panel: what happened, what to do, details folded. Hidden until showError().
class ErrorBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ErrorBar)

public:
    explicit ErrorBar(QWidget* parent = nullptr);

    /// `detail` is the English sentence of the error, folded away until asked for.
    void showError(const QString& headline, const QString& advice, const QString& detail);
    /// The same with headline and advice of the code, in the language of the window.
    void showError(const PanelContext& context, ErrorCode code, const QString& detail);
    void clear();
    /// Unfolds the detail, where it is what the person has to know.
    void showDetail();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_headline;
    QLabel* m_advice;
    QLabel* m_detail;
    QPushButton* m_toggle;
    QToolButton* m_close;
};

} // namespace opal
