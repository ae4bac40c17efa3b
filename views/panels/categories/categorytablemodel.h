// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "core/results/hypercategory.h"

namespace opal {

/// The hyper-categories of one evaluation, a row each. The name can be edited.
class CategoryTableModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CategoryTableModel)

public:
    enum Column { Number, Name, Items, Share, Purity, Tags, ColumnCount };

    explicit CategoryTableModel(QObject* parent = nullptr);

    void setSnapshot(const CategorySnapshot& snapshot, const CategoryNames& names);
    /// Tags and purity; of another number of categories: none.
    void setDetails(const CategoryDetails& details);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void nameEdited(int category, const QString& name);

private:
    QString cellText(int category, int column) const;
    QString givenName(int category) const;
    bool showsGenerated(const QModelIndex& index) const; ///< a label in place of a name

    CategorySnapshot m_snapshot; ///< without items
    CategoryNames m_names;
    CategoryDetails m_details;
};

} // namespace opal
