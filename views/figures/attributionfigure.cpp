// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/attributionfigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sheet.h"
#include "views/plot/hatchedbars.h"
#include "views/plot/heatmapitem.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

struct AttributionTexts
{
    Q_DECLARE_TR_FUNCTIONS(AttributionFigure)
};

void numberTicks(QCPAxis& axis, int count)
{
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (int number = 1; number <= count; ++number)
        ticker->addTick(number, QString::number(number));
    axis.setTicker(ticker);
    axis.setRange(0.4, count + 0.6);
}

void drawFound(QCPAxisRect& rect, const Attribution& all, const PlotTheme& theme)
{
    double most = 1;
    for (std::size_t j = 0; j < all.perInterest.size(); ++j) {
        const Attribution::Interest& interest = all.perInterest[j];
        const QColor color = theme.seriesColour(static_cast<int>(j));
        QCPAxis* x = rect.axis(QCPAxis::atBottom);
        QCPAxis* y = rect.axis(QCPAxis::atLeft);
        auto* alone = new QCPBars(x, y);
        auto* shared = new HatchedBars(x, y);
        alone->setObjectName(QStringLiteral("series:alone %1").arg(j + 1));
        shared->setObjectName(QStringLiteral("series:shared %1").arg(j + 1));
        const QPen pen(color, 1, Theme::categoryDash(static_cast<int>(j)));
        for (QCPBars* bars : std::initializer_list<QCPBars*> { alone, shared }) {
            bars->setWidth(0.7);
            bars->setPen(pen);
        }
        alone->setBrush(color);
        shared->setBrush(Qt::NoBrush);
        shared->setHatch(QPen(color, theme.lineWidth), 4);
        shared->moveAbove(alone);
        alone->addData(static_cast<double>(j + 1), static_cast<double>(interest.alone));
        shared->addData(static_cast<double>(j + 1), static_cast<double>(interest.found - interest.alone));
        most = std::max(most, static_cast<double>(interest.found));
    }
    numberTicks(*rect.axis(QCPAxis::atBottom), all.interests);
    rect.axis(QCPAxis::atLeft)->setRange(0, most * 1.08);
    rect.axis(QCPAxis::atBottom)->setLabel(AttributionTexts::tr("interest"));
    rect.axis(QCPAxis::atLeft)->setLabel(AttributionTexts::tr("hits (hatched: shared)"));
}

void drawMarginal(QCPAxisRect& rect, const Attribution& all, const PlotTheme& theme)
{
    auto* line = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    line->setObjectName(QStringLiteral("series:recall"));
    line->setPen(QPen(theme.text, theme.lineWidth));
    line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 5));
    double recall = 0;
    double most = 1e-6;
    for (std::size_t place = 0; place < all.marginalRecall.size(); ++place) {
        recall += all.marginalRecall[place];
        line->addData(static_cast<double>(place + 1), recall);
        most = std::max(most, recall);
    }
    numberTicks(*rect.axis(QCPAxis::atBottom), all.interests);
    rect.axis(QCPAxis::atLeft)->setRange(0, most * 1.08);
    rect.axis(QCPAxis::atLeft)->ticker()->setTickCount(4);
    rect.axis(QCPAxis::atBottom)->setLabel(AttributionTexts::tr("interests used"));
    rect.axis(QCPAxis::atLeft)->setLabel(AttributionTexts::tr("Recall@%1 (higher is better)").arg(all.k));
}

void drawOverlap(QCustomPlot& plot, QCPAxisRect& rect, const Attribution& all, const CategoryNames& names,
                 const PlotTheme& theme)
{
    constexpr double namePart = 0.11; // of the width of the sheet, at the left alone
    const int count = all.interests;
    auto* map = new HeatmapItem(&rect, count, count);
    map->setObjectName(QStringLiteral("series:overlap"));
    map->setValues(all.overlap, 0, 1, theme);
    for (int row = 0; row < count && count <= 8; ++row) {
        for (int column = 0; column < count; ++column) {
            const double value = all.overlap[static_cast<std::size_t>(row * count + column)];
            if (!std::isfinite(value))
                continue;
            auto* number = new QCPItemText(&plot);
            number->setClipAxisRect(&rect);
            number->position->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
            number->position->setCoords(column + 0.5, row + 0.5);
            number->setText(QString::number(value, 'f', 2));
            number->setFont(theme.smallFont);
            const QColor cell = map->image().pixelColor(map->image().width() * (2 * column + 1) / (2 * count),
                                                        map->image().height() * (2 * row + 1) / (2 * count));
            number->setColor(contrastRatio(cell, Qt::white) >= 4.5 ? Qt::white : Qt::black);
        }
    }
    for (const auto side : { QCPAxis::atBottom, QCPAxis::atLeft }) {
        const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
        const double room = side == QCPAxis::atLeft ? namePart * plot.viewport().width() : 0;
        for (int interest = 0; interest < count; ++interest)
            ticker->addTick(interest + 0.5,
                            fittedTitle(interest, names.of(interest), QFontMetricsF(theme.smallFont), room));
        rect.axis(side)->setTicker(ticker);
        rect.axis(side)->setRange(0, count);
        rect.axis(side)->grid()->setVisible(false);
    }
    rect.axis(QCPAxis::atLeft)->setRangeReversed(true);
    rect.axis(QCPAxis::atBottom)->setLabel(AttributionTexts::tr("Jaccard overlap"));
    rect.axis(QCPAxis::atLeft)->setLabel(AttributionTexts::tr("interest"));
}

} // namespace

std::shared_ptr<const RunAttribution> loadAttribution(const FigureSubject& subject,
                                                      const FigureAccess& access)
{
    const std::string length = subject.option("k", "200");
    bool valid = false;
    const int k = QString::fromStdString(length).toInt(&valid);
    if (!valid || k < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "the option 'k' takes a whole number from 1, not '" + length + "'");
    return makeAttributionJob(access.store, access.paths, subject.runs.front(), k).run(access.context);
}

void drawAttribution(QCustomPlot& plot, const RunAttribution& run, const PlotTheme& theme)
{
    clearSheet(plot, theme);
    // In one column of a page the parts stand below each other.
    const bool stacked = theme.print && plot.width() < plot.height() * 4 / 3;
    const auto partAt = [&](int place) -> QCPAxisRect& {
        return addPart(plot, stacked ? place : 0, stacked ? 0 : place, theme);
    };
    drawFound(partAt(0), run.attribution, theme);
    drawMarginal(partAt(1), run.attribution, theme);
    drawOverlap(plot, partAt(2), run.attribution, run.categoryNames, theme);
}

FigureTable attributionTable(const RunAttribution& run)
{
    const Attribution& all = run.attribution;
    FigureTable table;
    table.columns = { QStringLiteral("interest"),
                      QStringLiteral("found"),
                      QStringLiteral("alone"),
                      QStringLiteral("own_hits"),
                      QStringLiteral("recall_part"),
                      QStringLiteral("recall_without"),
                      QStringLiteral("marginal_recall_by_intensity"),
                      QStringLiteral("places") };
    for (int j = 0; j < all.interests; ++j)
        table.columns << QStringLiteral("overlap_%1").arg(j + 1);
    table.columns << QStringLiteral("name");
    for (std::size_t j = 0; j < all.perInterest.size(); ++j) {
        const Attribution::Interest& interest = all.perInterest[j];
        QStringList row { QString::number(j + 1),
                          QString::number(interest.found),
                          QString::number(interest.alone),
                          QString::number(interest.ownHits),
                          tableNumber(interest.creditedRecall),
                          tableNumber(interest.recallWithout),
                          tableNumber(all.marginalRecall[j]),
                          QString::number(interest.given) };
        for (std::size_t other = 0; other < all.perInterest.size(); ++other)
            row << tableNumber(all.overlap[j * all.perInterest.size() + other]);
        row << QString::fromStdString(run.categoryNames.of(static_cast<int>(j)));
        table.rows.push_back(row);
    }
    return table;
}

QString attributionSummary(const RunAttribution& run)
{
    const Attribution& all = run.attribution;
    QString sentence = AttributionTexts::tr("Recall@%1 %2 over %3 users on the test day")
                           .arg(all.k)
                           .arg(metricText(all.recall), countText(all.users));
    if (std::isfinite(all.effectiveInterests))
        sentence += QStringLiteral(" \u00B7 ")
            + AttributionTexts::tr("%1 effective interests of %2")
                  .arg(all.effectiveInterests, 0, 'f', 2)
                  .arg(all.interests);
    if (std::isfinite(all.meanOverlap))
        sentence += QStringLiteral(" \u00B7 ")
            + AttributionTexts::tr("mean overlap of two lists %1").arg(all.meanOverlap, 0, 'f', 3);
    return sentence;
}

} // namespace opal
