// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/results/runrecord.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTimer;
class QUndoStack;

namespace opal {

class DifferencesTable;
class EmptyState;
class ErrorBar;
class MessageBar;
class RunCurvesChart;
class RunDetails;
class RunFilterProxyModel;
class RunTableModel;

/// All runs of the workspace: filter, sort, group, mark, compare, open. Follows changes made by anybody.
class RunsPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunsPanel)

public:
    explicit RunsPanel(const PanelContext& context, QWidget* parent = nullptr);
    ~RunsPanel() override;

    QString id() const override { return QStringLiteral("runs"); }

    QString title() const override;
    void retranslate() override;

private:
    using Write = std::function<void(RunStore& store)>;

    void setupUi();
    QWidget* setupSide();
    void setupTableView();
    void setupMenus();
    void connectSignals();
    void connectEdits();
    void reload();
    void takeRuns(std::vector<RunRecord> runs);
    void applyFilter();
    void updateHeadingSpans();
    void updateCount();
    void updateDetails();
    const RunRecord* selectedRun() const;
    /// Selected runs from top to bottom.
    std::vector<RunRecord> selectedRuns() const;
    void selectRun(const QString& id);
    void openSelected();
    void resumeSelected();
    void measureSelected();
    void makeAblationsOfSelected();
    void showMenu(const QPoint& position);
    void fillMenu(QMenu& menu, const RunRecord& run);
    void fillColorMenu(QMenu& menu, const RunRecord& run);
    void addKeys();
    void showError(ErrorCode code, const QString& detail);

    // runedits.cpp: everything here can be undone
    void rename();
    void editTags();
    void saveNote(const QString& note);
    void starSelected();
    void archiveSelected();
    void setColor(const std::string& id, int before, int color);
    /// Writes in the background; then the edit is on the undo stack and the message bar offers the way back.
    void edit(const QString& done, const Write& redo, const Write& undo);
    void write(const Write& change, const std::function<void()>& done = {});

    // runexport.cpp
    void exportBundle();
    void importBundle();
    /// One entry for every form of exportForms(), without texts.
    void fillExportMenu(QMenu& menu);
    void setExportTexts(QMenu& menu);
    void exportAs(const std::string& form);
    void copyRows();
    void saveCsv();
    void showBundle(const QString& message);
    void restoreColumns();
    void keepColumns();
    void showColumn(int column, bool shown);

    PanelContext m_context;
    Ask<QString> m_askExport; ///< the file of the bundle
    Ask<std::vector<std::string>> m_askForms; ///< the files
    Ask<std::string> m_askImport; ///< the run of the bundle
    bool m_loading = false;
    bool m_loadAgain = false; ///< the store changed while it was read
    bool m_runMissing = true; ///< the run of the workspace was not in the table when it was to be selected

    QLineEdit* m_filter = nullptr;
    QLabel* m_filterError = nullptr;
    QComboBox* m_group = nullptr;
    QCheckBox* m_archived = nullptr;
    QLabel* m_count = nullptr;
    QPushButton* m_columns = nullptr;
    QPushButton* m_more = nullptr;
    QMenu* m_columnsMenu = nullptr;
    QMenu* m_moreMenu = nullptr;
    QMenu* m_exportMenu = nullptr;
    ErrorBar* m_error = nullptr;
    MessageBar* m_message = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QSplitter* m_content = nullptr;
    QTableView* m_table = nullptr;
    RunTableModel* m_model = nullptr;
    RunFilterProxyModel* m_proxy = nullptr;
    RunCurvesChart* m_curves = nullptr;
    QStackedWidget* m_sidePages = nullptr;
    RunDetails* m_details = nullptr;
    DifferencesTable* m_differences = nullptr;
    QUndoStack* m_undo = nullptr;
    QTimer* m_columnsTimer = nullptr;
};

} // namespace opal
