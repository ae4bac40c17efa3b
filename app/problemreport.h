// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace opal {

/// Gathers what helps to understand a problem into one readable text: versions, devices, settings, the last
/// errors and the log. Data, runs, user ids and the name of the home folder are left out. Reads files: call
/// it in the background.
QString problemReport(const QString& workspaceRoot, const QStringList& lastErrors);

/// Writes the report; the file appears complete or not at all. Throws Error{CannotWrite}.
void saveProblemReport(const QString& workspaceRoot, const QStringList& lastErrors, const QString& file);

} // namespace opal
