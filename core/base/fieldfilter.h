// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/expression.h"

namespace opal {

/// What a field holds: nothing, a number, a text, or several texts (any of which may fit).
using FieldValue = std::variant<std::monostate, double, std::string, std::vector<std::string>>;

/// A condition over named fields, e.g. `model in (opal, mind) and (recall@50 > 0.2 or tag : paper)`: an
/// expression of words (base/expression.h).
///
/// Texts compare without regard to ASCII case, numbers by value; a field without a value fits only `!=`. A
/// word alone must occur in the field of the empty name.
class FieldFilter final
{
public:
    using Lookup = std::function<FieldValue(std::string_view field)>;

    /// An empty text fits everything. `fields` are the names that may stand left of an operator.
    static std::variant<FieldFilter, ExpressionError> parse(std::string_view text,
                                                            const std::vector<std::string>& fields);

    bool matches(const Lookup& lookup) const;

private:
    std::optional<ExpressionNode> m_root;
};

} // namespace opal
