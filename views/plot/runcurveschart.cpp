// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/runcurveschart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "core/results/rankingmetrics.h"
#include "views/itemmodels/celltext.h"
#include "views/itemmodels/runlook.h"
#include "views/plot/chartwidget.h"
#include "views/plot/datatable.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/theme.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

/// What can be drawn, in the order of the choice: the metrics of training at three cut-offs. The loss comes
/// behind them.
const std::vector<MetricAt>& curveMetrics()
{
    static const std::vector<MetricAt> metrics = [] {
        std::vector<MetricAt> all;
        for (const RankingMetric& metric : rankingMetrics())
            if (metric.essential)
                for (const int cutoff : { 200, 100, 50 })
                    all.emplace_back(metric.key, cutoff);
        return all;
    }();
    return metrics;
}

constexpr int namedRuns = 8; ///< in the legend

} // namespace

RunCurvesChart::RunCurvesChart(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_chart(new ChartWidget(this))
    , m_table(new DataTable(m_chart, this))
    , m_metric(new QComboBox(this))
    , m_legend(new QLabel(this))
{
    m_chart->setObjectName(QStringLiteral("runCurves"));
    m_metric->setObjectName(QStringLiteral("curveMetric"));
    for (const MetricAt& metric : curveMetrics())
        m_metric->addItem(QString::fromStdString(metricTitle(metric)));
    m_metric->addItem({}); // the loss
    m_legend->setObjectName(QStringLiteral("curveLegend"));
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setWordWrap(true);
    m_legend->setProperty("role", QStringLiteral("secondary"));
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_legend, 1);
    auto* tools = new QHBoxLayout;
    tools->setSpacing(8);
    tools->addWidget(m_metric);
    tools->addWidget(m_table->buttons());
    bar->addLayout(tools);
    bar->setAlignment(tools, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    m_table->setSource([this] { return data(); });

    connect(m_metric, &QComboBox::currentIndexChanged, this, &RunCurvesChart::draw);
    const auto applyTheme = [this] {
        m_chart->applyTheme(PlotTheme::screen(m_context.theme.tokens()));
        draw();
    };
    connect(&m_context.theme, &Theme::changed, this, applyTheme);
    m_chart->setEmpty(true);
    retranslate();
    applyTheme();
}

void RunCurvesChart::setRuns(std::vector<RunRecord> runs)
{
    m_asked = runs.size();
    if (runs.size() > mostRuns)
        runs.resize(mostRuns);
    m_runs = std::move(runs);
    std::set<std::string> wanted;
    for (const RunRecord& run : m_runs)
        wanted.insert(run.id);
    std::erase_if(m_loaded, [&](const auto& entry) { return !wanted.contains(entry.first); });
    load();
    draw();
}

void RunCurvesChart::setFolded(bool folded)
{
    m_folded = folded;
    draw();
}

void RunCurvesChart::load()
{
    for (const RunRecord& run : m_runs) {
        Loaded& loaded = m_loaded[run.id];
        if (loaded.step == run.step && loaded.state == run.state && run.state != RunState::Running)
            continue;
        // A resumed run may have gone back behind what is here; rows after the last evaluation come again,
        // for the next evaluation is written after its step.
        if (run.step < loaded.step)
            loaded.curves = {};
        const auto& evaluations = loaded.curves.evaluations;
        const std::int64_t after = loaded.step >= 0 && run.step >= loaded.step && !evaluations.empty()
            ? evaluations.back().step
            : -1;
        loaded.step = run.step;
        loaded.state = run.state;
        ++m_pending;
        m_context.queries.run(
            this, [&store = m_context.store, id = run.id, after] { return store.curvesAfter(id, after); },
            [this, id = run.id, after](RunCurves curves) { take(id, after, std::move(curves)); },
            [this, id = run.id](ErrorCode, const QString& detail) {
                --m_pending;
                m_loaded.erase(id);
                m_legend->setText(detail.toHtmlEscaped());
            });
    }
}

void RunCurvesChart::take(const std::string& id, std::int64_t after, RunCurves&& curves)
{
    --m_pending;
    const auto found = m_loaded.find(id);
    if (found == m_loaded.end())
        return draw();
    RunCurves& known = found->second.curves;
    std::erase_if(known.steps, [after](const StepReport& report) { return report.step > after; });
    std::erase_if(known.evaluations, [after](const EvaluationReport& report) { return report.step > after; });
    known.steps.insert(known.steps.end(), std::make_move_iterator(curves.steps.begin()),
                       std::make_move_iterator(curves.steps.end()));
    known.evaluations.insert(known.evaluations.end(), std::make_move_iterator(curves.evaluations.begin()),
                             std::make_move_iterator(curves.evaluations.end()));
    draw();
}

/// Null for the loss.
const MetricAt* RunCurvesChart::shownMetric() const
{
    const auto place = static_cast<std::size_t>(std::max(0, m_metric->currentIndex()));
    return place < curveMetrics().size() ? &curveMetrics()[place] : nullptr;
}

CurvePoints RunCurvesChart::pointsOf(const std::string& id) const
{
    CurvePoints points;
    const auto found = m_loaded.find(id);
    if (found == m_loaded.end())
        return points;
    const MetricAt* metric = shownMetric();
    if (!metric) {
        for (const StepReport& report : found->second.curves.steps)
            if (!report.terms.empty())
                points.emplace_back(static_cast<double>(report.step), report.terms.front().second);
        return points;
    }
    for (const EvaluationReport& report : found->second.curves.evaluations) {
        const auto& values = report.metrics.of(metric->first);
        if (const auto value = values.find(metric->second); value != values.end())
            points.emplace_back(static_cast<double>(report.step), value->second);
    }
    return points;
}

void RunCurvesChart::draw()
{
    QCustomPlot& plot = m_chart->plot();
    plot.clearGraphs();
    std::vector<std::vector<std::size_t>> groups;
    if (m_folded) {
        groups = foldSeeds(m_runs);
    } else {
        for (std::size_t run = 0; run < m_runs.size(); ++run)
            groups.push_back({ run });
    }
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (const auto& group : groups)
        drawGroup(group, lowest, highest);
    m_chart->setEmpty(plot.graphCount() == 0 && m_pending == 0);
    m_chart->setFitFunction([&plot, lowest, highest] {
        plot.xAxis->rescale(true);
        plot.xAxis->setRangeLower(0);
        if (lowest > highest)
            return;
        const double margin = highest > lowest ? 0.06 * (highest - lowest) : 0.05 * std::abs(highest) + 1e-6;
        plot.yAxis->setRange(std::max(lowest - margin, lowest >= 0 ? 0 : lowest - margin), highest + margin);
    });
    m_chart->setSubject(subject());
    m_chart->refresh();
    m_table->refresh();
    updateTexts();
}

/// A row a step, a column a run; runs that were not measured at a step have an empty cell.
FigureTable RunCurvesChart::data() const
{
    std::map<double, QStringList> rows;
    FigureTable table { { QStringLiteral("step") }, {} };
    for (std::size_t run = 0; run < m_runs.size(); ++run) {
        table.columns << QString::fromStdString(m_runs[run].name);
        for (const auto& [step, value] : pointsOf(m_runs[run].id)) {
            QStringList& row = rows[step];
            row.resize(static_cast<qsizetype>(m_runs.size()));
            row[static_cast<qsizetype>(run)] = tableNumber(value);
        }
    }
    for (auto& [step, row] : rows)
        table.rows.push_back(QStringList { tableNumber(step) } + row);
    return table;
}

/// Runs and metric: another metric has another scale.
QString RunCurvesChart::subject() const
{
    QStringList parts;
    for (const RunRecord& run : m_runs)
        parts << QString::fromStdString(run.id);
    parts.sort();
    if (!parts.isEmpty())
        parts << (shownMetric() ? QString::fromStdString(metricTitle(*shownMetric()))
                                : QStringLiteral("Loss"));
    return parts.join(QLatin1Char(' '));
}

void RunCurvesChart::drawGroup(const std::vector<std::size_t>& group, double& lowest, double& highest)
{
    std::vector<CurvePoints> curves;
    for (const std::size_t run : group) {
        curves.push_back(pointsOf(m_runs[run].id));
        for (const auto& point : curves.back()) {
            if (!std::isfinite(point.second))
                continue;
            lowest = std::min(lowest, point.second);
            highest = std::max(highest, point.second);
        }
    }
    const std::vector<MeanPoint> means = meanCurve(curves);
    const PlotTheme theme = PlotTheme::screen(m_context.theme.tokens());
    for (std::size_t index = 0; index < group.size(); ++index) {
        const RunRecord& run = m_runs[group[index]];
        QPen pen = runLook(run).pen(means.empty() ? theme.lineWidth : 1);
        if (!means.empty()) {
            QColor faint = runLook(m_runs[group.front()]).color;
            faint.setAlphaF(0.35F);
            pen.setColor(faint);
        }
        addLine(curves[index], pen, QString::fromStdString(run.name));
    }
    addMean(means, m_runs[group.front()], group.size());
}

void RunCurvesChart::addLine(const CurvePoints& points, const QPen& pen, const QString& name)
{
    if (points.empty())
        return;
    QList<double> keys;
    QList<double> values;
    for (const auto& [key, value] : points) {
        keys << key;
        values << value;
    }
    QCPGraph* graph = m_chart->plot().addGraph();
    graph->setName(name);
    graph->setPen(pen);
    graph->setAdaptiveSampling(true);
    graph->setData(keys, values, true);
    if (points.size() == 1)
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 5));
}

void RunCurvesChart::addMean(const std::vector<MeanPoint>& means, const RunRecord& run, std::size_t seeds)
{
    if (means.empty())
        return;
    CurvePoints lower;
    CurvePoints upper;
    CurvePoints middle;
    for (const MeanPoint& point : means) {
        lower.emplace_back(point.x, point.mean - point.halfWidth);
        upper.emplace_back(point.x, point.mean + point.halfWidth);
        middle.emplace_back(point.x, point.mean);
    }
    const RunLook look = runLook(run);
    QColor band = look.color;
    band.setAlphaF(0.16F);
    QCustomPlot& plot = m_chart->plot();
    const PlotTheme theme = PlotTheme::screen(m_context.theme.tokens());
    addLine(lower, QPen(Qt::NoPen), tr("lower end of the 95 % interval"));
    QCPGraph* bottom = plot.graph(plot.graphCount() - 1);
    addLine(upper, QPen(Qt::NoPen), tr("upper end of the 95 % interval"));
    QCPGraph* top = plot.graph(plot.graphCount() - 1);
    top->setBrush(band);
    top->setChannelFillGraph(bottom);
    for (QCPGraph* edge : { bottom, top })
        edge->setScatterStyle(QCPScatterStyle::ssNone);
    //: A curve that is the mean over runs that differ in their seed
    addLine(middle, look.pen(theme.strongLineWidth),
            tr("%1, mean of seeds: %2").arg(QString::fromStdString(run.name)).arg(seeds));
}

void RunCurvesChart::updateTexts()
{
    const QString metric = m_metric->currentText();
    QCustomPlot& plot = m_chart->plot();
    //: Axis of a chart
    plot.xAxis->setLabel(tr("Step"));
    //: Axis of a chart: name of a metric on the validation day
    plot.yAxis->setLabel(shownMetric() ? tr("%1, validation\n(higher is better)").arg(metric)
                                       : tr("%1, training\n(lower is better)").arg(metric));
    QStringList names;
    const auto groups = m_folded ? foldSeeds(m_runs) : std::vector<std::vector<std::size_t>> {};
    const std::size_t count = m_folded ? groups.size() : m_runs.size();
    for (std::size_t index = 0; index < count && index < namedRuns; ++index) {
        const RunRecord& run = m_runs[m_folded ? groups[index].front() : index];
        QString name = QString::fromStdString(run.name).toHtmlEscaped();
        if (m_folded && groups[index].size() > 1)
            //: A group of runs that differ in their seed, and how many they are
            name = tr("%1 (mean of seeds: %2)").arg(name).arg(groups[index].size());
        names << QStringLiteral("<span style='color:%1'>%2</span>&nbsp;%3")
                     .arg(runLook(run).color.name(),
                          runLook(run).dash == Qt::SolidLine ? QStringLiteral("\u25AC")
                                                             : QStringLiteral("\u254D\u254D"),
                          name);
    }
    if (count > namedRuns)
        names << tr("and %1 more").arg(count - namedRuns);
    if (m_asked > m_runs.size())
        names << tr("only the first %1 of %2 runs are drawn").arg(m_runs.size()).arg(m_asked);
    m_legend->setText(names.join(QStringLiteral(" &nbsp; ")));
    m_table->setName(tr("Curves of the selected runs"));
    m_chart->setSummary(tr("Curves of the selected runs"),
                        tr("%1 over the steps, runs shown: %2").arg(metric).arg(m_runs.size()));
}

void RunCurvesChart::retranslate()
{
    m_metric->setItemText(m_metric->count() - 1, tr("Loss"));
    m_metric->setAccessibleName(tr("What the curves show"));
    m_metric->setToolTip(tr("What the curves show: the quality on the validation day or the training loss"));
    m_chart->emptyState().setTexts({}, tr("No curve yet: select runs that have been evaluated."));
    m_chart->setKeyText(
        [](double key) { return tr("step %1").arg(countText(static_cast<std::int64_t>(std::lround(key)))); });
    updateTexts();
}

} // namespace opal
