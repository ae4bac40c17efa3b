// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/expression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/params.h"
#include "core/base/text.h"

namespace opal {

namespace {

using ErrorKind = ExpressionError::Kind;
using NodeKind = ExpressionNode::Kind;

/// Values of one list.
constexpr std::size_t longestList = 10000;

bool isBlank(char letter)
{
    return std::isspace(static_cast<unsigned char>(letter)) != 0;
}

bool isNameLetter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '.'
        || static_cast<unsigned char>(letter) >= 0x80;
}

bool isOneOf(char letter, std::string_view letters)
{
    return letters.find(letter) != std::string_view::npos;
}

/// Recursive descent over the grammar in the header; the first error is thrown.
class Parser final
{
public:
    Parser(std::string_view text, ExpressionOperands operands, const std::vector<std::string>& fields)
        : m_text(text)
        , m_isArithmetic(operands == ExpressionOperands::Arithmetic)
        , m_fields(fields)
    {
    }

    ExpressionNode parse()
    {
        ExpressionNode root = parseOr();
        if (!atEnd())
            fail(letter() == ')' ? ErrorKind::UnexpectedBracket : ErrorKind::Unexpected);
        return root;
    }

private:
    /// Counts the nesting while it lives.
    class Level final
    {
    public:
        explicit Level(Parser& parser)
            : m_parser(parser)
        {
            if (++m_parser.m_depth > deepestExpression)
                m_parser.fail(ErrorKind::TooLarge);
        }

        ~Level() { --m_parser.m_depth; }

        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        Parser& m_parser;
    };

    [[noreturn]] void fail(ErrorKind kind, int column, std::string word, std::string nearest = {}) const
    {
        throw ExpressionError { kind, column, std::move(word), std::move(nearest) };
    }

    /// At what comes next.
    [[noreturn]] void fail(ErrorKind kind)
    {
        const int start = column();
        fail(kind, start, std::string(m_text.substr(m_at, std::max<std::size_t>(wordSize(), 1))));
    }

    bool atEnd()
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        return m_at == m_text.size();
    }

    /// 1-based place of what comes next.
    int column()
    {
        atEnd();
        return static_cast<int>(m_at) + 1;
    }

    /// What comes next, 0 at the end.
    char letter() { return atEnd() ? '\0' : m_text[m_at]; }

    /// Bytes of the word that begins here; a bare one inside of a list ends at a comma, too.
    std::size_t wordSize(bool isInList = false) const
    {
        std::size_t end = m_at;
        while (end < m_text.size()
               && (m_isArithmetic ? isNameLetter(m_text[end]) || (isInList && m_text[end] == '-')
                                  : !isBlank(m_text[end]) && !isOneOf(m_text[end], "()\"'=!<>:|&")
                           && !(isInList && m_text[end] == ',')))
            ++end;
        return end - m_at;
    }

    bool takeSign(std::string_view sign)
    {
        if (atEnd() || m_text.substr(m_at, sign.size()) != sign)
            return false;
        m_at += sign.size();
        return true;
    }

    /// A word that is spelt like a field is one where an operator follows it.
    bool isKeyword(std::string_view word)
    {
        atEnd();
        const std::size_t size = wordSize();
        if (lowered(m_text.substr(m_at, size)) != word)
            return false;
        std::size_t next = m_at + size;
        while (next < m_text.size() && isBlank(m_text[next]))
            ++next;
        if (word == "in")
            return next < m_text.size() && m_text[next] == '(';
        const bool isNegation = m_text.substr(next, 1) == "!" && m_text.substr(next, 2) != "!=";
        return next == m_text.size() || isNegation || !isOneOf(m_text[next], "=!<>:");
    }

    bool takeKeyword(std::string_view word)
    {
        if (!isKeyword(word))
            return false;
        m_at += word.size();
        return true;
    }

    bool takeOr() { return takeSign("||") || takeSign("|") || takeKeyword("or"); }

    bool takeAnd()
    {
        if (takeSign("&&") || takeSign("&") || takeKeyword("and"))
            return true;
        return !m_isArithmetic && !atEnd() && !isOneOf(letter(), ")|") && !isKeyword("or");
    }

    template <typename ParseOne, typename TakeJoin>
    ExpressionNode parseChain(NodeKind kind, ParseOne parseOne, TakeJoin takeJoin)
    {
        ExpressionNode first = parseOne();
        if (!takeJoin())
            return first;
        ExpressionNode chain;
        chain.kind = kind;
        chain.column = first.column;
        chain.operands.push_back(std::move(first));
        do
            chain.operands.push_back(parseOne());
        while (takeJoin());
        return chain;
    }

    ExpressionNode parseOr()
    {
        const Level level(*this);
        return parseChain(
            NodeKind::Or, [this] { return parseAnd(); }, [this] { return takeOr(); });
    }

    ExpressionNode parseAnd()
    {
        return parseChain(
            NodeKind::And, [this] { return parseNot(); }, [this] { return takeAnd(); });
    }

    ExpressionNode wrapped(NodeKind kind, int start, ExpressionNode operand)
    {
        ExpressionNode node;
        node.kind = kind;
        node.column = start;
        node.operands.push_back(std::move(operand));
        return node;
    }

    ExpressionNode parseNot()
    {
        const Level level(*this);
        const int start = column();
        if (m_text.substr(m_at, 2) != "!=" && (takeSign("!") || takeKeyword("not")))
            return wrapped(NodeKind::Not, start, parseNot());
        if (!m_isArithmetic && letter() == '(')
            return parseBrackets();
        return parseCondition();
    }

    ExpressionNode parseBrackets()
    {
        const int start = column();
        takeSign("(");
        ExpressionNode inner = parseOr();
        closeBracket(start);
        return inner;
    }

    void closeBracket(int opened)
    {
        if (takeSign(")"))
            return;
        if (atEnd())
            fail(ErrorKind::UnclosedBracket, opened, "(");
        fail(ErrorKind::Unexpected);
    }

    ExpressionNode parseCondition()
    {
        if (!m_isArithmetic && (isKeyword("and") || isKeyword("or")))
            fail(ErrorKind::ExpectedCondition);
        ExpressionNode left = parseOperand();
        const int start = column();
        const std::size_t before = m_at;
        const bool isNegated = takeKeyword("not");
        if (takeKeyword("in")) {
            ExpressionNode list = parseList(start, std::move(left));
            return isNegated ? wrapped(NodeKind::Not, start, std::move(list)) : list;
        }
        m_at = before;
        const std::string symbol = takeOperator();
        if (symbol.empty())
            return left;
        if (!m_isArithmetic)
            left = field(left.text, left.column);
        ExpressionNode node;
        node.kind = NodeKind::Compare;
        node.column = start;
        node.text = symbol;
        if (atEnd() || letter() == ')')
            fail(ErrorKind::ExpectedValue, start, symbol);
        ExpressionNode right = parseOperand();
        if (right.kind == NodeKind::Text && m_isArithmetic
            && (left.kind != NodeKind::Field || (symbol != "=" && symbol != "!=")))
            fail(ErrorKind::NoFieldForText, left.column, right.text);
        if (!m_isArithmetic && isOneOf(symbol.front(), "<>") && std::isnan(right.number))
            fail(ErrorKind::ExpectedNumber, right.column, right.text);
        node.operands.push_back(std::move(left));
        node.operands.push_back(std::move(right));
        return node;
    }

    std::string takeOperator()
    {
        static constexpr std::array<std::string_view, 7> symbols { "==", "!=", ">=", "<=", "=", "<", ">" };
        for (const std::string_view symbol : symbols) {
            if (takeSign(symbol))
                return symbol == "==" ? "=" : std::string(symbol);
        }
        return !m_isArithmetic && takeSign(":") ? ":" : std::string();
    }

    /// Behind `in`. A list of numbers alone is one of numbers: 4 is 4.0.
    ExpressionNode parseList(int start, ExpressionNode left)
    {
        if (!m_isArithmetic)
            left = field(left.text, left.column);
        ExpressionNode list = wrapped(NodeKind::OneOf, start, std::move(left));
        const int open = column();
        takeSign("(");
        std::size_t numbers = 0;
        do {
            if (list.texts.size() == longestList)
                fail(ErrorKind::TooLarge);
            const int place = column();
            if (std::optional<std::string> quoted = takeQuoted('\'')) {
                list.texts.push_back(std::move(*quoted));
            } else if (std::optional<std::string> word = m_isArithmetic ? std::nullopt : takeQuoted('"')) {
                list.texts.push_back(std::move(*word));
            } else if (const std::size_t size = wordSize(true); size > 0) {
                list.texts.emplace_back(m_text.substr(m_at, size));
                m_at += size;
                numbers += numberIn(list.texts.back()) ? 1 : 0;
            } else {
                fail(ErrorKind::ExpectedValue, place,
                     letter() == ')' || atEnd() ? "in" : std::string(1, letter()));
            }
        } while (takeSign(","));
        closeBracket(open);
        if (!m_isArithmetic)
            return list;
        const ExpressionNode& tested = list.operands.front();
        if (numbers < list.texts.size()) {
            if (tested.kind != NodeKind::Field)
                fail(ErrorKind::NoFieldForText, tested.column, list.texts.front());
            return list;
        }
        return equalToOne(list);
    }

    /// `operand in (1, 2)` as `operand = 1 or operand = 2`.
    ExpressionNode equalToOne(const ExpressionNode& list)
    {
        ExpressionNode any;
        any.kind = NodeKind::Or;
        any.column = list.column;
        for (const std::string& text : list.texts) {
            ExpressionNode equal = wrapped(NodeKind::Compare, list.column, list.operands.front());
            equal.text = "=";
            equal.operands.push_back(number(*numberIn(text), list.column));
            any.operands.push_back(std::move(equal));
        }
        return any;
    }

    ExpressionNode parseOperand() { return m_isArithmetic ? parseSum() : parseWord(); }

    ExpressionNode parseWord()
    {
        ExpressionNode word;
        word.column = column();
        if (std::optional<std::string> quoted = takeQuoted(letter() == '\'' ? '\'' : '"'))
            word.text = std::move(*quoted);
        else
            word.text = takeWord();
        word.number = numberIn(word.text).value_or(std::nan(""));
        return word;
    }

    std::string takeWord()
    {
        const std::size_t size = wordSize();
        if (size == 0)
            fail(ErrorKind::ExpectedCondition);
        m_at += size;
        return std::string(m_text.substr(m_at - size, size));
    }

    template <typename ParseOne>
    ExpressionNode parseSigned(NodeKind kind, std::string_view signs, ParseOne parseOne)
    {
        char sign = signs.front();
        return parseChain(
            kind,
            [&] {
                ExpressionNode operand = parseOne();
                operand.sign = sign;
                return operand;
            },
            [&] {
                if (atEnd() || !isOneOf(letter(), signs))
                    return false;
                sign = letter();
                ++m_at;
                return true;
            });
    }

    ExpressionNode parseSum()
    {
        return parseSigned(NodeKind::Sum, "+-", [this] {
            return parseSigned(NodeKind::Product, "*/", [this] { return parsePrimary(); });
        });
    }

    ExpressionNode parsePrimary()
    {
        const Level level(*this);
        const int start = column();
        if (takeSign("-"))
            return wrapped(NodeKind::Negative, start, parsePrimary());
        if (letter() == '(')
            return parseBrackets();
        if (std::optional<std::string> name = takeQuoted('"'))
            return field(*name, start);
        ExpressionNode value;
        value.column = start;
        if (std::optional<std::string> text = takeQuoted('\'')) {
            value.text = std::move(*text);
            return value;
        }
        if (const std::optional<double> written = takeNumber())
            return number(*written, start);
        const std::string name = takeWord();
        if ((name == "true" || name == "false")
            && std::find(m_fields.begin(), m_fields.end(), name) == m_fields.end())
            return number(name == "true" ? 1 : 0, start);
        return field(name, start);
    }

    static std::optional<double> numberIn(const std::string& text)
    {
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
    }

    /// A number, unless a field's name begins with these digits.
    std::optional<double> takeNumber()
    {
        const char* const begin = m_text.data() + m_at;
        const char* const end = m_text.data() + m_text.size();
        if (begin == end || (*begin != '.' && std::isdigit(static_cast<unsigned char>(*begin)) == 0))
            return std::nullopt;
        double value = 0;
        const auto [rest, error] = std::from_chars(begin, end, value);
        if (error != std::errc() || (rest != end && isNameLetter(*rest)))
            return std::nullopt;
        m_at += static_cast<std::size_t>(rest - begin);
        return value;
    }

    /// A text between two `quote`, single ones doubled inside.
    std::optional<std::string> takeQuoted(char quote)
    {
        const int start = column();
        if (letter() != quote)
            return std::nullopt;
        std::string text;
        for (std::size_t from = m_at + 1;;) {
            const std::size_t end = m_text.find(quote, from);
            if (end == std::string_view::npos)
                fail(ErrorKind::UnclosedQuote, start, std::string(1, quote));
            text += m_text.substr(from, end - from);
            m_at = end + 1;
            if (quote != '\'' || m_at >= m_text.size() || m_text[m_at] != quote)
                return text;
            text += quote;
            from = m_at + 1;
        }
    }

    static ExpressionNode number(double value, int start)
    {
        ExpressionNode node;
        node.kind = NodeKind::Number;
        node.column = start;
        node.number = value;
        return node;
    }

    ExpressionNode field(const std::string& written, int start) const
    {
        ExpressionNode node;
        node.kind = NodeKind::Field;
        node.column = start;
        node.text = m_isArithmetic ? written : lowered(written);
        if (std::find(m_fields.begin(), m_fields.end(), node.text) == m_fields.end())
            fail(ErrorKind::UnknownField, start, written, nearestWord(node.text, m_fields));
        return node;
    }

    std::string_view m_text;
    bool m_isArithmetic;
    const std::vector<std::string>& m_fields;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

std::variant<ExpressionNode, ExpressionError>
parseExpression(std::string_view text, ExpressionOperands operands, const std::vector<std::string>& fields)
{
    try {
        return Parser(text, operands, fields).parse();
    } catch (const ExpressionError& error) {
        return error;
    }
}

std::string ExpressionError::what() const
{
    switch (kind) {
    case Kind::UnknownField:
        return "there is no '" + word + "'"
            + (nearest.empty() ? std::string() : "; did you mean '" + nearest + "'?");
    case Kind::ExpectedValue:
        return "a value must follow '" + word + "'";
    case Kind::ExpectedNumber:
        return "'" + word + "' is no number, and only numbers have an order";
    case Kind::UnclosedQuote:
        return "the quotation mark is never closed";
    case Kind::UnclosedBracket:
        return "the bracket is never closed";
    case Kind::UnexpectedBracket:
        return "this bracket closes nothing";
    case Kind::Unexpected:
        return "'" + word + "' does not belong here";
    case Kind::NoFieldForText:
        return "only a field can be held against the text '" + word + "', by =, != or in";
    case Kind::TooLarge:
        return "this is nested too deeply or too long";
    case Kind::ExpectedCondition:
        break;
    }
    return "a condition is missing here";
}

std::string ExpressionError::detail() const
{
    const std::string clause = what();
    return "column " + std::to_string(column) + ": " + clause + (clause.ends_with('?') ? "" : ".");
}

} // namespace opal
