// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>
#include <xxhash.h>

#include "core/data/formatspec.h"
#include "core/data/positiverule.h"
#include "core/results/datasetsummary.h"

namespace opal {

/// One interaction as read; ids point into the block.
struct ParsedRow
{
    XXH128_hash_t hash {}; ///< of the record, if isFirst
    std::string_view user;
    std::string_view item;
    std::int64_t time = 0;
    std::int32_t day = 0;
    bool isFirst = true; ///< first interaction of its record
    bool isPositive = false; ///< otherwise only the hash counts
};

/// Rejected rows that are told one by one; the others are counted.
inline constexpr std::size_t kMostRejects = 1000;

/// Adds the rows of `more` to those of the same reason, which came earlier in the log.
void countRejected(std::vector<RejectedReason>& reasons, const RejectedReason& more);

/// What one block gave. Reused from block to block.
struct ParsedBlock
{
    LogBlock block;
    std::vector<ParsedRow> rows;
    std::vector<RejectedRow> rejects; ///< the first kMostRejects
    std::vector<RejectedReason> reasons; ///< of all rejected rows
    std::int64_t records = 0;
    std::int64_t rejected = 0;
    std::int64_t dateMismatches = 0; ///< these as in LogCounts
    std::int64_t otherUnits = 0;
    std::int64_t decimalCommas = 0;
    std::int64_t randomRows = 0;
};

/// Parses blocks of one file; any number of threads at once.
class LogParser final
{
public:
    /// `rule` may be empty: every row is positive. Throws as PositiveRule.
    LogParser(const FileFormat& file, const std::string& rule, int timeZoneMinutes);

    /// Replaces everything in `out` but its block. `isFirst`: the block begins with the header, if there is
    /// one.
    void parse(ParsedBlock& out, bool isFirst) const;

    /// 1-based line of a row that parse() made of the block.
    static std::int64_t lineOf(const LogBlock& block, const ParsedRow& row);

    bool hasClock() const { return m_file.time >= 0; }

    bool hasDays() const { return m_file.time >= 0 || m_file.day >= 0 || hasSequenceDays(); }

private:
    struct Scratch;

    bool hasSequenceDays() const { return m_file.isSequence && m_file.columns.size() == 3; }

    void parseTableRecord(std::string_view record, std::int64_t line, Scratch& scratch,
                          ParsedBlock& out) const;
    void parseSequenceRecord(std::string_view record, std::int64_t line, Scratch& scratch,
                             ParsedBlock& out) const;
    void readTexts(Scratch& scratch) const;
    void reject(ParsedBlock& out, std::int64_t line, int column, const char* reason) const;
    bool readWhen(ParsedRow& row, std::int64_t line, const Scratch& scratch, ParsedBlock& out) const;

    FileFormat m_file;
    std::optional<PositiveRule> m_rule;
    int m_timeZoneMinutes;
};

} // namespace opal
