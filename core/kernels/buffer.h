// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace opal::kernels {

/// Uninitialised memory on a cache line that only grows: in the steady state nothing is allocated.
template <typename T> class Buffer final
{
public:
    /// Room for `count` elements; contents are lost where the buffer grows.
    T* ensure(std::int64_t count)
    {
        if (count > m_capacity) {
            m_memory.reset();
            const auto bytes = static_cast<std::size_t>(count + count / 8 + 64) * sizeof(T);
            m_memory.reset(static_cast<T*>(::operator new(bytes, alignment)));
            m_capacity = count + count / 8 + 64;
        }
        return m_memory.get();
    }

    T* get() const { return m_memory.get(); }

private:
    static constexpr std::align_val_t alignment { 64 };

    struct Release
    {
        void operator()(T* memory) const { ::operator delete(memory, alignment); }
    };

    std::unique_ptr<T, Release> m_memory;
    std::int64_t m_capacity = 0;
};

/// Vectors are padded to this many floats, the longest vector of any instruction set.
inline constexpr int padding = 16;

constexpr std::int64_t roundUp(std::int64_t value, std::int64_t multiple)
{
    return (value + multiple - 1) / multiple * multiple;
}

} // namespace opal::kernels
