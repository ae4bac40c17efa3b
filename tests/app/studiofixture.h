// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QAbstractButton>
#include <QAction>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/application.h"
#include "app/dockhost.h"
#include "app/mainwindow.h"
#include "core/jobs/jobs.h"
#include "tests/support/jobresult.h"
#include "views/shell/panel.h"

namespace opal::test {

constexpr int patienceMs = 600'000; ///< for a busy machine; conditions end the wait

/// The real window on a workspace folder.
struct Studio
{
    explicit Studio(const QString& folder)
        : application(WorkspacePaths { folder })
        , window(application.window())
    {
        window.show();
    }

    template <typename Type> Type* child(const char* name)
    {
        return window.findChild<Type*>(QLatin1String(name));
    }

    void click(const QString& name)
    {
        auto* button = window.findChild<QAbstractButton*>(name);
        QVERIFY2(button, qPrintable(name));
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), patienceMs);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    void click(const char* name) { click(QString::fromLatin1(name)); }

    RunRecord run() { return application.store().run(application.workspace().runId().toStdString()); }

    void trigger(const char* id)
    {
        QAction* action = window.actions().find(QLatin1String(id));
        QVERIFY2(action, id);
        QVERIFY2(action->isEnabled(), id);
        action->trigger();
    }

    QString front() { return window.currentPanel() ? window.currentPanel()->id() : QString(); }

    Application application;
    MainWindow& window;
};

/// A small synthetic data set in the workspace, registered in its store; returns the file.
inline QString makeDataset(const QString& folder)
{
    const WorkspacePaths paths { folder };
    paths.create();
    RunStore store(paths.database());
    SynthParams params;
    params.users = 60;
    params.items = 80;
    params.interactions = 1800;
    params.days = 6;
    params.topics = 4;
    const QString file = paths.datasets() + QStringLiteral("/small.opaldata");
    JobRunner runner;
    return resultOf(runner, makeSynthesiseJob(store, params, file), patienceMs).path;
}

/// A finished run without files.
inline std::string addRun(const QString& folder, const std::string& name)
{
    const WorkspacePaths paths { folder };
    paths.create();
    RunStore store(paths.database());
    RunRecord record;
    record.name = name;
    record.model = "opal";
    record.datasetName = "small";
    record.state = RunState::Finished;
    record.params = { { "interests", "8" } };
    return store.createRun(record);
}

} // namespace opal::test
