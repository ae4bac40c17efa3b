// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/results/datasetsummary.h"

namespace opal {

using ItemIndex = std::int32_t; ///< 1..N; 0 is padding
using UserIndex = std::int32_t; ///< 0..U-1

enum class Split { Train, Valid, Test };

/// An immutable, hashed, memory-mapped data set: every user's interactions in time order, cut into training,
/// validation and test parts that follow one another.
///
/// sequence(u) = train(u) ++ valid(u) ++ test(u). Made by DatasetBuilder or opened by openDataset()
/// (datasetfile.h); shared as std::shared_ptr<const Dataset>.
class Dataset
{
public:
    struct Storage; ///< datasetstorage.h: spans over the mapped file or over owned memory; for core/data only

    explicit Dataset(std::unique_ptr<Storage> storage);
    ~Dataset();
    Dataset(const Dataset&) = delete;
    Dataset& operator=(const Dataset&) = delete;

    const DatasetSummary& summary() const;
    const Storage& storage() const; ///< for core/data only

    std::int64_t userCount() const; ///< U
    std::int64_t itemCount() const; ///< N; item ids are 1..N

    std::span<const ItemIndex> sequence(UserIndex user) const; ///< all interactions, oldest first
    std::span<const std::int64_t>
    times(UserIndex user) const; ///< Unix ms, parallel to sequence(); positions if there is no clock
    std::span<const std::int32_t>
    days(UserIndex user) const; ///< index into summary().dayLabels, parallel; empty if the log has no days

    std::span<const ItemIndex> train(UserIndex user) const;
    /// Target items of a split, duplicates included. `Split::Train` gives train(user).
    std::span<const ItemIndex> targets(UserIndex user, Split split) const;
    /// Everything before the targets: train for Valid, train ++ valid for Test.
    std::span<const ItemIndex> history(UserIndex user, Split split) const;

    /// Users with at least summary().minTrainItems training items, ascending: the ones batches are drawn
    /// from.
    std::span<const UserIndex> trainUsers() const;
    /// Users with a non-empty history and at least one target, ascending.
    std::vector<UserIndex> evaluationUsers(Split split) const;

    std::string_view userId(UserIndex user) const; ///< original id
    std::string_view itemId(ItemIndex item) const;
    std::optional<UserIndex> findUser(std::string_view originalId) const;
    std::optional<ItemIndex> findItem(std::string_view originalId) const;
    std::string_view title(ItemIndex item) const; ///< empty if unknown
    std::vector<std::string_view> tags(ItemIndex item) const; ///< empty if unknown
    std::string_view cover(ItemIndex item) const; ///< file name below coversFolder(), empty if unknown
    /// cover() with its folder as pathBelow() joins them, empty if unknown.
    std::string coverPath(ItemIndex item) const;
    /// Folder of the pictures, empty if there are none. Name and folder come from a file: open pictures
    /// through fileBelow() only.
    const std::string& coversFolder() const;

    /// Differs where anything does that items are called or look like, too: what is kept in memory of a data
    /// set goes by it, as side tables may be attached without a new hash.
    const std::string& contentKey() const;

    /// How often each item occurs in training data, [N + 1], entry 0 unused.
    std::span<const std::int32_t> popularity() const;

private:
    std::unique_ptr<Storage> m_storage;
};

} // namespace opal
