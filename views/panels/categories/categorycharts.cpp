// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/categorycharts.h"

#include <cmath>

#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QResizeEvent>
#include <QVBoxLayout>

#include "views/figures/categoryfigures.h"
#include "views/plot/datatable.h"
#include "views/plot/qcp.h"

namespace opal {

namespace {

constexpr int chartSpacing = 12;
constexpr int wideFrom = 820; ///< narrower than this the charts stand in two columns

enum Measure { Shares, Measures };

} // namespace

CategoryCharts::CategoryCharts(QWidget* parent)
    : QWidget(parent)
    , m_theme(PlotTheme::paper())
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
    setupTables();
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
    chart.plot = new QCustomPlot(chart.card);
    chart.plot->setObjectName(name);
    chart.plot->setMinimumSize(200, 170);
    chart.plot->setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(chart.card);
    layout->setContentsMargins(chartSpacing, 8, chartSpacing, 8);
    layout->setSpacing(4);
    chart.table = new DataTable(chart.plot, chart.card);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(chart.heading, 1);
    top->addWidget(chart.table->buttons());
    layout->addLayout(top);
    layout->addWidget(chart.table, 1);
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
    // Names have other room; drawn again when the charts have taken their size.
    if (event->size().width() != event->oldSize().width())
        QMetaObject::invokeMethod(
            this,
            [this] {
                drawAll();
                drawFlow();
            },
            Qt::QueuedConnection);
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
    connect(m_bars.plot, &QCustomPlot::mousePress, this, [this, categoryAt](QMouseEvent* event) {
        categoryAt(m_bars.plot->xAxis->pixelToCoord(event->position().x()) + 0.5);
    });
    connect(m_similarity.plot, &QCustomPlot::mousePress, this, [this, categoryAt](QMouseEvent* event) {
        categoryAt(m_similarity.plot->yAxis->pixelToCoord(event->position().y()));
    });
    connect(m_over.plot, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        const double step = m_over.plot->xAxis->pixelToCoord(event->position().x());
        std::size_t nearest = 0;
        for (std::size_t i = 0; i < m_course.snapshots.size(); ++i)
            if (std::abs(static_cast<double>(m_course.snapshots[i].step) - step)
                < std::abs(static_cast<double>(m_course.snapshots[nearest].step) - step))
                nearest = i;
        if (!m_course.snapshots.empty())
            Q_EMIT evaluationClicked(nearest);
    });
}

void CategoryCharts::setupTables()
{
    const auto set = [this](const Chart& chart, const std::function<FigureTable()>& table) {
        chart.table->setSource(
            [this, table] { return m_course.snapshots.empty() ? ChartData {} : ChartData::of(table()); });
    };
    const auto snapshot = [this]() -> const CategorySnapshot& { return m_course.snapshots[m_selected]; };
    set(m_bars, [this, snapshot] { return assignmentBarsTable(snapshot(), m_course.names); });
    set(m_confidence, [snapshot] { return confidenceTable(snapshot()); });
    set(m_similarity, [this, snapshot] {
        return categorySimilarityTable({ { snapshot() }, m_course.names });
    });
    set(m_over, [this] { return courseTable(); });
    set(m_moved, [this] { return m_flow ? categoryFlowTable(*m_flow, m_course.names) : FigureTable {}; });
}

FigureTable CategoryCharts::courseTable() const
{
    return m_measure->currentIndex() == Shares ? assignmentTable(m_course) : categoryMeasuresTable(m_course);
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
    m_moved.table->setVisible(flow.has_value());
    m_moved.table->buttons()->setVisible(flow.has_value());
    drawFlow();
}

void CategoryCharts::applyTheme(const PlotTheme& theme)
{
    m_theme = theme;
    drawAll();
    drawFlow();
}

void CategoryCharts::drawAll()
{
    if (m_course.snapshots.empty())
        return;
    const CategorySnapshot& snapshot = m_course.snapshots[m_selected];
    const auto redraw = [](const Chart& chart, const auto& draw, const QString& summary) {
        emptyPlot(*chart.plot);
        draw(*chart.plot);
        chart.plot->setAccessibleDescription(summary);
        chart.table->refresh();
        chart.plot->replot(QCustomPlot::rpQueuedReplot);
    };
    redraw(
        m_bars, [&](QCustomPlot& plot) { drawAssignmentBars(plot, snapshot, m_course.names, m_theme); },
        assignmentBarsSummary(snapshot));
    redraw(
        m_confidence, [&](QCustomPlot& plot) { drawConfidence(plot, snapshot, m_theme); },
        confidenceSummary(snapshot));
    const CategoryCourse one { { snapshot }, m_course.names };
    redraw(
        m_similarity, [&](QCustomPlot& plot) { drawCategorySimilarity(plot, one, m_theme); },
        categorySimilaritySummary(one));
    drawCourse();
}

void CategoryCharts::drawCourse()
{
    if (m_course.snapshots.empty())
        return;
    QCustomPlot& plot = *m_over.plot;
    const bool shares = m_measure->currentIndex() == Shares;
    emptyPlot(plot);
    if (shares)
        drawAssignment(plot, m_course, m_theme);
    else
        drawCategoryMeasures(plot, m_course, m_theme);
    auto* here = new QCPItemStraightLine(&plot);
    const auto step = static_cast<double>(m_course.snapshots[m_selected].step);
    here->point1->setCoords(step, 0);
    here->point2->setCoords(step, 1);
    here->setPen(QPen(m_theme.accent, 1));
    plot.setAccessibleDescription(shares ? assignmentSummary(m_course) : categoryMeasuresSummary(m_course));
    m_over.table->refresh();
    plot.replot(QCustomPlot::rpQueuedReplot);
}

void CategoryCharts::drawFlow()
{
    if (!m_flow)
        return;
    emptyPlot(*m_moved.plot);
    drawCategoryFlow(*m_moved.plot, *m_flow, m_course.names, m_theme);
    m_moved.plot->setAccessibleDescription(categoryFlowSummary(*m_flow));
    m_moved.plot->setToolTip(categoryFlowSummary(*m_flow));
    m_moved.table->refresh();
    m_moved.plot->replot(QCustomPlot::rpQueuedReplot);
}

void CategoryCharts::retranslate()
{
    m_bars.heading->setText(tr("Assignment mass"));
    m_bars.plot->setToolTip(tr("w_j, the sum of the assignments a of all training interactions (Eq. 4). The "
                               "dashed line is the same share for each. Click a bar to choose a category."));
    m_confidence.heading->setText(tr("Confidence"));
    m_confidence.plot->setToolTip(
        tr("How sure the assignment of each item is: the largest of its a. The dashed line is the mean."));
    m_similarity.heading->setText(tr("Similarity"));
    m_similarity.plot->setToolTip(tr("|g_i · g_j|: 0 where two categories are independent (Eq. 1)."));
    m_over.heading->setText(tr("Over the training"));
    m_over.plot->setToolTip(tr("Click to go to an evaluation."));
    m_measure->setItemText(Shares, tr("Shares"));
    m_measure->setItemText(Measures, tr("Measures"));
    m_measure->setAccessibleName(tr("What is drawn over the training"));
    m_moved.heading->setText(tr("Items that moved"));
    for (const Chart* chart : { &m_bars, &m_confidence, &m_similarity, &m_over, &m_moved })
        chart->plot->setAccessibleName(chart->heading->text());
    for (const Chart* chart : { &m_bars, &m_confidence, &m_similarity, &m_over, &m_moved })
        chart->table->setName(chart->heading->text());
    drawAll();
    drawFlow();
}

} // namespace opal
