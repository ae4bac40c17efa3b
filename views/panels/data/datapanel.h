#pragma once

#include <vector>

#include <QStringList>

#include "core/jobs/jobrunner.h"
#include "core/results/runrecord.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace opal {

class DatasetCard;
class EmptyState;
class ErrorBar;
class ImportForm;

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

    /// Reads the head of the first file and shows the form of the import.
    void previewFiles(const QStringList& files);
    /// Reads the card of a data-set file and makes it the current one.
    void openDataset(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum class Task { None, Preview, Import, Open };

    void setupUi();
    void connectSignals();
    void chooseFiles();
    void chooseDataset();
    void startImport();
    void submit(Task task, std::unique_ptr<Job> job, JobLane lane);
    void takeResult(JobId id, const JobOutcome& outcome);
    void takeFailure(const JobOutcome& outcome);
    void reloadList();
    void fillList();
    void showCurrent();

    PanelContext m_context;
    std::vector<DatasetRecord> m_records;
    QStringList m_files; ///< of the form
    JobId m_job = 0;
    Task m_task = Task::None;
    QString m_taskPath; ///< data-set file that is written or opened

    QLabel* m_heading = nullptr;
    QListWidget* m_list = nullptr;
    QPushButton* m_importButton = nullptr;
    QPushButton* m_openButton = nullptr;
    ErrorBar* m_error = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    ImportForm* m_form = nullptr;
    DatasetCard* m_card = nullptr;
};

} // namespace opal
