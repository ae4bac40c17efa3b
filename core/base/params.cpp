// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/params.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace opal {

namespace {

[[noreturn]] void refuse(const ParamSpec& spec, std::string_view text, const std::string& expected)
{
    throw Error(ErrorCode::InvalidConfiguration,
                "parameter '" + spec.key + "': '" + std::string(text) + "' is not " + expected);
}

std::string rangeText(const ParamSpec& spec)
{
    const bool integer = spec.kind == ParamKind::Integer;
    const auto number = [integer](double value) {
        return integer ? paramText(static_cast<std::int64_t>(value)) : paramText(value);
    };
    return std::string(integer ? "an integer" : "a number") + (spec.minimumExclusive ? " above " : " from ")
        + number(spec.minimum) + (spec.minimumExclusive ? " and at most " : " to ") + number(spec.maximum);
}

bool inRange(const ParamSpec& spec, double value)
{
    return (spec.minimumExclusive ? value > spec.minimum : value >= spec.minimum) && value <= spec.maximum;
}

const ParamValue& lookUp(const std::map<std::string, ParamValue, std::less<>>& values, std::string_view key)
{
    const auto found = values.find(key);
    if (found == values.end())
        throw Error(ErrorCode::Internal,
                    "parameter '" + std::string(key) + "' is not in the table of this model");
    return found->second;
}

} // namespace

ParamMap::ParamMap(const ParamSpecs& specs)
{
    for (const ParamSpec& spec : specs)
        m_values.emplace(spec.key, spec.defaultValue);
}

std::int64_t ParamMap::integer(std::string_view key) const
{
    return std::get<std::int64_t>(lookUp(m_values, key));
}

double ParamMap::real(std::string_view key) const
{
    const ParamValue& value = lookUp(m_values, key);
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*integer);
    return std::get<double>(value);
}

bool ParamMap::boolean(std::string_view key) const
{
    return std::get<bool>(lookUp(m_values, key));
}

const std::string& ParamMap::text(std::string_view key) const
{
    return std::get<std::string>(lookUp(m_values, key));
}

bool ParamMap::contains(std::string_view key) const
{
    return m_values.find(key) != m_values.end();
}

std::string paramText(const ParamValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    char buffer[32];
    std::to_chars_result end {};
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        end = std::to_chars(buffer, buffer + sizeof buffer, *integer);
    else
        end = std::to_chars(buffer, buffer + sizeof buffer, std::get<double>(value));
    return std::string(buffer, end.ptr);
}

ParamValue parseParamValue(const ParamSpec& spec, std::string_view text)
{
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    switch (spec.kind) {
    case ParamKind::Integer: {
        std::int64_t value = 0;
        const auto result = std::from_chars(begin, end, value);
        if (result.ec != std::errc() || result.ptr != end || !inRange(spec, static_cast<double>(value)))
            refuse(spec, text, rangeText(spec));
        return value;
    }
    case ParamKind::Real: {
        double value = 0;
        const auto result = std::from_chars(begin, end, value);
        if (result.ec != std::errc() || result.ptr != end || !std::isfinite(value) || !inRange(spec, value))
            refuse(spec, text, rangeText(spec));
        return value;
    }
    case ParamKind::Boolean:
        if (text == "true" || text == "1" || text == "on")
            return true;
        if (text == "false" || text == "0" || text == "off")
            return false;
        refuse(spec, text, "true or false");
    case ParamKind::Choice:
        if (std::find(spec.choices.begin(), spec.choices.end(), text) == spec.choices.end()) {
            std::string expected = "one of";
            for (const std::string& choice : spec.choices)
                expected += " " + choice;
            refuse(spec, text, expected);
        }
        return std::string(text);
    case ParamKind::Text:
        return std::string(text);
    }
    throw Error(ErrorCode::Internal, "unknown parameter kind");
}

const ParamSpec& findParam(const ParamSpecs& specs, std::string_view key)
{
    const auto found
        = std::find_if(specs.begin(), specs.end(), [key](const ParamSpec& spec) { return spec.key == key; });
    if (found != specs.end())
        return *found;
    std::vector<std::string> keys;
    for (const ParamSpec& spec : specs)
        keys.push_back(spec.key);
    throw Error(ErrorCode::UnknownKey,
                "there is no parameter '" + std::string(key) + "'; did you mean '" + nearestWord(key, keys)
                    + "'?");
}

void setParam(ParamMap& values, const ParamSpecs& specs, std::string_view key, std::string_view text)
{
    const ParamSpec& spec = findParam(specs, key);
    values.set(spec.key, parseParamValue(spec, text));
}

std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates)
{
    std::string best;
    std::size_t bestDistance = static_cast<std::size_t>(-1);
    for (const std::string& candidate : candidates) {
        std::vector<std::size_t> row(candidate.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t { 0 });
        for (std::size_t i = 1; i <= word.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j <= candidate.size(); ++j) {
                const std::size_t substituted = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({ row[j] + 1, row[j - 1] + 1, substituted });
            }
        }
        if (row.back() < bestDistance) {
            bestDistance = row.back();
            best = candidate;
        }
    }
    return best;
}

} // namespace opal
