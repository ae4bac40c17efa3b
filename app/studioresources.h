// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace opal {

/// ":/" + `path`: a page or picture of the guide, a study or a cover's glyph. The window alone carries these
/// megabytes.
QString studioResource(const QString& path);

} // namespace opal
