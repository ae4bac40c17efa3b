// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace opal {

/// Names of the studies that come with the program (resources/studies): finished runs without weights.
QStringList sampleStudies();

/// Unpacks a study into a workspace of its own beside the user's data, unless it is there already, and
/// returns the folder. Notes and tags that were added to it stay. A newer release's study gets another
/// folder. Throws Error{NotFound} for an unknown name, Error{CannotWrite}.
QString studyWorkspace(const QString& name);

} // namespace opal
