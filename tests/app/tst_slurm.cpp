// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <netinet/in.h>
#include <set>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QFile>
#include <QProcess>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

#include "core/store/ownerlock.h"
#include "tests/support/opalprogram.h"
#include "tests/support/testprogram.h"

namespace {

/// TCP ports of this machine that nobody has.
std::vector<int> freePorts(int count)
{
    std::vector<int> sockets;
    std::vector<int> ports;
    for (int at = 0; at < count; ++at) {
        sockets.push_back(::socket(AF_INET, SOCK_STREAM, 0));
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(sockets.back(), any, size) == 0 && ::getsockname(sockets.back(), any, &size) == 0)
            ports.push_back(ntohs(address.sin_port));
    }
    for (const int socket : sockets)
        ::close(socket);
    return ports;
}

QByteArray contentOf(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A command's standard output; `code` is -1 if it could not be run.
QString outputOf(const QString& command, const QStringList& arguments, int* code = nullptr)
{
    constexpr int patienceMs = 60000;
    QProcess process;
    process.start(command, arguments);
    const bool ended = process.waitForFinished(patienceMs) && process.exitStatus() == QProcess::NormalExit;
    if (code != nullptr)
        *code = ended ? process.exitCode() : -1;
    return QString::fromUtf8(process.readAllStandardOutput());
}

/// Slurm with two nodes of one core each, for this test alone: ports, key and folders of its own, in the
/// foreground, so that its daemons end with the test.
class PrivateSlurm final
{
public:
    explicit PrivateSlurm(QString folder)
        : m_folder(std::move(folder))
    {
    }

    ~PrivateSlurm()
    {
        if (!m_daemons.empty())
            outputOf(QStringLiteral("scancel"), { QStringLiteral("--me") });
        constexpr int patienceMs = 15000;
        for (auto daemon = m_daemons.rbegin(); daemon != m_daemons.rend(); ++daemon) {
            daemon->terminate();
            if (!daemon->waitForFinished(patienceMs))
                daemon->kill();
        }
    }

    PrivateSlurm(const PrivateSlurm&) = delete;
    PrivateSlurm& operator=(const PrivateSlurm&) = delete;

    /// Why it cannot be had here; empty once both nodes wait for work.
    QString start()
    {
        for (const char* name : { "munged", "slurmctld", "slurmd" })
            if (daemonFile(name).isEmpty())
                return QStringLiteral("there is no %1 (Debian: slurm-wlm)").arg(QString::fromLatin1(name));
        writeConfiguration();
        qputenv("SLURM_CONF", inFolder("slurm.conf").toLocal8Bit());
        startDaemon("munged",
                    { QStringLiteral("--force"), QStringLiteral("--foreground"),
                      QStringLiteral("--key-file=") + inFolder("munge.key"),
                      QStringLiteral("--socket=") + inFolder("munge.socket"),
                      QStringLiteral("--pid-file=") + inFolder("munged.pid"),
                      QStringLiteral("--log-file=") + inFolder("munged.log"),
                      QStringLiteral("--seed-file=") + inFolder("munged.seed") });
        if (!QTest::qWaitFor([this] { return QFile::exists(inFolder("munge.socket")); }, 10000))
            return QStringLiteral("munged does not start: ") + saidBy(m_daemons.back());
        startDaemon("slurmctld", { QStringLiteral("-D") });
        for (const char* node : { "n1", "n2" })
            startDaemon("slurmd", { QStringLiteral("-D"), QStringLiteral("-N"), QString::fromLatin1(node) });
        const auto idle = [] {
            return outputOf(QStringLiteral("sinfo"),
                            { QStringLiteral("--noheader"), QStringLiteral("--Node"),
                              QStringLiteral("--partition=low"), QStringLiteral("--format=%T") })
                == QStringLiteral("idle\nidle\n");
        };
        if (QTest::qWaitFor(idle, 30000))
            return {};
        for (QProcess& daemon : m_daemons)
            if (daemon.state() == QProcess::NotRunning)
                return daemon.program() + QStringLiteral(" does not start: ") + saidBy(daemon);
        return QStringLiteral("its nodes do not come up: ") + saidBy(m_daemons.back());
    }

private:
    QString inFolder(const char* name) const
    {
        return m_folder + QLatin1Char('/') + QString::fromLatin1(name);
    }

    static QString daemonFile(const char* name)
    {
        const QString file = QStringLiteral("/usr/sbin/") + QString::fromLatin1(name);
        return QFile::exists(file) ? file : QString();
    }

    static QString saidBy(QProcess& daemon)
    {
        return QString::fromUtf8(daemon.readAllStandardOutput()).trimmed().section(QLatin1Char('\n'), -1);
    }

    void startDaemon(const char* name, const QStringList& arguments)
    {
        QProcess& daemon = m_daemons.emplace_back();
        daemon.setProcessChannelMode(QProcess::MergedChannels);
        daemon.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
        daemon.start(daemonFile(name), arguments);
    }

    void writeConfiguration() const
    {
        QFile key(inFolder("munge.key"));
        QVERIFY(key.open(QIODevice::WriteOnly));
        const QByteArray secret = m_folder.toUtf8() + QByteArray::number(::getpid());
        key.write(QCryptographicHash::hash(secret, QCryptographicHash::Sha512));
        key.setPermissions(QFile::ReadOwner);
        const std::vector<int> ports = freePorts(3);
        QCOMPARE(ports.size(), std::size_t { 3 });
        const QString host = QSysInfo::machineHostName();
        const QString user = outputOf(QStringLiteral("id"), { QStringLiteral("-un") }).trimmed();
        QString text
            = QStringLiteral("ClusterName=test\n"
                             "SlurmctldHost=%1(127.0.0.1)\n"
                             "SlurmctldPort=%2\n"
                             "SlurmUser=%3\n"
                             "SlurmdUser=%3\n"
                             "AuthType=auth/munge\n"
                             // Requeued tasks begin after this time, else after two minutes.
                             "AuthInfo=cred_expire=5,socket=%4/munge.socket\n"
                             "CredType=cred/munge\n"
                             "StateSaveLocation=%4/state\n"
                             "SlurmdSpoolDir=%4/%n\n"
                             "SlurmctldPidFile=%4/slurmctld.pid\n"
                             "SlurmdPidFile=%4/slurmd-%n.pid\n"
                             "SlurmctldLogFile=%4/slurmctld.log\n"
                             "SlurmdLogFile=%4/slurmd-%n.log\n"
                             "SlurmdParameters=config_overrides\n"
                             "ProctrackType=proctrack/pgid\n"
                             "TaskPlugin=task/none\n"
                             "JobAcctGatherType=jobacct_gather/none\n"
                             "AccountingStorageType=accounting_storage/none\n"
                             "SelectType=select/cons_tres\n"
                             "SelectTypeParameters=CR_Core\n"
                             "SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0\n"
                             "PreemptType=preempt/partition_prio\n"
                             "PreemptMode=REQUEUE\n"
                             "SlurmctldParameters=preempt_send_user_signal\n"
                             "MpiDefault=none\n"
                             "SwitchType=switch/none\n"
                             "ReturnToService=2\n")
                  .arg(host)
                  .arg(ports[0])
                  .arg(user, m_folder);
        for (int node = 1; node <= 2; ++node)
            text += QStringLiteral("NodeName=n%1 NodeHostname=%2 NodeAddr=127.0.0.1 Port=%3 CPUs=1\n")
                        .arg(node)
                        .arg(host)
                        .arg(ports[static_cast<std::size_t>(node)]);
        text += QStringLiteral(
            "PartitionName=low Nodes=n1,n2 Default=YES PriorityTier=1 PreemptMode=REQUEUE GraceTime=20\n"
            "PartitionName=high Nodes=n1,n2 PriorityTier=10 PreemptMode=OFF\n");
        QFile file(inFolder("slurm.conf"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0);
    }

    QString m_folder;
    std::deque<QProcess> m_daemons;
};

/// As QTest::qWaitFor(), but asks seldom: every question starts a program and takes a core from the workers.
bool waitFor(const std::function<bool()>& condition, int seconds)
{
    constexpr int pauseMs = 300;
    QDeadlineTimer deadline(seconds * 1000);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QTest::qSleep(pauseMs);
    }
    return true;
}

Invocation opalIn(const QString& workspace, const QStringList& arguments)
{
    constexpr int patienceMs = 120000;
    QProcess process;
    startOpal(process, workspace, arguments);
    Invocation result;
    if (process.waitForFinished(patienceMs))
        result.exitCode = process.exitCode();
    result.out = process.readAllStandardOutput().toStdString();
    result.err = process.readAllStandardError().toStdString();
    return result;
}

} // namespace

/// `opal sweep submit --on slurm` on a real Slurm that takes tasks away, whose node is lost and whose workers
/// are killed: every point is trained once, to the bytes of a sweep on this machine.
class TestSlurm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aDisturbedSweepEndsInTheBytesOfALocalOne();

    void cleanupTestCase() { m_slurm.reset(); }

private:
    QStringList sweep(const QStringList& more) const;
    nlohmann::json status();
    /// The first point that the status tells of what `fits`; -1 if none does in time.
    int waitForPoint(const std::function<bool(const nlohmann::json&)>& fits);
    bool waitForEmptyQueue();

    QString taskOf(int point) const { return m_job + QLatin1Char('_') + QString::number(point); }

    QString inPoint(int point, const char* name) const;
    QByteArray weights(const QString& workspace, const std::string& run) const;

    QTemporaryDir m_folder;
    std::unique_ptr<PrivateSlurm> m_slurm;
    QString m_dataset;
    QString m_local; ///< workspace of the undisturbed sweep
    QString m_far; ///< of the one on the cluster
    QString m_plan;
    QString m_job;
};

void TestSlurm::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_slurm = std::make_unique<PrivateSlurm>(m_folder.path());
    if (const QString reason = m_slurm->start(); !reason.isEmpty())
        QSKIP(qPrintable(QStringLiteral("no Slurm here: ") + reason));
    m_dataset = m_folder.filePath(QStringLiteral("toy.opaldata"));
    m_local = m_folder.filePath(QStringLiteral("local"));
    m_far = m_folder.filePath(QStringLiteral("far"));
    const Invocation made
        = opalIn(m_local,
                 { QStringLiteral("synth"), QStringLiteral("--out"), m_dataset, QStringLiteral("--users"),
                   QStringLiteral("400"), QStringLiteral("--items"), QStringLiteral("300"),
                   QStringLiteral("--interactions"), QStringLiteral("14000"), QStringLiteral("--days"),
                   QStringLiteral("10"), QStringLiteral("--topics"), QStringLiteral("8") });
    QVERIFY2(made.exitCode == 0, made.err.c_str());
}

QStringList TestSlurm::sweep(const QStringList& more) const
{
    QStringList arguments { QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("sweep") };
    arguments += more;
    arguments += { QStringLiteral("--dataset"), m_dataset,
                   QStringLiteral("--models"),  QStringLiteral("opal,mind"),
                   QStringLiteral("--axis"),    QStringLiteral("interests=2,3,4") };
    for (const char* const setting :
         { "batch_size=128", "steps_per_epoch=300", "max_epochs=6", "patience=6", "dim=16" })
        arguments << QStringLiteral("--set") << QString::fromLatin1(setting);
    return arguments;
}

nlohmann::json TestSlurm::status()
{
    const Invocation told = opalIn(m_far, { QStringLiteral("sweep"), QStringLiteral("status") });
    return told.exitCode == 0 ? told.last() : nlohmann::json();
}

int TestSlurm::waitForPoint(const std::function<bool(const nlohmann::json&)>& fits)
{
    int found = -1;
    const auto look = [&] {
        const nlohmann::json all = status();
        for (const nlohmann::json& point : all.is_null() ? all : all.at("states"))
            if (found < 0 && fits(point))
                found = point.at("point").get<int>();
        return found >= 0;
    };
    return waitFor(look, 180) ? found : -1;
}

bool TestSlurm::waitForEmptyQueue()
{
    const auto isEmpty = [] {
        int code = 0;
        return outputOf(QStringLiteral("squeue"), { QStringLiteral("--noheader") }, &code).isEmpty()
            && code == 0;
    };
    return waitFor(isEmpty, 300);
}

QString TestSlurm::inPoint(int point, const char* name) const
{
    return m_plan + QStringLiteral("/points/%1/").arg(point) + QString::fromLatin1(name);
}

QByteArray TestSlurm::weights(const QString& workspace, const std::string& run) const
{
    return QCryptographicHash::hash(contentOf(workspace + QStringLiteral("/runs/")
                                              + QString::fromStdString(run)
                                              + QStringLiteral("/final.safetensors")),
                                    QCryptographicHash::Sha256)
        .toHex();
}

void TestSlurm::aDisturbedSweepEndsInTheBytesOfALocalOne()
{
    const Invocation undisturbed = opalIn(m_local, sweep({}));
    QVERIFY2(undisturbed.exitCode == 0, undisturbed.err.c_str());
    std::map<std::string, QByteArray> expected;
    const nlohmann::json local = undisturbed.last();
    for (const nlohmann::json& run : local.at("runs"))
        expected[run.at("label").get<std::string>()] = weights(m_local, run.at("run").get<std::string>());
    QCOMPARE(expected.size(), std::size_t { 6 });

    const QStringList submission
        = sweep({ QStringLiteral("submit"), QStringLiteral("--on"), QStringLiteral("slurm"),
                  QStringLiteral("--partition"), QStringLiteral("low"), QStringLiteral("--time"),
                  QStringLiteral("10:00") });
    const Invocation submitted = opalIn(m_far, submission);
    QVERIFY2(submitted.exitCode == 0, submitted.err.c_str());
    QCOMPARE(submitted.last().at("submitted").size(), std::size_t { 6 });
    m_plan = QString::fromStdString(submitted.last().at("folder").get<std::string>());
    m_job = QString::fromStdString(
        nlohmann::json::parse(contentOf(m_plan + QStringLiteral("/slurm.json")).toStdString())[0].at("job"));

    std::set<int> disturbed;
    const auto isTrained = [&disturbed](const nlohmann::json& point) {
        return point.at("state") == "running" && point.value("step", 0) > 0
            && !disturbed.contains(point.at("point").get<int>());
    };
    const int preempted = waitForPoint(
        [&](const nlohmann::json& point) { return isTrained(point) && point.at("host") == "n1"; });
    QVERIFY(preempted >= 0);
    disturbed.insert(preempted);
    int code = -1;
    outputOf(QStringLiteral("sbatch"),
             { QStringLiteral("--partition=high"), QStringLiteral("--nodelist=n1"),
               QStringLiteral("--output=/dev/null"), QStringLiteral("--wrap=true") },
             &code);
    QCOMPARE(code, 0);

    const int lost = waitForPoint(
        [&](const nlohmann::json& point) { return isTrained(point) && point.at("host") == "n2"; });
    QVERIFY(lost >= 0);
    disturbed.insert(lost);
    outputOf(QStringLiteral("scontrol"),
             { QStringLiteral("update"), QStringLiteral("nodename=n2"), QStringLiteral("state=down"),
               QStringLiteral("reason=test") },
             &code);
    QCOMPARE(code, 0);

    const int killed = waitForPoint(isTrained);
    QVERIFY(killed >= 0);
    disturbed.insert(killed);
    const QString owner
        = QString::fromStdString(opal::OwnerLock::ownerOf(inPoint(killed, "owner.lock").toStdString()));
    const auto worker = owner.section(QLatin1Char(' '), 1, 1).toInt(); // "process 123 on host"
    QVERIFY2(worker > 0, qPrintable(owner));
    QCOMPARE(::kill(worker, SIGKILL), 0);

    const int requeued = waitForPoint(isTrained);
    QVERIFY(requeued >= 0);
    disturbed.insert(requeued);
    outputOf(QStringLiteral("scontrol"), { QStringLiteral("requeue"), taskOf(requeued) }, &code);
    QCOMPARE(code, 0);

    // From here on nothing is taken over until one of the results is damaged.
    const nlohmann::json before = status();
    QVERIFY(waitForEmptyQueue());
    for (const int point : disturbed) {
        const QString job = outputOf(QStringLiteral("scontrol"),
                                     { QStringLiteral("show"), QStringLiteral("job"), taskOf(point) });
        QVERIFY2(job.contains(QStringLiteral("Restarts=")) && !job.contains(QStringLiteral("Restarts=0")),
                 qPrintable(job));
    }
    int damaged = -1;
    for (const nlohmann::json& point : before.at("states"))
        if (point.at("state") != "finished")
            damaged = point.at("point").get<int>();
    QVERIFY(damaged >= 0);
    QFile result(inPoint(damaged, "result.opalrun"));
    QVERIFY(result.open(QIODevice::ReadWrite));
    QVERIFY(result.seek(result.size() - 50) && result.write("damage") > 0);
    result.close();
    const nlohmann::json found = status();
    QCOMPARE(found.at("finished").get<int>(), 5);
    QCOMPARE(found.at("failed").get<int>(), 1);
    const auto error = found.at("states")[static_cast<std::size_t>(damaged)].at("error").get<std::string>();
    QVERIFY2(error.find("checksum") != std::string::npos, error.c_str());

    const Invocation again = opalIn(m_far, submission);
    QVERIFY2(again.exitCode == 0, again.err.c_str());
    QCOMPARE(again.last().at("submitted").get<std::vector<int>>(), std::vector<int> { damaged });
    QVERIFY(waitForEmptyQueue());
    const nlohmann::json end = status();
    QCOMPARE(end.at("finished").get<int>(), 6);
    QCOMPARE(end.at("without_task").get<int>(), 0);
    for (const nlohmann::json& point : end.at("states"))
        QCOMPARE(weights(m_far, point.at("run").get<std::string>()),
                 expected.at(point.at("label").get<std::string>()));

    const QString copy = m_folder.filePath(QStringLiteral("copy.opalrun"));
    QVERIFY(QFile::copy(inPoint(0, "result.opalrun"), copy));
    const Invocation twice = opalIn(m_far, { QStringLiteral("runs"), QStringLiteral("import"), copy });
    QVERIFY2(twice.exitCode == 0, twice.err.c_str());
    QVERIFY(twice.last().at("run") == end.at("states")[0].at("run"));
    const Invocation runs = opalIn(m_far, { QStringLiteral("runs"), QStringLiteral("list") });
    QCOMPARE(runs.last().size(), std::size_t { 6 });
}

OPAL_TEST(TestSlurm)
#include "tst_slurm.moc"
