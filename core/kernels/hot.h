// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace opal::kernels {

/// Inner loops that are compiled once per instruction set (hot.inc) and chosen at run time. Vectors are
/// padded: every `width` here is a multiple of 16 floats, padding is zero and stays zero.

/// Embedding rows of history tokens: row t is base + items[t] * stride, or base + t * stride without `items`.
struct TokenRows
{
    const float* base = nullptr;
    const std::int32_t* items = nullptr;
    std::int64_t stride = 0;

    const float* row(std::int64_t token) const { return base + (items ? items[token] : token) * stride; }
};

/// C [m, n] (+)= A [m, k] B [k, n], n a multiple of the vector length. A is read through two strides, so a
/// transposed A costs nothing. B is read in panels of panelWidth columns: panel p starts at b + p * bPanel,
/// its row k at + k * bRow; a plain row-major B has bPanel = panelWidth. Every element is one chain of
/// multiply-adds in the order of k, whatever the block it falls into.
struct Gemm
{
    std::int64_t m = 0, n = 0, k = 0;
    const float* a = nullptr;
    std::int64_t aRow = 0, aColumn = 1;
    const float* b = nullptr;
    std::int64_t bRow = 0, bPanel = 0;
    float* c = nullptr;
    std::int64_t cRow = 0;
    bool accumulate = false;
};

/// Eq. 2 and 3 for a range of users.
struct Assign
{
    int interests = 0, width = 0;
    float inverseEpsilon = 0;
    TokenRows rows;
    const std::int64_t* offsets = nullptr; ///< [B + 1]
    const float* categories = nullptr; ///< [K, width]
    float* weights = nullptr; ///< [T, K]
    std::int32_t* category = nullptr; ///< [T] argmax, lowest on a tie
    float* pooled = nullptr; ///< [B, K, width]
};

struct AssignSums
{
    double mass[16] = {}; ///< sum of the weights of each interest
    double unique = 0; ///< sum over users of the mean of -log max weight
};

/// Gradient behind Assign: from the pooled vectors to scores and categories.
struct AssignBackward
{
    int interests = 0, width = 0;
    float inverseEpsilon = 0;
    TokenRows rows;
    const std::int64_t* offsets = nullptr;
    const float* weights = nullptr; ///< [T, K]
    const std::int32_t* category = nullptr;
    const float* pooledGradient = nullptr; ///< [B, K, width]
    const float* massGradient = nullptr; ///< [K], added to the gradient of every weight
    float uniqueScale = 0; ///< lambda / B; the winner's weight a gets -uniqueScale / (len a)
    float* scoreGradient = nullptr; ///< [T, K] gradient of the cosines, 1 / epsilon included
    float* categoryGradient = nullptr; ///< [K, width], added to
};

/// Loss form M for a tile of users against shared negatives.
struct MainLoss
{
    int interests = 0, width = 0;
    std::int64_t users = 0;
    std::int64_t candidates = 0; ///< padded to the panel width
    std::int64_t stride = 0; ///< of logits and winners
    float inverseEpsilon = 0;
    float gradientScale = 0; ///< 1 / (B epsilon)
    const float* interestVectors = nullptr; ///< [users, K, width]
    const std::int32_t* negativeIds = nullptr; ///< [candidates], 0 marks padding
    const float* negatives = nullptr; ///< [candidates, width]
    const std::int32_t* positiveIds = nullptr; ///< [users]
    const float* const* positives = nullptr; ///< [users] rows of width
    float* logits = nullptr; ///< [users * K, stride] cosines; row user * K becomes the gradient by candidate
    std::uint8_t* winners = nullptr; ///< [users, stride]
    std::int32_t* scratch = nullptr; ///< [K, candidates]
    float* gradient = nullptr; ///< [users, K, width] of interestVectors, overwritten
    float* positiveGradient = nullptr; ///< [users] factor of the winning interest in the positive's gradient
    std::int32_t* positiveWinner = nullptr; ///< [users]
    double loss = 0; ///< out: sum over users
};

/// One recurrent step of m rows, gates reset | update | new.
struct GruStep
{
    std::int64_t rows = 0;
    int width = 0;
    float* gates = nullptr; ///< [rows, 3 width] pre-activations in (new: input part only), activations out
    float* hiddenNew = nullptr; ///< [rows, width] W_hn h
    const float* previous = nullptr; ///< [rows, width]
    float* next = nullptr; ///< [rows, width] forward: the new state
    float* gradient = nullptr; ///< [rows, width] backward: of the new state in, z times it out
};

/// Gradient of item rows: entries of a row are tokens (< tokens), positives (< tokens + users) and negatives.
struct RowSums
{
    int interests = 0, width = 0, dim = 0;
    std::int64_t tokens = 0, users = 0;
    const std::int32_t* entries = nullptr; ///< ordered by row, then by entry
    const std::int64_t* starts = nullptr; ///< [R + 1]
    const std::int32_t* tokenUser = nullptr; ///< [T]
    const float* weights = nullptr; ///< [T, K]
    const float* scoreGradient = nullptr; ///< [T, K]
    const float* pooledGradient = nullptr; ///< [B, K, width]
    const float* tokenGradient = nullptr; ///< [T, width] from the GRU, or null
    const float* categories = nullptr; ///< [K, width]
    const float* interestVectors = nullptr; ///< [B, K, width]
    const float* positiveGradient = nullptr;
    const std::int32_t* positiveWinner = nullptr;
    const float* negativeGradient = nullptr; ///< [B, width]
    float* values = nullptr; ///< [R, dim]
};

struct AdamCoefficients
{
    float beta1 = 0, beta2 = 0, epsilon = 0, weightDecay = 0;
    float stepSize = 0; ///< learning rate / (1 - beta1^t)
    float inverseRootBias2 = 0; ///< 1 / sqrt(1 - beta2^t)
};

/// Candidates of one user in a block of items.
struct Scan
{
    const float* scores = nullptr; ///< [rows, stride]
    std::int64_t stride = 0;
    int rows = 0;
    std::int64_t count = 0; ///< items in the block, padding excluded
    float threshold = 0; ///< only scores above it are reported
    std::int32_t* item = nullptr; ///< out: offset in the block
    std::int32_t* winner = nullptr; ///< out: lowest winning row
    float* score = nullptr; ///< out
};

/// Sets as rows of bits, to count what two of them share.
struct BitRows
{
    const std::uint64_t* bits = nullptr; ///< [rows, words]
    std::int64_t rows = 0, words = 0;
    std::int32_t* counts = nullptr; ///< out: [rows, rows], the diagonal is not written
};

struct HotTable
{
    const char* name;
    int panelWidth;
    void (*gemm)(const Gemm&);
    void (*assign)(const Assign&, std::int64_t firstUser, std::int64_t lastUser, AssignSums&);
    void (*assignBackward)(const AssignBackward&, std::int64_t firstUser, std::int64_t lastUser);
    void (*mainLoss)(MainLoss&);
    /// negativeGradient [candidates, width] += sum over the tile's users of gradient times winning interest.
    void (*negativeGradients)(const MainLoss&, float* negativeGradient);
    void (*gruForward)(const GruStep&);
    void (*gruBackward)(const GruStep&);
    void (*sumRows)(const RowSums&, std::int64_t firstRow, std::int64_t lastRow);
    /// out = in / |in|; inverseNorm is 0 and out is 0 where |in| < 1e-12. out may be in.
    void (*normalise)(std::int64_t rows, int width, const float* in, float* out, float* inverseNorm);
    /// gradient = (gradient - unit (unit . gradient)) * inverseNorm
    void (*normaliseBackward)(std::int64_t rows, int width, const float* unit, const float* inverseNorm,
                              float* gradient);
    void (*adam)(const AdamCoefficients&, std::int64_t count, const float* gradient, float* weights, float* m,
                 float* v);
    /// adam() on rows of [*, dim] tables, then back to the sphere if asked; gradient is [count, dim].
    void (*adamRows)(const AdamCoefficients&, int dim, std::int64_t count, const std::int64_t* rows,
                     const float* gradient, float* weights, float* m, float* v, bool project);
    /// Each row divided by max(norm, 1e-12).
    void (*projectRows)(std::int64_t rows, int dim, float* table);
    std::int64_t (*scan)(const Scan&);
    float (*dot)(const float* a, const float* b, int width); ///< one chain, equal to an element of gemm
    void (*exponential)(std::int64_t count, const float* in, float* out);
    /// Counts of rows first..last - 1 with every later row, written to both halves of the matrix.
    void (*jointCounts)(const BitRows&, std::int64_t first, std::int64_t last);
};

enum class InstructionSet { Baseline, Avx2, Avx512 };

/// Whether this build and this machine have it.
bool available(InstructionSet set);

/// Throws Error{Unsupported} where not available().
const HotTable& hotTable(InstructionSet set);

/// The widest available one.
const HotTable& hotTable();

/// Packs rows [rows, dim] into panels of panelWidth rows: element (r, i) goes to panels[(r / w) * width * w +
/// i * w + r % w]; missing rows and columns are zero. `first` and `last` are panel numbers.
void packPanels(const float* matrix, std::int64_t rows, std::int64_t stride, int dim, int width,
                int panelWidth, std::int64_t first, std::int64_t last, float* panels);

} // namespace opal::kernels
