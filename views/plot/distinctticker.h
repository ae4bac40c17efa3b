// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/plot/qcp.h"

namespace opal {

/// The ticker of an axis of numbers. QCustomPlot writes six digits, which repeats one label along an axis
/// that shows little more than 0.99992 to 0.99993: here neighbours get as many digits as tell them apart.
class DistinctTicker final : public QCPAxisTicker
{
protected:
    QVector<QString> createLabelVector(const QVector<double>& ticks, const QLocale& locale, QChar formatChar,
                                       int precision) override;
};

} // namespace opal
