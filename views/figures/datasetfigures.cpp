// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/datasetfigures.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "views/figures/datasetfiguretexts.h"
#include "views/figures/lossfigure.h"
#include "views/plot/hatchedbars.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr double barWidth = 0.8;
constexpr int mostDayLabels = 8;

/// Counts with thin separators.
class CountTicker final : public QCPAxisTicker
{
protected:
    QString getTickLabel(double tick, const QLocale& /*locale*/, QChar /*formatChar*/,
                         int /*precision*/) override
    {
        return std::abs(tick - std::round(tick)) < 1e-9 ? countText(std::llround(tick)) : QString();
    }
};

class LogCountTicker final : public QCPAxisTickerLog
{
protected:
    QString getTickLabel(double tick, const QLocale& /*locale*/, QChar /*formatChar*/,
                         int /*precision*/) override
    {
        // Only the powers of ten: others crowd a short axis.
        const double power = std::log10(tick);
        return tick >= 1 && std::abs(power - std::round(power)) < 1e-9 ? countText(std::llround(tick))
                                                                       : QString();
    }
};

class ShareTicker final : public QCPAxisTicker
{
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar /*formatChar*/, int /*precision*/) override
    {
        return DatasetFigureTexts::tr("%1 %").arg(locale.toString(tick * 100, 'g', 3));
    }
};

QColor colorOfSet(std::size_t set)
{
    return Theme::categoryColor(set == 0 ? 0 : 5);
}

std::vector<double> numbers(const std::vector<std::int64_t>& counts)
{
    return { counts.begin(), counts.end() };
}

QVector<double> places(std::size_t count)
{
    QVector<double> values(static_cast<qsizetype>(count));
    std::iota(values.begin(), values.end(), 0.0);
    return values;
}

QVector<double> toPlot(const std::vector<double>& values)
{
    return { values.begin(), values.end() };
}

void begin(QCustomPlot& plot, const PlotTheme& theme, bool isShare)
{
    applyPlotTheme(plot, theme);
    if (isShare)
        plot.yAxis->setTicker(QSharedPointer<ShareTicker>::create());
    else
        plot.yAxis->setTicker(QSharedPointer<CountTicker>::create());
    plot.yAxis->ticker()->setTickCount(4);
}

void addLegend(QCustomPlot& plot, const PlotTheme& theme)
{
    moveLegendAbove(plot);
    styleLegend(*plot.legend, theme);
}

template <typename Bars = QCPBars>
Bars* addBars(QCustomPlot& plot, const QString& name, const QColor& color, const std::vector<double>& values)
{
    auto* bars = new Bars(plot.xAxis, plot.yAxis);
    bars->setName(name);
    bars->setPen(Qt::NoPen);
    bars->setBrush(color);
    bars->setWidth(barWidth);
    bars->setData(places(values.size()), toPlot(values), true);
    return bars;
}

/// A line for each data set, with a dash of its own.
void addLine(QCustomPlot& plot, const DatasetProfile& profile, std::size_t set, const PlotTheme& theme,
             const QVector<double>& keys, const QVector<double>& values)
{
    QCPGraph* graph = plot.addGraph();
    graph->setName(QString::fromStdString(profile.summary.name));
    graph->setPen(QPen(colorOfSet(set), theme.lineWidth, set == 0 ? Qt::SolidLine : Qt::DashLine));
    graph->setData(keys, values, true);
    distinguish(*graph, static_cast<int>(set), theme);
}

void fitBars(QCustomPlot& plot, std::size_t places, double highest)
{
    plot.xAxis->setRange(-0.6, static_cast<double>(places) - 0.4);
    plot.yAxis->setRange(0, highest > 0 ? highest * 1.08 : 1);
}

double highestOf(const std::vector<double>& values)
{
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

void labelPlaces(QCustomPlot& plot, const std::vector<QString>& labels, int most)
{
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    const int count = static_cast<int>(labels.size());
    const int step = std::max(1, (count + most - 1) / most);
    // From the last one backwards: the held-out days always have their labels.
    for (int i = count - 1; i >= 0; i -= step)
        ticker->addTick(i, labels[static_cast<std::size_t>(i)]);
    plot.xAxis->setTicker(ticker);
}

void drawSplitTimeline(QCustomPlot& plot, const DatasetProfile& profile, const PlotTheme& theme)
{
    begin(plot, theme, false);
    std::vector<double> sound = numbers(profile.trainPerDay);
    const std::vector<double> late = numbers(profile.latePerDay);
    std::vector<double> total = sound;
    for (std::size_t day = 0; day < sound.size(); ++day) {
        total[day] += static_cast<double>(profile.validPerDay[day] + profile.testPerDay[day]);
        sound[day] -= late[day];
    }
    QCPBars* below = nullptr;
    const auto stack = [&](QCPBars* bars) {
        if (below)
            bars->moveAbove(below);
        below = bars;
    };
    const auto stackPart = [&](int part, const std::vector<double>& values) {
        auto* bars = addBars<HatchedBars>(plot, splitPartText(part), Theme::categoryColor(part), values);
        distinguish(*bars, part, theme);
        stack(bars);
    };
    stackPart(0, sound);
    stackPart(1, numbers(profile.validPerDay));
    stackPart(2, numbers(profile.testPerDay));
    if (profile.leaks.late > 0) {
        auto* leaking = addBars<HatchedBars>(plot, DatasetFigureTexts::tr("leaking"), theme.bad, late);
        for (std::size_t day = 0; day < late.size(); ++day) {
            if (late[day] == 0)
                leaking->data()->remove(static_cast<double>(day)); // no line where nothing leaks
        }
        leaking->setBrush(Qt::NoBrush);
        leaking->setHatch(QPen(theme.bad, theme.lineWidth), 4);
        leaking->setPen(QPen(theme.bad, theme.lineWidth));
        stack(leaking);
    }
    labelPlaces(plot, dayTexts(profile.summary), mostDayLabels);
    plot.xAxis->setLabel(DatasetFigureTexts::tr("Day"));
    plot.yAxis->setLabel(DatasetFigureTexts::tr("Interactions"));
    fitBars(plot, sound.size(), highestOf(total));
    const auto heldOut = std::find_if(profile.validPerDay.begin(), profile.validPerDay.end(),
                                      [](std::int64_t count) { return count > 0; });
    if (profile.summary.splitKind == SplitKind::GlobalTime && heldOut != profile.validPerDay.end()) {
        auto* cut = new QCPItemStraightLine(&plot);
        const double at = static_cast<double>(heldOut - profile.validPerDay.begin()) - 0.5;
        cut->point1->setCoords(at, 0);
        cut->point2->setCoords(at, 1);
        cut->setPen(QPen(theme.text, theme.lineWidth, Qt::DashLine));
    }
    addLegend(plot, theme);
}

} // namespace

void drawDatasetDays(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme)
{
    if (!profiles.isComparison()) {
        drawSplitTimeline(plot, *profiles.sets.front(), theme);
        return;
    }
    begin(plot, theme, true);
    double highest = 0;
    std::size_t days = 1;
    for (std::size_t set = 0; set < profiles.sets.size(); ++set) {
        const std::vector<double> shares = sharesOf(profiles.sets[set]->summary.interactionsPerDay);
        QVector<double> keys = places(shares.size());
        for (double& key : keys)
            key += 1;
        addLine(plot, *profiles.sets[set], set, theme, keys, toPlot(shares));
        highest = std::max(highest, highestOf(shares));
        days = std::max(days, shares.size());
    }
    plot.xAxis->setTicker(QSharedPointer<CountTicker>::create());
    plot.xAxis->setLabel(DatasetFigureTexts::tr("Day of the log"));
    plot.yAxis->setLabel(DatasetFigureTexts::tr("Share of interactions"));
    plot.xAxis->setRange(0.8, static_cast<double>(days) + 0.2);
    plot.yAxis->setRange(0, highest > 0 ? highest * 1.08 : 1);
    addLegend(plot, theme);
}

void drawDatasetHistories(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme)
{
    begin(plot, theme, profiles.isComparison());
    std::size_t buckets = 1;
    for (const auto& profile : profiles.sets)
        buckets = std::max(buckets, historyBuckets(*profile).size());
    double highest = 0;
    auto* group = new QCPBarsGroup(&plot);
    group->setSpacing(0);
    for (std::size_t set = 0; set < profiles.sets.size(); ++set) {
        const std::vector<std::int64_t> counts = historyBuckets(*profiles.sets[set]);
        const std::vector<double> values = profiles.isComparison() ? sharesOf(counts) : numbers(counts);
        QCPBars* bars = addBars(plot, QString::fromStdString(profiles.sets[set]->summary.name),
                                colorOfSet(set), values);
        bars->setWidth(barWidth / static_cast<double>(profiles.sets.size()));
        bars->setBarsGroup(group);
        highest = std::max(highest, highestOf(values));
    }
    std::vector<QString> labels;
    for (std::size_t bucket = 0; bucket < buckets; ++bucket)
        labels.push_back(bucketText(bucket));
    labelPlaces(plot, labels, 8);
    plot.xAxis->setLabel(DatasetFigureTexts::tr("Training interactions of a user"));
    plot.yAxis->setLabel(profiles.isComparison() ? DatasetFigureTexts::tr("Share of users")
                                                 : DatasetFigureTexts::tr("Users"));
    fitBars(plot, buckets, highest);
    if (profiles.isComparison())
        addLegend(plot, theme);
}

void drawDatasetPopularity(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme)
{
    applyPlotTheme(plot, theme);
    double ranks = 10;
    double counts = 10;
    for (std::size_t set = 0; set < profiles.sets.size(); ++set) {
        QVector<double> keys;
        QVector<double> values;
        for (const auto& [rank, count] : profiles.sets[set]->popularity) {
            keys.push_back(static_cast<double>(rank));
            values.push_back(static_cast<double>(count));
            ranks = std::max(ranks, keys.back());
            counts = std::max(counts, values.back());
        }
        addLine(plot, *profiles.sets[set], set, theme, keys, values);
    }
    for (QCPAxis* axis : { plot.xAxis, plot.yAxis }) {
        axis->setScaleType(QCPAxis::stLogarithmic);
        axis->setTicker(QSharedPointer<LogCountTicker>::create());
    }
    plot.xAxis->setLabel(DatasetFigureTexts::tr("Rank of the item (log)"));
    plot.yAxis->setLabel(DatasetFigureTexts::tr("Interactions (log)"));
    plot.xAxis->setRange(0.9, ranks * 1.2);
    plot.yAxis->setRange(0.8, counts * 1.5);
    if (profiles.isComparison())
        addLegend(plot, theme);
}

void drawDatasetHours(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme)
{
    begin(plot, theme, profiles.isComparison());
    double highest = 0;
    for (std::size_t set = 0; set < profiles.sets.size(); ++set) {
        const DatasetProfile& profile = *profiles.sets[set];
        const std::vector<std::int64_t> hours(profile.hours.begin(), profile.hours.end());
        const std::vector<double> values = profiles.isComparison() ? sharesOf(hours) : numbers(hours);
        highest = std::max(highest, highestOf(values));
        if (profiles.isComparison())
            addLine(plot, profile, set, theme, places(values.size()), toPlot(values));
        else
            addBars(plot, QString::fromStdString(profile.summary.name), colorOfSet(0), values);
    }
    std::vector<QString> labels;
    for (int hour = 0; hour < 24; ++hour)
        labels.push_back(QString::number(hour));
    labelPlaces(plot, labels, 12);
    plot.xAxis->setLabel(hourAxisText(profiles));
    plot.yAxis->setLabel(profiles.isComparison() ? DatasetFigureTexts::tr("Share of interactions")
                                                 : DatasetFigureTexts::tr("Interactions"));
    fitBars(plot, 24, highest);
    if (profiles.isComparison())
        addLegend(plot, theme);
}

} // namespace opal
