// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/kernels/baselinestep.h"
#include "core/kernels/coin.h"

// DSSRec. The losses see the intentions of all users, so the sequences are encoded twice: once for their
// intentions, and once more with all that the gradient needs, tile by tile, because to keep it for a whole
// batch costs more time than to compute it again. The table X = P Q^T of all pairs of intentions is never
// whole either: its rows' sums are gathered in blocks, and the rows that are learnt from are multiplied again
// for the gradient.

namespace opal::kernels {

namespace {

class DssRecStep final : public BaselineStep
{
public:
    DssRecStep(const StepShape& shape, const DssRecSettings& settings, const HotTable& table)
        : BaselineStep(shape, 52, table, { .users = 16, .tokens = 128 })
        , m_settings(settings)
        , m_scale(static_cast<float>(1 / std::sqrt(static_cast<double>(shape.dim))))
    {
    }

private:
    /// A linear map is followed by its bias, a norm's weight by its bias; layers and norms repeat.
    enum Parameter : std::size_t {
        Positions,
        Prototypes,
        Places,
        QueryBias,
        PastBias,
        FutureBias,
        InputNorm,
        Layers = 8,
        Norms = 40,
        KeyMap = 50
    };

    enum OfLayer : std::size_t {
        Query = 0,
        Key = 2,
        Value = 4,
        Output = 6,
        First = 8,
        Second = 10,
        AttendedNorm = 12,
        FedNorm = 14,
        LayerSize = 16
    };

    static constexpr int layerCount = 2;
    static constexpr std::size_t shareNorm = Norms, prototypeNorm = Norms + 2, keyNorm = Norms + 4,
                                 queryNorm = Norms + 6, intentionNorm = Norms + 8;

    /// What a layer keeps, layer by layer, and then the rest.
    enum Memory : int {
        Queries,
        Keys,
        Values,
        Attention,
        AttentionFactors,
        Dropped,
        Read,
        ReadFactors,
        AttendedUnit,
        AttendedInverse,
        Attended,
        Hidden,
        Fed,
        FedFactors,
        FedUnit,
        FedInverse,
        Encoded,
        MemoryOfLayer,
        Input = layerCount * MemoryOfLayer,
        InputFactors,
        InputUnit,
        InputInverse,
        ShareInput,
        ShareUnit,
        ShareInverse,
        Shares,
        Placed,
        PlacedUnit,
        PlacedInverse,
        KeyHidden,
        IntentionKeys,
        Importance,
        QueryRow,
        QueryUnit,
        QueryInverse,
        Combined,
        IntentionUnit,
        IntentionInverse,
        Across,
        Gradient,
        GradientA,
        GradientB,
        GradientC,
        GradientD,
        Pairs,
        PairGradient,
        Small,
        SmallGradient,
        Tossed
    };

    bool readsFuture() const override { return true; }

    LayerNorm norm(std::size_t number)
    {
        return { .width = width,
                 .dim = dim,
                 .ones = m_ones.get(),
                 .weight = matrix(number).row(0),
                 .bias = matrix(number + 1).row(0) };
    }

    void normBackward(std::size_t number, std::int64_t rows, const float* unit, const float* inverse,
                      float* gradient, std::int64_t chain)
    {
        loops.layerNormBackward(norm(number), rows, unit, inverse, gradient, matrix(number).sum(chain),
                                matrix(number + 1).sum(chain));
    }

    void linear(std::size_t number, std::int64_t rows, const float* in, float* out)
    {
        repeat(matrix(number + 1).row(0), rows, width, out);
        applyTransposed(rows, in, matrix(number), out, true);
    }

    /// inGradient [rows, width] (+)= gradient of the map's input.
    void linearBackward(std::size_t number, std::int64_t rows, const float* in, const float* gradient,
                        float* inGradient, bool accumulate, std::int64_t chain)
    {
        addRows(rows, gradient, width, matrix(number + 1).sum(chain));
        addOuter(rows, gradient, width, in, width, matrix(number).sum(chain));
        apply(rows, gradient, matrix(number), inGradient, accumulate);
    }

    static float* kept(Scratch& scratch, int layer, Memory what, std::int64_t count)
    {
        return scratch.floats(layer * MemoryOfLayer + what, count);
    }

    /// The first `count` factors of a sequence at a place, in memory that the next call overwrites.
    const float* tossed(const Tile& tile, std::int64_t sequence, int place, std::int64_t count,
                        Scratch& scratch) const
    {
        const std::int64_t row = batchRow(tile.first + sequence);
        float* out = scratch.floats(Tossed, roundUp(count, 64));
        loops.toss(Coin::streamAt(m_settings.dropout, m_settings.seed,
                                  Coin::streamOf(step, place + (row < users ? 0 : 32), row % users)),
                   count, out);
        return out;
    }

    /// rows *= factors, which stay for the gradient.
    void drop(const Tile& tile, int place, float* factors, float* rows, Scratch& scratch)
    {
        if (m_settings.dropout == 0)
            return;
        std::fill_n(factors, tile.tokens * width, 0.0F);
        forEachUser(tile, [&](std::int64_t sequence, std::int64_t token, std::int64_t count) {
            const float* from = tossed(tile, sequence, place, count * dim, scratch);
            for (std::int64_t t = 0; t < count; ++t)
                std::copy_n(from + t * dim, dim, factors + (token + t) * width);
        });
        loops.multiply(tile.tokens * width, factors, rows);
    }

    void dropBackward(const Tile& tile, const float* factors, float* gradient)
    {
        if (m_settings.dropout != 0)
            loops.multiply(tile.tokens * width, factors, gradient);
    }

    void prepareModel(std::span<const StepParameter>) override
    {
        std::fill_n(m_ones.ensure(width), width, 0.0F);
        std::fill_n(m_ones.get(), dim, 1.0F);
        m_prototypes.ensure(slotCount * width);
        std::fill_n(m_prototypes.get(), slotCount * width, 0.0F);
        m_prototypeUnit.ensure(slotCount * width);
        m_prototypeInverse.ensure(slotCount);
        loops.layerNorm(norm(prototypeNorm), K, matrix(Prototypes).row(0), m_prototypes.get(),
                        m_prototypeUnit.get(), m_prototypeInverse.get());
        toSlots(m_prototypes.get(), m_prototypesAcross.ensure(width * slotCount));
        for (int side = 0; side < 2; ++side) {
            m_intentions[at(side)].ensure(users * K * width);
            m_intentionGradient[at(side)].ensure(users * K * width);
        }
    }

    void runTiles() override
    {
#pragma omp parallel for schedule(dynamic, 1)
        for (std::int64_t number = 0; number < chainsOfUsers; ++number) {
            zeroSums(number);
            forEachTile(number, [&](Tile& tile) { encode(tile, threadScratch()); });
        }
        matchItems();
        matchSequences();
#pragma omp parallel for schedule(dynamic, 1)
        for (std::int64_t number = 0; number < chainsOfUsers; ++number)
            forEachTile(number, [&](Tile& tile) {
                encode(tile, threadScratch());
                tileBackward(tile, threadScratch());
            });
    }

    /// Place of the first token of a sequence in the tables of positions: the newest item has the last row.
    std::int64_t firstPlace(std::int64_t count) const
    {
        return maxLength - count;
    }

    float* intention(std::array<Buffer<float>, 2>& of, const Tile& tile, std::int64_t sequence) const
    {
        const std::int64_t row = batchRow(tile.first + sequence);
        return of[row < users ? 0 : 1].get() + row % users * K * width;
    }

    std::size_t sideBias(const Tile& tile, std::int64_t sequence) const
    {
        return batchRow(tile.first + sequence) < users ? PastBias : FutureBias;
    }

    void encode(const Tile& tile, Scratch& scratch)
    {
        const std::int64_t n = tile.tokens, floats = n * width;
        float* h = scratch.floats(Input, floats);
        std::copy_n(x(tile.firstToken), floats, h);
        forEachUser(tile, [&](std::int64_t, std::int64_t token, std::int64_t count) {
            loops.addScaled(count * width, 1, matrix(Positions).row(firstPlace(count)), h + token * width);
        });
        loops.layerNorm(norm(InputNorm), n, h, h, scratch.floats(InputUnit, floats),
                        scratch.floats(InputInverse, n));
        drop(tile, 0, scratch.floats(InputFactors, floats), h, scratch);
        for (int layer = 0; layer < layerCount; ++layer)
            h = encodeLayer(tile, layer, h, scratch);
        intend(tile, h, scratch);
    }

    /// Floats of the square tables of a tile's sequences, one behind the other.
    std::int64_t pairsOf(const Tile& tile) const
    {
        std::int64_t sum = 0;
        forEachUser(tile, [&](std::int64_t, std::int64_t, std::int64_t count) {
            sum += count * roundUp(count, padding);
        });
        return sum;
    }

    float* encodeLayer(const Tile& tile, int layer, const float* in, Scratch& scratch)
    {
        const std::int64_t n = tile.tokens, floats = n * width, pairs = pairsOf(tile);
        const std::size_t first = Layers + at(layer) * LayerSize;
        float* queries = kept(scratch, layer, Queries, floats);
        float* keys = kept(scratch, layer, Keys, floats);
        float* values = kept(scratch, layer, Values, floats);
        float* attention = kept(scratch, layer, Attention, pairs);
        float* factors = kept(scratch, layer, AttentionFactors, pairs);
        float* dropped = kept(scratch, layer, Dropped, pairs);
        float* read = kept(scratch, layer, Read, floats);
        linear(first + Query, n, in, queries);
        linear(first + Key, n, in, keys);
        linear(first + Value, n, in, values);
        const int place = 1 + 3 * layer;
        std::int64_t pair = 0;
        forEachUser(tile, [&](std::int64_t sequence, std::int64_t token, std::int64_t count) {
            const std::int64_t stride = roundUp(count, padding), at = token * width;
            float* across = scratch.floats(Across, width * stride);
            transpose(count, keys + at, stride, across);
            multiply(count, stride, width, queries + at, width, 1, across, stride, attention + pair, stride,
                     false);
            loops.causalSoftmax(count, stride, m_scale, attention + pair);
            std::copy_n(attention + pair, count * stride, dropped + pair);
            if (m_settings.dropout != 0) {
                const float* from = tossed(tile, sequence, place, count * (count + 1) / 2, scratch);
                std::fill_n(factors + pair, count * stride, 0.0F);
                for (std::int64_t query = 0; query < count; from += ++query)
                    std::copy_n(from, query + 1, factors + pair + query * stride);
                loops.multiply(count * stride, factors + pair, dropped + pair);
            }
            multiply(count, width, count, dropped + pair, stride, 1, values + at, width, read + at, width,
                     false);
            pair += count * stride;
        });
        float* attended = kept(scratch, layer, Attended, floats);
        linear(first + Output, n, read, attended);
        drop(tile, place + 1, kept(scratch, layer, ReadFactors, floats), attended, scratch);
        loops.addScaled(floats, 1, in, attended);
        loops.layerNorm(norm(first + AttendedNorm), n, attended, attended,
                        kept(scratch, layer, AttendedUnit, floats), kept(scratch, layer, AttendedInverse, n));
        float* hidden = kept(scratch, layer, Hidden, floats);
        float* fed = kept(scratch, layer, Fed, floats);
        float* out = kept(scratch, layer, Encoded, floats);
        linear(first + First, n, attended, hidden);
        loops.rectify(floats, hidden);
        linear(first + Second, n, hidden, fed);
        loops.rectify(floats, fed);
        std::copy_n(fed, floats, out);
        drop(tile, place + 2, kept(scratch, layer, FedFactors, floats), out, scratch);
        loops.addScaled(floats, 1, attended, out);
        loops.layerNorm(norm(first + FedNorm), n, out, out, kept(scratch, layer, FedUnit, floats),
                        kept(scratch, layer, FedInverse, n));
        return out;
    }

    /// `gradient` of the layer's output becomes that of its input.
    void layerBackward(const Tile& tile, int layer, const float* in, float* gradient, Scratch& scratch)
    {
        const std::int64_t n = tile.tokens, floats = n * width, chain = tile.chain;
        const std::size_t first = Layers + at(layer) * LayerSize;
        float* inner = scratch.floats(GradientA, floats);
        float* hiddenGradient = scratch.floats(GradientB, floats);
        const float* fed = kept(scratch, layer, Fed, 0);
        const float* hidden = kept(scratch, layer, Hidden, 0);
        normBackward(first + FedNorm, n, kept(scratch, layer, FedUnit, 0),
                     kept(scratch, layer, FedInverse, 0), gradient, chain);
        std::copy_n(gradient, floats, inner);
        dropBackward(tile, kept(scratch, layer, FedFactors, 0), inner);
        loops.rectifyBackward(floats, fed, inner);
        linearBackward(first + Second, n, hidden, inner, hiddenGradient, false, chain);
        loops.rectifyBackward(floats, hidden, hiddenGradient);
        linearBackward(first + First, n, kept(scratch, layer, Attended, 0), hiddenGradient, gradient, true,
                       chain);
        normBackward(first + AttendedNorm, n, kept(scratch, layer, AttendedUnit, 0),
                     kept(scratch, layer, AttendedInverse, 0), gradient, chain);
        std::copy_n(gradient, floats, inner);
        dropBackward(tile, kept(scratch, layer, ReadFactors, 0), inner);
        float* readGradient = hiddenGradient;
        linearBackward(first + Output, n, kept(scratch, layer, Read, 0), inner, readGradient, false, chain);

        const float* queries = kept(scratch, layer, Queries, 0);
        const float* keys = kept(scratch, layer, Keys, 0);
        const float* values = kept(scratch, layer, Values, 0);
        const float* attention = kept(scratch, layer, Attention, 0);
        const float* factors = kept(scratch, layer, AttentionFactors, 0);
        const float* dropped = kept(scratch, layer, Dropped, 0);
        float* queryGradient = inner;
        float* keyGradient = scratch.floats(GradientC, floats);
        float* valueGradient = scratch.floats(GradientD, floats);
        std::int64_t pair = 0;
        forEachUser(tile, [&](std::int64_t, std::int64_t token, std::int64_t count) {
            const std::int64_t stride = roundUp(count, padding), at = token * width;
            float* across = scratch.floats(Across, width * stride);
            float* own = scratch.floats(PairGradient, count * stride);
            transpose(count, values + at, stride, across);
            multiply(count, stride, width, readGradient + at, width, 1, across, stride, own, stride, false);
            multiply(count, width, count, dropped + pair, 1, stride, readGradient + at, width,
                     valueGradient + at, width, false);
            if (m_settings.dropout != 0)
                loops.multiply(count * stride, factors + pair, own);
            loops.causalSoftmaxBackward(count, stride, m_scale, attention + pair, own);
            multiply(count, width, count, own, stride, 1, keys + at, width, queryGradient + at, width, false);
            multiply(count, width, count, own, 1, stride, queries + at, width, keyGradient + at, width,
                     false);
            pair += count * stride;
        });
        linearBackward(first + Query, n, in, queryGradient, gradient, true, chain);
        linearBackward(first + Key, n, in, keyGradient, gradient, true, chain);
        linearBackward(first + Value, n, in, valueGradient, gradient, true, chain);
    }

    /// From encoded items z to intentions.
    void intend(const Tile& tile, const float* z, Scratch& scratch)
    {
        const std::int64_t n = tile.tokens, floats = n * width, vectors = tile.users * K;
        float* shareInput = scratch.floats(ShareInput, floats);
        float* shares = scratch.floats(Shares, n * slotCount);
        float* placed = scratch.floats(Placed, floats);
        float* keys = scratch.floats(IntentionKeys, floats);
        float* hidden = scratch.floats(KeyHidden, floats);
        float* importance = scratch.floats(Importance, n);
        float* combined = scratch.floats(Combined, n * slotCount);
        float* query = scratch.floats(QueryRow, tile.users * width);
        loops.layerNorm(norm(shareNorm), n, z, shareInput, scratch.floats(ShareUnit, floats),
                        scratch.floats(ShareInverse, n));
        products(n, shareInput, m_prototypesAcross.get(), shares);
        for (std::int64_t i = 0; i < n * slotCount; ++i)
            shares[i] *= m_scale;
        loops.softmaxInterests(n, K, shares, shares);
        std::copy_n(z, floats, placed);
        forEachUser(tile, [&](std::int64_t sequence, std::int64_t token, std::int64_t count) {
            loops.addScaled(count * width, 1, matrix(Places).row(firstPlace(count)), placed + token * width);
            float* own = query + sequence * width;
            std::copy_n(matrix(QueryBias).row(0), width, own);
            loops.addScaled(width, 1, matrix(Places).row(maxLength - 1), own);
            loops.addScaled(width, 1, z + (token + count - 1) * width, own);
        });
        loops.layerNorm(norm(keyNorm), n, placed, placed, scratch.floats(PlacedUnit, floats),
                        scratch.floats(PlacedInverse, n));
        loops.layerNorm(norm(queryNorm), tile.users, query, query,
                        scratch.floats(QueryUnit, tile.users * width),
                        scratch.floats(QueryInverse, tile.users));
        linear(KeyMap, n, placed, hidden);
        loops.rectify(floats, hidden);
        std::copy_n(placed, floats, keys);
        loops.addScaled(floats, 1, hidden, keys);
        float* unit = scratch.floats(IntentionUnit, vectors * width);
        float* inverse = scratch.floats(IntentionInverse, vectors);
        forEachUser(tile, [&](std::int64_t sequence, std::int64_t token, std::int64_t count) {
            float* p = importance + token;
            loops.dots(count, width, keys + token * width, width, query + sequence * width, p, 1);
            const float top = *std::max_element(p, p + count);
            float sum = 0;
            for (std::int64_t t = 0; t < count; ++t)
                sum += p[t] = std::exp((p[t] - top) * m_scale);
            for (std::int64_t t = 0; t < count; ++t) {
                p[t] /= sum;
                for (int k = 0; k < slotCount; ++k)
                    combined[(token + t) * slotCount + k] = shares[(token + t) * slotCount + k] * p[t];
            }
            float* out = intention(m_intentions, tile, sequence);
            std::copy_n(matrix(sideBias(tile, sequence)).row(0), K * width, out);
            addPooled(count, combined + token * slotCount, z + token * width, out);
            loops.layerNorm(norm(intentionNorm), K, out, out, unit + sequence * K * width,
                            inverse + sequence * K);
        });
    }

    void tileBackward(const Tile& tile, Scratch& scratch)
    {
        const std::int64_t n = tile.tokens, floats = n * width, chain = tile.chain;
        const float* z = kept(scratch, layerCount - 1, Encoded, 0);
        float* gradient = scratch.floats(Gradient, floats);
        std::fill_n(gradient, floats, 0.0F);
        intendBackward(tile, z, gradient, scratch);
        for (int layer = layerCount - 1; layer >= 0; --layer)
            layerBackward(tile, layer,
                          layer > 0 ? kept(scratch, layer - 1, Encoded, 0) : scratch.floats(Input, 0),
                          gradient, scratch);
        dropBackward(tile, scratch.floats(InputFactors, 0), gradient);
        normBackward(InputNorm, n, scratch.floats(InputUnit, 0), scratch.floats(InputInverse, 0), gradient,
                     chain);
        std::copy_n(gradient, floats, xGradient(tile.firstToken));
        forEachUser(tile, [&](std::int64_t, std::int64_t token, std::int64_t count) {
            loops.addScaled(count * width, 1, gradient + token * width,
                            matrix(Positions).sum(chain) + firstPlace(count) * width);
        });
    }

    void intendBackward(const Tile& tile, const float* z, float* gradient, Scratch& scratch)
    {
        const std::int64_t n = tile.tokens, floats = n * width, chain = tile.chain;
        const float* shares = scratch.floats(Shares, 0);
        const float* importance = scratch.floats(Importance, 0);
        const float* combined = scratch.floats(Combined, 0);
        const float* keys = scratch.floats(IntentionKeys, 0);
        const float* query = scratch.floats(QueryRow, 0);
        const float* hidden = scratch.floats(KeyHidden, 0);
        float* shareGradient = scratch.floats(Small, n * slotCount);
        float* nearness = scratch.floats(SmallGradient, n);
        float* keyGradient = scratch.floats(GradientA, floats);
        float* queryGradient = scratch.floats(GradientB, tile.users * width);
        std::fill_n(keyGradient, floats, 0.0F);
        std::fill_n(queryGradient, tile.users * width, 0.0F);
        forEachUser(tile, [&](std::int64_t sequence, std::int64_t token, std::int64_t count) {
            float* own = intention(m_intentionGradient, tile, sequence);
            normBackward(intentionNorm, K, scratch.floats(IntentionUnit, 0) + sequence * K * width,
                         scratch.floats(IntentionInverse, 0) + sequence * K, own, chain);
            loops.addScaled(K * width, 1, own, matrix(sideBias(tile, sequence)).sum(chain));
            addSpread(count, combined + token * slotCount, own, gradient + token * width, true);
            float* across = scratch.floats(Across, width * slotCount);
            float* change = shareGradient + token * slotCount;
            toSlots(own, across);
            products(count, z + token * width, across, change);
            float mean = 0;
            for (std::int64_t t = 0; t < count; ++t) {
                float sum = 0;
                for (int k = 0; k < K; ++k) {
                    sum += change[t * slotCount + k] * shares[(token + t) * slotCount + k];
                    change[t * slotCount + k] *= importance[token + t];
                }
                nearness[token + t] = sum;
                mean += sum * importance[token + t];
            }
            for (std::int64_t t = token; t < token + count; ++t) {
                const float slope = importance[t] * (nearness[t] - mean) * m_scale;
                loops.addScaled(width, slope, query + sequence * width, keyGradient + t * width);
                loops.addScaled(width, slope, keys + t * width, queryGradient + sequence * width);
            }
        });
        normBackward(queryNorm, tile.users, scratch.floats(QueryUnit, 0), scratch.floats(QueryInverse, 0),
                     queryGradient, chain);
        forEachUser(tile, [&](std::int64_t sequence, std::int64_t token, std::int64_t count) {
            const float* own = queryGradient + sequence * width;
            loops.addScaled(width, 1, own, matrix(QueryBias).sum(chain));
            loops.addScaled(width, 1, own, matrix(Places).sum(chain) + (maxLength - 1) * width);
            loops.addScaled(width, 1, own, gradient + (token + count - 1) * width);
        });
        float* hiddenGradient = scratch.floats(GradientC, floats);
        std::copy_n(keyGradient, floats, hiddenGradient);
        loops.rectifyBackward(floats, hidden, hiddenGradient);
        linearBackward(KeyMap, n, scratch.floats(Placed, 0), hiddenGradient, keyGradient, true, chain);
        normBackward(keyNorm, n, scratch.floats(PlacedUnit, 0), scratch.floats(PlacedInverse, 0), keyGradient,
                     chain);
        loops.addScaled(floats, 1, keyGradient, gradient);
        forEachUser(tile, [&](std::int64_t, std::int64_t token, std::int64_t count) {
            loops.addScaled(count * width, 1, keyGradient + token * width,
                            matrix(Places).sum(chain) + firstPlace(count) * width);
        });
        loops.softmaxInterestsBackward(n, shares, shareGradient);
        for (std::int64_t i = 0; i < n * slotCount; ++i)
            shareGradient[i] *= m_scale;
        float* inputGradient = scratch.floats(GradientC, floats);
        addSpread(n, shareGradient, m_prototypes.get(), inputGradient, false);
        addPooled(n, shareGradient, scratch.floats(ShareInput, 0), matrix(Prototypes).sum(chain));
        normBackward(shareNorm, n, scratch.floats(ShareUnit, 0), scratch.floats(ShareInverse, 0),
                     inputGradient, chain);
        loops.addScaled(floats, 1, inputGradient, gradient);
    }

    /// seq2item: a softmax over all pairs of an intention and a candidate.
    void matchItems()
    {
        const std::int64_t tileUsers = std::max<std::int64_t>(64 / K, 1), stride = candidates + padding;
        const float share = 1 / static_cast<float>(users);
#pragma omp parallel for schedule(dynamic, 1)
        for (std::int64_t number = 0; number < chainsOfUsers; ++number) {
            Scratch& scratch = threadScratch();
            const std::int64_t last = users * (number + 1) / chainsOfUsers;
            for (std::int64_t first = users * number / chainsOfUsers; first < last; first += tileUsers) {
                const std::int64_t count = std::min(tileUsers, last - first), rows = count * K;
                const float* vectors = m_intentions[0].get() + first * K * width;
                float* gradient = m_intentionGradient[0].get() + first * K * width;
                float* logits = scratch.logits.ensure(rows * stride);
                hot.gemm({ .m = rows,
                           .n = candidates,
                           .k = width,
                           .a = vectors,
                           .aRow = width,
                           .b = negativePanels(),
                           .bRow = hot.panelWidth,
                           .bPanel = std::int64_t { hot.panelWidth } * width,
                           .c = logits,
                           .cRow = stride });
                float positives[slotCount];
                float* shares = scratch.user.ensure(rows);
                for (std::int64_t user = 0; user < count; ++user) {
                    loops.dots(K, width, vectors + user * K * width, width, positive(first + user), positives,
                               1);
                    chain(number).loss += loops.joinedSoftmax({ .interests = K,
                                                                .candidates = candidates,
                                                                .stride = stride,
                                                                .scale = m_scale,
                                                                .gradientScale = share,
                                                                .positiveId = positiveIds()[first + user],
                                                                .negativeIds = negativeIds(),
                                                                .positives = positives,
                                                                .logits = logits + user * K * stride,
                                                                .positiveShares = shares + user * K });
                }
                multiply(rows, width, candidates, logits, stride, 1, negatives(), width, gradient, width,
                         false);
                multiply(candidates, width, rows, logits, 1, stride, vectors, width,
                         chain(number).negatives.get(), width, true);
                for (std::int64_t user = 0; user < count; ++user) {
                    float* ofPositive = xGradient(tokens + first + user);
                    std::fill_n(ofPositive, width, 0.0F);
                    for (std::int64_t row = user * K; row < (user + 1) * K; ++row) {
                        loops.addScaled(width, shares[row], positive(first + user), gradient + row * width);
                        loops.addScaled(width, shares[row], vectors + row * width, ofPositive);
                    }
                }
            }
        }
    }

    static constexpr std::int64_t blockRows = 64, blockColumns = 256, pairChains = 8;

    /// products [count, n] of `rows` with the future intentions from `column` on; returns how many of the n
    /// are real.
    std::int64_t pairProducts(std::int64_t count, const float* rows, std::int64_t column, float* out) const
    {
        const std::int64_t all = users * K;
        hot.gemm({ .m = count,
                   .n = std::min(blockColumns, roundUp(all, hot.panelWidth) - column),
                   .k = width,
                   .a = rows,
                   .aRow = width,
                   .b = m_futurePanels.get() + column * width,
                   .bRow = hot.panelWidth,
                   .bPanel = std::int64_t { hot.panelWidth } * width,
                   .c = out,
                   .cRow = blockColumns });
        return std::min(blockColumns, all - column);
    }

    /// seq2seq: -log softmax of the diagonal of P Q^T / sqrt(d), the smallest ones alone.
    void matchSequences()
    {
        const std::int64_t all = users * K, panels = roundUp(all, hot.panelWidth) / hot.panelWidth;
        const float* past = m_intentions[0].get();
        const float* future = m_intentions[1].get();
        float* packed = m_futurePanels.ensure(panels * hot.panelWidth * width);
        float* normalisers = m_normalisers.ensure(all);
        m_losses.resize(at(all));
        m_kept.resize(at(all));
        std::iota(m_kept.begin(), m_kept.end(), 0);
#pragma omp parallel for schedule(static)
        for (std::int64_t panel = 0; panel < panels; ++panel)
            packPanels(future, all, width, width, width, hot.panelWidth, panel, panel + 1, packed);
#pragma omp parallel for schedule(dynamic, 1)
        for (std::int64_t first = 0; first < all; first += blockRows) {
            const std::int64_t count = std::min(blockRows, all - first);
            float* products = threadScratch().floats(Pairs, blockRows * blockColumns);
            std::array<float, blockRows> top;
            std::array<float, blockRows> sums {};
            top.fill(-1e30F);
            for (std::int64_t column = 0; column < all; column += blockColumns) {
                const std::int64_t real = pairProducts(count, past + first * width, column, products);
                loops.runningSums(count, blockColumns, real, m_scale, products, top.data(), sums.data());
            }
            for (std::int64_t row = 0; row < count; ++row) {
                float own = 0;
                loops.dots(1, width, past + (first + row) * width, width, future + (first + row) * width,
                           &own, 1);
                normalisers[first + row] = top[at(row)] + std::log(sums[at(row)]);
                m_losses[at(first + row)] = normalisers[first + row] - own * m_scale;
            }
        }
        const auto wanted
            = static_cast<std::ptrdiff_t>(std::floor(m_settings.confidentShare * static_cast<double>(all)));
        std::nth_element(
            m_kept.begin(), m_kept.begin() + wanted, m_kept.end(), [&](std::int64_t a, std::int64_t b) {
                return m_losses[at(a)] != m_losses[at(b)] ? m_losses[at(a)] < m_losses[at(b)] : a < b;
            });
        m_kept.resize(static_cast<std::size_t>(wanted));
        std::sort(m_kept.begin(), m_kept.end());
        m_sequenceLoss = 0;
        for (const std::int64_t row : m_kept)
            m_sequenceLoss += static_cast<double>(m_losses[at(row)]) / static_cast<double>(users);
#pragma omp parallel for schedule(dynamic, 1)
        for (std::int64_t number = 0; number < pairChains; ++number)
            pairsBackward(number);
#pragma omp parallel for schedule(static)
        for (std::int64_t row = 0; row < all; ++row) {
            float* out = m_intentionGradient[1].get() + row * width;
            std::fill_n(out, width, 0.0F);
            for (const Buffer<float>& sums : m_pairSums)
                loops.addScaled(width, 1, sums.get() + row * width, out);
        }
    }

    void pairsBackward(std::int64_t number)
    {
        const std::int64_t all = users * K, rows = static_cast<std::int64_t>(m_kept.size());
        const float* past = m_intentions[0].get();
        const float* future = m_intentions[1].get();
        const float factor = m_scale / static_cast<float>(users);
        float* sums = m_pairSums[at(number)].ensure(all * width);
        std::fill_n(sums, all * width, 0.0F);
        Scratch& scratch = threadScratch();
        float* products = scratch.floats(Pairs, blockRows * blockColumns);
        float* some = scratch.floats(GradientA, blockRows * width);
        float* gradient = scratch.floats(GradientB, blockRows * width);
        std::array<float, blockRows> normalisers;
        const std::int64_t last = rows * (number + 1) / pairChains;
        for (std::int64_t first = rows * number / pairChains; first < last; first += blockRows) {
            const std::int64_t count = std::min(blockRows, last - first);
            for (std::int64_t i = 0; i < count; ++i) {
                std::copy_n(past + m_kept[at(first + i)] * width, width, some + i * width);
                normalisers[at(i)] = m_normalisers.get()[m_kept[at(first + i)]];
            }
            std::fill_n(gradient, count * width, 0.0F);
            for (std::int64_t column = 0; column < all; column += blockColumns) {
                const std::int64_t real = pairProducts(count, some, column, products);
                loops.shares(count, blockColumns, real, m_scale, normalisers.data(), factor, products);
                multiply(count, width, real, products, blockColumns, 1, future + column * width, width,
                         gradient, width, true);
                multiply(real, width, count, products, 1, blockColumns, some, width, sums + column * width,
                         width, true);
            }
            for (std::int64_t i = 0; i < count; ++i) {
                const std::int64_t row = m_kept[at(first + i)];
                float* target = m_intentionGradient[0].get() + row * width;
                loops.addScaled(width, 1, gradient + i * width, target);
                loops.addScaled(width, -factor, future + row * width, target);
                loops.addScaled(width, -factor, some + i * width, sums + row * width);
            }
        }
    }

    /// What the sums of the prototypes hold is the gradient behind their norm.
    void finish(std::span<const StepParameter> parameters) override
    {
        Buffer<float>& rows = m_prototypeGradient;
        float* gradient = rows.ensure(slotCount * width + 2 * width);
        float* ofWeight = gradient + slotCount * width;
        std::fill_n(gradient, slotCount * width + 2 * width, 0.0F);
        for (int k = 0; k < K; ++k)
            std::copy_n(parameters[Prototypes].gradient + k * dim, dim, gradient + k * width);
        loops.layerNormBackward(norm(prototypeNorm), K, m_prototypeUnit.get(), m_prototypeInverse.get(),
                                gradient, ofWeight, ofWeight + width);
        for (int k = 0; k < K; ++k)
            std::copy_n(gradient + k * width, dim, parameters[Prototypes].gradient + k * dim);
        std::copy_n(ofWeight, dim, parameters[prototypeNorm].gradient);
        std::copy_n(ofWeight + width, dim, parameters[prototypeNorm + 1].gradient);
        terms = { mainLoss + m_sequenceLoss, mainLoss, m_sequenceLoss };
    }

    DssRecSettings m_settings;
    float m_scale; ///< 1 / sqrt(d)
    Buffer<float> m_ones, m_prototypes, m_prototypeUnit, m_prototypeInverse, m_prototypesAcross,
        m_prototypeGradient;
    std::array<Buffer<float>, 2> m_intentions; ///< past and future, [B K, width]
    std::array<Buffer<float>, 2> m_intentionGradient;
    Buffer<float> m_futurePanels;
    Buffer<float> m_normalisers; ///< [B K] log of the sum of a row of X
    std::array<Buffer<float>, pairChains> m_pairSums; ///< [B K, width] gradient of the future intentions
    std::vector<float> m_losses; ///< [B K]
    std::vector<std::int64_t> m_kept; ///< rows that are learnt from, ascending
    double m_sequenceLoss = 0;
};

} // namespace

std::shared_ptr<BaselineStep> makeDssRecStep(const StepShape& shape, const DssRecSettings& settings,
                                             const HotTable& hot)
{
    return std::make_shared<DssRecStep>(shape, settings, hot);
}

} // namespace opal::kernels
