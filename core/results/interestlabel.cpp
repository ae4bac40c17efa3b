// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/interestlabel.h"

#include <algorithm>

#include "core/results/recalllist.h"

namespace opal {

namespace {

constexpr std::size_t mostTerms = 4;
constexpr std::size_t leastTerms = 2;
constexpr std::size_t termsWithWords = 3; ///< tags alone say it better than a mixture
constexpr std::size_t longestText = 32; ///< signs

/// Of UTF-8.
std::size_t signs(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::string shown(const InterestLabel::Term& term)
{
    const bool number = std::all_of(term.text.begin(), term.text.end(),
                                    [](char sign) { return sign >= '0' && sign <= '9'; });
    return term.isTag && number ? "#" + term.text : term.text;
}

} // namespace

std::string labelText(const std::vector<InterestLabel::Term>& terms)
{
    std::string text;
    std::size_t count = 0;
    for (const InterestLabel::Term& term : terms) {
        if (count == mostTerms || (!term.isTag && count >= termsWithWords))
            break;
        const std::string longer = (text.empty() ? text : text + ", ") + shown(term);
        if (count >= leastTerms && signs(longer) > longestText)
            break;
        text = longer;
        ++count;
    }
    return text;
}

std::string CategoryNames::of(int category) const
{
    for (const auto* names : { &given, &generated })
        if (const auto found = names->find(category); found != names->end())
            return found->second;
    return {};
}

std::string UserExploration::interestName(int interest) const
{
    const auto place = static_cast<std::size_t>(interest);
    if (categoryNames.given.contains(interest) || interest < 0 || place >= interests.size()
        || interests[place].label.text.empty())
        return categoryNames.of(interest);
    return interests[place].label.text;
}

std::vector<std::string> UserExploration::interestNames() const
{
    std::vector<std::string> names;
    for (std::size_t interest = 0; interest < interests.size(); ++interest)
        names.push_back(interestName(static_cast<int>(interest)));
    return names;
}

} // namespace opal
