// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/expression.h"

namespace opal {

/// When a row of a log counts as a positive interaction: an arithmetic expression over columns
/// (base/expression.h).
///
/// `true` and `false` are numbers, a bare value is true when it is not zero. A column may also be held
/// against texts, `column = 'text'` and `column in (text, ...)`; equal means every byte. Examples:
/// `long_view`, `like|favorite|play>=0.9*duration`, `rating>=4`, `event = 'buy'`, `behavior in (fav, buy)`.
class PositiveRule
{
public:
    /// Throws Error{InvalidConfiguration} naming the 1-based character position of a syntax error, or
    /// Error{UnknownKey} naming the unknown column, its position and the nearest of `columns`.
    PositiveRule(std::string_view expression, const std::vector<std::string>& columns);
    ~PositiveRule();

    /// The first problem of `expression`, nothing if it can be used. Does not throw.
    static std::optional<ExpressionError> findProblem(std::string_view expression,
                                                      const std::vector<std::string>& columns);
    PositiveRule(PositiveRule&&) noexcept;
    PositiveRule& operator=(PositiveRule&&) noexcept;

    /// Indices into the `columns` given at construction of the columns that the rule reads, ascending: as
    /// numbers, as texts, and both together.
    const std::vector<int>& numberColumns() const;
    const std::vector<int>& textColumns() const;
    std::vector<int> usedColumns() const;

    /// True if the row is positive; `values` is parallel to numberColumns(), `texts` to textColumns().
    /// Division by zero and NaN count as false. Thread-safe.
    bool matches(std::span<const double> values, std::span<const std::string_view> texts = {}) const;

private:
    struct Program;
    std::unique_ptr<Program> m_program;
};

} // namespace opal
