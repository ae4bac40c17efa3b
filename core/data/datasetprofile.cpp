// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasetprofile.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/data/fieldparsing.h"

namespace opal {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::size_t kMostExamples = 20;
constexpr double kRanksPerDecade = 60;

/// One pass over the interactions of all users.
class Profiler
{
public:
    Profiler(const Dataset& data, const std::stop_token& stop)
        : m_data(data)
        , m_stop(stop)
    {
        m_profile.summary = data.summary();
        m_hasTimes = m_profile.summary.hasTimes;
        m_hasDays = !m_profile.summary.dayLabels.empty();
    }

    DatasetProfile run()
    {
        findTimeZone();
        findEarliestHeldOut();
        countParts();
        fillHistoryLengths();
        fillPopularity();
        return std::move(m_profile);
    }

private:
    template <typename Visit> void forEachUser(Visit visit)
    {
        for (UserIndex user = 0; user < m_data.userCount(); ++user) {
            if ((user & 1023) == 0 && m_stop.stop_requested())
                throw Cancelled();
            visit(user);
        }
    }

    bool hasOrder() const { return m_hasTimes || m_hasDays; }

    /// What decides earlier and later: the time, else the day.
    std::int64_t when(UserIndex user, std::size_t at) const
    {
        return m_hasTimes ? m_data.times(user)[at] : std::int64_t { m_data.days(user)[at] };
    }

    std::string whenText(UserIndex user, std::size_t at) const;
    void findTimeZone();
    void findEarliestHeldOut();
    void countParts();
    void countUser(UserIndex user);
    void fillHistoryLengths();
    void fillPopularity();

    const Dataset& m_data;
    const std::stop_token& m_stop;
    DatasetProfile m_profile;
    bool m_hasTimes = false;
    bool m_hasDays = false;
    std::int64_t m_heldOut = std::numeric_limits<std::int64_t>::max();
    std::map<std::int64_t, std::int64_t> m_lengths;
    std::vector<std::int64_t> m_itemCounts;
};

std::string Profiler::whenText(UserIndex user, std::size_t at) const
{
    std::string text = m_hasDays
        ? m_profile.summary.dayLabels[static_cast<std::size_t>(m_data.days(user)[at])]
        : std::string {};
    if (!m_hasTimes)
        return text;
    const std::int64_t local = m_data.times(user)[at] + m_profile.timeZoneMinutes * kMinuteMs;
    const std::int64_t inDay = ((local % kDayMs) + kDayMs) % kDayMs;
    char clock[32];
    std::snprintf(clock, sizeof clock, " %02d:%02d:%02d", static_cast<int>(inDay / kHourMs),
                  static_cast<int>(inDay / kMinuteMs % 60), static_cast<int>(inDay / 1000 % 60));
    return text + clock;
}

void Profiler::findTimeZone()
{
    if (!m_hasTimes || !m_hasDays)
        return;
    std::vector<std::optional<std::int32_t>> dates;
    for (const std::string& label : m_profile.summary.dayLabels)
        dates.push_back(parseDate(label));
    // Local time t + zone lies in its day: every interaction narrows the zone from both sides.
    std::int64_t least = -14 * kHourMs;
    std::int64_t most = 14 * kHourMs;
    forEachUser([&](UserIndex user) {
        const auto times = m_data.times(user);
        const auto days = m_data.days(user);
        for (std::size_t i = 0; i < times.size(); ++i) {
            const auto& date = dates[static_cast<std::size_t>(days[i])];
            if (!date)
                continue;
            least = std::max(least, *date * kDayMs - times[i]);
            most = std::min(most, (*date + 1) * kDayMs - times[i] - 1);
        }
    });
    const double middle = static_cast<double>(least + most) / 2;
    std::int64_t zone = std::llround(middle / kHourMs) * kHourMs;
    if (zone < least || zone > most)
        zone = std::llround(middle / (15 * kMinuteMs)) * 15 * kMinuteMs;
    m_profile.timeZoneMinutes = static_cast<int>(zone / kMinuteMs);
}

void Profiler::findEarliestHeldOut()
{
    if (!hasOrder())
        return;
    forEachUser([&](UserIndex user) {
        const std::size_t total = m_data.sequence(user).size();
        for (std::size_t i = m_data.train(user).size(); i < total; ++i) {
            if (when(user, i) < m_heldOut) {
                m_heldOut = when(user, i);
                m_profile.leaks.heldOutFrom = whenText(user, i);
            }
        }
    });
}

void Profiler::countParts()
{
    const std::size_t days = m_profile.summary.dayLabels.size();
    for (auto* counts :
         { &m_profile.trainPerDay, &m_profile.validPerDay, &m_profile.testPerDay, &m_profile.latePerDay })
        counts->assign(days, 0);
    m_itemCounts.assign(static_cast<std::size_t>(m_data.itemCount()) + 1, 0);
    forEachUser([&](UserIndex user) { countUser(user); });
}

void Profiler::countUser(UserIndex user)
{
    const auto items = m_data.sequence(user);
    const std::size_t train = m_data.train(user).size();
    const std::size_t valid = train + m_data.targets(user, Split::Valid).size();
    LeakReport& leaks = m_profile.leaks;
    bool isLate = false;
    bool isUnordered = false;
    const bool isGlobal = m_profile.summary.splitKind == SplitKind::GlobalTime;
    const bool isReadyMade = m_profile.summary.splitKind == SplitKind::ReadyMade;
    std::int64_t heldOut = m_heldOut;
    if (!isGlobal && hasOrder()) {
        heldOut = std::numeric_limits<std::int64_t>::max();
        for (std::size_t i = train; i < items.size(); ++i)
            heldOut = std::min(heldOut, when(user, i));
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        ++m_itemCounts[static_cast<std::size_t>(items[i])];
        if (i >= train && m_data.popularity()[static_cast<std::size_t>(items[i])] == 0)
            ++leaks.unseenTargets;
        if (m_hasTimes) {
            const std::int64_t local = m_data.times(user)[i] + m_profile.timeZoneMinutes * kMinuteMs;
            const std::int64_t hour = ((local % kDayMs) + kDayMs) % kDayMs / kHourMs;
            ++m_profile.hours[static_cast<std::size_t>(hour)];
        }
        if (!hasOrder())
            continue;
        // The parts of a ready-made split may overlap in time: that counts as late, not as a lack of order.
        const bool beginsPart = isReadyMade && (i == train || i == valid);
        isUnordered = isUnordered || (i > 0 && !beginsPart && when(user, i) < when(user, i - 1));
        const bool late = i < train && when(user, i) > heldOut;
        leaks.afterOthers += !isGlobal && i < train && when(user, i) > m_heldOut ? 1 : 0;
        if (late) {
            ++leaks.late;
            isLate = true;
            if (leaks.examples.size() < kMostExamples)
                leaks.examples.push_back({ std::string(m_data.userId(user)),
                                           std::string(m_data.itemId(items[i])), whenText(user, i) });
        }
        if (!m_hasDays)
            continue;
        const auto day = static_cast<std::size_t>(m_data.days(user)[i]);
        ++(i < train ? m_profile.trainPerDay : i < valid ? m_profile.validPerDay : m_profile.testPerDay)[day];
        m_profile.latePerDay[day] += late ? 1 : 0;
    }
    leaks.lateUsers += isLate ? 1 : 0;
    leaks.unordered += isUnordered ? 1 : 0;
    if (train > 0)
        ++m_lengths[static_cast<std::int64_t>(train)];
}

void Profiler::fillHistoryLengths()
{
    m_profile.historyLengths.assign(m_lengths.begin(), m_lengths.end());
    std::int64_t users = 0;
    double total = 0;
    for (const auto& [length, count] : m_lengths) {
        users += count;
        total += static_cast<double>(length) * static_cast<double>(count);
    }
    if (users == 0)
        return;
    m_profile.meanHistory = total / static_cast<double>(users);
    std::int64_t below = 0;
    for (const auto& [length, count] : m_lengths) {
        below += count;
        if (below * 2 >= users) {
            m_profile.medianHistory = length;
            break;
        }
    }
}

void Profiler::fillPopularity()
{
    std::vector<std::int64_t> counts(m_itemCounts.begin() + 1, m_itemCounts.end());
    std::sort(counts.begin(), counts.end(), std::greater<> {});
    while (!counts.empty() && counts.back() == 0)
        counts.pop_back();
    double previous = -1;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double place = std::log10(static_cast<double>(i + 1)) * kRanksPerDecade;
        if (place - previous < 1 && i + 1 != counts.size() && i != 0)
            continue;
        previous = place;
        m_profile.popularity.emplace_back(static_cast<std::int64_t>(i + 1), counts[i]);
    }
    const std::size_t top = (m_itemCounts.size() - 1 + 99) / 100;
    double popular = 0;
    double all = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        all += static_cast<double>(counts[i]);
        popular += i < top ? static_cast<double>(counts[i]) : 0;
    }
    m_profile.topShare = all > 0 ? popular / all : 0;
}

} // namespace

DatasetProfile profileDataset(const Dataset& data, const std::stop_token& stop)
{
    return Profiler(data, stop).run();
}

} // namespace opal
