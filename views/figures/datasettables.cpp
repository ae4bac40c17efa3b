// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "views/figures/datasetfigures.h"
#include "views/figures/figureregistry.h"

/// The numbers behind the pictures of a data set, and how the table of figures gets them.
namespace opal {

namespace {

QStringList columns(std::initializer_list<const char*> names)
{
    QStringList list { QStringLiteral("dataset") };
    for (const char* name : names)
        list << QString::fromLatin1(name);
    return list;
}

QString nameOf(const DatasetProfile& profile)
{
    return QString::fromStdString(profile.summary.name);
}

FigureTable pairsTable(const DatasetProfiles& profiles, const QStringList& names,
                       const std::vector<std::pair<std::int64_t, std::int64_t>> DatasetProfile::*pairs)
{
    FigureTable table { names, {} };
    for (const auto& profile : profiles.sets) {
        for (const auto& [key, value] : (*profile).*pairs)
            table.rows.push_back({ nameOf(*profile), QString::number(key), QString::number(value) });
    }
    return table;
}

} // namespace

std::shared_ptr<const DatasetProfiles> loadDatasetProfiles(const FigureSubject& subject,
                                                           const FigureAccess& access)
{
    auto profiles = std::make_shared<DatasetProfiles>();
    profiles->sets.push_back(
        std::make_shared<const DatasetProfile>(makeProfileJob(subject.datasetFile).run(access.context)));
    return profiles;
}

std::shared_ptr<const DatasetProfiles> loadDatasetDays(const FigureSubject& subject,
                                                       const FigureAccess& access)
{
    auto profiles = loadDatasetProfiles(subject, access);
    if (profiles->sets.front()->summary.dayLabels.empty())
        throw Error(
            ErrorCode::InvalidData,
            "'" + subject.datasetFile.toStdString()
                + "' has no days: its log held the order of interactions only; choose another figure.");
    return profiles;
}

std::shared_ptr<const DatasetProfiles> loadDatasetHours(const FigureSubject& subject,
                                                        const FigureAccess& access)
{
    auto profiles = loadDatasetProfiles(subject, access);
    if (!profiles->sets.front()->summary.hasTimes)
        throw Error(ErrorCode::InvalidData,
                    "'" + subject.datasetFile.toStdString() + "' has no clock times; choose another figure.");
    return profiles;
}

FigureTable datasetDaysTable(const DatasetProfiles& profiles)
{
    FigureTable table { columns({ "day", "train", "validation", "test", "leaking" }), {} };
    for (const auto& profile : profiles.sets) {
        for (std::size_t day = 0; day < profile->summary.dayLabels.size(); ++day)
            table.rows.push_back(
                { nameOf(*profile), QString::fromStdString(profile->summary.dayLabels[day]),
                  QString::number(profile->trainPerDay[day]), QString::number(profile->validPerDay[day]),
                  QString::number(profile->testPerDay[day]), QString::number(profile->latePerDay[day]) });
    }
    return table;
}

FigureTable datasetHistoriesTable(const DatasetProfiles& profiles)
{
    return pairsTable(profiles, columns({ "training_interactions", "users" }),
                      &DatasetProfile::historyLengths);
}

FigureTable datasetPopularityTable(const DatasetProfiles& profiles)
{
    return pairsTable(profiles, columns({ "rank", "interactions" }), &DatasetProfile::popularity);
}

FigureTable datasetHoursTable(const DatasetProfiles& profiles)
{
    FigureTable table { columns({ "hour", "interactions" }), {} };
    for (const auto& profile : profiles.sets) {
        for (std::size_t hour = 0; hour < profile->hours.size(); ++hour)
            table.rows.push_back(
                { nameOf(*profile), QString::number(hour), QString::number(profile->hours[hour]) });
    }
    return table;
}

} // namespace opal
