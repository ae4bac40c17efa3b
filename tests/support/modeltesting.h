// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <numeric>

#include <torch/torch.h>

#include "core/base/random.h"
#include "core/models/recommender.h"
#include "core/models/registry.h"

/// Helpers of the tests that look at models: golden numbers as tensors, random ragged batches.
namespace opal {

namespace detail {

inline void collectShape(const nlohmann::json& value, std::vector<std::int64_t>& shape)
{
    if (!value.is_array())
        return;
    shape.push_back(static_cast<std::int64_t>(value.size()));
    if (!value.empty())
        collectShape(value.front(), shape);
}

inline void collectNumbers(const nlohmann::json& value, std::vector<double>& numbers)
{
    if (value.is_array()) {
        for (const nlohmann::json& part : value)
            collectNumbers(part, numbers);
    } else {
        numbers.push_back(value.get<double>());
    }
}

} // namespace detail

/// Nested arrays of numbers (or one number) as a double tensor.
inline torch::Tensor tensorFrom(const nlohmann::json& value)
{
    std::vector<std::int64_t> shape;
    std::vector<double> numbers;
    detail::collectShape(value, shape);
    detail::collectNumbers(value, numbers);
    return torch::tensor(numbers, torch::kFloat64).view(shape);
}

/// max |actual - expected| / max |expected|; where the expectation is all zero, max |actual| * 10, so that a
/// limit of 1e-5 allows 1e-6.
inline double deviation(const torch::Tensor& actual, const torch::Tensor& expected)
{
    const torch::Tensor a = actual.detach().to(torch::kFloat64);
    const torch::Tensor e = expected.detach().to(torch::kFloat64);
    if (a.sizes() != e.sizes())
        return 1e30;
    if (e.numel() == 0)
        return 0;
    const double largest = e.abs().max().item<double>();
    const double difference = (a - e).abs().max().item<double>();
    return largest == 0 ? difference * 10 : difference / largest;
}

/// The batch of a golden file's inputs (histories right-padded with 0).
inline Batch batchFrom(const nlohmann::json& inputs)
{
    Batch batch;
    const auto histories = inputs.at("history").get<std::vector<std::vector<ItemIndex>>>();
    const auto lengths = inputs.at("lengths").get<std::vector<std::size_t>>();
    for (std::size_t user = 0; user < histories.size(); ++user) {
        batch.history.append(std::span(histories[user]).first(lengths[user]));
        batch.users.push_back(static_cast<UserIndex>(user));
    }
    batch.positives = inputs.at("pos").get<std::vector<ItemIndex>>();
    batch.negatives = inputs.at("neg").get<std::vector<ItemIndex>>();
    return batch;
}

struct BatchShape
{
    std::int64_t users = 7;
    std::int64_t items = 40;
    std::uint32_t shortest = 1;
    std::uint32_t longest = 9;
};

/// A ragged batch drawn from `seed`; every third history repeats one item, so that single-item and empty
/// groups occur.
inline Batch randomBatch(const BatchShape& shape, std::uint64_t seed, bool withFuture = true)
{
    Random random(seed, RandomPurpose::Batch);
    const auto item
        = [&] { return static_cast<ItemIndex>(1 + random.below(static_cast<std::uint32_t>(shape.items))); };
    const auto sequence = [&](bool constant) {
        std::vector<ItemIndex> items(shape.shortest + random.below(shape.longest - shape.shortest + 1));
        const ItemIndex only = item();
        for (ItemIndex& drawn : items)
            drawn = constant ? only : item();
        return items;
    };
    Batch batch;
    for (std::int64_t user = 0; user < shape.users; ++user) {
        batch.users.push_back(static_cast<UserIndex>(user));
        batch.history.append(sequence(user % 3 == 2));
        if (withFuture)
            batch.future.append(sequence(false));
        batch.positives.push_back(item());
        batch.negatives.push_back(item());
    }
    return batch;
}

/// Default parameters of `model` with some replaced, each as text.
inline ParamMap paramsOf(std::string_view model,
                         const std::vector<std::pair<std::string, std::string>>& changes)
{
    const ParamSpecs& specs = findModel(model).params;
    ParamMap params(specs);
    for (const auto& [key, value] : changes)
        setParam(params, specs, key, value);
    return params;
}

} // namespace opal
