// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include "core/jobs/jobs.h"

class QLabel;
class QPushButton;
class QTableView;

namespace opal {

class ElidedLabel;
class FilterStepsTableModel;
class PreviewTableModel;
class Theme;

/// What an import would make of a log: its first rows with a verdict each, and counts of the rule and the
/// filters over as much of the log as was read.
class LogPreview final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogPreview)

public:
    explicit LogPreview(const Theme& theme, QWidget* parent = nullptr);

    /// Facts guessed from the head of the first file.
    void setPreview(const ImportPreview& preview);
    /// While counts are on their way; the last ones stay, greyed. `fraction` is 0..1, negative if unknown.
    void showChecking(double fraction);
    void setCheck(const LogCheck& check);
    /// Names of the stops that the person wants passed.
    void setAccepted(const std::vector<std::string>& accepted);
    void retranslate();

Q_SIGNALS:
    void wholeLogRequested();
    /// The way out beside a note was chosen: an option of `opal import` and its value.
    void wayOutChosen(const QString& option, const QString& value);

private:
    QWidget* makeLegend();
    void applyColors();
    void showCounts();
    void showNotes();
    QString scopeText() const;

    const Theme& m_theme;
    ImportPreview m_preview;
    LogCheck m_check;
    bool m_isChecking = false;
    double m_fraction = -1;

    QLabel* m_heading;
    ElidedLabel* m_note;
    std::vector<QLabel*> m_swatches; ///< one a role, then the rejected rows
    QTableView* m_table;
    PreviewTableModel* m_model;
    QLabel* m_problem;
    QLabel* m_notes; ///< what the import notices and stops at, each with its way out
    std::vector<std::string> m_accepted;
    QLabel* m_counts;
    QPushButton* m_whole;
    QLabel* m_filtersHeading;
    QTableView* m_filters;
    FilterStepsTableModel* m_filtersModel;
    QLabel* m_outcome;
};

} // namespace opal
