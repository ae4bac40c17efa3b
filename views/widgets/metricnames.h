// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/results/interestmeasures.h"
#include "core/results/rankingmetrics.h"

namespace opal {

/// "Recall" in the language of the window; tables and files have the title itself (metricTitle()).
QString metricName(const RankingMetric& metric);
/// "Recall@50".
QString metricName(const RankingMetric& metric, int cutoff);

/// What it measures, one sentence.
QString metricMeaning(const RankingMetric& metric);

/// The same of a measure of interests.
QString measureName(const InterestMeasure& measure);
QString measureMeaning(const InterestMeasure& measure);

} // namespace opal
