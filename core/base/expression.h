// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace opal {

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
        ExpectedCondition, ///< nothing stands where a condition belongs; `word` is what stands there
        Unexpected, ///< `word` follows where the expression should end
        NoFieldForText, ///< something else than a field is held against a text
        TooLarge ///< nested too deeply, or too long a list
    };

    Kind kind = Kind::ExpectedCondition;
    int column = 1; ///< 1-based, in bytes
    std::string word = {};
    std::string nearest = {};

    /// One English clause without its place and without a full stop.
    std::string what() const;

    /// One English sentence with the column.
    std::string detail() const;
};

/// A part of an expression. Chains are flat, so the depth of a tree is bounded by its brackets, `not` and
/// signs.
struct ExpressionNode
{
    enum class Kind {
        Or, ///< of all operands
        And, ///< of all operands
        Not, ///< of the first operand
        Compare, ///< `text` is the operator: = != < <= > >= or `:`
        OneOf, ///< the first operand is one of `texts`
        Sum, ///< operands joined by their `sign`, from the left
        Product, ///< operands joined by their `sign`, from the left
        Negative, ///< of the first operand
        Number,
        Field, ///< `text` is its name
        Text ///< between words `number` is what it reads as, NaN if it is none
    };

    Kind kind = Kind::Text;
    int column = 1; ///< 1-based, in bytes
    std::string text = {};
    double number = 0;
    char sign = '+'; ///< before this operand of a Sum (+ -) or Product (* /); the first one's is not read
    std::vector<std::string> texts = {};
    std::vector<ExpressionNode> operands = {};
};

/// What stands on the two sides of an operator.
enum class ExpressionOperands {
    Words, ///< a field left, a text or number right; without an operator a word to be searched for
    Arithmetic ///< sums and products of fields and numbers
};

/// Nesting of brackets, `not` and signs.
inline constexpr int deepestExpression = 64;

/// The one language in which people say which of many things they mean: runs of a table, rows of a log.
///
/// ```
/// expression := all (('or' | '|' | '||') all)*
/// all        := one (('and' | '&' | '&&') one)*            words: also without a sign between two conditions
/// one        := ('not' | '!') one | '(' expression ')' | condition
/// condition  := operand (operator operand | 'not'? 'in' '(' value (',' value)* ')')?
/// operator   := '=' | '==' | '!=' | '<' | '<=' | '>' | '>=' words: also ':' (contains)
/// operand    := words: word | quoted    arithmetic: sums and products (+ - * /) of numbers and fields in
/// brackets
/// ```
/// Words are written in any case where they join conditions. Texts stand in single quotes, doubled inside;
/// with words also bare or in double quotes, which in arithmetic hold the name of a field. Operator `==`
/// reads as `=`. With words, names of fields are read in lower case. `fields` are the names that may stand
/// where a field belongs.
std::variant<ExpressionNode, ExpressionError>
parseExpression(std::string_view text, ExpressionOperands operands, const std::vector<std::string>& fields);

} // namespace opal
