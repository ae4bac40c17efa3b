// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

namespace opal {

class RunStore;

/// A study: finished runs and their sweeps in one file, without weights. It is a run store of its own, so
/// whoever opens it sees curves, hyper-categories, sweeps and tables, but nothing that needs the model.

/// Writes the given runs (ids) of `store` as a study. What only means something on this machine stays behind:
/// folders, processes, the look of tables, presets, cases. The runs become imported ones, which are neither
/// renamed nor resumed. The file appears complete or not at all. Not for the GUI thread. Throws
/// Error{InvalidArgument} for no run or one that has not finished, Error{NotFound, CannotWrite, Database}.
void exportStudy(const RunStore& store, const std::vector<std::string>& runs, const QString& file);

/// The workspace of a study: `folder`, where the study is copied to unless an earlier call did. Not for the
/// GUI thread while a window is open. Throws Error{CannotRead} if there is no such study,
/// Error{CannotWrite}.
void unpackStudy(const QString& study, const QString& folder);

} // namespace opal
