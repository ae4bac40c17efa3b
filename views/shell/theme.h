// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include <QColor>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

namespace opal {

/// The colours of one theme. Nothing in the window has a colour that is not here.
struct ThemeTokens
{
    QColor window, panel, raised;
    QColor border, grid;
    QColor text, secondary, disabled;
    QColor accent, onAccent, selection;
    QColor good, warning, bad;
    bool dark = false;
};

/// Eight colours for series.
struct SeriesPalette
{
    const char* key; ///< in the settings
    const char* title; ///< a name, the same in every language
    std::array<QRgb, 8> colors;
};

/// Light, dark or as the system; switches while the program runs.
///
/// The style sheet knows these dynamic properties (set them before a widget is shown):
///   role = "page"       the background of a panel (window colour)
///          "card"       raised block: panel colour, one-pixel border, radius 6
///          "heading"    QLabel 15 px semi-bold
///          "secondary"  QLabel 12 px, secondary colour
///          "metric"     QLabel, a large number
///          "good", "warning", "bad"  QLabel in that colour
///          "primary"    QPushButton, the one main action of a view
///          "danger"     QPushButton that discards something
///          "flat"       QPushButton or QToolButton without a frame
///          "link"       QPushButton that looks like a link
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    enum class Mode { System, Light, Dark };

    static constexpr int textPx = 13;
    static constexpr int secondaryPx = 12;
    static constexpr int headingPx = 15;
    static constexpr int rowHeight = 28;
    static constexpr int radius = 6;

    /// Remembers the system's palette; needs a QApplication.
    explicit Theme(QObject* parent = nullptr);

    /// Applies palette, fonts and style sheet to the whole program and emits changed().
    void setMode(Mode mode);

    Mode mode() const { return m_mode; }

    bool isDark() const { return tokens().dark; }

    const ThemeTokens& tokens() const;
    static const ThemeTokens& lightTokens();
    static const ThemeTokens& darkTokens();

    /// The colours of curves, interests and hyper-categories, all told apart with every kind of colour
    /// vision. Like the palette of QApplication it is the whole program's: figures, tables and delegates ask
    /// for it. Unknown keys mean the first one. Applies at once and emits changed().
    void setSeriesPalette(const QString& key);
    static QString seriesPalette(); ///< key of the one in use
    static const std::vector<SeriesPalette>& seriesPalettes();

    /// Colour of an interest or hyper-category (0-based) in the palette in use, from the ninth on a lighter
    /// tone. The same in both themes.
    static QColor categoryColor(int index);
    /// Solid for the first eight, dashed for the next eight: colour is never the only difference.
    static Qt::PenStyle categoryDash(int index);

    /// An icon of our set (":/icons/<name>.svg") in the theme's colours; selected state in the accent colour.
    /// Ask again on changed().
    QIcon icon(const QString& name) const;

    static QPalette paletteFor(const ThemeTokens& tokens);
    static QString styleSheetFor(const ThemeTokens& tokens);

Q_SIGNALS:
    void changed();

private:
    Mode m_mode = Mode::System;
    bool m_systemIsDark = false;
};

/// WCAG 2 contrast ratio, 1..21.
double contrastRatio(const QColor& first, const QColor& second);

} // namespace opal
