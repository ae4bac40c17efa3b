// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace opal {

/// Writes a whole file as AtomicFile does: whatever was there stays until all is written. Throws
/// Error{CannotWrite}.
void saveFile(const QString& file, const QByteArray& content);

} // namespace opal
