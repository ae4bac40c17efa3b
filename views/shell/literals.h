// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace opal {

using namespace Qt::Literals::StringLiterals; // u"text"_s is a QString

} // namespace opal
