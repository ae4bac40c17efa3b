// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/diversity/usersdiversitypage.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableWidget>

#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"

namespace opal {

UsersDiversityPage::UsersDiversityPage(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_ask(
          m_context.jobs,
          { .show = [this](Sides sides) { takeSides(std::move(sides)); },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); },
            .progressed = [this](const JobProgress& progress) { showShare(*m_progress, progress.fraction); },
            .busyChanged = [this] { updateState(); } })
{
    setupUi();
    connectSignals();
    retranslate();
}

void UsersDiversityPage::setupUi()
{
    m_setLabel = new QLabel(this);
    m_set = new QComboBox(this);
    m_set->setObjectName(QStringLiteral("userSet"));
    for (const auto kind : { UserSet::Kind::All, UserSet::Kind::MostActive, UserSet::Kind::LeastActive,
                             UserSet::Kind::ActiveInterests, UserSet::Kind::Ids })
        m_set->addItem({}, static_cast<int>(kind));
    m_setLabel->setBuddy(m_set);
    m_count = new QSpinBox(this);
    m_count->setObjectName(QStringLiteral("userCount"));
    m_count->setRange(1, 10000000);
    m_count->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_count->setKeyboardTracking(false);
    m_ids = new QLineEdit(this);
    m_ids->setObjectName(QStringLiteral("userIds"));
    m_ids->setMinimumWidth(240);
    m_compute = new QPushButton(this);
    m_compute->setObjectName(QStringLiteral("computeUsers"));
    m_compute->setProperty("role", QStringLiteral("primary"));
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName(QStringLiteral("cancelUsers"));
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(160);
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makeContent());
    auto* bar = rowOf({ m_setLabel, m_set, m_count, m_ids, m_compute, m_progress, m_cancel });
    bar->addStretch();
    bar->addWidget(m_picture->buttons());
    auto* layout = columnOn(this, 12);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
}

QWidget* UsersDiversityPage::makeContent()
{
    m_picture = new Picture(m_context.theme, u"usersSppmi"_s, this);
    m_picture->setMinimumSize(380, 320);
    m_picture->setHints([this](const QPoint& place) { return Picture::Hint { cellText(place) }; });
    auto* side = new QWidget(this);
    m_groupsHeading = new QLabel(side);
    m_groupsHeading->setProperty("role", QStringLiteral("heading"));
    m_copy = new QPushButton(side);
    m_copy->setObjectName(QStringLiteral("copyGroups"));
    m_groups = new QTableWidget(0, 0, side);
    m_groups->setObjectName(QStringLiteral("groups"));
    m_groups->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_groups->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_groups->setShowGrid(false);
    m_groups->setTabKeyNavigation(false);
    m_groups->verticalHeader()->setVisible(false);
    m_groups->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    m_groups->setMinimumWidth(240);
    auto* heading = rowOf({ m_groupsHeading, m_copy });
    heading->setStretchFactor(m_groupsHeading, 1);
    auto* column = columnOn(side, 8, { 12, 0, 0, 0 });
    column->addLayout(heading);
    column->addWidget(m_groups, 1);
    auto* content = makeSplitter(Qt::Horizontal, this, { m_picture, side });
    content->setStretchFactor(0, 1);
    content->setStretchFactor(1, 1);
    return content;
}

void UsersDiversityPage::connectSignals()
{
    connect(m_set, &QComboBox::currentIndexChanged, this, [this] {
        const auto kind = static_cast<UserSet::Kind>(m_set->currentData().toInt());
        m_count->setValue(kind == UserSet::Kind::ActiveInterests ? 1 : 100);
        updateState();
    });
    connect(m_ids, &QLineEdit::textChanged, this, &UsersDiversityPage::updateState);
    connect(m_ids, &QLineEdit::returnPressed, this, &UsersDiversityPage::compute);
    connect(m_compute, &QPushButton::clicked, this, &UsersDiversityPage::compute);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_requests.empty())
            m_context.workspace.showPanel(QStringLiteral("runs"));
        else
            compute();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_ask.cancel(); });
    connect(m_copy, &QPushButton::clicked, this, &UsersDiversityPage::copyGroups);
}

void UsersDiversityPage::setRequests(std::vector<DiversityJobRequest> requests)
{
    const auto sameRuns = std::equal(
        m_requests.begin(), m_requests.end(), requests.begin(), requests.end(),
        [](const DiversityJobRequest& a, const DiversityJobRequest& b) { return a.run == b.run; });
    m_requests = std::move(requests);
    if (!sameRuns) {
        m_ask.drop();
        m_users = {};
        draw();
    }
    updateState();
}

UserSet UsersDiversityPage::chosenSet() const
{
    UserSet set;
    set.kind = static_cast<UserSet::Kind>(m_set->currentData().toInt());
    if (set.kind == UserSet::Kind::Ids) {
        set.ids = userIdsIn(m_ids->text().toStdString());
        set.count = static_cast<std::int64_t>(set.ids.size());
    } else if (set.kind != UserSet::Kind::All) {
        set.count = m_count->value();
    }
    return set;
}

void UsersDiversityPage::compute()
{
    const UserSet set = chosenSet();
    if (m_requests.empty() || m_ask.isBusy() || (set.kind == UserSet::Kind::Ids && set.ids.empty()))
        return;
    m_progress->setRange(0, 0);
    std::vector<Job<std::shared_ptr<const AverageDiversity>>> jobs;
    for (DiversityJobRequest request : m_requests) {
        request.users = set;
        jobs.push_back(makeAverageDiversityJob(m_context.store, m_context.paths, request));
    }
    m_ask(inTurn(std::move(jobs)));
}

void UsersDiversityPage::takeSides(Sides sides)
{
    m_users = {};
    m_users.sides = std::move(sides);
    fillGroups();
    draw();
}

void UsersDiversityPage::draw()
{
    m_pages->setCurrentIndex(m_users.sides.empty() ? 0 : 1);
    if (m_users.sides.empty()) {
        m_picture->clear();
        return;
    }
    const AverageDiversity& side = *m_users.sides.front();
    FigureSubject subject;
    for (const auto& one : m_users.sides)
        subject.runs.push_back(one->run);
    subject.options = { { "k", std::to_string(side.k) },
                        { "shift", tableNumber(side.shift).toStdString() },
                        { "minimum_count", std::to_string(side.minimumCount) },
                        { "users", userSetText(side.set) } };
    m_picture->setFigure(
        figureRequest(u"diversity-users"_s, std::make_shared<const UsersDiversity>(m_users), subject));
}

void UsersDiversityPage::updateState()
{
    const auto kind = static_cast<UserSet::Kind>(m_set->currentData().toInt());
    m_count->setVisible(kind == UserSet::Kind::MostActive || kind == UserSet::Kind::LeastActive
                        || kind == UserSet::Kind::ActiveInterests);
    m_ids->setVisible(kind == UserSet::Kind::Ids);
    const bool working = m_ask.isBusy();
    const bool named = kind != UserSet::Kind::Ids || !userIdsIn(m_ids->text().toStdString()).empty();
    m_compute->setEnabled(!working && !m_requests.empty() && named);
    m_compute->setVisible(!working);
    m_cancel->setVisible(working);
    m_progress->setVisible(working);
    if (m_requests.empty())
        m_empty->setTexts(tr("No run chosen"), tr("Choose a run to see how varied its recommendations are."),
                          tr("Choose a run"));
    else if (working)
        m_empty->setTexts(tr("Computing"), tr("The lists of one user after another are compared."), {});
    else
        m_empty->setTexts(
            tr("Nothing computed yet"),
            tr("Choose users and compute how alike their recommended items are, how much of the "
               "catalogue they cover and how popular they are."),
            named ? tr("Compute") : QString());
}

void UsersDiversityPage::fillGroups()
{
    const bool pair = m_users.sides.size() > 1;
    QStringList titles;
    if (pair)
        titles << tr("Run");
    titles << tr("Group") << tr("Users") << tr("History") << tr("Recall") << tr("Hit rate") << tr("By SPPMI")
           << tr("By tag") << tr("Coverage") << tr("Gini") << tr("Popularity");
    m_groups->setRowCount(0);
    m_groups->setColumnCount(static_cast<int>(titles.size()));
    m_groups->setHorizontalHeaderLabels(titles);
    const auto metric
        = [](double value) { return std::isnan(value) ? QStringLiteral("\u2013") : metricText(value); };
    for (const auto& side : m_users.sides)
        for (const GroupDiversity& group : side->groups) {
            QStringList cells;
            if (pair)
                cells << QString::fromStdString(side->runName);
            cells << groupTitle(group) << countText(group.users)
                  << (group.shortest == group.longest
                          ? countText(group.longest)
                          : countText(group.shortest) % QChar(0x2013) % countText(group.longest))
                  << metric(group.recall.mean) << metric(group.hitRate.mean)
                  << metric(group.sppmiDiversity.mean) << metric(group.tagDiversity.mean)
                  << metric(group.coverage) << metric(group.gini)
                  << QString::number(group.popularity.mean, 'f', 1);
            const int row = m_groups->rowCount();
            m_groups->insertRow(row);
            for (int column = 0; column < cells.size(); ++column) {
                auto* cell = new QTableWidgetItem(cells[column]);
                if (column > (pair ? 1 : 0))
                    cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
                m_groups->setItem(row, column, cell);
            }
        }
    const QStringList tips { tr("Interactions before the test day, shortest to longest"),
                             tr("Mean over users of the share of held-out items in the list"),
                             tr("Share of users with a held-out item in the list"),
                             tr("Mean over pairs of 1 - SPPMI / -log(#(i,j) / |D|): 1 where two items never "
                                "share a user of the training days"),
                             tr("Share of the pairs of tagged items without a common tag"),
                             tr("Share of the catalogue that is in the list of any user of the group"),
                             tr("Sum of (2i - N - 1) x_i / (N sum x) over all N items by rising exposure: 0 "
                                "even, near 1 concentrated"),
                             tr("Users of the training days who have a recommended item, on average") };
    const int firstTip = pair ? 3 : 2;
    for (int at = 0; at < tips.size(); ++at)
        m_groups->horizontalHeaderItem(firstTip + at)->setToolTip(tips[at]);
    m_groups->resizeColumnsToContents();
}

void UsersDiversityPage::copyGroups()
{
    QGuiApplication::clipboard()->setText(groupTable(m_users).toTsv());
}

QString UsersDiversityPage::cellText(const QPoint& position) const
{
    for (std::size_t at = 0; at < m_users.sides.size(); ++at) {
        const AverageDiversity& side = *m_users.sides[at];
        for (QCPAxisRect* rect : m_picture->plot().axisRects()) {
            if (rect->objectName() != QStringLiteral("blocks-%1").arg(at) || !rect->rect().contains(position))
                continue;
            const auto column = static_cast<int>(rect->axis(QCPAxis::atBottom)->pixelToCoord(position.x()));
            const auto row = static_cast<int>(rect->axis(QCPAxis::atLeft)->pixelToCoord(position.y()));
            if (row < 0 || column < 0 || row >= side.interests || column >= side.interests)
                continue;
            const auto block = static_cast<std::size_t>(row * side.interests + column);
            const auto users = static_cast<int>(side.blockUsers[block]);
            const auto title = [&side](int interest) {
                return numberedInterest(interest, side.categoryNames.of(interest));
            };
            const QString where = row == column ? tr("Within %1").arg(title(row))
                                                : tr("Between %1 and %2").arg(title(row), title(column));
            if (users == 0)
                return where % QLatin1Char('\n') % tr("No user has such a pair");
            return where % QLatin1Char('\n') % tr("Mean SPPMI %1").arg(metricText(side.blocks[block]))
                % QLatin1Char('\n') % tr("%n user(s) have such pairs", nullptr, users);
        }
    }
    return {};
}

void UsersDiversityPage::retranslate()
{
    m_setLabel->setText(tr("Users"));
    m_set->setAccessibleName(tr("Set of users"));
    const QStringList sets { tr("All of the test day"), tr("Most active"), tr("Least active"),
                             tr("By active interests"), tr("By id") };
    for (int at = 0; at < sets.size(); ++at)
        m_set->setItemText(at, sets[at]);
    m_count->setAccessibleName(tr("How many"));
    m_count->setToolTip(tr("How many users, or how many interests their lists come from"));
    m_ids->setAccessibleName(tr("User ids"));
    m_ids->setPlaceholderText(tr("Ids, separated by commas or spaces"));
    m_compute->setText(tr("Compute"));
    m_cancel->setText(tr("Cancel"));
    m_progress->setAccessibleName(tr("Progress of the computation"));
    m_groupsHeading->setText(tr("Groups of these users"));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the groups"));
    m_groups->setAccessibleName(tr("Groups of users"));
    fillGroups();
    draw();
    updateState();
}

} // namespace opal
