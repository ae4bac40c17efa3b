// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/jobs/storedtable.h"
#include "core/results/tabletext.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace opal {

class EmptyState;
class ErrorBar;
class MessageBar;
class PaperKitMaker;
class ResultsTableModel;

/// Tables I to III of the paper, made of the runs as they are now: what is best, second best and significant,
/// as LaTeX, CSV or Markdown; and the paper kit.
class TablesPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TablesPanel)

public:
    explicit TablesPanel(const PanelContext& context, QWidget* parent = nullptr);
    ~TablesPanel() override;

    QString id() const override { return u"tables"_s; }

    QString title() const override;
    void retranslate() override;

private:
    void setupUi();
    QLayout* setupBar();
    void connectSignals();
    void reload();
    void take(StoredTable answer);
    void showTable();
    void fillRunChoices(const std::vector<std::string>& tags);
    void markSignificant();
    void testSignificance();
    void takeTested(ResultsTable tested);
    void copyAs(TableFormat format);
    void save();
    void saveKit();
    void openCell();
    void updateState();
    void showError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    Ask<ResultsTable> m_askSignificance;
    bool m_loading = false;
    bool m_loadAgain = false; ///< something changed while the store was read
    StoredTable m_answer;
    std::string m_shown; ///< what stands in the model, to leave it alone while nothing changes
    std::map<std::string, bool> m_tested; ///< whether a difference is significant, by what was compared
    std::string m_testNote; ///< under the table
    PaperKitMaker* m_kit = nullptr;

    QComboBox* m_name = nullptr;
    QComboBox* m_runs = nullptr;
    QPushButton* m_test = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_copy = nullptr;
    QMenu* m_copyMenu = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_saveKit = nullptr;
    ErrorBar* m_error = nullptr;
    MessageBar* m_message = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QTableView* m_table = nullptr;
    ResultsTableModel* m_model = nullptr;
    QCheckBox* m_measures = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_notes = nullptr;
};

} // namespace opal
