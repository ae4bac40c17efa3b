// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/summaryjson.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace opal {

namespace {

using nlohmann::json;

json reportToJson(const ImportReport& report)
{
    json rejects = json::array();
    for (const RejectedRow& row : report.rejects)
        rejects.push_back({ { "file", row.file },
                            { "line", row.line },
                            { "column", row.column },
                            { "reason", row.reason } });
    json reasons = json::array();
    for (const RejectedReason& reason : report.rejectedByReason)
        reasons.push_back({ { "reason", reason.reason },
                            { "rows", reason.rows },
                            { "first_file", reason.firstFile },
                            { "first_line", reason.firstLine } });
    json dropped = json::array();
    for (const ImportReport::DroppedReason& reason : report.droppedByReason)
        dropped.push_back({ { "reason", reason.reason }, { "interactions", reason.interactions } });
    // Release 0.1 reads the notes as texts; what it does not know stands beside them.
    json notes = json::array();
    json noteWays = json::array();
    for (const ImportNote& note : report.notes) {
        notes.push_back(note.text);
        noteWays.push_back({ { "kind", note.kind }, { "option", note.option }, { "value", note.value } });
    }
    json filters = json::array();
    for (const ImportReport::FilterStep& step : report.filters) {
        filters.push_back({ { "name", step.name },
                            { "users", { step.usersBefore, step.usersAfter } },
                            { "items", { step.itemsBefore, step.itemsAfter } },
                            { "interactions", { step.interactionsBefore, step.interactionsAfter } } });
    }
    return { { "rows", report.rows },
             { "kept", report.kept },
             { "positives", report.positives },
             { "duplicates", report.duplicates },
             { "rejected", report.rejected },
             { "rejects", rejects },
             { "interactions", report.interactions },
             { "rejected_by_reason", reasons },
             { "dropped_by_reason", dropped },
             { "dropped", report.dropped },
             { "seconds", report.seconds },
             { "bytes", report.bytes },
             { "filters", filters },
             { "notes", notes },
             { "note_ways", noteWays } };
}

ImportReport reportFromJson(const json& value)
{
    ImportReport report;
    value.at("rows").get_to(report.rows);
    value.at("kept").get_to(report.kept);
    value.at("positives").get_to(report.positives);
    value.at("duplicates").get_to(report.duplicates);
    value.at("rejected").get_to(report.rejected);
    for (const json& row : value.at("rejects")) {
        report.rejects.push_back({ row.at("file").get<std::string>(), row.at("line").get<std::int64_t>(),
                                   row.at("column").get<std::string>(),
                                   row.at("reason").get<std::string>() });
    }
    value.at("seconds").get_to(report.seconds);
    value.at("bytes").get_to(report.bytes);
    for (const json& step : value.at("filters")) {
        report.filters.push_back(
            { step.at("name").get<std::string>(), step.at("users").at(0).get<std::int64_t>(),
              step.at("users").at(1).get<std::int64_t>(), step.at("items").at(0).get<std::int64_t>(),
              step.at("items").at(1).get<std::int64_t>(), step.at("interactions").at(0).get<std::int64_t>(),
              step.at("interactions").at(1).get<std::int64_t>() });
    }
    for (const json& note : value.at("notes"))
        report.notes.push_back({ note.get<std::string>() });
    const json ways = value.value("note_ways", json::array());
    for (std::size_t i = 0; i < std::min(ways.size(), report.notes.size()); ++i) {
        ways[i].at("kind").get_to(report.notes[i].kind);
        ways[i].at("option").get_to(report.notes[i].option);
        ways[i].at("value").get_to(report.notes[i].value);
    }
    report.interactions = value.value("interactions", std::int64_t { 0 });
    report.dropped = value.value("dropped", std::int64_t { 0 });
    for (const json& reason : value.value("rejected_by_reason", json::array())) {
        report.rejectedByReason.push_back(
            { reason.at("reason").get<std::string>(), reason.at("rows").get<std::int64_t>(),
              reason.at("first_file").get<std::string>(), reason.at("first_line").get<std::int64_t>() });
    }
    for (const json& reason : value.value("dropped_by_reason", json::array()))
        report.droppedByReason.push_back(
            { reason.at("reason").get<std::string>(), reason.at("interactions").get<std::int64_t>() });
    return report;
}

SplitKind splitKindFromName(const std::string& name)
{
    return name == "last_interaction" ? SplitKind::LastInteraction
        : name == "ready_made"        ? SplitKind::ReadyMade
                                      : SplitKind::GlobalTime;
}

/// Files of release 0.1 have no such object: openDataset() counts what it would hold.
void readSplit(const json& value, DatasetSummary& summary)
{
    if (!value.contains("split")) {
        summary.split = summary.splitKind == SplitKind::GlobalTime ? "last-days:1" : "last-items:1";
        return;
    }
    const json& split = value.at("split");
    split.at("rule").get_to(summary.split);
    split.at("proposed").get_to(summary.proposedSplit);
    try {
        summary.repeats = repeatsFromName(split.at("repeats").get<std::string>());
    } catch (const Error&) {
        summary.repeats = Repeats::Keep; // a word of a newer release; the parts themselves stand in the file
    }
    split.at("valid_targets").get_to(summary.reach.validTargets);
    split.at("test_targets").get_to(summary.reach.testTargets);
    split.at("unreachable").get_to(summary.reach.unreachable);
    split.at("recall").get_to(summary.reach.recall);
}

DatasetSummary fromJson(const json& value)
{
    DatasetSummary summary;
    value.at("name").get_to(summary.name);
    value.at("hash").get_to(summary.hash);
    value.at("users").get_to(summary.users);
    value.at("items").get_to(summary.items);
    value.at("interactions").get_to(summary.interactions);
    value.at("density").get_to(summary.density);
    value.at("days").get_to(summary.days);
    summary.splitKind = splitKindFromName(value.at("split_kind").get<std::string>());
    readSplit(value, summary);
    value.at("train_until").get_to(summary.trainUntil);
    value.at("valid_day").get_to(summary.validDay);
    value.at("test_day").get_to(summary.testDay);
    value.at("train_users").get_to(summary.trainUsers);
    value.at("valid_users").get_to(summary.validUsers);
    value.at("test_users").get_to(summary.testUsers);
    value.at("min_train_items").get_to(summary.minTrainItems);
    value.at("leaks").get_to(summary.leaks);
    value.at("positive_rule").get_to(summary.positiveRule);
    value.at("preset").get_to(summary.preset);
    value.at("sources").get_to(summary.sources);
    value.at("has_titles").get_to(summary.hasTitles);
    value.at("has_tags").get_to(summary.hasTags);
    value.at("has_times").get_to(summary.hasTimes);
    summary.covers = value.value("covers", std::int64_t { 0 });
    summary.timeZone = value.value("time_zone", std::string {});
    value.at("day_labels").get_to(summary.dayLabels);
    value.at("interactions_per_day").get_to(summary.interactionsPerDay);
    value.at("history_length_counts").get_to(summary.historyLengthCounts);
    summary.report = reportFromJson(value.at("report"));
    return summary;
}

} // namespace

std::string summaryToJson(const DatasetSummary& summary)
{
    json value = {
        { "name", summary.name },
        { "hash", summary.hash },
        { "users", summary.users },
        { "items", summary.items },
        { "interactions", summary.interactions },
        { "density", summary.density },
        { "days", summary.days },
        { "split_kind", splitKindName(summary.splitKind) },
        { "split",
          { { "rule", summary.split },
            { "proposed", summary.proposedSplit },
            { "repeats", repeatsName(summary.repeats) },
            { "valid_targets", summary.reach.validTargets },
            { "test_targets", summary.reach.testTargets },
            { "unreachable", summary.reach.unreachable },
            { "recall", summary.reach.recall } } },
        { "train_until", summary.trainUntil },
        { "valid_day", summary.validDay },
        { "test_day", summary.testDay },
        { "train_users", summary.trainUsers },
        { "valid_users", summary.validUsers },
        { "test_users", summary.testUsers },
        { "min_train_items", summary.minTrainItems },
        { "leaks", summary.leaks },
        { "positive_rule", summary.positiveRule },
        { "preset", summary.preset },
        { "sources", summary.sources },
        { "has_titles", summary.hasTitles },
        { "has_tags", summary.hasTags },
        { "has_times", summary.hasTimes },
        { "day_labels", summary.dayLabels },
        { "interactions_per_day", summary.interactionsPerDay },
        { "history_length_counts", summary.historyLengthCounts },
        { "report", reportToJson(summary.report) },
    };
    if (summary.covers > 0) // files without covers keep the bytes they had before there were any
        value["covers"] = summary.covers;
    if (!summary.timeZone.empty())
        value["time_zone"] = summary.timeZone;
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

DatasetSummary summaryFromJson(std::string_view text)
{
    try {
        return fromJson(json::parse(text));
    } catch (const json::exception& problem) {
        throw Error(ErrorCode::InvalidData,
                    std::string("the summary of the data-set file cannot be read (") + problem.what()
                        + "); import the logs again.");
    }
}

} // namespace opal
