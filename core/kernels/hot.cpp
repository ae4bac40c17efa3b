// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/hot.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"

namespace opal::kernels {

extern const HotTable hotBaseline;
#ifdef __x86_64__
extern const HotTable hotAvx2;
extern const HotTable hotAvx512;
#endif

bool available(InstructionSet set)
{
#ifdef __x86_64__
    switch (set) {
    case InstructionSet::Baseline:
        return __builtin_cpu_supports("sse4.2");
    case InstructionSet::Avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
            && __builtin_cpu_supports("bmi2");
    case InstructionSet::Avx512:
        return available(InstructionSet::Avx2) && __builtin_cpu_supports("avx512f")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    }
    return false;
#else
    return set == InstructionSet::Baseline;
#endif
}

const HotTable& hotTable(InstructionSet set)
{
    if (!available(set))
        throw Error(ErrorCode::Unsupported,
                    "This processor lacks the instruction set that was asked for; use a narrower one.");
#ifdef __x86_64__
    if (set == InstructionSet::Avx512)
        return hotAvx512;
    if (set == InstructionSet::Avx2)
        return hotAvx2;
#endif
    return hotBaseline;
}

const HotTable& hotTable()
{
    static const HotTable& best = available(InstructionSet::Avx512) ? hotTable(InstructionSet::Avx512)
        : available(InstructionSet::Avx2)                           ? hotTable(InstructionSet::Avx2)
                                                                    : hotTable(InstructionSet::Baseline);
    return best;
}

void packPanels(const float* matrix, std::int64_t rows, std::int64_t stride, int dim, int width,
                int panelWidth, std::int64_t first, std::int64_t last, float* panels)
{
    for (std::int64_t panel = first; panel < last; ++panel) {
        float* out = panels + panel * panelWidth * width;
        std::fill(out, out + std::int64_t { panelWidth } * width, 0.0F);
        const std::int64_t count = std::min<std::int64_t>(panelWidth, rows - panel * panelWidth);
        for (std::int64_t r = 0; r < count; ++r) {
            const float* row = matrix + (panel * panelWidth + r) * stride;
            for (int i = 0; i < dim; ++i)
                out[i * panelWidth + r] = row[i];
        }
    }
}

} // namespace opal::kernels
