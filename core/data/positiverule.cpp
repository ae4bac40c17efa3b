// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/positiverule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

#include "core/base/error.h"

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

using NodeKind = ExpressionNode::Kind;

constexpr int kMaxDepth = 64; ///< of the evaluation stack

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

Op operatorOf(std::string_view symbol)
{
    static constexpr std::array<std::pair<std::string_view, Op>, 10> operators { {
        { ">=", Op::GreaterEqual },
        { "<=", Op::LessEqual },
        { ">", Op::Greater },
        { "<", Op::Less },
        { "=", Op::Equal },
        { "!=", Op::NotEqual },
        { "+", Op::Add },
        { "-", Op::Subtract },
        { "*", Op::Multiply },
        { "/", Op::Divide },
    } };
    return std::find_if(operators.begin(), operators.end(),
                        [symbol](const auto& entry) { return entry.first == symbol; })
        ->second;
}

/// Writes a program for a stack machine.
class Compiler final
{
public:
    Compiler(const std::vector<std::string>& columns, std::vector<Instruction>& program)
        : m_columns(columns)
        , m_program(program)
    {
    }

    void compile(const ExpressionNode& node)
    {
        switch (node.kind) {
        case NodeKind::Or:
        case NodeKind::And:
        case NodeKind::Sum:
        case NodeKind::Product:
            return compileChain(node);
        case NodeKind::Not:
            compile(node.operands.front());
            return emit({ Op::Not });
        case NodeKind::Negative:
            compile(node.operands.front());
            return emit({ Op::Negate });
        case NodeKind::Compare:
            return compileComparison(node);
        case NodeKind::OneOf:
            return emit({ Op::OneOf, 0, columnOf(node.operands.front()), node.texts });
        case NodeKind::Number:
            return emit({ Op::Number, node.number });
        case NodeKind::Field:
            return emit({ Op::Column, 0, columnOf(node) });
        case NodeKind::Text:
            throw ExpressionError { ExpressionError::Kind::NoFieldForText, node.column, node.text };
        }
    }

private:
    void emit(Instruction instruction) { m_program.push_back(std::move(instruction)); }

    int columnOf(const ExpressionNode& field) const
    {
        return static_cast<int>(std::find(m_columns.begin(), m_columns.end(), field.text)
                                - m_columns.begin());
    }

    void compileChain(const ExpressionNode& node)
    {
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            compile(node.operands[i]);
            if (i == 0)
                continue;
            emit({ node.kind == NodeKind::Or        ? Op::Or
                       : node.kind == NodeKind::And ? Op::And
                                                    : operatorOf({ &node.operands[i].sign, 1 }) });
        }
    }

    void compileComparison(const ExpressionNode& node)
    {
        if (node.operands[1].kind == NodeKind::Text) {
            emit({ Op::OneOf, 0, columnOf(node.operands[0]), { node.operands[1].text } });
            if (node.text == "!=")
                emit({ Op::Not });
            return;
        }
        compile(node.operands[0]);
        compile(node.operands[1]);
        emit({ operatorOf(node.text) });
    }

    const std::vector<std::string>& m_columns;
    std::vector<Instruction>& m_program;
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

/// Throws ExpressionError.
std::vector<Instruction> compile(std::string_view expression, const std::vector<std::string>& columns)
{
    const auto parsed = parseExpression(expression, ExpressionOperands::Arithmetic, columns);
    if (const auto* error = std::get_if<ExpressionError>(&parsed))
        throw *error;
    std::vector<Instruction> instructions;
    Compiler(columns, instructions).compile(std::get<ExpressionNode>(parsed));
    if (stackDepth(instructions) > kMaxDepth)
        throw ExpressionError { ExpressionError::Kind::TooLarge };
    return instructions;
}

[[noreturn]] void throwError(std::string_view expression, const ExpressionError& problem)
{
    const std::string clause = problem.what();
    const std::string detail = "positive rule '" + std::string(expression) + "', character "
        + std::to_string(problem.column) + ": " + clause;
    if (problem.kind == ExpressionError::Kind::UnknownField)
        throw Error(ErrorCode::UnknownKey,
                    detail + (clause.ends_with('?') ? "" : "; the log has no such signals."));
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
    } catch (const ExpressionError& problem) {
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

std::optional<ExpressionError> PositiveRule::findProblem(std::string_view expression,
                                                         const std::vector<std::string>& columns)
{
    try {
        compile(expression, columns);
    } catch (const ExpressionError& problem) {
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
