// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QProcess>
#include <QScopeGuard>
#include <QSignalSpy>

#include "core/models/modelfolder.h"
#include "core/store/presetstore.h"
#include "tests/support/testprogram.h"
#include "tests/support/trainingfixture.h"
#include "views/panels/training/setupform.h"
#include "views/widgets/metrictile.h"

using namespace opal;

/// The setup of a training and its control, by clicks and keys.
class TestTrainingPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void presetsFillTheForm()
    {
        TrainingFixture studio;
        auto& presets = studio.find<QComboBox>("presetCombo");
        presets.setFocus();
        QCOMPARE(presets.currentText(), QStringLiteral("Defaults"));
        QTest::keyClick(&presets, Qt::Key_Down);
        QCOMPARE(presets.currentText(), QStringLiteral("Coherent interests"));
        QCOMPARE(studio.fieldText("param_lambda_unique").toDouble(), 0.3);
        QTest::keyClick(&presets, Qt::Key_Down);
        QCOMPARE(presets.currentText(), QStringLiteral("Paper: WeChat-Channels"));
        QCOMPARE(studio.fieldText("param_lambda_unique").toDouble(), 1.0);
        QCOMPARE(studio.fieldText("param_interests"), QStringLiteral("4"));
        QTest::keyClick(&presets, Qt::Key_Down);
        QCOMPARE(presets.currentText(), QStringLiteral("Paper: MX-TakaTak"));
        QCOMPARE(studio.fieldText("param_interests"), QStringLiteral("8"));
    }

    void refusedValuesStopTheStart()
    {
        TrainingFixture studio;
        QVERIFY(!studio.find<QPushButton>("startButton").isEnabled());
        QCOMPARE(studio.find<QPushButton>("startButton").toolTip(),
                 QStringLiteral("Choose a data set first"));
        QVERIFY(studio.chooseDataset());
        QVERIFY(studio.find<QPushButton>("startButton").isEnabled());
        studio.type("param_interests", QStringLiteral("99"));
        QVERIFY(!studio.find<QPushButton>("startButton").isEnabled());
        const auto labels = studio.panel.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible()
                && label->text() == QStringLiteral("Enter a whole number from 1 to 16.");
        }));
        studio.type("param_interests", QStringLiteral("2"));
        QVERIFY(studio.find<QPushButton>("startButton").isEnabled());
    }

    void aModelFileIsAdded()
    {
        TrainingFixture studio;
        setModelFolder(studio.paths.models().toStdString());
        const auto forgetFolder = qScopeGuard([] { setModelFolder({}); });
        qputenv("XDG_CONFIG_HOME", (studio.paths.root + QStringLiteral("/config")).toUtf8());
        const QString file = studio.paths.root + QStringLiteral("/Template.pt");
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     { QStringLiteral(OPAL_SOURCE_DIR "/resources/python/opal_model.py"), file });
        QVERIFY(python.waitForFinished(trainingPatienceMs));
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        auto& models = studio.find<QComboBox>("modelCombo");
        QSignalSpy refused(studio.panel.findChild<SetupForm*>(), &SetupForm::failed);

        studio.dialogs.nextFiles({ file });
        studio.dialogs.nextChoice(QStringLiteral("cancel"));
        studio.click("addModel");
        QTRY_VERIFY(!studio.dialogs.hasUnusedAnswers());
        QVERIFY(studio.find<QPushButton>("addModel").isEnabled());
        QVERIFY(scriptNames(studio.paths.models().toStdString()).empty());

        studio.dialogs.nextFiles({ file });
        studio.dialogs.nextChoice(QStringLiteral("trust"));
        studio.click("addModel");
        QTRY_COMPARE_WITH_TIMEOUT(models.currentData().toString(), QStringLiteral("template"),
                                  trainingPatienceMs);
        QCOMPARE(studio.fieldText("param_sharpness").toDouble(), 1.0);
        studio.type("param_sharpness", QStringLiteral("1000"));
        QVERIFY(studio.chooseDataset());
        QVERIFY(!studio.find<QPushButton>("startButton").isEnabled());
        studio.type("param_sharpness", QStringLiteral("2"));
        QVERIFY(studio.find<QPushButton>("startButton").isEnabled());
        QCOMPARE(refused.count(), 0);

        QFile pickle(studio.paths.root + QStringLiteral("/pickle.pt"));
        QVERIFY(pickle.open(QIODevice::WriteOnly));
        pickle.write("\x80\x04\x95.");
        pickle.close();
        studio.dialogs.nextFiles({ pickle.fileName() });
        studio.dialogs.nextChoice(QStringLiteral("trust"));
        studio.click("addModel");
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, trainingPatienceMs);
        QVERIFY(refused.at(0).at(1).toString().contains(QLatin1String("TorchScript")));
        QVERIFY(models.findData(QStringLiteral("pickle")) < 0);
        QVERIFY(studio.find<QPushButton>("addModel").isEnabled());
    }

    void presetsAreSavedChosenAndRemoved()
    {
        TrainingFixture studio;
        auto& presets = studio.find<QComboBox>("presetCombo");
        QVERIFY(!studio.find<QAction>("removePreset").isEnabled());
        studio.type("param_dim", QStringLiteral("32"));
        studio.dialogs.nextText(QStringLiteral("small"));
        studio.trigger("savePreset");
        QTRY_COMPARE(presets.currentText(), QStringLiteral("small"));
        QCOMPARE(PresetStore(studio.paths.database()).presets("opal").at(0).params.at("dim"),
                 std::string("32"));
        QVERIFY(studio.find<QPushButton>("changedOnlyToggle").text().contains(QLatin1String("(0)")));
        presets.setCurrentIndex(0);
        QCOMPARE(studio.fieldText("param_dim"), QStringLiteral("64"));
        presets.setCurrentIndex(presets.findText(QStringLiteral("small")));
        QCOMPARE(studio.fieldText("param_dim"), QStringLiteral("32"));

        TrainingPanel another(studio.context); // e.g. after the next start
        auto* later = another.findChild<QComboBox*>(QStringLiteral("presetCombo"));
        QTRY_VERIFY(later->findText(QStringLiteral("small")) > 0);

        studio.dialogs.nextChoice(QStringLiteral("keep"));
        studio.trigger("removePreset");
        QTRY_VERIFY(!studio.dialogs.hasUnusedAnswers());
        QVERIFY(presets.findText(QStringLiteral("small")) > 0);
        studio.dialogs.nextChoice(QStringLiteral("remove"));
        studio.trigger("removePreset");
        QTRY_COMPARE(presets.findText(QStringLiteral("small")), -1);
        QCOMPARE(presets.currentText(), QStringLiteral("Defaults"));
    }

    void anotherRunGivesItsParameters()
    {
        TrainingFixture studio;
        RunRecord record;
        record.name = "teacher";
        record.model = "opal";
        record.state = RunState::Paused;
        record.params = { { "interests", "8" }, { "learning_rate", "0.01" } };
        record.changes = { { 10, "learning_rate", "0.01", "0.004", 1 } };
        const std::string id = studio.store.createRun(record);
        auto& runs = studio.find<QMenu>("fromRunMenu");
        Q_EMIT runs.aboutToShow();
        const auto entry = [&runs]() -> QAction* {
            for (QAction* action : runs.actions())
                if (action->text() == QStringLiteral("teacher"))
                    return action;
            return nullptr;
        };
        QTRY_VERIFY(entry());
        entry()->trigger();
        QCOMPARE(studio.find<QComboBox>("presetCombo").currentText(), QStringLiteral("Run teacher"));
        QCOMPARE(studio.fieldText("param_interests"), QStringLiteral("8"));
        QCOMPARE(studio.fieldText("param_learning_rate"), QStringLiteral("0.004"));
        QVERIFY(studio.find<QPushButton>("changedOnlyToggle").text().contains(QLatin1String("(0)")));

        studio.find<QComboBox>("presetCombo").setCurrentIndex(0);
        QCOMPARE(studio.fieldText("param_interests"), QStringLiteral("4"));
        studio.workspace.setRun(QString::fromStdString(id));
        QTRY_VERIFY(studio.find<QAction>("fromShownRun").isEnabled());
        studio.trigger("fromShownRun");
        QCOMPARE(studio.fieldText("param_interests"), QStringLiteral("8"));
    }

    void trainingIsPausedChangedResumedAndStopped()
    {
        TrainingFixture studio;
        QVERIFY(studio.chooseDataset());
        studio.typeEndlessTraining();
        studio.type("runName", QStringLiteral("first"));
        studio.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("pauseButton").isVisible(), trainingPatienceMs);
        const QString run = studio.workspace.runId();
        QCOMPARE(QString::fromStdString(studio.store.run(run.toStdString()).name), QStringLiteral("first"));
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<MetricTile>("speedTile").value() != QStringLiteral("–"),
                                 trainingPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            studio.find<MetricTile>("patienceTile").value().contains(QLatin1String("of 1000")),
            trainingPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<MetricTile>("processorTile").value().endsWith(u'%'),
                                 trainingPatienceMs);

        studio.click("pauseButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("resumeButton").isVisible(), trainingPatienceMs);
        QCOMPARE(studio.stateOf(run), RunState::Paused);
        QTRY_VERIFY(studio.find<QPushButton>("resumeButton").isEnabled());
        QCOMPARE(studio.find<QPushButton>("resumeButton").text(), QStringLiteral("Resume"));

        studio.click("changeToggle");
        auto* change = studio.panel.findChild<QWidget*>(QStringLiteral("changeForm"));
        auto* rate = change->findChild<QLineEdit*>(QStringLiteral("param_learning_rate"));
        QVERIFY(rate->isVisible());
        rate->setFocus();
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("-1"));
        QVERIFY(!studio.find<QPushButton>("resumeButton").isEnabled());
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("0.0005"));
        QCOMPARE(studio.find<QPushButton>("resumeButton").text(), QStringLiteral("Resume with changes"));
        studio.click("resumeButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("pauseButton").isVisible(), trainingPatienceMs);
        const auto changes = studio.store.run(run.toStdString()).changes;
        QCOMPARE(changes.size(), std::size_t { 1 });
        QCOMPARE(QString::fromStdString(changes[0].after).toDouble(), 0.0005);

        studio.chooseFromMenu("stopButton", "stopNow");
        QTRY_COMPARE_WITH_TIMEOUT(studio.stateOf(run), RunState::Stopped, trainingPatienceMs);
        const auto events = studio.eventsOf(run);
        for (const char* kind : { "started", "pause", "changed", "resumed", "stop_keep_best", "finished" })
            QVERIFY2(std::find(events.begin(), events.end(), kind) != events.end(), kind);
        QTRY_VERIFY(!studio.find<QPushButton>("pauseButton").isVisible());
        QVERIFY(!studio.find<QPushButton>("resumeButton").isVisible());
    }

    void fineTuningAndTheStopAfterAnEvaluation()
    {
        TrainingFixture studio;
        QVERIFY(studio.chooseDataset());
        studio.typeEndlessTraining();
        studio.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QAction>("nextStage").isEnabled(), trainingPatienceMs);
        const QString run = studio.workspace.runId();
        studio.chooseFromMenu("stopButton", "nextStage");
        QTRY_COMPARE_WITH_TIMEOUT(studio.find<MetricTile>("stageTile").value(), QStringLiteral("Fine-tuning"),
                                  trainingPatienceMs);
        QVERIFY(!studio.find<QAction>("nextStage").isEnabled());
        studio.chooseFromMenu("stopButton", "stopAfterEvaluation");
        QTRY_COMPARE_WITH_TIMEOUT(studio.stateOf(run), RunState::Stopped, trainingPatienceMs);
        const RunRecord record = studio.store.run(run.toStdString());
        QVERIFY(record.bestEpoch.contains("hard"));
        QVERIFY(record.test.has_value());
    }

    void severalRunsWaitInTheQueue()
    {
        TrainingFixture studio;
        QVERIFY(studio.chooseDataset());
        studio.typeEndlessTraining();
        studio.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("pauseButton").isVisible(), trainingPatienceMs);
        const QString running = studio.workspace.runId();
        QVERIFY(studio.panel.findChild<QWidget*>(QStringLiteral("queueList"))->isHidden());
        QCOMPARE(studio.find<QPushButton>("startButton").text(), QStringLiteral("Queue training"));
        studio.type("runName", QStringLiteral("second"));
        studio.click("startButton");
        studio.type("runName", QStringLiteral("third"));
        studio.click("startButton");
        QVERIFY(studio.panel.findChild<QWidget*>(QStringLiteral("queueList"))->isVisible());
        QVERIFY(studio.panel.findChild<QPushButton*>(QStringLiteral("removeFromQueue2")));
        studio.click("removeFromQueue1");
        QTRY_VERIFY(!studio.panel.findChild<QPushButton*>(QStringLiteral("removeFromQueue2")));
        QCOMPARE(studio.jobs.jobs().size(), std::size_t { 2 });
        QCOMPARE(studio.jobs.jobs().back().subject, QStringLiteral("third"));
        studio.chooseFromMenu("stopButton", "stopNow");
        QTRY_VERIFY_WITH_TIMEOUT(studio.workspace.runId() != running, trainingPatienceMs);
        QCOMPARE(studio.store.run(studio.workspace.runId().toStdString()).name, std::string("third"));
        QVERIFY(studio.panel.findChild<QWidget*>(QStringLiteral("queueList"))->isHidden());
    }

    void anotherModelHasItsOwnParameters()
    {
        TrainingFixture studio;
        QVERIFY(studio.chooseDataset());
        auto& models = studio.find<QComboBox>("modelCombo");
        const auto routing = [&studio] {
            return studio.panel.findChild<QLineEdit*>(QStringLiteral("param_routing_iterations"));
        };
        QVERIFY(!routing());
        models.setFocus();
        QTest::keyClick(&models, Qt::Key_Home);
        while (models.currentData().toString() != QLatin1String("mind")) {
            const int before = models.currentIndex();
            QTest::keyClick(&models, Qt::Key_Down);
            QVERIFY(models.currentIndex() > before);
        }
        QVERIFY(routing() && routing()->isEnabled());
        studio.typeEndlessTraining();
        studio.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("pauseButton").isVisible(), trainingPatienceMs);
        const QString run = studio.workspace.runId();
        QCOMPARE(studio.store.run(run.toStdString()).model, std::string("mind"));
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<MetricTile>("memoryTile").value().contains(QLatin1String("B")),
                                 trainingPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<MetricTile>("timeTile").value() != QStringLiteral("–"),
                                 trainingPatienceMs);
        studio.chooseFromMenu("stopButton", "stopNow");
        QTRY_COMPARE_WITH_TIMEOUT(studio.stateOf(run), RunState::Stopped, trainingPatienceMs);
    }

    void aResumeWaitsInTheQueue()
    {
        TrainingFixture studio;
        QVERIFY(studio.chooseDataset());
        studio.typeEndlessTraining();
        studio.type("runName", QStringLiteral("paused"));
        studio.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("pauseButton").isVisible(), trainingPatienceMs);
        const QString paused = studio.workspace.runId();
        studio.click("pauseButton");
        QTRY_COMPARE_WITH_TIMEOUT(studio.stateOf(paused), RunState::Paused, trainingPatienceMs);
        studio.type("runName", QStringLiteral("in front"));
        studio.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(studio.workspace.runId() != paused, trainingPatienceMs);
        const QString inFront = studio.workspace.runId();

        studio.workspace.setRun(paused);
        auto& resume = studio.find<QPushButton>("resumeButton");
        QTRY_VERIFY_WITH_TIMEOUT(resume.isVisible() && resume.isEnabled(), trainingPatienceMs);
        QCOMPARE(resume.text(), QStringLiteral("Queue resume"));
        studio.click("resumeButton");
        QVERIFY(!resume.isEnabled());
        QVERIFY(studio.panel.findChild<QWidget*>(QStringLiteral("queueList"))->isVisible());
        QCOMPARE(studio.jobs.jobs().back().resumedRun, paused);
        QVERIFY(studio.find<QLabel>("runState").text().contains(QLatin1String("waits in the queue")));
        studio.click("removeFromQueue1");
        QTRY_VERIFY(resume.isEnabled());
        QCOMPARE(studio.stateOf(paused), RunState::Paused);
        studio.click("resumeButton");

        studio.workspace.setRun(inFront);
        QTRY_VERIFY(studio.find<QPushButton>("stopButton").isVisible());
        studio.chooseFromMenu("stopButton", "stopNow");
        QTRY_COMPARE_WITH_TIMEOUT(studio.stateOf(inFront), RunState::Stopped, trainingPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(studio.stateOf(paused), RunState::Running, trainingPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(studio.workspace.runId() == paused, trainingPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("pauseButton").isVisible(), trainingPatienceMs);
        // Events reach the store within a second, not at once.
        const auto resumed = [&] {
            const auto events = studio.eventsOf(paused);
            return std::find(events.begin(), events.end(), "resumed") != events.end();
        };
        QTRY_VERIFY_WITH_TIMEOUT(resumed(), trainingPatienceMs);
    }
};

OPAL_TEST(TestTrainingPanel)
#include "tst_trainingpanel.moc"
