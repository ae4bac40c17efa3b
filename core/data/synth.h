#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "core/data/dataset.h"

namespace opal {

/// Size and nature of a synthetic micro-video log with known topics.
struct SynthParams
{
    std::int64_t users = 2000;
    std::int64_t items = 4000;
    std::int64_t interactions = 120000; ///< within 2 per cent
    std::int64_t days = 14; ///< >= 4
    std::int64_t topics = 12; ///< <= items
    double popularityExponent = 0.8; ///< Zipf skew of the items within a topic
    double drift = 0.08; ///< chance a day that one of a user's interests is replaced by another topic
    double noise = 0.1; ///< share of interactions drawn from all items by popularity
    std::uint64_t seed = 1;
    std::string name = "synthetic";
};

/// The parameters of a named size: "demo", or the paper's data sets "wechat" (20,000 users, 77,557 items, 2.6
/// M interactions) and "takatak" (50,000 users, 157,691 items, 33.9 M interactions). Throws Error{UnknownKey}
/// naming the nearest size.
SynthParams synthSize(const std::string& name);

/// Makes the log and builds the data set from it: 2 to 4 interests a user, drifting from day to day,
/// popularity skew, items that are born during the period; the topic of an item is its tag ("Travel"), and
/// its title names topic and popularity rank ("Travel clip 042"). Every item occurs in the training days.
/// Same parameters, same bytes. Throws Error{InvalidArgument}, Cancelled.
std::shared_ptr<const Dataset> synthesiseDataset(const SynthParams& params,
                                                 const std::function<void(double fraction)>& progress,
                                                 const std::stop_token& stop);

} // namespace opal
