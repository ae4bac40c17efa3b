// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/theme.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFile>
#include <QFont>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>
#include <QToolTip>

// The linker drops resources of a static library that nobody asks for; the macro only works outside of all
// namespaces.
static void initResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace opal {

namespace {

/// One SVG of our set: strokes are black in the file and take the theme's colour when drawn, sharp at any
/// scale factor.
class SvgIconEngine final : public QIconEngine
{
public:
    SvgIconEngine(QByteArray svg, const ThemeTokens& tokens)
        : m_svg(std::move(svg))
        , m_tokens(tokens)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        QColor color = m_tokens.secondary;
        if (mode == QIcon::Disabled)
            color = m_tokens.disabled;
        else if (state == QIcon::On || mode == QIcon::Selected)
            color = m_tokens.accent;
        else if (mode == QIcon::Active)
            color = m_tokens.text;
        QByteArray svg = m_svg;
        svg.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new SvgIconEngine(m_svg, m_tokens); }

private:
    QByteArray m_svg;
    ThemeTokens m_tokens;
};

/// Position in seriesPalettes(); the GUI thread's.
std::size_t paletteInUse = 0;

/// Asked once, by the first theme: from then on the program's palette is ours.
bool systemIsDark()
{
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

ThemeTokens makeLight()
{
    ThemeTokens t;
    t.window = QColor(0xF6F7F9), t.panel = QColor(0xFFFFFF), t.raised = QColor(0xFFFFFF);
    t.border = QColor(0xE2E5EA), t.grid = QColor(0xECEEF2);
    t.text = QColor(0x1C2128), t.secondary = QColor(0x59636E), t.disabled = QColor(0xA0A8B2);
    t.accent = QColor(0x2563EB), t.onAccent = QColor(0xFFFFFF), t.selection = QColor(0xDBE7FF);
    t.good = QColor(0x1A7F37), t.warning = QColor(0x9A6700), t.bad = QColor(0xCF222E);
    return t;
}

ThemeTokens makeDark()
{
    ThemeTokens t;
    t.window = QColor(0x16191E), t.panel = QColor(0x1D2127), t.raised = QColor(0x252A32);
    t.border = QColor(0x2F3540), t.grid = QColor(0x2A2F38);
    t.text = QColor(0xE7EAEF), t.secondary = QColor(0x9BA5B3), t.disabled = QColor(0x5F6875);
    t.accent = QColor(0x6EA8FE), t.onAccent = QColor(0x16191E), t.selection = QColor(0x233A5E);
    t.good = QColor(0x3FB950), t.warning = QColor(0xD29922), t.bad = QColor(0xFA5F57);
    t.dark = true;
    return t;
}

double linearChannel(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linearChannel(color.redF()) + 0.7152 * linearChannel(color.greenF())
        + 0.0722 * linearChannel(color.blueF());
}

} // namespace

Theme::Theme(QObject* parent)
    : QObject(parent)
    , m_systemIsDark(systemIsDark())
{
    initResources();
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    QFont font = QApplication::font();
    font.setPixelSize(textPx);
    QApplication::setFont(font);
    QApplication::setPalette(paletteFor(tokens()));
    QToolTip::setPalette(paletteFor(tokens()));
    qApp->setStyleSheet(styleSheetFor(tokens()));
    Q_EMIT changed();
}

const ThemeTokens& Theme::tokens() const
{
    const bool dark = m_mode == Mode::Dark || (m_mode == Mode::System && m_systemIsDark);
    return dark ? darkTokens() : lightTokens();
}

const ThemeTokens& Theme::lightTokens()
{
    static const ThemeTokens tokens = makeLight();
    return tokens;
}

const ThemeTokens& Theme::darkTokens()
{
    static const ThemeTokens tokens = makeDark();
    return tokens;
}

const std::vector<SeriesPalette>& Theme::seriesPalettes()
{
    static const std::vector<SeriesPalette> table {
        { "okabe-ito",
          "Okabe–Ito",
          { 0xff0072B2, 0xffE69F00, 0xff009E73, 0xffCC79A7, 0xff56B4E9, 0xffD55E00, 0xff8A8A8A,
            0xffA2A854 } }, // its yellow, dark enough for a white ground
        // M. Petroff, Accessible Color Sequences for Data Visualization (2021), the sequence of eight.
        { "petroff",
          "Petroff",
          { 0xff1845FB, 0xffFF5E02, 0xffC91F16, 0xffC849A9, 0xffADAD7D, 0xff86C8DD, 0xff578DFF,
            0xff656364 } },
    };
    return table;
}

void Theme::setSeriesPalette(const QString& key)
{
    const auto& table = seriesPalettes();
    const auto found = std::find_if(table.begin(), table.end(), [&key](const SeriesPalette& palette) {
        return key == QLatin1String(palette.key);
    });
    paletteInUse = found == table.end() ? 0 : static_cast<std::size_t>(found - table.begin());
    Q_EMIT changed();
}

QString Theme::seriesPalette()
{
    return QLatin1String(seriesPalettes()[paletteInUse].key);
}

QColor Theme::categoryColor(int index)
{
    const auto& colors = seriesPalettes()[paletteInUse].colors;
    const auto position = static_cast<std::size_t>(index < 0 ? 0 : index);
    const QColor base(colors[position % colors.size()]);
    if ((position / colors.size()) % 2 == 0)
        return base;
    const auto towardsWhite = [](int channel) { return channel + (255 - channel) * 2 / 5; };
    return { towardsWhite(base.red()), towardsWhite(base.green()), towardsWhite(base.blue()) };
}

Qt::PenStyle Theme::categoryDash(int index)
{
    return (index / static_cast<int>(seriesPalettes().front().colors.size())) % 2 == 0 ? Qt::SolidLine
                                                                                       : Qt::DashLine;
}

QIcon Theme::icon(const QString& name) const
{
    QFile file(QStringLiteral(":/icons/") % name % QStringLiteral(".svg"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SvgIconEngine(file.readAll(), tokens()));
}

QPalette Theme::paletteFor(const ThemeTokens& t)
{
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.panel);
    palette.setColor(QPalette::AlternateBase, t.window);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::PlaceholderText, t.secondary);
    palette.setColor(QPalette::Button, t.raised);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::BrightText, t.bad);
    palette.setColor(QPalette::ToolTipBase, t.raised);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::Highlight, t.selection);
    palette.setColor(QPalette::HighlightedText, t.text);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::LinkVisited, t.accent);
    palette.setColor(QPalette::Light, t.raised);
    palette.setColor(QPalette::Midlight, t.border);
    palette.setColor(QPalette::Mid, t.border);
    palette.setColor(QPalette::Dark, t.secondary);
    palette.setColor(QPalette::Shadow, t.border);
    for (const auto role :
         { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText })
        palette.setColor(QPalette::Disabled, role, t.disabled);
    return palette;
}

QString Theme::styleSheetFor(const ThemeTokens& t)
{
    QFile file(QStringLiteral(":/style/studio.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::pair<QLatin1String, QColor> names[] = {
        { QLatin1String("@window"), t.window },       { QLatin1String("@panel"), t.panel },
        { QLatin1String("@raised"), t.raised },       { QLatin1String("@border"), t.border },
        { QLatin1String("@grid"), t.grid },           { QLatin1String("@text"), t.text },
        { QLatin1String("@secondary"), t.secondary }, { QLatin1String("@disabled"), t.disabled },
        { QLatin1String("@accent"), t.accent },       { QLatin1String("@onAccent"), t.onAccent },
        { QLatin1String("@selection"), t.selection }, { QLatin1String("@good"), t.good },
        { QLatin1String("@warning"), t.warning },     { QLatin1String("@bad"), t.bad },
    };
    for (const auto& [name, color] : names)
        sheet.replace(name % QLatin1Char(';'), color.name() % QLatin1Char(';'));
    for (const auto& [name, color] : names)
        sheet.replace(name % QLatin1Char(' '), color.name() % QLatin1Char(' '));
    sheet.replace(QLatin1String("@tone"), t.dark ? QLatin1String("dark") : QLatin1String("light"));
    return sheet;
}

double contrastRatio(const QColor& first, const QColor& second)
{
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace opal
