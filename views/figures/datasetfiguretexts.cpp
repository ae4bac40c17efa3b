// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/datasetfiguretexts.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "views/itemmodels/celltext.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

/// The value of each data set at one place, named where there are several.
QString valueText(const DatasetProfiles& profiles, const std::function<QString(const DatasetProfile&)>& value)
{
    if (!profiles.isComparison())
        return value(*profiles.sets.front());
    QStringList texts;
    for (const auto& profile : profiles.sets) {
        //: Name of a data set and a value of it
        texts << DatasetFigureTexts::tr("%1 %2").arg(QString::fromStdString(profile->summary.name),
                                                     value(*profile));
    }
    return texts.join(QStringLiteral(", "));
}

template <typename Counts>
QString countOrShare(const DatasetProfiles& profiles, const Counts& counts, std::size_t at)
{
    if (at >= counts.size())
        return missingText();
    if (!profiles.isComparison())
        return countText(counts[at]);
    const auto total = std::accumulate(counts.begin(), counts.end(), std::int64_t { 0 });
    return percentText(total > 0 ? static_cast<double>(counts[at]) / static_cast<double>(total) : 0);
}

FigureTable readingsOf(const QString& place)
{
    //: Heading of the values behind a picture
    return { { place, DatasetFigureTexts::tr("Value") } };
}

void addReading(FigureTable& readings, double place, const QString& key, const QString& value)
{
    readings.places.push_back(place);
    readings.rows.push_back({ key, value });
}

FigureTable dayReadings(const DatasetProfiles& profiles)
{
    FigureTable readings = readingsOf(DatasetFigureTexts::tr("Day"));
    std::size_t days = 0;
    for (const auto& profile : profiles.sets)
        days = std::max(days, profile->summary.dayLabels.size());
    for (std::size_t day = 0; day < days; ++day) {
        if (profiles.isComparison()) {
            addReading(readings, static_cast<double>(day + 1), DatasetFigureTexts::tr("Day %1").arg(day + 1),
                       valueText(profiles, [&](const DatasetProfile& profile) {
                           return countOrShare(profiles, profile.summary.interactionsPerDay, day);
                       }));
            continue;
        }
        const DatasetProfile& profile = *profiles.sets.front();
        QStringList parts;
        const std::vector<std::int64_t>* counts[]
            = { &profile.trainPerDay, &profile.validPerDay, &profile.testPerDay };
        for (int part = 0; part < 3; ++part) {
            if (const std::int64_t count = (*counts[part])[day]; count > 0)
                parts << DatasetFigureTexts::tr("%1 %2").arg(countText(count), splitPartText(part));
        }
        if (profile.latePerDay[day] > 0)
            parts << DatasetFigureTexts::tr("%1 of them leaking").arg(countText(profile.latePerDay[day]));
        addReading(readings, static_cast<double>(day), QString::fromStdString(profile.summary.dayLabels[day]),
                   parts.isEmpty() ? countText(0) : parts.join(QStringLiteral(", ")));
    }
    return readings;
}

FigureTable historyReadings(const DatasetProfiles& profiles)
{
    FigureTable readings = readingsOf(DatasetFigureTexts::tr("Training interactions of a user"));
    std::size_t buckets = 0;
    for (const auto& profile : profiles.sets)
        buckets = std::max(buckets, historyBuckets(*profile).size());
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        addReading(readings, static_cast<double>(bucket), bucketText(bucket),
                   valueText(profiles, [&](const DatasetProfile& profile) {
                       return countOrShare(profiles, historyBuckets(profile), bucket);
                   }));
    }
    return readings;
}

/// Interactions at a rank; between two kept ranks the better one's.
QString popularityAt(const DatasetProfile& profile, std::int64_t rank)
{
    const auto after
        = std::upper_bound(profile.popularity.begin(), profile.popularity.end(), rank,
                           [](std::int64_t value, const auto& pair) { return value < pair.first; });
    if (after == profile.popularity.begin() || rank > profile.popularity.back().first)
        return missingText();
    return countText((after - 1)->second);
}

FigureTable popularityReadings(const DatasetProfiles& profiles)
{
    const auto longest
        = std::max_element(profiles.sets.begin(), profiles.sets.end(), [](const auto& a, const auto& b) {
              return a->popularity.size() < b->popularity.size();
          });
    FigureTable readings = readingsOf(DatasetFigureTexts::tr("Rank of the item"));
    for (const auto& pair : (*longest)->popularity) {
        const std::int64_t rank = pair.first;
        addReading(
            readings, static_cast<double>(rank), countText(rank),
            valueText(profiles, [&](const DatasetProfile& profile) { return popularityAt(profile, rank); }));
    }
    return readings;
}

FigureTable hourReadings(const DatasetProfiles& profiles)
{
    FigureTable readings = readingsOf(DatasetFigureTexts::tr("Hour of day"));
    for (std::size_t hour = 0; hour < 24; ++hour) {
        addReading(readings, static_cast<double>(hour),
                   QStringLiteral("%1:00").arg(hour, 2, 10, QLatin1Char('0')),
                   valueText(profiles, [&](const DatasetProfile& profile) {
                       return countOrShare(profiles, profile.hours, hour);
                   }));
    }
    return readings;
}

QString zoneText(int minutes)
{
    const QChar sign = minutes < 0 ? QChar(0x2212) : QChar(u'+');
    return QStringLiteral("UTC%1%2:%3")
        .arg(sign)
        .arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0'))
        .arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

QString missingDays(const DatasetProfiles& profiles)
{
    for (const auto& profile : profiles.sets) {
        if (profile->summary.dayLabels.empty())
            return DatasetFigureTexts::tr("%1 has no days: its log held the order of interactions only.")
                .arg(QString::fromStdString(profile->summary.name));
    }
    return {};
}

QString missingHours(const DatasetProfiles& profiles)
{
    for (const auto& profile : profiles.sets) {
        if (!profile->summary.hasTimes)
            return DatasetFigureTexts::tr("%1 has no clock times.")
                .arg(QString::fromStdString(profile->summary.name));
    }
    return {};
}

QString nothingMissing(const DatasetProfiles& /*profiles*/)
{
    return {};
}

} // namespace

QString datasetDaysSummary(const DatasetProfiles& profiles)
{
    return valueText(profiles, [](const DatasetProfile& profile) {
        const auto& counts = profile.summary.interactionsPerDay;
        if (counts.empty())
            return missingText();
        const auto most = std::max_element(counts.begin(), counts.end());
        return DatasetFigureTexts::tr("%1 days, most interactions on %2: %3")
            .arg(QString::number(counts.size()),
                 QString::fromStdString(
                     profile.summary.dayLabels[static_cast<std::size_t>(most - counts.begin())]),
                 countText(*most));
    });
}

QString datasetHistoriesSummary(const DatasetProfiles& profiles)
{
    return valueText(profiles, [](const DatasetProfile& profile) {
        return DatasetFigureTexts::tr("mean %1, median %2 training interactions a user")
            .arg(QString::number(profile.meanHistory, 'f', 1), countText(profile.medianHistory));
    });
}

QString datasetPopularitySummary(const DatasetProfiles& profiles)
{
    return valueText(profiles, [](const DatasetProfile& profile) {
        return DatasetFigureTexts::tr("the most popular 1 % of the items have %1 of the interactions")
            .arg(percentText(profile.topShare));
    });
}

QString datasetHoursSummary(const DatasetProfiles& profiles)
{
    return valueText(profiles, [](const DatasetProfile& profile) {
        const auto most = std::max_element(profile.hours.begin(), profile.hours.end());
        return DatasetFigureTexts::tr("most interactions between %1:00 and %2:00")
            .arg(most - profile.hours.begin())
            .arg(most - profile.hours.begin() + 1);
    });
}

QString splitPartText(int part)
{
    switch (part) {
    case 0:
        return DatasetFigureTexts::tr("training");
    case 1:
        return DatasetFigureTexts::tr("validation");
    default:
        return DatasetFigureTexts::tr("test");
    }
}

std::vector<QString> dayTexts(const DatasetSummary& summary)
{
    std::vector<QString> texts;
    for (const std::string& label : summary.dayLabels) {
        const QString day = QString::fromStdString(label);
        texts.push_back(day.size() == 10 && day[4] == u'-' ? day.mid(5) : day);
    }
    return texts;
}

QString bucketText(std::size_t bucket)
{
    const std::int64_t least = std::int64_t { 1 } << bucket;
    return bucket == 0 ? countText(1)
                       : QStringLiteral("%1\u2013%2").arg(countText(least), countText(least * 2 - 1));
}

std::vector<std::int64_t> historyBuckets(const DatasetProfile& profile)
{
    std::vector<std::int64_t> buckets;
    for (const auto& [length, users] : profile.historyLengths) {
        const auto bucket = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(length)) - 1);
        buckets.resize(std::max(buckets.size(), bucket + 1), 0);
        buckets[bucket] += users;
    }
    return buckets;
}

std::vector<double> sharesOf(const std::vector<std::int64_t>& counts)
{
    const double total
        = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t { 0 }));
    std::vector<double> shares;
    for (const std::int64_t count : counts)
        shares.push_back(total > 0 ? static_cast<double>(count) / total : 0);
    return shares;
}

QString hourAxisText(const DatasetProfiles& profiles)
{
    const int zone = profiles.sets.front()->timeZoneMinutes;
    const bool isCommon
        = std::all_of(profiles.sets.begin(), profiles.sets.end(),
                      [zone](const auto& profile) { return profile->timeZoneMinutes == zone; });
    return isCommon ? DatasetFigureTexts::tr("Hour of day (%1)").arg(zoneText(zone))
                    : DatasetFigureTexts::tr("Hour of day (local)");
}

const std::vector<DatasetFigure>& datasetFigures()
{
    static const std::vector<DatasetFigure> table {
        { QStringLiteral("dataset-days"), [] { return DatasetFigureTexts::tr("Interactions a day"); },
          &dayReadings, &missingDays },
        { QStringLiteral("dataset-histories"), [] { return DatasetFigureTexts::tr("History length"); },
          &historyReadings, &nothingMissing },
        { QStringLiteral("dataset-popularity"), [] { return DatasetFigureTexts::tr("Item popularity"); },
          &popularityReadings, &nothingMissing },
        { QStringLiteral("dataset-hours"), [] { return DatasetFigureTexts::tr("Activity by hour"); },
          &hourReadings, &missingHours },
    };
    return table;
}

} // namespace opal
