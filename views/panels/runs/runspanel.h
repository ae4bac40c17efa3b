// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/results/runrecord.h"
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

namespace opal {

class EmptyState;
class ErrorBar;
class MessageBar;
class RunColumns;
class RunEdits;
class RunFilterProxyModel;
class RunTableModel;
class RunSide;
class RunWork;

/// All runs of the workspace: filter, sort, group, mark, compare, open. Follows changes made by anybody.
class RunsPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunsPanel)

public:
    explicit RunsPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return u"runs"_s; }

    QString title() const override;
    void retranslate() override;

private:
    void setupUi();
    void setupTableView();
    void setupMenu();
    void connectSignals();
    void connectEdits();
    void reload();
    void setRuns(std::vector<RunRecord> runs);
    void applyFilter();
    void updateHeadingSpans();
    void updateCount();
    void updateDetails();
    const RunRecord* selectedRun() const;
    /// Selected runs from top to bottom.
    std::vector<RunRecord> selectedRuns() const;

    /// `done` with the selected run, if there is one.
    template <typename Done> void withRun(Done done)
    {
        if (const RunRecord* run = selectedRun())
            done(*run);
    }

    void selectRun(const QString& id);
    void openSelected();
    void archiveSelected();
    void showMenu(const QPoint& position);
    void fillMenu(QMenu& menu, const RunRecord& run);
    void fillColorMenu(QMenu& menu, const RunRecord& run);
    void addKeys();
    void adoptVectors();
    /// One entry for every form of exportForms(), without texts.
    void fillExportMenu(QMenu& menu);
    void setExportTexts(QMenu& menu);
    void copyRows();
    void saveCsv();
    void reportError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    bool m_loading = false;
    bool m_loadAgain = false; ///< the store changed while it was read
    bool m_runMissing = true; ///< the run of the workspace was not in the table when it was to be selected

    RunEdits* m_edits = nullptr;
    RunWork* m_work = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_filterError = nullptr;
    QComboBox* m_group = nullptr;
    QCheckBox* m_archived = nullptr;
    QLabel* m_count = nullptr;
    QPushButton* m_columns = nullptr;
    RunColumns* m_columnsMenu = nullptr;
    QPushButton* m_more = nullptr;
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
    RunSide* m_side = nullptr;
};

} // namespace opal
