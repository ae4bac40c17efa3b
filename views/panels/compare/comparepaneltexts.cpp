// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

#include "views/itemmodels/runtablemodel.h"
#include "views/panels/compare/comparepanel.h"
#include "views/panels/compare/userspage.h"
#include "views/plot/runcurveschart.h"
#include "views/shared/differencestable.h"
#include "views/widgets/emptystate.h"

namespace opal {

void ComparePanel::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter: model = opal and recall@50 > 0.2"));
    m_filter->setAccessibleName(tr("Filter the runs to compare"));
    m_filter->setToolTip(tr("Conditions over parameters and metrics, joined by and, or, not and brackets"));
    m_pin->setText(tr("Pin as baseline"));
    m_pin->setAccessibleName(m_pin->text());
    m_pin->setToolTip(tr("Compare everything with the selected run"));
    m_unpin->setText(tr("Unpin"));
    m_unpin->setAccessibleName(tr("Unpin the baseline"));
    m_table->setAccessibleName(tr("Runs to compare"));
    m_pages->setAccessibleName(tr("Ways to compare"));
    const QString titles[] = { tr("Differences"), tr("Curves"), tr("Parallel coordinates"), tr("Users") };
    for (int page = 0; page < m_pages->count(); ++page)
        m_pages->setTabText(page, titles[page]);
    m_fold->setText(tr("Fold seeds"));
    m_fold->setAccessibleName(m_fold->text());
    m_fold->setToolTip(
        tr("Runs that differ in nothing but the seed become their mean with its 95 % interval; "
           "their own curves stay behind it"));
    m_clearBrushes->setText(tr("Clear brushes"));
    m_clearBrushes->setAccessibleName(m_clearBrushes->text());
    m_empty->setTexts(
        tr("No runs to compare yet"),
        tr("Train runs with different models or parameters and see here what made the difference."),
        tr("Go to training"));
    m_differences->retranslate();
    m_curves->retranslate();
    m_users->retranslate();
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, RunTableModel::columns() - 1);
    applyFilter();
}

void ComparePanel::updateBaseline()
{
    const RunRecord* baseline = findRun(m_baseline);
    m_unpin->setVisible(baseline != nullptr);
    m_baselineText->setText(baseline ? tr("Baseline: %1").arg(QString::fromStdString(baseline->name))
                                     : tr("Baseline: none pinned"));
}

} // namespace opal
