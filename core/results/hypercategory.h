// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/results/agreement.h"
#include "core/results/interestlabel.h"

namespace opal {

/// How a model with hyper-categories spreads the items over them at one evaluation (paper section II-B). K
/// categories, N items.
struct CategorySnapshot
{
    std::string stage;
    std::int64_t epoch = 0; ///< as EvaluationReport::epoch
    std::int64_t step = 0; ///< global
    int categories = 0; ///< K
    int dim = 0; ///< d
    std::vector<double> mass; ///< [K] w_j: sum of a_vj over all interactions of the training days (Eq. 4)
    std::vector<std::int64_t> sizes; ///< [K] items whose hard category it is
    std::vector<std::int64_t> confidence; ///< [bins] items by max_j a, equal bins over [1/K, 1]
    double meanConfidence = 0; ///< mean of max_j a over the items, 1/K to 1
    double meanEntropy = 0; ///< mean of -sum_j a log a over the items, 0 to log K, in nats
    std::vector<float> vectors; ///< [K, d] the unit rows g_j
    std::vector<std::uint8_t> itemCategory; ///< [N + 1] hard category argmax_j a, entry 0 unused; may be left
                                            ///< out (empty) where a whole course of snapshots is read

    /// |g_i . g_j|, 0 to 1.
    double similarity(int first, int second) const;
    /// Share of the mass, [K]; equal shares if there is no mass.
    std::vector<double> shares() const;
    /// Unbiased standard deviation of the mass over its mean, as L_unif measures it (Eq. 4); 0 if K = 1.
    double massVariation() const;
    /// exp of the entropy of the shares: 1 (one category has all) to K (all have the same).
    double effectiveCategories() const;
};

constexpr int confidenceBins = 20;

/// What is wrong with the categories of one evaluation.
struct CategoryAlarm
{
    enum class Kind {
        Dead, ///< a category with less than a tenth of its equal share of the mass
        Collapse, ///< the mass is spread as if over at most half of the categories
        Twin ///< two categories point the same way, |cosine| above 0.9
    };

    Kind kind = Kind::Dead;
    int category = -1; ///< of Dead and Twin
    int other = -1; ///< of Twin, > category
    double value = 0; ///< share of the mass; effective number of categories; |cosine|

    bool operator==(const CategoryAlarm&) const = default;
};

/// Alarms of one snapshot: Collapse first, then by category. None if K = 1.
std::vector<CategoryAlarm> categoryAlarms(const CategorySnapshot& snapshot);

/// Items by category before and after.
struct CategoryFlow
{
    int categories = 0; ///< K
    std::vector<std::int64_t> counts; ///< [K, K] items that were in the row's category and now are in the
                                      ///< column's
    std::int64_t moved = 0; ///< items off the diagonal
    std::int64_t items = 0;

    std::int64_t count(int from, int to) const
    {
        return counts[static_cast<std::size_t>(from) * static_cast<std::size_t>(categories)
                      + static_cast<std::size_t>(to)];
    }
};

/// Both snapshots hold their items and are of the same run; otherwise Error{InvalidArgument}.
CategoryFlow categoryFlow(const CategorySnapshot& before, const CategorySnapshot& after);

/// All evaluations of a run and what people call its categories: what the figures over time draw.
struct CategoryCourse
{
    std::vector<CategorySnapshot> snapshots; ///< oldest first; only some may hold their items
    CategoryNames names;
};

/// The categories of one run beside those of another.
struct CategoryMatching
{
    int rows = 0; ///< K of the first run
    int columns = 0; ///< K of the second
    std::vector<double> cosine; ///< [rows, columns] of the indicator vectors over the items that both runs
                                ///< know, |A_i and B_j| / sqrt(|A_i| |B_j|), 0 to 1
    std::vector<int> match; ///< [rows] column, the assignment with the largest sum of cosines; -1: none is
                            ///< left
    std::int64_t items = 0; ///< known to both
    double ami = 0; ///< stability: adjusted mutual information of both over these items; NaN of none

    double cosineOf(int row, int column) const
    {
        return cosine[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns)
                      + static_cast<std::size_t>(column)];
    }
};

/// Whether two runs find the same categories.
struct RunStability
{
    std::string first; ///< id
    std::string second;
    double ami = 0; ///< as CategoryMatching::ami
    std::int64_t items = 0; ///< known to both
};

/// What is in the categories of a run at one evaluation, in words.
struct CategoryDetails
{
    using Item = DescribedItem;

    struct Tag
    {
        std::string name;
        std::int64_t items = 0; ///< of the category that have it
        std::int64_t total = 0; ///< of all items that have it
        double lift = 0; ///< P(tag | category) / P(tag) over the items with tags
    };

    struct Category : CategoryTopic
    {
        std::int64_t size = 0;
        std::vector<Tag> tags; ///< over-represented ones, lift above 1, largest first
        double purity = 0; ///< share of the most frequent tag; NaN without tags
    };

    std::string run;
    std::int64_t step = 0; ///< of the evaluation whose assignment is described
    std::vector<Category> categories; ///< [K]
    std::int64_t taggedItems = 0;
    std::optional<Agreement> agreement; ///< with the tags or the log's groups; nothing of a single category
    bool hasTitles = false;
};

} // namespace opal
