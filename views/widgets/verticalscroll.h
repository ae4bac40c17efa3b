// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace opal {

/// A frameless area in `parent` that scrolls `content` up and down, never sideways, and lets the panel's
/// ground show through. `content` follows its width.
QScrollArea* makeVerticalScroll(QWidget* content, QWidget* parent);

} // namespace opal
