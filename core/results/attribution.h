// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/results/interestlabel.h"

namespace opal {

/// Which interest finds what, over all users of a split (merge rule Maximum). Means are over the users with
/// targets; a mean over nobody is NaN.
struct Attribution
{
    int interests = 0; ///< K
    int k = 0; ///< length of the lists
    std::int64_t users = 0;
    std::int64_t targets = 0; ///< distinct held-out items, all users
    std::int64_t hits = 0; ///< of them in the merged lists
    double recall = 0; ///< mean over users of hits / targets: Recall@k

    struct Interest
    {
        std::int64_t found = 0; ///< hits of the merged lists whose highest score is this interest's
        std::int64_t alone = 0; ///< of them, in no other interest's list
        std::int64_t ownHits = 0; ///< targets in its own list, whoever else has them
        std::int64_t given = 0; ///< places of the merged lists that it fills
        double creditedRecall = 0; ///< its part of the recall by `found`; sums to `recall`
        double recallWithout = 0; ///< recall if the lists were merged without it
    };

    std::vector<Interest> perInterest; ///< [K] by index
    std::vector<double> marginalRecall; ///< [K] gain of the j-th strongest interest of each user over the
                                        ///< stronger ones; sums to `recall`
    std::vector<double> overlap; ///< [K, K] mean Jaccard index of two lists; NaN where never both searched;
                                 ///< diagonal 1
    double meanOverlap = 0; ///< over pairs of different interests and users
    double effectiveInterests = 0; ///< mean over users of exp(entropy of the intensities); NaN if the model
                                   ///< has none
    double effectiveSources = 0; ///< mean over users of exp(entropy of the shares of the merged list)
};

/// One user in the table of properties.
struct UserProperties
{
    std::string userId;
    std::int64_t historyLength = 0;
    std::int64_t targets = 0;
    std::int64_t hits = 0;
    double recall = 0;
    double diversity = 0; ///< mean 1 - cosine over pairs of valid interest vectors; 0 with one interest
    double drift = 0; ///< half the sum of |share in the newer half - share in the older half| of the history
                      ///< over interests, 0..1; NaN if the model assigns no items
    double effectiveInterests = 0; ///< exp(entropy of the intensities); NaN if the model has none
};

/// What one pass over all users of a run's test day gives.
struct RunAttribution
{
    std::string run;
    CategoryNames categoryNames; ///< of the interests, which are as many; empty if the model has none
    Attribution attribution;
    std::vector<UserProperties> users;
};

} // namespace opal
