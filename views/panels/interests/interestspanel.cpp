// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/interestspanel.h"

#include <utility>

#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/figures/userfigures.h"
#include "views/panels/interests/attributionview.h"
#include "views/panels/interests/cardcolumn.h"
#include "views/panels/interests/duelview.h"
#include "views/panels/interests/historycolumn.h"
#include "views/panels/interests/interestcases.h"
#include "views/panels/interests/listcolumn.h"
#include "views/panels/interests/usertable.h"
#include "views/panels/interests/whatifbar.h"
#include "views/panels/interests/whatifbench.h"
#include "views/shared/userpicker.h"
#include "views/shell/panelkeys.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"

namespace opal {

InterestsPanel::InterestsPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show = [this](UserExploration answer) { showExploration(std::move(answer)); },
              .failed = [this](ErrorCode code, const QString& detail) { showFailure(code, detail); } })
    , m_askAttribution(
          m_context.jobs,
          { .show =
                [this](std::shared_ptr<const RunAttribution> attribution) {
                    setAttribution(std::move(attribution));
                },
            .failed = [this](ErrorCode code, const QString& detail) { reportError(code, detail); },
            .busyChanged = [this] { m_attributionView->setWaiting(m_askAttribution.isBusy()); } })
{
    setupUi();
    connectSignals();
    connectColumns();
    connectBench();
    connectPages();
    m_list->setInterest(m_context.workspace.interest());
    InterestsPanel::retranslate();
    setRun();
}

QString InterestsPanel::title() const
{
    return tr("Interests");
}

void InterestsPanel::setupUi()
{
    m_picker = new UserPicker(m_context.jobs, m_context.store, this);
    m_bench = new WhatIfBench(this);
    m_cases = new InterestCases(m_context, this);
    m_summary = make<ElidedLabel>(this, "summary", "secondary");
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_pageTabs = makeTabs(this, "lensPages", PageCount, "compact");
    auto* bar = rowOf({ m_picker });
    bar->addSpacing(8);
    bar->addWidget(m_pageTabs);
    bar->addWidget(m_summary, 1);
    m_error = new ErrorBar(this);
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makePages());
    auto* layout = columnOn(this, 12, { 16, 12, 16, 16 });
    layout->addLayout(bar);
    layout->addWidget(m_error);
    layout->addWidget(m_pages, 1);
}

QWidget* InterestsPanel::makePages()
{
    m_lensPage = new QWidget(this);
    m_bar = new WhatIfBar(*m_bench, m_lensPage);
    m_history = new HistoryColumn(m_context, *m_bench, this);
    m_cards = new CardColumn(m_context.theme, this);
    m_list = new ListColumn(m_context.theme, *m_bar, this);
    auto* content = makeSplitter(Qt::Horizontal, this, { m_history, m_cards, m_list });
    content->setStretchFactor(0, 4);
    content->setStretchFactor(1, 2);
    content->setStretchFactor(2, 5);
    content->setSizes({ 395, 220, 435 });
    auto* layout = columnOn(m_lensPage, 12);
    layout->addWidget(m_bar);
    layout->addWidget(content, 1);
    m_duel = new DuelView(m_context, this);
    m_attributionView = new AttributionView(m_context.theme, this);
    m_users = new UserTable(this);
    m_lens = new QStackedWidget(this);
    for (QWidget* page : std::initializer_list<QWidget*> { m_lensPage, m_duel, m_attributionView, m_users })
        m_lens->addWidget(page);
    return m_lens;
}

void InterestsPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, &InterestsPanel::setRun);
    connect(&workspace, &Workspace::userChanged, this, &InterestsPanel::setUser);
    connect(&workspace, &Workspace::itemTextsChanged, this, &InterestsPanel::explore);
    connect(&workspace, &Workspace::itemsChanged, this, &InterestsPanel::selectItems);
    connect(&workspace, &Workspace::interestChanged, this, [this] {
        m_list->setInterest(m_context.workspace.interest());
        selectItems();
        updateHighlight();
    });
    connect(m_picker, &UserPicker::userChosen, this, [this](const QString& user) {
        if (user == m_context.workspace.userId())
            explore();
        else
            m_context.workspace.setUser(user);
    });
    connect(m_picker, &UserPicker::failed, this, &InterestsPanel::reportError);
    connect(m_picker, &UserPicker::propertyChosen, this, [this](UserProperty property) {
        m_users->setProperty(property);
        if (m_attribution && m_picker->takePropertyQuestion())
            m_context.workspace.setUser(m_users->firstUser());
        else
            attribute();
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_missing == Missing::Run)
            m_context.workspace.showPanel(u"runs"_s);
        else
            m_picker->pickRandom();
    });
    connect(&m_context.theme, &Theme::changed, this, [this] { update(); });
}

void InterestsPanel::connectColumns()
{
    Workspace& workspace = m_context.workspace;
    connect(m_history, &HistoryColumn::itemChosen, this, &InterestsPanel::chooseItem);
    connect(m_history, &HistoryColumn::interestHovered, this, &InterestsPanel::setHovered);
    connect(m_list, &ListColumn::itemChosen, this, &InterestsPanel::chooseItem);
    connect(m_list, &ListColumn::interestHovered, this, &InterestsPanel::setHovered);
    connect(m_list, &ListColumn::interestChosen, &workspace, &Workspace::setInterest);
    connect(m_cards, &CardColumn::interestHovered, this, &InterestsPanel::setHovered);
    connect(m_cards, &CardColumn::interestClicked, this, [this, &workspace](int interest) {
        workspace.setInterest(workspace.interest() == interest ? -1 : interest);
        updateHighlight();
    });
    connect(m_cards, &CardColumn::weightChosen, m_bench, &WhatIfBench::setWeight);
}

void InterestsPanel::connectBench()
{
    connect(m_bench, &WhatIfBench::changed, this, [this] {
        m_error->clear();
        explore();
    });
    connect(m_bar, &WhatIfBar::saveRequested, this, [this] {
        if (m_missing == Missing::Nothing)
            m_cases->save(m_bench->query());
    });
    connect(m_bar, &WhatIfBar::removeRequested, m_cases, &InterestCases::remove);
    connect(m_bar, &WhatIfBar::caseChosen, this, &InterestsPanel::openCase);
    connect(m_cases, &InterestCases::changed, m_bar, &WhatIfBar::setCases);
    connect(m_cases, &InterestCases::failed, this, &InterestsPanel::reportError);
    new PanelKeys(
        *m_lensPage, QLatin1String("undo"), { QKeySequence(Qt::CTRL | Qt::Key_Z) },
        PanelKeys::Reach::WithChildren, [] { return tr("Undo the last what-if change"); },
        [this] { m_bench->undoStack().undo(); });
    new PanelKeys(
        *m_lensPage, QLatin1String("redo"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z) },
        PanelKeys::Reach::WithChildren, [] { return tr("Redo the what-if change"); },
        [this] { m_bench->undoStack().redo(); });
}

void InterestsPanel::connectPages()
{
    connect(m_pageTabs, &QTabBar::currentChanged, this, &InterestsPanel::showPage);
    connect(m_users, &UserTable::userChosen, this, [this](const QString& user) {
        m_context.workspace.setUser(user);
        m_pageTabs->setCurrentIndex(LensPage);
    });
    connect(m_attributionView, &AttributionView::interestChosen, &m_context.workspace,
            &Workspace::setInterest);
    connect(m_duel, &DuelView::itemChosen, this, &InterestsPanel::chooseItem);
    connect(m_duel, &DuelView::failed, this, &InterestsPanel::reportError);
}

void InterestsPanel::setRun()
{
    const QString& run = m_context.workspace.runId();
    m_picker->setRun(run);
    m_history->setRun(run);
    m_duel->setRun(run);
    m_attribution.reset();
    m_askAttribution.drop();
    m_attributionView->setResult(nullptr);
    m_users->setResult(nullptr);
    m_cases->setRun(run.toStdString());
    setUser();
    showPage(m_pageTabs->currentIndex());
}

void InterestsPanel::setUser()
{
    m_picker->setUser(m_context.workspace.userId());
    m_users->setUser(m_context.workspace.userId());
    m_error->clear();
    m_baseline = {};
    m_bench->start(m_context.workspace.userId().toStdString());
    const auto pending = std::exchange(m_pendingCase, std::nullopt);
    if (pending && pending->userId == m_context.workspace.userId().toStdString())
        m_bench->open(*pending, tr("Open a case"));
    else
        explore();
}

void InterestsPanel::explore()
{
    m_ask.drop();
    const Workspace& workspace = m_context.workspace;
    if (workspace.runId().isEmpty() || workspace.userId().isEmpty()) {
        showMissing(workspace.runId().isEmpty() ? Missing::Run : Missing::User);
        return;
    }
    const ExploreQuery& query = m_bench->query();
    m_asked = query;
    m_asked.userId = workspace.userId().toStdString();
    RecommendJobRequest request;
    request.run = workspace.runId().toStdString();
    request.userId = workspace.userId().toStdString();
    request.k = query.k;
    request.editedHistory = query.history;
    request.weights = query.weights;
    request.epsilon = query.epsilon;
    request.mergeRule = query.mergeRule;
    m_ask(makeRecommendJob(m_context.store, m_context.paths, std::move(request)));
    // An answer on the screen stays until the next one arrives: no flicker between users.
    if (m_missing != Missing::Nothing)
        showMissing(Missing::Answer);
}

void InterestsPanel::showFailure(ErrorCode code, const QString& detail)
{
    // An edit that cannot be answered (an unknown item) leaves the last answer on the screen.
    if (m_missing != Missing::Nothing || !m_bench->isChanged())
        showMissing(Missing::User);
    reportError(code, detail);
}

void InterestsPanel::showMissing(Missing missing)
{
    m_missing = missing;
    showPage(m_pageTabs->currentIndex());
    updateTexts();
}

void InterestsPanel::showExploration(UserExploration exploration)
{
    m_error->clear();
    m_exploration = std::move(exploration);
    m_answered = m_asked;
    if (!m_bench->isChanged())
        m_baseline = m_exploration;
    m_hovered = -1;
    m_bench->setAnswer(m_exploration);
    m_bar->showAnswer(m_exploration);
    m_duel->setExploration(m_exploration);
    m_history->setExploration(m_exploration);
    m_cards->setExploration(m_exploration);
    m_list->setExploration(m_exploration, m_bench->isChanged() ? m_baseline : UserExploration {},
                           m_bench->query().k);
    showMissing(Missing::Nothing);
    selectItems();
    updateHighlight();
    m_history->selectEdited();
}

void InterestsPanel::chooseItem(const QString& itemId)
{
    m_context.workspace.setItems({ itemId });
}

void InterestsPanel::selectItems()
{
    const QString item = m_context.workspace.itemIds().value(0);
    m_history->selectItem(item);
    m_list->selectItem(item);
}

void InterestsPanel::setHovered(int interest)
{
    if (std::exchange(m_hovered, interest) != interest)
        updateHighlight();
}

void InterestsPanel::updateHighlight()
{
    const int selected = m_context.workspace.interest();
    const int highlighted = m_hovered >= 0 ? m_hovered : selected;
    m_history->setHighlight(highlighted);
    m_cards->setHighlight(highlighted, selected);
    m_list->setHighlight(highlighted);
}

void InterestsPanel::openCase(const InterestCase& chosen)
{
    const QString user = QString::fromStdString(chosen.query.userId);
    if (user == m_context.workspace.userId()) {
        m_bench->open(chosen.query, tr("Open %1").arg(QString::fromStdString(chosen.name)));
        return;
    }
    m_pendingCase = chosen.query;
    m_context.workspace.setUser(user);
}

void InterestsPanel::showPage(int page)
{
    m_lens->setCurrentIndex(page);
    if ((page == AttributionPage || page == UsersPage) && !m_attribution
        && !m_context.workspace.runId().isEmpty())
        attribute();
    // These two are about the run: they do not wait for a user.
    const bool ofRun = page == AttributionPage || page == UsersPage;
    m_pages->setCurrentWidget((ofRun && !m_context.workspace.runId().isEmpty())
                                      || m_missing == Missing::Nothing
                                  ? static_cast<QWidget*>(m_lens)
                                  : m_empty);
    m_duel->setActive(page == DuelPage);
}

void InterestsPanel::attribute()
{
    if (m_askAttribution.isBusy() || m_context.workspace.runId().isEmpty())
        return;
    m_askAttribution(makeAttributionJob(m_context.store, m_context.paths,
                                        m_context.workspace.runId().toStdString(), m_bench->query().k));
}

void InterestsPanel::setAttribution(std::shared_ptr<const RunAttribution> attribution)
{
    m_attribution = std::move(attribution);
    m_attributionView->setResult(m_attribution);
    m_users->setResult(m_attribution);
    if (m_picker->takePropertyQuestion())
        m_context.workspace.setUser(m_users->firstUser());
}

std::vector<FigureRequest> InterestsPanel::figures() const
{
    std::vector<FigureRequest> requests;
    FigureSubject subject;
    subject.runs = { m_context.workspace.runId().toStdString() };
    if (m_missing == Missing::Nothing) {
        const bool spaced = m_history->isSpaced();
        subject = userSubject(subject.runs.front(), m_answered, spaced);
        const auto shown = std::make_shared<const UserFigure>(UserFigure { m_exploration, spaced });
        requests.push_back(figureRequest(u"lens"_s, shown, subject));
        requests.push_back(figureRequest(u"timeline"_s, shown, subject));
    }
    for (FigureRequest& request : m_attributionView->figures())
        requests.push_back(std::move(request));
    return requests;
}

void InterestsPanel::reportError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

void InterestsPanel::retranslate()
{
    m_picker->retranslate();
    m_bar->retranslate();
    m_history->retranslate();
    m_cards->retranslate();
    m_list->retranslate();
    m_duel->retranslate();
    m_attributionView->retranslate();
    m_users->retranslate();
    m_pageTabs->setTabText(LensPage, tr("Lens"));
    m_pageTabs->setTabToolTip(LensPage, tr("History, interests and recall of one user"));
    m_pageTabs->setTabText(DuelPage, tr("Compare runs"));
    m_pageTabs->setTabToolTip(DuelPage, tr("The same user under two runs side by side"));
    m_pageTabs->setTabText(AttributionPage, tr("Attribution"));
    m_pageTabs->setTabToolTip(AttributionPage, tr("Which interest finds what, over all users"));
    m_pageTabs->setTabText(UsersPage, tr("Users"));
    m_pageTabs->setTabToolTip(UsersPage, tr("All users with their properties"));
    m_pageTabs->setAccessibleName(tr("Pages of the interest panel"));
    updateTexts();
}

void InterestsPanel::updateTexts()
{
    switch (m_missing) {
    case Missing::Run:
        m_empty->setTexts(tr("No run is open"),
                          tr("Open a trained run to see what it has learned about its users."),
                          tr("Choose a run"));
        break;
    case Missing::User:
        m_empty->setTexts(
            tr("No user is chosen"),
            tr("Type a user id above, or take any user, to see the history, the interests and what each of "
               "them recommends."),
            tr("Random user"));
        break;
    case Missing::Answer:
        m_empty->setTexts({}, tr("Reading the history and searching the nearest items of each interest."));
        break;
    case Missing::Nothing:
        break;
    }
    m_summary->setFullText({});
    if (m_missing != Missing::Nothing)
        return;

    const QString time
        = QString::number(m_exploration.milliseconds, 'f', m_exploration.milliseconds < 10 ? 1 : 0);
    if (m_exploration.targets == 0)
        //: Time in milliseconds
        m_summary->setFullText(tr("No item on the test day \u00B7 %1 ms").arg(time));
    else
        //: Items of the test day that the merged list finds, all the user watched then, time in milliseconds
        m_summary->setFullText(
            tr("Test day: %1 of %2 items found \u00B7 %3 ms")
                .arg(countText(m_exploration.hits), countText(m_exploration.targets), time));
}

} // namespace opal
