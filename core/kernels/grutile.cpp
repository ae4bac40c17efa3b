// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/grutile.h"

#include <algorithm>

namespace opal::kernels {

namespace {

/// Rows of one product of the weight gradients: the operands of a chunk stay in the second-level cache.
constexpr std::int64_t chunkRows = 128;

/// gradient [m, width] += left^T right over `rows` rows; left has `leftStride` floats a row.
void addOuterProducts(const HotTable& hot, int width, std::int64_t m, std::int64_t rows, const float* left,
                      std::int64_t leftStride, const float* right, float* gradient)
{
    for (std::int64_t first = 0; first < rows; first += chunkRows) {
        Gemm product { .m = m, .n = width, .k = std::min(chunkRows, rows - first) };
        product.a = left + first * leftStride;
        product.aRow = 1;
        product.aColumn = leftStride;
        product.b = right + first * width;
        product.bRow = width;
        product.bPanel = hot.panelWidth;
        product.c = gradient;
        product.cRow = width;
        product.accumulate = true;
        hot.gemm(product);
    }
}

/// c [m, n] (+)= a [m, k] b [k, n], all row-major.
void multiply(const HotTable& hot, std::int64_t m, std::int64_t n, std::int64_t k, const float* a,
              std::int64_t aRow, const float* b, std::int64_t bRow, float* c, std::int64_t cRow,
              bool accumulate)
{
    hot.gemm({ .m = m,
               .n = n,
               .k = k,
               .a = a,
               .aRow = aRow,
               .aColumn = 1,
               .b = b,
               .bRow = bRow,
               .bPanel = hot.panelWidth,
               .c = c,
               .cRow = cRow,
               .accumulate = accumulate });
}

} // namespace

void GruTile::group(int interests, std::int64_t users, const std::int64_t* offsets,
                    const std::int32_t* category)
{
    const std::int64_t slots = users * interests;
    std::int64_t* lengths = m_lengths.ensure(slots);
    std::fill(lengths, lengths + slots, 0);
    for (std::int64_t user = 0; user < users; ++user)
        for (std::int64_t t = offsets[user]; t < offsets[user + 1]; ++t)
            ++lengths[user * interests + category[t]];

    m_tokens = offsets[users] - offsets[0];
    m_steps = slots ? *std::max_element(lengths, lengths + slots) : 0;
    // A group longer than s has a row in step s; counting them also gives every rank of the sort by falling
    // length.
    std::int64_t* stepStarts = m_stepStarts.ensure(m_steps + 2);
    std::fill(stepStarts, stepStarts + m_steps + 2, 0);
    for (std::int64_t slot = 0; slot < slots; ++slot)
        ++stepStarts[lengths[slot]];
    std::int64_t longer = 0;
    for (std::int64_t length = m_steps; length >= 0; --length) {
        const std::int64_t same = stepStarts[length];
        stepStarts[length] = longer; // groups with more than `length` tokens
        longer += same;
    }
    m_groups = stepStarts[0];
    std::int64_t* ranks = m_ranks.ensure(slots);
    std::int64_t* slotOf = m_slots.ensure(slots);
    for (std::int64_t slot = 0; slot < slots; ++slot) {
        if (lengths[slot] == 0)
            continue;
        ranks[slot] = stepStarts[lengths[slot]]++;
        slotOf[ranks[slot]] = slot;
    }
    // Ranks advanced the counts: stepStarts[s] now counts groups of at least s tokens.
    std::int64_t row = 0;
    for (std::int64_t step = 0; step < m_steps; ++step) {
        const std::int64_t active = stepStarts[step + 1];
        stepStarts[step] = row;
        row += active;
    }
    stepStarts[m_steps] = row;

    std::int64_t* order = m_order.ensure(m_tokens);
    std::fill(lengths, lengths + slots, 0);
    for (std::int64_t user = 0; user < users; ++user)
        for (std::int64_t t = offsets[user]; t < offsets[user + 1]; ++t) {
            const std::int64_t slot = user * interests + category[t];
            order[stepStarts[lengths[slot]++] + ranks[slot]] = t;
        }
}

const float* GruTile::forward(const HotTable& hot, const GruWeights& weights, const TokenRows& rows)
{
    const std::int64_t width = weights.width;
    float* inputs = m_inputs.ensure(m_tokens * width);
    float* gates = m_gates.ensure(m_tokens * 3 * width);
    float* hiddenNew = m_hiddenNew.ensure(m_tokens * width);
    float* previous = m_previous.ensure(m_tokens * width);
    float* last = m_last.ensure(m_groups * width);
    for (std::int64_t row = 0; row < m_tokens; ++row)
        std::copy_n(rows.row(m_order.get()[row]), width, inputs + row * width);
    multiply(hot, m_tokens, 3 * width, width, inputs, width, weights.inputTransposed, 3 * width, gates,
             3 * width, false);

    const std::int64_t* starts = m_stepStarts.get();
    std::fill(previous, previous + m_groups * width, 0.0F);
    std::fill(hiddenNew, hiddenNew + m_groups * width, 0.0F);
    for (std::int64_t step = 0; step < m_steps; ++step) {
        const std::int64_t first = starts[step], active = starts[step + 1] - first;
        if (step > 0) {
            multiply(hot, active, 2 * width, width, previous + first * width, width, weights.hiddenTransposed,
                     3 * width, gates + first * 3 * width, 3 * width, true);
            multiply(hot, active, width, width, previous + first * width, width,
                     weights.hiddenTransposed + 2 * width, 3 * width, hiddenNew + first * width, width,
                     false);
        }
        // States go where the next step reads them; a group that ends here leaves its state behind.
        const std::int64_t next = starts[step + 1];
        const std::int64_t going = step + 1 < m_steps ? starts[step + 2] - next : 0;
        GruStep part { .rows = going,
                       .width = weights.width,
                       .gates = gates + first * 3 * width,
                       .hiddenNew = hiddenNew + first * width,
                       .previous = previous + first * width,
                       .next = previous + next * width };
        hot.gruForward(part);
        part = { .rows = active - going,
                 .width = weights.width,
                 .gates = gates + (first + going) * 3 * width,
                 .hiddenNew = hiddenNew + (first + going) * width,
                 .previous = previous + (first + going) * width,
                 .next = last + going * width };
        hot.gruForward(part);
    }
    return last;
}

void GruTile::backward(const HotTable& hot, const GruWeights& weights, float* stateGradient,
                       float* inputGradient, float* hiddenGradient, float* tokenGradient)
{
    const std::int64_t width = weights.width;
    float* inputs = m_inputs.get();
    float* gates = m_gates.get();
    float* hiddenNew = m_hiddenNew.get();
    const float* previous = m_previous.get();
    const std::int64_t* starts = m_stepStarts.get();
    for (std::int64_t step = m_steps - 1; step >= 0; --step) {
        const std::int64_t first = starts[step], active = starts[step + 1] - first;
        hot.gruBackward({ .rows = active,
                          .width = weights.width,
                          .gates = gates + first * 3 * width,
                          .hiddenNew = hiddenNew + first * width,
                          .previous = previous + first * width,
                          .gradient = stateGradient });
        if (step > 0) {
            multiply(hot, active, width, 2 * width, gates + first * 3 * width, 3 * width, weights.hidden,
                     width, stateGradient, width, true);
            multiply(hot, active, width, width, hiddenNew + first * width, width,
                     weights.hidden + 2 * width * width, width, stateGradient, width, true);
        }
    }
    addOuterProducts(hot, weights.width, 3 * width, m_tokens, gates, 3 * width, inputs, inputGradient);
    // The first step starts from zero states and adds nothing.
    const std::int64_t later = m_steps ? starts[1] : 0;
    addOuterProducts(hot, weights.width, 2 * width, m_tokens - later, gates + later * 3 * width, 3 * width,
                     previous + later * width, hiddenGradient);
    addOuterProducts(hot, weights.width, width, m_tokens - later, hiddenNew + later * width, width,
                     previous + later * width, hiddenGradient + 2 * width * width);
    multiply(hot, m_tokens, width, 3 * width, gates, 3 * width, weights.input, width, inputs, width, false);
    for (std::int64_t row = 0; row < m_tokens; ++row)
        std::copy_n(inputs + row * width, width, tokenGradient + m_order.get()[row] * width);
}

} // namespace opal::kernels
