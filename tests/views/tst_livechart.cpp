// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QTest>

#include "tests/support/testprogram.h"
#include "views/figures/lossfigure.h"
#include "views/plot/chartwidget.h"
#include "views/plot/curvegraph.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"

using namespace opal;

namespace {

constexpr std::int64_t stepCount = 100'000;
constexpr std::int64_t spikeStep = 61'803;

RunCurves curvesWithSpike()
{
    RunCurves curves;
    for (std::int64_t step = 1; step <= stepCount; ++step) {
        StepReport report;
        report.stage = step <= stepCount / 2 ? "soft" : "hard";
        report.step = step;
        report.terms = { { "loss", step == spikeStep ? 100.0 : 1.0 }, { "main", 0.5 } };
        curves.steps.push_back(report);
    }
    return curves;
}

/// True for the colour and for what remains of it where a thin line falls between two columns of pixels, each
/// of which then has half of it.
bool isSeen(const QColor& pixel, const QColor& color, const QColor& ground)
{
    constexpr double half = 0.45;
    constexpr int apart = 40;
    const double share = static_cast<double>(ground.red() - pixel.red()) / (ground.red() - color.red());
    const auto expected = [share](int from, int to) { return from + share * (to - from); };
    return share >= half && std::abs(pixel.green() - expected(ground.green(), color.green())) < apart
        && std::abs(pixel.blue() - expected(ground.blue(), color.blue())) < apart;
}

/// Lowest pixel row (smallest y) in which the colour is seen.
int topRowOf(const QImage& image, const QColor& color, int fromRow)
{
    const QColor ground = Theme::lightTokens().panel;
    for (int y = fromRow; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            if (isSeen(image.pixelColor(x, y), color, ground))
                return y;
        }
    return image.height();
}

} // namespace

class TestLiveChart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    /// The plot asks every curve at each notch of the wheel whether it was hit, selectable or not.
    void curvesDoNotSearchTheirPoints()
    {
        QCustomPlot plot;
        plot.resize(400, 300);
        auto* curve = new CurveGraph(plot.xAxis, plot.yAxis);
        curve->setData({ 0, 1, 2 }, { 1, 1, 1 });
        plot.rescaleAxes();
        plot.replot();
        const QPointF on = curve->dataPixelPosition(1);
        QVERIFY(curve->selectTest(on, false, nullptr) < 0);
    }

    void spikeOfOneStepIsSeenAtAnyZoom_data()
    {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::newRow("everything") << 0.0 << double(stepCount);
        QTest::newRow("half") << 50'000.0 << 100'000.0;
        QTest::newRow("a thousand") << 61'000.0 << 62'000.0;
        QTest::newRow("odd borders") << 60'001.7 << 63'333.3;
        QTest::newRow("spike at the edge") << 61'700.0 << 61'810.0;
        QTest::newRow("ten") << 61'798.0 << 61'808.0;
    }

    void spikeOfOneStepIsSeenAtAnyZoom()
    {
        QFETCH(double, lower);
        QFETCH(double, upper);
        QCustomPlot plot;
        plot.resize(800, 400);
        drawLossFigure(plot, curvesWithSpike(), PlotTheme::screen(Theme::lightTokens()));
        plot.xAxis->setRange(lower, upper);
        plot.yAxis->setRange(0, 110);
        const QImage image = plot.toPixmap(800, 400).toImage();
        const int expected = static_cast<int>(plot.yAxis->coordToPixel(100));
        const int below = plot.axisRect()->top() + 1;
        const int found = topRowOf(image, Theme::categoryColor(0), below);
        QVERIFY2(std::abs(found - expected) <= 3,
                 qPrintable(QStringLiteral("top %1, expected %2").arg(found).arg(expected)));
    }

    void smoothingKeepsTheSpikeBehind()
    {
        QCustomPlot plot;
        plot.resize(800, 400);
        LossFigure figure(plot);
        figure.append(curvesWithSpike());
        figure.setSmoothing(1000);
        applyPlotTheme(plot, PlotTheme::screen(Theme::lightTokens()));
        figure.applyTheme(PlotTheme::screen(Theme::lightTokens()));
        plot.xAxis->setRange(0, stepCount);
        plot.yAxis->setRange(0, 110);
        plot.toPixmap(800, 400);
        QCOMPARE(plot.graphCount(), 4);
        QCOMPARE(plot.graph(0)->dataCount(), int(stepCount));
        const double smoothed = plot.graph(2)->data()->at(int(spikeStep) - 1)->value;
        QVERIFY(smoothed > 1 && smoothed < 2);
        // Rows that come later join the running mean: the same as all at once.
        QCustomPlot other;
        LossFigure grown(other);
        grown.setSmoothing(1000);
        const RunCurves all = curvesWithSpike();
        for (std::size_t first = 0; first < all.steps.size(); first += 999) {
            RunCurves part;
            part.steps.assign(all.steps.begin() + static_cast<std::ptrdiff_t>(first),
                              all.steps.begin()
                                  + static_cast<std::ptrdiff_t>(std::min(first + 999, all.steps.size())));
            grown.append(part);
        }
        const auto smoothOf = [](QCustomPlot& owner) {
            for (int index = 0; index < owner.graphCount(); ++index)
                if (owner.graph(index)->property("derived").toBool())
                    return owner.graph(index);
            return static_cast<QCPGraph*>(nullptr);
        };
        for (const int at : { 0, 500, int(spikeStep), int(stepCount) - 1 })
            QCOMPARE(smoothOf(other)->data()->at(at)->value, smoothOf(plot)->data()->at(at)->value);
    }

    void everyPointIsKept()
    {
        QCustomPlot plot;
        LossFigure figure(plot);
        const RunCurves all = curvesWithSpike();
        for (std::size_t first = 0; first < all.steps.size(); first += 777) {
            RunCurves part;
            part.steps.assign(all.steps.begin() + static_cast<std::ptrdiff_t>(first),
                              all.steps.begin()
                                  + static_cast<std::ptrdiff_t>(std::min(first + 777, all.steps.size())));
            figure.append(part);
        }
        QCOMPARE(plot.graphCount(), 2);
        QCOMPARE(plot.graph(0)->dataCount(), int(stepCount));
        QCOMPARE(figure.backdrop().lastStep(), double(stepCount));
    }

    void viewFollowsUntilThePersonZooms()
    {
        ChartWidget chart;
        LossFigure figure(chart.plot());
        chart.setFitFunction([&] { figure.fit(); });
        chart.setEmpty(false);
        chart.resize(600, 300);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        RunCurves first;
        first.steps = { { "soft", 1, { { "loss", 2.0 } }, 0.1 }, { "soft", 100, { { "loss", 1.0 } }, 0.1 } };
        figure.append(first);
        chart.refresh();
        QVERIFY(chart.plot().xAxis->range().upper >= 100);
        const QPoint centre = chart.plot().axisRect()->center();
        // Without Ctrl the page that the chart stands on scrolls.
        QWheelEvent turned(centre, chart.plot().mapToGlobal(centre), {}, { 0, 240 }, Qt::NoButton,
                           Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&chart.plot(), &turned);
        QVERIFY(!turned.isAccepted());
        QVERIFY(chart.followsData());
        QWheelEvent wheel(centre, chart.plot().mapToGlobal(centre), {}, { 0, 240 }, Qt::NoButton,
                          Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&chart.plot(), &wheel);
        QVERIFY(!chart.followsData());
        const QCPRange zoomed = chart.plot().xAxis->range();
        QVERIFY(zoomed.size() < 100);
        RunCurves more;
        more.steps = { { "soft", 500, { { "loss", 0.5 } }, 0.1 } };
        figure.append(more);
        chart.refresh();
        QCOMPARE(chart.plot().xAxis->range().upper, zoomed.upper); // new data do not take the view away
        QTest::mouseDClick(&chart.plot(), Qt::LeftButton, {}, centre);
        QVERIFY(chart.followsData());
        QVERIFY(chart.plot().xAxis->range().upper >= 500);
    }
};

OPAL_TEST(TestLiveChart)
#include "tst_livechart.moc"
