#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace opal {

/// When a row of a log counts as a positive interaction: a small expression over columns.
///
/// Grammar: `rule := and ('|' and)*`, `and := factor ('&' factor)*`, `factor := '!' factor | '(' rule ')' |
/// comparison`, `comparison := sum (('>=' | '<=' | '>' | '<' | '=' | '==' | '!=') sum)?`, sums and products
/// of numbers and column names with
/// `+ - * /`; `or`, `and`, `not` are accepted for `| & !`. A bare value is true when it is not zero.
/// Examples: `long_view`, `like|favorite|play>=0.9*duration`, `rating>=4`.
class PositiveRule
{
public:
    /// Throws Error{InvalidConfiguration} naming the 1-based character position of a syntax error, or
    /// Error{UnknownKey} naming the unknown column, its position and the nearest of `columns`.
    PositiveRule(std::string_view expression, const std::vector<std::string>& columns);
    ~PositiveRule();
    PositiveRule(PositiveRule&&) noexcept;
    PositiveRule& operator=(PositiveRule&&) noexcept;

    /// Indices into the `columns` given at construction of the columns that the rule reads, ascending.
    const std::vector<int>& usedColumns() const;

    /// True if the row is positive; `values` is parallel to usedColumns(). Division by zero and NaN count as
    /// false. Thread-safe.
    bool matches(std::span<const double> values) const;

private:
    struct Program;
    std::unique_ptr<Program> m_program;
};

} // namespace opal
