// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/runtiles.h"

#include <algorithm>

#include <QGridLayout>
#include <QLocale>

#include "core/base/notanumber.h"
#include "views/panels/training/liverun.h"
#include "views/shell/backgroundqueries.h"
#include "views/widgets/metrictile.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

constexpr int tileCount = 8;
constexpr int narrowWidth = 1080;
constexpr int loadIntervalMs = 1000;

QString sizeText(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

} // namespace

RunTiles::RunTiles(const PanelContext& context, LiveRun& run, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_run(run)
    , m_grid(new QGridLayout(this))
    , m_stage(new MetricTile(this))
    , m_best(new MetricTile(this))
    , m_patience(new MetricTile(this))
    , m_speed(new MetricTile(this))
    , m_time(new MetricTile(this))
    , m_test(new MetricTile(this))
    , m_processor(new MetricTile(this))
    , m_memory(new MetricTile(this))
    , m_meter(std::make_shared<ProcessMeter>())
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(8);
    m_stage->setObjectName(QStringLiteral("stageTile"));
    m_patience->setObjectName(QStringLiteral("patienceTile"));
    m_speed->setObjectName(QStringLiteral("speedTile"));
    m_time->setObjectName(QStringLiteral("timeTile"));
    m_processor->setObjectName(QStringLiteral("processorTile"));
    m_memory->setObjectName(QStringLiteral("memoryTile"));
    arrange();
    m_loadTimer.setInterval(loadIntervalMs);
    connect(&m_loadTimer, &QTimer::timeout, this, &RunTiles::readLoad);
    m_loadTimer.start();
}

void RunTiles::arrange()
{
    const bool isLive = m_run.isTrainedHere() || m_run.isTrainedElsewhere();
    const int columns = isLive && width() >= narrowWidth ? tileCount : tileCount / 2;
    if (columns == m_columns && isLive == m_isLive)
        return;
    m_columns = columns;
    m_isLive = isLive;
    int index = 0;
    for (MetricTile* tile : { m_stage, m_best, m_test, m_time, m_patience, m_speed, m_processor, m_memory }) {
        m_grid->addWidget(tile, index / columns, index % columns);
        // What counts while it trains says nothing afterwards.
        tile->setVisible(isLive || index < tileCount / 2);
        ++index;
    }
    for (int column = 0; column < tileCount; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void RunTiles::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void RunTiles::readLoad()
{
    if (m_reading || !isVisible())
        return;
    m_reading = true;
    m_context.queries.run(
        this, [meter = m_meter] { return meter->read(); },
        [this](const ProcessLoad& load) {
            m_reading = false;
            m_load = load;
            showLoad();
        });
}

void RunTiles::showLoad()
{
    const QString unknown = QStringLiteral("–");
    const bool known = m_load.processorPercent >= 0;
    m_processor->setValue(known ? tr("%1 %").arg(qRound(m_load.processorPercent)) : unknown);
    m_processor->setNote(known ? tr("of %1 %").arg(100 * m_load.cores) : unknown);
    m_memory->setValue(m_load.memoryBytes > 0 ? sizeText(m_load.memoryBytes) : unknown);
    m_memory->setNote(m_load.machineBytes > 0 ? tr("%1 free").arg(sizeText(m_load.availableBytes)) : unknown);
}

void RunTiles::refresh()
{
    arrange();
    const QString unknown = QStringLiteral("–");
    const auto& record = m_run.record();
    const auto& evaluation = m_run.lastEvaluation();
    std::string stage = record ? record->stage : std::string();
    std::int64_t step = record ? record->step : 0;
    if (!m_run.curves().steps.empty()) {
        stage = m_run.curves().steps.back().stage;
        step = std::max(step, m_run.curves().steps.back().step);
    }
    m_stage->setValue(stage.empty() ? unknown : stageTitle(stage));
    m_stage->setNote(tr("step %1").arg(countText(step)));

    const EvaluationReport* best = nullptr;
    for (const EvaluationReport& report : m_run.curves().evaluations)
        if (report.best)
            best = &report;
    m_best->setValue(best ? metricText(best->metrics.at("recall", 200)) : unknown);
    m_best->setNote(best ? tr("%1, epoch %2").arg(stageTitle(best->stage)).arg(best->epoch)
                         : tr("validation"));

    m_patience->setValue(evaluation ? tr("%1 of %2").arg(evaluation->bad).arg(evaluation->patience)
                                    : unknown);
    m_patience->setNote(tr("without gain"));
    const double rate = m_run.stepsPerSecond();
    m_speed->setValue(rate > 0 ? QString::number(rate, 'f', rate < 10 ? 2 : 1) : unknown);
    m_speed->setNote(tr("steps a second"));
    refreshTime();
    const bool tested = record && record->test;
    m_test->setValue(tested ? metricText(record->test->at("recall", 200)) : unknown);
    m_test->setNote(tested ? tr("test day, %1 users").arg(countText(record->test->users))
                           : tr("after training"));
}

void RunTiles::refreshTime()
{
    const auto& record = m_run.record();
    const bool here = m_run.isTrainedHere();
    const double left = here ? m_run.progress().secondsLeft : -1;
    const double most = here ? m_run.progress().secondsLeftAtMost : -1;
    m_time->setValue(left >= 0             ? durationRangeText(left, most)
                         : record && !here ? durationText(record->seconds)
                                           : QStringLiteral("–"));
    m_time->setTitle(here ? tr("Time left") : tr("Time worked"));
    m_time->setNote(!here          ? tr("without pauses")
                        : most < 0 ? tr("of this stage, or longer")
                                   : tr("of this stage"));
    m_time->setToolTip(
        here ? tr("The stage ends soonest if nothing improves from now on, and at the latest at "
                  "its largest number of epochs")
             : QString());
}

void RunTiles::retranslate()
{
    m_stage->setTitle(tr("Stage"));
    m_best->setTitle(tr("Best Recall@200"));
    m_best->setToolTip(tr("On the validation day, of the latest stage"));
    m_patience->setTitle(tr("Early stop"));
    m_patience->setToolTip(tr("Evaluations in a row without a better Recall@200; the stage ends when the "
                              "patience is spent"));
    m_speed->setTitle(tr("Speed"));
    m_test->setTitle(tr("Test Recall@200"));
    m_processor->setTitle(tr("Processor"));
    m_processor->setToolTip(tr("What this program takes; 100 % is one core"));
    m_memory->setTitle(tr("Memory"));
    m_memory->setToolTip(tr("What this program holds, and what the machine has left"));
    refresh();
    showLoad();
}

} // namespace opal
