// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synth.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <numeric>
#include <set>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/base/random.h"
#include "core/base/vectorstate.h"
#include "core/data/datasetbuilder.h"
#include "core/data/fieldparsing.h"
#include "core/data/synthcovers.h"
#include "core/data/synthworlds.h"

namespace opal {

namespace {

constexpr std::int64_t kFirstMidnight = 1650816000000; ///< 2022-04-25 00:00 at +08:00
constexpr std::int32_t kFirstDay = 19107; ///< the same day counted from 1970-01-01
constexpr std::int64_t kUserBlock = 256; ///< users made by one thread at a time
constexpr std::int64_t kStyleItems = 40; ///< a style of a topic has at least so many items
constexpr std::int64_t kMostStyles = 8; ///< at most the words of a subject
constexpr double kStyleShare = 0.5; ///< of what a user watches of a topic is of the style of the taste
constexpr double kWorldOfDayShare = 0.5; ///< of a day's sessions is in the world of the day, the rest in any

/// Streams of RandomPurpose::Synthesis below this number belong to users.
constexpr std::uint64_t kGlobalStreams = 1ULL << 62;

double normal(Random& random)
{
    const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniformDouble()));
    return radius * std::cos(2.0 * std::numbers::pi * random.uniformDouble());
}

std::size_t draw(const std::vector<double>& cumulative, Random& random)
{
    const double at = random.uniformDouble() * cumulative.back();
    const auto found = std::upper_bound(cumulative.begin(), cumulative.end(), at);
    return std::min(static_cast<std::size_t>(found - cumulative.begin()), cumulative.size() - 1);
}

/// Items that a user picks from by popularity.
struct Shelf
{
    std::vector<std::uint32_t> items; ///< most popular first
    std::vector<double> cumulative; ///< of the popularity, parallel to items

    std::uint32_t pick(Random& random) const { return items[draw(cumulative, random)]; }
};

std::int64_t worldCount(const SynthParams& params)
{
    if (params.worlds != 0)
        return params.worlds;
    if (params.topics < 6)
        return params.topics;
    return std::min(params.topics / 3, static_cast<std::int64_t>(synthWorldTable().size()));
}

/// Topics, styles, births and popularity of the items. Topics are dealt out to the worlds in turn, so that
/// the large ones are spread over them.
struct Catalogue
{
    std::vector<std::uint32_t> topic; ///< [items]
    std::vector<std::uint32_t> style; ///< [items] in every topic the items of rank s, s + styles, ...
    std::vector<std::int32_t> birth; ///< [items] first day
    std::vector<Shelf> byTopic; ///< [topics]
    std::vector<Shelf> byStyle; ///< [topics * styles]
    std::vector<double> styleCumulative; ///< [styles]
    std::vector<double> allCumulative; ///< [items]
    std::vector<std::vector<std::uint32_t>> topicsOfWorld; ///< [worlds]
    std::vector<double> worldCumulative; ///< [worlds]

    std::size_t styles() const { return styleCumulative.size(); }

    const Shelf& shelf(std::uint32_t ofTopic, std::uint32_t ofStyle) const
    {
        return byStyle[ofTopic * styles() + ofStyle];
    }
};

void fillShelves(const SynthParams& params, Catalogue& catalogue)
{
    const std::size_t styles = catalogue.styleCumulative.size();
    std::vector<double> weight(catalogue.topic.size());
    std::vector<double> ofStyle(styles, 0.0);
    const auto append = [](Shelf& shelf, std::uint32_t item, double share) {
        shelf.items.push_back(item);
        shelf.cumulative.push_back((shelf.cumulative.empty() ? 0.0 : shelf.cumulative.back()) + share);
    };
    for (std::uint32_t item = 0; item < weight.size(); ++item) {
        const std::uint32_t topic = catalogue.topic[item];
        const std::size_t rank = catalogue.byTopic[topic].items.size();
        catalogue.style[item] = static_cast<std::uint32_t>(rank % styles);
        weight[item] = std::pow(static_cast<double>(rank + 1), -params.popularityExponent);
        ofStyle[rank % styles] += weight[item];
        append(catalogue.byTopic[topic], item, weight[item]);
        append(catalogue.byStyle[topic * styles + rank % styles], item, weight[item]);
    }
    std::partial_sum(weight.begin(), weight.end(), catalogue.allCumulative.begin());
    std::partial_sum(ofStyle.begin(), ofStyle.end(), catalogue.styleCumulative.begin());
}

Catalogue makeCatalogue(const SynthParams& params)
{
    Random random(params.seed, RandomPurpose::Synthesis, kGlobalStreams);
    const auto items = static_cast<std::uint32_t>(params.items);
    const auto topics = static_cast<std::uint32_t>(params.topics);
    const auto worlds = static_cast<std::uint32_t>(worldCount(params));
    const auto styles = static_cast<std::size_t>(
        std::clamp<std::int64_t>(params.items / (params.topics * kStyleItems), 1, kMostStyles));
    Catalogue catalogue;
    catalogue.topic.resize(items);
    catalogue.style.resize(items);
    catalogue.birth.resize(items);
    catalogue.byTopic.resize(topics);
    catalogue.byStyle.resize(topics * styles);
    catalogue.styleCumulative.resize(styles);
    catalogue.allCumulative.resize(items);
    for (std::uint32_t item = 0; item < items; ++item)
        catalogue.topic[item] = item < topics ? item : random.below(topics);
    fillShelves(params, catalogue);
    catalogue.topicsOfWorld.resize(worlds);
    std::vector<double> ofWorld(worlds, 0.0);
    for (std::uint32_t topic = 0; topic < topics; ++topic) {
        catalogue.topicsOfWorld[topic % worlds].push_back(topic);
        ofWorld[topic % worlds] += std::pow(static_cast<double>(topic + 1), -0.4);
    }
    catalogue.worldCumulative.resize(worlds);
    std::partial_sum(ofWorld.begin(), ofWorld.end(), catalogue.worldCumulative.begin());
    // A third of the items is born during the first two thirds of the training days; nothing is born so late
    // that it could not be learned. The head of every topic is there from the start.
    const auto lastBirth = static_cast<std::uint32_t>(std::max<std::int64_t>(1, (params.days - 2) * 2 / 3));
    for (std::uint32_t item = 0; item < items; ++item) {
        const bool isLate = item >= topics && random.below(3) == 0;
        catalogue.birth[item] = isLate ? static_cast<std::int32_t>(random.below(lastBirth)) : 0;
    }
    return catalogue;
}

/// Interactions per user: log-normal activity scaled to the wanted total, each within [least, most].
std::vector<std::int64_t> makeActivity(const SynthParams& params)
{
    const std::int64_t most = params.days * params.items / 2;
    const std::int64_t least = std::min<std::int64_t>({ 3, params.interactions / params.users, most });
    std::vector<double> weight(static_cast<std::size_t>(params.users));
    for (std::size_t user = 0; user < weight.size(); ++user) {
        Random random(params.seed, RandomPurpose::Synthesis, kGlobalStreams + 1 + user);
        weight[user] = std::exp(0.7 * normal(random));
    }
    const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
    std::vector<std::int64_t> count(weight.size());
    std::int64_t left = params.interactions;
    for (std::size_t user = 0; user < count.size(); ++user) {
        const double share = weight[user] / total * static_cast<double>(params.interactions);
        count[user] = std::clamp(static_cast<std::int64_t>(share), least, most);
        left -= count[user];
    }
    while (left != 0) {
        const std::int64_t step = left > 0 ? 1 : -1;
        bool changed = false;
        for (std::size_t user = 0; user < count.size() && left != 0; ++user) {
            if (count[user] + step < least || count[user] + step > most)
                continue;
            count[user] += step;
            left -= step;
            changed = true;
        }
        if (!changed)
            break;
    }
    return count;
}

struct Event
{
    std::uint32_t user;
    std::uint32_t item;
    std::int32_t day;
    std::int32_t millisecond; ///< within the day
};

/// Makes the events of one user, day after day.
class UserStory
{
public:
    UserStory(const SynthParams& params, const Catalogue& catalogue, std::uint32_t user)
        : m_params(params)
        , m_catalogue(catalogue)
        , m_user(user)
        , m_random(params.seed, RandomPurpose::Synthesis, user)
    {
        // Two users in ten live in one world, three in two, five in three.
        const std::uint32_t lot = m_random.below(10);
        const std::size_t wanted = std::min<std::size_t>(lot < 2       ? 1
                                                             : lot < 5 ? 2
                                                                       : 3,
                                                         catalogue.topicsOfWorld.size());
        while (m_tastes.size() < wanted)
            m_tastes.push_back(newTaste(otherWorld()));
    }

    void write(std::int64_t count, std::vector<Event>& events)
    {
        m_watchesMost = count > m_params.items / 2;
        const std::vector<std::int64_t> perDay = spread(count);
        for (std::size_t day = 0; day < perDay.size(); ++day) {
            drift();
            writeDay(static_cast<std::int32_t>(day), perDay[day], events);
        }
    }

private:
    /// What a user likes of one world.
    struct Taste
    {
        std::uint32_t world;
        std::vector<std::uint32_t> topics; ///< all of the world, the favourite first
        std::uint32_t style;
    };

    Taste newTaste(std::uint32_t world)
    {
        Taste taste { world, m_catalogue.topicsOfWorld[world],
                      static_cast<std::uint32_t>(draw(m_catalogue.styleCumulative, m_random)) };
        for (auto left = static_cast<std::uint32_t>(taste.topics.size()); left > 1; --left)
            std::swap(taste.topics[left - 1], taste.topics[m_random.below(left)]);
        return taste;
    }

    /// One that the user does not live in; there has to be one.
    std::uint32_t otherWorld()
    {
        while (true) {
            const auto world = static_cast<std::uint32_t>(draw(m_catalogue.worldCumulative, m_random));
            if (std::none_of(m_tastes.begin(), m_tastes.end(),
                             [world](const Taste& taste) { return taste.world == world; }))
                return world;
        }
    }

    void drift()
    {
        if (m_random.uniformDouble() >= m_params.drift)
            return;
        Taste& taste = anyTaste();
        const bool leaves = m_tastes.size() < m_catalogue.topicsOfWorld.size() && m_random.below(8) == 0;
        taste = newTaste(leaves ? otherWorld() : taste.world);
    }

    Taste& anyTaste() { return m_tastes[m_random.below(static_cast<std::uint32_t>(m_tastes.size()))]; }

    /// Every topic half as often as the one before.
    std::uint32_t pickTopic(const Taste& taste)
    {
        std::size_t place = 0;
        while (place + 1 < taste.topics.size() && m_random.below(2) == 0)
            ++place;
        return taste.topics[place];
    }

    /// Numbers of events on each day: the user comes on some days only, and never more often than there are
    /// items.
    std::vector<std::int64_t> spread(std::int64_t count)
    {
        const double habit = 0.4 + 0.6 * m_random.uniformDouble();
        std::vector<std::size_t> active;
        const auto days = static_cast<std::size_t>(m_params.days);
        for (std::size_t day = 0; day < days; ++day) {
            if (m_random.uniformDouble() < habit)
                active.push_back(day);
        }
        std::vector<std::int64_t> perDay(days, 0);
        for (std::int64_t i = 0; i < count; ++i) {
            std::size_t day = active.empty()
                ? m_random.below(static_cast<std::uint32_t>(days))
                : active[m_random.below(static_cast<std::uint32_t>(active.size()))];
            while (perDay[day] >= static_cast<std::int64_t>(mostMet()))
                day = (day + 1) % days;
            ++perDay[day];
        }
        return perDay;
    }

    void writeDay(std::int32_t day, std::int64_t count, std::vector<Event>& events)
    {
        std::vector<std::int32_t> clock;
        for (std::int64_t i = 0; i < count; ++i) {
            const double hour = std::fmod(20.0 + 4.0 * normal(m_random) + 48.0, 24.0);
            clock.push_back(
                std::min(static_cast<std::int32_t>(hour * 3600000.0), static_cast<std::int32_t>(kDayMs - 1)));
        }
        std::sort(clock.begin(), clock.end());
        m_today.clear();
        const Taste& ofDay = anyTaste();
        const Taste* taste = nullptr;
        std::uint32_t topic = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            if (i == 0 || m_random.below(3) == 0) {
                taste = m_random.uniformDouble() < kWorldOfDayShare ? &ofDay : &anyTaste();
                topic = pickTopic(*taste);
            }
            const std::uint32_t item = pickItem(topic, taste->style, day);
            m_today.push_back(item);
            if (m_watchesMost)
                m_met.insert(item);
            events.push_back({ m_user, item, day, clock[static_cast<std::size_t>(i)] });
        }
    }

    bool isFree(std::uint32_t item) const
    {
        return std::find(m_today.begin(), m_today.end(), item) == m_today.end();
    }

    /// Somebody who has watched everything leaves nothing to recommend.
    std::size_t mostMet() const
    {
        return static_cast<std::size_t>(std::max<std::int64_t>(1, m_params.items * 3 / 4));
    }

    bool mayMeet(std::uint32_t item) const { return m_met.size() < mostMet() || m_met.contains(item); }

    std::uint32_t pickItem(std::uint32_t topic, std::uint32_t style, std::int32_t day)
    {
        for (int attempt = 0; attempt < 40; ++attempt) {
            const bool stray = m_random.uniformDouble() < m_params.noise;
            const bool ofStyle = !stray && m_random.uniformDouble() < kStyleShare;
            const std::uint32_t item = stray
                ? static_cast<std::uint32_t>(draw(m_catalogue.allCumulative, m_random))
                : (ofStyle ? m_catalogue.shelf(topic, style) : m_catalogue.byTopic[topic]).pick(m_random);
            if (m_catalogue.birth[item] <= day && isFree(item) && mayMeet(item))
                return item;
        }
        // A tiny catalogue: any item that the user has not met today, born or not.
        std::uint32_t item = m_random.below(static_cast<std::uint32_t>(m_params.items));
        const bool knownSuffice = m_today.size() < mostMet();
        while (!isFree(item) || (knownSuffice && !mayMeet(item)))
            item = (item + 1) % static_cast<std::uint32_t>(m_params.items);
        return item;
    }

    const SynthParams& m_params;
    const Catalogue& m_catalogue;
    std::uint32_t m_user;
    Random m_random;
    std::vector<Taste> m_tastes;
    std::vector<std::uint32_t> m_today;
    std::set<std::uint32_t> m_met; ///< kept only of users who could meet most of the items
    bool m_watchesMost = false;
};

/// Events of all users in user order; threads share the work by blocks, so the result does not depend on
/// their number.
std::vector<std::vector<Event>> makeEvents(const SynthParams& params, const Catalogue& catalogue,
                                           const std::function<void(double)>& progress,
                                           const std::stop_token& stop)
{
    const std::vector<std::int64_t> activity = makeActivity(params);
    const std::int64_t blocks = (params.users + kUserBlock - 1) / kUserBlock;
    std::vector<std::vector<Event>> events(static_cast<std::size_t>(blocks));
    std::atomic<std::int64_t> next = 0;
    const auto work = [&](bool reports) {
        clearUpperHalves();
        for (std::int64_t block = next++; block < blocks && !stop.stop_requested(); block = next++) {
            std::vector<Event>& out = events[static_cast<std::size_t>(block)];
            const std::int64_t first = block * kUserBlock;
            const std::int64_t last = std::min(first + kUserBlock, params.users);
            out.reserve(static_cast<std::size_t>(
                std::accumulate(activity.begin() + first, activity.begin() + last, std::int64_t { 0 })));
            for (std::int64_t user = first; user < last; ++user)
                UserStory(params, catalogue, static_cast<std::uint32_t>(user))
                    .write(activity[static_cast<std::size_t>(user)], out);
            if (reports && progress)
                progress(0.8 * static_cast<double>(block + 1) / static_cast<double>(blocks));
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
            helpers.emplace_back(work, false);
        work(true);
    }
    if (stop.stop_requested())
        throw Cancelled();
    return events;
}

/// Gives every item that no training day saw one interaction, taken from a frequent item of its topic where
/// possible.
void introduceUnseen(const SynthParams& params, const Catalogue& catalogue,
                     std::vector<std::vector<Event>>& events)
{
    std::vector<Event*> training;
    std::vector<std::int64_t> seen(static_cast<std::size_t>(params.items), 0);
    std::vector<std::vector<Event*>> byTopic(static_cast<std::size_t>(params.topics));
    for (std::vector<Event>& block : events) {
        for (Event& event : block) {
            if (event.day >= params.days - 2)
                continue;
            training.push_back(&event);
            byTopic[catalogue.topic[event.item]].push_back(&event);
            ++seen[event.item];
        }
    }
    Random random(params.seed, RandomPurpose::Synthesis, kGlobalStreams - 1);
    for (std::uint32_t item = 0; item < seen.size(); ++item) {
        const std::vector<Event*>& own = byTopic[catalogue.topic[item]];
        for (int attempt = 0; attempt < 256 && seen[item] == 0; ++attempt) {
            const std::vector<Event*>& pool = attempt < 128 && !own.empty() ? own : training;
            if (pool.empty())
                return;
            Event& event = *pool[random.below(static_cast<std::uint32_t>(pool.size()))];
            if (seen[event.item] < 2 || event.day < catalogue.birth[item])
                continue;
            --seen[event.item];
            event.item = item;
            ++seen[item];
        }
    }
}

const SynthSubject& subjectOf(const SynthTopic& topic)
{
    const auto& worlds = synthWorldTable();
    const SynthWorld& world = worlds[static_cast<std::size_t>(topic.worldIndex) % worlds.size()];
    return world.subjects[static_cast<std::size_t>(topic.place) % world.subjects.size()];
}

SideTable makeSideTable(const SynthParams& params, const Catalogue& catalogue)
{
    const std::vector<SynthTopic> topics = synthTopics(params);
    Random random(params.seed, RandomPurpose::Synthesis, kGlobalStreams - 2);
    SideTable side;
    side.hasTitles = true;
    side.hasTags = true;
    std::unordered_set<std::string> taken;
    for (std::size_t item = 0; item < catalogue.topic.size(); ++item) {
        const SynthTopic& topic = topics[catalogue.topic[item]];
        const SynthSubject& subject = subjectOf(topic);
        const auto words = static_cast<std::uint32_t>(subject.words.size());
        const auto styles = static_cast<std::uint32_t>(catalogue.styles());
        std::string title;
        // Every style of a topic has a word or more of its own.
        for (int attempt = 0; attempt < 100 && (title.empty() || taken.contains(title)); ++attempt) {
            const std::uint32_t style = catalogue.style[item];
            const std::uint32_t word = style + styles * random.below((words - style + styles - 1) / styles);
            title = synthTitle(subject, word, random);
        }
        taken.insert(title);
        side.itemIds.push_back(std::to_string(item + 1));
        side.titles.push_back(std::move(title));
        side.tags.push_back({ topic.name });
    }
    return side;
}

Interactions makeLog(const SynthParams& params, std::vector<std::vector<Event>>& events)
{
    Interactions log;
    log.hasClock = true;
    log.daysAreDates = true;
    for (std::int64_t user = 0; user < params.users; ++user)
        log.userIds.append(std::to_string(user + 1));
    for (std::int64_t item = 0; item < params.items; ++item)
        log.itemIds.append(std::to_string(item + 1));
    const auto total = static_cast<std::size_t>(params.interactions);
    log.user.reserve(total);
    log.item.reserve(total);
    log.time.reserve(total);
    log.day.reserve(total);
    for (std::vector<Event>& block : events) {
        for (const Event& event : block) {
            log.user.push_back(event.user);
            log.item.push_back(event.item);
            log.time.push_back(kFirstMidnight + event.day * kDayMs + event.millisecond);
            log.day.push_back(kFirstDay + event.day);
        }
        std::vector<Event>().swap(block);
    }
    return log;
}

void checkParams(const SynthParams& params)
{
    const auto require = [](bool condition, const std::string& detail) {
        if (!condition)
            throw Error(ErrorCode::InvalidArgument, detail);
    };
    constexpr std::int64_t kMost = 1LL << 31;
    require(params.users >= 1 && params.users < kMost, "users must be at least 1 and below 2^31.");
    require(params.items >= 2 && params.items < kMost, "items must be at least 2 and below 2^31.");
    require(params.days >= 4 && params.days <= 10000, "days must lie between 4 and 10,000.");
    require(params.topics >= 1 && params.topics <= params.items,
            "topics must lie between 1 and the number of items.");
    require(params.worlds >= 0 && params.worlds <= params.topics,
            "worlds must lie between 1 and the number of topics, or be 0 to be chosen.");
    require(params.interactions >= params.users && params.interactions < 2 * kMost,
            "interactions must be at least the number of users and below 2^32.");
    require(static_cast<double>(params.interactions) <= 0.25 * static_cast<double>(params.users)
                    * static_cast<double>(params.items) * static_cast<double>(params.days),
            "interactions must not exceed a quarter of users * items * days; ask for fewer.");
    require(params.popularityExponent >= 0 && params.popularityExponent <= 5,
            "popularityExponent must lie between 0 and 5.");
    require(params.drift >= 0 && params.drift <= 1, "drift must lie between 0 and 1.");
    require(params.noise >= 0 && params.noise <= 1, "noise must lie between 0 and 1.");
}

} // namespace

SynthParams synthSize(const std::string& name)
{
    static const std::vector<std::pair<std::string, SynthParams>> table {
        { "demo", {} },
        { "wechat",
          { .users = 20000,
            .items = 77557,
            .interactions = 2600000,
            .days = 14,
            .topics = 32,
            .worlds = 8,
            .name = "synthetic WeChat-Channels size" } },
        { "takatak",
          { .users = 50000,
            .items = 157691,
            .interactions = 33900000,
            .days = 29,
            .topics = 48,
            .worlds = 12,
            .name = "synthetic MX-TakaTak size" } },
    };
    std::vector<std::string> names;
    for (const auto& [known, params] : table) {
        if (known == name)
            return params;
        names.push_back(known);
    }
    throw Error(ErrorCode::UnknownKey,
                "there is no size '" + name + "'; did you mean '" + nearestWord(name, names)
                    + "'? Sizes are demo, wechat and takatak.");
}

std::vector<SynthTopic> synthTopics(const SynthParams& params)
{
    checkParams(params);
    const std::int64_t worlds = worldCount(params);
    std::vector<SynthTopic> topics;
    for (std::int64_t topic = 0; topic < params.topics; ++topic) {
        SynthTopic made { {}, {}, topic % worlds, topic / worlds };
        const auto& table = synthWorldTable();
        const auto world = static_cast<std::size_t>(made.worldIndex);
        const auto place = static_cast<std::size_t>(made.place);
        made.world = world < table.size() ? table[world].name : "World " + std::to_string(world + 1);
        made.name = world < table.size() && place < table[world].subjects.size()
            ? table[world].subjects[place].name
            : "Topic " + std::to_string(topic + 1);
        topics.push_back(std::move(made));
    }
    return topics;
}

std::vector<SynthCover> synthCovers(const SynthParams& params)
{
    const std::vector<SynthTopic> topics = synthTopics(params);
    const Catalogue catalogue = makeCatalogue(params);
    std::vector<SynthCover> covers;
    for (std::size_t item = 0; item < catalogue.topic.size(); ++item) {
        SynthCover cover { {}, catalogue.topic[item], catalogue.style[item] };
        for (const char letter : topics[catalogue.topic[item]].name)
            cover.file += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a')
                : letter == ' '                          ? '-'
                                                         : letter;
        cover.file += '-' + std::to_string(cover.style + 1) + ".png";
        covers.push_back(std::move(cover));
    }
    return covers;
}

std::shared_ptr<const Dataset> synthesiseDataset(const SynthParams& params,
                                                 const std::function<void(double)>& progress,
                                                 const std::stop_token& stop)
{
    checkParams(params);
    const Catalogue catalogue = makeCatalogue(params);
    std::vector<std::vector<Event>> events = makeEvents(params, catalogue, progress, stop);
    introduceUnseen(params, catalogue, events);
    Interactions log = makeLog(params, events);
    if (progress)
        progress(0.85);

    BuildOptions options;
    options.name = params.name;
    options.preset = "synthetic";
    ImportReport report;
    report.rows = static_cast<std::int64_t>(log.size());
    report.interactions = report.positives = report.rows;
    auto data
        = buildDataset(std::move(log), makeSideTable(params, catalogue), options, std::move(report), stop);
    if (progress)
        progress(1.0);
    return data;
}

} // namespace opal
