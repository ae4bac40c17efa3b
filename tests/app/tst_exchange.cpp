// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <sstream>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/cli/commandline.h"
#include "core/store/database.h"
#include "tests/support/opalprogram.h"
#include "tests/support/pythonscript.h"
#include "tests/support/testprogram.h"

/// What leaves the program for others, read by them: every README's Python is run.
class TestExchange final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFormIsReadByPython_data();
    void everyFormIsReadByPython();
    void listsOfEveryInterestAreWritten();
    void encodersOfAllModelsGiveOurInterests_data();
    void encodersOfAllModelsGiveOurInterests();
    void tensorBoardReadsTheCurves();
    void viewsTellOfRuns();
    void wrongRequestsAreRefused();
    void vectorsTravelInACircle_data();
    void vectorsTravelInACircle();
    void plainPyTorchIsAdopted();
    void hostileVectorsAreRefused_data();
    void hostileVectorsAreRefused();

private:
    Invocation run(const std::vector<std::string>& arguments);
    std::string train(const std::string& model, const std::vector<std::string>& settings = {});
    QString exported(const std::string& run, const std::string& form,
                     const std::vector<std::string>& more = {});

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    std::string m_dataset;
    std::string m_run; ///< of OPAL
};

namespace {

/// The Python of a README, which loads what lies beside it.
QString readmeCode(const QString& folder)
{
    QFile readme(folder + QStringLiteral("/README.md"));
    if (!readme.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression block(QStringLiteral("```python\n(.*?)```"),
                                          QRegularExpression::DotMatchesEverythingOption);
    return block.match(QString::fromUtf8(readme.readAll())).captured(1);
}

/// How many users a comparison looks at, as Python.
const QString usersChecked = QStringLiteral("checked = range(100)\n");

} // namespace

Invocation TestExchange::run(const std::vector<std::string>& arguments)
{
    std::ostringstream out;
    std::ostringstream err;
    std::vector<std::string> all { "--workspace", path(QStringLiteral("workspace")).toStdString(), "--json" };
    all.insert(all.end(), arguments.begin(), arguments.end());
    const int code = opal::runCommandLine(all, out, err);
    return { code, out.str(), err.str() };
}

std::string TestExchange::train(const std::string& model, const std::vector<std::string>& settings)
{
    std::vector<std::string> arguments { "train", "--dataset", m_dataset, "--model", model, "--seed", "7" };
    for (const std::string setting :
         { "steps_per_epoch=20", "max_epochs=1", "batch_size=64", "interests=3", "dim=8", "max_length=12" })
        arguments.insert(arguments.end(), { "--set", setting });
    for (const std::string& setting : settings)
        arguments.insert(arguments.end(), { "--set", setting });
    const Invocation trained = run(arguments);
    if (trained.exitCode != 0) {
        qWarning("%s", trained.err.c_str());
        return {};
    }
    return trained.last().at("run").get<std::string>();
}

QString TestExchange::exported(const std::string& runId, const std::string& form,
                               const std::vector<std::string>& more)
{
    const QString folder = path(QString::fromStdString(runId + "-" + form) + QString::number(more.size()));
    std::vector<std::string> arguments { "export", runId, "--as", form, "--out", folder.toStdString(),
                                         "--k",    "30" };
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Invocation made = run(arguments);
    if (made.exitCode != 0) {
        qWarning("%s", made.err.c_str());
        return {};
    }
    for (const auto& file : made.last().at("files"))
        if (!QFile::exists(QString::fromStdString(file.get<std::string>())))
            return {};
    return folder;
}

void TestExchange::initTestCase()
{
    m_dataset = path(QStringLiteral("toy.opaldata")).toStdString();
    QCOMPARE(run({ "synth", "--out", m_dataset, "--users", "150", "--items", "120", "--interactions", "4500",
                   "--days", "8", "--topics", "5", "--seed", "3" })
                 .exitCode,
             0);
    m_run = train("opal");
    QVERIFY(!m_run.empty());
}

void TestExchange::everyFormIsReadByPython_data()
{
    QTest::addColumn<QString>("form");
    QTest::addColumn<QString>("index");
    QTest::addColumn<QString>("check");
    const QString arrays = usersChecked
        + QStringLiteral("for u in checked:\n"
                         "    listed = run['lists'][u][run['lists'][u] >= 0]\n"
                         "    assert recall(u).tolist() == listed.tolist(), u\n"
                         "assert run['items'].shape == (120, 8) and run['interests'].shape == (150, 3, 8)\n"
                         "assert run['validation_interests'].shape == run['interests'].shape\n"
                         "assert run['weights'].shape == run['valid'].shape == (150, 3)\n"
                         "assert run['valid'].sum() > 300\n");
    QTest::newRow("npz") << QStringLiteral("npz") << QString()
                         << arrays
            + QStringLiteral("assert len(run['item_ids']) == 120 and "
                             "run['user_ids'].dtype.kind == 'U'\n");
    QTest::newRow("safetensors") << QStringLiteral("safetensors") << QString()
                                 << arrays
            + QStringLiteral("assert len(item_ids) == 121 and item_ids[120] == ''\n");
    QTest::newRow("csv") << QStringLiteral("csv") << QString()
                         << QStringLiteral("lists = defaultdict(list)\n"
                                           "for row in rows('lists.csv'):\n"
                                           "    lists[row['user']].append(row['item'])\n"
                                           "assert len(lists) > 100 and len(items) == 120\n"
                                           "for user in list(lists)[:100]:\n"
                                           "    assert recall(user) == lists[user], user\n");
    const QString faiss = usersChecked
        + QStringLiteral("for u in checked:\n"
                         "    listed = users['lists'][u][users['lists'][u] >= 0]\n"
                         "    assert [int(row) for row in recall(u)] == listed.tolist(), u\n"
                         "assert index.ntotal == 120 and len(item_ids) == 121\n");
    QTest::newRow("faiss") << QStringLiteral("faiss") << QStringLiteral("Flat") << faiss;
    QTest::newRow("faiss HNSW") << QStringLiteral("faiss") << QStringLiteral("HNSW16") << faiss;
    QTest::newRow("torchscript") << QStringLiteral("torchscript") << QString()
                                 << QStringLiteral("assert interests(0).shape == (3, 8)\n"
                                                   "assert encoder.items.shape == (121, 8)\n");
}

void TestExchange::everyFormIsReadByPython()
{
    QFETCH(QString, form);
    QFETCH(QString, index);
    QFETCH(QString, check);
    std::vector<std::string> more;
    if (!index.isEmpty())
        more = { "--index", index.toStdString() };
    if (index.startsWith(QLatin1String("HNSW")))
        more.insert(more.end(), { std::string("--threads"), std::string("1") });
    const QString folder = exported(m_run, form.toStdString(), more);
    QVERIFY(!folder.isEmpty());
    const QString code = readmeCode(folder);
    QVERIFY(!code.isEmpty());
    const QString said = runPython(code + check, QString(), folder);
    QVERIFY(!said.isEmpty());
    for (const QString& file : QDir(folder).entryList(QDir::Files | QDir::Hidden))
        QVERIFY2(!file.startsWith(QLatin1Char('.')), qPrintable(file)); // nothing temporary stays
}

void TestExchange::listsOfEveryInterestAreWritten()
{
    const QString folder = exported(m_run, "npz", { "--per-interest" });
    QVERIFY(!folder.isEmpty());
    runPython(readmeCode(folder)
                  + QStringLiteral(
                      "assert run['lists'].shape == (150, 3, 30) and 'sources' not in run\n"
                      "for u in range(100):\n"
                      "    for j in range(3):\n"
                      "        listed = run['lists'][u, j][run['lists'][u, j] >= 0]\n"
                      "        scores = run['items'][listed] @ run['interests'][u, j]\n"
                      "        assert np.allclose(scores, run['scores'][u, j][:len(listed)], atol=1e-5)\n"
                      "        assert (np.diff(scores) <= 1e-5).all()\n"),
              QString(), folder);
}

void TestExchange::encodersOfAllModelsGiveOurInterests_data()
{
    QTest::addColumn<QString>("model");
    for (const char* const model : { "opal", "mind", "comirec-dr", "comirec-sa", "octopus", "dssrec", "re4" })
        QTest::newRow(model) << QString::fromLatin1(model);
}

/// In Python, from the files alone.
void TestExchange::encodersOfAllModelsGiveOurInterests()
{
    QFETCH(QString, model);
    const std::string id = model == QLatin1String("opal") ? m_run : train(model.toStdString());
    QVERIFY(!id.empty());
    const QString encoder = exported(id, "torchscript");
    const QString arrays = exported(id, "npz");
    QVERIFY(!encoder.isEmpty() && !arrays.isEmpty());
    runPython(
        readmeCode(encoder)
            + QStringLiteral("import sys\nrun = dict(np.load(sys.argv[1] + '/run.npz'))\n"
                             "seen = 0\n"
                             "for u in range(100):\n"
                             "    valid = run['valid'][u]\n"
                             "    if valid.any():\n"
                             "        made = interests(u).numpy()[valid]\n"
                             "        wanted = run['interests'][u][valid]\n"
                             "        assert np.abs(made - wanted).max() <= 1e-5 * np.abs(wanted).max(), u\n"
                             "        seen += 1\n"
                             "assert seen > 50\n"
                             "assert np.array_equal(encoder.items[1:].numpy(), run['items'])\n"),
        arrays, encoder);
}

void TestExchange::tensorBoardReadsTheCurves()
{
    const QString folder = path(QStringLiteral("curves"));
    const Invocation made = run({ "export", m_run, "--as", "tensorboard", "--out", folder.toStdString() });
    QCOMPARE(made.exitCode, 0);
    // By the published layout alone, with checksums of its own: records of length, data and two CRC-32C.
    runPython(QString::fromUtf8(R"(
import glob, struct, sys
def crc(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return (((value >> 15) | (value << 17)) + 0xA282EAD8) & 0xFFFFFFFF
def fields(data):
    at = 0
    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]; at += 1
            value |= (byte & 127) << shift; shift += 7
            if byte < 128:
                return value
    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        else:
            size = {1: 8, 5: 4}.get(key & 7) or varint()
            yield key >> 3, data[at:at + size]; at += size
file, = glob.glob(sys.argv[1] + "/*/events.out.tfevents.*")
data, at, tags, steps = open(file, "rb").read(), 0, {}, []
while at < len(data):
    size, = struct.unpack("<Q", data[at:at + 8])
    assert struct.unpack("<I", data[at + 8:at + 12])[0] == crc(data[at:at + 8])
    event = data[at + 12:at + 12 + size]
    assert struct.unpack("<I", data[at + 12 + size:at + 16 + size])[0] == crc(event)
    at += 16 + size
    event = dict(fields(event))
    if 5 not in event:
        assert event[3] == b"brain.Event:2"
        continue
    steps.append(event[2])
    for _, value in fields(event[5]):
        value = dict(fields(value))
        tags[value[1].decode()] = struct.unpack("<f", value[2])[0]
assert max(steps) == 40, steps
assert {"train/loss", "train/main", "train/learning_rate", "validation/recall@50", "test/recall@200"} <= tags.keys(), tags
)"),
              folder);
}

void TestExchange::viewsTellOfRuns()
{
    const auto shown = run({ "runs", "show", m_run }).last();
    const double recall = shown.at("test").at("recall").at("50").get<double>();
    runPython(QStringLiteral(
                  "import sqlite3, sys\n"
                  "store = sqlite3.connect('workspace/runs.sqlite')\n"
                  "run, recall = sys.argv[1].split()\n"
                  "row, = store.execute('SELECT model, state, recall_50 FROM v_runs WHERE run = ?', [run])\n"
                  "assert row[:2] == ('opal', 'finished') and abs(row[2] - float(recall)) < 1e-9, row\n"
                  "rows = store.execute(\"SELECT split, stage, epoch, k, value FROM v_evaluations WHERE run "
                  "= ? AND metric = 'recall' AND k = 50 ORDER BY step, epoch IS NULL\", [run]).fetchall()\n"
                  "assert [row[:3] for row in rows] == [('validation', 'soft', 1), ('validation', 'hard', "
                  "1), ('test', 'hard', None)], rows\n"
                  "assert abs(rows[-1][4] - float(recall)) < 1e-9\n"),
              QStringLiteral("%1 %2").arg(QString::fromStdString(m_run), QString::number(recall, 'g', 17)),
              m_folder.path());
}

void TestExchange::wrongRequestsAreRefused()
{
    const std::string out = path(QStringLiteral("refused")).toStdString();
    QCOMPARE(run({ "export", m_run, "--as", "onnx", "--out", out }).exitCode, 2);
    QCOMPARE(run({ "export", "nobody", "--as", "npz", "--out", out }).exitCode, 4);
    const Invocation index = run({ "export", m_run, "--as", "faiss", "--out", out, "--index", "Nonsense7" });
    QCOMPARE(index.exitCode, 2);
    QVERIFY(index.out.find("Nonsense7") != std::string::npos);
    QVERIFY(run({ "export", m_run, m_run, "--as", "npz", "--out", out }).exitCode != 0);
    QFile(path(QStringLiteral("file"))).open(QIODevice::WriteOnly);
    QCOMPARE(
        run({ "export", m_run, "--as", "npz", "--out", path(QStringLiteral("file/below")).toStdString() })
            .exitCode,
        1);
}

void TestExchange::vectorsTravelInACircle_data()
{
    QTest::addColumn<QString>("form");
    QTest::newRow("npz") << QStringLiteral("npz");
    QTest::newRow("safetensors") << QStringLiteral("safetensors");
}

/// Exported, adopted again: the same figures and lists.
void TestExchange::vectorsTravelInACircle()
{
    QFETCH(QString, form);
    const QString folder = exported(m_run, form.toStdString());
    QVERIFY(!folder.isEmpty());
    const std::string beside = folder.toStdString() + "/";
    const auto place
        = [&](const std::string& array) { return beside + "run." + form.toStdString() + ":" + array; };
    const auto ids = [&](const std::string& name) {
        return form == QLatin1String("npz") ? place(name) : beside + name + ".txt";
    };
    const Invocation adopted = run({ "adopt",
                                     "--dataset",
                                     m_dataset,
                                     "--name",
                                     "circle " + form.toStdString(),
                                     "--items",
                                     place("items"),
                                     "--item-ids",
                                     ids("item_ids"),
                                     "--users",
                                     place("interests"),
                                     "--user-ids",
                                     ids("user_ids"),
                                     "--valid",
                                     place("valid"),
                                     "--weights",
                                     place("weights"),
                                     "--validation-users",
                                     place("validation_interests"),
                                     "--validation-valid",
                                     place("validation_valid"),
                                     "--max-length",
                                     "12" });
    QVERIFY2(adopted.exitCode == 0, adopted.err.c_str());
    const std::string id = adopted.last().at("run").get<std::string>();
    for (const char* const split : { "test", "valid" }) {
        const auto ours = run({ "evaluate", m_run, "--split", split }).last();
        const auto theirs = run({ "evaluate", id, "--split", split }).last();
        QVERIFY(theirs.at("users") == ours.at("users"));
        for (const char* const metric : { "recall", "hit_rate", "ndcg" })
            for (const auto& [k, value] : ours.at(metric).items())
                QVERIFY(std::abs(theirs.at(metric).at(k).get<double>() - value.get<double>()) < 1e-6);
    }
    const auto users = run({ "recommend", m_run, "--user", "1", "--k", "30" }).last();
    const auto again = run({ "recommend", id, "--user", "1", "--k", "30" }).last();
    QCOMPARE(again.at("merged").size(), users.at("merged").size());
    for (std::size_t rank = 0; rank < users.at("merged").size(); ++rank) {
        QVERIFY(again.at("merged")[rank].at("item") == users.at("merged")[rank].at("item"));
        QVERIFY(again.at("merged")[rank].at("interest") == users.at("merged")[rank].at("interest"));
    }
    QVERIFY(std::abs(again.at("interests")[0].at("intensity").get<double>()
                     - users.at("interests")[0].at("intensity").get<double>())
            < 1e-5);
    const auto sppmi = run({ "diversity", m_run, "--user", "1", "--k", "30" }).last();
    const auto sppmiAgain = run({ "diversity", id, "--user", "1", "--k", "30" }).last();
    for (const char* const value : { "mean", "within", "between", "zero_share" })
        if (sppmi.at(value).is_number())
            QVERIFY(std::abs(sppmiAgain.at(value).get<double>() - sppmi.at(value).get<double>()) < 1e-6);
    const auto shown = run({ "runs", "show", id }).last();
    QCOMPARE(shown.at("model").get<std::string>(), std::string("external"));
    QCOMPARE(shown.at("state").get<std::string>(), std::string("finished"));
    QVERIFY(shown.at("params").at("sha256").get<std::string>().find("run." + form.toStdString() + " ") == 0);
    QCOMPARE(shown.at("params").at("interests").get<int>(), 3);
    QCOMPARE(run({ "diversity", id, "--all-users" }).exitCode, 0);
    // What needs the model says so.
    const Invocation edited = run({ "recommend", id, "--user", "1", "--history", "1,2,3" });
    QCOMPARE(edited.exitCode, 1);
    QVERIFY(edited.out.find("adopted from vectors") != std::string::npos);
    QCOMPARE(run({ "train", "--dataset", m_dataset, "--model", "external" }).exitCode, 3);
    const Invocation table = run({ "table", "table2", "--run", m_run, "--run", id, "--format", "markdown" });
    QVERIFY2(table.out.find("circle " + form.toStdString()) != std::string::npos, table.out.c_str());
}

/// A model of plain PyTorch, none of our code, on what was exported.
void TestExchange::plainPyTorchIsAdopted()
{
    const QString folder = exported(m_run, "npz");
    QVERIFY(!folder.isEmpty());
    runPython(QString::fromUtf8(R"(
import numpy as np, torch
torch.manual_seed(3)
run = dict(np.load("run.npz"))
count, users = len(run["item_ids"]), len(run["user_ids"])
history = lambda u: torch.from_numpy(run["history_items"][run["history_offsets"][u]:run["history_offsets"][u + 1]]).long()
items, heads = torch.nn.Embedding(count, 16), torch.nn.Linear(16, 2)
encode = lambda h: torch.softmax(heads(items(h)).T, 1) @ items(h)  # [2, 16]
known = [u for u in range(users) if len(history(u)) > 3]
optimiser = torch.optim.Adam([*items.parameters(), *heads.parameters()], 0.05)
for epoch in range(3):
    for begin in range(0, len(known), 32):
        part = known[begin:begin + 32]
        scores = torch.stack([(encode(history(u)[:-1]) @ items.weight.T).max(0).values for u in part])
        loss = torch.nn.functional.cross_entropy(scores, torch.stack([history(u)[-1] for u in part]))
        optimiser.zero_grad(); loss.backward(); optimiser.step()
with torch.no_grad():
    vectors = np.zeros((users, 2, 16))
    for u in known:
        vectors[u] = encode(history(u)).numpy()
order = np.random.default_rng(5).permutation(users)
np.savez_compressed("pytorch.npz", items=np.asfortranarray(items.weight.detach().numpy().astype("f2")),
                    users=vectors[order], ids=run["user_ids"][order])
)"),
              QString(), folder);
    const std::string file = folder.toStdString() + "/pytorch.npz";
    const Invocation adopted
        = run({ "adopt", "--dataset", m_dataset, "--name", "plain PyTorch", "--items", file + ":items",
                "--users", file + ":users", "--user-ids", file + ":ids" });
    QVERIFY2(adopted.exitCode == 0, adopted.err.c_str());
    QVERIFY(adopted.last().at("recall").at("50").get<double>() > 0.3);
    const std::string id = adopted.last().at("run").get<std::string>();
    QCOMPARE(run({ "recommend", id, "--user", "1" }).last().at("interests").size(), std::size_t { 2 });
    QVERIFY(!exported(id, "faiss").isEmpty());
    QCOMPARE(run({ "export", id, "--as", "torchscript", "--out", path(QStringLiteral("none")).toStdString() })
                 .exitCode,
             1);
}

void TestExchange::hostileVectorsAreRefused_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("part");
    const auto add = [](const char* name, const char* script, const char* part) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(part);
    };
    add("objects", "np.save('items.npy', np.array([{}, 1], object), allow_pickle=True)", "pickles");
    add("pickle", "import pickle; pickle.dump(items, open('items.npy', 'wb'))", "pickle");
    add("no number", "items[7, 2] = np.nan; np.save('items.npy', items)", "row 8");
    add("lying size", "np.save('items.npy', items); f = open('items.npy', 'r+b'); f.truncate(600)",
        "does not fit");
    add("torch.save", "import torch; torch.save(torch.from_numpy(items), 'items.npy')", "pickle");
    add("too few", "np.save('items.npy', items[:60])", "120");
}

void TestExchange::hostileVectorsAreRefused()
{
    QFETCH(QString, script);
    QFETCH(QString, part);
    const QString folder = path(QStringLiteral("hostile"));
    QVERIFY(QDir().mkpath(folder));
    runPython(
        QStringLiteral(
            "import numpy as np\nitems = np.ones((120, 4), 'f4')\nnp.save('users.npy', np.ones((150, 2, "
            "4), 'f4'))\n")
            + script,
        QString(), folder);
    const auto before = run({ "runs", "list" }).last().size();
    const Invocation refused
        = run({ "adopt", "--dataset", m_dataset, "--name", "hostile", "--items",
                folder.toStdString() + "/items.npy", "--users", folder.toStdString() + "/users.npy" });
    QCOMPARE(refused.exitCode, 3);
    QVERIFY2(QString::fromStdString(refused.last().at("message").get<std::string>()).contains(part),
             refused.out.c_str());
    QCOMPARE(run({ "runs", "list" }).last().size(), before);
    QCOMPARE(QDir(path(QStringLiteral("workspace/runs")))
                 .entryList({ QStringLiteral(".*") }, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot)
                 .size(),
             0);
}

OPAL_TEST(TestExchange)
#include "tst_exchange.moc"
