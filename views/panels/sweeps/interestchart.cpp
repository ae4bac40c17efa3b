// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweeps/interestchart.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>

#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/figures/interestsfigure.h"
#include "views/plot/qcp.h"
#include "views/shell/openruns.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/make.h"
#include "views/widgets/metricnames.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr double reach = 12; ///< pixels around a point that count as the point

} // namespace

InterestChart::InterestChart(const Theme& theme, Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_curves(std::make_shared<const InterestCurves>())
    , m_label(new QLabel(this))
    , m_metric(new QComboBox(this))
    , m_all(new QCheckBox(this))
    , m_picture(new Picture(theme, u"interestPlot"_s, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
{
    m_label->setProperty("role", QStringLiteral("secondary"));
    m_metric->setObjectName(QStringLiteral("interestMetric"));
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_all->setObjectName(QStringLiteral("interestAllRuns"));
    m_picture->setMinimumHeight(220);
    m_picture->setHints([this](const QPoint& place) { return hintAt(place); });
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_picture);
    auto* bar = rowOf({ m_label, m_metric, m_all });
    bar->addStretch();
    bar->addWidget(m_picture->buttons());
    auto* layout = columnOn(this, 8, { 0, 12, 0, 0 });
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
    connect(m_picture, &Picture::clicked, this, &InterestChart::openRunsAt);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &InterestChart::rebuild);
    connect(m_all, &QCheckBox::toggled, this, &InterestChart::allRunsToggled);
    fillMetrics();
}

InterestChart::~InterestChart() = default;

bool InterestChart::wantsAllRuns() const
{
    return m_all->isChecked();
}

void InterestChart::setRuns(std::vector<RunRecord> runs)
{
    m_runs = std::move(runs);
    std::vector<MetricAt> metrics = testedMetrics(m_runs);
    if (metrics != m_metrics) {
        m_metrics = std::move(metrics);
        fillMetrics();
    }
    rebuild();
}

void InterestChart::fillMetrics()
{
    const QString before = m_metric->currentData().toString();
    const QSignalBlocker blocker(m_metric);
    m_metric->clear();
    for (const MetricAt& metric : m_metrics)
        m_metric->addItem(QString::fromStdString(metricTitle(metric)),
                          QString::fromStdString(metricKey(metric)));
    for (const RankingMetric& metric : rankingMetrics())
        if (std::any_of(m_metrics.begin(), m_metrics.end(),
                        [&metric](const MetricAt& known) { return known.first == metric.key; }))
            //: %1 is the name of a metric
            m_metric->addItem(tr("%1, all lengths").arg(metricName(metric)), QString::fromLatin1(metric.key));
    m_metric->setCurrentIndex(std::max(0, m_metric->findData(before)));
    m_metric->setEnabled(!m_metrics.empty());
}

std::vector<MetricAt> InterestChart::shownMetrics() const
{
    const QString key = m_metric->currentData().toString();
    std::vector<MetricAt> shown;
    for (const MetricAt& metric : m_metrics)
        if (key == QString::fromStdString(metricKey(metric)) || key.toStdString() == metric.first)
            shown.push_back(metric);
    return shown;
}

void InterestChart::rebuild()
{
    m_curves = std::make_shared<const InterestCurves>(interestCurves(m_runs, tableModels(), shownMetrics()));
    m_pages->setCurrentWidget(m_curves->lines.empty() ? static_cast<QWidget*>(m_empty) : m_picture);
    if (m_curves->lines.empty())
        return m_picture->clear();
    FigureSubject subject;
    for (const MetricAt& metric : shownMetrics()) {
        std::string& metrics = subject.options["metrics"];
        metrics += (metrics.empty() ? "" : ",") + metricKey(metric);
    }
    for (const InterestLine& line : m_curves->lines)
        for (const InterestPoint& point : line.points)
            for (const std::string& run : point.runs)
                if (std::find(subject.runs.begin(), subject.runs.end(), run) == subject.runs.end())
                    subject.runs.push_back(run);
    m_picture->setFigure(figureRequest(u"interests"_s, m_curves, subject));
}

const InterestPoint* InterestChart::pointAt(const QPointF& place, const InterestLine** line) const
{
    const QList<QCPAxisRect*> rects = m_picture->plot().axisRects();
    const InterestPoint* nearest = nullptr;
    double distance = reach;
    for (const InterestLine& candidate : m_curves->lines) {
        for (const InterestPoint& point : candidate.points) {
            const std::optional<double> values[] { point.value.mean,
                                                   point.effective ? std::optional(point.effective->mean)
                                                                   : std::nullopt };
            for (int part = 0; part < std::min<int>(2, static_cast<int>(rects.size())); ++part) {
                if (!values[part])
                    continue;
                const QPointF at(
                    rects[part]->axis(QCPAxis::atBottom)->coordToPixel(static_cast<double>(point.interests)),
                    rects[part]->axis(QCPAxis::atLeft)->coordToPixel(*values[part]));
                const double away = std::hypot(at.x() - place.x(), at.y() - place.y());
                if (away < distance) {
                    distance = away;
                    nearest = &point;
                    if (line)
                        *line = &candidate;
                }
            }
        }
    }
    return nearest;
}

void InterestChart::openRunsAt(const QPoint& place, const QPoint& global)
{
    const InterestPoint* point = pointAt(place);
    if (!point)
        return;
    std::vector<NamedRun> runs;
    for (const std::string& id : point->runs)
        for (const RunRecord& run : m_runs)
            if (run.id == id)
                runs.emplace_back(QString::fromStdString(id), QString::fromStdString(run.name));
    openRuns(this, m_workspace, runs, global);
}

Picture::Hint InterestChart::hintAt(const QPoint& place) const
{
    const InterestLine* line = nullptr;
    const InterestPoint* point = pointAt(place, &line);
    if (!point)
        return {};
    //: Model, number of interests, metric and its value
    QString text = tr("%1, interests: %2, %3 %4")
                       .arg(QString::fromStdString(line->model))
                       .arg(point->interests)
                       .arg(QString::fromStdString(metricTitle(line->metric)), metricText(point->value.mean));
    if (point->value.runs > 1)
        text += u" \u00B1 "_s + metricText(point->value.deviation);
    if (point->effective)
        text += u'\n' + tr("effective interests: %1").arg(point->effective->mean, 0, 'f', 2);
    text += u'\n' + tr("%n runs, click to open", nullptr, point->value.runs);
    return { text, {}, true };
}

void InterestChart::retranslate()
{
    m_label->setText(tr("Metric"));
    m_metric->setAccessibleName(tr("Metric of the chart"));
    m_all->setText(tr("All runs of the data set"));
    m_all->setAccessibleName(m_all->text());
    m_all->setToolTip(tr("Of each model and number of interests the setting that was best on the validation "
                         "day, whether or not this sweep trained it"));
    m_empty->setTexts({}, tr("The chart appears with the first point that is tested."));
    fillMetrics();
    rebuild();
}

} // namespace opal
