// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/expression.h"

namespace opal {

/// What is wrong with an expression, translated, a clause without its place.
QString expressionErrorClause(const ExpressionError& error);

/// The same behind its column.
QString expressionErrorText(const ExpressionError& error);

} // namespace opal
