// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace opal {

class ActionRegistry;

/// Every action by group with its keys: filter, change, take away, back to the defaults. A conflict is
/// refused and says who holds the keys.
class ShortcutsPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShortcutsPage)

public:
    explicit ShortcutsPage(ActionRegistry& actions, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupUi();
    void retranslate();
    void fill();
    void filter();
    void showSelected();
    void apply();
    QString selectedId() const;

    ActionRegistry& m_actions;
    QLineEdit* m_filter;
    QTreeWidget* m_tree;
    QLabel* m_keysLabel;
    QKeySequenceEdit* m_keys;
    QPushButton* m_set;
    QPushButton* m_clear;
    QPushButton* m_reset;
    QLabel* m_problem;
};

} // namespace opal
