// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <QByteArray>

#include "core/results/runrecord.h"
#include "core/results/sweep.h"
#include "core/results/trainingcurve.h"

namespace opal {

/// Texts and blobs of the run store. Decoders throw Error{Database} on malformed content.

std::string encodeParams(const std::map<std::string, std::string>& params);
std::map<std::string, std::string> decodeParams(const std::string& text);

std::string encodeChanges(const std::vector<ParamChange>& changes);
std::vector<ParamChange> decodeChanges(const std::string& text);

std::string encodeSweepRequest(const SweepRequest& request);
SweepRequest decodeSweepRequest(const std::string& text);

std::string encodeList(const std::vector<std::string>& list);
std::vector<std::string> decodeList(const std::string& text);

std::string encodeMetrics(const MetricSet& metrics);
MetricSet decodeMetrics(const std::string& text);

/// An agreement and the step of the run at which it was measured.
struct StepAgreement
{
    std::int64_t step = 0;
    Agreement agreement;
};

std::string encodeAgreement(const StepAgreement& measured);
StepAgreement decodeAgreement(const std::string& text);

/// Best epoch and validation metric by stage.
std::string encodeBest(const std::map<std::string, std::int64_t>& epochs,
                       const std::map<std::string, double>& metrics);
void decodeBest(const std::string& text, std::map<std::string, std::int64_t>& epochs,
                std::map<std::string, double>& metrics);

/// Recall at 200, or at the largest cut-off there is; NaN without any.
double selectionMetric(const MetricSet& metrics);

/// Consecutive steps with the same stage and the same terms.
struct StepChunk
{
    std::string stage;
    std::vector<std::string> terms; ///< names, in order
    std::int64_t firstStep = 0;
    std::int64_t lastStep = 0;
    std::int64_t count = 0;
    QByteArray data; ///< [count][2 + terms] little-endian: step (int64), learning rate, terms (double)

    bool accepts(const StepReport& report) const;
    void append(const StepReport& report);
};

/// Cuts `steps` into chunks of at most `maximumCount` rows.
std::vector<StepChunk> makeChunks(const std::vector<StepReport>& steps, std::int64_t maximumCount);

/// Appends the rows with afterStep < step <= untilStep to `steps`.
void unpackChunk(const StepChunk& chunk, std::int64_t afterStep, std::int64_t untilStep,
                 std::vector<StepReport>& steps);

} // namespace opal
