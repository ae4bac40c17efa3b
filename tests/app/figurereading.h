// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <set>

#include <QByteArray>
#include <QImage>
#include <QRegularExpression>
#include <QSize>
#include <QString>

/// What exported figures say of themselves.
namespace opal::test {

/// The numbers that an attribute of an SVG has anywhere.
inline std::set<double> attributeValues(const QByteArray& svg, const char* attribute)
{
    std::set<double> values;
    const QRegularExpression pattern(QLatin1String(attribute) + QStringLiteral("=\"([0-9.]+)\""));
    auto match = pattern.globalMatch(QString::fromUtf8(svg));
    while (match.hasNext())
        values.insert(match.next().captured(1).toDouble());
    return values;
}

/// A number of the set is the wanted one, rounded for a file.
inline bool hasAbout(const std::set<double>& values, double wanted)
{
    return std::any_of(values.begin(), values.end(),
                       [wanted](double value) { return std::abs(value - wanted) < 0.01; });
}

/// The page of a PDF, in points.
inline QSize pageOf(const QByteArray& pdf)
{
    static const QRegularExpression box(QStringLiteral("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]"));
    const auto match = box.match(QString::fromLatin1(pdf));
    return { qRound(match.captured(1).toDouble()), qRound(match.captured(2).toDouble()) };
}

/// Somewhere, nearly.
inline bool hasColour(const QImage& picture, QRgb colour)
{
    constexpr int tolerance = 3;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const QRgb pixel = picture.pixel(x, y);
            if (std::abs(qRed(pixel) - qRed(colour)) <= tolerance
                && std::abs(qGreen(pixel) - qGreen(colour)) <= tolerance
                && std::abs(qBlue(pixel) - qBlue(colour)) <= tolerance)
                return true;
        }
    return false;
}

} // namespace opal::test
