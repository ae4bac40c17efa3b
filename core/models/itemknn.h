// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/models/linearscorer.h"

namespace opal {

struct ItemKnnOptions
{
    std::int64_t neighbours = 100;
    double shrinkage = 10;

    static ItemKnnOptions from(const ParamMap& params);
};

/// Item-based nearest neighbours (core/models/MODELS.md section 13): an item is scored by its similarity to
/// those items of the history that are among its nearest.
class ItemKnn final : public LinearScorer
{
public:
    ItemKnn(const ItemKnnOptions& options, std::int64_t itemCount);

    std::string fit(const Dataset& data, const std::function<void(double fraction)>& progress,
                    std::stop_token stop) override;

private:
    ItemKnnOptions m_options;
};

} // namespace opal
