// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QWidget>

#include "core/store/casestore.h"
#include "views/shell/panelcontext.h"

namespace opal {

/// The saved what-if cases of a run: asks for names, keeps and removes them. Belongs to the panel that shows
/// them.
class InterestCases final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InterestCases)

public:
    InterestCases(const PanelContext& context, QWidget* panel);

    /// Reads those of another run, empty: none.
    void setRun(const std::string& run);
    /// Under a name that the person is asked for.
    void save(const ExploreQuery& query);
    /// If the person says so again.
    void remove(const InterestCase& chosen);

Q_SIGNALS:
    void changed(const std::vector<opal::InterestCase>& cases);
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void read();
    void write(std::function<void(CaseStore&)> change);

    PanelContext m_context;
    QWidget* m_panel;
    std::string m_run;
};

} // namespace opal
