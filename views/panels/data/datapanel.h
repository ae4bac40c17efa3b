// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QStringList>

#include "core/jobs/jobs.h"
#include "core/results/runrecord.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QLabel;
class QListWidget;
class QListWidgetItem;
class QPushButton;
class QStackedWidget;

namespace opal {

class DatasetCard;
class DatasetComparison;
class DatasetEdits;
class EmptyState;
class ErrorBar;
class ImportForm;
class ProfileCache;

/// Data sets: the known ones, their cards, and the import of logs that are chosen or dropped on the panel.
class DataPanel final : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DataPanel)

public:
    explicit DataPanel(const PanelContext& context, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("data"); }

    QString title() const override;
    void retranslate() override;
    /// The pictures of the card on show, once they are counted.
    std::vector<FigureRequest> figures() const override;

    /// Reads the head of the first file and shows the form of the import.
    void previewFiles(const QStringList& files);
    /// Reads the card of a data-set file and makes it the current one.
    void openDataset(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void setupUi();
    void connectSignals();
    void chooseFiles();
    void chooseDataset();
    void showMenu(const QPoint& position);
    void startImport();
    void attachSideTable();
    void checkImport(bool wholeLog);
    void compareWith(const QString& path);
    void takeProfile(const QString& path);
    void showComparison();
    /// Only one of preview, import, opening and attaching is awaited: the one that is asked next.
    void dropOthers();
    void takePreview(const ImportPreview& preview);
    void takeDataset(DatasetResult dataset);
    void takeFailure(ErrorCode code, const QString& detail);
    void reloadList();
    void fillList();
    void showCurrent();
    /// The record of a row of the list; none for no row.
    const DatasetRecord* recordOf(const QListWidgetItem* item) const;

    PanelContext m_context;
    std::vector<DatasetRecord> m_records;
    QStringList m_files; ///< of the form
    Ask<ImportPreview> m_askPreview;
    Ask<DatasetResult> m_askImport;
    Ask<DatasetResult> m_askDataset; ///< opens one
    Ask<DatasetResult> m_askAttach;
    Ask<LogCheck> m_askCheck; ///< tries the form's request out
    ProfileCache* m_profiles = nullptr;
    QString m_comparedPath; ///< beside the current data set; empty: none

    QLabel* m_heading = nullptr;
    QListWidget* m_list = nullptr;
    QPushButton* m_importButton = nullptr;
    QPushButton* m_openButton = nullptr;
    DatasetEdits* m_edits = nullptr;
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    ImportForm* m_form = nullptr;
    DatasetCard* m_card = nullptr;
    DatasetComparison* m_comparison = nullptr;
};

} // namespace opal
