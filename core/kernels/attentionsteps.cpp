// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/kernels/baselinestep.h"

// ComiRec-SA and Octopus: an interest is a weighted sum of the items. Of a user's interests only the one that
// was read out has a gradient g: da_l = g . x_l, ds = a (da - sum of a da), and x_l gets a_l g beside what
// its scores give.

namespace opal::kernels {

namespace {

class ComiRecSaStep final : public BaselineStep
{
public:
    ComiRecSaStep(const StepShape& shape, const HotTable& table)
        : BaselineStep(shape, 5, table)
    {
    }

private:
    enum Parameter : std::size_t { Positions, HiddenWeight, HiddenBias, HeadWeight, HeadBias };

    enum Memory : int { Placed, Hidden, Weights, HiddenGradient, ScoreGradient };

    void forward(Tile& tile, Scratch& scratch) override
    {
        const std::int64_t wide = matrix(HiddenWeight).rows;
        float* placed = scratch.floats(Placed, tile.tokens * width);
        float* hidden = scratch.floats(Hidden, tile.tokens * wide);
        float* weights = scratch.floats(Weights, tile.tokens * slotCount);
        std::copy_n(x(tile.firstToken), tile.tokens * width, placed);
        forEachUser(tile, [&](std::int64_t, std::int64_t token, std::int64_t count) {
            loops.addScaled(count * width, 1, matrix(Positions).value.get(), placed + token * width);
        });
        repeat(matrix(HiddenBias).row(0), tile.tokens, wide, hidden);
        applyTransposed(tile.tokens, placed, matrix(HiddenWeight), hidden, true);
        loops.tangent(tile.tokens * wide, hidden);
        repeat(matrix(HeadBias).row(0), tile.tokens, slotCount, weights);
        applyTransposed(tile.tokens, hidden, matrix(HeadWeight), weights, true);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            loops.softmaxTokens(count, slotCount, weights + token * slotCount);
            pool(count, weights + token * slotCount, x(tile.firstToken + token),
                 tile.interests + user * K * width);
        });
    }

    void backward(const Tile& tile, Scratch& scratch) override
    {
        const std::int64_t wide = matrix(HiddenWeight).rows;
        const float* placed = scratch.floats(Placed, 0);
        const float* hidden = scratch.floats(Hidden, 0);
        const float* weights = scratch.floats(Weights, 0);
        float* hiddenGradient = scratch.floats(HiddenGradient, tile.tokens * wide);
        float* scores = scratch.floats(ScoreGradient, tile.tokens);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            const std::int32_t k = tile.chosen[user];
            const float* gradient = tile.gradient + user * width;
            float* own = scores + token;
            loops.dots(count, width, x(tile.firstToken + token), width, gradient, own, 1);
            float mean = 0;
            for (std::int64_t t = 0; t < count; ++t)
                mean += own[t] * weights[(token + t) * slotCount + k];
            for (std::int64_t t = 0; t < count; ++t) {
                const float weight = weights[(token + t) * slotCount + k];
                float* xRow = xGradient(tile.firstToken + token + t);
                float* hiddenRow = hiddenGradient + (token + t) * wide;
                own[t] = weight * (own[t] - mean);
                matrix(HeadBias).sum(tile.chain)[k] += own[t];
                std::fill_n(xRow, width, 0.0F);
                loops.addScaled(width, weight, gradient, xRow);
                loops.addScaled(wide, own[t], hidden + (token + t) * wide,
                                matrix(HeadWeight).sum(tile.chain) + k * wide);
                std::fill_n(hiddenRow, wide, 0.0F);
                loops.addScaled(wide, own[t], matrix(HeadWeight).row(k), hiddenRow);
            }
        });
        loops.tangentBackward(tile.tokens * wide, hidden, hiddenGradient);
        addRows(tile.tokens, hiddenGradient, wide, matrix(HiddenBias).sum(tile.chain));
        addOuter(tile.tokens, hiddenGradient, wide, placed, width, matrix(HiddenWeight).sum(tile.chain));
        float* placedGradient = scratch.floats(Placed, tile.tokens * width);
        apply(tile.tokens, hiddenGradient, matrix(HiddenWeight), placedGradient, false);
        loops.addScaled(tile.tokens * width, 1, placedGradient, xGradient(tile.firstToken));
        forEachUser(tile, [&](std::int64_t, std::int64_t token, std::int64_t count) {
            loops.addScaled(count * width, 1, placedGradient + token * width,
                            matrix(Positions).sum(tile.chain));
        });
    }
};

class OctopusStep final : public BaselineStep
{
public:
    OctopusStep(const StepShape& shape, double orthogonal, const HotTable& table)
        : BaselineStep(shape, 1, table)
        , m_orthogonal(orthogonal)
    {
    }

private:
    enum Memory : int { Nearness };

    /// Nearness becomes the weight of an item in its channel, and 0 in all others.
    void forward(Tile& tile, Scratch& scratch) override
    {
        float* rows = scratch.floats(Nearness, tile.tokens * slotCount);
        applyTransposed(tile.tokens, x(tile.firstToken), matrix(0), rows, false);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            float top[slotCount];
            float sum[slotCount] = {};
            std::fill_n(top, slotCount, -HUGE_VALF);
            float* own = rows + token * slotCount;
            for (std::int64_t t = 0; t < count; ++t) {
                const auto channel
                    = std::max_element(own + t * slotCount, own + t * slotCount + K) - (own + t * slotCount);
                const float nearest = own[t * slotCount + channel];
                std::fill_n(own + t * slotCount, slotCount, -HUGE_VALF);
                own[t * slotCount + channel] = nearest;
                top[channel] = std::max(top[channel], nearest);
            }
            for (std::int64_t t = 0; t < count; ++t)
                for (int k = 0; k < K; ++k)
                    if (own[t * slotCount + k] != -HUGE_VALF)
                        sum[k] += own[t * slotCount + k] = std::exp(own[t * slotCount + k] - top[k]);
            for (std::int64_t t = 0; t < count; ++t)
                for (int k = 0; k < K; ++k)
                    own[t * slotCount + k]
                        = std::max(own[t * slotCount + k], 0.0F) / (sum[k] > 0 ? sum[k] : 1);
            for (int k = 0; k < K; ++k)
                tile.valid[user * K + k] = sum[k] > 0 ? 1 : 0;
            pool(count, own, x(tile.firstToken + token), tile.interests + user * K * width);
        });
    }

    void backward(const Tile& tile, Scratch& scratch) override
    {
        const float* weights = scratch.floats(Nearness, 0);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            const std::int32_t k = tile.chosen[user];
            const float* gradient = tile.gradient + user * width;
            // The interest is the mean row under the weights, so this is the mean of the items' products.
            float mean = 0;
            loops.dots(1, width, tile.interests + (user * K + k) * width, width, gradient, &mean, 1);
            std::fill_n(xGradient(tile.firstToken + token), count * width, 0.0F);
            for (std::int64_t t = 0; t < count; ++t) {
                const float weight = weights[(token + t) * slotCount + k];
                if (weight == 0)
                    continue;
                const float* row = x(tile.firstToken + token + t);
                float* rowGradient = xGradient(tile.firstToken + token + t);
                float score = 0;
                loops.dots(1, width, row, width, gradient, &score, 1);
                score = weight * (score - mean);
                loops.addScaled(width, weight, gradient, rowGradient);
                loops.addScaled(width, score, matrix(0).row(k), rowGradient);
                loops.addScaled(width, score, row, matrix(0).sum(tile.chain) + k * width);
            }
        });
    }

    /// |H H^T - I|^2 with gradient 4 (H H^T - I) H.
    void finish(std::span<const StepParameter> parameters) override
    {
        double orthogonality = 0;
        for (int i = 0; i < K; ++i)
            for (int j = 0; j < K; ++j) {
                const float* other = matrix(0).row(j);
                double product = i == j ? -1 : 0; // near zero: single precision would leave rounding alone
                for (int c = 0; c < dim; ++c)
                    product += static_cast<double>(matrix(0).row(i)[c]) * static_cast<double>(other[c]);
                orthogonality += product * product;
                for (int c = 0; c < dim; ++c)
                    parameters[0].gradient[i * dim + c]
                        += static_cast<float>(4 * m_orthogonal * product) * other[c];
            }
        terms = { mainLoss + m_orthogonal * orthogonality, mainLoss, orthogonality };
    }

    double m_orthogonal;
};

} // namespace

std::shared_ptr<BaselineStep> makeComiRecSaStep(const StepShape& shape, const HotTable& hot)
{
    return std::make_shared<ComiRecSaStep>(shape, hot);
}

std::shared_ptr<BaselineStep> makeOctopusStep(const StepShape& shape, double orthogonal, const HotTable& hot)
{
    return std::make_shared<OctopusStep>(shape, orthogonal, hot);
}

} // namespace opal::kernels
