// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/opalstep_workspace.h"

#include <algorithm>

namespace opal {

using namespace kernels;

namespace {

/// Copies blocks of [dim, dim] matrices stacked on each other into [width, width] blocks, zero where padded.
void padBlocks(const float* matrix, int blocks, int dim, int width, float* out)
{
    std::fill(out, out + std::int64_t { blocks } * width * width, 0.0F);
    for (std::int64_t block = 0; block < blocks; ++block)
        for (std::int64_t r = 0; r < dim; ++r)
            std::copy_n(matrix + (block * dim + r) * dim, dim, out + (block * width + r) * width);
}

void transpose(const float* matrix, std::int64_t rows, std::int64_t columns, float* out)
{
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t c = 0; c < columns; ++c)
            out[c * rows + r] = matrix[r * columns + c];
}

void padRow(const float* row, int dim, int width, float* out)
{
    std::fill(std::copy_n(row, dim, out), out + width, 0.0F);
}

/// out [blocks * dim, dim] = sum over the chains of their padded [blocks * width, width] buffers.
void sumBlocks(const ChainSums* chains, Buffer<float> ChainSums::*member, int blocks, int dim, int width,
               float* out)
{
#pragma omp parallel for schedule(static)
    for (std::int64_t row = 0; row < std::int64_t { blocks } * dim; ++row) {
        float* target = out + row * dim;
        const std::int64_t at = (row / dim * width + row % dim) * width;
        std::fill(target, target + dim, 0.0F);
        for (std::int64_t chain = 0; chain < chainCount; ++chain) {
            const float* source = (chains[chain].*member).get() + at;
            for (int i = 0; i < dim; ++i)
                target[i] += source[i];
        }
    }
}

/// Eq. 1 and its gradient 4 sum_{j != i} (g_i . g_j) g_j, times `scale`, added to `gradient` [K, dim].
double orthogonality(const float* categories, int K, int dim, int width, float scale, float* gradient)
{
    double sum = 0;
    for (int i = 0; i < K; ++i)
        for (int j = 0; j < K; ++j) {
            if (i == j)
                continue;
            const float* other = categories + j * width;
            float cosine = 0;
            for (int c = 0; c < dim; ++c)
                cosine += categories[i * width + c] * other[c];
            sum += static_cast<double>(cosine) * static_cast<double>(cosine);
            for (int c = 0; c < dim; ++c)
                gradient[i * dim + c] += scale * 4 * cosine * other[c];
        }
    return sum;
}

} // namespace

OpalStep::Workspace::Workspace(const Shape& shape, const HotTable& table)
    : K(shape.interests)
    , dim(shape.dim)
    , width(static_cast<int>(roundUp(shape.dim, padding)))
    , hot(table)
    , itemRows(shape.itemCount)
{
}

void OpalStep::Workspace::prepareParameters(const Parameters& parameters, const OpalStepOptions& options,
                                            Form form)
{
    float* categories = padded.categories.ensure(std::int64_t { K } * width);
    for (int j = 0; j < K; ++j)
        padRow(parameters.categories + j * dim, dim, width, categories + j * width);
    rows = { .base = parameters.items, .items = nullptr, .stride = dim };
    if (form == Form::Soft)
        return;
    const std::int64_t square = std::int64_t { width } * width;
    padBlocks(parameters.gruInput, 3, dim, width, padded.gruInput.ensure(3 * square));
    padBlocks(parameters.gruHidden, 3, dim, width, padded.gruHidden.ensure(3 * square));
    transpose(padded.gruInput.get(), 3 * width, width, padded.gruInputTransposed.ensure(3 * square));
    transpose(padded.gruHidden.get(), 3 * width, width, padded.gruHiddenTransposed.ensure(3 * square));
    gru = { .width = width,
            .input = padded.gruInput.get(),
            .hidden = padded.gruHidden.get(),
            .inputTransposed = padded.gruInputTransposed.get(),
            .hiddenTransposed = padded.gruHiddenTransposed.get() };
    if (options.head == GruHead::None)
        return;
    padBlocks(parameters.headWeight, 1, dim, width, padded.headWeight.ensure(square));
    transpose(padded.headWeight.get(), width, width, padded.headWeightTransposed.ensure(square));
    padRow(parameters.headBias, dim, width, padded.headBias.ensure(width));
}

void OpalStep::Workspace::prepareHistories(const RaggedHistories& histories, const Parameters& parameters)
{
    users = histories.size();
    offsets = histories.offsets.data();
    tokens = histories.offsets.back();
    weights.ensure(tokens * K);
    category.ensure(tokens);
    const std::int64_t slots = users * K;
    pooled.ensure(slots * width);
    pooledNorm.ensure(slots);
    interests.ensure(slots * width);
    interestNorm.ensure(slots);
    if (width == dim) {
        rows.items = histories.items.data();
        return;
    }
    float* copies = gathered.ensure(tokens * width);
#pragma omp parallel for schedule(static)
    for (std::int64_t t = 0; t < tokens; ++t)
        padRow(parameters.items + std::int64_t { histories.items[static_cast<std::size_t>(t)] } * dim, dim,
               width, copies + t * width);
    rows = { .base = copies, .items = nullptr, .stride = width };
}

void OpalStep::Workspace::prepareCandidates(const Batch& batch, const Parameters& parameters)
{
    candidates = roundUp(users, hot.panelWidth);
    float* vectors = negatives.ensure(candidates * width);
    float* panels = negativePanels.ensure(candidates * width);
    std::int32_t* ids = negativeIds.ensure(candidates);
    float* targets = positives.ensure(users * width);
    std::int32_t* owner = tokenUser.ensure(tokens);
    positiveRows.resize(static_cast<std::size_t>(users));
    std::copy(batch.negatives.begin(), batch.negatives.end(), ids);
    std::fill(ids + users, ids + candidates, 0);
    std::fill(vectors + users * width, vectors + candidates * width, 0.0F);
    scoreGradient.ensure(tokens * K);
    gradient.ensure(users * K * width);
    positiveGradient.ensure(users);
    positiveWinner.ensure(users);
    negativeGradient.ensure(candidates * width);
#pragma omp parallel for schedule(static)
    for (std::int64_t user = 0; user < users; ++user) {
        const auto at = static_cast<std::size_t>(user);
        padRow(parameters.items + std::int64_t { ids[user] } * dim, dim, width, vectors + user * width);
        padRow(parameters.items + std::int64_t { batch.positives[at] } * dim, dim, width,
               targets + user * width);
        positiveRows[at] = targets + user * width;
        std::fill(owner + offsets[user], owner + offsets[user + 1], static_cast<std::int32_t>(user));
    }
#pragma omp parallel for schedule(static)
    for (std::int64_t panel = 0; panel < candidates / hot.panelWidth; ++panel)
        packPanels(vectors, candidates, width, width, width, hot.panelWidth, panel, panel + 1, panels);
}

void OpalStep::Workspace::zeroSums(Form form)
{
    const std::int64_t square = std::int64_t { width } * width;
    const auto zero
        = [](Buffer<float>& buffer, std::int64_t count) { std::fill_n(buffer.ensure(count), count, 0.0F); };
    if (form == Form::Hard)
        tokenGradient.ensure(tokens * width);
#pragma omp parallel for schedule(static)
    for (std::int64_t chain = 0; chain < chainCount; ++chain) {
        ChainSums& sums = chains[chain];
        sums.loss = 0;
        zero(sums.negatives, candidates * width);
        zero(sums.categories, std::int64_t { K } * width);
        if (form == Form::Soft)
            continue;
        zero(sums.gruInput, 3 * square);
        zero(sums.gruHidden, 3 * square);
        zero(sums.headWeight, square);
        zero(sums.headBias, width);
    }
}

Assign OpalStep::Workspace::assignTask(const OpalStepOptions& options)
{
    return { .interests = K,
             .width = width,
             .inverseEpsilon = 1 / options.epsilon,
             .rows = rows,
             .offsets = offsets,
             .categories = padded.categories.get(),
             .weights = weights.get(),
             .category = category.get(),
             .pooled = pooled.get() };
}

void OpalStep::Workspace::reduce(const Gradients& gradients, const OpalStepOptions& options, Form form,
                                 Values& values)
{
    for (const ChainSums& chain : chains)
        values.main += chain.loss / static_cast<double>(users);
    std::fill_n(gradients.categories, K * dim, 0.0F);
    for (const ChainSums& chain : chains)
        for (int j = 0; j < K; ++j)
            for (int i = 0; i < dim; ++i)
                gradients.categories[j * dim + i] += chain.categories.get()[j * width + i];
    const float share = options.orthMean ? 1.0F / static_cast<float>(K * K) : 1.0F;
    values.orth = static_cast<double>(share)
        * orthogonality(padded.categories.get(), K, dim, width, options.lambdaOrth * share,
                        gradients.categories);

    float* sums = negativeGradient.get();
#pragma omp parallel for schedule(static)
    for (std::int64_t c = 0; c < users; ++c) {
        float* target = sums + c * width;
        std::fill_n(target, width, 0.0F);
        for (const ChainSums& chain : chains) {
            const float* source = chain.negatives.get() + c * width;
            for (int i = 0; i < width; ++i)
                target[i] += source[i];
        }
    }
    if (form == Form::Soft)
        return;
    sumBlocks(chains, &ChainSums::gruInput, 3, dim, width, gradients.gruInput);
    sumBlocks(chains, &ChainSums::gruHidden, 3, dim, width, gradients.gruHidden);
    if (options.head == GruHead::None)
        return;
    sumBlocks(chains, &ChainSums::headWeight, 1, dim, width, gradients.headWeight);
    std::fill_n(gradients.headBias, dim, 0.0F);
    for (const ChainSums& chain : chains)
        for (int i = 0; i < dim; ++i)
            gradients.headBias[i] += chain.headBias.get()[i];
}

void OpalStep::Workspace::sumItemRows(const Gradients& gradients, Form form)
{
    const auto count = static_cast<std::int64_t>(gradients.rows.size());
    const RowSums task { .interests = K,
                         .width = width,
                         .dim = dim,
                         .tokens = tokens,
                         .users = users,
                         .entries = itemRows.entries(),
                         .starts = itemRows.starts(),
                         .tokenUser = tokenUser.get(),
                         .weights = weights.get(),
                         .scoreGradient = scoreGradient.get(),
                         .pooledGradient = gradient.get(),
                         .tokenGradient = form == Form::Hard ? tokenGradient.get() : nullptr,
                         .categories = padded.categories.get(),
                         .interestVectors = unitInterests(form),
                         .positiveGradient = positiveGradient.get(),
                         .positiveWinner = positiveWinner.get(),
                         .negativeGradient = negativeGradient.get(),
                         .values = gradients.rowValues };
    constexpr std::int64_t block = 256;
#pragma omp parallel for schedule(dynamic, 4)
    for (std::int64_t first = 0; first < count; first += block)
        hot.sumRows(task, first, std::min(count, first + block));
}

} // namespace opal
