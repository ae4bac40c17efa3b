// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "core/results/attribution.h"
#include "views/shared/userpicker.h"

class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace opal {

class ElidedLabel;
class UserPropertyModel;

/// All users of the test day with their properties, sorted by any of them; Enter or a double click opens one
/// in the lens.
class UserTable final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UserTable)

public:
    explicit UserTable(QWidget* parent = nullptr);

    /// Null: not known yet.
    void setResult(std::shared_ptr<const RunAttribution> result);
    /// Sorts by the property, the user it stands for first.
    void setProperty(UserProperty property);
    /// Marks the user who is shown.
    void setUser(const QString& user);
    /// Empty while nothing is known.
    QString firstUser() const;
    void retranslate();

Q_SIGNALS:
    void userChosen(const QString& user);

private:
    void updateNote();

    UserPropertyModel* m_model;
    QSortFilterProxyModel* m_sorted;
    ElidedLabel* m_note;
    QTableView* m_table;
    QString m_user;
};

} // namespace opal
