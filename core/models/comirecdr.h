// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/baselinemodel.h"
#include "core/models/encodersource.h"
#include "core/models/layers.h"

namespace opal {

struct ComiRecDrOptions : BaselineOptions
{
    RoutingOptions routing;

    static ComiRecDrOptions from(const ParamMap& params);
};

/// ComiRec-DR (Cen et al., KDD 2020; core/models/MODELS.md section 4): dynamic routing where every position
/// of the history, counted from the oldest item read, and every interest have a map of their own.
class ComiRecDr final : public BaselineModel, public ScriptedEncoder
{
public:
    ComiRecDr(const ComiRecDrOptions& options, std::int64_t itemCount);

    void initialise(std::uint64_t seed) override;
    LossTerms loss(const Batch& batch) override;
    EncoderSource encoderSource() const override;

    /// The mapped items [n, K, L, d] of one block.
    torch::Tensor mapped(const HistoryBlock& block) const;

    Routing route(const HistoryBlock& block) const;

protected:
    BlockInterests interestsOf(const HistoryBlock& block) override;
    std::shared_ptr<kernels::BaselineStep> makeStep() const override;

private:
    ComiRecDrOptions m_options;
    torch::Tensor m_maps; ///< W [Lmax, K d, d]; row k d + i is output i of interest k
};

} // namespace opal
