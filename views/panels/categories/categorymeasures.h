// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/results/hypercategory.h"
#include "core/results/runrecord.h"

class QLabel;

namespace opal {

class MetricTile;

/// How well an evaluation spreads the items over the hyper-categories: its measures as tiles, and what is
/// wrong with them in words.
class CategoryMeasures final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CategoryMeasures)

public:
    explicit CategoryMeasures(QWidget* parent);

    /// `agreement` is missing until it is known; `run` says what advice was taken already.
    void setSnapshot(const CategorySnapshot& snapshot, const CategoryNames& names,
                     const std::optional<Agreement>& agreement, const std::optional<RunRecord>& run);
    void retranslate();

private:
    void showTiles();
    void showAlarms();

    std::optional<CategorySnapshot> m_snapshot;
    CategoryNames m_names;
    std::optional<Agreement> m_agreement;
    bool m_startsCoherently = false;
    QLabel* m_alarms;
    MetricTile* m_variation;
    MetricTile* m_effective;
    MetricTile* m_confidence;
    MetricTile* m_entropy;
    MetricTile* m_agreementTile;
};

} // namespace opal
