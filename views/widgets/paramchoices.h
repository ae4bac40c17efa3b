// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

namespace opal {

/// What people read for a value of a parameter of kind Choice, translated: "Pre-training" for `soft` of
/// `stages`. Numbers and values that no table row names are given back as they are.
QString choiceText(const std::string& key, const std::string& value);

} // namespace opal
