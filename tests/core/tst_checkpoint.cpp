// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sys/resource.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/training/checkpoint.h"
#include "core/training/tensorfile.h"
#include "tests/support/testprogram.h"
#include "tests/support/toymodel.h"

using namespace opal;
namespace fs = std::filesystem;

/// Checkpoints: everything comes back, damage of any kind is refused and never followed.
class TestCheckpoint final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack();
    void sameContentGivesTheSameBytes();
    void layoutIsSafetensors();
    void pythonReadsIt();
    void newerVersionIsNamedSo();
    void foreignAndMissingFilesAreRefused();
    void numbersThatAreNotFiniteAreRefused();
    void weightsMustFitTheModel();
    void hostileHeadersAreRefused_data();
    void hostileHeadersAreRefused();
    void everyTruncationIsRefused();
    void mutatedFilesNeverCrash();
    void everyFlippedBitIsFound();
    void filesWithoutChecksumsAreRead();
    void failedWriteLeavesTheOldFile();
    void supersededFilesAreRemoved();
    void paramsIdentityLeavesOutTheMachine();
};

namespace {

Checkpoint example()
{
    Checkpoint checkpoint;
    checkpoint.identity = { "toy", 3, "dim=4\nseed=7\n", "0123456789abcdef", 9007199254740991U };
    checkpoint.state.stage = "hard";
    checkpoint.state.step = 1234;
    checkpoint.state.stageStep = 34;
    checkpoint.state.epoch = 3;
    checkpoint.state.bad = 2;
    checkpoint.state.best = { { "soft", { 4, 1000, 0.1 + 0.2 } }, { "hard", { 1, 1020, 1.0 / 3 } } };
    checkpoint.weights = { { "items", torch::arange(16, torch::kFloat32).view({ 4, 4 }) },
                           { "count", torch::arange(3, torch::kInt64) },
                           { "scale", torch::tensor({ 1.5F, -2.5F, 0.1F, 1e-30F }) } };
    checkpoint.moments = { { "adam.first.scale", torch::full({ 4 }, 0.25F) } };
    return checkpoint;
}

std::string bytesOf(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(stream), {} };
}

void writeBytes(const std::string& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string withHeader(const std::string& header, std::size_t dataBytes)
{
    std::string bytes(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + std::string(dataBytes, '\0');
}

/// Code of the refusal, none if the file was taken.
std::optional<ErrorCode> refusal(const std::string& path)
{
    try {
        loadCheckpoint(path);
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

class Folder
{
public:
    std::string file(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }

    std::string path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

} // namespace

void TestCheckpoint::everythingComesBack()
{
    const Folder folder;
    const Checkpoint saved = example();
    saveCheckpoint(folder.file("a.safetensors"), saved);
    const Checkpoint loaded = loadCheckpoint(folder.file("a.safetensors"));
    QVERIFY(loaded.identity == saved.identity);
    QVERIFY(loaded.state == saved.state);
    QCOMPARE(loaded.weights.size(), saved.weights.size());
    for (const auto& [name, tensor] : saved.weights)
        QVERIFY(torch::equal(loaded.weights.at(name), tensor));
    QCOMPARE(loaded.moments.size(), std::size_t { 1 });
    QVERIFY(torch::equal(loaded.moments.at("adam.first.scale"), saved.moments.at("adam.first.scale")));
}

void TestCheckpoint::sameContentGivesTheSameBytes()
{
    const Folder folder;
    saveCheckpoint(folder.file("a.safetensors"), example());
    saveCheckpoint(folder.file("b.safetensors"), example());
    QVERIFY(bytesOf(folder.file("a.safetensors")) == bytesOf(folder.file("b.safetensors")));
    QVERIFY(!fs::exists(folder.file("a.safetensors.tmp")));
}

void TestCheckpoint::layoutIsSafetensors()
{
    const Folder folder;
    TensorFile file;
    file.metadata = { { "k", "v" } };
    file.tensors = { { "t", torch::tensor({ 1.0F, 2.0F }) } };
    writeTensorFile(folder.file("a"), file);
    const std::string bytes = bytesOf(folder.file("a"));
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    QCOMPARE(length % 8, std::uint64_t { 0 });
    auto header = nlohmann::json::parse(bytes.substr(8, length));
    auto& metadata = header["__metadata__"];
    for (const char* const checksum : { "xxh3", "xxh3 t" }) {
        QCOMPARE(metadata.at(checksum).get<std::string>().size(), std::size_t { 16 });
        metadata.erase(checksum);
    }
    QCOMPARE(header.dump(),
             std::string(R"({"__metadata__":{"k":"v"},)"
                         R"("t":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}})"));
    const std::string data("\x00\x00\x80\x3f\x00\x00\x00\x40", 8);
    QVERIFY(bytes.substr(8 + length) == data);
}

void TestCheckpoint::pythonReadsIt()
{
    const Folder folder;
    saveCheckpoint(folder.file("a.safetensors"), example());
    // By the published layout alone, so that it needs no package: length, JSON header, raw little-endian
    // data.
    const QString script
        = QStringLiteral("import json, struct, sys\n"
                         "data = open(sys.argv[1], 'rb').read()\n"
                         "length = struct.unpack('<Q', data[:8])[0]\n"
                         "header = json.loads(data[8:8 + length])\n"
                         "kinds = {'F32': 'f', 'I64': 'q'}\n"
                         "def tensor(name):\n"
                         "    entry = header[name]\n"
                         "    first, last = entry['data_offsets']\n"
                         "    raw = data[8 + length + first:8 + length + last]\n"
                         "    return [v for v, in struct.iter_unpack('<' + kinds[entry['dtype']], raw)]\n"
                         "assert header['__metadata__']['model'] == 'toy'\n"
                         "assert header['items']['shape'] == [4, 4]\n"
                         "assert tensor('items')[12:] == [12, 13, 14, 15]\n"
                         "assert tensor('count') == [0, 1, 2]\n"
                         "ends = [header[n]['data_offsets'][1] for n in header if n != '__metadata__']\n"
                         "assert max(ends) == len(data) - 8 - length\n");
    QProcess python;
    python.start(QStringLiteral("python3"),
                 { QStringLiteral("-c"), script, QString::fromStdString(folder.file("a.safetensors")) });
    QVERIFY2(python.waitForStarted() && python.waitForFinished(), "python3 is missing");
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
}

void TestCheckpoint::newerVersionIsNamedSo()
{
    const Folder folder;
    saveCheckpoint(folder.file("a"), example());
    TensorFile file = readTensorFile(folder.file("a"));
    file.metadata["version"] = std::to_string(checkpointVersion + 1);
    file.metadata.erase("state");
    writeTensorFile(folder.file("a"), file);
    QCOMPARE(refusal(folder.file("a")), ErrorCode::NewerVersion);
}

void TestCheckpoint::foreignAndMissingFilesAreRefused()
{
    const Folder folder;
    QCOMPARE(refusal(folder.file("missing")), ErrorCode::NotFound);
    QCOMPARE(refusal(folder.path()), ErrorCode::CannotRead);
    writeBytes(folder.file("empty"), {});
    QCOMPARE(refusal(folder.file("empty")), ErrorCode::InvalidCheckpoint);
    TensorFile file;
    file.metadata = { { "format", "pt" } };
    writeTensorFile(folder.file("foreign"), file);
    QCOMPARE(refusal(folder.file("foreign")), ErrorCode::InvalidCheckpoint);
}

void TestCheckpoint::numbersThatAreNotFiniteAreRefused()
{
    const Folder folder;
    for (const float bad :
         { std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity() }) {
        Checkpoint checkpoint = example();
        checkpoint.weights["items"][2][1] = bad;
        saveCheckpoint(folder.file("a"), checkpoint);
        QCOMPARE(refusal(folder.file("a")), ErrorCode::InvalidCheckpoint);
    }
    QVERIFY(!firstNonFinite({ { "large", torch::full({ 8 }, 3e38F) } }));
}

void TestCheckpoint::weightsMustFitTheModel()
{
    ToyModel model(5), same(5), larger(6);
    model.initialise(1);
    applyWeights(same, modelWeights(model));
    QVERIFY(torch::equal(same.itemTable(), model.itemTable()));
    QVERIFY_EXCEPTION_THROWN(applyWeights(larger, modelWeights(model)), Error);
    auto weights = modelWeights(model);
    weights.emplace("foreign", torch::zeros({ 1 }));
    QVERIFY_EXCEPTION_THROWN(applyWeights(same, weights), Error);
    weights = modelWeights(model);
    weights.erase("scale");
    QVERIFY_EXCEPTION_THROWN(applyWeights(same, weights), Error);
}

void TestCheckpoint::hostileHeadersAreRefused_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("dataBytes");
    const auto add = [](const char* name, const char* header, int dataBytes) {
        QTest::newRow(name) << QByteArray(header) << dataBytes;
    };
    add("no JSON", "hello", 0);
    add("array", "[]", 0);
    add("gap", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8);
    add("overlap",
        R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
        12);
    add("trailing bytes", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 5);
    add("beyond the end", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})", 8);
    add("reversed", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4);
    add("negative", R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4);
    add("fraction", R"({"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}})", 4);
    add("overflow", R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,1],"data_offsets":[0,4]}})", 4);
    add("huge number", R"({"a":{"dtype":"F32","shape":[99999999999999999999999],"data_offsets":[0,4]}})", 4);
    add("zero size", R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})", 0);
    add("half floats", R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})", 4);
    add("type is no text", R"({"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}})", 4);
    add("no offsets", R"({"a":{"dtype":"F32","shape":[1]}})", 4);
    add("extra member", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}})", 4);
    add("too many dimensions", R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}})",
        4);
    add("metadata is no object", R"({"__metadata__":3})", 0);
    add("metadata is no text", R"({"__metadata__":{"format":3}})", 0);
    add("broken UTF-8", "{\"\xff\":1}", 0);
    QTest::newRow("deep") << QByteArray(400000, '[') + QByteArray(400000, ']') << 0;
    QTest::newRow("deep in an object")
        << QByteArray(R"({"a":)") + QByteArray(400000, '[') + QByteArray(400000, ']') + "}" << 0;
}

void TestCheckpoint::hostileHeadersAreRefused()
{
    QFETCH(QByteArray, header);
    QFETCH(int, dataBytes);
    const Folder folder;
    writeBytes(folder.file("a"), withHeader(header.toStdString(), static_cast<std::size_t>(dataBytes)));
    QCOMPARE(refusal(folder.file("a")), ErrorCode::InvalidCheckpoint);
}

void TestCheckpoint::everyTruncationIsRefused()
{
    const Folder folder;
    saveCheckpoint(folder.file("a"), example());
    const std::string whole = bytesOf(folder.file("a"));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        writeBytes(folder.file("b"), whole.substr(0, length));
        QCOMPARE(refusal(folder.file("b")), ErrorCode::InvalidCheckpoint);
    }
    writeBytes(folder.file("b"), whole + " ");
    QCOMPARE(refusal(folder.file("b")), ErrorCode::InvalidCheckpoint);
}

void TestCheckpoint::mutatedFilesNeverCrash()
{
    const Folder folder;
    saveCheckpoint(folder.file("a"), example());
    const std::string whole = bytesOf(folder.file("a"));
    Random random(11, RandomPurpose::Analysis);
    const std::string spice = "{}[]\",:0123456789-eE\\ \xff\x7f";
    int refused = 0;
    for (int round = 0; round < 4000; ++round) {
        std::string bytes = whole;
        const std::uint32_t changes = 1 + random.below(4);
        for (std::uint32_t change = 0; change < changes; ++change) {
            const std::size_t at = random.below(static_cast<std::uint32_t>(bytes.size()));
            switch (random.below(4)) {
            case 0:
                bytes[at] = static_cast<char>(random.below(256));
                break;
            case 1:
                bytes[at] = spice[random.below(static_cast<std::uint32_t>(spice.size()))];
                break;
            case 2:
                bytes.erase(at, 1 + random.below(8));
                break;
            default:
                bytes.insert(at, 1, spice[random.below(static_cast<std::uint32_t>(spice.size()))]);
                break;
            }
        }
        writeBytes(folder.file("b"), bytes);
        const std::optional<ErrorCode> code = refusal(folder.file("b"));
        refused += code.has_value();
        QVERIFY(!code || *code == ErrorCode::InvalidCheckpoint || *code == ErrorCode::NewerVersion);
    }
    QVERIFY(refused > 2000);
}

void TestCheckpoint::failedWriteLeavesTheOldFile()
{
    const Folder folder;
    const std::string path = folder.file("a.safetensors");
    saveCheckpoint(path, example());
    const std::string before = bytesOf(path);

    rlimit limit {};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small { 200, limit.rlim_max };
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    std::optional<ErrorCode> code;
    try {
        saveCheckpoint(path, example());
    } catch (const Error& error) {
        code = error.code();
    }
    setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, oldHandler);
    QCOMPARE(code, ErrorCode::CannotWrite);
    QVERIFY(bytesOf(path) == before);
    QVERIFY(!fs::exists(path + ".tmp"));

    code.reset();
    try {
        saveCheckpoint(folder.file("no/such/folder"), example());
    } catch (const Error& error) {
        code = error.code();
    }
    QCOMPARE(code, ErrorCode::CannotWrite);
}

void TestCheckpoint::supersededFilesAreRemoved()
{
    const Folder folder;
    const TrainState state = example().state;
    for (const char* name :
         { "best_soft-1000.safetensors", "best_soft-900.safetensors", "best_hard-1020.safetensors",
           "last.safetensors", "last.safetensors.tmp", "final.safetensors", "notes.txt" })
        writeBytes(folder.file(name), "x");
    removeSuperseded(folder.path(), state);
    std::set<std::string> left;
    for (const auto& entry : fs::directory_iterator(folder.path()))
        left.insert(entry.path().filename().string());
    QCOMPARE(left,
             (std::set<std::string> { "best_soft-1000.safetensors", "best_hard-1020.safetensors",
                                      "last.safetensors", "final.safetensors", "notes.txt" }));
}

void TestCheckpoint::paramsIdentityLeavesOutTheMachine()
{
    ParamMap params;
    params.set("seed", std::int64_t { 3 });
    params.set("learning_rate", 0.001);
    params.set("threads", std::int64_t { 2 });
    params.set("device", std::string("cpu"));
    QCOMPARE(paramsIdentity(params), std::string("learning_rate=0.001\nseed=3\n"));
}

void TestCheckpoint::everyFlippedBitIsFound()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("a.safetensors")).toStdString();
    saveCheckpoint(path, example());
    std::string good;
    {
        std::ifstream file(path, std::ios::binary);
        good.assign(std::istreambuf_iterator<char>(file), {});
    }
    // Every bit: length, header, padding and tensors.
    int refused = 0;
    const auto bits = static_cast<int>(good.size() * 8);
    for (int bit = 0; bit < bits; ++bit) {
        std::string flipped = good;
        flipped[static_cast<std::size_t>(bit / 8)]
            = static_cast<char>(flipped[static_cast<std::size_t>(bit / 8)] ^ (1 << (bit % 8)));
        std::ofstream(path, std::ios::binary) << flipped;
        try {
            loadCheckpoint(path);
            qWarning("bit %d of byte %d passes", bit % 8, bit / 8);
        } catch (const Error&) {
            ++refused;
        }
    }
    QVERIFY(bits > 1000);
    QCOMPARE(refused, bits);
}

void TestCheckpoint::filesWithoutChecksumsAreRead()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("a.safetensors")).toStdString();
    saveCheckpoint(path, example());
    std::string text;
    {
        std::ifstream file(path, std::ios::binary);
        text.assign(std::istreambuf_iterator<char>(file), {});
    }
    // As release 0.1 wrote it.
    std::uint64_t length = 0;
    std::memcpy(&length, text.data(), sizeof length);
    auto header = nlohmann::json::parse(text.substr(8, length));
    auto& metadata = header["__metadata__"];
    for (auto entry = metadata.begin(); entry != metadata.end();)
        entry = entry.key().starts_with("xxh3") ? metadata.erase(entry) : std::next(entry);
    const auto write = [&](const char* version) {
        metadata["version"] = version;
        std::string fresh = header.dump();
        fresh.resize((fresh.size() + 7) / 8 * 8, ' ');
        const std::uint64_t size = fresh.size();
        std::ofstream(path, std::ios::binary)
            << std::string(reinterpret_cast<const char*>(&size), sizeof size) << fresh
            << text.substr(8 + length);
    };
    write("1");
    QCOMPARE(loadCheckpoint(path).state, example().state);
    write("2");
    try {
        loadCheckpoint(path);
        QFAIL("a file that has lost its checksums was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::InvalidCheckpoint);
        QVERIFY(error.detail().find("damaged") != std::string::npos);
    }
}

OPAL_TEST(TestCheckpoint)
#include "tst_checkpoint.moc"
