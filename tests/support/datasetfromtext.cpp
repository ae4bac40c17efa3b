// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/datasetfromtext.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "core/base/error.h"
#include "core/data/datasetbuilder.h"

namespace opal {

namespace {

std::uint32_t indexOf(std::map<std::string, std::uint32_t>& known, StringTable& ids, const std::string& id)
{
    const auto [entry, isNew] = known.try_emplace(id, static_cast<std::uint32_t>(ids.size()));
    if (isNew)
        ids.append(id);
    return entry->second;
}

} // namespace

std::shared_ptr<const Dataset> datasetFromText(std::string_view text, std::int64_t minTrainItems)
{
    constexpr std::int64_t dayMs = 86400000;
    Interactions log;
    log.hasClock = true;
    log.daysAreDates = true;
    std::map<std::string, std::uint32_t> users;
    std::map<std::string, std::uint32_t> items;
    std::istringstream lines { std::string(text) };
    std::string line;
    while (std::getline(lines, line)) {
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos)
            continue;
        std::istringstream name(line.substr(0, colon));
        std::string userId;
        name >> userId;
        const std::uint32_t user = indexOf(users, log.userIds, userId);
        std::string rest = line.substr(colon + 1);
        for (std::size_t bar = rest.find('|'); bar != std::string::npos; bar = rest.find('|', bar + 3))
            rest.replace(bar, 1, " | ");
        std::istringstream words(rest);
        std::string word;
        std::int32_t day = 0;
        std::int64_t place = 0;
        while (words >> word) {
            if (word == "|") {
                ++day;
                continue;
            }
            log.user.push_back(user);
            log.item.push_back(indexOf(items, log.itemIds, word));
            log.day.push_back(day);
            log.time.push_back(day * dayMs + place++);
        }
    }
    BuildOptions options;
    options.name = "toy";
    options.preset = "text";
    options.minTrainItems = minTrainItems;
    options.dropUnseenItems = false;
    ImportReport report;
    report.rows = static_cast<std::int64_t>(log.size());
    report.interactions = report.positives = report.rows;
    return buildDataset(std::move(log), {}, options, std::move(report));
}

} // namespace opal
