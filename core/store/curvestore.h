// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/results/trainingcurve.h"

namespace opal {

class Database;

/// The tables of segments, steps, evaluations and events of a run, for RunStore. Writers expect an open
/// Transaction; everything throws as Query does.

/// Which steps of each segment still count: those up to the step from which a later segment started over.
std::vector<std::int64_t> segmentLimits(const Database& database, const std::string& id);
/// Last step of a segment that still counts.
std::int64_t limitOf(const std::vector<std::int64_t>& limits, std::int64_t segment);
/// Number of the run's last segment; 0 if there is none.
std::int64_t lastSegment(const Database& database, const std::string& id);
void insertSegment(const Database& database, const std::string& id, std::int64_t number,
                   std::int64_t fromStep);

std::vector<StepReport> readSteps(const Database& database, const std::string& id,
                                  const std::vector<std::int64_t>& limits, std::int64_t afterStep);
std::vector<EvaluationReport> readEvaluations(const Database& database, const std::string& id,
                                              const std::vector<std::int64_t>& limits,
                                              std::int64_t afterStep);
std::vector<RunEvent> readEvents(const Database& database, const std::string& id, std::int64_t afterStep);

/// Adds `steps` to the last blob of the segment while it has room, then makes new ones.
void writeSteps(const Database& database, const std::string& id, std::int64_t segment,
                const std::vector<StepReport>& steps);
void writeEvaluations(const Database& database, const std::string& id, std::int64_t segment,
                      const std::vector<EvaluationReport>& evaluations);
void writeEvents(const Database& database, const std::string& id, std::int64_t segment,
                 const std::vector<RunEvent>& events);

/// Enters the best epochs and validation metrics that `evaluations` report, by stage.
void noteBest(const std::vector<EvaluationReport>& evaluations, std::map<std::string, std::int64_t>& epochs,
              std::map<std::string, double>& metrics);

} // namespace opal
