// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/generalpage.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QThread>

#include "app/language.h"
#include "app/settings.h"
#include "core/jobs/workspacepaths.h"
#include "views/plot/figurestyle.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/theme.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"

namespace opal {

namespace {

const char* const themeKeys[] = { "system", "light", "dark" };

QIcon paletteIcon(const SeriesPalette& palette, double devicePixelRatio)
{
    constexpr int side = 10;
    const int count = static_cast<int>(palette.colors.size());
    QPixmap pixmap(QSize(side * count, side) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPainter painter(&pixmap);
    for (int index = 0; index < count; ++index)
        painter.fillRect(side * index, 0, side, side,
                         QColor(palette.colors[static_cast<std::size_t>(index)]));
    return QIcon(pixmap);
}

void choose(QComboBox& box, const QString& key)
{
    box.setCurrentIndex(std::max(0, box.findData(key)));
}

} // namespace

int mostThreads()
{
    return std::max(1, QThread::idealThreadCount());
}

GeneralPage::GeneralPage(const PanelContext& context, Settings& settings, Language& language, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_settings(settings)
    , m_language(language)
    , m_form(new QFormLayout)
    , m_error(new ErrorBar(this))
    , m_languageBox(new QComboBox(this))
    , m_theme(new QComboBox(this))
    , m_palette(new QComboBox(this))
    , m_threads(new QSpinBox(this))
    , m_notify(new QCheckBox(this))
    , m_style(new QComboBox(this))
    , m_folderRow(new QWidget(this))
    , m_folder(new ElidedLabel(m_folderRow))
    , m_chooseFolder(new QPushButton(m_folderRow))
    , m_folderNote(new QLabel(this))
    , m_reset(new QPushButton(this))
{
    setupUi();
    retranslate();
    showSettings();
    connectSignals();
    readStyles();
}

void GeneralPage::setupUi()
{
    m_languageBox->setObjectName(QStringLiteral("languageBox"));
    m_languageBox->addItem(QString(), QStringLiteral("system"));
    for (const LanguageEntry& entry : Language::available())
        m_languageBox->addItem(entry.name, entry.key);
    m_theme->setObjectName(QStringLiteral("themeBox"));
    for (const char* key : themeKeys)
        m_theme->addItem(QString(), QLatin1String(key));
    m_palette->setObjectName(QStringLiteral("paletteBox"));
    for (const SeriesPalette& palette : Theme::seriesPalettes())
        m_palette->addItem(paletteIcon(palette, devicePixelRatioF()), QString::fromUtf8(palette.title),
                           QLatin1String(palette.key));
    m_palette->setIconSize({ 80, 10 });
    m_threads->setObjectName(QStringLiteral("threadsBox"));
    m_threads->setRange(0, mostThreads());
    m_threads->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_notify->setObjectName(QStringLiteral("notifyBox"));
    m_style->setObjectName(QStringLiteral("figureStyleBox"));
    m_style->addItem(QString(), QString());
    m_folder->setObjectName(QStringLiteral("workspaceFolder"));
    m_chooseFolder->setObjectName(QStringLiteral("chooseWorkspace"));
    m_folderNote->setProperty("role", QStringLiteral("secondary"));
    m_folderNote->setWordWrap(true);
    m_reset->setObjectName(QStringLiteral("resetPreferences"));
    auto* folder = new QHBoxLayout(m_folderRow);
    folder->setContentsMargins(0, 0, 0, 0);
    folder->setSpacing(8);
    folder->addWidget(m_folder, 1);
    folder->addWidget(m_chooseFolder);

    m_form->setVerticalSpacing(12);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (QWidget* field : std::initializer_list<QWidget*> { m_languageBox, m_theme, m_palette, m_threads,
                                                            m_notify, m_style, m_folderRow }) {
        auto* label = new QLabel(this); // addRow() makes none of an empty text
        label->setBuddy(field);
        m_form->addRow(label, field);
    }
    m_form->addRow(nullptr, m_folderNote);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 16, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addLayout(m_form);
    layout->addStretch();
    layout->addWidget(m_reset, 0, Qt::AlignLeft);
}

void GeneralPage::connectSignals()
{
    const auto remember = [this](QComboBox* box, const Setting& setting) {
        connect(box, &QComboBox::activated, this, [this, box, setting] {
            m_settings.set(setting, box->currentData());
            applyLook();
        });
    };
    remember(m_languageBox, settings::language);
    remember(m_theme, settings::theme);
    remember(m_palette, settings::seriesPalette);
    remember(m_style, settings::figureStyle);
    connect(m_threads, &QSpinBox::valueChanged, this,
            [this](int threads) { m_settings.set(settings::trainingThreads, QString::number(threads)); });
    connect(m_notify, &QCheckBox::toggled, this, [this](bool wanted) {
        m_settings.set(settings::notifications, wanted ? QStringLiteral("yes") : QStringLiteral("no"));
    });
    connect(m_chooseFolder, &QPushButton::clicked, this, &GeneralPage::chooseFolder);
    connect(m_reset, &QPushButton::clicked, this, &GeneralPage::reset);
}

void GeneralPage::readStyles()
{
    m_context.queries.run(
        this, [folder = m_context.paths.figures()] { return figureStyles(folder); },
        [this](const QVector<FigureStyle>& styles) {
            // The first one is built in and listed already.
            for (qsizetype index = 1; index < styles.size(); ++index)
                m_style->addItem(styles[index].name, styles[index].name);
            choose(*m_style, m_settings.text(settings::figureStyle));
        },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void GeneralPage::showSettings()
{
    const QSignalBlocker threads(m_threads);
    const QSignalBlocker notify(m_notify);
    choose(*m_languageBox, m_settings.text(settings::language));
    choose(*m_theme, m_settings.text(settings::theme));
    choose(*m_palette, m_settings.text(settings::seriesPalette));
    choose(*m_style, m_settings.text(settings::figureStyle));
    m_threads->setValue(m_settings.number(settings::trainingThreads, 0, mostThreads()));
    m_notify->setChecked(m_settings.text(settings::notifications) == QLatin1String("yes"));
    updateFolder();
}

void GeneralPage::applyLook()
{
    const Theme::Mode mode = themeMode(m_settings.text(settings::theme));
    if (mode != m_context.theme.mode())
        m_context.theme.setMode(mode);
    const QString palette = m_settings.text(settings::seriesPalette);
    if (palette != Theme::seriesPalette())
        m_context.theme.setSeriesPalette(palette);
    m_language.set(m_settings.text(settings::language));
}

void GeneralPage::chooseFolder()
{
    m_context.dialogs.openFolder(this, tr("Choose the workspace folder"),
                                 [this](const QString& folder) { setFolder(folder); });
}

void GeneralPage::setFolder(const QString& folder)
{
    m_error->clear();
    try {
        WorkspacePaths::setPreferredFolder(folder);
    } catch (const Error& error) {
        showError(error.code(), QString::fromStdString(error.detail()));
    }
    updateFolder();
}

void GeneralPage::reset()
{
    for (const Setting& setting :
         { settings::language, settings::theme, settings::seriesPalette, settings::figureStyle,
           settings::trainingThreads, settings::notifications })
        m_settings.set(setting, QLatin1String(setting.fallback));
    setFolder({});
    showSettings();
    applyLook();
}

void GeneralPage::updateFolder()
{
    m_folder->setFullText(WorkspacePaths::locate().root);
    m_folderNote->setText(qEnvironmentVariableIsEmpty("OPAL_WORKSPACE")
                              ? tr("Holds from the next start, for the command line, too.")
                              : tr("The environment variable OPAL_WORKSPACE names the folder and wins."));
}

void GeneralPage::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

void GeneralPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void GeneralPage::retranslate()
{
    const auto name = [this](QWidget* field, const QString& label, const QString& accessible) {
        if (auto* words = qobject_cast<QLabel*>(m_form->labelForField(field)))
            words->setText(label);
        field->setAccessibleName(accessible);
    };
    name(m_languageBox, tr("Language:"), tr("Language"));
    name(m_theme, tr("Theme:"), tr("Theme"));
    name(m_palette, tr("Colours:"), tr("Colours of curves and hyper-categories"));
    name(m_threads, tr("Threads:"), tr("Threads for training"));
    name(m_notify, tr("Notification:"), tr("Tell me when a training ends in the background"));
    name(m_style, tr("Figure style:"), tr("Style of exported figures"));
    name(m_folderRow, tr("Workspace:"), tr("Workspace folder"));
    m_languageBox->setItemText(0, tr("As the system"));
    m_theme->setItemText(0, tr("As the system"));
    m_theme->setItemText(1, tr("Light"));
    m_theme->setItemText(2, tr("Dark"));
    m_palette->setToolTip(tr("Both are told apart with every kind of colour vision"));
    m_threads->setSpecialValueText(tr("All cores"));
    m_threads->setToolTip(tr("For new trainings whose parameters do not name the threads"));
    m_notify->setText(tr("Tell me when a training ends in the background"));
    m_style->setItemText(0, tr("Built-in"));
    m_style->setToolTip(tr("Styles are saved in the window that exports a figure"));
    m_chooseFolder->setText(tr("Choose…"));
    m_chooseFolder->setAccessibleName(tr("Choose the workspace folder"));
    m_reset->setText(tr("Reset to defaults"));
    updateFolder();
}

} // namespace opal
