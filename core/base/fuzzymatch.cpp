// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fuzzymatch.h"

#include <algorithm>
#include <cstddef>

namespace opal {

namespace {

constexpr int wholeScore = 1000; ///< the word occurs in one piece
constexpr int scatteredScore = 400; ///< its letters occur in order
constexpr int beginBonus = 300;
constexpr int wordBonus = 150;
constexpr int wholeTextBonus = 400;
constexpr int maximumPenalty = 200;

unsigned char folded(char letter)
{
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte + ('a' - 'A')) : byte;
}

bool sameLetter(char first, char second)
{
    return folded(first) == folded(second);
}

bool isWordPart(char letter)
{
    const unsigned char byte = folded(letter);
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
}

int penalty(std::ptrdiff_t amount)
{
    return static_cast<int>(std::min<std::ptrdiff_t>(amount, maximumPenalty));
}

int wholeWordScore(std::string_view text, std::string_view word)
{
    int best = 0;
    auto from = text.begin();
    for (;;) {
        const auto found = std::search(from, text.end(), word.begin(), word.end(), sameLetter);
        if (found == text.end())
            return best;
        const auto position = found - text.begin();
        int score = wholeScore - penalty(position);
        if (position == 0)
            score += beginBonus;
        else if (!isWordPart(*(found - 1)))
            score += wordBonus;
        if (word.size() == text.size())
            score += wholeTextBonus;
        best = std::max(best, score);
        from = found + 1;
    }
}

int scatteredWordScore(std::string_view text, std::string_view word)
{
    std::size_t matched = 0;
    std::ptrdiff_t first = 0;
    std::ptrdiff_t last = 0;
    for (std::size_t position = 0; position < text.size() && matched < word.size(); ++position) {
        if (!sameLetter(text[position], word[matched]))
            continue;
        if (matched == 0)
            first = static_cast<std::ptrdiff_t>(position);
        last = static_cast<std::ptrdiff_t>(position);
        ++matched;
    }
    if (matched < word.size())
        return 0;
    const std::ptrdiff_t gaps = last - first + 1 - static_cast<std::ptrdiff_t>(word.size());
    // Letters strewn over a long text are chance, not intention.
    if (gaps > 2 * static_cast<std::ptrdiff_t>(word.size()) + 4)
        return 0;
    return scatteredScore - penalty(gaps * 8) / 2 - penalty(first) / 2;
}

} // namespace

int fuzzyScore(std::string_view text, std::string_view query)
{
    int sum = 0;
    int words = 0;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find(' '), query.size());
        const std::string_view word = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (word.empty())
            continue;
        int score = wholeWordScore(text, word);
        if (score == 0)
            score = scatteredWordScore(text, word);
        if (score == 0)
            return 0;
        sum += score;
        ++words;
    }
    return words == 0 ? 1 : sum / words;
}

} // namespace opal
