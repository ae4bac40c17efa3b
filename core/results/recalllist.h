#pragma once

#include <cstdint>
#include <string>
#include <vector>

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

/// What is recalled for one user: a list per interest and the merged one, all filtered, best first,
/// ties in score broken by the smaller item id.
struct RecallList
{
    std::vector<std::vector<RecallEntry>> perInterest; ///< [K][<= k]; empty for an invalid interest
    std::vector<RecallEntry> merged; ///< [<= k]
};

/// One history item as a person sees it.
struct HistoryEntry
{
    std::int32_t item = 0;
    std::string itemId; ///< original id
    std::string title; ///< may be empty
    std::string tags; ///< comma-separated, may be empty
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
    };

    std::vector<Interest> interests; ///< [K]
    RecallList recall;

    struct ItemText
    {
        std::string id;
        std::string title;
        std::string tags;
    };

    std::vector<std::vector<ItemText>> perInterestItems; ///< parallel to recall.perInterest
    std::vector<ItemText> mergedItems; ///< parallel to recall.merged
    std::int64_t targets = 0; ///< held-out items of the user
    std::int64_t hits = 0; ///< of them in the merged list
    double milliseconds = 0;
};

} // namespace opal
