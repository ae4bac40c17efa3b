#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace opal {

/// SPPMI of every pair of a list of items (models.md section 9): how much more often two items share a user
/// of the training days than chance would have it.
struct SppmiMatrix
{
    std::vector<std::int32_t> items; ///< [n] internal ids, in the order of rows and columns
    std::vector<std::int32_t> interest; ///< [n] interest that recalled the item; empty if unknown
    std::vector<double> values; ///< [n, n] symmetric, >= 0, natural logarithm; the diagonal is NaN
    std::vector<std::int32_t> counts; ///< [n, n] users who have both items; the diagonal is 0
    double shift = 1; ///< k of "shifted by log k"
    std::int64_t minimumCount = 1; ///< pairs with fewer joint users count as 0

    std::size_t size() const { return items.size(); }

    double value(std::size_t row, std::size_t column) const { return values[row * items.size() + column]; }
};

/// Means over unordered pairs. A mean over no pair is NaN.
struct SppmiStatistics
{
    std::int64_t pairs = 0;
    std::int64_t withinPairs = 0; ///< of items from the same interest
    std::int64_t betweenPairs = 0; ///< of items from different interests
    double mean = 0;
    double within = 0;
    double between = 0;
    double zeroShare = 0; ///< share of pairs whose SPPMI is 0
};

/// A mean with its 95 % confidence interval; NaN over nothing.
struct MeanInterval
{
    double mean = 0;
    double low = 0;
    double high = 0;
    std::int64_t count = 0; ///< what was averaged
};

/// The diversity of one user's recommendations (the paper's Fig. 4 a-d): rows by producing interest, then by
/// rank.
struct UserDiversity
{
    std::string run; ///< id
    std::string runName;
    std::string userId; ///< original id
    int k = 0; ///< asked-for length of the list
    int interests = 0; ///< of the model
    SppmiMatrix matrix;
    SppmiStatistics statistics;
    MeanInterval within; ///< jackknife over the items: pairs that share an item are not independent
    MeanInterval between;
    std::vector<std::string> itemIds; ///< [n] original ids
    std::vector<std::string> titles; ///< [n], may be empty texts
};

/// The same over all users of the test day: every user counts once.
struct AverageDiversity
{
    std::string run;
    std::string runName;
    int k = 0;
    double shift = 1;
    std::int64_t minimumCount = 1;
    std::int64_t users = 0;
    int interests = 0;
    MeanInterval mean, within, between, zeroShare; ///< over the users that have such pairs
    std::vector<double> blocks; ///< [K, K] mean SPPMI between the items of two interests; NaN where no pair
};

} // namespace opal
