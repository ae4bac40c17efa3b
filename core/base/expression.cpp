// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/expression.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "core/base/params.h"
#include "core/base/text.h"

namespace opal {

namespace {

enum class TokenKind { Word, Quoted, Operator, Open, Close, End };

struct Token
{
    TokenKind kind = TokenKind::End;
    std::string text;
    int column = 1;
};

/// How deep brackets and `not` may be nested.
constexpr int deepest = 200;

std::optional<double> numberOf(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

bool isWordEnd(char letter)
{
    return std::isspace(static_cast<unsigned char>(letter)) != 0
        || std::string_view("()\"=!<>:").find(letter) != std::string_view::npos;
}

/// The tokens of a text with an End behind them, or what is wrong with it.
std::variant<std::vector<Token>, ExpressionError> tokenize(std::string_view text)
{
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < text.size()) {
        const int column = static_cast<int>(at) + 1;
        const char letter = text[at];
        if (std::isspace(static_cast<unsigned char>(letter)) != 0) {
            ++at;
        } else if (letter == '(' || letter == ')') {
            tokens.push_back({ letter == '(' ? TokenKind::Open : TokenKind::Close, { letter }, column });
            ++at;
        } else if (letter == '"') {
            const std::size_t end = text.find('"', at + 1);
            if (end == std::string_view::npos)
                return ExpressionError { ExpressionError::Kind::UnclosedQuote, column };
            tokens.push_back({ TokenKind::Quoted, std::string(text.substr(at + 1, end - at - 1)), column });
            at = end + 1;
        } else if (isWordEnd(letter)) {
            const std::size_t size = letter != ':' && at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1;
            std::string symbol(text.substr(at, size));
            if (symbol == "!")
                return ExpressionError { ExpressionError::Kind::ExpectedCondition, column, symbol };
            tokens.push_back({ TokenKind::Operator, symbol == "==" ? "=" : symbol, column });
            at += size;
        } else {
            const std::size_t first = at;
            while (at < text.size() && !isWordEnd(text[at]))
                ++at;
            tokens.push_back({ TokenKind::Word, std::string(text.substr(first, at - first)), column });
        }
    }
    tokens.push_back({ TokenKind::End, {}, static_cast<int>(text.size()) + 1 });
    return tokens;
}

bool fitsText(const std::string& symbol, const std::string& found, const std::string& wanted)
{
    const std::string value = lowered(found);
    if (symbol == ":")
        return value.find(wanted) != std::string::npos;
    return (symbol == "=") == (value == wanted) && (symbol == "=" || symbol == "!=");
}

bool fitsNumber(const std::string& symbol, double value, double wanted)
{
    if (symbol == "=" || symbol == ":")
        return value == wanted;
    if (symbol == "!=")
        return value != wanted;
    if (symbol == "<")
        return value < wanted;
    if (symbol == "<=")
        return value <= wanted;
    return symbol == ">" ? value > wanted : value >= wanted;
}

} // namespace

struct Expression::Node
{
    enum class Kind { And, Or, Not, Compare, Word };

    Kind kind = Kind::Word;
    std::shared_ptr<const Node> left, right;
    std::string field, symbol, value; ///< value in lower case
    std::optional<double> number;

    bool compare(const FieldValue& found) const
    {
        if (std::holds_alternative<std::monostate>(found))
            return symbol == "!=";
        if (const auto* texts = std::get_if<std::vector<std::string>>(&found)) {
            const auto equal = [this](const std::string& text) {
                return fitsText(symbol == "!=" ? "=" : symbol, text, value);
            };
            return std::any_of(texts->begin(), texts->end(), equal) != (symbol == "!=");
        }
        if (const auto* real = std::get_if<double>(&found))
            return number ? fitsNumber(symbol, *real, *number) : symbol == "!=";
        const auto& text = std::get<std::string>(found);
        const std::optional<double> real = symbol == ":" ? std::nullopt : numberOf(text);
        return real && number ? fitsNumber(symbol, *real, *number) : fitsText(symbol, text, value);
    }

    bool matches(const Lookup& lookup) const
    {
        switch (kind) {
        case Kind::And:
            return left->matches(lookup) && right->matches(lookup);
        case Kind::Or:
            return left->matches(lookup) || right->matches(lookup);
        case Kind::Not:
            return !left->matches(lookup);
        case Kind::Compare:
            return compare(lookup(field));
        case Kind::Word:
            break;
        }
        const FieldValue text = lookup({});
        return std::holds_alternative<std::string>(text) && fitsText(":", std::get<std::string>(text), value);
    }
};

namespace {

using Node = Expression::Node;
using NodePointer = std::shared_ptr<const Node>;

NodePointer joined(Node::Kind kind, NodePointer left, NodePointer right = nullptr)
{
    Node node;
    node.kind = kind;
    node.left = std::move(left);
    node.right = std::move(right);
    return std::make_shared<const Node>(std::move(node));
}

/// Recursive descent; the first error stops it.
class Parser final
{
public:
    Parser(std::vector<Token> tokens, const std::vector<std::string>& fields)
        : m_tokens(std::move(tokens))
        , m_fields(fields)
    {
    }

    NodePointer parse()
    {
        NodePointer root = parseOr(0);
        if (!error && current().kind == TokenKind::Close)
            fail(ExpressionError::Kind::UnexpectedBracket, current());
        return root;
    }

    std::optional<ExpressionError> error;

private:
    const Token& current() const { return m_tokens[m_at]; }

    bool isKeyword(const char* word) const
    {
        return current().kind == TokenKind::Word && lowered(current().text) == word
            && m_tokens[m_at + 1].kind != TokenKind::Operator;
    }

    NodePointer fail(ExpressionError::Kind kind, const Token& token, std::string nearest = {})
    {
        if (!error)
            error = ExpressionError { kind, token.column, token.text, std::move(nearest) };
        return nullptr;
    }

    NodePointer parseOr(int depth)
    {
        NodePointer left = parseAnd(depth);
        while (!error && isKeyword("or")) {
            ++m_at;
            left = joined(Node::Kind::Or, left, parseAnd(depth));
        }
        return left;
    }

    NodePointer parseAnd(int depth)
    {
        NodePointer left = parseNot(depth);
        while (!error && current().kind != TokenKind::End && current().kind != TokenKind::Close
               && !isKeyword("or")) {
            if (isKeyword("and"))
                ++m_at;
            left = joined(Node::Kind::And, left, parseNot(depth));
        }
        return left;
    }

    NodePointer parseNot(int depth)
    {
        if (depth > deepest)
            return fail(ExpressionError::Kind::ExpectedCondition, current());
        if (isKeyword("not")) {
            ++m_at;
            NodePointer operand = parseNot(depth + 1);
            return joined(Node::Kind::Not, std::move(operand));
        }
        if (current().kind == TokenKind::Open) {
            const Token open = current();
            ++m_at;
            NodePointer inner = parseOr(depth + 1);
            if (error)
                return nullptr;
            if (current().kind != TokenKind::Close)
                return fail(ExpressionError::Kind::UnclosedBracket, open);
            ++m_at;
            return inner;
        }
        return parseCondition();
    }

    NodePointer parseCondition()
    {
        const Token token = current();
        if ((token.kind != TokenKind::Word && token.kind != TokenKind::Quoted) || isKeyword("and")
            || isKeyword("or"))
            return fail(ExpressionError::Kind::ExpectedCondition, token);
        ++m_at;
        Node node;
        if (current().kind != TokenKind::Operator) {
            node.value = lowered(token.text);
            return std::make_shared<const Node>(std::move(node));
        }
        node.kind = Node::Kind::Compare;
        node.field = lowered(token.text);
        if (std::find(m_fields.begin(), m_fields.end(), node.field) == m_fields.end())
            return fail(ExpressionError::Kind::UnknownField, token, nearestWord(node.field, m_fields));
        const Token symbol = current();
        node.symbol = symbol.text;
        ++m_at;
        const Token value = current();
        if (value.kind != TokenKind::Word && value.kind != TokenKind::Quoted)
            return fail(ExpressionError::Kind::ExpectedValue, symbol);
        node.value = lowered(value.text);
        node.number = numberOf(value.text);
        if (!node.number && (symbol.text.front() == '<' || symbol.text.front() == '>'))
            return fail(ExpressionError::Kind::ExpectedNumber, value);
        ++m_at;
        return std::make_shared<const Node>(std::move(node));
    }

    std::vector<Token> m_tokens;
    const std::vector<std::string>& m_fields;
    std::size_t m_at = 0;
};

} // namespace

std::variant<Expression, ExpressionError> Expression::parse(std::string_view text,
                                                            const std::vector<std::string>& fields)
{
    auto tokens = tokenize(text);
    if (const auto* error = std::get_if<ExpressionError>(&tokens))
        return *error;
    Expression result;
    if (std::get<std::vector<Token>>(tokens).size() == 1)
        return result;
    Parser parser(std::get<std::vector<Token>>(std::move(tokens)), fields);
    result.m_root = parser.parse();
    if (parser.error)
        return *parser.error;
    return result;
}

bool Expression::matches(const Lookup& lookup) const
{
    return !m_root || m_root->matches(lookup);
}

std::string ExpressionError::detail() const
{
    const std::string place = "column " + std::to_string(column) + ": ";
    switch (kind) {
    case Kind::UnknownField:
        return place + "there is no field '" + word + "'"
            + (nearest.empty() ? std::string(".") : "; the nearest is '" + nearest + "'.");
    case Kind::ExpectedValue:
        return place + "a value must follow '" + word + "'.";
    case Kind::ExpectedNumber:
        return place + "'" + word + "' is no number, and only numbers have an order.";
    case Kind::UnclosedQuote:
        return place + "the quotation mark is never closed.";
    case Kind::UnclosedBracket:
        return place + "the bracket is never closed.";
    case Kind::UnexpectedBracket:
        return place + "this bracket closes nothing.";
    case Kind::ExpectedCondition:
        break;
    }
    return place + "a condition such as 'model = opal' is missing here.";
}

} // namespace opal
