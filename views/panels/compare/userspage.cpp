// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare/userspage.h"

#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>

#include "core/jobs/compareusersjob.h"
#include "views/itemmodels/userstablemodel.h"
#include "views/shell/panelkeys.h"
#include "views/shell/workspace.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

UsersPage::UsersPage(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_ask(
          m_context.jobs,
          { .show = [this](UserComparison comparison) { takeComparison(std::move(comparison)); },
            .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); },
            .progressed = [this](const JobProgress& progress) { showShare(*m_progress, progress.fraction); },
            .busyChanged = [this] { updateState(); } })
    , m_hint(new QLabel(this))
    , m_result(new QLabel(this))
    , m_cutoff(new QComboBox(this))
    , m_start(new QPushButton(this))
    , m_cancel(new QPushButton(this))
    , m_show(new QPushButton(this))
    , m_progress(new QProgressBar(this))
    , m_table(new QTableView(this))
    , m_model(new UsersTableModel(this))
    , m_proxy(new QSortFilterProxyModel(this))
{
    m_hint->setWordWrap(true);
    m_hint->setObjectName(QStringLiteral("usersHint"));
    m_hint->setProperty("role", QStringLiteral("secondary"));
    m_result->setObjectName(QStringLiteral("usersResult"));
    m_result->setWordWrap(true);
    m_cutoff->setObjectName(QStringLiteral("usersCutoff"));
    for (const int cutoff : { 50, 100, 200 })
        m_cutoff->addItem(QStringLiteral("Recall@%1").arg(cutoff), cutoff);
    m_start->setObjectName(QStringLiteral("compareUsers"));
    m_start->setProperty("role", QStringLiteral("primary"));
    m_cancel->setObjectName(QStringLiteral("cancelUsers"));
    m_show->setObjectName(QStringLiteral("showUser"));
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(160);
    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(UsersTableModel::SortRole);
    m_table->setObjectName(QStringLiteral("users"));
    m_table->setModel(m_proxy);
    setupTable(*m_table);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    const int widths[UsersTableModel::ColumnCount] = { 140, 90, 150, 150, 110 };
    for (int column = 0; column < UsersTableModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, widths[column]);

    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_start);
    bar->addWidget(m_cutoff);
    bar->addWidget(m_progress);
    bar->addWidget(m_cancel);
    bar->addStretch();
    bar->addWidget(m_show);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_hint);
    layout->addLayout(bar);
    layout->addWidget(m_result);
    layout->addWidget(m_table, 1);
    layout->addStretch(); // keeps the rest at the top while there is no table

    connect(m_start, &QPushButton::clicked, this, &UsersPage::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_ask.cancel(); });
    connect(m_show, &QPushButton::clicked, this, &UsersPage::showUser);
    connect(m_table, &QTableView::doubleClicked, this, &UsersPage::showUser);
    new PanelKeys(
        *m_table, QStringLiteral("showUser"), { Qt::Key_Return, Qt::Key_Enter }, PanelKeys::Reach::Widget,
        [] { return tr("Show the user in Interests"); }, [this] { showUser(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &UsersPage::updateState);
    retranslate();
}

void UsersPage::setRuns(std::optional<RunRecord> baseline, std::optional<RunRecord> run)
{
    m_baseline = std::move(baseline);
    m_run = std::move(run);
    updateState();
}

void UsersPage::start()
{
    if (!m_baseline || !m_run || m_ask.isBusy())
        return;
    m_shownFirst = *m_baseline;
    m_shownSecond = *m_run;
    m_progress->setRange(0, 0);
    m_ask(makeCompareUsersJob(m_context.store, m_context.paths, m_baseline->id, m_run->id,
                              m_cutoff->currentData().toInt()));
}

void UsersPage::takeComparison(UserComparison comparison)
{
    m_model->setComparison(std::move(comparison), QString::fromStdString(m_shownFirst.name),
                           QString::fromStdString(m_shownSecond.name));
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_proxy->index(0, 0));
}

void UsersPage::showUser()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const QString user = m_proxy->index(current.row(), UsersTableModel::User).data().toString();
    m_context.workspace.setRun(QString::fromStdString(m_shownSecond.id));
    m_context.workspace.setUser(user);
    m_context.workspace.showPanel(QStringLiteral("interests"));
}

void UsersPage::updateState()
{
    const bool sameData = m_baseline && m_run && m_baseline->datasetHash == m_run->datasetHash;
    const bool ready = sameData && m_baseline->id != m_run->id;
    m_start->setEnabled(ready && !m_ask.isBusy());
    m_progress->setVisible(m_ask.isBusy());
    m_cancel->setVisible(m_ask.isBusy());
    m_show->setEnabled(m_table->currentIndex().isValid());
    if (!m_baseline)
        m_hint->setText(tr("Pin a baseline run, then select the run to compare with it."));
    else if (!m_run || m_run->id == m_baseline->id)
        m_hint->setText(tr("Select one run to compare with the baseline %1.")
                            .arg(QString::fromStdString(m_baseline->name)));
    else if (!sameData)
        m_hint->setText(tr("These runs are of different data sets, so they have no users in common."));
    else
        m_hint->setText(
            tr("%1 against the baseline %2, user by user on the test day")
                .arg(QString::fromStdString(m_run->name), QString::fromStdString(m_baseline->name)));
    const UserComparison& comparison = m_model->comparison();
    m_result->setVisible(comparison.cutoff > 0);
    m_table->setVisible(comparison.cutoff > 0);
    m_show->setVisible(comparison.cutoff > 0);
    //: Users whom a run serves better, equally well and worse than the baseline
    m_result->setText(
        tr("%1 against %2 in Recall@%3: better for %4 users, equal for %5, worse for %6")
            .arg(QString::fromStdString(m_shownSecond.name), QString::fromStdString(m_shownFirst.name))
            .arg(comparison.cutoff)
            .arg(countText(comparison.wins), countText(comparison.ties), countText(comparison.losses)));
    layout()->setAlignment(comparison.cutoff > 0 ? Qt::Alignment() : Qt::AlignTop);
}

void UsersPage::retranslate()
{
    m_start->setText(tr("Compare users"));
    m_start->setAccessibleName(m_start->text());
    m_start->setToolTip(tr("Evaluate both runs on every user of the test day"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel comparing users"));
    m_show->setText(tr("Show user"));
    m_show->setAccessibleName(m_show->text());
    m_show->setToolTip(tr("Open this user's interests in the run"));
    m_cutoff->setAccessibleName(tr("Metric of the comparison"));
    m_progress->setAccessibleName(tr("Progress of comparing users"));
    m_table->setAccessibleName(tr("Users, largest difference first"));
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, UsersTableModel::ColumnCount - 1);
    updateState();
}

} // namespace opal
