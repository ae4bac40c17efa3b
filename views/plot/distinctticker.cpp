// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/distinctticker.h"

#include <algorithm>

namespace opal {

QVector<QString> DistinctTicker::createLabelVector(const QVector<double>& ticks, const QLocale& locale,
                                                   QChar formatChar, int precision)
{
    constexpr int digitsOfDouble = 15;
    while (true) {
        QVector<QString> labels = QCPAxisTicker::createLabelVector(ticks, locale, formatChar, precision);
        if (precision >= digitsOfDouble
            || std::adjacent_find(labels.cbegin(), labels.cend()) == labels.cend())
            return labels;
        ++precision;
    }
}

} // namespace opal
