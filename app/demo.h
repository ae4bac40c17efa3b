// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <any>
#include <map>
#include <string>

#include <QObject>

#include "core/jobs/jobrunner.h"
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
    void onFinished(JobId id, const JobOutcome& outcome);
    void train(const std::any& dataset);
    void compare(const std::any& trained);
    void lookAt(const std::any& compared);

    PanelContext m_context;
    std::map<std::string, std::string> m_params; ///< of the training
    QString m_dataset;
    std::string m_run; ///< with several interests, paused or finished
    JobId m_synthesis = 0;
    JobId m_training = 0;
    JobId m_comparison = 0;
    JobId m_map = 0;
};

} // namespace opal
