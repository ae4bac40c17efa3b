// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPoint>
#include <QPointer>
#include <QStringList>

class QLabel;

namespace opal {

/// What lies under the pointer in a picture of many items: their covers and a text about them. The pointer
/// passes through it; it goes when the pointer leaves what it belongs to.
class HoverCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HoverCard)

public:
    /// Shows `text` beside `at` (global). Covers are paths as the CoverCache takes them, empty for items
    /// without one; with none at all the text is an ordinary tool tip.
    static void show(const QPoint& at, const QStringList& covers, const QString& text, QWidget* owner);
    static void hide();

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    explicit HoverCard(QWidget* owner);
    void fill();

    QStringList m_covers;
    QPoint m_at;
    QWidget* m_pictures;
    QLabel* m_text;
};

} // namespace opal
