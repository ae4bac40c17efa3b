// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/claims.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <functional>
#include <optional>

#include "core/base/notanumber.h"
#include "core/results/ablations.h"

namespace opal {

namespace {

using Runs = std::vector<RunRecord>;
using ValueOf = std::function<double(const RunRecord& run)>;

constexpr const char* fairWinner = "winner"; ///< tag of core/jobs/fairreport.h

/// The runs of an entry of a table, and what it is called.
struct Side
{
    std::string label;
    std::vector<const RunRecord*> runs;
};

Side sideOf(const Runs& runs, const TableEntry& entry, const std::string& label)
{
    Side side { label, {} };
    for (const std::string& id : entry.runs)
        for (const RunRecord& run : runs)
            if (run.id == id)
                side.runs.push_back(&run);
    return side;
}

/// The best setting of one model among the runs that are wanted.
Side bestOf(const Runs& runs, const TableModel& model,
            const std::function<bool(const RunRecord& run)>& wanted)
{
    Runs own;
    for (const RunRecord& run : runs)
        if (run.model == model.key && wanted(run))
            own.push_back(run);
    const std::vector<TableEntry> entries = modelEntries(own, { model });
    if (entries.empty())
        return { model.title, {} };
    const TableEntry& entry = entries.front();
    std::string label = model.title;
    if (entry.interests)
        label += ", K = " + std::to_string(*entry.interests);
    return sideOf(runs, entry, label);
}

double claimMean(const std::vector<double>& values)
{
    return values.empty() ? notANumber : seedMean(values).mean;
}

/// Welch's interval of the difference of two means; nothing where a side says nothing of its spread.
std::optional<std::pair<double, double>> welch(const std::vector<double>& claimed,
                                               const std::vector<double>& other, bool fixed)
{
    constexpr double upper = 0.975;
    if (claimed.size() < 2 || other.empty() || (other.size() < 2 && !fixed))
        return std::nullopt;
    const auto part = [](const std::vector<double>& values) {
        const SeedMean mean = seedMean(values);
        return mean.deviation * mean.deviation / static_cast<double>(values.size());
    };
    const double first = part(claimed);
    const double second = fixed ? 0 : part(other);
    const double effect = claimMean(claimed) - claimMean(other);
    const double error = std::sqrt(first + second);
    if (!(error > 0))
        return std::pair(effect, effect);
    double spread = first * first / static_cast<double>(claimed.size() - 1);
    if (!fixed)
        spread += second * second / static_cast<double>(other.size() - 1);
    const double freedom = (first + second) * (first + second) / spread;
    const double width = boost::math::quantile(boost::math::students_t(freedom), upper) * error;
    return std::pair(effect - width, effect + width);
}

void decide(Claim& claim)
{
    std::vector<double> claimed;
    std::vector<double> other;
    for (const ClaimValue& value : claim.values)
        (value.claimed ? claimed : other).push_back(value.value);
    claim.claimedMean = claimMean(claimed);
    claim.otherMean = claimMean(other);
    claim.effect = claim.claimedMean - claim.otherMean;
    claim.margin = claimMargin * std::abs(claim.otherMean);
    claim.low = claim.high = notANumber;
    claim.seeds = static_cast<int>(claim.fixed ? claimed.size() : std::min(claimed.size(), other.size()));
    const auto interval = welch(claimed, other, claim.fixed);
    if (!interval) {
        claim.reason = claimed.empty() ? "no run of " + claim.claimed
            : other.empty()            ? "no run of " + claim.other
                                       : "fewer than two seeds";
        return;
    }
    std::tie(claim.low, claim.high) = *interval;
    if (claim.low > 0)
        claim.verdict = ClaimVerdict::Holds;
    else if (claim.high < claim.margin)
        claim.verdict = ClaimVerdict::DoesNotHold;
    else
        claim.reason = "the interval holds both 0 and effects worth a claim";
}

/// Everything about one data set.
class DatasetClaims final
{
public:
    DatasetClaims(Runs runs, std::string dataset, const std::vector<TableModel>& models,
                  const std::vector<std::string>& scorers, const MetricAt& metric,
                  const std::map<std::string, RunDiversity>& diversity)
        : m_all(std::move(runs))
        , m_dataset(std::move(dataset))
        , m_models(models)
        , m_scorers(scorers)
        , m_metric(metric)
        , m_diversity(diversity)
    {
        const bool fair = std::any_of(m_all.begin(), m_all.end(),
                                      [](const RunRecord& run) { return hasTag(run, fairWinner); });
        for (const RunRecord& run : m_all)
            if (!fair || hasTag(run, fairWinner))
                m_compared.push_back(run);
    }

    std::vector<Claim> take()
    {
        accuracy();
        interests();
        parts();
        meaning();
        return std::move(m_claims);
    }

private:
    bool isScorer(const std::string& model) const
    {
        return std::find(m_scorers.begin(), m_scorers.end(), model) != m_scorers.end();
    }

    const TableModel& opal() const
    {
        return *std::find_if(m_models.begin(), m_models.end(),
                             [](const TableModel& model) { return model.key == referenceModel; });
    }

    Side bestOpal(const std::function<bool(std::int64_t interests)>& wanted) const
    {
        return bestOf(m_compared, opal(), [&wanted](const RunRecord& run) {
            return ablationsOf(run.params).empty() && wanted(interestsOf(run).value_or(0));
        });
    }

    Claim& add(const std::string& id, const std::string& topic, const std::string& text,
               const std::string& metric, const Side& claimed, const Side& other, const ValueOf& claimedValue,
               const ValueOf& otherValue, bool fixed = false)
    {
        Claim claim;
        claim.id = id;
        claim.topic = topic;
        claim.text = text;
        claim.dataset = m_dataset;
        claim.metric = metric;
        claim.claimed = claimed.label;
        claim.other = other.label;
        claim.fixed = fixed;
        bool unmeasured = false;
        const auto take = [&](const Side& side, const ValueOf& valueOf, bool isClaimed) {
            for (const RunRecord* run : side.runs) {
                const double value = valueOf(*run);
                if (std::isfinite(value))
                    claim.values.push_back({ isClaimed, run->id, run->name, run->seed, value });
                else
                    unmeasured = true;
            }
        };
        take(claimed, claimedValue, true);
        take(other, otherValue, false);
        decide(claim);
        if (unmeasured && claim.verdict == ClaimVerdict::NotDecidable)
            claim.reason = "not measured for every run; opal diversity RUN --all-users measures it";
        m_claims.push_back(std::move(claim));
        return m_claims.back();
    }

    void compare(const std::string& id, const std::string& topic, const std::string& text,
                 const Side& claimed, const Side& other, bool fixed = false)
    {
        const ValueOf value = [this](const RunRecord& run) {
            return run.test ? run.test->at(m_metric.first, m_metric.second) : notANumber;
        };
        add(id, topic, text, metricTitle(m_metric), claimed, other, value, value, fixed);
    }

    /// A claim that all of those from `first` on make up.
    void conjunction(const std::string& id, const std::string& topic, const std::string& text,
                     std::size_t first)
    {
        Claim whole;
        const Claim* weakest = nullptr;
        bool all = true;
        bool none = false;
        for (std::size_t i = first; i < m_claims.size(); ++i) {
            const Claim& part = m_claims[i];
            whole.parts.push_back(part.id);
            all = all && part.verdict == ClaimVerdict::Holds;
            none = none || part.verdict == ClaimVerdict::DoesNotHold;
            if (!weakest || !(part.effect >= weakest->effect))
                weakest = &part;
        }
        if (!weakest)
            return;
        const std::vector<std::string> parts = whole.parts;
        whole = *weakest;
        whole.id = id;
        whole.topic = topic;
        whole.text = text;
        whole.parts = parts;
        whole.values.clear();
        whole.verdict = all ? ClaimVerdict::Holds
            : none          ? ClaimVerdict::DoesNotHold
                            : ClaimVerdict::NotDecidable;
        whole.reason = all || none ? std::string() : "not every comparison can be decided";
        m_claims.push_back(std::move(whole));
    }

    void accuracy()
    {
        const Side best = bestOpal([](std::int64_t) { return true; });
        const char* topic = "OPAL outperforms the other models";
        const std::size_t first = m_claims.size();
        for (const TableModel& model : m_models)
            if (model.key != referenceModel && !isScorer(model.key))
                compare("ahead-of-" + model.key, topic, "OPAL recalls more than " + model.title, best,
                        bestOf(m_compared, model, [](const RunRecord&) { return true; }));
        conjunction("ahead-of-all", topic, "OPAL recalls more than each of the other models", first);
        // Not the paper's, but what it leaves open.
        const Side* strongest = nullptr;
        std::vector<Side> references;
        for (const TableModel& model : m_models)
            if (isScorer(model.key))
                references.push_back(bestOf(m_compared, model, [](const RunRecord&) { return true; }));
        const auto value = [this](const Side& side) {
            return side.runs.front()->test->at(m_metric.first, m_metric.second);
        };
        for (const Side& side : references)
            if (!side.runs.empty() && (!strongest || value(side) > value(*strongest)))
                strongest = &side;
        if (strongest)
            compare("ahead-of-references", "Beyond the paper",
                    "OPAL recalls more than the best reference recommender", best, *strongest, true);
    }

    void interests()
    {
        compare("several-beat-one", "Several interests are better than one",
                "OPAL with several interests recalls more than with one",
                bestOpal([](std::int64_t k) { return k > 1; }),
                bestOpal([](std::int64_t k) { return k == 1; }));
    }

    void parts()
    {
        struct Part
        {
            const char* letter;
            const char* id;
            const char* topic;
            const char* text;
        };

        constexpr Part table[] = {
            { "A", "loss-unique", "Each loss pays", "The uniqueness loss raises recall" },
            { "B", "loss-orth", "Each loss pays", "The orthogonality loss raises recall" },
            { "C", "loss-unif", "Each loss pays", "The uniformity loss raises recall" },
            { "D", "pretrain-pays", "Two stages pay", "Pre-training with soft interests raises recall" },
            { "E", "finetune-pays", "Two stages pay", "Fine-tuning with hard interests raises recall" },
            { "F", "future-beats-next", "Future items are the better target",
              "Training for future items recalls more than for the next one" },
        };
        const std::vector<TableEntry> entries = ablationEntries(m_all);
        Side whole { "OPAL", {} };
        if (!entries.empty())
            whole = sideOf(m_all, entries.back(), "OPAL");
        if (!entries.empty() && entries.back().interests)
            whole.label += ", K = " + std::to_string(*entries.back().interests);
        for (const Part& part : table) {
            Side without { "OPAL without it", {} };
            for (const TableEntry& entry : entries)
                if (entry.label.starts_with(std::string("(") + part.letter + ")"))
                    without = sideOf(m_all, entry, entry.label);
            compare(part.id, part.topic, part.text, whole, without);
        }
    }

    void meaning()
    {
        const char* topic = "Interests are diverse";
        const Side several = bestOpal([](std::int64_t k) { return k > 1; });
        const Side one = bestOpal([](std::int64_t k) { return k == 1; });
        const auto kept = [this](const RunRecord& run, double RunDiversity::*field) {
            const auto found = m_diversity.find(run.id);
            return found == m_diversity.end() ? notANumber : found->second.*field;
        };
        const ValueOf diversity
            = [kept](const RunRecord& run) { return kept(run, &RunDiversity::sppmiDiversity); };
        add("lists-diverse", topic, "Lists of several interests are more diverse than lists of one",
            "Diversity by SPPMI @200", several, one, diversity, diversity);
        const Side within { several.label + ", pairs of one interest", several.runs };
        const Side between { several.label + ", pairs across interests", several.runs };
        add(
            "blocks-appear", topic,
            "Items of one interest belong together more than items of different ones: blocks", "SPPMI @200",
            within, between, [kept](const RunRecord& run) { return kept(run, &RunDiversity::within); },
            [kept](const RunRecord& run) { return kept(run, &RunDiversity::between); });
    }

    Runs m_all;
    Runs m_compared; ///< the winners of a fair comparison where there are some, else all
    std::string m_dataset;
    const std::vector<TableModel>& m_models;
    const std::vector<std::string>& m_scorers;
    MetricAt m_metric;
    const std::map<std::string, RunDiversity>& m_diversity;
    std::vector<Claim> m_claims;
};

} // namespace

const char* claimVerdictName(ClaimVerdict verdict)
{
    switch (verdict) {
    case ClaimVerdict::Holds:
        return "holds";
    case ClaimVerdict::DoesNotHold:
        return "does not hold";
    case ClaimVerdict::NotDecidable:
        break;
    }
    return "not decidable here";
}

std::vector<Claim> claimsOf(const std::vector<RunRecord>& runs, const std::vector<TableModel>& models,
                            const std::vector<std::string>& scorers, const MetricAt& metric,
                            const std::map<std::string, RunDiversity>& diversity)
{
    std::vector<std::pair<std::string, Runs>> byData; // by hash, in order of first appearance
    for (const RunRecord& run : runs) {
        if (!run.test)
            continue;
        auto found = std::find_if(byData.begin(), byData.end(),
                                  [&run](const auto& each) { return each.first == run.datasetHash; });
        if (found == byData.end())
            found = byData.insert(byData.end(), { run.datasetHash, {} });
        found->second.push_back(run);
    }
    const auto titles = datasetTitles(runs);
    std::vector<Claim> claims;
    for (auto& [hash, own] : byData) {
        std::vector<Claim> found
            = DatasetClaims(std::move(own), titles.at(hash), models, scorers, metric, diversity).take();
        claims.insert(claims.end(), std::make_move_iterator(found.begin()),
                      std::make_move_iterator(found.end()));
    }
    return claims;
}

} // namespace opal
