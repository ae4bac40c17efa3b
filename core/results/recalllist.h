// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/notanumber.h"
#include "core/results/interestlabel.h"

namespace opal {

/// One recommended item.
struct RecallEntry
{
    std::int32_t item = 0; ///< internal id 1..N
    float score = 0; ///< inner product with the winning interest
    std::int32_t interest = 0; ///< lowest interest index that produced the maximum score
    bool heldOut = false; ///< is in the user's target set of the chosen split

    bool operator==(const RecallEntry&) const = default;
};

/// The order of every list: higher scores first, ties by the smaller item id.
inline bool ranksBefore(const RecallEntry& a, const RecallEntry& b)
{
    return a.score != b.score ? a.score > b.score : a.item < b.item;
}

/// What is recalled for one user: a list per interest and the merged one, all filtered, best first,
/// ties in score broken by the smaller item id.
struct RecallList
{
    std::vector<std::vector<RecallEntry>> perInterest; ///< [K][<= k]; empty for an invalid interest
    std::vector<RecallEntry> merged; ///< [<= k]
};

/// How the lists of the interests become one list.
enum class MergeRule {
    Maximum, ///< by the highest score under any interest (core/models/MODELS.md section 1.4)
    Quota, ///< every interest gives a share of the places that follows its intensity
    RoundRobin ///< the interests take turns
};

/// One item of a history that a person has put together.
struct HistoryItem
{
    std::string itemId; ///< original id
    std::int64_t timeMs = 0; ///< Unix time, 0 if unknown
    std::string day; ///< label of the day, empty if none

    bool operator==(const HistoryItem&) const = default;
};

/// A question to the lens: a user of the data set as he is, or with some of it changed.
struct ExploreQuery
{
    std::string userId; ///< original id; empty for a made-up history
    std::optional<std::vector<HistoryItem>> history; ///< oldest first; in place of the user's window
    int k = 200; ///< length of the lists
    std::vector<double> weights; ///< [K] factor on the score of each interest in the merged list, >= 0; 0
                                 ///< mutes it; empty: all 1
    std::optional<double> epsilon; ///< temperature of the assignment (paper Eq. 2); the model's own if unset
    MergeRule mergeRule = MergeRule::Maximum;
};

/// An item of the history that a recommended one is near to.
struct RecallReason
{
    std::int32_t row = 0; ///< of the history, the last one of the item
    double cosine = 0; ///< of both item vectors, > 0
    double share = 0; ///< of the interest's whole history, (0, 1]: each item counts by its positive cosine
                      ///< times its weight in the interest, 1 without weights, as often as it was watched
};

/// One item under every interest of the user.
struct ItemScores
{
    std::vector<float> scores; ///< [K] inner product with the interest, unweighted
    std::vector<std::int32_t> ranks; ///< [K] 1-based place in the list of the interest; 0: not in it
    bool seen = false; ///< the user's real history holds it
    std::vector<std::vector<RecallReason>> reasons; ///< [K] of the interests that list it the largest shares,
                                                    ///< mostReasons at most; or none without item vectors

    static constexpr std::size_t mostReasons = 2;
};

/// One history item as a person sees it.
struct HistoryEntry
{
    std::int32_t item = 0;
    std::string itemId; ///< original id
    std::string title; ///< may be empty
    std::string tags; ///< comma-separated, may be empty
    std::string cover; ///< path of its picture, see pathBelow(); may be empty
    std::int64_t timeMs = 0; ///< Unix time, 0 if the data set has no times
    std::string day; ///< label of the day, empty if none
    std::int32_t category = -1; ///< hard hyper-category; -1 if the model has none
    std::vector<float> weights; ///< [K]; empty if the model has none
};

/// Everything that the interest panel and `opal recommend` show for one user.
struct UserExploration
{
    std::string run;
    std::string userId; ///< original id; empty for a made-up history
    std::int32_t user = -1; ///< internal index, -1 for a made-up history
    std::vector<HistoryEntry> history; ///< oldest first, the window the model reads (last `max_length`)
    std::int64_t historyLength = 0; ///< of the whole history, >= history.size()

    struct Interest
    {
        int index = 0;
        bool valid = true;
        double intensity = 0; ///< sum of a_lj over the history
        std::int64_t items = 0; ///< history items whose hard category it is
        double weight = 1; ///< factor of the question, 0: muted
        double cosine = notANumber; ///< of u_j to its hyper-category g_j; NaN
                                    ///< if the model has none
        double softHardDistance = notANumber; ///< |p_j - q_j|; NaN without both vectors

        /// The hard interest q_j right after one item of its group (core/models/MODELS.md section 2.1).
        struct Step
        {
            std::int32_t row = 0; ///< of the history
            double similarity = 0; ///< cosine of q_j there to q_j at the end
        };

        std::vector<Step> course; ///< oldest first; empty if the model reads no sequence
        std::vector<std::int32_t> nearest; ///< the first items of its own list, as many whatever the list's
                                           ///< length: what its label is made of
        InterestLabel label; ///< of `nearest`; filled in by the recommend job, as the next
        CategoryTopic topic; ///< of its hyper-category; empty if the model has none
    };

    std::vector<Interest> interests; ///< [K]
    CategoryNames categoryNames; ///< empty if the model has no hyper-categories
    RecallList recall;

    struct ItemText
    {
        std::string id;
        std::string title;
        std::string tags;
        std::string cover; ///< path of its picture, see pathBelow(); may be empty
    };

    std::vector<std::vector<ItemText>> perInterestItems; ///< parallel to recall.perInterest
    std::vector<ItemText> mergedItems; ///< parallel to recall.merged
    std::map<std::int32_t, ItemScores> scores; ///< of every item of any list
    MergeRule mergeRule = MergeRule::Maximum;
    double epsilon = notANumber; ///< in use; NaN if the model has none
    std::vector<std::string> dayLabels; ///< all days of the data set, oldest first

    /// A held-out item and where it stands, found or not.
    struct HeldOut
    {
        std::int32_t item = 0;
        ItemText text;
        std::int64_t merged
            = 0; ///< 1-based place among all items that may be listed; 0: unknown, as the item is
                 ///< left out of lists or a rule other than the maximum ends with the list
        std::vector<std::int64_t> ranks; ///< [K] the same under each interest; 0: no such interest
    };

    std::vector<HeldOut> heldOut; ///< by their place in the merged list, unknown ones last
    std::int64_t targets = 0; ///< held-out items of the user
    std::int64_t hits = 0; ///< of them in the merged list
    double milliseconds = 0;

    /// What an interest is called: the name that a person gave its hyper-category, else its own label, else
    /// that of its hyper-category, else empty.
    std::string interestName(int interest) const;
    /// The same of all, [K].
    std::vector<std::string> interestNames() const;
};

} // namespace opal
