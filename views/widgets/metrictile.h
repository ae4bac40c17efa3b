// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace opal {

class ElidedLabel;

/// A small card: a name, one number, and what the number belongs to ("test, Fine-tuning, epoch 14").
class MetricTile final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MetricTile)

public:
    explicit MetricTile(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setValue(const QString& value);
    /// Empty hides the line.
    void setNote(const QString& note);
    QString value() const;

private:
    QLabel* m_title;
    QLabel* m_value;
    ElidedLabel* m_note;
};

} // namespace opal
