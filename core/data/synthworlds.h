// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "core/base/random.h"

namespace opal {

/// One subject of the synthetic micro-videos: its tag, and the words that titles are made of.
struct SynthSubject
{
    const char* name; ///< "Football"
    std::array<const char*, 10> words; ///< lower case, of no other subject
};

/// Subjects that the same people watch: "Sports" with football, fitness, dance and cycling.
struct SynthWorld
{
    const char* name;
    std::array<SynthSubject, 4> subjects;
};

/// The worlds there are names for.
const std::array<SynthWorld, 12>& synthWorldTable();

constexpr std::size_t synthTitleLength = 32; ///< the longest title, characters

/// Two to five words, "Perfect penalty keeper again": the word of the subject at `mainWord`, mostly a second
/// one, and words that every subject has.
std::string synthTitle(const SynthSubject& subject, std::size_t mainWord, Random& random);

} // namespace opal
