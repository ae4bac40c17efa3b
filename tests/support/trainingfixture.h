// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QTimer>

#include "core/jobs/jobs.h"
#include "tests/support/jobresult.h"
#include "tests/support/panelfixture.h"
#include "views/panels/training/trainingpanel.h"

namespace opal {

constexpr int trainingPatienceMs = 120'000;

/// The training panel on a workspace of its own with a small data set, driven by clicks and keys.
struct TrainingFixture : PanelFixture
{
    TrainingFixture()
    {
        panel.resize(1400, 900);
        panel.show();
    }

    ~TrainingFixture()
    {
        for (const JobInfo& job : jobs.jobs())
            jobs.cancel(job.id);
        [[maybe_unused]] const bool idle
            = QTest::qWaitFor([this] { return !jobs.isBusy(); }, trainingPatienceMs);
    }

    /// Makes the data set and chooses it; false if that failed.
    bool chooseDataset()
    {
        SynthParams params;
        params.users = 60;
        params.items = 80;
        params.interactions = 1800;
        params.days = 6;
        params.topics = 4;
        const QString file = paths.datasets() + QStringLiteral("/toy.opds");
        const QString made = resultOf(jobs, makeSynthesiseJob(store, params, file), trainingPatienceMs).path;
        workspace.setDataset(made, nullptr);
        return !made.isEmpty();
    }

    template <class T> T& find(const char* name)
    {
        T* found = panel.findChild<T*>(QString::fromLatin1(name));
        if (!found)
            qFatal("the panel has no '%s'", name);
        return *found;
    }

    void click(const char* button) { QTest::mouseClick(&find<QPushButton>(button), Qt::LeftButton); }

    /// Opens the menu of a button and clicks an entry of it.
    void chooseFromMenu(const char* button, const char* action)
    {
        QMenu* menu = find<QPushButton>(button).menu();
        QAction* entry = menu->findChild<QAction*>(QString::fromLatin1(action));
        // The button is pressed as long as its menu is open.
        QTimer looking;
        QObject::connect(&looking, &QTimer::timeout, menu, [&] {
            if (!menu->isVisible())
                return;
            looking.stop();
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entry).center());
        });
        looking.start(0);
        click(button);
    }

    void trigger(const char* action) { find<QAction>(action).trigger(); }

    /// Replaces the text of a field by keys.
    void type(const char* field, const QString& text)
    {
        auto& edit = find<QLineEdit>(field);
        edit.setFocus();
        edit.selectAll();
        QTest::keyClick(&edit, Qt::Key_Delete);
        QTest::keyClicks(&edit, text);
    }

    QString fieldText(const char* field) { return find<QLineEdit>(field).text(); }

    /// Values with which a training of the small data set goes on until it is told to end.
    void typeEndlessTraining()
    {
        type("param_batch_size", QStringLiteral("32"));
        type("param_dim", QStringLiteral("8"));
        type("param_steps_per_epoch", QStringLiteral("20"));
        type("param_patience", QStringLiteral("1000"));
    }

    RunState stateOf(const QString& run) const { return store.run(run.toStdString()).state; }

    std::vector<std::string> eventsOf(const QString& run) const
    {
        std::vector<std::string> kinds;
        for (const RunEvent& event : store.curves(run.toStdString()).events)
            kinds.push_back(event.kind);
        return kinds;
    }

    TrainingPanel panel { context };
};

} // namespace opal
