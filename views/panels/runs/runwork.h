// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QObject>

#include "core/results/runrecord.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

namespace opal {

/// Jobs that a person starts on stored runs: bundles, measures, ablations, going on with a training. Belongs
/// to the panel that shows the runs.
class RunWork final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunWork)

public:
    RunWork(const PanelContext& context, QWidget* panel);

    /// The person is asked for the file.
    void exportBundle(const RunRecord& run);
    void importBundle();
    void measure(const std::vector<RunRecord>& runs);
    void makeAblations(const RunRecord& run);
    bool canResume(const RunRecord& run) const;
    void resume(const RunRecord& run);

Q_SIGNALS:
    void told(const QString& message); ///< what has been done
    void imported();
    void failed(opal::ErrorCode code, const QString& detail);

private:
    PanelContext m_context;
    QWidget* m_panel;
    Ask<QString> m_askExport; ///< the file of the bundle
    Ask<std::string> m_askImport; ///< the run of the bundle
};

} // namespace opal
