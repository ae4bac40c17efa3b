// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QString>

#include "core/results/datasetprofile.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct PlotTheme;

/// Data sets in one picture: one, or two laid over one another as shares.
struct DatasetProfiles
{
    std::vector<std::shared_ptr<const DatasetProfile>> sets;

    bool isComparison() const { return sets.size() > 1; }
};

/// Interactions a day. One data set: stacked by the parts of the split, with the cut before the first
/// held-out day and what leaks in red hatching. Several: lines over the number of the day.
void drawDatasetDays(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme);
/// Users by number of training interactions, in buckets that double.
void drawDatasetHistories(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme);
/// Interactions of an item over its rank, both logarithmic.
void drawDatasetPopularity(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme);
/// Interactions by hour of day, in the log's time zone.
void drawDatasetHours(QCustomPlot& plot, const DatasetProfiles& profiles, const PlotTheme& theme);

struct FigureAccess;

/// For the table of figures: counted from the data-set file of the subject. Throws as makeProfileJob(); those
/// of days and hours also Error{InvalidData} where the log had none.
std::shared_ptr<const DatasetProfiles> loadDatasetProfiles(const FigureSubject& subject,
                                                           const FigureAccess& access);
std::shared_ptr<const DatasetProfiles> loadDatasetDays(const FigureSubject& subject,
                                                       const FigureAccess& access);
std::shared_ptr<const DatasetProfiles> loadDatasetHours(const FigureSubject& subject,
                                                        const FigureAccess& access);

/// The numbers behind the pictures: one row a day, length, rank or hour of each data set.
FigureTable datasetDaysTable(const DatasetProfiles& profiles);
FigureTable datasetHistoriesTable(const DatasetProfiles& profiles);
FigureTable datasetPopularityTable(const DatasetProfiles& profiles);
FigureTable datasetHoursTable(const DatasetProfiles& profiles);

/// One sentence for screen readers.
QString datasetDaysSummary(const DatasetProfiles& profiles);
QString datasetHistoriesSummary(const DatasetProfiles& profiles);
QString datasetPopularitySummary(const DatasetProfiles& profiles);
QString datasetHoursSummary(const DatasetProfiles& profiles);

/// One picture of a data set's card.
struct DatasetFigure
{
    QString key; ///< stable, of the figure table
    std::function<QString()> title; ///< translated
    /// The numbers as people read them, with their places on the x axis.
    std::function<FigureTable(const DatasetProfiles&)> readings;
    /// Why there is nothing to draw, translated; empty: there is.
    std::function<QString(const DatasetProfiles&)> missing;
};

/// The pictures of a card, in their order: days, histories, popularity, hours.
const std::vector<DatasetFigure>& datasetFigures();

} // namespace opal
