// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include <QString>

#include "core/results/runrecord.h"
#include "core/results/sweep.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/panelcontext.h"

class QObject;

namespace opal {

/// A sweep that has just been begun or gone on with.
struct StartedSweep
{
    QString id;
    QString name;
    int points = 0;
    int toTrain = 0; ///< points that no finished run answers
};

/// Stores the sweep over a data-set file, or finds the one with the same points, and puts its training into
/// the queue unless it is there already. The answer arrives in the GUI thread, unless `context` is gone.
void startSweep(QObject* context, const PanelContext& panel, SweepRequest request, const QString& datasetFile,
                std::function<void(const StartedSweep&)> done, const BackgroundQueries::Failed& failed);

/// The same for a sweep that is stored: it is no longer paused; with `retry` its failed points wait again.
void continueSweep(QObject* context, const PanelContext& panel, const std::string& sweep, bool retry,
                   std::function<void(const StartedSweep&)> done, const BackgroundQueries::Failed& failed);

/// Starts the sweep of a run of the whole OPAL model and its six ablations (results/ablations.h), with the
/// run's parameters as they are now, over its data. `failed` gets Error{InvalidArgument} for any other run.
void makeAblations(QObject* context, const PanelContext& panel, const std::string& run,
                   std::function<void(const StartedSweep&)> done, const BackgroundQueries::Failed& failed);

/// True if makeAblations() can work on the run.
bool hasAblations(const RunRecord& run);

} // namespace opal
