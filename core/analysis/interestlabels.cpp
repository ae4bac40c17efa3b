// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/interestlabels.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unordered_map>
#include <utility>

#include "core/analysis/tagagreement.h"
#include "core/base/error.h"

namespace opal {

namespace {

constexpr double chanceOfAnyTerm = 0.05; ///< that any term of any class is told of classes at random

/// Cuts texts into words. Made once: an iterator with its dictionaries is dear.
class WordCutter final
{
public:
    WordCutter()
    {
        UErrorCode status = U_ZERO_ERROR;
        m_breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
        if (U_FAILURE(status))
            throw Error(ErrorCode::Internal,
                        std::string("ICU has no word break rules: ") + u_errorName(status));
    }

    template <typename Take> void cut(std::string_view text, Take take)
    {
        // What is not UTF-8 becomes U+FFFD, which is no letter.
        m_text = icu::UnicodeString::fromUTF8(
            icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
        m_text.toLower(icu::Locale::getRoot());
        m_breaks->setText(m_text);
        std::int32_t start = m_breaks->first();
        for (std::int32_t end = m_breaks->next(); end != icu::BreakIterator::DONE; end = m_breaks->next()) {
            const std::int32_t kind = m_breaks->getRuleStatus();
            const bool letters = kind >= UBRK_WORD_LETTER && kind < UBRK_WORD_LETTER_LIMIT;
            const bool word = letters || (kind >= UBRK_WORD_KANA && kind < UBRK_WORD_IDEO_LIMIT);
            if (word && !(letters && m_text.countChar32(start, end - start) < 2)) {
                m_word.clear();
                m_text.tempSubStringBetween(start, end).toUTF8String(m_word);
                take(m_word);
            }
            start = end;
        }
    }

private:
    std::unique_ptr<icu::BreakIterator> m_breaks;
    icu::UnicodeString m_text;
    std::string m_word;
};

/// What one class has, term by term.
struct ClassCounts
{
    std::vector<std::int64_t> occurrences; ///< [T], 0 but at `seen`
    std::vector<std::int64_t> items; ///< [T] the same
    std::vector<std::size_t> seen; ///< terms that occur, in order of first appearance
    std::int64_t terms = 0; ///< sum of the occurrences
    std::int64_t taggedItems = 0;
    std::int64_t titledItems = 0;
};

/// Tells the terms of one item after another, each once an item.
class TermsOfItems final
{
public:
    explicit TermsOfItems(std::size_t terms)
        : m_last(terms, 0)
    {
    }

    template <typename Take> void eachOnce(std::span<const std::int32_t> terms, Take take)
    {
        ++m_item;
        for (const std::int32_t term : terms)
            if (std::exchange(m_last[static_cast<std::size_t>(term)], m_item) != m_item)
                take(static_cast<std::size_t>(term));
    }

private:
    std::vector<std::int64_t> m_last; ///< [T] the last item that has the term
    std::int64_t m_item = 0; ///< counted from 1
};

void count(const ItemTerms& terms, const std::vector<ItemIndex>& items, TermsOfItems& walk,
           ClassCounts& counts)
{
    for (const std::size_t term : counts.seen)
        counts.occurrences[term] = counts.items[term] = 0;
    counts.seen.clear();
    counts.terms = counts.taggedItems = counts.titledItems = 0;
    for (const ItemIndex item : items) {
        const auto own = terms.of(item);
        walk.eachOnce(own, [&counts](std::size_t term) {
            if (counts.items[term]++ == 0)
                counts.seen.push_back(term);
        });
        for (const std::int32_t term : own)
            ++counts.occurrences[static_cast<std::size_t>(term)];
        counts.terms += static_cast<std::int64_t>(own.size());
        const auto isTag
            = [&terms](std::int32_t term) { return static_cast<std::size_t>(term) < terms.tagCount; };
        counts.taggedItems += !own.empty() && isTag(own.front()) ? 1 : 0; // tags stand first
        counts.titledItems += !own.empty() && !isTag(own.back()) ? 1 : 0;
    }
}

/// Whether `here` of the `all` items with a term being in a class with the share `part` of the items is more
/// than chance, among `tries` such questions.
bool standsOut(std::int64_t here, std::int64_t all, double part, double tries)
{
    const auto n = static_cast<double>(all);
    const double share = static_cast<double>(here) / n;
    if (!(part > 0) || part >= 1 || share <= part)
        return false;
    const double divergence
        = share * std::log(share / part) + (share < 1 ? (1 - share) * std::log((1 - share) / (1 - part)) : 0);
    return n * divergence > std::log(tries / chanceOfAnyTerm);
}

InterestLabel labelOf(const ItemTerms& terms, const ClassCounts& counts, std::size_t classes,
                      WordCutter& cutter)
{
    const auto classCount = static_cast<double>(classes);
    const double evenTerms = static_cast<double>(terms.ids.size()) / classCount;
    std::vector<InterestLabel::Term> found;
    for (const std::size_t term : counts.seen) {
        const bool isTag = term < terms.tagCount;
        const std::size_t kinds = isTag ? terms.tagCount : terms.names.size() - terms.tagCount;
        const double part = isTag
            ? static_cast<double>(counts.taggedItems) / static_cast<double>(terms.taggedItems)
            : static_cast<double>(counts.titledItems) / static_cast<double>(terms.titledItems);
        if (!standsOut(counts.items[term], terms.items[term], part, static_cast<double>(kinds) * classCount))
            continue;
        const double share
            = static_cast<double>(counts.occurrences[term]) / static_cast<double>(counts.terms);
        const double score = share * std::log1p(evenTerms / static_cast<double>(terms.frequency[term]));
        found.push_back({ terms.names[term], isTag, score, counts.items[term] });
    }
    std::sort(found.begin(), found.end(), [](const InterestLabel::Term& a, const InterestLabel::Term& b) {
        if (a.isTag != b.isTag)
            return a.isTag;
        return a.score != b.score ? a.score > b.score : a.text < b.text;
    });
    InterestLabel label;
    std::set<std::string> told;
    for (InterestLabel::Term& term : found) {
        if (label.terms.size() == mostLabelTerms)
            break;
        if (term.isTag)
            cutter.cut(term.text, [&told](const std::string& word) { told.insert(word); });
        else if (told.contains(term.text))
            continue;
        label.terms.push_back(std::move(term));
    }
    label.text = labelText(label.terms);
    return label;
}

} // namespace

std::vector<std::string> wordsIn(std::string_view text)
{
    std::vector<std::string> words;
    WordCutter().cut(text, [&words](const std::string& word) { words.push_back(word); });
    return words;
}

ItemTerms itemTerms(const Dataset& data)
{
    TagTable tags = tagTable(data);
    ItemTerms result;
    result.names = std::move(tags.names);
    result.tagCount = result.names.size();
    result.offsets = { 0, 0 };
    WordCutter cutter;
    std::unordered_map<std::string, std::int32_t> numbers; // of words
    for (ItemIndex item = 1; item <= data.itemCount(); ++item) {
        const auto own = tags.of(item);
        result.ids.insert(result.ids.end(), own.begin(), own.end());
        const std::size_t firstWord = result.ids.size();
        cutter.cut(data.title(item), [&](const std::string& word) {
            const auto [place, isNew]
                = numbers.try_emplace(word, static_cast<std::int32_t>(result.names.size()));
            if (isNew)
                result.names.push_back(word);
            result.ids.push_back(place->second);
        });
        result.taggedItems += own.empty() ? 0 : 1;
        result.titledItems += result.ids.size() > firstWord ? 1 : 0;
        result.offsets.push_back(static_cast<std::int64_t>(result.ids.size()));
    }
    result.frequency.assign(result.names.size(), 0);
    result.items.assign(result.names.size(), 0);
    for (const std::int32_t term : result.ids)
        ++result.frequency[static_cast<std::size_t>(term)];
    TermsOfItems walk(result.names.size());
    for (ItemIndex item = 1; item <= data.itemCount(); ++item)
        walk.eachOnce(result.of(item), [&result](std::size_t term) { ++result.items[term]; });
    return result;
}

std::vector<InterestLabel> classLabels(const ItemTerms& terms,
                                       const std::vector<std::vector<ItemIndex>>& classes)
{
    WordCutter cutter;
    TermsOfItems walk(terms.names.size());
    ClassCounts counts;
    counts.occurrences.assign(terms.names.size(), 0);
    counts.items.assign(terms.names.size(), 0);
    std::vector<InterestLabel> labels;
    for (const std::vector<ItemIndex>& items : classes) {
        count(terms, items, walk, counts);
        labels.push_back(labelOf(terms, counts, classes.size(), cutter));
    }
    return labels;
}

std::vector<std::vector<ItemIndex>> itemsByCategory(std::span<const std::uint8_t> itemCategory,
                                                    int categories)
{
    std::vector<std::vector<ItemIndex>> result(static_cast<std::size_t>(categories));
    for (std::size_t item = 1; item < itemCategory.size(); ++item) {
        if (itemCategory[item] >= result.size())
            throw Error(ErrorCode::InvalidArgument, "an item is in a category that does not exist");
        result[itemCategory[item]].push_back(static_cast<ItemIndex>(item));
    }
    return result;
}

std::vector<ItemIndex> mostWatched(const std::vector<ItemIndex>& items,
                                   std::span<const std::int32_t> popularity, std::size_t count)
{
    std::vector<ItemIndex> result(std::min(count, items.size()));
    std::partial_sort_copy(
        items.begin(), items.end(), result.begin(), result.end(), [popularity](ItemIndex a, ItemIndex b) {
            const auto of
                = [popularity](ItemIndex item) { return popularity[static_cast<std::size_t>(item)]; };
            return of(a) != of(b) ? of(a) > of(b) : a < b;
        });
    return result;
}

} // namespace opal
