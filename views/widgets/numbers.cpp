// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/numbers.h"

#include <cmath>

#include <QCoreApplication>

namespace opal {

QString countText(std::int64_t value)
{
    QString digits = QString::number(value < 0 ? -value : value);
    for (qsizetype position = digits.size() - 3; position > 0; position -= 3)
        digits.insert(position, QChar(0x202F));
    return value < 0 ? QChar(0x2212) % digits : digits;
}

QString metricText(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const QString text = QString::number(value, 'f', 4);
    return text == QLatin1String("-0.0000") ? QStringLiteral("0.0000") : text;
}

QString durationText(double seconds)
{
    if (seconds < 0 || !std::isfinite(seconds))
        return QStringLiteral("–");
    if (seconds < 90)
        return QCoreApplication::translate("Numbers", "%1 s").arg(std::lround(seconds));
    const long minutes = std::lround(seconds / 60);
    if (minutes < 90)
        return QCoreApplication::translate("Numbers", "%1 min").arg(minutes);
    return QCoreApplication::translate("Numbers", "%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString durationRangeText(double least, double most)
{
    const QString from = durationText(least);
    if (most < 0)
        //: a duration of which only the least is known
        return QCoreApplication::translate("Numbers", "%1 or more").arg(from);
    const QString to = durationText(most);
    //: from one duration to another
    return from == to ? from : QCoreApplication::translate("Numbers", "%1 to %2").arg(from, to);
}

} // namespace opal
