// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/fairsearch.h"

#include <algorithm>
#include <limits>
#include <set>

#include "core/analysis/sweepplan.h"
#include "core/base/error.h"
#include "core/models/registry.h"
#include "core/results/setting.h"

namespace opal {

namespace {

using Params = std::map<std::string, std::string>;
using Place = std::vector<std::size_t>; ///< of every ladder

constexpr double worst = -std::numeric_limits<double>::infinity();

SearchLadder ladder(const char* key, std::vector<std::string> values, const std::string& start)
{
    const auto place = std::find(values.begin(), values.end(), start);
    return { key, values, static_cast<std::size_t>(place - values.begin()) };
}

SearchLadder weights(const char* key, const char* start)
{
    return ladder(key, { "0.5", "1", "5", "10", "20" }, start);
}

/// What each model's paper tunes beside the learning rate, in the range that it or its code names.
std::vector<SearchLadder> ownLadders(const std::string& model)
{
    static const std::map<std::string, std::vector<SearchLadder>> table {
        { "opal",
          { weights("lambda_unique", "1"), weights("lambda_orth", "10"), weights("lambda_unif", "1") } },
        { "mind", { ladder("label_power", { "1", "2", "infinite" }, "infinite") } },
        { "octopus", { ladder("lambda_channels", { "0.01", "0.1", "1", "10", "100" }, "1") } },
        { "dssrec", { ladder("confident_share", { "0", "0.25", "0.5", "0.75", "1" }, "0.5") } },
        { "re4",
          { ladder("lambda_contrast", { "0.001", "0.01", "0.1", "1" }, "0.1"),
            ladder("lambda_construct", { "0.001", "0.01", "0.1", "1" }, "0.1"),
            ladder("lambda_attend", { "0.0001", "0.001", "0.01", "0.1" }, "0.001") } },
        { "recent-popularity", { ladder("days", { "1", "2", "3", "5", "7", "14", "28" }, "2") } },
        { "item-knn",
          { ladder("neighbours", { "10", "20", "50", "100", "200", "500", "1000", "2000" }, "100"),
            ladder("shrinkage", { "0", "1", "3", "10", "30", "100", "300", "1000" }, "10") } },
        { "ease",
          { ladder("lambda", { "5", "15", "50", "150", "500", "1500", "5000", "15000", "50000" }, "500") } },
    };
    const auto found = table.find(model);
    return found == table.end() ? std::vector<SearchLadder>() : found->second;
}

bool acts(const ModelInfo& model, const std::string& key)
{
    return std::any_of(model.params.begin(), model.params.end(),
                       [&key](const ParamSpec& spec) { return spec.key == key && !spec.inert; });
}

/// The search of one family on its way.
class Climb final
{
public:
    Climb(const SweepRequest& request, const ModelInfo& model, std::string interests)
        : m_request(request)
        , m_model(model)
        , m_ladders(searchLadders(model.name, request))
        , m_interests(std::move(interests))
    {
    }

    /// One point with the values of a place and one seed.
    SweepPoint point(const Place& place, std::optional<std::uint64_t> seed, bool named) const
    {
        SweepRequest one = m_request;
        one.fairBudget = 0;
        one.ablations = false;
        one.models = { m_model.name };
        one.seeds.clear();
        one.axes.clear();
        if (!m_interests.empty())
            one.axes.push_back({ "interests", { m_interests } });
        for (std::size_t i = 0; i < place.size(); ++i)
            one.axes.push_back({ m_ladders[i].key, { m_ladders[i].values[place[i]] } });
        if (seed && acts(m_model, "seed"))
            one.seeds = { *seed };
        SweepPoint made = expandSweep(one).front();
        made.label = m_model.title + (m_interests.empty() ? "" : " interests=" + m_interests);
        for (std::size_t i = 0; i < place.size(); ++i)
            if (place[i] != m_ladders[i].start)
                made.label += " " + m_ladders[i].key + "=" + m_ladders[i].values[place[i]];
        if (named && !one.seeds.empty())
            made.label += " seed=" + std::to_string(*seed);
        return made;
    }

    const std::vector<SearchLadder>& ladders() const { return m_ladders; }

    Place start() const
    {
        Place place;
        for (const SearchLadder& ladder : m_ladders)
            place.push_back(ladder.start);
        return place;
    }

private:
    const SweepRequest& m_request;
    const ModelInfo& m_model;
    std::vector<SearchLadder> m_ladders;
    std::string m_interests;
};

/// Points by what they train.
class KnownPoints final
{
public:
    explicit KnownPoints(const std::vector<SweepPoint>& points)
    {
        for (const SweepPoint& point : points)
            m_numbers.emplace(keyOf(point), point.number);
    }

    std::optional<std::int64_t> find(const SweepPoint& point) const
    {
        const auto found = m_numbers.find(keyOf(point));
        return found == m_numbers.end() ? std::nullopt : std::optional(found->second);
    }

    /// The number of the point, which is appended to `next` if it is not known yet.
    std::int64_t add(SweepPoint point, std::vector<SweepPoint>& next)
    {
        const auto [entry, isNew]
            = m_numbers.emplace(keyOf(point), static_cast<std::int64_t>(m_numbers.size()));
        if (isNew) {
            point.number = entry->second;
            next.push_back(std::move(point));
        }
        return entry->second;
    }

private:
    /// What is decided by the data alone (registry.h, settledParams()) tells no two points apart.
    static std::string keyOf(const SweepPoint& point)
    {
        Params params = point.params;
        params.erase("solution");
        return trainingKey({}, point.model, params);
    }

    std::map<std::string, std::int64_t> m_numbers;
};

class FairPlanning final
{
public:
    FairPlanning(const SweepRequest& request, const std::vector<SweepPoint>& points,
                 const PointMetrics& metrics)
        : m_request(request)
        , m_metrics(metrics)
        , m_known(points)
    {
    }

    FairPlan plan()
    {
        for (const std::string& name : m_request.models) {
            const ModelInfo& model = findModel(name);
            std::vector<std::string> interests { std::string() };
            for (const SweepAxis& axis : m_request.axes)
                if (axis.key == "interests" && acts(model, "interests"))
                    interests = axis.values;
            for (const std::string& number : interests)
                search(model, number);
        }
        return std::move(m_plan);
    }

private:
    std::optional<std::uint64_t> firstSeed() const
    {
        return m_request.seeds.empty() ? std::nullopt : std::optional(m_request.seeds.front());
    }

    /// What the place is worth; asks for its training if nobody knows, unless the budget is spent.
    std::optional<double> valueOf(const Climb& climb, const Place& place, FairFamily& family)
    {
        SweepPoint point = climb.point(place, firstSeed(), m_request.seeds.size() > 1);
        const auto known = m_known.find(point);
        const bool counted
            = known && std::find(family.tried.begin(), family.tried.end(), *known) != family.tried.end();
        if (!counted && static_cast<int>(family.tried.size()) >= m_request.fairBudget) {
            family.spent = true;
            return std::nullopt;
        }
        const std::int64_t number = m_known.add(std::move(point), m_plan.next);
        if (!counted)
            family.tried.push_back(number);
        const auto metric = m_metrics.find(number);
        if (metric == m_metrics.end()) {
            m_waiting = true;
            return std::nullopt;
        }
        return metric->second;
    }

    void search(const ModelInfo& model, const std::string& interests)
    {
        const Climb climb(m_request, model, interests);
        FairFamily family { model.name, interests, {}, {}, false, false, false, {} };
        m_waiting = false;
        Place place = climb.start();
        std::optional<double> best = valueOf(climb, place, family);
        bool moved = best.has_value();
        while (moved && !m_waiting && !family.spent) {
            moved = false;
            for (std::size_t axis = 0; axis < place.size() && !m_waiting && !family.spent; ++axis)
                moved = climbAxis(climb, axis, place, best, family) || moved;
        }
        if (!m_waiting && best) {
            family.winner = m_known.find(climb.point(place, firstSeed(), false));
            family.bounded = !family.spent;
            for (std::size_t axis = 0; axis < place.size(); ++axis)
                family.atEnd = family.atEnd || place[axis] == 0
                    || place[axis] + 1 == climb.ladders()[axis].values.size();
            if (*best > worst)
                addSeeds(model, climb, place, family);
        }
        m_plan.families.push_back(std::move(family));
    }

    /// Moves along one ladder until both neighbours are worse; both are asked for at once.
    bool climbAxis(const Climb& climb, std::size_t axis, Place& place, std::optional<double>& best,
                   FairFamily& family)
    {
        bool moved = false;
        for (;;) {
            std::optional<Place> better;
            double value = *best;
            for (const int step : { -1, 1 }) {
                Place neighbour = place;
                if ((step < 0 && place[axis] == 0)
                    || (step > 0 && place[axis] + 1 == climb.ladders()[axis].values.size()))
                    continue;
                neighbour[axis] = static_cast<std::size_t>(static_cast<std::int64_t>(place[axis]) + step);
                const std::optional<double> found = valueOf(climb, neighbour, family);
                if (found && *found > value) {
                    value = *found;
                    better = neighbour;
                }
            }
            // What waits may be better still, and what the budget forbids is not known.
            if (m_waiting || !better)
                return moved;
            place = *better;
            best = value;
            moved = true;
        }
    }

    void addSeeds(const ModelInfo& model, const Climb& climb, const Place& place, FairFamily& family)
    {
        if (!acts(model, "seed"))
            return;
        for (std::size_t i = 1; i < m_request.seeds.size(); ++i)
            family.seeds.push_back(m_known.add(climb.point(place, m_request.seeds[i], true), m_plan.next));
    }

    const SweepRequest& m_request;
    const PointMetrics& m_metrics;
    KnownPoints m_known;
    FairPlan m_plan;
    bool m_waiting = false;
};

} // namespace

std::vector<SearchLadder> searchLadders(const std::string& model, const SweepRequest& request)
{
    const ModelInfo& info = findModel(model);
    std::vector<SearchLadder> ladders;
    if (acts(info, "learning_rate"))
        ladders.push_back(ladder("learning_rate",
                                 { "0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3" },
                                 "0.001"));
    for (SearchLadder& own : ownLadders(model))
        ladders.push_back(std::move(own));
    // A parameter that is fixed for all points is not searched.
    std::erase_if(ladders,
                  [&request](const SearchLadder& each) { return request.params.contains(each.key); });
    for (const SweepAxis& axis : request.axes) {
        if (axis.key == "interests" || !acts(info, axis.key))
            continue;
        const SearchLadder given { axis.key, axis.values, axis.values.size() / 2 };
        const auto same = std::find_if(ladders.begin(), ladders.end(),
                                       [&axis](const SearchLadder& each) { return each.key == axis.key; });
        if (same != ladders.end())
            *same = given;
        else
            ladders.push_back(given);
    }
    return ladders;
}

FairPlan planFairSearch(const SweepRequest& request, const std::vector<SweepPoint>& points,
                        const PointMetrics& metrics)
{
    if (request.fairBudget < 1)
        throw Error(ErrorCode::InvalidConfiguration,
                    "a fair comparison needs a budget of at least one training for each model");
    if (request.ablations)
        throw Error(ErrorCode::InvalidConfiguration,
                    "a fair comparison compares whole models; leave the ablations out");
    // Everything that an ordinary sweep would refuse, before anything is trained.
    SweepRequest grid = request;
    grid.fairBudget = 0;
    expandSweep(grid);
    return FairPlanning(request, points, metrics).plan();
}

} // namespace opal
