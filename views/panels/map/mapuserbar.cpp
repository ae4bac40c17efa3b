// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mapuserbar.h"

#include <utility>

#include <QCheckBox>

#include "core/jobs/jobs.h"
#include "views/shared/userpicker.h"
#include "views/shell/workspace.h"
#include "views/widgets/make.h"

namespace opal {

MapUserBar::MapUserBar(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show =
                  [this](UserExploration user) {
                      m_overlay.user = std::make_shared<const UserExploration>(std::move(user));
                      rebuild();
                  },
              .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); } })
    , m_picker(new UserPicker(m_context.jobs, m_context.store, this))
    , m_history(make<QCheckBox>(this, "showHistory"))
    , m_recall(make<QCheckBox>(this, "showRecall"))
{
    setLayout(rowOf({ m_picker, m_history, m_recall }));
    for (QCheckBox* box : { m_history, m_recall }) {
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &MapUserBar::rebuild);
    }
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::userChanged, this, &MapUserBar::setUser);
    connect(&workspace, &Workspace::interestChanged, this, &MapUserBar::rebuild);
    connect(m_picker, &UserPicker::userChosen, &workspace, &Workspace::setUser);
    connect(m_picker, &UserPicker::failed, this, &MapUserBar::failed);
}

void MapUserBar::setRun(const QString& run)
{
    m_run = run;
    m_picker->setRun(run);
    setUser();
}

void MapUserBar::setUser()
{
    const QString user = m_context.workspace.userId();
    m_picker->setUser(user);
    m_ask.drop();
    m_overlay.user.reset();
    if (!m_run.isEmpty() && !user.isEmpty()) {
        RecommendJobRequest wanted;
        wanted.run = m_run.toStdString();
        wanted.userId = user.toStdString();
        m_ask(makeRecommendJob(m_context.store, m_context.paths, wanted));
    }
    rebuild();
}

void MapUserBar::rebuild()
{
    m_overlay.history = m_history->isChecked();
    m_overlay.recall = m_recall->isChecked();
    m_overlay.interest = m_context.workspace.interest();
    m_history->setEnabled(m_overlay.user != nullptr);
    m_recall->setEnabled(m_overlay.user != nullptr);
    Q_EMIT changed();
}

void MapUserBar::retranslate()
{
    m_picker->retranslate();
    m_history->setText(tr("History"));
    m_history->setToolTip(tr("Diamonds: what the selected user has watched"));
    m_recall->setText(tr("Recall"));
    m_recall->setToolTip(
        tr("Rings in the colour of the interest: the recommended items, of all interests or of the "
           "selected one"));
}

} // namespace opal
