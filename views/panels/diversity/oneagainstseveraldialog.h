// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QDialog>

#include "core/jobs/oneagainstseveral.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace opal {

class ErrorBar;
class PresetBar;

/// Sets up the figure of one interest against several: data set, parameters of the two runs, user and file.
/// Says which runs are there and which would be trained.
class OneAgainstSeveralDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneAgainstSeveralDialog)

public:
    /// `list` says which lists are measured and how: its `k`, `shift`, `minimumCount` and `order`.
    OneAgainstSeveralDialog(const PanelContext& context, const OneAgainstSeveralRequest& list,
                            const QString& datasetFile, QWidget* parent = nullptr);

Q_SIGNALS:
    void makeRequested(const opal::OneAgainstSeveralRequest& request, const QString& file);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// What the workspace has.
    struct Known
    {
        std::vector<DatasetRecord> datasets;
        std::vector<RunRecord> runs;
    };

    /// What would happen with what is set up now.
    struct Outlook
    {
        std::vector<ContrastRun> runs;
        QString freeFile; ///< a name that no file has
        bool replaces = false; ///< the chosen file is there
    };

    void setupUi();
    void connectSignals();
    void retranslate();
    void takeKnown(Known known);
    /// Parameters of the run of the data set that a person looks at, or of the newest, rather with several
    /// interests.
    void chooseRun();
    void takePreset();
    void ask();
    void takeOutlook(const Outlook& outlook);
    void updateState();
    void chooseFile();
    void make();
    const DatasetRecord* dataset() const;
    QString file() const;
    std::map<std::string, std::string> params() const;
    void showError(ErrorCode code, const QString& detail);

    const PanelContext& m_context;
    OneAgainstSeveralRequest m_list;
    QString m_wantedDataset; ///< path
    Known m_known;
    Outlook m_outlook;
    bool m_answered = false; ///< m_outlook is of what is set up now
    bool m_ownFile = false; ///< a person chose the file
    int m_question = 0; ///< number of the last question for the outlook
    QFormLayout* m_form;
    QLabel* m_about;
    QComboBox* m_dataset;
    PresetBar* m_presets;
    QSpinBox* m_interests;
    QLineEdit* m_seed;
    QComboBox* m_pick;
    QLineEdit* m_user;
    QLineEdit* m_file;
    QPushButton* m_chooseFile;
    QLabel* m_outlookText;
    ErrorBar* m_error;
    QPushButton* m_cancel;
    QPushButton* m_make;
};

} // namespace opal
