// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/kernels/opalstep_workspace.h"

// One tile of users, forward and backward:
//   p = sum_l a_l x_l (Eq. 3),  p^ = p / |p| (g_j without mass),  soft: u = p^
//   hard: q = normalise(head(h)) (g_j for an empty group),  s = (p^ + q) / 2,  u = s / |s|.
// Without normaliseInterests nothing is divided by its norm, and g_j replaces p only where there is no
// history. With y = x / |x| the gradient is dx = (dy - y (y . dy)) / |x|.

namespace opal {

using namespace kernels;

void OpalStep::Workspace::tileInterests(std::int64_t first, std::int64_t last, const OpalStepOptions& options,
                                        Form form, TileScratch& scratch)
{
    const std::int64_t slots = (last - first) * K;
    float* soft = pooled.get() + first * K * width;
    const float* norms = pooledNorm.get() + first * K;
    if (options.normaliseInterests)
        hot.normalise(slots, width, soft, soft, pooledNorm.get() + first * K);
    else
        for (std::int64_t user = first; user < last; ++user)
            std::fill_n(pooledNorm.get() + user * K, K, offsets[user + 1] > offsets[user] ? 1.0F : 0.0F);
    for (std::int64_t slot = 0; slot < slots; ++slot)
        if (norms[slot] == 0)
            std::copy_n(padded.categories.get() + slot % K * width, width, soft + slot * width);
    if (form == Form::Soft)
        return;
    tileHard(first, last, options, scratch);
    const float* hard = scratch.hard.get();
    float* fused = interests.get() + first * K * width;
    for (std::int64_t i = 0; i < slots * width; ++i)
        fused[i] = 0.5F * (soft[i] + hard[i]);
    if (options.normaliseInterests)
        hot.normalise(slots, width, fused, fused, interestNorm.get() + first * K);
}

void OpalStep::Workspace::tileHard(std::int64_t first, std::int64_t last, const OpalStepOptions& options,
                                   TileScratch& scratch)
{
    const std::int64_t slots = (last - first) * K;
    GruTile& tile = scratch.gru;
    tile.group(K, last - first, offsets + first, category.get());
    const float* states = tile.forward(hot, gru, rows);
    const std::int64_t groups = tile.groups();
    float* head = scratch.head.ensure(groups * width);
    if (options.head == GruHead::None) {
        std::copy_n(states, groups * width, head);
    } else {
        for (std::int64_t group = 0; group < groups; ++group)
            std::copy_n(padded.headBias.get(), width, head + group * width);
        hot.gemm({ .m = groups,
                   .n = width,
                   .k = width,
                   .a = states,
                   .aRow = width,
                   .aColumn = 1,
                   .b = padded.headWeightTransposed.get(),
                   .bRow = width,
                   .bPanel = hot.panelWidth,
                   .c = head,
                   .cRow = width,
                   .accumulate = true });
    }
    if (options.head == GruHead::LinearRelu)
        for (std::int64_t i = 0; i < groups * width; ++i)
            head[i] = head[i] > 0 ? head[i] : 0;
    if (options.normaliseInterests)
        hot.normalise(groups, width, head, head, scratch.headNorm.ensure(groups));

    float* hard = scratch.hard.ensure(slots * width);
    std::uint8_t* filled = scratch.filled.ensure(slots);
    std::fill_n(filled, slots, std::uint8_t { 0 });
    for (std::int64_t group = 0; group < groups; ++group) {
        filled[tile.slot(group)] = 1;
        std::copy_n(head + group * width, width, hard + tile.slot(group) * width);
    }
    for (std::int64_t slot = 0; slot < slots; ++slot)
        if (!filled[slot])
            std::copy_n(padded.categories.get() + slot % K * width, width, hard + slot * width);
}

void OpalStep::Workspace::tileLoss(const Batch& batch, std::int64_t first, std::int64_t last,
                                   const OpalStepOptions& options, Form form, TileScratch& scratch,
                                   ChainSums& sums)
{
    // Rows of logits are not a power of two apart: one candidate's column would fall into one cache set.
    const std::int64_t stride = candidates + padding;
    const float* vectors = unitInterests(form) + first * K * width;
    MainLoss task { .interests = K,
                    .width = width,
                    .users = last - first,
                    .candidates = candidates,
                    .stride = stride,
                    .inverseEpsilon = 1 / options.epsilon,
                    .gradientScale = 1 / (static_cast<float>(users) * options.epsilon),
                    .interestVectors = vectors,
                    .negativeIds = negativeIds.get(),
                    .negatives = negatives.get(),
                    .positiveIds = batch.positives.data() + first,
                    .positives = positiveRows.data() + first,
                    .logits = scratch.logits.ensure((last - first) * K * stride),
                    .winners = scratch.winners.ensure((last - first) * stride),
                    .scratch = scratch.lists.ensure(K * candidates),
                    .gradient = gradient.get() + first * K * width,
                    .positiveGradient = positiveGradient.get() + first,
                    .positiveWinner = positiveWinner.get() + first };
    hot.gemm({ .m = (last - first) * K,
               .n = candidates,
               .k = width,
               .a = vectors,
               .aRow = width,
               .aColumn = 1,
               .b = negativePanels.get(),
               .bRow = hot.panelWidth,
               .bPanel = std::int64_t { hot.panelWidth } * width,
               .c = task.logits,
               .cRow = stride });
    hot.mainLoss(task);
    hot.negativeGradients(task, sums.negatives.get());
    sums.loss += task.loss;
}

void OpalStep::Workspace::tileBackward(std::int64_t first, std::int64_t last, const OpalStepOptions& options,
                                       Form form, TileScratch& scratch, ChainSums& sums)
{
    const std::int64_t slots = (last - first) * K;
    float* own = gradient.get() + first * K * width;
    if (form == Form::Hard) {
        if (options.normaliseInterests)
            hot.normaliseBackward(slots, width, interests.get() + first * K * width,
                                  interestNorm.get() + first * K, own);
        for (std::int64_t i = 0; i < slots * width; ++i)
            own[i] *= 0.5F;
        std::copy_n(own, slots * width, scratch.hard.get());
        hardBackward(first, last, options, scratch, sums);
    }
    const float* norms = pooledNorm.get() + first * K;
    for (std::int64_t slot = 0; slot < slots; ++slot)
        if (norms[slot] == 0)
            for (int i = 0; i < width; ++i)
                sums.categories.get()[slot % K * width + i] += own[slot * width + i];
    if (options.normaliseInterests)
        hot.normaliseBackward(slots, width, pooled.get() + first * K * width, norms, own);
    const float unique = form == Form::Hard ? options.lambdaUnique / static_cast<float>(users) : 0;
    hot.assignBackward({ .interests = K,
                         .width = width,
                         .inverseEpsilon = 1 / options.epsilon,
                         .rows = rows,
                         .offsets = offsets,
                         .weights = weights.get(),
                         .category = category.get(),
                         .pooledGradient = gradient.get(),
                         .massGradient = massGradient,
                         .uniqueScale = unique,
                         .scoreGradient = scoreGradient.get(),
                         .categoryGradient = sums.categories.get() },
                       first, last);
}

void OpalStep::Workspace::hardBackward(std::int64_t first, std::int64_t last, const OpalStepOptions& options,
                                       TileScratch& scratch, ChainSums& sums)
{
    GruTile& tile = scratch.gru;
    const std::int64_t groups = tile.groups();
    const float* head = scratch.head.get();
    float* headGradient = scratch.headGradient.ensure(groups * width);
    for (std::int64_t group = 0; group < groups; ++group)
        std::copy_n(scratch.hard.get() + tile.slot(group) * width, width, headGradient + group * width);
    for (std::int64_t slot = 0; slot < (last - first) * K; ++slot)
        if (!scratch.filled.get()[slot])
            for (int i = 0; i < width; ++i)
                sums.categories.get()[slot % K * width + i] += scratch.hard.get()[slot * width + i];
    if (options.normaliseInterests)
        hot.normaliseBackward(groups, width, head, scratch.headNorm.get(), headGradient);
    float* stateGradient = headGradient;
    if (options.head != GruHead::None) {
        if (options.head == GruHead::LinearRelu)
            for (std::int64_t i = 0; i < groups * width; ++i)
                headGradient[i] = head[i] > 0 ? headGradient[i] : 0;
        for (std::int64_t group = 0; group < groups; ++group)
            for (int i = 0; i < width; ++i)
                sums.headBias.get()[i] += headGradient[group * width + i];
        hot.gemm({ .m = width,
                   .n = width,
                   .k = groups,
                   .a = headGradient,
                   .aRow = 1,
                   .aColumn = width,
                   .b = tile.lastStates(),
                   .bRow = width,
                   .bPanel = hot.panelWidth,
                   .c = sums.headWeight.get(),
                   .cRow = width,
                   .accumulate = true });
        stateGradient = scratch.stateGradient.ensure(groups * width);
        hot.gemm({ .m = groups,
                   .n = width,
                   .k = width,
                   .a = headGradient,
                   .aRow = width,
                   .aColumn = 1,
                   .b = padded.headWeight.get(),
                   .bRow = width,
                   .bPanel = hot.panelWidth,
                   .c = stateGradient,
                   .cRow = width });
    }
    tile.backward(hot, gru, stateGradient, sums.gruInput.get(), sums.gruHidden.get(), tokenGradient.get());
}

} // namespace opal
