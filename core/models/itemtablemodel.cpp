// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/itemtablemodel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/base/random.h"

namespace opal {

namespace {

torch::Tensor placesOf(const std::vector<ItemIndex>& items, const std::vector<std::int32_t>& place)
{
    torch::Tensor result = torch::empty({ static_cast<std::int64_t>(items.size()) }, torch::kInt64);
    auto* out = result.data_ptr<std::int64_t>();
    for (const ItemIndex item : items)
        *out++ = place[static_cast<std::size_t>(item)];
    return result;
}

} // namespace

PaddedIndex padRows(const std::vector<std::int64_t>& offsets, const torch::Tensor& tokens,
                    std::int64_t length)
{
    const auto rows = static_cast<std::int64_t>(offsets.size()) - 1;
    std::int64_t longest = std::max<std::int64_t>(length, 1);
    torch::Tensor lengths = torch::empty({ rows }, torch::kInt64);
    auto* lengthOf = lengths.data_ptr<std::int64_t>();
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto at = static_cast<std::size_t>(row);
        lengthOf[row] = offsets[at + 1] - offsets[at];
        if (length <= 0)
            longest = std::max(longest, lengthOf[row]);
    }
    torch::Tensor target = torch::empty({ offsets.back() }, torch::kInt64);
    auto* targetOf = target.data_ptr<std::int64_t>();
    for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t position = 0; position < lengthOf[row]; ++position)
            *targetOf++ = row * longest + position;
    }
    target = target.to(tokens.device());
    torch::Tensor index = torch::zeros({ rows * longest }, tokens.options());
    torch::Tensor mask = torch::zeros({ rows * longest }, tokens.options().dtype(torch::kFloat32));
    index.index_copy_(0, target, tokens);
    mask.index_fill_(0, target, 1);
    return { index.view({ rows, longest }), mask.view({ rows, longest }), lengths.to(tokens.device()) };
}

ItemTableModel::ItemTableModel(int interests, int dim, std::int64_t itemCount)
    : m_interests(interests)
    , m_dim(dim)
{
    if (interests < 1 || dim < 1 || itemCount < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "a model needs at least one interest, one dimension and one item");
    m_items = register_buffer("items", torch::zeros({ itemCount + 1, dim }));
    m_place.resize(static_cast<std::size_t>(itemCount) + 1);
}

const TouchedRows& ItemTableModel::touch(const Batch& batch)
{
    std::fill(m_place.begin(), m_place.end(), -1);
    // Rows that the loss does not read must not count as touched: lazy Adam would move them.
    static const std::vector<ItemIndex> none;
    const std::vector<ItemIndex>& future = readsFuture() ? batch.future.items : none;
    const std::vector<ItemIndex>* const parts[]
        = { &batch.history.items, &future, &batch.positives, &batch.negatives };
    for (const auto* part : parts) {
        requireItems(*part);
        for (const ItemIndex item : *part)
            m_place[static_cast<std::size_t>(item)] = 0;
    }
    m_touched.rows.clear();
    for (std::size_t item = 1; item < m_place.size(); ++item) {
        if (m_place[item] == 0) {
            m_place[item] = static_cast<std::int32_t>(m_touched.rows.size());
            m_touched.rows.push_back(static_cast<std::int64_t>(item));
        }
    }
    const torch::Device device = m_items.device();
    const torch::Tensor rows = torch::tensor(m_touched.rows, torch::kInt64).to(device);
    m_touched.values = m_items.index_select(0, rows).detach().requires_grad_(true);
    m_touched.history = placesOf(batch.history.items, m_place).to(device);
    m_touched.future = placesOf(future, m_place).to(device);
    m_touched.positives = placesOf(batch.positives, m_place).to(device);
    m_touched.negatives = placesOf(batch.negatives, m_place).to(device);
    return m_touched;
}

void ItemTableModel::requireItems(const std::vector<ItemIndex>& items) const
{
    for (const ItemIndex item : items) {
        if (item < 1 || item > itemCount())
            throw Error(ErrorCode::InvalidArgument,
                        "item " + std::to_string(item) + " of a batch is outside 1.."
                            + std::to_string(itemCount()) + "; the model was made for another data set");
    }
}

torch::Tensor ItemTableModel::itemIndex(const std::vector<ItemIndex>& items) const
{
    requireItems(items);
    torch::Tensor result = torch::empty({ static_cast<std::int64_t>(items.size()) }, torch::kInt64);
    std::copy(items.begin(), items.end(), result.data_ptr<std::int64_t>());
    return result.to(m_items.device());
}

float* ItemTableModel::gradientOf(const torch::Tensor& parameter, bool written)
{
    torch::Tensor& gradient = parameter.mutable_grad();
    if (!gradient.defined())
        gradient = torch::zeros_like(parameter);
    else if (!written)
        std::fill_n(gradient.data_ptr<float>(), gradient.numel(), 0.0F);
    return gradient.data_ptr<float>();
}

float* ItemTableModel::ensureOwned(torch::Tensor& values, std::int64_t count)
{
    const bool owned = values.defined() && values.use_count() == 1 && values.storage().use_count() == 1
        && values.is_contiguous() && values.storage_offset() == 0 && !values.requires_grad();
    if (!owned || values.storage().nbytes() < static_cast<std::size_t>(count) * sizeof(float))
        values = torch::empty({ count + count / 8 });
    return values.data_ptr<float>();
}

void ItemTableModel::fillUniform(torch::Tensor tensor, double bound, std::uint64_t seed, std::uint64_t stream)
{
    const torch::NoGradGuard noGrad;
    torch::Tensor drawn = torch::empty(tensor.sizes(), torch::kFloat32);
    auto* out = drawn.data_ptr<float>();
    Random random(seed, RandomPurpose::Initialisation, stream);
    for (std::int64_t i = 0; i < drawn.numel(); ++i)
        out[i] = static_cast<float>(bound) * (2.0F * random.uniform() - 1.0F);
    tensor.copy_(drawn);
}

void ItemTableModel::fillNormal(torch::Tensor tensor, double deviation, std::uint64_t seed,
                                std::uint64_t stream)
{
    const torch::NoGradGuard noGrad;
    torch::Tensor drawn = torch::empty(tensor.sizes(), torch::kFloat32);
    auto* out = drawn.data_ptr<float>();
    Random random(seed, RandomPurpose::Initialisation, stream);
    for (std::int64_t i = 0; i < drawn.numel(); i += 2) { // Box-Muller makes two at once
        const double radius = deviation * std::sqrt(-2 * std::log(1 - random.uniformDouble()));
        const double angle = 2 * std::numbers::pi * random.uniformDouble();
        out[i] = static_cast<float>(radius * std::cos(angle));
        if (i + 1 < drawn.numel())
            out[i + 1] = static_cast<float>(radius * std::sin(angle));
    }
    tensor.copy_(drawn);
}

const NamedValues& ItemTableModel::lossAndGradients(const Batch& batch, RowGradients& rows)
{
    const torch::AutoGradMode gradients(true);
    for (torch::Tensor& parameter : parameters())
        parameter.mutable_grad() = torch::zeros_like(parameter);
    const LossTerms terms = loss(batch);
    terms.front().second.backward();
    rows.rows = m_touched.rows;
    rows.values = m_touched.values.grad();
    m_values.clear();
    for (const auto& [name, value] : terms)
        m_values.emplace_back(name, value.item<double>());
    return m_values;
}

} // namespace opal
