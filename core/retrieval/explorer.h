#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/results/recalllist.h"
#include "core/retrieval/retriever.h"

namespace opal {

class Recommender;

/// A data set, a trained model and the index over its items, ready to answer for any user. Not for several
/// threads at once.
class Explorer final
{
public:
    /// `maxLength` is the history window that the model was trained with.
    Explorer(std::shared_ptr<const Dataset> data, std::shared_ptr<Recommender> model, std::int64_t maxLength);

    /// History (training and validation days), interests and the `k` best items of a user; held-out items are
    /// those of the test day. The filter is the whole history or, if `wholeHistoryFilter` is false, the
    /// window alone. Throws Error{NotFound} naming an id near the unknown one.
    UserExploration explore(const std::string& userId, int k, bool wholeHistoryFilter) const;

    /// The same for a made-up history of original item ids, oldest first. Throws Error{NotFound,
    /// InvalidArgument}.
    UserExploration exploreHistory(const std::vector<std::string>& itemIds, int k,
                                   bool wholeHistoryFilter) const;

private:
    void fill(UserExploration& result, std::span<const ItemIndex> history, int k,
              bool wholeHistoryFilter) const;
    UserExploration::ItemText textOf(ItemIndex item) const;

    std::shared_ptr<const Dataset> m_data;
    std::shared_ptr<Recommender> m_model;
    std::int64_t m_maxLength;
    std::unique_ptr<Retriever> m_retriever;
};

} // namespace opal
