// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/runbundle.h"

#include <cmath>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtEndian>

#include "core/base/error.h"
#include "core/base/notanumber.h"
#include "core/data/atomicfile.h"
#include "core/jobs/ownmodels.h"
#include "core/store/diversitystore.h"
#include "core/store/runcodec.h"
#include "core/store/runstore.h"
#include "core/training/trainer.h"

namespace opal {

namespace {

using Json = nlohmann::json;

constexpr char magic[] = "OPALRUN";
constexpr int formatVersion = 1;
constexpr std::int64_t chunkSteps = 4096;
constexpr qint64 blockBytes = 1 << 20;
constexpr std::uint64_t largestManifest = std::uint64_t { 1 } << 30;

[[noreturn]] void refuse(const QString& file, const std::string& reason)
{
    throw Error(ErrorCode::InvalidData,
                "the run bundle '" + file.toStdString() + "' cannot be used: " + reason);
}

[[noreturn]] void cannotWrite(const QString& file, const QString& reason)
{
    throw Error(ErrorCode::CannotWrite,
                "'" + file.toStdString() + "' cannot be written: " + reason.toStdString());
}

Json recordJson(const RunRecord& run)
{
    return { { "id", run.id },
             { "name", run.name },
             { "model", run.model },
             { "dataset_name", run.datasetName },
             { "dataset_hash", run.datasetHash },
             { "dataset_path", run.datasetPath },
             { "state", runStateName(run.state) },
             { "created_ms", run.createdMs },
             { "finished_ms", run.finishedMs },
             { "seconds", run.seconds },
             { "params", encodeParams(run.params) },
             { "changes", encodeChanges(run.changes) },
             { "seed", run.seed },
             { "threads", run.threads },
             { "device", run.device },
             { "app_version", run.appVersion },
             { "stage", run.stage },
             { "step", run.step },
             { "best", encodeBest(run.bestEpoch, run.bestMetric) },
             { "test", run.test ? Json(encodeMetrics(*run.test)) : Json() },
             { "agreement", run.agreement ? Json(encodeAgreement({ run.step, *run.agreement })) : Json() },
             { "tags", encodeList(run.tags) },
             { "note", run.note },
             { "star", run.star },
             { "error", run.error } };
}

RunRecord recordOf(const Json& json)
{
    RunRecord run;
    run.id = json.value("id", std::string());
    run.name = json.at("name").get<std::string>();
    run.model = json.at("model").get<std::string>();
    run.datasetName = json.at("dataset_name").get<std::string>();
    run.datasetHash = json.at("dataset_hash").get<std::string>();
    run.datasetPath = json.at("dataset_path").get<std::string>();
    run.state = runStateFromName(json.at("state").get<std::string>());
    run.createdMs = json.at("created_ms").get<std::int64_t>();
    run.finishedMs = json.at("finished_ms").get<std::int64_t>();
    run.seconds = json.at("seconds").get<double>();
    run.params = decodeParams(json.at("params").get<std::string>());
    run.changes = decodeChanges(json.value("changes", std::string("[]"))); // absent before they existed
    run.seed = json.at("seed").get<std::uint64_t>();
    run.threads = json.at("threads").get<int>();
    run.device = json.at("device").get<std::string>();
    run.appVersion = json.at("app_version").get<std::string>();
    run.stage = json.at("stage").get<std::string>();
    run.step = json.at("step").get<std::int64_t>();
    decodeBest(json.at("best").get<std::string>(), run.bestEpoch, run.bestMetric);
    if (!json.at("test").is_null())
        run.test = decodeMetrics(json.at("test").get<std::string>());
    if (json.contains("agreement") && !json.at("agreement").is_null()) // absent before they existed
        run.agreement = decodeAgreement(json.at("agreement").get<std::string>()).agreement;
    run.tags = decodeList(json.at("tags").get<std::string>());
    run.note = json.at("note").get<std::string>();
    run.star = json.at("star").get<bool>();
    run.error = json.at("error").get<std::string>();
    return run;
}

Json curvesJson(const RunCurves& curves)
{
    Json steps = Json::array();
    for (const StepChunk& chunk : makeChunks(curves.steps, chunkSteps))
        steps.push_back({ { "stage", chunk.stage },
                          { "terms", chunk.terms },
                          { "first", chunk.firstStep },
                          { "last", chunk.lastStep },
                          { "count", chunk.count },
                          { "data", chunk.data.toBase64().toStdString() } });
    Json evaluations = Json::array();
    for (const EvaluationReport& report : curves.evaluations)
        evaluations.push_back({ { "stage", report.stage },
                                { "epoch", report.epoch },
                                { "step", report.step },
                                { "metrics", encodeMetrics(report.metrics) },
                                { "best", report.best },
                                { "bad", report.bad },
                                { "patience", report.patience } });
    Json events = Json::array();
    for (const RunEvent& event : curves.events)
        events.push_back({ { "kind", event.kind },
                           { "stage", event.stage },
                           { "step", event.step },
                           { "detail", event.detail },
                           { "time_ms", event.timeMs } });
    return { { "steps", std::move(steps) },
             { "evaluations", std::move(evaluations) },
             { "events", std::move(events) } };
}

RunCurves curvesOf(const Json& json)
{
    RunCurves curves;
    for (const Json& stored : json.at("steps")) {
        StepChunk chunk;
        chunk.stage = stored.at("stage").get<std::string>();
        chunk.terms = stored.at("terms").get<std::vector<std::string>>();
        chunk.firstStep = stored.at("first").get<std::int64_t>();
        chunk.lastStep = stored.at("last").get<std::int64_t>();
        chunk.count = stored.at("count").get<std::int64_t>();
        chunk.data = QByteArray::fromBase64(QByteArray::fromStdString(stored.at("data").get<std::string>()));
        unpackChunk(chunk, -1, std::numeric_limits<std::int64_t>::max(), curves.steps);
    }
    for (const Json& stored : json.at("evaluations")) {
        EvaluationReport report;
        report.stage = stored.at("stage").get<std::string>();
        report.epoch = stored.at("epoch").get<std::int64_t>();
        report.step = stored.at("step").get<std::int64_t>();
        report.metrics = decodeMetrics(stored.at("metrics").get<std::string>());
        report.best = stored.at("best").get<bool>();
        report.bad = stored.at("bad").get<int>();
        report.patience = stored.at("patience").get<int>();
        curves.evaluations.push_back(std::move(report));
    }
    for (const Json& stored : json.at("events"))
        curves.events.push_back({ stored.at("kind").get<std::string>(), stored.at("stage").get<std::string>(),
                                  stored.at("step").get<std::int64_t>(),
                                  stored.at("detail").get<std::string>(),
                                  stored.at("time_ms").get<std::int64_t>() });
    return curves;
}

/// A value that is not a number is left out.
Json diversityJson(const std::vector<RunDiversity>& rows)
{
    Json all = Json::array();
    for (const RunDiversity& row : rows) {
        Json one { { "k", row.k },
                   { "shift", row.shift },
                   { "minimum_count", row.minimumCount },
                   { "users", row.users } };
        for (const DiversityValue& value : diversityValues)
            if (std::isfinite(row.*value.member))
                one[value.key] = row.*value.member;
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<RunDiversity> diversityOf(const Json& json)
{
    std::vector<RunDiversity> rows;
    for (const Json& one : json) {
        RunDiversity& row = rows.emplace_back();
        row.k = one.at("k").get<int>();
        row.shift = one.at("shift").get<double>();
        row.minimumCount = one.at("minimum_count").get<std::int64_t>();
        row.users = one.at("users").get<std::int64_t>();
        for (const DiversityValue& value : diversityValues)
            row.*value.member = one.value(value.key, notANumber);
    }
    return rows;
}

/// Adds up what several files have brought.
struct Tally
{
    const BundleProgress& progress;
    std::int64_t total = 0;
    std::int64_t done = 0;

    void add(std::int64_t bytes)
    {
        done += bytes;
        if (progress)
            progress(done, total);
    }
};

/// Takes what is copied.
using Sink = std::function<void(const QByteArray&)>;

/// Copies `bytes` bytes and returns their SHA-256 in hexadecimal digits.
QByteArray copyHashed(QIODevice& source, const Sink& sink, qint64 bytes, Tally& tally)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (bytes > 0) {
        const QByteArray block = source.read(std::min(bytes, blockBytes));
        if (block.isEmpty())
            throw Error(ErrorCode::CannotRead, "a checkpoint or bundle ended early or could not be read");
        hash.addData(block);
        sink(block);
        bytes -= block.size();
        tally.add(block.size());
    }
    return hash.result().toHex();
}

/// A plain file name; anything else could leave the run's folder.
bool isPlainName(const std::string& name)
{
    return !name.empty() && name.size() < 128 && name.front() != '.'
        && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
        == std::string::npos;
}

Json readManifest(QFile& stream, const QString& file)
{
    const QByteArray head = stream.read(16);
    if (head.size() < 16 || !head.startsWith(magic))
        refuse(file, "it is not a bundle of 'opal runs export'");
    if (head.at(7) != '0' + formatVersion)
        throw Error(ErrorCode::NewerVersion,
                    "the run bundle '" + file.toStdString() + "' has format " + std::string(1, head.at(7))
                        + ", this release reads format " + std::to_string(formatVersion));
    const auto length = qFromLittleEndian<quint64>(head.constData() + 8);
    if (length > largestManifest || length > static_cast<quint64>(stream.size() - 16))
        refuse(file, "it is truncated or damaged");
    Json manifest = Json::parse(stream.read(static_cast<qint64>(length)).toStdString(), nullptr, false);
    if (!manifest.is_object())
        refuse(file, "its manifest is damaged");
    return manifest;
}

void unpackFiles(QFile& stream, const Json& files, const QDir& folder, const QString& file,
                 const BundleProgress& progress)
{
    Tally tally { progress, stream.size() - stream.pos() };
    for (const Json& entry : files) {
        const auto name = entry.at("name").get<std::string>();
        const auto bytes = entry.at("bytes").get<std::int64_t>();
        if (!isPlainName(name) || bytes < 0 || bytes > stream.size() - stream.pos())
            refuse(file, "the entry '" + name + "' is damaged");
        QFile target(folder.filePath(QString::fromStdString(name)));
        if (!target.open(QIODevice::WriteOnly | QIODevice::NewOnly))
            cannotWrite(target.fileName(), target.errorString());
        const auto write = [&target](const QByteArray& block) {
            if (target.write(block) != block.size())
                cannotWrite(target.fileName(), target.errorString());
        };
        if (copyHashed(stream, write, bytes, tally).toStdString() != entry.at("sha256").get<std::string>())
            refuse(file, "the content of '" + name + "' does not match its checksum");
        if (!target.flush())
            cannotWrite(target.fileName(), target.errorString());
    }
    if (!stream.atEnd())
        refuse(file, "it is longer than its manifest says");
}

/// Names the training that a bundle holds, and how far it had come: what people write on a run is no part of
/// it.
std::string identityOf(const Json& manifest)
{
    const Json& run = manifest.at("run");
    Json identity = Json::array();
    for (const char* key : { "id", "created_ms", "model", "dataset_hash", "params", "seed", "state", "step" })
        identity.push_back(run.value(key, Json()));
    for (const Json& entry : manifest.at("files"))
        identity.push_back({ entry.at("name"), entry.at("sha256") });
    const std::string text = identity.dump(-1, ' ', false, Json::error_handler_t::replace);
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

/// The manifest; the stream then stands at the first file.
Json openBundle(QFile& stream)
{
    const QString file = stream.fileName();
    if (!stream.exists())
        throw Error(ErrorCode::InvalidData,
                    "the run bundle '" + file.toStdString() + "' does not exist; check the path");
    if (!stream.open(QIODevice::ReadOnly))
        throw Error(ErrorCode::CannotRead, "the run bundle '" + file.toStdString() + "' cannot be read");
    return readManifest(stream, file);
}

/// What `read` makes of a manifest, whose faults are the bundle's.
template <typename Read> auto checked(const QString& file, Read read)
{
    try {
        return read();
    } catch (const Json::exception& failure) {
        refuse(file, std::string("its manifest is damaged: ") + failure.what());
    } catch (const Error& error) {
        // The codecs of the store blame the database.
        if (error.code() != ErrorCode::Database && error.code() != ErrorCode::CannotRead)
            throw;
        refuse(file, error.detail());
    }
}

struct Checkpoints
{
    QStringList usable;
    std::vector<std::string> missing; ///< what should be there and is not usable, and why
};

/// The file that an ended or paused run cannot be looked at or resumed without; empty if it has none yet.
QString neededCheckpoint(const RunRecord& run, const RunCurves& curves, BundleFiles wanted)
{
    if (run.state == RunState::Finished || run.state == RunState::Stopped)
        return QStringLiteral("final.safetensors");
    if (wanted == BundleFiles::Weights)
        return {};
    // Every evaluation is followed by a checkpoint.
    return run.state == RunState::Paused || !curves.evaluations.empty() ? QStringLiteral("last.safetensors")
                                                                        : QString();
}

Checkpoints usableCheckpoints(const RunRecord& run, const RunCurves& curves, const QDir& folder,
                              BundleFiles wanted)
{
    Checkpoints found;
    if (wanted == BundleFiles::None)
        return found;
    if (folder.exists() && !folder.isReadable())
        throw Error(ErrorCode::CannotRead,
                    "the folder '" + folder.path().toStdString()
                        + "' of the run cannot be read; check its permissions.");
    // An added model's file and its description go along: without them the weights say nothing.
    QStringList names = folder.entryList(
        { QStringLiteral("*.safetensors"), QStringLiteral("model.pt"), QStringLiteral("model.json") },
        QDir::Files, QDir::Name);
    if (wanted == BundleFiles::Weights)
        names.removeOne(QStringLiteral("last.safetensors"));
    static const QRegularExpression ours(QStringLiteral("^(final|last|best_.*)\\.safetensors$"));
    for (const QString& name : names) {
        try {
            if (ours.match(name).hasMatch())
                verifyCheckpoint(folder.filePath(name).toStdString());
            found.usable << name;
        } catch (const Error& error) {
            // A training that goes on replaces its files.
            if (error.code() != ErrorCode::NotFound)
                found.missing.push_back(error.detail());
        }
    }
    if (hasScript(run) && !names.contains(QStringLiteral("model.pt")))
        found.missing.push_back("the model file 'model.pt' is missing in '" + folder.path().toStdString()
                                + "'");
    if (const QString needed = neededCheckpoint(run, curves, wanted);
        !needed.isEmpty() && !names.contains(needed))
        found.missing.push_back("there is no '" + folder.filePath(needed).toStdString() + "'");
    return found;
}

std::string sentence(const std::vector<std::string>& reasons)
{
    std::string text;
    for (const std::string& reason : reasons)
        text += (text.empty() ? "" : "; ") + reason;
    return text;
}

std::string addRun(RunStore& store, const RunRecord& bundled, const RunCurves& curves)
{
    RunRecord run = bundled;
    // A bundle of a running training is a snapshot that nobody continues to write.
    if (run.state == RunState::Running || run.state == RunState::Queued)
        run.state = RunState::Interrupted;
    run.imported = true;
    run.id = store.createRun(run);
    store.beginSegment(run.id, 0);
    store.append(run.id, curves.steps, curves.evaluations, curves.events);
    store.updateRun(run);
    return run.id;
}

} // namespace

std::vector<std::string> exportRunBundle(RunStore& store, const WorkspacePaths& paths, const std::string& run,
                                         const QString& file, const BundleProgress& progress,
                                         BundleContent content, BundleFiles wanted)
{
    const RunRecord record = store.run(run);
    const QDir folder(paths.runFolder(QString::fromStdString(record.id)));
    const RunCurves curves = store.curves(record.id);
    const auto [names, missing] = usableCheckpoints(record, curves, folder, wanted);
    if (!missing.empty() && content == BundleContent::Complete)
        throw Error(ErrorCode::InvalidCheckpoint,
                    "run '" + record.id + "' cannot be exported whole: " + sentence(missing)
                        + ". 'opal runs export --incomplete' writes what is there.");
    Json files = Json::array();
    Tally tally { progress };
    for (const QString& name : names)
        tally.total += 2 * QFileInfo(folder.filePath(name)).size(); // read for the checksum, then copied
    for (const QString& name : names) {
        QFile source(folder.filePath(name));
        if (!source.open(QIODevice::ReadOnly))
            throw Error(ErrorCode::CannotRead, "'" + source.fileName().toStdString() + "' cannot be read");
        const qint64 bytes = source.size();
        const auto onlyHash = [](const QByteArray&) {};
        files.push_back({ { "name", name.toStdString() },
                          { "bytes", bytes },
                          { "sha256", copyHashed(source, onlyHash, bytes, tally).toStdString() } });
    }
    const Json manifest { { "run", recordJson(record) },
                          { "curves", curvesJson(curves) },
                          { "diversity", diversityJson(DiversityStore(store).rowsOf(record.id)) },
                          { "files", files } };
    const std::string text = manifest.dump(-1, ' ', false, Json::error_handler_t::replace);

    AtomicFile target(file.toStdString());
    QByteArray head(magic);
    head.append(static_cast<char>('0' + formatVersion));
    head.resize(16);
    qToLittleEndian<quint64>(text.size(), head.data() + 8);
    target.write({ head.constData(), static_cast<std::size_t>(head.size()) });
    target.write(text);
    const auto write = [&target](const QByteArray& block) {
        target.write({ block.constData(), static_cast<std::size_t>(block.size()) });
    };
    for (const Json& entry : files) {
        QFile source(folder.filePath(QString::fromStdString(entry.at("name").get<std::string>())));
        if (!source.open(QIODevice::ReadOnly)
            || copyHashed(source, write, entry.at("bytes").get<qint64>(), tally).toStdString()
                != entry.at("sha256"))
            throw Error(ErrorCode::CannotRead,
                        "'" + source.fileName().toStdString()
                            + "' changed while it was exported; pause or finish the run and export it again");
    }
    target.commit();
    return missing;
}

std::string importRunBundle(RunStore& store, const WorkspacePaths& paths, const QString& file,
                            const BundleProgress& progress)
{
    QFile stream(file);
    const Json manifest = openBundle(stream);
    RunRecord record = checked(file, [&] {
        RunRecord run = recordOf(manifest.at("run"));
        run.bundle = identityOf(manifest);
        return run;
    });
    const QDir runs(QFileInfo(paths.runFolder(QStringLiteral("x"))).path());
    QTemporaryDir unpacked(runs.filePath(QStringLiteral(".import-XXXXXX")));
    if (!runs.mkpath(QStringLiteral(".")) || !unpacked.isValid())
        cannotWrite(runs.path(), unpacked.errorString());
    const auto [curves, diversity] = checked(file, [&] {
        unpackFiles(stream, manifest.at("files"), QDir(unpacked.path()), file, progress);
        return std::pair {
            curvesOf(manifest.at("curves")), diversityOf(manifest.value("diversity", Json::array()))
        }; // absent in older bundles
    });
    if (const auto known = store.runOfBundle(record.bundle)) {
        store.setArchived(*known, false);
        return *known;
    }
    std::string id = addRun(store, record, curves);
    for (RunDiversity row : diversity) {
        row.run = id;
        row.step = record.step;
        DiversityStore(store).save(row);
    }
    const QString target = paths.runFolder(QString::fromStdString(id));
    QDir(target).removeRecursively();
    if (!QDir().rename(unpacked.path(), target)) {
        record.id = id;
        record.state = RunState::Failed;
        record.error = "the checkpoints could not be moved into the workspace";
        store.updateRun(record);
        cannotWrite(target, QStringLiteral("the folder could not be renamed"));
    }
    unpacked.setAutoRemove(false);
    return id;
}

BundledRun readRunBundle(const QString& file)
{
    QFile stream(file);
    const Json manifest = openBundle(stream);
    return checked(file, [&] {
        return BundledRun { recordOf(manifest.at("run")), curvesOf(manifest.at("curves")) };
    });
}

} // namespace opal
