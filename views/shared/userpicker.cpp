// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/userpicker.h"

#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>

#include "core/jobs/jobs.h"
#include "views/widgets/linesearch.h"

namespace opal {

namespace {

constexpr int completionLimit = 50;
constexpr int allUsers = 1'000'000;

LineSearch::Matches userMatches(const std::vector<std::string>& users)
{
    LineSearch::Matches matches;
    for (const std::string& user : users)
        matches.push_back({ QString::fromStdString(user), QString::fromStdString(user) });
    return matches;
}

} // namespace

UserPicker::UserPicker(JobRunner& jobs, RunStore& store, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_askUsers(jobs,
                 { .show = [this](std::vector<std::string> users) { takeUsers(std::move(users)); },
                   .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_label(new QLabel(this))
    , m_line(new QLineEdit(this))
    , m_random(new QPushButton(this))
    , m_property(new QComboBox(this))
    , m_search(new LineSearch(jobs, *m_line, QCompleter::PopupCompletion,
                              [this](const std::string& typed) -> std::optional<Job<LineSearch::Matches>> {
                                  if (m_run.isEmpty())
                                      return std::nullopt;
                                  return then(
                                      makeUserListJob(m_store, m_run.toStdString(), typed, completionLimit),
                                      &userMatches);
                              }))
{
    m_line->setObjectName(QStringLiteral("userLine"));
    m_line->setClearButtonEnabled(true);
    m_line->setMinimumWidth(120);
    m_line->setMaximumWidth(220);
    m_label->setBuddy(m_line);
    m_random->setObjectName(QStringLiteral("randomUser"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_label);
    layout->addWidget(m_line);
    layout->addWidget(m_random);
    layout->addWidget(m_property);
    m_property->setObjectName(QStringLiteral("userProperty"));
    m_property->addItem(QString());
    for (const UserProperty property :
         { UserProperty::Diversity, UserProperty::Drift, UserProperty::Interests, UserProperty::BestHit,
           UserProperty::WorstHit })
        m_property->addItem(QString(), static_cast<int>(property));

    connect(m_search, &LineSearch::chosen, this, &UserPicker::userChosen);
    connect(m_property, &QComboBox::activated, this, [this](int index) {
        if (index == 0)
            return;
        m_propertyAsked = true;
        Q_EMIT propertyChosen(static_cast<UserProperty>(m_property->itemData(index).toInt()));
        m_property->setCurrentIndex(0);
    });
    connect(m_random, &QPushButton::clicked, this, &UserPicker::pickRandom);
    setRun({});
    UserPicker::retranslate();
}

void UserPicker::setRun(const QString& run)
{
    m_run = run;
    m_users.clear();
    // Answers about the run before are not for us any more.
    m_search->reset();
    m_askUsers.drop();
    m_line->setEnabled(!run.isEmpty());
    m_random->setEnabled(!run.isEmpty());
    m_property->setEnabled(!run.isEmpty());
    m_propertyAsked = false;
}

bool UserPicker::takePropertyQuestion()
{
    return std::exchange(m_propertyAsked, false);
}

void UserPicker::setUser(const QString& user)
{
    if (m_line->text() != user)
        m_line->setText(user);
}

void UserPicker::pickRandom()
{
    if (m_run.isEmpty() || m_askUsers.isBusy())
        return;
    if (!m_users.empty()) {
        chooseRandomly();
        return;
    }
    m_askUsers(makeUserListJob(m_store, m_run.toStdString(), {}, allUsers));
}

void UserPicker::chooseRandomly()
{
    const auto position = QRandomGenerator::global()->bounded(static_cast<quint32>(m_users.size()));
    const QString user = QString::fromStdString(m_users[position]);
    setUser(user);
    Q_EMIT userChosen(user);
}

void UserPicker::takeUsers(std::vector<std::string> users)
{
    m_users = std::move(users);
    if (m_users.empty())
        Q_EMIT failed(ErrorCode::NotFound, tr("No user of this data set has items on the held-out day."));
    else
        chooseRandomly();
}

void UserPicker::retranslate()
{
    m_label->setText(tr("&User"));
    m_line->setPlaceholderText(tr("Type an id"));
    m_line->setAccessibleName(tr("User id"));
    m_line->setToolTip(tr("Original id of a user; press Enter to see the user's interests"));
    m_random->setText(tr("Random user"));
    m_random->setAccessibleName(m_random->text());
    m_property->setItemText(0, tr("Find a user"));
    m_property->setItemText(1, tr("Most diverse"));
    m_property->setItemText(2, tr("Most drifting"));
    m_property->setItemText(3, tr("Most interests"));
    m_property->setItemText(4, tr("Best hit"));
    m_property->setItemText(5, tr("Worst hit"));
    m_property->setAccessibleName(tr("Find a user by property"));
    m_property->setToolTip(tr("Show the user who is first by a property. All users are read once a run; the "
                              "page Users lists them."));
    m_random->setToolTip(tr("Choose any user who has items on the held-out day"));
}

} // namespace opal
