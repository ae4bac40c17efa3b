// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/interestlabel.h"

namespace opal {

/// The words of a text, in its order and in small letters: cut where ICU's word break iterator cuts, so that
/// Chinese and Japanese become words, too. Numbers, signs and single letters are left out; a single ideograph
/// is a word. Bytes that are not UTF-8 separate words.
std::vector<std::string> wordsIn(std::string_view text);

/// The tags and the words of the titles of all items as numbers. A tag stands once an item and is a term of
/// its own beside the word of the same letters; a word stands as often as the title has it.
struct ItemTerms
{
    std::vector<std::string> names; ///< [T] tags first
    std::size_t tagCount = 0; ///< terms below it are tags, the others words
    std::vector<std::int64_t> offsets; ///< [N + 2]; terms of item i are ids[offsets[i] .. offsets[i + 1]]
    std::vector<std::int32_t> ids;
    std::vector<std::int64_t> frequency; ///< [T] f_t: occurrences in all items
    std::vector<std::int64_t> items; ///< [T] items that have it
    std::int64_t taggedItems = 0; ///< with a tag
    std::int64_t titledItems = 0; ///< with a word

    std::span<const std::int32_t> of(ItemIndex item) const
    {
        const auto place = static_cast<std::size_t>(item);
        return std::span(ids).subspan(static_cast<std::size_t>(offsets[place]),
                                      static_cast<std::size_t>(offsets[place + 1] - offsets[place]));
    }
};

/// Linear in the text; does not depend on the number of threads.
ItemTerms itemTerms(const Dataset& data);

/// Labels of `classes`, lists of items that may overlap and need not hold every item.
///
/// A term scores tf * log(1 + A / f) (class-based TF-IDF as in BERTopic): tf is its share of the terms of the
/// class, f how often all items have it, A how many terms a class would have if all items were spread evenly
/// over the classes. A term is told only if more items of the class have it than chance would give them:
/// by Chernoff's bound on the binomial, exp(-n KL(k/n || p)) < 0.05 / (terms * classes), where k of its n
/// items are in the class and p is the class's share of the items that have any term of its kind. So stop
/// words, which are everywhere alike, need no list, and a partition at chance gets no labels. Words that a
/// told tag already holds are left out. At most `mostLabelTerms` terms a class. Linear in the text of the
/// classes.
std::vector<InterestLabel> classLabels(const ItemTerms& terms,
                                       const std::vector<std::vector<ItemIndex>>& classes);

constexpr std::size_t mostLabelTerms = 10;

/// The items of each category, ascending, [K]. `itemCategory` [N + 1]. Throws Error{InvalidArgument} if an
/// item is in a category that does not exist.
std::vector<std::vector<ItemIndex>> itemsByCategory(std::span<const std::uint8_t> itemCategory,
                                                    int categories);

/// The `count` items of a class with most training interactions, most first, equal ones by index.
/// `popularity` [N + 1].
std::vector<ItemIndex> mostWatched(const std::vector<ItemIndex>& items,
                                   std::span<const std::int32_t> popularity, std::size_t count);

} // namespace opal
