// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace opal {

/// Kind of a parameter: decides its editor in the form, its flag on the command line and its text in the
/// store.
enum class ParamKind { Integer, Real, Boolean, Choice, Text };

using ParamValue = std::variant<std::int64_t, double, bool, std::string>;

/// One row of the parameter table. The form, `--set`, the TOML file, validation and tooltips are all made
/// from it.
struct ParamSpec
{
    std::string key = {}; ///< as in `--set key=value`
    ParamKind kind = ParamKind::Real;
    ParamValue defaultValue = {};
    double minimum = 0; ///< inclusive, for Integer and Real
    double maximum = 0; ///< inclusive, for Integer and Real
    bool minimumExclusive = false; ///< the value must be strictly greater than `minimum`
    std::vector<std::string> choices = {}; ///< for Choice
    std::string group = {}; ///< English heading in the form, context "Parameters"
    std::string title = {}; ///< English label, context "Parameters"
    std::string help = {}; ///< English tooltip, one sentence, context "Parameters"
    bool advanced = false; ///< folded away in the form
    bool inert
        = false; ///< accepted, so that one configuration serves several models, but without effect here
    bool changeable = false; ///< may be given another value while its run is paused
    std::optional<ParamValue> formerValue
        = {}; ///< what releases without this parameter did, where that is not the default
};

using ParamSpecs = std::vector<ParamSpec>;

/// Typed parameter values by key. Holds only keys of the table it was made from.
class ParamMap
{
public:
    ParamMap() = default;

    /// All defaults of `specs`.
    explicit ParamMap(const ParamSpecs& specs);

    std::int64_t integer(std::string_view key) const;
    double real(std::string_view key) const; ///< Integers convert.
    bool boolean(std::string_view key) const;
    const std::string& text(std::string_view key) const; ///< Choice and Text.

    bool contains(std::string_view key) const;

    void set(const std::string& key, ParamValue value) { m_values[key] = std::move(value); }

    const std::map<std::string, ParamValue, std::less<>>& values() const { return m_values; }

    bool operator==(const ParamMap&) const = default;

private:
    std::map<std::string, ParamValue, std::less<>> m_values;
};

/// Text of a value such that parseParamValue() restores it exactly (shortest round-trip form for reals).
std::string paramText(const ParamValue& value);

/// Parses and validates one value.
/// Throws Error{InvalidConfiguration} naming key, value and allowed range.
ParamValue parseParamValue(const ParamSpec& spec, std::string_view text);

/// The row of `key`. Throws Error{UnknownKey} naming the nearest valid key.
const ParamSpec& findParam(const ParamSpecs& specs, std::string_view key);

/// Parses and stores `text` under `key`. Throws as findParam() and parseParamValue() do.
void setParam(ParamMap& values, const ParamSpecs& specs, std::string_view key, std::string_view text);

/// The candidate with the smallest edit distance to `word`; empty if there are no candidates.
std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);

} // namespace opal
