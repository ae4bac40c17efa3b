// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/exportdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>

#include "core/base/error.h"
#include "core/jobs/savefile.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/plot/colourmap.h"
#include "views/shared/figuretextsdialog.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/showinfolder.h"

namespace opal {

namespace {

QDoubleSpinBox* sizeBox(QWidget* parent, const char* name)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(20, 1000);
    box->setDecimals(1);
    return box;
}

} // namespace

ExportDialog::ExportDialog(const PanelContext& context, std::vector<FigureRequest> figures, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_figures(std::move(figures))
    , m_form(new QFormLayout)
    , m_figure(new QComboBox(this))
    , m_preset(new QComboBox(this))
    , m_width(sizeBox(this, "width"))
    , m_height(sizeBox(this, "height"))
    , m_dpi(new QSpinBox(this))
    , m_transparent(new QCheckBox(this))
    , m_style(new QComboBox(this))
    , m_fontSize(new QSpinBox(this))
    , m_lineWidth(new QDoubleSpinBox(this))
    , m_colourMap(new QComboBox(this))
    , m_font(new QComboBox(this))
    , m_texts(new QPushButton(this))
    , m_saveStyle(new QPushButton(this))
    , m_preview(new QLabel(this))
    , m_error(new ErrorBar(this))
    , m_export(new QPushButton(this))
    , m_copyPicture(new QPushButton(this))
    , m_copyData(new QPushButton(this))
    , m_saveData(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    setObjectName(QStringLiteral("exportDialog"));
    setupUi();
    retranslate();
    connectSignals();
    chooseFigure();
    readStyles();
}

void ExportDialog::setupUi()
{
    m_figure->setObjectName(QStringLiteral("figure"));
    m_preset->setObjectName(QStringLiteral("preset"));
    m_dpi->setObjectName(QStringLiteral("dpi"));
    m_dpi->setRange(72, 1200);
    m_dpi->setValue(300);
    m_transparent->setObjectName(QStringLiteral("transparent"));
    m_style->setObjectName(QStringLiteral("style"));
    m_fontSize->setObjectName(QStringLiteral("fontSize"));
    m_fontSize->setRange(7, 24);
    m_fontSize->setValue(FigureStyle().fontSize);
    m_lineWidth->setObjectName(QStringLiteral("lineWidth"));
    m_lineWidth->setRange(0.25, 6);
    m_lineWidth->setSingleStep(0.25);
    m_lineWidth->setValue(FigureStyle().lineWidth);
    m_colourMap->setObjectName(QStringLiteral("colourMap"));
    m_colourMap->addItems(ColourMap::names());
    m_font->setObjectName(QStringLiteral("font"));
    m_font->addItems(QFontDatabase::families());
    if (m_font->findText(FigureStyle().font) < 0)
        m_font->insertItem(0, FigureStyle().font);
    m_font->setCurrentText(FigureStyle().font);
    m_font->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_texts->setObjectName(QStringLiteral("editTexts"));
    m_texts->setAutoDefault(false);
    m_saveStyle->setObjectName(QStringLiteral("saveStyle"));
    for (QAbstractSpinBox* box :
         std::initializer_list<QAbstractSpinBox*> { m_width, m_height, m_dpi, m_fontSize, m_lineWidth })
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_preview->setObjectName(QStringLiteral("preview"));
    m_export->setObjectName(QStringLiteral("export"));
    m_export->setProperty("role", QStringLiteral("primary"));
    m_export->setDefault(true);
    m_copyPicture->setObjectName(QStringLiteral("copyFigure"));
    m_copyData->setObjectName(QStringLiteral("copyData"));
    m_saveData->setObjectName(QStringLiteral("saveData"));
    m_close->setObjectName(QStringLiteral("close"));

    for (QWidget* field :
         std::initializer_list<QWidget*> { m_figure, m_preset, m_width, m_height, m_dpi, m_transparent,
                                           m_style, m_font, m_fontSize, m_lineWidth, m_colourMap })
        m_form->addRow(new QLabel(this), field);
    m_form->addRow(QString(), m_texts);
    m_form->addRow(QString(), m_saveStyle);
    m_form->setVerticalSpacing(8);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_preview);
    scroll->setAlignment(Qt::AlignCenter);
    scroll->setMinimumSize(420, 360);
    auto* top = new QHBoxLayout;
    top->setSpacing(16);
    top->addLayout(m_form);
    top->addWidget(scroll, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : { m_copyPicture, m_copyData, m_saveData }) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    m_saveStyle->setAutoDefault(false);
    m_close->setAutoDefault(false);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_export);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addLayout(top, 1);
    layout->addLayout(buttons);
    resize(900, 520);
}

void ExportDialog::connectSignals()
{
    connect(m_figure, &QComboBox::currentIndexChanged, this, &ExportDialog::chooseFigure);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &ExportDialog::choosePreset);
    for (QDoubleSpinBox* box : { m_width, m_height, m_lineWidth })
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExportDialog::updatePreview);
    for (QSpinBox* box : { m_dpi, m_fontSize })
        connect(box, &QSpinBox::valueChanged, this, &ExportDialog::updatePreview);
    connect(m_transparent, &QCheckBox::toggled, this, &ExportDialog::updatePreview);
    for (QComboBox* box : { m_colourMap, m_font })
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::updatePreview);
    connect(m_texts, &QPushButton::clicked, this, &ExportDialog::editTexts);
    connect(this, &ExportDialog::written, this, &ExportDialog::showWritten);
    connect(m_style, &QComboBox::currentIndexChanged, this, &ExportDialog::applyStyle);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::exportFigure);
    connect(m_copyPicture, &QPushButton::clicked, this, &ExportDialog::copyPicture);
    connect(m_copyData, &QPushButton::clicked, this, &ExportDialog::copyData);
    connect(m_saveData, &QPushButton::clicked, this, &ExportDialog::saveData);
    connect(m_saveStyle, &QPushButton::clicked, this, &ExportDialog::saveStyle);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
}

void ExportDialog::retranslate()
{
    setWindowTitle(tr("Export figure"));
    const auto name = [this](QWidget* field, const QString& label) {
        if (auto* words = qobject_cast<QLabel*>(m_form->labelForField(field)))
            words->setText(label);
        field->setAccessibleName(label);
    };
    name(m_figure, tr("Figure"));
    name(m_preset, tr("Size"));
    name(m_width, tr("Width"));
    name(m_height, tr("Height"));
    name(m_dpi, tr("Resolution of PNG"));
    name(m_transparent, tr("Background"));
    name(m_style, tr("Style"));
    name(m_fontSize, tr("Font size"));
    name(m_lineWidth, tr("Line width"));
    name(m_colourMap, tr("Colour map"));
    name(m_font, tr("Font"));
    m_texts->setText(tr("Texts…"));
    m_texts->setToolTip(tr("Titles, captions and labels in your own words"));
    m_transparent->setText(tr("Transparent"));
    m_width->setSuffix(tr(" mm"));
    m_height->setSuffix(tr(" mm"));
    m_dpi->setSuffix(tr(" dpi"));
    m_fontSize->setSuffix(tr(" pt"));
    m_lineWidth->setSuffix(tr(" pt"));
    m_saveStyle->setText(tr("Save style…"));
    m_export->setText(tr("Export…"));
    m_copyPicture->setText(tr("Copy figure"));
    m_copyData->setText(tr("Copy data"));
    m_saveData->setText(tr("Save data…"));
    m_close->setText(tr("Close"));
    m_preview->setAccessibleName(tr("Preview at the final size"));
    const bool wasFilling = m_filling;
    m_filling = true;
    const int figure = std::max(0, m_figure->currentIndex());
    m_figure->clear();
    for (const FigureRequest& request : m_figures)
        m_figure->addItem(request.title, request.key);
    m_figure->setCurrentIndex(figure);
    const int preset = std::max(0, m_preset->currentIndex());
    m_preset->clear();
    for (const FigureSizePreset& size : figureSizePresets())
        m_preset->addItem(size.title, size.widthMm);
    m_preset->setCurrentIndex(preset);
    if (m_style->count() == 0)
        m_style->addItem(tr("Default"));
    else
        m_style->setItemText(0, tr("Default"));
    m_filling = wasFilling;
}

void ExportDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

const FigureRequest& ExportDialog::current() const
{
    return m_figures[static_cast<std::size_t>(std::max(0, m_figure->currentIndex()))];
}

FigureOutput ExportDialog::output() const
{
    FigureOutput output;
    output.sizeMm = { m_width->value(), m_height->value() };
    output.dpi = m_dpi->value();
    output.transparent = m_transparent->isChecked();
    output.style = m_styles[std::max(0, m_style->currentIndex())];
    const double strong = output.style.strongLineWidth / output.style.lineWidth;
    const int smaller = output.style.fontSize - output.style.smallFontSize;
    output.style.fontSize = m_fontSize->value();
    output.style.smallFontSize = std::max(7, m_fontSize->value() - smaller);
    output.style.lineWidth = m_lineWidth->value();
    output.style.strongLineWidth = m_lineWidth->value() * strong;
    output.style.colourMap = m_colourMap->currentText();
    output.style.font = m_font->currentText();
    output.texts = m_changedTexts.value(current().key);
    return output;
}

void ExportDialog::readStyles()
{
    m_context.queries.run(
        this, [folder = m_context.paths.figures()] { return figureStyles(folder); },
        [this](const QVector<FigureStyle>& styles) {
            const bool first = m_styles.size() == 1 && m_style->count() <= 1;
            const QString chosen = first ? m_context.figureStyle() : m_style->currentText();
            m_styles = styles;
            m_filling = true;
            m_style->clear();
            m_style->addItem(tr("Default"));
            for (qsizetype index = 1; index < styles.size(); ++index)
                m_style->addItem(styles[index].name);
            m_style->setCurrentIndex(std::max(0, m_style->findText(chosen)));
            m_filling = false;
            if (first && m_style->currentIndex() > 0)
                applyStyle(m_style->currentIndex());
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void ExportDialog::applyStyle(int index)
{
    if (m_filling || index < 0 || index >= m_styles.size())
        return;
    const FigureStyle& style = m_styles[index];
    m_filling = true;
    m_fontSize->setValue(style.fontSize);
    m_lineWidth->setValue(style.lineWidth);
    m_colourMap->setCurrentText(style.colourMap);
    if (m_font->findText(style.font) < 0)
        m_font->addItem(style.font);
    m_font->setCurrentText(style.font);
    m_filling = false;
    updatePreview();
}

void ExportDialog::choosePreset(int index)
{
    if (m_filling || index < 0)
        return;
    const double width = m_preset->itemData(index).toDouble();
    const bool slide = figureSizePresets()[static_cast<std::size_t>(index)].key == QLatin1String("slide");
    const FigureEntry* entry = findFigure(current().key);
    m_filling = true;
    m_width->setValue(width);
    m_height->setValue(slide ? width * 9 / 16 : figureHeightMm(*entry, width));
    m_filling = false;
    updatePreview();
}

void ExportDialog::chooseFigure()
{
    choosePreset(m_preset->currentIndex());
}

void ExportDialog::updatePreview()
{
    if (m_filling)
        return;
    constexpr double screenDpi = 96;
    const double ratio = devicePixelRatioF();
    QPixmap picture = QPixmap::fromImage(figureImage(current().draw, output(), screenDpi / 72 * ratio));
    picture.setDevicePixelRatio(ratio);
    m_preview->setPixmap(picture);
    m_preview->adjustSize();
}

void ExportDialog::withProvenance(const std::function<void(const FigureProvenance&)>& then)
{
    m_error->clear();
    m_context.queries.run(
        this,
        [&store = m_context.store, key = current().key, subject = current().subject] {
            return provenanceOf(store, key, subject);
        },
        [this, then](const FigureProvenance& provenance) {
            try {
                then(provenance);
            } catch (const Error& error) {
                showError(error.code(), QString::fromStdString(error.detail()));
            }
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void ExportDialog::exportFigure()
{
    m_context.dialogs.saveFile(this, tr("Export figure"), tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"),
                               m_context.paths.figures() % QLatin1Char('/') % current().key
                                   % QStringLiteral(".pdf"),
                               [this](const QString& file) { exportTo(file); });
}

void ExportDialog::exportTo(const QString& file)
{
    withProvenance([this, file](const FigureProvenance& provenance) {
        writeFile(file, renderFigure(current().draw, figureFormatOf(file), output(), provenance));
    });
}

void ExportDialog::copyPicture()
{
    withProvenance(
        [this](const FigureProvenance& provenance) { copyFigure(current().draw, output(), provenance); });
}

void ExportDialog::copyData()
{
    QGuiApplication::clipboard()->setText(current().table().toTsv());
}

void ExportDialog::saveData()
{
    m_context.dialogs.saveFile(this, tr("Save the data behind the figure"), tr("CSV (*.csv)"),
                               m_context.paths.figures() % QLatin1Char('/') % current().key
                                   % QStringLiteral(".csv"),
                               [this](const QString& file) { writeFile(file, current().table().toCsv()); });
}

void ExportDialog::saveStyle()
{
    m_context.dialogs.askText(
        this, tr("Save style"), tr("Name of the style"), QString(), [this](const QString& given) {
            // It becomes the name of a file in the folder of styles, and one that is listed there.
            QString name = given.trimmed();
            name.replace(QLatin1Char('/'), QLatin1Char('-'));
            while (name.startsWith(QLatin1Char('.')))
                name.remove(0, 1);
            if (name.isEmpty())
                return;
            FigureStyle style = output().style;
            style.name = name;
            m_context.queries.runVoid(
                this,
                [style, file = figureStyleFile(m_context.paths.figures(), name)] {
                    writeFigureStyle(file, style);
                },
                [this] { readStyles(); },
                [this](ErrorCode code, const QString& detail) { showError(code, detail); });
        });
}

void ExportDialog::editTexts()
{
    const QString figure = current().key;
    auto* dialog
        = new FigureTextsDialog(figureTexts(current().draw, output()), m_changedTexts.value(figure), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, figure] {
        m_changedTexts[figure] = dialog->changed();
        updatePreview();
    });
    dialog->open();
}

void ExportDialog::showWritten(const QString& file)
{
    m_file = file;
    if (!m_message) {
        m_message = new MessageBar(this);
        qobject_cast<QBoxLayout*>(layout())->insertWidget(1, m_message);
        connect(m_message, &MessageBar::actionTriggered, this, [this] { showInFolder(m_file); });
    }
    m_message->showMessage(tr("Saved as %1").arg(file), tr("Show in folder"));
}

void ExportDialog::writeFile(const QString& file, const QByteArray& content)
{
    m_context.queries.runVoid(
        this, [file, content] { saveFile(file, content); }, [this, file] { Q_EMIT written(file); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void ExportDialog::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

} // namespace opal
