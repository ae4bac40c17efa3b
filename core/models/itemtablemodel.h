// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/recommender.h"

namespace opal {

/// The item rows of one batch, gathered as an autograd leaf, and the batch expressed in them.
struct TouchedRows
{
    std::vector<std::int64_t> rows; ///< item ids, ascending, distinct, never 0
    torch::Tensor values; ///< [R, d] leaf
    torch::Tensor history; ///< [T] row of every history token
    torch::Tensor future; ///< [F] the same for Batch::future; empty unless readsFuture()
    torch::Tensor positives; ///< [B]
    torch::Tensor negatives; ///< [C]
};

/// Ragged rows as a right-padded table; padding points at place 0 and is told apart by the mask.
struct PaddedIndex
{
    torch::Tensor index; ///< [B, L] int64, the caller's value of every token, 0 on padding
    torch::Tensor mask; ///< [B, L] float, 1 = real
    torch::Tensor lengths; ///< [B] int64
};

/// Lays `tokens` [T] out as a [B, L] table. L is the longest row, at least 1, or `length` if that is
/// positive.
PaddedIndex padRows(const std::vector<std::int64_t>& offsets, const torch::Tensor& tokens,
                    std::int64_t length = 0);

/// What all models share: the item table as a buffer, a sparse gradient of it, and the plain training step.
class ItemTableModel : public Recommender
{
public:
    int interestCount() const final { return m_interests; }

    int dim() const final { return m_dim; }

    torch::Tensor itemTable() final { return m_items; }

    std::int64_t itemCount() const { return m_items.size(0) - 1; }

    /// loss(), backward() and the rows that got a gradient: the plain LibTorch form.
    const NamedValues& lossAndGradients(const Batch& batch, RowGradients& rows) override;

protected:
    /// Registers a zero table of `itemCount` rows and the padding row. Throws Error{InvalidArgument} if a
    /// size is not positive.
    ItemTableModel(int interests, int dim, std::int64_t itemCount);

    /// Gathers what `batch` touches as a fresh leaf; lossAndGradients() reads its gradient afterwards.
    /// Throws Error{InvalidArgument} if an item is outside 1..N.
    const TouchedRows& touch(const Batch& batch);

    /// Item ids as int64 on the table's device. Throws Error{InvalidArgument} if one is outside 1..N.
    torch::Tensor itemIndex(const std::vector<ItemIndex>& items) const;

    /// Throws Error{InvalidArgument} if an item is outside 1..N.
    void requireItems(const std::vector<ItemIndex>& items) const;

    /// The parameter's gradient, ready to be overwritten; zero if it is not going to be.
    static float* gradientOf(const torch::Tensor& parameter, bool written = true);

    /// Makes `values` a place for `count` numbers that nobody else holds; what is already large enough is
    /// kept, because a step is not to allocate.
    static float* ensureOwned(torch::Tensor& values, std::int64_t count);

    /// Fills `tensor` uniformly from [-bound, bound) with stream `stream` of `seed`; one stream a parameter.
    static void fillUniform(torch::Tensor tensor, double bound, std::uint64_t seed, std::uint64_t stream);

    /// The same from a normal distribution around zero.
    static void fillNormal(torch::Tensor tensor, double deviation, std::uint64_t seed, std::uint64_t stream);

    torch::Tensor m_items; ///< [N + 1, d], row 0 zero, never requires a gradient
    NamedValues m_values; ///< of the last lossAndGradients(), kept because a step is not to allocate

private:
    int m_interests;
    int m_dim;
    TouchedRows m_touched;
    std::vector<std::int32_t> m_place; ///< [N + 1] row of an item in m_touched, -1 if untouched
};

} // namespace opal
