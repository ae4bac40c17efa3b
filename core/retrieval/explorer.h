// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/recalllist.h"
#include "core/retrieval/historyrule.h"
#include "core/retrieval/searcher.h"

namespace opal {

class RankingModel;
struct TracedUser;

/// A data set, a trained model and the search over its items, ready to answer for any user. Not for several
/// threads at once.
class Explorer final
{
public:
    /// `rule` is that of the run: how much of a history its model reads, and what its lists leave out.
    Explorer(std::shared_ptr<const Dataset> data, std::shared_ptr<RankingModel> model,
             const HistoryRule& rule);

    /// Answers a question of the lens: history (training and validation days), interests and the best items
    /// of a user. Held-out items are the user's on the test day. Lists leave out the history that was asked
    /// about, as far as the model reads it or, where the rule is the whole history, all of it and what the
    /// user had before his window. Throws Error{NotFound} naming an id near the unknown one,
    /// Error{InvalidArgument}.
    UserExploration explore(const ExploreQuery& query) const;

    /// Items whose id or title holds the text (case of ASCII letters does not matter): the id itself, ids
    /// that begin with it, then the others, by falling popularity.
    std::vector<UserExploration::ItemText> findItems(const std::string& text, std::size_t limit) const;

    const Dataset& data() const { return *m_data; }

    RankingModel& model() const { return *m_model; }

    const Searcher& searcher() const { return m_searcher; }

    const HistoryRule& rule() const { return m_rule; }

private:
    UserIndex requireUser(const std::string& userId) const;
    ItemIndex requireItem(const std::string& itemId) const;
    std::vector<ItemIndex> takeHistory(const ExploreQuery& query, UserExploration& result) const;
    void fillInterests(const TracedUser& traced, const ExploreQuery& query, UserExploration& result) const;
    void fillRecall(const InterestSet& interests, const ExploreQuery& query,
                    std::span<const ItemIndex> excluded, UserExploration& result) const;
    std::vector<ItemIndex> excludedItems(const ExploreQuery& query, std::span<const ItemIndex> window,
                                         UserIndex user) const;
    void fillScores(const InterestSet& interests, UserExploration& result) const;
    void fillReasons(const InterestSet& interests, UserExploration& result) const;
    void fillHeldOut(const InterestSet& interests, const ExploreQuery& query,
                     std::span<const ItemIndex> excluded, UserExploration& result) const;
    UserExploration::ItemText textOf(ItemIndex item) const;

    std::shared_ptr<const Dataset> m_data;
    std::shared_ptr<RankingModel> m_model;
    HistoryRule m_rule;
    Searcher m_searcher;
};

} // namespace opal
