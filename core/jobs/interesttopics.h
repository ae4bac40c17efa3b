// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/hypercategories.h"
#include "core/analysis/interestlabels.h"
#include "core/results/hypercategory.h"
#include "core/results/recalllist.h"

namespace opal {

class Explorer;
class RunStore;

/// What the interests of a run are about, made once for its data set and weights. Any thread may ask.

/// The terms of a data set; those of the last one asked about stay.
std::shared_ptr<const ItemTerms> termsOf(const Dataset& data);

/// What the hyper-categories of an assignment are about; `central` as of centralItems() or empty, then none
/// are listed. `itemCategory` [N + 1].
std::vector<CategoryTopic> describeCategories(const Dataset& data, std::span<const std::uint8_t> itemCategory,
                                              int categories,
                                              const std::vector<std::vector<CentralItem>>& central,
                                              std::size_t itemCount);

/// The same of the model as it stands now, [K] or empty if it has none. `key` is the run's weightsKey(): the
/// answers for the last few stay.
std::shared_ptr<const std::vector<CategoryTopic>> topicsOf(RankingModel& model, const Dataset& data,
                                                           const std::string& key);

/// Given and generated names of the categories of a run by the weights it has.
CategoryNames namesOf(const RunStore& store, const std::string& run, RankingModel& model, const Dataset& data,
                      const std::string& key);

/// Fills in labels, topics and names of the interests of a user of `user.run`.
void nameInterests(const RunStore& store, const Explorer& explorer, const std::string& key,
                   UserExploration& user);

} // namespace opal
