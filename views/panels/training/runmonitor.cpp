// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/runmonitor.h"

#include <algorithm>

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

#include "core/store/runstore.h"
#include "views/figures/curvesfigure.h"
#include "views/figures/figureregistry.h"
#include "views/figures/stagesfigure.h"
#include "views/panels/training/liverun.h"
#include "views/panels/training/runtiles.h"
#include "views/plot/chartwidget.h"
#include "views/plot/datatable.h"
#include "views/plot/qcp.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/theme.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/metricnames.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

constexpr int maximumLogLines = 2000;
constexpr int smoothingSteps[] { 0, 10, 100, 1000 };
constexpr int chartHeight = 208;

/// A card with a heading row over a widget that takes the rest.
QFrame* makeCard(QWidget* parent, QLabel* heading, QWidget* headingTools, QWidget* content)
{
    auto* card = new QFrame(parent);
    card->setProperty("role", QStringLiteral("card"));
    auto* row = new QHBoxLayout;
    row->addWidget(heading);
    row->addStretch();
    if (headingTools)
        row->addWidget(headingTools);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(content, 1);
    return card;
}

QLabel* makeHeading(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("heading"));
    return label;
}

} // namespace

RunMonitor::RunMonitor(const PanelContext& context, LiveRun& run, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_run(run)
    , m_tiles(new RunTiles(context, run, this))
    , m_lossChart(new ChartWidget(this))
    , m_rankingChart(new ChartWidget(this))
    , m_lossTable(new DataTable(m_lossChart, this))
    , m_rankingTable(new DataTable(m_rankingChart, this))
    , m_lossHeading(makeHeading(this))
    , m_rankingHeading(makeHeading(this))
    , m_logHeading(makeHeading(this))
    , m_log(new QListWidget(this))
{
    setupLayout();
    setupCharts();
    connectRun();
    connectCharts();
    applyTheme();
    onReset();
}

RunMonitor::~RunMonitor() = default;

void RunMonitor::setupLayout()
{
    m_log->setObjectName(QStringLiteral("runLog"));
    m_log->setFrameShape(QFrame::NoFrame);
    m_log->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_log->setProperty("role", QStringLiteral("log"));
    m_lossChart->setObjectName(QStringLiteral("lossChart"));
    m_rankingChart->setObjectName(QStringLiteral("rankingChart"));
    m_lossChart->setMinimumHeight(chartHeight);
    m_rankingChart->setMinimumHeight(chartHeight);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setHandleWidth(12);
    splitter->setProperty("role", QStringLiteral("gap"));
    splitter->addWidget(makeCard(this, m_lossHeading, makeLossBar(), m_lossTable));
    splitter->addWidget(makeCard(this, m_rankingHeading, makeRankingBar(), m_rankingTable));
    splitter->addWidget(makeCard(this, m_logHeading, nullptr, m_log));
    splitter->setSizes({ 320, 320, 150 });
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 3);
    splitter->setStretchFactor(2, 1);
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_tiles);
    layout->addWidget(splitter, 1);
}

QWidget* RunMonitor::makeLossBar()
{
    auto* bar = new QWidget(this);
    m_pointCount = new QLabel(bar);
    m_pointCount->setProperty("role", QStringLiteral("secondary"));
    m_pointCount->setObjectName(QStringLiteral("pointCount"));
    m_smoothingLabel = new QLabel(bar);
    m_smoothingLabel->setProperty("role", QStringLiteral("secondary"));
    m_smoothing = new QComboBox(bar);
    m_smoothing->setObjectName(QStringLiteral("smoothingCombo"));
    for (const int steps : smoothingSteps)
        m_smoothing->addItem({}, steps);
    m_smoothingLabel->setBuddy(m_smoothing);
    m_logButton = new QPushButton(bar);
    m_logButton->setObjectName(QStringLiteral("logScaleButton"));
    m_logButton->setCheckable(true);
    m_logButton->setProperty("role", QStringLiteral("toggle"));
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_pointCount);
    layout->addSpacing(8);
    layout->addWidget(m_smoothingLabel);
    layout->addWidget(m_smoothing);
    layout->addWidget(m_logButton);
    layout->addWidget(m_lossTable->buttons());
    connect(m_smoothing, &QComboBox::currentIndexChanged, this, &RunMonitor::updateSmoothing);
    connect(m_logButton, &QPushButton::toggled, this, [this](bool log) {
        m_lossFigure->setLogScale(log);
        m_lossFigure->fit();
        m_lossChart->refresh();
    });
    return bar;
}

void RunMonitor::updateSmoothing()
{
    m_lossFigure->setSmoothing(m_smoothing->currentData().toInt());
    m_lossChart->refresh();
}

void RunMonitor::updatePointCount()
{
    const int steps = m_lossFigure->stepCount();
    m_pointCount->setText(steps == 0 ? QString() : tr("%1 steps, each one drawn").arg(countText(steps)));
}

QWidget* RunMonitor::makeRankingBar()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    const auto add = [&](const QString& text, bool checked) {
        auto* button = new QPushButton(text, bar);
        button->setCheckable(true);
        button->setChecked(checked);
        button->setProperty("role", QStringLiteral("toggle"));
        layout->addWidget(button);
        connect(button, &QPushButton::toggled, this, &RunMonitor::updateShown);
        return button;
    };
    for (const RankingMetric& metric : rankingMetrics()) {
        if (!metric.essential || !metric.inTables)
            continue;
        QPushButton* button = add({}, m_metricButtons.empty());
        button->setProperty("metric", QString::fromLatin1(metric.key));
        m_metricButtons.push_back(button);
    }
    layout->addSpacing(8);
    for (const int cutoff : { 50, 100, 200 }) {
        QPushButton* button = add(QStringLiteral("@%1").arg(cutoff), true);
        button->setProperty("cutoff", cutoff);
        m_cutoffButtons.push_back(button);
    }
    layout->addSpacing(8);
    layout->addWidget(m_rankingTable->buttons());
    return bar;
}

void RunMonitor::setupCharts()
{
    // Equal steps stand above each other, whatever the numbers of the axes take.
    for (ChartWidget* chart : { m_lossChart, m_rankingChart })
        chart->plot().axisRect()->setMinimumMargins({ 68, 0, 60, 0 });
    m_lossFigure = std::make_unique<LossFigure>(m_lossChart->plot());
    m_rankingFigure = std::make_unique<RankingFigure>(m_rankingChart->plot());
    m_lossTable->setSource([this] { return lossData(); });
    m_rankingTable->setSource([this] { return rankingTable(rankingCurves()); });
    const auto keyText
        = [this](double key) { return tr("Step %1").arg(countText(static_cast<std::int64_t>(key))); };
    m_lossChart->setKeyText(keyText);
    m_rankingChart->setKeyText(keyText);
    m_lossChart->setFitFunction([this] { m_lossFigure->fit(); });
    m_rankingChart->setFitFunction([this] { m_rankingFigure->fit(); });
    m_lossChart->setTooltipFunction(
        [this](const QPoint& at) { return m_lossFigure->backdrop().tooltipAt(at); });
    m_rankingChart->setTooltipFunction(
        [this](const QPoint& at) { return m_rankingFigure->backdrop().tooltipAt(at); });
    connect(&m_lossChart->plot(), &QCustomPlot::beforeReplot, this,
            [this] { m_lossFigure->backdrop().beforeReplot(); });
    connect(&m_rankingChart->plot(), &QCustomPlot::beforeReplot, this,
            [this] { m_rankingFigure->backdrop().beforeReplot(); });
    connect(&m_lossChart->plot(), &QCustomPlot::legendClick, this,
            [this](QCPLegend*, QCPAbstractLegendItem* item) {
                if (auto* entry = qobject_cast<QCPPlottableLegendItem*>(item)) {
                    m_lossFigure->toggle(entry->plottable());
                    m_lossChart->refresh();
                }
            });
}

void RunMonitor::connectCharts()
{
    // Both charts show the same steps: zooming one zooms the other.
    connect(m_lossChart, &ChartWidget::xRangeChosen, m_rankingChart, &ChartWidget::setXRange);
    connect(m_rankingChart, &ChartWidget::xRangeChosen, m_lossChart, &ChartWidget::setXRange);
    connect(m_lossChart, &ChartWidget::viewReset, m_rankingChart, &ChartWidget::resetView);
    connect(m_rankingChart, &ChartWidget::viewReset, m_lossChart, &ChartWidget::resetView);
    connect(m_lossChart, &ChartWidget::crosshairMoved, m_rankingChart, &ChartWidget::showCrosshair);
    connect(m_rankingChart, &ChartWidget::crosshairMoved, m_lossChart, &ChartWidget::showCrosshair);
    connect(m_lossChart, &ChartWidget::crosshairLeft, m_rankingChart, &ChartWidget::hideCrosshair);
    connect(m_rankingChart, &ChartWidget::crosshairLeft, m_lossChart, &ChartWidget::hideCrosshair);
    connect(&m_lossChart->emptyState(), &EmptyState::actionTriggered, this, &RunMonitor::startRequested);
    connect(&m_context.theme, &Theme::changed, this, &RunMonitor::applyTheme);
}

void RunMonitor::connectRun()
{
    connect(&m_run, &LiveRun::reset, this, &RunMonitor::onReset);
    connect(&m_run, &LiveRun::grown, this, &RunMonitor::onGrown);
    connect(&m_run, &LiveRun::reset, this, &RunMonitor::readCourse);
    connect(&m_run, &LiveRun::grown, this, [this](const RunCurves& more) {
        if (!more.evaluations.empty())
            readCourse();
    });
    connect(&m_run, &LiveRun::recordChanged, m_tiles, &RunTiles::refresh);
    connect(&m_run, &LiveRun::progressed, m_tiles, &RunTiles::refresh);
}

void RunMonitor::applyTheme()
{
    const PlotTheme theme = PlotTheme::screen(m_context.theme.tokens());
    m_lossChart->applyTheme(theme);
    m_rankingChart->applyTheme(theme);
    m_lossFigure->applyTheme(theme);
    m_rankingFigure->applyTheme(theme);
    m_lossChart->refresh();
    m_rankingChart->refresh();
}

void RunMonitor::onReset()
{
    m_lossFigure->clear();
    m_rankingFigure->clear();
    m_log->clear();
    m_lossChart->resetView();
    m_rankingChart->resetView();
    m_lossChart->setSubject(m_run.runId());
    m_rankingChart->setSubject(m_run.runId());
    m_lossChart->setEmpty(true);
    m_rankingChart->setEmpty(true);
    updateEmptyTexts();
    updatePointCount();
    m_lossTable->refresh();
    m_rankingTable->refresh();
    m_tiles->refresh();
}

void RunMonitor::onGrown(const RunCurves& more)
{
    m_lossFigure->append(more);
    m_rankingFigure->append(more);
    m_lossChart->setEmpty(m_lossFigure->isEmpty());
    m_rankingChart->setEmpty(m_rankingFigure->isEmpty());
    m_lossChart->refresh();
    m_rankingChart->refresh();
    m_lossTable->refresh();
    if (!more.evaluations.empty()) {
        m_rankingTable->refresh();
        m_lossChart->setSummary(m_lossHeading->text(), m_lossFigure->summary());
        m_rankingChart->setSummary(m_rankingHeading->text(), m_rankingFigure->summary());
    }
    addLogLines(more);
    updatePointCount();
    m_tiles->refresh();
    updateEmptyTexts();
}

void RunMonitor::addLogLines(const RunCurves& more)
{
    const bool atEnd = m_log->verticalScrollBar()->value() >= m_log->verticalScrollBar()->maximum() - 4;

    struct Line
    {
        std::int64_t step;
        QString text;
    };

    std::vector<Line> lines;
    // At the same step the evaluation comes first: stages and runs end because of it.
    for (const EvaluationReport& report : more.evaluations) {
        QStringList metrics;
        for (const RankingMetric& metric : rankingMetrics()) {
            QStringList numbers;
            for (const auto& [cutoff, number] : report.metrics.of(metric.key))
                numbers << metricText(number);
            if (metric.inTables)
                metrics << metricName(metric) % u' ' % numbers.join(QStringLiteral(" / "));
        }
        //: %3 is a list of metrics with their values
        QString text = tr("%1, epoch %2: %3")
                           .arg(stageTitle(report.stage))
                           .arg(report.epoch)
                           .arg(metrics.join(QStringLiteral(", ")));
        if (report.best)
            text += QStringLiteral(" · ") % tr("best so far");
        lines.push_back({ report.step, text });
    }
    for (const RunEvent& event : more.events) {
        QString text = runEventTitle(event.kind);
        if (event.timeMs > 0)
            text = QDateTime::fromMSecsSinceEpoch(event.timeMs).toString(QStringLiteral("HH:mm:ss  ")) % text;
        if (!event.stage.empty())
            text += QStringLiteral(" · ") % stageTitle(event.stage);
        // The detail of an end in good order only repeats the best evaluation, in English.
        if (!event.detail.empty() && event.kind != "finished")
            text += QStringLiteral(" · ") % QString::fromStdString(event.detail);
        lines.push_back({ event.step, text });
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& a, const Line& b) { return a.step < b.step; });
    for (const Line& line : lines)
        m_log->addItem(QStringLiteral("%1   %2").arg(countText(line.step), line.text));
    while (m_log->count() > maximumLogLines)
        delete m_log->takeItem(0);
    if (atEnd)
        m_log->scrollToBottom();
}

void RunMonitor::updateEmptyTexts()
{
    if (m_run.runId().isEmpty()) {
        m_lossChart->emptyState().setTexts(
            tr("No run chosen"),
            tr("Start a training on the left or choose a run at the top to see its curves."),
            tr("Start training"));
        m_rankingChart->emptyState().setTexts({},
                                              tr("Recall and HitRate appear after the first evaluation."));
        return;
    }
    m_lossChart->emptyState().setTexts({}, tr("The curves begin with the first training steps."));
    m_rankingChart->emptyState().setTexts({}, tr("Recall and HitRate appear after the first evaluation."));
}

void RunMonitor::updateShown()
{
    RankingFigure::Shown shown { {}, {} };
    for (const QPushButton* button : m_metricButtons)
        if (button->isChecked())
            shown.metrics.insert(button->property("metric").toString().toStdString());
    for (const QPushButton* button : m_cutoffButtons)
        if (button->isChecked())
            shown.cutoffs.insert(button->property("cutoff").toInt());
    m_rankingFigure->setShown(shown);
    m_rankingChart->refresh();
    m_rankingTable->refresh();
}

void RunMonitor::retranslate()
{
    m_lossHeading->setText(tr("Loss"));
    m_rankingHeading->setText(tr("Ranking quality, validation day"));
    for (QPushButton* button : m_metricButtons)
        button->setText(metricName(*findRankingMetric(button->property("metric").toString().toStdString())));
    m_logHeading->setText(tr("Log"));
    m_log->setAccessibleName(tr("Log of the run"));
    m_lossFigure->retranslate();
    m_rankingFigure->retranslate();
    m_lossChart->setSummary(tr("Loss"), m_lossFigure->summary());
    m_rankingChart->setSummary(tr("Ranking quality"), m_rankingFigure->summary());
    m_lossTable->setName(m_lossHeading->text());
    m_rankingTable->setName(m_rankingHeading->text());
    m_smoothingLabel->setText(tr("Smoothing"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("A running mean in front of the true curve, which stays behind it"));
    m_smoothing->setItemText(0, tr("Off"));
    for (int index = 1; index < m_smoothing->count(); ++index)
        m_smoothing->setItemText(index, tr("%1 steps").arg(countText(smoothingSteps[index])));
    m_logButton->setText(tr("Log scale"));
    updateEmptyTexts();
    updatePointCount();
    m_tiles->retranslate();
    m_lossChart->refresh();
    m_rankingChart->refresh();
}

/// Read where it is kept: a long run has millions of cells.
FigureTable RunMonitor::lossData() const
{
    FigureTable loss;
    loss.columns = { QStringLiteral("stage"), QStringLiteral("step") };
    loss.titles = { dataColumnTitle(loss.columns[0]), dataColumnTitle(loss.columns[1]) };
    const std::vector<std::string> terms = m_lossFigure->terms();
    for (const std::string& term : terms) {
        loss.columns << QString::fromStdString(term);
        loss.titles << lossTermTitle(term);
    }
    loss.rows = { m_run.curves().steps.size(), [&run = m_run, terms](std::size_t row) {
                     const auto& steps = run.curves().steps;
                     if (row >= steps.size())
                         return QStringList(); // another run has been chosen meanwhile
                     const StepReport& report = steps[row];
                     QStringList cells { QString::fromStdString(report.stage), QString::number(report.step) };
                     for (const std::string& term : terms) {
                         const auto known
                             = std::find_if(report.terms.begin(), report.terms.end(),
                                            [&term](const auto& each) { return each.first == term; });
                         cells << (known == report.terms.end() ? QString() : tableNumber(known->second));
                     }
                     return cells;
                 } };
    return loss;
}

LossCurves RunMonitor::lossCurves() const
{
    return { m_run.curves() };
}

RankingCurves RunMonitor::rankingCurves() const
{
    return { m_run.curves(), m_rankingFigure->shown() };
}

void RunMonitor::readCourse()
{
    const QString run = m_run.runId();
    m_course.clear();
    if (run.isEmpty())
        return;
    m_context.queries.run(
        this, [&store = m_context.store, id = run.toStdString()] { return store.categoryCourse(id); },
        [this, run](std::vector<CategorySnapshot> course) {
            if (run == m_run.runId())
                m_course = std::move(course);
        });
}

std::vector<FigureRequest> RunMonitor::figures() const
{
    std::vector<FigureRequest> result;
    const std::string run = m_run.runId().toStdString();
    if (!m_lossFigure->isEmpty())
        result.push_back(figureRequest(QStringLiteral("loss"),
                                       std::make_shared<const LossCurves>(lossCurves()),
                                       FigureSubject { { run } }));
    if (!m_rankingFigure->isEmpty()) {
        const RankingCurves ranking = rankingCurves();
        result.push_back(figureRequest(QStringLiteral("ranking"),
                                       std::make_shared<const RankingCurves>(ranking),
                                       rankingSubject(run, ranking.shown)));
        auto stages = compareStages(m_run.curves(), m_course);
        stages.run = run;
        if (m_run.record())
            stages.runName = m_run.record()->name;
        result.push_back(figureRequest(QStringLiteral("stages"),
                                       std::make_shared<const StageComparison>(std::move(stages)),
                                       FigureSubject { { run } }));
    }
    return result;
}

} // namespace opal
