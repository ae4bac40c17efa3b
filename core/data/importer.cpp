// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/importer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/translate.h"
#include "core/data/dataset.h"
#include "core/data/datasetbuilder.h"
#include "core/data/formatspec.h"
#include "core/data/logimport.h"
#include "core/data/sidetable.h"
#include "core/results/importnotes.h"

namespace opal {

namespace {

constexpr double kReadShare = 0.85; ///< of the progress bar

// One row a format; its length is the number of formats.
std::vector<FormatSpec> makeFormats() // NOLINT(readability-function-size)
{
    std::vector<FormatSpec> table;
    table.push_back(
        { .entry
          = { "opal",
              QT_TRANSLATE_NOOP("Importers", "OPAL sequences"),
              QT_TRANSLATE_NOOP(
                  "Importers",
                  "The paper's own form, pos_seqs.txt: one line a user and day, 'user,day,item,item,...'."),
              "",
              "*.txt *.csv",
              {} },
          .user = "user",
          .item = "item",
          .time = "",
          .day = "day",
          .dateCheck = "",
          .headerless = Headerless::Sequence,
          .positional = { "user", "day", "item" } });
    table.push_back(
        { .entry = { "kuairand",
                     QT_TRANSLATE_NOOP("Importers", "KuaiRand"),
                     QT_TRANSLATE_NOOP("Importers",
                                       "Logs of kuairand.com: choose the log_standard_*.csv files; "
                                       "log_random_*.csv holds videos that were shown at random. "
                                       "The side table is video_features_basic_*.csv."),
                     "long_view",
                     "*.csv",
                     { "user_id", "video_id", "date", "time_ms", "is_click", "long_view" } },
          .user = "user_id",
          .item = "video_id",
          .time = "time_ms",
          .day = "",
          .dateCheck = "date",
          .headerless = Headerless::Refused,
          .positional = {} });
    table.push_back(
        { .entry
          = { "wechat2021",
              QT_TRANSLATE_NOOP("Importers", "WeChat Channels 2021"),
              QT_TRANSLATE_NOOP(
                  "Importers",
                  "WeChat Big Data Challenge 2021: choose user_action.csv; the side table is feed_info.csv."),
              "read_comment|comment|like|click_avatar|forward|follow|favorite",
              "*.csv",
              { "userid", "feedid", "date_", "like", "play", "favorite" } },
          .user = "userid",
          .item = "feedid",
          .time = "",
          .day = "date_",
          .dateCheck = "",
          .headerless = Headerless::Refused,
          .positional = {} });
    table.push_back(
        { .entry = { "kuairec",
                     QT_TRANSLATE_NOOP("Importers", "KuaiRec"),
                     QT_TRANSLATE_NOOP("Importers",
                                       "Logs of kuairec.com: choose big_matrix.csv or small_matrix.csv; the "
                                       "side table is item_categories.csv."),
                     "watch_ratio>2",
                     "*.csv",
                     { "user_id", "video_id", "play_duration", "timestamp", "watch_ratio" } },
          .user = "user_id",
          .item = "video_id",
          .time = "timestamp",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Refused,
          .positional = {} });
    table.push_back({ .entry = { "microlens",
                                 QT_TRANSLATE_NOOP("Importers", "MicroLens"),
                                 QT_TRANSLATE_NOOP("Importers",
                                                   "Choose *_pairs.csv (with times) or *_pairs.tsv (order "
                                                   "only); the side table is *_titles.csv."),
                                 "",
                                 "*.csv *.tsv",
                                 { "user", "item", "timestamp" } },
                      .user = "user",
                      .item = "item",
                      .time = "timestamp",
                      .day = "",
                      .dateCheck = "",
                      .headerless = Headerless::Sequence,
                      .positional = { "user", "item" },
                      .alike = { "s3rec", "sasrec" } });
    table.push_back(
        { .entry
          = { "tenrec",
              QT_TRANSLATE_NOOP("Importers", "Tenrec"),
              QT_TRANSLATE_NOOP("Importers",
                                "Choose QB-video.csv or QK-video.csv; rows are in time order within a user."),
              "click",
              "*.csv",
              { "user_id", "item_id", "click", "video_category", "watching_times" } },
          .user = "user_id",
          .item = "item_id",
          .time = "",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Refused,
          .positional = {},
          .dropDuplicates = false });
    table.push_back(
        { .entry
          = { "movielens",
              QT_TRANSLATE_NOOP("Importers", "MovieLens"),
              QT_TRANSLATE_NOOP("Importers",
                                "Choose ratings.csv, ratings.dat or u.data; the side table is movies.csv."),
              "rating>=4",
              "*.csv *.dat *.data",
              { "userId", "movieId", "rating", "timestamp" },
              0 },
          .user = "userId",
          .item = "movieId",
          .time = "timestamp",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Table,
          .positional = { "userId", "movieId", "rating", "timestamp" } });
    table.push_back({ .entry = { "recbole",
                                 QT_TRANSLATE_NOOP("Importers", "RecBole"),
                                 QT_TRANSLATE_NOOP("Importers",
                                                   "Atomic files: choose *.inter; the side table is *.item."),
                                 "",
                                 "*.inter",
                                 { "user_id:token", "item_id:token" } },
                      .user = "user_id",
                      .item = "item_id",
                      .time = "timestamp",
                      .day = "",
                      .dateCheck = "",
                      .headerless = Headerless::Refused,
                      .positional = {} });
    table.push_back({ .entry = { "sasrec",
                                 QT_TRANSLATE_NOOP("Importers", "SASRec pairs"),
                                 QT_TRANSLATE_NOOP("Importers", "'user item' a line, in time order."),
                                 "",
                                 "*.txt",
                                 {} },
                      .user = "user",
                      .item = "item",
                      .time = "",
                      .day = "",
                      .dateCheck = "",
                      .headerless = Headerless::Table,
                      .positional = { "user", "item" },
                      .dropDuplicates = false });
    table.push_back(
        { .entry = { "s3rec",
                     QT_TRANSLATE_NOOP("Importers", "S3-Rec sequences"),
                     QT_TRANSLATE_NOOP("Importers", "'user item item ...' a line, in time order."),
                     "",
                     "*.txt",
                     {} },
          .user = "user",
          .item = "item",
          .time = "",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Sequence,
          .positional = { "user", "item" },
          .alike = { "microlens", "sasrec" } });
    table.push_back({ .entry = { "comirec",
                                 QT_TRANSLATE_NOOP("Importers", "ComiRec triples"),
                                 QT_TRANSLATE_NOOP("Importers", "'user,item,time' a line, without header."),
                                 "",
                                 "*.txt *.csv",
                                 {} },
                      .user = "user",
                      .item = "item",
                      .time = "time",
                      .day = "",
                      .dateCheck = "",
                      .headerless = Headerless::Table,
                      .positional = { "user", "item", "time" } });
    table.push_back({ .entry = { "csv",
                                 QT_TRANSLATE_NOOP("Importers", "Any table"),
                                 QT_TRANSLATE_NOOP("Importers",
                                                   "Delimited text with one interaction a line; delimiter, "
                                                   "header and columns are guessed and can be mapped."),
                                 "",
                                 "*.csv *.tsv *.txt",
                                 {} },
                      .user = "",
                      .item = "",
                      .time = "",
                      .day = "",
                      .dateCheck = "",
                      .headerless = Headerless::Table,
                      .positional = {} });
    return table;
}

void checkRequest(const ImportRequest& request)
{
    if (request.files.empty())
        throw Error(ErrorCode::InvalidConfiguration, "no log file was given; choose at least one.");
    if (std::abs(request.timeZoneMinutes.value_or(0)) > 24 * 60)
        throw Error(ErrorCode::InvalidConfiguration, "the time zone must lie between -24:00 and +24:00.");
    if (request.minActiveDays < 0 || request.minTrainItems < 0)
        throw Error(ErrorCode::InvalidConfiguration,
                    "minimum active days and training items must not be negative.");
}

std::string withoutExtension(const std::string& name)
{
    const std::size_t point = name.rfind('.');
    return point == std::string::npos || point == 0 ? name : name.substr(0, point);
}

SideTable readSide(const ImportRequest& request, const Interactions& log, ImportReport& report,
                   const std::stop_token& stop)
{
    std::unordered_set<std::string_view> known;
    known.reserve(log.itemIds.size());
    for (std::size_t i = 0; i < log.itemIds.size(); ++i)
        known.insert(log.itemIds[i]);
    return readSideTable(
        request.sideFile, request.coversFolder, [&](std::string_view id) { return known.count(id) > 0; },
        report, stop);
}

/// Nobody can be evaluated: says why, and what helps.
void refuseUntested(const DatasetSummary& summary, const ImportRequest& request)
{
    const auto cold = std::find_if(summary.report.filters.begin(), summary.report.filters.end(),
                                   [](const auto& step) { return step.name == "unseen_items"; });
    const std::int64_t lost
        = cold == summary.report.filters.end() ? 0 : cold->interactionsBefore - cold->interactionsAfter;
    const bool isCold = request.dropUnseenItems && lost > 0;
    ImportReport report;
    ImportNotices(request.accepted, report)
        .tell(NoteKind::NobodyToEvaluate,
              "no user can be evaluated on the test part"
                  + (summary.testDay.empty() ? std::string {} : " (" + summary.testDay + ")")
                  + (isCold ? ": " + std::to_string(lost)
                             + " interactions with items that are never seen in training were left out"
                            : ": no user has both a history and a test item"),
              isCold ? "--keep-cold-items" : "", "");
}

} // namespace

const std::vector<FormatSpec>& formatSpecs()
{
    static const std::vector<FormatSpec> table = makeFormats();
    return table;
}

const std::vector<ImporterEntry>& importerTable()
{
    static const std::vector<ImporterEntry> table = [] {
        std::vector<ImporterEntry> entries;
        for (const FormatSpec& spec : formatSpecs())
            entries.push_back(spec.entry);
        return entries;
    }();
    return table;
}

std::string zoneText(int minutes)
{
    std::array<char, 16> text {};
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                  std::abs(minutes) % 60);
    return text.data();
}

std::shared_ptr<const Dataset> importDataset(const ImportRequest& request,
                                             const ImportProgressFunction& progress,
                                             const std::stop_token& stop)
{
    const auto start = std::chrono::steady_clock::now();
    const auto tell = [&](const char* phase, double fraction, std::int64_t rows) {
        if (progress)
            progress({ phase, fraction, rows });
    };
    checkRequest(request);
    const FormatSpec& spec = findFormat(request.preset);

    BuildOptions options;
    options.minActiveDays = request.minActiveDays;
    options.minTrainItems = request.minTrainItems;
    options.dropUnseenItems = request.dropUnseenItems;
    options.preset = request.preset;
    options.positiveRule = request.positiveRule.empty() ? spec.entry.defaultRule : request.positiveRule;
    options.timeZone = zoneText(zoneOf(request, spec));
    for (const std::string& path : request.files)
        options.sources.push_back(fileNameOf(path));
    options.name = request.name.empty() ? withoutExtension(options.sources.front()) : request.name;

    ImportReport report;
    tell("read", 0, 0);
    Interactions log = readLogs(request, progress, kReadShare, report, stop);
    SideTable side;
    if (!request.sideFile.empty())
        side = readSide(request, log, report, stop);
    const std::int64_t rows = report.rows;
    tell("filter", kReadShare, rows);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const ImportNotices notices(request.accepted, report);
    const bool mayBeUntested = notices.accepts(NoteKind::NobodyToEvaluate);
    auto data = buildDataset(std::move(log), side, options, std::move(report), stop);
    // Where order is all there is, each user's own last items are held out, and the note says the same.
    if (data->summary().testUsers == 0 && data->summary().splitKind == SplitKind::GlobalTime
        && !mayBeUntested)
        refuseUntested(data->summary(), request);
    tell("filter", 1.0, rows);
    return data;
}

} // namespace opal
