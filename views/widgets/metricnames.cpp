// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/metricnames.h"

#include <QCoreApplication>

namespace opal {

QString metricName(const RankingMetric& metric)
{
    return QCoreApplication::translate("RankingMetrics", metric.title);
}

QString metricName(const RankingMetric& metric, int cutoff)
{
    return QStringLiteral("%1@%2").arg(metricName(metric)).arg(cutoff);
}

QString metricMeaning(const RankingMetric& metric)
{
    return QCoreApplication::translate("RankingMetrics", metric.meaning);
}

QString measureName(const InterestMeasure& measure)
{
    return QCoreApplication::translate("InterestMeasures", measure.title);
}

QString measureMeaning(const InterestMeasure& measure)
{
    return QCoreApplication::translate("InterestMeasures", measure.meaning);
}

} // namespace opal
