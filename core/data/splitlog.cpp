// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/splitlog.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/data/fieldparsing.h"
#include "core/results/importnotes.h"

namespace opal {

namespace {

/// Labels of the days `begin` to `end` - 1.
std::string spanText(const std::vector<std::string>& labels, std::size_t begin, std::size_t end)
{
    return end - begin == 1 ? labels[begin] : labels[begin] + " to " + labels[end - 1];
}

} // namespace

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
    filterRepeats();
    requireSomethingLeft();
    proposeSplit();
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
    if (!hasDays())
        return;
    m_dayNumbers = log.day;
    std::sort(m_dayNumbers.begin(), m_dayNumbers.end());
    m_dayNumbers.erase(std::unique(m_dayNumbers.begin(), m_dayNumbers.end()), m_dayNumbers.end());
    for (std::int32_t& day : log.day)
        day = static_cast<std::int32_t>(std::lower_bound(m_dayNumbers.begin(), m_dayNumbers.end(), day)
                                        - m_dayNumbers.begin());
    for (const std::int32_t day : m_dayNumbers)
        summary.dayLabels.push_back(log.daysAreDates ? dateText(day) : "day " + std::to_string(day));
    summary.days = static_cast<std::int64_t>(m_dayNumbers.size());
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
        if (!log.part.empty() && log.part[a] != log.part[b])
            return log.part[a] < log.part[b];
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
    SplitRule rule
        = parseSplit(options.split.empty() ? hasDays() ? "last-days:1" : "last-items:1" : options.split);
    if (options.split.empty() && !hasDays())
        ImportNotices({}, summary.report)
            .tell(NoteKind::SplitByOrder,
                  "the log has no times: each user's last interaction is the test and the one before it "
                  "validation",
                  "--map", "time=COLUMN");
    Cut made = cut(rule);
    part = std::move(made.part);
    summary.trainUntil = std::move(made.trainUntil);
    summary.validDay = std::move(made.validDay);
    summary.testDay = std::move(made.testDay);
    summary.splitKind = splitEntry(rule).kind;
    summary.split = rule.whole;
    summary.repeats = options.repeats;
    if (rule.key == "ratio" && !hasDays()) {
        summary.splitKind = SplitKind::LastInteraction;
        ImportNotices({}, summary.report)
            .tell(NoteKind::SplitByOrder, "the log has no times: 'ratio' cuts the interactions of each user",
                  "--map", "time=COLUMN");
    }
}

SplitLog::Cut SplitLog::cut(const SplitRule& rule) const
{
    if (rule.isReadyMade()) {
        Cut made;
        made.part.resize(order.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            made.part[i] = log.part[order[i]];
        return made;
    }
    if (rule.key == "last-items")
        return cutUsers([&](std::size_t size) {
            const auto held = static_cast<std::size_t>(rule.count);
            return size < 2 * held + 1 ? std::array<std::size_t, 2> {} : std::array { held, held };
        });
    if (rule.key == "user-ratio" || (rule.key == "ratio" && !hasDays()))
        return cutUsers([&](std::size_t size) {
            if (size < 3)
                return std::array<std::size_t, 2> {};
            const auto share = [&](double fraction, std::size_t most) {
                return std::clamp<std::size_t>(static_cast<std::size_t>(fraction * static_cast<double>(size)),
                                               1, most);
            };
            const std::size_t test = share(rule.shares[2], size - 2);
            return std::array { share(rule.shares[1], size - test - 1), test };
        });
    if (!hasDays())
        throw Error(
            ErrorCode::InvalidConfiguration,
            "the split '" + rule.whole
                + "' needs a log with days or times, and this one has neither; take last-items:1, or files "
                  "where the files follow one another in time.");
    if (rule.key == "slices")
        return cutSlices(rule);
    if (rule.key == "ratio")
        return cutShares(rule);
    std::int64_t count = rule.count;
    if (rule.key == "from") {
        const auto date = log.daysAreDates ? parseDate(rule.text) : parseDayNumber(rule.text);
        if (!date)
            throw Error(ErrorCode::InvalidConfiguration,
                        "the split '" + rule.whole + "' needs "
                            + (log.daysAreDates ? "a date like from:2022-05-07."
                                                : "the number of a day like from:12."));
        count = m_dayNumbers.end() - std::lower_bound(m_dayNumbers.begin(), m_dayNumbers.end(), *date);
        if (count == 0)
            throw Error(ErrorCode::InvalidData,
                        "no interaction is left for the test of '" + rule.whole + "': the last one is on "
                            + summary.dayLabels.back() + ".");
    }
    return cutLastDays(rule, count);
}

SplitLog::Cut SplitLog::cutLastDays(const SplitRule& rule, std::int64_t count) const
{
    const std::size_t found = m_dayNumbers.size();
    const auto held = static_cast<std::size_t>(count);
    if (found < 2 * held + 1) {
        throw Error(ErrorCode::InvalidData,
                    "the log has interactions on " + std::to_string(found) + (found == 1 ? " day" : " days")
                        + " only; "
                        + (held == 1 ? "a test day, a validation day and at least one training day are needed"
                                     : "the split '" + rule.whole + "' needs " + std::to_string(2 * held + 1))
                        + ". Check the time column, its unit and the positive rule, or take another split "
                          "(last-items:1 needs no days).");
    }
    return cutAtDays(found - 2 * held, found - held);
}

SplitLog::Cut SplitLog::cutAtDays(std::size_t validFrom, std::size_t testFrom) const
{
    const std::size_t days = m_dayNumbers.size();
    if (validFrom == 0 || validFrom >= testFrom || testFrom >= days)
        throw Error(ErrorCode::InvalidData,
                    "the split leaves a part of the log's " + std::to_string(days)
                        + " days without one; ask for fewer slices or other shares.");
    Cut made;
    made.part.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto day = static_cast<std::size_t>(log.day[order[i]]);
        made.part[i] = day >= testFrom ? Part::Test : day >= validFrom ? Part::Valid : Part::Train;
    }
    made.trainUntil = summary.dayLabels[validFrom - 1];
    made.validDay = spanText(summary.dayLabels, validFrom, testFrom);
    made.testDay = spanText(summary.dayLabels, testFrom, days);
    return made;
}

SplitLog::Cut SplitLog::cutAtTimes(std::int64_t validFrom, std::int64_t testFrom) const
{
    Cut made;
    made.part.resize(order.size());
    std::array<std::size_t, 3> sizes {};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::int64_t time = log.time[order[i]];
        made.part[i] = time >= testFrom ? Part::Test : time >= validFrom ? Part::Valid : Part::Train;
        ++sizes[static_cast<std::size_t>(made.part[i])];
    }
    if (std::count(sizes.begin(), sizes.end(), 0) > 0)
        throw Error(
            ErrorCode::InvalidData,
            "the split leaves training, validation or test empty; ask for fewer slices or other shares.");
    made.trainUntil = momentText(validFrom);
    made.validDay = momentText(validFrom) + " to " + momentText(testFrom);
    made.testDay = "from " + momentText(testFrom);
    return made;
}

std::string SplitLog::momentText(std::int64_t time) const
{
    const std::int32_t day = dayOfTime(time, options.timeZoneMinutes);
    const std::int64_t minute
        = (time + std::int64_t { options.timeZoneMinutes } * 60000 - day * kDayMs) / 60000;
    const auto two = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return dateText(day) + " " + two(minute / 60) + ":" + two(minute % 60);
}

SplitLog::Cut SplitLog::cutSlices(const SplitRule& rule) const
{
    if (!log.hasClock) {
        const std::int64_t first = m_dayNumbers.front();
        const std::int64_t span = m_dayNumbers.back() - first + 1;
        const auto begin = [&](std::int64_t slice) {
            const std::int64_t day = first + (span * slice + rule.count - 1) / rule.count;
            return static_cast<std::size_t>(std::lower_bound(m_dayNumbers.begin(), m_dayNumbers.end(), day)
                                            - m_dayNumbers.begin());
        };
        return cutAtDays(begin(rule.count - 2), begin(rule.count - 1));
    }
    const auto limits = std::minmax_element(log.time.begin(), log.time.end());
    const std::int64_t first = *limits.first;
    const double width = static_cast<double>(*limits.second - first) / static_cast<double>(rule.count);
    const auto begin = [&](std::int64_t slice) {
        return first + static_cast<std::int64_t>(std::ceil(width * static_cast<double>(slice)));
    };
    return cutAtTimes(begin(rule.count - 2), begin(rule.count - 1));
}

SplitLog::Cut SplitLog::cutShares(const SplitRule& rule) const
{
    const auto placeOf = [&](double share) {
        return std::min(log.size() - 1, static_cast<std::size_t>(share * static_cast<double>(log.size())));
    };
    const auto boundary = [&](auto values, double share) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(placeOf(share));
        std::nth_element(values.begin(), at, values.end());
        return *at;
    };
    const double train = rule.shares[0];
    const double held = rule.shares[0] + rule.shares[1];
    if (log.hasClock)
        return cutAtTimes(boundary(log.time, train), boundary(log.time, held));
    return cutAtDays(static_cast<std::size_t>(boundary(log.day, train)),
                     static_cast<std::size_t>(boundary(log.day, held)));
}

/// `countsOf(interactions)`: how many of a user are validation and test.
template <typename CountsOf> SplitLog::Cut SplitLog::cutUsers(CountsOf countsOf) const
{
    Cut made;
    made.part.assign(order.size(), Part::Train);
    for (std::size_t user = 0; user + 1 < userBegin.size(); ++user) {
        const auto [valid, test] = countsOf(endOf(user) - beginOf(user));
        const auto end = made.part.begin() + static_cast<std::ptrdiff_t>(endOf(user));
        std::fill(end - static_cast<std::ptrdiff_t>(test), end, Part::Test);
        std::fill(end - static_cast<std::ptrdiff_t>(test + valid), end - static_cast<std::ptrdiff_t>(test),
                  Part::Valid);
    }
    return made;
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
    dropUnseen(part);
    endStep();
}

void SplitLog::dropUnseen(std::vector<Part>& parts) const
{
    std::vector<char> seen(log.itemIds.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (parts[i] == Part::Train)
            seen[log.item[order[i]]] = 1;
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (seen[log.item[order[i]]] == 0)
            parts[i] = Part::Dropped;
    }
}

void SplitLog::filterRepeats()
{
    if (options.repeats != Repeats::Drop)
        return;
    checkStop();
    beginStep("repeats");
    const auto hasHeld = [&](Part held) { return std::count(part.begin(), part.end(), held) > 0; };
    const bool hadBoth = hasHeld(Part::Valid) && hasHeld(Part::Test);
    std::vector<std::uint32_t> lastUser(log.itemIds.size(), 0); ///< user + 1 that had the item last
    for (std::size_t user = 0; user + 1 < userBegin.size(); ++user) {
        const auto mark = static_cast<std::uint32_t>(user + 1);
        for (const Part held : { Part::Valid, Part::Test }) {
            for (std::size_t i = beginOf(user); i < endOf(user); ++i) {
                if (part[i] < held)
                    lastUser[log.item[order[i]]] = mark;
            }
            for (std::size_t i = beginOf(user); i < endOf(user); ++i) {
                if (part[i] == held && lastUser[log.item[order[i]]] == mark)
                    part[i] = Part::Dropped;
            }
        }
    }
    m_repeatsEmptied = hadBoth && (!hasHeld(Part::Valid) || !hasHeld(Part::Test));
    endStep();
}

SplitLog::Evaluable SplitLog::evaluable(const std::vector<Part>& parts) const
{
    Evaluable users;
    for (std::size_t user = 0; user + 1 < userBegin.size(); ++user) {
        std::array<bool, 4> has {};
        for (std::size_t i = beginOf(user); i < endOf(user); ++i)
            has[static_cast<std::size_t>(parts[i])] = true;
        users.valid += has[0] && has[1] ? 1 : 0;
        users.test += (has[0] || has[1]) && has[2] ? 1 : 0;
    }
    return users;
}

/// Tries other splits where this one leaves few users to test: those by time first, which are closest to what
/// a recommender meets.
void SplitLog::proposeSplit()
{
    const Evaluable now = evaluable(part);
    if (now.fewer() >= kFewUsers)
        return;
    const bool isReadyMade = !log.part.empty();
    std::vector<std::string> candidates;
    for (const int days : { 2, 3, 5, 7, 14 }) {
        if (hasDays() && !isReadyMade && static_cast<std::size_t>(days) * 3 <= m_dayNumbers.size())
            candidates.push_back("last-days:" + std::to_string(days));
    }
    if (hasDays() && !isReadyMade)
        candidates.emplace_back("slices:10");
    if (!isReadyMade)
        candidates.emplace_back("last-items:1");
    Evaluable best;
    for (const std::string& candidate : candidates) {
        checkStop();
        Evaluable users;
        try {
            std::vector<Part> parts = cut(parseSplit(candidate)).part;
            if (options.dropUnseenItems)
                dropUnseen(parts);
            users = evaluable(parts);
        } catch (const Error&) {
            continue; // it does not fit this log
        }
        if (users.fewer() > best.fewer()) {
            best = users;
            summary.proposedSplit = candidate;
        }
        if (best.fewer() >= kFewUsers)
            break;
    }
    const bool helps = best.fewer() >= 2 * now.fewer() && best.fewer() > now.fewer();
    if (!helps || summary.proposedSplit == summary.split)
        summary.proposedSplit.clear();
    // Who brings a log without times did not ask for the split by order: it is told, and not stopped at.
    const std::vector<std::string> accepted
        = options.split.empty() && !hasDays() ? acceptableNames() : options.accepted;
    ImportNotices notices(accepted, summary.report);
    const std::string option = summary.proposedSplit.empty() ? "" : "--split";
    if (now.fewer() == 0) {
        const Part held = now.test == 0 ? Part::Test : Part::Valid;
        const char* const name = now.test == 0 ? "test" : "validation";
        const std::string text = std::string("nobody can be evaluated on the ") + name + " part: ";
        if (std::count(part.begin(), part.end(), held) > 0)
            notices.tell(NoteKind::NobodyToEvaluate, text + "no user has a history and a target for it",
                         option, summary.proposedSplit);
        else if (m_repeatsEmptied)
            notices.tell(NoteKind::NobodyToEvaluate, text + "its users had all of its items before",
                         "--repeats", "keep");
        else
            notices.tell(NoteKind::NobodyToEvaluate,
                         text + "all of its items are ones that training never sees",
                         options.dropUnseenItems ? "--keep-cold-items" : "");
        return;
    }
    const auto users
        = [](std::int64_t count) { return std::to_string(count) + (count == 1 ? " user" : " users"); };
    std::string note = users(now.test) + " can be evaluated on the test part and " + users(now.valid)
        + " on the validation part; recall over fewer than " + std::to_string(kFewUsers) + " says little";
    if (!summary.proposedSplit.empty())
        note += ": the split " + summary.proposedSplit + " would leave " + std::to_string(best.test) + " and "
            + std::to_string(best.valid);
    notices.tell(NoteKind::FewUsers, note, option, summary.proposedSplit);
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
