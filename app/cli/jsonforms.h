// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "core/jobs/jobs.h"
#include "core/results/agreement.h"
#include "core/results/datasetsummary.h"
#include "core/results/rankingmetrics.h"
#include "core/results/recalllist.h"
#include "core/results/runrecord.h"
#include "core/results/trainingcurve.h"

namespace opal {

/// JSON forms of the result structs, as the command line documents them.

/// The data-set card.
Json datasetJson(const DatasetSummary& summary, const QString& path);
/// Rows, kept, duplicates, dropped, rejected with reasons and the first 20 rejects, notes; fields are added
/// to `line`.
void addImportReport(Json& line, const ImportReport& report);
/// users, recall, hit_rate, ndcg and whatever else was measured, each {"K": value}.
Json metricsJson(const MetricSet& metrics);
/// The same for people: a row a length, a column a metric that was measured.
void printMetrics(Output& output, const MetricSet& metrics);
/// How far hyper-categories agree with what is known of the items; null if nothing is known.
Json agreementJson(const std::optional<Agreement>& agreement);
/// The `evaluation` event of a training.
Json evaluationJson(const EvaluationReport& report);
/// A run of the store with typed parameters.
Json runJson(const RunRecord& run);
/// One user's history, interests and recall lists.
Json explorationJson(const UserExploration& exploration);

/// Unix milliseconds as "2022-05-06T12:34:56Z".
std::string isoTime(std::int64_t timeMs);

/// null where JSON has no number: not a number, infinite.
Json numberOrNull(double value);

} // namespace opal
