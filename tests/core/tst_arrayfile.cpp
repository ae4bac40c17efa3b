// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>
#include <fstream>
#include <numeric>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/arrayfile.h"
#include "core/data/arraywriter.h"
#include "core/exchange/adoption.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/pythonscript.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// Arrays of other programs: what NumPy writes is read, what lies is refused.
class TestArrayFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numpyFilesAreRead();
    void ourFilesAreReadByNumpy();
    void unwritablePlacesAreTold();
    void columnMajorRowsAreThoseOfTheArray();
    void hostileHeadersAreRefused_data();
    void hostileHeadersAreRefused();
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void everyTruncationIsRefused();
    void mutatedFilesNeverCrash();
    void adoptionChecksWhatItIsGiven_data();
    void adoptionChecksWhatItIsGiven();
    void rowsAreMatchedByIds();

private:
    std::string file(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }

    std::string write(const char* name, const std::string& bytes) const
    {
        std::ofstream(file(name), std::ios::binary) << bytes;
        return file(name);
    }

    std::string npy(const char* name, const std::vector<std::int64_t>& shape,
                    const std::vector<float>& numbers) const
    {
        std::string bytes = npyHeader(NumberType::F32, 4, shape);
        bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float));
        return write(name, bytes);
    }

    QTemporaryDir m_folder;
};

namespace {

std::string bytesOf(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(stream), {} };
}

std::string npyWith(const std::string& header, std::size_t dataBytes)
{
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xFFU);
    bytes += static_cast<char>(header.size() >> 8U);
    return bytes + header + std::string(dataBytes, '\x01');
}

std::vector<float> rowOf(const Array& array, std::int64_t row)
{
    std::vector<float> numbers(static_cast<std::size_t>(array.rowSize()));
    array.readRow(row, numbers);
    return numbers;
}

/// The refusal of what `work` does; its text, for the test to look at.
template <typename Work> QString refusalOf(const Work& work, ErrorCode code = ErrorCode::InvalidData)
{
    try {
        work();
    } catch (const Error& error) {
        if (error.code() == code)
            return QString::fromStdString(error.detail());
        qWarning("%s", error.what());
    }
    return {};
}

/// Reads every number and text of a file.
void readAll(const std::string& path)
{
    ArrayFile file(path);
    std::vector<std::string> names = file.names();
    if (names.empty())
        names.emplace_back();
    for (const std::string& name : names) {
        const Array array = file.array(name);
        for (std::int64_t row = 0; row < array.rows(); ++row) {
            if (!array.isText())
                rowOf(array, row);
            else if (array.shape.size() == 1)
                array.text(row);
        }
    }
}

} // namespace

void TestArrayFile::numpyFilesAreRead()
{
    runPython(QString::fromUtf8(R"(
import numpy as np, sys
folder = sys.argv[1]
base = np.arange(24).reshape(4, 3, 2) - 5.5
arrays = {"half": base.astype("f2"), "single": base.astype("f4"), "double": base, "column": np.asfortranarray(base),
          "whole": np.arange(4), "flags": np.array([True, False]), "ids": np.array(["a", "\u00fc\u4e2d\U0001f600x", ""]),
          "bytes": np.array([b"xyz", b"q"]), "tiny": np.array([6e-8, -65504, 1e-5, np.inf], "f2")}
np.savez(folder + "/plain.npz", **arrays)
np.savez_compressed(folder + "/packed.npz", **arrays)
np.save(folder + "/one.npy", arrays["column"])
)"),
              m_folder.path());
    for (const char* const name : { "plain.npz", "packed.npz" }) {
        ArrayFile arrays(file(name));
        QCOMPARE(arrays.names().size(), std::size_t { 9 });
        for (const char* const array : { "half", "single", "double", "column" }) {
            const Array read = arrays.array(array);
            QCOMPARE(read.shape, (std::vector<std::int64_t> { 4, 3, 2 }));
            for (std::int64_t row = 0; row < 4; ++row) {
                std::vector<float> wanted(6);
                std::iota(wanted.begin(), wanted.end(), static_cast<float>(row) * 6 - 5.5F);
                QCOMPARE(rowOf(read, row), wanted);
            }
        }
        QCOMPARE(arrays.array("whole").text(3), std::string("3"));
        QCOMPARE(rowOf(arrays.array("flags"), 0), std::vector<float> { 1 });
        QCOMPARE(arrays.array("ids").text(1), std::string("\u00fc\u4e2d\U0001f600x"));
        QCOMPARE(arrays.array("ids").text(2), std::string());
        QCOMPARE(arrays.array("bytes").text(0), std::string("xyz"));
        QCOMPARE(rowOf(arrays.array("tiny"), 0).front(), 0x1p-24F);
        QCOMPARE(rowOf(arrays.array("tiny"), 1).front(), -65504.0F);
        QVERIFY(std::isinf(rowOf(arrays.array("tiny"), 3).front()));
        QVERIFY(refusalOf([&] { arrays.array("nothing"); }, ErrorCode::NotFound)
                    .contains(QStringLiteral("single")));
        QVERIFY(
            refusalOf([&] { arrays.array({}); }, ErrorCode::NotFound).contains(QStringLiteral("several")));
    }
    ArrayFile one(file("one.npy"));
    QCOMPARE(rowOf(one.array({}), 1).front(), 0.5F);
}

void TestArrayFile::ourFilesAreReadByNumpy()
{
    std::vector<std::unique_ptr<ArraySpool>> arrays;
    const auto add
        = [&](const char* name, NumberType type, std::vector<std::int64_t> shape, std::uint64_t width = 0) {
              arrays.push_back(
                  std::make_unique<ArraySpool>(m_folder.path().toStdString(), name, type, shape, width));
              return arrays.back().get();
          };
    const std::vector<float> numbers { 1, 2.5, -3, 4, 5, 6 };
    add("numbers", NumberType::F32, { 3 })->append(std::span<const float>(numbers));
    const std::vector<std::int64_t> whole { -7, 8 };
    add("whole", NumberType::I64, {})->append(std::span<const std::int64_t>(whole));
    const std::vector<std::uint8_t> flags { 1, 0, 1 };
    add("flags", NumberType::Bool, {})->append(std::span<const std::uint8_t>(flags));
    const std::vector<std::string> ids { "u1", "\u4e2d\U0001f600", "" };
    ArraySpool* const texts = add("ids", NumberType::Text, {}, longestText(ids) * 4);
    for (const std::string& id : ids)
        texts->appendText(id);
    writeNpz(file("ours.npz"), arrays);
    writeTensors(file("ours.safetensors"), arrays, { { "k", "v" } });
    runPython(QString::fromUtf8(R"(
import numpy as np, sys
run = np.load(sys.argv[1] + "/ours.npz", allow_pickle=False)
assert sorted(run.files) == ["flags", "ids", "numbers", "whole"], run.files
assert run["numbers"].dtype == "<f4" and (run["numbers"] == [[1, 2.5, -3], [4, 5, 6]]).all()
assert run["whole"].tolist() == [-7, 8] and run["flags"].tolist() == [True, False, True]
assert run["ids"].tolist() == ["u1", "\u4e2d\U0001f600", ""]
assert run.zip.testzip() is None
)"),
              m_folder.path());
    ArrayFile tensors(file("ours.safetensors"));
    QCOMPARE(rowOf(tensors.array("numbers"), 1), (std::vector<float> { 4, 5, 6 }));
    QCOMPARE(tensors.names().size(), std::size_t { 3 });
    ArrayFile zip(file("ours.npz"));
    QCOMPARE(zip.array("ids").text(1), ids[1]);
    const std::string first = bytesOf(file("ours.npz"));
    writeNpz(file("ours.npz"), arrays);
    QVERIFY(bytesOf(file("ours.npz")) == first);
}

void TestArrayFile::unwritablePlacesAreTold()
{
    std::vector<std::unique_ptr<ArraySpool>> none;
    QVERIFY(refusalOf([&] { writeNpz("/nowhere/at/all.npz", none); }, ErrorCode::CannotWrite)
                .contains(QStringLiteral("/nowhere/at/all.npz")));
}

void TestArrayFile::columnMajorRowsAreThoseOfTheArray()
{
    // [2, 3, 2] with element value 100 i + 10 j + k, the first index fastest.
    std::vector<float> numbers;
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 2; ++i)
                numbers.push_back(static_cast<float>(100 * i + 10 * j + k));
    std::string bytes = npyWith("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3, 2), }\n", 0);
    bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float));
    ArrayFile array(write("column.npy", bytes));
    QCOMPARE(rowOf(array.array({}), 1), (std::vector<float> { 100, 101, 110, 111, 120, 121 }));
}

void TestArrayFile::hostileHeadersAreRefused_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("part");
    const auto add = [](const char* name, const char* header, const char* part) {
        QTest::newRow(name) << QByteArray(header) << QString::fromLatin1(part);
    };
    add("objects", "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }", "pickles");
    add("fields", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }", "plain type");
    add("big-endian", "{'descr': '>f4', 'fortran_order': False, 'shape': (3,), }", "big-endian");
    add("complex", "{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }", "'<c8'");
    add("dates", "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (3,), }", "'<M8[s]'");
    add("too large", "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 64), }", "[1000000, 64]");
    add("overflow", "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
        "does not fit");
    add("beyond 64 bits", "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "plain type");
    add("negative", "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), }", "plain type");
    add("empty", "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }", "does not fit");
    add("too small", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "does not fit");
    add("nine dimensions", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,3), }",
        "plain type");
    add("no type", "{'fortran_order': False, 'shape': (3,), }", "plain type");
    add("twice", "{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", "plain type");
    add("code", "__import__('os').system('true')", "plain type");
    add("text of no width", "{'descr': '<U0', 'fortran_order': False, 'shape': (3,), }", "'<U0'");
    add("text of every width", "{'descr': '<U4294967295', 'fortran_order': False, 'shape': (3,), }",
        "does not fit");
    add("garbage behind", "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } x", "plain type");
    add("open end", "{'descr': '<f4', 'fortran_order': Fal", "plain type");
}

void TestArrayFile::hostileHeadersAreRefused()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, part);
    const std::string path = write("hostile.npy", npyWith(header.toStdString(), 12));
    const QString detail = refusalOf([&] { ArrayFile(path).array({}); });
    QVERIFY2(detail.contains(part), qPrintable(detail));
    QVERIFY(detail.contains(QStringLiteral("hostile.npy")));
}

void TestArrayFile::otherFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("none of .npy");
    QTest::newRow("text") << QByteArray("user,item\n1,2\n") << QStringLiteral("none of .npy");
    QTest::newRow("pickle") << QByteArray("\x80\x04K\x01.", 5) << QStringLiteral("pickle");
    QTest::newRow("no archive") << QByteArray("PK\x03\x04 and no more") << QStringLiteral("damaged");
    QTest::newRow("header of 2^63") << QByteArray("\0\0\0\0\0\0\0\x80{}", 10)
                                    << QStringLiteral("none of .npy");
    QTest::newRow("gap") << QByteArray("\x3b\0\0\0\0\0\0\0", 8)
            + R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}     )" + QByteArray(8, 'x')
                         << QStringLiteral("gap");
}

void TestArrayFile::otherFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const std::string path = write("other.bin", bytes.toStdString());
    const QString detail = refusalOf([&] { ArrayFile { path }; });
    QVERIFY2(detail.contains(part), qPrintable(detail));
}

void TestArrayFile::everyTruncationIsRefused()
{
    runPython(QStringLiteral("import numpy as np, sys\nnp.savez_compressed(sys.argv[1] + '/whole.npz', "
                             "a=np.arange(200.0), b=np.array(['x', 'yy']))\n"
                             "np.save(sys.argv[1] + '/whole.npy', np.arange(6.0).reshape(2, 3))\n"),
              m_folder.path());
    for (const char* const name : { "whole.npz", "whole.npy" }) {
        const std::string whole = bytesOf(file(name));
        // The end of an archive is the length and text of its comment, which nothing depends on.
        const std::size_t needed = whole.size() - (whole.starts_with("PK") ? 22 : 0);
        for (std::size_t length = 0; length < needed; ++length) {
            const std::string path = write("cut.bin", whole.substr(0, length));
            QVERIFY2(!refusalOf([&] { readAll(path); }).isEmpty(), qPrintable(QString::number(length)));
        }
    }
}

void TestArrayFile::mutatedFilesNeverCrash()
{
    int refused = 0;
    Random random(11, RandomPurpose::Analysis);
    for (const char* const name : { "whole.npz", "whole.npy", "plain.npz", "ours.safetensors" }) {
        const std::string whole = bytesOf(file(name));
        QVERIFY(!whole.empty());
        for (int round = 0; round < 1000; ++round) {
            std::string bytes = whole;
            for (std::uint32_t change = 0; change < 1 + random.below(4); ++change)
                bytes[random.below(static_cast<std::uint32_t>(bytes.size()))]
                    = static_cast<char>(random.below(256));
            const std::string path = write("mutated.bin", bytes);
            try {
                readAll(path);
            } catch (const Error& error) {
                QVERIFY(error.code() == ErrorCode::InvalidData || error.code() == ErrorCode::NotFound);
                ++refused;
            }
        }
    }
    QVERIFY(refused > 100);
}

void TestArrayFile::adoptionChecksWhatItIsGiven_data()
{
    QTest::addColumn<QString>("items");
    QTest::addColumn<QString>("users");
    QTest::addColumn<QString>("part");
    const auto add = [](const char* name, const char* items, const char* users, const char* part) {
        QTest::newRow(name) << QString::fromLatin1(items) << QString::fromLatin1(users)
                            << QString::fromLatin1(part);
    };
    add("rows of padding", "items4.npy", "users.npy", "4 rows where the data set has 3 items");
    add("other users", "items.npy", "items.npy", "3 rows where the data set has 2 users");
    add("dimensions", "items.npy", "wide.npy", "has 3;");
    add("shape", "users.npy", "users.npy", "item vectors are");
    add("no number", "nan.npy", "users.npy", "not finite in row 2");
    add("no number in a user", "items.npy", "infinite.npy", "not finite in row 1");
    add("seventeen interests", "items.npy", "many.npy", "at most 16");
}

void TestArrayFile::adoptionChecksWhatItIsGiven()
{
    QFETCH(QString, items);
    QFETCH(QString, users);
    QFETCH(QString, part);
    const auto data = datasetFromText("u1: a b | c | a\nu2: b c | a | b\n", 1);
    npy("items.npy", { 3, 2 }, { 1, 0, 0, 1, 1, 1 });
    npy("items4.npy", { 4, 2 }, { 0, 0, 1, 0, 0, 1, 1, 1 });
    npy("nan.npy", { 3, 2 }, { 1, 0, std::nanf(""), 1, 1, 1 });
    npy("users.npy", { 2, 1, 2 }, { 1, 0, 0, 1 });
    npy("infinite.npy", { 2, 1, 2 }, { HUGE_VALF, 0, 0, 1 });
    npy("wide.npy", { 2, 1, 3 }, { 1, 0, 0, 1, 1, 1 });
    npy("many.npy", { 2, 17, 2 }, std::vector<float>(68, 1));
    AdoptionRequest request;
    request.items = file(qPrintable(items));
    request.test.vectors = file(qPrintable(users));
    const QString detail = refusalOf([&] { adoptVectors(*data, request, file("out.safetensors"), {}, {}); });
    QVERIFY2(detail.contains(part), qPrintable(detail));
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("out.safetensors"))));
}

void TestArrayFile::rowsAreMatchedByIds()
{
    const auto data = datasetFromText("u1: a b | c | a\nu2: b c | a | b\n", 1);
    npy("items.npy", { 3, 2 }, { 1, 0, 0, 2, 3, 4 });
    npy("users.npy", { 2, 2 }, { 5, 0, 0, 5 });
    AdoptionRequest request;
    request.items = file("items.npy");
    request.itemIds = write("items.txt", "c\r\na\r\nb\r\n");
    request.test.vectors = file("users.npy");
    request.userIds = write("users.txt", "u2\nstranger");
    QVERIFY(refusalOf([&] {
                adoptVectors(*data, request, file("out.safetensors"), {}, {});
            }).contains(QStringLiteral("'u1'")));
    request.allowMissingUsers = true;
    request.cosine = true;
    const AdoptionReport report = adoptVectors(*data, request, file("out.safetensors"), {}, {});
    QCOMPARE(report.items.matched, std::int64_t { 3 });
    QCOMPARE(report.users.matched, std::int64_t { 1 });
    QCOMPARE(report.users.missing, std::int64_t { 1 });
    QCOMPARE(report.users.examples, std::vector<std::string> { "u1" });
    ArrayFile written(file("out.safetensors"));
    // Item ids are numbered from 1 in the order of the data set: a, b, c; vectors have length 1.
    QCOMPARE(rowOf(written.array("items"), 0), (std::vector<float> { 0, 0 }));
    QCOMPARE(rowOf(written.array("items"), 1), (std::vector<float> { 0, 1 }));
    QCOMPARE(rowOf(written.array("items"), 2), (std::vector<float> { 0.6F, 0.8F }));
    QCOMPARE(rowOf(written.array("items"), 3), (std::vector<float> { 1, 0 }));
    QCOMPARE(rowOf(written.array("valid"), 0), (std::vector<float> { 0 }));
    QCOMPARE(rowOf(written.array("interests"), 1), (std::vector<float> { 1, 0 }));
    request.itemIds = write("items.txt", "c\na\na\n");
    QVERIFY(refusalOf([&] { inspectVectors(*data, request); }).contains(QStringLiteral("rows 2 and 3")));
    request.itemIds = write("items.txt", "x\ny\nz\n");
    QVERIFY(refusalOf([&] {
                adoptVectors(*data, request, file("out.safetensors"), {}, {});
            }).contains(QStringLiteral("none of the 3 item ids")));
}

OPAL_TEST(TestArrayFile)
#include "tst_arrayfile.moc"
