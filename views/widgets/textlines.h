// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QStringList>

namespace opal {

/// `words` on at most `most` lines of `width` pixels, broken at words, or within one that is longer than a
/// line; line breaks in it stay. What does not fit is cut with an ellipsis at the end of the last line.
QStringList textLines(const QString& words, const QFont& font, double width, int most);

} // namespace opal
