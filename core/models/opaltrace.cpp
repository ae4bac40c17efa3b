// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/losses.h"
#include "core/models/opal.h"

namespace opal {

void Recommender::startFromGroups(std::span<const std::uint8_t> /*group*/,
                                  std::span<const std::int32_t> /*weight*/)
{
    throw Error(ErrorCode::Unsupported, "this model has no start from groups of items.");
}

InterestTrace VectorModel::trace(std::span<const ItemIndex> history, std::optional<double> epsilon,
                                 UserIndex user)
{
    if (epsilon)
        throw Error(ErrorCode::InvalidArgument,
                    "this model assigns items to interests without a temperature; leave epsilon out.");
    RaggedHistories single;
    single.append(history, user);
    const UserInterests encoded = encode(single);
    InterestTrace result;
    result.vectors = encoded.vectors[0];
    result.valid = encoded.valid[0];
    result.weights = encoded.weights;
    return result;
}

namespace {

/// Another temperature for the life of the object.
class TemperatureScope final
{
public:
    TemperatureScope(double& epsilon, double other)
        : m_epsilon(epsilon)
        , m_own(epsilon)
    {
        m_epsilon = other;
    }

    ~TemperatureScope() { m_epsilon = m_own; }

    TemperatureScope(const TemperatureScope&) = delete;
    TemperatureScope& operator=(const TemperatureScope&) = delete;

private:
    double& m_epsilon;
    double m_own;
};

} // namespace

torch::Tensor Opal::courseOf(const torch::Tensor& x, const torch::Tensor& category)
{
    torch::Tensor course = torch::zeros_like(x);
    for (std::int64_t j = 0; j < interestCount(); ++j) {
        const torch::Tensor rows = (category == j).nonzero().squeeze(1);
        if (rows.numel() == 0)
            continue;
        const torch::Tensor states
            = std::get<0>(m_gru->forward(x.index_select(0, rows).unsqueeze(0))).squeeze(0);
        course.index_copy_(0, rows, headOf(states));
    }
    return course;
}

InterestTrace Opal::trace(std::span<const ItemIndex> history, std::optional<double> epsilon,
                          UserIndex /*user*/)
{
    if (epsilon && !(*epsilon > 0))
        throw Error(ErrorCode::InvalidArgument,
                    "the temperature epsilon must be a number above 0; 0.1 is the paper's.");
    const TemperatureScope temperature(m_options.epsilon, epsilon.value_or(m_options.epsilon));
    RaggedHistories single;
    single.append(history);
    const Forward made = forward(m_items, itemIndex(single.items), single.offsets);
    InterestTrace result;
    if (m_warmup) {
        const UserInterests all
            = padded({ made.interests, validInterests(made.category, made.mask), made.assignment[0] });
        result.vectors = all.vectors[0];
        result.valid = all.valid[0];
        result.weights = all.weights;
        return result;
    }
    result.vectors = made.interests[0];
    result.valid = validInterests(made.category, made.mask)[0];
    result.weights = made.assignment[0];
    result.categories = m_categories;
    result.soft = made.soft[0];
    if (m_hard) {
        result.hard = made.hard[0];
        result.course = courseOf(m_items.index_select(0, itemIndex(single.items)), made.category[0]);
    }
    return result;
}

} // namespace opal
