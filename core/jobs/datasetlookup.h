// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QString>

namespace opal {

/// One item of a data set as a person reads it.
struct ItemCard
{
    std::string id; ///< original
    std::string title; ///< may be empty
    std::vector<std::string> tags;
    std::int64_t interactions = 0; ///< in training data
    std::int64_t rank = 0; ///< 1: the most popular one
    std::int64_t items = 0; ///< of the data set
};

/// One user of a data set.
struct UserCard
{
    std::string id; ///< original
    std::int64_t train = 0, valid = 0, test = 0; ///< interactions in each part
};

/// A user or an item that fits a typed text.
struct DatasetHit
{
    enum class Kind { User, Item };

    Kind kind = Kind::Item;
    std::string id; ///< original
    std::string title; ///< of an item, may be empty
    std::int64_t interactions = 0; ///< of an item in training data; of a user in all
    int score = 0; ///< as fuzzyScore()
};

/// Answers questions about the users and items of data-set files; keeps the last file mapped. Any thread may
/// ask, one at a time is answered; not for the GUI thread. Throws as openDataset() does.
class DatasetLookup final
{
public:
    DatasetLookup();
    ~DatasetLookup();
    DatasetLookup(const DatasetLookup&) = delete;
    DatasetLookup& operator=(const DatasetLookup&) = delete;

    /// At most `limit` users (by id) and `limit` items (by id or title), best first in each.
    std::vector<DatasetHit> find(const QString& file, const std::string& text, std::size_t limit) const;
    /// In the order of `ids`; unknown ones are left out.
    std::vector<ItemCard> items(const QString& file, const std::vector<std::string>& ids) const;
    std::optional<UserCard> user(const QString& file, const std::string& id) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace opal
