// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/recalllist.h"
#include "core/retrieval/interestrecall.h"

namespace opal {

class Recommender;
struct TracedUser;

/// A data set, a trained model and the index over its items, ready to answer for any user. Not for several
/// threads at once.
class Explorer final
{
public:
    /// `maxLength` is the history window that the model was trained with.
    Explorer(std::shared_ptr<const Dataset> data, std::shared_ptr<Recommender> model, std::int64_t maxLength);

    /// Answers a question of the lens. Held-out items are the user's on the test day; the filter is the
    /// history that was asked about and, if the question wants so, what the user watched before the window.
    /// Throws Error{NotFound} naming an id near the unknown one, Error{InvalidArgument}.
    UserExploration explore(const ExploreQuery& query) const;

    /// History (training and validation days), interests and the `k` best items of a user; held-out items are
    /// those of the test day. The filter is the whole history or, if `wholeHistoryFilter` is false, the
    /// window alone. Throws Error{NotFound} naming an id near the unknown one.
    UserExploration explore(const std::string& userId, int k, bool wholeHistoryFilter) const;

    /// The same for a made-up history of original item ids, oldest first. Throws Error{NotFound,
    /// InvalidArgument}.
    UserExploration exploreHistory(const std::vector<std::string>& itemIds, int k,
                                   bool wholeHistoryFilter) const;

    /// Items whose id or title holds the text (case of ASCII letters does not matter): the id itself, ids
    /// that begin with it, then the others, by falling popularity.
    std::vector<UserExploration::ItemText> findItems(const std::string& text, std::size_t limit) const;

    const Dataset& data() const { return *m_data; }

    Recommender& model() const { return *m_model; }

    const InterestRecall& recall() const { return *m_recall; }

    std::int64_t maxLength() const { return m_maxLength; }

private:
    UserIndex requireUser(const std::string& userId) const;
    ItemIndex requireItem(const std::string& itemId) const;
    std::vector<ItemIndex> takeHistory(const ExploreQuery& query, UserExploration& result) const;
    void fillInterests(const TracedUser& traced, const ExploreQuery& query, UserExploration& result) const;
    void fillRecall(const InterestSet& interests, const ExploreQuery& query,
                    std::span<const ItemIndex> window, UserExploration& result) const;
    void fillScores(const InterestSet& interests, UserExploration& result) const;
    void markHeldOut(UserExploration& result) const;
    UserExploration::ItemText textOf(ItemIndex item) const;

    std::shared_ptr<const Dataset> m_data;
    std::shared_ptr<Recommender> m_model;
    std::int64_t m_maxLength;
    std::unique_ptr<InterestRecall> m_recall;
};

} // namespace opal
