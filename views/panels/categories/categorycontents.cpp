// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/categories/categorycontents.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QTableWidget>
#include <QVBoxLayout>

#include "views/itemmodels/celltext.h"
#include "views/itemmodels/itemcell.h"
#include "views/panels/categories/categorytablemodel.h"
#include "views/shell/theme.h"
#include "views/widgets/covercache.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

namespace {

constexpr int contentSpacing = 8;

enum ItemColumn { ItemId, ItemTitle, ItemTags, ItemCosine, ItemColumnCount };

enum TagColumn { TagName, TagLift, TagItems, TagTotal, TagColumnCount };

QLabel* makeHeading(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("heading"));
    return label;
}

ElidedLabel* makeNote(QWidget* parent, const QString& name)
{
    auto* label = new ElidedLabel(parent);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setObjectName(name);
    return label;
}

QTableWidgetItem* cell(const QString& text, bool number = false)
{
    auto* item = new QTableWidgetItem(text);
    item->setToolTip(text);
    if (number)
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

/// Texts at the left, the columns of numbers from `firstNumber` on at the right.
void setHeader(QTableWidget& table, const QStringList& labels, int firstNumber)
{
    table.setHorizontalHeaderLabels(labels);
    for (int column = 0; column < table.columnCount(); ++column)
        table.horizontalHeaderItem(column)->setTextAlignment(
            (column < firstNumber ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

} // namespace

CategoryContents::CategoryContents(QWidget* parent)
    : QWidget(parent)
    , m_model(new CategoryTableModel(this))
    , m_table(new QTableView(this))
    , m_summary(new QLabel(this))
    , m_itemsHeading(makeHeading(this))
    , m_items(new QTableWidget(0, ItemColumnCount, this))
    , m_itemCells(new ItemCellDelegate(this))
    , m_tagsHeading(makeHeading(this))
    , m_tags(new QTableWidget(0, TagColumnCount, this))
    , m_fromLabel(new QLabel(this))
    , m_from(new QComboBox(this))
    , m_carry(new QPushButton(this))
    , m_message(makeNote(this, QStringLiteral("carryMessage")))
{
    setupTables();
    m_from->setObjectName(QStringLiteral("namesFrom"));
    m_fromLabel->setBuddy(m_from);
    m_carry->setObjectName(QStringLiteral("carryNames"));
    auto* bar = new QHBoxLayout;
    bar->setSpacing(contentSpacing);
    m_summary->setProperty("role", QStringLiteral("secondary"));
    m_summary->setObjectName(QStringLiteral("agreement"));
    m_summary->setWordWrap(true);
    bar->addWidget(m_message, 1);
    bar->addStretch();
    m_message->hide();
    bar->addWidget(m_fromLabel);
    bar->addWidget(m_from);
    bar->addWidget(m_carry);

    auto* items = new QVBoxLayout;
    items->setSpacing(4);
    items->addWidget(m_itemsHeading);
    items->addWidget(m_items, 1);
    auto* tags = new QVBoxLayout;
    tags->setSpacing(4);
    tags->addWidget(m_tagsHeading);
    tags->addWidget(m_tags, 1);
    auto* below = new QHBoxLayout;
    below->setSpacing(16);
    below->addLayout(items, 3);
    below->addLayout(tags, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(contentSpacing);
    layout->addWidget(m_summary);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    layout->addLayout(below, 2);
    connectSignals();
    retranslate();
}

void CategoryContents::setupTables()
{
    m_table->setObjectName(QStringLiteral("categories"));
    m_table->setModel(m_model);
    setupTable(*m_table);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_table->setMinimumHeight(120);
    const int widths[] { 52, 160, 80, 76, 76 };
    for (int column = 0; column < CategoryTableModel::Tags; ++column)
        m_table->setColumnWidth(column, widths[column]);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_items->setObjectName(QStringLiteral("centralItems"));
    setupTable(*m_items);
    m_items->setItemDelegateForColumn(ItemTitle, m_itemCells);
    followCovers(*m_items);
    m_items->horizontalHeader()->setSectionResizeMode(ItemTitle, QHeaderView::Stretch);
    m_items->setColumnWidth(ItemCosine, 76);
    m_tags->setObjectName(QStringLiteral("categoryTags"));
    setupTable(*m_tags);
    m_tags->horizontalHeader()->setSectionResizeMode(TagName, QHeaderView::Stretch);
    for (const int column : { TagLift, TagItems, TagTotal })
        m_tags->setColumnWidth(column, 72);
}

void CategoryContents::connectSignals()
{
    connect(m_model, &CategoryTableModel::nameEdited, this, &CategoryContents::nameEdited);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (!index.isValid() || index.row() == m_category)
                    return;
                m_category = index.row();
                showCategory();
                Q_EMIT categoryChosen(m_category);
            });
    connect(m_items, &QTableWidget::currentCellChanged, this, [this](int row) {
        if (row >= 0)
            Q_EMIT itemChosen(m_items->item(row, ItemId)->text());
    });
    connect(m_carry, &QPushButton::clicked, this, [this] {
        if (const int index = m_from->currentIndex(); index >= 0)
            Q_EMIT namesWanted(m_namedRuns[static_cast<std::size_t>(index)]);
    });
}

void CategoryContents::setSnapshot(const CategorySnapshot& snapshot, const CategoryNames& names)
{
    m_model->setSnapshot(snapshot, names);
    if (m_category >= snapshot.categories)
        m_category = 0;
    if (snapshot.categories > 0 && m_table->currentIndex().row() != m_category) {
        const QSignalBlocker blocker(this);
        m_table->selectRow(m_category);
    }
}

void CategoryContents::setDetails(const CategoryDetails& details)
{
    m_details = details;
    m_model->setDetails(details);
    showCategory();
    updateSummary();
}

void CategoryContents::setNamedRuns(std::vector<NamedRun> runs)
{
    const QString chosen = m_from->currentData().toString();
    m_namedRuns = std::move(runs);
    m_from->clear();
    for (const NamedRun& run : m_namedRuns)
        m_from->addItem(run.name, run.id);
    m_from->setCurrentIndex(std::max(0, m_from->findData(chosen)));
    m_from->setEnabled(!m_namedRuns.empty());
    m_carry->setEnabled(!m_namedRuns.empty());
}

void CategoryContents::setCategory(int category)
{
    if (category < 0 || category >= m_model->rowCount())
        return;
    m_category = category;
    m_table->selectRow(category);
    showCategory();
}

void CategoryContents::setMessage(const QString& text)
{
    m_message->setFullText(text);
    m_message->setVisible(!text.isEmpty());
}

void CategoryContents::showCategory()
{
    const QSignalBlocker blocker(m_items);
    m_items->setRowCount(0);
    m_tags->setRowCount(0);
    const auto place = static_cast<std::size_t>(m_category);
    if (place >= m_details.categories.size())
        return;
    const CategoryDetails::Category& category = m_details.categories[place];
    m_items->setRowCount(static_cast<int>(category.central.size()));
    bool anyTags = false;
    for (int row = 0; row < m_items->rowCount(); ++row) {
        const CategoryDetails::Item& item = category.central[static_cast<std::size_t>(row)];
        m_items->setItem(row, ItemId, cell(QString::fromStdString(item.id)));
        auto* title = cell(QString::fromStdString(item.title));
        title->setData(CellTitleRole, QString::fromStdString(item.title.empty() ? item.id : item.title));
        title->setData(CellDetailRole,
                       joinedDetails({ item.title.empty() ? std::string {} : item.id, item.tags }));
        title->setData(CellCoverRole, QString::fromStdString(item.cover));
        title->setToolTip(joinedLines(
            { title->text(), QString::fromStdString(item.id), QString::fromStdString(item.tags) }));
        m_items->setItem(row, ItemTitle, title);
        m_items->setItem(row, ItemTags, cell(QString::fromStdString(item.tags)));
        m_items->setItem(row, ItemCosine, cell(QString::number(item.cosine, 'f', 4), true));
        anyTags = anyTags || !item.tags.empty();
    }
    const bool cells = hasItemCells();
    m_items->setColumnHidden(ItemId, cells);
    m_items->setColumnHidden(ItemTitle, !cells);
    m_items->setColumnHidden(ItemTags, cells || !anyTags);
    m_items->horizontalHeader()->setSectionResizeMode(
        ItemTags, cells ? QHeaderView::Interactive : QHeaderView::Stretch);
    if (cells)
        m_itemCells->adapt(*m_items, ItemTitle);
    else
        m_items->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    m_tags->setRowCount(static_cast<int>(category.tags.size()));
    for (int row = 0; row < m_tags->rowCount(); ++row) {
        const CategoryDetails::Tag& tag = category.tags[static_cast<std::size_t>(row)];
        m_tags->setItem(row, TagName, cell(QString::fromStdString(tag.name)));
        m_tags->setItem(row, TagLift, cell(QString::number(tag.lift, 'f', 2), true));
        m_tags->setItem(row, TagItems, cell(countText(tag.items), true));
        m_tags->setItem(row, TagTotal, cell(countText(tag.total), true));
    }
}

bool CategoryContents::hasItemCells() const
{
    return m_details.hasTitles
        || std::any_of(m_details.categories.begin(), m_details.categories.end(), [](const auto& category) {
               return std::any_of(category.central.begin(), category.central.end(),
                                  [](const auto& item) { return !item.cover.empty(); });
           });
}

void CategoryContents::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (hasItemCells())
        m_itemCells->adapt(*m_items, ItemTitle);
}

void CategoryContents::updateSummary()
{
    QString summary;
    if (m_details.agreement) {
        const Agreement& agreement = *m_details.agreement;
        //: A measure, then the same of shuffled categories: mean and 95 % band
        const QString beside = tr("%1 %2 (shuffled %3, 95 % from %4 to %5)");
        const auto measureText = [&beside](const QString& name, const ShuffledMeasure& measure) {
            return beside.arg(name, metricText(measure.value), metricText(measure.shuffledMean),
                              metricText(measure.low), metricText(measure.high));
        };
        const QString items = countText(agreement.items);
        summary = (agreement.with == "tags"
                       ? tr("Agreement with the tags of %1 items: ")
                       : tr("No tags: agreement with the log's own spectral groups of %1 items: "))
                      .arg(items)
            + QStringList { measureText(tr("AMI"), agreement.ami), measureText(tr("NMI"), agreement.nmi),
                            measureText(tr("purity"), agreement.purity) }
                  .join(QStringLiteral("; "));
    }
    m_summary->setText(summary);
    m_summary->setVisible(!summary.isEmpty());
}

void CategoryContents::retranslate()
{
    m_table->setAccessibleName(tr("Hyper-categories"));
    m_table->setToolTip(tr("Double-click a name or press F2 to change it"));
    m_summary->setToolTip(
        tr("AMI: adjusted mutual information, 0 is chance and 1 identical. NMI: normalised mutual "
           "information. Purity: items with the most frequent tag of their hyper-category. "
           "Chance gives NMI and purity a value, too: compare with the shuffled ones."));
    m_summary->setAccessibleName(tr("Agreement of the hyper-categories"));
    m_itemsHeading->setText(tr("Most central items"));
    m_items->setAccessibleName(tr("Most central items of the chosen hyper-category"));
    setHeader(*m_items, { tr("Item"), tr("Title"), tr("Tags"), tr("Cosine") }, ItemCosine);
    m_tagsHeading->setText(tr("Over-represented tags"));
    m_tags->setAccessibleName(tr("Over-represented tags of the chosen hyper-category"));
    setHeader(*m_tags, { tr("Tag"), tr("Lift"), tr("Here"), tr("All") }, TagLift);
    //: Names of hyper-categories are taken from another run
    m_fromLabel->setText(tr("&Names from"));
    m_from->setAccessibleName(tr("Run to take names from"));
    m_carry->setText(tr("Carry over"));
    m_carry->setToolTip(
        tr("Finds which category is which by the items that they share, and takes the names"));
    updateSummary();
}

} // namespace opal
