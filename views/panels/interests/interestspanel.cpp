// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/interestspanel.h"

#include <algorithm>
#include <utility>

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/attributionview.h"
#include "views/panels/interests/duelview.h"
#include "views/panels/interests/historyeditor.h"
#include "views/panels/interests/interestcard.h"
#include "views/panels/interests/interestdelegate.h"
#include "views/panels/interests/usertable.h"
#include "views/panels/interests/weightrow.h"
#include "views/panels/interests/whatifbar.h"
#include "views/panels/interests/whatifbench.h"
#include "views/shared/userpicker.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/covercache.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int spacing = 8;
constexpr int outerMargin = 16;

QLabel* makeHeading(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("heading"));
    return label;
}

ElidedLabel* makeNote(QWidget* parent)
{
    auto* label = new ElidedLabel(parent);
    label->setProperty("role", QStringLiteral("secondary"));
    return label;
}

QVBoxLayout* makeColumn(QWidget* column)
{
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(spacing, 0, spacing, 0);
    layout->setSpacing(4);
    return layout;
}

} // namespace

InterestsPanel::InterestsPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show = [this](UserExploration answer) { showExploration(std::move(answer)); },
              .failed = [this](ErrorCode code, const QString& detail) { takeFailure(code, detail); } })
    , m_askAttribution(
          m_context.jobs,
          { .show =
                [this](std::shared_ptr<const RunAttribution> attribution) {
                    takeAttribution(std::move(attribution));
                },
            .failed
            = [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); },
            .busyChanged = [this] { m_attributionView->setWaiting(m_askAttribution.isBusy()); } })
{
    setupUi();
    connectSignals();
    InterestsPanel::retranslate();
    takeRun();
}

QString InterestsPanel::title() const
{
    return tr("Interests");
}

void InterestsPanel::setupUi()
{
    m_picker = new UserPicker(m_context.jobs, m_context.store, this);
    m_bench = new WhatIfBench(this);
    m_summary = makeNote(this);
    m_summary->setObjectName(QStringLiteral("summary"));
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    m_pageTabs = new QTabBar(this);
    m_pageTabs->setObjectName(QStringLiteral("lensPages"));
    m_pageTabs->setProperty("role", QStringLiteral("compact"));
    m_pageTabs->setDrawBase(false);
    m_pageTabs->setExpanding(false);
    for (int page = LensPage; page <= UsersPage; ++page)
        m_pageTabs->addTab(QString());

    auto* bar = new QHBoxLayout;
    bar->setSpacing(spacing);
    bar->addWidget(m_picker);
    bar->addSpacing(spacing);
    bar->addWidget(m_pageTabs);
    bar->addWidget(m_summary, 1);

    m_error = new ErrorBar(this);
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makePages());

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(outerMargin, 12, outerMargin, outerMargin);
    layout->setSpacing(12);
    layout->addLayout(bar);
    layout->addWidget(m_error);
    layout->addWidget(m_pages, 1);
}

QWidget* InterestsPanel::makePages()
{
    m_lensPage = new QWidget(this);
    m_bar = new WhatIfBar(*m_bench, m_lensPage);
    m_content = new QSplitter(Qt::Horizontal, this);
    m_content->setChildrenCollapsible(false);
    m_content->setHandleWidth(1);
    m_content->addWidget(makeHistoryColumn());
    m_content->addWidget(makeCardColumn());
    m_content->addWidget(makeListColumn());
    m_content->setStretchFactor(0, 4);
    m_content->setStretchFactor(1, 2);
    m_content->setStretchFactor(2, 5);
    m_content->setSizes({ 395, 220, 435 });
    auto* layout = new QVBoxLayout(m_lensPage);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_bar);
    layout->addWidget(m_content, 1);
    m_duel = new DuelView(m_context, this);
    m_attributionView = new AttributionView(m_context.theme, this);
    m_users = new UserTable(this);
    m_lens = new QStackedWidget(this);
    m_lens->addWidget(m_lensPage);
    m_lens->addWidget(m_duel);
    m_lens->addWidget(m_attributionView);
    m_lens->addWidget(m_users);
    return m_lens;
}

QWidget* InterestsPanel::makeHistoryColumn()
{
    auto* column = new QWidget(this);
    auto* layout = makeColumn(column);
    layout->setContentsMargins(0, 0, spacing, 0);
    m_historyHeading = makeHeading(column);
    m_historyNote = makeNote(column);
    m_historyModel = new HistoryTableModel(this);
    m_history = new QTableView(column);
    m_history->setObjectName(QStringLiteral("history"));
    m_history->setModel(m_historyModel);
    setupTable(*m_history);
    m_history->setMouseTracking(true);
    m_history->viewport()->installEventFilter(this);
    m_history->setMinimumWidth(200);
    m_historyDelegate = new InterestDelegate(m_context.theme, HistoryTableModel::CategoryRole, this);
    m_historyDelegate->setWeightsColumn(HistoryTableModel::Weights, HistoryTableModel::WeightsRole);
    m_historyDelegate->setItemColumn(HistoryTableModel::Title);
    m_history->setItemDelegate(m_historyDelegate);
    followCovers(*m_history);
    m_history->setColumnHidden(HistoryTableModel::Item, true); // among the details of the title
    QHeaderView* header = m_history->horizontalHeader();
    header->resizeSection(HistoryTableModel::Day, dayWidth);
    header->setSectionResizeMode(HistoryTableModel::Title, QHeaderView::Stretch);
    header->resizeSection(HistoryTableModel::Weights, weightsWidth);
    m_spaced = new QCheckBox(column);
    m_spaced->setObjectName(QStringLiteral("spaceByTime"));
    connect(m_spaced, &QCheckBox::toggled, this, &InterestsPanel::spaceHistory);
    auto* heading = new QHBoxLayout;
    heading->addWidget(m_historyHeading, 1);
    heading->addWidget(m_spaced);
    layout->addLayout(heading);
    layout->addWidget(m_historyNote);
    layout->addSpacing(4);
    layout->addWidget(m_history, 1);
    m_editor = new HistoryEditor(*m_bench, m_context.jobs, m_context.store, m_context.paths, column);
    layout->addWidget(m_editor);
    return column;
}

QWidget* InterestsPanel::makeCardColumn()
{
    auto* column = new QWidget(this);
    auto* layout = makeColumn(column);
    m_cardsHeading = makeHeading(column);
    m_cardsNote = makeNote(column);
    auto* scroll = new QScrollArea(column);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(170);
    auto* cards = new QWidget(scroll);
    m_cardLayout = new QVBoxLayout(cards);
    m_cardLayout->setContentsMargins(0, 0, 0, 0);
    m_cardLayout->setSpacing(spacing);
    m_cardLayout->addStretch();
    scroll->setWidget(cards);
    // The page shows through between the cards.
    cards->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    layout->addWidget(m_cardsHeading);
    layout->addWidget(m_cardsNote);
    layout->addSpacing(4);
    layout->addWidget(scroll, 1);
    return column;
}

QWidget* InterestsPanel::makeListColumn()
{
    auto* column = new QWidget(this);
    auto* layout = makeColumn(column);
    layout->setContentsMargins(spacing, 0, 0, 0);
    m_listHeading = makeHeading(column);
    m_listNote = makeNote(column);
    m_tabs = new QTabBar(column);
    m_tabs->setObjectName(QStringLiteral("listTabs"));
    m_tabs->setProperty("role", QStringLiteral("compact"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_listModel = new RecallTableModel(this);
    m_list = new QTableView(column);
    m_list->setObjectName(QStringLiteral("recall"));
    m_list->setModel(m_listModel);
    setupTable(*m_list);
    m_list->setMouseTracking(true);
    m_list->viewport()->installEventFilter(this);
    m_list->setMinimumWidth(240);
    m_listDelegate = new InterestDelegate(m_context.theme, RecallTableModel::InterestRole, this);
    m_listDelegate->setChipColumn(RecallTableModel::Interest);
    m_listDelegate->setScoresColumn(RecallTableModel::Scores, RecallTableModel::ScoresRole);
    m_listDelegate->setGoodColumn(RecallTableModel::HeldOut);
    m_listDelegate->setItemColumn(RecallTableModel::Title);
    m_list->setItemDelegate(m_listDelegate);
    followCovers(*m_list);
    for (const int detail : { RecallTableModel::Item, RecallTableModel::Tags })
        m_list->setColumnHidden(detail, true); // among the details of the title
    QHeaderView* header = m_list->horizontalHeader();
    header->resizeSection(RecallTableModel::Rank, 44);
    header->setSectionResizeMode(RecallTableModel::Title, QHeaderView::Stretch);
    header->resizeSection(RecallTableModel::Interest, 48);
    header->resizeSection(RecallTableModel::Score, scoreWidth);
    header->resizeSection(RecallTableModel::Scores, scoresWidth);
    header->resizeSection(RecallTableModel::Change, changeWidth);
    header->resizeSection(RecallTableModel::HeldOut, 44);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(spacing);
    heading->addWidget(m_listHeading);
    heading->addWidget(m_bar->difference(), 1);
    layout->addLayout(heading);
    layout->addWidget(m_listNote);
    layout->addWidget(m_tabs);
    layout->addWidget(m_list, 1);
    m_detail = makeNote(column);
    m_detail->setObjectName(QStringLiteral("itemDetail"));
    layout->addWidget(m_detail);
    return column;
}

void InterestsPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, &InterestsPanel::takeRun);
    connect(&workspace, &Workspace::userChanged, this, &InterestsPanel::takeUser);
    connect(&workspace, &Workspace::itemTextsChanged, this, &InterestsPanel::explore);
    connect(&workspace, &Workspace::interestChanged, this, [this] {
        const int interest = m_context.workspace.interest();
        const QSignalBlocker blocker(m_tabs);
        m_tabs->setCurrentIndex(interest < 0 ? m_tabs->count() - 1 : std::min(interest, m_tabs->count() - 1));
        nameTabs();
        showList();
        updateHighlight();
    });
    connect(m_picker, &UserPicker::userChosen, this, [this](const QString& user) {
        if (user == m_context.workspace.userId())
            explore();
        else
            m_context.workspace.setUser(user);
    });
    connect(m_picker, &UserPicker::failed, this,
            [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_missing == Missing::Run)
            m_context.workspace.showPanel(QStringLiteral("runs"));
        else
            m_picker->pickRandom();
    });
    connect(m_tabs, &QTabBar::currentChanged, this,
            [this] { m_context.workspace.setInterest(tabInterest()); });
    connect(m_history, &QTableView::entered, this, [this](const QModelIndex& index) {
        setHovered(index.data(HistoryTableModel::CategoryRole).toInt());
    });
    connect(m_list, &QTableView::entered, this, [this](const QModelIndex& index) {
        setHovered(index.data(RecallTableModel::InterestRole).toInt());
    });
    connect(m_history->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && m_history->hasFocus())
                    setHovered(index.data(HistoryTableModel::CategoryRole).toInt());
            });
    connectSelection();
    connectBench();
    addShortcuts();
    connect(&m_context.theme, &Theme::changed, this, [this] { update(); });
}

void InterestsPanel::takeRun()
{
    const QString& run = m_context.workspace.runId();
    m_picker->setRun(run);
    m_editor->setRun(run);
    m_duel->setRun(run);
    m_attribution.reset();
    m_askAttribution.drop();
    m_attributionView->setResult(nullptr);
    m_users->setResult(nullptr);
    loadCases();
    takeUser();
    showPage(m_pageTabs->currentIndex());
}

void InterestsPanel::takeUser()
{
    m_picker->setUser(m_context.workspace.userId());
    m_users->setUser(m_context.workspace.userId());
    m_error->clear();
    m_baseline = {};
    m_bench->start(m_context.workspace.userId().toStdString());
    if (m_hasPendingCase && m_pendingCase.userId == m_context.workspace.userId().toStdString())
        m_bench->open(m_pendingCase, tr("Open a case"));
    else
        explore();
    m_hasPendingCase = false;
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

void InterestsPanel::takeFailure(ErrorCode code, const QString& detail)
{
    // An edit that cannot be answered (an unknown item) leaves the last answer on the screen.
    if (m_missing != Missing::Nothing || !m_bench->isChanged())
        showMissing(Missing::User);
    m_error->showError(m_context, code, detail);
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
    m_editor->showAnswer(m_exploration);
    m_duel->setExploration(m_exploration);
    m_selecting = true;
    m_historyModel->setHistory(m_exploration.history);
    adaptColumns();
    m_historyModel->setInterestNames(m_exploration.interestNames());
    m_listModel->setInterestNames(m_exploration.interestNames());
    spaceHistory();
    m_history->scrollToBottom();
    m_selecting = false;
    m_editor->setRow(m_history->currentIndex().row(), m_historyModel->rowCount());
    showCards();
    showTabs();
    showList();
    showMissing(Missing::Nothing);
    updateHighlight();
    selectEdited();
}

void InterestsPanel::selectEdited()
{
    const int row = m_bench->editedRow();
    if (row < 0 || row >= m_historyModel->rowCount() || !m_bench->isChanged())
        return;
    m_history->selectRow(row);
    chooseItem(QString::fromStdString(m_historyModel->entry(row).itemId));
}

void InterestsPanel::showCards()
{
    while (m_cards.size() > m_exploration.interests.size()) {
        delete m_cards.back();
        m_cards.pop_back();
        delete m_weights.back();
        m_weights.pop_back();
    }
    while (m_cards.size() < m_exploration.interests.size()) {
        const int interest = static_cast<int>(m_cards.size());
        auto* card = new InterestCard(m_context.theme, this);
        card->setObjectName(QStringLiteral("interestCard%1").arg(interest));
        auto* weight = new WeightRow(interest, this);
        m_cardLayout->insertWidget(2 * interest, card);
        m_cardLayout->insertWidget(2 * interest + 1, weight);
        connect(weight, &WeightRow::weightChosen, this,
                [this, interest](double value) { m_bench->setWeight(interest, value); });
        m_weights.push_back(weight);
        connect(card, &InterestCard::clicked, this, [this, interest] {
            Workspace& workspace = m_context.workspace;
            workspace.setInterest(workspace.interest() == interest ? -1 : interest);
            updateHighlight();
        });
        connect(card, &InterestCard::hoverChanged, this,
                [this, interest](bool inside) { setHovered(inside ? interest : -1); });
        m_cards.push_back(card);
    }
    const bool hasWeights = std::any_of(m_exploration.history.begin(), m_exploration.history.end(),
                                        [](const HistoryEntry& entry) { return !entry.weights.empty(); });
    for (std::size_t position = 0; position < m_cards.size(); ++position) {
        const UserExploration::Interest& interest = m_exploration.interests[position];
        InterestCardContent content;
        content.interest = interest.index;
        content.name = m_exploration.interestName(interest.index);
        content.topic = interest.topic;
        content.valid = interest.valid;
        content.hasWeights = hasWeights;
        content.intensity = interest.intensity;
        content.items = interest.items;
        content.historyItems = static_cast<std::int64_t>(m_exploration.history.size());
        content.cosine = interest.cosine;
        content.distance = interest.softHardDistance;
        for (const auto& step : interest.course)
            content.course.push_back(step.similarity);
        content.muted = !(interest.weight > 0);
        m_weights[position]->setWeight(interest.weight);
        content.mergedSize = static_cast<std::int64_t>(m_exploration.recall.merged.size());
        content.merged
            = std::count_if(m_exploration.recall.merged.begin(), m_exploration.recall.merged.end(),
                            [&](const RecallEntry& entry) { return entry.interest == interest.index; });
        if (position < m_exploration.recall.perInterest.size()) {
            const auto& own = m_exploration.recall.perInterest[position];
            content.hits = std::count_if(own.begin(), own.end(),
                                         [](const RecallEntry& entry) { return entry.heldOut; });
        }
        m_cards[position]->setContent(content);
    }
}

void InterestsPanel::showTabs()
{
    const QSignalBlocker blocker(m_tabs);
    const int lists = static_cast<int>(m_exploration.recall.perInterest.size());
    while (m_tabs->count() > lists + 1)
        m_tabs->removeTab(0);
    while (m_tabs->count() < lists + 1)
        m_tabs->insertTab(0, QString());
    for (int interest = 0; interest < lists; ++interest) {
        QPixmap chip(QSize(16, 16) * devicePixelRatioF());
        chip.setDevicePixelRatio(devicePixelRatioF());
        chip.fill(Qt::transparent);
        QPainter painter(&chip);
        paintInterestChip(painter, QRect(0, 0, 16, 16), interest);
        painter.end();
        m_tabs->setTabIcon(interest, QIcon(chip));
        const QString list
            = tr("List of %1").arg(numberedInterest(interest, m_exploration.interestName(interest)));
        m_tabs->setTabToolTip(interest, list);
        m_tabs->setAccessibleTabName(interest, list);
    }
    m_tabs->setTabIcon(lists, QIcon());
    m_tabs->setTabText(lists, tr("Merged"));
    m_tabs->setTabToolTip(lists, tr("Every item with the interest that gives it the highest score"));
    m_tabs->setAccessibleTabName(lists, tr("Merged list"));
    const int interest = m_context.workspace.interest();
    m_tabs->setCurrentIndex(interest < 0 ? lists : std::min(interest, lists));
    nameTabs();
}

void InterestsPanel::nameTabs()
{
    constexpr int aroundName = 50; // the chip and the space around it and the name
    constexpr double widestName = 150;
    const int lists = m_tabs->count() - 1;
    if (lists < 1)
        return;
    const QFontMetricsF metrics(m_tabs->font());
    std::vector<QString> names;
    double first = 0; // what the first terms take
    for (int interest = 0; interest < lists; ++interest) {
        names.push_back(QString::fromStdString(m_exploration.interestName(interest)));
        const QString term = names.back().section(QStringLiteral(", "), 0, 0) % QChar(0x2026);
        first = std::max(first, metrics.horizontalAdvance(term));
    }
    const double merged = metrics.horizontalAdvance(m_tabs->tabText(lists)) + aroundName;
    const double all = m_list->width() - merged - lists * aroundName;
    // Where there is no room for all, number and colour of the chips say enough, and the open list is named.
    const bool every = all / lists >= first;
    for (int interest = 0; interest < lists; ++interest) {
        const bool open = interest == m_tabs->currentIndex();
        const double room = every ? all / lists : open ? all : 0;
        m_tabs->setTabText(
            interest,
            elidedTitle(names[static_cast<std::size_t>(interest)], metrics, std::min(widestName, room)));
    }
}

int InterestsPanel::tabInterest() const
{
    return m_tabs->currentIndex() == m_tabs->count() - 1 ? -1 : m_tabs->currentIndex();
}

void InterestsPanel::showList()
{
    const int interest = tabInterest();
    const auto position = static_cast<std::size_t>(interest);
    if (interest < 0)
        m_listModel->setList(m_exploration.recall.merged, m_exploration.mergedItems);
    else if (position < m_exploration.recall.perInterest.size())
        m_listModel->setList(m_exploration.recall.perInterest[position],
                             m_exploration.perInterestItems[position]);
    m_listModel->setScores(m_exploration.scores);
    showDifference();
    adaptColumns();
    updateTexts();
    selectItems();
}

} // namespace opal
