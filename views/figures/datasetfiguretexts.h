// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QCoreApplication>

#include "views/figures/datasetfigures.h"

namespace opal {

/// Translation context of the pictures of a data set.
struct DatasetFigureTexts
{
    Q_DECLARE_TR_FUNCTIONS(DatasetFigureTexts)
};

/// 0: training, 1: validation, 2: test.
QString splitPartText(int part);
/// Short day labels: "04-25" of "2022-04-25", others as they are.
std::vector<QString> dayTexts(const DatasetSummary& summary);
/// "8–15": the training lengths of a bucket that doubles.
QString bucketText(std::size_t bucket);
/// Users by bucket [2^b, 2^(b+1)) of training lengths.
std::vector<std::int64_t> historyBuckets(const DatasetProfile& profile);
/// Each count as a fraction of their sum; zeros if that is zero.
std::vector<double> sharesOf(const std::vector<std::int64_t>& counts);
/// "Hour of day (UTC+08:00)"; without the zone where the data sets differ in it.
QString hourAxisText(const DatasetProfiles& profiles);

} // namespace opal
