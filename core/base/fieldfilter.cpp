// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fieldfilter.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/text.h"

namespace opal {

namespace {

using NodeKind = ExpressionNode::Kind;

double numberOf(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : std::nan("");
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

/// `wanted` is in lower case, `number` what it reads as or NaN.
bool compares(const std::string& symbol, const FieldValue& found, const std::string& wanted, double number)
{
    if (std::holds_alternative<std::monostate>(found))
        return symbol == "!=";
    if (const auto* texts = std::get_if<std::vector<std::string>>(&found)) {
        const auto fits
            = [&](const std::string& text) { return fitsText(symbol == "!=" ? "=" : symbol, text, wanted); };
        return std::any_of(texts->begin(), texts->end(), fits) != (symbol == "!=");
    }
    if (const auto* real = std::get_if<double>(&found))
        return std::isnan(number) ? symbol == "!=" : fitsNumber(symbol, *real, number);
    const auto& text = std::get<std::string>(found);
    const double real = symbol == ":" ? std::nan("") : numberOf(text);
    return std::isnan(real) || std::isnan(number) ? fitsText(symbol, text, wanted)
                                                  : fitsNumber(symbol, real, number);
}

bool matchesNode(const ExpressionNode& node, const FieldFilter::Lookup& lookup)
{
    const auto fits = [&lookup](const ExpressionNode& operand) { return matchesNode(operand, lookup); };
    switch (node.kind) {
    case NodeKind::Or:
        return std::any_of(node.operands.begin(), node.operands.end(), fits);
    case NodeKind::And:
        return std::all_of(node.operands.begin(), node.operands.end(), fits);
    case NodeKind::Not:
        return !fits(node.operands.front());
    case NodeKind::Compare:
        return compares(node.text, lookup(node.operands[0].text), node.operands[1].text,
                        node.operands[1].number);
    case NodeKind::OneOf: {
        const FieldValue value = lookup(node.operands.front().text);
        return std::any_of(node.texts.begin(), node.texts.end(), [&](const std::string& text) {
            return compares("=", value, text, numberOf(text));
        });
    }
    default:
        const FieldValue text = lookup({});
        return std::holds_alternative<std::string>(text)
            && fitsText(":", std::get<std::string>(text), node.text);
    }
}

void lowerTexts(ExpressionNode& node)
{
    if (node.kind == NodeKind::Text)
        node.text = lowered(node.text);
    for (std::string& text : node.texts)
        text = lowered(text);
    for (ExpressionNode& operand : node.operands)
        lowerTexts(operand);
}

} // namespace

std::variant<FieldFilter, ExpressionError> FieldFilter::parse(std::string_view text,
                                                              const std::vector<std::string>& fields)
{
    FieldFilter filter;
    if (text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos)
        return filter;
    auto parsed = parseExpression(text, ExpressionOperands::Words, fields);
    if (auto* error = std::get_if<ExpressionError>(&parsed))
        return std::move(*error);
    filter.m_root = std::get<ExpressionNode>(std::move(parsed));
    lowerTexts(*filter.m_root);
    return filter;
}

bool FieldFilter::matches(const Lookup& lookup) const
{
    return !m_root || matchesNode(*m_root, lookup);
}

} // namespace opal
