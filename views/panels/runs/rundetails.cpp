// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/rundetails.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "views/itemmodels/celltext.h"
#include "views/shell/panelkeys.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/metricnames.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

QLabel* makeLabel(QWidget* parent, const QString& role)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    if (!role.isEmpty())
        label->setProperty("role", role);
    return label;
}

QLabel* makeText(QWidget* parent)
{
    QLabel* label = makeLabel(parent, {});
    label->setTextFormat(Qt::RichText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QString cell(const QString& text, bool number = false)
{
    return QStringLiteral("<td %1 style='padding:2px 12px 2px 0'>%2</td>")
        .arg(number ? QStringLiteral("align='right'") : QString(), text.toHtmlEscaped());
}

QString row(const QStringList& cells)
{
    return QStringLiteral("<tr>") + cells.join(QString()) + QStringLiteral("</tr>");
}

QString table(const QString& rows)
{
    return QStringLiteral("<table cellspacing='0' cellpadding='0'>") + rows + QStringLiteral("</table>");
}

} // namespace

RunDetails::RunDetails(QWidget* parent)
    : QWidget(parent)
{
    auto* content = new QWidget(this);
    m_name = makeLabel(content, QStringLiteral("heading"));
    m_name->setObjectName(QStringLiteral("runTitle"));
    m_facts = new ElidedLabel(content);
    m_facts->setProperty("role", QStringLiteral("secondary"));
    m_error = makeLabel(content, QStringLiteral("bad"));
    m_open = new QPushButton(content);
    m_open->setObjectName(QStringLiteral("openRun"));
    m_open->setProperty("role", QStringLiteral("primary"));
    m_resume = new QPushButton(content);
    m_resume->setObjectName(QStringLiteral("resumeRun"));
    m_paramsHeading = makeLabel(content, QStringLiteral("secondary"));
    m_params = makeText(content);
    m_params->setObjectName(QStringLiteral("runParams"));
    m_stagesHeading = makeLabel(content, QStringLiteral("secondary"));
    m_stages = makeText(content);
    m_testHeading = makeLabel(content, QStringLiteral("secondary"));
    m_test = makeText(content);
    m_test->setObjectName(QStringLiteral("runTest"));
    setupNote(content);
    m_imported = makeLabel(content, QStringLiteral("secondary"));
    m_imported->setObjectName(QStringLiteral("importedNotice"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_open);
    buttons->addWidget(m_resume);
    buttons->addStretch();
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 0, 8, 0);
    column->setSpacing(4);
    column->addWidget(m_name);
    column->addWidget(m_facts);
    column->addWidget(m_imported);
    column->addWidget(m_error);
    column->addSpacing(4);
    column->addLayout(buttons);
    for (QLabel* label : { m_paramsHeading, m_params, m_stagesHeading, m_stages, m_testHeading, m_test,
                           m_noteHeading, m_note }) {
        if (label->property("role").isValid())
            column->addSpacing(12);
        column->addWidget(label);
    }
    column->addWidget(m_editNote, 0, Qt::AlignLeft);
    column->addWidget(m_noteEditor);
    auto* noteButtons = new QHBoxLayout;
    noteButtons->setSpacing(8);
    noteButtons->addWidget(m_saveNote);
    noteButtons->addWidget(m_cancelNote);
    noteButtons->addStretch();
    column->addLayout(noteButtons);
    column->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeVerticalScroll(content, this));

    connect(m_open, &QPushButton::clicked, this, &RunDetails::openRequested);
    connect(m_resume, &QPushButton::clicked, this, &RunDetails::resumeRequested);
    connect(m_editNote, &QPushButton::clicked, this, &RunDetails::startNote);
    connect(m_saveNote, &QPushButton::clicked, this, [this] { endNote(true); });
    connect(m_cancelNote, &QPushButton::clicked, this, [this] { endNote(false); });
    setRun(std::nullopt);
}

void RunDetails::setupNote(QWidget* content)
{
    m_noteHeading = makeLabel(content, QStringLiteral("secondary"));
    m_note = makeLabel(content, {});
    m_note->setObjectName(QStringLiteral("runNote"));
    m_note->setTextFormat(Qt::MarkdownText);
    m_note->setOpenExternalLinks(true);
    m_note->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_editNote = new QPushButton(content);
    m_editNote->setObjectName(QStringLiteral("editNote"));
    m_editNote->setProperty("role", QStringLiteral("link"));
    m_noteEditor = new QPlainTextEdit(content);
    m_noteEditor->setObjectName(QStringLiteral("noteEditor"));
    m_noteEditor->setMinimumHeight(96);
    m_noteEditor->setTabChangesFocus(true);
    new PanelKeys(
        *m_noteEditor, QStringLiteral("keepNote"), { Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter },
        PanelKeys::Reach::Widget, [] { return tr("Save the note"); }, [this] { endNote(true); });
    new PanelKeys(
        *m_noteEditor, QStringLiteral("dropNote"), { Qt::Key_Escape }, PanelKeys::Reach::Widget,
        [] { return tr("Leave the note as it was"); }, [this] { endNote(false); });
    m_saveNote = new QPushButton(content);
    m_saveNote->setObjectName(QStringLiteral("saveNote"));
    m_cancelNote = new QPushButton(content);
    m_cancelNote->setObjectName(QStringLiteral("cancelNote"));
    for (QWidget* widget : { static_cast<QWidget*>(m_noteEditor), static_cast<QWidget*>(m_saveNote),
                             static_cast<QWidget*>(m_cancelNote) })
        widget->hide();
}

void RunDetails::setRun(std::optional<RunRecord> run)
{
    const bool same = run && m_run && run->id == m_run->id;
    m_run = std::move(run);
    if (!same && m_noteEditor->isVisibleTo(this))
        endNote(false);
    retranslate();
}

void RunDetails::startNote()
{
    m_noteEditor->setPlainText(QString::fromStdString(m_run->note));
    for (QWidget* widget : { static_cast<QWidget*>(m_noteEditor), static_cast<QWidget*>(m_saveNote),
                             static_cast<QWidget*>(m_cancelNote) })
        widget->show();
    m_note->hide();
    m_editNote->hide();
    m_noteEditor->setFocus();
}

void RunDetails::endNote(bool keep)
{
    for (QWidget* widget : { static_cast<QWidget*>(m_noteEditor), static_cast<QWidget*>(m_saveNote),
                             static_cast<QWidget*>(m_cancelNote) })
        widget->hide();
    if (keep)
        Q_EMIT noteWritten(m_noteEditor->toPlainText());
    retranslate();
}

QString RunDetails::paramsHtml() const
{
    QString rows;
    for (const ModelInfo& model : availableModels()) {
        if (model.name != m_run->model)
            continue;
        for (const ParamSpec& spec : model.params) {
            const auto value = m_run->params.find(spec.key);
            const std::string standard = paramText(spec.defaultValue);
            if (value == m_run->params.end() || value->second == standard)
                continue;
            rows += row({ cell(QString::fromStdString(spec.key)),
                          cell(QString::fromStdString(value->second), true),
                          //: The default value of a parameter
                          cell(tr("default %1").arg(QString::fromStdString(standard))) });
        }
    }
    return rows.isEmpty() ? tr("All parameters have their default values.") : table(rows);
}

QString RunDetails::stagesHtml() const
{
    QString rows;
    // Pre-training comes first, although the map is ordered by name.
    for (auto stage = m_run->bestEpoch.rbegin(); stage != m_run->bestEpoch.rend(); ++stage) {
        const auto metric = m_run->bestMetric.find(stage->first);
        rows += row(
            { cell(stageTitle(stage->first)), cell(tr("epoch %1").arg(stage->second), true),
              cell(metric == m_run->bestMetric.end() ? missingText() : metricOrDash(metric->second), true) });
    }
    return rows.isEmpty() ? tr("Not evaluated yet.") : table(rows);
}

QString RunDetails::testHtml() const
{
    if (!m_run->test)
        return tr("Not tested yet.");
    // Those of training: there is no room for all of them, and the list of runs has columns for the others.
    QStringList header { cell({}) };
    for (const RankingMetric& metric : rankingMetrics())
        if (metric.essential)
            header << cell(metricName(metric), true);
    QString rows = row(header);
    for (const int cutoff : m_run->test->cutoffs()) {
        QStringList cells { cell(QStringLiteral("@%1").arg(cutoff)) };
        for (const RankingMetric& metric : rankingMetrics())
            if (metric.essential)
                cells << cell(metricOrDash(m_run->test->at(metric.key, cutoff)), true);
        rows += row(cells);
    }
    return table(rows);
}

void RunDetails::retranslate()
{
    m_open->setText(tr("Open run"));
    m_open->setAccessibleName(m_open->text());
    m_open->setToolTip(tr("Make this the run that the other panels show"));
    m_resume->setText(tr("Resume"));
    m_resume->setAccessibleName(tr("Resume training"));
    m_paramsHeading->setText(tr("Differs from the defaults"));
    m_stagesHeading->setText(tr("Best validation Recall@200"));
    m_noteHeading->setText(tr("Note"));
    for (QWidget* widget :
         { static_cast<QWidget*>(m_open), static_cast<QWidget*>(m_editNote), static_cast<QWidget*>(m_facts),
           static_cast<QWidget*>(m_paramsHeading), static_cast<QWidget*>(m_params),
           static_cast<QWidget*>(m_stagesHeading), static_cast<QWidget*>(m_stages),
           static_cast<QWidget*>(m_testHeading), static_cast<QWidget*>(m_test),
           static_cast<QWidget*>(m_noteHeading), static_cast<QWidget*>(m_note) })
        widget->setVisible(m_run.has_value());
    const bool editing = m_noteEditor->isVisibleTo(this);
    m_note->setVisible(m_run && !editing);
    m_editNote->setVisible(m_run && !editing);
    m_imported->setVisible(m_run && m_run->imported);
    m_imported->setText(tr("Imported: it keeps the name that it came with."));
    m_noteEditor->setAccessibleName(tr("Note about the run"));
    m_noteEditor->setPlaceholderText(tr("Markdown: **bold**, *italic*, - lists, [text](link)"));
    m_noteEditor->setToolTip(tr("Ctrl+Enter saves, Escape discards"));
    m_saveNote->setText(tr("Save note"));
    m_saveNote->setAccessibleName(m_saveNote->text());
    m_cancelNote->setText(tr("Cancel"));
    m_cancelNote->setAccessibleName(tr("Cancel editing the note"));
    m_resume->setVisible(m_run && isResumable(*m_run));
    m_error->setVisible(m_run && !m_run->error.empty());
    if (!m_run) {
        m_name->setText(tr("Select a run to see its parameters and results."));
        return;
    }
    m_name->setText(QString::fromStdString(m_run->name));
    //: Facts of a run: state, time of work, id
    m_facts->setFullText(tr("%1 \u00B7 %2 of work \u00B7 seed %3 \u00B7 %4")
                             .arg(runStateText(m_run->state), durationText(m_run->seconds),
                                  QString::number(m_run->seed), QString::fromStdString(m_run->id)));
    m_error->setText(QString::fromStdString(m_run->error));
    m_params->setText(paramsHtml());
    m_stages->setText(stagesHtml());
    m_testHeading->setText(m_run->test ? tr("Test day, %1 users").arg(countText(m_run->test->users))
                                       : tr("Test day"));
    m_test->setText(testHtml());
    m_note->setText(m_run->note.empty() ? missingText() : QString::fromStdString(m_run->note));
    m_editNote->setText(m_run->note.empty() ? tr("Write a note") : tr("Edit the note"));
    m_editNote->setAccessibleName(m_editNote->text());
}

} // namespace opal
