// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/data/dataset.h"

namespace opal {

/// Histories of B users back to back, no padding.
struct RaggedHistories
{
    std::vector<std::int64_t> offsets { 0 }; ///< [B + 1]
    std::vector<ItemIndex> items; ///< [T], oldest first within a user
    std::vector<UserIndex> users; ///< [B] whose they are, for a model that knows users; -1: of nobody

    std::int64_t size() const { return static_cast<std::int64_t>(offsets.size()) - 1; }

    void clear()
    {
        offsets.assign(1, 0);
        items.clear();
        users.clear();
    }

    void append(std::span<const ItemIndex> history, UserIndex user = -1)
    {
        items.insert(items.end(), history.begin(), history.end());
        offsets.push_back(static_cast<std::int64_t>(items.size()));
        users.push_back(user);
    }

    std::span<const ItemIndex> history(std::int64_t row) const
    {
        const auto begin = static_cast<std::size_t>(offsets[static_cast<std::size_t>(row)]);
        const auto end = static_cast<std::size_t>(offsets[static_cast<std::size_t>(row) + 1]);
        return std::span(items).subspan(begin, end - begin);
    }
};

/// One training batch (core/models/MODELS.md section 1.1). B rows; negatives are shared by all rows.
struct Batch
{
    std::int64_t step = 0;
    std::vector<UserIndex> users; ///< [B] distinct
    RaggedHistories history; ///< last `maxLength` items before the cut
    std::vector<ItemIndex> positives; ///< [B]
    std::vector<ItemIndex> negatives; ///< [B], one drawn per row, used by every row
    RaggedHistories
        future; ///< first `maxLength` items from the cut on, in time order; filled on demand (DSSRec)
};

struct BatchParams
{
    std::int64_t batchSize = 1024;
    std::int64_t maxLength = 100;
    bool nextItemTarget = false; ///< ablation F: the positive is items[t] instead of one of the future
    bool withFuture = false;
    std::uint64_t seed = 0;
};

/// Draws training batches. A batch is a pure function of (data, params, step): no state to save, any thread
/// may draw it. Users, and every row on its own, have a random stream numbered by step and row.
class Batcher
{
public:
    /// Throws Error{InvalidData} if no user has enough training items or the data set has a single item
    /// (no negative can be drawn).
    Batcher(std::shared_ptr<const Dataset> data, const BatchParams& params);

    /// Fills `batch` for the 1-based global `step`; reuses its memory.
    void fill(std::int64_t step, Batch& batch) const;

    /// min(batchSize, number of train users): what every batch really holds.
    std::int64_t effectiveBatchSize() const;

private:
    void fillRow(std::int64_t step, std::int64_t row, Batch& batch) const;

    std::shared_ptr<const Dataset> m_data;
    BatchParams m_params;
    std::vector<UserIndex> m_users; ///< train users a positive can be cut from, ascending
};

} // namespace opal
