// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>
#include <QMap>

#include "views/plot/figureexporter.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace opal {

class ErrorBar;
class MessageBar;

/// File > Export figure: which of the panel's figures, how large, in which style, with a preview at the final
/// size. Writes PDF, SVG or PNG by the suffix that is chosen, copies, and saves the numbers as CSV.
class ExportDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportDialog)

public:
    /// `figures` is not empty.
    ExportDialog(const PanelContext& context, std::vector<FigureRequest> figures, QWidget* parent = nullptr);

Q_SIGNALS:
    void written(const QString& file);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupUi();
    void connectSignals();
    void retranslate();
    const FigureRequest& current() const;
    FigureOutput output() const;
    void readStyles();
    void applyStyle(int index);
    void choosePreset(int index);
    void chooseFigure();
    void updatePreview();
    void exportFigure();
    void exportTo(const QString& file);
    void copyPicture();
    void copyData();
    void saveData();
    void saveStyle();
    void editTexts();
    void showWritten(const QString& file);
    /// Reads what the store knows of the runs, then goes on in the GUI thread.
    void withProvenance(const std::function<void(const FigureProvenance&)>& then);
    void writeFile(const QString& file, const QByteArray& content);
    void showError(ErrorCode code, const QString& detail);

    const PanelContext& m_context;
    std::vector<FigureRequest> m_figures;
    QVector<FigureStyle> m_styles { FigureStyle {} };
    QFormLayout* m_form;
    QComboBox* m_figure;
    QComboBox* m_preset;
    QDoubleSpinBox* m_width;
    QDoubleSpinBox* m_height;
    QSpinBox* m_dpi;
    QCheckBox* m_transparent;
    QComboBox* m_style;
    QSpinBox* m_fontSize;
    QDoubleSpinBox* m_lineWidth;
    QComboBox* m_colourMap;
    QComboBox* m_font;
    QPushButton* m_texts;
    QPushButton* m_saveStyle;
    QLabel* m_preview;
    ErrorBar* m_error;
    MessageBar* m_message = nullptr; ///< made when a figure is written
    QPushButton* m_export;
    QPushButton* m_copyPicture;
    QPushButton* m_copyData;
    QPushButton* m_saveData;
    QPushButton* m_close;
    bool m_filling = false;
    QMap<QString, QMap<QString, QString>> m_changedTexts; ///< by key of the figure, as FigureOutput::texts
    QString m_file; ///< written last
};

} // namespace opal
