// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/results/itemmap.h"

class QComboBox;
class QLabel;
class QSpinBox;

namespace opal {

/// Which projection a map has: the method and what it reads.
class MapControls final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MapControls)

public:
    explicit MapControls(QWidget* parent = nullptr);

    MapParams params() const { return choice().relevant(); }

    /// Everything that is chosen, also what another projection reads.
    MapParams choice() const;
    /// Shows another choice without a word; categories that the run lacks wait for one that has them.
    void setChoice(const MapParams& choice);

    /// What the categories of the run are called; null or no categories: no plane. Changes the parameters
    /// without a word if the run lacks what they name.
    void setItems(const MapItems* items);
    void retranslate();

Q_SIGNALS:
    void paramsChanged();

private:
    void choose(int category, int& chosen, int& other);
    void showCategories();
    void showParts();

    int m_categories = 0;
    int m_firstChoice = MapParams {}.firstCategory;
    int m_secondChoice = MapParams {}.secondCategory;
    QLabel* m_methodLabel;
    QComboBox* m_method;
    QLabel* m_firstLabel;
    QComboBox* m_first;
    QLabel* m_secondLabel;
    QComboBox* m_second;
    QLabel* m_neighboursLabel;
    QSpinBox* m_neighbours;
    QLabel* m_seedLabel;
    QSpinBox* m_seed;
};

} // namespace opal
