#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/jobs/jobrunner.h"
#include "core/results/runrecord.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace opal {

class EmptyState;
class ErrorBar;
class RunDetails;
class RunFilterProxyModel;
class RunTableModel;

/// All runs of the workspace: filter, sort, mark, open. Follows changes made by anybody.
class RunsPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunsPanel)

public:
    explicit RunsPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("runs"); }

    QString title() const override;
    void retranslate() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setupUi();
    void connectSignals();
    void reload();
    void takeRuns(std::vector<RunRecord> runs);
    void updateCount();
    void updateDetails();
    const RunRecord* selectedRun() const;
    void selectRun(const QString& id);
    void openSelected();
    void resumeSelected();
    void showMenu(const QPoint& position);
    void fillMenu(QMenu& menu, const RunRecord& run);
    void rename();
    void editTags();
    void editNote();
    /// Writes to the store in the background, then reads the runs again.
    void change(std::function<void()> write);
    void showError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    bool m_loading = false;
    bool m_loadAgain = false; ///< the store changed while it was read
    bool m_loaded = false;

    QLineEdit* m_filter = nullptr;
    QCheckBox* m_archived = nullptr;
    QLabel* m_count = nullptr;
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QSplitter* m_content = nullptr;
    QTableView* m_table = nullptr;
    RunTableModel* m_model = nullptr;
    RunFilterProxyModel* m_proxy = nullptr;
    RunDetails* m_details = nullptr;
};

} // namespace opal
