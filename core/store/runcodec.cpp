// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/runcodec.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include <QtEndian>

#include "core/base/error.h"
#include "core/base/notanumber.h"

namespace opal {

namespace {

using Json = nlohmann::json;

/// Names and notes are typed by people and file names may be in any encoding: bad bytes are replaced, never
/// refused.
std::string dump(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Runs `read` on the parsed text; whatever is wrong with it becomes one clear error.
template <typename Function> auto parse(const std::string& text, Function read)
{
    try {
        return read(Json::parse(text));
    } catch (const Json::exception& error) {
        throw Error(ErrorCode::Database,
                    "the run store holds a malformed value '" + text.substr(0, 60) + "' (" + error.what()
                        + "); restore it from a copy.");
    }
}

/// JSON has no NaN: it is written as null.
double number(const Json& json)
{
    return json.is_null() ? notANumber : json.get<double>();
}

Json byCutoff(const std::map<int, double>& values)
{
    Json json = Json::object();
    for (const auto& [cutoff, value] : values)
        json[std::to_string(cutoff)] = value;
    return json;
}

std::map<int, double> readByCutoff(const Json& json)
{
    std::map<int, double> values;
    for (const auto& [cutoff, value] : json.items())
        values[std::atoi(cutoff.c_str())] = number(value);
    return values;
}

constexpr std::pair<const char*, ShuffledMeasure Agreement::*> agreementTable[] {
    { "ami", &Agreement::ami },
    { "nmi", &Agreement::nmi },
    { "purity", &Agreement::purity },
};

void put(QByteArray& data, std::uint64_t bits)
{
    const std::uint64_t little = qToLittleEndian(bits);
    data.append(reinterpret_cast<const char*>(&little), sizeof little);
}

std::uint64_t take(const char* at)
{
    return qFromLittleEndian<std::uint64_t>(at);
}

} // namespace

std::string encodeParams(const std::map<std::string, std::string>& params)
{
    return dump(Json(params));
}

std::map<std::string, std::string> decodeParams(const std::string& text)
{
    return parse(text, [](const Json& json) { return json.get<std::map<std::string, std::string>>(); });
}

std::string encodeSweepRequest(const SweepRequest& request)
{
    Json axes = Json::array();
    for (const SweepAxis& axis : request.axes)
        axes.push_back({ { "key", axis.key }, { "values", axis.values } });
    return dump({ { "name", request.name },
                  { "models", request.models },
                  { "params", request.params },
                  { "axes", axes },
                  { "seeds", request.seeds },
                  { "ablations", request.ablations },
                  { "budget", request.fairBudget } });
}

SweepRequest decodeSweepRequest(const std::string& text)
{
    return parse(text, [](const Json& json) {
        SweepRequest request;
        request.name = json.at("name");
        request.models = json.at("models").get<std::vector<std::string>>();
        request.params = json.at("params").get<std::map<std::string, std::string>>();
        for (const Json& axis : json.at("axes"))
            request.axes.push_back({ axis.at("key"), axis.at("values").get<std::vector<std::string>>() });
        request.seeds = json.at("seeds").get<std::vector<std::uint64_t>>();
        request.ablations = json.at("ablations");
        request.fairBudget = json.at("budget");
        return request;
    });
}

std::string encodeChanges(const std::vector<ParamChange>& changes)
{
    Json json = Json::array();
    for (const ParamChange& change : changes)
        json.push_back({ { "step", change.step },
                         { "key", change.key },
                         { "before", change.before },
                         { "after", change.after },
                         { "time_ms", change.timeMs } });
    return dump(json);
}

std::vector<ParamChange> decodeChanges(const std::string& text)
{
    return parse(text, [](const Json& json) {
        std::vector<ParamChange> changes;
        for (const Json& change : json)
            changes.push_back({ change.at("step").get<std::int64_t>(), change.at("key").get<std::string>(),
                                change.at("before").get<std::string>(), change.at("after").get<std::string>(),
                                change.at("time_ms").get<std::int64_t>() });
        return changes;
    });
}

std::string encodeList(const std::vector<std::string>& list)
{
    return dump(Json(list));
}

std::vector<std::string> decodeList(const std::string& text)
{
    return parse(text, [](const Json& json) { return json.get<std::vector<std::string>>(); });
}

std::string encodeMetrics(const MetricSet& metrics)
{
    Json json { { "users", metrics.users },
                { "skipped_users", metrics.skippedUsers },
                { "users_with_repeats", metrics.usersWithRepeats },
                { "seconds", metrics.seconds } };
    for (const auto& [metric, values] : metrics.values)
        if (!values.empty())
            json[metric] = byCutoff(values);
    if (!metrics.interestShare.empty())
        json["interest_share"] = metrics.interestShare;
    return dump(json);
}

MetricSet decodeMetrics(const std::string& text)
{
    return parse(text, [](const Json& json) {
        MetricSet metrics;
        metrics.users = json.value("users", std::int64_t { 0 });
        metrics.skippedUsers = json.value("skipped_users", std::int64_t { 0 });
        metrics.usersWithRepeats = json.value("users_with_repeats", std::int64_t { 0 });
        metrics.seconds = json.value("seconds", 0.0);
        // Whatever has values by cut-off is a metric, of this release or of another.
        for (const auto& [key, values] : json.items())
            if (values.is_object())
                metrics.values[key] = readByCutoff(values);
        if (json.contains("interest_share"))
            for (const Json& share : json.at("interest_share"))
                metrics.interestShare.push_back(number(share));
        return metrics;
    });
}

std::string encodeAgreement(const StepAgreement& measured)
{
    const Agreement& agreement = measured.agreement;
    Json json { { "step", measured.step }, { "with", agreement.with }, { "items", agreement.items } };
    for (const auto& [key, member] : agreementTable) {
        const ShuffledMeasure& measure = agreement.*member;
        json[key]
            = { measure.value, measure.shuffledMean, measure.shuffledDeviation, measure.low, measure.high };
    }
    return dump(json);
}

StepAgreement decodeAgreement(const std::string& text)
{
    return parse(text, [](const Json& json) {
        StepAgreement measured;
        measured.step = json.at("step").get<std::int64_t>();
        measured.agreement.with = json.at("with").get<std::string>();
        measured.agreement.items = json.at("items").get<std::int64_t>();
        for (const auto& [key, member] : agreementTable) {
            const Json& values = json.at(key);
            measured.agreement.*member = { number(values.at(0)), number(values.at(1)), number(values.at(2)),
                                           number(values.at(3)), number(values.at(4)) };
        }
        return measured;
    });
}

std::string encodeBest(const std::map<std::string, std::int64_t>& epochs,
                       const std::map<std::string, double>& metrics)
{
    Json json = Json::object();
    for (const auto& [stage, epoch] : epochs)
        json[stage]["epoch"] = epoch;
    for (const auto& [stage, metric] : metrics)
        json[stage]["metric"] = metric;
    return dump(json);
}

void decodeBest(const std::string& text, std::map<std::string, std::int64_t>& epochs,
                std::map<std::string, double>& metrics)
{
    parse(text, [&](const Json& json) {
        for (const auto& [stage, best] : json.items()) {
            if (best.contains("epoch"))
                epochs[stage] = best.at("epoch").get<std::int64_t>();
            if (best.contains("metric"))
                metrics[stage] = number(best.at("metric"));
        }
        return true;
    });
}

double selectionMetric(const MetricSet& metrics)
{
    const std::map<int, double>& recall = metrics.of("recall");
    if (const auto found = recall.find(200); found != recall.end())
        return found->second;
    return recall.empty() ? notANumber : recall.rbegin()->second;
}

bool StepChunk::accepts(const StepReport& report) const
{
    return report.stage == stage && report.step > lastStep
        && std::equal(terms.begin(), terms.end(), report.terms.begin(), report.terms.end(),
                      [](const std::string& name, const auto& term) { return name == term.first; });
}

void StepChunk::append(const StepReport& report)
{
    if (count == 0)
        firstStep = report.step;
    lastStep = report.step;
    ++count;
    put(data, static_cast<std::uint64_t>(report.step));
    put(data, std::bit_cast<std::uint64_t>(report.learningRate));
    for (const auto& [name, value] : report.terms)
        put(data, std::bit_cast<std::uint64_t>(value));
}

std::vector<StepChunk> makeChunks(const std::vector<StepReport>& steps, std::int64_t maximumCount)
{
    std::vector<StepChunk> chunks;
    for (const StepReport& report : steps) {
        if (chunks.empty() || chunks.back().count >= maximumCount || !chunks.back().accepts(report)) {
            StepChunk& chunk = chunks.emplace_back();
            chunk.stage = report.stage;
            for (const auto& [name, value] : report.terms)
                chunk.terms.push_back(name);
        }
        chunks.back().append(report);
    }
    return chunks;
}

void unpackChunk(const StepChunk& chunk, std::int64_t afterStep, std::int64_t untilStep,
                 std::vector<StepReport>& steps)
{
    const std::size_t columns = 2 + chunk.terms.size();
    const std::size_t rowBytes = columns * sizeof(std::uint64_t);
    if (static_cast<std::size_t>(chunk.data.size()) != rowBytes * static_cast<std::size_t>(chunk.count))
        throw Error(ErrorCode::Database,
                    "the run store holds a curve of the wrong size; restore it from a copy.");
    const char* row = chunk.data.constData();
    for (std::int64_t index = 0; index < chunk.count; ++index, row += rowBytes) {
        const auto step = static_cast<std::int64_t>(take(row));
        if (step <= afterStep || step > untilStep)
            continue;
        StepReport& report = steps.emplace_back();
        report.stage = chunk.stage;
        report.step = step;
        report.learningRate = std::bit_cast<double>(take(row + 8));
        report.terms.reserve(chunk.terms.size());
        for (std::size_t term = 0; term < chunk.terms.size(); ++term)
            report.terms.emplace_back(chunk.terms[term], std::bit_cast<double>(take(row + 16 + 8 * term)));
    }
}

} // namespace opal
