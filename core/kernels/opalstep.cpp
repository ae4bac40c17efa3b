// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/opalstep.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <omp.h>

#include "core/base/error.h"
#include "core/kernels/opalstep_workspace.h"

namespace opal {

using namespace kernels;

namespace {

double millisecondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Eq. 4 on the masses of the batch: std / mean, unbiased; 0 at K = 1. Fills dL/dw_j times `lambda`.
double uniformity(const double* mass, int K, float lambda, float* massGradient)
{
    std::fill(massGradient, massGradient + K, 0.0F);
    double mean = 0;
    for (int j = 0; j < K; ++j)
        mean += mass[j] / K;
    if (K == 1 || mean == 0)
        return 0;
    double variance = 0;
    for (int j = 0; j < K; ++j)
        variance += (mass[j] - mean) * (mass[j] - mean) / (K - 1);
    const double deviation = std::sqrt(variance);
    for (int j = 0; j < K && deviation > 0; ++j)
        massGradient[j] = static_cast<float>(
            static_cast<double>(lambda)
            * ((mass[j] - mean) / ((K - 1) * deviation * mean) - deviation / (mean * mean * K)));
    return deviation / mean;
}

void requireConsistent(const Batch& batch)
{
    const auto users = static_cast<std::size_t>(batch.history.size());
    if (users == 0 || batch.positives.size() != users || batch.negatives.size() != users
        || batch.history.offsets.back() != static_cast<std::int64_t>(batch.history.items.size()))
        throw Error(ErrorCode::InvalidArgument,
                    "A batch needs at least one user and one positive and one negative for each user.");
}

void requireSupported(const OpalStep::Shape& shape, const OpalStepOptions& options)
{
    if (!OpalStep::supports(shape, options))
        throw Error(ErrorCode::InvalidArgument,
                    "The fused OPAL step does not cover these switches; use the plain form of the model.");
}

} // namespace

OpalStep::Values OpalStep::Workspace::run(const Batch& batch, const Parameters& parameters,
                                          const OpalStepOptions& options, const Gradients& gradients,
                                          Form form)
{
    auto start = std::chrono::steady_clock::now();
    prepareParameters(parameters, options, form);
    prepareHistories(batch.history, parameters);
    prepareCandidates(batch, parameters);
    threads.resize(static_cast<std::size_t>(omp_get_max_threads()));
    const Assign assign = assignTask(options);
#pragma omp parallel for schedule(dynamic, 1)
    for (std::int64_t chain = 0; chain < chainCount; ++chain) {
        chains[chain].assign = {};
        hot.assign(assign, users * chain / chainCount, users * (chain + 1) / chainCount,
                   chains[chain].assign);
    }
    double mass[16] = {};
    Values values;
    for (const ChainSums& chain : chains) {
        for (int j = 0; j < K; ++j)
            mass[j] += chain.assign.mass[j];
        values.unique += form == Form::Hard ? chain.assign.unique / static_cast<double>(users) : 0;
    }
    values.unif = uniformity(mass, K, options.lambdaUnif, massGradient);
    timing.assign = millisecondsSince(start);

    start = std::chrono::steady_clock::now();
    zeroSums(form);
#pragma omp parallel for schedule(dynamic, 1)
    for (std::int64_t chain = 0; chain < chainCount; ++chain) {
        TileScratch& own = threads[static_cast<std::size_t>(omp_get_thread_num())];
        const std::int64_t last = users * (chain + 1) / chainCount;
        for (std::int64_t user = users * chain / chainCount; user < last; user += tileUsers()) {
            const std::int64_t end = std::min(last, user + tileUsers());
            tileInterests(user, end, options, form, own);
            tileLoss(batch, user, end, options, form, own, chains[chain]);
            tileBackward(user, end, options, form, own, chains[chain]);
        }
    }
    timing.users = millisecondsSince(start);

    start = std::chrono::steady_clock::now();
    reduce(gradients, options, form, values);
    itemRows.build(batch.history.items, batch.positives, batch.negatives, gradients.rows);
    sumItemRows(gradients, form);
    timing.rows = millisecondsSince(start);
    values.total = values.main + static_cast<double>(options.lambdaOrth) * values.orth
        + static_cast<double>(options.lambdaUnif) * values.unif
        + static_cast<double>(options.lambdaUnique) * values.unique;
    return values;
}

void OpalStep::Workspace::encode(const RaggedHistories& histories, const Parameters& parameters,
                                 const OpalStepOptions& options, float* interestsOut, float* weightsOut,
                                 std::int32_t* categoryOut, Form form)
{
    prepareParameters(parameters, options, form);
    prepareHistories(histories, parameters);
    threads.resize(static_cast<std::size_t>(omp_get_max_threads()));
    const Assign assign = assignTask(options);
    const std::int64_t tiles = (users + tileUsers() - 1) / tileUsers();
#pragma omp parallel for schedule(dynamic, 1) if (tiles > 1)
    for (std::int64_t tile = 0; tile < tiles; ++tile) {
        const std::int64_t first = tile * tileUsers(), last = std::min(users, first + tileUsers());
        AssignSums sums;
        hot.assign(assign, first, last, sums);
        tileInterests(first, last, options, form, threads[static_cast<std::size_t>(omp_get_thread_num())]);
        for (std::int64_t slot = first * K; slot < last * K; ++slot)
            std::copy_n(unitInterests(form) + slot * width, dim, interestsOut + slot * dim);
    }
    if (weightsOut)
        std::copy_n(weights.get(), tokens * K, weightsOut);
    if (categoryOut)
        std::copy_n(category.get(), tokens, categoryOut);
}

OpalStep::OpalStep(const Shape& shape)
    : OpalStep(shape, hotTable())
{
}

OpalStep::OpalStep(const Shape& shape, const HotTable& hot)
{
    if (shape.interests < 1 || shape.interests > 16 || shape.dim < 1 || shape.itemCount < 1)
        throw Error(ErrorCode::InvalidArgument,
                    "The fused OPAL step needs 1 to 16 interests and at least one item.");
    m_workspace = std::make_unique<Workspace>(shape, hot);
}

OpalStep::~OpalStep() = default;

bool OpalStep::supports(const Shape& shape, const OpalStepOptions& options)
{
    return shape.interests >= 1 && shape.interests <= 16 && shape.dim >= 1 && !options.hardUniformity
        && options.epsilon > 0;
}

std::int64_t OpalStep::mostRows(const Batch& batch, std::int64_t itemCount)
{
    const std::size_t entries = batch.history.items.size() + batch.positives.size() + batch.negatives.size();
    return std::min(itemCount, static_cast<std::int64_t>(entries));
}

OpalStep::Values OpalStep::soft(const Batch& batch, const Parameters& parameters,
                                const OpalStepOptions& options, const Gradients& gradients)
{
    requireConsistent(batch);
    requireSupported({ .interests = m_workspace->K, .dim = m_workspace->dim }, options);
    return m_workspace->run(batch, parameters, options, gradients, Workspace::Form::Soft);
}

OpalStep::Values OpalStep::hard(const Batch& batch, const Parameters& parameters,
                                const OpalStepOptions& options, const Gradients& gradients)
{
    requireConsistent(batch);
    requireSupported({ .interests = m_workspace->K, .dim = m_workspace->dim }, options);
    return m_workspace->run(batch, parameters, options, gradients, Workspace::Form::Hard);
}

void OpalStep::encodeSoft(const RaggedHistories& histories, const Parameters& parameters,
                          const OpalStepOptions& options, float* interests, float* weights,
                          std::int32_t* category)
{
    requireSupported({ .interests = m_workspace->K, .dim = m_workspace->dim }, options);
    m_workspace->encode(histories, parameters, options, interests, weights, category, Workspace::Form::Soft);
}

void OpalStep::encodeHard(const RaggedHistories& histories, const Parameters& parameters,
                          const OpalStepOptions& options, float* interests, float* weights,
                          std::int32_t* category)
{
    requireSupported({ .interests = m_workspace->K, .dim = m_workspace->dim }, options);
    m_workspace->encode(histories, parameters, options, interests, weights, category, Workspace::Form::Hard);
}

const OpalStep::Timing& OpalStep::timing() const
{
    return m_workspace->timing;
}

} // namespace opal
