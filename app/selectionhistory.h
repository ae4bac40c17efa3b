// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "core/results/datasetsummary.h"

namespace opal {

class Workspace;

/// Back and forward through what was selected and which panel showed it. Changes of one turn of the event
/// loop are one step (a run takes its user with it). Lives in the GUI thread.
class SelectionHistory final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SelectionHistory)

public:
    static constexpr int limit = 200;

    explicit SelectionHistory(Workspace& workspace, QObject* parent = nullptr);

    /// The panel at the front now belongs to the step.
    void setPanel(const QString& id);

    bool canGoBack() const { return m_position > 0; }

    bool canGoForward() const { return m_position + 1 < static_cast<int>(m_steps.size()); }

    void back();
    void forward();

Q_SIGNALS:
    /// canGoBack() or canGoForward() may have changed, or what the next step is.
    void changed();
    /// The panel of the step that was gone to.
    void panelWanted(const QString& id);

private:
    struct Step
    {
        QString datasetPath;
        std::shared_ptr<const DatasetSummary> datasetSummary;
        QString run;
        QString user;
        int interest = -1;
        int category = -1;
        QStringList items;
        QString panel;

        bool operator==(const Step& other) const;
    };

    Step current() const;
    void record();
    void go(int position);

    Workspace& m_workspace;
    QString m_panel;
    std::vector<Step> m_steps;
    int m_position = -1;
    bool m_going = false;
    QTimer m_recordTimer;
};

} // namespace opal
