// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QFrame>

#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

class QLabel;
class QLineEdit;
class QMenu;
class QAction;
class QPushButton;
class QToolButton;

namespace opal {

/// The top of the window, always visible: pickers of the data set, the run and the user that every panel
/// looks at.
class WorkspaceBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkspaceBar)

public:
    explicit WorkspaceBar(const PanelContext& context, QWidget* parent = nullptr);

    /// The commands behind the arrows and the search field.
    void setActions(QAction* back, QAction* forward, QAction* search);

Q_SIGNALS:
    void datasetChosen(const QString& path);
    /// The lists of the store have been read (again).
    void listsRead(const std::vector<opal::RunRecord>& runs,
                   const std::vector<opal::DatasetRecord>& datasets);

protected:
    void changeEvent(QEvent* event) override;

private:
    QPushButton* makePicker(const QString& name, QMenu*& menu);
    void readLists();
    void fillDatasetMenu();
    void fillRunMenu();
    void refresh();

    PanelContext m_context;
    std::vector<RunRecord> m_runs;
    std::vector<DatasetRecord> m_datasets;
    bool m_reading = false;
    bool m_readAgain = false;
    QLabel* m_logo;
    QLabel* m_title;
    QPushButton* m_datasetPicker;
    QMenu* m_datasetMenu;
    QPushButton* m_runPicker;
    QMenu* m_runMenu;
    QLineEdit* m_user;
    QToolButton* m_back;
    QToolButton* m_forward;
    QPushButton* m_search;
    QAction* m_searchAction = nullptr;
};

} // namespace opal
