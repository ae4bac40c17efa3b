// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/matching.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/agreement.h"
#include "core/base/error.h"

namespace opal {

namespace {

/// Cheapest assignment of n rows to m >= n columns by shortest augmenting paths with potentials; index 0 is
/// a free place.
class Hungarian final
{
public:
    Hungarian(std::size_t rows, std::size_t columns)
        : m_columns(columns)
        , m_rowPotential(rows + 1, 0.0)
        , m_columnPotential(columns + 1, 0.0)
        , m_rowOf(columns + 1, 0)
        , m_from(columns + 1, 0)
    {
    }

    /// Gives `row` (1-based) a column, moving earlier rows where that is cheaper.
    template <typename Cost> void add(std::size_t row, const Cost& cost)
    {
        std::vector<double> slack(m_columns + 1, std::numeric_limits<double>::infinity());
        std::vector<bool> used(m_columns + 1, false);
        m_rowOf[0] = row;
        std::size_t column = 0;
        do {
            used[column] = true;
            column = nearest(column, cost, slack, used);
        } while (m_rowOf[column] != 0);
        while (column != 0) {
            m_rowOf[column] = m_rowOf[m_from[column]];
            column = m_from[column];
        }
    }

    std::size_t rowOf(std::size_t column) const { return m_rowOf[column]; }

private:
    template <typename Cost>
    std::size_t nearest(std::size_t column, const Cost& cost, std::vector<double>& slack,
                        const std::vector<bool>& used)
    {
        const std::size_t row = m_rowOf[column];
        double least = std::numeric_limits<double>::infinity();
        std::size_t next = 0;
        for (std::size_t j = 1; j <= m_columns; ++j) {
            if (used[j])
                continue;
            const double reduced = cost(row, j) - m_rowPotential[row] - m_columnPotential[j];
            if (reduced < slack[j]) {
                slack[j] = reduced;
                m_from[j] = column;
            }
            if (slack[j] < least) {
                least = slack[j];
                next = j;
            }
        }
        for (std::size_t j = 0; j <= m_columns; ++j) {
            if (used[j]) {
                m_rowPotential[m_rowOf[j]] += least;
                m_columnPotential[j] -= least;
            } else {
                slack[j] -= least;
            }
        }
        return next;
    }

    std::size_t m_columns;
    std::vector<double> m_rowPotential, m_columnPotential;
    std::vector<std::size_t> m_rowOf; ///< [columns + 1] row of a column, 0: free
    std::vector<std::size_t> m_from; ///< [columns + 1] the column before it on the path
};

} // namespace

std::vector<int> assignMaximum(std::span<const double> values, int rows, int columns)
{
    if (rows < 0 || columns < 0
        || values.size() != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns))
        throw Error(ErrorCode::InvalidArgument, "the values to assign by are not rows times columns");
    const bool flipped = rows > columns;
    const auto width = static_cast<std::size_t>(columns);
    const auto few = static_cast<std::size_t>(std::min(rows, columns));
    const auto many = static_cast<std::size_t>(std::max(rows, columns));
    const auto cost = [&](std::size_t row, std::size_t column) {
        return -(flipped ? values[(column - 1) * width + row - 1] : values[(row - 1) * width + column - 1]);
    };
    Hungarian hungarian(few, many);
    for (std::size_t row = 1; row <= few; ++row)
        hungarian.add(row, cost);
    std::vector<int> result(static_cast<std::size_t>(rows), -1);
    for (std::size_t column = 1; column <= many; ++column) {
        const std::size_t row = hungarian.rowOf(column);
        if (row == 0)
            continue;
        const auto [from, to] = flipped ? std::pair(column, row) : std::pair(row, column);
        result[from - 1] = static_cast<int>(to - 1);
    }
    return result;
}

ItemPairs commonItems(const Dataset& first, const Dataset& second)
{
    ItemPairs pairs;
    for (ItemIndex item = 1; item <= first.itemCount(); ++item)
        if (const auto other = second.findItem(first.itemId(item)))
            pairs.emplace_back(item, *other);
    return pairs;
}

CategoryMatching matchCategories(const CategorySnapshot& first, const CategorySnapshot& second,
                                 const ItemPairs& pairs)
{
    CategoryMatching result;
    result.rows = first.categories;
    result.columns = second.categories;
    const auto columns = static_cast<std::size_t>(second.categories);
    std::vector<double> rowSizes(static_cast<std::size_t>(first.categories), 0.0);
    std::vector<double> columnSizes(columns, 0.0);
    std::vector<std::int64_t> counts(rowSizes.size() * columns, 0);
    for (const auto& [item, other] : pairs) {
        if (static_cast<std::size_t>(item) >= first.itemCategory.size()
            || static_cast<std::size_t>(other) >= second.itemCategory.size())
            throw Error(ErrorCode::InvalidArgument, "an item to match by is in none of the categories");
        const std::size_t row = first.itemCategory[static_cast<std::size_t>(item)];
        const std::size_t column = second.itemCategory[static_cast<std::size_t>(other)];
        ++counts[row * columns + column];
        ++rowSizes[row];
        ++columnSizes[column];
    }
    result.ami = adjustedMutualInformation(counts, result.rows, result.columns);
    result.cosine.assign(counts.begin(), counts.end());
    for (std::size_t row = 0; row < rowSizes.size(); ++row)
        for (std::size_t column = 0; column < columns; ++column)
            if (double& value = result.cosine[row * columns + column]; value > 0)
                value /= std::sqrt(rowSizes[row] * columnSizes[column]);
    result.match = assignMaximum(result.cosine, result.rows, result.columns);
    result.items = static_cast<std::int64_t>(pairs.size());
    return result;
}

} // namespace opal
