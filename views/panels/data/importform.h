// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QStringList>
#include <QWidget>

#include "core/jobs/job.h"
#include "core/jobs/jobs.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGridLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTimer;

namespace opal {

class Dialogs;
class ElidedLabel;
class LogPreview;
class SideTableFields;
class Theme;

/// Everything that is asked before an import: format, columns, positive rule, filters, beside the head of the
/// log with what the import would make of it, tried out again while the person types. Shows the progress of
/// the import as well. Knows no jobs: the panel runs them.
class ImportForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportForm)

public:
    ImportForm(Dialogs& dialogs, const Theme& theme, QWidget* parent = nullptr);

    /// Starts over with other files and what was guessed from the first of them.
    void setPreview(const QStringList& files, const ImportPreview& preview);
    ImportRequest request() const;
    QString name() const;

    /// While the request is tried out; `fraction` is 0..1, negative if unknown.
    void showChecking(double fraction);
    void setCheck(const LogCheck& check);
    void setRunning(bool running);
    void showProgress(const JobProgress& progress);
    /// Marks the rule as wrong with `message`; an empty one clears the mark.
    void showRuleError(const QString& message);
    void retranslate();

Q_SIGNALS:
    /// Wants the request tried out, on a part of the log that is read in a moment or on all of it.
    void checkRequested(bool wholeLog);
    void importRequested();
    void stopRequested();
    void closed();
    void otherFilesRequested();

private:
    QWidget* makeSettings();
    void addTableRows(QFormLayout& form);
    void addFilterRows(QFormLayout& form);
    QLayout* makeFooter();
    void connectSignals();
    void takePreset();
    void fillPresets();
    void fillColumns();
    void scheduleCheck();
    void showRuleProblem(const LogCheck& check);
    void setRuleHint(const QString& text, bool isBad);
    void retranslateChoices();
    void updateFileTexts();
    ColumnMap mapping() const;
    void takeWayOut(const QString& option, const QString& value);
    void mapColumn(const QString& pair);

    Dialogs& m_dialogs;
    QStringList m_files;
    ImportPreview m_preview;
    std::vector<std::string> m_columnNames; ///< to choose from
    bool m_running = false;
    bool m_nameEdited = false;
    std::vector<std::string> m_accepted; ///< stops that the person wants passed
    bool m_keepDuplicates = false;

    QLabel* m_heading = nullptr;
    ElidedLabel* m_fileNote = nullptr;
    QPushButton* m_otherFiles = nullptr;
    QWidget* m_settings = nullptr;
    QLabel* m_nameLabel = nullptr;
    QLineEdit* m_name = nullptr;
    QLabel* m_presetLabel = nullptr;
    QComboBox* m_preset = nullptr;
    QLabel* m_presetHelp = nullptr;
    QLabel* m_delimiterLabel = nullptr;
    QComboBox* m_delimiter = nullptr;
    QLabel* m_firstLineLabel = nullptr;
    QComboBox* m_firstLine = nullptr;
    QLabel* m_columnLabels[4] = {};
    QComboBox* m_columns[4] = {}; ///< user, item, time, day
    QLabel* m_ruleLabel = nullptr;
    QLineEdit* m_rule = nullptr;
    QLabel* m_ruleHint = nullptr;
    SideTableFields* m_side = nullptr;
    QLabel* m_zoneLabel = nullptr;
    QComboBox* m_zone = nullptr;
    QLabel* m_activeDaysLabel = nullptr;
    QSpinBox* m_activeDays = nullptr;
    QLabel* m_trainItemsLabel = nullptr;
    QSpinBox* m_trainItems = nullptr;
    QCheckBox* m_dropUnseen = nullptr;
    QLabel* m_onErrorLabel = nullptr;
    QComboBox* m_onError = nullptr;
    LogPreview* m_log = nullptr;
    QTimer* m_checkTimer = nullptr; ///< waits for a pause in typing
    QProgressBar* m_progress = nullptr;
    QLabel* m_progressText = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_import = nullptr;
};

} // namespace opal
