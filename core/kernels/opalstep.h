// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/data/batcher.h"

namespace opal {

namespace kernels {
struct HotTable;
}

/// What stands between the last GRU state and the hard interest (core/models/MODELS.md section 2.2, row 6).
enum class GruHead { None, Linear, LinearRelu };

struct OpalStepOptions
{
    float epsilon = 0.1F; ///< temperature of the assignment (Eq. 2) and of the main loss (Eq. 6)
    float lambdaOrth = 10;
    float lambdaUnif = 1;
    float lambdaUnique = 1;
    bool normaliseInterests = true; ///< p, q and u on the sphere; false is the paper's letter
    bool orthMean = false; ///< orthogonality divided by K^2
    bool hardUniformity = false; ///< second uniformity term on winner-only assignments; not covered
    GruHead head = GruHead::LinearRelu;
};

/// Fused CPU form of OPAL: one call gives value and gradient of a whole batch, without autograd and without
/// padding.
///
/// The plain LibTorch form in core/models is the definition; this class computes the same numbers within
/// float rounding. Work is cut into blocks of users whose number does not depend on the thread count and
/// every reduction has a fixed order, so the bits of a result depend only on the inputs and on the
/// instruction set of the machine. The workspace grows to the largest batch seen; after that nothing is
/// allocated. One object serves one thread at a time.
class OpalStep
{
public:
    struct Shape
    {
        int interests = 4; ///< K, 1..16
        int dim = 64; ///< d
        std::int64_t itemCount = 0; ///< N
    };

    /// All row-major. Items and categories are already projected to the unit sphere. The GRU and head
    /// pointers are read only by the hard forms; head pointers may be null with GruHead::None.
    struct Parameters
    {
        const float* items = nullptr; ///< [N + 1, d], row 0 is padding
        const float* categories = nullptr; ///< [K, d]
        const float* gruInput = nullptr; ///< [3d, d], gates reset, update, new
        const float* gruHidden = nullptr; ///< [3d, d]
        const float* headWeight = nullptr; ///< [d, d]
        const float* headBias = nullptr; ///< [d]
    };

    /// Where gradients go: overwritten, not added to. soft() writes categories, rows and rowValues only.
    struct Gradients
    {
        float* categories = nullptr; ///< [K, d]
        float* gruInput = nullptr; ///< [3d, d]
        float* gruHidden = nullptr; ///< [3d, d]
        float* headWeight = nullptr; ///< [d, d]
        float* headBias = nullptr; ///< [d]
        std::vector<std::int64_t>& rows; ///< [R] ascending distinct item rows of the batch, never 0
        float* rowValues = nullptr; ///< [R, d] in room for mostRows() rows
    };

    /// Every term before its weight; total is the weighted sum of Eq. 7.
    struct Values
    {
        double total = 0;
        double main = 0;
        double orth = 0;
        double unif = 0;
        double unique = 0; ///< hard only
    };

    /// Milliseconds of the parts of the last soft() or hard().
    struct Timing
    {
        double assign = 0; ///< gather, assignment, pooling
        double users = 0; ///< GRU, logits, softmax and everything behind them, per block of users
        double rows = 0; ///< gradient of negatives, counting sort, sum over item rows
    };

    /// Throws Error{InvalidArgument} if K is outside 1..16 or d or N is not positive.
    explicit OpalStep(const Shape& shape);
    /// With the loops of a chosen instruction set instead of the widest one.
    OpalStep(const Shape& shape, const kernels::HotTable& hot);
    ~OpalStep();
    OpalStep(const OpalStep&) = delete;
    OpalStep& operator=(const OpalStep&) = delete;

    /// Whether the fused form covers these switches; where it does not, use the plain form.
    static bool supports(const Shape& shape, const OpalStepOptions& options);

    /// The most item rows that `batch` can touch: R is known only afterwards, the room is wanted before.
    static std::int64_t mostRows(const Batch& batch, std::int64_t itemCount);

    /// Stage 1: loss and gradients. Every history holds at least one item; the batch has as many positives
    /// and negatives as users. Throws Error{InvalidArgument} on unsupported options or inconsistent sizes.
    Values soft(const Batch& batch, const Parameters& parameters, const OpalStepOptions& options,
                const Gradients& gradients);

    /// Stage 2, same contract.
    Values hard(const Batch& batch, const Parameters& parameters, const OpalStepOptions& options,
                const Gradients& gradients);

    /// Forward only. `interests` [B, K, d]; `weights` [T, K] and `category` [T] may be null. A user without
    /// history gets the categories themselves.
    void encodeSoft(const RaggedHistories& histories, const Parameters& parameters,
                    const OpalStepOptions& options, float* interests, float* weights, std::int32_t* category);
    void encodeHard(const RaggedHistories& histories, const Parameters& parameters,
                    const OpalStepOptions& options, float* interests, float* weights, std::int32_t* category);

    const Timing& timing() const;

private:
    struct Workspace;
    std::unique_ptr<Workspace> m_workspace;
};

} // namespace opal
