// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/importform.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStyle>
#include <QTimer>
#include <QVBoxLayout>

#include "views/panels/data/logpreview.h"
#include "views/panels/data/sidetablefields.h"
#include "views/panels/data/splitfields.h"
#include "views/shell/dialogs.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/expressionerrors.h"

namespace opal {

namespace {

constexpr int settingsWidth = 340;
constexpr int typingPauseMs = 200;

QLabel* makeLabel(QWidget* parent, QWidget* buddy)
{
    auto* label = new QLabel(parent);
    label->setBuddy(buddy);
    return label;
}

QLabel* makeNote(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setWordWrap(true);
    return label;
}

QComboBox* makeCombo(QWidget* parent, const QString& objectName)
{
    auto* combo = new QComboBox(parent);
    combo->setObjectName(objectName);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(12);
    return combo;
}

} // namespace

ImportForm::ImportForm(Dialogs& dialogs, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
{
    m_heading = new QLabel(this);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_fileNote = new ElidedLabel(this);
    m_fileNote->setProperty("role", QStringLiteral("secondary"));
    m_otherFiles = new QPushButton(this);
    m_otherFiles->setObjectName(QStringLiteral("otherFiles"));
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_heading);
    top->addWidget(m_fileNote, 1);
    top->addWidget(m_otherFiles);

    auto* middle = new QHBoxLayout;
    middle->setSpacing(16);
    middle->addWidget(makeSettings());
    middle->addWidget(m_log = new LogPreview(theme, this), 1);
    m_checkTimer = new QTimer(this);
    m_checkTimer->setSingleShot(true);
    m_checkTimer->setInterval(typingPauseMs);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addLayout(middle, 1);
    layout->addLayout(makeFooter());
    connectSignals();
    setRunning(false);
    retranslate();
}

QWidget* ImportForm::makeSettings()
{
    m_settings = new QWidget(this);
    m_name = new QLineEdit(m_settings);
    m_name->setObjectName(QStringLiteral("datasetName"));
    m_preset = makeCombo(m_settings, QStringLiteral("preset"));
    m_presetHelp = makeNote(m_settings);
    m_rule = new QLineEdit(m_settings);
    m_rule->setObjectName(QStringLiteral("positiveRule"));
    m_ruleHint = makeNote(m_settings);
    m_ruleHint->setObjectName(QStringLiteral("ruleHint"));

    auto* form = new QFormLayout(m_settings);
    form->setContentsMargins(0, 0, 8, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(m_nameLabel = makeLabel(m_settings, m_name), m_name);
    form->addRow(m_presetLabel = makeLabel(m_settings, m_preset), m_preset);
    form->addRow(m_presetHelp);
    addTableRows(*form);
    form->addRow(m_ruleLabel = makeLabel(m_settings, m_rule), m_rule);
    form->addRow(m_ruleHint);
    m_side = new SideTableFields(m_dialogs, *form, m_settings);
    m_split = new SplitFields(*form, m_settings);
    addFilterRows(*form);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_settings);
    scroll->setWidgetResizable(true);
    scroll->setFixedWidth(settingsWidth);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_settings->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

/// How the lines are cut into columns, and what those hold.
void ImportForm::addTableRows(QFormLayout& form)
{
    m_delimiter = makeCombo(m_settings, QStringLiteral("delimiter"));
    for (const char sign : { '\0', ',', '\t', ';', '|', ':', ' ' })
        m_delimiter->addItem(QString(), static_cast<int>(sign));
    m_firstLine = makeCombo(m_settings, QStringLiteral("firstLine"));
    for (const FirstLine kind : { FirstLine::Guess, FirstLine::Names, FirstLine::Data })
        m_firstLine->addItem(QString(), static_cast<int>(kind));
    form.addRow(m_delimiterLabel = makeLabel(m_settings, m_delimiter), m_delimiter);
    form.addRow(m_firstLineLabel = makeLabel(m_settings, m_firstLine), m_firstLine);
    static const QString names[] = { QStringLiteral("userColumn"), QStringLiteral("itemColumn"),
                                     QStringLiteral("timeColumn"), QStringLiteral("dayColumn") };
    for (std::size_t column = 0; column < std::size(m_columns); ++column) {
        m_columns[column] = makeCombo(m_settings, names[column]);
        form.addRow(m_columnLabels[column] = makeLabel(m_settings, m_columns[column]), m_columns[column]);
    }
}

void ImportForm::addFilterRows(QFormLayout& form)
{
    m_zone = makeCombo(m_settings, QStringLiteral("timeZone"));
    for (int minutes = -12 * 60; minutes <= 14 * 60; minutes += 60) {
        const QChar sign = minutes < 0 ? QChar(0x2212) : QChar(u'+');
        m_zone->addItem(
            QStringLiteral("UTC%1%2:00").arg(sign).arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0')),
            minutes);
    }
    m_zone->setCurrentIndex(m_zone->findData(480));
    m_activeDays = new QSpinBox(m_settings);
    m_activeDays->setObjectName(QStringLiteral("minActiveDays"));
    m_activeDays->setRange(0, 365);
    m_trainItems = new QSpinBox(m_settings);
    m_trainItems->setObjectName(QStringLiteral("minTrainItems"));
    m_trainItems->setRange(1, 1000);
    m_trainItems->setValue(4);
    for (QSpinBox* box : { m_activeDays, m_trainItems })
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_dropUnseen = new QCheckBox(m_settings);
    m_dropUnseen->setObjectName(QStringLiteral("dropUnseen"));
    m_dropUnseen->setChecked(true);
    m_onError = makeCombo(m_settings, QStringLiteral("onError"));
    m_onError->addItem(QString(), static_cast<int>(OnError::Skip));
    m_onError->addItem(QString(), static_cast<int>(OnError::Stop));
    form.addRow(m_zoneLabel = makeLabel(m_settings, m_zone), m_zone);
    form.addRow(m_activeDaysLabel = makeLabel(m_settings, m_activeDays), m_activeDays);
    form.addRow(m_trainItemsLabel = makeLabel(m_settings, m_trainItems), m_trainItems);
    form.addRow(m_dropUnseen);
    form.addRow(m_onErrorLabel = makeLabel(m_settings, m_onError), m_onError);
}

QLayout* ImportForm::makeFooter()
{
    m_progressText = new QLabel(this);
    m_progressText->setProperty("role", QStringLiteral("secondary"));
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("importProgress"));
    m_progress->setTextVisible(false);
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName(QStringLiteral("cancelImport"));
    m_import = new QPushButton(this);
    m_import->setObjectName(QStringLiteral("startImport"));
    m_import->setProperty("role", QStringLiteral("primary"));
    auto* footer = new QHBoxLayout;
    footer->setSpacing(8);
    footer->addWidget(m_progress, 1);
    footer->addWidget(m_progressText);
    footer->addStretch();
    footer->addWidget(m_cancel);
    footer->addWidget(m_import);
    return footer;
}

void ImportForm::connectSignals()
{
    connect(m_preset, &QComboBox::activated, this, &ImportForm::takePreset);
    for (QComboBox* choice :
         { m_delimiter, m_firstLine, m_columns[0], m_columns[1], m_columns[2], m_columns[3], m_zone })
        connect(choice, &QComboBox::activated, this, &ImportForm::scheduleCheck);
    for (QSpinBox* box : { m_activeDays, m_trainItems })
        connect(box, &QSpinBox::valueChanged, this, &ImportForm::scheduleCheck);
    connect(m_dropUnseen, &QCheckBox::toggled, this, &ImportForm::scheduleCheck);
    connect(m_split, &SplitFields::changed, this, &ImportForm::scheduleCheck);
    connect(m_rule, &QLineEdit::textEdited, this, [this] {
        showRuleError({});
        scheduleCheck();
    });
    connect(m_checkTimer, &QTimer::timeout, this, [this] { Q_EMIT checkRequested(false); });
    connect(m_log, &LogPreview::wholeLogRequested, this, [this] { Q_EMIT checkRequested(true); });
    connect(m_log, &LogPreview::wayOutChosen, this, &ImportForm::takeWayOut);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameEdited = true; });
    connect(m_otherFiles, &QPushButton::clicked, this, &ImportForm::otherFilesRequested);
    connect(m_import, &QPushButton::clicked, this, &ImportForm::importRequested);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_running)
            Q_EMIT stopRequested();
        else
            Q_EMIT closed();
    });
}

void ImportForm::setPreview(const QStringList& files, const ImportPreview& preview)
{
    m_files = files;
    m_preview = preview;
    m_columnNames = preview.columns;
    m_nameEdited = false;
    m_accepted.clear();
    m_keepDuplicates = false;
    m_log->setAccepted(m_accepted);
    m_name->setText(QFileInfo(files.value(0)).completeBaseName());
    m_side->clear();
    m_split->clear();
    m_delimiter->setCurrentIndex(0);
    m_firstLine->setCurrentIndex(0);
    m_log->setPreview(preview);
    fillPresets();
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(QString::fromStdString(preview.preset))));
    takePreset();
    // The guess from the file knows more than the preset's default.
    if (!preview.positiveRule.empty())
        m_rule->setText(QString::fromStdString(preview.positiveRule));
    updateFileTexts();
    m_checkTimer->stop();
    Q_EMIT checkRequested(false);
}

void ImportForm::scheduleCheck()
{
    if (!m_files.isEmpty() && !m_running)
        m_checkTimer->start();
}

void ImportForm::takePreset()
{
    const std::string key = m_preset->currentData().toString().toStdString();
    const auto& entries = availableImporters();
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const ImporterEntry& row) { return row.preset == key; });
    if (entry != entries.end()) {
        m_rule->setText(QString::fromStdString(entry->defaultRule));
        m_zone->setCurrentIndex(m_zone->findData(entry->timeZoneMinutes));
    }
    const bool isFree = key == "csv";
    m_firstLine->setEnabled(isFree);
    if (!isFree)
        m_firstLine->setCurrentIndex(0);
    fillColumns();
    showRuleError({});
    retranslate();
    scheduleCheck();
}

void ImportForm::fillColumns()
{
    const bool guessed = m_preset->currentData().toString().toStdString() == m_preview.preset
        && m_columnNames == m_preview.columns;
    const std::string guesses[]
        = { m_preview.guess.user, m_preview.guess.item, m_preview.guess.time, m_preview.guess.day };
    for (std::size_t column = 0; column < std::size(m_columns); ++column) {
        m_columns[column]->clear();
        m_columns[column]->addItem(tr("As in the format"), QString());
        for (const std::string& name : m_columnNames)
            m_columns[column]->addItem(QString::fromStdString(name), QString::fromStdString(name));
        const int found = guessed ? m_columns[column]->findData(QString::fromStdString(guesses[column])) : 0;
        m_columns[column]->setCurrentIndex(std::max(0, found));
    }
}

ColumnMap ImportForm::mapping() const
{
    const auto chosen
        = [this](std::size_t column) { return m_columns[column]->currentData().toString().toStdString(); };
    return { chosen(0), chosen(1), chosen(2), chosen(3) };
}

/// "item=5", "time=none": column numbers count from 1, as on the command line.
void ImportForm::mapColumn(const QString& pair)
{
    static const QStringList keys { QStringLiteral("user"), QStringLiteral("item"), QStringLiteral("time"),
                                    QStringLiteral("day") };
    const auto key = keys.indexOf(pair.section(u'=', 0, 0));
    const QString column = pair.section(u'=', 1);
    if (key < 0)
        return;
    QComboBox* const combo = m_columns[key];
    bool isNumber = false;
    const int number = column.toInt(&isNumber); // item 0 is the format's own
    if (isNumber && number < combo->count()) {
        // By number: a name may stand over several columns.
        combo->setItemData(number, column);
        combo->setCurrentIndex(number);
        return;
    }
    if (combo->findData(column) < 0)
        combo->addItem(column == QLatin1String("none") ? tr("There is none") : column, column);
    combo->setCurrentIndex(combo->findData(column));
}

void ImportForm::takeWayOut(const QString& option, const QString& value)
{
    if (option == QLatin1String("--preset")) {
        m_preset->setCurrentIndex(std::max(0, m_preset->findData(value)));
        takePreset();
    } else if (option == QLatin1String("--positive")) {
        m_rule->setText(value);
    } else if (option == QLatin1String("--map")) {
        for (const QString& pair : value.split(u','))
            mapColumn(pair);
    } else if (option == QLatin1String("--accept")) {
        m_accepted.push_back(value.toStdString());
        m_log->setAccepted(m_accepted);
    } else if (option == QLatin1String("--keep-duplicates")) {
        m_keepDuplicates = true;
    } else if (option == QLatin1String("--keep-cold-items")) {
        m_dropUnseen->setChecked(false);
    }
    scheduleCheck();
}

void ImportForm::showChecking(double fraction)
{
    m_log->showChecking(fraction);
}

void ImportForm::setCheck(const LogCheck& check)
{
    m_log->setCheck(check);
    m_split->setCheck(check);
    // Another delimiter or first line means other columns; those that were chosen may be gone.
    const std::vector<std::string> own(check.columns.begin(),
                                       check.columns.begin() + static_cast<std::ptrdiff_t>(check.ownColumns));
    if (m_preset->currentData().toString() == QLatin1String("csv") && !own.empty() && own != m_columnNames) {
        const ColumnMap chosen = mapping();
        m_columnNames = own;
        fillColumns();
        const std::string names[] = { chosen.user, chosen.item, chosen.time, chosen.day };
        for (std::size_t column = 0; column < std::size(m_columns); ++column)
            m_columns[column]->setCurrentIndex(
                std::max(0, m_columns[column]->findData(QString::fromStdString(names[column]))));
    }
    showRuleProblem(check);
}

QString ImportForm::name() const
{
    return m_name->text().trimmed();
}

ImportRequest ImportForm::request() const
{
    ImportRequest request;
    request.preset = m_preset->currentData().toString().toStdString();
    for (const QString& file : m_files)
        request.files.push_back(file.toStdString());
    request.sideFile = m_side->sideFile().toStdString();
    request.coversFolder = m_side->coversFolder().toStdString();
    request.delimiter = static_cast<char>(m_delimiter->currentData().toInt());
    request.firstLine = static_cast<FirstLine>(m_firstLine->currentData().toInt());
    request.columns = mapping();
    request.positiveRule = m_rule->text().trimmed().toStdString();
    request.onError = static_cast<OnError>(m_onError->currentData().toInt());
    request.timeZoneMinutes = m_zone->currentData().toInt();
    request.minActiveDays = m_activeDays->value();
    request.minTrainItems = m_trainItems->value();
    request.split = m_split->split().toStdString();
    request.repeats = m_split->repeats();
    request.dropUnseenItems = m_dropUnseen->isChecked();
    request.keepDuplicates = m_keepDuplicates;
    request.accepted = m_accepted;
    request.name = name().toStdString();
    return request;
}

void ImportForm::setRunning(bool running)
{
    m_running = running;
    m_settings->setEnabled(!running);
    m_otherFiles->setEnabled(!running);
    m_import->setVisible(!running);
    m_progress->setVisible(running);
    m_progressText->setVisible(running);
    if (running) {
        m_progress->setRange(0, 0);
        m_checkTimer->stop();
    }
    m_cancel->setText(running ? tr("Stop import") : tr("Cancel"));
    m_cancel->setAccessibleName(m_cancel->text());
}

void ImportForm::setRuleHint(const QString& text, bool isBad)
{
    m_rule->setProperty("state", isBad ? QStringLiteral("bad") : QString());
    m_ruleHint->setProperty("role", isBad ? QStringLiteral("problem") : QStringLiteral("secondary"));
    for (QWidget* widget : { static_cast<QWidget*>(m_rule), static_cast<QWidget*>(m_ruleHint) }) {
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
    m_ruleHint->setText(text);
}

void ImportForm::showRuleError(const QString& message)
{
    const bool bad = !message.isEmpty();
    m_ruleHint->setTextFormat(Qt::PlainText);
    setRuleHint(bad ? message
                    : tr("Which rows count as liked, e.g. \u201Clong_view\u201D or "
                         "\u201Clike|favorite|play>=0.9*duration\u201D. "
                         "Empty: every row."),
                bad);
    if (bad)
        m_rule->setFocus();
}

/// The rule once more with the place of the problem underlined, and what is wrong there.
void ImportForm::showRuleProblem(const LogCheck& check)
{
    if (!check.ruleProblem) {
        if (check.problem.empty())
            showRuleError({});
        return;
    }
    const QString rule = m_rule->text().trimmed();
    const auto before = static_cast<qsizetype>(check.ruleProblem->column) - 1;
    const qsizetype start = QString::fromUtf8(rule.toUtf8().left(before)).size();
    qsizetype end = start;
    while (end < rule.size() && (rule[end].isLetterOrNumber() || rule[end] == u'_'))
        ++end;
    end = std::min(std::max(end, start + 1), rule.size());
    const QString marked = start < rule.size() ? rule.mid(start, end - start) : QStringLiteral("\u2423");
    m_ruleHint->setTextFormat(Qt::RichText);
    //: Where in the positive rule something is wrong, and what
    const QString message
        = tr("Character %1: %2").arg(start + 1).arg(expressionErrorClause(*check.ruleProblem));
    setRuleHint(QStringLiteral("<code>%1<u><b>%2</b></u>%3</code><br>%4")
                    .arg(rule.left(start).toHtmlEscaped(), marked.toHtmlEscaped(),
                         rule.mid(end).toHtmlEscaped(), message.toHtmlEscaped()),
                true);
}

} // namespace opal
