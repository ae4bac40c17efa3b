// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdlib>

#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/random.h"
#include "tests/support/opalprogram.h"
#include "tests/support/testprogram.h"

/// A training that is killed at random moments and resumed each time ends in the same bytes as one that
/// nobody touched, and the workspace stays sound. OPAL_TEST_KILLS sets how often it is killed (5 otherwise).
class TestKillResume final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedAndUndisturbedRunsEndAlike();

private:
    /// Runs the program to its end and returns the `finished` event; null on failure.
    nlohmann::json finish(const QString& workspace, const QStringList& arguments);
    QByteArray finalWeights(const QString& workspace, const std::string& run) const;
    bool isSound(const QString& workspace) const;
    QStringList training() const;

    QTemporaryDir m_folder;
    QString m_dataset;
};

void TestKillResume::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_dataset = m_folder.filePath(QStringLiteral("toy.opaldata"));
    const auto made
        = finish(m_folder.filePath(QStringLiteral("undisturbed")),
                 { QStringLiteral("synth"), QStringLiteral("--out"), m_dataset, QStringLiteral("--users"),
                   QStringLiteral("400"), QStringLiteral("--items"), QStringLiteral("300"),
                   QStringLiteral("--interactions"), QStringLiteral("14000"), QStringLiteral("--days"),
                   QStringLiteral("10"), QStringLiteral("--topics"), QStringLiteral("8") });
    QVERIFY(!made.is_null());
}

QStringList TestKillResume::training() const
{
    QStringList arguments {
        QStringLiteral("train"), QStringLiteral("--dataset"), m_dataset,          QStringLiteral("--seed"),
        QStringLiteral("11"),    QStringLiteral("--threads"), QStringLiteral("1")
    };
    for (const char* const setting :
         { "batch_size=128", "steps_per_epoch=150", "max_epochs=4", "patience=4", "interests=3",
           "category_start=coherent", "warmup_epochs=2", "keep_stage=best" })
        arguments << QStringLiteral("--set") << QString::fromLatin1(setting);
    return arguments;
}

nlohmann::json TestKillResume::finish(const QString& workspace, const QStringList& arguments)
{
    QProcess process;
    startOpal(process, workspace, arguments);
    const auto finished = waitForEvent(process, "finished");
    return process.state() == QProcess::NotRunning || process.waitForFinished() ? finished : nullptr;
}

QByteArray TestKillResume::finalWeights(const QString& workspace, const std::string& run) const
{
    QFile file(workspace + QStringLiteral("/runs/") + QString::fromStdString(run)
               + QStringLiteral("/final.safetensors"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool TestKillResume::isSound(const QString& workspace) const
{
    QString answer;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("check"));
        database.setDatabaseName(workspace + QStringLiteral("/runs.sqlite"));
        if (database.open()) {
            QSqlQuery query(QStringLiteral("PRAGMA integrity_check"), database);
            if (query.next())
                answer = query.value(0).toString();
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("check"));
    return answer == QLatin1String("ok");
}

void TestKillResume::killedAndUndisturbedRunsEndAlike()
{
    const QString calm = m_folder.filePath(QStringLiteral("undisturbed"));
    const auto undisturbed = finish(calm, training());
    QVERIFY(!undisturbed.is_null());
    const QByteArray expected = finalWeights(calm, undisturbed.at("run").get<std::string>());
    QVERIFY(!expected.isEmpty());

    const QString rough = m_folder.filePath(QStringLiteral("killed"));
    const int kills
        = qEnvironmentVariableIsSet("OPAL_TEST_KILLS") ? qEnvironmentVariableIntValue("OPAL_TEST_KILLS") : 5;
    opal::Random random(static_cast<std::uint64_t>(kills), opal::RandomPurpose::Analysis);
    QStringList command = training();
    std::string run;
    int done = 0;
    nlohmann::json finished;
    while (done < kills && finished.is_null()) {
        QProcess process;
        startOpal(process, rough, command);
        if (run.empty()) {
            const auto named = waitForEvent(process, "run");
            QVERIFY2(!named.is_null(), process.readAllStandardError().constData());
            run = named.at("run").get<std::string>();
            command = QStringList { QStringLiteral("resume"), QString::fromStdString(run),
                                    QStringLiteral("--threads"), QStringLiteral("1") };
        }
        // Any number of step events, none included: right after the start, in a step, at an evaluation, at a
        // checkpoint.
        for (std::uint32_t events = random.below(4); events > 0; --events)
            if (waitForEvent(process, "step").is_null())
                break;
        process.kill();
        QVERIFY(process.waitForFinished());
        ++done;
        QVERIFY(isSound(rough));
        if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
            break; // the run was quicker than the kills
    }
    QVERIFY(done >= 1);
    if (finalWeights(rough, run).isEmpty()) {
        finished = finish(rough, command);
        QVERIFY(!finished.is_null());
    }
    QVERIFY(isSound(rough));
    QCOMPARE(finalWeights(rough, run).toHex(), expected.toHex());
    qInfo("killed %d times", done);
}

OPAL_TEST(TestKillResume)
#include "tst_killresume.moc"
