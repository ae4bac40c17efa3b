// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace opal {

class Dialogs;

/// Two rows of a form: a side table with titles, tags and covers of the items, and the folder of the covers.
class SideTableFields final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SideTableFields)

public:
    /// Adds the rows to `form`; `parent` owns the fields, whose object names begin with `prefix`.
    SideTableFields(Dialogs& dialogs, QFormLayout& form, QWidget* parent, const QString& prefix = {});

    QString sideFile() const; ///< empty: none
    QString coversFolder() const; ///< empty: the folder of the side table
    void clear();
    /// `optional`: the form is of use without a side table.
    void retranslate(bool optional);

Q_SIGNALS:
    void changed();

private:
    Dialogs& m_dialogs;
    QLineEdit* m_side;
    QLineEdit* m_covers;
    QPushButton* m_chooseSide;
    QPushButton* m_chooseCovers;
    QLabel* m_sideLabel;
    QLabel* m_coversLabel;
};

} // namespace opal
