#include "core/analysis/diversity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/evaluation/ranking.h"
#include "core/retrieval/interests.h"

namespace opal {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double normal95 = 1.959963984540054; ///< two-sided quantile

/// Per user values of everything that is averaged.
struct UserValues
{
    std::vector<double> mean, within, between, zeroShare;
};

void add(UserValues& values, const SppmiStatistics& statistics)
{
    values.mean.push_back(statistics.mean);
    values.within.push_back(statistics.within);
    values.between.push_back(statistics.between);
    values.zeroShare.push_back(statistics.zeroShare);
}

SppmiMatrix matrixOf(const CooccurrenceIndex& index, const std::vector<RecallEntry>& list,
                     const SppmiOptions& options)
{
    std::vector<ItemIndex> items;
    std::vector<std::int32_t> interest;
    for (const std::size_t at : interestOrder(list)) {
        items.push_back(list[at].item);
        interest.push_back(list[at].interest);
    }
    return sppmiMatrix(index, items, interest, options);
}

} // namespace

std::vector<std::size_t> interestOrder(std::span<const RecallEntry> merged)
{
    std::vector<std::size_t> order(merged.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(), [&merged](std::size_t first, std::size_t second) {
        return merged[first].interest < merged[second].interest;
    });
    return order;
}

MeanInterval pairMean(const SppmiMatrix& matrix, bool within)
{
    const std::size_t size = matrix.size();
    std::vector<double> sums(size, 0);
    std::vector<std::int64_t> counts(size, 0);
    double sum = 0;
    MeanInterval result { notANumber, notANumber, notANumber, 0 };
    for (std::size_t row = 0; row < size; ++row)
        for (std::size_t column = row + 1; column < size; ++column) {
            if (matrix.interest.empty() || (matrix.interest[row] == matrix.interest[column]) != within)
                continue;
            const double value = matrix.value(row, column);
            sum += value;
            ++result.count;
            for (const std::size_t item : { row, column }) {
                sums[item] += value;
                ++counts[item];
            }
        }
    if (result.count == 0)
        return result;
    result.mean = sum / static_cast<double>(result.count);
    std::vector<double> without;
    for (std::size_t item = 0; item < size; ++item)
        if (counts[item] > 0 && counts[item] < result.count)
            without.push_back((sum - sums[item]) / static_cast<double>(result.count - counts[item]));
        else if (counts[item] == result.count) {
            result.low = -std::numeric_limits<double>::infinity();
            result.high = std::numeric_limits<double>::infinity();
            return result;
        }
    const auto n = static_cast<double>(without.size());
    const double centre = std::accumulate(without.begin(), without.end(), 0.0) / n;
    double squares = 0;
    for (const double value : without)
        squares += (value - centre) * (value - centre);
    const double half = normal95 * std::sqrt((n - 1) / n * squares);
    result.low = result.mean - half;
    result.high = result.mean + half;
    return result;
}

MeanInterval meanOf(std::span<const double> values)
{
    MeanInterval result { notANumber, notANumber, notANumber, 0 };
    double sum = 0;
    for (const double value : values)
        if (!std::isnan(value)) {
            sum += value;
            ++result.count;
        }
    if (result.count == 0)
        return result;
    const auto n = static_cast<double>(result.count);
    result.mean = sum / n;
    double squares = 0;
    for (const double value : values)
        if (!std::isnan(value))
            squares += (value - result.mean) * (value - result.mean);
    const double half
        = n > 1 ? normal95 * std::sqrt(squares / (n - 1) / n) : std::numeric_limits<double>::infinity();
    result.low = result.mean - half;
    result.high = result.mean + half;
    return result;
}

std::vector<double> blockMeans(const SppmiMatrix& matrix, int interests)
{
    const auto width = static_cast<std::size_t>(interests);
    std::vector<double> sums(width * width, 0);
    std::vector<std::int64_t> counts(width * width, 0);
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = 0; column < matrix.size(); ++column) {
            if (row == column)
                continue;
            const std::size_t block = static_cast<std::size_t>(matrix.interest[row]) * width
                + static_cast<std::size_t>(matrix.interest[column]);
            sums[block] += matrix.value(row, column);
            ++counts[block];
        }
    for (std::size_t block = 0; block < sums.size(); ++block)
        sums[block] = counts[block] > 0 ? sums[block] / static_cast<double>(counts[block]) : notANumber;
    return sums;
}

AverageDiversity averageDiversity(Recommender& model, const Dataset& data, const CooccurrenceIndex& index,
                                  const AverageDiversityParams& params,
                                  const std::function<void(std::int64_t done, std::int64_t total)>& progress,
                                  std::stop_token stop)
{
    constexpr std::size_t blockUsers = 256;
    EvaluationParams evaluation;
    evaluation.split = Split::Test;
    evaluation.maxLength = params.maxLength;
    evaluation.filterWholeHistory = true;
    const std::vector<UserIndex> users = data.evaluationUsers(Split::Test);
    if (users.empty())
        throw Error(ErrorCode::InvalidData, "no user of the data set has a history and a test interaction");
    const Ranker ranker(model, data.itemCount(), {});
    AverageDiversity result;
    result.k = params.k;
    result.shift = params.sppmi.shift;
    result.minimumCount = params.sppmi.minimumCount;
    UserValues values;
    std::vector<std::vector<double>> blocks;
    for (std::size_t first = 0; first < users.size(); first += blockUsers) {
        const std::size_t count = std::min(blockUsers, users.size() - first);
        UserBlock block = gatherBlock(data, evaluation, std::span(users).subspan(first, count));
        const InterestSet interests = extractInterests(model, block.windows);
        ranker.rank(interests, params.k, block);
        result.interests = interests.interests;
        for (const auto& list : block.lists) {
            if (stop.stop_requested())
                throw Cancelled();
            const SppmiMatrix matrix = matrixOf(index, list, params.sppmi);
            add(values, sppmiStatistics(matrix));
            const std::vector<double> means = blockMeans(matrix, result.interests);
            blocks.resize(means.size());
            for (std::size_t i = 0; i < means.size(); ++i)
                blocks[i].push_back(means[i]);
        }
        result.users += static_cast<std::int64_t>(count);
        if (progress)
            progress(result.users, static_cast<std::int64_t>(users.size()));
    }
    result.mean = meanOf(values.mean);
    result.within = meanOf(values.within);
    result.between = meanOf(values.between);
    result.zeroShare = meanOf(values.zeroShare);
    for (const auto& block : blocks)
        result.blocks.push_back(meanOf(block).mean);
    return result;
}

} // namespace opal
