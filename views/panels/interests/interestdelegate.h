// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "views/itemmodels/itemcell.h"

namespace opal {

class Theme;

/// Draws the tables of the interest panel: chips and weight bars in the colours of the interests, and rows of
/// other interests than the highlighted one faintly.
class InterestDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `interestRole` gives the interest that a row belongs to (-1: none).
    InterestDelegate(const Theme& theme, int interestRole, QObject* parent);

    /// The column that shows the interest as a chip with its number.
    void setChipColumn(int column) { m_chipColumn = column; }

    /// The column that shows the weights (a QList<float> in `role`) as a stacked bar.
    void setWeightsColumn(int column, int role);

    /// The column that shows a QList<float> in `role` as one small bar an interest, from 0 up to the largest
    /// of the row.
    void setScoresColumn(int column, int role);

    /// The column that shows the item itself: picture, title, details (ItemCellRole).
    void setItemColumn(int column) { m_itemColumn = column; }

    int itemColumn() const { return m_itemColumn; }

    /// How it does so; rows are as high as the look asks. `scoresBelow` puts the bars of the scores into the
    /// item's line of details, for a view without their column.
    void setItemLook(const ItemCellLook& look, bool scoresBelow);

    const ItemCellLook& itemLook() const { return m_look; }

    /// The column whose text is drawn in the colour of success.
    void setGoodColumn(int column) { m_goodColumn = column; }

    /// -1: no row is drawn faintly. The view has to be repainted by the caller.
    void setHighlight(int interest) { m_highlight = interest; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    bool isFaint(const QModelIndex& index) const;
    void paintItem(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintWeights(QPainter& painter, const QRect& rect, const QModelIndex& index) const;

    void paintScores(QPainter& painter, const QRect& rect, const QModelIndex& index) const;

    const Theme& m_theme;
    const int m_interestRole;
    int m_chipColumn = -1;
    int m_weightsColumn = -1;
    int m_weightsRole = 0;
    int m_scoresColumn = -1;
    int m_scoresRole = 0;
    int m_itemColumn = -1;
    ItemCellLook m_look;
    bool m_scoresBelow = false;
    int m_goodColumn = -1;
    int m_highlight = -1;
};

/// Fills a rounded square in the colour of `interest` and writes its 1-based number on it: colour is never
/// the only sign.
void paintInterestChip(QPainter& painter, const QRect& rect, int interest);

} // namespace opal
