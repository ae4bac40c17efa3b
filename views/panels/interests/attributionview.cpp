// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/attributionview.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableWidget>

#include "views/figures/attributionfigure.h"
#include "views/figures/figureregistry.h"
#include "views/itemmodels/celltext.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

enum Column { InterestColumn, Found, Alone, OwnHits, Credited, Without, Marginal, Given, ColumnCount };

} // namespace

AttributionView::AttributionView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_summary(new ElidedLabel(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_picture(new Picture(theme, {}, this))
    , m_table(new QTableWidget(0, ColumnCount, this))
{
    m_summary->setObjectName(QStringLiteral("attributionSummary"));
    m_summary->setProperty("role", QStringLiteral("secondary"));
    m_table->setObjectName(QStringLiteral("attribution"));
    setupTable(*m_table);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* layout = columnOn(this, 8);
    auto* top = rowOf({ m_summary, m_picture->buttons() });
    top->setStretchFactor(m_summary, 1);
    layout->addLayout(top);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_picture);
    layout->addWidget(m_pages, 3);
    layout->addWidget(m_table, 2);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this](int row) {
        if (row >= 0 && m_result)
            Q_EMIT interestChosen(row);
    });
    retranslate();
}

void AttributionView::setResult(std::shared_ptr<const RunAttribution> result)
{
    m_result = std::move(result);
    show();
}

void AttributionView::setWaiting(bool waiting)
{
    m_waiting = waiting;
    show();
}

QString AttributionView::summary() const
{
    return m_result ? attributionSummary(*m_result) : QString();
}

void AttributionView::show()
{
    m_pages->setCurrentWidget(m_result ? static_cast<QWidget*>(m_picture) : m_empty);
    m_empty->setTexts({},
                      m_waiting ? tr("Reading all users of the run once; the jobs strip shows how far and "
                                     "cancels.")
                                : tr("Open this page on a run to see which interest finds what."));
    m_summary->setFullText(summary());
    fillTable();
    m_table->setVisible(m_result != nullptr);
    if (!m_result)
        return m_picture->clear();
    FigureSubject subject { { m_result->run } };
    subject.options["k"] = std::to_string(m_result->attribution.k);
    m_picture->setFigure(figureRequest(u"attribution"_s, m_result, subject));
}

void AttributionView::fillTable()
{
    const QSignalBlocker blocker(m_table);
    m_table->setRowCount(m_result ? m_result->attribution.interests : 0);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const Attribution& all = m_result->attribution;
        const auto position = static_cast<std::size_t>(row);
        const Attribution::Interest& interest = all.perInterest[position];
        const QString texts[ColumnCount] { numberedTitle(row, m_result->categoryNames.of(row)),
                                           countText(interest.found),
                                           countText(interest.alone),
                                           countText(interest.ownHits),
                                           metricOrDash(interest.creditedRecall),
                                           metricOrDash(all.recall - interest.recallWithout),
                                           metricOrDash(all.marginalRecall[position]),
                                           countText(interest.given) };
        for (int column = 0; column < ColumnCount; ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            item->setTextAlignment((column == InterestColumn ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
            if (column == InterestColumn)
                item->setToolTip(texts[column]);
            m_table->setItem(row, column, item);
        }
    }
}

void AttributionView::retranslate()
{
    m_table->setAccessibleName(tr("What each interest finds"));
    const std::pair<QString, QString> texts[ColumnCount] {
        { tr("Interest"),
          tr("Number and name of the interest; the marginal recall is by intensity instead") },
        { tr("Hits found"), tr("Held-out items of the merged lists whose highest score is this interest's") },
        { tr("Alone"), tr("Of these, in no other interest's list") },
        { tr("In own list"), tr("Held-out items in the interest's own list, whoever else has them") },
        { tr("Recall part"), tr("Its part of the recall; the parts add up to it") },
        { tr("Loss if dropped"), tr("Recall that is lost if the lists are merged without this interest") },
        { tr("Marginal"),
          tr("What each user's j-th strongest interest adds to the stronger ones; row j, they add up to the "
             "recall") },
        { tr("Places"), tr("Places of the merged lists that it fills") },
    };
    for (int column = 0; column < ColumnCount; ++column) {
        auto* header = new QTableWidgetItem(texts[column].first);
        header->setToolTip(texts[column].second);
        header->setTextAlignment((column == InterestColumn ? Qt::AlignLeft : Qt::AlignRight)
                                 | Qt::AlignVCenter);
        m_table->setHorizontalHeaderItem(column, header);
    }
    show();
}

} // namespace opal
