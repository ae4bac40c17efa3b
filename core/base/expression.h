// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace opal {

/// What a field holds: nothing, a number, a text, or several texts (any of which may fit).
using FieldValue = std::variant<std::monostate, double, std::string, std::vector<std::string>>;

/// Why a text is no expression, and where.
struct ExpressionError
{
    enum class Kind {
        UnknownField, ///< `word` is the field, `nearest` a known one
        ExpectedValue, ///< nothing follows the operator `word`
        ExpectedNumber, ///< `word` must be a number after <, <=, > or >=
        UnclosedQuote,
        UnclosedBracket,
        UnexpectedBracket, ///< a closing one without an opening one
        ExpectedCondition ///< nothing stands where a condition belongs; `word` is what stands there
    };

    Kind kind = Kind::ExpectedCondition;
    int column = 1; ///< 1-based, in bytes
    std::string word = {};
    std::string nearest = {};

    /// One English sentence with the column.
    std::string detail() const;
};

/// A condition over named fields, e.g. `model = opal and (recall@50 > 0.2 or tag : paper)`.
///
/// Conditions are joined by `and`, `or`, `not` and brackets; conditions that only follow each other are
/// joined by `and`. Operators: = != < <= > >= and `:` (contains). Texts compare without regard to ASCII case,
/// numbers by value; a field without a value fits only `!=`. A word alone must occur in the field of the
/// empty name. Words with blanks or operators stand in double quotes.
class Expression final
{
public:
    using Lookup = std::function<FieldValue(std::string_view field)>;

    /// An expression that everything fits.
    Expression() = default;

    /// An empty text fits everything. `fields` are the names that may stand left of an operator.
    static std::variant<Expression, ExpressionError> parse(std::string_view text,
                                                           const std::vector<std::string>& fields);

    bool matches(const Lookup& lookup) const;

    bool isEmpty() const { return m_root == nullptr; }

    struct Node;

private:
    std::shared_ptr<const Node> m_root;
};

} // namespace opal
