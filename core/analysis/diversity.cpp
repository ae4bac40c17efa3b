// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/diversity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/analysis/clusterorder.h"
#include "core/analysis/listdiversity.h"
#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/evaluation/userblock.h"
#include "core/results/rankingmetrics.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/searcher.h"

namespace opal {

namespace {

constexpr double normal95 = 1.959963984540054; ///< two-sided quantile

struct Sum
{
    double sum = 0;
    std::int64_t count = 0;

    double mean() const { return count > 0 ? sum / static_cast<double>(count) : notANumber; }

    Sum& operator+=(const Sum& other)
    {
        sum += other.sum;
        count += other.count;
        return *this;
    }

    Sum operator-(const Sum& other) const { return { sum - other.sum, count - other.count }; }
};

/// One mean over another; NaN where there is none.
double quotient(const Sum& over, const Sum& under)
{
    return under.mean() > 0 ? over.mean() / under.mean() : notANumber;
}

/// Sets the interval from the value without one item (or user) each; an infinite one where without some there
/// is no value (jackknife, Efron 1982).
void addJackknife(MeanInterval& result, const std::vector<double>& without)
{
    const auto n = static_cast<double>(without.size());
    const double centre = std::accumulate(without.begin(), without.end(), 0.0) / n;
    double squares = 0;
    for (const double value : without)
        squares += (value - centre) * (value - centre);
    const double half = std::isnan(centre) ? std::numeric_limits<double>::infinity()
                                           : normal95 * std::sqrt((n - 1) / n * squares);
    result.low = result.mean - half;
    result.high = result.mean + half;
}

/// Sums over unordered pairs, all of them and those that an item is in.
struct PairSums
{
    Sum all;
    std::vector<Sum> byItem;
};

PairSums pairSums(const SppmiMatrix& matrix, bool within)
{
    const std::size_t size = matrix.size();
    PairSums sums { {}, std::vector<Sum>(size) };
    if (matrix.interest.empty())
        return sums;
    for (std::size_t row = 0; row < size; ++row)
        for (std::size_t column = row + 1; column < size; ++column) {
            if ((matrix.interest[row] == matrix.interest[column]) != within)
                continue;
            const Sum pair { matrix.value(row, column), 1 };
            sums.all += pair;
            sums.byItem[row] += pair;
            sums.byItem[column] += pair;
        }
    return sums;
}

/// Per user values of everything that is averaged.
struct UserValues
{
    std::vector<double> mean, within, between, zeroShare;
    std::vector<std::vector<double>> blocks; ///< [K * K][users]
    std::vector<double> histogram = std::vector<double>(sppmiBins, 0.0); ///< sum over users
    std::vector<UserList> lists;
};

void addHistogram(const SppmiMatrix& matrix, std::vector<double>& histogram)
{
    const auto size = static_cast<double>(matrix.size());
    const double share = 2 / (size * (size - 1));
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = row + 1; column < matrix.size(); ++column)
            if (const double value = matrix.value(row, column); value > 0)
                histogram[static_cast<std::size_t>(std::min(value / sppmiBinWidth, sppmiBins - 1.0))]
                    += share;
}

void add(UserValues& values, const SppmiMatrix& matrix, int interests)
{
    const SppmiStatistics statistics = sppmiStatistics(matrix);
    values.mean.push_back(statistics.mean);
    values.within.push_back(statistics.within);
    values.between.push_back(statistics.between);
    values.zeroShare.push_back(statistics.zeroShare);
    const std::vector<double> means = blockMeans(matrix, matrix.interest, interests);
    values.blocks.resize(means.size());
    for (std::size_t i = 0; i < means.size(); ++i)
        values.blocks[i].push_back(means[i]);
    addHistogram(matrix, values.histogram);
}

int activeInterests(const std::vector<RecallEntry>& list)
{
    std::vector<std::int32_t> sources;
    for (const RecallEntry& entry : list)
        if (std::find(sources.begin(), sources.end(), entry.interest) == sources.end())
            sources.push_back(entry.interest);
    return static_cast<int>(sources.size());
}

/// Everything of one user but the diversities.
UserList userList(const Dataset& data, const UserBlock& block, std::size_t at, int k)
{
    UserList result;
    result.user = block.users[at];
    result.history = static_cast<std::int64_t>(data.history(result.user, Split::Test).size());
    result.activeInterests = activeInterests(block.lists[at]);
    for (const RecallEntry& entry : block.lists[at])
        result.items.push_back(entry.item);
    const auto& targets = block.targets[at];
    result.recall = targets.empty() ? notANumber : recallAt(result.items, targets, k);
    result.hitRate = targets.empty() ? notANumber : hitAt(result.items, targets, k);
    return result;
}

double meanPopularity(const CooccurrenceIndex& index, std::span<const ItemIndex> items)
{
    double sum = 0;
    for (const ItemIndex item : items)
        sum += static_cast<double>(index.users(item).size());
    return items.empty() ? notANumber : sum / static_cast<double>(items.size());
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

/// Means over the users.
void finish(UserValues& values, const Dataset& data, AverageDiversity& result)
{
    result.users = static_cast<std::int64_t>(values.lists.size());
    result.mean = meanOf(values.mean);
    result.within = meanOf(values.within);
    result.between = meanOf(values.between);
    result.zeroShare = meanOf(values.zeroShare);
    result.ratio = meanRatio(values.within, values.between);
    for (const auto& block : values.blocks) {
        const MeanInterval mean = meanOf(block);
        result.blocks.push_back(mean.mean);
        result.blockUsers.push_back(mean.count);
    }
    result.histogram = std::move(values.histogram);
    // Users with a single item have no pair, as they have no share of zeros.
    for (double& share : result.histogram)
        share /= static_cast<double>(std::max<std::int64_t>(1, result.zeroShare.count));
    result.groups = groupDiversity(values.lists, data.itemCount());
    for (std::size_t at = 0; at < values.lists.size(); ++at)
        result.perUser.push_back(
            { std::string(data.userId(values.lists[at].user)), values.within[at], values.between[at] });
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

std::vector<std::size_t> rowOrder(DiversityOrder order, std::span<const RecallEntry> merged,
                                  std::span<const std::int32_t> category, const SppmiMatrix& matrix)
{
    if (order == DiversityOrder::Interest)
        return interestOrder(merged);
    if (order == DiversityOrder::Category) {
        if (category.size() != merged.size())
            throw Error(ErrorCode::InvalidArgument,
                        "this model has no hyper-categories to order by; order by interest or clustered");
        std::vector<std::size_t> rows(merged.size());
        std::iota(rows.begin(), rows.end(), std::size_t { 0 });
        std::stable_sort(rows.begin(), rows.end(), [category](std::size_t first, std::size_t second) {
            return category[first] < category[second];
        });
        return rows;
    }
    if (matrix.size() != merged.size())
        throw Error(ErrorCode::InvalidArgument, "a clustered order needs the SPPMI of all items of the list");
    return clusterOrder(matrix.values, matrix.size());
}

SppmiMatrix reordered(const SppmiMatrix& matrix, std::span<const std::size_t> order)
{
    SppmiMatrix result;
    result.shift = matrix.shift;
    result.minimumCount = matrix.minimumCount;
    for (const std::size_t row : order) {
        result.items.push_back(matrix.items[row]);
        if (!matrix.interest.empty())
            result.interest.push_back(matrix.interest[row]);
        for (const std::size_t column : order) {
            result.values.push_back(matrix.value(row, column));
            result.counts.push_back(matrix.counts[row * matrix.size() + column]);
        }
    }
    return result;
}

MeanInterval pairMean(const SppmiMatrix& matrix, bool within)
{
    const PairSums sums = pairSums(matrix, within);
    MeanInterval result { sums.all.mean(), notANumber, notANumber, sums.all.count };
    if (result.count == 0)
        return result;
    std::vector<double> without;
    for (const Sum& item : sums.byItem)
        if (item.count > 0)
            without.push_back((sums.all - item).mean());
    addJackknife(result, without);
    return result;
}

MeanInterval pairRatio(const SppmiMatrix& matrix)
{
    const PairSums within = pairSums(matrix, true);
    const PairSums between = pairSums(matrix, false);
    MeanInterval result { quotient(within.all, between.all), notANumber, notANumber,
                          within.all.count + between.all.count };
    if (std::isnan(result.mean))
        return result;
    std::vector<double> without;
    for (std::size_t item = 0; item < matrix.size(); ++item)
        without.push_back(quotient(within.all - within.byItem[item], between.all - between.byItem[item]));
    addJackknife(result, without);
    return result;
}

MeanInterval meanRatio(std::span<const double> over, std::span<const double> under)
{
    if (over.size() != under.size())
        throw Error(ErrorCode::InvalidArgument, "a ratio of means needs values of the same users");
    const auto sumOf = [](double value) { return std::isnan(value) ? Sum {} : Sum { value, 1 }; };
    Sum first, second;
    MeanInterval result { notANumber, notANumber, notANumber, 0 };
    for (std::size_t user = 0; user < over.size(); ++user) {
        first += sumOf(over[user]);
        second += sumOf(under[user]);
        result.count += std::isnan(over[user]) && std::isnan(under[user]) ? 0 : 1;
    }
    result.mean = quotient(first, second);
    if (std::isnan(result.mean))
        return result;
    std::vector<double> without;
    for (std::size_t user = 0; user < over.size(); ++user)
        if (!std::isnan(over[user]) || !std::isnan(under[user]))
            without.push_back(quotient(first - sumOf(over[user]), second - sumOf(under[user])));
    addJackknife(result, without);
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

std::vector<UserIndex> usersOf(const UserSet& set, const Dataset& data)
{
    std::vector<UserIndex> users;
    if (set.kind == UserSet::Kind::Ids) {
        for (const std::string& id : set.ids) {
            const auto user = data.findUser(id);
            if (!user || data.history(*user, Split::Test).empty())
                throw Error(ErrorCode::NotFound,
                            "the set of users names '" + id
                                + (user ? "', who has no interaction before the test day"
                                        : "', whom the data set does not have")
                                + "; take the id out.");
            users.push_back(*user);
        }
    } else {
        users = data.evaluationUsers(Split::Test);
    }
    if (set.kind == UserSet::Kind::MostActive || set.kind == UserSet::Kind::LeastActive) {
        const bool most = set.kind == UserSet::Kind::MostActive;
        std::stable_sort(users.begin(), users.end(), [&](UserIndex first, UserIndex second) {
            const std::size_t a = data.history(first, Split::Test).size();
            const std::size_t b = data.history(second, Split::Test).size();
            return most ? a > b : a < b;
        });
        users.resize(std::min(users.size(), static_cast<std::size_t>(set.count)));
    }
    std::sort(users.begin(), users.end());
    users.erase(std::unique(users.begin(), users.end()), users.end());
    if (users.empty())
        throw Error(
            ErrorCode::InvalidData,
            "no user of the data set has a history and a test interaction; use a log with interactions "
            "on its last day.");
    return users;
}

AverageDiversity averageDiversity(RankingModel& model, const Dataset& data, const CooccurrenceIndex& index,
                                  const AverageDiversityParams& params,
                                  const std::function<void(std::int64_t done, std::int64_t total)>& progress,
                                  std::stop_token stop)
{
    constexpr std::size_t blockUsers = 256;
    const std::vector<UserIndex> users = usersOf(params.users, data);
    const Searcher searcher = searcherOf(model);
    const TagTable tags = tagTable(data);
    AverageDiversity result;
    result.k = params.k;
    result.shift = params.sppmi.shift;
    result.minimumCount = params.sppmi.minimumCount;
    result.set = params.users;
    UserValues values;
    for (std::size_t first = 0; first < users.size(); first += blockUsers) {
        const std::size_t count = std::min(blockUsers, users.size() - first);
        UserBlock block
            = gatherBlock(data, Split::Test, params.history, std::span(users).subspan(first, count));
        const InterestSet interests = extractInterests(model, block.windows);
        result.interests = interests.interests;
        block.lists = searcher.merged(interests, params.k, block.filters());
        for (std::size_t at = 0; at < count; ++at) {
            if (stop.stop_requested())
                throw Cancelled();
            UserList list = userList(data, block, at, params.k);
            if (params.users.kind == UserSet::Kind::ActiveInterests
                && list.activeInterests != params.users.count)
                continue;
            const SppmiMatrix matrix = matrixOf(index, block.lists[at], params.sppmi);
            add(values, matrix, result.interests);
            list.tagDiversity = tagDiversity(tags, list.items);
            list.sppmiDiversity = sppmiDiversity(matrix, index.pairCount());
            list.popularity = meanPopularity(index, list.items);
            values.lists.push_back(std::move(list));
        }
        if (progress)
            progress(static_cast<std::int64_t>(first + count), static_cast<std::int64_t>(users.size()));
    }
    if (values.lists.empty())
        throw Error(ErrorCode::InvalidData,
                    "no user of the test day has a list of exactly " + std::to_string(params.users.count)
                        + " active interests; choose another number.");
    finish(values, data, result);
    return result;
}

} // namespace opal
