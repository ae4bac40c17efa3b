// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/significance.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/base/random.h"

namespace opal {

namespace {

std::vector<double> differences(std::span<const double> first, std::span<const double> second)
{
    if (first.size() != second.size())
        throw Error(ErrorCode::InvalidArgument,
                    "a paired test wants as many values on one side as on the other; compare runs that were "
                    "tested on the same users");
    std::vector<double> result(first.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        result[i] = second[i] - first[i];
    return result;
}

} // namespace

double wilcoxonSignedRank(std::span<const double> first, std::span<const double> second)
{
    std::vector<double> gaps = differences(first, second);
    std::erase(gaps, 0.0);
    if (gaps.empty())
        return 1;
    std::sort(gaps.begin(), gaps.end(),
              [](double left, double right) { return std::abs(left) < std::abs(right); });
    const auto count = static_cast<double>(gaps.size());
    double positiveRanks = 0;
    double tieTerm = 0;
    for (std::size_t from = 0; from < gaps.size();) {
        std::size_t to = from;
        while (to < gaps.size() && std::abs(gaps[to]) == std::abs(gaps[from]))
            ++to;
        const double rank = static_cast<double>(from + 1 + to) / 2;
        const auto ties = static_cast<double>(to - from);
        tieTerm += ties * ties * ties - ties;
        for (std::size_t i = from; i < to; ++i)
            if (gaps[i] > 0)
                positiveRanks += rank;
        from = to;
    }
    const double expected = count * (count + 1) / 4;
    const double variance = count * (count + 1) * (2 * count + 1) / 24 - tieTerm / 48;
    if (variance <= 0)
        return 1;
    const double z = std::abs(positiveRanks - expected) / std::sqrt(variance);
    return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), z)));
}

double pairedBootstrap(std::span<const double> first, std::span<const double> second, int resamples,
                       std::uint64_t seed)
{
    const std::vector<double> gaps = differences(first, second);
    if (std::all_of(gaps.begin(), gaps.end(), [](double gap) { return gap == 0; }))
        return 1;
    const auto count = static_cast<std::uint32_t>(gaps.size());
    std::int64_t notAbove = 0;
    std::int64_t notBelow = 0;
#pragma omp parallel for reduction(+ : notAbove, notBelow) schedule(static)
    for (int resample = 0; resample < resamples; ++resample) {
        Random random(seed, RandomPurpose::Analysis, static_cast<std::uint64_t>(resample));
        double sum = 0;
        for (std::uint32_t i = 0; i < count; ++i)
            sum += gaps[random.below(count)];
        notAbove += sum <= 0;
        notBelow += sum >= 0;
    }
    const auto share = [resamples](std::int64_t hits) {
        return static_cast<double>(hits + 1) / static_cast<double>(resamples + 1);
    };
    return std::min(1.0, 2 * std::min(share(notAbove), share(notBelow)));
}

} // namespace opal
