// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>
#include <xxhash.h>

namespace opal {

/// Set of 128-bit row hashes: tells exact duplicates without keeping any text. 256 shards by the top byte
/// grow one by one, so that growing never doubles the memory of the whole.
class RowSet final
{
public:
    /// False if the hash is in the set already.
    bool insert(XXH128_hash_t hash)
    {
        Shard& shard = m_shards[static_cast<std::size_t>(hash.high64 >> 56)];
        if (hash.low64 == 0 && hash.high64 == 0)
            hash.low64 = 1; // all zeros marks a free slot
        if (shard.used * 5 >= shard.slots.size() * 4)
            grow(shard);
        return place(shard, hash);
    }

private:
    struct Shard
    {
        std::vector<XXH128_hash_t> slots; ///< size is a power of two
        std::size_t used = 0;
    };

    static bool place(Shard& shard, const XXH128_hash_t& hash)
    {
        const std::size_t mask = shard.slots.size() - 1;
        for (std::size_t at = static_cast<std::size_t>(hash.low64) & mask;; at = (at + 1) & mask) {
            XXH128_hash_t& slot = shard.slots[at];
            if (slot.low64 == 0 && slot.high64 == 0) {
                slot = hash;
                ++shard.used;
                return true;
            }
            if (slot.low64 == hash.low64 && slot.high64 == hash.high64)
                return false;
        }
    }

    static void grow(Shard& shard)
    {
        Shard bigger;
        bigger.slots.assign(shard.slots.empty() ? 16 : shard.slots.size() * 2, XXH128_hash_t {});
        for (const XXH128_hash_t& slot : shard.slots) {
            if (slot.low64 != 0 || slot.high64 != 0)
                place(bigger, slot);
        }
        shard = std::move(bigger);
    }

    std::array<Shard, 256> m_shards;
};

} // namespace opal
