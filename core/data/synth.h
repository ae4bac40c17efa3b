// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace opal {

/// Size and nature of a synthetic micro-video log with known topics in known worlds.
struct SynthParams
{
    std::int64_t users = 2000;
    std::int64_t items = 4000;
    std::int64_t interactions = 120000; ///< within 2 per cent
    std::int64_t days = 14; ///< >= 4
    std::int64_t topics = 12; ///< <= items
    std::int64_t worlds = 0; ///< <= topics; 0: one for three topics, 12 at most; below six each has its own
    double popularityExponent = 0.8; ///< Zipf skew of the items within a topic
    double drift = 0.08; ///< chance a day that one of a user's tastes changes, mostly inside its world
    double noise = 0.05; ///< share of interactions drawn from all items by popularity
    std::uint64_t seed = 1;
    std::string name = "synthetic";
};

/// The parameters of a named size: "demo", or the paper's data sets "wechat" (20,000 users, 77,557 items, 2.6
/// M interactions) and "takatak" (50,000 users, 157,691 items, 33.9 M interactions). Throws Error{UnknownKey}
/// naming the nearest size.
SynthParams synthSize(const std::string& name);

/// A topic of such a log.
struct SynthTopic
{
    std::string name; ///< the tag of its items
    std::string world; ///< name of the world it belongs to
    std::int64_t worldIndex = 0;
    std::int64_t place = 0; ///< within the world
};

/// The topics of a log in order. Throws Error{InvalidArgument}.
std::vector<SynthTopic> synthTopics(const SynthParams& params);

/// Makes the log and builds the data set from it. Every item occurs in the training days. The topic of an
/// item is its only tag ("Football"), its title is made of words ("Perfect penalty keeper again"); the world
/// of a topic ("Sports") is written nowhere. Same parameters, same bytes. Throws Error{InvalidArgument},
/// Cancelled.
///
/// The log is made so that what OPAL assumes holds in it, and can be seen to hold:
/// - Topics belong to worlds, and a user lives in one to three of them. Two items of a world therefore share
///   users more often than chance would have it, and two of different worlds do not: co-occurrence has
///   blocks.
/// - In each of these worlds the user has a taste: its topics in an order, each half as often as the one
///   before, and one style (every topic has items of every style) that about half of what is watched there is
///   of. What a user wants is thus several small places that lie far from one another. One averaged vector
///   lies between them, one vector a world does not.
/// - A day is given to one of a user's worlds more than to the others, each world in turn. What was watched
///   most so far says little about which world is next, so the held-out days ask for all of them: a list that
///   the largest share of the history fills misses the others.
/// - Tastes drift, one interaction in twenty is a stray, popularity is skewed, a third of the items is born
///   during the period.
std::shared_ptr<const Dataset> synthesiseDataset(const SynthParams& params,
                                                 const std::function<void(double fraction)>& progress,
                                                 const std::stop_token& stop);

} // namespace opal
