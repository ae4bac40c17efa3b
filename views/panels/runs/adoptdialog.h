// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QDialog>

#include "core/jobs/adoptjob.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace opal {

class ErrorBar;

/// Makes a run from vectors of another program: which files, what they hold beside the data set, and the
/// adoption itself. Closing it cancels an adoption that runs.
class AdoptDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AdoptDialog)

public:
    AdoptDialog(const PanelContext& context, QWidget* parent);

    void reject() override;

Q_SIGNALS:
    void adopted(const QString& run, const QString& name);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// A file of arrays, "FILE" or "FILE:ARRAY".
    struct Place
    {
        QLabel* label = nullptr;
        QLineEdit* field = nullptr;
        QPushButton* choose = nullptr;
        std::string AdoptionRequest::*ofRequest = nullptr; ///< one of the two says where it goes
        std::string InterestFiles::*ofInterests = nullptr;
        bool ofValidation = false;
    };

    void setupUi();
    void addPlace(QFormLayout& form, const char* name, const Place& place);
    void addOption(QFormLayout& form, QWidget* field);
    void retranslate();
    void takeDatasets(const std::vector<DatasetRecord>& datasets);
    AdoptJobRequest request() const;
    bool isComplete() const;
    void inspect();
    void showReport(const AdoptionReport& report);
    void adopt();
    void updateState();
    void showError(ErrorCode code, const QString& detail);

    PanelContext m_context;
    Ask<AdoptionReport> m_askReport;
    Ask<AdoptResult> m_askAdopt;
    bool m_inspected = false; ///< the files fit one another, as far as that is known without their numbers
    QComboBox* m_dataset;
    std::vector<Place> m_places; ///< in the order of the form
    QComboBox* m_score;
    QCheckBox* m_missingItems;
    QCheckBox* m_missingUsers;
    QLineEdit* m_name;
    QLabel* m_about;
    QLabel* m_preview;
    ErrorBar* m_error;
    QProgressBar* m_progress;
    QPushButton* m_close;
    QPushButton* m_adopt;
    std::vector<QLabel*> m_labels; ///< of the options
};

} // namespace opal
