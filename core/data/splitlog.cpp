// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/splitlog.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/data/fieldparsing.h"
#include "core/results/importnotes.h"

namespace opal {

SplitLog::SplitLog(Interactions interactions, const BuildOptions& buildOptions, ImportReport report,
                   std::stop_token stopToken)
    : log(std::move(interactions))
    , options(buildOptions)
    , stop(std::move(stopToken))
{
    summary.report = std::move(report);
    requireUsableLog();
    renumberDays();
    sortByUser();
    assignParts();
    filterActiveDays();
    filterUnseenItems();
    requireSomethingLeft();
}

void SplitLog::checkStop() const
{
    if (stop.stop_requested())
        throw Cancelled();
}

void SplitLog::beginStep(const std::string& name)
{
    summary.report.filters.push_back(countLeft(name));
}

void SplitLog::requireUsableLog() const
{
    if (log.size() == 0) {
        std::string detail
            = "no interaction is left of the " + std::to_string(summary.report.rows) + " rows read";
        if (!options.positiveRule.empty())
            detail += ": none fulfils the positive rule '" + options.positiveRule + "'";
        throw Error(ErrorCode::InvalidData, detail + "; check the columns and the rule.");
    }
    if (log.size() >= std::numeric_limits<std::uint32_t>::max()) {
        throw Error(ErrorCode::Unsupported,
                    "the log holds more than 4,294,967,294 interactions; import a part of it.");
    }
    if (options.minActiveDays > 0 && !hasDays()) {
        throw Error(
            ErrorCode::InvalidConfiguration,
            "a minimum of active days needs a log with days or times; this one has neither, set it to 0.");
    }
}

void SplitLog::renumberDays()
{
    summary.hasTimes = log.hasClock;
    if (!hasDays()) {
        summary.splitKind = SplitKind::LastInteraction;
        ImportNotices({}, summary.report)
            .tell(NoteKind::SplitByOrder,
                  "the log has no times: each user's last interaction is the test and the one before it "
                  "validation",
                  "--map", "time=COLUMN");
        return;
    }
    std::vector<std::int32_t> found(log.day);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (found.size() < 3) {
        throw Error(
            ErrorCode::InvalidData,
            "the log has interactions on " + std::to_string(found.size())
                + (found.size() == 1 ? " day" : " days")
                + " only; a test day, a validation day and at least one training day are needed. Check the "
                  "time column, its unit and the positive rule.");
    }
    for (std::int32_t& day : log.day)
        day = static_cast<std::int32_t>(std::lower_bound(found.begin(), found.end(), day) - found.begin());
    for (const std::int32_t day : found)
        summary.dayLabels.push_back(log.daysAreDates ? dateText(day) : "day " + std::to_string(day));
    summary.days = static_cast<std::int64_t>(found.size());
    summary.trainUntil = summary.dayLabels[found.size() - 3];
    summary.validDay = summary.dayLabels[found.size() - 2];
    summary.testDay = summary.dayLabels[found.size() - 1];
}

void SplitLog::sortByUser()
{
    checkStop();
    const std::size_t users = log.userIds.size();
    userBegin.assign(users + 1, 0);
    for (const std::uint32_t user : log.user)
        ++userBegin[user + 1];
    std::partial_sum(userBegin.begin(), userBegin.end(), userBegin.begin());
    order.resize(log.size());
    std::vector<std::size_t> next(userBegin.begin(), userBegin.end() - 1);
    for (std::uint32_t row = 0; row < log.size(); ++row)
        order[next[log.user[row]]++] = row;

    // Rows arrive in log order, so a stable sort settles ties by place in the log.
    const auto earlier = [this](std::uint32_t a, std::uint32_t b) {
        if (log.hasClock)
            return log.time[a] < log.time[b];
        return hasDays() && log.day[a] < log.day[b];
    };
    for (std::size_t user = 0; user < users; ++user) {
        const auto first = order.begin() + static_cast<std::ptrdiff_t>(beginOf(user));
        const auto last = order.begin() + static_cast<std::ptrdiff_t>(endOf(user));
        if (!std::is_sorted(first, last, earlier))
            std::stable_sort(first, last, earlier);
    }
}

void SplitLog::assignParts()
{
    checkStop();
    part.assign(order.size(), Part::Train);
    if (hasDays()) {
        const auto lastDay = static_cast<std::int32_t>(summary.days) - 1;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const std::int32_t day = log.day[order[i]];
            part[i] = day == lastDay ? Part::Test : day == lastDay - 1 ? Part::Valid : Part::Train;
        }
        return;
    }
    for (std::size_t user = 0; user + 1 < userBegin.size(); ++user) {
        if (endOf(user) - beginOf(user) < 3)
            continue;
        part[endOf(user) - 1] = Part::Test;
        part[endOf(user) - 2] = Part::Valid;
    }
}

ImportReport::FilterStep SplitLog::countLeft(const std::string& name) const
{
    ImportReport::FilterStep step;
    step.name = name;
    std::vector<char> seen(log.itemIds.size(), 0);
    for (std::size_t user = 0; user + 1 < userBegin.size(); ++user) {
        std::int64_t kept = 0;
        for (std::size_t i = beginOf(user); i < endOf(user); ++i) {
            if (part[i] == Part::Dropped)
                continue;
            ++kept;
            seen[log.item[order[i]]] = 1;
        }
        step.interactionsBefore += kept;
        step.usersBefore += kept > 0 ? 1 : 0;
    }
    step.itemsBefore = std::count(seen.begin(), seen.end(), 1);
    return step;
}

void SplitLog::endStep()
{
    ImportReport::FilterStep& step = summary.report.filters.back();
    const ImportReport::FilterStep left = countLeft({});
    step.usersAfter = left.usersBefore;
    step.itemsAfter = left.itemsBefore;
    step.interactionsAfter = left.interactionsBefore;
}

void SplitLog::filterActiveDays()
{
    if (options.minActiveDays <= 0)
        return;
    checkStop();
    beginStep("active_days");
    for (std::size_t user = 0; user + 1 < userBegin.size(); ++user) {
        std::int64_t activeDays = 0;
        std::int32_t previous = -1;
        for (std::size_t i = beginOf(user); i < endOf(user) && part[i] == Part::Train; ++i) {
            const std::int32_t day = log.day[order[i]];
            activeDays += day != previous ? 1 : 0;
            previous = day;
        }
        if (activeDays < options.minActiveDays) {
            std::fill(part.begin() + static_cast<std::ptrdiff_t>(beginOf(user)),
                      part.begin() + static_cast<std::ptrdiff_t>(endOf(user)), Part::Dropped);
        }
    }
    endStep();
}

void SplitLog::filterUnseenItems()
{
    if (!options.dropUnseenItems)
        return;
    checkStop();
    beginStep("unseen_items");
    std::vector<char> seen(log.itemIds.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (part[i] == Part::Train)
            seen[log.item[order[i]]] = 1;
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (seen[log.item[order[i]]] == 0)
            part[i] = Part::Dropped;
    }
    endStep();
}

void SplitLog::requireSomethingLeft() const
{
    const ImportReport::FilterStep left = countLeft({});
    if (left.interactionsBefore == 0) {
        throw Error(ErrorCode::InvalidData,
                    "nothing is left of " + std::to_string(log.size())
                        + " interactions after the filters; ask for fewer than "
                        + std::to_string(options.minActiveDays) + " active days.");
    }
    if (left.itemsBefore == 1) {
        throw Error(ErrorCode::InvalidData,
                    "a single item is left after the filters; a recommender needs at least two. Check the "
                    "item column.");
    }
}

} // namespace opal
