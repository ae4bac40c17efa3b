// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace opal {

/// Size of a synthetic raw log.
struct SynthLogParams
{
    std::int64_t rows = 7300000; ///< exposures, as in the WeChat Big Data Challenge 2021
    std::int64_t users = 20000;
    std::int64_t items = 96000;
    std::int64_t days = 14; ///< 4 .. 10,000
    std::uint64_t seed = 1;
};

/// Writes a log of the form of WeChat's user_action.csv (header, 13 columns, day numbers from 1, no clock):
/// each user's exposures day by day, items by a skewed popularity, about 36 per cent of the rows with a
/// signal. Raw material for timing and testing imports; it has no topics to learn. Same parameters, same
/// bytes. Throws Error{InvalidArgument, CannotWrite}, Cancelled; nothing half-written stays.
void writeWechatLog(const std::string& path, const SynthLogParams& params,
                    const std::function<void(double fraction)>& progress, const std::stop_token& stop);

} // namespace opal
