// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/categorycharts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QResizeEvent>

#include "views/figures/categoryfigures.h"
#include "views/figures/figureregistry.h"
#include "views/plot/qcp.h"
#include "views/widgets/make.h"

namespace opal {

namespace {

constexpr int chartSpacing = 12;
constexpr int wideFrom = 820; ///< narrower than this the charts stand in two columns

enum Measure { Shares, Measures };

/// A row of the table of figures under the heading of its card.
FigureRequest categoryFigure(const QString& key, std::shared_ptr<const CategoryCourse> course,
                             const QString& title)
{
    FigureRequest figure = figureRequest(key, std::move(course), {});
    figure.title = title;
    return figure;
}

} // namespace

CategoryCharts::CategoryCharts(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_grid(new QGridLayout(this))
    , m_bars(makeChart(QStringLiteral("massChart")))
    , m_confidence(makeChart(QStringLiteral("confidenceChart")))
    , m_similarity(makeChart(QStringLiteral("similarityChart")))
    , m_over(makeChart(QStringLiteral("courseChart")))
    , m_moved(makeChart(QStringLiteral("flowChart")))
    , m_measure(new QComboBox(m_over.card))
    , m_noFlow(new QLabel(m_moved.card))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(chartSpacing);
    m_measure->setObjectName(QStringLiteral("courseMeasure"));
    m_measure->addItems({ QString(), QString() });
    auto* top = qobject_cast<QHBoxLayout*>(m_over.card->layout()->itemAt(0)->layout());
    top->insertWidget(1, m_measure);
    m_noFlow->setProperty("role", QStringLiteral("secondary"));
    m_noFlow->setObjectName(QStringLiteral("noFlow"));
    m_noFlow->setWordWrap(true);
    m_noFlow->setAlignment(Qt::AlignCenter);
    m_moved.card->layout()->addWidget(m_noFlow);
    connectClicks();
    arrange(3);
    retranslate();
    setFlow({}, {});
}

CategoryCharts::Chart CategoryCharts::makeChart(const QString& name)
{
    Chart chart;
    chart.card = new QFrame(this);
    chart.card->setProperty("role", QStringLiteral("card"));
    chart.heading = new QLabel(chart.card);
    chart.heading->setProperty("role", QStringLiteral("heading"));
    chart.picture = new Picture(m_theme, name, chart.card);
    chart.picture->setMinimumSize(200, 170);
    auto* layout = columnOn(chart.card, 4, { chartSpacing, 8, chartSpacing, 8 });
    auto* top = rowOf({ chart.heading, chart.picture->buttons() });
    top->setStretchFactor(chart.heading, 1);
    layout->addLayout(top);
    layout->addWidget(chart.picture, 1);
    return chart;
}

void CategoryCharts::arrange(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (const Chart* chart : { &m_bars, &m_confidence, &m_similarity, &m_over, &m_moved })
        m_grid->removeWidget(chart->card);
    m_grid->addWidget(m_bars.card, 0, 0, 1, 2);
    m_grid->addWidget(m_confidence.card, 0, 2, 1, 2);
    if (columns == 3) {
        m_grid->addWidget(m_similarity.card, 0, 4, 1, 2);
        m_grid->addWidget(m_over.card, 1, 0, 1, 4);
        m_grid->addWidget(m_moved.card, 1, 4, 1, 2);
    } else {
        m_grid->addWidget(m_similarity.card, 1, 0, 1, 2);
        m_grid->addWidget(m_moved.card, 1, 2, 1, 2);
        m_grid->addWidget(m_over.card, 2, 0, 1, 4);
    }
    for (int column = 0; column < 6; ++column)
        m_grid->setColumnStretch(column, columns == 3 || column < 4 ? 1 : 0);
}

void CategoryCharts::resizeEvent(QResizeEvent* event)
{
    arrange(width() >= wideFrom ? 3 : 2);
    QWidget::resizeEvent(event);
}

void CategoryCharts::connectClicks()
{
    connect(m_measure, &QComboBox::currentIndexChanged, this, &CategoryCharts::drawCourse);
    const auto categoryAt = [this](double place) {
        const auto category = static_cast<int>(std::floor(place));
        if (!m_course.snapshots.empty() && category >= 0
            && category < m_course.snapshots[m_selected].categories)
            Q_EMIT categoryClicked(category);
    };
    const auto xAt = [](const Chart& chart, const QPoint& place) {
        return chart.picture->plot().xAxis->pixelToCoord(place.x());
    };
    connect(m_bars.picture, &Picture::clicked, this,
            [this, categoryAt, xAt](const QPoint& place) { categoryAt(xAt(m_bars, place) + 0.5); });
    connect(m_similarity.picture, &Picture::clicked, this, [this, categoryAt](const QPoint& place) {
        categoryAt(m_similarity.picture->plot().yAxis->pixelToCoord(place.y()));
    });
    connect(m_over.picture, &Picture::clicked, this, [this, xAt](const QPoint& place) {
        const double step = xAt(m_over, place);
        const auto away = [step](const CategorySnapshot& snapshot) {
            return std::abs(static_cast<double>(snapshot.step) - step);
        };
        const auto& snapshots = m_course.snapshots;
        const auto nearest
            = std::min_element(snapshots.begin(), snapshots.end(),
                               [&away](const auto& a, const auto& b) { return away(a) < away(b); });
        if (nearest != snapshots.end())
            Q_EMIT evaluationClicked(static_cast<std::size_t>(nearest - snapshots.begin()));
    });
}

void CategoryCharts::setCourse(const CategoryCourse& course, std::size_t selected)
{
    m_course = course;
    m_selected = selected;
    drawAll();
    drawFlow();
}

void CategoryCharts::setFlow(const std::optional<CategoryFlow>& flow, const QString& why)
{
    m_flow = flow;
    m_noFlow->setText(why);
    m_noFlow->setVisible(!flow);
    m_moved.picture->setVisible(flow.has_value());
    drawFlow();
}

void CategoryCharts::drawAll()
{
    if (m_course.snapshots.empty())
        return;
    // One for all pictures, which draw it again later on.
    const auto one = std::make_shared<const CategoryCourse>(
        CategoryCourse { { m_course.snapshots[m_selected] }, m_course.names });
    const auto show = [one](const Chart& chart, const auto& draw, const auto& table, const auto& summary) {
        const CategorySnapshot& snapshot = one->snapshots.front();
        chart.picture->setFigure({ {},
                                   chart.heading->text(),
                                   [one, draw, &snapshot](QCustomPlot& plot, const PlotTheme& theme) {
                                       emptyPlot(plot);
                                       draw(plot, snapshot, theme);
                                   },
                                   [one, table, &snapshot] { return table(snapshot); },
                                   [one, summary, &snapshot] { return summary(snapshot); } });
    };
    const CategoryNames& names = one->names;
    show(
        m_bars,
        [&names](QCustomPlot& plot, const CategorySnapshot& snapshot, const PlotTheme& theme) {
            drawAssignmentBars(plot, snapshot, names, theme);
        },
        [&names](const CategorySnapshot& snapshot) { return assignmentBarsTable(snapshot, names); },
        &assignmentBarsSummary);
    show(m_confidence, &drawConfidence, &confidenceTable, &confidenceSummary);
    FigureRequest similarity = categoryFigure(u"category-similarity"_s, one, m_similarity.heading->text());
    similarity.draw = [draw = std::move(similarity.draw)](QCustomPlot& plot, const PlotTheme& theme) {
        emptyPlot(plot);
        draw(plot, theme);
    };
    m_similarity.picture->setFigure(std::move(similarity));
    drawCourse();
}

void CategoryCharts::drawCourse()
{
    if (m_course.snapshots.empty())
        return;
    const auto course = std::make_shared<const CategoryCourse>(m_course);
    const bool shares = m_measure->currentIndex() == Shares;
    const auto step = static_cast<double>(m_course.snapshots[m_selected].step);
    FigureRequest figure = shares ? categoryFigure(u"assignment"_s, course, m_over.heading->text())
                                  : FigureRequest { {},
                                                    m_over.heading->text(),
                                                    [course](QCustomPlot& plot, const PlotTheme& theme) {
                                                        drawCategoryMeasures(plot, *course, theme);
                                                    },
                                                    [course] { return categoryMeasuresTable(*course); },
                                                    [course] { return categoryMeasuresSummary(*course); } };
    figure.draw = [draw = std::move(figure.draw), step](QCustomPlot& plot, const PlotTheme& theme) {
        emptyPlot(plot);
        draw(plot, theme);
        auto* here = new QCPItemStraightLine(&plot);
        here->point1->setCoords(step, 0);
        here->point2->setCoords(step, 1);
        here->setPen(QPen(theme.accent, 1));
    };
    m_over.picture->setFigure(std::move(figure));
}

void CategoryCharts::drawFlow()
{
    if (!m_flow)
        return m_moved.picture->clear();
    const auto flow = std::make_shared<const CategoryFlow>(*m_flow);
    m_moved.picture->setFigure({ {},
                                 m_moved.heading->text(),
                                 [flow, names = m_course.names](QCustomPlot& plot, const PlotTheme& theme) {
                                     emptyPlot(plot);
                                     drawCategoryFlow(plot, *flow, names, theme);
                                 },
                                 [flow, names = m_course.names] { return categoryFlowTable(*flow, names); },
                                 [flow] { return categoryFlowSummary(*flow); } });
    m_moved.picture->plot().setToolTip(categoryFlowSummary(*m_flow));
}

void CategoryCharts::retranslate()
{
    m_bars.heading->setText(tr("Assignment mass"));
    m_bars.picture->plot().setToolTip(
        tr("w_j, the sum of the assignments a of all training interactions (Eq. 4). The "
           "dashed line is the same share for each. Click a bar to choose a category."));
    m_confidence.heading->setText(tr("Confidence"));
    m_confidence.picture->plot().setToolTip(
        tr("How sure the assignment of each item is: the largest of its a. The dashed line is the mean."));
    m_similarity.heading->setText(tr("Similarity"));
    m_similarity.picture->plot().setToolTip(
        tr("|g_i · g_j|: 0 where two categories are independent (Eq. 1)."));
    m_over.heading->setText(tr("Over the training"));
    m_over.picture->plot().setToolTip(tr("Click to go to an evaluation."));
    m_measure->setItemText(Shares, tr("Shares"));
    m_measure->setItemText(Measures, tr("Measures"));
    m_measure->setAccessibleName(tr("What is drawn over the training"));
    m_moved.heading->setText(tr("Items that moved"));
    for (const Chart* chart : { &m_bars, &m_confidence, &m_similarity, &m_over, &m_moved })
        chart->picture->setName(chart->heading->text());
    drawAll();
    drawFlow();
}

} // namespace opal
