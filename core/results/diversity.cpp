// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/diversity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string_view>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr std::array<const char*, 3> orderNames { "interest", "category", "clustered" };

struct SetName
{
    UserSet::Kind kind;
    std::string_view text;
};

/// Sets that are followed by a number.
constexpr std::array<SetName, 3> countedSets { { { UserSet::Kind::MostActive, "most_active" },
                                                 { UserSet::Kind::LeastActive, "least_active" },
                                                 { UserSet::Kind::ActiveInterests, "interests" } } };

} // namespace

const char* diversityOrderName(DiversityOrder order)
{
    return orderNames.at(static_cast<std::size_t>(order));
}

DiversityOrder diversityOrderFromName(const std::string& name)
{
    for (std::size_t at = 0; at < orderNames.size(); ++at)
        if (name == orderNames[at])
            return static_cast<DiversityOrder>(at);
    throw Error(ErrorCode::InvalidArgument,
                "the order of an SPPMI matrix is 'interest', 'category' or 'clustered', not '" + name + "'");
}

std::vector<MatrixBlock> matrixBlocks(const std::vector<std::int32_t>& labels)
{
    std::vector<MatrixBlock> blocks;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        if (blocks.empty() || blocks.back().label != labels[row])
            blocks.push_back({ labels[row], row, 0 });
        ++blocks.back().count;
    }
    return blocks;
}

std::vector<double> blockMeans(const SppmiMatrix& matrix, const std::vector<std::int32_t>& labels, int count)
{
    const auto width = static_cast<std::size_t>(count);
    std::vector<double> sums(width * width, 0);
    std::vector<std::int64_t> counts(width * width, 0);
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = 0; column < matrix.size(); ++column) {
            if (row == column)
                continue;
            const std::size_t block
                = static_cast<std::size_t>(labels[row]) * width + static_cast<std::size_t>(labels[column]);
            sums[block] += matrix.value(row, column);
            ++counts[block];
        }
    for (std::size_t block = 0; block < sums.size(); ++block)
        sums[block] = counts[block] > 0 ? sums[block] / static_cast<double>(counts[block])
                                        : std::numeric_limits<double>::quiet_NaN();
    return sums;
}

std::vector<std::string> userIdsIn(const std::string& text)
{
    std::vector<std::string> ids;
    std::string id;
    const auto finish = [&] {
        if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end())
            ids.push_back(id);
        id.clear();
    };
    for (const char letter : text) {
        if (std::string_view(",; \t\r\n").find(letter) != std::string_view::npos)
            finish();
        else
            id += letter;
    }
    finish();
    return ids;
}

std::string userSetText(const UserSet& users)
{
    for (const SetName& name : countedSets)
        if (name.kind == users.kind)
            return std::string(name.text) + ":" + std::to_string(users.count);
    if (users.kind == UserSet::Kind::All)
        return "all";
    std::string text = "ids:";
    for (const std::string& id : users.ids)
        text += (text.back() == ':' ? "" : ",") + id;
    return text;
}

UserSet userSetFromText(const std::string& text)
{
    if (text.empty() || text == "all")
        return {};
    const std::size_t colon = text.find(':');
    const std::string_view before = std::string_view(text).substr(0, colon);
    const std::string after = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    if (before == "ids")
        if (auto ids = userIdsIn(after); !ids.empty())
            return { UserSet::Kind::Ids, static_cast<std::int64_t>(ids.size()), std::move(ids) };
    for (const SetName& name : countedSets) {
        std::int64_t count = 0;
        const char* end = after.data() + after.size();
        const auto read = std::from_chars(after.data(), end, count);
        if (name.text == before && read.ec == std::errc() && read.ptr == end && count > 0)
            return { name.kind, count, {} };
    }
    throw Error(ErrorCode::InvalidArgument,
                "a set of users is 'all', 'most_active:N', 'least_active:N', 'interests:N' or "
                "'ids:ID,ID,...', not '"
                    + text + "'");
}

RunDiversity runDiversityOf(const AverageDiversity& average, std::int64_t step)
{
    const GroupDiversity& all = average.groups.at(0);
    RunDiversity result;
    result.run = average.run;
    result.k = average.k;
    result.shift = average.shift;
    result.minimumCount = average.minimumCount;
    result.step = step;
    result.users = average.users;
    result.recall = all.recall.mean;
    result.hitRate = all.hitRate.mean;
    result.tagDiversity = all.tagDiversity.mean;
    result.sppmiDiversity = all.sppmiDiversity.mean;
    result.coverage = all.coverage;
    result.gini = all.gini;
    result.popularity = all.popularity.mean;
    result.within = average.within.mean;
    result.between = average.between.mean;
    result.zeroShare = average.zeroShare.mean;
    return result;
}

} // namespace opal
