// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/data/batcher.h"
#include "core/kernels/baselinesteps.h"
#include "core/kernels/buffer.h"
#include "core/kernels/hot.h"
#include "core/kernels/itemrows.h"
#include "core/kernels/tokenloops.h"

namespace opal::kernels {

/// A dense parameter [rows, columns], row-major, and where its gradient goes: overwritten, null if it has
/// none. A vector has no rows.
struct StepParameter
{
    const float* value = nullptr;
    float* gradient = nullptr;
    std::int64_t rows = 0, columns = 0;
};

/// A tile ends at so many users or tokens.
struct TileLimits
{
    std::int64_t users = 16, tokens = 512;
    bool padded = false; ///< tokens are counted as if all histories were as long as the first
};

/// Fused CPU form of a baseline: one call gives value and gradient of a whole batch, without autograd and
/// without padding of histories.
///
/// The plain LibTorch form in core/models is the definition; this computes the same numbers within float
/// rounding. Users are ordered by falling length and cut into tiles, tiles into chains whose number does not
/// depend on the thread count, and every reduction has a fixed order, so the bits of a result depend only on
/// the inputs and on the instruction set of the machine. One object serves one thread at a time.
class BaselineStep
{
public:
    struct Gradients
    {
        std::vector<std::int64_t>& rows; ///< [R] ascending distinct item rows of the batch, never 0
        float* rowValues = nullptr; ///< [R, d] in room for mostRows() rows
    };

    virtual ~BaselineStep();
    BaselineStep(const BaselineStep&) = delete;
    BaselineStep& operator=(const BaselineStep&) = delete;

    /// The most item rows that `batch` can touch: R is known only afterwards, the room is wanted before.
    std::int64_t mostRows(const Batch& batch) const;

    /// Loss and gradients of `batch`, in which every user has a history of at most `maxLength` items and as
    /// many negatives as users are drawn. `items` [N + 1, d]; `parameters` as the step's class documents
    /// them. Returns the terms of the loss in the order of the model's plain form, the total first.
    std::span<const double> run(const Batch& batch, const float* items,
                                std::span<const StepParameter> parameters, const Gradients& gradients);

protected:
    /// Reductions run over this many chains of users, each in order, then over the chains in order.
    static constexpr std::int64_t chainsOfUsers = 16;

    /// The first `parameterCount` parameters are padded and summed here; others are the model's own business.
    BaselineStep(const StepShape& shape, std::size_t parameterCount, const HotTable& table,
                 const TileLimits& limits = {});

    /// Some users with their histories, forward and backward in one go.
    struct Tile
    {
        std::int64_t chain = 0;
        std::int64_t first = 0, users = 0; ///< in the order of length
        std::int64_t firstToken = 0, tokens = 0;
        float* interests = nullptr; ///< [users, K, width], forward() fills it
        std::uint8_t* valid = nullptr; ///< [users, K], all 1 unless forward() takes some out
        const std::int32_t* chosen = nullptr; ///< [users] the interest that was read out
        const float* gradient = nullptr; ///< [users, width] of the interest that was read out
    };

    /// Memory of one thread, reused from tile to tile; the model numbers what it keeps.
    struct Scratch
    {
        std::array<Buffer<float>, 96> buffers;
        Buffer<float> interests, user, logits;
        Buffer<std::uint8_t> valid, winners;
        Buffer<std::int32_t> chosen, lists;

        float* floats(int number, std::int64_t count)
        {
            return buffers[static_cast<std::size_t>(number)].ensure(count);
        }
    };

    /// A parameter padded to whole vectors in both directions, and the sums of its gradient.
    struct Matrix
    {
        std::int64_t rows = 0, columns = 0; ///< padded
        Buffer<float> value, transposed;
        std::vector<Buffer<float>> sums; ///< a chain each, as value

        const float* row(std::int64_t r) const { return value.get() + r * columns; }

        float* sum(std::int64_t chain) { return sums[static_cast<std::size_t>(chain)].get(); }
    };

    /// True if sequences are the histories and, behind them in the batch, the futures read backwards.
    virtual bool readsFuture() const { return false; }

    /// Before the tiles, when the rows of the batch and the parameters are there.
    virtual void prepareModel(std::span<const StepParameter> parameters);
    /// All of loss and gradients but what finish() adds: tile by tile forward(), form H, backward().
    virtual void runTiles();

    /// Interests of a tile from the rows x(), before its loss is known.
    virtual void forward(Tile&, Scratch&) { }

    /// Overwrites xGradient() of the tile and adds to the sums of the parameters.
    virtual void backward(const Tile&, Scratch&) { }

    /// Between the last tile and the sums over items: adds what no tile sees to the gradients and fills the
    /// terms.
    virtual void finish(std::span<const StepParameter> parameters);

    /// visit(user in the tile, first token in the tile, number of tokens) for every user.
    template <typename Visit> void forEachUser(const Tile& tile, Visit visit) const
    {
        for (std::int64_t user = 0; user < tile.users; ++user)
            visit(user, offset(tile.first + user) - tile.firstToken, length(tile.first + user));
    }

    float* x(std::int64_t token) const { return m_x.get() + token * width; } ///< [T, width]

    float* xGradient(std::int64_t token) const
    {
        return m_entryGradient.get() + token * width;
    } ///< [T, width]

    Matrix& matrix(std::size_t number) { return m_matrices[number]; }

    /// out [m, out.columns] (+)= in [m, width of it] times the transposed parameter [out, in].
    void applyTransposed(std::int64_t rows, const float* in, const Matrix& map, float* out,
                         bool accumulate) const;
    /// out [m, map.columns] (+)= in [m, map.rows] times the parameter.
    void apply(std::int64_t rows, const float* in, const Matrix& map, float* out, bool accumulate) const;
    /// sum [a columns, b columns] += a^T b, over `rows` rows of both.
    void addOuter(std::int64_t rows, const float* a, std::int64_t aColumns, const float* b,
                  std::int64_t bColumns, float* sum) const;
    /// sum [columns] += sum of the rows.
    void addRows(std::int64_t rows, const float* in, std::int64_t columns, float* sum) const;
    /// out [rows, columns]: each row a copy of `row`.
    static void repeat(const float* row, std::int64_t rows, std::int64_t columns, float* out);
    /// C [m, n] (+)= A [m, depth] B [depth, n], see Gemm; B is row-major.
    void multiply(std::int64_t m, std::int64_t n, std::int64_t depth, const float* a, std::int64_t aRow,
                  std::int64_t aColumn, const float* b, std::int64_t bRow, float* c, std::int64_t cRow,
                  bool accumulate) const;
    /// out [width, columns] from rows [count, width], 0 behind them.
    void transpose(std::int64_t count, const float* rows, std::int64_t columns, float* out) const;
    /// out [width, slotCount] from `interests` [K, width].
    void toSlots(const float* interests, float* out) const;
    /// out [count, slotCount] = rows [count, width] times across [width, slotCount].
    void products(std::int64_t count, const float* rows, const float* across, float* out) const;
    /// out [K, width] = (pool) or += sum over tokens of slot k of `weights` [count, slotCount] times row.
    void pool(std::int64_t count, const float* weights, const float* rows, float* out) const;
    void addPooled(std::int64_t count, const float* weights, const float* rows, float* out) const;
    /// out [count, width] (+)= sum over k of slot k of `weights` times vector k.
    void addSpread(std::int64_t count, const float* weights, const float* vectors, float* out,
                   bool accumulate) const;

    /// Memory of the calling thread.
    Scratch& threadScratch();

    std::int64_t longest() const { return sequences > 0 ? length(0) : 0; }

    std::int64_t batchRow(std::int64_t user) const { return m_order[at(user)]; }

    std::int64_t length(std::int64_t user) const { return m_offsets[at(user) + 1] - m_offsets[at(user)]; }

    std::int64_t offset(std::int64_t user) const { return m_offsets[at(user)]; }

    static std::size_t at(std::int64_t index) { return static_cast<std::size_t>(index); }

    const HotTable& hot;
    const TokenLoops& loops;
    const int K;
    const int dim;
    const int width; ///< dim padded
    const std::int64_t maxLength;
    std::int64_t users = 0, sequences = 0, tokens = 0, candidates = 0;
    std::int64_t step = 0; ///< of the batch
    double mainLoss = 0; ///< mean over users
    std::vector<double> terms;

    /// Sequences that are worked through in order, and their sums.
    struct Chain
    {
        std::int64_t first = 0, end = 0;
        Buffer<float> negatives; ///< [candidates, width]
        double loss = 0;
    };

    Chain& chain(std::int64_t number) { return m_chains[at(number)]; }

    void zeroSums(std::int64_t number);

    /// visit(tile) for the tiles of a chain in order.
    template <typename Visit> void forEachTile(std::int64_t number, Visit visit)
    {
        for (std::int64_t first = chain(number).first; first < chain(number).end;) {
            const std::int64_t end = endOfTile(first, chain(number).end);
            Tile tile { .chain = number,
                        .first = first,
                        .users = end - first,
                        .firstToken = offset(first),
                        .tokens = offset(end) - offset(first) };
            visit(tile);
            first = end;
        }
    }

    float* positive(std::int64_t user) const { return x(tokens + user); }

    float* negatives() const { return x(tokens + users); } ///< [candidates, width], 0 behind the real ones

    const float* negativePanels() const { return m_negativePanels.get(); }

    const std::int32_t* negativeIds() const { return m_negativeIds.get(); }

    const std::int32_t* positiveIds() const { return m_entries.data() + tokens; }

private:
    void prepare(const Batch& batch, const float* items);
    void pad(std::span<const StepParameter> parameters);
    std::int64_t endOfTile(std::int64_t first, std::int64_t end) const;
    void readOut(Tile& tile, Chain& chain, Scratch& scratch);
    void reduce(std::span<const StepParameter> parameters);

    std::int64_t m_itemCount;
    TileLimits m_limits;
    ItemRows m_itemRows;
    std::vector<Matrix> m_matrices;
    std::vector<Chain> m_chains;
    std::vector<Scratch> m_threads;
    std::vector<std::int64_t> m_order; ///< [S] row of the batch, futures behind histories
    std::vector<std::int64_t> m_offsets; ///< [S + 1] in the order of length
    std::vector<std::int32_t> m_entries; ///< [T + 2 B] items of tokens, positives, negatives
    Buffer<float> m_x; ///< [T + 2 B, width], rows of the entries
    Buffer<float> m_entryGradient; ///< the same
    Buffer<float> m_negativePanels;
    Buffer<std::int32_t> m_negativeIds; ///< [candidates], 0 behind the real ones
};

} // namespace opal::kernels
