// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <torch/torch.h>

#include "core/data/dataset.h"

namespace opal {

/// What a logit is set to that is to take no part: its exponential is 0.
inline constexpr double removedLogit = -1e9;

/// x / |x| over the last axis. A zero vector stays zero and gets a zero gradient.
torch::Tensor unitVectors(const torch::Tensor& x);

/// True where negative c of row b is that row's positive: [B, C] bool.
torch::Tensor collisions(const std::vector<ItemIndex>& positives, const std::vector<ItemIndex>& negatives);

/// Form M (paper Eq. 6): scores [B, 1 + C] with the positive in column 0, each the maximum over the interests
/// of u . v / epsilon. `interests` [B, K, d], `positives` [B, d], `negatives` [C, d]. The gradient goes to
/// the winning interest of each candidate.
torch::Tensor maxLogits(const torch::Tensor& interests, const torch::Tensor& positives,
                        const torch::Tensor& negatives, double epsilon);

/// Form H: one interest a row, the one nearest to the positive, scores all its candidates. `valid` [B, K]
/// bool may be undefined; interests that are not valid are never chosen.
torch::Tensor hardReadoutLogits(const torch::Tensor& interests, const torch::Tensor& positives,
                                const torch::Tensor& negatives, const torch::Tensor& valid = {});

/// Mean cross-entropy against column 0 after the collided negatives are taken out of the race. `collided` [B,
/// C] may be undefined.
torch::Tensor candidateLoss(const torch::Tensor& logits, const torch::Tensor& collided = {});

/// Eq. 1: sum over i != j of (g_i . g_j)^2, zero for one category. `categories` [K, d] are unit rows.
torch::Tensor orthogonality(const torch::Tensor& categories);

/// Unbiased standard deviation of the masses divided by their mean (Eq. 4), zero for a single mass.
torch::Tensor relativeSpread(const torch::Tensor& masses);

/// DSSRec's seq2seq loss of every pair of rows: -log softmax of past_r . future_r / sqrt(d) among past_r .
/// future_s / sqrt(d) over all s (core/models/MODELS.md section 7). `past` and `future` are [R, d], the
/// result is [R]. `inBlocks` works on some rows at a time and recomputes them for the gradient, so that no
/// table of all pairs is kept.
torch::Tensor intentionLosses(const torch::Tensor& past, const torch::Tensor& future, bool inBlocks);

} // namespace opal
