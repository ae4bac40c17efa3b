// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/results/hypercategory.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;
class QTableWidget;

namespace opal {

class CategoryTableModel;
class ElidedLabel;
class ItemCellDelegate;

/// A run whose categories have names.
struct NamedRun
{
    QString id;
    QString name;
    std::map<int, std::string> names;
};

/// What is in the hyper-categories: sizes, names, tags, and the most central items of the chosen one.
class CategoryContents final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CategoryContents)

public:
    explicit CategoryContents(QWidget* parent = nullptr);

    void setSnapshot(const CategorySnapshot& snapshot, const CategoryNames& names);
    void setDetails(const CategoryDetails& details);
    /// Other runs that names can be taken from.
    void setNamedRuns(std::vector<NamedRun> runs);
    void setCategory(int category);
    void setMessage(const QString& text);
    void retranslate();

Q_SIGNALS:
    void nameEdited(int category, const QString& name);
    void categoryChosen(int category);
    void itemChosen(const QString& originalId);
    void namesWanted(const opal::NamedRun& from);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupTables();
    void connectSignals();
    void showCategory();
    bool hasItemCells() const; ///< titles or covers; ids and tags stand below them
    void updateSummary();

    CategoryDetails m_details;
    std::vector<NamedRun> m_namedRuns;
    int m_category = 0;
    CategoryTableModel* m_model;
    QTableView* m_table;
    QLabel* m_summary; ///< agreement with the tags or the log's groups
    QLabel* m_itemsHeading;
    QTableWidget* m_items;
    ItemCellDelegate* m_itemCells;
    QLabel* m_tagsHeading;
    QTableWidget* m_tags;
    QLabel* m_fromLabel;
    QComboBox* m_from;
    QPushButton* m_carry;
    ElidedLabel* m_message;
};

} // namespace opal
