// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QWidget>

#include "views/shell/ask.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace opal {

class LineSearch;
class RunStore;

/// What users are looked for by.
enum class UserProperty { Diversity, Drift, Interests, BestHit, WorstHit };

/// A line for a user id that completes from the users of a run, and a button that picks any of them.
class UserPicker final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UserPicker)

public:
    UserPicker(JobRunner& jobs, RunStore& store, QWidget* parent = nullptr);

    void setRun(const QString& run);
    void setUser(const QString& user);
    /// Chooses one of the users of the run, each with the same chance.
    void pickRandom();
    void retranslate();
    /// True once after a property was chosen: its first user is to be shown when the properties are known.
    bool takePropertyQuestion();

Q_SIGNALS:
    void userChosen(const QString& user);
    void propertyChosen(opal::UserProperty property);
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void takeUsers(std::vector<std::string> users);
    void chooseRandomly();

    RunStore& m_store;
    Ask<std::vector<std::string>> m_askUsers;
    QLabel* m_label;
    QLineEdit* m_line;
    QPushButton* m_random;
    QComboBox* m_property;
    bool m_propertyAsked = false;
    LineSearch* m_search;
    QString m_run;
    std::vector<std::string> m_users; ///< all of the run, read when a random one is asked for
};

} // namespace opal
