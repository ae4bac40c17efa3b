// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/diversity/userdiversitypage.h"

#include <algorithm>
#include <utility>

#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTableWidget>

#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/itemcell.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/covercache.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

/// Whether both are made from the same list in the same way.
bool areAlike(const UserDiversity& first, const UserDiversity& second)
{
    return first.run == second.run && first.userId == second.userId && first.k == second.k
        && first.matrix.shift == second.matrix.shift
        && first.matrix.minimumCount == second.matrix.minimumCount;
}

/// What the rows of the block beside the matrices have in common.
QString blockTitle(const UserDiversity& side, std::int32_t first, std::int32_t second, int items)
{
    const auto title = [&side](std::int32_t label) {
        return side.order == DiversityOrder::Category ? numberedCategory(label, side.nameOf(label))
                                                      : numberedInterest(label, side.nameOf(label));
    };
    if (first == second)
        return UserDiversityPage::tr("%1: %n item(s)", nullptr, items).arg(title(first));
    return UserDiversityPage::tr("%1 and %2: %n item(s)", nullptr, items).arg(title(first), title(second));
}

/// An item of the list in words.
QString itemText(const UserDiversity& side, std::size_t at)
{
    const QString title = QString::fromStdString(side.titles[at]);
    const std::int32_t interest = side.matrix.interest[at];
    QStringList lines {
        QString::fromStdString(side.itemIds[at]) % (title.isEmpty() ? QString() : u' ' + title),
        UserDiversityPage::tr("Interest: %1").arg(numberedTitle(interest, side.interestName(interest)))
    };
    if (!side.category.empty())
        lines << UserDiversityPage::tr("Hyper-category: %1")
                     .arg(numberedTitle(side.category[at], side.categoryNames.of(side.category[at])));
    if (at < side.tags.size() && !side.tags[at].empty())
        lines << QString::fromStdString(side.tags[at]);
    return lines.join(u'\n');
}

} // namespace

UserDiversityPage::UserDiversityPage(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_ask(m_context.jobs,
            { .show = [this](Sides sides) { setSides(std::move(sides)); },
              .failed =
                  [this](ErrorCode code, const QString& detail) {
                      Q_EMIT failed(code, detail);
                      showEmpty();
                  },
              .cancelled = [this] { showEmpty(); } })
{
    setupUi();
    connect(m_picture, &Picture::clicked, this, [this](const QPoint& place) {
        if (const Cell cell = cellAt(place); cell.side)
            showBlock(cell);
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_context.workspace.runId().isEmpty())
            m_context.workspace.showPanel(u"runs"_s);
        else
            Q_EMIT userWanted();
    });
}

void UserDiversityPage::setupUi()
{
    m_empty = new EmptyState(this);
    m_picture = new Picture(m_context.theme, u"sppmi"_s, this);
    m_picture->setMinimumSize(420, 360);
    m_picture->setHints([this](const QPoint& place) { return hintAt(place); });
    auto* side = new QWidget(this);
    m_blockHeading = makeStyled<QLabel>(side, "heading");
    m_blockHeading->setWordWrap(true);
    m_block = make<QTableWidget>(side, "block");
    m_block->setColumnCount(2);
    setupTable(*m_block);
    m_block->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_block->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_block->horizontalHeader()->setStretchLastSection(true);
    m_block->horizontalHeader()->setDefaultSectionSize(72);
    m_itemCells = new ItemCellDelegate(this);
    m_block->setItemDelegateForColumn(1, m_itemCells);
    followCovers(*m_block);
    m_block->setMinimumWidth(240);
    auto* column = columnOn(side, 8, { 12, 0, 0, 0 });
    column->addWidget(m_blockHeading);
    column->addWidget(m_block, 1);
    column->addStretch(); // while no block is chosen
    side->setMinimumWidth(252);
    auto* content = makeSplitter(Qt::Horizontal, this, { m_picture, side });
    content->setStretchFactor(0, 3);
    content->setStretchFactor(1, 1);
    content->setSizes({ 700, 280 });
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(content);
    columnOn(this, 0)->addWidget(m_pages);
}

void UserDiversityPage::setRequests(const std::vector<DiversityJobRequest>& requests)
{
    m_ask.drop();
    if (requests.empty()) {
        showEmpty();
        return;
    }
    std::vector<Job<std::shared_ptr<const UserDiversity>>> jobs;
    for (const DiversityJobRequest& request : requests)
        jobs.push_back(makeDiversityJob(m_context.store, m_context.paths, request));
    m_ask(inTurn(std::move(jobs)));
}

void UserDiversityPage::setSides(Sides sides)
{
    m_pair = { std::move(sides) };
    // As in the paper's Fig. 4: fewer interests stand before more.
    std::stable_sort(m_pair.sides.begin(), m_pair.sides.end(), [](const auto& first, const auto& second) {
        return first->interests < second->interests;
    });
    if (std::equal(m_pair.sides.begin(), m_pair.sides.end(), m_chosen.sides.begin(), m_chosen.sides.end(),
                   [](const auto& shown, const auto& chosen) { return areAlike(*shown, *chosen); }))
        m_pair.choice = m_chosen.choice;
    m_pages->setCurrentIndex(1);
    m_block->setRowCount(0);
    m_block->hide();
    m_blockHeading->setText(tr("Click a block for its items"));
    draw();
    Q_EMIT shownChanged();
}

void UserDiversityPage::draw()
{
    m_picture->setFigure(
        figureRequest(sppmiKey(m_pair), std::make_shared<const SppmiPair>(m_pair), sppmiSubject(m_pair)));
}

void UserDiversityPage::showEmpty()
{
    m_pair = {};
    m_picture->clear();
    m_pages->setCurrentIndex(0);
    if (m_context.workspace.runId().isEmpty())
        m_empty->setTexts(tr("No run chosen"), tr("Choose a run to see how varied its recommendations are."),
                          tr("Choose a run"));
    else
        m_empty->setTexts(tr("No user chosen"),
                          tr("Choose a user to see how alike the recommended items are."),
                          tr("Pick any user"));
    Q_EMIT shownChanged();
}

UserDiversityPage::Cell UserDiversityPage::cellAt(const QPoint& place) const
{
    for (std::size_t side = 0; side < m_pair.sides.size(); ++side) {
        const auto size = static_cast<double>(m_pair.sides[side]->matrix.size());
        for (QCPAxisRect* rect : m_picture->plot().axisRects()) {
            if (rect->objectName() != u"matrix-%1"_s.arg(side) || !rect->rect().contains(place))
                continue;
            const double column = rect->axis(QCPAxis::atBottom)->pixelToCoord(place.x());
            const double row = rect->axis(QCPAxis::atLeft)->pixelToCoord(place.y());
            if (row >= 0 && column >= 0 && row < size && column < size)
                return { m_pair.sides[side].get(), static_cast<std::size_t>(row),
                         static_cast<std::size_t>(column) };
        }
    }
    return {};
}

Picture::Hint UserDiversityPage::hintAt(const QPoint& place) const
{
    const Cell cell = cellAt(place);
    if (!cell.side)
        return {};
    const UserDiversity& side = *cell.side;
    Picture::Hint hint { itemText(side, cell.row) };
    if (!side.covers.empty())
        hint.covers << QString::fromStdString(side.covers[cell.row]);
    if (cell.row == cell.column)
        return hint;
    if (!side.covers.empty())
        hint.covers << QString::fromStdString(side.covers[cell.column]);
    const int both = side.matrix.counts[cell.row * side.matrix.size() + cell.column];
    hint.text = QStringList { hint.text, itemText(side, cell.column),
                              tr("%n user(s) of the training days have both", nullptr, both),
                              tr("SPPMI %1").arg(metricText(side.matrix.value(cell.row, cell.column))) }
                    .join(u'\n');
    return hint;
}

void UserDiversityPage::showBlock(const Cell& cell)
{
    const UserDiversity& side = *cell.side;
    const SppmiMatrix& matrix = side.matrix;
    const std::vector<std::int32_t>& labels = side.labels();
    const std::int32_t first = labels[cell.row];
    const std::int32_t second = labels[cell.column];
    m_block->setRowCount(0);
    for (std::size_t row = 0; row < matrix.size(); ++row) {
        if (labels[row] != first && labels[row] != second)
            continue;
        const int at = m_block->rowCount();
        m_block->insertRow(at);
        const std::int32_t interest = matrix.interest[row];
        auto* number = new QTableWidgetItem(numberedTitle(interest, {}));
        number->setData(Qt::DecorationRole, Theme::categoryColor(interest));
        number->setToolTip(numberedInterest(interest, side.interestName(interest)));
        const QString id = QString::fromStdString(side.itemIds[row]);
        const QString title = QString::fromStdString(side.titles[row]);
        auto* item = new QTableWidgetItem(title.isEmpty() ? id : title);
        item->setData(CellTitleRole, item->text());
        item->setData(CellDetailRole, title.isEmpty() ? QString() : id);
        if (!side.covers.empty())
            item->setData(CellCoverRole, QString::fromStdString(side.covers[row]));
        m_block->setItem(at, 0, number);
        m_block->setItem(at, 1, item);
    }
    m_block->show();
    m_itemCells->adapt(*m_block, 1);
    m_blockHeading->setText(blockTitle(side, first, second, m_block->rowCount()));
    if (QString::fromStdString(side.run) == m_context.workspace.runId())
        m_context.workspace.setInterest(matrix.interest[cell.row]);
    m_context.workspace.setItems({ QString::fromStdString(side.itemIds[cell.row]),
                                   QString::fromStdString(side.itemIds[cell.column]) });
}

void UserDiversityPage::retranslate()
{
    m_block->setHorizontalHeaderLabels({ tr("Interest"), tr("Item") });
    m_block->setAccessibleName(tr("Items of the block"));
    m_block->hide();
    m_blockHeading->setText(tr("Click a block for its items"));
    if (m_pair.sides.empty())
        showEmpty();
    else
        draw();
}

} // namespace opal
