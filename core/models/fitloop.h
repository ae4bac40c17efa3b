// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <exception>
#include <mutex>

#include "core/base/error.h"
#include "core/models/linearscorer.h"

namespace opal {

/// Calls `work(item, together)` for every item 1..N, on all threads, with a counter of its own for each.
/// Throws what `work` throws, and Cancelled.
template <typename Work>
void forItems(const TrainingMatrix& matrix, const std::function<void(double fraction)>& progress,
              const std::stop_token& stop, const Work& work)
{
    constexpr std::int64_t part = 1024;
    std::exception_ptr failure;
    std::mutex failing;
    for (std::int64_t first = 1; first <= matrix.itemCount(); first += part) {
        if (stop.stop_requested())
            throw Cancelled();
        const std::int64_t last = std::min(first + part - 1, matrix.itemCount());
#pragma omp parallel
        {
            TrainingMatrix::Together together(matrix);
#pragma omp for schedule(dynamic, 8)
            for (std::int64_t item = first; item <= last; ++item) {
                try {
                    work(static_cast<std::int32_t>(item), together);
                } catch (...) {
                    const std::lock_guard lock(failing);
                    failure = std::current_exception();
                }
            }
        }
        if (failure)
            std::rethrow_exception(failure);
        progress(static_cast<double>(last) / static_cast<double>(matrix.itemCount()));
    }
}

} // namespace opal
