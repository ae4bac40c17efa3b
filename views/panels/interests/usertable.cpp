// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/usertable.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "views/itemmodels/userpropertymodel.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/numbers.h"
#include "views/widgets/tablesetup.h"

namespace opal {

UserTable::UserTable(QWidget* parent)
    : QWidget(parent)
    , m_model(new UserPropertyModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_note(new ElidedLabel(this))
    , m_table(new QTableView(this))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(UserPropertyModel::SortRole);
    m_note->setProperty("role", QStringLiteral("secondary"));
    m_table->setObjectName(QStringLiteral("users"));
    m_table->setModel(m_sorted);
    setupTable(*m_table);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_sorted->sort(UserPropertyModel::Diversity, Qt::DescendingOrder);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT userChosen(index.siblingAtColumn(UserPropertyModel::User).data().toString());
    });
    retranslate();
}

void UserTable::setResult(std::shared_ptr<const RunAttribution> result)
{
    m_model->setResult(std::move(result));
    setUser(m_user);
    updateNote();
}

void UserTable::setProperty(UserProperty property)
{
    int column = UserPropertyModel::Diversity;
    Qt::SortOrder order = Qt::DescendingOrder;
    switch (property) {
    case UserProperty::Diversity:
        break;
    case UserProperty::Drift:
        column = UserPropertyModel::Drift;
        break;
    case UserProperty::Interests:
        column = UserPropertyModel::Interests;
        break;
    case UserProperty::BestHit:
        column = UserPropertyModel::Recall;
        break;
    case UserProperty::WorstHit:
        column = UserPropertyModel::Recall;
        order = Qt::AscendingOrder;
        break;
    }
    m_table->sortByColumn(column, order);
}

void UserTable::setUser(const QString& user)
{
    m_user = user;
    const int row = m_model->rowOf(user);
    if (row < 0) {
        m_table->clearSelection();
        return;
    }
    const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

QString UserTable::firstUser() const
{
    return m_sorted->index(0, UserPropertyModel::User).data().toString();
}

void UserTable::updateNote()
{
    m_note->setFullText(m_model->hasResult()
                            ? tr("Users with items on the test day: %1. Press Enter to open one.")
                                  .arg(countText(m_model->rowCount()))
                            : tr("Reading all users of the run once; the jobs strip shows how far"));
}

void UserTable::retranslate()
{
    m_table->setAccessibleName(tr("Users of the run with their properties"));
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, UserPropertyModel::ColumnCount - 1);
    updateNote();
}

} // namespace opal
