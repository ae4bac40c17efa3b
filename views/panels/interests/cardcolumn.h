// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/results/listdifference.h"

class QLabel;
class QVBoxLayout;

namespace opal {

class ElidedLabel;
class InterestCard;
class Theme;
class WeightRow;

/// A card for each interest of a user, with its weight in the merged list below.
class CardColumn final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CardColumn)

public:
    CardColumn(const Theme& theme, QWidget* parent);

    void setExploration(const UserExploration& exploration);
    /// `highlighted` (-1: none) sets the others back; `selected` is marked.
    void setHighlight(int highlighted, int selected);
    void retranslate();

Q_SIGNALS:
    void interestClicked(int interest);
    void interestHovered(int interest); ///< -1: none any more
    void weightChosen(int interest, double weight);

private:
    void updateNote();

    const Theme& m_theme;
    bool m_hasWeights = false; ///< the model assigns the items of the history to interests
    QLabel* m_heading;
    ElidedLabel* m_note;
    QLabel* m_alike;
    std::vector<AlikeInterests> m_alikes; ///< most alike first
    QVBoxLayout* m_layout;
    std::vector<InterestCard*> m_cards;
    std::vector<WeightRow*> m_weights; ///< parallel to m_cards
};

} // namespace opal
