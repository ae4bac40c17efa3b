// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <fstream>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/program.h"
#include "core/store/runstore.h"
#include "tests/support/opalprogram.h"
#include "tests/support/testprogram.h"

using Json = nlohmann::json;

/// The real program where something around it is unusual: locale, streams, devices, permissions, namespaces,
/// damaged files.
class TestSurroundings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void numbersHaveAPointInEveryLocale();
    void aFullOrClosedStandardOutputIsAnError_data();
    void aFullOrClosedStandardOutputIsAnError();
    void devicesPipesAndLinksAreWrittenThrough();
    void dashIsStandardOutput();
    void emptyValuesAreRefused_data();
    void emptyValuesAreRefused();
    void controlCharactersReachNoTerminal();
    void withoutHomeTheAccountSaysWhereItIs();
    void dataSetFilesNeedNoWorkspace();
    void whatCannotBeWrittenIsRead();
    void oneNamespaceSeesTheRunsOfAnother();
    void aNetworkFileSystemIsNoPlaceForAWorkspace();
    void damagedWeightsAreNotExported();

private:
    /// Runs it as `prefix` wants, e.g. {"env", "LC_ALL=de_DE.UTF-8"}.
    Invocation run(const QStringList& arguments, const QStringList& prefix = {}) const;
    /// The same by a shell, "$OPAL" being the program with the workspace.
    Invocation shell(const QString& command) const;

    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    QTemporaryDir m_folder;
    QString m_workspace;
    QString m_dataset;
    QString m_run;
};

namespace {

QByteArray contentOf(const QString& file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

Invocation ended(QProcess& process)
{
    process.waitForFinished(300000);
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
             process.readAllStandardOutput().toStdString(), process.readAllStandardError().toStdString() };
}

} // namespace

Invocation TestSurroundings::run(const QStringList& arguments, const QStringList& prefix) const
{
    QStringList all = prefix;
    all << QStringLiteral(OPAL_PROGRAM) << QStringLiteral("--workspace") << m_workspace << arguments;
    QProcess process;
    process.setProgram(all.takeFirst());
    process.setArguments(all);
    process.start();
    return ended(process);
}

Invocation TestSurroundings::shell(const QString& command) const
{
    QProcess process;
    process.setProgram(QStringLiteral("sh"));
    process.setArguments(
        { QStringLiteral("-c"),
          QString(command).replace(
              QStringLiteral("$OPAL"),
              QStringLiteral("'%1' --workspace '%2'").arg(QStringLiteral(OPAL_PROGRAM), m_workspace)) });
    process.setWorkingDirectory(m_folder.path());
    process.start();
    return ended(process);
}

void TestSurroundings::initTestCase()
{
    // Another account has to reach it.
    QVERIFY(m_folder.isValid());
    QVERIFY(::chmod(m_folder.path().toLocal8Bit().constData(), 0755) == 0);
    m_workspace = path("workspace");
    m_dataset = path("toy.opaldata");
    const Invocation made = shell(QStringLiteral("$OPAL synth --out toy.opaldata --users 150 --items 120 "
                                                 "--interactions 4500 --days 8 --topics 4 --seed 3"));
    QVERIFY2(made.exitCode == 0, made.err.c_str());
    const Invocation trained
        = shell(QStringLiteral("$OPAL --json train --dataset toy.opaldata --set steps_per_epoch=5 --set "
                               "max_epochs=1 --set batch_size=32 "
                               "--set interests=2 --set dim=8 --set patience=1"));
    QVERIFY2(trained.exitCode == 0, trained.err.c_str());
    m_run = QString::fromStdString(trained.last().at("run").get<std::string>());
}

void TestSurroundings::numbersHaveAPointInEveryLocale()
{
    QProcess localedef;
    localedef.start(QStringLiteral("localedef"),
                    { QStringLiteral("-i"), QStringLiteral("de_DE"), QStringLiteral("-f"),
                      QStringLiteral("UTF-8"), path("de_DE.UTF-8") });
    if (!localedef.waitForFinished(120000) || !QFileInfo::exists(path("de_DE.UTF-8/LC_NUMERIC")))
        QSKIP("no locale with a decimal comma can be made: install the package locales");
    const QStringList german { QStringLiteral("env"), QStringLiteral("LOCPATH=") + m_folder.path(),
                               QStringLiteral("LC_ALL=de_DE.UTF-8") };
    for (const QStringList& command : { QStringList { QStringLiteral("table"), QStringLiteral("table2"),
                                                      QStringLiteral("--format"), QStringLiteral("csv") },
                                        QStringList { QStringLiteral("table"), QStringLiteral("table2"),
                                                      QStringLiteral("--format"), QStringLiteral("latex") },
                                        QStringList { QStringLiteral("table"), QStringLiteral("table1") },
                                        QStringList { QStringLiteral("runs"), QStringLiteral("list") },
                                        QStringList { QStringLiteral("runs"), QStringLiteral("show"), m_run },
                                        QStringList { QStringLiteral("dataset"), m_dataset } }) {
        const Invocation here = run(command);
        const Invocation there = run(command, german);
        QCOMPARE(there.exitCode, 0);
        QCOMPARE(QString::fromStdString(there.out), QString::fromStdString(here.out));
    }
    // This one tells its time, too.
    const QString evaluated = QString::fromStdString(run({ QStringLiteral("evaluate"), m_run }, german).out);
    QVERIFY(evaluated.contains(QRegularExpression(QStringLiteral("0\\.[0-9]{4}"))));
    QVERIFY2(!evaluated.contains(QRegularExpression(QStringLiteral("[0-9],[0-9]{4}"))),
             qPrintable(evaluated));
}

void TestSurroundings::aFullOrClosedStandardOutputIsAnError_data()
{
    QTest::addColumn<QString>("command");
    for (const char* command :
         { "--version", "--help", "table table2", "--json runs list", "runs list", "dataset toy.opaldata" })
        QTest::newRow(command) << QString::fromLatin1(command);
}

void TestSurroundings::aFullOrClosedStandardOutputIsAnError()
{
    QFETCH(QString, command);
    for (const QString& output : { QStringLiteral(">/dev/full"), QStringLiteral(">&-") }) {
        const Invocation result = shell(QStringLiteral("$OPAL ") + command + u' ' + output);
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.find("standard output cannot be written") != std::string::npos,
                 result.err.c_str());
    }
}

void TestSurroundings::devicesPipesAndLinksAreWrittenThrough()
{
    const std::string table = run({ QStringLiteral("table"), QStringLiteral("table2") }).out;
    QVERIFY(::mkfifo(path("pipe").toLocal8Bit().constData(), 0600) == 0);
    QCOMPARE(shell(QStringLiteral("cat pipe > through & $OPAL table table2 --out pipe; wait")).exitCode, 0);
    QCOMPARE(contentOf(path("through")).toStdString(), table);
    QCOMPARE(shell(QStringLiteral("cat pipe > through & $OPAL runs export %1 --out pipe; wait").arg(m_run))
                 .exitCode,
             0);
    QVERIFY(contentOf(path("through")).startsWith("OPALRUN1"));

    struct stat status
    {
    };

    QVERIFY(::stat(path("pipe").toLocal8Bit().constData(), &status) == 0 && S_ISFIFO(status.st_mode));
    QCOMPARE(shell(QStringLiteral("$OPAL table table2 --out /dev/full")).exitCode, 1);
    QVERIFY(::stat("/dev/full", &status) == 0 && S_ISCHR(status.st_mode));
    // A data set is read again after it was written.
    const Invocation refused = shell(QStringLiteral("$OPAL synth --out pipe --users 60"));
    QCOMPARE(refused.exitCode, 2);
    QVERIFY(::stat(path("pipe").toLocal8Bit().constData(), &status) == 0 && S_ISFIFO(status.st_mode));

    QVERIFY(QDir().mkpath(path("far")));
    for (const QString& command :
         { QStringLiteral("table table2 --out link"), QStringLiteral("runs export %1 --out link").arg(m_run),
           QStringLiteral("synth --users 60 --items 60 --interactions 1500 --days 8 --topics 4 --out link"),
           QStringLiteral("runs study %1 --out link").arg(m_run) })
        for (const bool dangling : { true, false }) {
            QFile::remove(path("link"));
            QFile::remove(path("far/target"));
            QVERIFY(QFile::link(QStringLiteral("far/target"), path("link")));
            if (!dangling)
                QVERIFY(QFile(path("far/target")).open(QIODevice::WriteOnly));
            const Invocation result = shell(QStringLiteral("$OPAL ") + command);
            QVERIFY2(result.exitCode == 0, result.err.c_str());
            QVERIFY(QFileInfo(path("link")).isSymLink());
            QVERIFY(QFileInfo(path("far/target")).size() > 0);
        }
}

void TestSurroundings::dashIsStandardOutput()
{
    const std::string table = run({ QStringLiteral("table"), QStringLiteral("table2") }).out;
    QCOMPARE(shell(QStringLiteral("$OPAL table table2 --out -")).out, table);
    const Invocation bundle = shell(QStringLiteral("$OPAL runs export %1 --out -").arg(m_run));
    QCOMPARE(bundle.exitCode, 0);
    QVERIFY(bundle.out.starts_with("OPALRUN1"));
    QVERIFY(!QFileInfo::exists(path("-")));
}

void TestSurroundings::emptyValuesAreRefused_data()
{
    QTest::addColumn<QString>("command");
    for (const char* command : { "train --dataset toy.opaldata --name=\"\" --set interests=2",
                                 "train --dataset toy.opaldata --name ''", "--workspace '' runs list",
                                 "runs list --workspace=", "table table2 --tag ''", "table table2 --out=" })
        QTest::newRow(command) << QString::fromLatin1(command);
}

void TestSurroundings::emptyValuesAreRefused()
{
    QFETCH(QString, command);
    const Invocation result = shell(QStringLiteral("$OPAL ") + command);
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.find(" is empty") != std::string::npos, result.err.c_str());
}

void TestSurroundings::controlCharactersReachNoTerminal()
{
    opal::RunStore store(m_workspace + QStringLiteral("/runs.sqlite"));
    const std::string before = store.run(m_run.toStdString()).name;
    const std::string name = "red\x1b[31m\ntwo\xc2\x9b" + std::string(300, 'x');
    store.setName(m_run.toStdString(), name);
    const Invocation list = run({ QStringLiteral("runs"), QStringLiteral("list") });
    QVERIFY(list.out.find("red\\x1b[31m\\ntwo\\x9b") != std::string::npos);
    for (const QStringList& command :
         { QStringList { QStringLiteral("runs"), QStringLiteral("list") },
           QStringList { QStringLiteral("runs"), QStringLiteral("show"), m_run },
           QStringList { QStringLiteral("--json"), QStringLiteral("runs"), QStringLiteral("list") },
           QStringList { QStringLiteral("runs"), QStringLiteral("compare"), m_run, m_run },
           QStringList { QStringLiteral("runs"), QStringLiteral("show"), QStringLiteral("no\x1b[31m") } }) {
        const Invocation result = run(command);
        for (const std::string& text : { result.out, result.err }) {
            QVERIFY(text.find('\x1b') == std::string::npos);
            QVERIFY(text.find("\xc2\x9b") == std::string::npos);
        }
    }
    std::istringstream lines(list.out);
    for (std::string line; std::getline(lines, line);)
        QVERIFY(line.size() < 220);
    // The name itself comes back whole.
    QCOMPARE(run({ QStringLiteral("--json"), QStringLiteral("runs"), QStringLiteral("show"), m_run })
                 .last()
                 .at("name")
                 .get<std::string>(),
             name);
    store.setName(m_run.toStdString(), before);
}

void TestSurroundings::withoutHomeTheAccountSaysWhereItIs()
{
    const passwd* account = ::getpwuid(::getuid());
    if (account == nullptr)
        QSKIP("this account has no entry");
    const QByteArray before = qgetenv("HOME");
    for (const bool empty : { true, false }) {
        empty ? qputenv("HOME", "") : qunsetenv("HOME");
        opal::prepareProgram();
        QCOMPARE(qgetenv("HOME"), QByteArray(account->pw_dir));
    }
    qputenv("HOME", "/elsewhere");
    opal::prepareProgram();
    QCOMPARE(qgetenv("HOME"), QByteArray("/elsewhere"));
    qputenv("HOME", before);
}

void TestSurroundings::dataSetFilesNeedNoWorkspace()
{
    const Invocation usual = shell(QStringLiteral("$OPAL dataset toy.opaldata"));
    QVERIFY(QFile(path("file")).open(QIODevice::WriteOnly));
    const QString nowhere = QStringLiteral("'%1' --workspace file/none ").arg(QStringLiteral(OPAL_PROGRAM));
    const Invocation card = shell(nowhere + QStringLiteral("dataset toy.opaldata"));
    QVERIFY2(card.exitCode == 0, card.err.c_str());
    QCOMPARE(card.out, usual.out);
    QVERIFY(card.err.find("without a workspace") != std::string::npos);
    QCOMPARE(
        shell(nowhere
              + QStringLiteral("synth --users 60 --items 60 --interactions 1500 --days 8 --topics 4 --out s"))
            .exitCode,
        0);
    QCOMPARE(shell(nowhere + QStringLiteral("runs list")).exitCode, 1);
}

/// Everything that only reads works in a workspace that the account may not write.
void TestSurroundings::whatCannotBeWrittenIsRead()
{
    // Permissions do not bind the administrator, so another account reads.
    const bool administrator = ::geteuid() == 0;
    const QStringList reader = administrator
        ? QStringList { QStringLiteral("setpriv"),       QStringLiteral("--reuid=65534"),
                        QStringLiteral("--regid=65534"), QStringLiteral("--clear-groups"),
                        QStringLiteral("env"),           QStringLiteral("HOME=/nonexistent") }
        : QStringList {};
    if (administrator && run({ QStringLiteral("--version") }, reader).exitCode != 0)
        QSKIP("the program's folder is not open to other accounts");
    const auto permit = [this](const char* mode) {
        return QProcess::execute(QStringLiteral("chmod"),
                                 { QStringLiteral("-R"), QString::fromLatin1(mode), m_workspace });
    };
    const std::string list = run({ QStringLiteral("runs"), QStringLiteral("list") }).out;
    QCOMPARE(permit("a-w,a+rX"), 0);
    for (const QStringList& command :
         { QStringList { QStringLiteral("runs"), QStringLiteral("list") },
           QStringList { QStringLiteral("runs"), QStringLiteral("show"), m_run },
           QStringList { QStringLiteral("table"), QStringLiteral("table2") },
           QStringList { QStringLiteral("evaluate"), m_run },
           QStringList { QStringLiteral("diversity"), m_run, QStringLiteral("--all-users") },
           QStringList { QStringLiteral("runs"), QStringLiteral("export"), m_run, QStringLiteral("--out"),
                         QStringLiteral("-") } }) {
        const Invocation result = run(command, reader);
        QVERIFY2(result.exitCode == 0, (command.join(u' ').toStdString() + ": " + result.err).c_str());
        QVERIFY2(result.err.find("opened for reading") != std::string::npos, result.err.c_str());
        if (command.last() == QLatin1String("list"))
            QCOMPARE(result.out, list);
    }
    for (const QStringList& command :
         { QStringList { QStringLiteral("runs"), QStringLiteral("tag"), m_run, QStringLiteral("x") },
           QStringList { QStringLiteral("train"), QStringLiteral("--dataset"), m_dataset } }) {
        const Invocation result = run(command, reader);
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.find("cannot be written") != std::string::npos, result.err.c_str());
    }
    QCOMPARE(permit("u+w"), 0);
    QCOMPARE(run({ QStringLiteral("runs"), QStringLiteral("note"), m_run, QStringLiteral("again") }).exitCode,
             0);
}

void TestSurroundings::oneNamespaceSeesTheRunsOfAnother()
{
    const QStringList elsewhere {
        QStringLiteral("unshare"), QStringLiteral("--user"), QStringLiteral("--map-root-user"),
        QStringLiteral("--pid"),   QStringLiteral("--fork"), QStringLiteral("--mount-proc"),
        QStringLiteral("--uts")
    };
    if (run({ QStringLiteral("--version") }, elsewhere).exitCode != 0)
        QSKIP("this machine makes no namespaces");
    QFile boot(path("boot"));
    QVERIFY(boot.open(QIODevice::WriteOnly) && boot.write("11111111-2222-3333-4444-555555555555\n") > 0);
    boot.close();
    const QStringList anotherMachine = elsewhere
        + QStringList { QStringLiteral("sh"), QStringLiteral("-c"),
                        QStringLiteral("hostname elsewhere && mount --bind '%1' "
                                       "/proc/sys/kernel/random/boot_id && exec \"$@\"")
                            .arg(boot.fileName()),
                        QStringLiteral("sh") };
    QVERIFY(run({ QStringLiteral("--version") }, anotherMachine).exitCode == 0);
    QProcess trainer;
    startOpal(trainer, m_workspace,
              { QStringLiteral("train"), QStringLiteral("--dataset"), m_dataset, QStringLiteral("--set"),
                QStringLiteral("steps_per_epoch=100000"), QStringLiteral("--set"),
                QStringLiteral("batch_size=32"), QStringLiteral("--set"), QStringLiteral("dim=8") });
    const Json step = waitForEvent(trainer, "step");
    QVERIFY(!step.is_null());
    const auto stateThere = [&](const QStringList& prefix) {
        return run({ QStringLiteral("--json"), QStringLiteral("runs"), QStringLiteral("list") }, prefix)
            .last()
            .at(0);
    };
    const Json living = stateThere(elsewhere);
    QCOMPARE(living.at("state").get<std::string>(), std::string("running"));
    QCOMPARE(stateThere(anotherMachine).at("state").get<std::string>(), std::string("running"));
    const QString id = QString::fromStdString(living.at("run").get<std::string>());
    for (const QStringList& prefix : { elsewhere, anotherMachine, QStringList {} }) {
        const Invocation second = run({ QStringLiteral("resume"), id }, prefix);
        QCOMPARE(second.exitCode, 1);
        QVERIFY2(second.err.find("is being trained by another program (process") != std::string::npos,
                 second.err.c_str());
    }
    trainer.kill();
    QVERIFY(trainer.waitForFinished(60000));
    QCOMPARE(stateThere(elsewhere).at("state").get<std::string>(), std::string("interrupted"));
}

void TestSurroundings::aNetworkFileSystemIsNoPlaceForAWorkspace()
{
    QFile mounts(path("mounts"));
    QVERIFY(mounts.open(QIODevice::WriteOnly));
    mounts.write("22 1 8:1 / / rw - ext4 /dev/root rw\n23 22 0:50 / " + m_folder.path().toUtf8()
                 + " rw - nfs4 server:/home rw\n");
    mounts.close();
    // The program is told that the folder is mounted from a server.
    const QStringList there {
        QStringLiteral("unshare"),
        QStringLiteral("--user"),
        QStringLiteral("--map-root-user"),
        QStringLiteral("--mount"),
        QStringLiteral("sh"),
        QStringLiteral("-c"),
        QStringLiteral("mount --bind '%1' /proc/$$/mountinfo && exec \"$@\"").arg(mounts.fileName()),
        QStringLiteral("sh")
    };
    if (run({ QStringLiteral("--version") }, there).exitCode != 0)
        QSKIP("this machine makes no namespaces");
    const Invocation refused = run({ QStringLiteral("runs"), QStringLiteral("list") }, there);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.find("network file system (nfs4)") != std::string::npos, refused.err.c_str());
    const Invocation read = run({ QStringLiteral("dataset"), m_dataset }, there);
    QVERIFY2(read.exitCode == 0, read.err.c_str());
    QCOMPARE(run({ QStringLiteral("runs"), QStringLiteral("list") }).exitCode, 0);
}

void TestSurroundings::damagedWeightsAreNotExported()
{
    const QString weights
        = m_workspace + QStringLiteral("/runs/") + m_run + QStringLiteral("/final.safetensors");
    const QByteArray good = contentOf(weights);
    const auto put = [&weights](const QByteArray& content) {
        QFile file(weights);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    };
    const QString bundle = path("bundle.opalrun");
    const auto refused = [&] {
        const Invocation result = run(
            { QStringLiteral("runs"), QStringLiteral("export"), m_run, QStringLiteral("--out"), bundle });
        return result.exitCode == 3 && !QFileInfo::exists(bundle)
            && result.err.find("final.safetensors") != std::string::npos;
    };
    QByteArray flipped = good;
    flipped[flipped.size() - 100] = static_cast<char>(flipped[flipped.size() - 100] ^ 4);
    QVERIFY(put(flipped));
    QVERIFY(refused());
    const Invocation evaluated = run({ QStringLiteral("evaluate"), m_run });
    QCOMPARE(evaluated.exitCode, 3);
    QVERIFY2(evaluated.err.find("damaged") != std::string::npos, evaluated.err.c_str());
    QVERIFY(put(good.left(good.size() / 2)));
    QVERIFY(refused());
    QVERIFY(QFile::remove(weights));
    QVERIFY(refused());
    const Invocation asked = run({ QStringLiteral("--json"), QStringLiteral("runs"), QStringLiteral("export"),
                                   m_run, QStringLiteral("--out"), bundle, QStringLiteral("--incomplete") });
    QCOMPARE(asked.exitCode, 0);
    QCOMPARE(asked.last().at("missing").size(), std::size_t { 1 });
    QVERIFY(put(good));
    QVERIFY(QFile::remove(bundle));
    QCOMPARE(run({ QStringLiteral("runs"), QStringLiteral("export"), m_run, QStringLiteral("--out"), bundle })
                 .exitCode,
             0);
}

OPAL_TEST(TestSurroundings)
#include "tst_surroundings.moc"
