// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/error.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace opal {

class ElidedLabel;
class ErrorBar;
class Language;
class Settings;

/// Most threads that can be asked for: as many as the processor runs at once.
int mostThreads();

/// Language, theme, colours, training, figures and the workspace. Each change holds at once and is
/// remembered; one button takes all of them back to the defaults.
class GeneralPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GeneralPage)

public:
    /// `context` outlives the page.
    GeneralPage(const PanelContext& context, Settings& settings, Language& language,
                QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupUi();
    void connectSignals();
    void readStyles();
    void showSettings();
    void applyLook();
    void chooseFolder();
    void setFolder(const QString& folder);
    void reset();
    void updateFolder();
    void showError(ErrorCode code, const QString& detail);
    void retranslate();

    const PanelContext& m_context;
    Settings& m_settings;
    Language& m_language;
    QFormLayout* m_form;
    ErrorBar* m_error;
    QComboBox* m_languageBox;
    QComboBox* m_theme;
    QComboBox* m_palette;
    QSpinBox* m_threads;
    QCheckBox* m_notify;
    QComboBox* m_style;
    QWidget* m_folderRow;
    ElidedLabel* m_folder;
    QPushButton* m_chooseFolder;
    QLabel* m_folderNote;
    QPushButton* m_reset;
};

} // namespace opal
