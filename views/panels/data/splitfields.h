// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "core/results/datasetsplit.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace opal {

struct LogCheck;

/// Rows of a form: how a log is cut into training, validation and test, what becomes of repeats, and what
/// that leaves to measure, with a split that suits the log better one click away.
class SplitFields final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SplitFields)

public:
    /// Adds the rows to `form`; `parent` owns the fields.
    SplitFields(QFormLayout& form, QWidget* parent);

    QString split() const; ///< as ImportRequest::split; empty: as the log suggests
    Repeats repeats() const;
    void clear();
    /// What the last try-out of the import counted.
    void setCheck(const LogCheck& check);
    void retranslate();

Q_SIGNALS:
    void changed();

private:
    void takeKind();
    void take(const QString& split);
    void showNumbers();

    QLabel* m_kindLabel;
    QComboBox* m_kind; ///< keys of the table of splits; the first one empty
    QLineEdit* m_argument;
    QLabel* m_help;
    QLabel* m_repeatsLabel;
    QComboBox* m_repeats;
    QLabel* m_numbers;
    QPushButton* m_propose;
    bool m_hasCheck = false;
    bool m_isWhole = false;
    std::int64_t m_validUsers = 0;
    std::int64_t m_testUsers = 0;
    SplitReach m_reach;
    QString m_proposed;
};

} // namespace opal
