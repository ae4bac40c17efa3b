// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include "views/panels/data/importform.h"
#include "views/panels/data/logpreview.h"
#include "views/panels/data/sidetablefields.h"
#include "views/panels/data/splitfields.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

void label(QLabel* shown, QWidget* control, const QString& text, const QString& toolTip = {})
{
    shown->setText(text);
    QString name = text;
    control->setAccessibleName(name.remove(u'&'));
    control->setToolTip(toolTip);
    shown->setToolTip(toolTip);
}

} // namespace

void ImportForm::fillPresets()
{
    const QSignalBlocker blocker(m_preset);
    const QVariant chosen = m_preset->currentData();
    m_preset->clear();
    for (const ImporterEntry& entry : availableImporters()) {
        m_preset->addItem(QCoreApplication::translate("Importers", entry.title.c_str()),
                          QString::fromStdString(entry.preset));
    }
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(chosen)));
}

void ImportForm::retranslate()
{
    m_heading->setText(tr("Import"));
    m_otherFiles->setText(tr("Other files\u2026"));
    m_otherFiles->setAccessibleName(tr("Choose other files"));
    label(m_nameLabel, m_name, tr("&Name"), tr("What the data set is called in the studio"));
    label(m_presetLabel, m_preset, tr("&Format"), tr("Which log this is; guessed from the first rows"));
    label(m_delimiterLabel, m_delimiter, tr("Separate&d by"), tr("What stands between two columns"));
    label(m_firstLineLabel, m_firstLine, tr("First &line"),
          tr("Whether the first line names the columns; the known formats settle it themselves"));
    retranslateChoices();
    label(m_columnLabels[0], m_columns[0], tr("User &column"));
    label(m_columnLabels[1], m_columns[1], tr("&Item column"));
    label(m_columnLabels[2], m_columns[2], tr("&Time column"),
          tr("Column of a clock time; decides the order and the days"));
    label(m_columnLabels[3], m_columns[3], tr("&Day column"),
          tr("Column of a day number, where the log has no clock time"));
    label(m_ruleLabel, m_rule, tr("&Positive rule"), tr("A small expression over the columns of the log"));
    m_side->retranslate(true);
    m_split->retranslate();
    label(m_zoneLabel, m_zone, tr("Time &zone"), tr("Time zone of the log; decides where days begin"));
    label(m_activeDaysLabel, m_activeDays, tr("Min. active d&ays"),
          tr("Users with fewer active training days are left out; 0 keeps everybody"));
    label(m_trainItemsLabel, m_trainItems, tr("Min. training it&ems"),
          tr("Users with fewer training items are not trained on"));
    m_dropUnseen->setText(tr("Leave out items never seen in &training"));
    m_dropUnseen->setAccessibleName(tr("Leave out items never seen in training"));
    label(m_onErrorLabel, m_onError, tr("&Bad rows"));
    m_onError->setItemText(0, tr("Skip and report"));
    m_onError->setItemText(1, tr("Stop at the first"));
    m_log->retranslate();
    m_import->setText(tr("Import"));
    m_import->setAccessibleName(m_import->text());
    m_progress->setAccessibleName(tr("Progress of the import"));
    m_cancel->setText(m_running ? tr("Stop import") : tr("Cancel"));
    m_cancel->setAccessibleName(m_cancel->text());

    fillPresets();
    const std::string key = m_preset->currentData().toString().toStdString();
    for (const ImporterEntry& entry : availableImporters()) {
        if (entry.preset == key)
            m_presetHelp->setText(QCoreApplication::translate("Importers", entry.help.c_str()));
    }
    for (QComboBox* column : m_columns) {
        if (column->count() > 0)
            column->setItemText(0, tr("As in the format"));
    }
    if (m_rule->property("state").toString().isEmpty())
        showRuleError({});
    updateFileTexts();
}

void ImportForm::retranslateChoices()
{
    const QString delimiters[] = { tr("As guessed"), tr("Commas"),        tr("Tabs"),  tr("Semicolons"),
                                   tr("Bars"),       tr("Double colons"), tr("Spaces") };
    for (int i = 0; i < m_delimiter->count(); ++i)
        m_delimiter->setItemText(i, delimiters[i]);
    const QString firstLines[] = { tr("As guessed"), tr("Names the columns"), tr("Is data") };
    for (int i = 0; i < m_firstLine->count(); ++i)
        m_firstLine->setItemText(i, firstLines[i]);
}

void ImportForm::updateFileTexts()
{
    if (m_files.isEmpty())
        return;
    QStringList names;
    for (const QString& file : m_files)
        names << QFileInfo(file).fileName();
    m_fileNote->setFullText(names.join(QStringLiteral(", ")));
}

void ImportForm::showProgress(const JobProgress& progress)
{
    if (progress.fraction >= 0) {
        m_progress->setRange(0, 1000);
        m_progress->setValue(static_cast<int>(progress.fraction * 1000));
    }
    QString phase = progress.phase;
    if (phase == u"read")
        phase = tr("Reading");
    else if (phase == u"filter")
        phase = tr("Filtering");
    else if (phase == u"write")
        phase = tr("Writing");
    //: Phase of an import and the rows read so far
    m_progressText->setText(progress.done > 0 ? tr("%1: %2 rows").arg(phase, countText(progress.done))
                                              : phase);
}

} // namespace opal
