#pragma once

#include <QObject>

#include "core/jobs/jobrunner.h"
#include "views/shell/panelcontext.h"

namespace opal {

/// The built-in study: synthesises 2,000 users and 4,000 items and trains OPAL on them with the quick preset.
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

private:
    void onFinished(JobId id, const JobOutcome& outcome);

    PanelContext m_context;
    JobId m_synthesis = 0;
};

} // namespace opal
