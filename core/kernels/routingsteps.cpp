// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/kernels/baselinestep.h"

// MIND and ComiRec-DR: z_k = sum of w_lk uh_kl, c = squash(z), and the logits of the weights w grow by uh .
// c. Neither carries a gradient, so the last iteration alone is differentiated, and of it the interest that
// was read out.

namespace opal::kernels {

namespace {

/// Weights [count, slotCount] of the first `active` interests, 0 for the others.
void coupling(const RoutingSettings& routing, std::int64_t count, int active, const float* logits,
              float* weights, const TokenLoops& loops)
{
    if (!routing.overItems) {
        loops.softmaxInterests(count, active, logits, weights);
        return;
    }
    std::copy_n(logits, count * slotCount, weights);
    loops.softmaxTokens(count, slotCount, weights);
    for (std::int64_t t = 0; t < count; ++t)
        std::fill_n(weights + t * slotCount + active, slotCount - active, 0.0F);
}

class MindStep final : public BaselineStep
{
public:
    MindStep(const StepShape& shape, const RoutingSettings& routing, bool dynamicInterests,
             const HotTable& table)
        : BaselineStep(shape, 6, table)
        , m_routing(routing)
        , m_dynamicInterests(dynamicInterests)
    {
    }

private:
    enum Parameter : std::size_t { Map, WidenWeight, WidenBias, NarrowWeight, NarrowBias, Logits };

    enum Memory : int {
        Mapped,
        Weights,
        UserLogits,
        Capsule,
        Sums,
        Capsules,
        Wide,
        ChosenSums,
        ChosenCapsules,
        ChosenWide,
        WideGradient,
        CapsuleGradient,
        Pooled,
        Back
    };

    /// Interest k exists from 2^(k + 1) items on, the first one always.
    int active(std::int64_t count) const
    {
        int number = 1;
        while (number < K && (!m_dynamicInterests || count >= std::int64_t { 2 } << number))
            ++number;
        return number;
    }

    void forward(Tile& tile, Scratch& scratch) override
    {
        const std::int64_t vectors = tile.users * K, wide = matrix(WidenWeight).rows;
        float* mapped = scratch.floats(Mapped, tile.tokens * width);
        float* weights = scratch.floats(Weights, tile.tokens * slotCount);
        float* sums = scratch.floats(Sums, vectors * width);
        float* capsules = scratch.floats(Capsules, vectors * width);
        apply(tile.tokens, x(tile.firstToken), matrix(Map), mapped, false);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            const int number = active(count);
            const float* own = mapped + token * width;
            float* logits = scratch.floats(UserLogits, count * slotCount);
            std::copy_n(matrix(Logits).transposed.get(), count * slotCount, logits);
            for (int iteration = 1;; ++iteration) {
                coupling(m_routing, count, number, logits, weights + token * slotCount, loops);
                pool(count, weights + token * slotCount, own, sums + user * K * width);
                loops.squash(K, width, sums + user * K * width, capsules + user * K * width);
                if (iteration == m_routing.iterations)
                    break;
                float* across = scratch.floats(Capsule, width * slotCount);
                toSlots(capsules + user * K * width, across);
                hot.gemm({ .m = count,
                           .n = slotCount,
                           .k = width,
                           .a = own,
                           .aRow = width,
                           .b = across,
                           .bRow = slotCount,
                           .bPanel = hot.panelWidth,
                           .c = logits,
                           .cRow = slotCount,
                           .accumulate = true });
            }
            for (int k = number; k < K; ++k)
                tile.valid[user * K + k] = 0;
        });
        float* hidden = scratch.floats(Wide, vectors * wide);
        repeat(matrix(WidenBias).row(0), vectors, wide, hidden);
        applyTransposed(vectors, capsules, matrix(WidenWeight), hidden, true);
        loops.rectify(vectors * wide, hidden);
        repeat(matrix(NarrowBias).row(0), vectors, width, tile.interests);
        applyTransposed(vectors, hidden, matrix(NarrowWeight), tile.interests, true);
    }

    /// uh = x S is shared by the interests, so its gradient is a rank-one term a user.
    void backward(const Tile& tile, Scratch& scratch) override
    {
        const std::int64_t n = tile.users, wide = matrix(WidenWeight).rows;
        const auto ofChosen = [&](Memory all, Memory some, std::int64_t columns) {
            const float* from = scratch.floats(all, 0);
            float* to = scratch.floats(some, n * columns);
            for (std::int64_t user = 0; user < n; ++user)
                std::copy_n(from + (user * K + tile.chosen[user]) * columns, columns, to + user * columns);
            return to;
        };
        const float* sums = ofChosen(Sums, ChosenSums, width);
        const float* capsules = ofChosen(Capsules, ChosenCapsules, width);
        const float* hidden = ofChosen(Wide, ChosenWide, wide);
        float* wideGradient = scratch.floats(WideGradient, n * wide);
        float* capsuleGradient = scratch.floats(CapsuleGradient, n * width);
        addRows(n, tile.gradient, width, matrix(NarrowBias).sum(tile.chain));
        addOuter(n, tile.gradient, width, hidden, wide, matrix(NarrowWeight).sum(tile.chain));
        apply(n, tile.gradient, matrix(NarrowWeight), wideGradient, false);
        loops.rectifyBackward(n * wide, hidden, wideGradient);
        addRows(n, wideGradient, wide, matrix(WidenBias).sum(tile.chain));
        addOuter(n, wideGradient, wide, capsules, width, matrix(WidenWeight).sum(tile.chain));
        apply(n, wideGradient, matrix(WidenWeight), capsuleGradient, false);
        loops.squashBackward(n, width, sums, capsuleGradient);

        const float* weights = scratch.floats(Weights, 0);
        float* pooled = scratch.floats(Pooled, n * width);
        float* back = scratch.floats(Back, n * width);
        std::fill_n(pooled, n * width, 0.0F);
        std::fill_n(xGradient(tile.firstToken), tile.tokens * width, 0.0F);
        applyTransposed(n, capsuleGradient, matrix(Map), back, false);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            for (std::int64_t t = token; t < token + count; ++t) {
                const float weight = weights[t * slotCount + tile.chosen[user]];
                loops.addScaled(width, weight, x(tile.firstToken + t), pooled + user * width);
                loops.addScaled(width, weight, back + user * width, xGradient(tile.firstToken + t));
            }
        });
        addOuter(n, pooled, width, capsuleGradient, width, matrix(Map).sum(tile.chain));
    }

    RoutingSettings m_routing;
    bool m_dynamicInterests;
};

class ComiRecDrStep final : public BaselineStep
{
public:
    ComiRecDrStep(const StepShape& shape, const RoutingSettings& routing, const HotTable& table)
        : BaselineStep(shape, 0, table, { .users = 64, .tokens = 1024, .padded = true })
        , m_routing(routing)
    {
    }

private:
    enum Memory : int {
        Mapped,
        Weights,
        Agreement,
        UserLogits,
        Sums,
        Gathered,
        GatheredGradient,
        Back,
        MapGradient
    };

    /// The maps [Lmax, K width, width] of the positions that this batch reaches, and their transposes in
    /// panels.
    void prepareModel(std::span<const StepParameter> parameters) override
    {
        const std::int64_t blocks = K * longest();
        const float* from = parameters[0].value;
        m_maps = from;
        if (width != dim) {
            float* copies = m_paddedMaps.ensure(blocks * width * width);
            std::fill_n(copies, blocks * width * width, 0.0F);
#pragma omp parallel for schedule(static)
            for (std::int64_t block = 0; block < blocks; ++block)
                for (std::int64_t r = 0; r < dim; ++r)
                    std::copy_n(from + (block * dim + r) * dim, dim, copies + (block * width + r) * width);
            m_maps = copies;
        }
        const std::int64_t panels = panelsOfAMap();
        float* packed = m_panels.ensure(longest() * panels * hot.panelWidth * width);
#pragma omp parallel for schedule(static)
        for (std::int64_t position = 0; position < longest(); ++position)
            packPanels(mapsAt(position), std::int64_t { K } * width, width, width, width, hot.panelWidth, 0,
                       panels, packed + position * panels * hot.panelWidth * width);
        m_coupling.ensure(tokens);
        m_capsuleGradient.ensure(users * width);
        m_chosen.resize(at(users));
    }

    /// The mapped items of a tile lie position by position, so that a map serves all its users in one
    /// product.
    void forward(Tile& tile, Scratch& scratch) override
    {
        const std::int64_t row = std::int64_t { K } * width, stride = tile.users * row;
        const std::int64_t positions = length(tile.first);
        float* mapped = scratch.floats(Mapped, positions * stride);
        float* gathered = scratch.floats(Gathered, tile.users * width);
        for (std::int64_t position = 0; position < positions; ++position) {
            std::int64_t count = 0;
            for (; count < tile.users && length(tile.first + count) > position; ++count)
                std::copy_n(x(offset(tile.first + count) + position), width, gathered + count * width);
            hot.gemm({ .m = count,
                       .n = row,
                       .k = width,
                       .a = gathered,
                       .aRow = width,
                       .b = m_panels.get() + position * panelsOfAMap() * hot.panelWidth * width,
                       .bRow = hot.panelWidth,
                       .bPanel = std::int64_t { hot.panelWidth } * width,
                       .c = mapped + position * stride,
                       .cRow = row });
        }
        float* weights = scratch.floats(Weights, tile.tokens * slotCount);
        float* sums = scratch.floats(Sums, tile.users * row);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            float* logits = scratch.floats(UserLogits, count * slotCount);
            float* agreement = scratch.floats(Agreement, count * slotCount);
            std::fill_n(logits, count * slotCount, 0.0F);
            std::fill_n(agreement, count * slotCount, 0.0F);
            float* own = weights + token * slotCount;
            float* capsules = tile.interests + user * row;
            for (int iteration = 1;; ++iteration) {
                coupling(m_routing, count, K, logits, own, loops);
                for (int k = 0; k < K; ++k)
                    hot.gemm({ .m = 1,
                               .n = width,
                               .k = count,
                               .a = own + k,
                               .aColumn = slotCount,
                               .b = mapped + user * row + k * width,
                               .bRow = stride,
                               .bPanel = hot.panelWidth,
                               .c = sums + user * row + k * width,
                               .cRow = width });
                loops.squash(K, width, sums + user * row, capsules);
                if (iteration == m_routing.iterations)
                    break;
                for (int k = 0; k < K; ++k)
                    loops.dots(count, width, mapped + user * row + k * width, stride, capsules + k * width,
                               agreement + k, slotCount);
                loops.addScaled(count * slotCount, 1, agreement, logits);
            }
        });
    }

    void backward(const Tile& tile, Scratch& scratch) override
    {
        const float* weights = scratch.floats(Weights, 0);
        const float* sums = scratch.floats(Sums, 0);
        forEachUser(tile, [&](std::int64_t user, std::int64_t token, std::int64_t count) {
            const std::int32_t k = tile.chosen[user];
            float* gradient = m_capsuleGradient.get() + (tile.first + user) * width;
            std::copy_n(tile.gradient + user * width, width, gradient);
            loops.squashBackward(1, width, sums + (user * K + k) * width, gradient);
            m_chosen[at(tile.first + user)] = k;
            for (std::int64_t t = token; t < token + count; ++t)
                m_coupling.get()[tile.firstToken + t] = weights[t * slotCount + k];
        });
    }

    /// Position by position over all users, those of one interest together: every map gets its gradient once.
    void finish(std::span<const StepParameter> parameters) override
    {
        std::vector<std::vector<std::int64_t>> groups(at(K));
        for (std::int64_t user = 0; user < users; ++user)
            groups[at(m_chosen[at(user)])].push_back(user);
        const std::int64_t square = std::int64_t { dim } * dim;
#pragma omp parallel for schedule(dynamic, 1)
        for (std::int64_t position = 0; position < maxLength; ++position)
            for (int k = 0; k < K; ++k) {
                float* out = parameters[0].gradient + (position * K + k) * square;
                std::fill_n(out, square, 0.0F);
                mapBackward(position, k, groups[at(k)], out, threadScratch());
            }
        BaselineStep::finish(parameters);
    }

    void mapBackward(std::int64_t position, int interest, const std::vector<std::int64_t>& group, float* out,
                     Scratch& scratch)
    {
        std::int64_t count = 0;
        while (count < static_cast<std::int64_t>(group.size()) && length(group[at(count)]) > position)
            ++count;
        if (count == 0)
            return;
        float* items = scratch.floats(Gathered, count * width);
        float* gradient = scratch.floats(GatheredGradient, count * width);
        float* back = scratch.floats(Back, count * width);
        float* ofMap = scratch.floats(MapGradient, std::int64_t { width } * width);
        std::fill_n(gradient, count * width, 0.0F);
        std::fill_n(ofMap, width * width, 0.0F);
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t user = group[at(i)], token = offset(user) + position;
            std::copy_n(x(token), width, items + i * width);
            loops.addScaled(width, m_coupling.get()[token], m_capsuleGradient.get() + user * width,
                            gradient + i * width);
        }
        addOuter(count, gradient, width, items, width, ofMap);
        for (std::int64_t r = 0; r < dim; ++r)
            std::copy_n(ofMap + r * width, dim, out + r * dim);
        hot.gemm({ .m = count,
                   .n = width,
                   .k = width,
                   .a = gradient,
                   .aRow = width,
                   .b = mapsAt(position) + std::int64_t { interest } * width * width,
                   .bRow = width,
                   .bPanel = hot.panelWidth,
                   .c = back,
                   .cRow = width });
        for (std::int64_t i = 0; i < count; ++i)
            std::copy_n(back + i * width, width, xGradient(offset(group[at(i)]) + position));
    }

    const float* mapsAt(std::int64_t position) const
    {
        return m_maps + position * K * width * width;
    }

    std::int64_t panelsOfAMap() const
    {
        return roundUp(std::int64_t { K } * width, hot.panelWidth) / hot.panelWidth;
    }

    RoutingSettings m_routing;
    const float* m_maps = nullptr;
    Buffer<float> m_paddedMaps, m_panels;
    Buffer<float> m_coupling; ///< [T] weight of a token in the interest that was read out
    Buffer<float> m_capsuleGradient; ///< [B, width] of that interest before squashing
    std::vector<std::int32_t> m_chosen; ///< [B]
};

} // namespace

std::shared_ptr<BaselineStep> makeMindStep(const StepShape& shape, const RoutingSettings& routing,
                                           bool dynamicInterests, const HotTable& hot)
{
    return std::make_shared<MindStep>(shape, routing, dynamicInterests, hot);
}

std::shared_ptr<BaselineStep> makeComiRecDrStep(const StepShape& shape, const RoutingSettings& routing,
                                                const HotTable& hot)
{
    return std::make_shared<ComiRecDrStep>(shape, routing, hot);
}

} // namespace opal::kernels
