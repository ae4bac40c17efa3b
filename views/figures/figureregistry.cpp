// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/figureregistry.h"

#include <algorithm>
#include <type_traits>

#include <QCoreApplication>

#include "core/base/error.h"
#include "core/store/runstore.h"
#include "views/figures/attributionfigure.h"
#include "views/figures/categoryfigures.h"
#include "views/figures/curvesfigure.h"
#include "views/figures/datasetfigures.h"
#include "views/figures/interestsfigure.h"
#include "views/figures/mapfigure.h"
#include "views/figures/sppmifigure.h"
#include "views/figures/stagesfigure.h"
#include "views/figures/tradeofffigure.h"
#include "views/figures/userfigures.h"
#include "views/figures/usersdiversityfigure.h"
#include "views/plot/figureexporter.h"

namespace opal {

namespace {

struct Title
{
    const char* english;

    QString operator()() const { return QCoreApplication::translate("Figures", english); }
};

constexpr double twoColumnsMm = 181.9;
/// Less than that is one column of a page.
constexpr double narrowMm = 110;
/// More points than that are no longer told apart.
constexpr int mostRuns = 64;
/// Proportions of a wide curve.
constexpr double wide = 0.6;
/// Proportions of a matrix.
constexpr double equalSides = 1;
/// Two square matrices side by side over their histograms.
constexpr double matrixPair = 0.8;
/// As many runs as anybody names.
constexpr int anyNumber = 10'000;

template <typename Result> FigureEntry withFunctions(FigureEntry entry, FigureFunctions<Result> functions)
{
    entry.functions = functions;
    return entry;
}

/// A figure of a data-set file, without a run.
FigureEntry ofDataset(const char* key, const char* title)
{
    return { QString::fromLatin1(key), QStringLiteral("data"), Title { title }, { 0, 0, false, true }, wide };
}

} // namespace

const std::vector<FigureEntry>& figureRegistry()
{
    static const std::vector<FigureEntry> table {
        withFunctions<LossCurves>({ QStringLiteral("loss"), QStringLiteral("training"),
                                    Title { QT_TRANSLATE_NOOP("Figures", "Loss") }, FigureNeeds {}, wide },
                                  { &loadLoss, &drawLoss, &lossTable, &lossSummary }),
        withFunctions<RankingCurves>({ QStringLiteral("ranking"), QStringLiteral("training"),
                                       Title { QT_TRANSLATE_NOOP("Figures", "Ranking quality") },
                                       FigureNeeds {}, wide },
                                     { &loadRanking, &drawRanking, &rankingTable, &rankingSummary }),
        withFunctions<StageComparison>({ QStringLiteral("stages"), QStringLiteral("training"),
                                         Title { QT_TRANSLATE_NOOP("Figures", "Stage comparison") },
                                         FigureNeeds {}, 0.95 },
                                       { &loadStages, &drawStages, &stagesTable, &stagesSummary }),
        withFunctions<SppmiPair>({ QStringLiteral("sppmi"), QStringLiteral("diversity"),
                                   Title { QT_TRANSLATE_NOOP("Figures", "Diversity (SPPMI)") },
                                   FigureNeeds { 1, 2, true }, matrixPair, twoColumnsMm, 2.25 },
                                 { &loadSppmi, &drawSppmi, &sppmiTable, &sppmiSummary }),
        withFunctions<SppmiPair>({ oneAgainstSeveralKey, QStringLiteral("diversity"),
                                   Title { QT_TRANSLATE_NOOP("Figures", "One interest against several") },
                                   FigureNeeds { .minRuns = 0, .maxRuns = 2, .trains = true }, matrixPair,
                                   twoColumnsMm, 2.25 },
                                 { &loadOneAgainstSeveral, &drawSppmi, &sppmiTable, &sppmiSummary }),
        withFunctions<UsersDiversity>(
            { QStringLiteral("diversity-users"), QStringLiteral("diversity"),
              Title { QT_TRANSLATE_NOOP("Figures", "Diversity of a set of users") },
              FigureNeeds { .maxRuns = 2 }, 1.05, twoColumnsMm, 2.25 },
            { &loadUsersDiversity, &drawUsersDiversity, &usersDiversityTable, &usersDiversitySummary }),
        withFunctions<Tradeoff>({ QStringLiteral("tradeoff"), QStringLiteral("diversity"),
                                  Title { QT_TRANSLATE_NOOP("Figures", "Accuracy and diversity of runs") },
                                  FigureNeeds { .maxRuns = mostRuns }, 0.8 },
                                { &loadTradeoff, &drawTradeoff, &tradeoffTable, &tradeoffSummary }),
        withFunctions<DatasetProfiles>(
            ofDataset("dataset-days", QT_TRANSLATE_NOOP("Figures", "Interactions a day")),
            { &loadDatasetDays, &drawDatasetDays, &datasetDaysTable, &datasetDaysSummary }),
        withFunctions<DatasetProfiles>(
            ofDataset("dataset-histories", QT_TRANSLATE_NOOP("Figures", "History length")),
            { &loadDatasetProfiles, &drawDatasetHistories, &datasetHistoriesTable,
              &datasetHistoriesSummary }),
        withFunctions<DatasetProfiles>(
            ofDataset("dataset-popularity", QT_TRANSLATE_NOOP("Figures", "Item popularity")),
            { &loadDatasetProfiles, &drawDatasetPopularity, &datasetPopularityTable,
              &datasetPopularitySummary }),
        withFunctions<DatasetProfiles>(
            ofDataset("dataset-hours", QT_TRANSLATE_NOOP("Figures", "Activity by hour")),
            { &loadDatasetHours, &drawDatasetHours, &datasetHoursTable, &datasetHoursSummary }),
        withFunctions<CategoryCourse>(
            { QStringLiteral("assignment"), QStringLiteral("categories"),
              Title { QT_TRANSLATE_NOOP("Figures", "Assignment mass over the training") }, FigureNeeds {},
              wide },
            { &loadCategoryCourse, &drawAssignment, &assignmentTable, &assignmentSummary }),
        withFunctions<CategoryCourse>(
            { QStringLiteral("category-similarity"), QStringLiteral("categories"),
              Title { QT_TRANSLATE_NOOP("Figures", "Similarity of the hyper-categories") }, FigureNeeds {},
              equalSides },
            { &loadCategorySimilarity, &drawCategorySimilarity, &categorySimilarityTable,
              &categorySimilaritySummary }),
        withFunctions<UserFigure>({ QStringLiteral("timeline"), QStringLiteral("interests"),
                                    Title { QT_TRANSLATE_NOOP("Figures", "User timeline") },
                                    FigureNeeds { .user = true }, 0.25, twoColumnsMm, 0.45 },
                                  { &loadUser, &drawUserTimeline, &timelineTable, &timelineSummary }),
        withFunctions<UserFigure>({ QStringLiteral("lens"), QStringLiteral("interests"),
                                    Title { QT_TRANSLATE_NOOP("Figures", "Interest lens") },
                                    FigureNeeds { .user = true }, 0.5, twoColumnsMm, 0.9 },
                                  { &loadUser, &drawInterestLens, &lensTable, &lensSummary }),
        withFunctions<InterestCurves>(
            { QStringLiteral("interests"), QStringLiteral("sweeps"),
              Title { QT_TRANSLATE_NOOP("Figures", "Number of interests") }, FigureNeeds { 0, anyNumber },
              0.85 },
            { &loadInterestCurves, &drawInterestCurves, &interestCurvesTable, &interestCurvesSummary }),
        withFunctions<RunAttribution>(
            { QStringLiteral("attribution"), QStringLiteral("interests"),
              Title { QT_TRANSLATE_NOOP("Figures", "Recall attribution") }, FigureNeeds {}, 0.35,
              twoColumnsMm, 1.1 },
            { &loadAttribution, &drawAttribution, &attributionTable, &attributionSummary }),
        withFunctions<MapFigure>({ QStringLiteral("map"), QStringLiteral("map"),
                                   Title { QT_TRANSLATE_NOOP("Figures", "Item map") }, FigureNeeds {}, 0.72 },
                                 { &loadMap, &drawMap, &mapTable, &mapSummary }),
    };
    return table;
}

double figureHeightMm(const FigureEntry& entry, double widthMm)
{
    const bool narrow = widthMm < narrowMm && entry.narrowHeightPerWidth > 0;
    const double height = widthMm * (narrow ? entry.narrowHeightPerWidth : entry.heightPerWidth);
    return std::clamp(height, smallestFigureMm, largestFigureMm);
}

const FigureEntry* findFigure(const QString& key)
{
    const auto& table = figureRegistry();
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const FigureEntry& entry) { return entry.key == key; });
    return found == table.end() ? nullptr : &*found;
}

void checkFigureSubject(const FigureEntry& entry, const FigureSubject& subject)
{
    const std::string name = "the figure '" + entry.key.toStdString() + "'";
    const auto runs = static_cast<int>(subject.runs.size());
    const FigureNeeds& needs = entry.needs;
    if (runs < needs.minRuns || runs > needs.maxRuns) {
        const std::string wanted = needs.minRuns == needs.maxRuns
            ? std::to_string(needs.minRuns)
            : std::to_string(needs.minRuns) + " to " + std::to_string(needs.maxRuns);
        throw Error(ErrorCode::InvalidArgument,
                    name + " needs " + wanted + " run(s), but got " + std::to_string(runs)
                        + "; name each with --run");
    }
    if (needs.user && subject.user.empty())
        throw Error(ErrorCode::InvalidArgument, name + " needs a user; name one with --user");
    if (needs.trains && subject.runs.empty() && subject.datasetFile.isEmpty())
        throw Error(ErrorCode::InvalidArgument,
                    name
                        + " needs a data-set file to find or train its runs on, or its runs; name one with "
                          "--dataset, or each run with --run");
    if (!subject.params.empty() && (!needs.trains || !subject.runs.empty()))
        throw Error(ErrorCode::InvalidArgument,
                    name + " trains nothing here, so it takes no parameters of a training; leave them out");
    if (needs.dataset && subject.datasetFile.isEmpty())
        throw Error(ErrorCode::InvalidArgument, name + " needs a data-set file; name one with --dataset");
}

FigureRequest loadFigure(const FigureEntry& entry, const FigureSubject& subject, const FigureAccess& access)
{
    return std::visit(
        [&]<typename Result>(const FigureFunctions<Result>& functions) {
            const std::shared_ptr<const Result> result = functions.load(subject, access);
            FigureRequest request = figureRequest(entry, result, subject);
            if constexpr (std::is_same_v<Result, SppmiPair>) {
                if (result->choice)
                    request.subject = sppmiSubject(*result);
                request.choice = result->choice;
            }
            return request;
        },
        entry.functions);
}

} // namespace opal
