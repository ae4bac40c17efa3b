// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/datasetcard.h"

#include <algorithm>

#include <QComboBox>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include "views/figures/datasetfigures.h"
#include "views/itemmodels/celltext.h"
#include "views/itemmodels/rejectstablemodel.h"
#include "views/panels/data/attachform.h"
#include "views/panels/data/figuregrid.h"
#include "views/panels/data/leakguard.h"
#include "views/panels/data/splittexts.h"
#include "views/plot/figureview.h"
#include "views/shell/theme.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/metrictile.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"
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

QFrame* makeBlock(QWidget* parent, QVBoxLayout*& layout)
{
    auto* block = new QFrame(parent);
    block->setProperty("role", QStringLiteral("card"));
    layout = new QVBoxLayout(block);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    return block;
}

/// Shows all rows up to `most`, then scrolls.
void fitHeight(QTableView& table, int most)
{
    const int rows = std::min(table.model()->rowCount(), most);
    table.setFixedHeight((rows + 1) * Theme::rowHeight + 8);
}

} // namespace

DatasetCard::DatasetCard(Dialogs& dialogs, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_attachForm(new AttachForm(dialogs, this))
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(12);
    column->addLayout(makeTitle(content));
    column->addWidget(m_source);
    column->addWidget(m_attachForm);
    m_attachForm->hide();
    column->addWidget(makeCounts());
    column->addWidget(makeSplit());
    column->addWidget(makeFigureGrid(theme, 1, m_figures, content));
    column->addWidget(makeReport());
    column->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeVerticalScroll(content, this));
    retranslate();
}

QLayout* DatasetCard::makeTitle(QWidget* content)
{
    m_name = makeLabel(content, QStringLiteral("title"));
    m_name->setObjectName(QStringLiteral("datasetTitle"));
    m_source = new ElidedLabel(content);
    m_source->setProperty("role", QStringLiteral("secondary"));
    m_source->setElideMode(Qt::ElideMiddle);
    m_compare = new QComboBox(content);
    m_compare->setObjectName(QStringLiteral("compareWith"));
    m_compare->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_compare->setMinimumContentsLength(16);
    connect(m_compare, &QComboBox::activated, this, [this](int index) {
        const QString path = m_compare->itemData(index).toString();
        m_compare->setCurrentIndex(0);
        if (!path.isEmpty())
            Q_EMIT compareRequested(path);
    });
    m_attach = new QPushButton(content);
    m_attach->setObjectName(QStringLiteral("attachSideTable"));
    connect(m_attach, &QPushButton::clicked, m_attachForm, &AttachForm::open);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_name, 1);
    row->addWidget(m_attach);
    row->addWidget(m_compare);
    return row;
}

QWidget* DatasetCard::makeCounts()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    for (MetricTile** tile : { &m_users, &m_items, &m_interactions, &m_density }) {
        *tile = new MetricTile(row);
        layout->addWidget(*tile, 1);
    }
    m_users->setObjectName(QStringLiteral("usersTile"));
    m_items->setObjectName(QStringLiteral("itemsTile"));
    m_interactions->setObjectName(QStringLiteral("interactionsTile"));
    m_density->setObjectName(QStringLiteral("densityTile"));
    return row;
}

QWidget* DatasetCard::makeSplit()
{
    QVBoxLayout* layout = nullptr;
    QFrame* block = makeBlock(this, layout);
    m_splitHeading = makeLabel(block, QStringLiteral("heading"));
    m_splitText = makeLabel(block, {});
    m_splitUsers = makeLabel(block, {});
    m_reach = makeLabel(block, {});
    m_reach->setObjectName(QStringLiteral("splitReach"));
    m_fewUsers = makeLabel(block, QStringLiteral("warning"));
    m_fewUsers->setObjectName(QStringLiteral("fewUsers"));
    m_leaks = new LeakGuard(block);
    m_days = new FigureView(m_theme, block);
    m_days->setObjectName(datasetFigures().front().key);
    m_hash = new ElidedLabel(block);
    m_hash->setProperty("role", QStringLiteral("secondary"));
    m_hash->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_splitHeading);
    layout->addWidget(m_splitText);
    layout->addWidget(m_splitUsers);
    layout->addWidget(m_reach);
    layout->addWidget(m_fewUsers);
    layout->addWidget(m_leaks);
    layout->addSpacing(4);
    layout->addWidget(m_days);
    layout->addWidget(m_hash);
    return block;
}

QWidget* DatasetCard::makeReport()
{
    QVBoxLayout* layout = nullptr;
    QFrame* block = makeBlock(this, layout);
    m_reportHeading = makeLabel(block, QStringLiteral("heading"));
    m_reportText = makeLabel(block, {});
    m_reportText->setObjectName(QStringLiteral("importReport"));
    m_notes = makeLabel(block, QStringLiteral("secondary"));
    m_filtersModel = new FilterStepsTableModel(this);
    m_filters = new QTableView(block);
    m_filters->setObjectName(QStringLiteral("filterSteps"));
    m_filters->setModel(m_filtersModel);
    setupTable(*m_filters);
    m_filters->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_rejectsHeading = makeLabel(block, {});
    m_rejectsModel = new RejectsTableModel(this);
    m_rejects = new QTableView(block);
    m_rejects->setObjectName(QStringLiteral("rejects"));
    m_rejects->setModel(m_rejectsModel);
    setupTable(*m_rejects);
    m_rejects->horizontalHeader()->resizeSection(RejectsTableModel::Line, 96);
    m_rejects->horizontalHeader()->resizeSection(RejectsTableModel::File, 180);
    m_rejects->horizontalHeader()->resizeSection(RejectsTableModel::ColumnName, 120);
    m_rejects->horizontalHeader()->setStretchLastSection(true);
    layout->addWidget(m_reportHeading);
    layout->addWidget(m_reportText);
    layout->addWidget(m_notes);
    layout->addWidget(m_filters);
    layout->addWidget(m_rejectsHeading);
    layout->addWidget(m_rejects);
    return block;
}

void DatasetCard::setSummary(std::shared_ptr<const DatasetSummary> summary, const QString& path)
{
    m_summary = std::move(summary);
    m_path = path;
    if (!m_summary)
        return;
    m_leaks->setSummary(*m_summary);
    m_filtersModel->setSteps(m_summary->report.filters);
    m_rejectsModel->setRejects(m_summary->report.rejects);
    fitHeight(*m_filters, 6);
    fitHeight(*m_rejects, 8);
    m_filters->setVisible(!m_summary->report.filters.empty());
    m_rejects->setVisible(!m_summary->report.rejects.empty());
    m_rejectsHeading->setVisible(!m_summary->report.rejects.empty());
    setProfile(nullptr);
}

void DatasetCard::setProfile(std::shared_ptr<const DatasetProfile> profile)
{
    m_profile = std::move(profile);
    m_leaks->setProfile(m_profile);
    retranslate();
}

void DatasetCard::showProfileProblem()
{
    m_days->setMessage(tr("The distributions could not be counted."));
    for (FigureView* figure : m_figures)
        figure->setMessage(tr("The distributions could not be counted."));
}

void DatasetCard::setOthers(const std::vector<DatasetRecord>& records)
{
    const QSignalBlocker blocker(m_compare);
    m_compare->clear();
    m_compare->addItem(tr("Compare with\u2026"), QString());
    for (const DatasetRecord& record : records) {
        if (const QString path = QString::fromStdString(record.path); path != m_path)
            m_compare->addItem(QString::fromStdString(record.name), path);
    }
    m_compare->setVisible(m_compare->count() > 1);
}

void DatasetCard::retranslate()
{
    m_users->setTitle(tr("Users"));
    m_items->setTitle(tr("Items"));
    m_interactions->setTitle(tr("Interactions"));
    m_density->setTitle(tr("Density"));
    m_splitHeading->setText(tr("Split"));
    m_reportHeading->setText(tr("Import"));
    m_filters->setAccessibleName(tr("Filters with the counts before and after"));
    m_rejects->setAccessibleName(tr("Rejected rows"));
    m_attach->setText(tr("Attach a side table\u2026"));
    m_attach->setAccessibleName(tr("Attach a side table"));
    m_attach->setToolTip(tr("Titles, tags and covers of the items, from a table"));
    m_attachForm->retranslate();
    m_compare->setAccessibleName(tr("Compare with another data set"));
    if (m_compare->count() > 0)
        m_compare->setItemText(0, tr("Compare with\u2026"));
    m_leaks->retranslate();
    DatasetProfiles profiles;
    if (m_profile)
        profiles.sets = { m_profile };
    showDatasetFigures(profiles, 0, { m_days });
    showDatasetFigures(profiles, 1, m_figures);
    if (!m_summary)
        return;
    m_name->setText(QString::fromStdString(m_summary->name));
    QStringList sources;
    for (const std::string& source : m_summary->sources)
        sources << QString::fromStdString(source);
    m_source->setFullText(
        sources.isEmpty() ? m_path : tr("%1 from %2").arg(m_path, sources.join(QStringLiteral(", "))));
    showCounts();
    showSplit();
    showReport();
}

void DatasetCard::showCounts()
{
    const DatasetSummary& summary = *m_summary;
    m_users->setValue(countText(summary.users));
    m_items->setValue(countText(summary.items));
    m_interactions->setValue(countText(summary.interactions));
    m_density->setValue(percentText(summary.density));
    const auto mean = [&](std::int64_t among) {
        return QString::number(
            among > 0 ? static_cast<double>(summary.interactions) / static_cast<double>(among) : 0, 'f', 1);
    };
    m_users->setNote(tr("%1 interactions each").arg(mean(summary.users)));
    m_items->setNote(tr("%1 interactions each").arg(mean(summary.items)));
    m_interactions->setNote(tr("on %1 days").arg(countText(summary.days)));
    m_density->setNote(tr("of all user-item pairs"));
}

void DatasetCard::showSplit()
{
    const DatasetSummary& summary = *m_summary;
    if (summary.splitKind == SplitKind::GlobalTime) {
        m_splitText->setText(tr("By time (%4): training until %1, validation %2, test %3.")
                                 .arg(QString::fromStdString(summary.trainUntil),
                                      QString::fromStdString(summary.validDay),
                                      QString::fromStdString(summary.testDay),
                                      splitText(QString::fromStdString(summary.split))));
    } else if (summary.splitKind == SplitKind::LastInteraction) {
        m_splitText->setText(
            tr("Each user by itself (%1): its last interactions are the test, the ones before them "
               "the validation.")
                .arg(splitText(QString::fromStdString(summary.split))));
    } else {
        m_splitText->setText(
            tr("As the log brings it (%1).").arg(splitText(QString::fromStdString(summary.split))));
    }
    m_splitUsers->setText(tr("%1 users to train on (at least %2 training items), %3 to validate, %4 to test.")
                              .arg(countText(summary.trainUsers), countText(summary.minTrainItems),
                                   countText(summary.validUsers), countText(summary.testUsers)));
    m_reach->setText(reachText(summary.reach));
    const bool isFew = std::min(summary.validUsers, summary.testUsers) < kFewUsers;
    m_fewUsers->setVisible(isFew);
    m_fewUsers->setText(
        summary.proposedSplit.empty()
            ? tr("Recall over fewer than %1 users says little.").arg(countText(kFewUsers))
            : tr("Recall over fewer than %1 users says little: import the log again with the split "
                 "\u201C%2\u201D.")
                  .arg(countText(kFewUsers), splitText(QString::fromStdString(summary.proposedSplit))));
    m_hash->setFullText(tr("Fingerprint %1").arg(QString::fromStdString(summary.hash)));
}

void DatasetCard::showReport()
{
    const ImportReport& report = m_summary->report;
    QStringList lines;
    if (report.rows > 0) {
        lines
            << tr("%1 rows read, %2 duplicates dropped, %3 rejected, %4 positive, %5 kept after the filters.")
                   .arg(countText(report.rows), countText(report.duplicates), countText(report.rejected),
                        countText(report.positives), countText(report.kept));
        lines << (m_summary->positiveRule.empty()
                      ? tr("Every row counts as positive.")
                      : tr("Positive rule: %1").arg(QString::fromStdString(m_summary->positiveRule)));
        if (report.seconds > 0)
            lines << tr("%1 in %2").arg(bytesText(report.bytes), durationText(report.seconds));
    } else {
        lines << tr("This data set was not read from a log.");
    }
    if (m_summary->covers > 0)
        lines << tr("%1 of %2 items have a cover.")
                     .arg(countText(m_summary->covers), countText(m_summary->items));
    m_reportText->setText(lines.join(u'\n'));
    QStringList notes;
    for (const ImportNote& note : report.notes)
        notes << QString::fromStdString(note.text);
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    const auto listed = static_cast<std::int64_t>(report.rejects.size());
    m_rejectsHeading->setText(
        listed < report.rejected
            ? tr("The first %1 of %2 rejected rows").arg(countText(listed), countText(report.rejected))
            : tr("Rejected rows"));
}

} // namespace opal
