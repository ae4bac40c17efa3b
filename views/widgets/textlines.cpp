// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/textlines.h"

#include <QFontMetricsF>
#include <QTextLayout>

namespace opal {

QStringList textLines(const QString& words, const QFont& font, double width, int most)
{
    const QFontMetricsF metrics(font);
    // Widths are often measured in whole pixels; and elidedText() may cut what fits exactly.
    const auto fits
        = [&metrics, width](const QString& text) { return metrics.horizontalAdvance(text) <= width + 0.5; };
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QStringList lines;
    const QStringList paragraphs = words.split(QLatin1Char('\n'));
    for (qsizetype at = 0; at < paragraphs.size() && lines.size() < most; ++at) {
        const QString& paragraph = paragraphs[at];
        if (fits(paragraph)) {
            lines << paragraph;
            continue;
        }
        QTextLayout layout(paragraph, font);
        layout.setTextOption(option);
        layout.beginLayout();
        qsizetype from = 0;
        while (lines.size() + 1 < most && from < paragraph.size()) {
            QTextLine line = layout.createLine();
            line.setLineWidth(width);
            lines << paragraph.mid(from, line.textLength()).trimmed();
            from += line.textLength();
        }
        layout.endLayout();
        const QString rest = paragraph.mid(from).trimmed();
        if (from < paragraph.size())
            lines << (fits(rest) ? rest : metrics.elidedText(rest, Qt::ElideRight, width));
    }
    return lines;
}

} // namespace opal
