// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/opalprogram.h"
#include "tests/support/testprogram.h"

/// `opal resume RUN --set`: a run goes on with another learning rate, which is part of its history.
class TestResume final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChangeIsTakenOverAndKept();

private:
    /// Runs the program to its end.
    int finish(QProcess& process, const QStringList& arguments);

    QTemporaryDir m_folder;
};

int TestResume::finish(QProcess& process, const QStringList& arguments)
{
    startOpal(process, m_folder.filePath(QStringLiteral("workspace")), arguments);
    return process.waitForFinished(120000) ? process.exitCode() : -1;
}

void TestResume::aChangeIsTakenOverAndKept()
{
    const QString dataset = m_folder.filePath(QStringLiteral("toy.opaldata"));
    QProcess synth;
    QCOMPARE(finish(synth,
                    QStringLiteral("synth --out %1 --users 100 --items 80 --interactions 3000 --days 6")
                        .arg(dataset)
                        .split(u' ')),
             0);
    QProcess training;
    startOpal(training, m_folder.filePath(QStringLiteral("workspace")),
              QStringLiteral("train --dataset %1 --threads 1 --set batch_size=32 --set dim=8 --set "
                             "steps_per_epoch=30 --set max_epochs=3 --set patience=1000")
                  .arg(dataset)
                  .split(u' '));
    const auto named = waitForEvent(training, "run");
    QVERIFY(!named.is_null());
    const QString run = QString::fromStdString(named.at("run").get<std::string>());
    QCOMPARE(::kill(static_cast<pid_t>(training.processId()), SIGINT), 0);
    QVERIFY(training.state() == QProcess::NotRunning || training.waitForFinished(60000));
    QCOMPARE(training.exitCode(), 130);

    QProcess refused;
    QVERIFY(
        finish(refused, { QStringLiteral("resume"), run, QStringLiteral("--set"), QStringLiteral("dim=16") })
        != 0);
    const QByteArray reason = refused.readAllStandardError() + refused.readAllStandardOutput();
    QVERIFY2(reason.contains("'dim' cannot change in a run that has begun"), reason.constData());

    QProcess resumed;
    startOpal(resumed, m_folder.filePath(QStringLiteral("workspace")),
              { QStringLiteral("resume"), run, QStringLiteral("--threads"), QStringLiteral("1"),
                QStringLiteral("--set"), QStringLiteral("learning_rate=0.0005"), QStringLiteral("--set"),
                QStringLiteral("lambda_unif=3") });
    const auto changed = waitForEvent(resumed, "changed");
    QVERIFY(!changed.is_null());
    QCOMPARE(changed.at("detail").get<std::string>(), std::string("lambda_unif: 1 -> 3"));
    const auto finished = waitForEvent(resumed, "finished");
    QVERIFY(!finished.is_null());
    QVERIFY(resumed.state() == QProcess::NotRunning || resumed.waitForFinished(60000));
    QCOMPARE(finished.at("state").get<std::string>(), std::string("finished"));

    QProcess shown;
    QCOMPARE(finish(shown, { QStringLiteral("runs"), QStringLiteral("show"), run }), 0);
    const auto record = nlohmann::json::parse(shown.readAllStandardOutput().toStdString());
    QCOMPARE(record.at("changes").size(), std::size_t { 2 });
    QCOMPARE(record.at("changes").at(1).at("key").get<std::string>(), std::string("learning_rate"));
    QCOMPARE(QString::fromStdString(record.at("changes").at(1).at("after").get<std::string>()).toDouble(),
             0.0005);
}

OPAL_TEST(TestResume)
#include "tst_resume.moc"
