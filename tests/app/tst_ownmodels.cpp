// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/opalprogram.h"
#include "tests/support/testprogram.h"

/// TorchScript files as models: the worked examples, scripted here, train, are killed and go on, are swept
/// and travel; files that break the contract are refused with one message each and leave nothing behind.
class TestOwnModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aFileIsTrustedBeforeItRuns();
    void aWorkedExampleTrains_data();
    void aWorkedExampleTrains();
    void killedAndUndisturbedRunsEndAlike_data();
    void killedAndUndisturbedRunsEndAlike();
    void anotherFileIsNotResumed();
    void ownParametersAreValidated();
    void aSweepTrainsItBesideOurs();
    void aBundleBringsTheFile();
    void aHostileFileIsRefused_data();
    void aHostileFileIsRefused();
    void aStepThatBreaksTheContractEndsTheRun_data();
    void aStepThatBreaksTheContractEndsTheRun();

private:
    Invocation opal(const QString& workspace, const QStringList& arguments) const;

    QString workspace(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QString script(const QString& name) const { return m_folder.filePath(name + QStringLiteral(".pt")); }

    QStringList training(const QString& model) const;
    /// Writes `body`, methods of a class Model, as a model file.
    QString modelFile(const QString& name, const QString& body);
    QByteArray finalWeights(const QString& workspace, const std::string& run) const;

    QTemporaryDir m_folder;
    QString m_dataset;
};

namespace {

/// What every small model begins with.
constexpr const char* modelHead = R"(
import sys, torch
from typing import Dict, List, Tuple
from torch import Tensor
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.items = torch.nn.Parameter(torch.zeros(1, 1))
        self.register_buffer("calls", torch.zeros(1))
)";
constexpr const char* plainSetup = R"(
    @torch.jit.export
    def setup(self, items: int, interests: int, dimension: int, max_length: int, values: Dict[str, float]) -> Dict[str, Tensor]:
        return {"calls": torch.zeros(1)}
)";
constexpr const char* plainInterests = R"(
    @torch.jit.export
    def interests(self, history: Tensor, mask: Tensor) -> Tensor:
        x = torch.embedding(self.items, history) * mask.unsqueeze(2)
        return x.sum(1, keepdim=True) / mask.sum(1).clamp(min=1).view(-1, 1, 1)
    @torch.jit.export
    def parameters_table(self) -> List[Tuple[str, str, float, float, float, str]]:
        return [("interests", "integer", 1.0, 1.0, 1.0, "One mean.")]
)";

QStringList entries(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

} // namespace

void TestOwnModels::initTestCase()
{
    QVERIFY(m_folder.isValid());
    // Who trusts what is kept with the person's preferences.
    qputenv("XDG_CONFIG_HOME", m_folder.filePath(QStringLiteral("config")).toUtf8());
    m_dataset = m_folder.filePath(QStringLiteral("toy.opaldata"));
    QCOMPARE(opal(workspace("main"),
                  { QStringLiteral("synth"), QStringLiteral("--out"), m_dataset, QStringLiteral("--users"),
                    QStringLiteral("300"), QStringLiteral("--items"), QStringLiteral("200"),
                    QStringLiteral("--interactions"), QStringLiteral("9000"), QStringLiteral("--days"),
                    QStringLiteral("10"), QStringLiteral("--topics"), QStringLiteral("6") })
                 .exitCode,
             0);
    for (const QString& name :
         { QStringLiteral("sasrec"), QStringLiteral("remi"), QStringLiteral("opal_model") }) {
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     { QStringLiteral(OPAL_SOURCE_DIR "/resources/python/") + name + QStringLiteral(".py"),
                       script(name) });
        QVERIFY(python.waitForFinished(300'000));
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    }
    for (const QString& name : { QStringLiteral("sasrec"), QStringLiteral("remi") }) {
        QFile source(QStringLiteral(OPAL_SOURCE_DIR "/resources/python/") + name + QStringLiteral(".py"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QVERIFY(source.readAll().count('\n') < 120);
    }
}

Invocation TestOwnModels::opal(const QString& workspace, const QStringList& arguments) const
{
    QProcess process;
    startOpal(process, workspace, arguments);
    Invocation result;
    if (!process.waitForFinished(600'000))
        return result;
    result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.out = process.readAllStandardOutput().toStdString();
    result.err = process.readAllStandardError().toStdString();
    return result;
}

QStringList TestOwnModels::training(const QString& model) const
{
    QStringList arguments { QStringLiteral("train"),
                            QStringLiteral("--dataset"),
                            m_dataset,
                            QStringLiteral("--model"),
                            model,
                            QStringLiteral("--seed"),
                            QStringLiteral("7"),
                            QStringLiteral("--threads"),
                            QStringLiteral("1") };
    for (const char* const setting : { "batch_size=64", "steps_per_epoch=40", "max_epochs=3", "dim=16",
                                       "max_length=20", "learning_rate=0.01" })
        arguments << QStringLiteral("--set") << QString::fromLatin1(setting);
    return arguments;
}

QString TestOwnModels::modelFile(const QString& name, const QString& body)
{
    // TorchScript reads the source of a class from its file.
    QFile source(m_folder.filePath(name + QStringLiteral(".py")));
    const QByteArray text = (QString::fromLatin1(modelHead) + body).toUtf8()
        + "\ntorch.jit.script(Model()).save(sys.argv[1])\n";
    const bool written = source.open(QIODevice::WriteOnly) && source.write(text) == text.size();
    source.close();
    QFile::remove(script(name));
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"), { source.fileName(), script(name) });
    if (!written || !python.waitForFinished(300'000) || python.exitCode() != 0)
        QTest::qFail(python.readAllStandardError().constData(), __FILE__, __LINE__);
    return script(name);
}

QByteArray TestOwnModels::finalWeights(const QString& workspace, const std::string& run) const
{
    QFile file(workspace + QStringLiteral("/runs/") + QString::fromStdString(run)
               + QStringLiteral("/final.safetensors"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestOwnModels::aFileIsTrustedBeforeItRuns()
{
    const QString place = workspace("main");
    const Invocation refused = opal(
        place, { QStringLiteral("models"), QStringLiteral("add"), script(QStringLiteral("opal_model")) });
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.find("is a program") != std::string::npos, refused.err.c_str());
    QVERIFY(entries(place + QStringLiteral("/models")).isEmpty());
    for (const char* const name : { "opal_model", "sasrec", "remi" }) {
        const Invocation added = opal(place,
                                      { QStringLiteral("models"), QStringLiteral("add"),
                                        script(QLatin1String(name)), QStringLiteral("--trust") });
        QVERIFY2(added.exitCode == 0, added.err.c_str());
        QCOMPARE(added.last().at("name").get<std::string>(), std::string(name));
        QCOMPARE(added.last().at("own_loss").get<bool>(), std::string(name) == "remi");
    }
    // What is trusted stays so, also for another workspace.
    const Invocation again
        = opal(workspace("other"),
               { QStringLiteral("models"), QStringLiteral("add"), script(QStringLiteral("sasrec")) });
    QVERIFY2(again.exitCode == 0, again.err.c_str());
    const auto listed = opal(place, { QStringLiteral("models"), QStringLiteral("list") }).last();
    QCOMPARE(listed.size(), 3U);
    QVERIFY(std::all_of(listed.begin(), listed.end(),
                        [](const auto& model) { return model.at("trusted") == true; }));
    const Invocation ours
        = opal(place,
               { QStringLiteral("models"), QStringLiteral("add"), script(QStringLiteral("sasrec")),
                 QStringLiteral("--name"), QStringLiteral("mind") });
    QCOMPARE(ours.exitCode, 2);
    QCOMPARE(opal(place, { QStringLiteral("models"), QStringLiteral("remove"), QStringLiteral("opal_model") })
                 .exitCode,
             0);
    QCOMPARE(opal(place, { QStringLiteral("models"), QStringLiteral("list") }).last().size(), 2U);
}

void TestOwnModels::aWorkedExampleTrains_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QStringList>("terms");
    QTest::newRow("SASRec") << QStringLiteral("sasrec")
                            << QStringList { QStringLiteral("loss"), QStringLiteral("main") };
    QTest::newRow("REMI") << QStringLiteral(
        "remi") << QStringList { QStringLiteral("loss"), QStringLiteral("hard"), QStringLiteral("routing") };
}

void TestOwnModels::aWorkedExampleTrains()
{
    QFETCH(QString, model);
    QFETCH(QStringList, terms);
    const Invocation trained = opal(workspace("main"), training(model));
    QVERIFY2(trained.exitCode == 0, trained.err.c_str());
    const auto last = trained.last();
    QCOMPARE(last.at("model").get<std::string>(), model.toStdString());
    // A random list of 50 of 200 items finds a quarter.
    QVERIFY2(last.at("test").at("recall").at("50").get<double>() > 0.35, last.dump().c_str());
    const auto steps = trained.events("step");
    QVERIFY(!steps.empty());
    for (const QString& term : terms)
        QVERIFY2(steps.back().dump().find('"' + term.toStdString() + '"') != std::string::npos,
                 steps.back().dump().c_str());
    const Invocation lists
        = opal(workspace("main"),
               { QStringLiteral("evaluate"), QString::fromStdString(last.at("run").get<std::string>()) });
    QVERIFY2(lists.exitCode == 0, lists.err.c_str());
    QVERIFY(lists.last().at("recall") == last.at("test").at("recall"));
}

void TestOwnModels::killedAndUndisturbedRunsEndAlike_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("SASRec with dropout") << QStringLiteral("sasrec");
    QTest::newRow("REMI") << QStringLiteral("remi");
}

void TestOwnModels::killedAndUndisturbedRunsEndAlike()
{
    QFETCH(QString, model);
    const QString place = workspace("main");
    const Invocation calm = opal(place, training(model));
    QVERIFY2(calm.exitCode == 0, calm.err.c_str());
    const QByteArray expected = finalWeights(place, calm.last().at("run").get<std::string>());
    QVERIFY(!expected.isEmpty());
    QStringList command = training(model);
    std::string run;
    int kills = 0;
    for (const char* const moment : { "step", "evaluation", "step", "finished" }) {
        QProcess process;
        startOpal(process, place, command);
        if (run.empty()) {
            const auto named = waitForEvent(process, "run");
            QVERIFY2(!named.is_null(), process.readAllStandardError().constData());
            run = named.at("run").get<std::string>();
            command = QStringList { QStringLiteral("resume"), QString::fromStdString(run),
                                    QStringLiteral("--threads"), QStringLiteral("1") };
        }
        QVERIFY2(!waitForEvent(process, moment).is_null(), process.readAllStandardError().constData());
        if (std::string(moment) == "finished") {
            QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished());
            QCOMPARE(process.exitCode(), 0);
            break;
        }
        process.kill();
        QVERIFY(process.waitForFinished());
        ++kills;
    }
    QCOMPARE(kills, 3);
    const QByteArray resumed = finalWeights(place, run);
    QVERIFY(!resumed.isEmpty());
    QVERIFY(resumed == expected);
}

void TestOwnModels::anotherFileIsNotResumed()
{
    const QString place = workspace("main");
    QProcess process;
    startOpal(process, place, training(QStringLiteral("sasrec")));
    const auto named = waitForEvent(process, "run");
    QVERIFY(!named.is_null());
    QVERIFY(!waitForEvent(process, "step").is_null());
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    const QString run = QString::fromStdString(named.at("run").get<std::string>());
    const QString file = place + QStringLiteral("/runs/") + run + QStringLiteral("/model.pt");
    QVERIFY(QFile::remove(file));
    QVERIFY(QFile::copy(script(QStringLiteral("remi")), file));
    const Invocation other = opal(place, { QStringLiteral("resume"), run });
    QVERIFY(other.exitCode != 0);
    QVERIFY2(other.err.find("put the original file back") != std::string::npos, other.err.c_str());
    // One that is missing comes back from the workspace, or is asked for.
    QVERIFY(QFile::remove(file));
    QCOMPARE(opal(place, { QStringLiteral("models"), QStringLiteral("remove"), QStringLiteral("sasrec") })
                 .exitCode,
             0);
    const Invocation missing = opal(place, { QStringLiteral("resume"), run });
    QCOMPARE(missing.exitCode, 4);
    QVERIFY2(missing.err.find("add that file again") != std::string::npos, missing.err.c_str());
    QCOMPARE(
        opal(place, { QStringLiteral("models"), QStringLiteral("add"), script(QStringLiteral("sasrec")) })
            .exitCode,
        0);
    const Invocation resumed = opal(place, { QStringLiteral("resume"), run });
    QVERIFY2(resumed.exitCode == 0, resumed.err.c_str());
}

void TestOwnModels::ownParametersAreValidated()
{
    const QString place = workspace("main");
    QStringList wrong = training(QStringLiteral("sasrec"))
        << QStringLiteral("--set") << QStringLiteral("dropout=1.5");
    const Invocation beyond = opal(place, wrong);
    QCOMPARE(beyond.exitCode, 3);
    QVERIFY2(beyond.err.find("dropout") != std::string::npos && beyond.err.find("0.9") != std::string::npos,
             beyond.err.c_str());
    wrong.last() = QStringLiteral("interests=2");
    QCOMPARE(opal(place, wrong).exitCode, 3);
    wrong.last() = QStringLiteral("dropou=0.1");
    QVERIFY(opal(place, wrong).err.find("dropout") != std::string::npos);
    const Invocation help = opal(place,
                                 { QStringLiteral("train"), QStringLiteral("--model"),
                                   QStringLiteral("sasrec"), QStringLiteral("--help") });
    QVERIFY2(help.out.find("Share of the attention") != std::string::npos, help.out.c_str());
}

void TestOwnModels::aSweepTrainsItBesideOurs()
{
    const QString place = workspace("main");
    QStringList command { QStringLiteral("sweep"),
                          QStringLiteral("--dataset"),
                          m_dataset,
                          QStringLiteral("--models"),
                          QStringLiteral("sasrec,comirec-sa"),
                          QStringLiteral("--axis"),
                          QStringLiteral("learning_rate=0.003,0.01"),
                          QStringLiteral("--threads"),
                          QStringLiteral("1") };
    for (const char* const setting :
         { "batch_size=64", "steps_per_epoch=20", "max_epochs=1", "dim=8", "interests=1" })
        command << QStringLiteral("--set") << QString::fromLatin1(setting);
    const Invocation swept = opal(place, command);
    QVERIFY2(swept.exitCode == 0, swept.err.c_str());
    const auto runs = opal(place, { QStringLiteral("runs"), QStringLiteral("list") }).last();
    const auto ofSweep = [](const auto& run) { return run.dump().find("sweep") != std::string::npos; };
    QCOMPARE(std::count_if(runs.begin(), runs.end(), ofSweep), 4);
    const Invocation table = opal(place, { QStringLiteral("table"), QStringLiteral("--help") });
    QCOMPARE(table.exitCode, 0);
}

void TestOwnModels::aBundleBringsTheFile()
{
    const QString place = workspace("main");
    const Invocation trained = opal(place, training(QStringLiteral("remi")));
    QVERIFY2(trained.exitCode == 0, trained.err.c_str());
    const QString run = QString::fromStdString(trained.last().at("run").get<std::string>());
    const QString bundle = m_folder.filePath(QStringLiteral("remi.opalrun"));
    const Invocation written = opal(
        place, { QStringLiteral("runs"), QStringLiteral("export"), run, QStringLiteral("--out"), bundle });
    QVERIFY2(written.exitCode == 0, written.err.c_str());
    const QString far = workspace("far");
    const Invocation taken = opal(far, { QStringLiteral("runs"), QStringLiteral("import"), bundle });
    QVERIFY2(taken.exitCode == 0, taken.err.c_str());
    const QString there = QString::fromStdString(taken.last().at("run").get<std::string>());
    opal(far, { QStringLiteral("dataset"), m_dataset });
    const Invocation evaluated = opal(far, { QStringLiteral("evaluate"), there });
    QVERIFY2(evaluated.exitCode == 0, evaluated.err.c_str());
    QVERIFY(evaluated.last().at("recall") == trained.last().at("test").at("recall"));
    // Another person has not said that the file may run.
    qputenv("XDG_CONFIG_HOME", m_folder.filePath(QStringLiteral("stranger")).toUtf8());
    const Invocation asked = opal(far, { QStringLiteral("evaluate"), there });
    qputenv("XDG_CONFIG_HOME", m_folder.filePath(QStringLiteral("config")).toUtf8());
    QCOMPARE(asked.exitCode, 2);
    QVERIFY2(asked.err.find("--trust") != std::string::npos, asked.err.c_str());
}

void TestOwnModels::aHostileFileIsRefused_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("message");
    const QString setup = QString::fromLatin1(plainSetup);
    const QString interests = QString::fromLatin1(plainInterests);
    const auto instead = [&](const char* made) {
        return setup
            + QString(interests).replace(
                QStringLiteral("x.sum(1, keepdim=True) / mask.sum(1).clamp(min=1).view(-1, 1, 1)"),
                QLatin1String(made));
    };
    QTest::newRow("loops for ever") << setup
            + QString(interests).replace(
                QStringLiteral("        return x.sum"),
                QStringLiteral(
                    "        while bool((x == x).all()):\n            x = x + 1\n        return x.sum"))
                                    << QStringLiteral("did not end within");
    QTest::newRow("takes a terabyte") << instead("torch.zeros(250000000000)") << QStringLiteral("memory");
    QTest::newRow("takes memory bit by bit") << setup
            + QString(interests).replace(
                QStringLiteral("        return x.sum"),
                QStringLiteral(
                    "        kept: List[Tensor] = []\n        for i in range(100000):\n           "
                    " kept.append(torch.ones(4000000))\n        x = x * kept[-1][0]\n        return x.sum"))
                                             << QStringLiteral("memory");
    QTest::newRow("gives NaN") << instead("x.sum(1, keepdim=True) / torch.zeros(1)")
                               << QStringLiteral("finite number");
    QTest::newRow("another shape") << instead("x") << QStringLiteral("[B, K, d]");
    QTest::newRow("another type") << instead("x.sum(1, keepdim=True).double()") << QStringLiteral("Double");
    QTest::newRow("reads padding") << instead(
        "torch.embedding(self.items, history).sum(1, keepdim=True) / history.size(1)")
                                   << QStringLiteral("padding");
    QTest::newRow("no setup") << interests << QStringLiteral("setup()");
    QTest::newRow("no interests") << setup << QStringLiteral("interests()");
    QTest::newRow("does not use the items")
        << instead("torch.ones(history.size(0), 1, self.items.size(1)) * self.calls")
        << QStringLiteral("gradient");
    QTest::newRow("raises") << setup
            + QString(interests).replace(
                QStringLiteral("        return x.sum"),
                QStringLiteral("        if x.size(0) > 0:\n            raise RuntimeError(\"out of "
                               "ideas\")\n        return x.sum"))
                            << QStringLiteral("out of ideas");
    QTest::newRow("a range beyond ours") << setup
            + QString(interests).replace(QStringLiteral("1.0, 1.0, 1.0"), QStringLiteral("1.0, 1.0, 99.0"))
                                         << QStringLiteral("range beyond");
    QTest::newRow("writes a huge file") << setup
            + QString(interests).replace(
                QStringLiteral("        return x.sum"),
                QStringLiteral(
                    "        x = x * torch.from_file(\"huge\", True, 1000000000)[0]\n        return x.sum"))
                                        << QStringLiteral("model file");
}

void TestOwnModels::aHostileFileIsRefused()
{
    QFETCH(QString, body);
    QFETCH(QString, message);
    const QString file = modelFile(QStringLiteral("hostile"), body);
    const QString place = m_folder.filePath(QLatin1String(QTest::currentDataTag()));
    // Only an endless loop should meet the limit of time, on a busy machine, too.
    const bool isEndless = message == QLatin1String("did not end within");
    const Invocation refused
        = opal(place,
               { QStringLiteral("models"), QStringLiteral("add"), file, QStringLiteral("--trust"),
                 QStringLiteral("--seconds"), isEndless ? QStringLiteral("5") : QStringLiteral("60"),
                 QStringLiteral("--memory"), QStringLiteral("1024") });
    QVERIFY2(refused.exitCode > 0, refused.err.c_str());
    QVERIFY2(refused.err.find(message.toStdString()) != std::string::npos, refused.err.c_str());
    QCOMPARE(refused.events("failed").size(), 1U);
    QVERIFY(entries(place + QStringLiteral("/models")).isEmpty());
    QVERIFY(!QFile::exists(QStringLiteral("huge")));
}

void TestOwnModels::aStepThatBreaksTheContractEndsTheRun_data()
{
    QTest::addColumn<QString>("late");
    QTest::addColumn<QString>("message");
    QTest::newRow("NaN") << QStringLiteral("x = x * float(\"nan\")") << QStringLiteral("not a finite number");
    QTest::newRow("shape") << QStringLiteral("return x") << QStringLiteral("[B, K, d]");
    QTest::newRow("raises") << QStringLiteral("raise RuntimeError(\"tired\")") << QStringLiteral("tired");
}

/// A file that behaves for its first calls and not later.
void TestOwnModels::aStepThatBreaksTheContractEndsTheRun()
{
    QFETCH(QString, late);
    QFETCH(QString, message);
    const QString interests
        = QString(QString::fromLatin1(plainInterests))
              .replace(QStringLiteral("        return x.sum"),
                       QStringLiteral("        if self.training:\n            self.calls += 1\n        if "
                                      "bool(self.calls > 30):\n            ")
                           + late + QStringLiteral("\n        return x.sum"));
    const QString file = modelFile(QStringLiteral("late"), QString::fromLatin1(plainSetup) + interests);
    const QString place = workspace("late");
    const Invocation added
        = opal(place, { QStringLiteral("models"), QStringLiteral("add"), file, QStringLiteral("--trust") });
    QVERIFY2(added.exitCode == 0, added.err.c_str());
    const Invocation trained = opal(place, training(QStringLiteral("late")));
    QVERIFY(trained.exitCode > 0);
    QVERIFY2(trained.err.find(message.toStdString()) != std::string::npos, trained.err.c_str());
    const auto runs = opal(place, { QStringLiteral("runs"), QStringLiteral("list") }).last();
    QCOMPARE(runs.at(0).at("state").get<std::string>(), std::string("failed"));
}

OPAL_TEST(TestOwnModels)
#include "tst_ownmodels.moc"
