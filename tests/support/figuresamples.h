// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <map>
#include <memory>

#include <QString>

#include "core/results/hypercategory.h"
#include "views/figures/attributionfigure.h"
#include "views/figures/curvesfigure.h"
#include "views/figures/datasetfigures.h"
#include "views/figures/figureregistry.h"
#include "views/figures/interestsfigure.h"
#include "views/figures/mapfigure.h"
#include "views/figures/sppmifigure.h"
#include "views/figures/stagesfigure.h"
#include "views/figures/tradeofffigure.h"
#include "views/figures/userfigures.h"
#include "views/figures/usersdiversityfigure.h"

namespace opal {

/// Both stages of a run with loss terms, evaluations and events.
inline RunCurves sampleCurves()
{
    RunCurves curves;
    for (std::int64_t step = 1; step <= 4000; ++step) {
        const auto time = static_cast<double>(step);
        StepReport report;
        report.stage = step <= 2500 ? "soft" : "hard";
        report.step = step;
        report.terms = { { "loss", 2 + 6 * std::exp(-time / 600) + 0.1 * std::sin(time) },
                         { "main", 1.5 + 5 * std::exp(-time / 700) },
                         { "orth", 0.3 * std::exp(-time / 300) } };
        curves.steps.push_back(report);
        if (step % 500 != 0)
            continue;
        EvaluationReport evaluation;
        evaluation.stage = report.stage;
        evaluation.epoch = step / 500;
        evaluation.step = step;
        for (const int cutoff : { 50, 100, 200 }) {
            evaluation.metrics.values["recall"][cutoff] = 0.001 * cutoff * (1 - std::exp(-time / 900));
            evaluation.metrics.values["hit_rate"][cutoff] = 0.003 * cutoff * (1 - std::exp(-time / 900));
        }
        evaluation.best = step <= 3500;
        curves.evaluations.push_back(evaluation);
    }
    curves.events = { { "started", "soft", 0, "", 0 }, { "stage", "hard", 2500, "", 0 } };
    return curves;
}

/// 120 items of one or four interests; values are made up, zeros and pairs within an interest among them.
inline std::shared_ptr<const UserDiversity> sampleDiversity(int interests)
{
    constexpr std::size_t size = 120;
    auto side = std::make_shared<UserDiversity>();
    side->run = "run" + std::to_string(interests);
    side->runName = "opal-k" + std::to_string(interests);
    side->userId = "712";
    side->k = static_cast<int>(size);
    side->interests = interests;
    side->interestNames.assign(static_cast<std::size_t>(interests), {});
    side->interestNames.front() = "football, fitness, dance";
    SppmiMatrix& matrix = side->matrix;
    matrix.values.assign(size * size, 0);
    matrix.counts.assign(size * size, 0);
    for (std::size_t row = 0; row < size; ++row) {
        matrix.items.push_back(static_cast<std::int32_t>(row + 1));
        matrix.interest.push_back(
            static_cast<std::int32_t>(row * static_cast<std::size_t>(interests) / size));
        side->itemIds.push_back("item" + std::to_string(row));
        side->titles.emplace_back();
    }
    std::int64_t zeros = 0;
    double sum = 0;
    for (std::size_t row = 0; row < size; ++row) {
        matrix.values[row * size + row] = std::nan("");
        for (std::size_t column = row + 1; column < size; ++column) {
            const bool same = matrix.interest[row] == matrix.interest[column];
            const auto noise = static_cast<double>((row * 31 + column * 17) % 23) / 23;
            const double value = noise < (same ? 0.1 : 0.5) ? 0 : noise * (same ? 3 : 1.2);
            matrix.values[row * size + column] = matrix.values[column * size + row] = value;
            matrix.counts[row * size + column] = matrix.counts[column * size + row] = value > 0 ? 2 : 0;
            zeros += value == 0 ? 1 : 0;
            sum += value;
        }
    }
    const double pairs = size * (size - 1) / 2.0;
    side->statistics.pairs = static_cast<std::int64_t>(pairs);
    side->statistics.mean = sum / pairs;
    side->statistics.zeroShare = static_cast<double>(zeros) / pairs;
    side->within = { 1.4, 1.3, 1.5, 100 };
    side->between = { 0.4, 0.35, 0.45, interests > 1 ? 100 : 0 };
    return side;
}

/// A log of fifteen days of which the last two are held out, with two leaking days.
inline std::shared_ptr<const DatasetProfiles> sampleProfiles()
{
    auto profile = std::make_shared<DatasetProfile>();
    profile->summary.name = "KuaiRand-Pure";
    profile->summary.hasTimes = true;
    for (std::int64_t day = 0; day < 15; ++day) {
        const std::int64_t count = 4000 + day * 137 % 900;
        profile->summary.dayLabels.push_back("2022-05-" + std::to_string(10 + day));
        profile->summary.interactionsPerDay.push_back(count);
        profile->trainPerDay.push_back(day < 13 ? count : day == 14 ? 200 : 0);
        profile->validPerDay.push_back(day == 13 ? count : 0);
        profile->testPerDay.push_back(day == 14 ? count - 200 : 0);
        profile->latePerDay.push_back(day == 14 ? 200 : 0);
    }
    profile->leaks.late = 200;
    profile->timeZoneMinutes = 480;
    for (std::int64_t length = 1; length < 60; ++length)
        profile->historyLengths.emplace_back(length, 6000 / length);
    for (std::int64_t rank = 1; rank < 4000; rank += 1 + rank / 20)
        profile->popularity.emplace_back(rank, 1 + 900 / rank);
    for (std::size_t hour = 0; hour < profile->hours.size(); ++hour)
        profile->hours[hour] = 500 + static_cast<std::int64_t>(hour * 97 % 1300);
    auto profiles = std::make_shared<DatasetProfiles>();
    profiles->sets = { profile };
    return profiles;
}

/// A user with 30 items over five days under four interests, and 60 recommended ones.
inline std::shared_ptr<const UserExploration> sampleUser()
{
    auto user = std::make_shared<UserExploration>();
    user->run = "run4";
    user->userId = "712";
    user->interests.resize(4);
    user->interests[0].label.text = "football, fitness, dance";
    user->interests[1].label.text = "travel, food";
    for (int row = 0; row < 30; ++row) {
        HistoryEntry entry;
        entry.itemId = "item" + std::to_string(row);
        entry.day = "2022-04-0" + std::to_string(1 + row / 6);
        entry.timeMs = 1648771200000 + 86'400'000LL * (row / 6) + 60'000LL * (row % 6);
        entry.category = row * 7 % 4;
        entry.weights.assign(4, 0.1F);
        entry.weights[static_cast<std::size_t>(entry.category)] = 0.7F;
        user->history.push_back(entry);
    }
    user->recall.perInterest.resize(4);
    for (int row = 0; row < 60; ++row) {
        user->recall.merged.push_back(
            { row + 1, 1 - 0.01F * static_cast<float>(row), row * row % 4, row % 17 == 3 });
        user->mergedItems.push_back({ "new" + std::to_string(row), {}, {}, {} });
        user->scores[row + 1].scores.assign(4, 0.25F);
    }
    return user;
}

inline std::shared_ptr<const RunAttribution> sampleAttribution()
{
    auto run = std::make_shared<RunAttribution>();
    Attribution& all = run->attribution;
    all.interests = 3;
    run->categoryNames.generated = { { 0, "football, fitness, dance" } };
    all.k = 200;
    all.users = 400;
    all.hits = 90;
    all.recall = 0.3;
    all.perInterest
        = { { 40, 20, 50, 900, 0.15, 0.2 }, { 30, 10, 45, 700, 0.1, 0.25 }, { 20, 0, 30, 400, 0.05, 0.29 } };
    all.marginalRecall = { 0.2, 0.08, 0.02 };
    all.overlap = { 1, 0.2, std::nan(""), 0.2, 1, 0.7, std::nan(""), 0.7, 1 };
    all.meanOverlap = 0.45;
    all.effectiveInterests = 2.4;
    all.effectiveSources = 2.1;
    return run;
}

/// Four hyper-categories over two stages; one of them has a name and loses its mass.
inline std::shared_ptr<const CategoryCourse> sampleCategories()
{
    auto course = std::make_shared<CategoryCourse>();
    course->names = { { { 2, "Travel" } }, { { 0, "football, fitness, dance" } } };
    for (std::int64_t epoch = 1; epoch <= 8; ++epoch) {
        CategorySnapshot snapshot;
        snapshot.stage = epoch <= 5 ? "soft" : "hard";
        snapshot.epoch = epoch <= 5 ? epoch : epoch - 5;
        snapshot.step = 500 * epoch;
        snapshot.categories = 4;
        snapshot.dim = 4;
        const auto time = static_cast<double>(epoch);
        snapshot.mass = { 900 + 20 * time, 1000, 1100 - 30 * time, 1000 / time };
        snapshot.sizes = { 120, 130, 90, 60 };
        snapshot.confidence.assign(confidenceBins, 20);
        snapshot.meanConfidence = 0.5 + 0.05 * time;
        snapshot.meanEntropy = 1.2 - 0.1 * time;
        snapshot.vectors = { 1, 0, 0, 0, 0.1F, 0.995F, 0, 0, 0, -0.3F, 0.954F, 0, 0, 0, 0, 1 };
        course->snapshots.push_back(snapshot);
    }
    return course;
}

/// 600 items on a spiral under three hyper-categories of which one has a name, with a user over them.
inline std::shared_ptr<const MapFigure> sampleMapFigure()
{
    constexpr std::size_t count = 600;
    auto items = std::make_shared<MapItems>();
    auto map = std::make_shared<ItemMap>();
    items->run = "run4";
    items->runName = "opal-k3";
    items->categories = 3;
    items->categoryNames = { { { 1, "Travel" } }, { { 0, "football, fitness, dance" } } };
    items->ids.resize(count + 1);
    items->popularity.resize(count + 1);
    items->category.resize(count + 1);
    map->x.resize(count + 1);
    map->y.resize(count + 1);
    map->explainedX = 0.4;
    map->explainedY = 0.2;
    for (std::size_t item = 1; item <= count; ++item) {
        const auto turn = static_cast<float>(item) * 0.05F;
        items->ids[item] = "item" + std::to_string(item);
        items->popularity[item] = static_cast<std::int32_t>(count / item);
        items->category[item] = static_cast<std::uint8_t>(item % 3);
        map->x[item] = turn * std::cos(turn);
        map->y[item] = turn * std::sin(turn);
    }
    auto figure = std::make_shared<MapFigure>();
    figure->items = items;
    figure->map = map;
    figure->colourBy = QStringLiteral("category");
    figure->colouring = std::make_shared<const ItemColouring>(colourByCategory(*items));
    auto user = std::make_shared<UserExploration>(*sampleUser());
    for (std::size_t row = 0; row < user->history.size(); ++row)
        user->history[row].item = static_cast<std::int32_t>(300 + 5 * row);
    figure->overlay.user = user;
    return figure;
}

/// Blocks of two or four interests, one pair of which nobody has.
inline std::shared_ptr<const AverageDiversity> sampleAverage(int interests)
{
    auto side = std::make_shared<AverageDiversity>();
    side->run = "run" + std::to_string(interests);
    side->runName = "opal-k" + std::to_string(interests);
    side->k = 200;
    side->users = 400;
    side->interests = interests;
    side->categoryNames.generated = { { 0, "football, fitness, dance" } };
    side->mean = { 0.5, 0.48, 0.52, 400 };
    side->within = { 0.9, 0.85, 0.95, 400 };
    side->between = { 0.3, 0.28, 0.32, 390 };
    side->zeroShare = { 0.6, 0.58, 0.62, 400 };
    for (int row = 0; row < interests; ++row)
        for (int column = 0; column < interests; ++column) {
            const bool none = row + column == 1 && interests > 2;
            side->blocks.push_back(none                ? std::nan("")
                                       : row == column ? 0.9 + 0.1 * row
                                                       : 0.2 * (row + column));
            side->blockUsers.push_back(none ? 0 : 300);
        }
    side->histogram.assign(sppmiBins, 0.0);
    for (std::size_t bin = 0; bin < 40; ++bin)
        side->histogram[bin] = 0.4 * static_cast<double>(40 - bin) / 820;
    GroupDiversity group;
    group.users = 400;
    group.longest = 90;
    side->groups.push_back(group);
    return side;
}

inline std::shared_ptr<const Tradeoff> sampleTradeoff()
{
    auto tradeoff = std::make_shared<Tradeoff>();
    for (int run = 0; run < 5; ++run) {
        Tradeoff::Point point;
        point.values.run = "run" + std::to_string(run);
        point.values.k = 200;
        point.values.users = 400;
        point.values.recall = 0.1 + 0.02 * run;
        point.values.sppmiDiversity = 0.9 - 0.01 * run * run;
        point.name = "opal-k" + std::to_string(1 << run);
        point.color = run;
        tradeoff->points.push_back(point);
    }
    return tradeoff;
}

/// Two models over five numbers of interests, one of them with three seeds.
inline std::shared_ptr<const InterestCurves> sampleInterests()
{
    auto curves = std::make_shared<InterestCurves>();
    for (const char* model : { "ComiRec-SA", "OPAL" }) {
        const bool opal = std::string(model) == "OPAL";
        InterestLine line { "KuaiRand-Pure", model, { "recall", 50 }, {} };
        for (const std::int64_t number : { 1, 2, 4, 8, 16 }) {
            const auto size = static_cast<double>(number);
            InterestPoint point;
            point.interests = number;
            point.value = { 0.1 + 0.02 * std::log2(size) - 0.003 * size + (opal ? 0.02 : 0), opal ? 0.004 : 0,
                            opal ? 3 : 1 };
            point.effective = SeedMean { std::pow(size, opal ? 0.9 : 0.6), opal ? 0.2 : 0, opal ? 3 : 1 };
            point.runs = { std::string(model) + std::to_string(number) };
            line.points.push_back(point);
        }
        curves->lines.push_back(line);
    }
    return curves;
}

/// Both stages of sampleCurves() with the masses of three hyper-categories.
inline std::shared_ptr<const StageComparison> sampleStages()
{
    auto comparison = std::make_shared<StageComparison>(compareStages(sampleCurves(), {}));
    comparison->run = "run3";
    for (std::size_t stage = 0; stage < comparison->stages.size(); ++stage) {
        for (const int cutoff : { 50, 100, 200 })
            comparison->stages[stage].metrics.values["ndcg"][cutoff] = 0.001 * cutoff;
        comparison->stages[stage].mass = { 0.4 - 0.05 * static_cast<double>(stage), 0.35, 0.25 };
    }
    return comparison;
}

/// A figure of a small result for every row of the table of figures, by key.
inline std::map<QString, FigureRequest> figureSamples()
{
    const auto curves = std::make_shared<const LossCurves>(LossCurves { sampleCurves() });
    const auto profiles = sampleProfiles();
    const auto ranking = std::make_shared<const RankingCurves>(
        RankingCurves { curves->curves, { { "recall", "hit_rate" }, { 50, 100, 200 } } });
    std::map<QString, FigureRequest> samples;
    const auto add = [&samples](const QString& key, const auto& result) {
        samples[key] = figureRequest(key, result, {});
    };
    add(QStringLiteral("loss"), curves);
    add(QStringLiteral("stages"), sampleStages());
    add(QStringLiteral("ranking"), ranking);
    add(QStringLiteral("dataset-days"), profiles);
    add(QStringLiteral("dataset-histories"), profiles);
    add(QStringLiteral("dataset-popularity"), profiles);
    add(QStringLiteral("dataset-hours"), profiles);
    add(QStringLiteral("assignment"), sampleCategories());
    add(QStringLiteral("category-similarity"), sampleCategories());
    add(QStringLiteral("interests"), sampleInterests());
    add(QStringLiteral("timeline"), std::make_shared<const UserFigure>(UserFigure { *sampleUser(), true }));
    add(QStringLiteral("lens"), std::make_shared<const UserFigure>(UserFigure { *sampleUser() }));
    add(QStringLiteral("attribution"), sampleAttribution());
    add(QStringLiteral("map"), sampleMapFigure());
    add(QStringLiteral("diversity-users"),
        std::make_shared<const UsersDiversity>(UsersDiversity { { sampleAverage(2), sampleAverage(4) } }));
    add(QStringLiteral("tradeoff"), sampleTradeoff());
    add(QStringLiteral("sppmi"),
        std::make_shared<const SppmiPair>(SppmiPair { { sampleDiversity(1), sampleDiversity(4) } }));
    add(oneAgainstSeveralKey,
        std::make_shared<const SppmiPair>(
            SppmiPair { { sampleDiversity(1), sampleDiversity(4) },
                        UserChoice { UserPick::Typical, "712", 3.5, 3.5, 400 } }));
    return samples;
}

} // namespace opal
