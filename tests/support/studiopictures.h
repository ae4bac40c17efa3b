// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <QImage>
#include <QPushButton>
#include <QTest>

#include "app/application.h"
#include "app/demodata.h"
#include "core/jobs/jobs.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/workspace.h"
#include "views/widgets/covercache.h"
#include "views/widgets/emptystate.h"

/// A small study and a window at rest: what pictures of the studio are taken of.
namespace opal {

constexpr int picturePatienceMs = 600'000; ///< for a busy machine; conditions end the wait

/// The result of a job that pictures cannot do without.
template <typename Result> Result madeBy(Application& application, Job<Result> job)
{
    std::optional<Result> made;
    JobListener<Result> listener;
    listener.ended = [&made](const JobOutcome& outcome, Result* result) {
        if (!result)
            qFatal("the study could not be made: %s", qPrintable(outcome.errorDetail));
        made = std::move(*result);
    };
    application.jobs().submit(std::move(job), std::move(listener));
    if (!QTest::qWaitFor([&made] { return made.has_value(); }, picturePatienceMs))
        qFatal("the study was not finished in time");
    return *made;
}

struct Study
{
    DatasetResult dataset;
    QString run;
};

/// A small data set, two runs trained on it and a sweep that holds both, in a workspace that no window looks
/// at meanwhile.
inline Study makeStudy(const WorkspacePaths& paths)
{
    Application application(paths);
    const PanelContext context = application.context();
    SynthParams params;
    params.users = 1200;
    params.items = 1200;
    params.interactions = 60000;
    params.name = "demo";
    Study study;
    study.dataset = madeBy(application, makeDemoDataJob(context.store, context.paths, params));
    SweepRequest sweep;
    sweep.name = "demo-sweep";
    sweep.models = { "opal" };
    sweep.axes = { { "interests", { "1", "4" } } };
    for (const char* interests : { "1", "4" }) {
        TrainJobRequest request;
        request.datasetFile = study.dataset.path;
        request.name = QStringLiteral("demo-k") + QLatin1String(interests);
        request.params
            = { { "interests", interests },  { "batch_size", "256" }, { "learning_rate", "0.001" },
                { "steps_per_epoch", "50" }, { "max_epochs", "6" },   { "category_start", "coherent" },
                { "keep_stage", "best" } };
        sweep.params = request.params;
        const TrainJobResult trained
            = madeBy(application, makeTrainJob(context.store, context.paths, request));
        study.run = QString::fromStdString(trained.run.id);
    }
    sweep.params.erase("interests");
    madeBy(application,
           makeSweepJob(context.store, context.paths, prepareSweep(context.store, sweep, study.dataset.path),
                        0));
    return study;
}

/// Opens the study in a window, at the user of the pictures.
inline void openStudy(Application& application, const Study& study)
{
    Workspace& workspace = application.workspace();
    workspace.setDataset(study.dataset.path, std::make_shared<const DatasetSummary>(study.dataset.summary));
    workspace.setRun(study.run);
    workspace.setUser(QStringLiteral("7"));
}

/// What a panel asks for in the background is there when neither a question nor a job is left, or with
/// `heavyToo` off no quick one; an answer may bring new ones.
inline void settle(Application& application, QWidget& window, bool heavyToo = true)
{
    const auto isAtRest = [&] {
        if (heavyToo)
            return !application.jobs().isBusy();
        const auto jobs = application.jobs().jobs();
        return std::none_of(jobs.begin(), jobs.end(), [](const JobInfo& job) { return !job.isWork(); });
    };
    for (int round = 0; round < 4; ++round) {
        bool answered = false;
        application.context().queries.run(
            &window, [] { return true; }, [&answered](bool value) { answered = value; });
        if (!QTest::qWaitFor([&] { return answered && isAtRest(); }, picturePatienceMs))
            qFatal("the window does not come to rest");
    }
}

/// Presses the button of the page that has nothing to show yet, and waits for what it makes.
inline void fillEmptyPage(Application& application, QWidget& window, const QWidget& panel)
{
    for (auto* page : panel.findChildren<EmptyState*>()) {
        auto* button = page->findChild<QPushButton*>();
        if (!page->isVisible() || !button || !button->isVisible())
            continue;
        QTest::mouseClick(button, Qt::LeftButton);
        settle(application, window);
        return;
    }
    qFatal("%s has no empty page", qPrintable(panel.objectName()));
}

/// The picture of a widget at rest, with its covers.
inline QImage pictureOf(QWidget& widget)
{
    widget.grab(); // asks for the covers in sight
    if (!QTest::qWaitFor([] { return CoverCache::shared().waiting() == 0; }, picturePatienceMs))
        qFatal("the covers do not come");
    return widget.grab().toImage();
}

inline bool isBlank(const QImage& image)
{
    const QRgb first = image.pixel(0, 0);
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3) {
            if (image.pixel(x, y) != first)
                return false;
        }
    }
    return true;
}

} // namespace opal
