// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <QObject>

#include "core/jobs/jobs.h"
#include "core/jobs/mapjobs.h"
#include "core/jobs/oneagainstseveral.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

namespace opal {

/// The built-in study: synthesises a log whose topics form worlds, draws its covers, trains OPAL on it with
/// the quick preset, then once more with one interest, chooses the typical user and lays out the maps. A
/// training that is paused or stopped ends it; one that is resumed goes on with it.
class Demo final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Demo)

public:
    explicit Demo(const PanelContext& context, QObject* parent = nullptr);

    /// Does nothing while a demo is being made.
    void start();

Q_SIGNALS:
    void failed(opal::ErrorCode code, const QString& detail);
    /// Everything is there: run and user are selected, the run with one interest beside it.
    void ready();

private:
    void train(const DatasetResult& dataset);
    void compare(const TrainJobResult& trained);
    void lookAt(const OneAgainstSeveral& compared);
    bool isBusy() const;
    /// Takes the next step; what it refuses ends the demo.
    void go(const std::function<void()>& step);

    PanelContext m_context;
    Ask<DatasetResult> m_askDataset;
    Ask<TrainJobResult> m_askTraining;
    Ask<std::shared_ptr<const OneAgainstSeveral>> m_askComparison;
    Ask<ItemMapAnswer> m_askMap;
    std::map<std::string, std::string> m_params; ///< of the training
    QString m_dataset;
    std::string m_run; ///< with several interests, paused or finished
};

} // namespace opal
