// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "core/kernels/baselinestep.h"

// Re4. The three backward flows hang on the pooled rows Z alone, so their gradients are taken where their
// values are:
//   attend     -sum of P log a, P = softmax of n = Z x:   da = a - P by the logits, dn = -P (log a - sum of P
//   log a) contrast   positives D - sum of their own / tau, D the log of the sum of exp over own items, other
//   interests and the
//              items of the batch row before:   positives exp(v - D) - [v is a positive]
//   construct  |rebuilt - x|^2 of the positives alone, so only their columns of the [L, L] table are ever
//   made.

namespace opal::kernels {

namespace {

class Re4Step final : public BaselineStep
{
public:
    Re4Step(const StepShape& shape, const Re4Settings& settings, const HotTable& table)
        : BaselineStep(shape, 8, table,
                       { .users = std::max<std::int64_t>(64 / shape.interests, 1),
                         .tokens = 512 / shape.interests,
                         .padded = true })
        , m_settings(settings)
    {
    }

private:
    enum Parameter : std::size_t {
        HiddenMap,
        Heads,
        Values,
        SourceMap,
        Slots,
        RebuildMap,
        OutputWeight,
        OutputBias,
        UnfoldWeight,
        UnfoldBias
    };

    enum Memory : int {
        Hidden,
        Logits,
        Weights,
        PooledItems,
        Pooled,
        PooledGradient,
        Units,
        UnitNorms,
        UnitGradient,
        Across,
        Nearness,
        Contrast,
        TokenGradient,
        Rows,
        Source,
        Rebuilt,
        SlotRows,
        SlotsAcross,
        Scores,
        ScoreGradient,
        Difference,
        DifferenceAcross,
        SourceGradient,
        RebuildGradient,
        SlotGradient,
        ChosenPooled,
        ChosenInterest,
        ChosenGradient,
        ChosenBack,
        LogitGradient
    };

    struct Sums
    {
        double attend = 0, contrast = 0, construct = 0, positives = 0;
        Buffer<float> unfold; ///< [longest of the chain, width, width]
        Buffer<float> bias; ///< [longest of the chain, width]
        std::int64_t longest = 0;
    };

    void prepareModel(std::span<const StepParameter> parameters) override
    {
        const std::int64_t square = std::int64_t { width } * width;
        float* maps = m_unfold.ensure(longest() * square);
        float* across = m_unfoldAcross.ensure(longest() * square);
        float* bias = m_unfoldBias.ensure(longest() * width);
        const std::int64_t d = dim;
#pragma omp parallel for schedule(static)
        for (std::int64_t position = 0; position < longest(); ++position) {
            float* map = maps + position * square;
            std::fill_n(map, square, 0.0F);
            for (std::int64_t r = 0; r < d; ++r)
                std::copy_n(parameters[UnfoldWeight].value + (position * d + r) * d, d, map + r * width);
            for (std::int64_t r = 0; r < width; ++r)
                for (std::int64_t c = 0; c < width; ++c)
                    across[position * square + c * width + r] = map[r * width + c];
            std::fill_n(bias + position * width, width, 0.0F);
            std::copy_n(parameters[UnfoldBias].value + position * d, d, bias + position * width);
        }
        float* units = m_units.ensure(tokens * width);
        float* norms = m_norms.ensure(tokens);
        m_neighbourGradient.ensure(tokens * width);
        constexpr std::int64_t block = 512;
#pragma omp parallel for schedule(static)
        for (std::int64_t first = 0; first < tokens; first += block)
            hot.normalise(std::min(block, tokens - first), width, x(first), units + first * width,
                          norms + first);
        m_rank.resize(at(users));
        for (std::int64_t user = 0; user < users; ++user)
            m_rank[at(batchRow(user))] = user;
        const double interests = static_cast<double>(users) * K;
        m_slots = interests * static_cast<double>(maxLength);
        m_attendScale = static_cast<float>(m_settings.attend / interests);
        m_contrastScale = static_cast<float>(m_settings.contrast / m_slots);
        m_constructScale = static_cast<float>(m_settings.construct / (m_slots * dim));
        for (Sums& sums : m_sums)
            sums.longest = -1;
    }

    void forward(Tile& tile, Scratch& scratch) override
    {
        const std::int64_t wide = matrix(HiddenMap).rows, vectors = tile.users * K;
        float* hidden = scratch.floats(Hidden, tile.tokens * wide);
        float* logits = scratch.floats(Logits, tile.tokens * slotCount);
        float* weights = scratch.floats(Weights, tile.tokens * slotCount);
        float* items = scratch.floats(PooledItems, vectors * width);
        float* pooled = scratch.floats(Pooled, vectors * width);
        applyTransposed(tile.tokens, x(tile.firstToken), matrix(HiddenMap), hidden, false);
        loops.tangent(tile.tokens * wide, hidden);
        applyTransposed(tile.tokens, hidden, matrix(Heads), logits, false);
        std::copy_n(logits, tile.tokens * slotCount, weights);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            loops.softmaxTokens(count, slotCount, weights + token * slotCount);
            pool(count, weights + token * slotCount, x(tile.firstToken + token), items + user * K * width);
        });
        apply(vectors, items, matrix(Values), pooled, false);
        repeat(matrix(OutputBias).row(0), vectors, width, tile.interests);
        applyTransposed(vectors, pooled, matrix(OutputWeight), tile.interests, true);
        loops.tangent(vectors * width, tile.interests);
    }

    void backward(const Tile& tile, Scratch& scratch) override
    {
        const std::int64_t vectors = tile.users * K;
        Sums& sums = sumsOf(tile);
        float* gradient = scratch.floats(PooledGradient, vectors * width);
        std::fill_n(gradient, vectors * width, 0.0F);
        std::fill_n(xGradient(tile.firstToken), tile.tokens * width, 0.0F);
        outputBackward(tile, scratch, gradient);
        const float* pooled = scratch.floats(Pooled, 0);
        float* units = scratch.floats(Units, vectors * width);
        float* norms = scratch.floats(UnitNorms, vectors);
        float* logitGradient = scratch.floats(LogitGradient, tile.tokens * slotCount);
        std::fill_n(logitGradient, tile.tokens * slotCount, 0.0F);
        hot.normalise(vectors, width, pooled, units, norms);
        unfold(tile, scratch);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            const User task { .rank = tile.first + user,
                              .first = tile.firstToken + token,
                              .count = count,
                              .pooled = pooled + user * K * width,
                              .units = units + user * K * width,
                              .norms = norms + user * K,
                              .logits = scratch.floats(Logits, 0) + token * slotCount,
                              .weights = scratch.floats(Weights, 0) + token * slotCount,
                              .logitGradient = logitGradient + token * slotCount,
                              .gradient = gradient + user * K * width,
                              .rows = scratch.floats(Rows, 0) + user * K * length(tile.first) * width,
                              .rowsStride = length(tile.first) * width };
            attend(task, scratch, sums);
            contrast(task, scratch, sums);
            for (int k = 0; k < K; ++k)
                construct(task, k, scratch, sums, tile.chain);
        });
        unfoldBackward(tile, scratch, sums, gradient);
        attentionBackward(tile, scratch, gradient, logitGradient);
    }

    struct User
    {
        std::int64_t rank = 0, first = 0, count = 0;
        const float* pooled = nullptr; ///< [K, width]
        const float* units = nullptr; ///< the same of length 1
        const float* norms = nullptr; ///< [K] one over their length
        const float* logits = nullptr; ///< [count, slotCount]
        const float* weights = nullptr; ///< [count, slotCount]
        float* logitGradient = nullptr; ///< [count, slotCount]
        float* gradient = nullptr; ///< [K, width] of the pooled rows, added to
        float* rows = nullptr; ///< [K, rowsStride] unfolded, becomes its gradient
        std::int64_t rowsStride = 0;

        bool positive(std::int64_t token, int k, double gate) const
        {
            const float limit = gate > 0 ? static_cast<float>(gate) : 1 / static_cast<float>(count);
            return weights[token * slotCount + k] > limit;
        }
    };

    /// U = tanh(F Z + f), of the interest that was read out.
    void outputBackward(const Tile& tile, Scratch& scratch, float* gradient)
    {
        const std::int64_t n = tile.users;
        const float* pooled = scratch.floats(Pooled, 0);
        float* ofChosen = scratch.floats(ChosenPooled, n * width);
        float* interest = scratch.floats(ChosenInterest, n * width);
        float* own = scratch.floats(ChosenGradient, n * width);
        float* back = scratch.floats(ChosenBack, n * width);
        std::copy_n(tile.gradient, n * width, own);
        for (std::int64_t user = 0; user < n; ++user) {
            const std::int64_t from = (user * K + tile.chosen[user]) * width;
            std::copy_n(pooled + from, width, ofChosen + user * width);
            std::copy_n(tile.interests + from, width, interest + user * width);
        }
        loops.tangentBackward(n * width, interest, own);
        addRows(n, own, width, matrix(OutputBias).sum(tile.chain));
        addOuter(n, own, width, ofChosen, width, matrix(OutputWeight).sum(tile.chain));
        apply(n, own, matrix(OutputWeight), back, false);
        for (std::int64_t user = 0; user < n; ++user)
            loops.addScaled(width, 1, back + user * width, gradient + (user * K + tile.chosen[user]) * width);
    }

    /// R [users, K, longest, width] = C Z + c. Users are ordered by length, so those that reach a position
    /// come first.
    void unfold(const Tile& tile, Scratch& scratch)
    {
        const std::int64_t stride = length(tile.first) * width;
        float* rows = scratch.floats(Rows, tile.users * K * stride);
        forEachPosition(tile, [&](std::int64_t position, std::int64_t vectors) {
            for (std::int64_t vector = 0; vector < vectors; ++vector)
                std::copy_n(m_unfoldBias.get() + position * width, width,
                            rows + vector * stride + position * width);
            hot.gemm({ .m = vectors,
                       .n = width,
                       .k = width,
                       .a = scratch.floats(Pooled, 0),
                       .aRow = width,
                       .b = m_unfoldAcross.get() + position * width * width,
                       .bRow = width,
                       .bPanel = hot.panelWidth,
                       .c = rows + position * width,
                       .cRow = stride,
                       .accumulate = true });
        });
    }

    void unfoldBackward(const Tile& tile, Scratch& scratch, Sums& sums, float* gradient)
    {
        const std::int64_t stride = length(tile.first) * width;
        const float* rows = scratch.floats(Rows, 0);
        forEachPosition(tile, [&](std::int64_t position, std::int64_t vectors) {
            const float* own = rows + position * width;
            hot.gemm({ .m = vectors,
                       .n = width,
                       .k = width,
                       .a = own,
                       .aRow = stride,
                       .b = m_unfold.get() + position * width * width,
                       .bRow = width,
                       .bPanel = hot.panelWidth,
                       .c = gradient,
                       .cRow = width,
                       .accumulate = true });
            hot.gemm({ .m = width,
                       .n = width,
                       .k = vectors,
                       .a = own,
                       .aRow = 1,
                       .aColumn = stride,
                       .b = scratch.floats(Pooled, 0),
                       .bRow = width,
                       .bPanel = hot.panelWidth,
                       .c = sums.unfold.get() + position * width * width,
                       .cRow = width,
                       .accumulate = true });
            for (std::int64_t vector = 0; vector < vectors; ++vector)
                loops.addScaled(width, 1, own + vector * stride, sums.bias.get() + position * width);
        });
    }

    void attend(const User& user, Scratch& scratch, Sums& sums)
    {
        float* across = scratch.floats(Across, width * slotCount);
        float* nearness = scratch.floats(Nearness, user.count * slotCount);
        toSlots(user.pooled, across);
        products(user.count, x(user.first), across, nearness);
        loops.softmaxTokens(user.count, slotCount, nearness);
        for (int k = 0; k < K; ++k) {
            const float normaliser = logarithmOfSum(user.count, k, user.logits, user.weights);
            float mean = 0;
            for (std::int64_t t = 0; t < user.count; ++t)
                mean += nearness[t * slotCount + k] * (user.logits[t * slotCount + k] - normaliser);
            sums.attend -= static_cast<double>(mean);
            for (std::int64_t t = 0; t < user.count; ++t) {
                const std::int64_t slot = t * slotCount + k;
                const float share = nearness[slot];
                user.logitGradient[slot] += m_attendScale * (user.weights[slot] - share);
                nearness[slot] = -m_attendScale * share * (user.logits[slot] - normaliser - mean);
            }
        }
        addPooled(user.count, nearness, x(user.first), user.gradient);
        addSpread(user.count, nearness, user.pooled, xGradient(user.first), true);
    }

    void contrast(const User& user, Scratch& scratch, Sums& sums)
    {
        // The previous row of the batch, whatever the order of lengths.
        const std::int64_t other = m_rank[at((batchRow(user.rank) + users - 1) % users)];
        const std::int64_t others = length(other), rows = user.count + K + others;
        const float* units = m_units.get() + user.first * width;
        const float* otherUnits = m_units.get() + offset(other) * width;
        float* across = scratch.floats(Across, width * slotCount);
        float* logits = scratch.floats(Contrast, 2 * rows * slotCount);
        float* shares = logits + rows * slotCount;
        float* ofInterests = shares + user.count * slotCount;
        float* ofOthers = ofInterests + K * slotCount;
        toSlots(user.units, across);
        for (int i = 0; i < width * slotCount; ++i)
            across[i] *= 1 / m_settings.temperature;
        products(user.count, units, across, logits);
        products(K, user.units, across, logits + user.count * slotCount);
        products(others, otherUnits, across, logits + (user.count + K) * slotCount);
        for (int k = 0; k < K; ++k)
            logits[(user.count + k) * slotCount + k] = -1e9F;
        std::copy_n(logits, rows * slotCount, shares);
        loops.softmaxTokens(rows, slotCount, shares);
        const float scale = m_contrastScale / m_settings.temperature;
        for (int k = 0; k < K; ++k) {
            const auto normaliser = static_cast<double>(logarithmOfSum(rows, k, logits, shares));
            float positives = 0;
            for (std::int64_t t = 0; t < user.count; ++t)
                if (user.positive(t, k, m_settings.gate)) {
                    positives += 1;
                    sums.contrast += normaliser - static_cast<double>(logits[t * slotCount + k]);
                }
            sums.positives += static_cast<double>(positives);
            for (std::int64_t row = 0; row < rows; ++row)
                shares[row * slotCount + k] *= positives * scale;
            for (std::int64_t t = 0; t < user.count; ++t)
                if (user.positive(t, k, m_settings.gate))
                    shares[t * slotCount + k] -= scale;
        }
        float* gradient = scratch.floats(UnitGradient, std::int64_t { K } * width);
        std::fill_n(gradient, K * width, 0.0F);
        addPooled(user.count, shares, units, gradient);
        addPooled(K, ofInterests, user.units, gradient);
        addPooled(others, ofOthers, otherUnits, gradient);
        addSpread(K, ofInterests, user.units, gradient, true);
        hot.normaliseBackward(K, width, user.units, user.norms, gradient);
        loops.addScaled(K * width, 1, gradient, user.gradient);
        float* ofTokens = scratch.floats(TokenGradient, user.count * width);
        addSpread(user.count, shares, user.units, ofTokens, false);
        hot.normaliseBackward(user.count, width, units, m_norms.get() + user.first, ofTokens);
        loops.addScaled(user.count * width, 1, ofTokens, xGradient(user.first));
        float* ofNeighbours = m_neighbourGradient.get() + offset(other) * width;
        addSpread(others, ofOthers, user.units, ofNeighbours, false);
        hot.normaliseBackward(others, width, otherUnits, m_norms.get() + offset(other), ofNeighbours);
    }

    void construct(const User& user, int k, Scratch& scratch, Sums& sums, std::int64_t chain)
    {
        const std::int64_t count = user.count;
        float* rows = user.rows + k * user.rowsStride;
        std::vector<std::int64_t>& places = m_places[at(chain)];
        places.clear();
        for (std::int64_t t = 0; t < count; ++t)
            if (user.positive(t, k, m_settings.gate))
                places.push_back(t);
        const auto wanted = static_cast<std::int64_t>(places.size());
        if (wanted == 0) {
            std::fill_n(rows, count * width, 0.0F);
            return;
        }
        const std::int64_t columns = roundUp(wanted, padding);
        float* slotRows = scratch.floats(SlotRows, wanted * width);
        float* slotsAcross = scratch.floats(SlotsAcross, width * columns);
        for (std::int64_t place = 0; place < wanted; ++place)
            std::copy_n(matrix(Slots).row(places[at(place)]), width, slotRows + place * width);
        transpose(wanted, slotRows, columns, slotsAcross);
        float* source = scratch.floats(Source, count * width);
        float* rebuild = scratch.floats(Rebuilt, count * width);
        float* scores = scratch.floats(Scores, count * columns);
        float* scoreGradient = scratch.floats(ScoreGradient, count * columns);
        applyTransposed(count, rows, matrix(SourceMap), source, false);
        loops.tangent(count * width, source);
        apply(count, rows, matrix(RebuildMap), rebuild, false);
        multiply(count, columns, width, source, width, 1, slotsAcross, columns, scores, columns, false);
        loops.softmaxTokens(count, columns, scores);

        float* difference = scratch.floats(Difference, wanted * width);
        float* differenceAcross = scratch.floats(DifferenceAcross, width * columns);
        multiply(wanted, width, count, scores, 1, columns, rebuild, width, difference, width, false);
        for (std::int64_t place = 0; place < wanted; ++place) {
            float* own = difference + place * width;
            float square = 0;
            loops.addScaled(width, -1, x(user.first + places[at(place)]), own);
            loops.dots(1, width, own, width, own, &square, 1);
            sums.construct += static_cast<double>(square);
            loops.addScaled(width, -2 * m_constructScale, own, xGradient(user.first + places[at(place)]));
        }
        for (std::int64_t i = 0; i < wanted * width; ++i)
            difference[i] *= 2 * m_constructScale;
        transpose(wanted, difference, columns, differenceAcross);
        multiply(count, columns, width, rebuild, width, 1, differenceAcross, columns, scoreGradient, columns,
                 false);
        loops.softmaxTokensBackward(count, columns, scores, scoreGradient);

        float* sourceGradient = scratch.floats(SourceGradient, count * width);
        float* rebuildGradient = scratch.floats(RebuildGradient, count * width);
        float* slotGradient = scratch.floats(SlotGradient, wanted * width);
        multiply(wanted, width, count, scoreGradient, 1, columns, source, width, slotGradient, width, false);
        for (std::int64_t place = 0; place < wanted; ++place)
            loops.addScaled(width, 1, slotGradient + place * width,
                            matrix(Slots).sum(chain) + places[at(place)] * width);
        multiply(count, width, wanted, scoreGradient, columns, 1, slotRows, width, sourceGradient, width,
                 false);
        loops.tangentBackward(count * width, source, sourceGradient);
        multiply(count, width, wanted, scores, columns, 1, difference, width, rebuildGradient, width, false);
        addOuter(count, sourceGradient, width, rows, width, matrix(SourceMap).sum(chain));
        addOuter(count, rows, width, rebuildGradient, width, matrix(RebuildMap).sum(chain));
        apply(count, sourceGradient, matrix(SourceMap), rows, false);
        applyTransposed(count, rebuildGradient, matrix(RebuildMap), rows, true);
    }

    /// From the pooled rows and the logits back to the items.
    void attentionBackward(const Tile& tile, Scratch& scratch, const float* gradient, float* logitGradient)
    {
        const std::int64_t wide = matrix(HiddenMap).rows, vectors = tile.users * K;
        const float* weights = scratch.floats(Weights, 0);
        float* back = scratch.floats(Units, vectors * width);
        addOuter(vectors, scratch.floats(PooledItems, 0), width, gradient, width,
                 matrix(Values).sum(tile.chain));
        applyTransposed(vectors, gradient, matrix(Values), back, false);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            float* across = scratch.floats(Across, width * slotCount);
            float* own = scratch.floats(Nearness, count * slotCount);
            toSlots(back + user * K * width, across);
            products(count, x(tile.firstToken + token), across, own);
            loops.softmaxTokensBackward(count, slotCount, weights + token * slotCount, own);
            loops.addScaled(count * slotCount, 1, own, logitGradient + token * slotCount);
            addSpread(count, weights + token * slotCount, back + user * K * width,
                      xGradient(tile.firstToken + token), true);
        });
        const float* hidden = scratch.floats(Hidden, 0);
        float* hiddenGradient = scratch.floats(TokenGradient, tile.tokens * wide);
        addOuter(tile.tokens, logitGradient, slotCount, hidden, wide, matrix(Heads).sum(tile.chain));
        apply(tile.tokens, logitGradient, matrix(Heads), hiddenGradient, false);
        loops.tangentBackward(tile.tokens * wide, hidden, hiddenGradient);
        addOuter(tile.tokens, hiddenGradient, wide, x(tile.firstToken), width,
                 matrix(HiddenMap).sum(tile.chain));
        apply(tile.tokens, hiddenGradient, matrix(HiddenMap), xGradient(tile.firstToken), true);
    }

    void finish(std::span<const StepParameter> parameters) override
    {
        const std::int64_t d = dim, square = std::int64_t { width } * width;
#pragma omp parallel for schedule(static)
        for (std::int64_t position = 0; position < maxLength; ++position) {
            float* out = parameters[UnfoldWeight].gradient + position * d * d;
            float* bias = parameters[UnfoldBias].gradient + position * d;
            std::fill_n(out, d * d, 0.0F);
            std::fill_n(bias, d, 0.0F);
            for (Sums& sums : m_sums) {
                if (position >= sums.longest)
                    continue;
                for (std::int64_t r = 0; r < d; ++r)
                    for (std::int64_t c = 0; c < d; ++c)
                        out[r * d + c] += sums.unfold.get()[position * square + r * width + c];
                for (std::int64_t c = 0; c < d; ++c)
                    bias[c] += sums.bias.get()[position * width + c];
            }
        }
#pragma omp parallel for schedule(static)
        for (std::int64_t token = 0; token < tokens; ++token)
            loops.addScaled(width, 1, m_neighbourGradient.get() + token * width, xGradient(token));
        Sums all;
        for (const Sums& sums : m_sums) {
            if (sums.longest < 0)
                continue;
            all.attend += sums.attend;
            all.contrast += sums.contrast;
            all.construct += sums.construct;
            all.positives += sums.positives;
        }
        const double attended = all.attend / (static_cast<double>(users) * K);
        const double contrasted = all.contrast / m_slots;
        const double constructed = all.construct / (m_slots * dim);
        terms = { mainLoss + m_settings.attend * attended + m_settings.contrast * contrasted
                      + m_settings.construct * constructed,
                  mainLoss,
                  attended,
                  contrasted,
                  constructed,
                  all.positives / m_slots };
    }

    /// Sums of the tile's chain, cleared for its first tile, which has its longest history.
    Sums& sumsOf(const Tile& tile)
    {
        Sums& sums = m_sums[at(tile.chain)];
        if (sums.longest >= 0)
            return sums;
        sums.attend = sums.contrast = sums.construct = sums.positives = 0;
        sums.longest = length(tile.first);
        const std::int64_t rows = sums.longest * width;
        std::fill_n(sums.unfold.ensure(rows * width), rows * width, 0.0F);
        std::fill_n(sums.bias.ensure(rows), rows, 0.0F);
        return sums;
    }

    /// visit(position, K times the users that reach it).
    template <typename Visit> void forEachPosition(const Tile& tile, Visit visit) const
    {
        std::int64_t reached = tile.users;
        for (std::int64_t position = 0; position < length(tile.first); ++position) {
            while (length(tile.first + reached - 1) <= position)
                --reached;
            visit(position, reached * K);
        }
    }

    /// log of the sum over rows of exp of a column's logits, from the largest and its share.
    static float logarithmOfSum(std::int64_t rows, int k, const float* logits, const float* shares)
    {
        std::int64_t top = 0;
        for (std::int64_t row = 1; row < rows; ++row)
            top = logits[row * slotCount + k] > logits[top * slotCount + k] ? row : top;
        return logits[top * slotCount + k] - std::log(shares[top * slotCount + k]);
    }

    Re4Settings m_settings;
    std::array<Sums, chainsOfUsers> m_sums;
    std::array<std::vector<std::int64_t>, chainsOfUsers> m_places; ///< positives of one interest
    std::vector<std::int64_t> m_rank; ///< [B] place of a row of the batch in the order of length
    Buffer<float> m_unfold, m_unfoldAcross; ///< [longest, width, width]
    Buffer<float> m_unfoldBias; ///< [longest, width]
    Buffer<float> m_units; ///< [T, width] items of length 1
    Buffer<float> m_norms; ///< [T] one over their length
    Buffer<float> m_neighbourGradient; ///< [T, width] from the row behind in the batch
    double m_slots = 0;
    float m_attendScale = 0, m_contrastScale = 0, m_constructScale = 0;
};

} // namespace

std::shared_ptr<BaselineStep> makeRe4Step(const StepShape& shape, const Re4Settings& settings,
                                          const HotTable& hot)
{
    return std::make_shared<Re4Step>(shape, settings, hot);
}

} // namespace opal::kernels
