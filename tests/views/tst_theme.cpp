// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include <QApplication>
#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/testprogram.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"

using namespace opal;

namespace {

using Light = std::array<double, 3>; ///< linear light, 0..1

Light linear(const QColor& colour)
{
    const auto of = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return { of(colour.redF()), of(colour.greenF()), of(colour.blueF()) };
}

/// CIE L*a*b* under D65.
Light labOf(const Light& light)
{
    const auto of = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = of((0.4124 * light[0] + 0.3576 * light[1] + 0.1805 * light[2]) / 0.95047);
    const double y = of(0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]);
    const double z = of((0.0193 * light[0] + 0.1192 * light[1] + 0.9505 * light[2]) / 1.08883);
    return { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

/// Simulation of dichromatic sight: Machado, Oliveira and Fernandes 2009, severity 1.
using Sight = std::array<Light, 3>;
constexpr Sight normal { { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } };
constexpr Sight protanopia { { { 0.152286, 1.052583, -0.204868 },
                               { 0.114503, 0.786281, 0.099216 },
                               { -0.003882, -0.048116, 1.051998 } } };
constexpr Sight deuteranopia {
    { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } }
};

/// Delta E (CIE 1976) of two colours as the person sees them.
double differenceOf(const QColor& first, const QColor& second, const Sight& sight)
{
    const auto seen = [&sight](const QColor& colour) {
        const Light light = linear(colour);
        Light result {};
        for (std::size_t row = 0; row < 3; ++row) {
            for (std::size_t column = 0; column < 3; ++column)
                result[row] += sight[row][column] * light[column];
            result[row] = std::clamp(result[row], 0.0, 1.0);
        }
        return labOf(result);
    };
    const Light a = seen(first);
    const Light b = seen(second);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

} // namespace

class TestTheme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void labelsOfANarrowAxisDiffer()
    {
        QCustomPlot plot;
        applyPlotTheme(plot, PlotTheme::paper());
        const auto labels = [&plot](double from, double to) {
            QVector<double> places;
            QVector<QString> texts;
            plot.yAxis->ticker()->generate({ from, to }, QLocale::c(), QLatin1Char('g'), 6, places, nullptr,
                                           &texts);
            return texts;
        };
        QCOMPARE(labels(0, 1),
                 QVector<QString>({ QStringLiteral("0"), QStringLiteral("0.2"), QStringLiteral("0.4"),
                                    QStringLiteral("0.6"), QStringLiteral("0.8"), QStringLiteral("1") }));
        const QVector<QString> narrow = labels(0.9999281, 0.9999284);
        QVERIFY(narrow.size() > 2);
        QCOMPARE(QSet<QString>(narrow.begin(), narrow.end()).size(), narrow.size());
        QVERIFY(narrow.contains(QStringLiteral("0.9999282")));
        // A ticker that was chosen on purpose stays.
        const auto chosen = QSharedPointer<QCPAxisTickerText>::create();
        plot.yAxis->setTicker(chosen);
        applyPlotTheme(plot, PlotTheme::paper());
        QVERIFY(plot.yAxis->ticker() == chosen);
    }

    void contrastFormula()
    {
        QVERIFY(std::abs(contrastRatio(Qt::black, Qt::white) - 21) < 0.01);
        QVERIFY(std::abs(contrastRatio(QColor(0x777777), Qt::white) - 4.48) < 0.01);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        for (const ThemeTokens& t : { Theme::lightTokens(), Theme::darkTokens() }) {
            const char* theme = t.dark ? "dark" : "light";
            for (const auto& [groundName, ground] :
                 { std::pair("window", t.window), std::pair("panel", t.panel),
                   std::pair("raised", t.raised) })
                for (const auto& [name, color] :
                     { std::pair("text", t.text), std::pair("secondary", t.secondary),
                       std::pair("accent", t.accent), std::pair("good", t.good),
                       std::pair("warning", t.warning), std::pair("bad", t.bad) })
                    QTest::addRow("%s %s on %s", theme, name, groundName) << color << ground;
            QTest::addRow("%s text on selection", theme) << t.text << t.selection;
            QTest::addRow("%s on accent", theme) << t.onAccent << t.accent;
        }
    }

    void textIsReadable()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        const double ratio = contrastRatio(text, ground);
        QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("contrast %1").arg(ratio)));
    }

    void styleSheetHasNoTokenLeft()
    {
        const Theme theme;
        for (const ThemeTokens& tokens : { Theme::lightTokens(), Theme::darkTokens() }) {
            const QString sheet = Theme::styleSheetFor(tokens);
            QVERIFY(!sheet.isEmpty());
            const auto left = QRegularExpression(QStringLiteral("@\\w+")).match(sheet);
            QVERIFY2(!left.hasMatch(), qPrintable(left.captured()));
        }
    }

    void switchesWhileRunning()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Dark);
        QVERIFY(theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::darkTokens().window);
        const QImage dark = theme.icon(QStringLiteral("data")).pixmap(24, 24).toImage();
        theme.setMode(Theme::Mode::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::lightTokens().window);
        const QImage light = theme.icon(QStringLiteral("data")).pixmap(24, 24).toImage();
        QVERIFY(!dark.isNull());
        QVERIFY(dark != light);
    }

    void categoriesDiffer()
    {
        Theme theme;
        const QSignalSpy changed(&theme, &Theme::changed);
        QSet<QRgb> firsts;
        for (const SeriesPalette& palette : Theme::seriesPalettes()) {
            theme.setSeriesPalette(QLatin1String(palette.key));
            QCOMPARE(Theme::seriesPalette(), QLatin1String(palette.key));
            firsts.insert(Theme::categoryColor(0).rgb());
            for (int first = 0; first < 16; ++first)
                for (int second = 0; second < first; ++second)
                    QVERIFY(Theme::categoryColor(first) != Theme::categoryColor(second));
        }
        QVERIFY(firsts.size() >= 2);
        QCOMPARE(firsts.size(), changed.size());
        theme.setSeriesPalette(QStringLiteral("no such palette"));
        QCOMPARE(Theme::seriesPalette(), QStringLiteral("okabe-ito"));
        QVERIFY(Theme::categoryDash(0) != Theme::categoryDash(8));
    }

    void categoriesStayApartWithoutRedOrGreen()
    {
        // A difference of 2.3 is just noticeable (Mahy and others 1994). Lighter tones have a dash of their
        // own as well (categoryDash), but no two colours may look the same.
        constexpr int tones = 8;
        constexpr double apart = 8;
        constexpr double lighter = 3;
        QVERIFY(differenceOf(Qt::red, Qt::green, normal) > 100);
        QVERIFY(differenceOf(QColor(0xB0, 0x60, 0x20), QColor(0x70, 0x78, 0x20), deuteranopia)
                < 12); // the trap
        for (const Sight& sight : { normal, protanopia, deuteranopia })
            for (int first = 0; first < 2 * tones; ++first)
                for (int second = first + 1; second < 2 * tones; ++second) {
                    const double seen
                        = differenceOf(Theme::categoryColor(first), Theme::categoryColor(second), sight);
                    const bool sameDash = Theme::categoryDash(first) == Theme::categoryDash(second);
                    QVERIFY2(seen >= (sameDash && second < tones ? apart : lighter),
                             qPrintable(QStringLiteral("%1 and %2: %3").arg(first).arg(second).arg(seen)));
                }
    }

    void everyPaletteStaysApartWithoutRedOrGreen()
    {
        constexpr double apart = 8; // the first eight, which are all solid
        for (const SeriesPalette& palette : Theme::seriesPalettes())
            for (const Sight& sight : { normal, protanopia, deuteranopia })
                for (std::size_t first = 0; first < palette.colors.size(); ++first)
                    for (std::size_t second = 0; second < first; ++second)
                        QVERIFY2(
                            differenceOf(QColor(palette.colors[first]), QColor(palette.colors[second]), sight)
                                >= apart,
                            palette.title);
    }

    void iconsAreOneSet()
    {
        const Theme theme;
        int count = 0;
        for (QDirIterator files(QStringLiteral(":/icons")); files.hasNext();) {
            const QFileInfo file(files.next());
            if (file.baseName() == QLatin1String("opal-studio"))
                continue;
            QFile svg(file.filePath());
            QVERIFY(svg.open(QIODevice::ReadOnly));
            QVERIFY2(svg.readAll().contains("viewBox=\"0 0 24 24\""), qPrintable(file.fileName()));
            ++count;
        }
        QVERIFY(count >= 10);
    }
};

OPAL_TEST(TestTheme)
#include "tst_theme.moc"
