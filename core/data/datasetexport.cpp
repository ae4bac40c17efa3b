// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasetexport.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <functional>

#include "core/base/csvfield.h"
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/textfile.h"

namespace opal {

namespace {

std::string exportPath(const std::string& folder, const std::string& name)
{
    return (std::filesystem::path(folder) / name).string();
}

void makeExportFolder(const std::string& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw Error(ErrorCode::CannotWrite,
                    "cannot make the folder '" + folder + "': " + problem.message() + ".");
}

/// The place of an interaction in a user's sequence, and which part that is.
struct PlacedInteraction
{
    UserIndex user = 0;
    std::size_t place = 0;
    std::size_t part = 0; ///< 0 training, 1 validation, 2 test
};

void forEachInteraction(const Dataset& data, const std::stop_token& stop,
                        const std::function<void(const PlacedInteraction&)>& visit)
{
    for (UserIndex user = 0; user < data.userCount(); ++user) {
        if ((user & 1023) == 0 && stop.stop_requested())
            throw Cancelled();
        const std::size_t train = data.train(user).size();
        const std::size_t valid = train + data.targets(user, Split::Valid).size();
        const std::size_t all = data.sequence(user).size();
        for (std::size_t place = 0; place < all; ++place)
            visit({ user, place, place < train ? 0U : place < valid ? 1U : 2U });
    }
}

constexpr const char* kPartNames[] = { "train", "valid", "test" };

std::vector<std::string> writeCsv(const Dataset& data, const std::string& folder, const std::stop_token& stop)
{
    const bool hasTimes = data.summary().hasTimes;
    const bool hasDays = !hasTimes && !data.summary().dayLabels.empty();
    std::deque<TextFile> files;
    for (const char* part : kPartNames) {
        files.emplace_back(exportPath(folder, std::string(part) + ".csv"));
        files.back() << (std::string("user_id,item_id,")
                         + (hasTimes      ? "timestamp,"
                                : hasDays ? "day,"
                                          : "")
                         + "place")
                     << "\n";
    }
    forEachInteraction(data, stop, [&](const PlacedInteraction& at) {
        std::string line = csvField(data.userId(at.user)) + ","
            + csvField(data.itemId(data.sequence(at.user)[at.place])) + ",";
        if (hasTimes)
            line += std::to_string(data.times(at.user)[at.place]) + ",";
        else if (hasDays)
            line += std::to_string(data.days(at.user)[at.place] + 1) + ",";
        files[at.part] << (line + std::to_string(at.place)) << "\n";
    });
    std::vector<std::string> paths;
    for (TextFile& file : files)
        paths.push_back(file.commit());
    return paths;
}

/// A field of an atomic file, which knows no quotes.
std::string atomicField(std::string_view text)
{
    std::string field(text);
    std::replace_if(
        field.begin(), field.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return field;
}

std::string secondsText(std::int64_t ms)
{
    const std::string sign = ms < 0 ? "-" : "";
    const std::int64_t size = ms < 0 ? -ms : ms;
    const std::string rest = std::to_string(1000 + size % 1000).substr(1);
    return sign + std::to_string(size / 1000) + "." + rest;
}

std::string plainFileName(std::string name)
{
    for (char& sign : name) {
        const bool isPlain = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z')
            || (sign >= '0' && sign <= '9') || sign == '-' || sign == '_';
        sign = isPlain ? sign : '_';
    }
    return name.empty() ? "dataset" : name;
}

std::vector<std::string> writeRecbole(const Dataset& data, const std::string& folder,
                                      const std::stop_token& stop)
{
    const DatasetSummary& summary = data.summary();
    const std::string name = plainFileName(summary.name);
    const char* const when = summary.hasTimes ? "timestamp" : "place";
    std::deque<TextFile> files;
    for (const char* part : kPartNames) {
        files.emplace_back(exportPath(folder, name + "." + part + ".inter"));
        files.back() << (std::string("user_id:token\titem_id:token\t")
                         + (summary.hasTimes ? "timestamp:float\t" : "") + "place:float")
                     << "\n";
    }
    forEachInteraction(data, stop, [&](const PlacedInteraction& at) {
        std::string line = atomicField(data.userId(at.user)) + "\t"
            + atomicField(data.itemId(data.sequence(at.user)[at.place])) + "\t";
        if (summary.hasTimes)
            line += secondsText(data.times(at.user)[at.place]) + "\t";
        files[at.part] << (line + std::to_string(at.place)) << "\n";
    });
    if (summary.hasTitles || summary.hasTags) {
        TextFile& items = files.emplace_back(exportPath(folder, name + ".item"));
        items << (std::string("item_id:token") + (summary.hasTitles ? "\ttitle:token_seq" : "")
                  + (summary.hasTags ? "\ttags:token_seq" : ""))
              << "\n";
        for (ItemIndex item = 1; item <= data.itemCount(); ++item) {
            std::string line = atomicField(data.itemId(item));
            if (summary.hasTitles)
                line += "\t" + atomicField(data.title(item));
            std::string tags;
            for (const std::string_view tag : data.tags(item))
                tags += (tags.empty() ? "" : ",") + atomicField(tag);
            items << (summary.hasTags ? line + "\t" + tags : line) << "\n";
        }
    }
    TextFile& settings = files.emplace_back(exportPath(folder, name + ".yaml"));
    for (const std::string& line :
         { "dataset: " + name, std::string("USER_ID_FIELD: user_id"), std::string("ITEM_ID_FIELD: item_id"),
           std::string("TIME_FIELD: ") + when, std::string("load_col:"),
           std::string("  inter: [user_id, item_id, ") + when + "]",
           std::string("benchmark_filename: [train, valid, test]") })
        settings << line << "\n";
    std::vector<std::string> paths;
    for (TextFile& file : files)
        paths.push_back(file.commit());
    return paths;
}

/// Ids as whole numbers from 1, as the paper's files have them: the log's own where all of them are, else the
/// place.
std::vector<std::string> numberIds(std::int64_t count,
                                   const std::function<std::string_view(std::int64_t)>& idOf)
{
    std::vector<std::string> ids;
    bool areNumbers = true;
    for (std::int64_t i = 0; i < count && areNumbers; ++i) {
        const std::string_view id = idOf(i);
        areNumbers = !id.empty() && id.size() < 19 && id.front() != '0'
            && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
        ids.emplace_back(id);
    }
    if (areNumbers)
        return ids;
    ids.clear();
    for (std::int64_t i = 1; i <= count; ++i)
        ids.push_back(std::to_string(i));
    return ids;
}

std::vector<std::string> writeSequences(const Dataset& data, const std::string& folder,
                                        const std::stop_token& stop)
{
    const auto users
        = numberIds(data.userCount(), [&](std::int64_t i) { return data.userId(static_cast<UserIndex>(i)); });
    const auto items = numberIds(data.itemCount(),
                                 [&](std::int64_t i) { return data.itemId(static_cast<ItemIndex>(i + 1)); });
    // The test is on the last day of the file and validation on the one before, whatever days they were on.
    const auto days = static_cast<std::int32_t>(data.summary().dayLabels.size());
    const bool isByDay = days > 0 && data.summary().split == "last-days:1";
    const std::int32_t trainDays = isByDay ? days - 2 : std::max(days, 1);
    TextFile file(exportPath(folder, "pos_seqs.txt"));
    std::string line;
    UserIndex lineUser = -1;
    std::int32_t lineDay = -1;
    forEachInteraction(data, stop, [&](const PlacedInteraction& at) {
        const auto part = static_cast<std::int32_t>(at.part);
        const std::int32_t day = at.part > 0 ? trainDays + part
            : days > 0                       ? data.days(at.user)[at.place] + 1
                                             : 1;
        if (at.user != lineUser || day != lineDay) {
            if (!line.empty())
                file << line << "\n";
            line = users[static_cast<std::size_t>(at.user)] + "," + std::to_string(day);
            lineUser = at.user;
            lineDay = day;
        }
        line += "," + items[static_cast<std::size_t>(data.sequence(at.user)[at.place] - 1)];
    });
    if (!line.empty())
        file << line << "\n";
    return { file.commit() };
}

struct ExportForm
{
    const char* name;
    std::vector<std::string> (*write)(const Dataset&, const std::string&, const std::stop_token&);
};

constexpr ExportForm kExportForms[]
    = { { "recbole", writeRecbole }, { "csv", writeCsv }, { "opal", writeSequences } };

} // namespace

std::vector<std::string> datasetExportForms()
{
    std::vector<std::string> names;
    for (const ExportForm& form : kExportForms)
        names.emplace_back(form.name);
    return names;
}

std::vector<std::string> exportDataset(const Dataset& data, const std::string& form,
                                       const std::string& folder, const std::stop_token& stop)
{
    for (const ExportForm& candidate : kExportForms) {
        if (form != candidate.name)
            continue;
        makeExportFolder(folder);
        return candidate.write(data, folder, stop);
    }
    throw Error(ErrorCode::InvalidArgument,
                "data sets are written as recbole, csv or opal, not as '" + form + "'.");
}

std::vector<std::string> exportIds(const Dataset& data, const std::string& folder)
{
    makeExportFolder(folder);
    TextFile users(exportPath(folder, "users.txt"));
    for (UserIndex user = 0; user < data.userCount(); ++user)
        users << data.userId(user) << "\n";
    TextFile items(exportPath(folder, "items.txt"));
    for (ItemIndex item = 1; item <= data.itemCount(); ++item)
        items << data.itemId(item) << "\n";
    std::vector<std::string> paths { users.commit(), items.commit() };
    for (const auto& [split, name] :
         { std::pair(Split::Valid, "valid_users.txt"), std::pair(Split::Test, "test_users.txt") }) {
        TextFile evaluated(exportPath(folder, name));
        for (const UserIndex user : data.evaluationUsers(split))
            evaluated << data.userId(user) << "\n";
        paths.push_back(evaluated.commit());
    }
    return paths;
}

} // namespace opal
