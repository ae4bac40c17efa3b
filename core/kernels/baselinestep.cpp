// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/baselinestep.h"

#include <algorithm>
#include <numeric>
#include <omp.h>

#include "core/base/error.h"

namespace opal::kernels {

namespace {

constexpr std::int64_t mostTileUsers = 64;

} // namespace

BaselineStep::BaselineStep(const StepShape& shape, std::size_t parameterCount, const HotTable& table,
                           const TileLimits& limits)
    : hot(table)
    , loops(tokenLoops(table))
    , K(shape.interests)
    , dim(shape.dim)
    , width(static_cast<int>(roundUp(shape.dim, padding)))
    , maxLength(shape.maxLength)
    , m_itemCount(shape.itemCount)
    , m_limits(limits)
    , m_itemRows(shape.itemCount)
    , m_matrices(parameterCount)
    , m_chains(chainsOfUsers)
{
    m_limits.users = std::min(m_limits.users, mostTileUsers);
    if (K < 1 || K > slotCount || dim < 1 || m_itemCount < 1)
        throw Error(ErrorCode::InvalidArgument, "a fused step needs 1 to 16 interests and at least one item");
}

BaselineStep::~BaselineStep() = default;

std::int64_t BaselineStep::mostRows(const Batch& batch) const
{
    const std::size_t entries = batch.history.items.size() + batch.future.items.size()
        + batch.positives.size() + batch.negatives.size();
    return std::min(m_itemCount, static_cast<std::int64_t>(entries));
}

std::span<const double> BaselineStep::run(const Batch& batch, const float* items,
                                          std::span<const StepParameter> parameters,
                                          const Gradients& gradients)
{
    prepare(batch, items);
    pad(parameters);
    m_threads.resize(at(omp_get_max_threads()));
    prepareModel(parameters);
    runTiles();
    mainLoss = 0;
    for (const Chain& each : m_chains)
        mainLoss += each.loss / static_cast<double>(users);
    terms.clear();
    reduce(parameters);
    finish(parameters);

    m_itemRows.build(m_entries, {}, {}, gradients.rows);
    const EntrySums sums { .width = width,
                           .dim = dim,
                           .entries = m_itemRows.entries(),
                           .starts = m_itemRows.starts(),
                           .gradient = m_entryGradient.get(),
                           .values = gradients.rowValues };
    const auto rows = static_cast<std::int64_t>(gradients.rows.size());
    constexpr std::int64_t block = 256;
#pragma omp parallel for schedule(dynamic, 4)
    for (std::int64_t first = 0; first < rows; first += block)
        loops.sumEntries(sums, first, std::min(rows, first + block));
    return terms;
}

BaselineStep::Scratch& BaselineStep::threadScratch()
{
    return m_threads[at(omp_get_thread_num())];
}

void BaselineStep::prepareModel(std::span<const StepParameter>)
{
}

void BaselineStep::finish(std::span<const StepParameter>)
{
    terms = { mainLoss, mainLoss };
}

void BaselineStep::prepare(const Batch& batch, const float* items)
{
    users = batch.history.size();
    sequences = readsFuture() ? 2 * users : users;
    step = batch.step;
    const auto sequence = [&](std::int64_t row) {
        return row < users ? batch.history.history(row) : batch.future.history(row - users);
    };
    m_order.resize(at(sequences));
    std::iota(m_order.begin(), m_order.end(), 0);
    std::stable_sort(m_order.begin(), m_order.end(),
                     [&](std::int64_t a, std::int64_t b) { return sequence(a).size() > sequence(b).size(); });
    m_offsets.assign(1, 0);
    m_entries.clear();
    for (const std::int64_t row : m_order) {
        const std::span<const ItemIndex> read = sequence(row);
        m_entries.insert(m_entries.end(), read.begin(), read.end());
        if (row >= users)
            std::reverse(m_entries.end() - static_cast<std::ptrdiff_t>(read.size()), m_entries.end());
        m_offsets.push_back(static_cast<std::int64_t>(m_entries.size()));
    }
    tokens = m_offsets.back();
    // Positives lie as the sequences do, if there is one a user.
    for (std::int64_t user = 0; user < users; ++user)
        m_entries.push_back(batch.positives[at(readsFuture() ? user : m_order[at(user)])]);
    m_entries.insert(m_entries.end(), batch.negatives.begin(), batch.negatives.end());

    candidates = roundUp(users, hot.panelWidth);
    const auto entries = static_cast<std::int64_t>(m_entries.size());
    const std::int64_t behind = candidates - users;
    float* rows = m_x.ensure((entries + behind) * width);
    std::fill_n(rows + entries * width, behind * width, 0.0F);
    m_entryGradient.ensure(entries * width);
#pragma omp parallel for schedule(static)
    for (std::int64_t entry = 0; entry < entries; ++entry) {
        float* row = rows + entry * width;
        std::fill(std::copy_n(items + std::int64_t { m_entries[at(entry)] } * dim, dim, row), row + width,
                  0.0F);
    }
    std::int32_t* ids = m_negativeIds.ensure(candidates);
    std::fill(std::copy(batch.negatives.begin(), batch.negatives.end(), ids), ids + candidates, 0);
    float* panels = m_negativePanels.ensure(candidates * width);
#pragma omp parallel for schedule(static)
    for (std::int64_t panel = 0; panel < candidates / hot.panelWidth; ++panel)
        packPanels(negatives(), users, width, width, width, hot.panelWidth, panel, panel + 1, panels);

    // Chains of as many tokens, which depend on the batch alone.
    std::int64_t next = 0;
    for (std::int64_t number = 0; number < chainsOfUsers; ++number) {
        chain(number).first = next;
        const std::int64_t until = (tokens + sequences) * (number + 1) / chainsOfUsers;
        while (next < sequences && offset(next) + next < until)
            ++next;
        chain(number).end = next;
    }
    m_chains.back().end = sequences;
}

void BaselineStep::pad(std::span<const StepParameter> parameters)
{
    for (std::size_t number = 0; number < m_matrices.size(); ++number) {
        const StepParameter& parameter = parameters[number];
        Matrix& made = m_matrices[number];
        made.rows = parameter.rows == 0 ? 1 : roundUp(parameter.rows, padding);
        made.columns = roundUp(parameter.columns, padding);
        made.sums.resize(at(chainsOfUsers));
        const std::int64_t count = made.rows * made.columns;
        float* value = made.value.ensure(count);
        float* transposed = made.transposed.ensure(count);
        std::fill_n(value, count, 0.0F);
        for (std::int64_t r = 0; r < std::max<std::int64_t>(parameter.rows, 1); ++r)
            std::copy_n(parameter.value + r * parameter.columns, parameter.columns, value + r * made.columns);
        for (std::int64_t r = 0; r < made.rows; ++r)
            for (std::int64_t c = 0; c < made.columns; ++c)
                transposed[c * made.rows + r] = value[r * made.columns + c];
    }
}

void BaselineStep::zeroSums(std::int64_t number)
{
    chain(number).loss = 0;
    std::fill_n(chain(number).negatives.ensure(candidates * width), candidates * width, 0.0F);
    for (Matrix& matrix : m_matrices) {
        const std::int64_t count = matrix.rows * matrix.columns;
        std::fill_n(matrix.sums[at(number)].ensure(count), count, 0.0F);
    }
}

std::int64_t BaselineStep::endOfTile(std::int64_t first, std::int64_t end) const
{
    std::int64_t next = first + 1;
    while (next < end && next - first < m_limits.users
           && (m_limits.padded ? (next + 1 - first) * length(first) : offset(next + 1) - offset(first))
               <= m_limits.tokens)
        ++next;
    return next;
}

void BaselineStep::runTiles()
{
#pragma omp parallel for schedule(dynamic, 1)
    for (std::int64_t number = 0; number < chainsOfUsers; ++number) {
        Scratch& scratch = threadScratch();
        zeroSums(number);
        forEachTile(number, [&](Tile& tile) {
            tile.interests = scratch.interests.ensure(tile.users * K * width);
            tile.valid = scratch.valid.ensure(tile.users * K);
            std::fill_n(tile.valid, tile.users * K, std::uint8_t { 1 });
            forward(tile, scratch);
            readOut(tile, chain(number), scratch);
            backward(tile, scratch);
        });
    }
}

/// Form H: of the valid interests the one nearest to the positive scores all candidates. Behind that choice
/// it is form M with one interest and temperature 1.
void BaselineStep::readOut(Tile& tile, Chain& sums, Scratch& scratch)
{
    std::int32_t* chosen = scratch.chosen.ensure(2 * tile.users);
    float* user = scratch.user.ensure((2 * tile.users + 1) * width);
    float* gradient = user + tile.users * width;
    const float* positives[mostTileUsers];
    float nearness[slotCount];
    for (std::int64_t u = 0; u < tile.users; ++u) {
        positives[u] = positive(tile.first + u);
        loops.dots(K, width, tile.interests + u * K * width, width, positives[u], nearness, 1);
        int best = -1;
        for (int k = 0; k < K; ++k)
            if (tile.valid[u * K + k] != 0 && (best < 0 || nearness[k] > nearness[best]))
                best = k;
        chosen[u] = std::max(best, 0);
        std::copy_n(tile.interests + (u * K + chosen[u]) * width, width, user + u * width);
    }
    // Rows of logits are not a power of two apart: one candidate's column would fall into one cache set.
    const std::int64_t stride = candidates + padding;
    float factors[mostTileUsers];
    MainLoss task { .interests = 1,
                    .width = width,
                    .users = tile.users,
                    .candidates = candidates,
                    .stride = stride,
                    .inverseEpsilon = 1,
                    .gradientScale = 1 / static_cast<float>(users),
                    .interestVectors = user,
                    .negativeIds = negativeIds(),
                    .negatives = negatives(),
                    .positiveIds = positiveIds() + tile.first,
                    .positives = positives,
                    .logits = scratch.logits.ensure(tile.users * stride),
                    .winners = scratch.winners.ensure(tile.users * stride),
                    .scratch = scratch.lists.ensure(candidates),
                    .gradient = gradient,
                    .positiveGradient = factors,
                    .positiveWinner = chosen + tile.users };
    hot.gemm({ .m = tile.users,
               .n = candidates,
               .k = width,
               .a = user,
               .aRow = width,
               .b = negativePanels(),
               .bRow = hot.panelWidth,
               .bPanel = std::int64_t { hot.panelWidth } * width,
               .c = task.logits,
               .cRow = stride });
    hot.mainLoss(task);
    hot.negativeGradients(task, sums.negatives.get());
    sums.loss += task.loss;
    for (std::int64_t u = 0; u < tile.users; ++u) {
        float* target = xGradient(tokens + tile.first + u);
        std::fill_n(target, width, 0.0F);
        loops.addScaled(width, factors[u], user + u * width, target);
    }
    tile.chosen = chosen;
    tile.gradient = gradient;
}

void BaselineStep::reduce(std::span<const StepParameter> parameters)
{
    float* const total = xGradient(tokens + users);
#pragma omp parallel for schedule(static)
    for (std::int64_t c = 0; c < users; ++c) {
        std::fill_n(total + c * width, width, 0.0F);
        for (const Chain& each : m_chains)
            loops.addScaled(width, 1, each.negatives.get() + c * width, total + c * width);
    }
    for (std::size_t index = 0; index < m_matrices.size(); ++index) {
        Matrix& sums = m_matrices[index];
        const StepParameter& parameter = parameters[index];
        if (parameter.gradient == nullptr)
            continue;
        const std::int64_t rows = std::max<std::int64_t>(parameter.rows, 1);
#pragma omp parallel for schedule(static) if (rows > 16)
        for (std::int64_t r = 0; r < rows; ++r) {
            float* row = sums.sum(0) + r * sums.columns;
            for (std::int64_t number = 1; number < chainsOfUsers; ++number)
                loops.addScaled(sums.columns, 1, sums.sum(number) + r * sums.columns, row);
            std::copy_n(row, parameter.columns, parameter.gradient + r * parameter.columns);
        }
    }
}

void BaselineStep::multiply(std::int64_t m, std::int64_t n, std::int64_t depth, const float* a,
                            std::int64_t aRow, std::int64_t aColumn, const float* b, std::int64_t bRow,
                            float* c, std::int64_t cRow, bool accumulate) const
{
    hot.gemm({ .m = m,
               .n = n,
               .k = depth,
               .a = a,
               .aRow = aRow,
               .aColumn = aColumn,
               .b = b,
               .bRow = bRow,
               .bPanel = hot.panelWidth,
               .c = c,
               .cRow = cRow,
               .accumulate = accumulate });
}

void BaselineStep::applyTransposed(std::int64_t rows, const float* in, const Matrix& map, float* out,
                                   bool accumulate) const
{
    multiply(rows, map.rows, map.columns, in, map.columns, 1, map.transposed.get(), map.rows, out, map.rows,
             accumulate);
}

void BaselineStep::apply(std::int64_t rows, const float* in, const Matrix& map, float* out,
                         bool accumulate) const
{
    multiply(rows, map.columns, map.rows, in, map.rows, 1, map.value.get(), map.columns, out, map.columns,
             accumulate);
}

void BaselineStep::addOuter(std::int64_t rows, const float* a, std::int64_t aColumns, const float* b,
                            std::int64_t bColumns, float* sum) const
{
    multiply(aColumns, bColumns, rows, a, 1, aColumns, b, bColumns, sum, bColumns, true);
}

void BaselineStep::transpose(std::int64_t count, const float* rows, std::int64_t columns, float* out) const
{
    std::fill_n(out, width * columns, 0.0F);
    for (std::int64_t row = 0; row < count; ++row)
        for (int i = 0; i < width; ++i)
            out[i * columns + row] = rows[row * width + i];
}

void BaselineStep::products(std::int64_t count, const float* rows, const float* across, float* out) const
{
    multiply(count, slotCount, width, rows, width, 1, across, slotCount, out, slotCount, false);
}

void BaselineStep::addPooled(std::int64_t count, const float* weights, const float* rows, float* out) const
{
    multiply(K, width, count, weights, 1, slotCount, rows, width, out, width, true);
}

void BaselineStep::addSpread(std::int64_t count, const float* weights, const float* vectors, float* out,
                             bool accumulate) const
{
    multiply(count, width, K, weights, slotCount, 1, vectors, width, out, width, accumulate);
}

void BaselineStep::addRows(std::int64_t rows, const float* in, std::int64_t columns, float* sum) const
{
    for (std::int64_t row = 0; row < rows; ++row)
        loops.addScaled(columns, 1, in + row * columns, sum);
}

void BaselineStep::repeat(const float* row, std::int64_t rows, std::int64_t columns, float* out)
{
    for (std::int64_t r = 0; r < rows; ++r)
        std::copy_n(row, columns, out + r * columns);
}

void BaselineStep::toSlots(const float* interests, float* out) const
{
    transpose(K, interests, slotCount, out);
}

void BaselineStep::pool(std::int64_t count, const float* weights, const float* rows, float* out) const
{
    multiply(K, width, count, weights, 1, slotCount, rows, width, out, width, false);
}

} // namespace opal::kernels
