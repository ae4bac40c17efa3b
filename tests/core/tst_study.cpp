// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/analysis/sweepplan.h"
#include "core/base/error.h"
#include "core/data/synth.h"
#include "core/jobs/jobs.h"
#include "core/jobs/storedtable.h"
#include "core/jobs/study.h"
#include "core/store/runstore.h"
#include "core/store/sweepstore.h"
#include "tests/support/silentcontext.h"
#include "tests/support/testprogram.h"

using namespace opal;

class TestStudy final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<RunStore> m_store; // closed before the application goes
    std::vector<std::string> m_swept;
    std::string m_sweep;

    QString fileIn(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:

    void initTestCase()
    {
        const WorkspacePaths paths { m_folder.path() };
        paths.create();
        m_store = std::make_unique<RunStore>(paths.database());
        const QString dataset = fileIn(QStringLiteral("small.opaldata"));
        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1500;
        SilentContext context;
        makeSynthesiseJob(*m_store, params, dataset).run(context);
        SweepRequest request;
        request.models = { "opal", "mind" };
        request.axes = { { "interests", { "1", "2" } } };
        request.params
            = { { "steps_per_epoch", "3" }, { "max_epochs", "1" }, { "batch_size", "16" }, { "dim", "8" } };
        m_sweep = prepareSweep(*m_store, request, dataset);
        const auto sweep = makeSweepJob(*m_store, paths, m_sweep, 1).run(context);
        for (const SweepPoint& point : sweep.points)
            m_swept.push_back(point.run);
        QCOMPARE(m_swept.size(), std::size_t { 4 });
        m_store->setViewState("runs.columns", "secret");
    }

    void cleanupTestCase() { m_store.reset(); }

    void everythingButWeightsAndThisMachineIsInIt()
    {
        const QString file = fileIn(QStringLiteral("whole.sqlite"));
        exportStudy(*m_store, m_swept, file);
        const QString folder = fileIn(QStringLiteral("opened"));
        unpackStudy(file, folder);
        RunStore opened(WorkspacePaths { folder }.database());
        QCOMPARE(opened.runs().size(), m_swept.size());
        for (const std::string& id : m_swept) {
            const RunRecord before = m_store->run(id);
            const RunRecord after = opened.run(id);
            QCOMPARE(after.params, before.params);
            QCOMPARE(after.test->of("recall"), before.test->of("recall"));
            QCOMPARE(opened.curves(id).steps.size(), m_store->curves(id).steps.size());
            QCOMPARE(opened.curves(id).evaluations.size(), m_store->curves(id).evaluations.size());
            QCOMPARE(opened.categoryCourse(id).size(), m_store->categoryCourse(id).size());
            QVERIFY(after.imported);
            QVERIFY(after.datasetPath.empty());
        }
        const SweepRecord sweep = SweepStore(opened).sweep(m_sweep);
        QCOMPARE(sweep.points.size(), m_swept.size());
        QVERIFY(opened.viewState("runs.columns").empty());
        const StoredTableQuery table { "table2", {}, {} };
        QVERIFY(!makeStoredTable(opened, table, tableRuns(opened, table)).rows.empty());

        QFile content(file);
        QVERIFY(content.open(QIODevice::ReadOnly));
        QVERIFY2(!content.readAll().contains(m_folder.path().toUtf8()), "a folder of this machine got out");
        QVERIFY(!QFile::exists(file + QStringLiteral("-wal")));
    }

    void onlyTheRunsAskedForAreInIt()
    {
        const QString file = fileIn(QStringLiteral("one.sqlite"));
        exportStudy(*m_store, { m_swept.front() }, file);
        const QString folder = fileIn(QStringLiteral("one"));
        unpackStudy(file, folder);
        RunStore opened(WorkspacePaths { folder }.database());
        QCOMPARE(opened.runs().size(), std::size_t { 1 });
        QCOMPARE(SweepStore(opened).sweep(m_sweep).points.size(), std::size_t { 1 });
    }

    void whatWasAddedToAnOpenedStudyStays()
    {
        const QString file = fileIn(QStringLiteral("kept.sqlite"));
        exportStudy(*m_store, m_swept, file);
        const QString folder = fileIn(QStringLiteral("kept"));
        unpackStudy(file, folder);
        RunStore(WorkspacePaths { folder }.database()).setNote(m_swept.front(), "mine");
        unpackStudy(file, folder);
        QCOMPARE(RunStore(WorkspacePaths { folder }.database()).run(m_swept.front()).note,
                 std::string("mine"));
    }

    void unfinishedRunsAreRefused()
    {
        RunRecord run = m_store->run(m_swept.front());
        run.state = RunState::Interrupted;
        const std::string id = m_store->createRun(run);
        const QString file = fileIn(QStringLiteral("refused.sqlite"));
        QVERIFY_EXCEPTION_THROWN(exportStudy(*m_store, { id }, file), Error);
        QVERIFY_EXCEPTION_THROWN(exportStudy(*m_store, {}, file), Error);
        QVERIFY_EXCEPTION_THROWN(exportStudy(*m_store, { "nobody" }, file), Error);
        QVERIFY(!QFile::exists(file));
        QVERIFY_EXCEPTION_THROWN(unpackStudy(file, fileIn(QStringLiteral("none"))), Error);
    }
};

OPAL_TEST(TestStudy)
#include "tst_study.moc"
