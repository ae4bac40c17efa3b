// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/tensormemory.h"

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>
#include <vector>

#include <c10/core/CPUAllocator.h>

namespace opal {

namespace {

constexpr std::size_t alignment = 64; // as LibTorch's own blocks
constexpr std::size_t smallestKept = std::size_t { 1 } << 20U;
constexpr std::size_t mostKept = std::size_t { 1 } << 30U;
constexpr std::size_t mostAsked = std::size_t { 1 } << 60U; // no machine has it, and sums do not overflow

/// Stands before every block, in as many bytes as keep the block aligned.
struct Head
{
    std::size_t bytes; ///< of the block, without the head
};

static_assert(sizeof(Head) <= alignment);

/// Histories differ from batch to batch, and so do the sizes of tensors: large ones are rounded up to one of
/// eight sizes between two powers of two, so that the next one fits.
std::size_t roundedUp(std::size_t bytes)
{
    const std::size_t unit = bytes < smallestKept ? alignment : std::bit_floor(bytes) / 8;
    return (bytes + unit - 1) / unit * unit;
}

class FreeBlocks final
{
public:
    /// A block of exactly that size, or null.
    void* take(std::size_t bytes)
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_blocks.find(bytes);
        if (found == m_blocks.end() || found->second.empty())
            return nullptr;
        void* const block = found->second.back();
        found->second.pop_back();
        m_kept -= bytes;
        return block;
    }

    /// False: the block was not taken.
    bool give(void* block, std::size_t bytes)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_users == 0 || bytes > mostKept)
            return false;
        if (m_kept + bytes > mostKept)
            clear(); // sizes of earlier batches; those in use now come in again
        m_blocks[bytes].push_back(block);
        m_kept += bytes;
        return true;
    }

    void enter()
    {
        const std::scoped_lock lock(m_mutex);
        ++m_users;
    }

    void leave()
    {
        const std::scoped_lock lock(m_mutex);
        if (--m_users == 0)
            clear();
    }

    std::size_t kept()
    {
        const std::scoped_lock lock(m_mutex);
        return m_kept;
    }

private:
    void clear()
    {
        for (auto& [bytes, blocks] : m_blocks)
            for (void* block : blocks)
                std::free(block);
        m_blocks.clear();
        m_kept = 0;
    }

    std::mutex m_mutex;
    std::unordered_map<std::size_t, std::vector<void*>> m_blocks;
    std::size_t m_kept = 0;
    int m_users = 0;
};

/// Never destroyed: LibTorch frees tensors of its own after the end of main().
FreeBlocks& freeBlocks()
{
    static auto* const blocks = new FreeBlocks;
    return *blocks;
}

void giveBack(void* data)
{
    if (!data)
        return;
    void* const block = static_cast<std::uint8_t*>(data) - alignment;
    const std::size_t bytes = static_cast<Head*>(block)->bytes;
    if (bytes < smallestKept || !freeBlocks().give(block, bytes))
        std::free(block);
}

class KeepingAllocator final : public c10::Allocator
{
public:
    c10::DataPtr allocate(std::size_t wanted) const override
    {
        if (wanted == 0)
            return { nullptr, nullptr, &giveBack, c10::Device(c10::DeviceType::CPU) };
        if (wanted > mostAsked)
            throw std::bad_alloc();
        const std::size_t bytes = roundedUp(wanted);
        void* block = bytes < smallestKept ? nullptr : freeBlocks().take(bytes);
        if (!block)
            block = std::aligned_alloc(alignment, alignment + bytes);
        if (!block)
            throw std::bad_alloc();
        new (block) Head { bytes };
        void* const data = static_cast<std::uint8_t*>(block) + alignment;
        return { data, data, &giveBack, c10::Device(c10::DeviceType::CPU) };
    }

    c10::DeleterFnPtr raw_deleter() const override { return &giveBack; }

    /// Asked for since LibTorch 2.1; older releases do not know it, so that it cannot be marked an override.
    void copy_data(void* to, const void* from, std::size_t bytes) const { std::memcpy(to, from, bytes); }
};

} // namespace

void installTensorMemory()
{
    static std::once_flag once;
    std::call_once(once, [] { c10::SetCPUAllocator(new KeepingAllocator); }); // which takes it over
}

namespace {

/// When the engine is loaded, before there is a tensor.
[[maybe_unused]] const bool installed = [] {
    installTensorMemory();
    return true;
}();

} // namespace

TensorMemoryReuse::TensorMemoryReuse()
{
    freeBlocks().enter();
}

TensorMemoryReuse::~TensorMemoryReuse()
{
    freeBlocks().leave();
}

std::size_t keptTensorMemory()
{
    return freeBlocks().kept();
}

} // namespace opal
