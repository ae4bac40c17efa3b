// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ownmodels.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "core/data/atomicfile.h"
#include "core/jobs/jobs.h"
#include "core/jobs/jobsupport.h"
#include "core/models/externalfile.h"
#include "core/models/modelparams.h"
#include "core/models/registry.h"
#include "core/models/scriptprobe.h"

namespace opal {

namespace {

constexpr qint64 largestScript = qint64 { 1 } << 30;
constexpr rlim_t largestWritten = 1 << 20; ///< a probe writes its manifest and nothing else

/// One SHA-256 a line.
QString trustFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/opal-studio/trusted-models");
}

QList<QByteArray> trustedChecksums()
{
    QFile file(trustFile());
    return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QList<QByteArray>();
}

void setTrusted(const std::string& sha256)
{
    if (isTrusted(sha256))
        return;
    const QString file = trustFile();
    QByteArray text;
    for (const QByteArray& line : trustedChecksums())
        if (!line.isEmpty())
            text += line + '\n';
    text += QByteArray::fromStdString(sha256) + '\n';
    QDir().mkpath(QFileInfo(file).path());
    AtomicFile out(file.toStdString());
    out.write(text.constData(), static_cast<std::uint64_t>(text.size()));
    out.commit();
}

void requireTrusted(const std::string& file, const std::string& sha256, const std::string& name)
{
    if (isTrusted(sha256))
        return;
    throw Error(
        ErrorCode::InvalidArgument,
        "the model file '" + file
            + "' is a program, which would run with your rights, and nobody has said yet that it may; "
              "if you know where it comes from: opal models add '"
            + file + "'" + (name.empty() ? "" : " --name " + name) + " --trust");
}

std::string nameFrom(const AddModelRequest& request)
{
    std::string name = request.name;
    if (name.empty()) {
        for (const char letter : QFileInfo(request.file).completeBaseName().toLower().toStdString())
            name += (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_'
                ? letter
                : '-';
    }
    if (!isModelName(name))
        throw Error(ErrorCode::InvalidArgument,
                    "'" + name
                        + "' cannot be the name of a model; give it one of up to 40 letters a-z, digits, '-' "
                          "and '_' that begins with a letter: --name NAME");
    const auto& table = modelTable();
    if (name == externalModel || name == runScript
        || std::any_of(table.begin(), table.end(),
                       [&name](const ModelInfo& info) { return info.name == name; }))
        throw Error(ErrorCode::InvalidArgument,
                    "'" + name + "' is the name of a model of the program; give it another one: --name NAME");
    return name;
}

/// The program that tries files out: beside this one, also beside the tests of a build tree.
QString probeProgram()
{
    const QDir folder(QCoreApplication::applicationDirPath());
    for (const char* const place : { "opal", "../bin/opal" })
        if (const QString program = folder.filePath(QLatin1String(place)); QFileInfo(program).isExecutable())
            return QDir::cleanPath(program);
    const QString found = QStandardPaths::findExecutable(QStringLiteral("opal"));
    if (found.isEmpty())
        throw Error(ErrorCode::Unsupported,
                    "the program 'opal', which tries a model file out, is not beside this one; install OPAL "
                    "Studio again.");
    return found;
}

/// What a process that ended without an answer died of.
[[noreturn]] void refuseDead(const QProcess& process, const ProbeLimits& limits)
{
    if (process.exitStatus() == QProcess::CrashExit && process.exitCode() == SIGXCPU)
        throw Error(
            ErrorCode::InvalidData,
            "the model file did not end within " + std::to_string(limits.seconds)
                + " seconds of tiny histories; look for a loop that never ends in it, or give it more "
                  "time: --seconds N");
    throw Error(ErrorCode::InvalidData,
                "the model file brought the program down that tried it out (signal or exit code "
                    + std::to_string(process.exitCode())
                    + "); run resources/python/opal_model.py on it to see where.");
}

/// Tries `file` out in a child.
ScriptManifest probe(const QString& file, const std::string& name, const ProbeLimits& limits,
                     JobContext& context)
{
    QTemporaryDir folder;
    if (!folder.isValid())
        throw Error(ErrorCode::CannotWrite, folder.errorString().toStdString());
    const QString answer = folder.filePath(QStringLiteral("answer"));
    QProcess process;
    process.setProgram(probeProgram());
    process.setWorkingDirectory(folder.path()); // where it would write
    process.setArguments({ QStringLiteral("--json"), QStringLiteral("--workspace"), folder.path(),
                           QStringLiteral("models"), QStringLiteral("check"), file, QStringLiteral("--name"),
                           QString::fromStdString(name), QStringLiteral("--seconds"),
                           QString::number(limits.seconds), QStringLiteral("--memory"),
                           QString::number(limits.megabytes), QStringLiteral("--answer"), answer });
    // What the file prints is nobody's business here, and a full pipe would stop it.
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start();
    const auto begin = std::chrono::steady_clock::now();
    constexpr int pollMs = 100;
    constexpr double startSeconds = 60; // of loading LibTorch on a busy machine
    while (process.state() != QProcess::NotRunning && !process.waitForFinished(pollMs)) {
        const double seconds = secondsSince(begin);
        const bool late = seconds > limits.seconds + startSeconds;
        if (!late && !context.stopToken().stop_requested()) {
            report(context, QStringLiteral("test"), -1);
            continue;
        }
        process.kill();
        process.waitForFinished();
        if (context.stopToken().stop_requested())
            throw Cancelled();
        throw Error(
            ErrorCode::InvalidData,
            "the model file did not end within " + std::to_string(limits.seconds)
                + " seconds of tiny histories; look for a loop that never ends in it, or give it more "
                  "time: --seconds N");
    }
    QFile text(answer);
    if (!text.open(QIODevice::ReadOnly))
        refuseDead(process, limits);
    const auto json = nlohmann::json::parse(text.readAll().toStdString(), nullptr, false);
    if (json.is_object() && json.contains("error"))
        throw Error(static_cast<ErrorCode>(json.value("code", static_cast<int>(ErrorCode::InvalidData))),
                    json.at("error").is_string() ? json.at("error").get<std::string>() : "it is damaged");
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        refuseDead(process, limits);
    return parseManifest(json.dump(), "the model file");
}

struct Tried
{
    ScriptManifest manifest;
    QString copy; ///< of the file that was tried out, in `folder`
};

/// A copy in `folder` is what is looked at, so that nobody exchanges the file meanwhile.
Tried tryOut(const QTemporaryDir& folder, const AddModelRequest& request, JobContext& context)
{
    const std::string name = nameFrom(request);
    const QFileInfo info(request.file);
    const std::string file = request.file.toStdString();
    if (!info.exists())
        throw Error(ErrorCode::NotFound, "there is no model file '" + file + "'; check the path.");
    if (!info.isFile() || info.size() > largestScript)
        throw Error(ErrorCode::InvalidData,
                    "'" + file
                        + "' is no file of up to 1 GB; a model file holds code, and its tensors only "
                          "where they are not made by setup().");
    Tried tried;
    tried.copy = folder.filePath(QStringLiteral("model.pt"));
    if (!QFile::copy(request.file, tried.copy))
        throw Error(ErrorCode::CannotRead,
                    "'" + file + "' cannot be read, or there is no room for a copy; check its permissions.");
    const std::string sha256 = fileChecksum(tried.copy.toStdString());
    if (!request.trust)
        requireTrusted(file, sha256, request.name);
    tried.manifest = probe(tried.copy, name, request.limits, context);
    if (tried.manifest.sha256 != sha256 || tried.manifest.name != name)
        throw Error(ErrorCode::InvalidData, "'" + file + "' changed while it was tried out; do it again.");
    scriptParams(tried.manifest);
    return tried;
}

/// The place of a run's own copy.
std::string folderOf(const WorkspacePaths& paths, const RunRecord& run)
{
    return paths.runFolder(QString::fromStdString(run.id)).toStdString();
}

std::string checksumOfRun(const RunRecord& run)
{
    const auto found = run.params.find("sha256");
    return found == run.params.end() ? std::string() : found->second;
}

void copyAtomically(const std::string& from, const std::string& to)
{
    QFile source(QString::fromStdString(from));
    if (!source.open(QIODevice::ReadOnly))
        throw Error(ErrorCode::CannotRead, "'" + from + "' cannot be read; check its permissions.");
    AtomicFile target(to);
    while (!source.atEnd()) {
        const QByteArray block = source.read(1 << 20);
        if (block.isEmpty())
            throw Error(ErrorCode::CannotRead, "'" + from + "' cannot be read to its end.");
        target.write(block.constData(), static_cast<std::uint64_t>(block.size()));
    }
    target.commit();
}

/// Copies the workspace's model into the run's folder if it is the run's.
void placeScript(const WorkspacePaths& paths, const RunRecord& run)
{
    const std::string folder = folderOf(paths, run);
    const std::string models = paths.models().toStdString();
    const std::string script = scriptFile(folder, runScript);
    const std::string manifest = manifestFile(folder, runScript);
    const auto exists
        = [](const std::string& file) { return QFileInfo::exists(QString::fromStdString(file)); };
    if (exists(script) && exists(manifest))
        return;
    const std::string source = scriptFile(models, run.model);
    if (!exists(source) || !exists(manifestFile(models, run.model))
        || readManifest(manifestFile(models, run.model)).sha256 != checksumOfRun(run))
        throw Error(
            ErrorCode::NotFound,
            "run '" + run.id + "' was made with the model file of SHA-256 " + checksumOfRun(run)
                + ", which is in neither its folder nor the workspace; add that file again: opal models "
                  "add FILE --name "
                + run.model);
    if (!QDir().mkpath(QString::fromStdString(folder)))
        throw Error(ErrorCode::CannotWrite,
                    "cannot make the folder '" + folder + "'; check its permissions.");
    copyAtomically(source, script);
    copyAtomically(manifestFile(models, run.model), manifest);
}

} // namespace

Job<ScriptManifest> makeCheckModelJob(AddModelRequest request)
{
    JobHead head { QStringLiteral("check_model"), QFileInfo(request.file).fileName(), JobLane::Files };
    return { std::move(head), [request = std::move(request)](JobContext& context) {
                const QTemporaryDir folder;
                return tryOut(folder, request, context).manifest;
            } };
}

Job<ScriptManifest> makeAddModelJob(const WorkspacePaths& paths, AddModelRequest request)
{
    JobHead head { QStringLiteral("add_model"), QFileInfo(request.file).fileName(), JobLane::Files };
    return { std::move(head), [paths, request = std::move(request)](JobContext& context) {
                const QTemporaryDir folder;
                const Tried tried = tryOut(folder, request, context);
                const std::string models = paths.models().toStdString();
                if (!QDir().mkpath(paths.models()))
                    throw Error(ErrorCode::CannotWrite,
                                "cannot make the folder '" + models + "'; check its permissions.");
                setTrusted(tried.manifest.sha256);
                // The description makes the file known, so it comes last.
                copyAtomically(tried.copy.toStdString(), scriptFile(models, tried.manifest.name));
                writeManifest(manifestFile(models, tried.manifest.name), tried.manifest);
                refreshModels();
                return tried.manifest;
            } };
}

std::vector<ScriptManifest> addedModels(const WorkspacePaths& paths)
{
    std::vector<ScriptManifest> models;
    const std::string folder = paths.models().toStdString();
    for (const std::string& name : scriptNames(folder))
        models.push_back(readManifest(manifestFile(folder, name)));
    return models;
}

void removeModel(const WorkspacePaths& paths, const std::string& name)
{
    const std::string folder = paths.models().toStdString();
    const std::vector<std::string> names = scriptNames(folder);
    if (std::find(names.begin(), names.end(), name) == names.end())
        throw Error(ErrorCode::NotFound,
                    "the workspace has no model '" + name + "' that was added"
                        + (names.empty() ? std::string("; 'opal models list' names what there is.")
                                         : "; did you mean '" + nearestWord(name, names) + "'?"));
    for (const std::string& file : { manifestFile(folder, name), scriptFile(folder, name) })
        if (QFile target(QString::fromStdString(file)); target.exists() && !target.remove())
            throw Error(ErrorCode::CannotWrite,
                        "'" + file + "' cannot be removed: " + target.errorString().toStdString() + ".");
    refreshModels();
}

void copyModel(const std::string& from, const std::string& name, const std::string& to)
{
    const std::vector<std::string> names = scriptNames(from);
    if (std::find(names.begin(), names.end(), name) == names.end())
        return;
    if (!QDir().mkpath(QString::fromStdString(to)))
        throw Error(ErrorCode::CannotWrite, "cannot make the folder '" + to + "'; check its permissions.");
    copyAtomically(scriptFile(from, name), scriptFile(to, name));
    copyAtomically(manifestFile(from, name), manifestFile(to, name));
}

std::string fileChecksum(const std::string& file)
{
    QFile source(QString::fromStdString(file));
    if (!source.open(QIODevice::ReadOnly))
        throw Error(source.exists() ? ErrorCode::CannotRead : ErrorCode::NotFound,
                    "the model file '" + file + "' cannot be read: " + source.errorString().toStdString()
                        + ".");
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&source))
        throw Error(ErrorCode::CannotRead, "the model file '" + file + "' cannot be read to its end.");
    return hash.result().toHex().toStdString();
}

bool isTrusted(const std::string& sha256)
{
    return trustedChecksums().contains(QByteArray::fromStdString(sha256));
}

bool hasScript(const RunRecord& run)
{
    return run.model != externalModel && run.params.contains("sha256");
}

void requireUsable(const WorkspacePaths& paths, const std::string& model)
{
    const std::string folder = paths.models().toStdString();
    const std::string file = scriptFile(folder, model);
    const std::string sha256 = fileChecksum(file);
    if (readManifest(manifestFile(folder, model)).sha256 != sha256)
        throw Error(ErrorCode::InvalidData,
                    "'" + file + "' is another file than the one that was tried out as '" + model
                        + "'; add it again: opal models add FILE --name " + model);
    requireTrusted(file, sha256, model);
}

void requireScript(const WorkspacePaths& paths, const RunRecord& run)
{
    if (!hasScript(run))
        return;
    placeScript(paths, run);
    const std::string file = scriptFile(folderOf(paths, run), runScript);
    const std::string sha256 = fileChecksum(file);
    if (sha256 != checksumOfRun(run))
        throw Error(ErrorCode::InvalidData,
                    "'" + file + "' has SHA-256 " + sha256 + ", but run '" + run.id + "' was made with "
                        + checksumOfRun(run) + "; put the original file back, or train a new run.");
    requireTrusted(file, sha256, run.model);
}

const ModelInfo& modelOfRun(const WorkspacePaths& paths, const RunRecord& run)
{
    if (!hasScript(run))
        return findModel(run.model);
    placeScript(paths, run);
    return findScript(manifestFile(folderOf(paths, run), runScript));
}

void probeHere(const std::string& file, const std::string& name, const ProbeLimits& limits,
               const std::string& out)
{
    nlohmann::json answer;
    const auto refuse = [&answer](ErrorCode code, const std::string& reason) {
        answer = { { "error", reason }, { "code", static_cast<int>(code) } };
    };
    try {
        const std::string sha256 = fileChecksum(file);
        prepareScripts(); // all that LibTorch maps by itself
        std::ifstream pages("/proc/self/statm");
        rlim_t mapped = 0;
        pages >> mapped;
        mapped *= static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
        const auto limit = [](auto resource, rlim_t value, rlim_t grace = 0) {
            const rlimit both { value, value + grace };
            setrlimit(resource, &both);
        };
        limit(RLIMIT_AS, mapped + (static_cast<rlim_t>(limits.megabytes) << 20U));
        limit(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds), 1); // the first ends it with a name
        limit(RLIMIT_CORE, 0);
        limit(RLIMIT_FSIZE, largestWritten);
        answer = nlohmann::json::parse(manifestText(probeScript(file, name, sha256)));
    } catch (const Error& error) {
        refuse(error.code(), error.detail());
    } catch (const std::bad_alloc&) {
        refuse(ErrorCode::Unsupported,
               "the model file takes more memory than the " + std::to_string(limits.megabytes)
                   + " MB that trying it out may take; correct it, or allow more: --memory MB");
    } catch (const std::exception& failure) {
        refuse(ErrorCode::InvalidData, std::string("the model file fails: ") + failure.what());
    }
    const std::string text = answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    AtomicFile target(out);
    target.write(text);
    target.commit();
}

} // namespace opal
