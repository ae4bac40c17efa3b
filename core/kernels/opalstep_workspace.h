// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/kernels/grutile.h"
#include "core/kernels/itemrows.h"
#include "core/kernels/opalstep.h"

namespace opal {

/// Reductions run over this many chains of users, each in order, then over the chains in order: the bits of a
/// sum do not depend on how many threads shared the chains.
inline constexpr std::int64_t chainCount = 16;

/// Memory of one thread, reused from tile to tile.
struct TileScratch
{
    kernels::GruTile gru;
    kernels::Buffer<float> logits; ///< [users * K, stride]
    kernels::Buffer<std::uint8_t> winners; ///< [users, stride]
    kernels::Buffer<std::int32_t> lists; ///< [K, candidates]
    kernels::Buffer<float> head; ///< [groups, width] unit hard interests, group order
    kernels::Buffer<float> headNorm; ///< [groups]
    kernels::Buffer<float> headGradient; ///< [groups, width]
    kernels::Buffer<float> stateGradient; ///< [groups, width]
    kernels::Buffer<float> hard; ///< [users * K, width] hard interests or their gradient, slot order
    kernels::Buffer<std::uint8_t> filled; ///< [users * K] whether the group has items
};

/// Sums of one chain.
struct ChainSums
{
    kernels::Buffer<float> negatives; ///< [candidates, width]
    kernels::Buffer<float> categories; ///< [K, width]
    kernels::Buffer<float> gruInput; ///< [3 width, width]
    kernels::Buffer<float> gruHidden; ///< [3 width, width]
    kernels::Buffer<float> headWeight; ///< [width, width]
    kernels::Buffer<float> headBias; ///< [width]
    kernels::AssignSums assign;
    double loss = 0;
};

/// Padded copies of the parameters.
struct PaddedParameters
{
    kernels::Buffer<float> categories, gruInput, gruHidden, gruInputTransposed, gruHiddenTransposed;
    kernels::Buffer<float> headWeight, headWeightTransposed, headBias;
};

/// Everything of OpalStep that outlives a call, and the steps between which threads meet.
struct OpalStep::Workspace
{
    Workspace(const Shape& shape, const kernels::HotTable& table);

    enum class Form { Soft, Hard };

    Values run(const Batch& batch, const Parameters& parameters, const OpalStepOptions& options,
               const Gradients& gradients, Form form);
    void encode(const RaggedHistories& histories, const Parameters& parameters,
                const OpalStepOptions& options, float* interestsOut, float* weightsOut,
                std::int32_t* categoryOut, Form form);

    void prepareParameters(const Parameters& parameters, const OpalStepOptions& options, Form form);
    void prepareHistories(const RaggedHistories& histories, const Parameters& parameters);
    void prepareCandidates(const Batch& batch, const Parameters& parameters);
    void zeroSums(Form form);
    kernels::Assign assignTask(const OpalStepOptions& options);
    void tileInterests(std::int64_t first, std::int64_t last, const OpalStepOptions& options, Form form,
                       TileScratch& scratch);
    void tileHard(std::int64_t first, std::int64_t last, const OpalStepOptions& options,
                  TileScratch& scratch);
    void tileLoss(const Batch& batch, std::int64_t first, std::int64_t last, const OpalStepOptions& options,
                  Form form, TileScratch& scratch, ChainSums& sums);
    void tileBackward(std::int64_t first, std::int64_t last, const OpalStepOptions& options, Form form,
                      TileScratch& scratch, ChainSums& sums);
    void hardBackward(std::int64_t first, std::int64_t last, const OpalStepOptions& options,
                      TileScratch& scratch, ChainSums& sums);
    void reduce(const Gradients& gradients, const OpalStepOptions& options, Form form, Values& values);
    void sumItemRows(const Gradients& gradients, Form form);

    float* unitInterests(Form form) const { return form == Form::Soft ? pooled.get() : interests.get(); }

    std::int64_t tileUsers() const { return K <= 2 ? 32 : K <= 4 ? 16 : 8; }

    const int K;
    const int dim;
    const int width; ///< dim padded
    const kernels::HotTable& hot;
    kernels::ItemRows itemRows;
    PaddedParameters padded;
    kernels::GruWeights gru;
    Timing timing;

    // The batch.
    std::int64_t users = 0, tokens = 0, candidates = 0;
    const std::int64_t* offsets = nullptr;
    kernels::TokenRows rows;
    kernels::Buffer<float> gathered; ///< [T, width] if width differs from dim
    kernels::Buffer<float> negatives; ///< [candidates, width]
    kernels::Buffer<float> negativePanels;
    kernels::Buffer<std::int32_t> negativeIds; ///< [candidates], 0 behind the real ones
    kernels::Buffer<float> positives; ///< [B, width]
    std::vector<const float*> positiveRows; ///< [B]

    // Forward.
    kernels::Buffer<float> weights; ///< [T, K]
    kernels::Buffer<std::int32_t> category; ///< [T]
    kernels::Buffer<std::int32_t> tokenUser; ///< [T]
    kernels::Buffer<float> pooled; ///< [B, K, width] sums, then unit vectors
    kernels::Buffer<float> pooledNorm; ///< [B * K] inverse norms, 0 where there is no mass
    kernels::Buffer<float> interests; ///< [B, K, width] fused unit vectors (hard)
    kernels::Buffer<float> interestNorm; ///< [B * K]

    // Backward.
    kernels::Buffer<float> gradient; ///< [B, K, width] of the interests, then of the pooled sums
    kernels::Buffer<float> scoreGradient; ///< [T, K]
    kernels::Buffer<float> tokenGradient; ///< [T, width] through the GRU
    kernels::Buffer<float> positiveGradient; ///< [B]
    kernels::Buffer<std::int32_t> positiveWinner; ///< [B]
    kernels::Buffer<float> negativeGradient; ///< [candidates, width]
    float massGradient[16] = {};

    ChainSums chains[chainCount];
    std::vector<TileScratch> threads; ///< one a thread
};

} // namespace opal
