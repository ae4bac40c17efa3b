// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/cardcolumn.h"

#include <algorithm>

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "views/panels/interests/interestcard.h"
#include "views/panels/interests/weightrow.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/make.h"

namespace opal {

namespace {

/// Of the shorter list, in both: from there on two interests say one thing twice.
constexpr double aboutTheSame = 0.4;

} // namespace

CardColumn::CardColumn(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_heading(makeStyled<QLabel>(this, "heading"))
    , m_note(makeStyled<ElidedLabel>(this, "secondary"))
    , m_alike(make<QLabel>(this, "alikeInterests", "warning"))
{
    m_alike->setWordWrap(true);
    m_alike->hide();
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(170);
    auto* cards = new QWidget(scroll);
    m_layout = columnOn(cards, 8);
    m_layout->addStretch();
    scroll->setWidget(cards);
    // The page shows through between the cards.
    cards->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto* layout = columnOn(this, 4, { 8, 0, 8, 0 });
    m_heading->setMinimumHeight(headingHeight);
    layout->addWidget(m_heading);
    layout->addWidget(m_note);
    layout->addWidget(m_alike);
    layout->addSpacing(4);
    layout->addWidget(scroll, 1);
}

void CardColumn::setExploration(const UserExploration& exploration)
{
    while (m_cards.size() > exploration.interests.size()) {
        delete m_cards.back();
        m_cards.pop_back();
        m_weights.pop_back(); // of the card
    }
    while (m_cards.size() < exploration.interests.size()) {
        const int interest = static_cast<int>(m_cards.size());
        auto* card = new InterestCard(m_theme, this);
        card->setObjectName(QStringLiteral("interestCard%1").arg(interest));
        auto* weight = new WeightRow(interest, card);
        card->setFoot(weight);
        m_layout->insertWidget(interest, card);
        connect(weight, &WeightRow::weightChosen, this,
                [this, interest](double value) { Q_EMIT weightChosen(interest, value); });
        m_weights.push_back(weight);
        connect(card, &InterestCard::clicked, this, [this, interest] { Q_EMIT interestClicked(interest); });
        connect(card, &InterestCard::hoverChanged, this,
                [this, interest](bool inside) { Q_EMIT interestHovered(inside ? interest : -1); });
        m_cards.push_back(card);
    }
    m_hasWeights = std::any_of(exploration.history.begin(), exploration.history.end(),
                               [](const HistoryEntry& entry) { return !entry.weights.empty(); });
    for (std::size_t position = 0; position < m_cards.size(); ++position) {
        const UserExploration::Interest& interest = exploration.interests[position];
        InterestCardContent content;
        content.interest = interest.index;
        content.name = exploration.interestName(interest.index);
        content.topic = interest.topic;
        content.valid = interest.valid;
        content.hasWeights = m_hasWeights;
        content.intensity = interest.intensity;
        content.items = interest.items;
        content.historyItems = static_cast<std::int64_t>(exploration.history.size());
        content.cosine = interest.cosine;
        content.distance = interest.softHardDistance;
        for (const auto& step : interest.course)
            content.course.push_back(step.similarity);
        content.muted = !(interest.weight > 0);
        m_weights[position]->setWeight(interest.weight);
        content.mergedSize = static_cast<std::int64_t>(exploration.recall.merged.size());
        content.merged
            = std::count_if(exploration.recall.merged.begin(), exploration.recall.merged.end(),
                            [&](const RecallEntry& entry) { return entry.interest == interest.index; });
        if (position < exploration.recall.perInterest.size()) {
            const auto& own = exploration.recall.perInterest[position];
            content.hits = std::count_if(own.begin(), own.end(),
                                         [](const RecallEntry& entry) { return entry.heldOut; });
        }
        m_cards[position]->setContent(content);
    }
    m_alikes = alikeInterests(exploration.recall, aboutTheSame);
    updateNote();
}

void CardColumn::setHighlight(int highlighted, int selected)
{
    for (InterestCard* card : m_cards) {
        card->setChecked(card->interest() == selected);
        card->setFaint(highlighted >= 0 && card->interest() != highlighted);
    }
}

void CardColumn::updateNote()
{
    m_note->setFullText(m_hasWeights ? tr("share of the merged list")
                                     : tr("this model does not assign items to interests"));
    m_alike->setVisible(!m_alikes.empty());
    if (m_alikes.empty())
        return;
    const AlikeInterests& most = m_alikes.front();
    //: Two interests by their numbers, and the share of their lists that is the same
    QString words = tr("%1 and %2 are about the same: %3 % of their lists")
                        .arg(most.first + 1)
                        .arg(most.second + 1)
                        .arg(qRound(most.overlap * 100));
    if (m_alikes.size() > 1)
        words
            += QLatin1Char(' ') + tr("(and %n more pair(s))", nullptr, static_cast<int>(m_alikes.size()) - 1);
    m_alike->setText(words);
}

void CardColumn::retranslate()
{
    m_heading->setText(tr("Interests"));
    for (InterestCard* card : m_cards)
        card->retranslate();
    for (WeightRow* row : m_weights)
        row->retranslate();
    updateNote();
}

} // namespace opal
