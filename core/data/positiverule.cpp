// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/positiverule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>

#include "core/base/error.h"
#include "core/base/params.h"

namespace opal {

namespace {

enum class Op : std::uint8_t {
    Number,
    Column,
    OneOf, ///< a column's text is one of a list
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    GreaterEqual,
    LessEqual,
    Greater,
    Less,
    Equal,
    NotEqual,
    Not,
    And,
    Or
};

struct Instruction
{
    Op op;
    double number = 0; ///< for Number
    int slot = 0; ///< for Column and OneOf: the column, later its index in numberColumns() or textColumns()
    std::vector<std::string> texts = {}; ///< for OneOf
};

constexpr std::size_t kMaxInstructions = 100000;
constexpr int kMaxDepth = 64; ///< of nesting and of the evaluation stack

bool truth(double value)
{
    return value != 0 && !std::isnan(value);
}

double apply(Op op, double left, double right)
{
    switch (op) {
    case Op::Add:
        return left + right;
    case Op::Subtract:
        return left - right;
    case Op::Multiply:
        return left * right;
    case Op::Divide:
        return right == 0 ? std::nan("") : left / right;
    case Op::GreaterEqual:
        return left >= right ? 1 : 0;
    case Op::LessEqual:
        return left <= right ? 1 : 0;
    case Op::Greater:
        return left > right ? 1 : 0;
    case Op::Less:
        return left < right ? 1 : 0;
    case Op::Equal:
        return left == right ? 1 : 0;
    case Op::NotEqual:
        return left != right && !std::isnan(left) && !std::isnan(right) ? 1 : 0;
    case Op::And:
        return truth(left) && truth(right) ? 1 : 0;
    case Op::Or:
        return truth(left) || truth(right) ? 1 : 0;
    default:
        return 0;
    }
}

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
        || static_cast<unsigned char>(c) >= 0x80;
}

/// Recursive descent over the grammar in the header; writes a program for a stack machine.
class Parser
{
public:
    Parser(std::string_view text, const std::vector<std::string>& columns, std::vector<Instruction>& program)
        : m_text(text)
        , m_columns(columns)
        , m_program(program)
    {
    }

    void parse()
    {
        parseOr();
        skipBlanks();
        if (m_at < m_text.size())
            fail("unexpected '" + std::string(1, m_text[m_at]) + "'");
    }

private:
    [[noreturn]] void fail(const std::string& what) const
    {
        throw RuleProblem { static_cast<std::int64_t>(m_at) + 1, what };
    }

    void skipBlanks()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
            ++m_at;
    }

    bool takeWord(std::string_view word)
    {
        skipBlanks();
        if (m_text.substr(m_at, word.size()) != word)
            return false;
        const std::size_t end = m_at + word.size();
        if (end < m_text.size() && isNameByte(m_text[end]))
            return false;
        m_at = end;
        return true;
    }

    bool takeSign(std::string_view sign)
    {
        skipBlanks();
        if (m_text.substr(m_at, sign.size()) != sign)
            return false;
        m_at += sign.size();
        return true;
    }

    void emit(Op op) { m_program.push_back({ op }); }

    /// Grows the operand stack by one; its greatest depth is known before the first row is read.
    void push(const Instruction& instruction) { m_program.push_back(instruction); }

    void enter()
    {
        if (++m_depth > kMaxDepth)
            fail("the rule is nested too deeply");
    }

    void parseOr()
    {
        enter();
        parseAnd();
        while (takeSign("||") || takeSign("|") || takeWord("or")) {
            parseAnd();
            emit(Op::Or);
        }
        --m_depth;
    }

    void parseAnd()
    {
        parseFactor();
        while (takeSign("&&") || takeSign("&") || takeWord("and")) {
            parseFactor();
            emit(Op::And);
        }
    }

    void parseFactor()
    {
        enter();
        skipBlanks();
        if (m_text.substr(m_at, 2) != "!=" && (takeSign("!") || takeWord("not"))) {
            parseFactor();
            emit(Op::Not);
        } else {
            parseComparison();
        }
        --m_depth;
    }

    void parseComparison()
    {
        static constexpr std::array<std::pair<std::string_view, Op>, 7> signs { { { ">=", Op::GreaterEqual },
                                                                                  { "<=", Op::LessEqual },
                                                                                  { "!=", Op::NotEqual },
                                                                                  { "==", Op::Equal },
                                                                                  { ">", Op::Greater },
                                                                                  { "<", Op::Less },
                                                                                  { "=", Op::Equal } } };
        const std::size_t first = m_program.size();
        parseSum();
        const bool isNegated = takeWord("not");
        if (takeWord("in"))
            return parseList(first, isNegated);
        if (isNegated)
            fail("'in' is missing behind 'not'");
        for (const auto& [sign, op] : signs) {
            if (!takeSign(sign))
                continue;
            std::string text;
            if ((op == Op::Equal || op == Op::NotEqual) && takeText(text)) {
                holdAgainst(first, { text }, op == Op::NotEqual);
            } else {
                parseSum();
                emit(op);
            }
            return;
        }
    }

    /// The operand that begins at instruction `first` must be a column; it is read as text from now on.
    void holdAgainst(std::size_t first, std::vector<std::string> texts, bool isNegated)
    {
        if (m_program.size() != first + 1 || m_program.back().op != Op::Column)
            fail("only a column can be held against a text");
        m_program.back().op = Op::OneOf;
        m_program.back().texts = std::move(texts);
        if (isNegated)
            emit(Op::Not);
    }

    /// A text in single quotes, which are doubled inside.
    bool takeText(std::string& text)
    {
        if (!takeSign("'"))
            return false;
        for (;;) {
            const std::size_t end = m_text.find('\'', m_at);
            if (end == std::string_view::npos)
                fail("the quote is never closed");
            text += m_text.substr(m_at, end - m_at);
            m_at = end + 1;
            if (m_at >= m_text.size() || m_text[m_at] != '\'')
                return true;
            text += '\'';
            ++m_at;
        }
    }

    /// "(fav, 'to cart', 3)" behind `in`. A list of numbers is one of numbers: 4 is 4.0.
    void parseList(std::size_t first, bool isNegated)
    {
        if (!takeSign("("))
            fail("'(' is missing behind 'in'");
        std::vector<std::string> texts;
        std::vector<double> numbers;
        do {
            std::string text;
            if (!takeText(text)) {
                skipBlanks();
                const std::size_t start = m_at;
                while (m_at < m_text.size() && (isNameByte(m_text[m_at]) || m_text[m_at] == '-'))
                    ++m_at;
                if (m_at == start)
                    fail("a value is missing");
                text = m_text.substr(start, m_at - start);
                double number = 0;
                const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
                if (problem == std::errc() && rest == text.data() + text.size())
                    numbers.push_back(number);
            }
            texts.push_back(std::move(text));
        } while (takeSign(","));
        if (!takeSign(")"))
            fail("')' is missing");
        if (numbers.size() < texts.size())
            return holdAgainst(first, std::move(texts), isNegated);
        const std::vector<Instruction> operand(m_program.begin() + static_cast<std::ptrdiff_t>(first),
                                               m_program.end());
        if (operand.size() * numbers.size() > kMaxInstructions)
            fail("the list is too long");
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (i > 0)
                m_program.insert(m_program.end(), operand.begin(), operand.end());
            push({ Op::Number, numbers[i] });
            emit(Op::Equal);
            if (i > 0)
                emit(Op::Or);
        }
        if (isNegated)
            emit(Op::Not);
    }

    void parseSum()
    {
        parseProduct();
        for (;;) {
            if (takeSign("+")) {
                parseProduct();
                emit(Op::Add);
            } else if (takeSign("-")) {
                parseProduct();
                emit(Op::Subtract);
            } else {
                return;
            }
        }
    }

    void parseProduct()
    {
        parseValue();
        for (;;) {
            if (takeSign("*")) {
                parseValue();
                emit(Op::Multiply);
            } else if (takeSign("/")) {
                parseValue();
                emit(Op::Divide);
            } else {
                return;
            }
        }
    }

    void parseValue()
    {
        enter();
        skipBlanks();
        if (m_at >= m_text.size())
            fail("a column or a number is missing");
        if (takeSign("-")) {
            parseValue();
            emit(Op::Negate);
        } else if (takeSign("(")) {
            parseOr();
            if (!takeSign(")"))
                fail("')' is missing");
        } else if (m_text[m_at] == '"') {
            const std::size_t end = m_text.find('"', m_at + 1);
            if (end == std::string_view::npos)
                fail("the quote is never closed");
            const std::size_t start = m_at;
            m_at = end + 1;
            pushColumn(m_text.substr(start + 1, end - start - 1), start);
        } else if (!parseNumber()) {
            const std::size_t start = m_at;
            while (m_at < m_text.size() && isNameByte(m_text[m_at]))
                ++m_at;
            if (m_at == start)
                fail("unexpected '" + std::string(1, m_text[m_at])
                     + "' where a column or a number should stand");
            const std::string_view word = m_text.substr(start, m_at - start);
            const bool isColumn = std::find(m_columns.begin(), m_columns.end(), word) != m_columns.end();
            if (!isColumn && (word == "true" || word == "false"))
                push({ Op::Number, word == "true" ? 1.0 : 0.0 });
            else
                pushColumn(word, start);
        }
        --m_depth;
    }

    /// A number, unless a column's name begins with these digits.
    bool parseNumber()
    {
        double value = 0;
        const char* const begin = m_text.data() + m_at;
        const char* const end = m_text.data() + m_text.size();
        if (*begin != '.' && (*begin < '0' || *begin > '9'))
            return false;
        const auto [rest, problem] = std::from_chars(begin, end, value);
        if (problem != std::errc() || (rest != end && isNameByte(*rest)))
            return false;
        m_at += static_cast<std::size_t>(rest - begin);
        push({ Op::Number, value });
        return true;
    }

    void pushColumn(std::string_view name, std::size_t start)
    {
        const auto found = std::find(m_columns.begin(), m_columns.end(), name);
        if (found == m_columns.end()) {
            const std::string nearest = nearestWord(name, m_columns);
            throw RuleProblem { static_cast<std::int64_t>(start) + 1,
                                "there is no column '" + std::string(name) + "'"
                                    + (nearest.empty() ? "; the log has no such signals"
                                                       : "; did you mean '" + nearest + "'?"),
                                true };
        }
        push({ Op::Column, 0, static_cast<int>(found - m_columns.begin()) });
    }

    std::string_view m_text;
    const std::vector<std::string>& m_columns;
    std::vector<Instruction>& m_program;
    std::size_t m_at = 0;
    int m_depth = 0;
};

/// Greatest number of operands on the stack at once.
int stackDepth(const std::vector<Instruction>& program)
{
    int depth = 0;
    int deepest = 0;
    for (const Instruction& instruction : program) {
        if (instruction.op == Op::Number || instruction.op == Op::Column || instruction.op == Op::OneOf)
            deepest = std::max(deepest, ++depth);
        else if (instruction.op != Op::Not && instruction.op != Op::Negate)
            --depth;
    }
    return deepest;
}

/// Throws RuleProblem.
std::vector<Instruction> compile(std::string_view expression, const std::vector<std::string>& columns)
{
    std::vector<Instruction> instructions;
    Parser(expression, columns, instructions).parse();
    if (stackDepth(instructions) > kMaxDepth)
        throw RuleProblem { 1, "the rule is nested too deeply" };
    return instructions;
}

[[noreturn]] void throwError(std::string_view expression, const RuleProblem& problem)
{
    std::string detail = "positive rule '" + std::string(expression) + "', character "
        + std::to_string(problem.position) + ": " + problem.what;
    if (problem.unknownColumn)
        throw Error(ErrorCode::UnknownKey, detail + (detail.ends_with('?') ? "" : "."));
    throw Error(ErrorCode::InvalidConfiguration, detail + "; write for example 'like|play>=0.9*duration'.");
}

} // namespace

struct PositiveRule::Program
{
    std::vector<Instruction> instructions;
    std::vector<int> numberColumns;
    std::vector<int> textColumns;
};

PositiveRule::PositiveRule(std::string_view expression, const std::vector<std::string>& columns)
    : m_program(std::make_unique<Program>())
{
    std::vector<Instruction>& instructions = m_program->instructions;
    try {
        instructions = compile(expression, columns);
    } catch (const RuleProblem& problem) {
        throwError(expression, problem);
    }
    for (const auto& [op, used] : { std::pair(Op::Column, &m_program->numberColumns),
                                    std::pair(Op::OneOf, &m_program->textColumns) }) {
        for (const Instruction& instruction : instructions) {
            if (instruction.op == op)
                used->push_back(instruction.slot);
        }
        std::sort(used->begin(), used->end());
        used->erase(std::unique(used->begin(), used->end()), used->end());
        for (Instruction& instruction : instructions) {
            if (instruction.op == op)
                instruction.slot = static_cast<int>(
                    std::lower_bound(used->begin(), used->end(), instruction.slot) - used->begin());
        }
    }
}

std::optional<RuleProblem> PositiveRule::findProblem(std::string_view expression,
                                                     const std::vector<std::string>& columns)
{
    try {
        compile(expression, columns);
    } catch (const RuleProblem& problem) {
        return problem;
    }
    return std::nullopt;
}

PositiveRule::~PositiveRule() = default;
PositiveRule::PositiveRule(PositiveRule&&) noexcept = default;
PositiveRule& PositiveRule::operator=(PositiveRule&&) noexcept = default;

const std::vector<int>& PositiveRule::numberColumns() const
{
    return m_program->numberColumns;
}

const std::vector<int>& PositiveRule::textColumns() const
{
    return m_program->textColumns;
}

std::vector<int> PositiveRule::usedColumns() const
{
    std::vector<int> both;
    std::set_union(m_program->numberColumns.begin(), m_program->numberColumns.end(),
                   m_program->textColumns.begin(), m_program->textColumns.end(), std::back_inserter(both));
    return both;
}

bool PositiveRule::matches(std::span<const double> values, std::span<const std::string_view> texts) const
{
    std::array<double, kMaxDepth + 1> stack;
    std::size_t top = 0;
    for (const Instruction& instruction : m_program->instructions) {
        switch (instruction.op) {
        case Op::Number:
            stack[top++] = instruction.number;
            break;
        case Op::Column:
            stack[top++] = values[static_cast<std::size_t>(instruction.slot)];
            break;
        case Op::OneOf: {
            const std::string_view text = texts[static_cast<std::size_t>(instruction.slot)];
            const auto& list = instruction.texts;
            stack[top++] = std::find(list.begin(), list.end(), text) != list.end() ? 1 : 0;
            break;
        }
        case Op::Not:
            stack[top - 1] = truth(stack[top - 1]) ? 0 : 1;
            break;
        case Op::Negate:
            stack[top - 1] = -stack[top - 1];
            break;
        default:
            stack[top - 2] = apply(instruction.op, stack[top - 2], stack[top - 1]);
            --top;
        }
    }
    return truth(stack[0]);
}

} // namespace opal
