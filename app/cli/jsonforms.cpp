// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jsonforms.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <QDateTime>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr std::size_t shownRejects = 20;

Json byCutoff(const std::map<int, double>& values)
{
    Json object = Json::object();
    for (const auto& [k, value] : values)
        object[std::to_string(k)] = value;
    return object;
}

/// Stored as paramText() writes it, which tells of what type it is: no word that a parameter takes looks like
/// a number.
Json paramJson(const std::string& text)
{
    if (text == "true" || text == "false")
        return text == "true";
    const char* const end = text.data() + text.size();
    const auto parsed = [&](auto value) -> std::optional<Json> {
        const auto [next, failure] = std::from_chars(text.data(), end, value);
        return failure == std::errc() && next == end ? std::optional<Json>(value) : std::nullopt;
    };
    if (const auto whole = parsed(std::int64_t {}))
        return *whole;
    const auto real = parsed(double {});
    return real && std::isfinite(real->get<double>()) ? *real : Json(text);
}

Json paramsJson(const RunRecord& run)
{
    Json object = Json::object();
    for (const auto& [key, text] : run.params)
        object[key] = paramJson(text);
    return object;
}

Json listJson(const std::vector<RecallEntry>& entries, const std::vector<UserExploration::ItemText>& items,
              bool merged)
{
    Json list = Json::array();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Json entry { { "item", items.at(i).id }, { "score", entries[i].score } };
        if (merged) {
            entry["interest"] = entries[i].interest;
            entry["held_out"] = entries[i].heldOut;
        }
        if (!items[i].title.empty())
            entry["title"] = items[i].title;
        if (!items[i].cover.empty())
            entry["cover"] = items[i].cover;
        list.push_back(std::move(entry));
    }
    return list;
}

Json historyJson(const HistoryEntry& entry)
{
    Json object { { "item", entry.itemId } };
    object["time"] = entry.timeMs != 0 ? Json(isoTime(entry.timeMs))
        : entry.day.empty()            ? Json()
                                       : Json(entry.day);
    object["category"] = entry.category >= 0 ? Json(entry.category) : Json();
    object["weights"] = entry.weights;
    if (!entry.title.empty())
        object["title"] = entry.title;
    if (!entry.tags.empty())
        object["tags"] = entry.tags;
    if (!entry.cover.empty())
        object["cover"] = entry.cover;
    return object;
}

Json termsJson(const InterestLabel& label)
{
    Json terms = Json::array();
    for (const InterestLabel::Term& term : label.terms)
        terms.push_back({ { "text", term.text },
                          { "tag", term.isTag },
                          { "score", term.score },
                          { "items", term.items } });
    return terms;
}

Json reasonsJson(const std::vector<RecallReason>& reasons, const std::vector<HistoryEntry>& history)
{
    Json list = Json::array();
    for (const RecallReason& reason : reasons) {
        const HistoryEntry& item = history.at(static_cast<std::size_t>(reason.row));
        list.push_back({ { "item", item.itemId },
                         { "title", item.title },
                         { "cosine", reason.cosine },
                         { "share", reason.share } });
    }
    return list;
}

} // namespace

std::string isoTime(std::int64_t timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC).toString(Qt::ISODate).toStdString();
}

Json splitJson(const DatasetSummary& summary)
{
    const SplitReach& reach = summary.reach;
    Json recall = Json::object();
    for (std::size_t i = 0; i < kReachCutoffs.size(); ++i)
        recall[std::to_string(kReachCutoffs[i])] = reach.recall[i];
    return {
        { "kind", summary.split },
        { "valid_users", summary.validUsers },
        { "test_users", summary.testUsers },
        { "valid_targets", reach.validTargets },
        { "test_targets", reach.testTargets },
        { "repeats", repeatsName(summary.repeats) },
        { "unreachable_targets", reach.unreachable },
        { "unreachable_share", reach.unreachableShare() },
        { "reachable_recall", std::move(recall) },
        { "proposed", summary.proposedSplit.empty() ? Json() : Json(summary.proposedSplit) },
    };
}

Json datasetJson(const DatasetSummary& summary, const QString& path)
{
    Json split = splitJson(summary);
    split["kind"] = splitKindName(summary.splitKind);
    split["rule"] = summary.split;
    split["train_until"] = summary.trainUntil;
    split["valid"] = summary.validDay;
    split["test"] = summary.testDay;
    return {
        { "name", summary.name },
        { "hash", summary.hash },
        { "users", summary.users },
        { "items", summary.items },
        { "interactions", summary.interactions },
        { "density", summary.density },
        { "days", summary.days },
        { "split", std::move(split) },
        { "train_users", summary.trainUsers },
        { "valid_users", summary.validUsers },
        { "test_users", summary.testUsers },
        { "leaks", summary.leaks },
        { "time_zone", summary.timeZone.empty() ? Json() : Json(summary.timeZone) },
        { "positive_rule", summary.positiveRule },
        { "preset", summary.preset },
        { "titles", summary.hasTitles },
        { "tags", summary.hasTags },
        { "covers", summary.covers },
        { "path", path.toStdString() },
    };
}

void addImportReport(Json& line, const ImportReport& report)
{
    line["rows"] = report.rows;
    line["kept"] = report.kept;
    line["positives"] = report.positives;
    line["duplicates"] = report.duplicates;
    line["rejected"] = report.rejected;
    Json rejects = Json::array();
    for (std::size_t i = 0; i < std::min(report.rejects.size(), shownRejects); ++i) {
        const RejectedRow& row = report.rejects[i];
        rejects.push_back({ { "file", row.file },
                            { "line", row.line },
                            { "column", row.column },
                            { "reason", row.reason } });
    }
    line["rejects"] = std::move(rejects);
    Json reasons = Json::array();
    for (const RejectedReason& reason : report.rejectedByReason)
        reasons.push_back({ { "reason", reason.reason },
                            { "rows", reason.rows },
                            { "first_file", reason.firstFile },
                            { "first_line", reason.firstLine } });
    line["rejected_by_reason"] = std::move(reasons);
    line["interactions"] = report.interactions;
    line["dropped"] = report.dropped;
    Json dropped = Json::array();
    for (const ImportReport::DroppedReason& reason : report.droppedByReason)
        dropped.push_back({ { "reason", reason.reason }, { "interactions", reason.interactions } });
    line["dropped_by_reason"] = std::move(dropped);
    Json filters = Json::array();
    for (const auto& step : report.filters)
        filters.push_back({ { "name", step.name },
                            { "users", { step.usersBefore, step.usersAfter } },
                            { "items", { step.itemsBefore, step.itemsAfter } },
                            { "interactions", { step.interactionsBefore, step.interactionsAfter } } });
    line["filters"] = std::move(filters);
    Json notes = Json::array();
    for (const ImportNote& note : report.notes)
        notes.push_back(note.line());
    line["notes"] = std::move(notes);
    line["seconds"] = report.seconds;
}

/// What training measures is always there, the rest where it was measured.
static void addRankingMetrics(Json& object, const MetricSet& metrics)
{
    for (const RankingMetric& metric : rankingMetrics())
        if (const auto& values = metrics.of(metric.key); metric.essential || !values.empty())
            object[metric.key] = byCutoff(values);
}

Json metricsJson(const MetricSet& metrics)
{
    Json object { { "users", metrics.users } };
    addRankingMetrics(object, metrics);
    if (!metrics.interestShare.empty())
        object["interest_share"] = metrics.interestShare;
    if (metrics.index)
        object["index"] = { { "spec", metrics.index->spec },
                            { "recall", byCutoff(metrics.index->recall) },
                            { "milliseconds", metrics.index->milliseconds },
                            { "exact_milliseconds", metrics.index->exactMilliseconds } };
    object["skipped_users"] = metrics.skippedUsers;
    object["users_with_repeats"] = metrics.usersWithRepeats;
    return object;
}

void printMetrics(Output& output, const MetricSet& metrics)
{
    std::vector<std::string> header { "K" };
    for (const RankingMetric& metric : rankingMetrics())
        if (!metrics.of(metric.key).empty())
            header.emplace_back(metric.title);
    std::vector<std::vector<std::string>> rows;
    for (const int k : metrics.cutoffs()) {
        std::vector<std::string>& row = rows.emplace_back(1, std::to_string(k));
        for (const RankingMetric& metric : rankingMetrics())
            if (!metrics.of(metric.key).empty())
                row.push_back(decimals(metrics.at(metric.key, k), 4));
    }
    output.table(header, rows);
}

Json agreementJson(const std::optional<Agreement>& agreement)
{
    if (!agreement)
        return nullptr;
    Json object { { "with", agreement->with }, { "items", agreement->items } };
    const std::pair<const char*, const ShuffledMeasure*> measures[] { { "ami", &agreement->ami },
                                                                      { "nmi", &agreement->nmi },
                                                                      { "purity", &agreement->purity } };
    for (const auto& [name, measure] : measures) {
        const std::string shuffled = name + std::string("_shuffled");
        object[name] = numberOrNull(measure->value);
        object[shuffled] = numberOrNull(measure->shuffledMean);
        object[shuffled + "_sd"] = numberOrNull(measure->shuffledDeviation);
        object[shuffled + "_interval"] = { numberOrNull(measure->low), numberOrNull(measure->high) };
    }
    return object;
}

static Json sppmiJson(const std::optional<InterestSppmi>& sppmi)
{
    if (!sppmi)
        return nullptr;
    return { { "within", numberOrNull(sppmi->within) },
             { "between", numberOrNull(sppmi->between) },
             { "ratio", numberOrNull(sppmi->ratio()) } };
}

Json evaluationJson(const EvaluationReport& report)
{
    Json object {
        { "event", "evaluation" }, { "stage", report.stage },         { "epoch", report.epoch },
        { "step", report.step },   { "users", report.metrics.users },
    };
    addRankingMetrics(object, report.metrics);
    object["best"] = report.best;
    object["bad"] = report.bad;
    object["patience"] = report.patience;
    return object;
}

static Json changesJson(const RunRecord& run)
{
    Json list = Json::array();
    for (const ParamChange& change : run.changes)
        list.push_back({ { "step", change.step },
                         { "key", change.key },
                         { "before", change.before },
                         { "after", change.after },
                         { "time", isoTime(change.timeMs) } });
    return list;
}

Json runJson(const RunRecord& run)
{
    Json best = Json::object();
    for (const auto& [stage, epoch] : run.bestEpoch) {
        best[stage]["epoch"] = epoch;
        const auto metric = run.bestMetric.find(stage);
        best[stage]["recall"] = { { "200", metric == run.bestMetric.end() ? Json() : Json(metric->second) } };
    }
    Json object {
        { "run", run.id },
        { "name", run.name },
        { "model", run.model },
        { "dataset", run.datasetName },
        { "dataset_hash", run.datasetHash },
        { "dataset_path", run.datasetPath },
        { "state", runStateName(run.state) },
        { "created", isoTime(run.createdMs) },
        { "params", paramsJson(run) },
        { "changes", changesJson(run) },
        { "best", std::move(best) },
        { "test", run.test ? metricsJson(*run.test) : Json() },
        { "agreement", agreementJson(run.agreement) },
        { "sppmi", sppmiJson(run.sppmi) },
        { "seconds", run.seconds },
        { "stage", run.stage },
        { "step", run.step },
        { "seed", run.seed },
        { "threads", run.threads },
        { "device", run.device },
        { "version", run.appVersion },
        { "tags", run.tags },
        { "note", run.note },
        { "star", run.star },
        { "archived", run.archived },
    };
    if (!run.error.empty())
        object["error"] = run.error;
    return object;
}

Json numberOrNull(double value)
{
    return std::isfinite(value) ? Json(value) : Json();
}

Json explorationJson(const UserExploration& exploration)
{
    Json history = Json::array();
    for (const HistoryEntry& entry : exploration.history)
        history.push_back(historyJson(entry));
    Json interests = Json::array();
    for (const auto& interest : exploration.interests) {
        const std::string name = exploration.interestName(interest.index);
        Json course = Json::array();
        for (const auto& step : interest.course)
            course.push_back({ { "row", step.row }, { "similarity", step.similarity } });
        interests.push_back({ { "index", interest.index },
                              { "intensity", interest.intensity },
                              { "label", name.empty() ? Json() : Json(name) },
                              { "terms", termsJson(interest.label) },
                              { "items", interest.items },
                              { "valid", interest.valid },
                              { "weight", interest.weight },
                              { "cosine", numberOrNull(interest.cosine) },
                              { "soft_hard_distance", numberOrNull(interest.softHardDistance) },
                              { "course", std::move(course) } });
    }
    Json lists = Json::array();
    for (std::size_t j = 0; j < exploration.recall.perInterest.size(); ++j)
        lists.push_back(
            listJson(exploration.recall.perInterest[j], exploration.perInterestItems.at(j), false));
    Json merged = listJson(exploration.recall.merged, exploration.mergedItems, true);
    for (std::size_t row = 0; row < merged.size(); ++row) {
        const ItemScores& scores = exploration.scores.at(exploration.recall.merged[row].item);
        merged[row]["scores"] = scores.scores;
        merged[row]["ranks"] = scores.ranks;
        merged[row]["seen"] = scores.seen;
        const auto interest = static_cast<std::size_t>(exploration.recall.merged[row].interest);
        merged[row]["because"] = interest < scores.reasons.size()
            ? reasonsJson(scores.reasons[interest], exploration.history)
            : Json::array();
    }
    Json heldOut = Json::array();
    for (const auto& item : exploration.heldOut)
        heldOut.push_back({ { "item", item.text.id },
                            { "title", item.text.title },
                            { "place", item.merged },
                            { "ranks", item.ranks } });
    return {
        { "run", exploration.run },
        { "user", exploration.userId },
        { "epsilon", numberOrNull(exploration.epsilon) },
        { "history", std::move(history) },
        { "history_length", exploration.historyLength },
        { "interests", std::move(interests) },
        { "lists", std::move(lists) },
        { "merged", std::move(merged) },
        { "held_out", std::move(heldOut) },
        { "targets", exploration.targets },
        { "hits", exploration.hits },
        { "milliseconds", exploration.milliseconds },
    };
}

} // namespace opal
