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
#include "core/data/splitrule.h"
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
    table.push_back(
        { .entry = { "amazon2023",
                     QT_TRANSLATE_NOOP("Importers", "Amazon Reviews 2023"),
                     QT_TRANSLATE_NOOP(
                         "Importers",
                         "Choose one 5-core file, or *.train, *.valid and *.test together with the split "
                         "\"as the files are cut\"; reviews as *.jsonl.gz are read as well. The side "
                         "table is meta_*.jsonl.gz."),
                     "",
                     "*.csv *.jsonl *.gz",
                     { "user_id", "parent_asin", "rating", "timestamp" },
                     0 },
          .user = "user_id",
          .item = "parent_asin",
          .time = "timestamp",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Refused,
          .positional = {} });
    table.push_back(
        { .entry
          = { "yambda",
              QT_TRANSLATE_NOOP("Importers", "Yambda"),
              QT_TRANSLATE_NOOP(
                  "Importers",
                  "Choose listens.parquet (DuckDB's library reads it); likes and other events have no "
                  "played_ratio_pct: take the positive rule 1. Times count from the start of the log."),
              "played_ratio_pct>=50",
              "*.parquet *.csv",
              { "uid", "item_id", "timestamp", "is_organic" },
              0 },
          .user = "uid",
          .item = "item_id",
          .time = "timestamp",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Refused,
          .positional = {} });
    table.push_back(
        { .entry = { "vklsvd",
                     QT_TRANSLATE_NOOP("Importers", "VK-LSVD"),
                     QT_TRANSLATE_NOOP(
                         "Importers",
                         "Choose the week_*.parquet files of one folder in their order (DuckDB's library "
                         "reads them); rows have no times but are in the order of time, so \"as the files "
                         "are cut\" tests on the last week."),
                     "like|share|bookmark|click_on_author|open_comments",
                     "*.parquet *.csv",
                     { "user_id", "item_id", "place", "platform", "agent", "timespent" },
                     180 },
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
          = { "mind",
              QT_TRANSLATE_NOOP("Importers", "MIND news"),
              QT_TRANSLATE_NOOP("Importers",
                                "Choose behaviors.tsv: clicked news of each impression count, the history "
                                "column has no times and is left out. The side table is news.tsv."),
              "",
              "*.tsv",
              {},
              0 },
          .user = "user",
          .item = "impressions",
          .time = "time",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Table,
          .positional = { "impression", "user", "time", "history", "impressions" },
          .labelledItems = true });
    table.push_back(
        { .entry = { "retailrocket",
                     QT_TRANSLATE_NOOP("Importers", "Retailrocket"),
                     QT_TRANSLATE_NOOP(
                         "Importers",
                         "Choose events.csv; every event counts unless the positive rule says otherwise, "
                         "e.g. event in (addtocart, transaction)."),
                     "",
                     "*.csv",
                     { "timestamp", "visitorid", "event", "itemid", "transactionid" },
                     0 },
          .user = "visitorid",
          .item = "itemid",
          .time = "timestamp",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Refused,
          .positional = {} });
    table.push_back(
        { .entry = { "taobao",
                     QT_TRANSLATE_NOOP("Importers", "Taobao UserBehavior"),
                     QT_TRANSLATE_NOOP(
                         "Importers",
                         "Choose UserBehavior.csv (user, item, category, behavior, seconds, without "
                         "header); every behavior counts unless the positive rule says otherwise, e.g. "
                         "behavior in (buy, fav)."),
                     "",
                     "*.csv",
                     {} },
          .user = "user_id",
          .item = "item_id",
          .time = "timestamp",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Table,
          .positional = { "user_id", "item_id", "category_id", "behavior", "timestamp" } });
    table.push_back(
        { .entry = { "hm",
                     QT_TRANSLATE_NOOP("Importers", "H&M purchases"),
                     QT_TRANSLATE_NOOP("Importers",
                                       "Choose transactions_train.csv; days are all the time there is. The "
                                       "side table is articles.csv."),
                     "",
                     "*.csv",
                     { "t_dat", "customer_id", "article_id" },
                     0 },
          .user = "customer_id",
          .item = "article_id",
          .time = "t_dat",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Refused,
          .positional = {},
          .dropDuplicates = false });
    table.push_back(
        { .entry = { "lastfm1k",
                     QT_TRANSLATE_NOOP("Importers", "Last.fm 1K"),
                     QT_TRANSLATE_NOOP(
                         "Importers",
                         "Choose userid-timestamp-artid-artname-traid-traname.tsv; items are tracks, and "
                         "plays of tracks without an id are refused (map the item to artist for "
                         "artists)."),
                     "",
                     "*.tsv",
                     {},
                     0 },
          .user = "user",
          .item = "track_id",
          .time = "time",
          .day = "",
          .dateCheck = "",
          .headerless = Headerless::Table,
          .positional = { "user", "time", "artist_id", "artist", "track_id", "track" },
          .quotes = false });
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
    if (!request.split.empty())
        parseSplit(request.split);
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

BuildOptions buildOptions(const ImportRequest& request, const FormatSpec& spec)
{
    BuildOptions options;
    options.minActiveDays = request.minActiveDays;
    options.minTrainItems = request.minTrainItems;
    options.dropUnseenItems = request.dropUnseenItems;
    options.split = request.split;
    options.repeats = request.repeats;
    options.accepted = request.accepted;
    options.timeZoneMinutes = zoneOf(request, spec);
    options.timeZone = zoneText(options.timeZoneMinutes);
    return options;
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

    BuildOptions options = buildOptions(request, spec);
    options.preset = request.preset;
    options.positiveRule = request.positiveRule.empty() ? spec.entry.defaultRule : request.positiveRule;
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
    auto data = buildDataset(std::move(log), side, options, std::move(report), stop);
    tell("filter", 1.0, rows);
    return data;
}

} // namespace opal
