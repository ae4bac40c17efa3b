// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opal {

/// Distinct strings in order of first appearance, stored in one block of bytes.
class StringTable
{
public:
    std::size_t size() const { return m_offsets.size() - 1; }

    std::string_view operator[](std::size_t index) const
    {
        return { m_bytes.data() + m_offsets[index],
                 static_cast<std::size_t>(m_offsets[index + 1] - m_offsets[index]) };
    }

    void append(std::string_view text)
    {
        m_bytes.append(text);
        m_offsets.push_back(m_bytes.size());
    }

    const std::string& bytes() const { return m_bytes; }

    const std::vector<std::uint64_t>& offsets() const { return m_offsets; }

private:
    std::string m_bytes;
    std::vector<std::uint64_t> m_offsets { 0 };
};

/// The part of a split that an interaction belongs to.
enum class LogPart : std::uint8_t { Train, Valid, Test, Dropped };

/// Positive interactions of one or more logs, as a struct of arrays: what importers return.
struct Interactions
{
    std::vector<std::uint32_t> user; ///< index into `userIds`
    std::vector<std::uint32_t> item; ///< index into `itemIds`
    std::vector<std::int64_t> time; ///< Unix ms; or the position in the log if `hasClock` is false
    std::vector<std::int32_t> day; ///< day number (days since 1970-01-01 in the log's time zone, or the log's
                                   ///< own day column); empty if there are none
    std::vector<LogPart> part; ///< of a split that the log brings; empty if it brings none
    StringTable userIds; ///< original ids
    StringTable itemIds;
    bool hasClock = false; ///< `time` is a real time
    bool daysAreDates = false; ///< `day` counts days since 1970-01-01

    std::size_t size() const { return user.size(); }
};

/// Titles, tags and covers of items by original item id.
struct SideTable
{
    std::vector<std::string> itemIds;
    std::vector<std::string> titles; ///< parallel; may hold empty strings
    std::vector<std::vector<std::string>> tags; ///< parallel; may hold empty lists
    std::vector<std::string> covers; ///< parallel; file names below `coversFolder`; may hold empty strings
    std::string coversFolder; ///< of the pictures: absolute, or relative to the folder of the data-set file
    bool hasTitles = false;
    bool hasTags = false;
    bool hasCovers = false;
};

} // namespace opal
