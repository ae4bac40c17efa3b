// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/models/linearscorer.h"

namespace opal {

/// What most had on the training days, or on the last `days` of them (core/models/MODELS.md section 13): the
/// same list for everybody, without what a person had.
class Popularity final : public LinearScorer
{
public:
    /// `days` 0: all of them.
    Popularity(std::int64_t days, std::int64_t itemCount);

    std::string fit(const Dataset& data, const std::function<void(double fraction)>& progress,
                    std::stop_token stop) override;

private:
    std::int64_t m_days;
};

} // namespace opal
