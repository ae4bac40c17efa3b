// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/fairreport.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/csvfield.h"
#include "core/base/error.h"
#include "core/base/params.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

double validationOf(const RunRecord& run)
{
    const auto found = run.bestMetric.find(decisiveStage(run));
    return found == run.bestMetric.end() ? -std::numeric_limits<double>::infinity() : found->second;
}

std::string numberCell(double value)
{
    return std::isfinite(value) ? paramText(value) : std::string();
}

std::string endText(const FairFamily& family)
{
    if (!family.winner)
        return "unfinished";
    if (family.spent)
        return "budget spent";
    return family.atEnd ? "at the end of a ladder" : "both neighbours worse";
}

} // namespace

const SweepPoint& fairPoint(const SweepRecord& sweep, std::int64_t number)
{
    const auto found = std::find_if(sweep.points.begin(), sweep.points.end(),
                                    [number](const SweepPoint& point) { return point.number == number; });
    if (found == sweep.points.end())
        throw Error(ErrorCode::InvalidArgument, "the sweep has no point " + std::to_string(number));
    return *found;
}

PointMetrics fairMetrics(const RunStore& store, const SweepRecord& sweep)
{
    PointMetrics metrics;
    for (const SweepPoint& point : sweep.points) {
        if (point.state == SweepPointState::Finished)
            metrics[point.number] = validationOf(store.run(point.run));
        else if (point.state == SweepPointState::Failed)
            metrics[point.number] = -std::numeric_limits<double>::infinity();
    }
    return metrics;
}

void markWinners(RunStore& store, const SweepRecord& sweep, const FairPlan& plan)
{
    std::set<std::int64_t> chosen;
    for (const FairFamily& family : plan.families) {
        if (family.winner)
            chosen.insert(*family.winner);
        chosen.insert(family.seeds.begin(), family.seeds.end());
    }
    std::set<std::string> runs; // of a winner here and there
    for (const SweepPoint& point : sweep.points)
        if (chosen.contains(point.number))
            runs.insert(point.run);
    for (const SweepPoint& point : sweep.points) {
        if (point.state != SweepPointState::Finished)
            continue;
        const RunRecord run = store.run(point.run);
        const bool wanted = runs.contains(run.id);
        if (hasTag(run, winnerTag) == wanted)
            continue;
        std::vector<std::string> tags = run.tags;
        if (wanted)
            tags.emplace_back(winnerTag);
        else
            std::erase(tags, winnerTag);
        store.setTags(run.id, tags);
    }
}

std::string fairReportCsv(const RunStore& store, const SweepRecord& sweep)
{
    std::string text = "model,interests,point,role,label,state,run,seed,validation_recall200,recall50,"
                       "recall100,recall200,seconds,budget,search_ended\n";
    if (!sweep.fair)
        return text;
    const FairPlan plan = planFairSearch(*sweep.fair, sweep.points, fairMetrics(store, sweep));
    for (const FairFamily& family : plan.families) {
        const auto row = [&](std::int64_t number, const char* role) {
            const SweepPoint& point = fairPoint(sweep, number);
            text += family.model + ',' + family.interests + ',' + std::to_string(number) + ',' + role + ','
                + csvField(point.label) + ',' + sweepPointStateName(point.state) + ',' + point.run + ',';
            if (point.state == SweepPointState::Finished) {
                const RunRecord run = store.run(point.run);
                text += std::to_string(run.seed) + ',' + numberCell(validationOf(run));
                for (const int cutoff : { 50, 100, 200 })
                    text += ',' + (run.test ? numberCell(run.test->at("recall", cutoff)) : std::string());
                text += ',' + numberCell(run.seconds);
            } else {
                text += ",,,,,";
            }
            text += ',' + std::to_string(sweep.fair->fairBudget) + ',' + endText(family) + '\n';
        };
        for (const std::int64_t number : family.tried)
            if (number < static_cast<std::int64_t>(sweep.points.size()))
                row(number, family.winner == number ? "winner" : "search");
        for (const std::int64_t number : family.seeds)
            if (number < static_cast<std::int64_t>(sweep.points.size()))
                row(number, "seed");
    }
    return text;
}

} // namespace opal
