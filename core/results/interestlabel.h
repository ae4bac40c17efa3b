// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace opal {

/// What sets a class of items (a hyper-category, the recall of one interest) apart from the other items.
struct InterestLabel
{
    /// A tag or a word of titles.
    struct Term
    {
        std::string text; ///< a tag as it is written, a word in small letters
        bool isTag = false;
        double score = 0; ///< c-TF-IDF: share of the class's terms times log(1 + A / f)
        std::int64_t items = 0; ///< of the class that have it

        bool operator==(const Term&) const = default;
    };

    std::vector<Term> terms; ///< tags, then words; each kind by falling score. Empty: nothing sets it apart
    std::string text; ///< the first of them, e.g. "football, fitness, dance"; empty without terms
};

/// The short text of terms in their order: up to four tags, filled up with words to three terms, as many as
/// fit but never fewer than two. A tag that is a bare number is written "#39".
std::string labelText(const std::vector<InterestLabel::Term>& terms);

/// One item in words.
struct DescribedItem
{
    std::string id; ///< original
    std::string title; ///< may be empty
    std::string tags; ///< comma-separated, may be empty
    double cosine = 0; ///< x . g_j to the vector of its hyper-category
    std::int64_t popularity = 0; ///< training interactions
    std::string cover; ///< path of its picture, see pathBelow(); may be empty
};

/// What a hyper-category is about.
struct CategoryTopic
{
    InterestLabel label;
    std::vector<DescribedItem> central; ///< largest cosine first
    std::vector<DescribedItem> watched; ///< most training interactions first
};

/// What the hyper-categories of a run, and with them the interests of its users, are called.
struct CategoryNames
{
    std::map<int, std::string> given; ///< by people, by 0-based category
    std::map<int, std::string> generated; ///< labels, by 0-based category; none where nothing sets it apart

    /// The given name, else the generated one, else empty.
    std::string of(int category) const;

    bool operator==(const CategoryNames&) const = default;
};

/// The texts of labels by 0-based category.
template <typename Topics> std::map<int, std::string> labelTexts(const Topics& topics)
{
    std::map<int, std::string> texts;
    int category = 0;
    for (const CategoryTopic& topic : topics) {
        if (!topic.label.text.empty())
            texts[category] = topic.label.text;
        ++category;
    }
    return texts;
}

} // namespace opal
