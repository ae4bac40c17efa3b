// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/logpreview.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QUrl>

#include "core/results/importnotes.h"
#include "views/itemmodels/celltext.h"
#include "views/itemmodels/previewtablemodel.h"
#include "views/itemmodels/rejectstablemodel.h"
#include "views/shell/theme.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int verdictWidth = 132;

QString delimiterText(char delimiter)
{
    switch (delimiter) {
    case '\t':
        return LogPreview::tr("tabs");
    case ',':
        return LogPreview::tr("commas");
    case ';':
        return LogPreview::tr("semicolons");
    case ' ':
        return LogPreview::tr("spaces");
    default:
        return LogPreview::tr("\u201C%1\u201D").arg(QLatin1Char(delimiter));
    }
}

/// Paints the tint of a cell, which a style sheet with rules for items would leave out.
class TintDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        if (const QVariant tint = index.data(Qt::BackgroundRole); tint.isValid())
            painter->fillRect(option.rect, tint.value<QBrush>());
        QStyledItemDelegate::paint(painter, option, index);
    }
};

QLabel* makeLabel(QWidget* parent, const char* name, const char* role)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setProperty("role", QLatin1String(role));
    label->setWordWrap(true);
    return label;
}

} // namespace

LogPreview::LogPreview(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_heading(new QLabel(this))
    , m_note(new ElidedLabel(this))
    , m_table(new QTableView(this))
    , m_model(new PreviewTableModel(this))
    , m_problem(makeLabel(this, "logProblem", "bad"))
    , m_notes(makeLabel(this, "importNotes", "secondary"))
    , m_counts(makeLabel(this, "ruleCounts", ""))
    , m_whole(new QPushButton(this))
    , m_filtersHeading(makeLabel(this, "filterPreviewHeading", "group"))
    , m_filters(new QTableView(this))
    , m_filtersModel(new FilterStepsTableModel(this))
    , m_outcome(makeLabel(this, "importOutcome", "secondary"))
{
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_note->setProperty("role", QStringLiteral("secondary"));
    m_table->setObjectName(QStringLiteral("preview"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new TintDelegate(m_table));
    setupTable(*m_table);
    m_whole->setObjectName(QStringLiteral("countWholeLog"));
    m_filters->setObjectName(QStringLiteral("filterPreview"));
    m_filters->setModel(m_filtersModel);
    setupTable(*m_filters);
    m_filters->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_filters->horizontalHeader()->setSectionResizeMode(FilterStepsTableModel::Filter, QHeaderView::Stretch);
    m_filters->setFocusPolicy(Qt::TabFocus);

    auto* counts = new QHBoxLayout;
    counts->setSpacing(12);
    counts->addWidget(m_counts, 1);
    counts->addWidget(m_whole, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_heading);
    layout->addWidget(m_note);
    layout->addWidget(makeLegend());
    layout->addWidget(m_problem);
    layout->addWidget(m_notes);
    layout->addWidget(m_table, 1);
    layout->addSpacing(4);
    layout->addLayout(counts);
    layout->addSpacing(4);
    layout->addWidget(m_filtersHeading);
    layout->addWidget(m_filters);
    layout->addWidget(m_outcome);
    m_notes->setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(m_notes, &QLabel::linkActivated, this, [this](const QString& link) {
        const auto equals = link.indexOf(u'=');
        Q_EMIT wayOutChosen(link.left(equals), QUrl::fromPercentEncoding(link.mid(equals + 1).toLatin1()));
    });
    connect(m_whole, &QPushButton::clicked, this, &LogPreview::wholeLogRequested);
    connect(&theme, &Theme::changed, this, &LogPreview::applyColors);
    applyColors();
    retranslate();
}

QWidget* LogPreview::makeLegend()
{
    auto* legend = new QWidget(this);
    auto* layout = new QHBoxLayout(legend);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    for (std::size_t i = 0; i <= PreviewTableModel::roles().size(); ++i) {
        m_swatches.push_back(new QLabel(legend));
        m_swatches.back()->setProperty("role", QStringLiteral("secondary"));
        m_swatches.back()->setTextFormat(Qt::RichText);
        layout->addWidget(m_swatches.back());
    }
    layout->addStretch();
    return legend;
}

void LogPreview::applyColors()
{
    m_model->setColors(m_theme.tokens());
    const auto& roles = PreviewTableModel::roles();
    for (std::size_t i = 0; i < m_swatches.size(); ++i) {
        const bool isRole = i < roles.size();
        const QColor color = isRole ? PreviewTableModel::roleColor(roles[i]) : m_theme.tokens().bad;
        m_swatches[i]->setText(
            QStringLiteral("<span style='color:%1'>\u25A0</span> %2")
                .arg(color.name(), isRole ? PreviewTableModel::roleText(roles[i]) : tr("rejected")));
    }
    // Time and day are one colour and never both used: one entry says so.
    m_swatches[3]->hide();
    m_swatches[2]->setText(QStringLiteral("<span style='color:%1'>\u25A0</span> %2")
                               .arg(PreviewTableModel::roleColor(TimeRole).name(), tr("time or day")));
}

void LogPreview::setPreview(const ImportPreview& preview)
{
    m_preview = preview;
    m_check = {};
    m_model->setCheck({});
    retranslate();
}

void LogPreview::showChecking(double fraction)
{
    m_isChecking = true;
    m_fraction = fraction;
    showCounts();
}

void LogPreview::setCheck(const LogCheck& check)
{
    m_isChecking = false;
    const bool hadOtherColumns = m_check.columns != check.columns;
    const LogCheck previous = m_check;
    m_check = check;
    if (check.columns.empty()) {
        // The rows that were readable stay on screen while the message says what is wrong now.
        m_check.columns = previous.columns;
        m_check.roles.assign(previous.columns.size(), NoRole);
        m_check.rows = previous.rows;
        m_check.verdicts = previous.verdicts;
    }
    m_model->setCheck(m_check);
    if (hadOtherColumns && !check.columns.empty()) {
        m_table->resizeColumnsToContents();
        // A long reason would push the columns of the log out of sight; its tooltip tells all of it.
        m_table->setColumnWidth(PreviewTableModel::Verdict,
                                std::min(m_table->columnWidth(PreviewTableModel::Verdict), verdictWidth));
    }
    m_filtersModel->setSteps(m_check.report.filters);
    showCounts();
}

void LogPreview::setAccepted(const std::vector<std::string>& accepted)
{
    m_accepted = accepted;
    showNotes();
}

void LogPreview::showNotes()
{
    const auto link = [](const std::string& option, const std::string& value, const QString& text) {
        return QStringLiteral(" <a href=\"%1=%2\">%3</a>")
            .arg(QString::fromStdString(option),
                 QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(value))),
                 text.toHtmlEscaped());
    };
    QStringList lines;
    for (const ImportNote& note : m_check.report.notes) {
        const bool stops = wouldStop(note, m_accepted);
        const QString text = QString::fromStdString(note.text);
        //: Before something that an import would stop at, or that it only notes
        QString line = (stops ? tr("Stops: %1") : tr("Note: %1")).arg(text).toHtmlEscaped();
        if (stops)
            line = QStringLiteral("<b>%1</b>").arg(line);
        // A placeholder has to be chosen in the form.
        if (!note.option.empty() && note.value.find("COLUMN") == std::string::npos)
            line += link(note.option, note.value, tr("Change it"));
        if (stops)
            line += link("--accept", note.kind, tr("Import all the same"));
        lines << line;
    }
    m_notes->setText(lines.join(QStringLiteral("<br>")));
    m_notes->setVisible(!lines.isEmpty());
}

QString LogPreview::scopeText() const
{
    if (m_check.isWhole)
        return tr("In the whole log (%1)").arg(bytesText(m_check.bytesTotal));
    return tr("In the first %1 of %2").arg(bytesText(m_check.bytesRead), bytesText(m_check.bytesTotal));
}

void LogPreview::showCounts()
{
    const ImportReport& report = m_check.report;
    const bool hasCounts = report.rows > 0;
    m_problem->setText(QString::fromStdString(m_check.problem));
    m_problem->setVisible(!m_check.problem.empty());
    showNotes();
    m_counts->setEnabled(!m_isChecking);
    if (m_isChecking)
        m_counts->setText(m_fraction < 0 ? tr("Counting\u2026")
                                         : tr("Counting\u2026 %1 %").arg(qRound(m_fraction * 100)));
    else if (m_check.ruleProblem)
        m_counts->setText(tr("Nothing is counted while the positive rule is wrong."));
    else if (hasCounts)
        m_counts->setText(
            tr("%1: %2 rows, %3 positive (%4), %5 rejected, %6 duplicates; %7 users, %8 items.")
                .arg(scopeText(), countText(report.rows), countText(report.positives),
                     percentText(static_cast<double>(report.positives) / static_cast<double>(report.rows)),
                     countText(report.rejected), countText(report.duplicates), countText(m_check.users),
                     countText(m_check.items)));
    else
        m_counts->clear();
    m_whole->setVisible(!m_isChecking && hasCounts && !m_check.isWhole);

    const bool hasFilters = !report.filters.empty();
    m_filtersHeading->setVisible(hasFilters);
    m_filtersHeading->setText(m_check.isWhole ? tr("Filters") : tr("Filters on this part of the log"));
    m_filters->setVisible(hasFilters);
    m_filters->setFixedHeight((m_filtersModel->rowCount() + 1) * Theme::rowHeight + 8);
    if (!m_check.buildProblem.empty())
        m_outcome->setText((m_check.isWhole ? tr("This does not become a data set: %1")
                                            : tr("This part alone does not become a data set: %1"))
                               .arg(QString::fromStdString(m_check.buildProblem)));
    else if (hasFilters)
        m_outcome->setText(
            tr("%1 interactions are kept; training until %2, validation %3, test %4.")
                .arg(countText(report.kept),
                     m_check.summary.trainUntil.empty() ? missingText()
                                                        : QString::fromStdString(m_check.summary.trainUntil),
                     m_check.summary.validDay.empty() ? tr("each user's last but one")
                                                      : QString::fromStdString(m_check.summary.validDay),
                     m_check.summary.testDay.empty() ? tr("each user's last")
                                                     : QString::fromStdString(m_check.summary.testDay)));
    m_outcome->setVisible(!m_isChecking && (!m_check.buildProblem.empty() || hasFilters));
}

void LogPreview::retranslate()
{
    m_heading->setText(tr("Preview"));
    m_table->setAccessibleName(tr("First rows of the log"));
    m_filters->setAccessibleName(tr("Filters with the counts before and after"));
    m_whole->setText(tr("Count the whole log"));
    m_whole->setAccessibleName(m_whole->text());
    //: Facts guessed from the head of a log: number of rows shown, delimiter, encoding, size of the file
    m_note->setFullText(tr("first %1 rows, separated by %2, %3, %4")
                            .arg(countText(static_cast<std::int64_t>(m_preview.rows.size())),
                                 delimiterText(m_preview.delimiter),
                                 QString::fromStdString(m_preview.encoding),
                                 bytesText(static_cast<double>(m_preview.fileBytes))));
    applyColors();
    showCounts();
}

} // namespace opal
