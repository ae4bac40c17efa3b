// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/datasetcomparison.h"

#include <QFrame>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "views/figures/datasetfigures.h"
#include "views/itemmodels/comparisontablemodel.h"
#include "views/panels/data/figuregrid.h"
#include "views/plot/figureview.h"
#include "views/shell/theme.h"
#include "views/widgets/tablesetup.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

DatasetComparison::DatasetComparison(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_back(new QPushButton(this))
    , m_table(new QTableView(this))
    , m_model(new ComparisonTableModel(this))
{
    m_heading->setProperty("role", QStringLiteral("title"));
    m_heading->setObjectName(QStringLiteral("comparisonTitle"));
    m_back->setObjectName(QStringLiteral("closeComparison"));
    m_table->setObjectName(QStringLiteral("comparison"));
    m_table->setModel(m_model);
    setupTable(*m_table);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_heading, 1);
    top->addWidget(m_back);

    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(12);
    column->addWidget(m_table);
    column->addWidget(makeFigureGrid(theme, 0, m_figures, content));
    for (FigureView* figure : m_figures)
        figure->setObjectName(QStringLiteral("compared-") + figure->objectName());
    column->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addWidget(makeVerticalScroll(content, this));
    connect(m_back, &QPushButton::clicked, this, &DatasetComparison::closed);
    retranslate();
}

void DatasetComparison::setProfiles(std::shared_ptr<const DatasetProfile> first,
                                    std::shared_ptr<const DatasetProfile> second)
{
    m_first = std::move(first);
    m_second = std::move(second);
    m_model->setProfiles(m_first, m_second);
    m_table->setFixedHeight((m_model->rowCount() + 1) * Theme::rowHeight + 8);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(ComparisonTableModel::Fact,
                                                      QHeaderView::ResizeToContents);
    retranslate();
}

void DatasetComparison::retranslate()
{
    //: Heading over two data sets that are compared
    m_heading->setText(m_first && m_second ? tr("%1 and %2")
                                                 .arg(QString::fromStdString(m_first->summary.name),
                                                      QString::fromStdString(m_second->summary.name))
                                           : tr("Comparing\u2026"));
    m_back->setText(tr("Back to the card"));
    m_back->setAccessibleName(m_back->text());
    m_table->setAccessibleName(tr("The numbers of both data sets and their differences"));
    m_model->retranslate();
    DatasetProfiles profiles;
    if (m_first && m_second)
        profiles.sets = { m_first, m_second };
    showDatasetFigures(profiles, 0, m_figures);
}

} // namespace opal
