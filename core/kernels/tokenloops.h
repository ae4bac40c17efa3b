// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace opal::kernels {

struct HotTable;

/// Floats of what one token has for each interest: K padded.
inline constexpr int slotCount = 16;

/// Rows of item gradients as sums of listed rows.
struct EntrySums
{
    int width = 0, dim = 0;
    const std::int32_t* entries = nullptr; ///< rows of `gradient`, grouped by row of `values`
    const std::int64_t* starts = nullptr; ///< [R + 1]
    const float* gradient = nullptr; ///< [*, width]
    float* values = nullptr; ///< [R, dim]
};

/// y = u weight + bias, u = (x - mean) / sqrt(variance + 1e-12) over the first `dim` of `width`.
struct LayerNorm
{
    int width = 0, dim = 0;
    const float* ones = nullptr; ///< [width] 1 for the first `dim`, then 0
    const float* weight = nullptr; ///< [width]
    const float* bias = nullptr; ///< [width]
};

/// Softmax of one user over all pairs of an interest and a candidate, the positive among them.
struct JoinedSoftmax
{
    int interests = 0;
    std::int64_t candidates = 0, stride = 0;
    float scale = 0; ///< of the products
    float gradientScale = 0;
    std::int32_t positiveId = 0;
    const std::int32_t* negativeIds = nullptr; ///< [candidates], 0 marks padding
    const float* positives = nullptr; ///< [K] products with the positive
    float* logits = nullptr; ///< [K, stride] products with the negatives, become their gradient
    float* positiveShares = nullptr; ///< [K] out: gradient of the positive's products
};

/// What Coin tosses from the beginning of a stream of Random (counter: block, purpose, stream), many blocks
/// at a time.
struct CoinStream
{
    std::uint64_t seed = 0, stream = 0;
    std::uint32_t purpose = 0;
    std::uint32_t dropBelow = 0; ///< of 16 bits
    float kept = 1;
};

/// Loops of the baselines over tokens and rows (tokens.inc), beside those of HotTable and under its rules:
/// widths, columns and counts of floats are multiples of 16, padding is zero.
struct TokenLoops
{
    void (*sumEntries)(const EntrySums&, std::int64_t firstRow, std::int64_t lastRow);
    /// Softmax of each column of [count, columns], in place, and the gradient behind it.
    void (*softmaxTokens)(std::int64_t count, std::int64_t columns, float* rows);
    void (*softmaxTokensBackward)(std::int64_t count, std::int64_t columns, const float* weights,
                                  float* gradient);
    /// Softmax over the first `interests` slots of each token [count, slotCount]; the others become 0.
    void (*softmaxInterests)(std::int64_t count, int interests, const float* logits, float* weights);
    void (*softmaxInterestsBackward)(std::int64_t count, const float* weights, float* gradient);
    /// tanh and max(x, 0) in place, and their gradients by the values they gave.
    void (*tangent)(std::int64_t count, float* values);
    void (*tangentBackward)(std::int64_t count, const float* values, float* gradient);
    void (*rectify)(std::int64_t count, float* values);
    void (*rectifyBackward)(std::int64_t count, const float* values, float* gradient);
    /// out[r * outStride] = row r of a [rows, width] matrix times a vector.
    void (*dots)(std::int64_t rows, int width, const float* matrix, std::int64_t stride, const float* vector,
                 float* out, std::int64_t outStride);
    void (*addScaled)(std::int64_t count, float factor, const float* in, float* out); ///< out += factor in
    /// Capsules of MIND and ComiRec-DR: in n / (1 + n) / sqrt(n + 1e-9), n = |in|^2, and the gradient by
    /// `in`.
    void (*squash)(std::int64_t rows, int width, const float* in, float* out);
    void (*squashBackward)(std::int64_t rows, int width, const float* in, float* gradient);
    void (*multiply)(std::int64_t count, const float* factors, float* values); ///< values *= factors
    /// The first `count` factors of a stream; out has room for `count` rounded up to 64.
    void (*toss)(const CoinStream&, std::int64_t count, float* out);
    /// Keeps u in `unit` [rows, width] and 1 / deviation in `inverse` [rows]. out may be in.
    void (*layerNorm)(const LayerNorm&, std::int64_t rows, const float* in, float* out, float* unit,
                      float* inverse);
    /// gradient: of y in, of x out; those of weight and bias are added to.
    void (*layerNormBackward)(const LayerNorm&, std::int64_t rows, const float* unit, const float* inverse,
                              float* gradient, float* weightGradient, float* biasGradient);
    /// Softmax of row q of scale [count, stride] over its first q + 1 columns, 0 behind them, and the
    /// gradient of the rows before scaling.
    void (*causalSoftmax)(std::int64_t count, std::int64_t stride, float scale, float* rows);
    void (*causalSoftmaxBackward)(std::int64_t count, std::int64_t stride, float scale, const float* weights,
                                  float* gradient);
    /// Log of the sum of all exponentials minus the largest logit of the positive.
    double (*joinedSoftmax)(const JoinedSoftmax&);
    /// Takes `real` of the `columns` products of each row into its running largest logit and the sum of
    /// exp(logit - largest).
    void (*runningSums)(std::int64_t rows, std::int64_t columns, std::int64_t real, float scale,
                        const float* products, float* top, float* sums);
    /// products become factor exp(scale product - normaliser of the row), 0 behind `real`.
    void (*shares)(std::int64_t rows, std::int64_t columns, std::int64_t real, float scale,
                   const float* normalisers, float factor, float* products);
};

/// Those of the instruction set that `table` belongs to.
const TokenLoops& tokenLoops(const HotTable& table);

} // namespace opal::kernels
