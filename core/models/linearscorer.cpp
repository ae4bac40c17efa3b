// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/linearscorer.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"

namespace opal {

namespace {

class LinearScores final : public ItemScorer
{
public:
    LinearScores(LinearWeights weights, std::int64_t itemCount)
        : m_weights(std::move(weights))
        , m_itemCount(itemCount)
    {
    }

    std::int64_t itemCount() const override { return m_itemCount; }

    void score(std::span<const std::int32_t> history, std::span<float> scores) const override
    {
        const auto width = static_cast<std::size_t>(m_itemCount + 1);
        if (scores.size() != width)
            throw Error(ErrorCode::InvalidArgument, "scores are asked for another number of items");
        if (m_weights.base.defined())
            std::copy_n(m_weights.base.data_ptr<float>(), width, scores.begin());
        else
            std::fill(scores.begin(), scores.end(), 0.0F);
        if (m_weights.dense.defined()) {
            const auto* weights = m_weights.dense.data_ptr<float>();
            for (const std::int32_t item : history)
                for (std::size_t j = 0; j < width; ++j)
                    scores[j] += weights[static_cast<std::size_t>(item) * width + j];
        }
        if (m_weights.offsets.defined()) {
            const auto* offsets = m_weights.offsets.data_ptr<std::int64_t>();
            const auto* columns = m_weights.columns.data_ptr<std::int64_t>();
            const auto* values = m_weights.values.data_ptr<float>();
            for (const std::int32_t item : history)
                for (std::int64_t at = offsets[item]; at < offsets[item + 1]; ++at)
                    scores[static_cast<std::size_t>(columns[at])] += values[at];
        }
    }

private:
    LinearWeights m_weights;
    std::int64_t m_itemCount;
};

[[noreturn]] void throwForeign()
{
    throw Error(ErrorCode::InvalidCheckpoint,
                "the checkpoint does not hold the weights of such a model; it was made with another data "
                "set or another model");
}

void requireShape(const torch::Tensor& tensor, torch::IntArrayRef shape, torch::ScalarType type)
{
    if (tensor.sizes() != shape || tensor.scalar_type() != type || !tensor.is_contiguous())
        throwForeign();
}

/// Every row within the values, every column an item.
void requireSparse(const LinearWeights& weights, std::int64_t itemCount)
{
    requireShape(weights.offsets, { itemCount + 2 }, torch::kInt64);
    const std::int64_t entries = weights.values.defined() ? weights.values.numel() : -1;
    requireShape(weights.values, { entries }, torch::kFloat32);
    requireShape(weights.columns, { entries }, torch::kInt64);
    const auto* offsets = weights.offsets.data_ptr<std::int64_t>();
    const auto* columns = weights.columns.data_ptr<std::int64_t>();
    if (offsets[0] != 0 || offsets[itemCount + 1] != entries
        || !std::is_sorted(offsets, offsets + itemCount + 2)
        || std::any_of(columns, columns + entries,
                       [itemCount](std::int64_t item) { return item < 1 || item > itemCount; }))
        throwForeign();
}

} // namespace

void LinearScorer::set(LinearWeights weights)
{
    m_weights = std::move(weights);
    m_scores = std::make_shared<const LinearScores>(m_weights, m_itemCount);
}

std::map<std::string, torch::Tensor> LinearScorer::weights() const
{
    std::map<std::string, torch::Tensor> result;
    for (const auto& [name, tensor] :
         { std::pair("base", m_weights.base), std::pair("dense", m_weights.dense),
           std::pair("offsets", m_weights.offsets), std::pair("columns", m_weights.columns),
           std::pair("values", m_weights.values) })
        if (tensor.defined())
            result.emplace(name, tensor);
    return result;
}

void LinearScorer::restore(const std::map<std::string, torch::Tensor>& weights)
{
    LinearWeights taken;
    const std::map<std::string, torch::Tensor*> places { { "base", &taken.base },
                                                         { "dense", &taken.dense },
                                                         { "offsets", &taken.offsets },
                                                         { "columns", &taken.columns },
                                                         { "values", &taken.values } };
    for (const auto& [name, tensor] : weights) {
        const auto place = places.find(name);
        if (place == places.end())
            throwForeign();
        *place->second = tensor;
    }
    if (weights.empty())
        throwForeign();
    if (taken.base.defined())
        requireShape(taken.base, { m_itemCount + 1 }, torch::kFloat32);
    if (taken.dense.defined())
        requireShape(taken.dense, { m_itemCount + 1, m_itemCount + 1 }, torch::kFloat32);
    const bool anySparse = taken.offsets.defined() || taken.columns.defined() || taken.values.defined();
    if (anySparse && !(taken.offsets.defined() && taken.columns.defined() && taken.values.defined()))
        throwForeign();
    if (anySparse)
        requireSparse(taken, m_itemCount);
    set(std::move(taken));
}

LinearWeights sparseWeights(const std::vector<std::vector<ItemWeight>>& byItem)
{
    const auto rows = static_cast<std::int64_t>(byItem.size());
    LinearWeights result;
    result.offsets = torch::zeros({ rows + 1 }, torch::kInt64);
    auto* offsets = result.offsets.data_ptr<std::int64_t>();
    for (const auto& ofItem : byItem)
        for (const ItemWeight& weight : ofItem)
            ++offsets[weight.history + 1];
    for (std::int64_t row = 0; row < rows; ++row)
        offsets[row + 1] += offsets[row];
    result.columns = torch::empty({ offsets[rows] }, torch::kInt64);
    result.values = torch::empty({ offsets[rows] });
    std::vector<std::int64_t> next(offsets, offsets + rows);
    for (const auto& ofItem : byItem)
        for (const ItemWeight& weight : ofItem) {
            const std::int64_t at = next[static_cast<std::size_t>(weight.history)]++;
            result.columns.data_ptr<std::int64_t>()[at] = weight.item;
            result.values.data_ptr<float>()[at] = weight.weight;
        }
    return result;
}

TrainingMatrix::TrainingMatrix(const Dataset& data)
    : m_itemOffsets { 0 }
    , m_userOffsets(static_cast<std::size_t>(data.itemCount()) + 2, 0)
{
    for (UserIndex user = 0; user < data.userCount(); ++user) {
        const auto train = data.train(user);
        const auto begin = static_cast<std::ptrdiff_t>(m_items.size());
        m_items.insert(m_items.end(), train.begin(), train.end());
        std::sort(m_items.begin() + begin, m_items.end());
        m_items.erase(std::unique(m_items.begin() + begin, m_items.end()), m_items.end());
        m_itemOffsets.push_back(static_cast<std::int64_t>(m_items.size()));
    }
    for (const std::int32_t item : m_items)
        ++m_userOffsets[static_cast<std::size_t>(item) + 1];
    for (std::size_t row = 1; row < m_userOffsets.size(); ++row)
        m_userOffsets[row] += m_userOffsets[row - 1];
    m_users.resize(m_items.size());
    std::vector<std::int64_t> next(m_userOffsets.begin(), m_userOffsets.end() - 1);
    for (std::size_t user = 0; user + 1 < m_itemOffsets.size(); ++user)
        for (std::int64_t at = m_itemOffsets[user]; at < m_itemOffsets[user + 1]; ++at)
            m_users[static_cast<std::size_t>(
                next[static_cast<std::size_t>(m_items[static_cast<std::size_t>(at)])]++)]
                = static_cast<std::int32_t>(user);
}

std::int64_t TrainingMatrix::count(std::int32_t item) const
{
    const auto row = static_cast<std::size_t>(item);
    return m_userOffsets[row + 1] - m_userOffsets[row];
}

TrainingMatrix::Together::Together(const TrainingMatrix& matrix)
    : m_matrix(matrix)
    , m_counts(static_cast<std::size_t>(matrix.itemCount()) + 1, 0)
{
}

void TrainingMatrix::Together::gather(std::int32_t item)
{
    for (const std::int32_t other : m_items)
        m_counts[static_cast<std::size_t>(other)] = 0;
    m_items.clear();
    const auto row = static_cast<std::size_t>(item);
    for (std::int64_t at = m_matrix.m_userOffsets[row]; at < m_matrix.m_userOffsets[row + 1]; ++at) {
        const auto user = static_cast<std::size_t>(m_matrix.m_users[static_cast<std::size_t>(at)]);
        for (std::int64_t place = m_matrix.m_itemOffsets[user]; place < m_matrix.m_itemOffsets[user + 1];
             ++place) {
            const std::int32_t other = m_matrix.m_items[static_cast<std::size_t>(place)];
            if (m_counts[static_cast<std::size_t>(other)]++ == 0)
                m_items.push_back(other);
        }
    }
    std::sort(m_items.begin(), m_items.end());
}

} // namespace opal
