// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/results/interestlabel.h"
#include "core/results/userchoice.h"

namespace opal {

/// SPPMI of every pair of a list of items (core/models/MODELS.md section 9): how much more often two items
/// share a user of the training days than chance would have it.
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

/// How the rows and columns of an SPPMI matrix follow one another.
enum class DiversityOrder {
    Interest, ///< by producing interest, then by rank (the paper's Fig. 4)
    Category, ///< by the hyper-category of the item, then by rank
    Clustered ///< leaves of a tree of average linkage: alike items are neighbours
};

/// Stable lower-case name: "interest", "category", "clustered".
const char* diversityOrderName(DiversityOrder order);
/// Throws Error{InvalidArgument} naming the names there are.
DiversityOrder diversityOrderFromName(const std::string& name);

/// Rows with the same label, back to back.
struct MatrixBlock
{
    std::int32_t label = 0;
    std::size_t first = 0;
    std::size_t count = 0;
};

/// The runs of equal labels, in order.
std::vector<MatrixBlock> matrixBlocks(const std::vector<std::int32_t>& labels);

/// [count, count] mean SPPMI of the pairs between the items of two labels; NaN where there is no pair.
/// `labels` [n] are those of the rows, from 0 to below `count`.
std::vector<double> blockMeans(const SppmiMatrix& matrix, const std::vector<std::int32_t>& labels, int count);

/// The diversity of one user's recommendations (the paper's Fig. 4 a-d).
struct UserDiversity
{
    std::string run; ///< id
    std::string runName;
    std::string userId; ///< original id
    int k = 0; ///< asked-for length of the list
    int interests = 0; ///< of the model
    DiversityOrder order = DiversityOrder::Interest; ///< of rows and columns
    std::vector<std::int32_t> category; ///< [n] hyper-category of the item; empty if the model has none
    SppmiMatrix matrix;
    SppmiStatistics statistics;
    MeanInterval within; ///< jackknife over the items: pairs that share an item are not independent
    MeanInterval between;
    MeanInterval ratio; ///< within over between, with an interval in the same way
    double tagDiversity = 0; ///< as of GroupDiversity, of this list; NaN without tags
    double sppmiDiversity = 0;
    std::vector<std::string> itemIds; ///< [n] original ids
    std::vector<std::string> titles; ///< [n], may be empty texts
    std::vector<std::string> tags; ///< [n] comma-separated, may be empty texts; or none at all
    std::vector<std::string> covers; ///< [n] paths, see pathBelow(), may be empty texts; or none at all
    std::vector<std::string> interestNames; ///< [interests] as UserExploration::interestName()
    CategoryNames categoryNames;

    /// What the rows are grouped by: the category in its order, else the interest.
    const std::vector<std::int32_t>& labels() const
    {
        return order == DiversityOrder::Category ? category : matrix.interest;
    }

    /// Empty if it has none.
    std::string interestName(std::int32_t interest) const
    {
        const auto place = static_cast<std::size_t>(interest);
        return place < interestNames.size() ? interestNames[place] : std::string();
    }

    /// The name of one of the labels(); empty if it has none.
    std::string nameOf(std::int32_t label) const
    {
        return order == DiversityOrder::Category ? categoryNames.of(label) : interestName(label);
    }
};

/// Which users are averaged over.
struct UserSet
{
    enum class Kind {
        All, ///< of the test day
        MostActive, ///< of the test day, the `count` longest histories
        LeastActive, ///< of the test day, the `count` shortest histories
        ActiveInterests, ///< of the test day, exactly `count` interests produced an item of the list
        Ids ///< the named ones, on the test day or not
    };

    Kind kind = Kind::All;
    std::int64_t count = 0;
    std::vector<std::string> ids = {}; ///< original ids

    bool operator==(const UserSet&) const = default;
};

/// "all", "most_active:100", "least_active:100", "interests:3", "ids:712,805".
std::string userSetText(const UserSet& users);
/// Inverse. Throws Error{InvalidArgument} saying what may be written.
UserSet userSetFromText(const std::string& text);
/// Ids separated by commas, semicolons or white space; each once, in order.
std::vector<std::string> userIdsIn(const std::string& text);

/// What a group of users is recommended; every user counts once.
struct GroupDiversity
{
    enum class Kind { All, Activity, ActiveInterests };

    Kind kind = Kind::All;
    int index = 0; ///< tercile 1 to 3 from the least active; number of active interests
    std::int64_t users = 0;
    std::int64_t shortest = 0; ///< history of the group, interactions
    std::int64_t longest = 0;
    MeanInterval recall; ///< of the users with held-out items: Recall@K on the test day
    MeanInterval hitRate; ///< the same: HitRate@K
    MeanInterval tagDiversity; ///< share of pairs of tagged items without a common tag; NaN without tags
    MeanInterval sppmiDiversity; ///< mean over pairs of 1 - SPPMI / -log(#(i,j) / |D|), 1 where it is 0
    MeanInterval popularity; ///< users of the training days that have the recommended item
    double coverage = 0; ///< share of the catalogue that is in any list
    double gini = 0; ///< of the exposure over the catalogue: 0 even, near 1 concentrated
};

/// Bins of the histogram over users are always the same, so that any two can be laid side by side.
constexpr double sppmiBinWidth = 0.1;
constexpr int sppmiBins = 200;

/// The same over a set of users: every user counts once.
struct AverageDiversity
{
    std::string run;
    std::string runName;
    int k = 0;
    double shift = 1;
    std::int64_t minimumCount = 1;
    std::int64_t users = 0;
    int interests = 0;
    CategoryNames categoryNames; ///< of its interests, which are as many
    MeanInterval mean, within, between, zeroShare; ///< over the users that have such pairs
    MeanInterval ratio; ///< mean within over mean between; jackknife over the users
    std::vector<double> blocks; ///< [K, K] mean SPPMI between the items of two interests; NaN where no pair
    std::vector<std::int64_t> blockUsers; ///< [K, K] users that have such pairs
    UserSet set;
    std::vector<double> histogram; ///< [sppmiBins] mean share of a user's pairs; zeros are not in it, the
                                   ///< last bin has all above, too
    std::vector<GroupDiversity> groups; ///< all, terciles by activity, by active interests; empty ones are
                                        ///< left out
    std::vector<UserSppmi> perUser; ///< every user that was averaged over, in the order of the data set
};

/// What is kept of a run to compare runs by accuracy and diversity; over all users of the test day.
struct RunDiversity
{
    std::string run; ///< id
    int k = 0;
    double shift = 1;
    std::int64_t minimumCount = 1;
    std::int64_t step = 0; ///< of the run when it was measured
    std::int64_t users = 0;
    double recall = 0;
    double hitRate = 0;
    double tagDiversity = 0; ///< NaN without tags
    double sppmiDiversity = 0;
    double coverage = 0;
    double gini = 0;
    double popularity = 0;
    double within = 0; ///< NaN where there are no such pairs
    double between = 0;
    double zeroShare = 0;
};

/// A measured value of RunDiversity.
struct DiversityValue
{
    const char* key; ///< in bundles and as the column of the store
    double RunDiversity::*member;
};

/// THE table of measured values, in the order of columns. A new one is stored, bundled and read; the store
/// needs a migration for its column.
inline constexpr DiversityValue diversityValues[] {
    { "recall", &RunDiversity::recall },
    { "hit_rate", &RunDiversity::hitRate },
    { "tag_diversity", &RunDiversity::tagDiversity },
    { "sppmi_diversity", &RunDiversity::sppmiDiversity },
    { "coverage", &RunDiversity::coverage },
    { "gini", &RunDiversity::gini },
    { "popularity", &RunDiversity::popularity },
    { "within_mean", &RunDiversity::within },
    { "between_mean", &RunDiversity::between },
    { "zero_share", &RunDiversity::zeroShare },
};

/// What is kept of an average over all users, made when the run was at `step`.
RunDiversity runDiversityOf(const AverageDiversity& average, std::int64_t step);

} // namespace opal
